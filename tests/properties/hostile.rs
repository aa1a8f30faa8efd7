//! What clients send that mean no good, or whose programs are broken: a refusal in both languages, and one that fits into a record.

use crate::common::walk::Walk;
use crate::common::{at, event_id, source};
use project_lifecycle::{audit::*, project::*, *};
use serde_json::{Value, json};

/// The refusal of a form for a command, recorded.
fn refused(walk: &Walk, name: &str, json: &[u8]) -> Vec<String> {
    let form = CommandForm::read(name, json).expect("a command's name");
    let refusal = walk.project.decide_form(&form, &walk.context(), &walk.policy).expect_err("nobody can have meant it");
    let told = refusal.reasons().iter().map(|reason| {
        assert!(!reason.text(Language::Chinese).is_empty() && !reason.lift().text(Language::Chinese).is_empty());
        reason.to_string()
    });
    let told = told.collect();
    let context = walk.context();
    let mut store = MemoryStore::open(source(), context.actor(), context.at()).expect("a new log");
    let event = TransitionRefused::new(event_id(3, 900), refusal, &context, &walk.policy);
    store.append(&event.into(), context.at()).expect("a refusal can be put on record");
    told
}

fn of(json: &[u8]) -> Vec<String> {
    refused(&Walk::to(3, at(Stage::Negotiating)), "pause", json)
}

#[test]
fn what_is_no_object_of_json_is_told_as_that() {
    assert_eq!(of(b""), ["the form is no JSON from line 1, column 0 on"]);
    assert_eq!(of(b"{\"reason\":\"funds\""), ["the form is no JSON from line 1, column 17 on"]);
    assert_eq!(of(b"{} {}"), ["the form is no JSON from line 1, column 4 on"]);
    assert_eq!(of(b"\xff\xfe"), ["the form is no JSON from line 1, column 1 on"]);
    assert_eq!(
        of(br#"["funds", "x"]"#),
        ["the form cannot be read: [\"funds\",\"x\"] is not an object, whose members stand in braces"]
    );
    // a lone surrogate is no character
    assert_eq!(of(br#"{"explanation":"\ud800"}"#).len(), 1);
    assert!(of(br#"{"explanation":"\ud800"}"#)[0].starts_with("the form is no JSON from line 1, column "));
    // nor does depth hurt
    let deep = "[".repeat(100_000);
    assert!(of(deep.as_bytes())[0].starts_with("the form is no JSON from line 1, column "));
    let long = format!("{{\"explanation\":\"{}\"}}", "x".repeat(10 * 1024 * 1024));
    assert_eq!(of(long.as_bytes()), ["the form has 10485778 bytes; the limit is 1048576"]);
}

#[test]
fn members_that_stand_twice_are_told_and_texts_that_nobody_sees_are_blank() {
    let twice = of(br#"{"reason":"funds","explanation":"a","reason":"season"}"#);
    assert!(twice.contains(&"reason of the pause is given more than once".into()), "{twice:?}");
    let blank = of("{\"reason\":\"funds\",\"explanation\":\"\u{200b}\u{3000}\"}".as_bytes());
    assert!(blank.contains(&"explanation is missing".into()), "{blank:?}");
    let nul = of(br#"{"reason":"funds","explanation":"a\u0000"}"#);
    assert!(nul.contains(&"explanation has a text that contains U+0000".into()), "{nul:?}");
}

#[test]
fn a_refusal_of_the_worst_form_fits_into_a_record() {
    let walk = Walk::to(3, at(Stage::Negotiating));
    let worst = "\u{1}\u{10FFFF}\"\\沈".repeat(300);
    for name in CommandForm::commands() {
        let mut members = serde_json::Map::new();
        for n in 0..400 {
            members.insert(format!("{n}{worst}"), json!({ worst.clone(): [worst.clone()] }));
        }
        let mut object = Value::Object(members);
        for known in
            "item version paper parties promises agreement_paper signed_on licence evidence gate profile stages kind"
                .split(' ')
        {
            object[known] = json!([worst.clone(), { worst.clone(): worst.clone() }]);
        }
        let told = refused(&walk, name, object.to_string().as_bytes());
        assert!(told.iter().all(|text| text.len() < 4_000), "{name}: {told:?}");
    }
    // in the depth, too
    let mut deep = json!({"a": 1});
    for _ in 0..60 {
        deep = json!({ worst.clone(): deep });
    }
    let twice = deep.to_string().replace("{\"a\":1}", "{\"a\":1,\"a\":2}");
    refused(&walk, "sign", twice.as_bytes());
}
