//! Links between projects.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Asked, Fact, Kind, Stood};
use crate::evidence::Attachment;
use crate::lifecycle::Item;
use crate::project::CurrentState;
use crate::reason::Reason;
use crate::value::{Day, ProjectId, input};
use crate::vocabulary::vocabulary;

vocabulary! {
    /// How a project is related to another.
    #[non_exhaustive]
    LinkKind as "kind of link" {
        /// Phase II of the other (二期). A second phase is a project of its own.
        PhaseTwoOf "phase_two_of" "Phase II of" "二期项目";
        /// Derived from the other, for instance on its reclaimed land (腾笼换鸟).
        DerivedFrom "derived_from" "Derived from" "衍生项目";
        /// The same project as the other, recorded twice.
        DuplicateOf "duplicate_of" "Duplicate of" "重复登记";
        /// A technical upgrade of the other on the same land (零增地技改).
        UpgradeOf "upgrade_of" "Technical upgrade of" "技术改造项目";
        /// A part of the other, which was split (拆分). The other says that it was split into this one.
        SplitFrom "split_from" "Split from" "拆分自";
        /// Split, so that the other is a part of it.
        SplitInto "split_into" "Split into" "拆分为";
        /// Combined with the other (合并). Both say so; the one that does not survive is closed with that outcome.
        CombinedWith "combined_with" "Combined with" "合并";
    }
}

impl LinkKind {
    /// Whether links of this kind to several projects may stand beside one another. Of the other kinds one stands.
    #[must_use]
    pub const fn is_manifold(self) -> bool {
        matches!(self, Self::DerivedFrom | Self::SplitFrom | Self::SplitInto | Self::CombinedWith)
    }

    /// Whether it needs its paper: projects are split and combined by a decision.
    #[must_use]
    pub const fn needs_paper(self) -> bool {
        matches!(self, Self::SplitFrom | Self::SplitInto | Self::CombinedWith)
    }
}

/// A link to another project. It stands on this project only; the other is unchanged, and tells its side itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Link {
    /// How they are related.
    pub kind: LinkKind,
    /// The paper on which it rests, with its day. What is split or combined [needs](LinkKind::needs_paper) one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paper: Option<Attachment>,
    /// The other project.
    pub to: ProjectId,
}

input!(Link { needed kind, optional paper, needed to });

/// What tells links apart of which one stands: the kind, and the project if several of the kind may stand.
type Slot = (LinkKind, Option<ProjectId>);

/// The links on record, by slot and by the version of the event that set each. Of each slot the one recorded last stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::project) struct Links(BTreeMap<(Slot, u64), Link>);

impl Link {
    fn slot(&self) -> Slot {
        (self.kind, Some(self.to).filter(|_| self.kind.is_manifold()))
    }
}

impl Links {
    pub(in crate::project) fn iter(&self) -> impl Iterator<Item = &Link> {
        let mut links = self.0.iter().peekable();
        core::iter::from_fn(move || {
            loop {
                let ((slot, _), link) = links.next()?;
                if links.peek().is_none_or(|((next, _), _)| next != slot) {
                    return Some(link);
                }
            }
        })
    }

    fn standing(&self, slot: Slot) -> Option<(u64, &Link)> {
        let last = self.0.range((slot, 0)..=(slot, u64::MAX)).next_back();
        last.map(|((_, version), link)| (*version, link))
    }
}

impl Kind for Link {
    type Kept = Links;

    fn before(&self, kept: &Links, _current: &CurrentState) -> Option<Stood> {
        let (version, link) = kept.standing(self.slot())?;
        Some(Stood { fact: Fact::Link(link.clone()), version })
    }

    fn guard(&self, kept: &Links, asked: &Asked<'_>, reasons: &mut Vec<Reason>) {
        // with whatever paper: it stands once, from the day on which it was told first
        if kept.standing(self.slot()).is_some_and(|(_, standing)| standing.to == self.to) {
            reasons.push(Reason::AlreadyLinked);
        }
        let item = Item::LinkPaper;
        match &self.paper {
            Some(paper) => asked.guard_paper(item, paper, reasons),
            None if self.kind.needs_paper() => reasons.push(Reason::PaperNeeded { item }),
            None => {}
        }
    }

    fn keep(&self, kept: &mut Links, version: u64, _on: Day) {
        kept.0.insert((self.slot(), version), self.clone());
    }

    fn forget(&self, kept: &mut Links, version: u64, _on: Day) {
        kept.0.remove(&(self.slot(), version));
    }
}
