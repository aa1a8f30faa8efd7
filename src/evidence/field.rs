//! One field of a form.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::lifecycle::{Gate, Item};
use crate::reason::Reason;
use crate::value::Text;

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
                gaps.push(Reason::Unreadable { gate, item, found: shortened(found), why: shortened(why) });
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
    /// A blank text leaves the field blank.
    fn from(text: &str) -> Self {
        Text::new(text).ok().into()
    }
}

impl<const N: usize> From<[&str; N]> for Field<Vec<Text>> {
    /// Blank texts are left out.
    fn from(texts: [&str; N]) -> Self {
        Self::Given(texts.into_iter().filter_map(|text| Text::new(text).ok()).collect())
    }
}

impl<T: Serialize> Serialize for Field<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Blank => serializer.serialize_none(),
            Self::Given(value) => value.serialize(serializer),
            // as it came, so that it is as unreadable when it is read again
            Self::Unreadable { found, .. } => match serde_json::from_str::<serde_json::Value>(found) {
                Ok(value) => value.serialize(serializer),
                Err(_) => serializer.serialize_str(found),
            },
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        // a web form sends an empty text for a field left empty
        if value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty()) {
            return Ok(Self::Blank);
        }
        Ok(match T::deserialize(&value) {
            Ok(given) => Self::Given(given),
            Err(why) => Self::Unreadable { found: value.to_string(), why: why.to_string() },
        })
    }
}

/// A text that fits into a sentence: cut after 200 characters.
fn shortened(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(200) {
        text.truncate(end);
        text.push('…');
    }
    text
}
