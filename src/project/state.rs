//! The state that a history folds to.

use super::event::{Basis, Body, Event, Fact};
use super::{Profile, Responsibility};
use crate::evidence::{Evidence, Schedule};
use crate::lifecycle::{Outcome, Position, Verb, ZombieCause};
use crate::value::{ActorId, Day};

/// What a project's events amount to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct State {
    pub(super) profile: Profile,
    pub(super) planned_on: Day,
    pub(super) position: Position,
    /// The effective date of the last standing transition: it entered its position then.
    pub(super) since: Day,
    pub(super) cause: Option<ZombieCause>,
    pub(super) outcome: Option<Outcome>,
    /// Whether its dossier was ever reviewed.
    pub(super) admitted: bool,
    /// When the agreement that stands was signed.
    pub(super) signed_on: Option<Day>,
    /// The version of the first standing transition that was not imported.
    pub(super) first_live: Option<u64>,
    /// Indexes of the standing transitions, planning not among them.
    pub(super) standing: Vec<usize>,
    pub(super) officer: Option<ActorId>,
    pub(super) body: Option<Responsibility>,
    pub(super) baseline: Option<Schedule>,
    pub(super) schedule: Option<Schedule>,
}

impl State {
    pub(super) fn planned(profile: &Profile, planned_on: Day) -> Self {
        Self {
            profile: profile.clone(),
            planned_on,
            position: Position::START,
            since: planned_on,
            cause: None,
            outcome: None,
            admitted: false,
            signed_on: None,
            first_live: None,
            standing: Vec::new(),
            officer: None,
            body: None,
            baseline: None,
            schedule: None,
        }
    }

    /// Folds a whole history, whose events are known to be well-formed, without the transitions that were voided.
    pub(super) fn fold(profile: &Profile, events: &[Event]) -> Self {
        let mut state = Self::planned(profile, events[0].effective_on());
        let voided: Vec<u64> = events.iter().filter_map(|event| voids(event.body())).collect();
        for (index, event) in events.iter().enumerate() {
            if !voided.contains(&event.version()) {
                state.enter(index, event);
            }
        }
        state
    }

    /// Takes in one event that stands. A correction changes nothing by itself: it makes the caller fold again.
    pub(super) fn enter(&mut self, index: usize, event: &Event) {
        match event.body() {
            Body::Planned { .. } | Body::Voided { .. } => {}
            Body::Moved { verb, to, basis, .. } => {
                self.position = *to;
                self.since = event.effective_on();
                self.standing.push(index);
                self.enter_move(*verb, basis, event);
            }
            Body::Noted { after, .. } => match after {
                Fact::Officer(officer) => self.officer = Some(officer.clone()),
                Fact::Body(body) => self.body = Some(body.clone()),
                Fact::Schedule(schedule) => self.plan(schedule),
            },
        }
    }

    fn enter_move(&mut self, verb: Verb, basis: &Basis, event: &Event) {
        match verb {
            Verb::Stall => self.cause = basis.cause(),
            Verb::Revive => self.cause = None,
            Verb::Close => self.outcome = basis.outcome(),
            Verb::Sign => self.signed_on = Some(event.effective_on()),
            Verb::ReopenTalks | Verb::Terminate => self.signed_on = None,
            Verb::Admit => self.admitted = true,
            Verb::Engage
            | Verb::Register
            | Verb::Start
            | Verb::Commission
            | Verb::Operate
            | Verb::SendBack
            | Verb::BreakOff => {}
        }
        match basis {
            Basis::Evidence(Evidence::Grounds(grounds)) => self.admitted |= grounds.dossier().is_some(),
            Basis::Evidence(Evidence::Rescission(rescission)) => self.admitted |= rescission.dossier().is_some(),
            Basis::Evidence(Evidence::Revival(revival)) => self.plan(revival.new_schedule()),
            Basis::Evidence(_) | Basis::Imported { .. } => {}
        }
        if !basis.is_imported() {
            self.first_live.get_or_insert(event.version());
        }
    }

    /// Sets the schedule; the first one stays the baseline.
    fn plan(&mut self, schedule: &Schedule) {
        self.baseline.get_or_insert_with(|| schedule.clone());
        self.schedule = Some(schedule.clone());
    }

    /// The day of closing, once closed.
    pub(super) fn closed_on(&self) -> Option<Day> {
        self.position.stage().is_terminal().then_some(self.since)
    }
}

/// The version that a correction voids.
const fn voids(body: &Body) -> Option<u64> {
    match body {
        Body::Voided { voids, .. } => Some(*voids),
        Body::Planned { .. } | Body::Moved { .. } | Body::Noted { .. } => None,
    }
}
