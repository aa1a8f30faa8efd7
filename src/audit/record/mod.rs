//! A sealed record, read from its line.

pub(super) mod draft;
pub(super) mod envelope;
mod event_type;
mod subject;
mod upcast;

pub(crate) use envelope::Glance;
pub use envelope::SCHEMA_PREFIX;
pub use event_type::EventType;
pub use subject::{Subject, SubjectError, SubjectKind};
pub use upcast::{Upcast, Upcasters};

use core::fmt;
use core::ops::Range;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::act::AuthType;
use crate::audit::record::envelope::Envelope;
use crate::audit::wire::{project, zone};
use crate::canonical::NotCanonical;
use crate::project::Event;
use crate::registry::ZoneEvent;
use crate::value::{ActorId, Digest, DigestAlgorithm, EventId, Source, Timestamp};

/// A sealed record: its line as it is stored and hashed, and its attributes. A clone shares them.
///
/// To read one proves its form, not its place in a chain: [`verify`](crate::audit::verify()) does that, and
/// [`Project::replay`](crate::project::Project::replay) proves the history.
#[derive(Clone)]
pub struct Record(Arc<Parts>);

struct Parts {
    line: Vec<u8>,
    /// The event that it was sealed from. `None` if the record was read, or is no event of a project. It saves the next
    /// decision from reading the line, which says the same; so it is not part of equality.
    sealed_from: Option<Event>,
    auth: AuthType,
    authid: ActorId,
    causation: Option<Arc<str>>,
    correlation: Option<Arc<str>>,
    data_at: Range<usize>,
    event_type_at: Range<usize>,
    id: EventId,
    predecessor: Digest,
    recorded: Timestamp,
    sequence: u64,
    source: Source,
    stream_version: u64,
    subject: Subject,
    time: Timestamp,
}

impl PartialEq for Record {
    /// Equal if and only if the lines are equal.
    fn eq(&self, other: &Self) -> bool {
        self.0.line == other.0.line
    }
}

impl Eq for Record {}

impl fmt::Debug for Record {
    /// Its line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Record({})", String::from_utf8_lossy(&self.0.line))
    }
}

impl Serialize for Record {
    /// The members of its line, as `{"authid": .., "data": {..}, ..}`. Its leaf is that of the [line](Self::line), which JSON of another
    /// writer may not be.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let members: serde_json::Value = serde_json::from_slice(self.line()).map_err(serde::ser::Error::custom)?;
        members.serialize(serializer)
    }
}

/// Why a line is no record, or why a record is no event that this crate knows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// The line is too long.
    #[error("a record has at most {limit} bytes, not {bytes}")]
    TooLarge {
        /// Its length in bytes; one more than the limit if it was not read to its end.
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
    /// An attribute does not have its form.
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
    #[error("the law version {stored} is not known; known are the laws up to {known}")]
    UnknownLaw {
        /// The version that is stored.
        stored: u32,
        /// The newest version that this crate knows.
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

impl Record {
    /// Reads a record from its line, without the `\n`.
    ///
    /// # Errors
    /// [`RecordError`] when the line is not canonical or an attribute does not have its form. An unknown type shows
    /// only when the [`event`](Self::event) is asked for.
    pub fn parse(line: impl Into<Vec<u8>>) -> Result<Self, RecordError> {
        Self::read(line.into(), None, None)
    }

    /// A record just written into a log, with the event that it was sealed from if it is about a project.
    pub(in crate::audit) fn sealed(line: Vec<u8>, log: &Source, event: Option<&Event>) -> Self {
        Self::read(line, Some(log), event.cloned()).expect("what is sealed can be read")
    }

    fn read(line: Vec<u8>, log: Option<&Source>, sealed_from: Option<Event>) -> Result<Self, RecordError> {
        let envelope = Envelope::read(&line, log)?;
        // the last member of a canonical line
        let event_type_end = line.len() - "\"}".len();
        Ok(Self(Arc::new(Parts {
            sealed_from,
            auth: envelope.auth,
            authid: envelope.authid()?,
            causation: envelope.causation.as_deref().map(Into::into),
            correlation: envelope.correlation.as_deref().map(Into::into),
            data_at: envelope.data_at.clone(),
            event_type_at: event_type_end - envelope.event_type.len()..event_type_end,
            id: envelope.id,
            predecessor: envelope.predecessor,
            recorded: envelope.recorded,
            sequence: envelope.sequence,
            source: log
                .filter(|log| log.as_str() == envelope.source)
                .map_or_else(|| envelope.source(), |log| Ok(log.clone()))?,
            stream_version: envelope.stream_version,
            subject: envelope.subject,
            time: envelope.time,
            line,
        })))
    }

    /// The event that it was sealed from. `None` if the record was read.
    pub(in crate::audit) fn sealed_from(&self) -> Option<&Event> {
        self.0.sealed_from.as_ref()
    }

    /// The line as stored and hashed, without its `\n`.
    #[must_use]
    pub fn line(&self) -> &[u8] {
        &self.0.line
    }

    /// Its leaf in a log on a digest, which the next record names as its predecessor.
    #[must_use]
    pub fn leaf(&self, digest: DigestAlgorithm) -> Digest {
        digest.leaf(&self.0.line)
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> EventId {
        self.0.id
    }

    /// Its type, such as `lifecycle.project.signed.v1`.
    #[must_use]
    pub fn event_type(&self) -> &str {
        self.text(&self.0.event_type_at)
    }

    /// The log it belongs to.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.0.source
    }

    /// The stream it belongs to.
    #[must_use]
    pub fn subject(&self) -> Subject {
        self.0.subject
    }

    /// When the command was given.
    #[must_use]
    pub fn time(&self) -> Timestamp {
        self.0.time
    }

    /// When it was appended.
    #[must_use]
    pub fn recorded_time(&self) -> Timestamp {
        self.0.recorded
    }

    /// Its place in the log, from 1.
    #[must_use]
    pub fn sequence(&self) -> u64 {
        self.0.sequence
    }

    /// Its place in the stream, from 1.
    #[must_use]
    pub fn stream_version(&self) -> u64 {
        self.0.stream_version
    }

    /// The business transaction it belongs to. `None` if none was given.
    #[must_use]
    pub fn correlation(&self) -> Option<&str> {
        self.0.correlation.as_deref()
    }

    /// What caused it. `None` if that was not given.
    #[must_use]
    pub fn causation(&self) -> Option<&str> {
        self.0.causation.as_deref()
    }

    /// What kind of principal acted.
    #[must_use]
    pub fn auth(&self) -> AuthType {
        self.0.auth
    }

    /// The opaque id of who acted.
    #[must_use]
    pub fn authid(&self) -> &ActorId {
        &self.0.authid
    }

    /// What happened, as JSON: the line's `data` as they stand in it.
    #[must_use]
    pub fn data(&self) -> &str {
        self.text(&self.0.data_at)
    }

    fn text(&self, at: &Range<usize>) -> &str {
        // a canonical line is UTF-8
        core::str::from_utf8(self.0.line.get(at.clone()).unwrap_or_default()).unwrap_or_default()
    }

    /// The leaf of the record before it.
    #[must_use]
    pub fn predecessor(&self) -> Digest {
        self.0.predecessor
    }

    /// The business transaction, shared with the event.
    pub(in crate::audit) fn correlation_kept(&self) -> Option<Arc<str>> {
        self.0.correlation.clone()
    }

    /// What caused it, shared with the event.
    pub(in crate::audit) fn causation_kept(&self) -> Option<Arc<str>> {
        self.0.causation.clone()
    }

    /// Its data, read as a type of the caller's.
    pub(in crate::audit) fn read_data<'a, T: serde::Deserialize<'a>>(&'a self) -> Result<T, RecordError> {
        let wrong =
            |why: serde_json::Error| RecordError::Data { event_type: self.event_type().into(), why: why.to_string() };
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
        project::read(self, upcasters)
    }

    /// The event of a zone that it records.
    ///
    /// # Errors
    /// [`RecordError`] when type or version are not known, the record is about something else than a zone, or its data are
    /// not those of its type.
    pub fn zone_event(&self) -> Result<ZoneEvent, RecordError> {
        zone::read(self)
    }
}
