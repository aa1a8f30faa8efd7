//! Lawful lives: events of projects that were decided one after another, as a platform would.

mod evidence;
mod fact;

use std::sync::Arc;

use evidence::{agreement, complete, promised, schedule};

use super::dice::Dice;
use super::sample::{self, plus};
pub(super) use super::sample::{evening, first_day, last_day, short, text};
use crate::act::HostData;
use crate::audit::TransitionRefused;
use crate::lifecycle::{Direction, Duty, ProjectKind};
use crate::project::Change;
use crate::project::fact::Responsibility;
use crate::{
    Actor, AppendRequest, Command, Context, Day, Decision, Event, EventId, OrgId, Policy, Profile, Project, ProjectId,
    Refusal, Timestamp, Verb, ZoneId,
};

/// The host's clock in nearly every check: later than anything that happens in a life.
pub(super) fn now() -> Timestamp {
    "2025-12-31T00:00:00Z".parse().expect("an instant")
}

/// Members of the host's own, called as what the law has: a store looks at none of them.
fn of_host() -> HostData {
    let members = serde_json::json!({
        "after": {}, "corrects_version": 2, "effective_on": "1900-01-01", "from": "zombie", "host": {"verb": "sign"}, "law": 99,
        "redates_version": 2, "restores_version": 1, "stalled_at": "signed", "streamversion": 1, "subject": "project/none",
        "to": "closed", "verb": "void", "voids_fact_version": 2, "voids_version": 2,
    });
    HostData::new(&members).expect("an object of integers and texts")
}

/// Where all lives of one seed are lived: the same numbers give the same ids.
#[derive(Clone, Debug)]
pub(super) struct World {
    seed: u64,
    policy: Arc<Policy>,
}

impl World {
    pub(super) fn new(seed: u64) -> Self {
        Self { seed, policy: Policy::shenyang_2018().into() }
    }

    /// The id of the p-th project. Ids are in no order of their numbers.
    pub(super) fn project_id(&self, p: u64) -> ProjectId {
        ProjectId::named(&format!("urn:project-lifecycle:testing:{}:{p}", self.seed))
    }

    /// The id of the n-th event of a project.
    pub(super) fn event_id(&self, p: u64, n: u64) -> EventId {
        EventId::named(self.project_id(p).uuid(), &n.to_string())
    }

    pub(super) fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Who acts unless chance says otherwise.
    pub(super) fn actor(&self) -> Actor {
        sample::actor()
    }

    /// The planning of the p-th project with any profile.
    pub(super) fn plan(&self, p: u64, profile: Profile) -> Life {
        self.plan_by(p, profile, self.actor(), |context| context)
    }

    /// The planning of the p-th project by anyone, in circumstances of any kind.
    pub(super) fn plan_by(
        &self,
        p: u64,
        profile: Profile,
        actor: Actor,
        circumstances: impl FnOnce(Context) -> Context,
    ) -> Life {
        let today = first_day();
        let context = circumstances(Context::new(self.event_id(p, 0), evening(today), actor).on(today));
        let planned = Project::plan(self.project_id(p), profile, &context, &self.policy).expect("planning is lawful");
        let project = Project::replay([planned]).expect("planning is a history");
        Life { project, world: self.clone(), p, next: 1, today }
    }

    /// The planning of the p-th project with a profile by chance.
    pub(super) fn begin(&self, p: u64, dice: &mut Dice) -> Life {
        let names =
            ["机器人未来城", "机器人 未来城", "Robot city", "robot city", "无人机产业园", "100%_ park", "é\u{301}tude"];
        let name = format!("{} {}", dice.pick(&names), p % 10);
        let zone = ["shenyang-hitech", "hunnan", "沈北新区"][dice.below(3)];
        let profile = Profile::new(text(&name), ZoneId::new(zone).expect("an id"));
        self.plan(p, profile.of_kind(dice.pick(&ProjectKind::ALL)))
    }
}

/// A project on its way, and what a platform knows beside it.
#[derive(Clone, Debug)]
pub(super) struct Life {
    pub(super) project: Project,
    world: World,
    /// Which project of the world it is.
    p: u64,
    /// The number of its next command.
    next: u64,
    today: Day,
}

impl Life {
    /// The event that planned it.
    pub(super) fn planning(&self) -> &Event {
        &self.project.events()[0]
    }

    /// The same planning under its n-th other id.
    pub(super) fn planned_again(&self, n: u64) -> Self {
        let id = EventId::named(self.planning().id().uuid(), &n.to_string());
        let planned =
            Project::plan(self.project.id(), self.project.profile().clone(), &self.context_of(id), &self.world.policy);
        let project = Project::replay([planned.expect("planning is lawful")]).expect("planning is a history");
        Self { project, ..self.clone() }
    }

    /// The requests that record it so far.
    pub(super) fn requests(&self) -> Vec<AppendRequest> {
        self.project.events().iter().cloned().map(AppendRequest::new).collect()
    }

    /// The circumstances of the next command, which has an id of its own.
    pub(super) fn context(&mut self) -> Context {
        let context = self.context_of(self.world.event_id(self.p, self.next));
        self.next += 1;
        context
    }

    /// The circumstances of a command with any id. Every other one brings members of the host's own, and every third one was read
    /// from a ledger.
    pub(super) fn context_of(&self, id: EventId) -> Context {
        let context = Context::new(id, evening(self.today), self.world.actor()).on(self.effective());
        let lot = id.uuid().as_bytes().iter().fold(0, |sum, byte| sum ^ byte);
        let context = if lot.is_multiple_of(2) { context.with_host(of_host()) } else { context };
        if lot.is_multiple_of(3) { context.read_from(sample::provenance(u32::from(lot) + 1)) } else { context }
    }

    /// Today, but what is noted of a closed project is dated to its closing.
    fn effective(&self) -> Day {
        if self.project.stage().is_terminal() { self.project.since() } else { self.today }
    }

    /// Decides a command that is lawful; the project does not move.
    pub(super) fn decide(&self, command: Command, context: &Context) -> Event {
        match self.project.decide(command, context, &self.world.policy) {
            Ok(Decision::Record(event)) => event,
            other => panic!("a bug of the suite: the command was to be recorded, not {other:?}"),
        }
    }

    /// Decides a lawful command by chance; the project does not move. Each has another id.
    pub(super) fn choose(&mut self, dice: &mut Dice) -> Event {
        for _ in 0..50 {
            let days = dice.pick(&[0, 0, 0, 1, 30, 90]);
            self.pass(days);
            let late = if dice.once_in(4) { dice.between(1, 40) } else { 0 };
            let command = self.any_command(dice);
            let mut context = self.context();
            if late > 0 && command.verb().is_none() {
                // what is recorded late overrides nothing newer
                let on = plus(self.effective(), -late);
                context = Context::new(context.id(), context.at(), self.world.actor()).on(on);
            }
            if let Ok(Decision::Record(event)) = self.project.decide(command, &context, &self.world.policy) {
                return event;
            }
        }
        self.note(&format!("按计划推进 {}", self.next))
    }

    /// Decides a fact that is always lawful; the project does not move.
    pub(super) fn note(&mut self, what: &str) -> Event {
        let context = self.context();
        self.decide(fact::progress(what), &context)
    }

    /// Lives on by a report of an investment, which is given.
    pub(super) fn invest(&mut self) -> Event {
        let context = self.context();
        let event = self.decide(fact::invested(&self.project, self.next), &context);
        self.take(event.clone());
        event
    }

    /// Takes an event that was decided.
    pub(super) fn take(&mut self, event: Event) {
        self.project.apply(event).expect("what was decided follows");
    }

    /// Lives on by one event, which is given.
    pub(super) fn step(&mut self, dice: &mut Dice) -> Event {
        let event = self.choose(dice);
        self.take(event.clone());
        event
    }

    /// Lives on by so many events.
    pub(super) fn live(mut self, events: usize, dice: &mut Dice) -> Self {
        for _ in 0..events {
            self.step(dice);
        }
        self
    }

    /// Moves with complete evidence after some days; gives the event.
    pub(super) fn go(&mut self, verb: Verb, days: i64) -> Event {
        self.pass(days);
        let context = self.context();
        let event = self.decide(complete(verb, &self.project, self.p, self.today, &self.world.policy), &context);
        self.take(event.clone());
        event
    }

    /// Goes through every stage of the forward chain that can be reached without an officer, a body and a schedule, to
    /// an agreement with these promises.
    pub(super) fn to_agreement(&self) -> Self {
        let mut life = self.clone();
        while let Some(verb) = forward(&life.project).filter(|verb| *verb != Verb::Sign) {
            life.go(verb, 1);
        }
        life
    }

    /// The signing of an agreement with any promises; the project does not move.
    pub(super) fn sign(&mut self, promises: &[&str]) -> Event {
        let promises = promises.iter().map(|promise| text(promise)).collect();
        let context = self.context();
        self.decide(Command::Sign(agreement(&self.project, self.today, promises)), &context)
    }

    /// An attempt that the law does not permit, refused.
    pub(super) fn refused(&mut self) -> (Context, Refusal) {
        let project = &self.project;
        let illegal = Verb::ALL.into_iter().find(|verb| project.position().after(*verb).is_none());
        let verb = illegal.expect("nowhere is every act permitted");
        let command = complete(verb, &self.project, self.p, self.today, &self.world.policy);
        let context = self.context();
        let refused = self.project.decide(command, &context, &self.world.policy);
        (context, refused.expect_err("the law does not permit it"))
    }

    /// The event of a refused attempt.
    pub(super) fn refusal(&mut self) -> TransitionRefused {
        let (context, refusal) = self.refused();
        let id = EventId::named(context.id().uuid(), "refused");
        TransitionRefused::new(id, refusal, &context, &self.world.policy)
    }

    fn pass(&mut self, days: i64) {
        self.today = plus(self.today, days).min(last_day());
    }

    fn any_command(&mut self, dice: &mut Dice) -> Command {
        match dice.below(20) {
            0 | 1 => self.voiding(),
            2 => self.redating(dice),
            3 => self.correcting(dice),
            4 => self.voiding_fact(dice),
            5..11 => fact::any(&self.project, self.today, dice),
            _ => self.moving(dice),
        }
    }

    fn moving(&mut self, dice: &mut Dice) -> Command {
        let next: Vec<Verb> = self.project.next().map(|(verb, _)| verb).collect();
        if next.is_empty() {
            return self.voiding();
        }
        let ahead = forward(&self.project).filter(|_| !dice.once_in(3));
        let verb = ahead.unwrap_or_else(|| dice.pick(&next));
        // after a closing little happens
        let verb = if verb == Verb::Close && !dice.once_in(4) { next[0] } else { verb };
        if verb == Verb::Register
            && let Some(duty) = self.project.unmet_duties().next()
        {
            return self.duty(duty, dice);
        }
        if verb == Verb::Stall {
            self.pass(400);
        }
        let promised = || promised(verb, self.p, self.today, self.world.policy());
        let promised = dice.once_in(2).then(promised).flatten();
        promised.unwrap_or_else(|| complete(verb, &self.project, self.p, self.today, &self.world.policy))
    }

    fn duty(&self, duty: Duty, dice: &mut Dice) -> Command {
        match duty {
            Duty::Officer => fact::officer(dice),
            Duty::Body => {
                let lead = OrgId::new("发展改革局").expect("an id");
                Command::AssignBody(Responsibility { lead, responsible: Vec::new() })
            }
            Duty::Schedule => Command::Reschedule(schedule(self.today, dice.between(10, 200)).into()),
        }
    }

    fn voiding(&self) -> Command {
        sample::voiding(&self.project, "误录")
    }

    /// The voiding of one of the last facts, whether it stands or not.
    fn voiding_fact(&self, dice: &mut Dice) -> Command {
        let facts = self.project.events().iter().rev().filter(|event| matches!(event.change(), Change::Fact(_)));
        let facts: Vec<_> = facts.map(Event::version).take(4).collect();
        if facts.is_empty() {
            return self.voiding();
        }
        sample::voiding_fact(dice.pick(&facts))
    }

    /// What a standing step rests on, told again as it was: it keeps the step's date, unless the policy says otherwise.
    fn correcting(&self, dice: &mut Dice) -> Command {
        let standing: Vec<_> = self.project.standing().collect();
        if standing.is_empty() {
            return self.voiding();
        }
        let step = dice.pick(&standing);
        sample::correcting(step.event().version(), step.basis().clone())
    }

    fn redating(&self, dice: &mut Dice) -> Command {
        let standing: Vec<_> =
            self.project.standing().map(|step| (step.event().version(), step.effective_on())).collect();
        if standing.is_empty() {
            return self.voiding();
        }
        let (version, on) = dice.pick(&standing);
        sample::redating(version, plus(on, dice.between(-20, 20)))
    }
}

/// The act that leads a project on, if one does.
fn forward(project: &Project) -> Option<Verb> {
    project.next().map(|(verb, _)| verb).find(|verb| verb.direction() == Direction::Forward)
}
