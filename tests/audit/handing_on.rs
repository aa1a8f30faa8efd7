//! Records handed on to a sink, without a store; and refused attempts as events.

use std::io::{self, Write};

use super::*;
use crate::common::evidence::agreement_form;
use crate::common::text;
use project_lifecycle::evidence::{AgreementForm, Promise};

/// Records a walk into a trail.
fn record<S: Sink<Error: 'static>>(trail: &mut AuditTrail<S>, walk: &Walk) {
    for event in walk.project.events() {
        let receipt = trail.record(&event.clone().into(), evening(walk.today)).expect("recorded");
        assert_eq!(receipt.record().event().as_ref(), Ok(event));
    }
}

fn walk() -> Walk {
    Walk::to(1, at(Stage::Signed))
}

#[test]
fn a_trail_writes_what_a_store_keeps() {
    let walk = walk();
    let mut store = crate::common::opened(source(), &actor(), noon()).unwrap();
    let mut trail = crate::common::trail(source(), &actor(), noon(), JsonLines::new(Vec::new())).unwrap();
    record(&mut trail, &walk);
    for event in walk.project.events() {
        store.append(&event.clone().into(), evening(walk.today)).unwrap();
    }
    assert_eq!(trail.head(), &store.head().unwrap());
    assert_eq!(trail.into_sink().into_inner(), lines(&store).concat());
}

#[test]
fn a_vec_and_a_closure_are_sinks() {
    let mut kept = crate::common::trail(source(), &actor(), noon(), Vec::new()).unwrap();
    let mut sequences = Vec::new();
    let mut seen = crate::common::trail(source(), &actor(), noon(), |record: &Record| {
        sequences.push((record.sequence(), record.event_type().to_owned()));
    })
    .unwrap();
    record(&mut kept, &walk());
    record(&mut seen, &walk());
    let kept: Vec<_> =
        kept.into_sink().iter().map(|record| (record.sequence(), record.event_type().to_owned())).collect();
    assert_eq!(kept[..2], [(1, "lifecycle.log.opened.v1".to_owned()), (2, "lifecycle.project.planned.v1".to_owned())]);
    assert_eq!(sequences, kept);
}

#[test]
fn a_stale_command_is_refused_as_a_store_refuses_it() {
    let walk = walk();
    let mut trail = crate::common::trail(source(), &actor(), noon(), Vec::new()).unwrap();
    record(&mut trail, &walk);
    let stale = walk.project.events()[1].clone();
    let subject = Subject::from(walk.project.id());
    let actual = walk.project.version();
    let before = (trail.head().clone(), trail.sink().len());
    assert_eq!(
        trail.record(&stale.into(), evening(walk.today)),
        Err(TrailError::Append(AppendError::Conflict { subject, expected: 1, actual }))
    );
    assert_eq!((trail.head().clone(), trail.sink().len()), before);
}

/// A disk with room for so many bytes.
struct Disk {
    room: usize,
    written: Vec<u8>,
}

impl Write for Disk {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(self.room);
        if taken == 0 {
            return Err(io::Error::from(io::ErrorKind::StorageFull));
        }
        self.room -= taken;
        self.written.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_full_disk_leaves_a_torn_line_that_nothing_is_written_behind() {
    let walk = walk();
    let disk = Disk { room: 1500, written: Vec::new() };
    let mut trail = crate::common::trail(source(), &actor(), noon(), JsonLines::new(disk)).unwrap();
    let requests: Vec<AppendRequest> = walk.project.events().iter().map(|event| event.clone().into()).collect();
    let now = evening(walk.today);
    let failed = requests.iter().position(|request| trail.record(request, now).is_err()).expect("1500 bytes are few");
    let stood = trail.head().clone();
    assert_eq!(stood.size(), failed as u64 + 1);
    let again = trail.record(&requests[failed], now).unwrap_err();
    let TrailError::Sink(error) = &again else { panic!("{again:?}") };
    assert_eq!(error.to_string(), "a line before was not written whole: verify what stands and resume from it");

    let written = trail.into_sink().into_inner().written;
    let line = failed as u64 + 2;
    assert_eq!(verify(&*written).unwrap().faults(), [BadLine { line, fault: LineFault::Torn }]);
    // the torn line is cut and the trail goes on, on a new disk
    let whole = &written[..=written.iter().rposition(|byte| *byte == b'\n').unwrap()];
    let records = whole.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let records: Vec<_> = records.map(|line| Record::parse(line).unwrap()).collect();
    let mut trail = AuditTrail::resume(records, Quarantine::default(), JsonLines::new(whole.to_vec())).unwrap();
    assert_eq!(*trail.head(), stood);
    for request in &requests[failed..] {
        trail.record(request, now).expect("there is room");
    }
    let head = trail.head().clone();
    assert_eq!(verify(&*trail.into_sink().into_inner()).unwrap(), Verdict::SelfConsistent { head });
}

#[test]
fn a_trail_resumes_from_a_self_consistent_log_only() {
    let mut records = log().records().to_vec();
    records.remove(5);
    let error = AuditTrail::resume(records, Quarantine::default(), Vec::new()).unwrap_err();
    assert_eq!(error.to_string(), "record 6 of those to resume from does not follow from the one before");
    let sequence = LineFault::Sequence { expected: 6, found: 7 };
    assert_eq!(error, TrailError::NotResumed { line: 6, fault: sequence.into() });
    let none = AuditTrail::resume([], Quarantine::default(), Vec::new()).unwrap_err();
    assert_eq!(none, TrailError::NotResumed { line: 1, fault: LineFault::Empty.into() });
}

/// A refused command on a signed project, and what it was given in.
fn refused() -> (Walk, Context, Refusal) {
    let walk = walk();
    let context = walk.context().correlated(short("case-2018-17"));
    let command = complete(Verb::Admit, &Walk::plan(1).project, walk.today);
    let refusal = walk.project.decide(command, &context, &walk.policy).expect_err("it is signed already");
    (walk, context, refusal)
}

#[test]
fn a_refused_attempt_is_an_event_of_its_own() {
    let (walk, context, refusal) = refused();
    let mut store = crate::common::opened(source(), &actor(), noon()).unwrap();
    for event in walk.project.events() {
        store.append(&event.clone().into(), evening(walk.today)).unwrap();
    }
    let event = TransitionRefused::new(event_id(9, 900), refusal, &context, &walk.policy);
    let request = AppendRequest::from(event);
    let receipt = store.append(&request, evening(walk.today)).unwrap();
    let record = receipt.record();
    assert_eq!(record.event_type(), "lifecycle.refusal.transition_refused.v1");
    assert_eq!(record.subject().to_string(), format!("refusal/{}", event_id(9, 900)));
    assert_eq!((record.id(), record.stream_version()), (event_id(9, 900), 1));
    assert_eq!(record.causation(), Some(context.id().to_string().as_str()));
    assert_eq!(record.correlation(), Some("case-2018-17"));
    let data: serde_json::Value = serde_json::from_str(record.data()).unwrap();
    let names: Vec<_> = data.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names, ["by", "command", "effective_on", "law", "policy", "project", "reasons"]);
    assert_eq!(data["command"], "admit");
    assert_eq!(data["project"], walk.project.id().to_string());
    assert_eq!(data["reasons"][0]["code"], "not_permitted");
    for language in ["en", "zh"] {
        assert!(data["reasons"][0][language].as_str().is_some_and(|text| !text.is_empty()));
    }
    // it makes no difference to the project, and the log stays a log
    assert_eq!(store.project(walk.project.id()).unwrap().as_ref(), Some(&walk.project));
    let bytes = lines(&store).concat();
    assert_eq!(verify(&*bytes).unwrap(), Verdict::SelfConsistent { head: store.head().unwrap() });
    assert!(matches!(record.event(), Err(RecordError::UnknownType { .. })), "it is no event of a project");

    // given again it is recorded already; with other content its id is taken
    assert_eq!(store.append(&request, evening(walk.today)).unwrap(), receipt);
    let mut other = refused().2;
    let planned = Walk::plan(2);
    let engage = complete(Verb::Sign, &walk.project, walk.today);
    if let Err(refusal) = planned.project.decide(engage, &planned.context(), &planned.policy) {
        other = refusal;
    }
    let taken = TransitionRefused::new(event_id(9, 900), other, &context, &walk.policy);
    let sequence = record.sequence();
    assert_eq!(
        super::refused(store.append(&taken.into(), evening(walk.today))),
        AppendError::IdReused { id: event_id(9, 900), sequence, dates: None }
    );
}

#[test]
fn an_attempt_that_was_too_large_to_record_can_be_told_of() {
    let mut walk = Walk::plan(1);
    walk.go(Verb::Engage);
    let promise = Promise { due: walk.today, promise: text(&"承".repeat(5_000)) };
    let form =
        AgreementForm { promises: vec![promise; 4].into(), ..agreement_form(ProjectKind::Enterprise, walk.today) };
    let command = Command::Sign(form.try_into().expect("complete"));
    let refusal = walk.project.decide(command, &walk.context(), &walk.policy).expect_err("four times 15,000 bytes");
    let codes: Vec<_> = refusal.reasons().iter().map(|reason| reason.code()).collect();
    assert_eq!(codes, ["record_too_large"]);
    let mut trail = crate::common::trail(source(), &actor(), noon(), Vec::new()).unwrap();
    let event = TransitionRefused::new(event_id(9, 902), refusal, &walk.context(), &walk.policy);
    trail.record(&event.into(), evening(walk.today)).unwrap();
}

/// The id of an attempt names who made it, too: by id and by kind of principal, whatever else is the same.
#[test]
fn a_refused_attempt_of_another_actor_is_no_retry() {
    let (walk, context, refusal) = refused();
    let mut store = crate::common::opened(source(), &actor(), noon()).unwrap();
    let by = |who: Actor| {
        let context = Context::new(context.id(), context.at(), who).on(walk.today).correlated(short("case-2018-17"));
        AppendRequest::from(TransitionRefused::new(event_id(9, 901), refusal.clone(), &context, &walk.policy))
    };
    let plain = |auth, id: &str| Actor::new(auth, id.parse().expect("an id"));
    let now = evening(walk.today);
    let ours = by(plain(AuthType::AppUser, "officer-7"));
    let first = store.append(&ours, now).unwrap();
    let reused = AppendError::IdReused { id: event_id(9, 901), sequence: 2, dates: None };
    for who in [plain(AuthType::AppUser, "officer-8"), plain(AuthType::System, "officer-7")] {
        assert_eq!(super::refused(store.append(&by(who), now)), reused);
    }
    // of one role more, too, which stands in the data
    let role = plain(AuthType::AppUser, "officer-7").in_role(short("inspector"));
    assert_eq!(super::refused(store.append(&by(role), now)), reused);
    assert_eq!(store.append(&ours, now).unwrap(), first);
}
