//! What a store is.

use core::error::Error;

use super::{AppendError, AppendRequest, Batch, BatchError, LogHead, Receipt, Record, RecordError, Subject, Upcasters};
use crate::act::Actor;
use crate::project::{HistoryError, Project};
use crate::value::{DigestAlgorithm, ProjectId, Timestamp};

/// A store of one log.
///
/// Appending is compare-and-swap on the stream's version and idempotent by event id; both are decided by
/// [`plan_append`](super::plan_append), so every backend answers alike. Asynchronous stores have the same methods
/// inherently.
///
/// | the error says | who is to blame | what to do |
/// |---|---|---|
/// | [`Append`](StoreError::Append), [`Batch`](StoreError::Batch) | the caller | load again and decide again, or mint a new id |
/// | [`Retry`](StoreError::Retry) | nobody: another writer was in the way | the same request again |
/// | [`OutcomeUnknown`](StoreError::OutcomeUnknown) | the way to the storage | the same request again: it is found if it was written |
/// | [`Corrupt`](StoreError::Corrupt) | who changed what is stored | verify the log, restore it |
/// | [`Storage`](StoreError::Storage) | the storage | mend it, then the same request again |
pub trait EventStore {
    /// Opens the log on a digest: its first record is `lifecycle.log.opened`, by `actor` at `now`. A log that is open
    /// already stays as it is, and the record that opened it is given.
    ///
    /// # Errors
    /// [`AppendError::OtherDigest`] when it is open on another digest; else as [`append`](Self::append).
    fn open_log(&mut self, digest: DigestAlgorithm, actor: &Actor, now: Timestamp) -> Result<Receipt, StoreError>;

    /// Appends several events in one transaction and answers each in order. `now` is the host's clock.
    ///
    /// Requests of one batch may build on one another.
    ///
    /// After [`OutcomeUnknown`](StoreError::OutcomeUnknown) give the same batch again. What was written is found. What was
    /// refused is refused again, and its error may name other versions than it would have before: the streams have moved on.
    ///
    /// # Errors
    /// [`StoreError::Batch`] for the first request that cannot stand, if the batch is a [`Batch::Whole`]; else
    /// [`StoreError`] when the storage did not do it. Nothing was written then, unless the error is
    /// [`OutcomeUnknown`](StoreError::OutcomeUnknown).
    fn append_batch(
        &mut self,
        requests: &[AppendRequest],
        batch: Batch,
        now: Timestamp,
    ) -> Result<Vec<Result<Receipt, AppendError>>, StoreError>;

    /// The records of a stream, in order; empty if there is none.
    ///
    /// # Errors
    /// [`StoreError`] when the storage does not give them.
    fn stream(&self, subject: Subject) -> Result<Vec<Record>, StoreError>;

    /// Shows the lines of at most `limit` records of the log after a place in it, in order, as they are stored and
    /// without their `\n`; after 0 is from the first. Gives how many it showed.
    ///
    /// # Errors
    /// [`StoreError`] when the storage does not give them.
    fn lines(&self, after: u64, limit: usize, show: &mut dyn FnMut(&[u8])) -> Result<u64, StoreError>;

    /// The head of the log.
    ///
    /// # Errors
    /// [`AppendError::NotOpened`] when the log is not open; [`StoreError`] when the storage does not give it.
    fn head(&self) -> Result<LogHead, StoreError>;

    /// Appends an event, or finds it appended already. `now` is the host's clock.
    ///
    /// # Errors
    /// [`StoreError::Append`] when the request cannot stand, else as [`append_batch`](Self::append_batch).
    fn append(&mut self, request: &AppendRequest, now: Timestamp) -> Result<Receipt, StoreError> {
        let answers = self.append_batch(core::slice::from_ref(request), Batch::Each, now)?;
        let answer =
            answers.into_iter().next().ok_or_else(|| StoreError::Storage("the store gave no answer".into()))?;
        answer.map_err(StoreError::Append)
    }

    /// At most `limit` records of the log after a place in it, in order; after 0 is from the first.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] at the first record that cannot be read; else as [`lines`](Self::lines).
    fn log(&self, after: u64, limit: usize) -> Result<Vec<Record>, StoreError> {
        let (mut records, mut wrong) = (Vec::new(), None);
        self.lines(after, limit, &mut |line| match Record::parse(line) {
            Ok(record) if wrong.is_none() => records.push(record),
            Ok(_) => {}
            Err(why) => {
                wrong.get_or_insert((after + 1 + records.len() as u64, why));
            }
        })?;
        match wrong {
            None => Ok(records),
            Some((sequence, why)) => Err(StoreError::Corrupt { what: format!("record {sequence}"), why: why.into() }),
        }
    }

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
    /// The request cannot stand. Nothing was written.
    #[error(transparent)]
    Append(#[from] AppendError),
    /// A request of a batch cannot stand that was to be written as a whole. Nothing was written.
    #[error(transparent)]
    Batch(Box<BatchError>),
    /// Another writer was in the way: a lock was not to be had in time, or the database ended a transaction in favour of
    /// another. Nothing was written; the same request again may succeed.
    #[error("another writer was in the way; nothing was written: give the same request again")]
    Retry(#[source] Box<dyn Error + Send + Sync>),
    /// The answer to the commit was lost. The same request again resolves it: it is found if it was written, and
    /// written if it was not.
    #[error("whether it was written is not known: give the same request again, which finds it if it was")]
    OutcomeUnknown(#[source] Box<dyn Error + Send + Sync>),
    /// What is stored is not what this crate stores.
    #[error("{what} is corrupt: verify the log, and restore it from a copy that verifies")]
    Corrupt {
        /// What cannot be read.
        what: String,
        /// Why.
        #[source]
        why: Box<dyn Error + Send + Sync>,
    },
    /// Storage failed. Nothing was written.
    #[error("storage failed")]
    Storage(#[source] Box<dyn Error + Send + Sync>),
}

impl From<BatchError> for StoreError {
    fn from(error: BatchError) -> Self {
        Self::Batch(Box::new(error))
    }
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
