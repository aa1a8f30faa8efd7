//! Applying recorded events: structure is checked again, because storage is not trusted.

use super::Project;
use super::event::{Basis, Body, Event};
use super::fact::Fact;
use super::history::HistoryError;
use super::state::{StandingStep, State};
use crate::evidence::Evidence;
use crate::lifecycle::{LAW_VERSION, Law, Position, Verb};
use crate::reason::StepDate;
use crate::value::Day;

impl Project {
    /// A project from its whole history.
    ///
    /// Checked is structure: version, id, move, cause, remedy and outcome, the order of dates, and the law that each
    /// event names. Policy is not asked again.
    ///
    /// # Errors
    /// [`HistoryError`] at the first event that does not follow from those before it.
    pub fn replay(events: impl IntoIterator<Item = Event>) -> Result<Self, HistoryError> {
        let mut events = events.into_iter();
        let first = events.next().ok_or(HistoryError::Empty)?;
        let project = first.project();
        let Body::Planned { profile, .. } = first.body() else {
            return Err(HistoryError::Planning { project, version: first.version() });
        };
        law_of(&first)?;
        if first.version() != 1 {
            return Err(HistoryError::WrongVersion { project, expected: 1, found: first.version() });
        }
        let state = State::planned(profile, first.effective_on());
        let mut replayed = Self { id: project, events: vec![first], state };
        for event in events {
            replayed.apply(event)?;
        }
        Ok(replayed)
    }

    /// Takes in the next recorded event.
    ///
    /// # Errors
    /// [`HistoryError`] when it does not follow from this project's history; the project is then unchanged.
    pub fn apply(&mut self, event: Event) -> Result<(), HistoryError> {
        self.follows(&event)?;
        self.events.push(event);
        let index = self.events.len() - 1;
        let event = &self.events[index];
        if matches!(event.body(), Body::Voided { .. } | Body::Redated { .. }) {
            self.state = State::fold(&self.events);
        } else {
            self.state.enter(index, event, event.effective_on());
        }
        Ok(())
    }

    /// Whether an event follows from this history.
    fn follows(&self, event: &Event) -> Result<(), HistoryError> {
        let (project, version) = (self.id, event.version());
        if event.project() != project {
            return Err(HistoryError::WrongProject { expected: project, found: event.project() });
        }
        if version != self.version() + 1 {
            return Err(HistoryError::WrongVersion { project, expected: self.version() + 1, found: version });
        }
        if self.find(event.id()).is_some() {
            return Err(HistoryError::DuplicateId { project, version, id: event.id() });
        }
        let law = law_of(event)?;
        let last = self.events.last().map_or(law.version(), Event::law);
        if law.version() < last {
            return Err(HistoryError::LawFell { project, version, last, found: law.version() });
        }
        let Some(from) = event.body().from() else {
            return Err(HistoryError::Planning { project, version });
        };
        if from != self.state.position {
            return Err(HistoryError::NotWhereItStands {
                project,
                version,
                expected: self.state.position,
                found: from,
            });
        }
        match event.body() {
            Body::Planned { .. } => Err(HistoryError::Planning { project, version }),
            Body::Moved { verb, from, to, basis } => {
                if law.after(*from, *verb) != Some(*to) {
                    return Err(HistoryError::IllegalMove { project, version, verb: *verb, from: *from, to: *to });
                }
                self.rests(*verb, *from, basis, version, law)?;
                self.dated(event, self.state.since(), Day::MAX)
            }
            Body::Noted { before, after, .. } => {
                let resumes_nothing = matches!(after, Fact::Resumption(_)) && before.is_none();
                if self.before(after) != *before || resumes_nothing {
                    return Err(HistoryError::WrongBefore { project, version });
                }
                let earliest = self.earliest_for(after).max(self.state.planned_on);
                self.dated(event, earliest, self.state.closed_on().unwrap_or(Day::MAX))
            }
            Body::Voided { to, voiding, .. } => {
                let last = self.last_standing();
                let expected = last.map(Event::version);
                if expected != Some(voiding.version) || last.and_then(|last| last.body().from()) != Some(*to) {
                    return Err(HistoryError::VoidNotLast { project, version, expected, found: voiding.version });
                }
                self.dated(event, self.state.planned_on, Day::MAX)
            }
            Body::Redated { redating, .. } => {
                let (redates, found) = (redating.version, redating.to);
                let (earlier, later) =
                    self.neighbours(redates).ok_or(HistoryError::NotStanding { project, version, found: redates })?;
                let latest = later.map_or(Day::MAX, |later| later.on);
                if !(earlier.on..=latest).contains(&found) {
                    let earliest = earlier.on;
                    return Err(HistoryError::RedatedOutOfOrder { project, version, redates, found, earliest, latest });
                }
                self.dated(event, self.state.planned_on, Day::MAX)
            }
        }
    }

    /// The dates between which a standing transition may lie: of the step before it and of the step after it. Nothing if
    /// the version is no standing transition's.
    pub(super) fn neighbours(&self, version: u64) -> Option<(StepDate, Option<StepDate>)> {
        let standing = &self.state.standing;
        let date = |step: &StandingStep| StepDate { on: step.on, version: self.events[step.index].version() };
        let at = standing.iter().position(|step| date(step).version == version)?;
        let planning = StepDate { on: self.state.planned_on, version: 1 };
        let earlier = at.checked_sub(1).map_or(planning, |before| date(&standing[before]));
        Some((earlier, standing.get(at + 1).map(date)))
    }

    /// Whether cause, remedy and outcome fit.
    fn rests(&self, verb: Verb, from: Position, basis: &Basis, version: u64, law: &Law) -> Result<(), HistoryError> {
        let project = self.id;
        if verb == Verb::Stall && !basis.cause().is_some_and(|cause| law.allows_cause(cause, from.stage())) {
            let (stage, cause) = (from.stage(), basis.cause());
            return Err(HistoryError::CauseNotAllowed { project, version, stage, cause });
        }
        if verb == Verb::Close && !basis.outcome().is_some_and(|outcome| law.allows_outcome(outcome, from.footing())) {
            let (footing, outcome) = (from.footing(), basis.outcome());
            return Err(HistoryError::OutcomeNotAllowed { project, version, footing, outcome });
        }
        if let Basis::Evidence(Evidence::Revival(revival)) = basis {
            let (cause, remedy) = (self.state.cause, *revival.remedy());
            if !cause.is_some_and(|cause| law.remedies(cause).contains(&remedy)) {
                return Err(HistoryError::RemedyNotFitting { project, version, cause, remedy });
            }
        }
        Ok(())
    }

    /// Whether the event's date lies within bounds, inclusive.
    fn dated(&self, event: &Event, earliest: Day, latest: Day) -> Result<(), HistoryError> {
        let found = event.effective_on();
        if (earliest..=latest).contains(&found) {
            return Ok(());
        }
        Err(HistoryError::DateOutOfOrder { project: self.id, version: event.version(), found, earliest, latest })
    }

    /// The earliest date that the facts before it leave to a fact: a pause follows the last resumption, a resumption its
    /// pause.
    pub(super) fn earliest_for(&self, fact: &Fact) -> Day {
        let pauses = &self.state.pauses;
        let bound = match fact {
            // while a pause goes on, another one corrects it
            Fact::Pause(_) => pauses.iter().rev().find_map(|span| span.resumed_on),
            Fact::Resumption(_) => pauses.last().map(|span| span.from),
            Fact::Officer(_)
            | Fact::Body(_)
            | Fact::Schedule(_)
            | Fact::Amendment(_)
            | Fact::Link(_)
            | Fact::Presentation(_)
            | Fact::Prolongation(_)
            | Fact::Investment(_)
            | Fact::Progress(_)
            | Fact::Milestone(_) => None,
        };
        bound.unwrap_or(Day::MIN)
    }

    /// The last transition that stands.
    pub(super) fn last_standing(&self) -> Option<&Event> {
        self.state.standing.last().map(|last| &self.events[last.index])
    }

    /// The event that bears an id.
    pub(super) fn find(&self, id: crate::value::EventId) -> Option<&Event> {
        self.events.iter().find(|event| event.id() == id)
    }
}

/// The law that an event names.
fn law_of(event: &Event) -> Result<&'static Law, HistoryError> {
    Law::of(event.law()).ok_or_else(|| HistoryError::UnknownLaw {
        project: event.project(),
        version: event.version(),
        stored: event.law(),
        known: LAW_VERSION,
    })
}
