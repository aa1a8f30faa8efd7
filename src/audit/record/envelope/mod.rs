//! The attributes of a record, borrowed from its line.

mod glance;
mod members;
mod straight;
#[cfg(test)]
mod tests;

pub(crate) use glance::Glance;

use core::ops::Range;
use std::borrow::Cow;

use serde::{Deserialize, Deserializer};

use super::{RecordError, Subject};
use crate::act::AuthType;
use crate::audit::RECORD_LIMIT;
use crate::value::{ActorId, Digest, EventId, Source, Timestamp, digits};

/// The width of `sequence`, in digits.
pub(in crate::audit) const SEQUENCE_WIDTH: usize = 19;

/// What every `type` begins with.
pub(in crate::audit) const TYPE_PREFIX: &str = "lifecycle.";

/// What every `dataschema` begins with; the type follows.
pub const SCHEMA_PREFIX: &str = "urn:project-lifecycle:schema:";

/// The attributes of a line, each in the form that it must have. Nothing is copied, so that a log can be verified at the
/// speed of its digest.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::audit) struct Envelope<'a> {
    pub(in crate::audit) auth: AuthType,
    pub(in crate::audit) authid: Cow<'a, str>,
    pub(in crate::audit) causation: Option<Cow<'a, str>>,
    pub(in crate::audit) correlation: Option<Cow<'a, str>>,
    /// Where the data stand in the line.
    pub(in crate::audit) data_at: Range<usize>,
    pub(in crate::audit) id: EventId,
    pub(in crate::audit) predecessor: Digest,
    pub(in crate::audit) recorded: Timestamp,
    pub(in crate::audit) sequence: u64,
    pub(in crate::audit) source: &'a str,
    pub(in crate::audit) stream_version: u64,
    pub(in crate::audit) subject: Subject,
    pub(in crate::audit) time: Timestamp,
    pub(in crate::audit) event_type: &'a str,
}

impl<'a> Envelope<'a> {
    /// Reads the attributes of a canonical line, without its `\n`. The name of a log that is known already needs no
    /// second look.
    pub(in crate::audit) fn read(line: &'a [u8], known: Option<&Source>) -> Result<Self, RecordError> {
        if line.len() > RECORD_LIMIT {
            return Err(RecordError::TooLarge { bytes: line.len(), limit: RECORD_LIMIT });
        }
        straight::read(line, known).map_or_else(|| members::read(line), Ok)
    }

    /// The id of who acted, kept beyond the line.
    pub(in crate::audit) fn authid(&self) -> Result<ActorId, RecordError> {
        let odd = |_| RecordError::Attribute { attribute: "authid", found: self.authid.clone().into_owned() };
        ActorId::new(&self.authid).map_err(odd)
    }

    /// The name of the log, kept beyond the line.
    pub(in crate::audit) fn source(&self) -> Result<Source, RecordError> {
        self.source.parse().map_err(|_| RecordError::Attribute { attribute: "source", found: self.source.into() })
    }
}

/// A place in the log, written as it must be: three numbers, none of which waits for another.
fn place(text: &[u8]) -> Option<u64> {
    let text: &[u8; SEQUENCE_WIDTH] = text.try_into().ok()?;
    let (high, rest) = text.split_first_chunk::<3>()?;
    let (middle, low) = rest.split_first_chunk::<8>()?;
    let [high, middle, low] = [digits(high)?, digits(middle)?, digits::<8>(low.try_into().ok()?)?].map(u64::from);
    // so many digits never overflow
    let place = (high * 100_000_000 + middle) * 100_000_000 + low;
    (place > 0).then_some(place)
}

/// Reads a member that is omitted when absent, and never null.
pub(in crate::audit) fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// The parts of a type such as `lifecycle.project.signed.v1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::audit) struct TypeName<'a> {
    pub(in crate::audit) kind: &'a str,
    pub(in crate::audit) event: &'a str,
    pub(in crate::audit) version: u32,
}

impl<'a> TypeName<'a> {
    pub(in crate::audit) fn parse(text: &'a str) -> Option<Self> {
        let (kind, rest) = plain(text.strip_prefix(TYPE_PREFIX)?)?;
        let (event, rest) = plain(rest.strip_prefix(".")?)?;
        let version = rest.strip_prefix(".v")?;
        // without a sign or a leading zero
        let is_shortest = version == "0" || matches!(version.as_bytes(), [b'1'..=b'9', ..]);
        is_shortest.then_some(())?;
        Some(Self { kind, event, version: version.parse().ok()? })
    }
}

/// The name that a text begins with, and what follows it.
fn plain(text: &str) -> Option<(&str, &str)> {
    let is_plain = |byte: &u8| matches!(byte, b'a'..=b'z' | b'_');
    let end = text.as_bytes().iter().position(|byte| !is_plain(byte)).filter(|end| *end > 0)?;
    text.split_at_checked(end)
}
