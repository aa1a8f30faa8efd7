//! When, by whom, and under which id a command is given.

use std::sync::Arc;

use super::Actor;
use crate::value::{Day, EventId, ShortText, Timestamp};

/// The circumstances of a command. The core has neither clock nor randomness, so the caller states them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    pub(crate) id: EventId,
    pub(crate) at: Timestamp,
    pub(crate) effective_on: Option<Day>,
    pub(crate) actor: Arc<Actor>,
    pub(crate) correlation: Option<Arc<str>>,
    pub(crate) causation: Option<Arc<str>>,
}

impl Context {
    /// A context from the command's id (its event will bear it), the instant at which it is given, and the actor.
    ///
    /// The effective date is left open. A step whose evidence tells the day of the act takes effect on that day;
    /// everything else takes effect today: on the civil day of `at` in the policy's offset. A date that is left open is
    /// no part of the command: given again on a later day under its id, the command is recorded already.
    pub fn new(id: EventId, at: Timestamp, actor: impl Into<Arc<Actor>>) -> Self {
        Self { id, at, effective_on: None, actor: actor.into(), correlation: None, causation: None }
    }

    /// With the civil day on which the act takes effect. A step whose evidence tells another day is refused.
    #[must_use]
    pub const fn on(mut self, day: Day) -> Self {
        self.effective_on = Some(day);
        self
    }

    /// With the id of the business transaction that this command is part of.
    #[must_use]
    pub fn correlated(mut self, id: ShortText) -> Self {
        self.correlation = Some(id.into());
        self
    }

    /// With the id of the event or command that caused this one.
    #[must_use]
    pub fn caused_by(mut self, id: ShortText) -> Self {
        self.causation = Some(id.into());
        self
    }

    /// The command's id.
    #[must_use]
    pub const fn id(&self) -> EventId {
        self.id
    }

    /// The instant at which the command is given.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// The civil day on which the act takes effect, as the host states it. `None` if it is left open.
    #[must_use]
    pub const fn effective_on(&self) -> Option<Day> {
        self.effective_on
    }

    /// Who gives it.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }
}
