//! Milestones that are no stages.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Asked, Ground, Kind, Stood};
use crate::evidence::{Attachment, Standing};
use crate::lifecycle::Item;
use crate::project::CurrentState;
use crate::project::paper::guard_paper;
use crate::reason::Reason;
use crate::value::{Day, Text, input};
use crate::vocabulary::vocabulary;

vocabulary! {
    /// A milestone that is no stage.
    #[non_exhaustive]
    Milestone as "milestone" {
        /// Full capacity and effect (达产达效): a dated milestone from production on, not a stage of its own.
        FullCapacity "full_capacity" "Full capacity and effect" "达产达效";
        /// The rest commissioned after a commissioning in part (分期投产), which makes the whole.
        FullyCommissioned "fully_commissioned" "Fully commissioned" "全部投产";
        /// Enrolled in the statistics (入统).
        Enrolled "enrolled" "Enrolled in the statistics" "入统";
        /// The main structure topped out (主体封顶).
        ToppedOut "topped_out" "Main structure topped out" "主体封顶";
        /// Another one; the remark names it.
        Other "other" "Other milestone" "其他节点";
    }
}

/// A milestone reached on the event's effective date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct MilestoneReached {
    /// Which milestone.
    pub milestone: Milestone,
    /// The paper that shows it. What follows the commissioning needs one, with its day: full capacity and effect its proof,
    /// the second half of a commissioning its acceptance or trial production.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paper: Option<Attachment>,
    /// A remark. It names the milestone if it is of no common kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark: Option<Text>,
}

input!(MilestoneReached { needed milestone, optional paper, optional remark });

/// The milestones that stand, each with its day and the version of the event that records it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::project) struct Milestones(BTreeMap<(Milestone, Option<Text>), (u64, MilestoneReached, Day)>);

impl Milestones {
    pub(in crate::project) fn iter(&self) -> impl Iterator<Item = (&MilestoneReached, Day)> {
        self.0.values().map(|(_, reached, on)| (reached, *on))
    }
}

impl Milestone {
    /// What it is reached only after; then a paper shows it, too. `None` if it may be reached at any time.
    const fn ground(self) -> Option<Ground> {
        match self {
            Self::FullCapacity => Some(Ground::Commissioning { in_part: false }),
            Self::FullyCommissioned => Some(Ground::Commissioning { in_part: true }),
            Self::Enrolled | Self::ToppedOut | Self::Other => None,
        }
    }
}

impl MilestoneReached {
    /// What tells milestones apart: the kind, and if it is no common one, the remark.
    fn key(&self) -> (Milestone, Option<Text>) {
        (self.milestone, self.remark.clone().filter(|_| self.milestone == Milestone::Other))
    }
}

impl Kind for MilestoneReached {
    const BEFORE: &'static [&'static str] = &[];

    type Kept = Milestones;

    /// A milestone is reached once.
    fn before(&self, _kept: &Milestones, _current: &CurrentState) -> Option<Stood> {
        None
    }

    fn contradicts(&self, kept: &Milestones, _current: &CurrentState) -> Option<Reason> {
        let (version, _, on) = kept.0.get(&self.key())?;
        Some(Reason::AlreadyReached { version: *version, on: *on })
    }

    fn ground(&self) -> Option<Ground> {
        self.milestone.ground()
    }

    fn guard(&self, _kept: &Milestones, asked: &Asked<'_>, reasons: &mut Vec<Reason>) {
        let (milestone, effective_on) = (self.milestone, asked.effective_on);
        if milestone == Milestone::Other && self.remark.is_none() {
            reasons.push(Reason::RemarkNeeded);
        }
        let item = Item::MilestonePaper;
        if milestone.ground().is_some() {
            match &self.paper {
                None => reasons.push(Reason::PaperNeeded { item }),
                Some(paper) if paper.day().is_none() => reasons.push(Reason::Undated { gate: None, item }),
                Some(_) => {}
            }
        }
        if let Some(dated) = self.paper.as_ref().and_then(Attachment::day) {
            let standing = Standing::Presented { dated: Some(dated), validity: None };
            reasons.extend(guard_paper(item, standing, effective_on, effective_on, asked.policy));
        }
    }

    fn keep(&self, kept: &mut Milestones, version: u64, on: Day) {
        kept.0.insert(self.key(), (version, self.clone(), on));
    }

    fn forget(&self, kept: &mut Milestones, _version: u64, _on: Day) {
        kept.0.remove(&self.key());
    }
}
