//! Whether an index has the rows of its table: the same keys, each once, in order.
//!
//! A reader finds a row by an index, so one that lacks it, or has it in another place, hides it. SQLite's own check of a file does
//! not see a stored column that is not what its expression gives, nor the entries that agree with it.

use std::hash::{BuildHasher as _, RandomState};

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Rows, Statement};

/// How many entries an index is gone on by at once.
const ENTRIES: usize = 256;

/// Keys, told by how many they are and by a sum that no order changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Keys {
    count: u64,
    sum: u64,
}

impl Keys {
    /// Takes one. The hash is secret until all is compared, so nobody can make other keys of the same sum.
    pub(super) fn take(&mut self, hash: &RandomState, key: &[u8]) {
        self.count += 1;
        self.sum = self.sum.wrapping_add(hash.hash_one(key));
    }
}

/// The entries of an index that the rows of its table call for.
pub(super) struct Index {
    pub(super) name: String,
    /// Its columns, as their places in the rows of the table that it is told.
    columns: Vec<usize>,
    /// Those that an entry must have.
    present: Vec<usize>,
    /// The entries of one log, in order.
    select: String,
    wanted: Keys,
    hash: RandomState,
    /// Memory for one.
    key: Vec<u8>,
}

impl Index {
    /// The indexes of a table; `columns` are those of the rows that they will be told, by name. An index of somebody else that is
    /// not over plain columns, or not of one log at a time, serves none of the store's readers and is left out.
    pub(super) fn all(
        connection: &Connection,
        table: &str,
        columns: &[&str],
        hash: &RandomState,
    ) -> rusqlite::Result<Vec<Self>> {
        let place = |name: &str| columns.iter().position(|column| *column == name);
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
                wanted: Keys::default(),
                hash: hash.clone(),
                key: Vec::new(),
            });
        }
        Ok(indexes)
    }

    /// Takes a row of the table, by its columns.
    pub(super) fn take<'r>(&mut self, at: impl Fn(usize) -> ValueRef<'r>) {
        if self.present.iter().any(|column| at(*column) == ValueRef::Null) {
            return;
        }
        self.key.clear();
        for column in &self.columns {
            write(at(*column), &mut self.key);
        }
        self.wanted.take(&self.hash, &self.key);
    }

    /// Its entries, to be gone through.
    pub(super) fn entries<'c>(&self, connection: &'c Connection) -> rusqlite::Result<Statement<'c>> {
        connection.prepare(&self.select)
    }

    /// Whether its entries, as they were found, are what the rows call for.
    pub(super) fn is_whole(&self, found: Option<Keys>) -> bool {
        found == Some(self.wanted)
    }
}

/// Indexes that are gone through, one after another.
pub(super) struct Walks<'s> {
    walks: Vec<Walk<'s>>,
    /// How many of them are done.
    done: usize,
    hash: RandomState,
}

struct Walk<'s> {
    rows: Rows<'s>,
    columns: usize,
    found: Keys,
    is_sorted: bool,
    /// The last entry, and memory for the next.
    last: Vec<u8>,
    key: Vec<u8>,
}

impl<'s> Walks<'s> {
    /// Begins with the entries of these indexes.
    pub(super) fn new(entries: &'s mut [Statement<'_>], log: i64, hash: RandomState) -> rusqlite::Result<Self> {
        let mut walks = Vec::new();
        for entries in entries {
            let (columns, key) = (entries.column_count(), Vec::new());
            let rows = entries.query([log])?;
            walks.push(Walk { rows, columns, found: Keys::default(), is_sorted: true, last: key.clone(), key });
        }
        Ok(Self { walks, done: 0, hash })
    }

    /// Goes on by some entries. Gives whether there may be more.
    pub(super) fn go_on(&mut self) -> rusqlite::Result<bool> {
        let Some(walk) = self.walks.get_mut(self.done) else { return Ok(false) };
        for _ in 0..ENTRIES {
            let Some(row) = walk.rows.next()? else {
                self.done += 1;
                break;
            };
            walk.key.clear();
            for column in 0..walk.columns {
                write(row.get_ref(column)?, &mut walk.key);
            }
            walk.is_sorted &= walk.last < walk.key;
            walk.found.take(&self.hash, &walk.key);
            std::mem::swap(&mut walk.last, &mut walk.key);
        }
        Ok(true)
    }

    /// What was found of each, once there is no more; nothing where entries were out of order.
    pub(super) fn finish(self) -> Vec<Option<Keys>> {
        self.walks.into_iter().map(|walk| walk.is_sorted.then_some(walk.found)).collect()
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
