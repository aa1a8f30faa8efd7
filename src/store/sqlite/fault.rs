//! What an error of SQLite means to the caller.

use rusqlite::{Error, ErrorCode};

use crate::StoreError;
use crate::audit::{StreamFault, Subject};

/// Blames an error of a statement. Nothing was written: the transaction is rolled back.
pub(super) fn fault(error: Error) -> StoreError {
    // a value is not what this crate writes
    if matches!(
        error,
        Error::InvalidColumnType(..) | Error::FromSqlConversionFailure(..) | Error::IntegralValueOutOfRange(..)
    ) {
        return StoreError::Corrupt { what: "what the database file holds".into(), why: error.into() };
    }
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed) => {
            StoreError::Retry(error.into())
        }
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            StoreError::Corrupt { what: "the database file".into(), why: error.into() }
        }
        // what was to be written is lawful, so what is there is not
        Some(ErrorCode::ConstraintViolation) => {
            StoreError::Corrupt { what: "what the database file holds".into(), why: error.into() }
        }
        _ => StoreError::Storage(error.into()),
    }
}

/// Blames an error of a commit. If the disk did not say that it has the bytes, it may have them all the same.
pub(super) fn commit_fault(error: Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::SystemIoFailure) => StoreError::OutcomeUnknown(error.into()),
        _ => fault(error),
    }
}

/// What is stored is not what this crate stores.
pub(super) fn corrupt(what: impl Into<String>, why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> StoreError {
    StoreError::Corrupt { what: what.into(), why: why.into() }
}

/// What is in the way of a batch.
pub(super) enum Hindered {
    /// One stream: its requests are answered so, and the others go on.
    Stream(Subject, StreamFault),
    Store(StoreError),
}

impl From<StoreError> for Hindered {
    fn from(why: StoreError) -> Self {
        Self::Store(why)
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::ffi;

    use super::*;

    fn failed(code: i32) -> Error {
        Error::SqliteFailure(ffi::Error::new(code), None)
    }

    /// A disk that fails while it commits may have what it was given; before, it has not.
    #[test]
    fn only_a_commit_that_the_disk_does_not_answer_is_unknown() {
        for code in [ffi::SQLITE_IOERR, ffi::SQLITE_IOERR_FSYNC, ffi::SQLITE_IOERR_WRITE] {
            assert!(matches!(commit_fault(failed(code)), StoreError::OutcomeUnknown(_)));
            assert!(matches!(fault(failed(code)), StoreError::Storage(_)));
        }
        for blame in [fault, commit_fault] {
            assert!(matches!(blame(failed(ffi::SQLITE_FULL)), StoreError::Storage(_)));
            assert!(matches!(blame(failed(ffi::SQLITE_BUSY)), StoreError::Retry(_)));
            assert!(matches!(blame(failed(ffi::SQLITE_LOCKED)), StoreError::Retry(_)));
            assert!(matches!(blame(failed(ffi::SQLITE_CORRUPT)), StoreError::Corrupt { .. }));
            assert!(matches!(blame(failed(ffi::SQLITE_CONSTRAINT_TRIGGER)), StoreError::Corrupt { .. }));
            let other = Error::InvalidColumnType(0, "size".into(), rusqlite::types::Type::Null);
            assert!(matches!(blame(other), StoreError::Corrupt { .. }));
        }
    }
}
