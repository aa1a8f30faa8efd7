//! Appending, decided: what every store does alike.

mod batch;

pub use batch::{Batch, BatchError, BatchPlan, FoundBatch, plan_batch};

use uuid::Uuid;

use crate::audit::record::data;
use crate::audit::record::draft::{Draft, LAST_SEQUENCE};
use crate::audit::{LogHead, RECORD_LIMIT, Record, RecordError, Subject, SubjectKind, TransitionRefused};
use crate::canonical::EncodeError;
use crate::lifecycle::Position;
use crate::project::Event;
use crate::value::{DigestAlgorithm, EventId, Source, Timestamp};

/// How far an instant may lie ahead of the host's clock, in minutes.
const CLOCK_TOLERANCE: i64 = 5;

/// A request to append one event to its stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppendRequest {
    content: Content,
}

/// What a request asks to append.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Content {
    /// An event of a project.
    Event(Event),
    /// A refused attempt, in a stream of its own.
    Refused(Box<TransitionRefused>),
}

/// What a store found under its lock, for one request.
#[derive(Clone, Debug)]
pub struct Found {
    /// The head of the log.
    pub head: LogHead,
    /// The last record of the request's stream, if there is one. A decision must rest on it.
    pub last: Option<Record>,
    /// The record of this log that bears the request's id, if there is one.
    pub earlier: Option<Record>,
}

/// What a store is to do.
#[derive(Clone, Debug)]
#[must_use = "a plan does nothing until the store carries it out"]
pub enum Plan {
    /// Write this record and this head, in one transaction.
    Append {
        /// The sealed record.
        event: Record,
        /// The head thereafter.
        head: LogHead,
    },
    /// Write nothing: the very command is recorded already.
    AlreadyRecorded(Record),
}

/// Proof for the typed view that a store answered for an event; made from the sealed record.
///
/// It prevents forgetting to record. It does not prove durability: that is the store's word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    record: Record,
}

/// Why an event is not appended. Nothing was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AppendError {
    /// Another writer was first, or the stream exists already: load it again and decide again.
    #[error("{subject} is at version {actual}, not {expected}: load it again and decide again")]
    Conflict {
        /// The stream.
        subject: Subject,
        /// The version that the request was decided on.
        expected: u64,
        /// The stream's version.
        actual: u64,
    },
    /// The request was decided on a history that is not the recorded one: load the project again and decide again.
    #[error(
        "{subject} was decided on event {expected} at version {version}, but {actual} is recorded there: load it again \
         and decide again"
    )]
    OtherHistory {
        /// The stream.
        subject: Subject,
        /// The stream's version.
        version: u64,
        /// The last event of the history that the request was decided on.
        expected: EventId,
        /// The last event that is recorded.
        actual: EventId,
    },
    /// The request was decided on an event that bears the id of the recorded one and says something else: two commands
    /// were given one id, and the other one was recorded. Load the project again and decide again.
    #[error(
        "{subject} was decided on event {} at version {version} as `{}` of {}, but what bears this id there is `{}` of {} \
         and says something else: load it again and decide again",
        actual.id(), expected.body().command_name(), expected.effective_on(), actual.body().command_name(),
        actual.effective_on()
    )]
    OtherEvent {
        /// The stream.
        subject: Subject,
        /// The stream's version.
        version: u64,
        /// The last event of the history that the request was decided on.
        expected: Event,
        /// The last event that is recorded.
        actual: Event,
    },
    /// The request's event begins where the recorded history does not end: load the project again and decide again.
    #[error(
        "{subject} was decided where it stood in {}, but at version {version} it stands in {actual}: load it again and \
         decide again",
        expected.map_or_else(|| "no stage".to_owned(), |position| position.to_string())
    )]
    OtherPosition {
        /// The stream.
        subject: Subject,
        /// The stream's version.
        version: u64,
        /// Where the event begins; nothing for a planning.
        expected: Option<Position>,
        /// Where the project stands.
        actual: Position,
    },
    /// The log has no record yet: open it first.
    #[error("the log {source_uri} is not open: its first record is lifecycle.log.opened")]
    NotOpened {
        /// The log.
        source_uri: Source,
    },
    /// The log is open on another digest, which it keeps.
    #[error("the log is open on {found}, not on {asked}: a log keeps its digest")]
    OtherDigest {
        /// The digest that it is open on.
        found: DigestAlgorithm,
        /// The digest that was asked for.
        asked: DigestAlgorithm,
    },
    /// The log has as many records as a log can have: open another one.
    #[error("the log has {size} records and takes no more: open another one")]
    Full {
        /// How many records there are.
        size: u64,
    },
    /// The id names another record with other content: mint a new id for a new command.
    #[error("id {id} already names record {sequence} of this log, which says something else: mint a new id")]
    IdReused {
        /// The id.
        id: EventId,
        /// The place of the record that bears it.
        sequence: u64,
    },
    /// The command's instant lies too far ahead of the host's clock.
    #[error("the command was given at {at}, more than {CLOCK_TOLERANCE} minutes after now, {now}: check the clocks")]
    AtAheadOfNow {
        /// When the command was given.
        at: Timestamp,
        /// The host's now.
        now: Timestamp,
    },
    /// The log's last record lies too far ahead of the host's clock.
    #[error(
        "the log was last written at {recorded}, more than {CLOCK_TOLERANCE} minutes after now, {now}: check the clocks"
    )]
    HeadAheadOfNow {
        /// When the last record was recorded.
        recorded: Timestamp,
        /// The host's now.
        now: Timestamp,
    },
    /// The record would be too large.
    #[error("the record would have {bytes} bytes; the limit is {limit}")]
    TooLarge {
        /// Its size in bytes.
        bytes: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// The event has no canonical form.
    #[error("the event has no canonical form")]
    Encode(#[source] EncodeError),
    /// The record that bears the same id cannot be read.
    #[error("the record that bears the same id cannot be read")]
    Earlier(#[source] RecordError),
}

impl AppendRequest {
    /// A request for an event that a decision gave.
    #[must_use]
    pub const fn new(event: Event) -> Self {
        Self { content: Content::Event(event) }
    }

    /// The stream.
    #[must_use]
    pub fn subject(&self) -> Subject {
        match &self.content {
            Content::Event(event) => event.project().into(),
            Content::Refused(refused) => Subject { kind: SubjectKind::Refusal, id: refused.id().uuid() },
        }
    }

    /// The event's id, which the store looks up for retries.
    #[must_use]
    pub fn id(&self) -> EventId {
        match &self.content {
            Content::Event(event) => event.id(),
            Content::Refused(refused) => refused.id(),
        }
    }

    /// The version that the stream must have.
    #[must_use]
    pub fn expected_version(&self) -> u64 {
        match &self.content {
            Content::Event(event) => event.version() - 1,
            Content::Refused(_) => 0,
        }
    }

    /// The event, unless it is a refused attempt.
    #[must_use]
    pub const fn event(&self) -> Option<&Event> {
        match &self.content {
            Content::Event(event) => Some(event),
            Content::Refused(_) => None,
        }
    }

    /// Whether an earlier record says what this request asks to record.
    fn is_recorded_as(&self, earlier: &Record) -> Result<bool, AppendError> {
        if earlier.subject() != self.subject() {
            return Ok(false);
        }
        Ok(match &self.content {
            Content::Event(event) => earlier.event().map_err(AppendError::Earlier)?.is_same_command(event),
            Content::Refused(refused) => {
                let mut data = Vec::new();
                refused.write(&mut data).map_err(AppendError::Encode)?;
                let is_same_actor =
                    (earlier.auth(), earlier.authid()) == (refused.actor().auth(), refused.actor().id());
                is_same_actor && earlier.data().as_bytes() == data
            }
        })
    }
}

impl From<TransitionRefused> for AppendRequest {
    fn from(refused: TransitionRefused) -> Self {
        Self { content: Content::Refused(refused.into()) }
    }
}

impl From<Event> for AppendRequest {
    fn from(event: Event) -> Self {
        Self::new(event)
    }
}

impl Receipt {
    /// The sealed record.
    #[must_use]
    pub const fn record(&self) -> &Record {
        &self.record
    }
}

impl From<Record> for Receipt {
    fn from(record: Record) -> Self {
        Self { record }
    }
}

/// Decides an append: first whether it is a retry, then whether the stream is where the request expects it and ends with
/// the event that it was decided on, then the clocks; then seals the record. Pure: a store locks its log, finds, asks this,
/// and writes.
///
/// `recordedtime` becomes `now`, or the log's last where that is later.
///
/// # Errors
/// [`AppendError`]; nothing is to be written then.
pub fn plan_append(found: Found, request: &AppendRequest, now: Timestamp) -> Result<Plan, AppendError> {
    let Found { head, last, earlier } = found;
    plan_after(&head, last.as_ref(), earlier, request, now)
}

/// Decides an append to a stream that ends with `last`.
pub(in crate::audit) fn plan_after(
    head: &LogHead,
    last: Option<&Record>,
    earlier: Option<Record>,
    request: &AppendRequest,
    now: Timestamp,
) -> Result<Plan, AppendError> {
    if let Some(earlier) = earlier {
        return if request.is_recorded_as(&earlier)? {
            Ok(Plan::AlreadyRecorded(earlier))
        } else {
            Err(AppendError::IdReused { id: request.id(), sequence: earlier.sequence() })
        };
    }
    let (expected, actual) = (request.expected_version(), last.map_or(0, Record::stream_version));
    if actual != expected {
        return Err(AppendError::Conflict { subject: request.subject(), expected, actual });
    }
    if let (Some(event), Some(last)) = (request.event(), last) {
        rests_on(event, last)?;
    }
    let mut line = Vec::with_capacity(1024);
    let head = seal_into(request, head, now, &mut line)?;
    let event = Record::sealed(line, &head.source, request.event());
    Ok(Plan::Append { event, head })
}

/// Whether an event was decided on a history that ends with `last`: the version may fit by chance.
fn rests_on(event: &Event, last: &Record) -> Result<(), AppendError> {
    let (subject, version, after) = (last.subject(), last.stream_version(), event.decided_after());
    if let Some(after) = &after {
        let (expected, actual) = (after.id(), last.id());
        if expected != actual {
            return Err(AppendError::OtherHistory { subject, version, expected, actual });
        }
        if last.is_sealed_from(after) || is_written_as(after, last) {
            return Ok(());
        }
    }
    // data of another version say nothing here: who decided on them could read them
    let Ok(recorded) = last.event() else { return Ok(()) };
    if let Some(expected) = after.filter(|after| !recorded.is_same_command(after)) {
        return Err(AppendError::OtherEvent { subject, version, expected, actual: recorded });
    }
    let (expected, actual) = (event.body().from(), recorded.body().to());
    if expected == Some(actual) {
        Ok(())
    } else {
        Err(AppendError::OtherPosition { subject, version, expected, actual })
    }
}

/// Whether a record's data are an event's, byte for byte: cheaper than to read them. What is not may still say the same.
fn is_written_as(event: &Event, record: &Record) -> bool {
    let actor = event.actor();
    let mut data = Vec::with_capacity(record.data_bytes().len());
    record.event_type().split('.').nth(2) == Some(event.body().event_name())
        && (record.auth(), record.authid()) == (actor.auth(), actor.id())
        && data::write(event, &mut data).is_ok()
        && data == record.data_bytes()
}

/// Seals a request's record after `head` into the caller's buffer, without its `\n`, and gives the head thereafter.
/// What the stream's version is, and whether the id is new, is the caller's to know: [`plan_append`] checks both.
///
/// # Errors
/// [`AppendError`] when the log is not open or is full, and for the clocks, the size and the encoding; the buffer is then as it was.
pub fn seal_into(
    request: &AppendRequest,
    head: &LogHead,
    now: Timestamp,
    out: &mut Vec<u8>,
) -> Result<LogHead, AppendError> {
    if head.size() == 0 {
        return Err(AppendError::NotOpened { source_uri: head.source.clone() });
    }
    let event = match &request.content {
        Content::Event(event) => event,
        Content::Refused(refused) => return seal_refused(refused, request.subject(), head, now, out),
    };
    let happening = event.happening();
    let draft = Draft {
        authid: happening.actor.id().as_str(),
        authtype: happening.actor.auth().code(),
        causationid: happening.causation.as_deref(),
        correlationid: happening.correlation.as_deref(),
        id: happening.id.uuid(),
        kind: SubjectKind::Project.code(),
        event: happening.body.event_name(),
        version: data::version(happening.body.event_name()).unwrap_or(1),
        streamversion: happening.version,
        subject: request.subject(),
        time: happening.at,
    };
    write_record(head, &draft, now, out, |out| data::write(event, out))
}

fn seal_refused(
    refused: &TransitionRefused,
    subject: Subject,
    head: &LogHead,
    now: Timestamp,
    out: &mut Vec<u8>,
) -> Result<LogHead, AppendError> {
    let mut uuid = Uuid::encode_buffer();
    let draft = Draft {
        authid: refused.actor().id().as_str(),
        authtype: refused.actor().auth().code(),
        causationid: Some(refused.cause().uuid().hyphenated().encode_lower(&mut uuid)),
        correlationid: refused.correlation(),
        id: refused.id().uuid(),
        kind: subject.kind.code(),
        event: TransitionRefused::EVENT_NAME,
        version: 1,
        streamversion: 1,
        subject,
        time: refused.at(),
    };
    write_record(head, &draft, now, out, |out| refused.write(out))
}

/// Seals a record on its own.
pub(in crate::audit) fn sealed(
    head: &LogHead,
    draft: &Draft<'_>,
    now: Timestamp,
    write_data: impl FnOnce(&mut Vec<u8>) -> Result<(), EncodeError>,
) -> Result<(Record, LogHead), AppendError> {
    let mut line = Vec::with_capacity(1024);
    let head = write_record(head, draft, now, &mut line, write_data)?;
    Ok((Record::sealed(line, &head.source, None), head))
}

fn write_record(
    head: &LogHead,
    draft: &Draft<'_>,
    now: Timestamp,
    out: &mut Vec<u8>,
    write_data: impl FnOnce(&mut Vec<u8>) -> Result<(), EncodeError>,
) -> Result<LogHead, AppendError> {
    if head.size() >= LAST_SEQUENCE {
        return Err(AppendError::Full { size: head.size() });
    }
    let latest = now.plus_minutes(CLOCK_TOLERANCE).unwrap_or(now);
    if draft.time > latest {
        return Err(AppendError::AtAheadOfNow { at: draft.time, now });
    }
    if let Some(recorded) = head.recorded.filter(|recorded| *recorded > latest) {
        return Err(AppendError::HeadAheadOfNow { recorded, now });
    }
    let recorded = head.recorded.map_or(now, |last| last.max(now));
    let start = out.len();
    let written = draft.write(head, recorded, out, write_data).map_err(AppendError::Encode);
    let bytes = out.len() - start;
    if let Err(error) = written {
        out.truncate(start);
        return Err(error);
    }
    if bytes > RECORD_LIMIT {
        out.truncate(start);
        return Err(AppendError::TooLarge { bytes, limit: RECORD_LIMIT });
    }
    Ok(head.after(&out[start..], recorded))
}
