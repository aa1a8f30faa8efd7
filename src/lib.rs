#![doc = include_str!("../README.md")]
//!
//! # The contract
//!
//! > [`Project::decide`] is pure. What it returns is recorded by the caller, and only then applied.
//!
//! One command, one event, one id. The caller mints the command's UUID, and the event bears it; so a retry is recognised by
//! the project ([`Decision::AlreadyRecorded`]) and by the store. Whatever is refused has changed nothing.
//!
//! | kind of method | examples |
//! |---|---|
//! | asks, and changes nothing | [`Project::stage`], [`Project::next`], [`Project::explain`], [`Project::check`] |
//! | decides, and changes nothing | [`Project::plan`], [`Project::decide`] |
//! | records | [`EventStore::append`] |
//! | applies what is recorded | [`Project::apply`], [`Project::replay`] |
//!
//! # Two clocks
//!
//! An event has an *effective date*, the civil day on which the act takes effect. Its record has a *recorded time*, the
//! instant at which it was appended. Effective dates of transitions never go back and never lie in the future. A fact may be
//! dated from planning to today, or to the closing once the project is closed.
//!
//! # Contents
//!
//! A host's tasks, and how each is done, stand in the [`cookbook`]. The root has the names that a first program needs.
//! The [`prelude`] has these, the forms and the traits of stores. Everything else is in one module:
//!
//! | module | holds |
//! |---|---|
//! | [`lifecycle`] | the law by version: stages, verbs, edges, positions, causes, remedies, outcomes |
//! | [`value`] | parsed values: texts, codes, money, days, ids |
//! | [`reason`] | why something is refused, in two languages, and what would lift it |
//! | [`evidence`] | a form and an evidence type for each gate |
//! | [`policy`] | the plan's numbers as data |
//! | [`act`] | who acts, where imported history comes from, corrections, refusals |
//! | [`project`] | decide, check, explain, apply, replay; [`fact`](project::fact)s, current states, histories |
//! | [`registry`] | what stands beside projects: development zones |
//! | [`audit`] | sealed records, the log and its proofs, what a store is |
//! | [`staged`] | the typed view |
//! | [`portfolio`] | all projects together: an action plan's figures, at any two dates |
//! | [`store`] | stores in memory, SQLite and PostgreSQL; lists, cursors |
//! | [`problem`] | what an API answers when it does not do what it was asked: problem details with a status |
//! | `board` (feature `board`) | the board: pictures, one page, papers |
//! | `export` (feature `schema`) | JSON Schemas |
//! | `import` (feature `import`) | legacy ledgers through the law |
//! | `testing` (feature `testing`) | tools for a host's tests; what a store promises, as checks that run on any store |
//! | [`canonical`] | canonical JSON, in which records are written |
//! | [`glossary`] | what members of records and forms are called |
//! | [`cookbook`] | a host's tasks, each in a few lines that run; in the documentation only |
//!
//! A module imports only from those below it: vocabulary; glossary, canonical, value, lifecycle; reason; evidence, policy; act;
//! project; registry; audit; staged, portfolio; store; board, problem, export, import, testing; cookbook. From `store` up a module uses
//! only public items.

pub mod act;
pub mod audit;
#[cfg(feature = "board")]
pub mod board;
pub mod canonical;
#[cfg(any(doc, doctest))]
pub mod cookbook;
pub mod evidence;
#[cfg(feature = "schema")]
pub mod export;
pub mod glossary;
#[cfg(feature = "import")]
pub mod import;
pub mod lifecycle;
pub mod policy;
pub mod portfolio;
pub mod prelude;
pub mod problem;
pub mod project;
pub mod reason;
pub mod registry;
pub mod staged;
pub mod store;
#[cfg(feature = "testing")]
pub mod testing;
pub mod value;
mod vocabulary;

pub use act::{Actor, AuthType, Refusal};
pub use audit::{
    AppendError, AppendRequest, EventLog, EventStore, LoadError, Receipt, Record, StoreError, Verdict, verify,
};
pub use lifecycle::{Stage, Verb};
pub use policy::Policy;
pub use project::{Command, Context, Decision, Event, Profile, Project};
pub use reason::Reason;
pub use staged::{AnyStaged, Pending, Staged};
pub use store::MemoryStore;
#[cfg(feature = "sqlite")]
pub use store::{OpenError, SqliteStore};
#[cfg(feature = "postgres")]
pub use store::{PostgresStore, SchemaError};
pub use value::{ActorId, ClientId, Day, EventId, Money, OrgId, ProjectId, Source, Text, Timestamp, ZoneId};
pub use vocabulary::Language;
