//! A log: its head, its proofs, and what goes on with it.

mod faults;
mod head;
mod head_text;
mod lines;
pub mod merkle;
mod pieces;
mod place;
mod quarantine;
mod sink;
mod trail;
mod verdict;
mod verify;

pub use faults::Faults;
pub use head::LogHead;
pub use head_text::HeadTextError;
pub use lines::Lines;
pub(crate) use pieces::{Piece, each_piece};
pub use quarantine::Quarantine;
#[cfg(feature = "tracing")]
pub use sink::TracingSink;
pub use sink::{JsonLines, Sink};
pub use trail::{AuditTrail, TrailError};
pub use verdict::{BadLine, Contradiction, LineFault, Verdict};
pub(in crate::audit) use verify::stream_of;
pub use verify::{Verifier, verify, verify_against};
