//! Whether an index has the rows of its table: the same keys, each once, in order.
//!
//! A reader finds a row by an index, so one that lacks it, or has it in another place, hides it. SQLite's own check of a file does
//! not see a stored column that is not what its expression gives, nor the entries that agree with it.

use std::hash::{BuildHasher as _, RandomState};

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

use super::fault::fault;
use crate::StoreError;

/// The entries of an index that the rows of its table call for, told by a count and by a sum that no order changes.
pub(super) struct Index {
    pub(super) name: String,
    /// Its columns, as their places in the rows of the table that it is told.
    columns: Vec<usize>,
    /// Those that an entry must have.
    present: Vec<usize>,
    /// The entries of one log, in order.
    select: String,
    count: u64,
    sum: u64,
    keys: RandomState,
    /// Memory for one.
    key: Vec<u8>,
}

impl Index {
    /// The indexes of a table; `columns` are those of the rows that they will be told, by name. An index of somebody else that is
    /// not over plain columns, or not of one log at a time, serves none of the store's readers and is left out.
    pub(super) fn all(connection: &Connection, table: &str, columns: &[String]) -> rusqlite::Result<Vec<Self>> {
        let keys = RandomState::new();
        let place = |name: &str| columns.iter().position(|column| column == name);
        let mut list = connection.prepare(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?1 AND sql IS NOT NULL ORDER BY name",
        )?;
        let list = list.query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut indexes = Vec::new();
        for index in list.collect::<rusqlite::Result<Vec<(String, String)>>>()? {
            let (name, sql) = index;
            let mut parts = connection
                .prepare("SELECT cid, coalesce(name, 'row'), desc, coll FROM pragma_index_xinfo(?1) ORDER BY seqno")?;
            let parts = parts.query_map([&name], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
            let parts = parts.collect::<rusqlite::Result<Vec<(i64, String, bool, String)>>>()?;
            let is_plain = parts.iter().all(|(cid, _, falls, text)| *cid > -2 && !falls && text == "BINARY");
            let is_of_log = parts.first().is_some_and(|(_, first, ..)| first == "log");
            let condition = sql.split_once(" WHERE ").map(|(_, condition)| condition);
            let present = condition.map(|condition| condition.split(" AND "));
            let present = present.into_iter().flatten().map(|part| place(part.strip_suffix(" IS NOT NULL")?));
            let present: Option<Vec<_>> = present.collect();
            let names: Vec<_> = parts.into_iter().map(|(_, name, ..)| name).filter(|name| name != "log").collect();
            let own: Option<Vec<_>> = names.iter().map(|name| place(name)).collect();
            let (Some(columns), Some(present), true) = (own, present, is_plain && is_of_log) else { continue };
            let list = names.join(", ");
            let condition = condition.map(|condition| format!(" AND {condition}")).unwrap_or_default();
            let select =
                format!("SELECT {list} FROM {table} INDEXED BY {name} WHERE log = ?1{condition} ORDER BY log, {list}");
            indexes.push(Self {
                name,
                columns,
                present,
                select,
                count: 0,
                sum: 0,
                keys: keys.clone(),
                key: Vec::new(),
            });
        }
        Ok(indexes)
    }

    /// Takes a row of the table.
    pub(super) fn take(&mut self, row: &Row<'_>) -> rusqlite::Result<()> {
        for column in &self.present {
            if row.get_ref(*column)? == ValueRef::Null {
                return Ok(());
            }
        }
        self.key.clear();
        for column in &self.columns {
            write(row.get_ref(*column)?, &mut self.key);
        }
        self.count += 1;
        self.sum = self.sum.wrapping_add(self.keys.hash_one(&self.key));
        Ok(())
    }

    /// Whether the index has what the rows call for, in order.
    pub(super) fn is_whole(&self, connection: &Connection, log: i64) -> Result<bool, StoreError> {
        let mut select = connection.prepare(&self.select).map_err(fault)?;
        let mut rows = select.query([log]).map_err(fault)?;
        let (mut count, mut sum, mut is_sorted) = (0, 0_u64, true);
        let (mut last, mut key) = (Vec::new(), Vec::new());
        while let Some(row) = rows.next().map_err(fault)? {
            key.clear();
            for column in 0..self.columns.len() {
                write(row.get_ref(column).map_err(fault)?, &mut key);
            }
            is_sorted &= last < key;
            count += 1;
            sum = sum.wrapping_add(self.keys.hash_one(&key));
            std::mem::swap(&mut last, &mut key);
        }
        Ok(is_sorted && (count, sum) == (self.count, self.sum))
    }
}

/// Writes a value of a key so that the bytes of keys are in the order of an index: null, numbers, texts, blobs.
fn write(value: ValueRef<'_>, key: &mut Vec<u8>) {
    match value {
        ValueRef::Null => key.push(0),
        ValueRef::Integer(number) => {
            key.push(1);
            // the lowest number is all zeros
            key.extend((number.cast_unsigned() ^ (1 << 63)).to_be_bytes());
        }
        // no column has any, so its order is of no concern
        ValueRef::Real(number) => {
            key.push(1);
            key.extend(number.to_be_bytes());
        }
        ValueRef::Text(bytes) => text(3, bytes, key),
        ValueRef::Blob(bytes) => text(4, bytes, key),
    }
}

/// Bytes that end before any other: what follows them in a key is compared only where they are the same.
fn text(rank: u8, bytes: &[u8], key: &mut Vec<u8>) {
    key.push(rank);
    if bytes.contains(&0) {
        key.extend(bytes.iter().flat_map(|byte| if *byte == 0 { &[0, 255][..] } else { std::slice::from_ref(byte) }));
    } else {
        key.extend(bytes);
    }
    key.extend([0, 0]);
}
