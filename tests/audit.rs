//! The audit trail: appending, sealed records, verification, and records that were tampered with.

mod appending;
mod attacks;
mod checkpoints;
mod going_on;
mod handing_on;
mod quarantine;
mod reading;
mod records;
mod refusals;
mod resuming;
#[cfg(feature = "sm3")]
mod sm3;
mod subjects;
mod verifying;

use crate::common::evidence::complete;
use crate::common::walk::Walk;
use crate::common::{actor, actor_id, at, evening, event_id, instant, plus, project_id, short, source, stalled};
use project_lifecycle::audit::merkle::{self, Checkpoint, RecordProof};
use project_lifecycle::{act::*, audit::*, lifecycle::*, policy::*, project::*, store::*, value::*, *};

const SHA: DigestAlgorithm = DigestAlgorithm::Sha256;

/// `lifecycle.log.opened` by hand: written and hashed in Python (`json.dumps` with sorted keys, `uuid5`, `sha256`).
const OPENED: &str = concat!(
    r#"{"authid":"officer-7","authtype":"app_user","data":{"by":{"organisation":"committee","#,
    r#""roles":["project_officer"]},"digest":"sha-256","format":1,"law":1},"datacontenttype":"application/json","#,
    r#""dataschema":"urn:project-lifecycle:schema:lifecycle.log.opened.v1","#,
    r#""id":"6567745e-843d-57e1-b81a-ac7a4e34797e","#,
    r#""predecessorhash":"0000000000000000000000000000000000000000000000000000000000000000","#,
    r#""recordedtime":"2018-06-01T10:00:00.000000Z","sequence":"0000000000000000001","#,
    r#""source":"urn:example:log:shenyang","specversion":"1.0","streamversion":1,"#,
    r#""subject":"log/6567745e-843d-57e1-b81a-ac7a4e34797e","time":"2018-06-01T10:00:00.000000Z","#,
    r#""type":"lifecycle.log.opened.v1"}"#,
);
const OPENED_LEAF: &str = "52ab4999341b51b29cecff10428001fb0d3d3019df515728d665f0dcfd4e0952";

/// Ten o'clock in Greenwich, six in the evening in Shenyang.
fn noon() -> Timestamp {
    instant("2018-06-01T10:00:00Z")
}

/// A log of three projects at different stages, with facts and a correction, interleaved.
fn log() -> MemoryStore {
    let mut store = MemoryStore::open(source(), &actor(), noon()).expect("a log");
    let walks =
        [Walk::to(1, at(Stage::Operating)), Walk::to(2, stalled(Stage::Started)), Walk::to(3, at(Stage::Closed))];
    let mut corrected = walks[2].clone();
    corrected.void();
    let streams = [walks[0].project.events(), walks[1].project.events(), corrected.project.events()];
    for version in 0..20 {
        for stream in streams {
            if let Some(event) = stream.get(version) {
                let _receipt = store.append(&event.clone().into(), evening(plus(walks[1].today, 1))).expect("appended");
            }
        }
    }
    store
}

/// The lines of a log, each with its line feed.
fn lines(store: &MemoryStore) -> Vec<Vec<u8>> {
    store.records().iter().map(|record| [record.line(), b"\n"].concat()).collect()
}

fn refused(answer: Result<Receipt, StoreError>) -> AppendError {
    match answer {
        Err(StoreError::Append(error)) => error,
        other => panic!("a refusal was expected: {other:?}"),
    }
}

#[test]
fn a_log_opens_with_the_line_that_was_written_by_hand() {
    let (opened, head) = LogHead::open(source(), &actor(), noon()).unwrap();
    assert_eq!(core::str::from_utf8(opened.line()).unwrap(), OPENED);
    assert_eq!(opened.leaf(SHA).to_string(), OPENED_LEAF);
    assert_eq!(Digest::of_parts(&[&[0], OPENED.as_bytes()]).to_string(), OPENED_LEAF);
    let hash = OPENED_LEAF.parse().unwrap();
    let tree = merkle::Tree::from_parts(SHA, 1, vec![hash]).unwrap();
    assert_eq!(head, LogHead { source: source(), tree, hash, recorded: Some(noon()) });
    assert_eq!(verify(format!("{OPENED}\n").as_bytes()).unwrap(), Verdict::SelfConsistent { head });
}

#[test]
fn each_line_names_the_hash_of_the_line_before() {
    let store = log();
    let mut expected = Digest::ZERO;
    for (record, sequence) in store.records().iter().zip(1..) {
        let line: serde_json::Value = serde_json::from_slice(record.line()).unwrap();
        assert_eq!(line["predecessorhash"], expected.to_string());
        assert_eq!(line["sequence"], format!("{sequence:019}"));
        assert_eq!((record.sequence(), record.predecessor()), (sequence, expected));
        expected = Digest::of(&[b"\0", record.line()].concat());
        assert_eq!(record.leaf(SHA), expected);
        assert_eq!(SHA.leaf(record.line()), expected);
    }
    assert_eq!(store.head().unwrap().hash, expected);
    assert_eq!(store.head().unwrap().size(), store.records().len() as u64);
}

#[test]
fn streams_and_slices_of_the_log_are_read_in_order() {
    let store = log();
    let walk = Walk::to(1, at(Stage::Operating));
    assert_eq!(store.project(project_id(1)).unwrap().unwrap(), walk.project);
    assert_eq!(store.project(project_id(2)).unwrap().unwrap().position(), stalled(Stage::Started));
    assert_eq!(store.project(project_id(3)).unwrap().unwrap().position(), Position::START);
    assert_eq!(store.project(project_id(4)).unwrap(), None);
    for p in 1..4 {
        let stream = store.stream(project_id(p).into()).unwrap();
        assert!(stream.iter().map(Record::stream_version).eq(1..=stream.len() as u64));
        assert!(stream.iter().all(|record| record.subject() == project_id(p).into()));
    }
    assert_eq!(store.log(0, 5).unwrap(), store.records()[..5]);
    assert_eq!(store.log(3, 2).unwrap(), store.records()[3..5]);
    assert_eq!(store.log(3, 0).unwrap(), []);
    assert_eq!(store.log(u64::MAX, 9).unwrap(), []);
    assert_eq!(store.log(0, usize::MAX).unwrap(), store.records());
}

#[test]
fn a_conflict_names_both_versions_and_writes_nothing() {
    let mut store = log();
    let head = store.head().unwrap();
    let mut walk = Walk::to(1, at(Stage::Operating));
    let version = walk.project.version();
    // another writer is two events ahead
    for officer in ["a", "b"] {
        let event = walk.give(Command::AssignOfficer(actor_id(officer).into()));
        let _receipt = store.append(&event.into(), evening(plus(walk.today, 900))).unwrap();
    }
    let mut late = Walk::to(1, at(Stage::Operating));
    late.n = 900;
    let event = late.give(Command::AssignOfficer(actor_id("c").into()));
    let error = refused(store.append(&event.into(), evening(plus(walk.today, 900))));
    let subject = Subject::from(project_id(1));
    assert_eq!(error, AppendError::Conflict { subject, expected: version, actual: version + 2 });
    assert_eq!(
        error.to_string(),
        format!("{subject} is at version {}, not {version}: load it again and decide again", version + 2)
    );
    // the stream that exists already, and one that does not exist yet
    let mut other = Walk::plan(1);
    other.n = 901;
    let planned = Project::plan(project_id(1), other.project.profile().clone(), &other.context(), &other.policy);
    let error = refused(store.append(&planned.unwrap().into(), evening(plus(walk.today, 900))));
    assert_eq!(error, AppendError::Conflict { subject, expected: 0, actual: version + 2 });
    let mut unknown = Walk::plan(9);
    let event = unknown.give(Command::AssignOfficer(actor_id("d").into()));
    let error = refused(store.append(&event.into(), evening(plus(walk.today, 900))));
    assert_eq!(error, AppendError::Conflict { subject: project_id(9).into(), expected: 1, actual: 0 });
    assert_eq!(store.head().unwrap().size(), head.size() + 2);
}

#[test]
fn a_retry_returns_the_same_record_and_writes_nothing() {
    let mut store = log();
    let (head, records) = (store.head().unwrap(), store.records().to_vec());
    for record in records.iter().skip(1) {
        // before the clocks, at any time and from any version
        for now in [instant("1999-01-01T00:00:00Z"), instant("2099-01-01T00:00:00Z")] {
            let receipt = store.append(&record.event().unwrap().into(), now).unwrap();
            assert_eq!(receipt.record(), record);
        }
    }
    assert_eq!(store.head().unwrap(), head);
    assert_eq!(store.records(), records);
}

#[test]
fn an_id_is_used_once_in_a_log() {
    let mut store = log();
    let head = store.head().unwrap();
    let mut walk = Walk::to(1, at(Stage::Operating));
    let now = evening(plus(walk.today, 900));
    // the id of another project's record, with the very same kind of content
    let mut taken = |id: EventId, sequence: u64| {
        let context = Context::new(id, evening(walk.today), actor()).on(walk.today);
        let command = Command::AssignOfficer(actor_id("officer-7").into());
        let event = walk.project.decide(command, &context, &walk.policy).unwrap().into_new().unwrap();
        walk.pass(0);
        assert_eq!(refused(store.append(&event.into(), now)), AppendError::IdReused { id, sequence, dates: None });
    };
    let sequence = |id: EventId| log().records().iter().find(|record| record.id() == id).unwrap().sequence();
    taken(event_id(2, 1), sequence(event_id(2, 1)));
    taken(event_id(3, 0), sequence(event_id(3, 0)));
    // the record that opens the log has an id, too
    taken(LogHead::opening_id(&source()), 1);
    assert_eq!(store.head().unwrap(), head);
}

#[test]
fn an_instant_may_lie_five_minutes_ahead_of_now_and_no_more() {
    let at = noon();
    let before = |minutes: i64, micros: i64| {
        Timestamp::from_unix_micros(at.unix_micros() - minutes * 60_000_000 - micros).unwrap()
    };
    let mut store = MemoryStore::open(source(), &actor(), before(60, 0)).unwrap();
    let head = store.head().unwrap();
    let event = Walk::plan(1).project.events()[0].clone(); // given at ten
    assert_eq!(event.at(), at);
    for now in [before(6, 0), before(5, 1)] {
        assert_eq!(refused(store.append(&event.clone().into(), now)), AppendError::AtAheadOfNow { at, now });
    }
    assert_eq!(store.head().unwrap(), head, "nothing was written");
    let now = before(5, 0);
    let receipt = store.append(&event.into(), now).unwrap();
    assert_eq!((receipt.record().time(), receipt.record().recorded_time()), (at, now));
}

#[test]
fn the_recorded_time_is_now_or_the_last_one_where_that_is_later() {
    let minutes = |minutes: i64| noon().plus_minutes(minutes).unwrap();
    let mut store = MemoryStore::open(source(), &actor(), minutes(30)).unwrap();
    let mut events = (1..).map(|p| Walk::plan(p).project.events()[0].clone());
    let mut record = |store: &mut MemoryStore, now| store.append(&events.next().unwrap().into(), now);
    // the clock runs back: by four minutes it is tolerated, by six it is not
    assert_eq!(record(&mut store, minutes(26)).unwrap().record().recorded_time(), minutes(30));
    let (recorded, now) = (minutes(30), minutes(24));
    assert_eq!(refused(record(&mut store, now)), AppendError::HeadAheadOfNow { recorded, now });
    assert_eq!(record(&mut store, minutes(25)).unwrap().record().recorded_time(), minutes(30));
    assert_eq!(record(&mut store, minutes(31)).unwrap().record().recorded_time(), minutes(31));
    assert_eq!(store.head().unwrap().recorded, Some(minutes(31)));
    assert_eq!(store.head().unwrap().size(), 4);
}

#[test]
fn a_record_beyond_the_limit_is_refused_and_nothing_is_written() {
    let mut store = MemoryStore::open(source(), &actor(), noon()).unwrap();
    let walk = Walk::plan(1);
    let refusal = walk.project.decide(complete(Verb::Sign, &walk.project, walk.today), &walk.context(), &walk.policy);
    let refusal = refusal.expect_err("it is not negotiated yet");
    // roles of 256 bytes, and two more: only who acts can make a record so large
    let attempt = |roles: usize, others: [usize; 2]| {
        let lengths = std::iter::repeat_n(256, roles).chain(others);
        let actor = lengths.fold(actor(), |actor, length| actor.in_role(short(&"r".repeat(length))));
        let context = Context::new(event_id(1, 1), noon(), actor).on(walk.today);
        TransitionRefused::new(event_id(9, 1), refusal.clone(), &context, &walk.policy)
    };
    let size = |attempt: &TransitionRefused| {
        let mut line = Vec::new();
        seal_into(&attempt.clone().into(), &store.head().unwrap(), noon(), &mut line).map(|_| line.len())
    };
    let room = 65_535 - size(&attempt(0, [1, 1])).unwrap();
    // with its quotation marks and its comma a role of 256 bytes takes 259
    let (roles, first, second) = (room / 259, 1 + (room % 259).min(255), 1 + (room % 259).saturating_sub(255));
    let (most, beyond) = (attempt(roles, [first, second]), attempt(roles, [first, second + 1]));
    assert_eq!((size(&most), RECORD_LIMIT), (Ok(65_535), 65_535));
    let too_large = AppendError::TooLarge { bytes: 65_536, limit: 65_535 };
    assert_eq!(size(&beyond), Err(too_large.clone()));
    let mut buffer = b"as it was".to_vec();
    let sealed = seal_into(&beyond.clone().into(), &store.head().unwrap(), noon(), &mut buffer);
    assert_eq!(sealed, Err(too_large.clone()));
    assert_eq!(buffer, b"as it was");
    let head = store.head().unwrap();
    assert_eq!(refused(store.append(&beyond.into(), noon())), too_large);
    assert_eq!(store.head().unwrap(), head);
    let _receipt = store.append(&most.into(), noon()).unwrap();
    let file = lines(&store).concat();
    assert_eq!(verify(&*file).unwrap(), Verdict::SelfConsistent { head: store.head().unwrap() });
}
