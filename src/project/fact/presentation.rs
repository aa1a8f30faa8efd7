//! A paper presented after the evidence that committed to it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Asked, Fact, Kind, Named as _, Prolongation, Stood};
use crate::evidence::{Attachment, Standing};
use crate::lifecycle::Item;
use crate::project::paper::guard_paper;
use crate::project::{CurrentState, Owed};
use crate::reason::Reason;
use crate::value::{Day, input};

/// A document presented that a commitment stood in for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Presentation {
    /// The item.
    pub item: Item,
    /// The document; the day it bears is its day of issue.
    pub paper: Attachment,
    /// Its last valid day, if a permit names one; else the policy says how long it lasts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Day>,
    /// The stream version of the step whose evidence committed to it.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub version: u64,
}

input!(Presentation { needed item, needed paper, optional valid_until, needed version });

/// What standing evidence committed to, and what became of it: by the step and the item, then by the version of the event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::project) struct Papers {
    /// The day by which each was promised.
    committed: BTreeMap<(u64, Item), Day>,
    /// Each with the day on which it was presented.
    presented: BTreeMap<(u64, Item, u64), (Presentation, Day)>,
    prolonged: BTreeMap<(u64, Item, u64), Day>,
}

impl Papers {
    /// Takes in what a step's evidence commits to.
    pub(super) fn commit(&mut self, version: u64, item: Item, due: Day) {
        self.committed.insert((version, item), due);
    }

    /// Takes in what a step's corrected evidence commits to; what is promised no more lapses. What became of a commitment stays
    /// on record, so it answers the commitment whatever is corrected in between. Gives the items about which something changed.
    pub(super) fn recommit(&mut self, version: u64, promised: &BTreeMap<Item, Day>) -> Vec<Item> {
        let all = (version, Item::ALL[0])..(version + 1, Item::ALL[0]);
        let mut touched: Vec<_> = self.committed.range(all).map(|((_, item), _)| *item).collect();
        for item in &touched {
            self.committed.remove(&(version, *item));
        }
        self.committed.extend(promised.iter().map(|(item, due)| ((version, *item), *due)));
        touched.extend(promised.keys());
        touched
    }

    /// Forgets the commitments of a step that was voided, with what became of them. It was the last one that stood.
    pub(super) fn void(&mut self, version: u64) {
        let first = Item::ALL[0];
        self.committed.split_off(&(version, first));
        self.presented.split_off(&(version, first, 0));
        self.prolonged.split_off(&(version, first, 0));
    }

    /// What is owed, as a fact that stood: with the event that set its day.
    fn stood(&self, owed: &Owed) -> Stood {
        let Owed { committed, due, item, version } = *owed;
        let set = self.prolonged(version, item).filter(|_| due > committed).map_or(version, |(set, _)| set);
        Stood { fact: Fact::Prolongation(Prolongation { due, item, version }), version: set }
    }

    /// The commitment that a fact takes the place of. `None` if it is not open.
    pub(super) fn open(&self, step: u64, item: Item, current: &CurrentState) -> Option<Stood> {
        current.owed_for(step, item).map(|owed| self.stood(owed))
    }

    /// The paper that stands for a commitment: the one presented last.
    fn presented(&self, step: u64, item: Item) -> Option<(u64, &Presentation)> {
        let last = self.presented.range((step, item, 0)..=(step, item, u64::MAX)).next_back();
        last.map(|((.., version), (paper, _))| (*version, paper))
    }

    /// Whether a paper was presented for a commitment by a day.
    pub(in crate::project) fn is_presented(&self, step: u64, item: Item, by: Day) -> bool {
        self.presented.range((step, item, 0)..=(step, item, u64::MAX)).any(|(_, (_, on))| *on <= by)
    }

    /// The day to which a commitment was prolonged last.
    fn prolonged(&self, step: u64, item: Item) -> Option<(u64, Day)> {
        let last = self.prolonged.range((step, item, 0)..=(step, item, u64::MAX)).next_back();
        last.map(|((.., version), due)| (*version, *due))
    }

    pub(super) fn prolong(&mut self, version: u64, Prolongation { due, item, version: step }: Prolongation) {
        self.prolonged.insert((step, item, version), due);
    }

    pub(super) fn prolong_not(&mut self, version: u64, Prolongation { item, version: step, .. }: Prolongation) {
        self.prolonged.remove(&(step, item, version));
    }

    /// Shows whether a commitment is owed, and by which day: the one to which it was prolonged last, or the one that is promised
    /// now, whichever is later. A correction takes back nothing that was granted.
    pub(super) fn settle(&self, step: u64, item: Item, current: &mut CurrentState) {
        let at = current.owed_at(step, item);
        if current.owed_for(step, item).is_some() {
            current.owed.remove(at);
        }
        let Some(committed) = self.committed.get(&(step, item)).copied() else { return };
        if self.presented(step, item).is_none() {
            let prolonged = self.prolonged(step, item).map(|(_, due)| due);
            current.owed.insert(at, Owed::promised(committed, prolonged, item, step));
        }
    }
}

impl Kind for Presentation {
    const BEFORE: &'static [&'static str] = &[Prolongation::EVENT_NAME, Self::EVENT_NAME];

    type Kept = Papers;

    /// The paper presented before it, or the commitment that it takes the place of. `None` if nothing is promised.
    fn before(&self, kept: &Papers, current: &CurrentState) -> Option<Stood> {
        kept.committed.get(&(self.version, self.item))?;
        if let Some((version, earlier)) = kept.presented(self.version, self.item) {
            return Some(Stood { fact: Fact::Presentation(earlier.clone()), version });
        }
        kept.open(self.version, self.item, current)
    }

    fn contradicts(&self, kept: &Papers, current: &CurrentState) -> Option<Reason> {
        let (version, item) = (self.version, self.item);
        self.before(kept, current).is_none().then_some(Reason::NoCommitment { version, item })
    }

    fn guard(&self, _kept: &Papers, asked: &Asked<'_>, reasons: &mut Vec<Reason>) {
        let dated = self.paper.day();
        let standing = Standing::Presented { dated, validity: Some((dated, self.valid_until)) };
        let faults = guard_paper(self.item, standing, asked.effective_on, asked.effective_on, asked.policy);
        // the paper's day is its day of issue, so it is told once
        reasons.extend(faults.into_iter().filter(|fault| !matches!(fault, Reason::PermitNotYetValid { .. })));
    }

    fn keep(&self, kept: &mut Papers, version: u64, on: Day) {
        kept.presented.insert((self.version, self.item, version), (self.clone(), on));
    }

    fn forget(&self, kept: &mut Papers, version: u64, _on: Day) {
        kept.presented.remove(&(self.version, self.item, version));
    }

    fn show(&self, _before: Option<&Fact>, _on: Day, current: &mut CurrentState) -> bool {
        if current.owed_for(self.version, self.item).is_some() {
            current.owed.remove(current.owed_at(self.version, self.item));
        }
        true
    }

    fn settle(&self, kept: &Papers, current: &mut CurrentState) {
        kept.settle(self.version, self.item, current);
    }
}
