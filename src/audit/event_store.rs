//! What a store is.

use core::error::Error;

use super::{AppendError, AppendRequest, AuditEvent, LogHead, Receipt, RecordError, Subject, Upcasters};
use crate::project::{HistoryError, Project};
use crate::value::{ProjectId, Timestamp};

/// A store of one log.
///
/// Appending is compare-and-swap on the stream's version and idempotent by event id; both are decided by
/// [`plan_append`](super::plan_append), so every backend answers alike. Asynchronous stores have the same methods
/// inherently.
pub trait EventStore {
    /// Appends an event, or finds it appended already. `now` is the host's clock.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when the request cannot stand, [`StoreError::Storage`] when storage failed. In both cases
    /// nothing was written.
    fn append(&mut self, request: &AppendRequest, now: Timestamp) -> Result<Receipt, StoreError>;

    /// The records of a stream, in order; empty if there is none.
    ///
    /// # Errors
    /// [`StoreError::Storage`].
    fn stream(&self, subject: Subject) -> Result<Vec<AuditEvent>, StoreError>;

    /// At most `limit` records of the log after a place in it, in order; after 0 is from the first.
    ///
    /// # Errors
    /// [`StoreError::Storage`].
    fn log(&self, after: u64, limit: usize) -> Result<Vec<AuditEvent>, StoreError>;

    /// The head of the log.
    ///
    /// # Errors
    /// [`StoreError::Storage`].
    fn head(&self) -> Result<LogHead, StoreError>;

    /// A project, replayed from its stream; nothing if there is none.
    ///
    /// # Errors
    /// [`LoadError`] by blame: storage failed, a record cannot be read, or the history is corrupt.
    fn project(&self, id: ProjectId) -> Result<Option<Project>, LoadError> {
        self.project_with(id, &Upcasters::new())
    }

    /// A project, replayed from its stream, with older versions of its events' data.
    ///
    /// # Errors
    /// As [`project`](Self::project).
    fn project_with(&self, id: ProjectId, upcasters: &Upcasters) -> Result<Option<Project>, LoadError> {
        let records = self.stream(id.into())?;
        if records.is_empty() {
            return Ok(None);
        }
        let events = records.iter().map(|record| {
            record.event_with(upcasters).map_err(|why| LoadError::Record { sequence: record.sequence(), why })
        });
        Ok(Some(Project::replay(events.collect::<Result<Vec<_>, _>>()?)?))
    }
}

/// Why a store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The request cannot stand.
    #[error(transparent)]
    Refused(#[from] AppendError),
    /// Storage failed.
    #[error("storage failed")]
    Storage(#[source] Box<dyn Error + Send + Sync>),
}

/// Why a project cannot be loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The store did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A record cannot be read.
    #[error("record {sequence} cannot be read")]
    Record {
        /// Its place in the log.
        sequence: u64,
        /// Why.
        #[source]
        why: RecordError,
    },
    /// The history is corrupt.
    #[error(transparent)]
    History(#[from] HistoryError),
}
