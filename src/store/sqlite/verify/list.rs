//! The list of current states: its order, its indexes, and whether it has the projects that were planned, no more and no less.

use std::hash::RandomState;

use rusqlite::Connection;

use super::super::fault::fault;
use super::copied::CopiedRows;
use super::index::{Index, Keys};
use crate::StoreError;
use crate::audit::Faults;
use crate::store::StoreFault;
use crate::store::sql::names;

/// The list, and what was found in it.
pub(super) struct List {
    /// The indexes, told what the rows call for.
    pub(super) indexes: Vec<Index>,
    pub(super) is_sorted: bool,
    /// The projects that are listed.
    pub(super) listed: Keys,
    hash: RandomState,
    is_read: bool,
}

impl List {
    /// Before it is read.
    pub(super) fn new(connection: &Connection, hash: RandomState) -> rusqlite::Result<Self> {
        let indexes = Index::all(connection, "current", &names().collect::<Vec<_>>(), &hash)?;
        Ok(Self { indexes, is_sorted: true, listed: Keys::default(), hash, is_read: false })
    }

    /// Reads it, if it was not read before. Gives whether it was not.
    pub(super) fn read(&mut self, connection: &Connection, log: i64) -> Result<bool, StoreError> {
        if std::mem::replace(&mut self.is_read, true) {
            return Ok(false);
        }
        let names: Vec<_> = names().collect();
        let select = format!("SELECT {} FROM current NOT INDEXED WHERE log = ?1 ORDER BY project", names.join(", "));
        let mut select = connection.prepare(&select).map_err(fault)?;
        let mut rows = select.query([log]).map_err(fault)?;
        let (mut last, mut copied) = (Vec::new(), CopiedRows::default());
        while let Some(row) = rows.next().map_err(fault)? {
            copied.clear();
            copied.take(row, 0..names.len()).map_err(fault)?;
            for row in copied.rows(names.len()) {
                self.indexes.iter_mut().for_each(|index| index.take(|column| row.at(column)));
                let project = row.at(0).as_bytes_or_null().ok().flatten().unwrap_or_default();
                self.is_sorted &= last.as_slice() < project;
                last.clear();
                last.extend(project);
                self.listed.take(&self.hash, project);
            }
        }
        Ok(true)
    }
}

/// Tells which projects were planned and are not listed, and which are listed and have no events.
pub(super) fn tell_astray(
    connection: &Connection,
    log: i64,
    faults: &mut Faults<StoreFault>,
) -> Result<(), StoreError> {
    let missing = "SELECT substr(stream, 9) FROM event INDEXED BY event_stream
         WHERE log = ?1 AND stream > 'project/' AND stream < 'project0' AND version = 1 AND NOT EXISTS (
           SELECT 1 FROM current WHERE log = ?1 AND project = substr(stream, 9)
         ) AND sequence NOT IN (SELECT q.sequence FROM quarantined q WHERE q.log = ?1)";
    let more = "SELECT project FROM current NOT INDEXED WHERE log = ?1 AND (NOT EXISTS (
           SELECT 1 FROM event INDEXED BY event_stream WHERE log = ?1 AND stream = 'project/' || project
         ) OR EXISTS (
           SELECT 1 FROM event INDEXED BY event_stream WHERE log = ?1 AND stream = 'project/' || project AND version = 1
             AND sequence IN (SELECT q.sequence FROM quarantined q WHERE q.log = ?1)
         ))";
    let unlisted: fn(String) -> StoreFault = |project| StoreFault::NotListed { project };
    for (select, told) in [(missing, unlisted), (more, |project| StoreFault::NoEvents { project })] {
        let mut select = connection.prepare(select).map_err(fault)?;
        let mut rows = select.query([log]).map_err(fault)?;
        while let Some(row) = rows.next().map_err(fault)? {
            let project = row.get_ref(0).map_err(fault)?.as_bytes_or_null().ok().flatten().unwrap_or_default();
            faults.push(told(String::from_utf8_lossy(project).into_owned()));
        }
    }
    Ok(())
}
