//! Identifiers, and short texts that name something.

use core::fmt;
use core::str::FromStr;
use std::sync::Arc;

use uuid::Uuid;

use super::{Source, visible};

/// Why a text is no identifier, or no [`ShortText`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdError {
    /// It is no UUID in its one written form.
    #[error("`{found}` is no {kind}; write a UUID in lower case with hyphens")]
    Uuid {
        /// What was wanted, such as `zone id`.
        kind: &'static str,
        /// What was found.
        found: String,
    },
    /// Nothing of it can be seen.
    #[error("a {kind} must not be blank")]
    Blank {
        /// What was wanted, such as `zone id`.
        kind: &'static str,
    },
    /// It has white space at an end, a control character, or one that nobody sees.
    #[error("{found:?} is no {kind}: no white space at its ends, no control characters and none that nobody sees")]
    Characters {
        /// What was wanted, such as `zone id`.
        kind: &'static str,
        /// What was found.
        found: String,
    },
    /// It is longer than 256 bytes.
    #[error("a {kind} has at most 256 bytes, not {bytes}")]
    TooLong {
        /// What was wanted, such as `zone id`.
        kind: &'static str,
        /// Its length in bytes.
        bytes: usize,
    },
}

/// Writes a UUID newtype with its one written form.
macro_rules! uuid_id {
    ($(#[$meta:meta])* $id:ident, $kind:literal) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $id(Uuid);

        impl $id {
            /// An id from a UUID that the caller minted.
            #[must_use]
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// An id from the bytes of its one written form.
            pub(crate) fn from_fixed(text: &[u8; 36]) -> Option<Self> {
                // of the forms that the parser takes only the one with hyphens has 36 characters
                // all bytes are looked at, for that takes less time than to stop early
                let has_capital = text.iter().fold(false, |seen, byte| seen | byte.is_ascii_uppercase());
                if has_capital { None } else { Uuid::try_parse_ascii(text).ok().map(Self) }
            }

            /// The UUID.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl FromStr for $id {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                let fixed = text.as_bytes().try_into().ok();
                fixed.and_then(Self::from_fixed).ok_or_else(|| IdError::Uuid { kind: $kind, found: text.into() })
            }
        }

        impl fmt::Display for $id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self.0.as_hyphenated(), f)
            }
        }

        super::text_form!(
            $id,
            concat!("a ", $kind, ": a UUID in lower case with hyphens"),
            "^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
            "format": "uuid"
        );
    };
}

uuid_id! {
    /// A project. The host mints it; an import derives it from the ledger's key.
    ProjectId, "project id"
}
uuid_id! {
    /// A command, and the event that records it: they share one id.
    EventId, "event id"
}

impl ProjectId {
    /// The id that a name always gives: UUIDv5 in the URL namespace.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self(Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes()))
    }
}

impl EventId {
    /// The id that a name always gives within a parent: UUIDv5.
    #[must_use]
    pub fn named(parent: Uuid, name: &str) -> Self {
        Self(Uuid::new_v5(&parent, name.as_bytes()))
    }
}

/// Writes a text of one line and at most 256 bytes.
macro_rules! text_id {
    ($(#[$meta:meta])* $id:ident, $kind:literal) => {
        $(#[$meta])*
        ///
        /// Not blank, at most 256 bytes, no white space at its ends, no control characters, and none that nobody sees
        /// (zero-width characters, directional marks): what looks the same is the same.
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $id(Arc<str>);

        impl $id {
            /// Reads it.
            ///
            /// # Errors
            /// [`IdError`] when it is blank, too long, or has white space at an end, a control character or one that nobody sees.
            pub fn new(text: &str) -> Result<Self, IdError> {
                Self::fault(text).map_or_else(|| Ok(Self(text.into())), Err)
            }

            /// Why a text is none, if it is none.
            pub(crate) fn fault(text: &str) -> Option<IdError> {
                let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic());
                if is_plain && (1..=256).contains(&text.len()) {
                    return None;
                }
                if !visible::is_any(text) {
                    return Some(IdError::Blank { kind: $kind });
                }
                if text.len() > 256 {
                    return Some(IdError::TooLong { kind: $kind, bytes: text.len() });
                }
                (text.trim() != text || text.chars().any(char::is_control) || visible::is_hiding(text))
                    .then(|| IdError::Characters { kind: $kind, found: text.into() })
            }

            /// Its text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $id {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::new(text)
            }
        }

        impl fmt::Display for $id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        // the limit is in bytes, so in characters it is no more
        super::text_form!(
            $id,
            concat!("a ", $kind),
            {
                // white space that is no control character: what `\s` means differs between the engines that read patterns
                let space = r" \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000";
                let (control, invisible) = (r"\u0000-\u001f\u007f-\u009f", visible::invisible_class());
                let none = format!("{control}{}", visible::hidden_class());
                format!("^(?=[^{control}]*[^{invisible}])[^{none}{space}](?:[^{none}]*[^{none}{space}])?$")
            },
            "maxLength": 256
        );
    };
}

text_id! {
    /// A person or service that acts. Opaque: never the name or mail address of a person.
    ActorId, "actor id"
}
text_id! {
    /// An organisation: a lead or responsible body, a unit.
    OrgId, "organisation id"
}
text_id! {
    /// A development zone. Zones have no code in GB/T 2260.
    ZoneId, "zone id"
}
impl ZoneId {
    /// The id of a zone's stream in a log: UUIDv5 in the URL namespace, of `<source>/zone/<zone id>`.
    #[must_use]
    pub fn uuid(&self, source: &Source) -> Uuid {
        Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("{source}/zone/{self}").as_bytes())
    }
}

text_id! {
    /// A target client, the prospective investor. Opaque: never the name or mail address of a person.
    ClientId, "client id"
}
text_id! {
    /// A consumer of a log: a relay, a report, a copy, that remembers how far it has read.
    ConsumerId, "consumer id"
}

text_id! {
    /// A text of one line that names something: a role, the number of a paper, a policy, a business transaction.
    ShortText, "short text"
}

impl From<ShortText> for Arc<str> {
    fn from(text: ShortText) -> Self {
        text.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_id_has_one_written_form() {
        let text = "67e55044-10b1-426f-9247-bb680e5fe0c8";
        assert_eq!(text.parse::<ProjectId>().unwrap().to_string(), text);
        for bad in [
            "",
            "67E55044-10B1-426F-9247-BB680E5FE0C8",
            "67e5504410b1426f9247bb680e5fe0c8",
            "{67e55044-10b1-426f-9247-bb680e5fe0c8}",
            "urn:uuid:67e55044-10b1-426f-9247-bb680e5fe0c8",
            "６7e55044",
        ] {
            assert_eq!(bad.parse::<EventId>(), Err(IdError::Uuid { kind: "event id", found: bad.into() }), "{bad}");
        }
    }

    #[test]
    fn names_give_known_ids() {
        // from Python: uuid.uuid5(uuid.NAMESPACE_URL, "urn:example:log/project/1")
        let project = ProjectId::named("urn:example:log/project/1");
        assert_eq!(project.to_string(), "1f002f77-14a0-5898-8f05-4666a99f6e0b");
        assert_eq!(EventId::named(project.uuid(), "plan:1").to_string(), "e72956cb-8a8c-5054-987f-dee377eb0f08");
    }

    #[test]
    fn a_text_id_says_what_is_wrong_with_it() {
        let refusal = |text: &str| ZoneId::new(text).unwrap_err().to_string();
        assert_eq!(refusal(" "), "a zone id must not be blank");
        for (text, shown) in
            [("a ", "a "), ("a\0b", "a\\0b"), ("a\u{200b}", "a\\u{200b}"), ("a\u{202e}b", "a\\u{202e}b")]
        {
            let told = "no white space at its ends, no control characters and none that nobody sees";
            assert_eq!(refusal(text), format!("\"{shown}\" is no zone id: {told}"));
        }
        // what has a width is seen
        for seen in ["a b", "沈阳　高新区", "e\u{301}", "👩"] {
            assert!(ZoneId::new(seen).is_ok(), "{seen:?}");
        }
        for hiding in ["officer-9\u{e0061}", "\u{feff}officer-9", "officer\u{ad}9", "葛\u{e0100}", "a\u{2060}b"] {
            assert!(ActorId::new(hiding).is_err() && ShortText::new(hiding).is_err(), "{hiding:?}");
        }
        assert_eq!(refusal(&"沈".repeat(86)), "a zone id has at most 256 bytes, not 258");
        for blank in ["", "\u{3000}", "\u{200b}", "\u{feff}\u{2060}", "\u{ad}", "\u{e0020}", "\u{1}"] {
            assert_eq!(ZoneId::new(blank), Err(IdError::Blank { kind: "zone id" }), "{blank:?}");
        }
        assert_eq!(ShortText::new("").unwrap_err().to_string(), "a short text must not be blank");
        assert_eq!(ShortText::new(&"x".repeat(256)).unwrap().as_str().len(), 256);
        let error = ShortText::new(&"x".repeat(257)).unwrap_err().to_string();
        assert_eq!(error, "a short text has at most 256 bytes, not 257");
        assert_eq!(ZoneId::new("沈阳高新技术产业开发区").unwrap().as_str(), "沈阳高新技术产业开发区");
    }
}
