//! A project that walks: every step decided live, then applied.

use project_lifecycle::{act::*, lifecycle::*, policy::*, project::fact::*, project::*, reason::*, value::*};

use super::evidence::{complete, first_day, schedule};
use super::{actor_id, context, org, plus, policy, profile, project_id};

/// A project on its way, with the day it is and the number of the next command.
#[derive(Clone, Debug)]
pub(crate) struct Walk {
    pub(crate) project: Project,
    pub(crate) policy: Policy,
    pub(crate) today: Day,
    /// Which project of the test it is.
    pub(crate) p: u64,
    /// The number of the next command.
    pub(crate) n: u64,
}

impl Walk {
    /// A project planned on the first day.
    pub(crate) fn plan(p: u64) -> Self {
        Self::plan_kind(p, ProjectKind::Enterprise)
    }

    /// A project of a kind, planned on the first day.
    pub(crate) fn plan_kind(p: u64, kind: ProjectKind) -> Self {
        let (today, policy) = (first_day(), policy());
        let event =
            Project::plan(project_id(p), profile(kind), &context(p, 0, today), &policy).expect("planning is accepted");
        Self { project: Project::replay([event]).expect("a history"), policy, today, p, n: 1 }
    }

    /// Live, with officer, body and schedule assigned, to where it is to stand.
    pub(crate) fn to(p: u64, position: Position) -> Self {
        let mut walk = Self::plan(p);
        walk.assign_duties();
        for verb in walk.project.position().path_to(position.footing()) {
            walk.pass(1).go(verb);
        }
        if position.stalled_at().is_some() {
            walk.pass(400).go(Verb::Stall);
        }
        if position.stage().is_terminal() {
            walk.pass(1).go(Verb::Close);
        }
        assert_eq!(walk.project.position(), position, "the walk went astray");
        walk
    }

    /// Lets days pass.
    pub(crate) fn pass(&mut self, days: i64) -> &mut Self {
        self.today = plus(self.today, days);
        self
    }

    /// The circumstances of the next command, which takes effect today.
    pub(crate) fn context(&self) -> Context {
        context(self.p, self.n, self.today)
    }

    /// Decides a command for today; the next one has another id.
    pub(crate) fn decide(&mut self, command: Command) -> Result<Decision, Refusal> {
        let decision = self.project.decide(command, &self.context(), &self.policy);
        self.n += 1;
        decision
    }

    /// Gives a command that must be accepted, and applies it.
    pub(crate) fn give(&mut self, command: Command) -> Event {
        let event = match self.decide(command) {
            Ok(Decision::Record(event)) => event,
            other => panic!("the command was to be recorded: {other:?}"),
        };
        self.project.apply(event.clone()).expect("what was decided follows");
        event
    }

    /// Gives a command that must be accepted where permits last for ever.
    pub(crate) fn give_lasting(&mut self, command: Command) -> Event {
        let mut terms = self.policy.terms().clone();
        terms.permit_validity.clear();
        let policy = core::mem::replace(&mut self.policy, Policy::new(terms).expect("a policy"));
        let event = self.give(command);
        self.policy = policy;
        event
    }

    /// Moves with complete evidence.
    pub(crate) fn go(&mut self, verb: Verb) -> Event {
        let command = complete(verb, &self.project, self.today);
        self.give(command)
    }

    /// Assigns officer, body and schedule.
    pub(crate) fn assign_duties(&mut self) -> &mut Self {
        self.give(Command::AssignOfficer(actor_id("officer-7").into()));
        self.give(Command::AssignBody(Responsibility { lead: org("lead"), responsible: vec![org("unit-3")] }));
        self.give(Command::Reschedule(schedule(self.today).into()));
        self
    }

    /// Voids the last standing transition.
    pub(crate) fn void(&mut self) -> Event {
        self.give(voiding(&self.project, "recorded by mistake"))
    }

    /// The codes for which a command is refused today; it must be refused.
    pub(crate) fn refused(&self, command: Command) -> Vec<&'static str> {
        let refusal = self.project.decide(command, &self.context(), &self.policy).expect_err("a refusal");
        refusal.reasons().iter().map(Reason::code).collect()
    }
}

/// The step that stood before another one, which stands again once that is voided: 0 if there is none. A reading of the
/// events of its own, the simplest there is.
pub(crate) fn restored<'a>(events: impl IntoIterator<Item = &'a Event>, voided: u64) -> u64 {
    let mut standing = Vec::new();
    for event in events.into_iter().filter(|event| event.version() < voided) {
        match event.change() {
            Change::Plan { .. } | Change::Move { .. } => standing.push(event.version()),
            Change::Void(_) => drop(standing.pop()),
            Change::Fact(_) | Change::Redate(_) | Change::VoidFact(_) | _ => {}
        }
    }
    standing.last().copied().unwrap_or(0)
}

/// A correction.
pub(crate) fn voiding(project: &Project, grounds: &str) -> Command {
    let version = project.standing().last().map_or(1, |last| last.event().version());
    let correction = Correction { authority: super::text("发展改革局"), grounds: super::text(grounds) };
    Command::Void(Voiding { version, correction })
}

/// A correction that voids a fact.
pub(crate) fn voiding_fact(version: u64) -> Command {
    let correction = Correction { authority: super::text("发展改革局"), grounds: super::text("登记有误") };
    Command::VoidFact(Voiding { version, correction })
}

/// A correction that gives a standing step another date.
pub(crate) fn redating(version: u64, to: Day) -> Command {
    let correction =
        Correction { authority: super::text("发展改革局"), grounds: super::text("日期录入有误") };
    Command::Redate(Redating { version, to, correction })
}
