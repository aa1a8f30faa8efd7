//! A file that is made, and taken away again where nothing came of it.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::schema::version;

/// A path, and those that SQLite keeps beside it.
pub(super) fn with_beside(path: &Path) -> [PathBuf; 4] {
    ["", "-wal", "-shm", "-journal"].map(|end| {
        let mut beside = path.as_os_str().to_owned();
        beside.push(end);
        PathBuf::from(beside)
    })
}

/// A file that was made empty where there was none.
pub(super) struct NewFile {
    path: PathBuf,
    /// What was not there before either.
    made: Vec<PathBuf>,
}

impl NewFile {
    /// Makes it, so that no two make one file.
    pub(super) fn make(path: &Path) -> io::Result<Self> {
        let made = with_beside(path).into_iter().filter(|path| !path.exists()).collect();
        // closed before SQLite opens it: closing it later would take away the locks of this process
        OpenOptions::new().write(true).create_new(true).open(path).map(drop)?;
        Ok(Self { path: path.into(), made })
    }

    /// Takes it away, if nobody else has it open and nothing was made in it: somebody may have found the empty file and made a
    /// store of it.
    pub(super) fn take_away_unused(self) {
        if let Some(held) = self.held_unused() {
            // where a file that is open cannot go, it goes once it is closed
            let is_gone = fs::remove_file(&self.path).is_ok();
            drop(held);
            let rest = self.made.iter().skip(usize::from(is_gone));
            rest.for_each(|path| drop(fs::remove_file(path)));
        }
    }

    /// A connection that keeps all others from it.
    fn held_unused(&self) -> Option<Connection> {
        let plain = Path::new(".").join(&self.path);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let held = Connection::open_with_flags(plain, flags).ok()?;
        let begun = held.execute_batch("PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;");
        // in an empty file it writes something once it has the lock, which a full disk does not take
        let is_busy = |why: &rusqlite::Error| {
            matches!(why.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
        };
        if begun.as_ref().is_err_and(is_busy) {
            return None;
        }
        version(&held, &self.path).is_ok_and(|version| version == 0).then_some(held)
    }

    /// Takes it away with whatever is in it.
    pub(super) fn take_away(self) {
        self.made.iter().for_each(|path| drop(fs::remove_file(path)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SqliteStore;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("lifecycle-new-{}-{name}", std::process::id()));
        drop(fs::remove_dir_all(&folder));
        fs::create_dir_all(&folder).expect("a folder can be made");
        folder
    }

    fn found(folder: &Path) -> Vec<String> {
        let names = fs::read_dir(folder).expect("a folder").map(|found| found.expect("a file").file_name());
        let mut names: Vec<_> = names.map(|name| name.to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn only_what_nobody_uses_is_taken_away_and_nothing_that_was_there() {
        let folder = folder("unused");
        let file = folder.join("log.db");
        fs::write(folder.join("log.db-wal"), b"").expect("written");
        NewFile::make(&file).expect("it is made").take_away_unused();
        assert_eq!(found(&folder), ["log.db-wal"]);
        fs::remove_file(folder.join("log.db-wal")).expect("it goes");

        // begun, as far as a disk that is full then lets it come
        let new = NewFile::make(&file).expect("it is made");
        assert!(NewFile::make(&file).is_err(), "it is there");
        let begun = Connection::open(&file).expect("it opens");
        begun
            .execute_batch("PRAGMA journal_mode = WAL; BEGIN; CREATE TABLE event (a); ROLLBACK;")
            .expect("it is begun");
        drop(begun);
        assert!(fs::metadata(&file).expect("a file").len() > 0);
        new.take_away_unused();
        assert_eq!(found(&folder), [""; 0]);
        fs::remove_dir_all(&folder).expect("it goes");
    }

    #[test]
    fn what_somebody_else_has_open_or_made_stays() {
        let folder = folder("used");
        let file = folder.join("log.db");
        let new = NewFile::make(&file).expect("it is made");
        let other = Connection::open(&file).expect("it opens");
        other.execute_batch("PRAGMA journal_mode = WAL; BEGIN; SELECT * FROM sqlite_schema;").expect("it reads");
        new.take_away_unused();
        assert!(file.exists(), "somebody has it open");
        drop(other);
        fs::remove_file(&file).expect("it goes");

        let new = NewFile::make(&file).expect("it is made");
        let source: crate::Source = "urn:example:log".parse().expect("a source");
        drop(SqliteStore::open_or_create(&file, source.clone()).expect("somebody makes a store of it"));
        new.take_away_unused();
        SqliteStore::open(&file, source).expect("it stays");
        fs::remove_dir_all(&folder).expect("it goes");
    }
}
