//! How far the consumers of a log have come.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, params};

use super::SqliteStore;
use super::fault::{corrupt, fault};
use super::read::{head, leaf};
use super::written::unwritten;
use crate::StoreError;
use crate::store::{CursorError, Cursors, KeptCursor, plan_cursor};
use crate::value::ConsumerId;

impl Cursors for SqliteStore {
    fn cursor(&self, consumer: &ConsumerId) -> Result<u64, StoreError> {
        match self.log_row()? {
            Some(log) => cursor(&self.connection, log, consumer)?.read(consumer),
            None => Ok(0),
        }
    }

    fn move_cursor(&mut self, consumer: &ConsumerId, from: u64, to: u64) -> Result<(), CursorError> {
        let source = self.source.clone();
        let moved = self.write(|connection| -> Result<_, StoreError> {
            let kept = head(connection, &source)?;
            let (actual, size) = match &kept {
                Some(kept) => (cursor(connection, kept.log, consumer)?, kept.head.size()),
                None => (KeptCursor::default(), 0),
            };
            if let Err(refused) = plan_cursor(consumer, actual, from, to, size) {
                return Ok(Err(refused));
            }
            // without a row the log is empty, and the cursor stays at 0
            if let (Some(kept), Ok(to)) = (kept, i64::try_from(to)) {
                let replace = "INSERT INTO cursor (log, consumer, sequence, leaf)
                     VALUES (?1, ?2, ?3, (SELECT leaf FROM event WHERE log = ?1 AND sequence = ?3))
                     ON CONFLICT (log, consumer) DO UPDATE SET sequence = excluded.sequence, leaf = excluded.leaf";
                connection.execute(replace, params![kept.log, consumer.as_str(), to]).map_err(fault)?;
                let written = cursor(connection, kept.log, consumer)?;
                if written.sequence != to.unsigned_abs() || written.leaf != written.found {
                    return Err(unwritten(format!("the cursor of {consumer}")));
                }
            }
            Ok(Ok(()))
        });
        moved?
    }
}

fn cursor(connection: &Connection, log: i64, consumer: &ConsumerId) -> Result<KeptCursor, StoreError> {
    let select = "SELECT c.sequence, c.leaf, e.leaf FROM cursor c
        LEFT JOIN event e ON e.log = c.log AND e.sequence = c.sequence WHERE c.log = ?1 AND c.consumer = ?2";
    let mut select = connection.prepare_cached(select).map_err(fault)?;
    let mut rows = select.query(params![log, consumer.as_str()]).map_err(fault)?;
    let Some(row) = rows.next().map_err(fault)? else { return Ok(KeptCursor::default()) };
    let sequence: i64 = row.get(0).map_err(fault)?;
    let sequence = u64::try_from(sequence).map_err(|why| corrupt(format!("the cursor of {consumer}"), why))?;
    let leaf = |place| -> Result<_, StoreError> {
        let kept = row.get_ref(place).map_err(fault)?;
        (kept != ValueRef::Null).then(|| leaf(kept)).transpose()
    };
    Ok(KeptCursor { sequence, leaf: leaf(1)?, found: leaf(2)? })
}
