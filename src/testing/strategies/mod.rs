//! Strategies for property tests (feature `proptest`): lives, commands, and histories that storage corrupted.
//!
//! All of them shrink: a life to fewer and simpler steps.
//!
//! ```
//! use project_lifecycle::Project;
//! use project_lifecycle::testing::strategies::{corrupted, life};
//! use proptest::prelude::*;
//!
//! proptest! {
//!     // #[test]
//!     fn a_list_shows_what_the_project_says(project in life(1, 20)) {
//!         prop_assert_eq!(project.current().version, project.events().len() as u64);
//!     }
//!
//!     // #[test]
//!     fn a_corrupt_history_is_refused(corrupted in corrupted(20)) {
//!         prop_assert!(Project::replay(corrupted.events).is_err(), "{}", corrupted.what);
//!     }
//! }
//! # a_list_shows_what_the_project_says();
//! # a_corrupt_history_is_refused();
//! ```

mod corrupted;
mod lives;
mod steps;

pub use corrupted::{Corrupted, corrupted};
pub use lives::{history, life, random_command, random_walk};
pub use steps::{any_step, step};
