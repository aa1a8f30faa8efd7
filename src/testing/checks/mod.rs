//! The checks: one function for each property of the contract.

mod appending;
mod batches;
mod clocks;
mod counts;
mod cursors;
mod failures;
mod lists;
mod logs;
mod opening;
mod projects;
mod quarantine;
mod races;
mod reading;
mod retries;
mod searches;
mod texts;
mod zones;

use core::fmt;

pub use appending::{appending, other_history, stale_writers};
pub use batches::{batches_for_each, whole_batches};
pub use clocks::clocks;
pub use counts::counts;
pub use cursors::cursors;
pub use failures::{crashes, unrelated_failures, write_until_stopped};
pub use lists::{lists, lists_while_writing};
pub use logs::{proofs, refused_attempts, separate_logs, verifying};
pub use opening::{opening, other_digest};
pub use projects::{current_states, rebuilding, replays};
pub use quarantine::quarantine;
pub use races::{races, racing_batches};
pub use reading::reading_while_writing;
pub use retries::{retries, reused_ids};
pub use searches::searches;
pub use texts::texts;
pub use zones::zones;

use super::{Effort, Finding, Harness, Report};

/// One check of the suite.
pub struct Check<H> {
    name: &'static str,
    run: fn(&H, Effort) -> Finding,
}

impl<H> Check<H> {
    /// Its name, which is its function's.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Runs it.
    ///
    /// # Panics
    /// When the store breaks the contract.
    pub fn run(&self, harness: &H, effort: Effort) -> Finding {
        (self.run)(harness, effort)
    }
}

impl<H> fmt::Debug for Check<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Check").field(&self.name).finish()
    }
}

/// Names each check as its function is named.
macro_rules! checks {
    (always { $($always:ident)+ } where_possible { $($where_possible:ident)+ }) => {
        vec![
            $(Check { name: stringify!($always), run: |harness, effort| {
                $always(harness, effort);
                Finding::Held
            } },)+
            $(Check { name: stringify!($where_possible), run: $where_possible },)+
        ]
    };
}

/// Every check of the suite, for a host that runs each as a test of its own.
#[must_use]
pub fn checks<H: Harness>() -> Vec<Check<H>> {
    checks! {
        always {
            opening appending stale_writers other_history retries reused_ids clocks batches_for_each whole_batches
            replays current_states rebuilding lists searches counts refused_attempts zones separate_logs verifying proofs texts cursors
            races racing_batches reading_while_writing lists_while_writing
        }
        where_possible { other_digest quarantine unrelated_failures crashes }
    }
}

/// Runs every check, one after another, and says what ran.
///
/// # Panics
/// At the first check that finds the contract broken; the message tells what the contract demands, what was seen, and the
/// check and the seed.
pub fn conformance<H: Harness>(harness: &H, effort: Effort) -> Report {
    let findings = checks().iter().map(|check| (check.name, check.run(harness, effort))).collect();
    Report { effort, findings }
}
