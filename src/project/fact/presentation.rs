//! A paper presented after the evidence that committed to it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Asked, Fact, Kind, Named as _, Prolongation, Stood};
use crate::evidence::{Attachment, Standing};
use crate::lifecycle::Item;
use crate::project::paper::guard_paper;
use crate::project::{CurrentState, Owed};
use crate::reason::Reason;
use crate::value::Day;

/// A document presented that a commitment stood in for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Presentation {
    /// The item.
    pub item: Item,
    /// The document; the day it bears is its day of issue.
    pub paper: Attachment,
    /// Its last valid day, if a permit names one; else the policy says how long it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Day>,
    /// The stream version of the step whose evidence committed to it.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub version: u64,
}

/// The papers presented for commitments of standing evidence, by step and item, each with the version of the event that
/// presented it last; and the event that last prolonged what is still owed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::project) struct Papers {
    presented: BTreeMap<(u64, Item), (u64, Presentation)>,
    pub(super) prolonged: BTreeMap<(u64, Item), u64>,
}

impl Papers {
    /// Forgets what was presented and prolonged for a step that was voided. It was the last one that stood.
    pub(in crate::project) fn void(&mut self, version: u64) {
        let first = (version, Item::ALL[0]);
        self.presented.split_off(&first);
        self.prolonged.split_off(&first);
    }

    /// What is owed, as a fact that stood: with the event that set its day.
    pub(super) fn stood(&self, owed: &Owed) -> Stood {
        let Owed { due, item, version, .. } = *owed;
        let set = self.prolonged.get(&(version, item)).copied().unwrap_or(version);
        Stood { fact: Fact::Prolongation(Prolongation { due, item, version }), version: set }
    }
}

impl Kind for Presentation {
    const BEFORE: &'static [&'static str] = &[Prolongation::EVENT_NAME, Self::EVENT_NAME];

    type Kept = Papers;

    /// The paper presented before it, or the commitment that it takes the place of.
    fn before(&self, kept: &Papers, current: &CurrentState) -> Option<Stood> {
        if let Some((version, earlier)) = kept.presented.get(&(self.version, self.item)) {
            return Some(Stood { fact: Fact::Presentation(earlier.clone()), version: *version });
        }
        current.owed_for(self.version, self.item).map(|owed| kept.stood(owed))
    }

    fn missing(&self) -> Option<Reason> {
        Some(Reason::NoCommitment { version: self.version, item: self.item })
    }

    fn guard(&self, _kept: &Papers, asked: &Asked<'_>, reasons: &mut Vec<Reason>) {
        let dated = self.paper.day();
        let standing = Standing::Presented { dated, validity: Some((dated, self.valid_until)) };
        let faults = guard_paper(self.item, standing, asked.effective_on, asked.effective_on, asked.policy);
        // the paper's day is its day of issue, so it is told once
        reasons.extend(faults.into_iter().filter(|fault| !matches!(fault, Reason::PermitNotYetValid { .. })));
    }

    fn keep(&self, kept: &mut Papers, version: u64, _on: Day) {
        kept.presented.insert((self.version, self.item), (version, self.clone()));
    }

    fn show(&self, _before: Option<&Fact>, _on: Day, current: &mut CurrentState) {
        if current.owed_for(self.version, self.item).is_some() {
            current.owed.remove(current.owed_at(self.version, self.item));
        }
    }
}
