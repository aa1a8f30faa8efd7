//! Links between projects.

use serde::{Deserialize, Serialize};

use crate::value::ProjectId;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// How a project is related to another.
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
