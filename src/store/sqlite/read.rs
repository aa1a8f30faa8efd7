//! Reading records, the head and the cursors.
//!
//! Where records are ordered a parameter stands behind a `+`. Without it SQLite asks whether the order has a column that the value
//! makes constant, and then plans the statement anew each time it is taken from the cache, which is dearer than to run it.

use std::ops::Range;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::super::sql::HeadCells;
use super::SqliteStore;
use super::fault::{corrupt, fault};
use super::schema::moment;
use crate::audit::merkle::RecordProof;
use crate::audit::{LogHead, Quarantine, Subject, prove_record};
use crate::value::{Digest, DigestAlgorithm};
use crate::{AppendError, EventLog, Record, Source, StoreError};

/// The head of a log as its row keeps it.
pub(super) struct Kept {
    /// The row.
    pub(super) log: i64,
    pub(super) head: LogHead,
}

/// The head of a log. `None` if it has no row.
pub(super) fn head(connection: &Connection, source: &Source) -> Result<Option<Kept>, StoreError> {
    let mut select = connection
        .prepare_cached("SELECT id, digest, size, head, peaks, recorded FROM log WHERE source = ?1")
        .map_err(fault)?;
    let cells = |row: &Row<'_>| {
        let (digest, size, head) = (row.get(1)?, row.get(2)?, row.get(3)?);
        Ok((row.get(0)?, HeadCells { digest, size, head, peaks: row.get(4)?, recorded: row.get(5)? }))
    };
    let row: Option<(i64, HeadCells)> = select.query_row([source.as_str()], cells).optional().map_err(fault)?;
    let Some((log, cells)) = row else { return Ok(None) };
    // whoever opens a log says on what digest, so an empty row tells nothing
    if cells.size == 0 {
        return Ok(Some(Kept { log, head: LogHead::empty(source.clone(), DigestAlgorithm::default()) }));
    }
    let head = cells.read(source.clone()).map_err(|why| corrupt(format!("the head of {source}"), why))?;
    Ok(Some(Kept { log, head }))
}

/// Reads the record of a row whose first column is its body.
pub(super) fn record(row: &Row<'_>) -> Result<Record, StoreError> {
    let body = row.get_ref(0).map_err(fault)?;
    Record::parse(bytes(body)?).map_err(|why| corrupt("a record", why))
}

/// The bytes of a body. A text with U+0000 or of another encoding is still what was stored.
pub(super) fn bytes(body: ValueRef<'_>) -> Result<&[u8], StoreError> {
    match body {
        ValueRef::Text(bytes) => Ok(bytes),
        ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Blob(_) => {
            Err(corrupt("a record", "its body is no text"))
        }
    }
}

/// A leaf as it is kept.
pub(super) fn leaf(kept: ValueRef<'_>) -> Result<Digest, StoreError> {
    let leaf = kept.as_blob().ok().and_then(|leaf| leaf.try_into().ok());
    leaf.map(Digest::from_bytes).ok_or_else(|| corrupt("a leaf", "it has not 32 bytes"))
}

impl SqliteStore {
    /// The log's row and head.
    pub(super) fn kept(&self) -> Result<Kept, StoreError> {
        let kept = head(&self.connection, &self.source)?.filter(|kept| kept.head.size() > 0);
        kept.ok_or_else(|| AppendError::NotOpened { source_uri: self.source.clone() }.into())
    }

    /// The log's row, if it has one.
    pub(super) fn log_row(&self) -> Result<Option<i64>, StoreError> {
        let mut select = self.connection.prepare_cached("SELECT id FROM log WHERE source = ?1").map_err(fault)?;
        select.query_row([self.source.as_str()], |row| row.get(0)).optional().map_err(fault)
    }
}

impl EventLog for SqliteStore {
    fn stream(&self, subject: Subject) -> Result<Vec<Record>, StoreError> {
        let Some(log) = self.log_row()? else { return Ok(Vec::new()) };
        stream(&self.connection, log, subject)
    }

    fn quarantine(&self) -> Result<Quarantine, StoreError> {
        let Some(log) = self.log_row()? else { return Ok(Quarantine::default()) };
        quarantine(&self.connection, log)
    }

    fn lines(&self, after: u64, limit: usize, show: &mut dyn FnMut(&[u8])) -> Result<u64, StoreError> {
        let (Some(log), Ok(after)) = (self.log_row()?, i64::try_from(after)) else { return Ok(0) };
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut select = self
            .connection
            .prepare_cached("SELECT body FROM event WHERE log = +?1 AND sequence > ?2 ORDER BY sequence LIMIT ?3")
            .map_err(fault)?;
        let mut rows = select.query(params![log, after, limit]).map_err(fault)?;
        let mut shown = 0;
        while let Some(row) = rows.next().map_err(fault)? {
            show(bytes(row.get_ref(0).map_err(fault)?)?);
            shown += 1;
        }
        Ok(shown)
    }

    fn log(&self, after: u64, limit: usize) -> Result<Vec<Record>, StoreError> {
        let (Some(log), Ok(after)) = (self.log_row()?, i64::try_from(after)) else { return Ok(Vec::new()) };
        let connection = &self.connection;
        let _moment = moment(connection).map_err(fault)?;
        let passed = quarantine(connection, log)?;
        let mut select = connection
            .prepare_cached("SELECT body, sequence FROM event WHERE log = +?1 AND sequence > ?2 ORDER BY sequence")
            .map_err(fault)?;
        let mut rows = select.query(params![log, after]).map_err(fault)?;
        let mut records = Vec::new();
        while records.len() < limit
            && let Some(row) = rows.next().map_err(fault)?
        {
            let sequence: i64 = row.get(1).map_err(fault)?;
            if passed.at(sequence.unsigned_abs()).is_none() {
                let line = bytes(row.get_ref(0).map_err(fault)?)?;
                records.push(Record::parse(line).map_err(|why| corrupt(format!("record {sequence}"), why))?);
            }
        }
        Ok(records)
    }

    fn head(&self) -> Result<LogHead, StoreError> {
        Ok(self.kept()?.head)
    }

    fn proof(&self, sequence: u64) -> Result<Option<RecordProof>, StoreError> {
        let Kept { log, head } = self.kept()?;
        let Some(places) = sequence.checked_sub(1).and_then(|index| head.tree.subtree(index)) else { return Ok(None) };
        let leaves = leaves(&self.connection, log, places)?;
        prove_record(&head, sequence, leaves).map(Some)
    }
}

/// The leaves of the records at some indices, which count from 0, as the file keeps them.
pub(super) fn leaves(connection: &Connection, log: i64, indices: Range<u64>) -> Result<Vec<Digest>, StoreError> {
    let mut select = connection
        .prepare_cached("SELECT leaf FROM event WHERE log = +?1 AND sequence > ?2 AND sequence <= ?3 ORDER BY sequence")
        .map_err(fault)?;
    let unfit = |why: std::num::TryFromIntError| StoreError::Storage(why.into());
    let (start, end) = (i64::try_from(indices.start).map_err(unfit)?, i64::try_from(indices.end).map_err(unfit)?);
    let mut rows = select.query(params![log, start, end]).map_err(fault)?;
    let mut leaves = Vec::new();
    while let Some(row) = rows.next().map_err(fault)? {
        leaves.push(leaf(row.get_ref(0).map_err(fault)?)?);
    }
    Ok(leaves)
}

/// What is in quarantine, by the log's own records behind the one that opened it, as far as they can be read: whoever judges the lines
/// tells what cannot.
pub(super) fn quarantine(connection: &Connection, log: i64) -> Result<Quarantine, StoreError> {
    let mut quarantine = Quarantine::default();
    each_own(connection, log, |line| {
        quarantine.take_line(line);
        Ok(())
    })?;
    Ok(quarantine)
}

/// Shows the lines of the log's own stream behind the one that opened it.
fn each_own(
    connection: &Connection,
    log: i64,
    mut show: impl FnMut(&[u8]) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut select = connection
        .prepare_cached(
            "SELECT body FROM event WHERE log = +?1 AND version > 1
             AND stream = (SELECT stream FROM event WHERE log = +?1 AND sequence = 1) ORDER BY version",
        )
        .map_err(fault)?;
    let mut rows = select.query([log]).map_err(fault)?;
    while let Some(row) = rows.next().map_err(fault)? {
        show(bytes(row.get_ref(0).map_err(fault)?)?)?;
    }
    Ok(())
}

/// The records of a stream that are not in quarantine. What is there the same reader says that tells it to everybody: no record is
/// hidden that [`quarantine`] does not name.
pub(super) fn stream(connection: &Connection, log: i64, subject: Subject) -> Result<Vec<Record>, StoreError> {
    let _moment = moment(connection).map_err(fault)?;
    let passed = quarantine(connection, log)?;
    let mut select = connection
        .prepare_cached("SELECT body, sequence FROM event WHERE log = +?1 AND stream = +?2 ORDER BY version")
        .map_err(fault)?;
    let mut rows = select.query(params![log, subject.to_string()]).map_err(fault)?;
    let mut records = Vec::new();
    while let Some(row) = rows.next().map_err(fault)? {
        let sequence: i64 = row.get(1).map_err(fault)?;
        if passed.at(sequence.unsigned_abs()).is_none() {
            records.push(record(row)?);
        }
    }
    Ok(records)
}
