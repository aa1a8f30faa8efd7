//! Tools for tests (feature `testing`): for whoever embeds this crate, and for whoever writes a store.
//!
//! | for | what | where |
//! |---|---|---|
//! | any test of a host | projects, evidence for every gate, facts, corrections, ids, actors | [`sample`], [`Walk`] |
//! | tests of what a platform gives and shows | given a history, when a command is given, then it is recorded or refused | [`given`] |
//! | tests that a host relies on the law | assertions on what is permitted and where it leads | [`assert_permitted`], [`assert_not_permitted`], [`assert_leads`] |
//! | a policy of the host's own; screens that show every refusal | every move walked, every kind of refusal provoked, what was left out | [`coverage`](coverage()) |
//! | property tests | lawful lives, commands of every kind, corrupt histories | `strategies` (feature `proptest`), [`chance`] |
//! | an upgrade of this crate, or a change of policy | a stored log decided again: what would now be refused or no longer replays | [`recheck`](recheck()) |
//! | a store of the host's own | what a store promises, as checks | [`conformance`] |
//!
//! [`recheck`](recheck()) may run in production, for it writes nothing. All else is for tests alone: it panics where a
//! test is to fail, and where its arguments make no sense.
//!
//! # Given, when, then
//!
//! ```
//! use project_lifecycle::testing::{given, sample};
//! use project_lifecycle::Command;
//! use project_lifecycle::lifecycle::ProjectKind;
//!
//! let day = sample::day("2018-07-01");
//! let talks = [Command::Admit(sample::dossier(day)), Command::Engage(sample::engagement(day))];
//! let project = given(talks)
//!     .when(Command::Sign(sample::agreement(ProjectKind::Enterprise, sample::day("2018-07-20"))))
//!     .then_recorded(|event| assert_eq!(event.command_name(), "sign"));
//! // nobody is assigned yet
//! let register = Command::Register(sample::registration(sample::day("2018-08-01")));
//! given(project).when(register).then_refused_for(["unassigned", "unassigned", "unassigned"]);
//! ```
//!
//! # The conformance suite for stores
//!
//! It holds what [`EventLog`](crate::EventLog), [`EventStore`](crate::EventStore), [`Cursors`](crate::store::Cursors),
//! [`CurrentStates`](crate::store::CurrentStates) and [`Quarantines`](crate::store::Quarantines) promise, as checks that run on any
//! backend.
//!
//! The stores of this crate pass it. A host that writes a store of its own gives a [`Harness`] and calls
//! [`conformance`], or runs each of [`checks`] as a test of its own. A check that finds the contract broken panics, and
//! tells what the contract demands, what was seen, and the seed. A check that cannot be run is named in the [`Report`].
//!
//! `StoreError::Retry` is an honest answer to contention: the suite gives the same request again, as every caller must. So
//! is `OutcomeUnknown` where an answer was lost.
//!
//! A host's store, here one that only lends its name to [`MemoryStore`](crate::MemoryStore), behind handles that share it:
//!
//! ```
//! use std::collections::HashMap;
//! use std::sync::Mutex;
//!
//! use project_lifecycle::testing::{Effort, Harness, Shared, conformance};
//! use project_lifecycle::{MemoryStore, Source};
//!
//! #[derive(Default)]
//! struct OurDatabase {
//!     logs: Mutex<HashMap<Source, Shared<MemoryStore>>>,
//! }
//!
//! impl Harness for OurDatabase {
//!     type Store = Shared<MemoryStore>;
//!
//!     // a handle, as each of the platform's threads has one
//!     fn open(&self, source: &Source) -> Self::Store {
//!         let mut logs = self.logs.lock().unwrap();
//!         logs.entry(source.clone()).or_insert_with(|| Shared::new(MemoryStore::new(source.clone()))).clone()
//!     }
//! }
//!
//! // a test takes `Effort::SHORT`, and another seed each time
//! let effort = Effort { races: 20, events: 200, lives: 2, ..Effort::SHORT };
//! let report = conformance(&OurDatabase::default(), effort.seeded(7));
//! print!("{report}");
//! // memory outlives no crash, and breaks for no other reason
//! assert!(report.not_checked().any(|(check, _)| check == "crashes"));
//! ```
//!
//! A store that outlives its process implements [`Harness::crash`] and [`Harness::break_unrelated`] as well: these are the
//! checks that matter most where data are real. One whose owner can put bad records in quarantine says so by [`Harness::quarantines`].

mod again;
#[cfg(feature = "postgres")]
mod blocking;
pub mod chance;
mod checks;
mod coverage;
mod dice;
mod given;
mod harness;
mod legality;
mod life;
mod recheck;
pub mod sample;
mod shared;
#[cfg(feature = "proptest")]
pub mod strategies;
mod trial;
mod walk;

pub use again::command_of;

#[cfg(feature = "postgres")]
pub use blocking::Blocking;
pub use checks::{
    Check, appending, batches_for_each, checks, clocks, conformance, counts, crashes, current_states, cursors, lists,
    lists_while_writing, opening, other_digest, other_history, proofs, quarantine, races, racing_batches,
    reading_while_writing, rebuilding, refused_attempts, replays, retries, reused_ids, searches, separate_logs,
    stale_writers, texts, unrelated_failures, verifying, whole_batches, write_until_stopped, zones,
};
pub use coverage::{Coverage, Move, coverage};
pub use given::{Answered, Scenario, given};
pub use harness::{Effort, Finding, Harness, MemoryHarness, Report};
pub use legality::{assert_leads, assert_not_permitted, assert_permitted};
pub use recheck::{Hindrance, Objection, Rechecked, recheck, recheck_records};
pub use shared::Shared;
pub use walk::Walk;
