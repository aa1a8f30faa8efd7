//! Records.

use project_lifecycle::audit::merkle::Tree;
use project_lifecycle::audit::{LogHead, seal_into};
use project_lifecycle::value::Digest;
use project_lifecycle::{AppendError, AppendRequest, Event, Record, Timestamp, canonical};
use serde_json::Value;

use super::SHA;

/// What parses is canonical, its line is unchanged, and each attribute is what any reader of JSON finds in it; an event
/// that was read is the event that its own sealing gives.
pub fn record(bytes: &[u8]) {
    canonical_form(bytes);
    let record = match Record::parse(bytes) {
        Ok(record) => record,
        Err(why) => return drop(why.to_string()),
    };
    assert_eq!(record.line(), bytes, "the line is unchanged");
    assert_eq!(canonical::check(bytes), Ok(()));
    let value: Value = serde_json::from_slice(bytes).expect("what parses is JSON");
    attributes(&record, &value);
    match record.event() {
        Ok(event) => sealed_again(&record, event),
        Err(why) => drop(why.to_string()),
    }
}

/// The check says of any bytes what writing the value anew says: canonical is what the encoder would write.
fn canonical_form(bytes: &[u8]) {
    // a name that serde_json keeps for itself and reads in its own way
    if bytes.windows(12).any(|window| window == b"$serde_json:") {
        return;
    }
    let value = serde_json::from_slice::<Value>(bytes).ok();
    let written = value.and_then(|value| canonical::to_vec(&value).ok());
    match canonical::check(bytes) {
        Ok(()) => assert_eq!(written.as_deref(), Some(bytes), "the check takes what the encoder would not write"),
        Err(why) => {
            assert_ne!(written.as_deref(), Some(bytes), "the encoder's own bytes are refused: {why}");
            assert!(why.offset <= bytes.len(), "{why}");
        }
    }
}

fn attributes(record: &Record, value: &Value) {
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    let texts = [
        ("id", Some(record.id().to_string())),
        ("type", Some(record.event_type().into())),
        ("dataschema", Some(format!("urn:project-lifecycle:schema:{}", record.event_type()))),
        ("datacontenttype", Some("application/json".into())),
        ("specversion", Some("1.0".into())),
        ("source", Some(record.source().to_string())),
        ("subject", Some(record.subject().to_string())),
        ("time", Some(record.time().to_string())),
        ("recordedtime", Some(record.recorded_time().to_string())),
        ("sequence", Some(format!("{:019}", record.sequence()))),
        ("predecessorhash", Some(record.predecessor().to_string())),
        ("authtype", Some(record.auth().to_string())),
        ("authid", Some(record.authid().to_string())),
        ("correlationid", record.correlation().map(Into::into)),
        ("causationid", record.causation().map(Into::into)),
    ];
    for (name, read) in &texts {
        assert_eq!(read.as_deref(), text(name), "{name}");
        assert_eq!(value.get(name).is_some(), read.is_some(), "{name} is a text or missing");
    }
    assert_eq!(value.get("streamversion").and_then(Value::as_u64), Some(record.stream_version()));
    let data: Value = serde_json::from_str(record.data()).expect("data are JSON");
    assert_eq!(value.get("data"), Some(&data));
    let optional = texts.iter().filter(|(_, read)| read.is_none()).count();
    assert_eq!(value.as_object().map(serde_json::Map::len), Some(17 - optional), "no other attribute");
}

/// Seals an event after the head that its record names, and reads it again.
fn sealed_again(record: &Record, event: Event) {
    let Some(head) = head_before(record) else { return };
    let mut line = Vec::new();
    match seal_into(&AppendRequest::new(event.clone()), &head, record.recorded_time(), &mut line) {
        Ok(after) => {
            assert_eq!((after.size(), after.hash), (record.sequence(), SHA.leaf(&line)));
            let again = Record::parse(line).expect("what is sealed can be read");
            assert_eq!(again.event(), Ok(event), "an event reads back as itself");
            assert_eq!(text(again.line()), text(record.line()), "one event, one line");
        }
        Err(AppendError::AtAheadOfNow { .. } | AppendError::Full { .. } | AppendError::TooLarge { .. }) => {}
        Err(why) => panic!("what was read cannot be sealed: {why}"),
    }
}

fn text(line: &[u8]) -> String {
    String::from_utf8_lossy(line).into_owned()
}

/// A head that the record may follow; its tree is of that size, but of no log.
fn head_before(record: &Record) -> Option<LogHead> {
    let size = record.sequence() - 1;
    let peaks = vec![Digest::ZERO; size.count_ones() as usize];
    let tree = Tree::from_parts(SHA, size, peaks);
    assert_eq!(tree.is_err(), size > Tree::LIMIT, "as many peaks as the size has ones");
    let tree = tree.ok()?;
    let recorded: Timestamp = record.recorded_time();
    (size > 0).then(|| LogHead {
        source: record.source().clone(),
        tree,
        hash: record.predecessor(),
        recorded: Some(recorded),
    })
}
