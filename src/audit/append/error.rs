//! Why something is not appended.

use crate::audit::{RecordError, Subject};
use crate::canonical::EncodeError;
use crate::lifecycle::Position;
use crate::project::{Event, HistoryError};
use crate::registry::ZoneHistoryError;
use crate::value::{Day, DigestAlgorithm, EventId, Source, Timestamp};

/// How far an instant may lie ahead of the host's clock, in minutes.
pub(super) const CLOCK_TOLERANCE: i64 = 5;

/// How far the log's last record may lie ahead of the host's clock, in hours.
pub(super) const HEAD_TOLERANCE: i64 = 24;

/// For how long a log without a clock of its own may have been silent, in days.
pub(super) const SILENCE_DAYS: i64 = 31;

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
        actual.id(), expected.command_name(), expected.effective_on(), actual.command_name(),
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
        /// Where the event begins; `None` for a planning.
        expected: Option<Position>,
        /// Where the project stands.
        actual: Position,
    },
    /// The request's event names an older law than the last event of its stream: load the project again and decide again,
    /// under the newest law.
    #[error(
        "{subject} was decided under law {found}, but at version {version} it is under law {last}: load it again and decide \
         again"
    )]
    LawFell {
        /// The stream.
        subject: Subject,
        /// The stream's version.
        version: u64,
        /// The law that the last recorded event names.
        last: u32,
        /// The law that the request's event names.
        found: u32,
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
    #[error(
        "id {id} already names record {sequence} of this log, which {}: mint a new id",
        dates.map_or_else(
            || "says something else".to_owned(),
            |(recorded, stated)| format!("took effect on {recorded}, not on {stated}")
        )
    )]
    IdReused {
        /// The id.
        id: EventId,
        /// The place of the record that bears it.
        sequence: u64,
        /// The recorded date and the stated one. `None` if more than the date differs.
        dates: Option<(Day, Day)>,
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
        "the log was last written at {recorded}, more than {HEAD_TOLERANCE} hours after now, {now}: check the clocks"
    )]
    HeadAheadOfNow {
        /// When the last record was recorded.
        recorded: Timestamp,
        /// The host's now.
        now: Timestamp,
    },
    /// The host's clock lies far ahead of the log's last record. If it is wrong, the record would lock the log.
    #[error(
        "now is {now}, more than {SILENCE_DAYS} days after the log was last written, at {recorded}: check the clock, and if it \
         is right give the request again with `sure_of_now`"
    )]
    NowFarAhead {
        /// When the last record was recorded.
        recorded: Timestamp,
        /// The host's now.
        now: Timestamp,
    },
    /// The event does not follow from the recorded history of its project: no command decided it there.
    #[error("the event does not follow from what is recorded")]
    Unlawful(#[source] Box<HistoryError>),
    /// The event does not follow from the recorded history of its zone: no command decided it there.
    #[error("the event does not follow from what is recorded of its zone")]
    UnlawfulZone(#[source] Box<ZoneHistoryError>),
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
    /// What is stored of the stream, or under the request's id, cannot be read. Other streams are not concerned. A request that
    /// is appended alone is answered by [`StoreError::Corrupt`](crate::StoreError::Corrupt).
    #[error("what is stored of {subject} cannot be read: verify the log, and restore it from a copy that verifies")]
    Unreadable {
        /// The stream.
        subject: Subject,
        /// Why.
        #[source]
        why: Box<StreamFault>,
    },
}

/// Why what is stored of one stream cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StreamFault {
    /// A record cannot be read.
    #[error("a record cannot be read")]
    Record(#[source] RecordError),
    /// The events are no lawful history of a project.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// The events are no lawful history of a zone.
    #[error(transparent)]
    ZoneHistory(#[from] ZoneHistoryError),
    /// All of its records are in quarantine, so nothing can follow them.
    #[error("all of its records are in quarantine: nothing can follow them")]
    Quarantined,
    /// What the storage holds in its place is no line at all.
    #[error("{0}")]
    Stored(String),
}

impl AppendError {
    /// Whether the request was decided on what is not, or no longer, the end of its stream: load it again and decide again.
    #[must_use]
    pub const fn is_stale(&self) -> bool {
        match self {
            Self::Conflict { .. }
            | Self::OtherHistory { .. }
            | Self::OtherEvent { .. }
            | Self::OtherPosition { .. }
            | Self::LawFell { .. } => true,
            Self::NotOpened { .. }
            | Self::OtherDigest { .. }
            | Self::Full { .. }
            | Self::IdReused { .. }
            | Self::AtAheadOfNow { .. }
            | Self::HeadAheadOfNow { .. }
            | Self::NowFarAhead { .. }
            | Self::Unlawful(_)
            | Self::UnlawfulZone(_)
            | Self::TooLarge { .. }
            | Self::Encode(_)
            | Self::Earlier(_)
            | Self::Unreadable { .. } => false,
        }
    }
}
