//! A transition that stands.

use super::event::{Basis, Body, Event};
use crate::lifecycle::{Position, Verb};
use crate::value::Day;

/// A transition that stands, with the date that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step<'a> {
    event: &'a Event,
    on: Day,
}

impl<'a> Step<'a> {
    pub(super) const fn new(event: &'a Event, on: Day) -> Self {
        Self { event, on }
    }

    /// The event that records it, with the date on which it was first recorded.
    #[must_use]
    pub const fn event(&self) -> &'a Event {
        self.event
    }

    /// Its effective date, corrections considered.
    #[must_use]
    pub const fn effective_on(&self) -> Day {
        self.on
    }

    /// The act.
    #[must_use]
    pub fn verb(&self) -> Verb {
        self.parts().0
    }

    /// What it left.
    #[must_use]
    pub fn from(&self) -> Position {
        self.parts().1
    }

    /// What it entered.
    #[must_use]
    pub fn to(&self) -> Position {
        self.parts().2
    }

    /// On what it rests.
    #[must_use]
    pub fn basis(&self) -> &'a Basis {
        self.parts().3
    }

    fn parts(&self) -> (Verb, Position, Position, &'a Basis) {
        match self.event.body() {
            Body::Moved { verb, from, to, basis } => (*verb, *from, *to, basis),
            Body::Planned { .. } | Body::Noted { .. } | Body::Voided { .. } | Body::Redated { .. } => {
                unreachable!("only transitions stand")
            }
        }
    }
}
