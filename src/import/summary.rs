//! What an import came to.

use std::collections::BTreeMap;

use serde::Serialize;

use super::doubles::Double;
use super::exception::Code;
use crate::project::Change;
use crate::{Event, Project};

/// What an import came to, as `summary.json` states it.
///
/// Only what occurred is counted in the maps: they have no zeros.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Summary {
    /// The records.
    pub totals: Totals,
    /// Events of projects: every planning and every transition, not the record that opens the log.
    pub events: u64,
    /// Of them, those that the ledger does not tell but that a later milestone implies.
    pub inferred: u64,
    /// Of them, those that the store had before.
    #[serde(skip_serializing_if = "is_zero")]
    pub already_recorded: u64,
    /// Projects that the store had otherwise, and that were brought to what the ledger tells.
    #[serde(skip_serializing_if = "is_zero")]
    pub updated: u64,
    /// The events by which they were: facts, corrections, and steps that were imported behind these. What is imported is one of
    /// `events`, too.
    #[serde(skip_serializing_if = "is_zero")]
    pub update_events: u64,
    /// Projects by the stage in which the ledger leaves them.
    pub stages: BTreeMap<&'static str, u64>,
    /// Exceptions by code. A refusal's has the prefix `refused:`.
    pub exceptions: BTreeMap<String, u64>,
    /// Transitions by edge, as `negotiating->signed`.
    pub edges: BTreeMap<String, u64>,
    /// Projects and companies that seem to stand more than once, in the order in which that was seen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub doubles: Vec<Double>,
    /// The encoding of the ledger, if it is not the first that the mapping lists. Each planning's provenance has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<&'static str>,
}

/// What became of a project that was taken.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Taken {
    /// How many of the events that the ledger tells were recorded before.
    pub(super) already: u64,
    /// How many facts, corrections and further steps brought it to what the ledger tells.
    pub(super) brought: u64,
}

/// How many records there are and what became of them: `rows` is the sum of the others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Totals {
    /// Records of the ledger.
    pub rows: u64,
    /// Records that became a project.
    pub imported: u64,
    /// Records that did not, by the code of the exception that says why.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub not_imported: BTreeMap<String, u64>,
}

/// How many exceptions of a kind there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Kind<'a> {
    /// The code, as in `exceptions.csv`.
    pub code: &'a str,
    /// How many.
    pub count: u64,
    /// What the kind is called in English and in Chinese.
    pub labels: [&'static str; 2],
}

impl Summary {
    /// The exceptions by kind, the most frequent first.
    #[must_use]
    pub fn kinds(&self) -> Vec<Kind<'_>> {
        let all = self.exceptions.iter();
        let mut kinds: Vec<_> =
            all.map(|(code, count)| Kind { code, count: *count, labels: Code::labels(code) }).collect();
        kinds.sort_by_key(|kind| core::cmp::Reverse(kind.count));
        kinds
    }

    /// Counts a project whose events are recorded, so many of them before.
    pub(super) fn count(&mut self, project: &Project, Taken { already, brought }: Taken) {
        self.totals.imported += 1;
        self.already_recorded += already;
        self.updated += u64::from(brought > 0);
        self.update_events += brought;
        *self.stages.entry(project.stage().code()).or_default() += 1;
        for event in project.events() {
            self.count_event(event);
        }
    }

    fn count_event(&mut self, event: &Event) {
        self.events += 1;
        let (Change::Move { basis, .. }, Some(from)) = (event.change(), event.from()) else { return };
        let edge = [from.stage().code(), "->", event.to().stage().code()].concat();
        *self.edges.entry(edge).or_default() += 1;
        if let crate::project::Basis::Imported { provenance, .. } = basis {
            self.inferred += u64::from(provenance.is_inferred());
        }
    }

    pub(super) fn count_exception(&mut self, code: Code) {
        *self.exceptions.entry(code.to_string()).or_default() += 1;
    }

    pub(super) fn count_not_imported(&mut self, code: Code) {
        *self.totals.not_imported.entry(code.to_string()).or_default() += 1;
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}
