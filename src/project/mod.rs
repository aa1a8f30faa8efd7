//! The project: decide, record, apply.
//!
//! > [`Project::decide`] is pure. What it returns is recorded by the caller in a store, and only then applied.

mod amendment;
mod apply;
mod command;
mod commitment;
mod context;
mod current;
mod decide;
mod event;
mod explain;
mod fact;
mod guard;
mod guard_fact;
mod history;
mod link;
mod pause;
mod profile;
mod report;
mod size;
mod state;
mod step;

pub use amendment::Amendment;
pub use command::{Command, Import, Responsibility};
pub use commitment::{OpenCommitment, Presentation, Prolongation};
pub use context::Context;
pub use current::{CurrentState, Invested, Owed};
pub use decide::Decision;
pub(crate) use event::Happening;
pub use event::{Basis, Body, Event};
pub use explain::{Answer, Explanation, Needed};
pub use fact::Fact;
pub use history::HistoryError;
pub use link::{Link, LinkKind};
pub use pause::{Pause, PauseSpan, Resumption};
pub use profile::Profile;
pub use report::{
    BasisPoints, BasisPointsError, InvestmentMeasure, InvestmentReport, Milestone, MilestoneReached, ProgressReport,
};
pub(crate) use size::CONTENT_LIMIT;
pub use step::Step;

use crate::evidence::Schedule;
use crate::lifecycle::{Duty, Library, Outcome, Position, Stage, Verb, ZombieCause};
use crate::policy::Policy;
use crate::value::{ActorId, Day, ProjectId};
use state::State;

/// A project: its recorded events and what they amount to.
///
/// It comes from [`Project::replay`] and changes by [`Project::apply`]; nothing else puts a project into a stage. It
/// has no public fields, no builder, and is not `Deserialize`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    id: ProjectId,
    events: Vec<Event>,
    state: State,
}

impl Project {
    /// Its id.
    #[must_use]
    pub const fn id(&self) -> ProjectId {
        self.id
    }

    /// The version of its last event: how many there are.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.events.len() as u64
    }

    /// Its events, the voided and the correcting ones included.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The transitions that stand, in order, each on the date that its last correction gave it; planning is not among
    /// them.
    pub fn standing(&self) -> impl Iterator<Item = Step<'_>> {
        self.state.standing.iter().map(|step| Step::new(&self.events[step.index], step.on))
    }

    /// What it is, all amendments considered.
    #[must_use]
    pub const fn profile(&self) -> &Profile {
        &self.state.profile
    }

    /// What it was on a day: as planned, with the amendments in effect by then. Of two amendments of one member the one
    /// recorded last stands.
    #[must_use]
    pub fn profile_on(&self, day: Day) -> Profile {
        let mut profile = State::fold(&self.events[..1]).profile;
        for event in self.events.iter().filter(|event| event.effective_on() <= day) {
            if let Body::Noted { after: Fact::Amendment(amendment), .. } = event.body() {
                profile.amend(amendment);
            }
        }
        profile
    }

    /// Its links to other projects.
    #[must_use]
    pub fn links(&self) -> &[Link] {
        &self.state.links
    }

    /// Its pauses, in the order of their days. The last one goes on if it was not resumed.
    #[must_use]
    pub fn pauses(&self) -> &[PauseSpan] {
        &self.state.pauses
    }

    /// Whether it is paused now. Being paused is no stage.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.state.open_pause().is_some()
    }

    /// The papers that its standing evidence committed to and that nobody presented yet.
    #[must_use]
    pub fn commitments(&self) -> &[OpenCommitment] {
        &self.state.commitments
    }

    /// The investment reports that stand: the last one for each measure and period.
    #[must_use]
    pub fn investment(&self) -> &[InvestmentReport] {
        &self.state.investment
    }

    /// The last report of physical progress.
    #[must_use]
    pub const fn progress(&self) -> Option<&ProgressReport> {
        self.state.progress.as_ref()
    }

    /// The milestones reached, with their days: the last record of each.
    #[must_use]
    pub fn milestones(&self) -> &[(MilestoneReached, Day)] {
        &self.state.milestones
    }

    /// Its stage.
    #[must_use]
    pub const fn stage(&self) -> Stage {
        self.state.position.stage()
    }

    /// Its stage, and for a zombie where it stalled.
    #[must_use]
    pub const fn position(&self) -> Position {
        self.state.position
    }

    /// The day on which it entered its stage.
    #[must_use]
    pub fn since(&self) -> Day {
        self.state.since()
    }

    /// The day on which it was planned.
    #[must_use]
    pub const fn planned_on(&self) -> Day {
        self.state.planned_on
    }

    /// The project library that lists it, if one does.
    #[must_use]
    pub const fn library(&self) -> Option<Library> {
        self.state.position.library()
    }

    /// Why it is a zombie, if it is.
    #[must_use]
    pub fn zombie_cause(&self) -> Option<ZombieCause> {
        self.state.cause.filter(|_| self.state.position.stalled_at().is_some())
    }

    /// With what outcome it was closed, if it was.
    #[must_use]
    pub const fn outcome(&self) -> Option<Outcome> {
        self.state.outcome
    }

    /// Its dedicated officer.
    #[must_use]
    pub const fn officer(&self) -> Option<&ActorId> {
        self.state.officer.as_ref()
    }

    /// Its lead and responsible bodies.
    #[must_use]
    pub const fn responsibility(&self) -> Option<&Responsibility> {
        self.state.body.as_ref()
    }

    /// Its present schedule.
    #[must_use]
    pub const fn schedule(&self) -> Option<&Schedule> {
        self.state.schedule.as_ref()
    }

    /// Its first schedule. Planning anew does not change it, so a missed date stays missed.
    #[must_use]
    pub const fn baseline(&self) -> Option<&Schedule> {
        self.state.baseline.as_ref()
    }

    /// Every act that the law permits now, with where it leads.
    pub fn next(&self) -> impl Iterator<Item = (Verb, Position)> + use<> {
        self.state.position.next()
    }

    /// The duties of paragraph 11 that are not met.
    pub fn unmet_duties(&self) -> impl Iterator<Item = Duty> {
        let met = [self.state.officer.is_some(), self.state.body.is_some(), self.state.schedule.is_some()];
        Duty::ALL.into_iter().zip(met).filter(|(_, met)| !met).map(|(duty, _)| duty)
    }

    /// By which day the duties of a signed project are due under `policy`; nothing if no agreement stands.
    ///
    /// A signing is never refused for them: they fall due, and registration waits for them.
    #[must_use]
    pub fn duties_due(&self, policy: &Policy) -> Option<Day> {
        self.state.signed_on.map(|signed_on| policy.duties_due(signed_on))
    }

    /// The duties that were due before `today` and are not met; none once the project is closed.
    #[must_use]
    pub fn overdue_duties(&self, policy: &Policy, today: Day) -> Vec<Duty> {
        let is_overdue = self.duties_due(policy).is_some_and(|due| due < today) && !self.stage().is_terminal();
        if is_overdue { self.unmet_duties().collect() } else { Vec::new() }
    }
}
