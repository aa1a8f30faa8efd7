//! Why a file is not opened.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use super::fault::corrupt;
use crate::StoreError;
use crate::audit::Contradiction;

/// Why a file cannot be opened as a store.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// There is no such file.
    #[error("{} does not exist: give the path of a store, or make one by `create`", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// There is such a file, and a new one was to be made.
    #[error("{} exists: open it, or give another path", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
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
    /// Somebody put a trigger of their own on a table of this crate. It could keep from the file what is acknowledged.
    #[error("{}: the trigger {name} on {table} is not of this crate: drop it, and verify the log", path.display())]
    ForeignTrigger {
        /// The file.
        path: PathBuf,
        /// The trigger.
        name: String,
        /// The table that it is on.
        table: String,
    },
    /// The log in the file is not the one of a checkpoint or goes less far: an older copy was restored, or another file.
    #[error("{} is not the store that the checkpoint was taken of, or an older copy of it", path.display())]
    Contradicts {
        /// The file.
        path: PathBuf,
        /// How.
        #[source]
        contradiction: Contradiction,
    },
    /// It cannot be read where it is: beside a file that several processes share SQLite keeps two more, and the folder cannot be
    /// written.
    #[error(
        "{} cannot be shared in a folder that cannot be written: copy it into one that can, or put there a copy made by \
         `back_up_to`, which needs nothing beside it",
        path.display()
    )]
    Folder {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        why: Box<dyn std::error::Error + Send + Sync>,
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
        // the file can be read, but not what SQLite keeps beside it
        Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly) if path.is_file() => {
            OpenError::Folder { path: path.into(), why: why.into() }
        }
        Some(ErrorCode::NotADatabase) => OpenError::WrongFile { path: path.into(), why: Some(why.into()) },
        _ => OpenError::Storage { path: path.into(), why: why.into() },
    }
}

impl OpenError {
    /// What it means to who has the file open already: somebody else has changed it meanwhile.
    pub(super) fn meanwhile(self) -> StoreError {
        match self {
            Self::Busy { .. } => StoreError::Retry(self.into()),
            Self::WrongFile { .. }
            | Self::Altered { .. }
            | Self::ForeignTrigger { .. }
            | Self::Contradicts { .. }
            | Self::Corrupt { .. } => corrupt("the schema of the database file", self),
            Self::NewerSchema { .. }
            | Self::Missing { .. }
            | Self::Exists { .. }
            | Self::Folder { .. }
            | Self::Setting { .. }
            | Self::Storage { .. } => StoreError::Storage(self.into()),
        }
    }
}
