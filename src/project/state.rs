//! The state that a history folds to.

use super::commitment::{OpenCommitment, Presentation};
use super::event::{Basis, Body, Event};
use super::fact::Fact;
use super::link::Link;
use super::pause::PauseSpan;
use super::report::{InvestmentReport, MilestoneReached, ProgressReport};
use super::{Profile, Responsibility};
use crate::evidence::{Evidence, Inspect as _, Schedule, Standing};
use crate::lifecycle::{Item, Outcome, Position, Verb, ZombieCause};
use crate::value::{ActorId, Day};

/// A transition that stands: which event, and on which day it took effect, corrections considered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct StandingStep {
    pub(super) index: usize,
    pub(super) on: Day,
}

/// What a project's events amount to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct State {
    pub(super) profile: Profile,
    pub(super) planned_on: Day,
    pub(super) position: Position,
    pub(super) cause: Option<ZombieCause>,
    pub(super) outcome: Option<Outcome>,
    /// Whether its dossier was ever reviewed.
    pub(super) admitted: bool,
    /// When the agreement that stands was signed.
    pub(super) signed_on: Option<Day>,
    /// The version of the first standing transition that was not imported.
    pub(super) first_live: Option<u64>,
    /// The standing transitions, planning not among them.
    pub(super) standing: Vec<StandingStep>,
    pub(super) officer: Option<ActorId>,
    pub(super) body: Option<Responsibility>,
    pub(super) baseline: Option<Schedule>,
    pub(super) schedule: Option<Schedule>,
    pub(super) links: Vec<Link>,
    /// In the order of their days; only the last one may be open.
    pub(super) pauses: Vec<PauseSpan>,
    /// Papers that standing evidence committed to and nobody presented yet.
    pub(super) commitments: Vec<OpenCommitment>,
    /// The papers presented since, for commitments of standing evidence.
    pub(super) presented: Vec<Presentation>,
    /// The reports that stand: one for each measure and period.
    pub(super) investment: Vec<InvestmentReport>,
    pub(super) progress: Option<ProgressReport>,
    /// The milestones that stand, with their days: one record for each milestone.
    pub(super) milestones: Vec<(MilestoneReached, Day)>,
}

impl State {
    pub(super) fn planned(profile: &Profile, planned_on: Day) -> Self {
        Self {
            profile: profile.clone(),
            planned_on,
            position: Position::START,
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
            links: Vec::new(),
            pauses: Vec::new(),
            commitments: Vec::new(),
            presented: Vec::new(),
            investment: Vec::new(),
            progress: None,
            milestones: Vec::new(),
        }
    }

    /// Folds a whole history, whose events are known to be well-formed: without the transitions that were voided, and
    /// each of the others on the date that its last correction gave it.
    pub(super) fn fold(events: &[Event]) -> Self {
        let Some((first, Body::Planned { profile, .. })) = events.first().map(|first| (first, first.body())) else {
            unreachable!("a history begins with planning");
        };
        let mut state = Self::planned(profile, first.effective_on());
        let mut voided = Vec::new();
        let mut redated = Vec::new();
        for event in events {
            match event.body() {
                Body::Voided { voiding, .. } => voided.push(voiding.version),
                Body::Redated { redating, .. } => redated.push((redating.version, redating.to)),
                Body::Planned { .. } | Body::Moved { .. } | Body::Noted { .. } => {}
            }
        }
        for (index, event) in events.iter().enumerate() {
            let version = event.version();
            if !voided.contains(&version) {
                let corrected = redated.iter().rev().find(|(redates, _)| *redates == version);
                state.enter(index, event, corrected.map_or(event.effective_on(), |(_, to)| *to));
            }
        }
        state
    }

    /// Takes in one event that stands, on the date that it has. A correction changes nothing by itself: it makes the
    /// caller fold again.
    pub(super) fn enter(&mut self, index: usize, event: &Event, on: Day) {
        match event.body() {
            Body::Planned { .. } | Body::Voided { .. } | Body::Redated { .. } => {}
            Body::Moved { verb, to, basis, .. } => {
                self.position = *to;
                self.standing.push(StandingStep { index, on });
                self.enter_move(*verb, basis, event.version(), on);
            }
            Body::Noted { after, .. } => self.enter_fact(after, on),
        }
    }

    fn enter_move(&mut self, verb: Verb, basis: &Basis, version: u64, on: Day) {
        match verb {
            Verb::Stall => self.cause = basis.cause(),
            Verb::Revive => self.cause = None,
            Verb::Close => self.outcome = basis.outcome(),
            Verb::Sign => self.signed_on = Some(on),
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
        let Basis::Evidence(evidence) = basis else { return };
        self.first_live.get_or_insert(version);
        match evidence {
            Evidence::Grounds(grounds) => self.admitted |= grounds.dossier().is_some(),
            Evidence::Rescission(rescission) => self.admitted |= rescission.dossier().is_some(),
            Evidence::Revival(revival) => self.plan(revival.new_schedule()),
            Evidence::Dossier(_)
            | Evidence::Engagement(_)
            | Evidence::Agreement(_)
            | Evidence::Registration(_)
            | Evidence::Commencement(_)
            | Evidence::Commissioning(_)
            | Evidence::Operation(_)
            | Evidence::StallFinding(_)
            | Evidence::Closing(_) => {}
        }
        evidence.inspect(&mut |item, standing| {
            if let Standing::Committed { due } = standing {
                self.commitments.push(OpenCommitment { committed: due, due, item, version });
            }
        });
    }

    fn enter_fact(&mut self, fact: &Fact, on: Day) {
        match fact {
            Fact::Officer(officer) => self.officer = Some(officer.clone()),
            Fact::Body(body) => self.body = Some(body.clone()),
            Fact::Schedule(schedule) => self.plan(schedule),
            Fact::Amendment(amendment) => self.profile.amend(amendment),
            Fact::Link(link) => {
                self.links.retain(|earlier| earlier.kind != link.kind);
                self.links.push(*link);
            }
            Fact::Pause(pause) => {
                // while a pause goes on, another one is its correction
                self.pauses.pop_if(|last| last.resumed_on.is_none());
                self.pauses.push(PauseSpan { pause: pause.clone(), from: on, resumed_on: None });
            }
            Fact::Resumption(_) => {
                // after a resumption, another one is its correction
                if let Some(last) = self.pauses.last_mut() {
                    last.resumed_on = Some(on);
                }
            }
            // the step that committed may have been voided since; then nothing is open
            Fact::Presentation(shown) => {
                let stood = self.commitments.len() + self.presented.len();
                self.commitments.retain(|open| (open.version, open.item) != (shown.version, shown.item));
                self.presented.retain(|earlier| (earlier.version, earlier.item) != (shown.version, shown.item));
                if self.commitments.len() + self.presented.len() < stood {
                    self.presented.push(shown.clone());
                }
            }
            Fact::Prolongation(later) => {
                let is_meant = |open: &&mut OpenCommitment| (open.version, open.item) == (later.version, later.item);
                if let Some(open) = self.commitments.iter_mut().find(is_meant) {
                    open.due = later.due;
                }
            }
            Fact::Investment(report) => {
                self.investment.retain(|earlier| !earlier.is_same_period(report));
                self.investment.push(*report);
            }
            Fact::Progress(progress) => self.progress = Some(progress.clone()),
            Fact::Milestone(reached) => {
                self.milestones.retain(|(earlier, _)| !earlier.is_same(reached));
                self.milestones.push((reached.clone(), on));
            }
        }
    }

    /// Sets the schedule; the first one stays the baseline.
    fn plan(&mut self, schedule: &Schedule) {
        self.baseline.get_or_insert_with(|| schedule.clone());
        self.schedule = Some(schedule.clone());
    }

    /// The effective date of the last standing transition, or of planning: it entered its position then.
    pub(super) fn since(&self) -> Day {
        self.standing.last().map_or(self.planned_on, |last| last.on)
    }

    /// The day of closing, once closed.
    pub(super) fn closed_on(&self) -> Option<Day> {
        self.position.stage().is_terminal().then(|| self.since())
    }

    /// What still is owed for an item that a step committed to.
    pub(super) fn open_commitment(&self, version: u64, item: Item) -> Option<&OpenCommitment> {
        self.commitments.iter().find(|open| (open.version, open.item) == (version, item))
    }

    /// The paper presented for an item that a step committed to.
    pub(super) fn presentation(&self, version: u64, item: Item) -> Option<&Presentation> {
        self.presented.iter().find(|shown| (shown.version, shown.item) == (version, item))
    }

    /// The pause that goes on.
    pub(super) fn open_pause(&self) -> Option<&PauseSpan> {
        self.pauses.last().filter(|last| last.resumed_on.is_none())
    }
}
