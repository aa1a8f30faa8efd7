//! Verifying a log: form, attributes and chain of every line.

use std::io::{self, BufRead, Read};

use super::head::opens;
use super::merkle::{Checkpoint, Tree};
use super::{AuditEvent, FORMAT_VERSION, LogHead, RECORD_LIMIT, RecordError, SubjectKind};
use crate::lifecycle::LAW_VERSION;
use crate::value::{Digest, Source, Timestamp};

/// What a log proves by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a verdict may say that the log was tampered with"]
pub enum Verdict {
    /// Every line follows from the one before. A producer who wrote all of it anew would pass too, and so would a log
    /// that was cut at a line end or whose last line was changed: only a checkpoint kept elsewhere shows that.
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
    /// Some line does not follow from the one before.
    NotSelfConsistent {
        /// The first such line, from 1.
        line: u64,
        /// What is wrong with it.
        fault: LineFault,
    },
}

/// How a log contradicts a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Contradiction {
    /// The checkpoint is another log's.
    #[error("the checkpoint is of the log {expected}, not of {found}")]
    Origin {
        /// The checkpoint's log.
        expected: Source,
        /// The log verified.
        found: Source,
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
         {LAW_VERSION}, digest \"sha-256\""
    )]
    UnknownFormat {
        /// The format it names.
        format: u32,
        /// The law it names.
        law: u32,
        /// The digest it names.
        digest: String,
    },
    /// The record belongs to another log.
    #[error("the record belongs to the log {found}, not {expected}")]
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

/// Verifies a log line by line, in constant memory.
///
/// Checked are canonical form, attributes, source, sequence, chain and the order of `recordedtime`. Stream versions and
/// legality are [replay](crate::Project::replay)'s to check; that ids are unique in a log is its store's.
///
/// # Errors
/// The reader's own.
pub fn verify(log: impl BufRead) -> io::Result<Verdict> {
    Ok(match walk(log, None)? {
        Ok((head, _)) => Verdict::SelfConsistent { head },
        Err(verdict) => verdict,
    })
}

/// Verifies a log as [`verify`] does, and against a checkpoint that was kept elsewhere.
///
/// # Errors
/// The reader's own.
pub fn verify_against(log: impl BufRead, checkpoint: &Checkpoint) -> io::Result<Verdict> {
    let (head, root) = match walk(log, Some(checkpoint.size))? {
        Ok(walked) => walked,
        Err(verdict) => return Ok(verdict),
    };
    let checkpoint = checkpoint.clone();
    let contradiction = if checkpoint.origin != head.source {
        Contradiction::Origin { expected: checkpoint.origin.clone(), found: head.source.clone() }
    } else {
        match root {
            None => Contradiction::Shorter { expected: checkpoint.size, found: head.size() },
            Some(found) if found != checkpoint.root => {
                Contradiction::Root { size: checkpoint.size, expected: checkpoint.root, found }
            }
            Some(_) => return Ok(Verdict::ConsistentWith { checkpoint, head }),
        }
    };
    Ok(Verdict::Contradicts { checkpoint, contradiction, head })
}

/// The head after the last line and the root at a size on the way, if the log got there; or the verdict on the first line
/// that does not follow.
fn walk(mut log: impl BufRead, root_at: Option<u64>) -> io::Result<Result<(LogHead, Option<Digest>), Verdict>> {
    let mut head: Option<LogHead> = None;
    let mut root = root_at.filter(|size| *size == 0).map(|_| Tree::new().root());
    loop {
        let mut line = Vec::new();
        let number = head.as_ref().map_or(0, LogHead::size) + 1;
        // one byte beyond the limit is enough to see that a line is too long
        let most = RECORD_LIMIT as u64 + 2;
        if (&mut log).take(most).read_until(b'\n', &mut line)? == 0 {
            let empty = Verdict::NotSelfConsistent { line: 1, fault: LineFault::Empty };
            return Ok(head.map(|head| (head, root)).ok_or(empty));
        }
        match follow(head.as_ref(), line) {
            Ok(after) => {
                if root_at == Some(after.size()) {
                    root = Some(after.tree.root());
                }
                head = Some(after);
            }
            Err(fault) => return Ok(Err(Verdict::NotSelfConsistent { line: number, fault })),
        }
    }
}

/// The head after a line that follows `head`, or after the first line.
fn follow(head: Option<&LogHead>, mut line: Vec<u8>) -> Result<LogHead, LineFault> {
    if line.pop_if(|last| *last == b'\n').is_none() {
        let is_long = line.len() > RECORD_LIMIT;
        return Err(if is_long { too_large(line.len()) } else { LineFault::Torn });
    }
    let record = AuditEvent::parse(line).map_err(LineFault::Record)?;
    let head = match head {
        Some(head) => head,
        None => {
            opens(&record)?;
            &LogHead::empty(record.source().clone())
        }
    };
    if *record.source() != head.source {
        return Err(LineFault::Source { expected: head.source.clone(), found: record.source().clone() });
    }
    if head.size() > 0 && record.subject().kind == SubjectKind::Log {
        return Err(LineFault::OpenedAgain);
    }
    if record.sequence() != head.size() + 1 {
        return Err(LineFault::Sequence { expected: head.size() + 1, found: record.sequence() });
    }
    if record.predecessor() != head.hash {
        return Err(LineFault::Predecessor { expected: head.hash, found: record.predecessor() });
    }
    if let Some(last) = head.recorded.filter(|last| *last > record.recorded_time()) {
        return Err(LineFault::RecordedEarlier { last, found: record.recorded_time() });
    }
    Ok(head.after(record.line(), record.recorded_time()))
}

fn too_large(bytes: usize) -> LineFault {
    LineFault::Record(RecordError::TooLarge { bytes, limit: RECORD_LIMIT })
}
