//! Asking projects under a policy for what is to be refused.

use crate::lifecycle::{Position, ProjectKind};
use crate::reason::Reason;
use crate::testing::Walk;
use crate::testing::sample::{actor, evening, event_id};
use crate::{Command, Context, Day, Decision, Policy};

/// The reasons that were given so far.
pub(super) struct Provoked<'p> {
    pub(super) policy: &'p Policy,
    pub(super) reasons: Vec<Reason>,
}

impl Provoked<'_> {
    /// A project at a position. `None` if the policy lets none come there.
    pub(super) fn at(&self, position: Position) -> Option<Walk> {
        Walk::to_under(1, position, self.policy.clone()).ok()
    }

    /// A project that was just planned.
    pub(super) fn planned(&self) -> Walk {
        Walk::plan_under(1, ProjectKind::Enterprise, self.policy.clone())
    }

    /// Asks for what is to be refused today.
    pub(super) fn ask(&mut self, walk: &Walk, command: &Command) {
        self.ask_on(walk, walk.today, command);
    }

    /// Asks for what is to be refused as of a day.
    pub(super) fn ask_on(&mut self, walk: &Walk, on: Day, command: &Command) {
        let context = Context::new(event_id(walk.p, walk.n), evening(walk.today), actor()).on(on);
        self.reasons.extend(walk.project.check(command, &context, &walk.policy));
    }

    /// Gives a command that most policies accept. `None` if this one does not.
    pub(super) fn give(&mut self, walk: &mut Walk, command: Command) -> Option<()> {
        match walk.decide(command) {
            Ok(Decision::Record(event) | Decision::AlreadyRecorded(event)) => {
                walk.take(&event);
                Some(())
            }
            Err(refusal) => {
                self.reasons.extend_from_slice(refusal.reasons());
                None
            }
        }
    }
}
