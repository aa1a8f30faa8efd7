//! What stands in the file: whose it is, and how it grows with this crate.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::super::sql::{event_types, laws};
use super::open_error::{OpenError, wrong};

/// The number in the file's header that says whose file it is: `PLcy`.
const APPLICATION_ID: i32 = 0x504C_6379;

/// The schema's steps, each the SQL that leads from one version of the file to the next.
fn migrations() -> Vec<String> {
    let first = format!(
        "{}
INSERT INTO event_type (name, kind) VALUES
  {};
CREATE TRIGGER event_type_insert BEFORE INSERT ON event_type BEGIN SELECT RAISE(ABORT, 'the types of events are sealed'); END;",
        include_str!("0001_log.sql"),
        event_types()
    );
    // the seal is lifted and put back as it was
    let law = |rows| {
        format!(
            "DROP TRIGGER edge_insert;
INSERT INTO edge (law, verb, from_node, to_node) VALUES
  {rows};
CREATE TRIGGER edge_insert BEFORE INSERT ON edge BEGIN SELECT RAISE(ABORT, 'the law is sealed'); END;"
        )
    };
    [first].into_iter().chain(laws().map(law)).collect()
}

/// The numbers in the file's header that change when its schema does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marks {
    /// The version that this crate gave it.
    version: i32,
    /// SQLite's own, raised by every change of the schema, whoever makes it.
    changes: i32,
}

impl Marks {
    pub(super) fn read(connection: &Connection) -> rusqlite::Result<Self> {
        let number = |pragma: &str| connection.prepare_cached(pragma)?.query_row([], |row| row.get(0));
        Ok(Self { version: number("PRAGMA user_version")?, changes: number("PRAGMA schema_version")? })
    }
}

/// The file's schema; 0 if it has none. Another program's file is refused.
pub(super) fn version(connection: &Connection, path: &Path) -> Result<i32, OpenError> {
    let read = || {
        // read all in one transaction: another process may be making the schema
        let _moment = moment(connection)?;
        let application = connection.query_row("PRAGMA application_id", [], |row| row.get::<_, i32>(0))?;
        let ours = "SELECT count(*) FROM sqlite_schema WHERE name IN ('edge', 'event', 'log', 'event_insert')";
        let encoding = connection.query_row("PRAGMA encoding", [], |row| row.get::<_, String>(0))?;
        Ok((
            application,
            Marks::read(connection)?,
            connection.query_row(ours, [], |row| row.get::<_, i32>(0))?,
            encoding,
        ))
    };
    let (application, marks, ours, encoding) = read().map_err(|why| wrong(path, why))?;
    let (found, known) = (marks.version, migrations().len() as i32);
    match application {
        APPLICATION_ID if found > known => Err(OpenError::NewerSchema { path: path.into(), found, known }),
        // lengths are counted and names are ordered by the bytes that texts have in the file
        APPLICATION_ID if encoding != "UTF-8" => {
            let why =
                format!("its texts are in {encoding}, and a store's in UTF-8: read its `.dump` into a file of its own");
            Err(OpenError::WrongFile { path: path.into(), why: Some(why.into()) })
        }
        APPLICATION_ID => Ok(found),
        // nothing was ever made in it
        0 if found == 0 && marks.changes == 0 => Ok(0),
        // a dump has tables and triggers, and nothing of the header
        0 if found == 0 && ours == 4 => {
            let why = format!(
                "it has this crate's tables without its marks, as a `.dump` that was read in: if it is one, run \
                 `PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {known};` and verify it"
            );
            Err(OpenError::WrongFile { path: path.into(), why: Some(why.into()) })
        }
        _ => Err(OpenError::WrongFile { path: path.into(), why: None }),
    }
}

/// A transaction in which all is read as of one moment. `None` if there is one already.
pub(super) fn moment(connection: &Connection) -> rusqlite::Result<Option<rusqlite::Transaction<'_>>> {
    connection.is_autocommit().then(|| connection.unchecked_transaction()).transpose()
}

/// Brings the file to the present schema, forward only, in one transaction: a new file has all of it or nothing.
pub(super) fn migrate(connection: &mut Connection, path: &Path) -> Result<(), OpenError> {
    advance(connection, path, &migrations())
}

/// Brings the file to where these steps lead.
fn advance(connection: &mut Connection, path: &Path, steps: &[String]) -> Result<(), OpenError> {
    if version(connection, path)? as usize >= steps.len() {
        return Ok(());
    }
    let run = |connection: &mut Connection| {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // another process may have been first
        let found: i32 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        for (step, made) in steps.iter().zip(1..).skip(usize::try_from(found).unwrap_or(usize::MAX)) {
            transaction.execute_batch(step)?;
            transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
            transaction.pragma_update(None, "user_version", made)?;
        }
        transaction.commit()
    };
    run(connection).map_err(|why| wrong(path, why))
}

/// What an earlier version of this crate made: the schema up to a step.
#[cfg(test)]
pub(super) fn migrate_to(steps: usize, connection: &mut Connection, path: &Path) -> Result<(), OpenError> {
    advance(connection, path, &migrations()[..steps])
}

/// Checks that the law in the file, and everything else that this crate makes in it, is as in a new file of that
/// schema, and that nobody else's trigger is on it. What else somebody added is theirs. Gives the marks of what was checked.
pub(super) fn intact(connection: &Connection, path: &Path) -> Result<Marks, OpenError> {
    let blame = |why| wrong(path, why);
    let _moment = moment(connection).map_err(blame)?;
    // a reader may meet a file that is not brought to the present
    let steps = version(connection, path)? as usize;
    let new = || {
        let new = Connection::open_in_memory()?;
        migrations().iter().take(steps).try_for_each(|step| new.execute_batch(step))?;
        Made::read(&new)
    };
    let made = new().map_err(blame)?;
    let found = Made::read(connection).map_err(blame)?;
    if let Some(name) = made.missing_from(&found) {
        return Err(OpenError::Altered { path: path.into(), name });
    }
    let is_ours = |table: &str| made.objects.keys().any(|ours| ours.eq_ignore_ascii_case(table));
    // SQLite itself holds a trigger to what the list of the schema says of it
    match found.triggers.into_iter().find(|(name, table)| !made.triggers.contains_key(name) && is_ours(table)) {
        Some((name, table)) => Err(OpenError::ForeignTrigger { path: path.into(), name, table }),
        None => Marks::read(connection).map_err(blame),
    }
}

/// What stands in a schema, and the rows that are sealed with it.
struct Made {
    /// The SQL of each object by its name.
    objects: BTreeMap<String, String>,
    /// The table of each trigger by its name, as the list of the schema says it.
    triggers: BTreeMap<String, String>,
    law: BTreeSet<String>,
    event_types: BTreeSet<String>,
}

impl Made {
    fn read(connection: &Connection) -> rusqlite::Result<Self> {
        let rows = |select: &str| -> rusqlite::Result<Vec<(String, String)>> {
            connection.prepare(select)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        };
        let sealed = |select: &str| -> rusqlite::Result<BTreeSet<String>> {
            connection.prepare(select)?.query_map([], |row| row.get(0))?.collect()
        };
        let objects: BTreeMap<_, _> =
            rows("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")?.into_iter().collect();
        let triggers = rows("SELECT name, tbl_name FROM sqlite_schema WHERE type = 'trigger'")?;
        let is_made = |table: &str| objects.contains_key(table);
        let law = "SELECT law || ' ' || verb || ' ' || from_node || ' ' || to_node FROM edge";
        Ok(Self {
            law: if is_made("edge") { sealed(law)? } else { BTreeSet::new() },
            event_types: if is_made("event_type") {
                sealed("SELECT name || ' ' || kind FROM event_type")?
            } else {
                BTreeSet::new()
            },
            triggers: triggers.into_iter().collect(),
            objects,
        })
    }

    /// The first of these objects that is not there as it was made.
    fn missing_from(&self, found: &Self) -> Option<String> {
        let altered = self.objects.iter().find(|(name, sql)| found.objects.get(*name) != Some(sql));
        let rows = [("edge", self.law == found.law), ("event_type", self.event_types == found.event_types)];
        altered
            .map(|(name, _)| name.clone())
            .or_else(|| rows.into_iter().find(|(_, is_same)| !is_same).map(|(name, _)| name.into()))
    }
}
