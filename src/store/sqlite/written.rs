//! Reading back what was written, before anybody is told that it was.
//!
//! A statement that succeeds may have written nothing: a trigger can pass over a row, write another one or change it, and
//! SQLite counts neither. So whatever an acknowledgement rests on is read once more, in the transaction that wrote it.

use rusqlite::{Connection, params};

use super::fault::{corrupt, fault};
use super::read::{Kept, bytes, head};
use crate::audit::LogHead;
use crate::value::Digest;
use crate::{Record, StoreError};

/// That a log ends with these records behind `size` others, each with its leaf, and has this head.
pub(super) fn records<'a>(
    connection: &Connection,
    log: i64,
    size: u64,
    records: impl Iterator<Item = (&'a Record, Digest)>,
    wanted: &LogHead,
) -> Result<(), StoreError> {
    let found = head(connection, &wanted.source)?;
    if !found.is_some_and(|Kept { log: found, head }| found == log && head == *wanted) {
        return Err(unwritten("the head of the log"));
    }
    let mut select = connection
        .prepare_cached("SELECT body, leaf FROM event WHERE log = +?1 AND sequence > ?2 ORDER BY sequence")
        .map_err(fault)?;
    let size = i64::try_from(size).map_err(|why| StoreError::Storage(why.into()))?;
    let mut rows = select.query(params![log, size]).map_err(fault)?;
    for (record, leaf) in records {
        let row = rows.next().map_err(fault)?;
        let is_there = match row {
            Some(row) => {
                let stored = row.get_ref(1).map_err(fault)?;
                bytes(row.get_ref(0).map_err(fault)?)? == record.line() && stored.as_blob() == Ok(leaf.bytes())
            }
            None => false,
        };
        if !is_there {
            return Err(unwritten(format!("record {}", record.sequence())));
        }
    }
    match rows.next().map_err(fault)? {
        None => Ok(()),
        Some(_) => Err(corrupt("the log", "more was written to it than was asked for: a trigger wrote it")),
    }
}

/// What was written is not there.
pub(super) fn unwritten(what: impl Into<String>) -> StoreError {
    corrupt(what, "what was written is not there, so nothing was: a trigger or another program is between")
}
