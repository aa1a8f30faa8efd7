//! Appends that must not stand although their version fits, and heads that no log has.

use super::*;
use crate::common::evidence::{complete, dossier, engagement};

/// A planned project, recorded, and its store.
fn planned() -> (Walk, MemoryStore) {
    let walk = Walk::plan(1);
    let mut store = crate::common::opened(source(), &actor(), evening(walk.today)).expect("a log");
    let now = evening(walk.today);
    store.append(&walk.project.events()[0].clone().into(), now).expect("recorded");
    (walk, store)
}

fn sign(walk: &mut Walk) -> Event {
    let command = complete(Verb::Sign, &walk.project, walk.today);
    walk.give(command)
}

#[test]
fn a_decision_on_events_that_were_never_recorded_is_refused_though_its_version_fits() {
    let (mut here, mut store) = planned();
    let mut elsewhere = here.clone();
    let now = evening(plus(here.today, 3));
    // here: a step is applied before it is recorded, against the contract, and another is decided on it
    let lost = here.give(Command::Engage(engagement(here.today)));
    let second = sign(&mut here);
    // elsewhere: another step took the place
    elsewhere.n = 100;
    let won = elsewhere.give(Command::Admit(dossier(elsewhere.today)));
    store.append(&won.clone().into(), now).expect("recorded");
    assert!(matches!(refused(store.append(&lost.clone().into(), now)), AppendError::Conflict { .. }));
    let error = refused(store.append(&second.into(), now));
    let subject = project_id(1).into();
    assert_eq!(error, AppendError::OtherHistory { subject, version: 2, expected: lost.id(), actual: won.id() });
    assert_eq!(
        error.to_string(),
        format!(
            "{subject} was decided on event {} at version 2, but {} is recorded there: load it again and decide again",
            lost.id(),
            won.id()
        )
    );
    let kept = store.project(project_id(1)).expect("it replays").expect("it is there");
    assert_eq!((kept.version(), kept.stage()), (2, Stage::Reserve));
}

/// Ids that two hosts minted for two commands: the version and the id fit, what was decided on does not.
#[test]
fn a_decision_on_a_command_whose_id_names_another_recorded_one_is_refused() {
    let (mut here, mut store) = planned();
    let mut elsewhere = here.clone();
    let now = evening(plus(here.today, 3));
    let lost = here.give(Command::Engage(engagement(here.today)));
    let second = sign(&mut here);
    let won = elsewhere.give(Command::Admit(dossier(elsewhere.today)));
    assert_eq!(lost.id(), won.id());
    store.append(&won.clone().into(), now).expect("recorded");
    assert_eq!(
        refused(store.append(&lost.clone().into(), now)),
        AppendError::IdReused { id: won.id(), sequence: 3, dates: None }
    );
    let before = store.records().to_vec();
    let error = refused(store.append(&second.clone().into(), now));
    let subject = project_id(1).into();
    assert_eq!(
        error.to_string(),
        format!(
            "{subject} was decided on event {} at version 2 as `engage` of {}, but what bears this id there is `admit` of {} \
             and says something else: load it again and decide again",
            won.id(),
            lost.effective_on(),
            won.effective_on()
        )
    );
    assert_eq!(error, AppendError::OtherEvent { subject, version: 2, expected: lost, actual: won });
    assert_eq!(store.records(), before);
    // as a batch, and on a trail, which remembers as little as can be
    let batch = store.append_batch(&[second.clone().into()], Batch::Whole, now).expect_err("it cannot stand");
    assert!(matches!(batch, StoreError::Batch(it) if it.error == error), "the same reason");
    let mut trail = AuditTrail::resume(before, Vec::new()).expect("they follow");
    assert_eq!(trail.record(&second.into(), now), Err(TrailError::Append(error)));
}

/// A command given again at another instant says the same, so what was decided on either follows either.
#[test]
fn a_decision_on_the_same_command_given_at_another_instant_stands() {
    let (mut here, mut store) = planned();
    let mut again = here.clone();
    let now = evening(plus(here.today, 3));
    let first = here.give(Command::Engage(engagement(here.today)));
    store.append(&first.clone().into(), now).expect("recorded");
    // another policy stands in the data, so they differ in bytes
    let mut terms = PolicyTerms::shenyang_2018();
    terms.id = short("anew");
    again.policy = Policy::new(terms).expect("a policy");
    let second = again.give(Command::Engage(engagement(again.today)));
    assert!(second != first && second.is_same_command(&first));
    let sign = sign(&mut again);
    assert_eq!(store.append(&second.into(), now).expect("found").record().event().expect("read"), first);
    store.append(&sign.into(), now).expect("it rests on the very command that is recorded");
    let kept = store.project(project_id(1)).expect("it replays").expect("it is there");
    assert_eq!((kept.version(), kept.stage()), (3, Stage::Signed));
}

/// What was sealed just now and what was read, an event as it was decided and as it was read: each follows its record, and
/// none but its own. Without what it was decided on, an event is held to where it begins.
#[test]
fn what_a_decision_rests_on_is_told_alike_of_what_was_sealed_and_what_was_read() {
    let mut walk = Walk::to(1, stalled(Stage::Started));
    walk.void();
    let store = log_of(&walk);
    let records = store.stream(project_id(1).into()).expect("a stream");
    let now = evening(walk.today);
    let append = |last: &Record, event: &Event| {
        let found = Found { head: store.head().expect("a head"), last: Some(last.clone()), earlier: None };
        plan_append(found, &event.clone().into(), now).map(drop)
    };
    let read = |record: &Record| Record::parse(record.line()).expect("a record");
    for (last, (next, decided)) in records.iter().zip(records[1..].iter().zip(&walk.project.events()[1..])) {
        assert_eq!(&next.event().expect("an event"), decided);
        for last in [last, &read(last)] {
            assert_eq!(append(last, decided), Ok(()));
            assert_eq!(append(last, &next.event().expect("an event")), Ok(()));
        }
        // the same record under another id, and with another command
        let mut json: serde_json::Value = serde_json::from_slice(last.line()).expect("JSON");
        json["authid"] = "another".into();
        let other = Record::parse(canonical::to_vec(&json).expect("canonical")).expect("a record");
        assert!(matches!(append(&other, decided), Err(AppendError::OtherEvent { .. })), "{decided:?}");
        assert_eq!(append(&other, &next.event().expect("an event")), Ok(()));
        json["id"] = event_id(9, 9).to_string().into();
        let other = Record::parse(canonical::to_vec(&json).expect("canonical")).expect("a record");
        assert!(matches!(append(&other, decided), Err(AppendError::OtherHistory { .. })), "{decided:?}");
        assert_eq!(append(&other, &next.event().expect("an event")), Ok(()));
    }
    // a record of the same version at which another project stands elsewhere
    let elsewhere = Walk::to(1, at(Stage::Closed)).project.events()[4].clone();
    let (at, event) = (&records[4], records[5].event().expect("an event"));
    assert_ne!(elsewhere.to(), at.event().expect("an event").to());
    let mut line = Vec::new();
    seal_into(&elsewhere.into(), &store.head().expect("a head"), now, &mut line).expect("it is sealed");
    let answer = append(&Record::parse(line).expect("a record"), &event);
    assert!(matches!(answer, Err(AppendError::OtherPosition { version: 5, .. })), "{answer:?}");
}

/// An event as it is read from the record that somebody crafted behind a log.
fn crafted(store: &MemoryStore, event: &Event, change: impl FnOnce(&mut serde_json::Value)) -> Event {
    let mut line = Vec::new();
    seal_into(&event.clone().into(), &store.head().expect("a head"), event.at(), &mut line).expect("it is sealed");
    let mut json: serde_json::Value = serde_json::from_slice(&line).expect("JSON");
    change(&mut json);
    Record::parse(canonical::to_vec(&json).expect("canonical")).expect("a record").event().expect("an event")
}

/// What a replay refuses, no store without a database takes either: nothing is written, and what follows goes on.
#[track_caller]
fn is_unlawful_everywhere(walk: &Walk, event: &Event) -> HistoryFault {
    let (mut store, now) = (log_of(walk), evening(walk.today));
    let mut trail = crate::common::trail(source(), &actor(), evening(walk.project.planned_on()), Vec::new()).expect("a log");
    for event in walk.project.events() {
        trail.record(&event.clone().into(), now).expect("recorded");
    }
    let why = walk.project.clone().apply(event.clone()).expect_err("no history");
    let wanted = AppendError::Unlawful(Box::new(why.clone()));
    let before = (store.head().expect("a head"), store.project(walk.project.id()).expect("it replays"));
    let next = Walk::plan(2).project.events()[0].clone();
    for request in [AppendRequest::from(event.clone()), AppendRequest::from(event.clone()).sure_of_now()] {
        assert_eq!(refused(store.append(&request, now)), wanted);
        assert_eq!(trail.record(&request, now), Err(TrailError::Append(wanted.clone())));
        let requests = [next.clone().into(), request, next.clone().into()];
        let whole = store.append_batch(&requests, Batch::Whole, now).expect_err("one cannot stand");
        assert!(matches!(whole, StoreError::Batch(why) if why.index == 1 && why.error == wanted));
        assert_eq!((store.head().expect("a head"), store.project(walk.project.id()).expect("it replays")), before);
        assert_eq!(store.project(next.project()).expect("it loads"), None, "the batch took nothing in");
        assert_eq!(store.current(next.project()).expect("it tells"), None);
    }
    assert_eq!((trail.head(), trail.sink().len() as u64), (&before.0, before.0.size()));
    // beside it, another one of its batch stands
    let requests = [event.clone().into(), next.into()];
    let each = store.append_batch(&requests, Batch::Each, now).expect("each for itself");
    assert!(each[0].as_ref().is_err_and(|why| *why == wanted && !why.is_stale()) && each[1].is_ok());
    assert_eq!(wanted.to_string(), "the event does not follow from what is recorded");
    let HistoryError::Event { fault, .. } = why else { panic!("there is an event") };
    fault
}

/// Finding: an event from a crafted line, planned -> signed, stood in memory and in a trail.
#[test]
fn a_crafted_step_that_the_law_does_not_have_is_refused_at_append() {
    let mut walk = Walk::to(1, at(Stage::Negotiating));
    let negotiating = walk.project.clone();
    let signed = sign(&mut walk);
    let planned = Walk::plan(1);
    let leap = |to: &'static str, version: u64| {
        crafted(&log_of(&planned), &signed, |json| {
            json["streamversion"] = version.into();
            json["time"] = evening(planned.today).to_string().into();
            json["data"]["from"] = "planned".into();
            json["data"]["to"] = to.into();
        })
    };
    let fault = is_unlawful_everywhere(&planned, &leap("signed", 2));
    assert_eq!(fault, HistoryFault::NotPermitted { verb: Verb::Sign, from: at(Stage::Planned) });
    let fault = is_unlawful_everywhere(&planned, &leap("reserve", 2));
    assert_eq!(fault, HistoryFault::NotPermitted { verb: Verb::Sign, from: at(Stage::Planned) });
    // the right move to the wrong place
    walk.project = negotiating;
    let elsewhere = crafted(&log_of(&walk), &signed, |json| json["data"]["to"] = "registered".into());
    let fault = is_unlawful_everywhere(&walk, &elsewhere);
    assert_eq!(fault, HistoryFault::WrongEnd { expected: at(Stage::Signed), found: at(Stage::Registered) });
}

/// A stream begins with a planning and with nothing else, whatever the store has of other streams.
#[test]
fn a_crafted_beginning_is_refused_at_append() {
    let mut walk = Walk::to(1, at(Stage::Negotiating));
    let signed = sign(&mut walk);
    let mut store = crate::common::opened(source(), &actor(), noon()).expect("a log");
    let mut trail = crate::common::trail(source(), &actor(), noon(), Vec::new()).expect("a log");
    let first = crafted(&store, &signed, |json| json["streamversion"] = 1.into());
    let wanted = HistoryError::Event { project: project_id(1), version: 1, fault: HistoryFault::Planning };
    let wanted = AppendError::Unlawful(wanted.into());
    assert_eq!(refused(store.append(&first.clone().into(), evening(walk.today))), wanted);
    assert_eq!(trail.record(&first.into(), evening(walk.today)), Err(TrailError::Append(wanted)));
    assert_eq!((store.records().len(), trail.sink().len()), (1, 1));
}

/// Corrections of what does not stand, and facts with what did not stand before them.
#[test]
fn a_crafted_correction_or_fact_is_refused_at_append() {
    let mut walk = Walk::to(1, at(Stage::Signed));
    walk.give(Command::AssignOfficer(actor_id("officer-8").into()));
    let before = walk.project.clone();
    let void = walk.void();
    walk.project = before.clone();
    let fact = walk.give(Command::AssignOfficer(actor_id("officer-9").into()));
    walk.project = before;
    let last = walk.project.standing().last().expect("it moved").event().version();
    let store = log_of(&walk);
    let told = |event: &Event, member: &str, value: serde_json::Value| {
        is_unlawful_everywhere(&walk, &crafted(&store, event, |json| json["data"][member] = value))
    };
    assert_eq!(told(&void, "voids_version", (last - 1).into()), HistoryFault::VoidNotLast { voids: last - 1 });
    assert_eq!(told(&void, "voids_version", 1.into()), HistoryFault::VoidNotLast { voids: 1 });
    let restored = HistoryFault::WrongRestored { expected: last - 1, found: 1 };
    assert_eq!(told(&void, "restores_version", 1.into()), restored);
    assert_eq!(told(&fact, "before", serde_json::Value::Null), HistoryFault::WrongBefore);
    let planned_on = walk.project.planned_on();
    let early = plus(planned_on, -1);
    let fault = told(&fact, "effective_on", early.to_string().into());
    assert_eq!(fault, HistoryFault::DateOutOfOrder { found: early, earliest: planned_on, latest: Day::MAX });
}

/// What only one of two histories has is refused though both are at one version and stage.
#[test]
fn a_void_of_another_history_is_refused_at_append() {
    let two = |first: Command, second: Command| {
        let mut walk = Walk::plan(1);
        walk.give(first);
        walk.give(second);
        walk
    };
    let engage = || complete(Verb::Engage, &Walk::plan(1).project, Walk::plan(1).today);
    let officer = || Command::AssignOfficer(actor_id("officer-8").into());
    // in one history the third event is the step, in the other it is the fact: both stand in the same stage
    let (mut stands, moved) = (two(officer(), engage()), two(engage(), officer()));
    let void = stands.void();
    let fault = is_unlawful_everywhere(&moved, &crafted(&log_of(&moved), &void, |_| ()));
    assert_eq!(fault, HistoryFault::NotStanding { corrects: 3 });
}

/// What was written of a project's current state in place of its own stays with a batch that is taken back.
#[test]
fn a_batch_that_is_taken_back_leaves_the_list_as_it_was() {
    let (mut walk, mut store) = planned();
    let id = walk.project.id();
    let state = CurrentState { name: crate::common::text("another"), ..walk.project.current().clone() };
    store.write_current(&state).expect("written");
    let fact = walk.give(Command::AssignOfficer(actor_id("officer-8").into()));
    let stale = Walk::plan(1).project.events()[0].clone();
    let other = crafted(&store, &stale, |json| json["id"] = event_id(9, 9).to_string().into());
    let whole = store.append_batch(&[fact.clone().into(), other.into()], Batch::Whole, evening(walk.today));
    assert!(matches!(whole, Err(StoreError::Batch(why)) if why.index == 1));
    assert_eq!(store.current(id).expect("it tells").as_ref(), Some(&state));
    store.append(&fact.into(), evening(walk.today)).expect("the batch left no id behind");
    let after = store.current(id).expect("it tells").expect("it is listed");
    assert_eq!((after.version, after.name), (2, crate::common::text("another")));
}

/// A log of one project.
fn log_of(walk: &Walk) -> MemoryStore {
    let mut store = crate::common::opened(source(), &actor(), evening(walk.project.planned_on())).expect("a log");
    for event in walk.project.events() {
        store.append(&event.clone().into(), evening(walk.today)).expect("recorded");
    }
    store
}

#[test]
fn a_log_that_was_never_opened_takes_nothing() {
    let (walk, _) = planned();
    let request = AppendRequest::new(walk.project.events()[0].clone());
    let mut line = b"kept".to_vec();
    let refused = seal_into(&request, &LogHead::empty(source(), SHA), evening(walk.today), &mut line);
    assert_eq!(refused, Err(AppendError::NotOpened { source_uri: source() }));
    assert_eq!(line, b"kept");
}

/// A tree of that size, of whatever leaves.
fn of_size(size: u64) -> merkle::Tree {
    merkle::Tree::from_parts(SHA, size, vec![Digest::ZERO; size.count_ones() as usize]).expect("a tree")
}

#[test]
fn a_log_ends_at_the_largest_canonical_integer() {
    let (walk, store) = planned();
    let request = AppendRequest::new(walk.project.events()[0].clone());
    let now = evening(walk.today);
    for size in [(1 << 53) - 1, 1 << 53, u64::MAX] {
        let head = LogHead { tree: of_size(size), ..store.head().unwrap() };
        assert_eq!(seal_into(&request, &head, now, &mut Vec::new()), Err(AppendError::Full { size }));
    }
    let head = LogHead { tree: of_size((1 << 53) - 2), ..store.head().unwrap() };
    let mut line = Vec::new();
    seal_into(&request, &head, now, &mut line).expect("one more");
    assert_eq!(Record::parse(line).unwrap().sequence(), (1 << 53) - 1);
}
