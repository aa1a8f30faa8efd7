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

/// The links that stand, one of each kind, each with the version of the event that set it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::project) struct Links(BTreeMap<LinkKind, (u64, Link)>);

impl Links {
    pub(in crate::project) fn iter(&self) -> impl Iterator<Item = &Link> {
        self.0.values().map(|(_, link)| link)
    }
}

impl Kind for Link {
    type Kept = Links;

    fn before(&self, kept: &Links, _current: &CurrentState) -> Option<Stood> {
        let (version, link) = kept.0.get(&self.kind)?;
        Some(Stood { fact: Fact::Link(*link), version: *version })
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
        kept.0.insert(self.kind, (version, *self));
    }
}
