//! A log that was recorded under one policy, decided again under another.

use crate::common::{actor, at, evening, plus, project_id, source, stalled};
use project_lifecycle::policy::{PolicyTerms, Span};
use project_lifecycle::testing::strategies::random_walk;
use project_lifecycle::testing::{Hindrance, Rechecked, Walk, recheck, recheck_records, sample};
use project_lifecycle::{
    Command, Event, EventStore as _, Language, Policy, Project, Record, Stage, Verb, audit::*, lifecycle::*, project::*,
};
use proptest::prelude::*;
use serde_json::json;

/// A log of projects, one event of each in turn.
fn log(projects: &[&Project]) -> Vec<Record> {
    let longest = projects.iter().map(|project| project.events().len()).max().unwrap_or_default();
    let turns = (0..longest).flat_map(|turn| projects.iter().filter_map(move |project| project.events().get(turn)));
    sealed(turns)
}

/// The records of events, whatever they are.
fn sealed<'a>(events: impl IntoIterator<Item = &'a Event>) -> Vec<Record> {
    let now = evening("2090-01-01".parse().expect("a day"));
    let (opened, mut head) = LogHead::open(source(), &actor(), now).expect("a log opens");
    let mut records = vec![opened];
    for event in events {
        let mut line = Vec::new();
        head = seal_into(&event.clone().into(), &head, now, &mut line).expect("it is sealed");
        records.push(Record::parse(line).expect("a record"));
    }
    records
}

fn again(records: &[Record], policy: &Policy) -> Rechecked {
    recheck_records(records, &Upcasters::new(), policy)
}

/// Stricter than the preset: the project's code at the registration, no commitments, and five years of standing still.
fn strict() -> Policy {
    let mut terms = PolicyTerms::shenyang_2018();
    terms.id = "strict".parse().expect("a name");
    terms.required.push(Item::ProjectCode);
    terms.commitments.clear();
    for threshold in &mut terms.stall_thresholds {
        threshold.after = Span::Months(60);
    }
    Policy::new(terms).expect("a policy")
}

/// What is objected to: the number of the project, the version, the command and the codes.
fn objections(rechecked: &Rechecked) -> Vec<(u64, u64, &str, String)> {
    let number = |id| (0..10).find(|p| project_id(*p) == id).expect("one of these");
    let told = rechecked.objections.iter().map(|objection| {
        let Hindrance::Refused(reasons) = &objection.hindrance else { panic!("{objection}") };
        let codes: Vec<_> = reasons.iter().map(|reason| reason.code()).collect();
        (number(objection.project), objection.version, objection.command.as_str(), codes.join(" "))
    });
    told.collect()
}

#[test]
fn a_stricter_policy_objects_to_exactly_what_it_would_have_refused() {
    // never came so far
    let reserved = Walk::to(0, at(Stage::Reserve));
    // registered without a code, as event 7
    let registered = Walk::to(1, at(Stage::Registered));
    // imported up to the registration, then started live on commitments, as event 9
    let mut started = Walk::plan(2);
    started.assign_duties();
    for verb in [Verb::Engage, Verb::Sign, Verb::Register] {
        started.give(Command::Import(Import::step(verb, sample::provenance(2))));
    }
    started.pass(1);
    let due = plus(started.today, 30);
    let start = sample::committed(Verb::Start, &started.project, started.today, due, &started.policy);
    assert_eq!(started.give(start).version(), 8);
    // signed as event 6, stalled after 400 days as event 7; the revival is taken all the same
    let mut revived = Walk::to(3, stalled(Stage::Signed));
    revived.pass(1).go(Verb::Revive);
    // registered as event 7, which was voided as event 8; then with its code as event 9, corrected as event 10 without it
    let mut corrected = Walk::to(4, at(Stage::Registered));
    corrected.void();
    let on = corrected.today;
    let code = sample::project_code();
    let form =
        project_lifecycle::evidence::RegistrationForm { project_code: code.into(), ..sample::registration_form(on) };
    let with_code = corrected.give(Command::Register(form.try_into().expect("complete")));
    corrected.give(sample::correcting(with_code.version(), Basis::Evidence(sample::registration(on).into())));
    let walks = [&reserved, &registered, &started, &revived, &corrected];
    let records = log(&walks.map(|walk| &walk.project));

    let own = again(&records, &Policy::shenyang_2018());
    assert!(own.is_clear(), "{own}");
    assert_eq!((own.projects, own.events, own.law), (5, 2 + 4 + 7 + 8 + 8 + 10 - 1, LAW_VERSION));

    let rechecked = again(&records, &strict());
    let three = "commitment_not_allowed commitment_not_allowed commitment_not_allowed";
    let by_hand = [
        (1, 7, "register", "missing".to_owned()),
        (3, 7, "stall", "start_not_overdue".to_owned()),
        (4, 7, "register", "missing".to_owned()),
        (2, 8, "start", three.to_owned()),
        (4, 10, "correct", "missing".to_owned()),
    ];
    assert_eq!(objections(&rechecked), by_hand, "{rechecked}");
    assert_eq!(rechecked.affected(), [1, 2, 3, 4].map(project_id).into());
}

#[test]
fn a_recheck_is_told_in_two_languages_and_as_json() {
    let registered = Walk::to(1, at(Stage::Registered));
    let records = log(&[&registered.project]);
    let rechecked = again(&records, &strict());
    let by_hand = "decided again under law 1 and policy strict; events: 7, projects: 1, objections: 1, projects affected: 1\n\
        project a0000000-0000-4000-8000-000000000001: event 7 `register` of 2018-06-04 (record 8) would be refused\n  \
        missing: registration: project code is missing\n";
    assert_eq!(rechecked.to_string(), by_hand);
    let by_hand = "按第 1 版规则和政策“strict”重新审核 1 个项目的 7 条记录：1 个项目有 1 项异议\n\
        项目 a0000000-0000-4000-8000-000000000001：第 7 号记录“注册”（2018-06-04）（日志第 8 条）将不予办理\n  \
        注册材料缺少项目代码\n";
    assert_eq!(rechecked.text(Language::Chinese), by_hand);
    let wire = json!(rechecked);
    assert_eq!(wire["policy"]["id"], "strict");
    assert_eq!((&wire["law"], &wire["projects"], &wire["events"]), (&json!(1), &json!(1), &json!(7)));
    let objection = &wire["objections"][0];
    assert_eq!(objection["command"], "register");
    assert_eq!((&objection["version"], &objection["sequence"]), (&json!(7), &json!(8)));
    assert_eq!(objection["refused"][0]["zh"], "注册材料缺少项目代码");
    assert_eq!(objection["refused"][0]["parameters"]["item"], "project_code");
}

#[test]
fn what_does_not_replay_is_told_once_and_spares_the_others() {
    let (broken, sound) = (Walk::to(1, at(Stage::Registered)), Walk::to(2, at(Stage::Registered)));
    let events = broken.project.events();
    let gap: Vec<_> = events[..2].iter().chain(&events[3..]).chain(sound.project.events()).collect();
    let rechecked = again(&sealed(gap), &strict());
    assert_eq!(rechecked.affected(), [1, 2].map(project_id).into());
    let [first, second] = &rechecked.objections[..] else { panic!("{rechecked}") };
    let why = "project a0000000-0000-4000-8000-000000000001: event 4 stands where event 3 is next";
    assert_eq!((first.version, &first.hindrance), (4, &Hindrance::DoesNotReplay(why.into())));
    assert_eq!((second.version, second.command.as_str()), (7, "register"));
}

#[test]
fn a_store_is_read_page_by_page() {
    let planned: Vec<_> = (0..1_200).map(Walk::plan).collect();
    let policy = Policy::shenyang_2018();
    let now = evening(planned[0].today);
    let mut store = crate::common::opened(source(), &actor(), now).expect("a log opens");
    for walk in &planned {
        let receipt = store.append(&walk.project.events()[0].clone().into(), now);
        assert!(receipt.is_ok());
    }
    let rechecked = recheck(&store, &Upcasters::new(), &policy).expect("it is read");
    assert_eq!((rechecked.projects, rechecked.events, rechecked.is_clear()), (1_200, 1_200, true));
}

/// A policy by chance.
fn policy(pick: u8) -> Policy {
    let mut terms = PolicyTerms::shenyang_2018();
    terms.build_first = pick & 1 != 0;
    if pick & 2 != 0 {
        terms.commitments.clear();
        terms.required.push(Item::ProjectCode);
    }
    if pick & 4 != 0 {
        terms.seasonal_stop = None;
        terms.stall_thresholds.clear();
    }
    Policy::new(terms).expect("a policy")
}

/// Lives of three projects under one policy.
fn lives() -> impl Strategy<Value = (Policy, [Walk; 3])> {
    (0..8u8).prop_flat_map(|pick| {
        let life = |p| random_walk(p, policy(pick), 25);
        (Just(policy(pick)), [life(1).boxed(), life(2).boxed(), life(3).boxed()])
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_lawful_under_a_policy_is_so_again((policy, walks) in lives()) {
        let records = log(&[&walks[0].project, &walks[1].project, &walks[2].project]);
        let rechecked = again(&records, &policy);
        prop_assert!(rechecked.is_clear(), "{}", rechecked);
        prop_assert_eq!(rechecked.events, records.len() as u64 - 1);
    }
}
