//! Records against the CloudEvents SDK: each is an event to it, with the same attributes, extensions and data.

use std::collections::BTreeMap;

use crate::common::walk::Walk;
use crate::common::{actor, at, evening, instant, plus, source, stalled};
use cloudevents::event::{ExtensionValue, SpecVersion};
use cloudevents::{AttributesReader, Data, Event};
use project_lifecycle::{EventStore, MemoryStore, Record, Stage, Timestamp};
use serde_json::Value;

const GOLDEN: [&str; 3] = [
    include_str!("../../golden/v0/events.jsonl"),
    include_str!("../../golden/v1/events.jsonl"),
    include_str!("../../golden/v1/refusals.jsonl"),
];

/// Reads a record's line with the SDK, compares all that there is, and writes it again.
fn compare(line: &[u8]) {
    let record = Record::parse(line).expect("a record");
    let event: Event = serde_json::from_slice(line).expect("the SDK reads it");
    let value: Value = serde_json::from_slice(line).expect("JSON");

    assert_eq!(event.specversion(), SpecVersion::V10);
    assert_eq!(event.id(), record.id().to_string());
    assert_eq!(event.source(), record.source().as_str());
    assert_eq!(event.ty(), record.event_type());
    assert_eq!(event.subject().map(str::to_owned), Some(record.subject().to_string()));
    assert_eq!(event.datacontenttype(), Some("application/json"));
    let schema = event.dataschema().map(ToString::to_string);
    assert_eq!(schema.as_deref(), value["dataschema"].as_str(), "a URI to the SDK's own reader of URIs");
    let time = event.time().map(|time| time.timestamp_micros());
    assert_eq!(time, Some(record.time().unix_micros()));

    let text = |text: &str| ExtensionValue::String(text.to_owned());
    let mut expected = BTreeMap::from([
        ("authid", text(record.authid().as_str())),
        ("authtype", text(record.auth().code())),
        ("predecessorhash", text(&record.predecessor().to_string())),
        ("recordedtime", text(&record.recorded_time().to_string())),
        ("sequence", text(&format!("{:019}", record.sequence()))),
        ("streamversion", ExtensionValue::Integer(record.stream_version().try_into().expect("it is small"))),
    ]);
    expected.extend(record.correlation().map(|id| ("correlationid", text(id))));
    expected.extend(record.causation().map(|id| ("causationid", text(id))));
    let found: BTreeMap<&str, ExtensionValue> =
        event.iter_extensions().map(|(name, value)| (name, value.clone())).collect();
    assert_eq!(found, expected);

    let data: Value = serde_json::from_str(record.data()).expect("JSON");
    assert_eq!(event.data(), Some(&Data::Json(data)));

    // what the SDK writes differs in the order of members and in the fraction of `time` alone
    let mut written = serde_json::to_value(&event).expect("the SDK writes it");
    let again: Timestamp = written["time"].as_str().expect("a text").parse().expect("an instant");
    assert_eq!(again, record.time());
    written["time"] = value["time"].clone();
    assert_eq!(written, value);
}

#[test]
fn the_golden_records() {
    let mut records = 0;
    for log in GOLDEN {
        for line in log.lines() {
            compare(line.as_bytes());
            records += 1;
        }
    }
    assert!(records > 40, "only {records} records");
}

#[test]
fn the_records_of_a_store() {
    let mut store = MemoryStore::open(source(), &actor(), instant("2018-06-01T10:00:00.000001Z")).expect("a log");
    store.sure_of_now(instant("2100-01-01T00:00:00Z"));
    for (p, position) in [(1, at(Stage::Operating)), (2, stalled(Stage::Started))] {
        let walk = Walk::to(p, position);
        for event in walk.project.events() {
            store.append(&event.clone().into(), evening(plus(walk.today, 900))).expect("recorded");
        }
    }
    assert!(store.records().len() > 15);
    store.records().iter().for_each(|record| compare(record.line()));
}

/// The comparison is none if the SDK takes anything.
#[test]
fn what_is_no_event_is_refused_by_the_sdk() {
    let line = GOLDEN[1].lines().nth(1).expect("a record");
    let value: Value = serde_json::from_str(line).expect("JSON");
    for required in ["id", "source", "specversion", "type"] {
        let mut without = value.clone();
        without.as_object_mut().expect("an object").remove(required);
        assert!(serde_json::from_value::<Event>(without).is_err(), "{required}");
    }
}
