//! Canonical JSON against `serde_json_canonicalizer`, an implementation of the whole of RFC 8785.

use project_lifecycle::canonical::{self, MAX_INTEGER};
use proptest::prelude::*;
use serde_json::{Value, json};

fn theirs(value: &Value) -> Vec<u8> {
    serde_json_canonicalizer::to_vec(value).expect("it has a canonical form")
}

fn read(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).expect("it is JSON")
}

/// Any text, with what is escaped more often than it would be by chance.
fn text() -> impl Strategy<Value = String> {
    let escaped =
        prop::sample::select(vec!['"', '\\', '/', '\u{7f}', '\u{2028}', '\n', '\t', '\0', '\u{1f}', '在', '𝄞']);
    let any = prop_oneof![3 => any::<char>(), 2 => escaped, 2 => prop::char::range(' ', '~')];
    prop::collection::vec(any, 0..24).prop_map(|chars| chars.into_iter().collect())
}

fn value() -> impl Strategy<Value = Value> {
    let integer = prop_oneof![
        any::<i32>().prop_map(i64::from),
        -MAX_INTEGER..=MAX_INTEGER,
        prop::sample::select(vec![0, -1, MAX_INTEGER, -MAX_INTEGER]),
    ];
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        integer.prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    let name = "[ !#-\\[\\]-~]{0,12}"; // printable ASCII without '"' and '\'
    scalar.prop_recursive(6, 64, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            prop::collection::vec((name, inner), 0..8).prop_map(|members| members.into_iter().collect::<Value>()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn a_value_of_the_restricted_set_has_the_same_bytes(value in value()) {
        let ours = canonical::to_vec(&value).expect("it is in the restricted set");
        let theirs = theirs(&value);
        prop_assert_eq!(String::from_utf8_lossy(&ours), String::from_utf8_lossy(&theirs));
        prop_assert_eq!(canonical::check(&ours), Ok(()));
    }

    #[test]
    fn an_integer_that_a_double_cannot_hold_is_refused(beyond in prop_oneof![MAX_INTEGER + 1..=i64::MAX, i64::MIN..-MAX_INTEGER]) {
        let value = json!({ "n": beyond });
        prop_assert!(canonical::to_vec(&value).is_err());
        prop_assert!(canonical::check(value.to_string().as_bytes()).is_err());
    }

    #[test]
    fn no_float_is_written(float in any::<f64>()) {
        prop_assert!(canonical::to_vec(&float).is_err());
        prop_assert!(canonical::to_vec(&[Some(float), None]).is_err());
    }
}

#[test]
fn every_golden_record_has_the_same_bytes() {
    let mut records = 0;
    for log in [include_str!("../../golden/v0/events.jsonl"), include_str!("../../golden/v1/events.jsonl")] {
        for line in log.lines() {
            assert_eq!(String::from_utf8_lossy(&theirs(&read(line.as_bytes()))), line);
            records += 1;
        }
    }
    assert!(records > 40, "only {records} records");
}

/// Why integers beyond 2^53-1 are refused: two events that differ in one would hash alike.
#[test]
fn two_integers_that_collide_there_are_refused_here() {
    let (one, other) = (json!({ "n": 9_007_199_254_740_992_i64 }), json!({ "n": 9_007_199_254_740_993_i64 }));
    assert_ne!(one, other);
    assert_eq!(theirs(&one), theirs(&other));
    for value in [&one, &other] {
        assert!(canonical::to_vec(value).is_err());
        assert!(canonical::check(value.to_string().as_bytes()).is_err());
    }
    let last = json!({ "n": MAX_INTEGER });
    assert_eq!(canonical::to_vec(&last).expect("it is in the set"), theirs(&last));
    // a fraction that disappears in the peer's form
    assert_eq!(theirs(&json!(1.0)), theirs(&json!(1)));
    assert!(canonical::to_vec(&1.0).is_err());
}
