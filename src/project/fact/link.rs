//! Links between projects.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Asked, Fact, Kind, Stood};
use crate::project::CurrentState;
use crate::reason::Reason;
use crate::value::{Day, ProjectId};
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
    }
}

/// A link to another project. It stands on this project only; the other is unchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// How they are related.
    pub kind: LinkKind,
    /// The other project.
    pub to: ProjectId,
}

/// The links on record, by kind and by the version of the event that set each. Of each kind the one recorded last stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::project) struct Links(BTreeMap<(LinkKind, u64), Link>);

impl Links {
    pub(in crate::project) fn iter(&self) -> impl Iterator<Item = &Link> {
        LinkKind::ALL.into_iter().filter_map(|kind| self.standing(kind)).map(|(_, link)| link)
    }

    fn standing(&self, kind: LinkKind) -> Option<(u64, &Link)> {
        let last = self.0.range((kind, 0)..=(kind, u64::MAX)).next_back();
        last.map(|((_, version), link)| (*version, link))
    }
}

impl Kind for Link {
    type Kept = Links;

    fn before(&self, kept: &Links, _current: &CurrentState) -> Option<Stood> {
        let (version, link) = kept.standing(self.kind)?;
        Some(Stood { fact: Fact::Link(*link), version })
    }

    fn guard(&self, kept: &Links, asked: &Asked<'_>, reasons: &mut Vec<Reason>) {
        if self.to == asked.project {
            reasons.push(Reason::LinkToSelf);
        }
        if kept.iter().any(|standing| standing == self) {
            reasons.push(Reason::AlreadyLinked);
        }
    }

    fn keep(&self, kept: &mut Links, version: u64, _on: Day) {
        kept.0.insert((self.kind, version), *self);
    }

    fn forget(&self, kept: &mut Links, version: u64, _on: Day) {
        kept.0.remove(&(self.kind, version));
    }
}
