//! What a client can write within the law of the file, which cannot hash and reads no evidence; and who tells it.

use super::beneath::in_columns;
use super::faults::life;
use super::open;
use super::owner::appended;
use super::target::{Target, client, inserted, late};
use crate::common::{at, project_id};
use project_lifecycle::{audit::*, lifecycle::*, store::*, value::*};

const SHA: DigestAlgorithm = DigestAlgorithm::Sha256;

/// The file keeps any leaf of 32 bytes, and the chain goes on from it: whoever verifies is told, then and later.
#[test]
fn a_wrong_leaf_is_told_and_stays_told() {
    let target = Target::new("forged-leaf");
    let planned = target.at(at(Stage::Planned));
    let fact = target.forge_fact(planned, at(Stage::Planned));
    let (own, wrong) = (SHA.leaf(fact.line().as_bytes()), SHA.leaf(b"another line"));
    let mut tree = target.head.tree.clone();
    tree.append(wrong);
    let peaks: String = tree.peaks().iter().map(Digest::to_string).collect();
    let insert = fact.insert().replace(&own.to_string(), &wrong.to_string());
    let sql = format!("{insert}; UPDATE log SET size = {}, head = x'{wrong}', peaks = x'{peaks}';", tree.size());
    assert_eq!(client(&target.file(), &sql).refused, "");
    let mut store = open(&target.file());
    let place = target.head.size() + 1;
    let verdict = store.verify(Verifier::new()).expect("it goes through").finish();
    assert!(matches!(verdict.lines, Verdict::SelfConsistent { .. }), "{verdict}");
    let head = |column: &str| StoreFault::Head { column: column.into() };
    let leaf = StoreFault::Leaf { sequence: place };
    assert_eq!(verdict.faults.first(), [leaf.clone(), head("head"), head("peaks")]);

    for request in life(900) {
        store.append(&request, late()).expect("the others go on");
    }
    let verdict = store.verify(Verifier::new()).expect("it goes through").finish();
    let [BadLine { line, fault: LineFault::Predecessor { .. } }] = verdict.lines.faults() else { panic!("{verdict}") };
    assert_eq!(*line, place + 1);
    assert_eq!(verdict.faults.first(), [leaf]);
}

/// Bytes that are no text, in a column that is one.
#[test]
fn a_body_that_is_no_utf_8_stops_its_own_stream() {
    let target = Target::new("forged-bytes");
    let planned = target.at(at(Stage::Planned));
    let line = target.forge_fact(planned, at(Stage::Planned)).set("/data/zz", "@@").line().into_bytes();
    let line: Vec<u8> = line.into_iter().map(|byte| if byte == b'@' { 0xff } else { byte }).collect();
    assert!(str::from_utf8(&line).is_err());
    let head = target.head.after(&line, late());
    let peaks: String = head.tree.peaks().iter().map(Digest::to_string).collect();
    let hex: String = line.iter().map(|byte| format!("{byte:02x}")).collect();
    let place = head.size();
    let sql = format!(
        "INSERT INTO event (log, sequence, body, leaf) VALUES (1, {place}, CAST(x'{hex}' AS TEXT), x'{}');
         UPDATE log SET size = {place}, head = x'{}', peaks = x'{peaks}';",
        head.hash, head.hash
    );
    assert_eq!(client(&target.file(), &sql).refused, "");
    let mut store = open(&target.file());
    for request in life(900) {
        store.append(&request, late()).expect("the others go on");
    }
    let verdict = store.verify(Verifier::new()).expect("it goes through").finish();
    let [BadLine { line, fault: LineFault::Record(RecordError::NotCanonical(_)) }] = verdict.lines.faults() else {
        panic!("{verdict}")
    };
    assert_eq!((*line, verdict.faults.first()), (place, [].as_slice()));
    let drifts = store.check_current(&Upcasters::new()).expect("the others are checked");
    assert!(matches!(&*drifts, [Drift::Unreadable { project, .. }] if *project == planned), "{drifts:?}");
    let others = store.log(place, usize::MAX).expect("those behind it");
    assert_eq!(others.len(), life(900).len());
    let error = store.log(place - 1, 1).expect_err("no record");
    assert!(matches!(&error, StoreError::Corrupt { what, .. } if *what == format!("record {place}")), "{error:?}");
    assert!(store.project(project_id(900)).expect("it replays").is_some());
}

/// A record is told to be another stream's by the file's owner, and then a client writes what it was to say.
#[test]
fn a_version_that_is_recorded_twice_is_told() {
    let target = Target::new("forged-twice");
    let signed = target.at(at(Stage::Signed));
    let last = *target.stream(signed).last().expect("records");
    let (sequence, version) = (last.sequence(), last.stream_version());
    drop(in_columns(
        &target,
        &format!("UPDATE event SET stream = 'project/{}' WHERE sequence = {sequence}", project_id(900)),
    ));
    let from = at(Stage::Negotiating);
    let forged = target.forge_move(signed, "break_off", Some(from), at(Stage::Reserve)).expect("words can say it");
    let forged = forged.set("/streamversion", version);
    assert_eq!(client(&target.file(), &format!("{};", appended(&target, &forged))).refused, "");
    let store = open(&target.file());
    let verdict = store.verify(Verifier::new()).expect("it goes through").finish();
    assert!(matches!(verdict.lines, Verdict::SelfConsistent { .. }), "{verdict}");
    assert_eq!(verdict.faults.first(), [StoreFault::Column { sequence, column: "stream".into() }]);
}

/// White space in the data, at any depth, is no part of a line.
#[test]
fn a_space_within_the_data_is_refused() {
    let target = Target::new("forged-space");
    let (planned, place) = (target.at(at(Stage::Planned)), (target.head.size() + 1).to_string());
    let fact = target.forge_fact(planned, at(Stage::Planned)).set("/data/zz", serde_json::json!([1, { "a": [2, 3] }]));
    target.accepts("without", &fact.insert());
    let line = fact.line();
    for (from, to) in [
        ("\"data\":{", "\"data\":{ "),
        ("\"data\":", "\"data\": "),
        ("[1,", "[1, "),
        ("[1,", "[ 1,"),
        ("[2,3]", "[2,3 ]"),
        ("[2,3]", "[2,\t3]"),
        ("{\"a\":", "{\"a\":\n"),
        ("]}]}", "]}] }"),
    ] {
        let spaced = line.replacen(from, to, 1);
        assert_ne!(spaced, line, "{to}");
        target.refuses(to, &inserted("1", &place, &spaced, "INSERT INTO", ""), "a record is one canonical line");
    }
}
