//! Identifiers.

use core::fmt;
use core::str::FromStr;
use std::sync::Arc;

use uuid::Uuid;

/// Why a text is no identifier.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdError {
    /// It is no UUID in its one written form.
    #[error("`{found}` is no {kind} id; write a UUID in lower case with hyphens")]
    Uuid {
        /// Which id was wanted.
        kind: &'static str,
        /// What was found.
        found: String,
    },
    /// It is blank.
    #[error("a {kind} id must not be blank")]
    Blank {
        /// Which id was wanted.
        kind: &'static str,
    },
    /// It has white space at an end, or a control character.
    #[error("{found:?} is no {kind} id: no white space at its ends and no control characters")]
    Characters {
        /// Which id was wanted.
        kind: &'static str,
        /// What was found.
        found: String,
    },
    /// It is longer than 256 bytes.
    #[error("a {kind} id has at most 256 bytes, not {bytes}")]
    TooLong {
        /// Which id was wanted.
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

            /// The UUID.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl FromStr for $id {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                // of the forms that the parser takes only the one with hyphens has 36 characters
                // all bytes are looked at, for that takes less time than to stop early
                let has_capital = || text.bytes().fold(false, |seen, byte| seen | byte.is_ascii_uppercase());
                let has_form = text.len() == 36 && !has_capital();
                let uuid = if has_form { Uuid::try_parse(text).ok() } else { None };
                uuid.map(Self).ok_or_else(|| IdError::Uuid { kind: $kind, found: text.into() })
            }
        }

        impl fmt::Display for $id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self.0.as_hyphenated(), f)
            }
        }

        super::text_form!(
            $id,
            concat!("a ", $kind, " id: a UUID in lower case with hyphens"),
            "^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
            "format": "uuid"
        );
    };
}

uuid_id! {
    /// A project. The host mints it; an import derives it from the ledger's key.
    ProjectId, "project"
}
uuid_id! {
    /// A command, and the event that records it: they share one id.
    EventId, "event"
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

/// Writes an opaque text id.
macro_rules! text_id {
    ($(#[$meta:meta])* $id:ident, $kind:literal) => {
        $(#[$meta])*
        ///
        /// Opaque: never the name or mail address of a person. Not blank, at most 256 bytes, no control characters.
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $id(Arc<str>);

        impl $id {
            /// An id.
            ///
            /// # Errors
            /// [`IdError`] when it is blank, too long, or has white space at an end or a control character.
            pub fn new(text: &str) -> Result<Self, IdError> {
                Self::fault(text).map_or_else(|| Ok(Self(text.into())), Err)
            }

            /// Why a text is no id, if it is none.
            pub(crate) fn fault(text: &str) -> Option<IdError> {
                let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic());
                if is_plain && (1..=256).contains(&text.len()) {
                    return None;
                }
                if text.trim().is_empty() {
                    return Some(IdError::Blank { kind: $kind });
                }
                if text.len() > 256 {
                    return Some(IdError::TooLong { kind: $kind, bytes: text.len() });
                }
                (text.trim() != text || text.chars().any(char::is_control))
                    .then(|| IdError::Characters { kind: $kind, found: text.into() })
            }

            /// The id's text.
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
            concat!("a ", $kind, " id"),
            {
                let (control, space) = (r"\u0000-\u001f\u007f-\u009f", super::text::WHITE_SPACE);
                format!("^[^{control}{space}](?:[^{control}]*[^{control}{space}])?$")
            },
            "maxLength": 256
        );
    };
}

text_id! {
    /// A person or service that acts.
    ActorId, "actor"
}
text_id! {
    /// An organisation: a lead or responsible body, a unit.
    OrgId, "organisation"
}
text_id! {
    /// A development zone. Zones have no code in GB/T 2260.
    ZoneId, "zone"
}
text_id! {
    /// A target client, the prospective investor.
    ClientId, "client"
}
text_id! {
    /// A consumer of a log: a relay, a report, a copy, that remembers how far it has read.
    ConsumerId, "consumer"
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
            assert_eq!(bad.parse::<EventId>(), Err(IdError::Uuid { kind: "event", found: bad.into() }), "{bad}");
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
        assert_eq!(refusal("a "), r#""a " is no zone id: no white space at its ends and no control characters"#);
        assert_eq!(refusal("a\0b"), r#""a\0b" is no zone id: no white space at its ends and no control characters"#);
        assert_eq!(refusal(&"沈".repeat(86)), "a zone id has at most 256 bytes, not 258");
        assert_eq!(ZoneId::new("沈阳高新技术产业开发区").unwrap().as_str(), "沈阳高新技术产业开发区");
    }
}
