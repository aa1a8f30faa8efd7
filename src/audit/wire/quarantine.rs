//! That places of the log were put in quarantine: `lifecycle.log.quarantined`.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Sealable;
use crate::act::{Actor, By, Correction};
use crate::audit::record::envelope::TypeName;
use crate::audit::{Record, RecordError, Subject, SubjectKind};
use crate::canonical::{self, EncodeError};
use crate::project::Context;
use crate::value::{Digest, EventId, Source, Text, Timestamp};

/// A place that is in quarantine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantined {
    /// The place in the log, from 1.
    pub sequence: u64,
    /// The leaf of the line that stands there, which the next line and the tree use.
    pub leaf: Digest,
    /// The stream that the line belongs to, and its version there. `None` if it belongs to none that can be told.
    pub stream: Option<(Subject, u64)>,
}

/// That places of a log were put in quarantine, by whoever owns the log. It is an event of the log itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogQuarantined {
    id: EventId,
    subject: Subject,
    /// The version of the log's own stream before it.
    after: u64,
    places: Vec<Quarantined>,
    correction: Correction,
    at: Timestamp,
    actor: Arc<Actor>,
    correlation: Option<Arc<str>>,
}

/// The data; members in canonical order.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    authority: Text,
    #[serde(default, skip_serializing_if = "By::is_unknown")]
    by: By,
    grounds: Text,
    places: Vec<Place>,
}

/// A place; members in canonical order.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    leaf: Digest,
    sequence: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stream: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    streamversion: Option<u64>,
}

impl LogQuarantined {
    /// The name of the event, within its type.
    pub(in crate::audit) const EVENT_NAME: &'static str = "quarantined";

    /// How the lines of these records end.
    pub(in crate::audit) const LINE_END: &'static [u8] = b"\"type\":\"lifecycle.log.quarantined.v1\"}";

    /// How many places one record names at most, so that it stays within its size.
    pub const MOST: usize = 250;

    /// Places of a log, which has as many records of its own stream as `after` says, under an id.
    pub(in crate::audit) fn new(
        (id, source): (EventId, &Source),
        after: u64,
        places: Vec<Quarantined>,
        correction: Correction,
        context: &Context,
    ) -> Self {
        Self {
            id,
            subject: Subject::log(source),
            after,
            places,
            correction,
            at: context.at(),
            actor: Arc::clone(&context.actor),
            correlation: context.correlation.clone(),
        }
    }

    /// The places that a record names, if it is of this type: all between the opening and its own, each once, in order.
    pub(crate) fn places_of(record: &Record) -> Result<Option<Vec<Quarantined>>, RecordError> {
        let name = TypeName { kind: SubjectKind::Log.code(), event: Self::EVENT_NAME, version: 1 };
        if TypeName::parse(record.event_type()) != Some(name) {
            return Ok(None);
        }
        if record.subject() != Subject::log(record.source()) {
            let why = "it is about another log than its own".to_owned();
            return Err(RecordError::Data { event_type: record.event_type().into(), why });
        }
        let Data { places, .. } = record.read_data()?;
        // without the line that opens it nobody knows which log it is
        let mut before = 1;
        if places.is_empty() {
            let why = "it names no place".to_owned();
            return Err(RecordError::Data { event_type: record.event_type().into(), why });
        }
        let mut read = Vec::with_capacity(places.len());
        for Place { leaf, sequence, stream, streamversion } in places {
            if sequence <= before || sequence >= record.sequence() {
                let why = format!("the place {sequence} is not one between {before} and {}", record.sequence());
                return Err(RecordError::Data { event_type: record.event_type().into(), why });
            }
            before = sequence;
            let stream = match (stream, streamversion) {
                (Some(stream), Some(version)) => {
                    let subject = stream.parse().map_err(|why: crate::audit::SubjectError| RecordError::Data {
                        event_type: record.event_type().into(),
                        why: why.to_string(),
                    })?;
                    Some((subject, version))
                }
                (None, None) => None,
                _ => {
                    let why = format!("the place {sequence} has a stream and no version, or the other way round");
                    return Err(RecordError::Data { event_type: record.event_type().into(), why });
                }
            };
            read.push(Quarantined { sequence, leaf, stream });
        }
        Ok(Some(read))
    }
}

impl Sealable for LogQuarantined {
    fn id(&self) -> EventId {
        self.id
    }

    fn subject(&self) -> Subject {
        self.subject
    }

    fn expected_version(&self) -> u64 {
        self.after
    }

    fn event_name(&self) -> &'static str {
        Self::EVENT_NAME
    }

    fn actor(&self) -> &Actor {
        &self.actor
    }

    fn at(&self) -> Timestamp {
        self.at
    }

    fn correlation(&self) -> Option<&str> {
        self.correlation.as_deref()
    }

    fn write_data(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        let place = |place: &Quarantined| Place {
            leaf: place.leaf,
            sequence: place.sequence,
            stream: place.stream.map(|(stream, _)| stream.to_string()),
            streamversion: place.stream.map(|(_, version)| version),
        };
        let Correction { authority, grounds } = self.correction.clone();
        let places = self.places.iter().map(place).collect();
        canonical::encode_into(&Data { authority, by: self.actor.by().clone(), grounds, places }, out)
    }
}
