//! Cursors: how far the consumers of a log have come.

use crate::StoreError;
use crate::value::ConsumerId;

/// Remembers how far each consumer of the log has read: the place of the last record that it has done with. A consumer
/// reads on [after](crate::EventLog::lines) its cursor, and moves the cursor once what it read is done.
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
    /// [`StoreError`] when the storage does not tell.
    fn cursor(&self, consumer: &ConsumerId) -> Result<u64, StoreError>;

    /// Moves a consumer's cursor from where it was to another place, forward or, to read again, back.
    ///
    /// # Errors
    /// [`CursorError::Moved`] when it is not where the caller takes it to be, [`CursorError::Ahead`] when the log is not
    /// that long; nothing is changed then.
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

/// Whether a cursor may move. Pure and shared: a store finds, asks this, and writes.
///
/// # Errors
/// [`CursorError::Moved`] and [`CursorError::Ahead`].
pub fn plan_cursor(consumer: &ConsumerId, actual: u64, from: u64, to: u64, size: u64) -> Result<(), CursorError> {
    let consumer = consumer.clone();
    if actual != from {
        return Err(CursorError::Moved { consumer, expected: from, actual });
    }
    if to > size {
        return Err(CursorError::Ahead { consumer, to, size });
    }
    Ok(())
}
