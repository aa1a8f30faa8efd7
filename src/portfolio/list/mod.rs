//! Lists at two dates: where each project stands, what waits, what is owed, who has it in hand.
//!
//! They are answered from the fold of the portfolio, like figures, and look beside the steps at what is kept for them alone.

mod candidate;
mod due;
mod duplicate;
mod kept;
mod library;
mod lists;
mod own;
mod planned;
mod signal;
mod then;
mod track;
mod waiting;

pub use candidate::ZombieCandidate;
pub use due::{OverdueDuties, OwedPaper, PausedProject};
pub use duplicate::{PossibleDuplicate, SharedMark};
pub(super) use kept::{Assigned, Kept, Told};
pub use library::{InLibrary, LibraryMove, LibraryMoves, PartMove};
pub use lists::{Listed, Lists};
pub use own::OfBody;
pub use signal::{Excuse, LightReason, Lit, Signal};
pub(super) use then::Then;
pub use track::{CorrectionKind, Track, TrackCorrection, TrackNode, TrackPause, TrackStep};
pub use waiting::{NotStarted, SignedNotStarted, Waiting};
