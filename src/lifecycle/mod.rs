//! The law, stated once in `rows.rs`, and what derives from it without any context.

mod cause;
mod item;
mod kind;
mod library;
mod outcome;
mod position;
mod rows;
mod stage;
mod verb;

pub use cause::{Aim, Remedy, Side, Way, ZombieCause};
pub use item::Item;
pub use kind::{AgreementKind, Duty, ProjectCategory, ProjectKind};
pub use library::{Library, Section};
pub use outcome::Outcome;
pub use position::Position;
pub(crate) use rows::law;
pub use stage::Stage;
pub use verb::{Direction, EDGES, Edge, Gate, Verb};

/// The version of the law that this crate writes into every event. It rises when a row, an outcome, a cause or a
/// remedy changes; events of a law that the crate does not know are refused.
pub const LAW_VERSION: u32 = 1;
