//! Strategies for property tests (feature `proptest`): lives, commands, and histories that storage corrupted.
//!
//! All of them shrink: a life to fewer and simpler steps.
//!
//! ```
//! use project_lifecycle::Project;
//! use project_lifecycle::testing::strategies::{corrupted, life};
//! use proptest::prelude::*;
//!
//! # let mut runner = proptest::test_runner::TestRunner::deterministic();
//! // a platform's list shows what the project says, whatever its life was
//! # runner.run(
//! # &life(1, 20), |project| {
//! // proptest! { fn shows(project in life(1, 20)) {
//! prop_assert_eq!(project.current().version, project.events().len() as u64);
//! # Ok(()) }).unwrap();
//!
//! // and a platform that reads a corrupt history learns of it
//! # runner.run(
//! # &corrupted(20), |corrupted| {
//! // fn refuses(corrupted in corrupted(20)) {
//! prop_assert!(Project::replay(corrupted.events).is_err(), "{}", corrupted.what);
//! # Ok(()) }).unwrap();
//! ```

mod careless;
mod corrupted;
mod facts;
mod lives;
mod step;

pub use careless::careless;
pub use corrupted::{Corrupted, corrupted};
pub use facts::{FACTS, numbered_fact, some_fact};
pub use lives::{history, life, random_command, random_walk};
pub use step::{Ask, RandomStep, any_step, step};
