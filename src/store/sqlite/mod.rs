//! A store in one SQLite file: no server, and the embedded default.
//!
//! Many processes may hold the file open, on one machine: never put it on a network file system. One of them writes at a
//! time, all others read what was last committed. What a commit acknowledged survives the end of the process and, with
//! [`Durability::Full`](crate::store::Durability::Full), the loss of power.
//!
//! # The law in the file
//!
//! The database itself refuses an illegal move, whatever client makes it. Triggers hold every record to the rows of the
//! law that it names, to the last record of its stream and of its log, and refuse every change or deletion. What they
//! look at is generated from the very line that is hashed. A trigger also sets version, stage and entry day of a
//! project's current state.
//!
//! They know the form of a record, too: at most 65,535 bytes, ids in lower case, types that belong to the kind of the subject, one
//! opening per log and that first, steps that rest on evidence or on a ledger, and no import behind a live step. A `recordedtime`
//! is an instant that never goes back, and it is the log's last or lies at most 5 minutes beyond the clock of who writes:
//! [`set_clock_margin`](SqliteStore::set_clock_margin) sets another margin, or none.
//!
//! A client's settings change nothing of that. Foreign keys are off by default and `CHECK`s can be switched off, so
//! neither carries any of it, and no row is ever replaced by `INSERT OR REPLACE`. Only canonical lines are taken, and
//! only with columns that say what any reader of the line sees.
//!
//! What is acknowledged is there: before a transaction ends, its records, the head and the current states are read back. Triggers of
//! somebody else on these tables are refused ([`OpenError::ForeignTrigger`]), when the file is opened and before each write if its
//! schema has changed since. Tables, views and their own triggers are the host's. A temporary trigger is on one connection alone, so only
//! the host's own part of [`append_with`](SqliteStore::append_with) could make one.
//!
//! Whoever may write the file owns it, and can do more. All of it is found, except the last three:
//!
//! | what the owner does | what finds it |
//! |---|---|
//! | drops or changes a trigger, an index, a table, a row of the law, a type of events | opening the file: [`OpenError::Altered`]; a handle that is open, before it writes again |
//! | puts a trigger on a table of this crate | the same: [`OpenError::ForeignTrigger`] |
//! | puts the schema back after: changes or deletes a record, or its leaf | [`verify`](SqliteStore::verify), at that line and at the next |
//! | ... changes a stored column beside its line, or an index | [`verify`](SqliteStore::verify): [`StoreFault`](crate::store::StoreFault) |
//! | ... deletes the last records, or moves the head, or gives it other peaks (which any client can, with a record) | [`verify`](SqliteStore::verify): the head's columns |
//! | ... lists what has no events, or not what has | [`verify`](SqliteStore::verify) and [`check_current`](crate::store::CurrentStates::check_current) |
//! | ... changes a column of the list (which any client can where no trigger guards it) | [`check_current`](crate::store::CurrentStates::check_current); [`rebuild_current`](crate::store::CurrentStates::rebuild_current) mends it |
//! | ... writes an unlawful record | replay: [`project`](crate::EventLog::project) |
//! | appends a lawful record without its head | the next append: [`StoreError::Corrupt`](crate::StoreError::Corrupt) |
//! | appends a lawful record with a wrong leaf, or bytes that are no UTF-8 | [`verify`](SqliteStore::verify), at that line |
//! | appends a line that only looks lawful: the spelling of its data, its evidence, its names | reading it: [`RecordError`](crate::audit::RecordError) |
//! | opens a log in advance as another one than its name says | [`open_log`](crate::EventStore::open_log) |
//! | puts records in quarantine, its own or others', and so out of sight | [`verify`](SqliteStore::verify) says how many; [`quarantine`](crate::EventLog::quarantine) which, and the log's own records on whose grounds |
//! | puts an older copy in place of the file, or one without its `-wal` | [`open_at_least`](SqliteStore::open_at_least) a checkpoint kept elsewhere |
//! | writes the whole log anew | a checkpoint kept elsewhere, and nothing else |
//! | moves a consumer's cursor | nothing: a cursor is its consumer's own |
//! | sets another margin of clocks | nothing but a look at [`clock_margin`](SqliteStore::clock_margin): it is the owner's |
//!
//! # Quarantine
//!
//! A record that cannot be read stops its own stream alone, until the owner puts it in quarantine:
//! [`put_in_quarantine`](crate::store::Quarantines::put_in_quarantine). What is in quarantine is told by the log's own records, and
//! the triggers read it there: a date, a fact or a row of the list rests on nothing that is in quarantine; a step that no law knew
//! is undone all the same; and a project is taken off the list only when its planning is in quarantine. [`verify`](SqliteStore::verify)
//! passes over these lines and their columns, and judges their leaves.
//!
//! # Copies
//!
//! - **Back up** by [`back_up_to`](SqliteStore::back_up_to), while others write. It gives the head of the log in the copy: keep its
//!   [checkpoint](crate::audit::LogHead::checkpoint) apart from the copy. Never copy the file alone while a process has it open: what
//!   was committed last stands in the `-wal` beside it. SQLite's own `VACUUM INTO` and `.backup` are as good; after a `.dump` was
//!   read in, opening says which two marks have to be set.
//! - **Restore**: end all processes that have the file open; move it away with its `-wal` and `-shm`; call
//!   [`restore`](SqliteStore::restore) with the copy, the path and the last checkpoint that was kept; [`verify`](SqliteStore::verify);
//!   let the processes begin by [`open_at_least`](SqliteStore::open_at_least). A copy that is older than the checkpoint is refused, with
//!   both sizes: records that were acknowledged are not in it. Whoever takes it all the same gives up these, and opens it by
//!   [`open`](SqliteStore::open).
//! - **Read-only places**: a copy needs nothing beside it and is read where nothing can be written. The store itself is not
//!   ([`OpenError::Folder`]).
//! - **Size**: the `-wal` is cut to 4 MiB once nobody reads what it had. While somebody does, it grows with each append; so let no
//!   reader hold a transaction for long.
//! - **A full disk** fails an append and loses nothing that was acknowledged; once there is room, the same request again.
//!
//! # Lists
//!
//! Each list is read in the order of an index, so a page costs as much wherever it begins. By stage, zone, officer,
//! zone and stage, and overdue by zone or officer, only what is shown is read. Any further condition is checked project
//! by project. A list by a part of the name looks through all that its other conditions leave.
//!
//! # Beside other SQLite crates
//!
//! A program links one SQLite, so all its crates must agree on one `libsqlite3-sys`. This crate takes any `rusqlite` from 0.37
//! to 0.43, and each of these takes one `libsqlite3-sys`: 0.37 takes 0.35, 0.38 takes 0.36, 0.39 takes 0.37, 0.40 takes 0.38, 0.41
//! takes 0.39, and 0.42 and 0.43 take 0.40. Cargo finds one that fits by itself. The line in the last column pins it in the host's
//! `Cargo.toml`; a host that names `rusqlite` itself needs it, or takes the names from `project_lifecycle::store::rusqlite`.
//!
//! | beside | its version | `rusqlite` that fits | the line |
//! |---|---|---|---|
//! | `sqlx` (Rust 1.94) | 0.9.0 | 0.37 to 0.39 | `rusqlite = "0.39"` |
//! | `sea-orm` (Rust 1.94) | 2.0, on `sqlx` 0.9 | 0.37 to 0.39 | `rusqlite = "0.39"` |
//! | `diesel` | 2.3.12 to 2.3.14 | 0.37 to 0.40 | `rusqlite = "0.40"` |
//! | | 2.3.8 to 2.3.11 | 0.37 to 0.39 | `rusqlite = "0.39"` |
//! | | 2.3.7 | 0.37, 0.38 | `rusqlite = "0.38"` |
//! | | 2.2.12 to 2.3.6 | 0.37 | `rusqlite = "0.37"` |
//! | `r2d2_sqlite` | 0.35 | 0.40 | `rusqlite = "0.40"` |
//! | | 0.33, 0.34 | 0.39 | `rusqlite = "0.39"` |
//! | | 0.32 | 0.38 | `rusqlite = "0.38"` |
//! | | 0.31 | 0.37 | `rusqlite = "0.37"` |
//! | `deadpool-sqlite` | 0.14 (Rust 1.95); 0.13; 0.12 | 0.40; 0.38; 0.37 | as it says |
//! | `tokio-rusqlite` | 0.8; 0.7 | 0.40; 0.37 | as it says |
//!
//! The repository has a host in `tests/hosts/` for each of `sqlx` 0.9, `diesel` 2.3 and `r2d2_sqlite` 0.35, which has its own table
//! in the store's file. The others were only seen to resolve.
//!
//! These cannot be in one program with this store, because they want an older `libsqlite3-sys`: `sqlx` 0.8 (0.30.1; 0.8.0 wants
//! 0.28) and 0.7 (0.26 or 0.27), `sea-orm` 1, which stands on them, and `diesel` before 2.2.12 (below 0.34). Cargo then says that
//! `links = "sqlite3"` is there twice. Take the newer version of the other crate; or let a program of its own have the store; or keep the
//! projects in PostgreSQL, where nothing is linked. A file of its own in the same program does not help.
//!
//! Where they share a file:
//!
//! - Open the store first. A file in which somebody else has made a table already is refused
//!   ([`OpenError::WrongFile`]). What is added later is the host's own.
//! - Put no trigger on a table of the store: nobody opens it then ([`OpenError::ForeignTrigger`]).
//! - Leave `application_id`, `user_version` and the journal mode as the store sets them. A tool that keeps its own version in
//!   `user_version`, such as `rusqlite_migration`, needs another file.
//! - One writes at a time. Give the other crate's connections a busy timeout: `diesel` has none, `sqlx` and `rusqlite` wait five
//!   seconds.
//! - The feature `sqlite` builds SQLite itself (`bundled`), so the other crate has the same.
//! - A row in the event's own transaction goes through [`append_with`](SqliteStore::append_with), not through the other crate.
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
//! let mut store = SqliteStore::create(&path, "urn:example:city".parse()?)?;
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
mod backup;
mod clock;
mod current;
mod cursor;
mod fault;
mod insert;
mod new_file;
mod open;
mod open_error;
mod quarantine;
mod read;
mod schema;
#[cfg(test)]
mod tests;
mod verify;
mod writer;
mod written;

pub use append::AppendWithError;
pub use open_error::OpenError;
pub use writer::{SqliteWriter, WriterThread};

use std::collections::HashMap;
use std::path::PathBuf;

use rusqlite::Connection;

use self::schema::Marks;

use crate::audit::{Quarantine, Subject};
use crate::project::CurrentState;
use crate::{ProjectId, Record, Source};

/// A store of one log in an SQLite file; the file may hold several logs.
///
/// It is `Send` and not `Sync`: give each thread its own, or share a [`SqliteWriter`].
#[derive(Debug)]
pub struct SqliteStore {
    connection: Connection,
    source: Source,
    path: PathBuf,
    /// Of the schema that was checked.
    marks: Marks,
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
    /// What is in quarantine. `None` if nobody has asked yet.
    quarantine: Option<Quarantine>,
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
            self.quarantine = None;
            self.changes = Some(changes);
        }
    }

    /// Forgets everything: what was remembered since was not written.
    fn forget(&mut self) {
        *self = Self { changes: self.changes, ..Self::default() };
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
