//! Appending, decided: what every store does alike.

mod batch;
mod error;
mod plan;
mod quarantine;
mod receipt;
mod request;
mod seal;

pub use batch::{Batch, BatchError, BatchPlan, FoundBatch, plan_batch};
pub use error::{AppendError, StreamFault};
pub(super) use plan::plan_after;
pub use plan::{Found, Plan, plan_append};
pub use quarantine::{FoundQuarantine, KeptLine, QuarantineError, QuarantinePlan, plan_quarantine};
pub use receipt::Receipt;
pub use request::AppendRequest;
pub(super) use seal::seal;
pub use seal::seal_into;
