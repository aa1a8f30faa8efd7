//! Opening the file: what it is, how it is written, and how it grows with this crate.

use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::new_file::NewFile;
use super::open_error::{OpenError, wrong};
use super::schema::{Marks, intact, migrate, version};
use super::{Recent, SqliteStore};
use crate::Source;
use crate::store::Durability;

/// How long a writer waits for another one.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// How many others may be in the way of making a new file.
const OPENERS: usize = 1_000;

/// How long the write-ahead log may stay when nobody reads what it had; while somebody does, it grows.
const WAL_BYTES: &str = "4194304";

/// How much of the file is kept in memory, in KiB.
const CACHE_KIB: i64 = 64 * 1024;

impl SqliteStore {
    /// Makes a new file for the log of this name. The log itself is opened by [`open_log`](crate::EventStore::open_log).
    ///
    /// # Errors
    /// [`OpenError::Exists`], also for an empty file; else [`OpenError`], and the file that was begun is gone again, unless somebody
    /// else has taken it meanwhile.
    pub fn create(path: impl AsRef<Path>, source: Source) -> Result<Self, OpenError> {
        let path = path.as_ref();
        match NewFile::make(path) {
            Ok(new) => Self::make(Some(new), path, source),
            Err(why) if why.kind() == ErrorKind::AlreadyExists => Err(OpenError::Exists { path: path.into() }),
            Err(why) => Err(OpenError::Storage { path: path.into(), why: why.into() }),
        }
    }

    /// Opens a file that is there, for the log of this name. A file of an older version of this crate is brought to the
    /// present schema.
    ///
    /// # Errors
    /// [`OpenError::Missing`] when there is no such file, and [`OpenError::WrongFile`] when it is empty: a path that was
    /// misspelt, or a disk that is not there, never becomes an empty store. Else [`OpenError`].
    pub fn open(path: impl AsRef<Path>, source: Source) -> Result<Self, OpenError> {
        let (path, flags) = (path.as_ref(), OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX);
        let connection = connect(path, flags)?;
        if version(&connection, path)? == 0 {
            return Err(empty(path));
        }
        Self::writing(connection, path, source)
    }

    /// Opens the file, or makes it where there is none.
    ///
    /// # Errors
    /// [`OpenError`]; a file that was begun is gone again as with [`create`](Self::create).
    pub fn open_or_create(path: impl AsRef<Path>, source: Source) -> Result<Self, OpenError> {
        let path = path.as_ref();
        // where it is there already, or cannot be made, opening it tells
        Self::make(NewFile::make(path).ok(), path, source)
    }

    /// Makes a store of a file, which is new or was there.
    fn make(new: Option<NewFile>, path: &Path, source: Source) -> Result<Self, OpenError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let made = connect(path, flags).and_then(|connection| Self::writing(connection, path, source));
        if let (Some(new), Err(_)) = (new, &made) {
            new.take_away_unused();
        }
        made
    }

    fn writing(mut connection: Connection, path: &Path, source: Source) -> Result<Self, OpenError> {
        // another program's file is left as it is
        version(&connection, path)?;
        settle(&connection, path, Some(Durability::Full))?;
        migrate(&mut connection, path)?;
        let marks = intact(&connection, path)?;
        Ok(Self { connection, source, path: path.into(), marks, recent: Recent::default() })
    }

    /// Goes on with another durability; [`Durability::Full`] is what a store is opened with.
    ///
    /// # Errors
    /// [`OpenError::Setting`] when it does not take.
    pub fn with_durability(self, durability: Durability) -> Result<Self, OpenError> {
        settle(&self.connection, &self.path, Some(durability))?;
        Ok(self)
    }

    /// Opens the file for reading only, beside those that write it.
    ///
    /// # Errors
    /// [`OpenError`]; [`WrongFile`](OpenError::WrongFile) also where there is no schema of this crate yet, and
    /// [`Folder`](OpenError::Folder) where the folder cannot be written, as SQLite keeps something beside a file that is
    /// shared. A copy made by [`back_up_to`](Self::back_up_to) needs nothing beside it.
    pub fn open_read_only(path: impl AsRef<Path>, source: Source) -> Result<Self, OpenError> {
        let path = path.as_ref();
        let (connection, marks) = reading(path)?;
        Ok(Self { connection, source, path: path.into(), marks, recent: Recent::default() })
    }

    /// The names of the logs that the file holds, in the order of their texts.
    ///
    /// # Errors
    /// As [`open_read_only`](Self::open_read_only).
    pub fn logs(path: impl AsRef<Path>) -> Result<Vec<Source>, OpenError> {
        let path = path.as_ref();
        let (connection, _) = reading(path)?;
        let blame = |why| wrong(path, why);
        let mut statement = connection.prepare("SELECT source FROM log ORDER BY source").map_err(blame)?;
        let names = statement.query_map([], |row| row.get::<_, String>(0)).map_err(blame)?;
        let parsed = names.map(|name| {
            name.map_err(blame)?.parse().map_err(|why| OpenError::Corrupt { path: path.into(), why: Box::new(why) })
        });
        parsed.collect()
    }
}

/// Nothing was ever made in the file.
fn empty(path: &Path) -> OpenError {
    let why = "nothing was ever made in it: `open_or_create` makes a store of it";
    OpenError::WrongFile { path: path.into(), why: Some(why.into()) }
}

/// Opens a store's file for reading only.
fn reading(path: &Path) -> Result<(Connection, Marks), OpenError> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    if version(&connection, path)? == 0 {
        return Err(empty(path));
    }
    settle(&connection, path, None)?;
    let marks = intact(&connection, path)?;
    Ok((connection, marks))
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, OpenError> {
    // a path is one, also where SQLite would see something else in it: `file:a?mode=memory`, `:memory:` or nothing
    let plain = Path::new(".").join(path);
    let connection = match Connection::open_with_flags(plain, flags) {
        Err(_) if path.try_exists().is_ok_and(|exists| !exists) && !flags.contains(OpenFlags::SQLITE_OPEN_CREATE) => {
            return Err(OpenError::Missing { path: path.into() });
        }
        connection => connection.map_err(|why| wrong(path, why))?,
    };
    connection.busy_timeout(BUSY_TIMEOUT).map_err(|why| wrong(path, why))?;
    Ok(connection)
}

/// Sets what durability and safety rest on, and reads it back: some settings fail in silence.
fn settle(connection: &Connection, path: &Path, durability: Option<Durability>) -> Result<(), OpenError> {
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
        write_ahead(connection).map_err(|why| wrong(path, why))?;
        settings.push(("journal_mode", "WAL", "wal".to_owned()));
        settings.push(("journal_size_limit", WAL_BYTES, WAL_BYTES.to_owned()));
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

/// Changes a new file to a write-ahead log. SQLite does not wait for others there, who may be opening the file as well,
/// but it does wait for the write lock.
fn write_ahead(connection: &Connection) -> rusqlite::Result<()> {
    for _ in 0..OPENERS {
        let mode = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get::<_, String>(0));
        match mode.as_ref().map_err(rusqlite::Error::sqlite_error_code) {
            Ok(mode) if mode == "wal" => return Ok(()),
            Err(code) if code != Some(ErrorCode::DatabaseBusy) => break,
            Ok(_) | Err(_) => connection.execute_batch("BEGIN IMMEDIATE; COMMIT;")?,
        }
    }
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))
}
