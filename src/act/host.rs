//! What a host adds of its own: members that the record keeps and the crate never interprets.

use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::canonical::{self, EncodeError};

/// The host's own members: an object of at most [`LIMIT`](Self::LIMIT) bytes of [canonical JSON](crate::canonical).
///
/// They stand in `host`, beside what the event says. They are content: kept, hashed, and part of the command, so that the same
/// command with others under its id is another command. Nothing here interprets them: any name may stand among them, `verb` and
/// `to` too. What the law must know belongs in evidence and facts.
///
/// ```
/// use project_lifecycle::act::HostData;
/// use serde_json::json;
///
/// let host = HostData::new(&json!({"case": "2018-17", "verb": "whatever"}))?;
/// assert_eq!(host.as_json(), r#"{"case":"2018-17","verb":"whatever"}"#);
/// assert!(HostData::new(&json!(["2018-17"])).is_err());
/// # Ok::<(), project_lifecycle::act::HostDataError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct HostData(Box<str>);

/// Why a value is no [`HostData`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HostDataError {
    /// It is no object.
    #[error("the host's own members are an object, not {found}")]
    NotAnObject {
        /// What was found, as JSON text.
        found: String,
    },
    /// It has no canonical form.
    #[error("the host's own members have no canonical form: {0}")]
    NotCanonical(#[from] EncodeError),
    /// A text in it contains U+0000, which PostgreSQL stores in no text.
    #[error("a text among the host's own members contains U+0000; remove it")]
    Nul,
    /// It is too long.
    #[error("the host's own members take {bytes} bytes; the limit is {limit}")]
    TooLong {
        /// Its length in bytes of canonical JSON.
        bytes: usize,
        /// The limit in bytes.
        limit: usize,
    },
}

impl HostData {
    /// The longest object, in bytes of canonical JSON: 4 KiB.
    pub const LIMIT: usize = 4 * 1024;

    /// The members of a value that is written as an object.
    ///
    /// # Errors
    /// [`HostDataError`] when it is no object, has no canonical form, contains U+0000 or is too long.
    pub fn new(members: &(impl Serialize + ?Sized)) -> Result<Self, HostDataError> {
        let bytes = canonical::to_vec(members)?;
        // it stands two objects deep in a record
        canonical::to_vec(&[[members]])?;
        let text = String::from_utf8_lossy(&bytes);
        if !text.starts_with('{') {
            return Err(HostDataError::NotAnObject { found: text.into() });
        }
        if bytes.len() > Self::LIMIT {
            return Err(HostDataError::TooLong { bytes: bytes.len(), limit: Self::LIMIT });
        }
        // an escape is written in one way only; a backslash before it would be one of its own
        let mut rest = &*text;
        while let Some(at) = rest.find('\\') {
            if rest[at..].starts_with("\\u0000") {
                return Err(HostDataError::Nul);
            }
            rest = &rest[at + 2..];
        }
        Ok(Self(text.into()))
    }

    /// The members as canonical JSON.
    #[must_use]
    pub fn as_json(&self) -> &str {
        &self.0
    }

    /// The members as a value.
    #[must_use]
    pub fn value(&self) -> Value {
        serde_json::from_str(&self.0).unwrap_or_default()
    }
}

impl fmt::Debug for HostData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HostData({})", self.0)
    }
}

impl Serialize for HostData {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for HostData {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(&Value::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for HostData {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "HostData".into()
    }

    /// An object of whatever members. How long it is, a schema does not tell.
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "object", "additionalProperties": true})
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_a_short_object_in_canonical_form_is_kept() {
        let told = |value: Value| HostData::new(&value).unwrap_err().to_string();
        assert_eq!(told(json!([1])), "the host's own members are an object, not [1]");
        assert_eq!(told(json!({"a": "b\0"})), "a text among the host's own members contains U+0000; remove it");
        assert_eq!(
            told(json!({"a": 0.5})),
            "the host's own members have no canonical form: at `a`: floating-point numbers are not allowed; write an integer of a \
             smaller unit, or a string"
        );
        // a backslash and then some letters are no such character
        let kept = HostData::new(&json!({"a": "\\u0000", "b": "\\\\u0000\\"})).unwrap();
        assert_eq!(kept.value(), json!({"a": "\\u0000", "b": "\\\\u0000\\"}));
        let of = |length: usize| HostData::new(&json!({"a": "x".repeat(length)}));
        assert_eq!(of(4_096 - 8).map(|kept| kept.as_json().len()), Ok(4_096));
        assert_eq!(of(4_096 - 7), Err(HostDataError::TooLong { bytes: 4_097, limit: 4_096 }));
        // whatever its names
        let named = json!({"verb": "sign", "from": "planned", "to": "zombie", "law": 7, "host": {"stalled_at": null}});
        assert_eq!(HostData::new(&named).map(|kept| kept.value()), Ok(named));
    }
}
