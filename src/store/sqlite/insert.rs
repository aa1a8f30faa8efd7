//! Writing records and the head, and what the law in the file says to them.

use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ErrorCode, params};

use super::super::sql::HeadCells;
use super::fault::{Hindered, corrupt, fault};
use crate::audit::{LogHead, StreamFault};
use crate::value::Digest;
use crate::{Record, StoreError, Timestamp};

/// A record's line as the text that it is.
struct Line<'a>(&'a [u8]);

impl ToSql for Line<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        // a canonical line is UTF-8
        Ok(ToSqlOutput::Borrowed(ValueRef::Text(self.0)))
    }
}

/// What the file says of a time beyond its margin.
const AHEAD: &str = "recordedtime is ahead of the clock";

/// What the file says where the log itself does not go on, whatever the stream.
const OF_THE_LOG: [&str; 4] = [
    "a record follows the last one of its log",
    "the record belongs to another log",
    "recordedtime never goes back",
    "a log is opened once",
];

/// A time beyond the margin of the file.
#[derive(Debug, thiserror::Error)]
#[error(
    "a record at {recorded} is further ahead of this machine's clock than the file allows: set the clock right, or the margin \
     by `SqliteStore::set_clock_margin`"
)]
struct Ahead {
    recorded: Timestamp,
}

pub(super) fn inserting(connection: &Connection) -> Result<CachedStatement<'_>, StoreError> {
    connection.prepare_cached("INSERT INTO event (log, sequence, body, leaf) VALUES (?1, ?2, ?3, ?4)").map_err(fault)
}

pub(super) fn insert(
    insert: &mut CachedStatement<'_>,
    log: i64,
    record: &Record,
    leaf: Digest,
) -> Result<(), Hindered> {
    let sequence = i64::try_from(record.sequence()).map_err(|why| StoreError::Storage(why.into()))?;
    let refused = |why: rusqlite::Error| match why.sqlite_error_code() {
        Some(ErrorCode::ConstraintViolation) => {
            let said = why.to_string();
            if said.contains(AHEAD) {
                return StoreError::Storage(Ahead { recorded: record.recorded_time() }.into()).into();
            }
            if OF_THE_LOG.iter().any(|of_the_log| said.contains(of_the_log)) {
                return corrupt("the log", why).into();
            }
            // the plan found nothing wrong, but the law in the file did
            Hindered::Stream(record.subject(), StreamFault::Stored(said))
        }
        _ => fault(why).into(),
    };
    insert.execute(params![log, sequence, Line(record.line()), leaf.bytes()]).map_err(refused)?;
    Ok(())
}

pub(super) fn move_head(connection: &Connection, log: i64, head: &LogHead) -> Result<(), StoreError> {
    let mut update = connection
        .prepare_cached("UPDATE log SET size = ?2, head = ?3, peaks = ?4, recorded = ?5, digest = ?6 WHERE id = ?1")
        .map_err(fault)?;
    let cells = HeadCells::try_from(head).map_err(|why| StoreError::Storage(why.into()))?;
    update.execute(params![log, cells.size, cells.head, cells.peaks, cells.recorded, cells.digest]).map_err(fault)?;
    Ok(())
}
