//! Cursors: how far the consumers of a log have come.

use crate::StoreError;
use crate::value::{ConsumerId, Digest};

/// Remembers how far each consumer of the log has read: the place of the last record that it has done with. A consumer
/// reads on [after](crate::EventLog::lines) its cursor, and moves the cursor once what it read is done.
///
/// A cursor keeps the leaf of that record. If the log has another record there, or none, it is not the log that was read: an older
/// copy was restored, or it was written anew. Then the reader is told ([`CursorLost`]) and not led past what is new to it. A reader
/// that keeps its place elsewhere keeps the leaf beside it, and asks [`EventLog::leaf`](crate::EventLog::leaf).
///
/// ```
/// use project_lifecycle::prelude::*;
/// use project_lifecycle::store::CursorError;
/// use project_lifecycle::value::ConsumerId;
///
/// let now = "2018-06-11T09:00:00+08:00".parse()?;
/// let officer = Actor::new(AuthType::AppUser, "officer-17".parse()?);
/// let mut store = MemoryStore::open("urn:example:city".parse()?, &officer, now)?;
///
/// let report: ConsumerId = "monthly-report".parse()?;
/// assert_eq!(store.cursor(&report)?, 0);
/// store.move_cursor(&report, 0, 1)?; // the first record is done with
/// // another reader under its name took it to be where it was
/// assert!(matches!(store.move_cursor(&report, 0, 1), Err(CursorError::Moved { actual: 1, .. })));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Cursors {
    /// The place of the last record that a consumer has done with; 0 if it has done with none.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] by [`CursorLost`] when the log is not the one that was read; [`StoreError`] when the storage does
    /// not tell.
    fn cursor(&self, consumer: &ConsumerId) -> Result<u64, StoreError>;

    /// Moves a consumer's cursor from where it was to another place, forward or, to read again, back.
    ///
    /// # Errors
    /// [`CursorError::Moved`] when it is not where the caller takes it to be, [`CursorError::Ahead`] when the log is not
    /// that long, [`CursorError::Store`] as [`cursor`](Self::cursor); nothing is changed then. Back to 0 it can be moved in any
    /// log.
    fn move_cursor(&mut self, consumer: &ConsumerId, from: u64, to: u64) -> Result<(), CursorError>;
}

/// Why a cursor was not moved.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CursorError {
    /// It is elsewhere: another reader runs under the same name.
    #[error("the cursor of {consumer} is at {actual}, not at {expected}: does another reader run under its name?")]
    Moved {
        /// The consumer.
        consumer: ConsumerId,
        /// Where the caller takes it to be.
        expected: u64,
        /// Where it is.
        actual: u64,
    },
    /// The log is shorter.
    #[error("the cursor of {consumer} cannot move to {to}: the log has {size} records")]
    Ahead {
        /// The consumer.
        consumer: ConsumerId,
        /// The place asked for.
        to: u64,
        /// How many records the log has.
        size: u64,
    },
    /// The storage did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A cursor as a store keeps it, and what the log has at its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeptCursor {
    /// The place of the last record that the consumer has done with; 0 if it has done with none.
    pub sequence: u64,
    /// The leaf of that record when the cursor was moved there. `None` at 0.
    pub leaf: Option<Digest>,
    /// The leaf of the record that the log has there now. `None` if it has none.
    pub found: Option<Digest>,
}

/// The log is not the one that a consumer read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "up to record {sequence} another log was read than this one, of which an older copy was restored or which was written anew: \
     move the cursor to 0 and read again, or restore the log that was read"
)]
pub struct CursorLost {
    /// The place of the last record that was read.
    pub sequence: u64,
    /// Its leaf.
    pub kept: Option<Digest>,
    /// The leaf of the record that the log has there. `None` if it has none.
    pub found: Option<Digest>,
}

impl KeptCursor {
    /// The place, if the log is the one that was read.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] by [`CursorLost`].
    pub fn read(self, consumer: &ConsumerId) -> Result<u64, StoreError> {
        let Self { sequence, leaf, found } = self;
        if sequence == 0 || (leaf.is_some() && leaf == found) {
            return Ok(sequence);
        }
        let why = Box::new(CursorLost { sequence, kept: leaf, found });
        Err(StoreError::Corrupt { what: format!("the log behind the cursor of {consumer}"), why })
    }
}

/// Whether a cursor may move. Pure and shared: a store finds, asks this, and writes the place with the leaf of its record.
///
/// # Errors
/// [`CursorError::Moved`], [`CursorError::Ahead`], and [`CursorError::Store`] when the log is not the one that was read.
pub fn plan_cursor(consumer: &ConsumerId, kept: KeptCursor, from: u64, to: u64, size: u64) -> Result<(), CursorError> {
    let actual = kept.sequence;
    if actual != from {
        return Err(CursorError::Moved { consumer: consumer.clone(), expected: from, actual });
    }
    if to > 0 {
        kept.read(consumer)?;
    }
    if to > size {
        return Err(CursorError::Ahead { consumer: consumer.clone(), to, size });
    }
    Ok(())
}
