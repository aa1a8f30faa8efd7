//! Appending one event after another: what is recorded, and what is refused.

use crate::audit::{Batch, Subject};
use crate::testing::life::{Life, now};
use crate::testing::trial::Log;
use crate::testing::{Effort, Harness};
use crate::value::DigestAlgorithm;
use crate::{AppendError, AppendRequest, EventLog as _, EventStore as _, MemoryStore, Stage};

/// Events of new and of existing streams are recorded in the order in which they come, by whichever handle: each record is
/// the next of its log and of its stream, byte for byte what [`plan_append`](crate::audit::plan_append) seals, and is read back
/// by line, by stream and by place.
///
/// # Panics
/// When the store breaks it.
pub fn appending<H: Harness>(harness: &H, effort: Effort) {
    let log = Log::new(harness, "appending", effort);
    let (trial, mut dice) = (log.trial, log.dice());
    let mut handles = log.handles(3);
    // the same in memory, where there is little that can go wrong
    let mut model = MemoryStore::new(log.source.clone());
    let opened = model.open_log(DigestAlgorithm::default(), &log.world.actor(), now());
    let opened = opened.expect("a log opens in memory");
    trial.same("the log begins with the record that opens it", &handles[0].log(0, 1)[..], &[opened.record().clone()]);

    let mut lives: Vec<_> = (0..effort.lives.max(2)).map(|p| log.world.begin(p.into(), &mut dice)).collect();
    let mut minutes = 0;
    for life in &lives {
        minutes += 1;
        let request = AppendRequest::new(life.planning().clone());
        append_as(&mut dice, &mut handles, &mut model, &request, minutes);
    }
    for _ in 0..lives.len() * 12 {
        let index = dice.below(lives.len());
        let event = lives[index].step(&mut dice);
        minutes += dice.between(0, 2);
        let behind = dice.between(0, 4);
        append_as(&mut dice, &mut handles, &mut model, &event.into(), minutes - behind);
    }

    let wanted = model.records();
    for handle in &handles {
        trial.same_list("every handle reads the same log", &handle.verified(), wanted);
    }
    for life in &lives {
        let stream = handles[0].stream(life.project.id());
        let of_it = |record: &&crate::Record| record.subject() == life.project.id().into();
        let of_it: Vec<_> = wanted.iter().filter(of_it).cloned().collect();
        trial.same("a stream is its records, in order", &stream, &of_it);
    }
    let unknown = Subject::from(log.world.project_id(1_000_000));
    trial.same("a stream of which there is nothing is empty", &handles[0].stream(unknown).len(), &0);
    pages(&log, &handles[0], wanted);
    drop(handles);
    trial.same_list("after a restart the log is what it was", &log.reopened().verified(), wanted);
}

/// Appends by any handle and in memory, at a minute of the host's clock, and compares.
fn append_as<S: crate::EventStore + crate::store::Cursors + crate::store::CurrentStates>(
    dice: &mut crate::testing::dice::Dice,
    handles: &mut [crate::testing::trial::Handle<S>],
    model: &mut MemoryStore,
    request: &AppendRequest,
    minutes: i64,
) {
    let now = now().plus_minutes(minutes).expect("within the calendar");
    let wanted = model.append(request, now).map(|receipt| receipt.record().clone()).expect("it is lawful");
    let place = dice.below(handles.len());
    let handle = &mut handles[place];
    let found = handle.append(request, now);
    handle.trial.same("an event is recorded as `plan_append` seals it", &found, &Ok(wanted));
    let head = model.head().expect("it is open");
    let reader = &handles[dice.below(handles.len())];
    reader.trial.same("the head of the log is that of its last record, on every handle", &reader.head(), &head);
}

/// Reads the log in pages of any size.
fn pages<H: Harness>(log: &Log<'_, H>, handle: &crate::testing::trial::Handle<H::Store>, wanted: &[crate::Record]) {
    let (trial, size) = (log.trial, wanted.len());
    let afters = [0, 1, size / 2, size - 1, size, size + 1].map(|after| after as u64);
    for after in afters.into_iter().chain([u64::MAX - 1, u64::MAX, i64::MAX as u64]) {
        for limit in [0, 1, 7, size, usize::MAX] {
            let from = usize::try_from(after).unwrap_or(usize::MAX).min(size);
            let page = &wanted[from..size.min(from.saturating_add(limit))];
            let lines: Vec<&[u8]> = page.iter().map(crate::Record::line).collect();
            let place = format!("`lines` shows at most {limit} records after {after}, byte for byte");
            trial.same(&place, &handle.lines(after, limit), &lines);
            trial.same("`log` gives the same records", &handle.log(after, limit), &page);
        }
    }
}

/// Who decided on an older or a newer version than the recorded one gets `Conflict` with both versions; nothing is
/// written.
///
/// # Panics
/// When the store breaks it.
pub fn stale_writers<H: Harness>(harness: &H, effort: Effort) {
    let log = Log::new(harness, "stale_writers", effort);
    let (trial, mut dice) = (log.trial, log.dice());
    let mut handles = log.handles(2);
    let mut life = log.world.begin(1, &mut dice);
    let subject = Subject::from(life.project.id());

    // decided on a project that nobody recorded
    let ahead = life.clone().note("ahead").into();
    let refused = handles[0].refused(&ahead, now());
    let wanted = AppendError::Conflict { subject, expected: 1, actual: 0 };
    trial.same("an event of a stream that does not exist conflicts, with both versions", &refused, &wanted);

    handles[0].record(life.planning().clone());
    let stale: Vec<_> = (0..8)
        .map(|_| {
            let stale = life.choose(&mut dice);
            let next = life.step(&mut dice);
            let place = dice.below(2);
            handles[place].record(next);
            stale
        })
        .collect();
    let actual = life.project.version();
    for stale in stale {
        let expected = stale.version() - 1;
        for handle in &mut handles {
            let refused = handle.refused(&stale.clone().into(), now());
            let wanted = AppendError::Conflict { subject, expected, actual };
            trial.same("who decided on an older version gets `Conflict` with both", &refused, &wanted);
        }
    }
    let mut beyond = life.clone();
    beyond.step(&mut dice);
    let refused = handles[1].refused(&beyond.step(&mut dice).into(), now());
    let wanted = AppendError::Conflict { subject, expected: actual + 1, actual };
    trial.same("who decided on a newer version gets `Conflict` with both", &refused, &wanted);

    // planned a second time, under another id
    let profile = life.project.profile().clone();
    let id = log.world.event_id(1, 1_000_000);
    let context = life.context_of(id);
    let planned = crate::Project::plan(life.project.id(), profile, &context, log.world.policy());
    let refused = handles[0].refused(&planned.expect("planning is lawful").into(), now());
    let wanted = AppendError::Conflict { subject, expected: 0, actual };
    trial.same("planning a project that exists conflicts, with both versions", &refused, &wanted);
    trial.same("the project is what it was", &handles[1].project(life.project.id()).as_ref(), &Some(&life.project));
    handles[0].verified();
}

/// Who decided on another history of the same length gets `OtherHistory` with the ids of both last events; `OtherEvent` with
/// both events, where two commands were given one id; and `OtherPosition` with both positions, for an event of another log
/// that does not begin where the recorded ones end. One that does, and still does not follow from them, gets `Unlawful` with the reason.
/// Nothing is written.
///
/// # Panics
/// When the store breaks it.
pub fn other_history<H: Harness>(harness: &H, effort: Effort) {
    let log = Log::new(harness, "other_history", effort);
    let (trial, mut dice) = (log.trial, log.dice());
    let mut handles = log.handles(2);
    let life = log.world.begin(1, &mut dice).live(4, &mut dice);
    handles[0].record_all(&life.requests());

    let (mut recorded, mut other) = (life.clone(), life);
    let (last, dreamt) = (recorded.note("recorded"), other.note("never recorded"));
    // the two have one id so far: give the one that is not recorded another
    let dreamt_id = log.world.event_id(1, 1_000_000);
    let crate::project::Change::Fact(crate::project::fact::Fact::Progress(report)) = dreamt.change() else {
        trial.fail("a bug of the suite", "a note is no report")
    };
    let dreamt = other.decide(crate::Command::ReportProgress(report.clone()), &other.context_of(dreamt_id));
    other.take(dreamt);
    handles[1].record(last.clone());
    recorded.take(last.clone());

    let on_a_dream = other.note("on a history that is not recorded").into();
    for handle in &mut handles {
        let refused = handle.refused(&on_a_dream, now());
        let wanted = AppendError::OtherHistory {
            subject: recorded.project.id().into(),
            version: recorded.project.version(),
            expected: dreamt_id,
            actual: last.id(),
        };
        trial.same("who decided on another history gets `OtherHistory` with both events", &refused, &wanted);
    }
    handles[0].record(recorded.note("on the recorded history"));
    handles[0].verified();
    drop(handles);
    one_id_for_two(&log);
    from_another_log(&log);
    of_another_past(&log);
}

/// Two commands under one id, one of them recorded, and a decision on the other.
fn one_id_for_two<H: Harness>(log: &Log<'_, H>) {
    let (trial, mut dice) = (log.trial, log.dice());
    let mut handle = log.handle();
    let mut life = log.world.begin(2, &mut dice);
    handle.record(life.planning().clone());
    let mut other = life.clone();
    let (event, namesake) = (life.note("recorded"), other.note("never recorded"));
    trial.same("a bug of the suite: two commands have one id", &event.id(), &namesake.id());
    life.take(event.clone());
    other.take(namesake.clone());
    let on_the_namesake = other.note("on what is not recorded");
    let requests = [&event, &namesake, &on_the_namesake].map(|event| AppendRequest::new(event.clone()));

    let wanted = AppendError::OtherEvent {
        subject: life.project.id().into(),
        version: life.project.version(),
        expected: namesake,
        actual: event.clone(),
    };
    let contract = "who decided on an event whose id names another recorded one gets `OtherEvent` with both";
    let answers = handle.batch(&requests, Batch::Each, now()).map_err(|error| error.error);
    let sequence = handle.size();
    let answers = answers.map(|answers| answers.into_iter().map(|answer| answer.map(|record| record.sequence())));
    let reused = AppendError::IdReused { id: event.id(), sequence, dates: None };
    let together = vec![Ok(sequence), Err(reused.clone()), Err(wanted.clone())];
    trial.same(contract, &answers.map(Iterator::collect::<Vec<_>>), &Ok(together));
    trial.same("an id that says something else gets `IdReused`", &handle.refused(&requests[1], now()), &reused);
    trial.same(contract, &handle.refused(&requests[2], now()), &wanted);
    drop(handle);
    let mut handle = log.reopened();
    trial.same(contract, &handle.refused(&requests[2], now()), &wanted);
    let refused = handle.batch(&requests[2..], Batch::Whole, now());
    trial.same(contract, &refused.map_err(|error| error.error), &Err(wanted));
    handle.record(life.note("on the recorded one"));
    handle.verified();
}

/// An event that another log recorded, of which nobody knows on what it was decided.
fn from_another_log<H: Harness>(log: &Log<'_, H>) {
    let (trial, mut dice) = (log.trial, log.dice());
    let (mut handle, mut there) = (log.handle(), log.beside("elsewhere").opened());
    let mut life = log.world.begin(3, &mut dice);
    let mut elsewhere = life.clone();
    handle.record(life.planning().clone());
    there.record(life.planning().clone());
    let note = life.note("here nothing moved");
    life.take(note.clone());
    handle.record(note);
    let here = life.project.position();
    let onward = here.path_to(Stage::Operating)[0];
    there.record(elsewhere.go(onward, 1));
    let note = elsewhere.note("there it moved on");
    elsewhere.take(note.clone());
    let record = there.record(note);
    let Ok(read) = record.event() else { trial.fail("what was recorded can be read", &format!("{record:?}")) };

    let wanted = AppendError::OtherPosition {
        subject: life.project.id().into(),
        version: life.project.version(),
        expected: Some(elsewhere.project.position()),
        actual: here,
    };
    let refused = handle.refused(&read.into(), now());
    trial.same("an event that begins elsewhere gets `OtherPosition` with both places", &refused, &wanted);
    let kept = handle.project(life.project.id());
    trial.same("the project is what it was", &kept.as_ref(), &Some(&life.project));
    handle.verified();
}

/// An event that another log recorded, of the right version and at the right place, but about another past.
fn of_another_past<H: Harness>(log: &Log<'_, H>) {
    let (trial, mut dice) = (log.trial, log.dice());
    let (mut handle, mut there) = (log.handle(), log.beside("another-past").opened());
    let mut life = log.world.begin(4, &mut dice);
    let mut elsewhere = life.clone();
    handle.record(life.planning().clone());
    there.record(life.planning().clone());
    let assigned = |life: &mut Life, officer: &str| {
        let officer = crate::value::ActorId::new(officer).expect("an id");
        let context = life.context();
        life.decide(crate::Command::AssignOfficer(officer.into()), &context)
    };
    let note = life.note("here nobody has it in hand");
    life.take(note.clone());
    handle.record(note);
    let first = assigned(&mut elsewhere, "officer-there");
    elsewhere.take(first.clone());
    there.record(first);
    let record = there.record(assigned(&mut elsewhere, "another-officer"));
    let Ok(read) = record.event() else { trial.fail("what was recorded can be read", &format!("{record:?}")) };

    let Err(why) = life.project.clone().apply(read.clone()) else {
        trial.fail("a bug of the suite", "an event of another past follows")
    };
    let (strange, wanted) = (AppendRequest::from(read), AppendError::Unlawful(Box::new(why)));
    let contract = "an event of another past gets `Unlawful` with the reason";
    trial.same(contract, &handle.refused(&strange, now()), &wanted);
    let refused = handle.batch(std::slice::from_ref(&strange), Batch::Whole, now());
    trial.same(contract, &refused.map_err(|error| (error.index, error.error)), &Err((0, wanted.clone())));
    // the others of a batch go on, those of its own project too
    let mut other = log.world.begin(5, &mut dice);
    let note = life.note("and so it was recorded");
    life.take(note.clone());
    let requests = [other.planning().clone().into(), strange, note.into(), other.step(&mut dice).into()];
    let answers = handle.batch(&requests, Batch::Each, now()).map_err(|error| error.error);
    let answers = answers.map(|answers| answers.into_iter().map(|answer| answer.map(drop)).collect::<Vec<_>>());
    trial.same("the others of its batch are recorded", &answers, &Ok(vec![Ok(()), Err(wanted), Ok(()), Ok(())]));
    let kept = handle.project(life.project.id());
    trial.same("the project is what it was, and what follows", &kept.as_ref(), &Some(&life.project));
    trial.same("the check of the states finds nothing", &handle.check_current(), &[]);
    handle.verified();
}
