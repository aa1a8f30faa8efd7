//! Reading records, the head and the cursors.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::SqliteStore;
use super::fault::{corrupt, fault};
use crate::audit::merkle::Tree;
use crate::audit::{LogHead, Subject};
use crate::value::Digest;
use crate::{AppendError, EventLog, Record, Source, StoreError, Timestamp};

/// The head of a log as its row keeps it.
pub(super) struct Kept {
    /// The row.
    pub(super) log: i64,
    pub(super) head: LogHead,
}

/// The head of a log; nothing if it has no row.
pub(super) fn head(connection: &Connection, source: &Source) -> Result<Option<Kept>, StoreError> {
    type Cells = (i64, String, i64, Vec<u8>, Vec<u8>, Option<String>);
    let mut select = connection
        .prepare_cached("SELECT id, digest, size, head, peaks, recorded FROM log WHERE source = ?1")
        .map_err(fault)?;
    let cells = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?));
    let row: Option<Cells> = select.query_row([source.as_str()], cells).optional().map_err(fault)?;
    let Some((log, digest, size, hash, peaks, recorded)) = row else { return Ok(None) };
    let wrong = |why: Box<dyn std::error::Error + Send + Sync>| corrupt(format!("the head of {source}"), why);
    let digest = digest.parse().map_err(|why: crate::value::UnknownCode| wrong(why.into()))?;
    let size = u64::try_from(size).map_err(|why| wrong(why.into()))?;
    let peaks = peaks.chunks(32).map(leaf).collect::<Option<Vec<_>>>().ok_or_else(|| wrong("a peak is cut".into()))?;
    let tree = Tree::from_parts(digest, size, peaks).map_err(|why| wrong(why.into()))?;
    let hash = leaf(&hash).ok_or_else(|| wrong("the hash is cut".into()))?;
    let recorded: Option<Result<Timestamp, _>> = recorded.map(|recorded| recorded.parse());
    let recorded = recorded.transpose().map_err(|why| wrong(Box::new(why)))?;
    Ok(Some(Kept { log, head: LogHead { source: source.clone(), tree, hash, recorded } }))
}

fn leaf(bytes: &[u8]) -> Option<Digest> {
    bytes.try_into().ok().map(Digest::from_bytes)
}

/// Reads the record of a row whose first column is its body.
pub(super) fn record(row: &Row<'_>) -> Result<Record, StoreError> {
    let body = row.get_ref(0).map_err(fault)?;
    Record::parse(bytes(body)?).map_err(|why| corrupt("a record", why))
}

/// The bytes of a body. A text with U+0000 or of another encoding is still what was stored.
fn bytes(body: ValueRef<'_>) -> Result<&[u8], StoreError> {
    match body {
        ValueRef::Text(bytes) => Ok(bytes),
        ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Blob(_) => {
            Err(corrupt("a record", "its body is no text"))
        }
    }
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

    fn lines(&self, after: u64, limit: usize, show: &mut dyn FnMut(&[u8])) -> Result<u64, StoreError> {
        let (Some(log), Ok(after)) = (self.log_row()?, i64::try_from(after)) else { return Ok(0) };
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut select = self
            .connection
            .prepare_cached("SELECT body FROM event WHERE log = ?1 AND sequence > ?2 ORDER BY sequence LIMIT ?3")
            .map_err(fault)?;
        let mut rows = select.query(params![log, after, limit]).map_err(fault)?;
        let mut shown = 0;
        while let Some(row) = rows.next().map_err(fault)? {
            show(bytes(row.get_ref(0).map_err(fault)?)?);
            shown += 1;
        }
        Ok(shown)
    }

    fn head(&self) -> Result<LogHead, StoreError> {
        Ok(self.kept()?.head)
    }
}

/// The records of a stream.
pub(super) fn stream(connection: &Connection, log: i64, subject: Subject) -> Result<Vec<Record>, StoreError> {
    let mut select = connection
        .prepare_cached("SELECT body FROM event WHERE log = ?1 AND stream = ?2 ORDER BY version")
        .map_err(fault)?;
    let mut rows = select.query(params![log, subject.to_string()]).map_err(fault)?;
    let mut records = Vec::new();
    while let Some(row) = rows.next().map_err(fault)? {
        records.push(record(row)?);
    }
    Ok(records)
}
