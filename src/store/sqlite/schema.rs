//! What stands in the file: whose it is, and how it grows with this crate.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::super::sql::laws;
use super::open_error::{OpenError, wrong};

/// The number in the file's header that says whose file it is: `PLcy`.
const APPLICATION_ID: i32 = 0x504C_6379;

/// The schema's steps, each the SQL that leads from one version of the file to the next.
fn migrations() -> Vec<String> {
    // the seal is lifted and put back as it was
    let law = |rows| {
        format!(
            "DROP TRIGGER edge_insert;
INSERT INTO edge (law, verb, from_node, to_node) VALUES
  {rows};
CREATE TRIGGER edge_insert BEFORE INSERT ON edge BEGIN SELECT RAISE(ABORT, 'the law is sealed'); END;"
        )
    };
    [include_str!("0001_log.sql").to_owned()].into_iter().chain(laws().map(law)).collect()
}

/// The file's schema; 0 if it has none. Another program's file is refused.
pub(super) fn version(connection: &Connection, path: &Path) -> Result<i32, OpenError> {
    let read = || {
        // read all three in one transaction: another process may be making the schema
        let moment = connection.unchecked_transaction()?;
        let number = |pragma: &str| moment.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get::<_, i32>(0));
        Ok((number("application_id")?, number("user_version")?, number("schema_version")?))
    };
    let (application, found, changes) = read().map_err(|why| wrong(path, why))?;
    let known = migrations().len() as i32;
    match application {
        APPLICATION_ID if found > known => Err(OpenError::NewerSchema { path: path.into(), found, known }),
        APPLICATION_ID => Ok(found),
        // nothing was ever made in it
        0 if found == 0 && changes == 0 => Ok(0),
        _ => Err(OpenError::WrongFile { path: path.into(), why: None }),
    }
}

/// Brings the file to the present schema, forward only, each step in one transaction.
pub(super) fn migrate(connection: &mut Connection, path: &Path) -> Result<(), OpenError> {
    advance(connection, path, &migrations())
}

/// Brings the file to where these steps lead.
fn advance(connection: &mut Connection, path: &Path, steps: &[String]) -> Result<(), OpenError> {
    while (version(connection, path)? as usize) < steps.len() {
        let run = |connection: &mut Connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            // another process may have been first
            let found: i32 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
            if let Some(step) = usize::try_from(found).ok().and_then(|found| steps.get(found)) {
                transaction.execute_batch(step)?;
                transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
                transaction.pragma_update(None, "user_version", found + 1)?;
            }
            transaction.commit()
        };
        run(connection).map_err(|why| wrong(path, why))?;
    }
    Ok(())
}

/// What an earlier version of this crate made: the schema up to a step.
#[cfg(test)]
pub(super) fn migrate_to(steps: usize, connection: &mut Connection, path: &Path) -> Result<(), OpenError> {
    advance(connection, path, &migrations()[..steps])
}

/// Checks that the law in the file, and everything else that this crate makes in it, is as in a new file of that
/// schema. What somebody added is theirs.
pub(super) fn intact(connection: &Connection, path: &Path) -> Result<(), OpenError> {
    let objects = |connection: &Connection| {
        let mut select = connection.prepare("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")?;
        let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.collect::<rusqlite::Result<BTreeMap<String, String>>>()
    };
    let law = |connection: &Connection| {
        let mut select = connection
            .prepare("SELECT law || ' ' || verb || ' ' || from_node || ' ' || to_node FROM edge ORDER BY 1")?;
        let rows = select.query_map([], |row| row.get(0))?;
        rows.collect::<rusqlite::Result<Vec<String>>>()
    };
    // a reader may meet a file that is not brought to the present
    let steps = version(connection, path)? as usize;
    let new = || {
        let new = Connection::open_in_memory()?;
        migrations().iter().take(steps).try_for_each(|step| new.execute_batch(step))?;
        Ok((objects(&new)?, law(&new)?))
    };
    let (made, rows) = new().map_err(|why| wrong(path, why))?;
    let found = objects(connection).map_err(|why| wrong(path, why))?;
    let altered = |name: &str| OpenError::Altered { path: path.into(), name: name.into() };
    if let Some((name, _)) = made.iter().find(|(name, sql)| found.get(*name) != Some(sql)) {
        return Err(altered(name));
    }
    if law(connection).map_err(|why| wrong(path, why))? == rows { Ok(()) } else { Err(altered("edge")) }
}
