//! A sealed record, read from its line.

use core::fmt;
use core::ops::Range;
use std::sync::Arc;

use super::envelope::Envelope;
use super::{Subject, Upcasters, data};
use crate::canonical::NotCanonical;
use crate::project::{AuthType, Event};
use crate::value::{ActorId, Digest, DigestAlgorithm, EventId, Source, Timestamp};

/// A sealed record: its line as it is stored and hashed, and its attributes.
///
/// To read one proves its form, not its place in a chain: [`verify`](super::verify()) does that, and
/// [`Project::replay`](crate::Project::replay) proves the history.
#[derive(Clone, PartialEq, Eq)]
pub struct AuditEvent {
    line: Vec<u8>,
    auth: AuthType,
    authid: ActorId,
    causation: Option<Arc<str>>,
    correlation: Option<Arc<str>>,
    data_at: Range<usize>,
    event_type: String,
    id: EventId,
    predecessor: Digest,
    recorded: Timestamp,
    sequence: u64,
    source: Source,
    stream_version: u64,
    subject: Subject,
    time: Timestamp,
}

impl fmt::Debug for AuditEvent {
    /// Its line, which says all.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AuditEvent({})", String::from_utf8_lossy(&self.line))
    }
}

/// Why a line is no record, or a record no event that this crate knows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// The line is too long.
    #[error("a record has at most {limit} bytes, not {bytes}")]
    TooLarge {
        /// Its length in bytes.
        bytes: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// The bytes are not canonical JSON.
    #[error("the record is not canonical JSON")]
    NotCanonical(#[source] NotCanonical),
    /// An attribute is missing, unknown or of another type.
    #[error("the record's attributes cannot be read: {why}")]
    Attributes {
        /// What is wrong.
        why: String,
    },
    /// An attribute has not the form it must have.
    #[error("the attribute `{attribute}` has not the form it must have: `{found}`")]
    Attribute {
        /// The attribute.
        attribute: &'static str,
        /// What was found.
        found: String,
    },
    /// The event type is not known.
    #[error("the event type `{found}` is not known")]
    UnknownType {
        /// The type.
        found: String,
    },
    /// The version of the event type is not known.
    #[error("version {stored} of the event type `{event_type}` is not known; known are {known:?}")]
    UnknownVersion {
        /// The type.
        event_type: String,
        /// The version that is stored.
        stored: u32,
        /// The versions that are known: this crate's, and those that can be brought to it.
        known: Vec<u32>,
    },
    /// The data name a stage or a verb that the law does not know.
    #[error("the data of `{event_type}` have `{found}` as `{member}`, which law {law} does not know; known are {}", known.join(", "))]
    UnknownName {
        /// The type.
        event_type: String,
        /// The law that the data name.
        law: u32,
        /// Which member it stands in.
        member: &'static str,
        /// What was found.
        found: String,
        /// What may stand there.
        known: Vec<&'static str>,
    },
    /// The law that decided is not known.
    #[error("the law version {stored} is not known; known is {known}")]
    UnknownLaw {
        /// The version that is stored.
        stored: u32,
        /// The version that this crate knows.
        known: u32,
    },
    /// The data are not those of the type.
    #[error("the data of `{event_type}` cannot be read: {why}")]
    Data {
        /// The type.
        event_type: String,
        /// What is wrong.
        why: String,
    },
}

impl AuditEvent {
    /// Reads a record from its line, without the `\n`.
    ///
    /// # Errors
    /// [`RecordError`] when the line is not canonical or an attribute has not its form. Whether the type is known shows
    /// only when the [`event`](Self::event) is asked for.
    pub fn parse(line: impl Into<Vec<u8>>) -> Result<Self, RecordError> {
        let line = line.into();
        let envelope = Envelope::read(&line, None)?;
        Ok(Self {
            auth: envelope.auth,
            authid: envelope.authid()?,
            causation: envelope.causation.as_deref().map(Into::into),
            correlation: envelope.correlation.as_deref().map(Into::into),
            data_at: envelope.data_at.clone(),
            event_type: envelope.event_type.into(),
            id: envelope.id,
            predecessor: envelope.predecessor,
            recorded: envelope.recorded,
            sequence: envelope.sequence,
            source: envelope.source()?,
            stream_version: envelope.stream_version,
            subject: envelope.subject,
            time: envelope.time,
            line,
        })
    }

    /// A record that was written just now.
    pub(super) fn sealed(line: Vec<u8>) -> Self {
        Self::parse(line).expect("what is sealed can be read")
    }

    /// The line as stored and hashed, without its `\n`.
    #[must_use]
    pub fn line(&self) -> &[u8] {
        &self.line
    }

    /// Its leaf in a log on a digest, which the next record names as its predecessor.
    #[must_use]
    pub fn leaf(&self, digest: DigestAlgorithm) -> Digest {
        digest.leaf(&self.line)
    }

    /// Its id.
    #[must_use]
    pub const fn id(&self) -> EventId {
        self.id
    }

    /// Its type, such as `lifecycle.project.signed.v1`.
    #[must_use]
    pub fn event_type(&self) -> &str {
        &self.event_type
    }

    /// The log it belongs to.
    #[must_use]
    pub const fn source(&self) -> &Source {
        &self.source
    }

    /// The stream it belongs to.
    #[must_use]
    pub const fn subject(&self) -> Subject {
        self.subject
    }

    /// When the command was given.
    #[must_use]
    pub const fn time(&self) -> Timestamp {
        self.time
    }

    /// When it was appended.
    #[must_use]
    pub const fn recorded_time(&self) -> Timestamp {
        self.recorded
    }

    /// Its place in the log, from 1.
    #[must_use]
    pub const fn sequence(&self) -> u64 {
        self.sequence
    }

    /// Its place in the stream, from 1.
    #[must_use]
    pub const fn stream_version(&self) -> u64 {
        self.stream_version
    }

    /// The business transaction it belongs to.
    #[must_use]
    pub fn correlation(&self) -> Option<&str> {
        self.correlation.as_deref()
    }

    /// What caused it.
    #[must_use]
    pub fn causation(&self) -> Option<&str> {
        self.causation.as_deref()
    }

    /// What kind of principal acted.
    #[must_use]
    pub const fn auth(&self) -> AuthType {
        self.auth
    }

    /// The opaque id of who acted.
    #[must_use]
    pub const fn authid(&self) -> &ActorId {
        &self.authid
    }

    /// What happened, as JSON: the line's `data` as they stand in it.
    #[must_use]
    pub fn data(&self) -> &str {
        // a canonical line is UTF-8
        core::str::from_utf8(self.data_bytes()).unwrap_or_default()
    }

    /// The data, as bytes.
    pub(super) fn data_bytes(&self) -> &[u8] {
        self.line.get(self.data_at.clone()).unwrap_or_default()
    }

    /// The leaf of the record before it.
    #[must_use]
    pub const fn predecessor(&self) -> Digest {
        self.predecessor
    }

    /// The business transaction, shared with the event.
    pub(super) fn correlation_kept(&self) -> Option<Arc<str>> {
        self.correlation.clone()
    }

    /// What caused it, shared with the event.
    pub(super) fn causation_kept(&self) -> Option<Arc<str>> {
        self.causation.clone()
    }

    /// Its data, read as a type of the caller's.
    pub(super) fn read_data<'a, T: serde::Deserialize<'a>>(&'a self) -> Result<T, RecordError> {
        let wrong =
            |why: serde_json::Error| RecordError::Data { event_type: self.event_type.clone(), why: why.to_string() };
        serde_json::from_str(self.data()).map_err(wrong)
    }

    /// The event of a project that it records.
    ///
    /// # Errors
    /// [`RecordError`] when type, version or law are not known, the record is about something else than a project, or
    /// its data are not those of its type.
    pub fn event(&self) -> Result<Event, RecordError> {
        self.event_with(&Upcasters::new())
    }

    /// The event of a project that it records, read with older versions of its data.
    ///
    /// # Errors
    /// As [`event`](Self::event).
    pub fn event_with(&self, upcasters: &Upcasters) -> Result<Event, RecordError> {
        data::read(self, upcasters)
    }
}
