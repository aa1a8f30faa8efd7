//! A store in one SQLite file: no server, and the embedded default.
//!
//! Many processes may hold the file open, on one machine: never put it on a network file system. One of them writes at a
//! time, all others read what was last committed. What a commit acknowledged survives the end of the process and, with
//! [`Durability::Full`], the loss of power.
//!
//! # The law in the file
//!
//! The database itself refuses an illegal move, whatever client makes it. Triggers hold every record to the rows of the
//! law that it names, to the last record of its stream and of its log, and refuse every change or deletion. What they
//! look at is generated from the very line that is hashed. A trigger also sets version, stage and entry day of a
//! project's current state.
//!
//! A client's settings change nothing of that. Foreign keys are off by default and `CHECK`s can be switched off, so
//! neither carries any of it, and no row is ever replaced by `INSERT OR REPLACE`. Only canonical lines are taken, and
//! only with columns that say what any reader of the line sees.
//!
//! Whoever may write the file owns it, and can do more. All of it is found, except the last:
//!
//! | what the owner does | what finds it |
//! |---|---|
//! | drops or changes a trigger, an index, a table, a row of the law | opening the file: [`OpenError::Altered`] |
//! | the same, and puts it back after: changes or deletes a record | [`verify`](SqliteStore::verify) at the line after it |
//! | ... writes an unlawful record | replay: [`project`](crate::EventLog::project) |
//! | ... changes the list, or any column of it that no trigger guards | [`check_current`](crate::store::CurrentStates::check_current); [`rebuild_current`](crate::store::CurrentStates::rebuild_current) mends it |
//! | ... deletes the last records, or moves the head, or gives it other peaks | [`verify_against`](crate::audit::verify_against) the [`head`](crate::EventLog::head)'s own checkpoint |
//! | appends a lawful record without its head | the next append: [`StoreError::Corrupt`](crate::StoreError::Corrupt) |
//! | appends a line that only looks lawful: its evidence, its type, its names | reading it: [`RecordError`](crate::audit::RecordError) |
//! | writes the whole log anew | a checkpoint kept elsewhere, and nothing else |
//! | moves a consumer's cursor | nothing: a cursor is its consumer's own |
//!
//! # Lists
//!
//! Each list is read in the order of an index, so a page costs as much wherever it begins. By stage, zone, officer,
//! zone and stage, and overdue by zone or officer, only what is shown is read. Any further condition is checked project
//! by project. A list by a part of the name looks through all that its other conditions leave.
//!
//! # Example
//!
//! ```
//! use project_lifecycle::prelude::*;
//! use project_lifecycle::value::DigestAlgorithm;
//!
//! # let folder = tempdir();
//! # fn tempdir() -> std::path::PathBuf {
//! #     let folder = std::env::temp_dir().join(format!("project-lifecycle-{}", std::process::id()));
//! #     std::fs::create_dir_all(&folder).unwrap();
//! #     folder
//! # }
//! # let path = folder.join("city.db");
//! let mut store = SqliteStore::open(&path, "urn:example:city".parse()?)?;
//! let officer = Actor::new(AuthType::AppUser, "officer-7".parse()?);
//! let at: Timestamp = "2018-06-01T10:00:00Z".parse()?;
//! store.open_log(DigestAlgorithm::default(), &officer, at)?;
//!
//! let id = ProjectId::named("drones");
//! let context = Context::new("00000000-0000-7000-8000-000000000001".parse()?, at, officer).on("2018-06-01".parse()?);
//! let profile = Profile::new(Text::new("无人机产业园")?, "hunnan".parse()?);
//! Staged::plan(id, profile, &context, &Policy::shenyang_2018())?.commit(&mut store, at)?;
//!
//! drop(store);
//! let store = SqliteStore::open(&path, "urn:example:city".parse()?)?;
//! assert_eq!(store.project(id)?.map(|project| project.stage()), Some(Stage::Planned));
//! # drop(store);
//! # std::fs::remove_dir_all(&folder)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod append;
mod current;
mod fault;
mod open;
mod open_error;
mod read;
mod schema;
#[cfg(test)]
mod tests;
mod verify;
mod writer;

pub use append::AppendWithError;
pub use open::Durability;
pub use open_error::OpenError;
pub use writer::{SqliteWriter, WriterThread};

use std::collections::HashMap;

use rusqlite::Connection;

use crate::audit::Subject;
use crate::project::CurrentState;
use crate::{ProjectId, Record, Source};

/// A store of one log in an SQLite file; the file may hold several logs.
///
/// It is `Send` and not `Sync`: give each thread its own, or share a [`SqliteWriter`].
#[derive(Debug)]
pub struct SqliteStore {
    connection: Connection,
    source: Source,
    recent: Recent,
}

/// What this handle wrote last. It holds until somebody else writes to the file: not only to the log, because current
/// states are mended without it.
#[derive(Debug, Default)]
struct Recent {
    changes: Option<i64>,
    ends: HashMap<Subject, Record>,
    /// The length of all these lines together.
    bytes: usize,
    states: HashMap<ProjectId, CurrentState>,
}

/// How many streams a handle remembers.
const REMEMBERED: usize = 10_000;

/// How many bytes of records a handle remembers.
const REMEMBERED_BYTES: usize = 16 << 20;

impl Recent {
    /// Forgets what no longer holds if others have changed the file, or what takes too much memory.
    fn hold(&mut self, changes: i64) {
        if self.changes != Some(changes) || self.ends.len() > REMEMBERED || self.bytes > REMEMBERED_BYTES {
            self.ends.clear();
            self.bytes = 0;
            self.states.clear();
            self.changes = Some(changes);
        }
    }

    /// Remembers the end of a stream.
    fn remember(&mut self, record: &Record) {
        self.bytes += record.line().len();
        if let Some(before) = self.ends.insert(record.subject(), record.clone()) {
            self.bytes -= before.line().len();
        }
    }
}

impl SqliteStore {
    /// The log's name.
    #[must_use]
    pub const fn source(&self) -> &Source {
        &self.source
    }
}
