//! The rules of structure, which hold for every event, whatever the policy. A command that breaks one is refused; a
//! history that breaks one is corrupt. Each rule stands here once, for both.

use super::Project;
use super::event::{Basis, Change, Event};
use super::history::HistoryFault;
use super::state::State;
use crate::lifecycle::{Gate, Item, Law, Outcome, Position, Remedy, Verb, ZombieCause};
use crate::reason::{Reason, StepDate};
use crate::value::Day;

/// A rule broken, with what breaks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Breach {
    NotPermitted { verb: Verb, from: Position },
    ImportAfterLive { version: u64 },
    CauseNotAllowed { cause: Option<ZombieCause>, from: Position },
    OutcomeNotAllowed { outcome: Option<Outcome>, from: Position },
    RemedyNotFitting { remedy: Remedy, cause: Option<ZombieCause> },
    PlanningVoided,
    NotLast { version: u64, last: Option<u64> },
    NotStanding { version: u64 },
    NotItsBasis { version: u64 },
    LaterUnfit { version: u64, remedy: Remedy, cause: Option<ZombieCause> },
    NotDayOfAct { item: Item, acted_on: Day, to: Day },
    OutOfStep { version: u64, to: Day, earlier: StepDate, later: Option<StepDate> },
    NoStandingFact { version: u64 },
    RestedOn { version: u64, by: StepDate },
    FactUnfit { fact: StepDate, why: Box<Reason> },
}

/// A bound on the date of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    /// Not before the last standing transition.
    Step(Day),
    /// Not before the planning.
    Planning(Day),
    /// Not after the closing.
    Closing(Day),
}

impl State {
    /// Where a verb leads.
    pub(super) fn leads(&self, verb: Verb, law: &Law) -> Result<Position, Breach> {
        let from = self.current.position;
        law.after(from, verb).ok_or(Breach::NotPermitted { verb, from })
    }

    /// Imported history comes before the first live transition.
    pub(super) fn imports(&self, basis: &Basis) -> Option<Breach> {
        let version = self.course.first_live.filter(|_| basis.is_imported())?;
        Some(Breach::ImportAfterLive { version })
    }

    /// Dates of transitions do not decrease.
    pub(super) fn step_bound(&self) -> Bound {
        Bound::Step(self.since())
    }

    /// The bounds on the date of a change.
    pub(super) fn bounds(&self, change: &Change) -> [Option<Bound>; 2] {
        let planning = Some(Bound::Planning(self.planned_on));
        match change {
            Change::Plan { .. } => [None; 2],
            Change::Move { .. } => [Some(self.step_bound()), None],
            Change::Fact(_) => [planning, self.closed_on().map(Bound::Closing)],
            Change::Void(_) | Change::Redate(_) | Change::VoidFact(_) | Change::Correct(_) | Change::Replan(_) => {
                [planning, None]
            }
        }
    }

    /// Only the last standing transition is voided.
    pub(super) fn voids(&self, version: u64) -> Option<Breach> {
        let last = self.standing.last().map(|step| step.version);
        if last == Some(version) {
            return None;
        }
        Some(match version {
            1 => Breach::PlanningVoided,
            _ if self.place(version).is_some() => Breach::NotLast { version, last },
            _ => Breach::NotStanding { version },
        })
    }
}

impl Project {
    /// Only a fact that stands is voided, and none that another standing fact rests on.
    pub(super) fn voids_fact(&self, version: u64) -> Option<Breach> {
        // versions in quarantine have no event, so a version is no place
        let place = self.events.binary_search_by_key(&version, Event::version).ok();
        let event = place.map(|place| self.events[place].change());
        let Some(Change::Fact(fact)) = event.filter(|_| !self.state.voided_facts.contains(&version)) else {
            return Some(Breach::NoStandingFact { version });
        };
        fact.bears(&self.state.notes, version).map(|by| Breach::RestedOn { version, by })
    }
}

impl Bound {
    /// The earliest date that it allows.
    pub(super) const fn earliest(self) -> Day {
        match self {
            Self::Step(day) | Self::Planning(day) => day,
            Self::Closing(_) => Day::MIN,
        }
    }

    /// The latest date that it allows.
    pub(super) const fn latest(self) -> Day {
        match self {
            Self::Step(_) | Self::Planning(_) => Day::MAX,
            Self::Closing(day) => day,
        }
    }

    /// Whether a date lies within.
    pub(super) fn allows(self, effective_on: Day) -> bool {
        (self.earliest()..=self.latest()).contains(&effective_on)
    }

    /// Why a date is refused. `None` if it lies within.
    pub(super) fn reason(self, effective_on: Day) -> Option<Reason> {
        if self.allows(effective_on) {
            return None;
        }
        Some(match self {
            Self::Step(last) => Reason::EffectiveDateRegression { effective_on, last },
            Self::Planning(planned_on) => Reason::EffectiveDateBeforePlanning { effective_on, planned_on },
            Self::Closing(closed_on) => Reason::EffectiveDateAfterClosing { effective_on, closed_on },
        })
    }
}

impl Breach {
    /// The reason for which a command that breaks the rule is refused, with what the law has instead.
    pub(super) fn reason(self, law: &Law) -> Reason {
        match self {
            Self::NotPermitted { verb, from } => {
                let permitted = law.next(from).map(|(verb, _)| verb).collect();
                Reason::NotPermitted { verb, position: from, permitted }
            }
            Self::ImportAfterLive { version } => Reason::ImportAfterLive { version },
            Self::CauseNotAllowed { cause: None, .. } => {
                Reason::Missing { gate: Gate::StallFinding, item: Item::Cause }
            }
            Self::CauseNotAllowed { cause: Some(cause), from } => {
                let stage = from.stage();
                Reason::CauseNotAllowed { cause, stage, allowed: law.causes(stage).collect() }
            }
            Self::OutcomeNotAllowed { outcome: None, .. } => {
                Reason::Missing { gate: Gate::Closing, item: Item::Outcome }
            }
            Self::OutcomeNotAllowed { outcome: Some(outcome), from } => {
                let footing = from.footing();
                Reason::OutcomeNotAllowed { outcome, footing, allowed: law.outcomes(footing).collect() }
            }
            Self::RemedyNotFitting { remedy, cause } => {
                let cause = cause.expect("a zombie stalled for a cause: no history without one is taken");
                Reason::RemedyNotFitting { remedy, cause, fitting: law.remedies(cause).to_vec() }
            }
            Self::PlanningVoided => Reason::PlanningNotVoidable,
            Self::NotLast { version, last: Some(last) } => Reason::NotLast { version, last },
            Self::NotLast { version, last: None } | Self::NotStanding { version } => Reason::NotStanding { version },
            Self::NotItsBasis { version } => Reason::NotItsBasis { version },
            Self::LaterUnfit { version, remedy, cause } => Reason::LaterUnfit { version, remedy, cause },
            Self::NotDayOfAct { item, acted_on, to } => Reason::NotDayOfAct { item, acted_on, effective_on: to },
            Self::OutOfStep { version, to, earlier, later } => {
                let (earlier, later) = (Some(earlier).filter(|step| step.on > to), later.filter(|step| step.on < to));
                Reason::OutOfStep { version, to, earlier, later }
            }
            Self::NoStandingFact { version } => Reason::NoStandingFact { version },
            Self::RestedOn { version, by } => Reason::RestedOn { version, by },
            Self::FactUnfit { fact, why } => Reason::FactUnfit { fact, why },
        }
    }
}

impl From<Breach> for HistoryFault {
    fn from(breach: Breach) -> Self {
        match breach {
            Breach::NotPermitted { verb, from } => Self::NotPermitted { verb, from },
            Breach::ImportAfterLive { version } => Self::ImportAfterLive { first_live: version },
            Breach::CauseNotAllowed { cause, from } => Self::CauseNotAllowed { stage: from.stage(), cause },
            Breach::OutcomeNotAllowed { outcome, from } => Self::OutcomeNotAllowed { footing: from.footing(), outcome },
            Breach::RemedyNotFitting { remedy, cause } => Self::RemedyNotFitting { cause, remedy },
            Breach::PlanningVoided => Self::VoidNotLast { voids: 1 },
            Breach::NotLast { version, .. } => Self::VoidNotLast { voids: version },
            Breach::NotStanding { version } => Self::NotStanding { corrects: version },
            Breach::NotItsBasis { version } => Self::NotItsBasis { corrects: version },
            Breach::LaterUnfit { version, remedy, cause } => Self::LaterUnfit { version, cause, remedy },
            Breach::NotDayOfAct { acted_on, to, .. } => Self::NotDayOfAct { acted_on, found: to },
            Breach::OutOfStep { version, to, earlier, later } => {
                let latest = later.map_or(Day::MAX, |later| later.on);
                Self::RedatedOutOfOrder { redates: version, found: to, earliest: earlier.on, latest }
            }
            Breach::NoStandingFact { version } => Self::NoStandingFact { voids: version },
            Breach::RestedOn { version, by } => Self::RestedOn { voids: version, by: by.version },
            Breach::FactUnfit { fact, why } => Self::FactUnfit { version: fact.version, why: *why },
        }
    }
}
