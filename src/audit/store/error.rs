//! Why a store did not do what it was asked.

use core::error::Error;

use crate::audit::{AppendError, BatchError, QuarantineError, RecordError, StreamFault};
use crate::project::HistoryError;
use crate::registry::ZoneHistoryError;

/// Why a store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The request cannot stand. Nothing was written.
    #[error(transparent)]
    Append(#[from] AppendError),
    /// A request of a batch cannot stand, and the batch was to be written as a whole. Nothing was written.
    #[error(transparent)]
    Batch(Box<BatchError>),
    /// Places of the log are not put in quarantine. Nothing was written.
    #[error(transparent)]
    Quarantine(Box<QuarantineError>),
    /// Another writer was in the way: a lock could not be had in time, or the database ended a transaction in favour of
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

impl StoreError {
    /// Whether a request was decided on what is not, or no longer, the end of its stream: load it again and decide again. Of a
    /// batch it is the first request that cannot stand.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        match self {
            Self::Append(why) => why.is_stale(),
            Self::Batch(why) => why.error.is_stale(),
            Self::Quarantine(_)
            | Self::Retry(_)
            | Self::OutcomeUnknown(_)
            | Self::Corrupt { .. }
            | Self::Storage(_) => false,
        }
    }

    /// Whether the same request may be given again as it is: another writer was in the way, or the answer was lost.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        match self {
            Self::Retry(_) | Self::OutcomeUnknown(_) => true,
            Self::Append(_) | Self::Batch(_) | Self::Quarantine(_) | Self::Corrupt { .. } | Self::Storage(_) => false,
        }
    }
}

impl From<BatchError> for StoreError {
    fn from(error: BatchError) -> Self {
        Self::Batch(Box::new(error))
    }
}

impl From<QuarantineError> for StoreError {
    fn from(error: QuarantineError) -> Self {
        Self::Quarantine(Box::new(error))
    }
}

/// Why a project or a zone cannot be loaded.
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
    /// The history of a zone is corrupt.
    #[error(transparent)]
    ZoneHistory(#[from] ZoneHistoryError),
}

impl LoadError {
    /// Why what is stored of this one stream cannot be read: the others may be well.
    ///
    /// # Errors
    /// [`StoreError`] when the storage did not answer, which says nothing of the stream.
    pub fn of_stream(self) -> Result<StreamFault, StoreError> {
        match self {
            Self::Record { why, .. } => Ok(StreamFault::Record(why)),
            Self::History(why) => Ok(why.into()),
            Self::ZoneHistory(why) => Ok(why.into()),
            Self::Store(StoreError::Corrupt { what, why }) => Ok(StreamFault::Stored(format!("{what}: {why}"))),
            Self::Store(error) => Err(error),
        }
    }
}
