//! A transition that stands.

use super::Project;
use super::event::{Basis, Change, Event};
use crate::act::Provenance;
use crate::evidence::Evidence;
use crate::lifecycle::{Position, Verb};
use crate::value::Day;

/// A transition that stands, with the date that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step<'a> {
    event: &'a Event,
    on: Day,
    verb: Verb,
    basis: &'a Basis,
}

impl<'a> Step<'a> {
    pub(super) const fn new(event: &'a Event, on: Day, verb: Verb, basis: &'a Basis) -> Self {
        Self { event, on, verb, basis }
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
    pub const fn verb(&self) -> Verb {
        self.verb
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

    /// On what it rests, corrections considered.
    #[must_use]
    pub const fn basis(&self) -> &'a Basis {
        self.basis
    }
}

impl Project {
    /// From where its planning was imported, corrections considered. `None` if it was planned live.
    #[must_use]
    pub fn provenance(&self) -> Option<&Provenance> {
        let Change::Plan { provenance, .. } = self.at(1).change() else {
            unreachable!("a history begins with planning")
        };
        match self.state.bases.get(&1).map(|corrected| &**corrected) {
            Some(Basis::Imported { provenance, .. }) => Some(provenance),
            Some(Basis::Evidence(_)) | None => provenance.as_ref(),
        }
    }

    /// The act of a standing step, and on what it rests, corrections considered.
    pub(super) fn step(&self, version: u64) -> (Verb, &Basis) {
        let Change::Move { verb, basis } = self.at(version).change() else { unreachable!("only transitions stand") };
        (*verb, self.state.bases.get(&version).map_or(basis, |corrected| corrected))
    }

    /// The evidence that a standing step rests on, corrections considered. `None` if it was imported.
    pub(super) fn evidence_of(&self, version: u64) -> Option<&Evidence> {
        match self.step(version).1 {
            Basis::Evidence(evidence) => Some(evidence),
            Basis::Imported { .. } => None,
        }
    }
}
