//! What a project is now, as a platform's lists show it.

use serde::{Deserialize, Serialize};

use super::event::{Basis, Body, Event};
use super::{Fact, InvestmentMeasure, InvestmentReport, OpenCommitment, Profile, Project};
use crate::evidence::{CodeEntry, Evidence, Inspect as _, Schedule, Standing};
use crate::lifecycle::{Item, Library, Position, ProjectKind, Verb};
use crate::value::{ActorId, Currency, Day, Money, ProjectCode, ProjectId, Text, ZoneId};

/// What a project is now: one row of a platform's lists. It follows the events, and says nothing that they do not say.
///
/// A store keeps it beside the events: [`planned`](Self::planned) makes it, [`after`](Self::after) moves it on by one
/// event, and a correction needs the whole history ([`From<&Project>`](#impl-From<%26Project>-for-CurrentState)).
/// To have one proves nothing: a [`Project`] comes from its events alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrentState {
    /// The project.
    pub project: ProjectId,
    /// The version of its last event.
    pub version: u64,
    /// Where it stands.
    pub position: Position,
    /// The day on which it entered its stage.
    pub since: Day,
    /// Its name.
    pub name: Text,
    /// Its kind.
    pub kind: ProjectKind,
    /// Its code on the national approval platform, as its evidence last gave it.
    pub code: Option<ProjectCode>,
    /// The zone that hosts it.
    pub zone: ZoneId,
    /// Its dedicated officer.
    pub officer: Option<ActorId>,
    /// Its total planned investment.
    pub total_investment: Option<Money>,
    /// What the standing investment reports add up to.
    pub invested: Vec<Invested>,
    /// By which day it is to reach the stages to come: its present schedule.
    pub schedule: Option<Schedule>,
    /// The papers that are promised and not yet presented.
    pub owed: Vec<Owed>,
    /// Since when it is paused, if it is.
    pub paused_since: Option<Day>,
}

/// The sum of the standing investment reports of one measure in one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invested {
    /// What is measured.
    pub measure: InvestmentMeasure,
    /// The currency.
    pub currency: Currency,
    /// In hundredths of the currency's main unit. Wide enough for any sum.
    pub minor: i128,
}

/// A paper that a step's evidence promised and nobody presented yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owed {
    /// The last day on which it is presented in time, prolongations considered.
    pub due: Day,
    /// The item.
    pub item: Item,
    /// The stream version of the step whose evidence promised it.
    pub version: u64,
}

impl CurrentState {
    /// What a project is after its planning; nothing if the event is another.
    #[must_use]
    pub fn planned(event: &Event) -> Option<Self> {
        let Body::Planned { profile, .. } = event.body() else { return None };
        let mut planned = Self {
            project: event.project(),
            version: event.version(),
            position: Position::START,
            since: event.effective_on(),
            name: profile.text().clone(),
            kind: profile.kind(),
            code: None,
            zone: profile.zone().clone(),
            officer: None,
            total_investment: None,
            invested: Vec::new(),
            schedule: None,
            owed: Vec::new(),
            paused_since: None,
        };
        planned.take_profile(profile);
        Some(planned)
    }

    /// What the project is after an event that follows. Nothing for a correction, which the whole history must be folded
    /// for anew, and for what does not follow: another project's event, or one of another version.
    #[must_use]
    pub fn after(mut self, event: &Event) -> Option<Self> {
        if event.project() != self.project || event.version() != self.version + 1 {
            return None;
        }
        self.version = event.version();
        match event.body() {
            Body::Planned { .. } | Body::Voided { .. } | Body::Redated { .. } => return None,
            Body::Moved { verb, to, basis, .. } => {
                (self.position, self.since) = (*to, event.effective_on());
                self.take_move(*verb, basis, event.version());
            }
            Body::Noted { before, after, .. } => self.take_fact(before.as_ref(), after, event.effective_on()),
        }
        Some(self)
    }

    /// The project library that lists it, if one does.
    #[must_use]
    pub const fn library(&self) -> Option<Library> {
        self.position.library()
    }

    /// The first day by which something is due: a stage of the schedule that it has not reached, or a paper that it owes.
    /// Nothing once it is closed. The duties of paragraph 11 fall due by the policy and are not among them
    /// ([`Project::duties_due`]).
    #[must_use]
    pub fn next_due(&self) -> Option<Day> {
        if self.position.stage().is_terminal() {
            return None;
        }
        let reached = self.position.footing();
        let planned = self.schedule.iter().flat_map(Schedule::planned).filter(|planned| planned.stage > reached);
        planned.map(|planned| planned.by).chain(self.owed.iter().map(|owed| owed.due)).min()
    }

    fn take_profile(&mut self, profile: &Profile) {
        self.name = profile.text().clone();
        self.kind = profile.kind();
        self.total_investment = profile.total_investment();
    }

    fn take_move(&mut self, verb: Verb, basis: &Basis, version: u64) {
        let Basis::Evidence(evidence) = basis else { return };
        if let Some(code) = code(evidence) {
            self.code = Some(*code);
        }
        if let (Verb::Revive, Evidence::Revival(revival)) = (verb, evidence) {
            self.schedule = Some(revival.new_schedule().clone());
        }
        evidence.inspect(&mut |item, standing| {
            if let Standing::Committed { due } = standing {
                self.owed.push(Owed { due, item, version });
            }
        });
    }

    fn take_fact(&mut self, before: Option<&Fact>, after: &Fact, on: Day) {
        match after {
            Fact::Officer(officer) => self.officer = Some(officer.clone()),
            Fact::Schedule(schedule) => self.schedule = Some(schedule.clone()),
            Fact::Amendment(amendment) => {
                self.name = amendment.name.clone().unwrap_or_else(|| self.name.clone());
                self.kind = amendment.kind.unwrap_or(self.kind);
                self.total_investment = amendment.total_investment.or(self.total_investment);
            }
            Fact::Pause(_) => self.paused_since = Some(on),
            Fact::Resumption(_) => self.paused_since = None,
            Fact::Presentation(shown) => {
                self.owed.retain(|owed| (owed.version, owed.item) != (shown.version, shown.item));
            }
            Fact::Prolongation(later) => {
                let is_meant = |owed: &&mut Owed| (owed.version, owed.item) == (later.version, later.item);
                if let Some(owed) = self.owed.iter_mut().find(is_meant) {
                    owed.due = later.due;
                }
            }
            Fact::Investment(report) => {
                if let Some(Fact::Investment(replaced)) = before {
                    self.add(replaced, -1);
                }
                self.add(report, 1);
            }
            Fact::Body(_) | Fact::Link(_) | Fact::Progress(_) | Fact::Milestone(_) => {}
        }
    }

    /// Adds a report, or with -1 takes it out again.
    fn add(&mut self, report: &InvestmentReport, sign: i128) {
        let (measure, currency) = (report.measure, report.amount.currency());
        let minor = sign * i128::from(report.amount.minor());
        match self.invested.iter_mut().find(|sum| (sum.measure, sum.currency) == (measure, currency)) {
            Some(sum) => sum.minor += minor,
            None => self.invested.push(Invested { measure, currency, minor }),
        }
        self.invested.retain(|sum| sum.minor != 0);
        self.invested.sort_by_key(|sum| (sum.measure, sum.currency));
    }
}

impl From<&Project> for CurrentState {
    /// The whole history, folded.
    fn from(project: &Project) -> Self {
        let profile = project.profile();
        let mut current = Self {
            project: project.id(),
            version: project.version(),
            position: project.position(),
            since: project.since(),
            name: profile.text().clone(),
            kind: profile.kind(),
            code: None,
            zone: profile.zone().clone(),
            officer: project.officer().cloned(),
            total_investment: profile.total_investment(),
            invested: Vec::new(),
            schedule: project.schedule().cloned(),
            owed: project.commitments().iter().map(Owed::from).collect(),
            paused_since: project.pauses().last().filter(|last| last.resumed_on.is_none()).map(|last| last.from),
        };
        for step in project.standing() {
            if let Basis::Evidence(evidence) = step.basis() {
                current.code = code(evidence).copied().or(current.code);
            }
        }
        project.investment().iter().for_each(|report| current.add(report, 1));
        current
    }
}

impl From<&OpenCommitment> for Owed {
    fn from(open: &OpenCommitment) -> Self {
        Self { due: open.due, item: open.item, version: open.version }
    }
}

/// The code on the national approval platform that evidence gives.
fn code(evidence: &Evidence) -> Option<&ProjectCode> {
    match evidence {
        Evidence::Registration(registration) => registration.project_code(),
        Evidence::Commencement(commencement) => match commencement.project_code() {
            CodeEntry::Code(code) => Some(code),
            CodeEntry::None { .. } => None,
        },
        Evidence::Dossier(_)
        | Evidence::Engagement(_)
        | Evidence::Agreement(_)
        | Evidence::Commissioning(_)
        | Evidence::Operation(_)
        | Evidence::Grounds(_)
        | Evidence::Rescission(_)
        | Evidence::StallFinding(_)
        | Evidence::Revival(_)
        | Evidence::Closing(_) => None,
    }
}
