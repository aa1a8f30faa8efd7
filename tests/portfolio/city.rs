//! A city whose office records what happens, on the days on which it does: the shortest way to a log.

use std::collections::BTreeMap;

use project_lifecycle::portfolio::*;
use project_lifecycle::registry::{ZombieBaseline, Zone, ZoneCommand, ZoneEvent, ZoneProfile};
use project_lifecycle::{AppendRequest, EventStore as _, Policy, Record};
use project_lifecycle::{evidence::*, lifecycle::*, project::fact::*, project::*, value::*};

use crate::common::evidence::{agreement_form, closing, complete, paper, stall_finding};
use crate::common::{self, actor, day, evening, text};
use project_lifecycle::act::Provenance;

/// A city.
pub(crate) struct City {
    events: Vec<Event>,
    projects: BTreeMap<&'static str, Project>,
    zone_events: Vec<ZoneEvent>,
    zones: BTreeMap<&'static str, Zone>,
    policy: Policy,
    /// The day on which the office records. Each command is recorded some minutes after the one before.
    today: Day,
    commands: u64,
}

impl City {
    /// Nothing happened yet; it is the first day of 2015.
    pub(crate) fn new() -> Self {
        let today = day("2015-01-01");
        Self {
            events: Vec::new(),
            projects: BTreeMap::new(),
            zone_events: Vec::new(),
            zones: BTreeMap::new(),
            policy: common::policy(),
            today,
            commands: 0,
        }
    }

    /// From now on it is that day in the office.
    pub(crate) fn today(&mut self, today: &str) -> &mut Self {
        self.today = day(today);
        self
    }

    /// What it is when planned.
    pub(crate) fn profile(name: &str) -> Profile {
        Profile::new(text(name), zone("hunnan"))
    }

    /// Plans a project on the day on which the office records.
    pub(crate) fn plan_as(&mut self, name: &'static str, profile: Profile) -> &mut Self {
        let context = self.context(self.today);
        let event = Project::plan(ProjectId::named(name), profile, &context, &self.policy).expect("planned");
        self.events.push(event.clone());
        self.projects.insert(name, Project::replay([event]).expect("a history"));
        self
    }

    pub(crate) fn plan(&mut self, name: &'static str) -> &mut Self {
        self.plan_as(name, Self::profile(name))
    }

    /// An act that took effect on a day, with complete evidence, recorded today.
    pub(crate) fn act(&mut self, name: &'static str, verb: Verb, on: &str) -> &mut Self {
        let command = complete(verb, &self.projects[name], day(on));
        self.command(name, command, on)
    }

    /// Acts, each of which is recorded on the day on which it takes effect.
    pub(crate) fn acts(&mut self, name: &'static str, acts: &[(Verb, &str)]) -> &mut Self {
        for (verb, on) in acts {
            self.today(on);
            if *verb == Verb::Register {
                self.duties(name);
            }
            self.act(name, *verb, on);
        }
        self
    }

    /// Officer, body and schedule, as registration needs them.
    pub(crate) fn duties(&mut self, name: &'static str) -> &mut Self {
        let on = self.today.to_string();
        self.command(name, Command::AssignOfficer(common::actor_id("officer-7").into()), &on);
        let body = Responsibility { lead: common::org("lead"), responsible: vec![] };
        self.command(name, Command::AssignBody(body), &on);
        let schedule = common::evidence::schedule(self.today);
        self.command(name, Command::Reschedule(schedule.into()), &on)
    }

    /// A command that takes effect on a day, recorded today.
    pub(crate) fn command(&mut self, name: &'static str, command: Command, on: &str) -> &mut Self {
        let context = self.context(day(on));
        let project = self.projects.get_mut(name).expect("a project of the city");
        let event = match project.decide(command, &context, &self.policy) {
            Ok(Decision::Record(event)) => event,
            other => panic!("{name} on {on}: the command was to be recorded: {other:?}"),
        };
        project.apply(event.clone()).expect("what was decided follows");
        self.events.push(event);
        self
    }

    /// A project as it is now.
    pub(crate) fn project(&self, name: &str) -> &Project {
        &self.projects[name]
    }

    /// Signs for so many yuan.
    pub(crate) fn sign_for(&mut self, name: &'static str, yuan: i64, on: &str) -> &mut Self {
        let kind = self.projects[name].profile().kind();
        let form = AgreementForm { total_investment: yuan_of(yuan).into(), ..agreement_form(kind, day(on)) };
        self.command(name, Command::Sign(form.try_into().expect("complete")), on)
    }

    /// Finds it to be a zombie for a cause.
    pub(crate) fn stall(&mut self, name: &'static str, cause: ZombieCause, on: &str) -> &mut Self {
        let since = self.projects[name].since();
        self.command(name, Command::Stall(stall_finding(cause, since, day(on))), on)
    }

    /// An imported act, from there in a ledger.
    pub(crate) fn import(&mut self, name: &'static str, verb: Verb, on: &str, read: Provenance) -> &mut Self {
        self.command(name, Command::Import(Import::step(verb, read)), on)
    }

    /// Closes it with an outcome.
    pub(crate) fn close(&mut self, name: &'static str, outcome: Outcome, on: &str) -> &mut Self {
        self.command(name, Command::Close(closing(outcome, day(on))), on)
    }

    /// Voids the last standing act.
    pub(crate) fn void(&mut self, name: &'static str) -> &mut Self {
        let command = common::walk::voiding(&self.projects[name], "登记有误");
        let on = self.today.to_string();
        self.command(name, command, &on)
    }

    /// Gives the last act by a verb another day.
    pub(crate) fn redate(&mut self, name: &'static str, verb: Verb, to: &str) -> &mut Self {
        let step = self.projects[name].standing().filter(|step| step.verb() == verb).last();
        let version = step.expect("it did that").event().version();
        let on = self.today.to_string();
        self.command(name, common::walk::redating(version, day(to)), &on)
    }

    /// Raises or lowers the total investment with paper and grounds.
    pub(crate) fn amend_total(&mut self, name: &'static str, yuan: i64, on: &str) -> &mut Self {
        let amendment = Amendment {
            total_investment: Some(yuan_of(yuan)),
            grounds: Some(text("规模调整")),
            paper: Some(paper("变更批复", day(on))),
            ..Amendment::default()
        };
        self.command(name, Command::Amend(amendment), on)
    }

    /// Reports completed investment of a period.
    pub(crate) fn report(&mut self, name: &'static str, from: &str, to: &str, amount: Money) -> &mut Self {
        let report = InvestmentReport { amount, from: day(from), to: day(to), measure: InvestmentMeasure::Completed };
        let on = self.today.to_string();
        self.command(name, Command::ReportInvestment(report), &on)
    }

    /// Registers a zone, of a class since a day.
    pub(crate) fn register_zone(&mut self, id: &'static str, class: ZoneClass, on: &str) -> &mut Self {
        let context = self.context(day(on));
        let profile = ZoneProfile::new(text(id), class, RegionCode::parse("210112").expect("a region"));
        let source = common::source();
        let event = Zone::register(zone(id), profile, &source, &context, &self.policy).expect("registered");
        self.zones.insert(id, Zone::replay([event.clone()]).expect("a history"));
        self.zone_events.push(event);
        self
    }

    /// Gives a zone another class from a day on.
    pub(crate) fn change_class(&mut self, id: &'static str, to: ZoneClass, on: &str) -> &mut Self {
        self.zone_command(id, ZoneCommand::ChangeClass { to, paper: paper("批复", day(on)) }, on)
    }

    /// Freezes a baseline of zombies on a day.
    pub(crate) fn freeze(&mut self, id: &'static str, kind: ZombieKind, on: &str, names: &[&'static str]) -> &mut Self {
        let members = names.iter().map(|name| self.projects[name].id()).collect();
        self.zone_command(id, ZoneCommand::FreezeBaseline(ZombieBaseline { day: day(on), kind, members }), on)
    }

    fn zone_command(&mut self, id: &'static str, command: ZoneCommand, on: &str) -> &mut Self {
        let context = self.context(day(on));
        let known = self.zones.get_mut(id).expect("a registered zone");
        let event = known.decide(command, &context, &self.policy).expect("accepted").event().clone();
        known.apply(event.clone()).expect("it follows");
        self.zone_events.push(event);
        self
    }

    /// When the office recorded last.
    pub(crate) fn now(&self) -> Timestamp {
        self.events.iter().map(Event::at).max().expect("an event")
    }

    /// The log: every project's days lie one after another, those of several projects between one another.
    pub(crate) fn records(&self) -> Vec<Record> {
        let mut store = common::opened(common::source(), &actor(), evening(day("2015-01-01"))).expect("a log");
        let projects = self.events.iter().map(|event| (event.at(), AppendRequest::from(event.clone())));
        let zones = self.zone_events.iter().map(|event| (event.at(), AppendRequest::from(event.clone())));
        let mut requests: Vec<_> = projects.chain(zones).collect();
        requests.sort_by_key(|(at, _)| *at);
        for (at, request) in requests {
            store.append(&request, at).expect("recorded");
        }
        store.records().to_vec()
    }

    pub(crate) fn portfolio(&self) -> Portfolio {
        let mut portfolio = Portfolio::new();
        self.records().iter().for_each(|record| portfolio.add(record).expect("it follows"));
        portfolio
    }

    /// The figures of the preset.
    pub(crate) fn ask(&self, question: &Question) -> Asked {
        self.ask_of(&ActionPlan::shenyang_2018(), question)
    }

    /// The figures of a plan.
    pub(crate) fn ask_of(&self, plan: &ActionPlan, question: &Question) -> Asked {
        let figures = self.portfolio().figures(plan, question).expect("an answer");
        Asked { figures, names: self.projects.iter().map(|(name, project)| (project.id(), *name)).collect() }
    }

    /// The figures of a year, as of its end, as known now.
    pub(crate) fn year(&self, year: i32) -> Asked {
        let end = Day::new(year, 12, 31).expect("a day");
        self.ask(&Question::of(Period::Year(year)).as_of(end))
    }

    fn context(&mut self, on: Day) -> Context {
        self.commands += 1;
        let at = evening(self.today).plus_minutes(self.commands as i64 / 1_000).expect("an instant");
        Context::new(common::event_id(1, self.commands), at, actor()).on(on)
    }
}

/// So many yuan.
pub(crate) fn yuan_of(yuan: i64) -> Money {
    Money::from_fen(yuan * 100)
}

pub(crate) fn zone(id: &str) -> ZoneId {
    ZoneId::new(id).expect("a zone id")
}

/// Figures, with the names of projects for their ids.
pub(crate) struct Asked {
    pub(crate) figures: Figures,
    names: BTreeMap<ProjectId, &'static str>,
}

impl Asked {
    /// A figure of the city, by its name; for one of several bases `name/basis`.
    pub(crate) fn city(&self, name: &str) -> Told<'_> {
        self.of(name, &Scope::City)
    }

    /// A figure of a zone.
    pub(crate) fn zone(&self, name: &str, id: &str) -> Told<'_> {
        self.of(name, &Scope::Zone(zone(id)))
    }

    pub(crate) fn of(&self, name: &str, scope: &Scope) -> Told<'_> {
        let (name, basis) = name.split_once('/').map_or((name, None), |(name, basis)| (name, Some(basis)));
        let is_it = |figure: &&Figure| {
            figure.indicator == name
                && figure.basis.as_ref().map(|basis| basis.as_str()) == basis
                && figure.scope == *scope
        };
        let figure = self.figures.figures.iter().find(is_it);
        Told { figure: figure.unwrap_or_else(|| panic!("no figure {name} {basis:?} of {scope}")), asked: self }
    }
}

/// A figure, in words that are short to compare.
pub(crate) struct Told<'a> {
    pub(crate) figure: &'a Figure,
    asked: &'a Asked,
}

impl Told<'_> {
    /// Denominator, gross and net, by the names of their members.
    pub(crate) fn parts(&self) -> [Vec<&'static str>; 3] {
        let named = |part: &Part| self.named(&part.members);
        [
            self.figure.denominator.as_ref().map_or_else(Vec::new, named),
            named(&self.figure.gross),
            named(&self.figure.net),
        ]
    }

    fn named(&self, ids: &Members) -> Vec<&'static str> {
        let mut names: Vec<_> = ids.iter().map(|id| self.asked.names[&id]).collect();
        names.sort_unstable();
        names
    }

    /// Denominator, gross and net, as numbers.
    pub(crate) fn numbers(&self) -> [i128; 3] {
        let of = |part: &Part| part.value.number();
        [self.figure.denominator.as_ref().map_or(0, of), of(&self.figure.gross), of(&self.figure.net)]
    }

    /// The verdict's code, and what is missing.
    pub(crate) fn verdict(&self) -> (Option<&'static str>, Option<i128>) {
        (self.figure.verdict.map(Judgement::code), self.figure.missing.map(Figured::number))
    }

    /// Who is excluded, and why.
    pub(crate) fn excluded(&self) -> Vec<(&'static str, &'static str)> {
        self.figure.excluded.iter().map(|out| (self.asked.names[&out.project], out.why.code())).collect()
    }

    /// What is told beside.
    pub(crate) fn listed(&self) -> Vec<(&'static str, &'static str)> {
        self.figure.listed.iter().map(|told| (self.asked.names[&told.project], told.why.code())).collect()
    }
}
