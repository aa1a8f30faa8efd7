//! The law, stated once in `rows.rs`, by version, and what derives from it without any context.

mod cause;
mod item;
mod kind;
mod law;
mod library;
mod outcome;
mod position;
mod provider;
mod rows;
#[cfg(test)]
mod second;
mod stage;
mod verb;

pub use cause::{Aim, PauseReason, Remedy, Side, Way, ZombieCause, ZombieKind};
pub use item::Item;
pub use kind::{AgreementKind, Duty, ProjectCategory, ProjectKind, ZoneClass};
pub use law::Law;
pub use library::{Library, Section};
pub use outcome::Outcome;
pub use position::Position;
pub use provider::Provider;
pub(crate) use rows::law;
pub use stage::Stage;
pub use verb::{Direction, EDGES, Edge, Gate, Verb};

/// The version of the newest law, by which this crate decides and which it writes into every event. It rises when a
/// move, an outcome, a cause or a remedy changes. [`Law::of`] keeps the laws before it.
pub const LAW_VERSION: u32 = 1;
