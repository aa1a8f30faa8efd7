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
//! An event has an *effective date*, the civil day on which the act takes effect, and its record a *recorded time*, the
//! instant at which it was appended. Effective dates of transitions never go back and never lie in the future; facts may be
//! dated from planning to today, and of a closed project to its closing.
//!
//! # Layout
//!
//! Floors, lowest first; imports only go down.
//!
//! | module | holds |
//! |---|---|
//! | [`canonical`] | canonical JSON |
//! | [`lifecycle`] | the law: rows, stages, verbs, outcomes, causes |
//! | [`value`] | parsed values: codes, money, days, ids |
//! | [`evidence`] | a form and an evidence type for each gate; reasons |
//! | [`policy`] | the plan's numbers as data |
//! | [`project`] | decide, check, explain, apply, replay |
//! | [`audit`] | sealed records, chain, verification, what a store is |
//! | [`staged`] | the typed view |
//! | [`store`] | stores |
//! | `export` (feature `schema`) | JSON Schemas |
//! | `import` (feature `import`) | legacy ledgers through the law |
//! | `testing` (feature `testing`) | what a store promises, as checks that run on any store |

pub mod audit;
pub mod canonical;
pub mod evidence;
#[cfg(feature = "schema")]
pub mod export;
#[cfg(feature = "import")]
pub mod import;
pub mod lifecycle;
pub mod policy;
pub mod project;
pub mod staged;
pub mod store;
#[cfg(feature = "testing")]
pub mod testing;
pub mod value;
mod vocabulary;

#[cfg(feature = "tracing")]
pub use audit::TracingSink;
pub use audit::merkle;
pub use audit::{
    AppendError, AppendRequest, AuditEvent, AuditTrail, Batch, BatchError, BatchPlan, Checkpoint, CheckpointError,
    Contradiction, EventStore, EventType, FORMAT_VERSION, Found, FoundBatch, JsonLines, LineFault, LoadError, LogHead,
    Plan, RECORD_LIMIT, Receipt, RecordError, RecordProof, SCHEMA_PREFIX, Sink, StoreError, Subject, SubjectError,
    SubjectKind, TrailError, TransitionRefused, Upcast, Upcasters, Verdict, Verifier, plan_append, plan_batch,
    seal_into, verify, verify_against,
};
pub use canonical::MAX_INTEGER;
pub use evidence::*;
pub use lifecycle::*;
pub use policy::*;
pub use project::*;
pub use staged::marker::{
    Closed, Negotiating, Operating, Planned, Producing, Registered, Reserve, Signed, Started, Zombie,
};
pub use staged::{AnyStaged, AnyZombie, CommitError, Pending, Refused, Staged, Unconfirmed, WrongStage};
pub use store::*;
pub use uuid::Uuid;
pub use value::*;
pub use vocabulary::{Language, UnknownCode};
