//! What cannot be taken in.

use crate::audit::{RecordError, Subject};
use crate::lifecycle::Position;
use crate::registry::ZoneHistoryError;
use crate::value::{Source, Timestamp};

/// A record that a portfolio cannot take in: which, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FoldError {
    /// A line is no record.
    #[error("it is no record")]
    Line(#[source] RecordError),
    /// A record does not follow, or cannot be understood.
    #[error("record {sequence} of the log, of {subject}, cannot be taken in")]
    Record {
        /// Its place in the log.
        sequence: u64,
        /// Its stream.
        subject: Subject,
        /// What is wrong.
        #[source]
        fault: Box<FoldFault>,
    },
}

/// Why a log cannot be read into a portfolio.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The reader failed.
    #[error("the log cannot be read")]
    Reader(#[from] std::io::Error),
    /// The log ends within a line.
    #[error("line {line} has no end; was it cut short?")]
    Torn {
        /// The line, from 1.
        line: u64,
    },
    /// A line cannot be taken in.
    #[error("line {line} cannot be taken in")]
    Fold {
        /// The line, from 1.
        line: u64,
        /// What is wrong.
        #[source]
        why: FoldError,
    },
}

/// Why a portfolio cannot take a record in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FoldFault {
    /// It cannot be read.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// It puts a place in quarantine of which the portfolio was not told before.
    #[error(
        "it puts the place {sequence} in quarantine, of which the portfolio was not told: read the log anew, with `Portfolio::but`"
    )]
    Quarantined {
        /// The place.
        sequence: u64,
    },
    /// It is of another log than those before it.
    #[error("it is of the log {found}; those before it are of {expected}")]
    OtherLog {
        /// The log of the records before it.
        expected: Source,
        /// Its log.
        found: Source,
    },
    /// It does not follow from what is recorded of its zone.
    #[error(transparent)]
    Zone(#[from] ZoneHistoryError),
    /// It is not the next of its stream.
    #[error("its version is {found}; the next of its stream is {expected}")]
    Version {
        /// The version that comes next.
        expected: u64,
        /// The version found.
        found: u64,
    },
    /// It was recorded before the record before it.
    #[error("it was recorded at {found}, before the last of its stream at {last}")]
    Recorded {
        /// When the last one was recorded.
        last: Timestamp,
        /// When this one was.
        found: Timestamp,
    },
    /// It does not begin where the project stands, or no law has its step.
    #[error("the project stands in {stands}; the record begins in {}", found.map_or_else(|| "nothing".to_owned(), |found| found.to_string()))]
    Place {
        /// Where the project stands.
        stands: Position,
        /// Where the record begins. `None` for a planning.
        found: Option<Position>,
    },
    /// It corrects a step that does not stand.
    #[error("it corrects version {version}, which is not a step that stands")]
    NotStanding {
        /// The version named.
        version: u64,
    },
    /// A correction tells no date.
    #[error("it corrects a step and tells no date")]
    Undated,
    /// The stream does not begin with a planning.
    #[error("its project was never planned")]
    Unplanned,
    /// The stream of a zone does not begin with its registration.
    #[error("its zone was never registered")]
    Unregistered,
    /// The stream is too long.
    #[error("a project has at most {limit} events here")]
    TooManyEvents {
        /// The limit.
        limit: u64,
    },
    /// There are too many projects.
    #[error("a portfolio has at most {} projects", u32::MAX)]
    TooManyProjects,
}
