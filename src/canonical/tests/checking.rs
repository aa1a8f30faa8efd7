use crate::canonical::{Fault, check};

fn fault(text: impl AsRef<[u8]>) -> (usize, Fault) {
    let error = check(text.as_ref()).unwrap_err();
    (error.offset, error.fault)
}

fn unexpected(found: u8, expected: &'static str) -> Fault {
    Fault::Unexpected { found, expected }
}

#[test]
fn accepts_what_is_canonical() {
    for text in [
        "null",
        "true",
        "false",
        "0",
        "-1",
        "9007199254740991",
        "-9007199254740991",
        "\"\"",
        r#""\"\\\b\f\n\r\t\u0000\u000b\u001f/""#,
        "\"\u{7f}招商\u{1f3ed}\"",
        "[]",
        "{}",
        r#"[[],{},"",0]"#,
        r#"{"":0," ":{"b":[1,2],"c":null},"A":1,"a":2,"aa":3}"#,
    ] {
        assert_eq!(check(text.as_bytes()), Ok(()), "{text}");
    }
}

#[test]
fn structure() {
    assert_eq!(fault(""), (0, Fault::UnexpectedEnd));
    assert_eq!(fault(r#"{"a":1"#), (6, Fault::UnexpectedEnd));
    assert_eq!(fault(r#"{"ab"#), (4, Fault::UnexpectedEnd));
    assert_eq!(fault(r#""ab"#), (3, Fault::UnexpectedEnd));
    assert_eq!(fault(r#""ab\"#), (3, Fault::UnexpectedEnd));
    assert_eq!(fault("-"), (1, Fault::UnexpectedEnd));
    assert_eq!(fault("tru"), (3, Fault::UnexpectedEnd));
    assert_eq!(fault("{}\n"), (2, Fault::TrailingBytes));
    assert_eq!(fault("1 2"), (1, Fault::TrailingBytes));
    assert_eq!(fault(" 1"), (0, Fault::WhiteSpace));
    assert_eq!(fault("[1, 2]"), (3, Fault::WhiteSpace));
    assert_eq!(fault("{\"a\"\t:1}"), (4, Fault::WhiteSpace));
    assert_eq!(fault("[1,]"), (3, unexpected(b']', "a value")));
    assert_eq!(fault("[1}"), (2, unexpected(b'}', "',' or ']'")));
    assert_eq!(fault(r#"{"a":1]"#), (6, unexpected(b']', "',' or '}'")));
    assert_eq!(fault(r#"{"a",1}"#), (4, unexpected(b',', "':'")));
    assert_eq!(fault("{1:2}"), (1, unexpected(b'1', "a member name")));
    assert_eq!(fault("True"), (0, unexpected(b'T', "a value")));
    assert_eq!(fault("trUe"), (2, unexpected(b'U', "true, false or null")));
    assert_eq!(fault("\u{feff}1"), (0, unexpected(0xef, "a value")));
    assert_eq!(fault(b"\xff"), (0, unexpected(0xff, "a value")));
}

#[test]
fn members() {
    let order = |previous: &str, name: &str| Fault::MemberOrder { previous: previous.into(), name: name.into() };
    assert_eq!(fault(r#"{"b":1,"a":2}"#), (7, order("b", "a")));
    assert_eq!(fault(r#"[{"a":{},"aa":1,"a":2}]"#), (16, order("aa", "a")));
    assert_eq!(fault(r#"{"a":1,"a":1}"#), (7, Fault::DuplicateMember { name: "a".into() }));
    assert_eq!(fault(r#"{"在":1}"#), (2, Fault::MemberName));
    assert_eq!(fault(r#"{"\u0061":1}"#), (2, Fault::MemberName));
    assert_eq!(fault(r#"{"a\"":1}"#), (2, Fault::MemberName));
    assert_eq!(fault("{\"a\u{7f}\":1}"), (2, Fault::MemberName));
    assert_eq!(fault("{\"a\n\":1}"), (2, Fault::MemberName));
}

#[test]
fn strings() {
    assert_eq!(fault("\"a\nb\""), (2, Fault::ControlCharacter { found: b'\n' }));
    assert_eq!(fault("\"\0\""), (1, Fault::ControlCharacter { found: 0 }));
    for escape in ["\\/", "\\u0041", "\\u000A", "\\u001F", "\\u0008", "\\u000c", "\\u0022", "\\u005c", "\\u007f", "\\x"]
    {
        assert_eq!(fault(format!("\"{escape}\"")), (1, Fault::Escape), "{escape}");
    }
    for escape in ["\\ud83d\\ude00", "\\ud800", "\\u00", "\\u001", "\\u"] {
        assert_eq!(fault(format!("\"é{escape}\"")), (3, Fault::Escape), "{escape}");
    }
    for torn in ["\\", "\\u", "\\u0", "\\u00", "\\u001"] {
        assert_eq!(fault(format!("\"é{torn}")), (3, Fault::UnexpectedEnd), "{torn}");
    }
    assert_eq!(fault(b"\"ab\xff\""), (3, Fault::NotUtf8));
    assert_eq!(fault(b"\"\xed\xa0\x80\""), (1, Fault::NotUtf8), "a surrogate");
    assert_eq!(fault(b"\"\xc0\x80\""), (1, Fault::NotUtf8), "an overlong form");
    assert_eq!(fault(b"\"\xe5\x9c\""), (1, Fault::NotUtf8), "cut off");
}

#[test]
fn integers() {
    for text in ["00", "01", "-0", "-01", "-00"] {
        assert_eq!(fault(text), (0, Fault::IntegerForm), "{text}");
    }
    for text in ["1.0", "-0.5", "1e3", "0E1", "1."] {
        assert_eq!(fault(format!("[{text}]")), (1, Fault::Float), "{text}");
    }
    for text in ["9007199254740992", "-9007199254740992", "18446744073709551617", "99999999999999999999999999"] {
        assert_eq!(fault(text), (0, Fault::IntegerRange { value: text.into() }), "{text}");
    }
    assert_eq!(fault("+1"), (0, unexpected(b'+', "a value")));
    assert_eq!(fault("-a"), (1, unexpected(b'a', "a digit")));
    assert_eq!(fault(".5"), (0, unexpected(b'.', "a value")));
    assert_eq!(fault("NaN"), (0, unexpected(b'N', "a value")));
}

#[test]
fn depth() {
    let nest = |open: &str, close: &str, depth: usize| open.repeat(depth) + "0" + &close.repeat(depth);
    assert_eq!(check(nest("[", "]", 64).as_bytes()), Ok(()));
    assert_eq!(check(nest("{\"a\":", "}", 64).as_bytes()), Ok(()));
    assert_eq!(fault(nest("[", "]", 65)), (64, Fault::TooDeep));
    assert_eq!(fault(nest("{\"a\":", "}", 65)), (64 * 5, Fault::TooDeep));
    assert_eq!(fault("[".repeat(1_000_000)), (64, Fault::TooDeep));
}

#[test]
fn the_texts() {
    for (text, message) in [
        ("[", "byte 1: the text ends before the value does; look for a torn write"),
        ("1\n", "byte 1: bytes follow the value; pass one value without its line end"),
        ("[ ", "byte 1: white space between tokens; write the value without any"),
        ("x", "byte 0: found byte 0x78 where a value was due; encode the value again"),
        ("\"\n", "byte 1: the control character 0x0a stands raw in a string; escape it"),
        ("\"\\/", "byte 1: this escape is not the shortest form; write the character raw or by its own escape"),
        ("{\"é\"", "byte 2: the member name is not printable ASCII without '\"' and '\\'; rename the member"),
        ("{\"b\":1,\"a\":", "byte 7: the member 'a' stands after 'b'; sort the members by name"),
        ("{\"b\":1,\"b\":", "byte 7: the member 'b' occurs twice; keep one of the two"),
        ("-0", "byte 0: the integer has a leading zero or is -0; write its shortest form"),
        ("1.5", "byte 0: the number has a fraction or an exponent; write an integer or a string"),
        (
            "9007199254740993",
            "byte 0: the integer 9007199254740993 is outside -9007199254740991 to 9007199254740991; write it as a string",
        ),
        (&"[".repeat(65), "byte 64: more than 64 arrays and objects are open; flatten the value"),
    ] {
        assert_eq!(check(text.as_bytes()).unwrap_err().to_string(), message);
    }
    let message = check(b"\"\xff\"").unwrap_err().to_string();
    assert_eq!(message, "byte 1: the string is not valid UTF-8; look for a wrong encoding or a damaged file");
}
