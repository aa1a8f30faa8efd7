//! A project whose log begins under one law and goes on under another, for the tests of each store. The second law is the
//! tests' alone.

use crate::act::{Correction, Provenance, Voiding};
use crate::audit::LogHead;
use crate::lifecycle::Law;
use crate::project::{HistoryError, HistoryFault, Import};
use crate::value::{DigestAlgorithm, Uuid};
use crate::{
    Actor, ActorId, AppendRequest, AuthType, Command, Context, Day, Decision, Event, EventId, EventLog, EventStore,
    LoadError, MemoryStore, Policy, Profile, Project, ProjectId, Source, Text, Timestamp, Verb, Verdict, verify,
};

/// The law that each event of the project names.
pub(super) const LAWS: [u32; 7] = [1, 1, 2, 2, 2, 2, 2];

/// How many of them the first law decided.
pub(super) const FIRST: usize = 2;

pub(super) fn source() -> Source {
    "urn:example:log:laws".parse().expect("a source")
}

pub(super) fn actor() -> Actor {
    Actor::new(AuthType::AppUser, ActorId::new("officer-7").expect("an id"))
}

pub(super) fn now() -> Timestamp {
    "2018-06-01T10:00:00Z".parse().expect("an instant")
}

pub(super) fn id() -> ProjectId {
    ProjectId::named("laws")
}

fn context(version: u64) -> Context {
    let day: Day = "2018-06-01".parse().expect("a day");
    Context::new(EventId::from_uuid(Uuid::from_u64_pair(7, version)), now(), day, actor())
}

fn law(version: u32) -> &'static Law {
    Law::of(version).expect("the tests have two")
}

/// Decides what comes next under a law.
pub(super) fn decided(project: &Project, version: u32, command: Command) -> Event {
    let context = context(project.version() + 1);
    match project.decide_under(command, &context, &Policy::shenyang_2018(), law(version)) {
        Ok(Decision::Record(event)) => event,
        other => panic!("event {}: {other:?}", project.version() + 1),
    }
}

/// A fact, which every law takes everywhere.
pub(super) fn fact() -> Command {
    Command::AssignOfficer(ActorId::new("officer-8").expect("an id").into())
}

pub(super) fn step(verb: Verb) -> Command {
    Command::Import(Import::step(verb, Provenance::new("ledger.csv".parse().expect("a text"), 1)))
}

/// Planned, and in talks, as the second law knows it no more; sent back, as the first one did not know it; both undone,
/// each by the second law; a fact, and a step that both know.
pub(super) fn project() -> Project {
    let profile = Profile::new(Text::new("机器人未来城").expect("a text"), "hunnan".parse().expect("a zone"));
    let provenance = Some(Provenance::new("ledger.csv".parse().expect("a text"), 1));
    let planned = Project::plan_under(id(), profile, provenance, &context(1), &Policy::shenyang_2018(), law(1));
    let mut project = Project::replay([planned.expect("planning is accepted")]).expect("a history");
    let void = |version| {
        let text = |text| Text::new(text).expect("a text");
        let correction = Correction { authority: text("发展改革局"), grounds: text("录入有误") };
        Command::Void(Voiding { version, correction })
    };
    let commands = [step(Verb::Engage), step(Verb::SendBack), void(3), void(2), fact(), step(Verb::Admit)];
    for (command, law) in commands.into_iter().zip(&LAWS[1..]) {
        let event = decided(&project, *law, command);
        project.apply(event).expect("what was decided follows");
    }
    project
}

/// What a store has must be the whole project.
pub(super) fn is_whole(store: &impl EventLog) {
    let project = store.project(id()).expect("it loads").expect("it is there");
    assert_eq!(project, self::project());
    assert_eq!(project.events().iter().map(Event::law).collect::<Vec<_>>(), LAWS);
    let mut lines = Vec::new();
    store.lines(0, usize::MAX, &mut |line| lines.extend([line, b"\n"].concat())).expect("lines");
    let verdict = verify(&*lines).expect("memory is read");
    assert!(matches!(&verdict, Verdict::SelfConsistent { head } if head.size() == 8), "{verdict:?}");
}

/// A log in memory, with the first events of the project.
pub(super) fn memory(events: usize) -> (MemoryStore, Vec<LogHead>) {
    let mut store = MemoryStore::open_on(DigestAlgorithm::default(), source(), &actor(), now()).expect("a log opens");
    let mut heads = vec![store.head().expect("a head")];
    for event in &project().events()[..events] {
        store.append(&event.clone().into(), now()).expect("recorded");
        heads.push(store.head().expect("a head"));
    }
    (store, heads)
}

#[test]
fn a_log_goes_on_in_memory_under_another_law() {
    let (mut store, _) = memory(LAWS.len());
    is_whole(&store);
    // nobody decides so; who did is found out
    let fallen = decided(&project(), 1, fact());
    store.append(&AppendRequest::new(fallen), now()).expect("recorded");
    let error = store.project(id()).expect_err("the law fell");
    let fell = HistoryError::Event { project: id(), version: 8, fault: HistoryFault::LawFell { last: 2, found: 1 } };
    assert!(matches!(&error, LoadError::History(why) if *why == fell), "{error:?}");
    let said = format!("project {}: event 8 names law 1, but the event before it law 2", id());
    assert_eq!(fell.to_string(), said);
}

#[test]
fn each_law_decides_and_applies_by_its_own_rows() {
    let project = project();
    let mut talks = Project::replay(project.events()[..FIRST].iter().cloned()).expect("a history");
    // the first law does not send talks back
    let policy = Policy::shenyang_2018();
    let refusal = talks.decide_under(step(Verb::SendBack), &context(3), &policy, law(1)).expect_err("a refusal");
    assert_eq!(refusal.reasons().iter().map(crate::Reason::code).collect::<Vec<_>>(), ["not_permitted"]);
    // the second does, and whoever reads it follows
    talks.apply(project.events()[2].clone()).expect("it follows");
    // a planned project is no longer talked about under the second law
    let refusal = talks.decide_under(step(Verb::Engage), &context(4), &policy, law(2)).expect_err("a refusal");
    assert_eq!(refusal.reasons().iter().map(crate::Reason::code).collect::<Vec<_>>(), ["not_permitted"]);
    let engage = decided(&talks, 1, step(Verb::Engage));
    let fell = HistoryError::Event { project: id(), version: 4, fault: HistoryFault::LawFell { last: 2, found: 1 } };
    assert_eq!(talks.apply(engage), Err(fell));
}
