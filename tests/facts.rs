//! Facts and corrections between the transitions: an own reading of the trail, against the project's.

mod amending;
mod fed;
mod investing;
mod late_pauses;
mod model;
mod pausing;
mod promising;
mod redating;
mod resting;
mod season;
mod unsaying;
mod voiding;
mod waiting;

use crate::common::random::{Step, step};
use crate::common::walk::Walk;
use crate::common::{at, day, evening, event_id, plus, policy, positions, stalled, text};
use project_lifecycle::{
    audit::*, evidence::*, lifecycle::*, policy::*, project::fact::*, project::*, reason::*, store::*, value::*, *,
};
use proptest::collection::vec;
use proptest::prelude::*;

/// A course: where it starts, and its steps.
fn course() -> impl Strategy<Value = (usize, Vec<Step>)> {
    (0..14usize, vec(step(), 1..40))
}

/// The walk at the start of a course.
fn start(position: usize) -> Walk {
    let mut walk = Walk::to(3, positions()[position]);
    walk.n = 1_000;
    walk
}

/// Takes one step: the event, if one was recorded, or the reasons.
fn take(walk: &mut Walk, step: &Step) -> Result<Option<Event>, Vec<Reason>> {
    walk.pass(step.pass);
    let (command, context) = step.command(walk);
    walk.n += 1;
    match walk.project.decide(command, &context, &walk.policy) {
        Ok(Decision::Record(event)) => {
            walk.project.apply(event.clone()).expect("what was decided follows");
            Ok(Some(event))
        }
        Ok(Decision::AlreadyRecorded(_)) => Ok(None),
        Err(refusal) => Err(refusal.reasons().to_vec()),
    }
}

/// Gives a command for a day that may not be today.
fn give_on(walk: &mut Walk, on: &str, command: Command) -> Result<Event, Vec<Reason>> {
    let context = Context::new(event_id(walk.p, walk.n), evening(walk.today), crate::common::actor()).on(day(on));
    walk.n += 1;
    match walk.project.decide(command, &context, &walk.policy) {
        Ok(decision) => {
            let event = decision.into_new().expect("a new id");
            walk.project.apply(event.clone()).expect("what was decided follows");
            Ok(event)
        }
        Err(refusal) => Err(refusal.reasons().to_vec()),
    }
}

/// The history with something else in its last record.
fn forged(walk: &Walk, change: impl FnOnce(&mut serde_json::Value)) -> Vec<Event> {
    let mut store = crate::common::opened(crate::common::source(), &crate::common::actor(), evening(walk.today))
        .expect("a log opens");
    for event in walk.project.events() {
        store.append(&event.clone().into(), evening(walk.today)).expect("recorded");
    }
    let mut records = store.stream(walk.project.id().into()).expect("a stream");
    let mut last: serde_json::Value = serde_json::from_slice(records.pop().expect("a record").line()).expect("JSON");
    change(&mut last);
    records.push(Record::parse(canonical::to_vec(&last).expect("canonical")).expect("a record"));
    records.iter().map(|record| record.event().expect("an event")).collect()
}

/// The codes of reasons.
fn codes(reasons: &[Reason]) -> Vec<&'static str> {
    reasons.iter().map(Reason::code).collect()
}

/// The pauses, without their ends: a step may end one, and its correction moves that.
fn begun(project: &Project) -> Vec<(Pause, Day, u64)> {
    project.pauses().iter().map(|span| (span.pause.clone(), span.from, span.version)).collect()
}

/// The milestones that stand.
fn milestones(project: &Project) -> Vec<(MilestoneReached, Day)> {
    project.milestones().map(|(reached, on)| (reached.clone(), on)).collect()
}
