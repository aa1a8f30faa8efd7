//! What stands beside projects in a log: development zones. Each kind is a small module of its own, recorded and verified
//! like a project.

mod zone;

pub(crate) use zone::ZoneParts;
pub use zone::{
    ZombieBaseline, Zone, ZoneAmendment, ZoneChange, ZoneCommand, ZoneDecision, ZoneEvent, ZoneHistoryError,
    ZoneHistoryFault, ZoneProfile, ZoneRefusal,
};
