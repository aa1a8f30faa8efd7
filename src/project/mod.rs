//! The project: decide, record, apply.
//!
//! > [`Project::decide`] is pure. What it returns is recorded by the caller in a store, and only then applied.

mod apply;
mod baseline;
mod bearing;
mod command;
mod context;
mod correct;
mod current;
mod decide;
mod event;
mod explain;
pub mod fact;
mod feeds;
mod follow;
mod form;
mod guard;
mod history;
mod ids;
mod measure;
mod moment;
mod paper;
mod profile;
mod rest;
pub(crate) mod size;
mod standpoint;
mod state;
mod step;
mod structure;
mod unread;

pub use command::{Command, Import};
pub use context::{Context, HostGuard};
pub use current::{CurrentState, Invested, Owed};
pub use decide::Decision;
pub use event::{Basis, Change, Correcting, Event, Replanning};
pub(crate) use event::{Dating, Effect, Parts, shows_work};
pub use explain::{Answer, Explanation, Needed};
pub use feeds::{Company, Difference};
pub(crate) use feeds::{is_of_agreement, latest_of};
pub(crate) use follow::code;
pub use form::CommandForm;
pub(crate) use guard::Stillness;
pub use history::{HistoryError, HistoryFault};
pub use measure::InvestmentMeasure;
pub use profile::Profile;
pub(crate) use rest::end_of_pause;
pub(crate) use state::Course;
pub use step::Step;

use crate::evidence::Schedule;
use crate::lifecycle::{Duty, Library, Outcome, Position, Stage, Verb, ZombieCause};
use crate::policy::Policy;
use crate::value::{ActorId, Day, EventId, ProjectId};
use fact::{InvestmentReport, Link, MilestoneReached, PauseSpan, ProgressReport, Responsibility};
use ids::Ids;
use state::State;

/// A project: its recorded events and what they amount to.
///
/// It comes from [`Project::replay`] and changes by [`Project::apply`]; nothing else puts a project into a stage. It
/// has no public fields, no builder, and is not `Deserialize`.
///
/// ```
/// use project_lifecycle::prelude::*;
///
/// let policy = Policy::shenyang_2018();
/// let officer = Actor::new(AuthType::AppUser, "officer-17".parse()?);
/// let now: Timestamp = "2018-06-11T09:00:00+08:00".parse()?;
/// let id = ProjectId::named("urn:example:city/1");
/// let context = |n: &str| Context::new(EventId::named(id.uuid(), n), now, officer.clone());
///
/// let profile = Profile::new("机器人未来城".parse()?, "hunnan".parse()?);
/// let planned = Project::plan(id, profile, &context("1"), &policy)?; // a store records it
/// let mut project = Project::replay([planned])?;
///
/// let assign = Command::AssignOfficer(officer.id().clone().into());
/// let decision = project.decide(assign, &context("2"), &policy)?;
/// assert_eq!(project.officer(), None); // it is decided, and nothing has happened yet
/// if let Some(event) = decision.into_new() {
///     project.apply(event)?; // once a store has it
/// }
/// assert_eq!((project.officer(), project.version()), (Some(officer.id()), 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    id: ProjectId,
    events: Vec<Event>,
    ids: Ids,
    /// Large, and projects are handed on.
    state: Box<State>,
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
        self.state.current.version
    }

    /// Its events, the voided and the correcting ones included.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The transitions that stand, in order, each on the date that its last correction gave it; planning is not among
    /// them.
    pub fn standing(&self) -> impl Iterator<Item = Step<'_>> {
        self.state.standing.iter().map(|step| {
            let (verb, basis) = self.step(step.version);
            Step::new(self.at(step.version), step.on, verb, basis)
        })
    }

    /// What a list shows of it.
    #[must_use]
    pub const fn current(&self) -> &CurrentState {
        &self.state.current
    }

    /// What it is, with all amendments.
    #[must_use]
    pub const fn profile(&self) -> &Profile {
        &self.state.notes.amended.profile
    }

    /// What it was on a day: as planned, with the amendments in effect by then. Of two amendments of one member the one of
    /// the later date stands, and of one date the one recorded last.
    #[must_use]
    pub fn profile_on(&self, day: Day) -> Profile {
        self.state.notes.amended.on(day)
    }

    /// Its links to other projects, by kind and project: one of each kind, but for those of which
    /// [several](fact::LinkKind::is_manifold) may stand.
    pub fn links(&self) -> impl Iterator<Item = &Link> {
        self.state.notes.links.iter()
    }

    /// Its pauses, in the order of their days. They do not overlap. The last one goes on if nothing ended it.
    #[must_use]
    pub fn pauses(&self) -> &[PauseSpan] {
        &self.state.notes.pauses
    }

    /// Whether it is paused now. Being paused is no stage.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.state.current.paused_since.is_some()
    }

    /// The papers that its standing evidence committed to and that nobody presented yet.
    #[must_use]
    pub fn commitments(&self) -> &[Owed] {
        &self.state.current.owed
    }

    /// The investment reports that stand: the one recorded last for each measure, currency and period, in their order.
    /// Those that a longer report from 1 January on holds are among them, and are not in its
    /// [sum](CurrentState::invested).
    pub fn investment(&self) -> impl Iterator<Item = &InvestmentReport> {
        self.state.notes.reports.iter()
    }

    /// The report of physical progress of the latest date. `None` if there is none.
    #[must_use]
    pub fn progress(&self) -> Option<&ProgressReport> {
        self.state.notes.progress.present()
    }

    /// The milestones reached, with their days.
    pub fn milestones(&self) -> impl Iterator<Item = (&MilestoneReached, Day)> {
        self.state.notes.milestones.iter()
    }

    /// Its stage.
    #[must_use]
    pub const fn stage(&self) -> Stage {
        self.state.current.position.stage()
    }

    /// Its stage, and for a zombie the stage it stalled in.
    #[must_use]
    pub const fn position(&self) -> Position {
        self.state.current.position
    }

    /// The day on which it entered its stage.
    #[must_use]
    pub const fn since(&self) -> Day {
        self.state.current.since
    }

    /// The day on which it was planned.
    #[must_use]
    pub const fn planned_on(&self) -> Day {
        self.state.planned_on
    }

    /// The project library that lists it. `None` if none does.
    #[must_use]
    pub const fn library(&self) -> Option<Library> {
        self.state.current.position.library()
    }

    /// Why it is a zombie. `None` if it is none.
    #[must_use]
    pub fn zombie_cause(&self) -> Option<ZombieCause> {
        self.state.course.cause.filter(|_| self.state.current.position.stalled_at().is_some())
    }

    /// With what outcome it was closed. `None` if it was not.
    #[must_use]
    pub const fn outcome(&self) -> Option<Outcome> {
        self.state.course.outcome
    }

    /// Its dedicated officer. `None` if none is assigned.
    #[must_use]
    pub const fn officer(&self) -> Option<&ActorId> {
        self.state.current.officer.as_ref()
    }

    /// Its lead and responsible bodies. `None` if none are assigned.
    #[must_use]
    pub fn responsibility(&self) -> Option<&Responsibility> {
        self.state.notes.body.present()
    }

    /// Its present schedule. `None` if it has none.
    #[must_use]
    pub const fn schedule(&self) -> Option<&Schedule> {
        self.state.current.schedule.as_ref()
    }

    /// Every act that the law permits now, with where it leads.
    pub fn next(&self) -> impl Iterator<Item = (Verb, Position)> + use<> {
        self.state.current.position.next()
    }

    /// The duties of paragraph 11 that are not met.
    pub fn unmet_duties(&self) -> impl Iterator<Item = Duty> {
        let met = [self.officer().is_some(), self.responsibility().is_some(), self.schedule().is_some()];
        Duty::ALL.into_iter().zip(met).filter(|(_, met)| !met).map(|(duty, _)| duty)
    }

    /// The day by which the duties of a signed project are due under `policy`. `None` if no agreement stands.
    ///
    /// A signing is never refused for them: they fall due, and registration waits for them.
    #[must_use]
    pub fn duties_due(&self, policy: &Policy) -> Option<Day> {
        self.state.signed().map(|signed| policy.duties_due(signed.on))
    }

    /// The duties that were due before `today` and are not met. Empty once the project is closed.
    #[must_use]
    pub fn overdue_duties(&self, policy: &Policy, today: Day) -> Vec<Duty> {
        let is_overdue = self.duties_due(policy).is_some_and(|due| due < today) && !self.stage().is_terminal();
        if is_overdue { self.unmet_duties().collect() } else { Vec::new() }
    }

    /// The event at a version that it has.
    fn at(&self, version: u64) -> &Event {
        let place = version as usize - 1;
        match self.events.get(place) {
            Some(event) if event.version() == version => event,
            // versions in quarantine have no event
            _ => &self.events[self.events.partition_point(|event| event.version() < version)],
        }
    }

    /// The event that bears an id. `None` if none does.
    fn find(&self, id: EventId) -> Option<&Event> {
        self.ids.find(&self.events, id)
    }
}
