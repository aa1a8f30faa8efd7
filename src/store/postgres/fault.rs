//! What an error of PostgreSQL means to the caller.

use tokio_postgres::error::SqlState;
use tokio_postgres::{Error, Transaction};

use super::schema::SchemaError;
use crate::StoreError;

/// The schema in which everything of this crate stands.
const SCHEMA: &str = "lifecycle";

/// Blames an error of a statement. Nothing was written: a transaction with a failed statement can only be rolled back.
pub(super) fn fault(error: Error) -> StoreError {
    let Some(why) = error.as_db_error() else { return StoreError::Storage(error.into()) };
    let code = why.code();
    let is_in_the_way =
        [&SqlState::T_R_SERIALIZATION_FAILURE, &SqlState::T_R_DEADLOCK_DETECTED, &SqlState::LOCK_NOT_AVAILABLE];
    // with the head locked we cannot collide: a unique violation means that a writer bypassed the lock
    let is_ours = *code == SqlState::UNIQUE_VIOLATION && why.schema() == Some(SCHEMA);
    if is_ours || is_in_the_way.contains(&code) {
        return StoreError::Retry(error.into());
    }
    if [&SqlState::DATA_CORRUPTED, &SqlState::INDEX_CORRUPTED].contains(&code) {
        return corrupt("the database", error);
    }
    if [&SqlState::UNDEFINED_TABLE, &SqlState::INVALID_SCHEMA_NAME].contains(&code) && why.message().contains(SCHEMA) {
        return StoreError::Storage(SchemaError::Missing { why: Some(error.into()) }.into());
    }
    StoreError::Storage(error.into())
}

/// Blames an error of the statement that writes records. The plan found nothing wrong; if the law in the database did,
/// the log, or a history on which something was decided, is not what it must be.
pub(super) fn write_fault(error: Error) -> StoreError {
    let is_law = error.as_db_error().is_some_and(|why| {
        // class 23 is a constraint that was violated
        why.schema() == Some(SCHEMA) && why.code().code().starts_with("23") && *why.code() != SqlState::UNIQUE_VIOLATION
    });
    if is_law { corrupt("the log, or the history on which a record was decided", error) } else { fault(error) }
}

/// Blames an error of the statement that waits for a lock. If the database cancels it there, as `statement_timeout`
/// does, the holder of the lock was in the way.
pub(super) fn lock_fault(error: Error) -> StoreError {
    match error.code() {
        Some(code) if *code == SqlState::QUERY_CANCELED => StoreError::Retry(error.into()),
        _ => fault(error),
    }
}

/// Blames an error of a commit. A database that answers with a refusal has rolled back; one that goes away while it
/// answers may have committed.
pub(super) fn commit_fault(error: Error) -> StoreError {
    let is_going = [
        &SqlState::ADMIN_SHUTDOWN,
        &SqlState::CRASH_SHUTDOWN,
        &SqlState::CANNOT_CONNECT_NOW,
        &SqlState::IDLE_SESSION_TIMEOUT,
    ];
    match error.code() {
        None => StoreError::OutcomeUnknown(error.into()),
        // class 08 is about the connection, 40003 says just this
        Some(code)
            if is_going.contains(&code)
                || code.code().starts_with("08")
                || *code == SqlState::T_R_STATEMENT_COMPLETION_UNKNOWN =>
        {
            StoreError::OutcomeUnknown(error.into())
        }
        Some(_) => fault(error),
    }
}

/// What is stored is not what this crate stores.
pub(super) fn corrupt(what: impl Into<String>, why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> StoreError {
    StoreError::Corrupt { what: what.into(), why: why.into() }
}

/// What a database kept other than it was told to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Corruption {
    #[error("the database has not the head that the records written lead to")]
    Head,
    #[error("the database has not moved the cursor to where it was told to")]
    Cursor,
    #[error("the database does not keep the state that it was given")]
    State,
}

/// What was to be written is not there, though the database said nothing. A statement fails here on purpose, so that whatever the
/// transaction holds can only be rolled back.
pub(super) async fn not_written(transaction: &Transaction<'_>, what: String, why: Corruption) -> StoreError {
    let fail = format!("DO $$BEGIN RAISE EXCEPTION USING ERRCODE = 'data_corrupted', MESSAGE = '{why}'; END$$");
    match transaction.batch_execute(&fail).await {
        Err(_) => corrupt(what, why),
        Ok(()) => corrupt(what, "the database does not keep what it was given, and does not fail when it is told to"),
    }
}
