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
