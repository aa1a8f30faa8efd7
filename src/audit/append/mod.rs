//! Appending, decided: what every store does alike.
//!
//! An event of a zone is held to what the store found of the zone. What a planned append does not know, the stores hold beside it: that
//! an event follows from its project's whole history, and how far `now` may lie after the log's last record. A database holds the
//! first by its keys and triggers and the second to its own clock. In memory and in a trail the projects are kept, and a long silence
//! needs the host's word.

mod batch;
mod error;
mod follow;
mod plan;
mod quarantine;
mod receipt;
mod request;
mod seal;

pub use batch::{Batch, BatchError, BatchPlan, FoundBatch, plan_batch};
pub use error::{AppendError, StreamFault};
pub(super) use follow::{follow_project, follow_zone};
pub(super) use plan::plan_after;
pub use plan::{Found, Plan, plan_append};
pub use quarantine::{FoundQuarantine, KeptLine, QuarantineError, QuarantinePlan, plan_quarantine};
pub use receipt::Receipt;
pub use request::{AppendRequest, check_now};
pub(super) use seal::seal;
pub use seal::{draft_into, seal_into};
