//! A sealed record, read from its line.

use super::envelope::{Envelope, TypeName};
use super::{RECORD_LIMIT, Subject, data};
use crate::canonical::{self, NotCanonical};
use crate::project::{Actor, By, Event};
use crate::value::{Digest, EventId, Source, Timestamp};

/// A sealed record: its line as it is stored and hashed, and its attributes.
///
/// To read one proves its form, not its place in a chain: [`verify`](super::verify()) does that, and
/// [`Project::replay`](crate::Project::replay) proves the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEvent {
    line: Vec<u8>,
    id: EventId,
    event_type: String,
    source: Source,
    subject: Subject,
    time: Timestamp,
    recorded: Timestamp,
    sequence: u64,
    stream_version: u64,
    correlation: Option<String>,
    causation: Option<String>,
    predecessor: Digest,
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
    #[error("version {stored} of the event type `{event_type}` is not known; known is {known}")]
    UnknownVersion {
        /// The type.
        event_type: String,
        /// The version that is stored.
        stored: u32,
        /// The version that this crate knows.
        known: u32,
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
        if line.len() > RECORD_LIMIT {
            return Err(RecordError::TooLarge { bytes: line.len(), limit: RECORD_LIMIT });
        }
        canonical::check(&line).map_err(RecordError::NotCanonical)?;
        let envelope = read(&line)?;
        let odd = |attribute, found: &str| RecordError::Attribute { attribute, found: found.into() };
        if let Some((attribute, found)) = envelope.odd_constant() {
            return Err(odd(attribute, found));
        }
        if !envelope.data.get().starts_with('{') {
            return Err(odd("data", envelope.data.get()));
        }
        if TypeName::parse(&envelope.event_type).is_none() {
            return Err(odd("type", &envelope.event_type));
        }
        let instant = |attribute, text: &str| Timestamp::parse_fixed(text).map_err(|_| odd(attribute, text));
        let parts = (
            envelope.id.parse().map_err(|_| odd("id", &envelope.id))?,
            envelope.source.parse().map_err(|_| odd("source", &envelope.source))?,
            envelope.subject.parse().map_err(|_| odd("subject", &envelope.subject))?,
            instant("time", &envelope.time)?,
            instant("recordedtime", &envelope.recordedtime)?,
            envelope.sequence().ok_or_else(|| odd("sequence", &envelope.sequence))?,
            envelope.predecessorhash.parse().map_err(|_| odd("predecessorhash", &envelope.predecessorhash))?,
        );
        if envelope.streamversion == 0 {
            return Err(odd("streamversion", "0"));
        }
        actor(&envelope, By::default())?;
        let (event_type, stream_version) = (envelope.event_type.clone().into_owned(), envelope.streamversion);
        let correlation = envelope.correlationid.map(Into::into);
        let causation = envelope.causationid.map(Into::into);
        let (id, source, subject, time, recorded, sequence, predecessor) = parts;
        Ok(Self {
            id,
            event_type,
            source,
            subject,
            time,
            recorded,
            sequence,
            stream_version,
            correlation,
            causation,
            predecessor,
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

    /// Its leaf, which the next record names as its predecessor.
    #[must_use]
    pub fn leaf(&self) -> Digest {
        super::leaf(&self.line)
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

    /// The leaf of the record before it.
    #[must_use]
    pub const fn predecessor(&self) -> Digest {
        self.predecessor
    }

    /// Its data, read as a type of the caller's.
    pub(super) fn data<T: serde::de::DeserializeOwned>(&self) -> Result<T, RecordError> {
        let wrong =
            |why: serde_json::Error| RecordError::Data { event_type: self.event_type.clone(), why: why.to_string() };
        serde_json::from_str(read(&self.line)?.data.get()).map_err(wrong)
    }

    /// The event of a project that it records.
    ///
    /// # Errors
    /// [`RecordError`] when type, version or law are not known, the record is about something else than a project, or
    /// its data are not those of its type.
    pub fn event(&self) -> Result<Event, RecordError> {
        data::read(self, &read(&self.line)?)
    }
}

fn read(line: &[u8]) -> Result<Envelope<'_>, RecordError> {
    serde_json::from_slice(line).map_err(|why| RecordError::Attributes { why: why.to_string() })
}

/// Who acted, from attributes and the data's `by`.
pub(super) fn actor(envelope: &Envelope<'_>, by: By) -> Result<Actor, RecordError> {
    let odd = |attribute, found: &str| RecordError::Attribute { attribute, found: found.into() };
    let auth = envelope.authtype.parse().map_err(|_| odd("authtype", &envelope.authtype))?;
    let id = envelope.authid.parse().map_err(|_| odd("authid", &envelope.authid))?;
    Ok(Actor::from_parts(auth, id, by))
}
