//! The life of an investment project as an enforced state machine with an audit trail.

pub mod canonical;
pub mod lifecycle;
pub mod value;
mod vocabulary;

pub use lifecycle::*;
pub use vocabulary::*;
