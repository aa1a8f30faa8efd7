//! Stores: where records live.
//!
//! Four traits make up the contract: [`EventLog`](crate::EventLog) reads the log, [`EventStore`](crate::EventStore)
//! appends to it, [`CurrentStates`] keeps what every project is now, and [`Cursors`] remember how far the log's
//! consumers have come. Pure functions that every backend shares decide what may be written
//! ([`plan_batch`](crate::audit::plan_batch), [`plan_current`], [`plan_cursor`]); a backend locks, finds and writes.

mod current;
mod cursor;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod durability;
mod fault;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod follow;
mod key_text;
#[cfg(test)]
mod laws;
mod memory;
mod page_key;
#[cfg(feature = "postgres")]
mod postgres;
mod quarantine;
mod query;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod sql;
#[cfg(feature = "sqlite")]
mod sqlite;

pub use current::{CurrentStates, Drift, plan_current};
pub use cursor::{CursorError, CursorLost, Cursors, KeptCursor, plan_cursor};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub use durability::Durability;
pub use fault::{StoreCheck, StoreFault, StoreVerdict};
pub use key_text::PageKeyTextError;
pub use memory::MemoryStore;
pub use page_key::PageKey;
#[cfg(feature = "postgres")]
pub use postgres::{Alteration, AlterationKind, DurabilityError, Migration, PostgresStore, SchemaError};
pub use quarantine::Quarantines;
pub use query::{Listing, Page, PageKeyError, ProjectQuery, UnreadableRow};
#[cfg(feature = "sqlite")]
pub use rusqlite;
#[cfg(feature = "sqlite")]
pub use sqlite::{AppendWithError, OpenError, SqliteStore, SqliteWriter, WriterThread};
