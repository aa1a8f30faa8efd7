use super::{Entries, Nest, text};
use crate::canonical::{MAX_INTEGER, encode_into, to_vec, write_string};
use serde::Serialize;
use serde_json::json;
use std::collections::{BTreeMap, HashMap};

#[derive(Serialize)]
struct Unit;

#[derive(Serialize)]
struct Meters(u32);

#[derive(Serialize)]
struct Pair(u8, &'static str);

#[derive(Serialize)]
struct Party {
    name: &'static str,
    address: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fax: Option<u8>,
}

#[derive(Serialize, PartialEq, Eq, Hash)]
enum Shape {
    Dot,
    Line(u8),
    Box(u8, u8),
    Ring { outer: u8, inner: u8 },
}

#[derive(Serialize)]
#[serde(tag = "kind")]
enum Tagged {
    Sign { contract: u8, zone: u8 },
    Party(Party),
}

#[derive(Serialize)]
#[serde(tag = "t", content = "c")]
enum Adjacent {
    B(u8, u8),
}

#[derive(Serialize)]
struct Flat {
    z: u8,
    #[serde(flatten)]
    rest: BTreeMap<&'static str, u8>,
}

#[test]
fn scalars_and_empty_containers() {
    assert_eq!(text(&json!({})), "{}");
    assert_eq!(text(&json!([])), "[]");
    assert_eq!(text(&json!({"a": {}, "b": []})), r#"{"a":{},"b":[]}"#);
    assert_eq!(text(&(true, false, ())), "[true,false,null]");
    assert_eq!(text(&None::<u8>), "null");
    assert_eq!(text(&Some(Meters(5))), "5");
    assert_eq!(text(&Unit), "null");
    assert_eq!(text(&Pair(1, "x")), r#"[1,"x"]"#);
    assert_eq!(text(&'é'), "\"é\"");
    assert_eq!(text(""), "\"\"");
    assert_eq!(text(&format_args!("a\"{}", '\n')), r#""a\"\n""#);
}

#[test]
fn strings_take_the_escapes_of_rfc_8785() {
    assert_eq!(text("\u{8}\t\n\u{c}\r\"\\/"), r#""\b\t\n\f\r\"\\/""#);
    assert_eq!(text("\0\u{1}\u{b}\u{f}\u{1f}\u{7f}"), "\"\\u0000\\u0001\\u000b\\u000f\\u001f\u{7f}\"");
    assert_eq!(text("€$\u{f}\nA'B\"\\\\\"/"), r#""€$\u000f\nA'B\"\\\\\"/""#, "the example of 3.2.2");
    assert_eq!(text("招商\u{1f3ed}é\u{2028}\u{80}"), "\"招商\u{1f3ed}é\u{2028}\u{80}\"");
    let mut out = b"x".to_vec();
    write_string("a\tb", &mut out);
    assert_eq!(out, br#"x"a\tb""#);
}

/// Each special byte at each place of texts of each length, against the escape written by hand.
#[test]
fn every_place_in_a_string_is_looked_at() {
    for length in 0..40 {
        for at in 0..length {
            for (special, escape) in [("\"", "\\\""), ("\\", "\\\\"), ("\u{1f}", "\\u001f"), ("\0", "\\u0000")] {
                let (before, after) = ("é".repeat(at), " ".repeat(length - at - 1));
                assert_eq!(text(&format!("{before}{special}{after}")), format!("\"{before}{escape}{after}\""));
                let (before, after) = ("!".repeat(at), "#".repeat(length - at - 1));
                assert_eq!(text(&format!("{before}{special}{after}")), format!("\"{before}{escape}{after}\""));
            }
        }
    }
}

#[test]
fn integers_up_to_the_limits() {
    let all = (i8::MIN, i16::MIN, i32::MIN, u8::MAX, u16::MAX, u32::MAX);
    assert_eq!(text(&all), "[-128,-32768,-2147483648,255,65535,4294967295]");
    assert_eq!(text(&(0, 10, -1, MAX_INTEGER, -MAX_INTEGER)), "[0,10,-1,9007199254740991,-9007199254740991]");
    assert_eq!(
        text(&(9_007_199_254_740_991_u128, -9_007_199_254_740_991_i128)),
        "[9007199254740991,-9007199254740991]"
    );
}

#[test]
fn fields_are_sorted_at_every_level() {
    let party = Party { name: "A", address: None, fax: None };
    assert_eq!(text(&party), r#"{"address":null,"name":"A"}"#);
    let zoned = Entries(vec![("b", Entries(vec![("y", 1), ("x", 2)])), ("a", Entries(vec![("n", 3), ("m", 4)]))]);
    assert_eq!(text(&zoned), r#"{"a":{"m":4,"n":3},"b":{"x":2,"y":1}}"#);
    let rising = Entries(vec![("a", "1,{\"b\""), ("b", "]"), ("c", "")]);
    assert_eq!(text(&rising), r#"{"a":"1,{\"b\"","b":"]","c":""}"#);
    let order = Entries(["a", "aa", "~", "Z", "", "_", "0", "a-", " "].map(|name| (name, 0)).to_vec());
    assert_eq!(text(&order), r#"{"":0," ":0,"0":0,"Z":0,"_":0,"a":0,"a-":0,"aa":0,"~":0}"#);
}

#[test]
fn the_forms_of_enums() {
    assert_eq!(text(&Shape::Dot), r#""Dot""#);
    assert_eq!(text(&Shape::Line(1)), r#"{"Line":1}"#);
    assert_eq!(text(&Shape::Box(1, 2)), r#"{"Box":[1,2]}"#);
    assert_eq!(text(&Shape::Ring { outer: 2, inner: 1 }), r#"{"Ring":{"inner":1,"outer":2}}"#);
    assert_eq!(text(&Tagged::Sign { contract: 1, zone: 2 }), r#"{"contract":1,"kind":"Sign","zone":2}"#);
    let party = Party { name: "A", address: Some("B"), fax: Some(1) };
    assert_eq!(text(&Tagged::Party(party)), r#"{"address":"B","fax":1,"kind":"Party","name":"A"}"#);
    assert_eq!(text(&Adjacent::B(1, 2)), r#"{"c":[1,2],"t":"B"}"#);
    assert_eq!(text(&Flat { z: 1, rest: BTreeMap::from([("a", 2), ("zz", 3)]) }), r#"{"a":2,"z":1,"zz":3}"#);
}

#[test]
fn maps_in_any_order_and_with_any_name_like_key() {
    let names = ["zone", "client", "park", "area", "bond", "x1", "x10", "x2"];
    let map: HashMap<_, _> = names.into_iter().zip(0..).collect();
    let expected = r#"{"area":3,"bond":4,"client":1,"park":2,"x1":5,"x10":6,"x2":7,"zone":0}"#;
    assert_eq!(text(&map), expected);
    assert_eq!(text(&HashMap::from([(Shape::Dot, 1)])), r#"{"Dot":1}"#);
    assert_eq!(text(&Entries(vec![('b', 1), ('a', 2)])), r#"{"a":2,"b":1}"#);
}

/// The text that Python's `json.dumps(sort_keys=True, separators=(",", ":"), ensure_ascii=False)` gives.
#[test]
fn the_same_bytes_as_python() {
    let project = json!({
        "type": "lifecycle.project.signed.v1", "specversion": "1.0", "streamversion": 3,
        "data": {"verb": "sign", "from": "在谈", "to": "签约", "amount": -125_000, "parties": ["甲方", null, true]},
    });
    let expected = concat!(
        r#"{"data":{"amount":-125000,"from":"在谈","parties":["甲方",null,true],"to":"签约","verb":"sign"},"#,
        r#""specversion":"1.0","streamversion":3,"type":"lifecycle.project.signed.v1"}"#
    );
    assert_eq!(text(&project), expected);
    let odd = json!({"b": "\u{7f}\u{1}\t\u{8}/", "B": "\u{1f600}", "a b": [[], {}, [0]], "": "\"\\"});
    assert_eq!(
        text(&odd),
        "{\"\":\"\\\"\\\\\",\"B\":\"\u{1f600}\",\"a b\":[[],{},[0]],\"b\":\"\u{7f}\\u0001\\t\\b/\"}"
    );
}

#[test]
fn appends_and_takes_back() {
    let mut out = b"before".to_vec();
    encode_into(&[1], &mut out).unwrap();
    assert_eq!(out, b"before[1]");
    encode_into(&Entries(vec![("b", 1), ("a", 2)]), &mut out).unwrap();
    assert_eq!(out, br#"before[1]{"a":2,"b":1}"#);
    encode_into(&("a long enough text", [1.5]), &mut out).unwrap_err();
    assert_eq!(out, br#"before[1]{"a":2,"b":1}"#);
}

#[test]
fn sixty_four_levels_are_written() {
    assert_eq!(to_vec(&Nest(64)).unwrap(), format!("{}\"\\u0000\"{}", "[".repeat(64), "]".repeat(64)).into_bytes());
    assert_eq!(text(&vec![Nest(63), Nest(63)]).len(), 2 * (63 * 2 + 8) + 3);
}

/// With its `arbitrary_precision` on, serde_json shows numbers as such a struct.
#[test]
fn a_number_as_text_is_the_same_number() {
    #[derive(Serialize)]
    #[serde(rename = "$serde_json::private::Number")]
    struct Number {
        #[serde(rename = "$serde_json::private::Number")]
        text: &'static str,
    }
    let numbers =
        ["0", "-7", "9007199254740991"].map(|text| Entries(vec![("n", Number { text }), ("m", Number { text })]));
    let max = r#"{"m":9007199254740991,"n":9007199254740991}"#;
    assert_eq!(text(&numbers), format!(r#"[{{"m":0,"n":0}},{{"m":-7,"n":-7}},{max}]"#));
}
