//! What projects are asked by chance: numbers until they meet a project, then commands, which may be refused.
//!
//! The [strategies](super::strategies) (feature `proptest`) choose the numbers; so can a host's own generator.
//!
//! ```
//! use project_lifecycle::testing::chance::{Ask, RandomStep};
//! use project_lifecycle::testing::{Walk, sample};
//! use project_lifecycle::Stage;
//!
//! let mut walk = Walk::to(1, sample::at(Stage::Signed));
//! for number in 0..20 {
//!     let step = RandomStep { ask: Ask::Complete(number), pass: 3, shift: 0 };
//!     if let Err(refusal) = step.take(&mut walk) {
//!         assert!(!refusal.reasons().is_empty());
//!     }
//! }
//! assert!(walk.project.version() > 6);
//! ```

mod careless;
mod facts;
mod step;

pub use careless::careless;
pub use facts::{FACTS, numbered_fact, some_fact};
pub use step::{Ask, RandomStep};
