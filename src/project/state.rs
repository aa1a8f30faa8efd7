//! The state that a history folds to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::event::Basis;
use super::fact::Notes;
use super::{CurrentState, Profile};
use crate::lifecycle::{Outcome, ZombieCause};
use crate::reason::StepDate;
use crate::value::Day;

/// What a project's events amount to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct State {
    /// What a list shows.
    pub(super) current: CurrentState,
    /// What its facts amount to beside that.
    pub(super) notes: Notes,
    pub(super) planned_on: Day,
    /// What its steps amount to beside that.
    pub(super) course: Course,
    /// The standing transitions, planning not among them.
    pub(super) standing: Vec<StandingStep>,
    /// What standing steps rest on that were corrected or re-dated, by their versions. Of the others the events tell it.
    pub(super) bases: BTreeMap<u64, Arc<Basis>>,
    /// The versions of the facts that were voided.
    pub(super) voided_facts: BTreeSet<u64>,
}

/// What steps alone decide. It is small, so each step keeps the course before it. Voiding the step goes back to that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Course {
    /// Why it stalled last, until it was revived.
    pub(super) cause: Option<ZombieCause>,
    pub(super) outcome: Option<Outcome>,
    /// The version of the step for which its dossier was reviewed last.
    pub(super) admitted: Option<u64>,
    /// The version of the step that opened the talks, until they are over.
    pub(super) engaged: Option<u64>,
    /// The version of the signing that stands.
    pub(crate) signed: Option<u64>,
    /// The version of the registration that stands.
    pub(crate) registered: Option<u64>,
    /// The version of the commissioning that stands.
    pub(crate) commissioned: Option<u64>,
    /// The version of the first transition that was not imported.
    pub(super) first_live: Option<u64>,
    /// The version of the step whose evidence gave the project's code last.
    pub(super) coded: Option<u64>,
    /// The version of the start that stands.
    pub(crate) started: Option<u64>,
    /// The version of the last revival, until the talks are over.
    pub(crate) revived: Option<u64>,
    /// The version of the last revival that brought a new investor, until the talks are over.
    pub(super) reinvested: Option<u64>,
    /// The version of the step that ended an agreement or talks last: what was agreed before belongs to those.
    pub(crate) ended: Option<u64>,
    /// The version of the step that ended talks for good last: the client and who joined before went with those.
    pub(super) released: Option<u64>,
}

/// A transition that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct StandingStep {
    /// The version of its event.
    pub(super) version: u64,
    /// On which day it took effect, corrections considered.
    pub(super) on: Day,
    /// The course before it.
    pub(super) before: Course,
}

impl StandingStep {
    /// Its effective date, with its version.
    pub(super) const fn date(&self) -> StepDate {
        StepDate { on: self.on, version: self.version }
    }
}

impl State {
    /// The state of a project that was just planned.
    pub(super) fn planned(profile: &Profile, current: CurrentState) -> Self {
        Self {
            planned_on: current.since,
            current,
            notes: Notes::planned(profile),
            course: Course::default(),
            standing: Vec::new(),
            bases: BTreeMap::new(),
            voided_facts: BTreeSet::new(),
        }
    }

    /// The effective date of the last standing transition, or of planning: the day on which it entered its position.
    pub(super) fn since(&self) -> Day {
        self.standing.last().map_or(self.planned_on, |last| last.on)
    }

    /// The day of closing. `None` if it is not closed.
    pub(super) fn closed_on(&self) -> Option<Day> {
        self.current.position.stage().is_terminal().then(|| self.since())
    }

    /// A standing transition with its date. `None` if none of them has the version.
    pub(super) fn date_of(&self, version: u64) -> Option<StepDate> {
        Some(self.standing[self.place(version)?].date())
    }

    /// The signing that stands. `None` if none does.
    pub(super) fn signed(&self) -> Option<StepDate> {
        self.date_of(self.course.signed?)
    }

    /// The index of a step among those that stand. `None` if it does not stand.
    pub(super) fn place(&self, version: u64) -> Option<usize> {
        self.standing.binary_search_by_key(&version, |step| step.version).ok()
    }

    /// The version of the step that stands again when the last one is voided: 1 for the planning.
    pub(super) fn restored(&self) -> u64 {
        let before = self.standing.len().checked_sub(2);
        before.map_or(1, |before| self.standing[before].version)
    }

    /// The dates between which a standing transition may lie: those of the step before it and of the step after it.
    /// `None` if no standing transition has the version.
    pub(super) fn neighbours(&self, version: u64) -> Option<(StepDate, Option<StepDate>)> {
        let at = self.place(version)?;
        let planning = StepDate { on: self.planned_on, version: 1 };
        let earlier = at.checked_sub(1).map_or(planning, |before| self.standing[before].date());
        Some((earlier, self.standing.get(at + 1).map(StandingStep::date)))
    }
}
