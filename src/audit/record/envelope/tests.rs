//! The two readings of a line agree, and all who write or know its members have the same ones in the same order.

use proptest::prelude::*;

use super::*;
use crate::act::Actor;
use crate::audit::{LogHead, seal_into};
use crate::policy::Policy;
use crate::project::Context;
use crate::project::{Profile, Project};
use crate::value::ProjectId;

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

/// The names of the members in a text, in order: what stands in quotation marks before a colon.
fn names(text: &str) -> Vec<&str> {
    let pieces: Vec<_> = text.split('"').collect();
    pieces.windows(2).filter(|pair| pair[1].starts_with(':')).map(|pair| pair[0]).collect()
}

#[test]
fn a_line_with_all_there_is_has_the_members_that_are_read() {
    let time = Timestamp::from_unix_micros(0).unwrap();
    let policy = Policy::shenyang_2018();
    // every member is given: one more is to be given here, and in the list of those that are read
    let actor = Actor::new(AuthType::AppUser, "officer-7".parse().unwrap());
    let context =
        Context::new("00000000-0000-4000-8000-000000000001".parse().unwrap(), time, actor.clone()).on(policy.day(time));
    let context = context.correlated("visit-7".parse().unwrap()).caused_by("case-7".parse().unwrap());
    let profile = Profile::new("机器人未来城".parse().unwrap(), "hunnan".parse().unwrap());
    let planned = Project::plan(ProjectId::named("1"), profile, &context, &policy).unwrap();
    let (_, head) = LogHead::open("urn:example:log".parse().unwrap(), &actor, time).unwrap();
    let mut line = Vec::new();
    seal_into(&planned.into(), &head, time, &mut line).unwrap();
    let line = core::str::from_utf8(&line).unwrap();
    // without the members of the data
    let (before, rest) = line.split_once("\"data\":{").unwrap();
    let (_, behind) = rest.split_once(",\"datacontenttype\"").unwrap();
    assert_eq!(names(&format!("{before}\"data\":0,\"datacontenttype\"{behind}")), members::NAMES);
}

/// The trigger of SQLite writes the line once more, by `printf`.
#[test]
fn the_trigger_of_sqlite_has_the_same_members_in_the_same_order() {
    let schema = include_str!("../../../store/sqlite/0001_log.sql");
    let (_, printf) = schema.split_once("data, printf(").unwrap();
    let (printf, _) = printf.split_once(") AS line").unwrap();
    // the arguments stand between commas that are in no quotation and no parentheses
    let (mut arguments, mut is_quoted, mut depth) = (vec![String::new()], false, 0);
    for c in printf.chars() {
        match c {
            '\'' => is_quoted = !is_quoted,
            '(' if !is_quoted => depth += 1,
            ')' if !is_quoted => depth -= 1,
            _ => {}
        }
        match arguments.last_mut() {
            Some(argument) if is_quoted || depth > 0 || c != ',' => argument.push(c),
            _ => arguments.push(String::new()),
        }
    }
    let mut arguments = arguments.into_iter();
    let format = arguments.next().unwrap();
    // each conversion, as `%s` or `%019d`, takes the next one
    let mut parts = format.split('%');
    let mut line = parts.next().unwrap().to_owned();
    for part in parts {
        let end = part.find(['s', 'd']).unwrap();
        line += &arguments.next().unwrap();
        line += &part[end + 1..];
    }
    assert_eq!(arguments.next(), None);
    assert_eq!(names(&line), members::NAMES);
}
