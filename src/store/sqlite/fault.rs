//! What an error of SQLite means to the caller.

use rusqlite::{Error, ErrorCode};

use crate::StoreError;

/// Blames an error of a statement. Nothing was written: the transaction is rolled back.
pub(super) fn fault(error: Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed) => {
            StoreError::Retry(error.into())
        }
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            StoreError::Corrupt { what: "the database file".into(), why: error.into() }
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
