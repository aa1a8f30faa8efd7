//! Why a file is not opened.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why a file cannot be opened as a store.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// It is no SQLite file, or another program's.
    #[error("{} is not a store of this crate: give another path", path.display())]
    WrongFile {
        /// The file.
        path: PathBuf,
        /// Why. `None` if SQLite does not say.
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
    /// The law in it is not what this crate writes: somebody changed or dropped a table, an index, a view or a trigger.
    #[error("{}: {name} is not as this crate made it: verify the log, and append its records to a new file", path.display())]
    Altered {
        /// The file.
        path: PathBuf,
        /// What was changed or is missing.
        name: String,
    },
    /// The file is damaged.
    #[error("{} is corrupt: restore it from a copy that verifies", path.display())]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        why: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Another process kept it locked for longer than a writer waits, which is 5 seconds.
    #[error("{} is locked by another process: try again", path.display())]
    Busy {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        why: Box<dyn std::error::Error + Send + Sync>,
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

/// Blames an error of SQLite while a file is opened.
pub(super) fn wrong(path: &Path, why: rusqlite::Error) -> OpenError {
    match why.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed) => {
            OpenError::Busy { path: path.into(), why: why.into() }
        }
        Some(ErrorCode::DatabaseCorrupt) => OpenError::Corrupt { path: path.into(), why: why.into() },
        Some(ErrorCode::NotADatabase) => OpenError::WrongFile { path: path.into(), why: Some(why.into()) },
        _ => OpenError::Storage { path: path.into(), why: why.into() },
    }
}
