//! One field of a form.

use core::fmt::Display;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::lifecycle::{Gate, Item};
use crate::reason::Reason;
use crate::value::{Text, TextError};

/// A field of a form: blank, filled in, or filled in with something that cannot be read.
///
/// Reading a form never fails on a field: an unreadable value is kept with the reason, so that the form reports every
/// gap at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Field<T> {
    /// Not filled in.
    #[default]
    Blank,
    /// Filled in.
    Given(T),
    /// Filled in, but not a value of its type.
    Unreadable {
        /// What stood there, as JSON text.
        found: String,
        /// Why it is no value of its type.
        why: String,
    },
}

impl<T> Field<T> {
    /// Whether nothing was filled in.
    pub const fn is_blank(&self) -> bool {
        matches!(self, Self::Blank)
    }

    /// The value, if one was given.
    pub const fn given(&self) -> Option<&T> {
        match self {
            Self::Given(value) => Some(value),
            Self::Blank | Self::Unreadable { .. } => None,
        }
    }

    /// What stood there and is no value of its type.
    fn unreadable(found: &Value, why: impl Display) -> Self {
        Self::Unreadable { found: found.to_string(), why: why.to_string() }
    }

    /// Takes the value; a blank or unreadable field leaves a gap.
    pub(super) fn needed(self, gate: Gate, item: Item, gaps: &mut Vec<Reason>) -> Option<T> {
        if self.is_blank() {
            gaps.push(Reason::Missing { gate, item });
        }
        self.optional(gate, item, gaps).flatten()
    }

    /// Takes the value if there is one; only an unreadable field leaves a gap.
    #[expect(clippy::option_option, reason = "outer: no gap; inner: the field was filled in")]
    pub(super) fn optional(self, gate: Gate, item: Item, gaps: &mut Vec<Reason>) -> Option<Option<T>> {
        match self {
            Self::Blank => Some(None),
            Self::Given(value) => Some(Some(value)),
            Self::Unreadable { found, why } => {
                gaps.push(match unkept(&found) {
                    Some(TextError::Nul) => Reason::TextInvalid { gate, item },
                    Some(TextError::TooLong { bytes, limit }) => Reason::TextTooLong { gate, item, bytes, limit },
                    Some(TextError::Blank) | None => {
                        Reason::Unreadable { gate, item, found: shortened(found), why: shortened(why) }
                    }
                });
                None
            }
        }
    }
}

impl<T> From<T> for Field<T> {
    fn from(value: T) -> Self {
        Self::Given(value)
    }
}

impl<T> From<Option<T>> for Field<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Blank, Self::Given)
    }
}

impl From<&str> for Field<Text> {
    /// A blank text leaves the field blank. One that is too long or contains U+0000 is kept as unreadable.
    fn from(text: &str) -> Self {
        match Text::new(text) {
            Ok(text) => Self::Given(text),
            Err(TextError::Blank) => Self::Blank,
            Err(why @ (TextError::Nul | TextError::TooLong { .. })) => Self::unreadable(&text.into(), why),
        }
    }
}

impl<const N: usize> From<[&str; N]> for Field<Vec<Text>> {
    /// Blank texts are left out. If one of them is too long or contains U+0000, all are kept as unreadable.
    fn from(texts: [&str; N]) -> Self {
        let said = || texts.into_iter().filter(|text| Text::fault(text) != Some(TextError::Blank));
        match said().map(Text::new).collect() {
            Ok(texts) => Self::Given(texts),
            Err(why) => Self::unreadable(&said().collect(), why),
        }
    }
}

impl<T: Serialize> Serialize for Field<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Blank => serializer.serialize_none(),
            Self::Given(value) => value.serialize(serializer),
            // written as it was found, so that it is unreadable again when it is read
            Self::Unreadable { found, .. } => match serde_json::from_str::<Value>(found) {
                Ok(value) => value.serialize(serializer),
                Err(_) => serializer.serialize_str(found),
            },
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        // a web form sends an empty text for a field left empty
        if value.is_null() || value.as_str().and_then(Text::fault) == Some(TextError::Blank) {
            return Ok(Self::Blank);
        }
        Ok(match T::deserialize(&value) {
            Ok(given) => Self::Given(given),
            Err(why) => Self::unreadable(&value, why),
        })
    }
}

/// Why no record keeps the first text within an unreadable value that it would not keep, whatever its type.
fn unkept(found: &str) -> Option<TextError> {
    fn fault(text: &str) -> Option<TextError> {
        Text::fault(text).filter(|fault| *fault != TextError::Blank)
    }
    fn first(value: &Value) -> Option<TextError> {
        match value {
            Value::String(text) => fault(text),
            Value::Array(items) => items.iter().find_map(first),
            Value::Object(members) => members.iter().find_map(|(name, value)| fault(name).or_else(|| first(value))),
            Value::Null | Value::Bool(_) | Value::Number(_) => None,
        }
    }
    first(&serde_json::from_str(found).ok()?)
}

/// A text that fits into a sentence: cut after 200 characters.
fn shortened(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(200) {
        text.truncate(end);
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Day;

    /// What a field that must be filled in leaves as a gap.
    fn gap<T>(field: Field<T>) -> Vec<Reason> {
        let mut gaps = Vec::new();
        let taken = field.needed(Gate::Grounds, Item::Explanation, &mut gaps);
        assert_eq!(taken.is_none(), !gaps.is_empty());
        gaps
    }

    const INVALID: Reason = Reason::TextInvalid { gate: Gate::Grounds, item: Item::Explanation };

    #[test]
    fn a_text_that_no_record_keeps_is_told_as_what_it_is() {
        let long = "沈".repeat(5_462);
        let too_long =
            |bytes| Reason::TextTooLong { gate: Gate::Grounds, item: Item::Explanation, bytes, limit: 16_384 };
        assert_eq!(gap(Field::<Text>::from("a\0b")), [INVALID]);
        assert_eq!(gap(Field::<Text>::from(long.as_str())), [too_long(16_386)]);
        assert_eq!(gap(Field::<Vec<Text>>::from(["a", " ", "b\0"])), [INVALID]);
        assert_eq!(gap(Field::<Vec<Text>>::from(["a", long.as_str()])), [too_long(16_386)]);
        // whatever the field holds, and wherever it stands
        for wire in [r#""2018\u0000""#, r#"{"a": ["b", {"c": "\u0000"}]}"#, r#"{"a\u0000": 1}"#] {
            assert_eq!(gap(serde_json::from_str::<Field<Day>>(wire).unwrap()), [INVALID], "{wire}");
        }
        let field: Field<Text> = serde_json::from_value(long.as_str().into()).unwrap();
        assert_eq!(gap(field), [too_long(16_386)]);
        // another fault is no fault of a text
        let other = gap(serde_json::from_str::<Field<Day>>("[\"x\"]").unwrap());
        assert!(matches!(other[..], [Reason::Unreadable { .. }]), "{other:?}");
    }

    #[test]
    fn a_field_in_which_nothing_can_be_seen_was_left_empty() {
        for blank in ["", " ", "\u{3000}", "\u{200b}\u{feff}", "\u{1}"] {
            assert_eq!(Field::<Text>::from(blank), Field::Blank, "{blank:?}");
            assert_eq!(serde_json::from_value::<Field<Day>>(blank.into()).unwrap(), Field::Blank, "{blank:?}");
            assert_eq!(Field::<Vec<Text>>::from(["a", blank]), Field::Given(vec!["a".parse().unwrap()]), "{blank:?}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_written_as_it_came() {
        let field = Field::<Vec<Text>>::from(["a", " ", "b\0"]);
        let wire = serde_json::to_string(&field).unwrap();
        assert_eq!(wire, r#"["a","b\u0000"]"#);
        assert_eq!(gap(serde_json::from_str::<Field<Vec<Text>>>(&wire).unwrap()), [INVALID]);
    }
}
