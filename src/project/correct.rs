//! Correcting a standing step in place: its date, or what it rests on.

use std::sync::Arc;

use super::Project;
use super::event::{Basis, Change, Correcting};
use super::standpoint::Standpoint;
use super::state::{StandingStep, State};
use super::structure::Breach;
use crate::act::{Provenance, Redating};
use crate::evidence::Evidence;
use crate::lifecycle::{Law, Verb};
use crate::reason::StepDate;
use crate::value::Day;

impl Project {
    /// Only the last standing transition is voided, and none that a fact rests on which does not go with it.
    pub(super) fn voids(&self, version: u64) -> Option<Breach> {
        self.state.voids(version).or_else(|| self.unseats_void(version))
    }

    /// Only a standing transition gets another date, and one between its neighbours'. Where two days decide, the other one
    /// may not be later.
    pub(super) fn redates(&self, redating: &Redating) -> Option<Breach> {
        let (version, to) = (redating.version, redating.to);
        if version == 1 {
            let is_live = redating.provenance.is_some() && self.provenance().is_none();
            return is_live.then_some(Breach::NotItsBasis { version }).or_else(|| self.moves_planning(to));
        }
        self.state.moves(version, to).or_else(|| {
            let place = self.state.place(version)?;
            if redating.provenance.is_some() && self.evidence_of(version).is_some() {
                return Some(Breach::NotItsBasis { version });
            }
            let Basis::Evidence(evidence) = self.redated(redating)? else { return None };
            let (item, acted_on) = self.state.acted_on(&self.before(place), &evidence, true)?;
            (acted_on != to).then_some(Breach::NotDayOfAct { item, acted_on, to })
        })
    }

    /// The planning is dated before every standing step and every standing fact, or with it.
    fn moves_planning(&self, to: Day) -> Option<Breach> {
        let step = self.state.standing.first().map(|step| StepDate { on: step.on, version: step.version });
        let facts = self.events.iter().filter(|event| {
            matches!(event.change(), Change::Fact(_)) && !self.state.voided_facts.contains(&event.version())
        });
        let fact = facts.map(|fact| StepDate { on: fact.effective_on(), version: fact.version() });
        let first = fact.chain(step).min_by_key(|first| (first.on, first.version));
        let later = first.filter(|first| first.on < to)?;
        let earlier = StepDate { on: Day::MIN, version: 0 };
        Some(Breach::OutOfStep { version: 1, to, earlier, later: Some(later) })
    }

    /// What a step rests on once it has another date: its evidence tells the other day, and an imported date is no longer
    /// inferred. `None` if only the effective date moves: no evidence tells it, or it is taken from the step before.
    pub(super) fn redated(&self, redating: &Redating) -> Option<Basis> {
        let known = |stood: &Provenance| redating.provenance.as_ref().unwrap_or(stood).clone().known();
        if redating.version == 1 {
            let provenance = known(self.provenance()?);
            return Some(Basis::Imported { provenance, cause: None, outcome: None });
        }
        let place = self.state.place(redating.version)?;
        match self.step(redating.version).1 {
            Basis::Evidence(evidence) => {
                let at = self.before(place);
                self.state
                    .acted_on(&at, evidence, true)
                    .filter(|_| !self.state.takes_date_before(&at, evidence, true))?;
                evidence.redated(redating.to).ok().map(Basis::Evidence)
            }
            Basis::Imported { provenance, cause, outcome } => {
                Some(Basis::Imported { provenance: known(provenance), cause: *cause, outcome: *outcome })
            }
        }
    }

    /// The date that a correction gives its step: that of the act as the evidence tells it now, else the one it has. A date
    /// that was taken from the step before, and still is, does not move. `None` if no such step stands.
    pub(super) fn corrected_on(&self, correcting: &Correcting, builds_first: bool) -> Option<Day> {
        let place = self.state.place(correcting.version)?;
        let (at, on) = (self.before(place), self.state.standing[place].on);
        let Basis::Evidence(evidence) = &correcting.basis else { return Some(on) };
        let is_taken = |evidence: &Evidence| self.state.takes_date_before(&at, evidence, builds_first);
        if is_taken(evidence) && self.evidence_of(correcting.version).is_some_and(is_taken) {
            return Some(on);
        }
        Some(self.state.acted_on(&at, evidence, builds_first).map_or(on, |(_, acted_on)| acted_on))
    }

    /// Only a standing transition is corrected, by what its gate asks for; on a date between its neighbours', and so that it
    /// and the later ones still fit the causes, remedies and outcomes of the law.
    pub(super) fn corrects(&self, correcting: &Correcting, to: Option<Day>, law: &Law) -> Option<Breach> {
        let (version, basis) = (correcting.version, &correcting.basis);
        let (Some(place), Some(to)) = (self.state.place(version), to) else {
            return Some(Breach::NotStanding { version });
        };
        let (verb, stood) = self.step(version);
        let (cause, outcome) = (basis.cause().is_some(), basis.outcome().is_some());
        if !is_same_kind(stood, basis) || (cause && verb != Verb::Stall) || (outcome && verb != Verb::Close) {
            return Some(Breach::NotItsBasis { version });
        }
        let at = self.before(place);
        at.rests(verb, basis, law)
            .or_else(|| at.remedies(basis, law))
            .or_else(|| self.state.moves(version, to))
            .or_else(|| self.later_unfit(place, at, verb, basis, law))
    }

    /// The first later revival whose remedy no longer fits the cause.
    fn later_unfit(&self, place: usize, mut at: Standpoint, verb: Verb, basis: &Basis, law: &Law) -> Option<Breach> {
        at.course.enter(verb, Some(basis), self.state.standing[place].version);
        self.state.standing[place + 1..].iter().find_map(|step| {
            let (verb, basis) = self.step(step.version);
            if let Some(Breach::RemedyNotFitting { remedy, cause }) = at.remedies(basis, law) {
                return Some(Breach::LaterUnfit { version: step.version, remedy, cause });
            }
            at.course.enter(verb, Some(basis), step.version);
            None
        })
    }

    /// Gives a standing step a date, and what it rests on from now on, if that is told anew.
    pub(super) fn restate(&mut self, version: u64, basis: Option<Basis>, to: Day) {
        let Some(place) = self.state.place(version) else {
            // the planning
            self.state.planned_on = to;
            if let Some(basis) = basis {
                self.state.bases.insert(version, Arc::new(basis));
            }
            self.state.current.since = self.state.since();
            return;
        };
        self.state.standing[place].on = to;
        let State { current, notes, .. } = &mut *self.state;
        match &basis {
            Some(Basis::Evidence(evidence)) => notes.restate(evidence, version, to, current),
            Some(Basis::Imported { .. }) | None => notes.redate(version, to),
        }
        let known = |basis| match basis {
            Basis::Imported { provenance, cause, outcome } => {
                Basis::Imported { provenance: provenance.known(), cause, outcome }
            }
            live => live,
        };
        if let Some(basis) = basis.map(known) {
            self.state.bases.insert(version, Arc::new(basis));
            self.recourse(place);
        }
        self.state.current.since = self.state.since();
        self.state.current.code = self.coded();
    }

    /// Takes the course anew from a place on.
    fn recourse(&mut self, place: usize) {
        let mut course = self.state.standing[place].before;
        for at in place..self.state.standing.len() {
            let StandingStep { version, .. } = self.state.standing[at];
            self.state.standing[at].before = course;
            let (verb, basis) = self.step(version);
            course.enter(verb, Some(basis), version);
        }
        self.state.course = course;
    }
}

/// Whether one may be told in place of the other: evidence of one gate, or both imported.
fn is_same_kind(one: &Basis, other: &Basis) -> bool {
    match (one, other) {
        (Basis::Evidence(one), Basis::Evidence(other)) => one.gate() == other.gate(),
        (Basis::Imported { .. }, Basis::Imported { .. }) => true,
        _ => false,
    }
}

impl State {
    /// The rule about the date of a standing step: it lies between those of its neighbours.
    fn moves(&self, version: u64, to: Day) -> Option<Breach> {
        let Some((earlier, later)) = self.neighbours(version) else { return Some(Breach::NotStanding { version }) };
        let fits = earlier.on <= to && later.is_none_or(|later| to <= later.on);
        (!fits).then_some(Breach::OutOfStep { version, to, earlier, later })
    }
}
