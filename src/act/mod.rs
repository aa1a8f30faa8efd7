//! What an act bears beside its content: who acts, where imported history comes from, what corrects the trail, and
//! why an act is refused.

mod actor;
mod correction;
mod host;
mod provenance;
mod refusal;

pub(crate) use actor::By;
pub use actor::{Actor, AuthType};
pub use correction::{Correction, Redating, Voiding};
pub use host::{HostData, HostDataError};
pub use provenance::{Provenance, Unused};
pub use refusal::Refusal;
pub(crate) use refusal::lines;
