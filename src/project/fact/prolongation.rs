//! A later due day for a commitment.

use serde::Serialize;

use super::presentation::Papers;
use super::{Asked, Fact, Kind, Stood};
use crate::lifecycle::Item;
use crate::project::CurrentState;
use crate::reason::Reason;
use crate::value::{Day, input};

/// A later due day for a commitment than the evidence promised. The one recorded last stands; where a correction of the step
/// has it promise a later day still, that one counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Prolongation {
    /// The new due day.
    pub due: Day,
    /// The item.
    pub item: Item,
    /// The stream version of the step whose evidence committed to it.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub version: u64,
}

input!(Prolongation { needed due, needed item, needed version });

impl Kind for Prolongation {
    type Kept = Papers;

    fn before(&self, kept: &Papers, current: &CurrentState) -> Option<Stood> {
        kept.open(self.version, self.item, current)
    }

    fn contradicts(&self, kept: &Papers, current: &CurrentState) -> Option<Reason> {
        let Self { version, item, .. } = *self;
        self.before(kept, current).is_none().then_some(Reason::NoCommitment { version, item })
    }

    fn guard(&self, _kept: &Papers, asked: &Asked<'_>, reasons: &mut Vec<Reason>) {
        let Self { due, item, version } = *self;
        let Some(owed) = asked.current.owed_for(version, item) else { return };
        if due <= owed.committed {
            reasons.push(Reason::NotLater { item, due, committed: owed.committed });
        }
        if due < asked.effective_on {
            reasons.push(Reason::CommitmentOverdue { item, due, effective_on: asked.effective_on });
        }
    }

    fn keep(&self, kept: &mut Papers, version: u64, _on: Day) {
        kept.prolong(version, *self);
    }

    fn forget(&self, kept: &mut Papers, version: u64, _on: Day) {
        kept.prolong_not(version, *self);
    }

    fn show(&self, _before: Option<&Fact>, _on: Day, current: &mut CurrentState) -> bool {
        let at = current.owed_at(self.version, self.item);
        if let Some(owed) = current.owed.get_mut(at).filter(|owed| owed.is_for(self.version, self.item)) {
            owed.due = self.due.max(owed.committed);
        }
        true
    }

    fn settle(&self, kept: &Papers, current: &mut CurrentState) {
        kept.settle(self.version, self.item, current);
    }
}
