//! What a log proves, and what is wrong with it.

use core::fmt;

use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use crate::audit::log::merkle::Checkpoint;
use crate::audit::{FORMAT_VERSION, Faults, LogHead, RecordError, Subject};
use crate::lifecycle::LAW_VERSION;
use crate::value::{Digest, DigestAlgorithm, Source, Timestamp};

/// What a log proves by itself.
///
/// As JSON it is `{"verdict": "self_consistent", "head": ..}`, or `consistent_with`, `contradicts`, `not_self_consistent` with the
/// members that it has here. A contradiction and a fault are `{"code": .., "text": ..}`, the faults of a log
/// `{"count": .., "first": [{"line": .., "fault": ..}, ..]}`.
///
/// Its text is one sentence, with the first line that does not follow. [`faults`](Self::faults) lists the others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
#[must_use = "a verdict may say that the log was tampered with"]
pub enum Verdict {
    /// Every line follows from the one before. A producer who wrote all of it anew would pass, too. So would a log that
    /// was cut at a line end, or whose last line was changed. Only a checkpoint kept elsewhere shows that.
    SelfConsistent {
        /// The head after the last line.
        head: LogHead,
    },
    /// Every line follows from the one before, and the log is or continues the one that the checkpoint tells of. If the
    /// checkpoint was kept where the producer could not reach it, nothing up to its size was changed since.
    ConsistentWith {
        /// The checkpoint.
        checkpoint: Checkpoint,
        /// The head after the last line.
        head: LogHead,
    },
    /// Every line follows from the one before, but the log is not the one that the checkpoint tells of.
    Contradicts {
        /// The checkpoint.
        checkpoint: Checkpoint,
        /// What the log says instead.
        contradiction: Contradiction,
        /// The head after the last line.
        head: LogHead,
    },
    /// Some line does not follow from the one before. All others were looked at as well, each with the leaf of the bytes that
    /// stand before it, so that one bad line does not hide what was done to those behind it.
    NotSelfConsistent {
        /// What does not follow: there is at least one fault.
        faults: Faults<BadLine>,
        /// The head of the log that has the lines as they stand, bad ones too; without those that were put in between
        /// where the line behind them shows it. `None` if no line says which log it is.
        head: Option<LogHead>,
        /// The checkpoint, if one was given.
        checkpoint: Option<Checkpoint>,
        /// How that head contradicts the checkpoint. `None` with a head and a checkpoint: the lines up to the checkpoint's size have
        /// its root, so they were bad already when it was kept, or something was only put in between them.
        contradiction: Option<Contradiction>,
    },
}

/// A line of a log, and what is wrong with it. A line has several of these if several things are wrong with it.
///
/// Its text is one line, such as `line 7: the sequence is 8, not 7`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct BadLine {
    /// Which line, from 1. In a log that is whole it is the record's sequence.
    pub line: u64,
    /// What is wrong with it.
    pub fault: LineFault,
}

/// How a log contradicts a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Contradiction {
    /// The checkpoint is another log's.
    #[error("the checkpoint is of the log {expected}, not of {found}")]
    Origin {
        /// The checkpoint's log.
        expected: Source,
        /// The log verified.
        found: Source,
    },
    /// The checkpoint is of a log on another digest.
    #[error("the checkpoint is of a log on {expected}, this one is on {found}")]
    Digest {
        /// The checkpoint's digest.
        expected: DigestAlgorithm,
        /// The log's digest.
        found: DigestAlgorithm,
    },
    /// The log is shorter than it was: its tail was cut off.
    #[error("the log had {expected} records at the checkpoint and has {found}: its tail is missing")]
    Shorter {
        /// The checkpoint's size.
        expected: u64,
        /// The log's size.
        found: u64,
    },
    /// Some record up to the checkpoint is another than it was.
    #[error("the root of the first {size} records is {found}, not {expected}: something in them was changed")]
    Root {
        /// The checkpoint's size.
        size: u64,
        /// The checkpoint's root.
        expected: Digest,
        /// The log's root at that size.
        found: Digest,
    },
    /// The checkpoint is older than the head from which the log was verified, so nothing can be told by it.
    #[error("the checkpoint is of {size} records, but the log was verified from record {since} on: verify all of it")]
    BeforeHead {
        /// The checkpoint's size.
        size: u64,
        /// The size of the head from which the log was verified.
        since: u64,
    },
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LineFault {
    /// There is no line at all.
    #[error("the log is empty; its first record is lifecycle.log.opened")]
    Empty,
    /// The line does not end in `\n`: the write was torn, or the file cut.
    #[error("the line does not end in a line feed: a torn write, or a cut file")]
    Torn,
    /// The line begins with a byte order mark: the file is not as it was written. A record behind one of UTF-8 counts as if the
    /// mark were not there; a file in another encoding cannot be read.
    #[error(
        "a byte order mark of {encoding}: a program saved the file anew; take the file as it was written{}",
        remove(encoding)
    )]
    ByteOrderMark {
        /// The encoding that it stands for.
        encoding: &'static str,
    },
    /// The line ends in CR LF, and the line before did not: a mail program, an editor or a transfer as text put carriage returns
    /// in. The record counts as if they were not there, and the lines behind it may end so, too.
    #[error(
        "from here on lines end in CR LF, not in a line feed alone: an editor, a mail or a transfer as text did that; take \
             the file as it was written, or remove the carriage returns"
    )]
    CarriageReturn,
    /// The line is no record.
    #[error(transparent)]
    Record(RecordError),
    /// The first record does not open the log.
    #[error("the first record must be lifecycle.log.opened.v1 of its own source, not `{found}`")]
    NotOpened {
        /// Its type.
        found: String,
    },
    /// A later record is about the log itself, which is opened once.
    #[error("only the first record opens the log")]
    OpenedAgain,
    /// The log is of a format, a law or a digest that this crate does not know.
    #[error(
        "the log is of format {format}, law {law}, digest {digest:?}; known are format {FORMAT_VERSION}, laws up to \
         {LAW_VERSION}, digests {}",
        known_digests()
    )]
    UnknownFormat {
        /// The format it names.
        format: u32,
        /// The law it names.
        law: u32,
        /// The digest it names.
        digest: String,
    },
    /// The place is in quarantine, and another line stands there than was put in it.
    #[error("the place is in quarantine with the leaf {expected}, but a line with {found} stands there")]
    Quarantined {
        /// The leaf that the quarantine names.
        expected: Digest,
        /// The line's.
        found: Digest,
    },
    /// The place is in quarantine under another stream or version than the line says that it has. Whoever passes over it would pass over
    /// another record.
    #[error("the place is in quarantine as {}, but the line says that it is {}", of_stream(*expected), of_stream(*found))]
    QuarantinedStream {
        /// The stream and the version that the quarantine names.
        expected: Option<(Subject, u64)>,
        /// The line's. `None` if it names no stream that there can be.
        found: Option<(Subject, u64)>,
    },
    /// The record belongs to another log.
    #[error(
        "the record belongs to the log {found}, not {expected}; if the file holds several logs, verify each by itself"
    )]
    Source {
        /// This log.
        expected: Source,
        /// The record's log.
        found: Source,
    },
    /// The place in the log is not the next one.
    #[error("the sequence is {found}, not {expected}")]
    Sequence {
        /// The next place.
        expected: u64,
        /// The record's place.
        found: u64,
    },
    /// The record does not follow from the line before.
    #[error("the predecessor hash is {found}, but the line before has {expected}")]
    Predecessor {
        /// The leaf of the line before.
        expected: Digest,
        /// The hash that the record names.
        found: Digest,
    },
    /// The record was recorded before the line before.
    #[error("recorded at {found}, before the line before, {last}")]
    RecordedEarlier {
        /// When the line before was recorded.
        last: Timestamp,
        /// When the record was recorded.
        found: Timestamp,
    },
}

fn of_stream(of: Option<(Subject, u64)>) -> String {
    of.map_or_else(|| "a line of no stream".into(), |(stream, version)| format!("version {version} of {stream}"))
}

fn remove(encoding: &str) -> &'static str {
    if encoding == UTF_8 { ", or remove the mark" } else { "" }
}

/// The encoding of records.
pub(super) const UTF_8: &str = "UTF-8";

fn known_digests() -> String {
    let known: Vec<_> = DigestAlgorithm::ALL.iter().map(|digest| digest.code()).collect();
    known.join(", ")
}

impl fmt::Display for Verdict {
    /// One sentence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SelfConsistent { head } => {
                write!(f, "the {} records of {} follow from one another", head.size(), head.source)
            }
            Self::ConsistentWith { checkpoint, head } => write!(
                f,
                "the {} records of {} follow from one another, and go on from the checkpoint at {}",
                head.size(),
                head.source,
                checkpoint.size
            ),
            Self::Contradicts { contradiction, .. } => write!(f, "the log contradicts the checkpoint: {contradiction}"),
            Self::NotSelfConsistent { faults, contradiction, .. } => {
                if let Some(BadLine { line, fault }) = faults.first().first() {
                    write!(f, "line {line} does not follow: {fault}")?;
                }
                if faults.count() > 1 {
                    write!(f, "; it is the first of {} contradictions", faults.count())?;
                }
                contradiction.as_ref().map_or(Ok(()), |against| write!(f, "; and against the checkpoint: {against}"))
            }
        }
    }
}

impl Verdict {
    /// The first 1,000 things that do not follow, in the order of the lines; empty unless the log is
    /// [not self-consistent](Self::NotSelfConsistent). Printed each on a line they are what an auditor goes through.
    #[must_use]
    pub fn faults(&self) -> &[BadLine] {
        match self {
            Self::NotSelfConsistent { faults, .. } => faults.first(),
            Self::SelfConsistent { .. } | Self::ConsistentWith { .. } | Self::Contradicts { .. } => &[],
        }
    }
}

impl Contradiction {
    /// Its stable code, as JSON has it.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Origin { .. } => "origin",
            Self::Digest { .. } => "digest",
            Self::Shorter { .. } => "shorter",
            Self::Root { .. } => "root",
            Self::BeforeHead { .. } => "before_head",
        }
    }
}

impl LineFault {
    /// Its stable code, as JSON has it.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Torn => "torn",
            Self::ByteOrderMark { .. } => "byte_order_mark",
            Self::CarriageReturn => "carriage_return",
            Self::Record(_) => "record",
            Self::NotOpened { .. } => "not_opened",
            Self::OpenedAgain => "opened_again",
            Self::Quarantined { .. } => "quarantined",
            Self::QuarantinedStream { .. } => "quarantined_stream",
            Self::UnknownFormat { .. } => "unknown_format",
            Self::Source { .. } => "source",
            Self::Sequence { .. } => "sequence",
            Self::Predecessor { .. } => "predecessor",
            Self::RecordedEarlier { .. } => "recorded_earlier",
        }
    }
}

impl Serialize for Contradiction {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        told(self.code(), self, serializer)
    }
}

impl Serialize for LineFault {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        told(self.code(), self, serializer)
    }
}

/// A code, and a sentence.
fn told<S: Serializer>(code: &str, text: &impl ToString, serializer: S) -> Result<S::Ok, S::Error> {
    let mut told = serializer.serialize_struct("Told", 2)?;
    told.serialize_field("code", code)?;
    told.serialize_field("text", &text.to_string())?;
    told.end()
}
