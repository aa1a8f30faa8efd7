//! What an act bears beside its content: who acts and when, where imported history comes from, what corrects the trail, and
//! why an act is refused.

mod actor;
mod context;
mod correction;
mod provenance;
mod refusal;
pub(crate) mod size;

pub(crate) use actor::By;
pub use actor::{Actor, AuthType};
pub use context::Context;
pub use correction::{Correction, Redating, Voiding};
pub use provenance::{Provenance, Unused};
pub use refusal::Refusal;
pub(crate) use refusal::lines;
