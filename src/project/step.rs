//! A transition that stands.

use super::Project;
use super::event::{Basis, Change, Event};
use crate::evidence::Evidence;
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
        self.event.from().unwrap_or_else(|| unreachable!("a transition starts somewhere"))
    }

    /// What it entered.
    #[must_use]
    pub fn to(&self) -> Position {
        self.event.to()
    }

    /// On what it rests.
    #[must_use]
    pub fn basis(&self) -> &'a Basis {
        self.parts().1
    }

    fn parts(&self) -> (Verb, &'a Basis) {
        match self.event.change() {
            Change::Move { verb, basis } => (*verb, basis),
            Change::Plan { .. } | Change::Fact(_) | Change::Void(_) | Change::Redate(_) | Change::VoidFact(_) => {
                unreachable!("only transitions stand")
            }
        }
    }
}

impl Project {
    /// On what a transition rests. `None` if the version is no transition's.
    pub(super) fn basis_of(&self, version: u64) -> Option<&Basis> {
        match self.at(version).change() {
            Change::Move { basis, .. } => Some(basis),
            Change::Plan { .. } | Change::Fact(_) | Change::Void(_) | Change::Redate(_) | Change::VoidFact(_) => None,
        }
    }

    /// The evidence of a transition. `None` if it was imported, or if the version is no transition's.
    pub(super) fn evidence_of(&self, version: u64) -> Option<&Evidence> {
        match self.basis_of(version)? {
            Basis::Evidence(evidence) => Some(evidence),
            Basis::Imported { .. } => None,
        }
    }
}
