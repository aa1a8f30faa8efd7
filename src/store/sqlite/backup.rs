//! Copies of the file: made beside those that write, put back, and held to a checkpoint.

use std::fs::File;
use std::path::Path;

use rusqlite::ErrorCode;

use super::new_file::{NewFile, with_beside};
use super::open_error::OpenError;
use super::read::{Kept, head, leaves};
use super::{SqliteStore, fault::fault};
use crate::audit::merkle::{Checkpoint, Tree};
use crate::audit::{Contradiction, LogHead};
use crate::{EventLog as _, Source, StoreError};

impl SqliteStore {
    /// Copies the whole file, with all its logs and the host's tables, to a path where nothing is yet, and gives the head that
    /// this log has in the copy. It reads as of one moment and hinders nobody who writes. Once it answers, the disk has the copy.
    ///
    /// The copy is one file and needs nothing beside it, so it may be read where nothing can be written. Keep the head's
    /// [checkpoint](LogHead::checkpoint) apart from it: [`restore`](Self::restore) asks for it.
    ///
    /// ```
    /// # use std::path::Path;
    /// use project_lifecycle::{SqliteStore, StoreError};
    ///
    /// fn nightly(store: &SqliteStore, day: &str) -> Result<String, StoreError> {
    ///     let head = store.back_up_to(format!("/backups/city-{day}.db"))?;
    ///     Ok(head.checkpoint().to_string())
    /// }
    /// # let _ = nightly;
    /// ```
    ///
    /// # Errors
    /// [`StoreError::Append`] when the log is not open; [`StoreError::Storage`] when there is something at the path already, or
    /// it cannot be written. What was begun is gone again then.
    pub fn back_up_to(&self, path: impl AsRef<Path>) -> Result<LogHead, StoreError> {
        self.head()?;
        let path = path.as_ref();
        let storage = |why: std::io::Error| StoreError::Storage(why.into());
        let plain = Path::new(".").join(path);
        let text = plain.to_str().ok_or_else(|| StoreError::Storage("the path is no text in UTF-8".into()))?;
        let new = NewFile::make(path).map_err(storage)?;
        let copied = self.connection.execute("VACUUM INTO ?1", [text]);
        // somebody found the empty file, and makes or made something of it
        let is_theirs = copied.as_ref().is_err_and(|why| {
            why.to_string().contains("output file already exists")
                || matches!(why.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
        });
        let head = copied.map_err(fault).and_then(|_| {
            File::open(path).and_then(|copy| copy.sync_all()).map_err(storage)?;
            #[cfg(unix)]
            if let Some(folder) = plain.parent() {
                File::open(folder).and_then(|folder| folder.sync_all()).map_err(storage)?;
            }
            Self::open_read_only(path, self.source.clone()).map_err(OpenError::meanwhile)?.head()
        });
        if head.is_err() && !is_theirs {
            new.take_away();
        }
        head
    }

    /// Puts a copy back: to a path where nothing is, once its log was held to a checkpoint that was kept elsewhere. First move
    /// away what is left of the store, its `-wal` and `-shm` too, when no process has it open any more.
    ///
    /// # Errors
    /// [`OpenError::Exists`] for the store itself or what stands beside it; [`OpenError::Contradicts`] when the copy is older than
    /// the checkpoint, or another log; else [`OpenError`]. The copy is never written.
    pub fn restore(
        copy: impl AsRef<Path>,
        path: impl AsRef<Path>,
        source: Source,
        checkpoint: &Checkpoint,
    ) -> Result<Self, OpenError> {
        let (copy, path) = (copy.as_ref(), path.as_ref());
        // SQLite would take an old write-ahead log for this file's own
        if let Some(path) = with_beside(path).into_iter().find(|beside| beside.exists()) {
            return Err(OpenError::Exists { path });
        }
        let kept = Self::open_read_only(copy, source.clone())?;
        kept.held_to(checkpoint)?;
        let storage = |why: StoreError| OpenError::Storage { path: path.into(), why: why.into() };
        kept.back_up_to(path).map_err(storage)?;
        Self::open_at_least(path, source, checkpoint)
    }

    /// Opens a file whose log must be the one that a checkpoint was taken of, and as long at least: else an older copy was
    /// put in its place, or its last records are lost, as with a file that was copied without its `-wal`.
    ///
    /// This reads the leaves of all records up to the checkpoint; [`verify`](Self::verify) reads the records.
    ///
    /// # Errors
    /// [`OpenError::Contradicts`] with both sizes, or with both roots; else as [`open`](Self::open).
    pub fn open_at_least(path: impl AsRef<Path>, source: Source, checkpoint: &Checkpoint) -> Result<Self, OpenError> {
        let store = Self::open(path, source)?;
        store.held_to(checkpoint)?;
        Ok(store)
    }

    /// That the log is the one that a checkpoint was taken of, and as long at least.
    fn held_to(&self, checkpoint: &Checkpoint) -> Result<(), OpenError> {
        match self.contradiction(checkpoint) {
            Ok(None) => Ok(()),
            Ok(Some(contradiction)) => Err(OpenError::Contradicts { path: self.path.clone(), contradiction }),
            Err(why) => Err(OpenError::Corrupt { path: self.path.clone(), why: why.into() }),
        }
    }

    /// How the log contradicts a checkpoint, by its leaves.
    fn contradiction(&self, checkpoint: &Checkpoint) -> Result<Option<Contradiction>, StoreError> {
        let Checkpoint { digest, origin, size, root } = checkpoint;
        let found = head(&self.connection, &self.source)?;
        let shorter = |found| Contradiction::Shorter { expected: *size, found };
        let Some(Kept { log, head }) = found else { return Ok(Some(shorter(0))) };
        if *origin != head.source {
            return Ok(Some(Contradiction::Origin { expected: origin.clone(), found: head.source }));
        }
        if *digest != head.digest() {
            return Ok(Some(Contradiction::Digest { expected: *digest, found: head.digest() }));
        }
        if *size > head.size() {
            return Ok(Some(shorter(head.size())));
        }
        let leaves = leaves(&self.connection, log, 0..*size)?;
        let root_of = Tree::of(*digest, leaves);
        if root_of.size() < *size {
            return Ok(Some(shorter(root_of.size())));
        }
        let found = root_of.root();
        Ok((found != *root).then_some(Contradiction::Root { size: *size, expected: *root, found }))
    }
}
