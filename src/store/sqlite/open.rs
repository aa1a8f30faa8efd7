//! Opening the file: what it is, how it is written, and how it grows with this crate.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use super::super::sql::edges;
use super::{Recent, SqliteStore};
use crate::Source;

/// The number in the file's header that says whose file it is: `PLcy`.
const APPLICATION_ID: i32 = 0x504C_6379;

/// How long a writer waits for another one.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// How much of the file is kept in memory, in KiB.
const CACHE_KIB: i64 = 64 * 1024;

/// When a commit counts as done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Durability {
    /// When the disk has it: what was acknowledged survives the loss of power. `synchronous=FULL`.
    #[default]
    Full,
    /// When the operating system has it: what was acknowledged survives the end of the process, but the last commits may
    /// be lost with the power. The file stays sound. `synchronous=NORMAL`. For imports that can be run again.
    Normal,
}

/// Why a file cannot be opened as a store.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// It is no SQLite file, or another program's.
    #[error("{} is not a store of this crate: give another path", path.display())]
    WrongFile {
        /// The file.
        path: PathBuf,
        /// Why, where SQLite says it.
        #[source]
        why: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
    /// A newer version of this crate wrote it.
    #[error("{} has schema {found}, this version knows up to {known}: upgrade the crate", path.display())]
    NewerSchema {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i32,
        /// The newest schema that this version knows.
        known: i32,
    },
    /// A setting that durability or safety rests on did not take.
    #[error("{}: the setting {pragma} is {found}, not {wanted}", path.display())]
    Setting {
        /// The file.
        path: PathBuf,
        /// The setting.
        pragma: &'static str,
        /// What it must be.
        wanted: String,
        /// What it is.
        found: String,
    },
    /// It cannot be read or written.
    #[error("{} cannot be opened", path.display())]
    Storage {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        why: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// The schema's steps, each the SQL that leads from one version of the file to the next.
fn migrations() -> [String; 1] {
    let rows: Vec<_> =
        edges().iter().map(|edge| format!("('{}', '{}', '{}')", edge.verb, edge.from, edge.to)).collect();
    let law = format!("INSERT INTO edge (verb, from_node, to_node) VALUES\n  {};", rows.join(",\n  "));
    [include_str!("0001_log.sql").replace("--edges--", &law)]
}

impl SqliteStore {
    /// Opens the file, or makes it, for the log of this name. The log itself is opened by
    /// [`open_log`](crate::EventStore::open_log). A file of an older version of this crate is brought to the present
    /// schema.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open(path: impl AsRef<Path>, source: Source) -> Result<Self, OpenError> {
        Self::open_with(path, source, Durability::Full)
    }

    /// Opens the file with another durability.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open_with(path: impl AsRef<Path>, source: Source, durability: Durability) -> Result<Self, OpenError> {
        let path = path.as_ref();
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags).map_err(|why| wrong(path, why))?;
        settle(&connection, path, Some(durability))?;
        migrate(&mut connection, path)?;
        Ok(Self { connection, source, recent: Recent::default() })
    }

    /// Opens the file for reading only, beside those that write it.
    ///
    /// # Errors
    /// [`OpenError`]; [`WrongFile`](OpenError::WrongFile) also where there is no schema of this crate yet.
    pub fn open_read_only(path: impl AsRef<Path>, source: Source) -> Result<Self, OpenError> {
        let path = path.as_ref();
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(|why| wrong(path, why))?;
        settle(&connection, path, None)?;
        match version(&connection, path)? {
            0 => Err(OpenError::WrongFile { path: path.into(), why: None }),
            _ => Ok(Self { connection, source, recent: Recent::default() }),
        }
    }
}

/// Sets what durability and safety rest on, and reads it back: some settings fail in silence.
fn settle(connection: &Connection, path: &Path, durability: Option<Durability>) -> Result<(), OpenError> {
    connection.busy_timeout(BUSY_TIMEOUT).map_err(|why| wrong(path, why))?;
    connection.set_prepared_statement_cache_capacity(64);
    let mut settings = vec![
        ("foreign_keys", "1", "1".to_owned()),
        ("trusted_schema", "0", "0".to_owned()),
        ("cell_size_check", "1", "1".to_owned()),
        ("mmap_size", "0", "0".to_owned()),
        // what a statement may have to undo; in a file it would cost more than the statement
        ("temp_store", "MEMORY", "2".to_owned()),
    ];
    if let Some(durability) = durability {
        let (set, kept) = match durability {
            Durability::Full => ("FULL", "2"),
            Durability::Normal => ("NORMAL", "1"),
        };
        settings.push(("journal_mode", "WAL", "wal".to_owned()));
        settings.push(("synchronous", set, kept.to_owned()));
        // only macOS has them; elsewhere they are kept and change nothing
        settings.push(("fullfsync", "1", "1".to_owned()));
        settings.push(("checkpoint_fullfsync", "1", "1".to_owned()));
    }
    connection.pragma_update(None, "cache_size", -CACHE_KIB).map_err(|why| wrong(path, why))?;
    for (pragma, set, wanted) in settings {
        // a number or a text
        let keep = |row: &rusqlite::Row<'_>| {
            row.get::<_, i64>(0).map(|number| number.to_string()).or_else(|_| row.get::<_, String>(0))
        };
        // setting some of them answers with a row, setting others does not
        connection.execute_batch(&format!("PRAGMA {pragma} = {set};")).map_err(|why| wrong(path, why))?;
        let found = connection.query_row(&format!("PRAGMA {pragma}"), [], keep);
        // a build without memory mapping has no such setting
        let found = match found {
            Err(rusqlite::Error::QueryReturnedNoRows) => continue,
            found => found.map_err(|why| wrong(path, why))?,
        };
        if found != wanted {
            return Err(OpenError::Setting { path: path.into(), pragma, wanted, found });
        }
    }
    Ok(())
}

/// The file's schema; 0 if it has none. Another program's file is refused.
fn version(connection: &Connection, path: &Path) -> Result<i32, OpenError> {
    let number = |pragma: &str| connection.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get::<_, i32>(0));
    let read = || Ok((number("application_id")?, number("user_version")?, number("schema_version")?));
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
fn migrate(connection: &mut Connection, path: &Path) -> Result<(), OpenError> {
    let steps = migrations();
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

fn wrong(path: &Path, why: rusqlite::Error) -> OpenError {
    match why.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => OpenError::WrongFile { path: path.into(), why: Some(why.into()) },
        _ => OpenError::Storage { path: path.into(), why: why.into() },
    }
}
