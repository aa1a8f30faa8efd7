//! Opening a log.

use crate::audit::{Batch, LogHead, SubjectKind};
use crate::store::ProjectQuery;
use crate::testing::life::{now, short};
use crate::testing::trial::{Log, WRITERS};
use crate::testing::{Effort, Finding, Harness};
use crate::value::{ConsumerId, DigestAlgorithm};
use crate::{Actor, AppendError, AppendRequest, AuthType, StoreError};

/// A log that is not open refuses every append with `NotOpened` and holds nothing. Opening it writes its first record,
/// once: whoever opens it again, with whatever clock and however many at once, is given that record.
///
/// # Panics
/// When the store breaks it.
pub fn opening<H: Harness>(harness: &H, effort: Effort) {
    let log = Log::new(harness, "opening", effort);
    let trial = log.trial;
    let mut one = log.handle();
    not_open(&log);

    // more roles than a record has room for
    let role = short(&"r".repeat(256));
    let crowded = (0..260).fold(log.world.actor(), |actor, _| actor.in_role(role.clone()));
    let refused = one.open_log(DigestAlgorithm::default(), &crowded, now());
    let is_refused = matches!(refused, Err(AppendError::TooLarge { .. }));
    trial.demand("who opens a log with too large a record is refused with `TooLarge`", is_refused, || {
        format!("{refused:?}")
    });
    not_open(&log);

    let actor = log.world.actor();
    let opened = one.open_log(DigestAlgorithm::default(), &actor, now());
    let Ok(opened) = opened else { trial.fail("a log that is not open can be opened", &format!("{opened:?}")) };
    trial.same("a log begins with the record that opens it", &opened.sequence(), &1);
    trial.same("its type says so", &opened.event_type(), &"lifecycle.log.opened.v1");
    trial.same("its id is the log's", &opened.id(), &LogHead::opening_id(&log.source));
    trial.same("its stream is the log's", &opened.subject().kind(), &SubjectKind::Log);
    trial.same("it names the log", opened.source(), &log.source);
    trial.same("who opened is told", opened.authid(), actor.id());

    let other = Actor::new(AuthType::System, "another".parse().expect("an id"));
    let later = now().plus_minutes(60).expect("within the calendar");
    let earlier = now().plus_minutes(-60).expect("within the calendar");
    for (again, by) in [(now(), &actor), (later, &other), (earlier, &other)] {
        let found = log.handle().open_log(DigestAlgorithm::default(), by, again);
        trial.same("opening an open log gives the record that opened it", &found, &Ok(opened.clone()));
    }
    trial.same_list("opening an open log writes nothing", &one.verified(), std::slice::from_ref(&opened));
    drop(one);
    let found = log.reopened().open_log(DigestAlgorithm::default(), &other, later);
    trial.same("after a restart the log is still open", &found, &Ok(opened));

    let log = log.beside("at-once");
    let handles: Vec<_> = (0..WRITERS).map(|_| log.handle()).collect();
    let opened = trial.at_once(handles, |_, mut handle| handle.open_log(DigestAlgorithm::default(), &actor, now()));
    let first = &opened[0];
    trial.demand("a log that many open at once is opened for each", first.is_ok(), || format!("{first:?}"));
    for other in &opened {
        trial.same("all that open a log at once are given one record", other, first);
    }
    trial.same("a log that many open at once is opened once", &log.handle().verified().len(), &1);
}

/// What a log is before it is opened.
fn not_open<H: Harness>(log: &Log<'_, H>) {
    let (trial, mut handle) = (log.trial, log.handle());
    let not_opened = AppendError::NotOpened { source_uri: log.source.clone() };
    let head = handle.head_if_open();
    let is_refused = matches!(&head, Err(StoreError::Append(error)) if *error == not_opened);
    trial.demand("the head of a log that is not open is `NotOpened`", is_refused, || format!("{head:?}"));

    let life = log.world.begin(1, &mut log.dice());
    let id = life.project.id();
    let request = AppendRequest::new(life.planning().clone());
    let refused = handle.append(&request, now());
    trial.same("an append before opening is refused", &refused, &Err(not_opened.clone()));
    let each = handle.batch(&[request.clone(), request.clone()], Batch::Each, now());
    let both = [Err(not_opened.clone()), Err(not_opened.clone())];
    trial.same("before opening each request of a batch is refused", &each.as_deref(), &Ok(&both[..]));
    let whole = handle.batch(&[request], Batch::Whole, now()).map_err(|error| (error.index, error.error));
    trial.same("before opening a whole batch is refused at its first request", &whole, &Err((0, not_opened)));
    let none = handle.batch(&[], Batch::Whole, now());
    trial.same("a batch of nothing is done", &none.as_deref(), &Ok(&[][..]));

    trial.same("a log that is not open has no lines", &handle.lines(0, usize::MAX).len(), &0);
    trial.same("a log that is not open has no streams", &handle.stream(id).len(), &0);
    trial.same("a log that is not open has no projects", &handle.project(id), &None::<crate::Project>);
    trial.same("nor their states", &handle.current(id), &None::<crate::project::CurrentState>);
    trial.same("nor lists", &handle.projects(&ProjectQuery::all()).projects.len(), &0);
    trial.same("nor ids", &handle.project_ids(None, 10).len(), &0);
    let consumer = ConsumerId::new("reader").expect("an id");
    trial.same("a cursor of a log that is not open is at 0", &handle.cursor(&consumer), &0);
    let ahead = handle.move_cursor(&consumer, 0, 1);
    let is_ahead = matches!(ahead, Err(crate::store::CursorError::Ahead { to: 1, size: 0, .. }));
    trial.demand("a cursor cannot move on where nothing is", is_ahead, || format!("{ahead:?}"));
    let state = life.project.current().clone();
    let written = handle.write_current(&state);
    trial.demand("no state is written into a log that is not open", written.is_err(), || format!("{written:?}"));
    trial.same("nor kept", &handle.current(id), &None::<crate::project::CurrentState>);
}

/// A log that is open on one digest refuses to be opened on another, with both, and stays as it is.
///
/// Not checked unless this build knows two digests.
///
/// # Panics
/// When the store breaks it.
pub fn other_digest<H: Harness>(harness: &H, effort: Effort) -> Finding {
    let [first, .., last] = DigestAlgorithm::ALL else {
        return Finding::NotChecked("this build knows one digest; the feature `sm3` brings another");
    };
    for (found, asked) in [(*first, *last), (*last, *first)] {
        let log = Log::new(harness, "other_digest", effort).beside(found.code());
        let (trial, actor) = (log.trial, log.world.actor());
        let mut handle = log.handle();
        let opened = handle.open_log(found, &actor, now());
        trial.demand("a log can be opened on every digest that is known", opened.is_ok(), || format!("{opened:?}"));
        let mut dice = log.dice();
        handle.record_all(&log.world.begin(1, &mut dice).live(5, &mut dice).requests());
        let size = handle.size();
        let refused = log.handle().open_log(asked, &actor, now());
        let wanted = Err(AppendError::OtherDigest { found, asked });
        trial.same("a log that is open on another digest refuses, with both", &refused, &wanted);
        trial.same("and keeps its digest", &handle.head().digest(), &found);
        trial.same("and its records", &(handle.verified().len() as u64), &size);
    }
    Finding::Held
}
