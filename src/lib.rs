//! The life of an investment project as an enforced state machine with an audit trail.

pub mod audit;
pub mod canonical;
pub mod evidence;
#[cfg(feature = "import")]
pub mod import;
pub mod lifecycle;
pub mod policy;
pub mod project;
pub mod staged;
pub mod store;
pub mod value;
mod vocabulary;

pub use audit::{
    AppendError, AppendRequest, AuditEvent, EventStore, FORMAT_VERSION, Found, LineFault, LoadError, LogHead, Plan,
    RECORD_LIMIT, Receipt, RecordError, StoreError, Subject, SubjectError, SubjectKind, Verdict, leaf, plan_append,
    seal_into, verify,
};
pub use evidence::*;
pub use lifecycle::*;
pub use policy::*;
pub use project::*;
pub use staged::marker::{
    Closed, Negotiating, Operating, Planned, Producing, Registered, Reserve, Signed, Started, Zombie,
};
pub use staged::{AnyStaged, AnyZombie, CommitError, Pending, Refused, Staged, Unconfirmed, WrongStage};
pub use store::MemoryStore;
pub use value::*;
pub use vocabulary::{Language, UnknownCode};
