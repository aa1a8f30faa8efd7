//! Appends that must not stand although their version fits, and heads that no log has.

use super::crafted::log_of;
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
    let mut trail = AuditTrail::resume(before, Quarantine::default(), Vec::new()).expect("they follow");
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
/// none but its own. Without what it was decided on, an event is held to where it begins, and to the project's history.
#[test]
fn what_a_decision_rests_on_is_told_alike_of_what_was_sealed_and_what_was_read() {
    let mut walk = Walk::to(1, stalled(Stage::Started));
    walk.void();
    let store = log_of(&walk);
    let records = store.stream(project_id(1).into()).expect("a stream");
    let (now, history) = (evening(walk.today), walk.project.events());
    let append = |last: &Record, event: &Event| {
        let found = Found {
            head: store.head().expect("a head"),
            last: Some(last.clone()),
            version: 0,
            earlier: None,
            quarantine: Quarantine::default(),
            zone: None,
            // as far as the record says that it goes
            project: Project::replay(history.iter().take(last.stream_version() as usize).cloned()).ok(),
        };
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
    let size = (1 << 53) - 1;
    let mut head = LogHead { tree: of_size(size), ..store.head().unwrap() };
    assert_eq!(seal_into(&request, &head, now, &mut Vec::new()), Err(AppendError::Full { size }));
    head.tree.append(Digest::ZERO);
    assert_eq!(seal_into(&request, &head, now, &mut Vec::new()), Err(AppendError::Full { size: size + 1 }));
    let head = LogHead { tree: of_size((1 << 53) - 2), ..store.head().unwrap() };
    let mut line = Vec::new();
    seal_into(&request, &head, now, &mut line).expect("one more");
    assert_eq!(Record::parse(line).unwrap().sequence(), (1 << 53) - 1);
}

/// One stream that cannot be read is answered for itself: the others of the batch go on. As a whole it stops, and says why.
#[test]
fn an_unreadable_stream_stops_only_itself() {
    use project_lifecycle::StoreError;
    use project_lifecycle::audit::{Batch, FoundBatch, StreamFault, only_answer, plan_batch};

    let now = evening(Walk::plan(1).today);
    let (_, head) = LogHead::open(source(), &actor(), now).expect("a log opens");
    let requests: Vec<AppendRequest> = (1..=3).map(|p| Walk::plan(p).project.events()[0].clone().into()).collect();
    let why = StreamFault::Stored("its body is no text".into());
    let found = || {
        let mut found = FoundBatch::new(head.clone());
        found.unreadable.insert(requests[1].id(), why.clone());
        found
    };
    let plan = plan_batch(found(), &requests, Batch::Each, now).expect("each for itself");
    let places: Vec<_> =
        plan.answers.iter().map(|answer| answer.as_ref().ok().map(|is| is.record().sequence())).collect();
    assert_eq!((places, plan.new.clone()), (vec![Some(2), None, Some(3)], vec![0, 2]));
    let refused = plan.answers[1].clone().expect_err("it cannot be read");
    assert_eq!(refused, AppendError::Unreadable { subject: project_id(2).into(), why: Box::new(why.clone()) });
    assert!(!refused.is_stale());
    let said = format!(
        "what is stored of {} cannot be read: verify the log, and restore it from a copy that verifies",
        requests[1].subject()
    );
    assert_eq!(refused.to_string(), said);
    let whole = plan_batch(found(), &requests, Batch::Whole, now).expect_err("none of it");
    assert_eq!((whole.index, &whole.error), (1, &refused));
    // alone it is what it is: the store's to mend, not the caller's
    let alone = only_answer([Err(refused)]).expect_err("it cannot be read");
    assert!(matches!(&alone, StoreError::Corrupt { why, .. } if why.to_string() == "its body is no text"), "{alone:?}");
    assert_eq!(alone.to_string(), said.replace("cannot be read", "is corrupt"));
}
