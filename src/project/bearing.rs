//! What the steps bear: a fact that asks for a stage goes on resting on it, whatever is told late, re-dated, corrected or
//! voided afterwards.
//!
//! Only the facts are looked at on whose dates the steps change. With a step that is voided goes what was recorded of it: the
//! clients of its talks, the supplementary agreements, the changes of its company. So does what belonged to an agreement or
//! to talks that were over by its date, though that was told later.

use core::ops::Bound;

use super::Project;
use super::event::{Basis, Change, Replanning};
use super::fact::{Fact, Ground};
use super::standpoint::Standpoint;
use super::state::{Course, StandingStep};
use super::structure::Breach;
use crate::evidence::Evidence;
use crate::lifecycle::{Position, Verb};
use crate::reason::{Reason, StepDate};
use crate::value::Day;

/// The steps that stand, or would stand after a change.
struct Steps<'a> {
    project: &'a Project,
    standing: &'a [StandingStep],
    /// The one that is added or corrected.
    told: Option<Told<'a>>,
    /// Where the one that is added leads.
    after: Option<Standpoint>,
}

/// What a change tells of a step.
#[derive(Clone, Copy)]
struct Told<'a> {
    date: StepDate,
    /// What it rests on. `None` if that is not told, or stays as it is.
    basis: Option<&'a Basis>,
}

impl<'a> Steps<'a> {
    fn of(&self, version: u64) -> Option<Told<'a>> {
        self.told.filter(|told| told.date.version == version)
    }

    fn date(&self, step: &StandingStep) -> StepDate {
        self.of(step.version).map_or(step.date(), |told| told.date)
    }

    /// Where the project stands for a fact: after what is dated before it, and on its day after what was recorded before it.
    fn at(&self, fact: StepDate) -> Standpoint {
        let place = self.standing.partition_point(|step| self.date(step) < fact);
        let is_after_all = place == self.standing.len() && self.told.is_some_and(|told| told.date < fact);
        match self.after.filter(|_| is_after_all) {
            Some(after) => after,
            None if place == self.project.state.standing.len() => self.project.now(),
            None => self.project.before(place),
        }
    }

    /// A step with its date and the evidence that it rests on. `None` if it does not stand.
    fn step(&self, version: u64) -> Option<(StepDate, Option<&'a Evidence>)> {
        let told = self.of(version);
        let place = self.standing.binary_search_by_key(&version, |step| step.version).ok();
        let date = place.map(|place| self.date(&self.standing[place])).or(told.map(|told| told.date))?;
        let basis = told.and_then(|told| told.basis).or(place.map(|_| self.project.step(version).1));
        let evidence = basis.and_then(|basis| match basis {
            Basis::Evidence(evidence) => Some(evidence),
            Basis::Imported { .. } => None,
        });
        Some((date, evidence))
    }
}

impl Project {
    fn steps(&self) -> Steps<'_> {
        Steps { project: self, standing: &self.state.standing, told: None, after: None }
    }

    /// What a fact that is to be recorded asks of the steps that stand, and is not met.
    pub(super) fn ungrounded(&self, fact: &Fact, on: Day) -> Vec<Reason> {
        let Some(ground) = fact.ground() else { return Vec::new() };
        let (steps, date) = (self.steps(), StepDate { on, version: self.version() + 1 });
        let step = step(ground, &self.state.course).and_then(|version| steps.step(version));
        ground.unmet(date, steps.at(date).position, step).collect()
    }

    /// The first fact that a further step would leave without what it rests on. No basis: whatever it rests on.
    pub(super) fn unseats(&self, verb: Verb, to: Position, basis: Option<&Basis>, on: Day) -> Option<Breach> {
        let date = StepDate { on, version: self.version() + 1 };
        let mut course = self.state.course;
        course.enter(verb, basis, date.version);
        let after = Some(Standpoint { position: to, since: on, course });
        let then = Steps { told: Some(Told { date, basis }), after, ..self.steps() };
        self.unfit(&then, Bound::Excluded(date), Bound::Unbounded).map(Breach::from)
    }

    /// The same of a standing step that gets another date, and rests on something else from now on if that is told.
    pub(super) fn unseats_by(&self, version: u64, basis: Option<&Basis>, to: Day) -> Option<Breach> {
        let (was, date) = (self.state.date_of(version)?, StepDate { on: to, version });
        let then = Steps { told: Some(Told { date, basis }), ..self.steps() };
        // what its evidence says, facts of any later date may rest on
        let last = if basis.is_some() { Bound::Unbounded } else { Bound::Included(was.max(date)) };
        self.unfit(&then, Bound::Excluded(was.min(date)), last).map(Breach::from)
    }

    /// The same of the last standing step, if it is voided.
    pub(super) fn unseats_void(&self, version: u64) -> Option<Breach> {
        let (last, standing) = self.state.standing.split_last()?;
        let then = Steps { standing, ..self.steps() };
        let (by, _) = self.unfit(&then, Bound::Excluded(last.date()), Bound::Unbounded)?;
        Some(Breach::RestedOn { version, by })
    }

    /// The first relocation, if it leaves another zone than a corrected planning names.
    pub(super) fn unseats_relocation(&self, replanning: &Replanning) -> Option<Breach> {
        let first = self.state.notes.amended.relocated_first()?;
        let Change::Fact(Fact::Relocation(relocated)) = self.at(first.version).change() else { return None };
        let (zone, present) = (&relocated.from_zone, replanning.profile.zone());
        (zone != present).then(|| {
            let why = Reason::NotInZone { zone: zone.clone(), present: present.clone() };
            Breach::from((first, why))
        })
    }

    /// The first fact between two dates that would rest on something no more, with what it would lack.
    fn unfit(&self, then: &Steps<'_>, first: Bound<StepDate>, last: Bound<StepDate>) -> Option<(StepDate, Reason)> {
        let (now, mut facts) = (self.steps(), self.state.notes.grounds.range((first, last)));
        facts.find_map(|(fact, ground)| Some((*fact, lost(*fact, *ground, &now, then)?)))
    }
}

impl From<(StepDate, Reason)> for Breach {
    fn from((fact, why): (StepDate, Reason)) -> Self {
        Self::FactUnfit { fact, why: why.into() }
    }
}

/// What a fact that stands would rest on no more. `None` if it goes on resting on it, or on nothing.
fn lost(fact: StepDate, ground: Ground, now: &Steps<'_>, then: &Steps<'_>) -> Option<Reason> {
    let (was, is) = (now.at(fact), then.at(fact));
    let is_over = |course: &Course| ended(ground, course).is_some_and(|ended| ended > fact.version);
    if is_over(&was.course) || is_over(&is.course) {
        return None;
    }
    let stands = match (step(ground, &was.course).or(step(ground, &is.course)), ground) {
        (Some(version), _) => match (then.step(version), ground) {
            (None, Ground::Talks | Ground::Agreement | Ground::Company { .. }) => return None,
            (stands, _) => stands,
        },
        (None, Ground::NotStarted) => None,
        (None, _) => return None,
    };
    ground.unmet(fact, is.position, stands).next()
}

/// The step of a course that a fact asks for.
fn step(ground: Ground, course: &Course) -> Option<u64> {
    match ground {
        Ground::NotStarted => None,
        Ground::Talks => course.engaged,
        Ground::Agreement => course.signed,
        Ground::Company { .. } => course.registered,
        Ground::Commissioning { .. } => course.commissioned,
    }
}

/// The step of a course with which went what the fact belonged to, if it was recorded before.
fn ended(ground: Ground, course: &Course) -> Option<u64> {
    match ground {
        Ground::Talks => course.released,
        Ground::Agreement => course.ended,
        Ground::NotStarted | Ground::Company { .. } | Ground::Commissioning { .. } => None,
    }
}
