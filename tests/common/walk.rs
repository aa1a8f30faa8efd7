//! A project that walks, and readings of its events by hand.

pub(crate) use project_lifecycle::testing::Walk;
pub(crate) use project_lifecycle::testing::sample::{redating, voiding, voiding_fact};
use project_lifecycle::{Command, Event, Policy, project::Change};

/// Gives a command that must be accepted where permits last for ever.
pub(crate) fn give_lasting(walk: &mut Walk, command: Command) -> Event {
    let mut terms = walk.policy.terms().clone();
    terms.permit_validity.clear();
    let policy = core::mem::replace(&mut walk.policy, Policy::new(terms).expect("a policy"));
    let event = walk.give(command);
    walk.policy = policy;
    event
}

/// The step that stood before another one, which stands again once that is voided: 0 if there is none. A reading of the
/// events of its own, the simplest there is.
pub(crate) fn restored<'a>(events: impl IntoIterator<Item = &'a Event>, voided: u64) -> u64 {
    let mut standing = Vec::new();
    for event in events.into_iter().filter(|event| event.version() < voided) {
        match event.change() {
            Change::Plan { .. } | Change::Move { .. } => standing.push(event.version()),
            Change::Void(_) => drop(standing.pop()),
            Change::Fact(_) | Change::Redate(_) | Change::VoidFact(_) | _ => {}
        }
    }
    standing.last().copied().unwrap_or(0)
}
