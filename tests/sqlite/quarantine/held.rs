//! What the file holds a quarantine to, and what is told of one that went past it.

use super::super::owner::{appended, behind_its_back};
use super::super::target::{Forged, Target, inserted};
use super::{open, put};
use crate::common::{at, project_id};
use project_lifecycle::{audit::*, lifecycle::*, store::*, value::*};
use serde_json::{Value, json};

/// A client cannot take a project off the list that has events which are read, nor name records that are not there.
#[test]
fn the_file_holds_a_quarantine_to_its_records() {
    let target = Target::new("quarantine-law");
    let id = target.at(at(Stage::Registered));
    let mut store = open(&target.file());
    let last = store.stream(id.into()).expect("a stream").last().expect("records").sequence();
    let own = put(&mut store, &[last], 1).expect("its end").swap_remove(0);
    let head = store.head().expect("a head");
    drop(store);
    let list = format!("DELETE FROM current WHERE project = '{id}';");
    target.refuses("off the list", &list, "a project that has events stays listed");
    let mut json: Value = serde_json::from_slice(own.line()).expect("JSON");
    json["id"] = "f0f00000-0000-4000-8000-000000000000".into();
    json["sequence"] = format!("{:019}", head.size() + 1).into();
    json["streamversion"] = 3.into();
    json["predecessorhash"] = head.hash.to_string().into();
    let forged = Forged { json, log: "1".into() };
    target.accepts("the same place again", &forged.insert());
    let why = "a quarantine names earlier records with their leaves, and none of the log's own";
    let called = "a quarantine names the stream of each record and its version there, if it belongs to one";
    let version = json_version(&forged);
    let other = Subject::from(project_id(9)).to_string();
    target.refuses("another stream", &forged.clone().set("/data/places/0/stream", other).insert(), called);
    target.refuses("no subject", &forged.clone().set("/data/places/0/stream", "project/nobody").insert(), called);
    for (what, value) in [("another version", (version + 1).into()), ("a text", version.to_string().into())] {
        let forged = forged.clone().set("/data/places/0/streamversion", Value::clone(&value));
        target.refuses(what, &forged.insert(), called);
    }
    let unnamed = forged.clone().without("/data/places/0/streamversion");
    target.refuses("no version", &unnamed.insert(), called);
    target.refuses("no stream", &unnamed.without("/data/places/0/stream").insert(), called);
    target.refuses("another leaf", &forged.clone().set("/data/places/0/leaf", "00".repeat(32)).insert(), why);
    target.refuses("no record", &forged.clone().set("/data/places/0/sequence", head.size() + 9).insert(), why);
    let opening = forged
        .set("/data/places/0/sequence", 1)
        .set("/data/places/0/leaf", DigestAlgorithm::Sha256.leaf(target.records[0].line()).to_string());
    target.refuses("the opening", &opening.insert(), why);
}

/// The next record of a log, which puts the last records of some streams in quarantine, in their order in the log.
fn next(target: &Target, projects: &[ProjectId]) -> Forged {
    let place = |id: &ProjectId| {
        let last = *target.stream(*id).last().expect("it has records");
        json!({
            "leaf": last.leaf(DigestAlgorithm::Sha256).to_string(), "sequence": last.sequence(),
            "stream": Subject::from(*id).to_string(), "streamversion": last.stream_version(),
        })
    };
    let own = target.records[0].subject();
    let forged = target.forge(&target.records[0], project_id(1)).set("/subject", own.to_string());
    let forged = forged.set("/type", "lifecycle.log.quarantined.v1").set("/streamversion", 2);
    let forged = forged.set("/dataschema", "urn:project-lifecycle:schema:lifecycle.log.quarantined.v1");
    let places: Vec<_> = projects.iter().map(place).collect();
    forged.set("/data", json!({ "authority": "数据局", "grounds": "记录损坏", "places": places }))
}

const MEMBERS: &str = "a quarantine names places, grounds and authority and no more";
const CALLED: &str =
    "a quarantine names the stream of each record and its version there, if it belongs to one, and no more of it";

/// What the file takes for a quarantine this crate reads as one: else it would hide what no quarantine names.
#[test]
fn the_file_takes_no_quarantine_that_the_crate_does_not_read() {
    let target = Target::new("quarantine-members");
    let (one, other) = (target.at(at(Stage::Signed)), target.at(at(Stage::Registered)));
    let whole = || next(&target, &[one, other]);
    let by = || whole().set("/data/by", json!({ "organisation": "局", "roles": ["owner"], "zone": "hunnan" }));
    for (what, forged) in
        [("two places", whole()), ("and by whom", by()), ("by nobody known", whole().set("/data/by", json!({})))]
    {
        target.accepts(what, &forged.insert());
        assert!(
            Quarantine::default().take(&Record::parse(forged.line().as_bytes()).expect(what)).expect(what),
            "{what}"
        );
    }
    let long = "x".repeat(16 * 1024 + 1);
    for (what, forged, why) in [
        ("one more member", whole().set("/data/zz", 1), MEMBERS),
        ("a member before", whole().set("/data/also", 1), MEMBERS),
        ("another word for one", whole().without("/data/grounds").set("/data/reason", "记录损坏"), MEMBERS),
        ("no grounds", whole().without("/data/grounds"), MEMBERS),
        ("empty grounds", whole().set("/data/grounds", ""), MEMBERS),
        ("blank authority", whole().set("/data/authority", "  "), MEMBERS),
        ("long grounds", whole().set("/data/grounds", long), MEMBERS),
        ("grounds that are a number", whole().set("/data/grounds", 7), MEMBERS),
        ("by a text", whole().set("/data/by", "owner"), MEMBERS),
        ("by nobody in a list", whole().set("/data/by", json!([])), MEMBERS),
        ("by one more member", by().set("/data/by/zz", 1), MEMBERS),
        ("by one role", by().set("/data/by/roles", "owner"), MEMBERS),
        ("by a role that is a number", by().set("/data/by/roles", json!([1])), MEMBERS),
        ("by an organisation that is none", by().set("/data/by/organisation", Value::Null), MEMBERS),
        ("no places", whole().set("/data/places", json!([])), MEMBERS),
        ("one more member of a place", whole().set("/data/places/1/zz", 1), CALLED),
        ("a place of another spelling", whole().set("/data/places/0/a", Value::Null), CALLED),
        ("a place twice", next(&target, &[one, one]), "a quarantine names each place once, and in order"),
        ("places that fall", next(&target, &[other, one]), "a quarantine names each place once, and in order"),
    ] {
        target.refuses(what, &forged.insert(), why);
    }
    let (line, place) = (whole().line(), (target.head.size() + 1).to_string());
    for (what, from, to, why) in [
        ("grounds twice", "\"grounds\":", "\"grounds\":\"a\",\"grounds\":", "an event says nothing twice"),
        (
            "members in another order",
            "\"authority\":\"数据局\",\"grounds\":\"记录损坏\"",
            "\"grounds\":\"记录损坏\",\"authority\":\"数据局\"",
            MEMBERS,
        ),
        ("a leaf twice", "[{\"leaf\":\"", "[{\"leaf\":\"\",\"leaf\":\"", "a quarantine names earlier records"),
    ] {
        let odd = line.replacen(from, to, 1);
        assert_ne!(odd, line, "{what}");
        target.refuses(what, &inserted("1", &place, &odd, "INSERT INTO", ""), why);
    }
}

/// What the crate does not read hides nothing, wherever it came from, and is told.
#[test]
fn a_quarantine_that_cannot_be_read_hides_nothing() {
    let target = Target::new("quarantine-unread");
    let id = target.at(at(Stage::Registered));
    let place = target.stream(id).last().expect("it has records").sequence();
    let forged = next(&target, &[id]).set("/data/zz", 1);
    let mut store = behind_its_back(&target, "event", &appended(&target, &forged));
    assert!(store.quarantine().expect("it is told").is_empty());
    let stream: Vec<_> = store.stream(id.into()).expect("a stream");
    assert_eq!(stream.iter().collect::<Vec<_>>(), target.stream(id));
    let read: Vec<_> = store.log(0, usize::MAX).expect("the log").iter().map(Record::sequence).collect();
    assert_eq!(read, (1..=target.head.size() + 1).collect::<Vec<_>>());
    assert_eq!(store.log(place - 1, 1).expect("the log")[0].sequence(), place);
    let verdict = store.verify(Verifier::new()).expect("it is read").finish();
    let [BadLine { line, fault: LineFault::Record(why) }] = verdict.lines.faults() else { panic!("{verdict}") };
    assert_eq!(*line, target.head.size() + 1);
    assert!(why.to_string().contains("lifecycle.log.quarantined.v1"), "{why}");
    assert_eq!(store.rebuild_current(&Upcasters::new()).expect("all replay"), []);
}

fn json_version(forged: &Forged) -> u64 {
    forged.json["data"]["places"][0]["streamversion"].as_u64().expect("a version")
}

/// What went past the file's law is found.
#[test]
fn a_quarantine_of_another_version_behind_the_law_is_found() {
    let target = Target::new("quarantine-otherwise");
    let id = target.at(at(Stage::Registered));
    let mut store = open(&target.file());
    let stream = store.stream(id.into()).expect("a stream");
    let (first, last) = (&stream[0], &stream[stream.len() - 1]);
    let own = put(&mut store, &[first.sequence()], 1).expect("its end").swap_remove(0);
    drop(store);
    let target = Target::new("quarantine-otherwise-again");
    let mut json: Value = serde_json::from_slice(own.line()).expect("JSON");
    let place = json["data"]["places"].as_array().expect("places").last().expect("a place").clone();
    assert_eq!(place["sequence"], last.sequence());
    json["data"]["places"] = [place].into();
    json["data"]["places"][0]["streamversion"] = 1.into();
    json["recordedtime"] = target.head.recorded.expect("it is open").to_string().into();
    let forged = Forged { json, log: "1".into() };
    let store = behind_its_back(&target, "event", &appended(&target, &forged));
    let verdict = store.verify(Verifier::new()).expect("it is read").finish();
    let (subject, found) = (id.into(), last.stream_version());
    let fault = LineFault::QuarantinedStream { expected: Some((subject, 1)), found: Some((subject, found)) };
    assert_eq!(verdict.lines.faults(), [BadLine { line: last.sequence(), fault }]);
}
