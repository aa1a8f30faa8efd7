use super::{Entries, Nest, error};
use crate::canonical::{EncodeError, to_vec};
use serde::Serialize;
use serde::ser::{Error, SerializeMap, SerializeSeq, SerializeStruct};
use serde_json::json;
use std::collections::BTreeMap;

#[derive(Serialize)]
enum Shape {
    Line(f64),
    Box(u8, f32),
    Ring {
        inner: f64,
    },
    #[serde(rename = "签约")]
    Foreign(u8),
}

#[test]
fn the_path_leads_to_the_place() {
    let deep = json!({"evidence": {"parties": [0, 1, 0.5]}});
    assert_eq!(error(&deep), EncodeError::Float { at: "evidence.parties.2".into() });
    assert_eq!(error(&[Shape::Line(1.0)]), EncodeError::Float { at: "0.Line".into() });
    assert_eq!(error(&(0, Shape::Box(1, 1.0))), EncodeError::Float { at: "1.Box.1".into() });
    assert_eq!(error(&[Shape::Ring { inner: 1.0 }]), EncodeError::Float { at: "0.Ring.inner".into() });
    let odd = Entries(vec![("a", json!(1)), ("b", json!({"c": [1.0]}))]);
    assert_eq!(error(&odd), EncodeError::Float { at: "b.c.0".into() });
    let unsorted = Entries(vec![("b", json!({"y": 1, "z": 2})), ("a", json!([u64::MAX]))]);
    let value = u64::MAX.to_string();
    assert_eq!(error(&unsorted), EncodeError::IntegerOutOfRange { at: "a.0".into(), value });
}

#[test]
fn numbers_out_of_range() {
    let out = |value: &str| EncodeError::IntegerOutOfRange { at: String::new(), value: value.into() };
    assert_eq!(error(&9_007_199_254_740_992_i64), out("9007199254740992"));
    assert_eq!(error(&-9_007_199_254_740_992_i64), out("-9007199254740992"));
    assert_eq!(error(&u64::MAX), out("18446744073709551615"));
    assert_eq!(error(&i64::MIN), out("-9223372036854775808"));
    assert_eq!(error(&i128::MIN), out("-170141183460469231731687303715884105728"));
    assert_eq!(error(&u128::MAX), out("340282366920938463463374607431768211455"));
    assert_eq!(error(&1.0_f32), EncodeError::Float { at: String::new() });
    assert_eq!(error(&f64::NAN), EncodeError::Float { at: String::new() });
}

#[test]
fn member_names() {
    for name in ["在谈", "a\"", "\\", "\u{7f}", "a\nb", "12345678é", "1234567\u{7f}", "1234\u{1}67"] {
        let member = EncodeError::MemberName { at: "x".into(), name: name.into() };
        assert_eq!(error(&Entries(vec![("x", Entries(vec![(name, 1)]))])), member, "{name:?}");
    }
    let foreign = EncodeError::MemberName { at: "0".into(), name: "签约".into() };
    assert_eq!(error(&[Shape::Foreign(1)]), foreign);
    let number = EncodeError::Unsupported { at: "m".into(), what: "a number as a member name" };
    assert_eq!(error(&json!({"m": 0}).as_object().map(|_| Entries(vec![("m", Entries(vec![(1, 2)]))]))), number);
    for bad in
        [error(&Entries(vec![(true, 1)])), error(&Entries(vec![(Some("a"), 1)])), error(&Entries(vec![([1], 1)]))]
    {
        assert!(matches!(bad, EncodeError::Unsupported { .. }), "{bad:?}");
    }
}

#[test]
fn duplicate_members() {
    #[derive(Serialize)]
    struct Flat {
        id: u8,
        #[serde(flatten)]
        rest: BTreeMap<&'static str, u8>,
    }
    let twice = |at: &str, name: &str| EncodeError::DuplicateMember { at: at.into(), name: name.into() };
    let flat = Flat { id: 1, rest: BTreeMap::from([("aa", 1), ("id", 2), ("z", 3)]) };
    assert_eq!(error(&flat), twice("", "id"));
    assert_eq!(error(&[Entries(vec![("a", 1), ("a", 1)])]), twice("0", "a"));
    assert_eq!(error(&Entries(vec![("o", Entries(vec![("b", 1), ("a", 1), ("b", 1)]))])), twice("o", "b"));
}

#[test]
fn what_has_no_form() {
    struct Bytes;
    impl Serialize for Bytes {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_bytes(b"x")
        }
    }
    let unsupported = |at: &str, what| EncodeError::Unsupported { at: at.into(), what };
    assert_eq!(error(&[Bytes]), unsupported("0", "a byte string"));
    let raw = serde_json::value::RawValue::from_string("[ 1 ]".into()).unwrap();
    assert_eq!(error(&raw), unsupported("", "raw JSON or another library's private form"));
    let EncodeError::Unsupported { at, what } = error(&Nest(65)) else { panic!("depth") };
    assert_eq!((at.len(), what), (2 * 64 - 1, "nesting deeper than 64 levels"));
    assert!(to_vec(&Nest(10_000)).is_err());
}

/// Implementations that break serde's rules get an error, never wrong bytes.
#[test]
fn careless_implementations() {
    struct Careless(u8);
    impl Serialize for Careless {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            if self.0 == 0 {
                let mut seq = serializer.serialize_seq(None)?;
                let _: Result<(), _> = seq.serialize_element(&1.5);
                return seq.end();
            }
            if self.0 > 4 {
                let mut number = serializer.serialize_struct("$serde_json::private::Number", 1)?;
                for _ in 0..self.0 - 5 {
                    number.serialize_field("n", "1")?;
                }
                return number.end();
            }
            let mut map = serializer.serialize_map(None)?;
            match self.0 {
                1 => map.serialize_value(&1)?,
                2 => map.serialize_key("a")?,
                3 => {
                    map.serialize_key("a")?;
                    map.serialize_key("b")?;
                }
                _ => return Err(S::Error::custom("no contract")),
            }
            map.end()
        }
    }
    let texts = [
        "an error inside it was ignored",
        "a value without a key",
        "a key without a value",
        "a key without a value",
        "no contract",
        "a key without a value",
    ];
    for (kind, text) in (0..).zip(texts) {
        assert_eq!(error(&Careless(kind)), EncodeError::Custom(text.into()));
    }
    assert_eq!(to_vec(&Careless(6)).unwrap(), b"1");
    assert_eq!(error(&Careless(7)), EncodeError::Custom("a number of two texts".into()));
}

#[test]
fn numbers_as_text_are_checked() {
    #[derive(Serialize)]
    #[serde(rename = "$serde_json::private::Number")]
    struct Number<T> {
        n: T,
    }
    for float in ["1.5", "1e3", "-0", "", "-", "+1", "NaN"] {
        assert_eq!(error(&[Number { n: float }]), EncodeError::Float { at: "0".into() }, "{float}");
    }
    assert_eq!(error(&Number { n: 5 }), EncodeError::Float { at: String::new() });
    for value in ["9007199254740992", "-100000000000000000000"] {
        let range = EncodeError::IntegerOutOfRange { at: String::new(), value: value.into() };
        assert_eq!(error(&Number { n: value }), range);
    }
}

#[test]
fn the_texts() {
    let cases = [
        (
            error(&json!({"a": [1.5]})),
            "at `a.0`: floating-point numbers are not allowed; write an integer of a smaller unit, or a string",
        ),
        (
            error(&u64::MAX),
            "at the top level: the integer 18446744073709551615 is outside -9007199254740991 to 9007199254740991; \
             write it as a string",
        ),
        (
            error(&json!({"a\u{1}谈": 1})),
            "at the top level: the member name 'a\\u{1}谈' is not printable ASCII without '\"' and '\\'; rename it, \
             or carry it as a value",
        ),
        (error(&[Entries(vec![("k", 1), ("k", 2)])]), "at `0`: the member name 'k' occurs twice; keep one of the two"),
        (
            error(&Entries(vec![(1, 1)])),
            "at the top level: a number as a member name cannot be written; use a string, an integer, an array or an \
             object with names",
        ),
        (EncodeError::Custom("no contract".into()), "the value refused to be written: no contract"),
    ];
    for (error, text) in cases {
        assert_eq!(error.to_string(), text);
    }
    let long = error(&json!({"é".repeat(1000): 1})).to_string();
    assert!(long.contains(&format!("'{}…'", "é".repeat(64))), "{long}");
}
