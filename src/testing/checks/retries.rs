//! The same request again, and another under the same id.

use crate::audit::{Batch, LogHead, TransitionRefused};
use crate::testing::life::{first_day, now, text};
use crate::testing::trial::{Log, WRITERS};
use crate::testing::{Effort, Harness};
use crate::{AppendError, AppendRequest, Profile, Project};

/// The same request again is answered with the same record and writes nothing: at once or much later, on any handle, after
/// a restart, decided anew at another instant, with a clock that is behind, in a batch, and many at once.
///
/// # Panics
/// When the store breaks it.
pub fn retries<H: Harness>(harness: &H, effort: Effort) {
    const SAME: &str = "the same request again is answered with the same record";
    let log = Log::new(harness, "retries", effort);
    let (trial, mut dice) = (log.trial, log.dice());
    let mut handles = log.handles(2);
    let mut life = log.world.begin(1, &mut dice);
    let mut answered = vec![(AppendRequest::new(life.planning().clone()), handles[0].record(life.planning().clone()))];
    for _ in 0..10 {
        let request = AppendRequest::new(life.step(&mut dice));
        let record = handles[0].record(request.clone());
        let again = handles[dice.below(2)].append(&request, now());
        trial.same(SAME, &again, &Ok(record.clone()));
        answered.push((request, record));
    }
    let refusal = AppendRequest::from(life.refusal());
    answered.push((refusal.clone(), handles[1].record(refusal)));
    let size = handles[0].size();
    trial.same("a retry writes nothing", &size, &(1 + answered.len() as u64));

    let behind = crate::testing::life::evening(first_day()).plus_minutes(-600).expect("within the calendar");
    for (request, record) in &answered {
        for handle in &mut handles {
            trial.same(SAME, &handle.append(request, now()), &Ok(record.clone()));
            trial.same("the receipt says that it was found", &handle.is_new(request), &false);
            let found = handle.append(request, behind);
            trial.same("a retry is found before the clocks are compared", &found, &Ok(record.clone()));
        }
    }
    let (requests, records): (Vec<_>, Vec<_>) = answered.iter().cloned().unzip();
    for batch in [Batch::Each, Batch::Whole] {
        let found = handles[1].batch(&requests, batch, now());
        let found = found.map(|answers| answers.into_iter().collect::<Result<Vec<_>, _>>());
        trial.same("a batch of retries is answered with the same records", &found, &Ok(Ok(records.clone())));
    }

    // what a host decides anew after it lost the answer has another instant
    let planned = life.planning();
    let at = planned.at().plus_minutes(1).expect("within the calendar");
    let context = crate::Context::new(planned.id(), at, log.world.actor()).on(planned.effective_on());
    let profile = Project::replay([planned.clone()]).expect("planning is a history").profile().clone();
    let anew = Project::plan(planned.project(), profile, &context, log.world.policy()).expect("planning is lawful");
    let found = handles[0].append(&anew.into(), now());
    trial.same("a command decided anew at another instant is found", &found, &Ok(records[0].clone()));

    trial.same("a retry writes nothing", &handles[0].size(), &size);
    handles[0].verified();
    drop(handles);
    let mut handle = log.reopened();
    for (request, record) in &answered {
        trial.same(
            "after a restart a retry is found all the same",
            &handle.append(request, now()),
            &Ok(record.clone()),
        );
    }
    trial.same("and writes nothing", &handle.size(), &size);
    drop(handle);
    at_once(&log, effort);
}

/// Many threads with one request.
fn at_once<H: Harness>(log: &Log<'_, H>, effort: Effort) {
    let log = log.beside("at-once");
    let (trial, mut dice) = (log.trial, log.dice());
    let mut handles = log.handles(WRITERS);
    let mut life = log.world.begin(1, &mut dice);
    let mut event = life.planning().clone();
    for round in 0..(effort.races / 40).max(5) {
        let request = &AppendRequest::new(event);
        let answers = trial.at_once(&mut handles, |index, handle| match (index + round as usize) % 3 {
            0 => handle.append(request, now()),
            1 => {
                let answers = handle.batch(std::slice::from_ref(request), Batch::Each, now());
                answers.map_or_else(|error| Err(error.error), |mut answers| answers.remove(0))
            }
            _ => {
                let twice = [request.clone(), request.clone()];
                let answers = handle.batch(&twice, Batch::Whole, now());
                answers.map_or_else(|error| Err(error.error), |mut answers| answers.remove(1))
            }
        });
        let first = &answers[0];
        trial.demand("one request of many threads is recorded", first.is_ok(), || format!("{first:?}"));
        for answer in &answers {
            trial.same("one request of many threads is answered with one record", answer, first);
        }
        trial.same("and recorded once", &handles[0].size(), &(2 + u64::from(round)));
        event = life.step(&mut dice);
    }
    handles[0].verified();
}

/// Another request under an id that is recorded gets `IdReused` with the place of the record that bears it, whatever version
/// it was decided on, whatever stream it belongs to; nothing is written.
///
/// # Panics
/// When the store breaks it.
pub fn reused_ids<H: Harness>(harness: &H, effort: Effort) {
    let log = Log::new(harness, "reused_ids", effort);
    let (trial, mut dice) = (log.trial, log.dice());
    let mut handles = log.handles(2);
    let life = log.world.begin(1, &mut dice);
    let past = life.clone();
    let life = life.live(6, &mut dice);
    let records = handles[0].record_all(&life.requests());
    let other = log.world.begin(2, &mut dice);
    let record = handles[1].record(other.planning().clone());

    let report = |what: &str, life: &crate::testing::life::Life, id| {
        let done = crate::project::fact::BasisPoints::new(7_000).expect("a share");
        let report = crate::project::fact::ProgressReport { description: text(what), done };
        AppendRequest::new(life.decide(crate::Command::ReportProgress(report), &life.context_of(id)))
    };
    let plan = |p: u64, id| {
        let profile = Profile::new(text("another"), "hunnan".parse().expect("an id"));
        let planned = Project::plan(log.world.project_id(p), profile, &life.context_of(id), log.world.policy());
        AppendRequest::new(planned.expect("planning is lawful"))
    };
    let mut reused = Vec::new();
    for taken in records.iter().chain([&record]) {
        let (id, sequence) = (taken.id(), taken.sequence());
        // the project that knows the id refuses by itself: who asks is one that does not
        if taken.subject() != life.project.id().into() {
            reused.push(("at the right version", report("another", &life, id), id, sequence));
        }
        if taken.sequence() != records[0].sequence() {
            reused.push(("on an older version", report("another", &past, id), id, sequence));
        }
        reused.push(("of a new stream", plan(3, id), id, sequence));
        let (context, refusal) = life.clone().refused();
        let refused = TransitionRefused::new(id, refusal, &context, log.world.policy());
        reused.push(("of a refused attempt", refused.into(), id, sequence));
    }
    let opening = LogHead::opening_id(&log.source);
    reused.push(("that opened the log", plan(3, opening), opening, 1));
    for (what, request, id, sequence) in &reused {
        let wanted = AppendError::IdReused { id: *id, sequence: *sequence, dates: None };
        let place = dice.below(2);
        let refused = handles[place].refused(request, now());
        trial.same(&format!("an id {what} that says something else gets `IdReused`"), &refused, &wanted);
    }

    // two that differ, in one batch
    let id = log.world.event_id(4, 0);
    let batch = [plan(4, id), plan(5, id)];
    let answers = handles[0].batch(&batch, Batch::Each, now()).map_err(|error| error.error);
    let sequence = handles[0].size();
    let (first, second) = match answers.as_deref() {
        Ok([first, second]) => (first.as_ref().map(crate::Record::sequence), second.clone()),
        _ => trial.fail("each request of a batch is answered", &format!("{answers:?}")),
    };
    trial.same("the first request of an id in a batch is recorded", &first, &Ok(sequence));
    trial.same("the second gets `IdReused`", &second, &Err(AppendError::IdReused { id, sequence, dates: None }));
    handles[0].verified();
}
