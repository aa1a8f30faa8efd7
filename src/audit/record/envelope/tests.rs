//! The two readings of a line agree.

use proptest::prelude::*;

use super::*;

const GOLDEN: &str = include_str!("../../../../tests/golden/v1/events.jsonl");

fn lines() -> Vec<&'static [u8]> {
    GOLDEN.lines().map(str::as_bytes).collect()
}

/// What reading straight through gives, if it gives anything, reading member by member gives too.
fn agree(line: &[u8]) {
    let known = "urn:example:log:shenyang".parse().unwrap();
    for known in [None, Some(&known)] {
        if let Some(envelope) = straight::read(line, known) {
            assert_eq!(members::read(line), Ok(envelope), "{}", String::from_utf8_lossy(line));
        }
    }
}

#[test]
fn records_as_they_are_sealed_are_read_straight_through() {
    for line in lines() {
        assert!(straight::read(line, None).is_some(), "{}", String::from_utf8_lossy(line));
        agree(line);
    }
}

#[test]
fn no_member_may_be_missing_or_written_otherwise() {
    for line in lines() {
        let value: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(line).unwrap();
        for name in value.keys() {
            let mut without = value.clone();
            without.remove(name);
            agree(&canonical(&without));
            for other in [
                serde_json::json!(null),
                serde_json::json!(1),
                serde_json::json!(""),
                serde_json::json!("a\\b"),
                serde_json::json!("\u{200b}"),
                serde_json::json!("a "),
            ] {
                let mut changed = value.clone();
                changed.insert(name.clone(), other);
                agree(&canonical(&changed));
            }
        }
    }
}

#[test]
fn a_type_of_another_form_is_refused_with_its_schema() {
    let mut value: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(lines()[1]).unwrap();
    for odd in
        ["", "planned", "lifecycle.project.planned.v01", "lifecycle.project.planned.1", "lifecycle.Project.planned.v1"]
    {
        value.insert("type".into(), odd.into());
        value.insert("dataschema".into(), format!("{SCHEMA_PREFIX}{odd}").into());
        let line = canonical(&value);
        agree(&line);
        let expected = RecordError::Attribute { attribute: "type", found: odd.into() };
        assert_eq!(Envelope::read(&line, None), Err(expected));
    }
}

fn canonical(value: &serde_json::Map<String, serde_json::Value>) -> Vec<u8> {
    crate::canonical::to_vec(value).unwrap()
}

#[test]
fn texts_with_escapes_are_read_member_by_member() {
    let line = lines()[1];
    let mut value: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(line).unwrap();
    value.insert("correlationid".into(), "a \"case\"".into());
    let line = canonical(&value);
    assert_eq!(straight::read(&line, None), None);
    let envelope = Envelope::read(&line, None).unwrap();
    assert_eq!(envelope.correlation.as_deref(), Some("a \"case\""));
    value.remove("correlationid");
    value.insert("authid".into(), "DOMAIN\\official".into());
    let line = canonical(&value);
    assert_eq!(straight::read(&line, None), None);
    assert_eq!(Envelope::read(&line, None).unwrap().authid, "DOMAIN\\official");
}

#[test]
fn an_odd_byte_anywhere_is_read_alike() {
    for line in lines().into_iter().step_by(8) {
        for at in 0..line.len() {
            for odd in [0x00, 0x1f, 0x7f, 0x80, b'"', b'\\', b'/', b'.', b' ', b'Z'] {
                let mut line = line.to_vec();
                line[at] = odd;
                agree(&line);
            }
        }
    }
}

proptest! {
    #[test]
    fn a_changed_line_is_read_alike(which in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), byte: u8) {
        let mut line = which.get(&lines()).to_vec();
        let at = at.index(line.len());
        line[at] = byte;
        agree(&line);
        line.remove(at);
        agree(&line);
    }

    #[test]
    fn a_line_of_pieces_is_read_alike(from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>(), cut in any::<prop::sample::Index>()) {
        let lines = lines();
        let (one, other) = (from.get(&lines), to.get(&lines));
        let cut = cut.index(one.len().min(other.len()));
        agree(&[&one[..cut], &other[cut..]].concat());
    }
}
