//! Why a value has no canonical form.

use super::path::{Shown, place, prepend};
use super::{MAX_DEPTH, MAX_INTEGER};
use std::fmt::Display;

/// Why a value cannot be written in canonical form. `at` is the dotted path to the place, such as
/// `evidence.parties.2`; it is empty for the value itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// A floating-point number, whole or not: its shortest decimal form (RFC 8785, 3.2.2.3) is where
    /// implementations differ.
    #[error("{}: floating-point numbers are not allowed; write an integer of a smaller unit, or a string", place(.at))]
    Float {
        /// Where the number stands.
        at: String,
    },
    /// An integer that a double cannot hold exactly (RFC 8785, appendix D).
    #[error("{}: the integer {value} is outside -{max} to {max}; write it as a string", place(.at), max = MAX_INTEGER)]
    IntegerOutOfRange {
        /// Where the integer stands.
        at: String,
        /// The integer in decimal digits.
        value: String,
    },
    /// A member name outside printable ASCII, or with `"` or `\` in it.
    #[error(
        "{}: the member name '{}' is not printable ASCII without '\"' and '\\'; rename it, or carry it as a value",
        place(.at), Shown(.name)
    )]
    MemberName {
        /// Where the object stands.
        at: String,
        /// The name, in full.
        name: String,
    },
    /// A name that occurs twice in one object (RFC 8785, 3.1).
    #[error("{}: the member name '{}' occurs twice; keep one of the two", place(.at), Shown(.name))]
    DuplicateMember {
        /// Where the object stands.
        at: String,
        /// The name, in full.
        name: String,
    },
    /// Something that has no canonical form, such as bytes, or a number as a member name.
    #[error("{}: {what} cannot be written; use a string, an integer, an array or an object with names", place(.at))]
    Unsupported {
        /// Where it stands.
        at: String,
        /// What it is.
        what: &'static str,
    },
    /// A message of the value's own [`serde::Serialize`] implementation.
    #[error("the value refused to be written: {0}")]
    Custom(String),
}

/// The error inside the encoder: one word wide, so that success costs no more than a null check. Its path
/// grows from the inside out while it travels up.
#[derive(Debug)]
pub(super) struct Failure(Box<EncodeError>);

pub(super) const TOO_DEEP: &str = "nesting deeper than 64 levels";
const _: () = assert!(MAX_DEPTH == 64, "TOO_DEEP names the limit");

impl Failure {
    #[cold]
    pub(super) fn float() -> Self {
        Self(Box::new(EncodeError::Float { at: String::new() }))
    }

    #[cold]
    pub(super) fn out_of_range(value: &dyn Display) -> Self {
        Self(Box::new(EncodeError::IntegerOutOfRange { at: String::new(), value: value.to_string() }))
    }

    #[cold]
    pub(super) fn member_name(name: &str) -> Self {
        Self(Box::new(EncodeError::MemberName { at: String::new(), name: name.to_owned() }))
    }

    #[cold]
    pub(super) fn duplicate(name: &[u8]) -> Self {
        let name = String::from_utf8_lossy(name).into_owned();
        Self(Box::new(EncodeError::DuplicateMember { at: String::new(), name }))
    }

    #[cold]
    pub(super) fn unsupported(what: &'static str) -> Self {
        Self(Box::new(EncodeError::Unsupported { at: String::new(), what }))
    }

    #[cold]
    pub(super) fn message(text: &dyn Display) -> Self {
        Self(Box::new(EncodeError::Custom(text.to_string())))
    }

    /// The same failure, seen from the object or array whose part `part` is.
    #[cold]
    pub(super) fn within(mut self, part: &dyn Display) -> Self {
        match &mut *self.0 {
            EncodeError::Float { at }
            | EncodeError::IntegerOutOfRange { at, .. }
            | EncodeError::MemberName { at, .. }
            | EncodeError::DuplicateMember { at, .. }
            | EncodeError::Unsupported { at, .. } => prepend(at, part),
            EncodeError::Custom(_) => {}
        }
        self
    }

    pub(super) fn into_error(self) -> EncodeError {
        *self.0
    }
}

impl Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Failure {}

impl serde::ser::Error for Failure {
    fn custom<T: Display>(message: T) -> Self {
        Self::message(&message)
    }
}
