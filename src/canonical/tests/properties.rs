use super::Entries;
use crate::canonical::{MAX_INTEGER, check, longest, to_vec};
use proptest::prelude::*;
use serde::{Serialize, Serializer};
use serde_json::Value;

/// A value whose objects keep the order they were made in.
#[derive(Debug, Clone)]
enum Node {
    Leaf(Value),
    Array(Vec<Self>),
    Object(Entries<String, Self>),
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Leaf(value) => value.serialize(serializer),
            Self::Array(parts) => parts.serialize(serializer),
            Self::Object(entries) => entries.serialize(serializer),
        }
    }
}

impl Node {
    fn value(&self) -> Value {
        match self {
            Self::Leaf(value) => value.clone(),
            Self::Array(parts) => parts.iter().map(Self::value).collect(),
            Self::Object(entries) => entries.0.iter().map(|(name, node)| (name.clone(), node.value())).collect(),
        }
    }
}

fn node() -> impl Strategy<Value = Node> {
    let text = prop_oneof![any::<String>(), "[\\x00-\\x7f]{0,20}", "[ -~招商\u{1f3ed}]{0,30}"];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-MAX_INTEGER..=MAX_INTEGER).prop_map(Value::from),
        (-20_i64..20).prop_map(Value::from),
        text.prop_map(Value::from),
    ];
    leaf.prop_map(Node::Leaf).prop_recursive(5, 48, 6, |inner| {
        let name = prop_oneof!["[a-c]{0,3}", "[ !#-\\[\\]-~]{0,12}"];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Node::Array),
            prop::collection::btree_map(name, inner, 0..8)
                .prop_map(|map| map.into_iter().collect::<Vec<_>>())
                .prop_shuffle()
                .prop_map(|entries| Node::Object(Entries(entries))),
        ]
    })
}

/// Pieces of JSON, to reach deeper than arbitrary bytes do.
fn scraps() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\"a\":",
        "\"b\":",
        "\\",
        "\\u00",
        "1f",
        "0",
        "-",
        "9",
        ".",
        "e",
        "true",
        "null",
        " ",
        "\n",
        "é",
        "\0",
        "9007199254740991",
    ]);
    let pieces = prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat().into_bytes());
    prop_oneof![pieces, prop::collection::vec(any::<u8>(), 0..64)]
}

/// `check` accepts exactly the bytes that parse and encode back to themselves.
fn agrees(bytes: &[u8]) {
    let canonical = serde_json::from_slice::<Value>(bytes).ok().and_then(|value| to_vec(&value).ok());
    assert_eq!(check(bytes).is_ok(), canonical.as_deref() == Some(bytes), "{:?}", String::from_utf8_lossy(bytes));
}

proptest! {
    #[test]
    fn what_is_written_is_canonical_and_complete(node in node()) {
        let bytes = to_vec(&node).unwrap();
        prop_assert_eq!(check(&bytes), Ok(()));
        prop_assert_eq!(serde_json::from_slice::<Value>(&bytes).unwrap(), node.value());
        prop_assert_eq!(to_vec(&node.value()).unwrap(), bytes, "the order of insertion does not matter");
    }

    #[test]
    fn no_form_is_longer_than_its_bound(node in node()) {
        prop_assert!(to_vec(&node).unwrap().len() <= longest(&node));
    }

    #[test]
    fn a_changed_byte_is_refused_or_is_another_value(node in node(), at: prop::sample::Index, byte: u8) {
        let mut bytes = to_vec(&node).unwrap();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        agrees(&bytes);
        bytes.remove(at);
        agrees(&bytes);
    }

    #[test]
    fn any_bytes_are_judged_without_panic(bytes in scraps()) {
        agrees(&bytes);
    }
}
