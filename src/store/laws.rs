//! A project whose log begins under one law and goes on under another, for the tests of each store. The second law is the
//! tests' alone.

use crate::act::{Correction, Provenance, Voiding};
use crate::audit::{AppendError, Batch, LogHead};
use crate::evidence::{Attachment, Document, RevivalForm, Schedule};
use crate::lifecycle::{Aim, Law, Outcome, Remedy, ZombieCause};
use crate::project::{HistoryError, HistoryFault, Import};
use crate::value::{DigestAlgorithm, Uuid};
use crate::{
    Actor, ActorId, AppendRequest, AuthType, Command, Context, Day, Decision, Event, EventId, EventLog, EventStore,
    MemoryStore, Policy, Profile, Project, ProjectId, Reason, Record, Source, Stage, StoreError, Text, Timestamp, Verb,
    Verdict, verify,
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

fn today() -> Day {
    "2018-06-01".parse().expect("a day")
}

fn context(version: u64) -> Context {
    Context::new(EventId::from_uuid(Uuid::from_u64_pair(7, version)), now(), actor()).on(today())
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
    Command::Import(Import::step(verb, provenance()))
}

fn provenance() -> Provenance {
    Provenance::new("ledger.csv".parse().expect("a text"), 1)
}

/// Planned under the first law.
fn planned() -> Project {
    let profile = Profile::new(Text::new("机器人未来城").expect("a text"), "hunnan".parse().expect("a zone"));
    let policy = Policy::shenyang_2018();
    let planned = Project::plan_under(id(), profile, Some(provenance()), &context(1), &policy, law(1));
    Project::replay([planned.expect("planning is accepted")]).expect("a history")
}

/// Planned, and in talks, as the second law knows it no more; sent back, as the first one did not know it; both undone,
/// each by the second law; a fact, and a step that both know.
pub(super) fn project() -> Project {
    let mut project = planned();
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
    is_fallen(&store.append(&decided(&project(), 1, fact()).into(), now()).expect_err("the law fell"));
    is_whole(&store);
}

/// The law falls neither behind an event that is not known in memory, nor within a batch.
#[test]
fn the_law_never_falls() {
    let (mut store, _) = memory(LAWS.len());
    let fallen = decided(&project(), 1, fact());
    // read from a record, it tells nothing of what it was decided on
    let read = Record::parse(self::fallen()).expect("a record").event().expect("an event");
    for fallen in [fallen.clone(), read] {
        is_fallen(&store.append(&fallen.into(), now()).expect_err("the law fell"));
    }
    // a history that names them so is none
    let events = project().events().iter().cloned().chain([fallen.clone()]).collect::<Vec<_>>();
    let fell = HistoryError::Event { project: id(), version: 8, fault: HistoryFault::LawFell { last: 2, found: 1 } };
    assert_eq!(Project::replay(events), Err(fell.clone()));
    let said = format!("project {}: event 8 names law 1, but the event before it law 2", id());
    assert_eq!(fell.to_string(), said);
    let (mut store, _) = memory(FIRST);
    let mut whole: Vec<AppendRequest> = project().events()[FIRST..].iter().cloned().map(Into::into).collect();
    whole.push(fallen.into());
    let refused = store.append_batch(&whole, Batch::Whole, now()).expect_err("the law fell");
    assert!(matches!(&refused, StoreError::Batch(why) if why.index == 5 && why.error == fell_at(7)), "{refused:?}");
}

/// What is said of an event under the first law behind one under the second.
pub(super) fn fell_at(version: u64) -> AppendError {
    AppendError::LawFell { subject: id().into(), version, last: 2, found: 1 }
}

/// The line of the whole project's next record under the first law, as nobody seals it.
pub(super) fn fallen() -> String {
    let (mut store, _) = memory(LAWS.len());
    let receipt = store.append(&decided(&project(), 2, fact()).into(), now()).expect("recorded");
    std::str::from_utf8(receipt.record().line()).expect("UTF-8").replace("\"law\":2", "\"law\":1")
}

/// What every store says of the last event, decided under the first law.
#[track_caller]
pub(super) fn is_fallen(error: &StoreError) {
    assert!(matches!(error, StoreError::Append(why) if *why == fell_at(7)), "{error:?}");
    let said = format!(
        "project/{} was decided under law 1, but at version 7 it is under law 2: load it again and decide again",
        id().uuid()
    );
    assert_eq!(fell_at(7).to_string(), said);
}

#[test]
fn each_law_decides_and_applies_by_its_own_rows() {
    let project = project();
    let mut talks = Project::replay(project.events()[..FIRST].iter().cloned()).expect("a history");
    // the first law does not send talks back
    let policy = Policy::shenyang_2018();
    let refusal = talks.decide_under(step(Verb::SendBack), &context(3), &policy, law(1)).expect_err("a refusal");
    assert_eq!(refusal.reasons().iter().map(Reason::code).collect::<Vec<_>>(), ["not_permitted"]);
    // the second does, and whoever reads it follows
    talks.apply(project.events()[2].clone()).expect("it follows");
    // a planned project is no longer talked about under the second law
    let refusal = talks.decide_under(step(Verb::Engage), &context(4), &policy, law(2)).expect_err("a refusal");
    assert_eq!(refusal.reasons().iter().map(Reason::code).collect::<Vec<_>>(), ["not_permitted"]);
    let engage = decided(&talks, 1, step(Verb::Engage));
    let fell = HistoryError::Event { project: id(), version: 4, fault: HistoryFault::LawFell { last: 2, found: 1 } };
    assert_eq!(talks.apply(engage), Err(fell));
}

/// What a project's next event would be, had another law decided it.
fn renamed(project: &Project, event: &Event, law: u32) -> Event {
    let mut store = MemoryStore::open(source(), &actor(), now()).expect("a log opens");
    for event in project.events() {
        store.append(&event.clone().into(), now()).expect("recorded");
    }
    let receipt = store.append(&event.clone().into(), now()).expect("recorded");
    let line = std::str::from_utf8(receipt.record().line()).expect("UTF-8");
    let named = format!("\"law\":{}", event.law());
    let line = line.replace(&named, &format!("\"law\":{law}"));
    Record::parse(line).expect("a record").event().expect("an event")
}

/// Whether an error is the one that is meant.
type Tells = fn(&HistoryError) -> bool;

/// A cause, an outcome or a remedy that one law has and the other has not, both in deciding and in reading.
#[test]
fn causes_outcomes_and_remedies_are_those_of_the_law_that_the_event_names() {
    let stall = |cause| Command::Import(Import::stall(cause, provenance()));
    let close = |outcome| Command::Import(Import::close(outcome, provenance()));
    let proof = Attachment::new("盘活佐证", "管委会").expect("not blank").dated(today());
    let upgraded = RevivalForm {
        remedy: Remedy::Upgraded.into(),
        remedy_proof: Document::Presented(proof).into(),
        resumed_on: today().into(),
        aim: Aim::TechnicalUpgrade.into(),
        new_schedule: Schedule::new([(Stage::Producing, today())]).expect("a schedule").into(),
        ..RevivalForm::default()
    };
    let signed = [Verb::Engage, Verb::Sign].map(step).to_vec();
    let then = |before: &[Command], more: Command| [before, &[more]].concat();
    let registered = then(&signed, step(Verb::Register));
    let idle = then(&then(&registered, step(Verb::Start)), stall(ZombieCause::NoActivity));
    let cause: Tells = |error| matches!(error, HistoryError::Event { fault: HistoryFault::CauseNotAllowed { .. }, .. });
    let outcome: Tells =
        |error| matches!(error, HistoryError::Event { fault: HistoryFault::OutcomeNotAllowed { .. }, .. });
    let remedy: Tells =
        |error| matches!(error, HistoryError::Event { fault: HistoryFault::RemedyNotFitting { .. }, .. });
    let upgrade = Command::Revive(upgraded.try_into().expect("complete"));
    for (before, command, permits, code, tells) in [
        (&registered, stall(ZombieCause::ConstructionHalted), 2, "cause_not_allowed", cause),
        (&signed, stall(ZombieCause::InvestorStalled), 1, "cause_not_allowed", cause),
        (&signed, close(Outcome::Lost), 2, "outcome_not_allowed", outcome),
        (&registered, close(Outcome::Merged), 1, "outcome_not_allowed", outcome),
        (&idle, upgrade, 2, "remedy_not_fitting", remedy),
    ] {
        let mut project = planned();
        for command in before {
            let event = decided(&project, 1, command.clone());
            project.apply(event).expect("what was decided follows");
        }
        let forbids = 3 - permits;
        let context = context(project.version() + 1);
        let refusal = project.decide_under(command.clone(), &context, &Policy::shenyang_2018(), law(forbids));
        let refusal = refusal.expect_err("one law forbids it");
        assert_eq!(refusal.reasons().iter().map(Reason::code).collect::<Vec<_>>(), [code]);

        let event = decided(&project, permits, command);
        let error = project.apply(renamed(&project, &event, forbids)).expect_err("one law forbids it");
        assert!(tells(&error), "{code}: {error:?}");
        assert_eq!(renamed(&project, &event, permits), event);
        project.apply(event).expect("the other one permits it");
    }
}
