//! A project that walks: every step decided live, then applied.

use super::sample::{self, actor_id, context, first_day, org, plus, profile, project_id, schedule};
use crate::lifecycle::{Position, ProjectKind};
use crate::project::fact::Responsibility;
use crate::reason::Reason;
use crate::{Command, Context, Day, Decision, Event, Policy, Project, Refusal, Verb};

/// How long a walk waits for an act that only time opens, in days.
const PATIENCE: i64 = 40 * 366;

/// A project on its way under a policy, and what a platform knows beside it: which day it is, and the number of the next
/// command. Each command is decided in the evening of the day, under an id of its own, and its event is applied.
///
/// The fields are a test's to change: to pass to another day, to go on under another policy.
///
/// ```
/// use project_lifecycle::testing::{Walk, sample};
/// use project_lifecycle::{Stage, Verb};
///
/// let mut walk = Walk::to(1, sample::at(Stage::Signed));
/// walk.pass(400).go(Verb::Stall);
/// assert_eq!(walk.project.position(), sample::stalled(Stage::Signed));
/// ```
#[derive(Clone, Debug)]
pub struct Walk {
    /// The project.
    pub project: Project,
    /// The policy that decides.
    pub policy: Policy,
    /// The day it is.
    pub today: Day,
    /// Which project of the test it is: [`project_id`] of it is its id.
    pub p: u64,
    /// The number of the next command: [`event_id`](sample::event_id) of both is its event's.
    pub n: u64,
}

impl Walk {
    /// The p-th project, planned on the [first day](first_day) under the preset policy.
    #[must_use]
    pub fn plan(p: u64) -> Self {
        Self::plan_kind(p, ProjectKind::Enterprise)
    }

    /// A project of a kind, planned on the first day under the preset policy.
    #[must_use]
    pub fn plan_kind(p: u64, kind: ProjectKind) -> Self {
        Self::plan_under(p, kind, Policy::shenyang_2018())
    }

    /// A project of a kind, planned on the first day under any policy.
    ///
    /// # Panics
    /// Never: no policy refuses a planning.
    #[must_use]
    pub fn plan_under(p: u64, kind: ProjectKind, policy: Policy) -> Self {
        let today = first_day();
        let event = Project::plan(project_id(p), profile(kind), &context(p, 0, today), &policy);
        let project = Project::replay([event.expect("planning is accepted")]).expect("a planning is a history");
        Self { project, policy, today, p, n: 1 }
    }

    /// Live, with officer, body and schedule assigned, to where it is to stand: under the preset policy, a day for each step,
    /// and 400 days before it stalls.
    ///
    /// # Panics
    /// Never: each position can be reached.
    #[must_use]
    pub fn to(p: u64, position: Position) -> Self {
        Self::to_under(p, position, Policy::shenyang_2018())
            .unwrap_or_else(|why| panic!("the walk went astray: {why:?}"))
    }

    /// The same under any policy, by which a step may take longer.
    ///
    /// # Errors
    /// The reasons against the first step that the policy does not open within forty years.
    pub fn to_under(p: u64, position: Position, policy: Policy) -> Result<Self, Vec<Reason>> {
        let mut walk = Self::plan_under(p, ProjectKind::Enterprise, policy);
        walk.assign_duties();
        for verb in walk.project.position().path_to(position.footing()) {
            walk.pass(1).go_when_open(verb)?;
        }
        if position.stalled_at().is_some() {
            walk.pass(400).go_when_open(Verb::Stall)?;
        }
        if position.stage().is_terminal() {
            walk.pass(1).go_when_open(Verb::Close)?;
        }
        debug_assert_eq!(walk.project.position(), position, "the walk went astray");
        Ok(walk)
    }

    /// Lets days pass.
    ///
    /// # Panics
    /// When the calendar ends before.
    pub fn pass(&mut self, days: i64) -> &mut Self {
        self.today = plus(self.today, days);
        self
    }

    /// The circumstances of the next command, which takes effect today.
    #[must_use]
    pub fn context(&self) -> Context {
        context(self.p, self.n, self.today)
    }

    /// The same, but the effective date is left open.
    pub(super) fn open_context(&self) -> Context {
        let context = self.context();
        Context::new(context.id(), context.at(), context.actor().clone())
    }

    /// Decides a command for today; the next one has another id.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(&mut self, command: Command) -> Result<Decision, Refusal> {
        let decision = self.project.decide(command, &self.context(), &self.policy);
        self.n += 1;
        decision
    }

    /// Gives a command that must be recorded.
    ///
    /// # Panics
    /// When it is refused, or recorded already.
    pub fn give(&mut self, command: Command) -> Event {
        match self.decide(command) {
            Ok(Decision::Record(event)) => {
                self.take(&event);
                event
            }
            other => panic!("the command was to be recorded: {other:?}"),
        }
    }

    /// Applies what was decided.
    pub(super) fn take(&mut self, event: &Event) {
        self.project.apply(event.clone()).expect("what was decided follows");
    }

    /// Complete evidence for an act, as of today.
    #[must_use]
    pub fn complete(&self, verb: Verb) -> Command {
        sample::complete(verb, &self.project, self.today, &self.policy)
    }

    /// Moves with complete evidence, which must be accepted.
    pub fn go(&mut self, verb: Verb) -> Event {
        self.give(self.complete(verb))
    }

    /// Moves with complete evidence as soon as it is accepted: today, or after so many days as the policy demands.
    ///
    /// # Errors
    /// Why it would be refused today, if nothing changes that within forty years.
    pub fn go_when_open(&mut self, verb: Verb) -> Result<Event, Vec<Reason>> {
        let (first, mut against) = (self.today, None);
        while self.today <= plus(first, PATIENCE) {
            let command = self.complete(verb);
            let reasons = self.project.check(&command, &self.context(), &self.policy);
            if reasons.is_empty() {
                return Ok(self.give(command));
            }
            against.get_or_insert(reasons);
            self.pass(30);
        }
        self.today = first;
        Err(against.unwrap_or_default())
    }

    /// Assigns officer, body and schedule.
    pub fn assign_duties(&mut self) -> &mut Self {
        self.give(Command::AssignOfficer(actor_id("officer-7").into()));
        self.give(Command::AssignBody(Responsibility { lead: org("lead"), responsible: vec![org("unit-3")] }));
        self.give(Command::Reschedule(schedule(self.today).into()));
        self
    }

    /// Voids the last standing transition.
    pub fn void(&mut self) -> Event {
        self.give(sample::voiding(&self.project, "recorded by mistake"))
    }

    /// The codes for which a command is refused today.
    ///
    /// # Panics
    /// When it is not refused.
    #[must_use]
    pub fn refused(&self, command: Command) -> Vec<&'static str> {
        let refusal = self.project.decide(command, &self.context(), &self.policy).expect_err("a refusal");
        refusal.reasons().iter().map(Reason::code).collect()
    }
}
