use super::{Entries, Nest};
use crate::canonical::{TextFault, TextFinding, examine_texts};
use serde::Serialize;
use serde_json::json;

fn nul(at: &str) -> TextFinding {
    TextFinding { at: at.into(), fault: TextFault::ContainsNul }
}

fn long(at: &str, bytes: usize) -> TextFinding {
    TextFinding { at: at.into(), fault: TextFault::TooLong { bytes } }
}

#[derive(Serialize)]
enum Shape {
    Line(&'static str),
    Box(u8, char),
    Ring { inner: &'static str },
}

#[test]
fn nothing_to_report() {
    let value = json!({"a": ["12345678", null, true, 1.5], "b": {"c": ""}});
    assert_eq!(examine_texts(&value, 8), []);
    assert_eq!(examine_texts(&Entries(vec![(1, 2)]), 8), []);
    assert_eq!(examine_texts(&(u128::MAX, 'é', Shape::Line("x")), 2), []);
}

#[test]
fn every_finding_with_its_path() {
    let value = json!({"data": {"parties": ["ok", "a\0", "招商引"], "to": "123456789\0"}, "id": "x"});
    let expected = [nul("data.parties.1"), long("data.parties.2", 9), nul("data.to"), long("data.to", 10)];
    assert_eq!(examine_texts(&value, 8), expected);
    assert_eq!(examine_texts("\0", 8), [nul("")]);
    assert_eq!(examine_texts(&'\0', 8), [nul("")]);
    let shapes = (Shape::Line("\0"), Shape::Box(1, '\0'), Shape::Ring { inner: "\0" });
    assert_eq!(examine_texts(&shapes, 8), [nul("0.Line"), nul("1.Box.1"), nul("2.Ring.inner")]);
    assert_eq!(examine_texts(&[format_args!("{}{}", "\0", 5)], 1), [nul("0"), long("0", 2)]);
}

#[test]
fn keys_are_examined() {
    let keys = Entries(vec![("k\0", "v"), ("123456789", "\0"), ("x", "y")]);
    assert_eq!(examine_texts(&[keys], 8), [nul("0.k\\u{0}"), long("0.123456789", 9), nul("0.123456789")]);
}

#[test]
fn the_depth_is_bounded() {
    assert_eq!(examine_texts(&Nest(64), 8).len(), 1);
    assert_eq!(examine_texts(&Nest(1_000_000), 8), []);
    assert_eq!(examine_texts(&(Nest(70), "\0"), 8), [nul("1")]);
}

#[test]
fn the_texts() {
    assert_eq!(nul("a.b").to_string(), "at `a.b`: the text contains U+0000; remove it");
    let message = "at the top level: the text is 9 bytes long, more than is allowed; shorten it";
    assert_eq!(long("", 9).to_string(), message);
}
