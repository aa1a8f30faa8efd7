//! Amending what a project is.

use serde::{Deserialize, Serialize};

use super::Profile;
use crate::lifecycle::{ProjectCategory, ProjectKind};
use crate::value::{ClientId, IndustryCode, Money, Text};

/// Members of the profile that change; the others stay as they are. At least one must be given.
///
/// A revision of the total investment keeps its history: [`Project::profile_on`](crate::project::Project::profile_on) answers for
/// any day. The zone's class is the zone's, not the project's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Amendment {
    /// What it is counted as.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<ProjectCategory>,
    /// Its industry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub industry: Option<IndustryCode>,
    /// Its investor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub investor: Option<ClientId>,
    /// Its kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<ProjectKind>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// Its total planned investment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_investment: Option<Money>,
}

impl Amendment {
    /// Whether it changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The present values of the members that this amendment gives.
    pub(super) fn before(&self, profile: &Profile) -> Self {
        Self {
            category: self.category.and(profile.category()),
            industry: self.industry.as_ref().and(profile.industry().cloned()),
            investor: self.investor.as_ref().and(profile.investor().cloned()),
            kind: self.kind.map(|_| profile.kind()),
            name: self.name.as_ref().map(|_| profile.text().clone()),
            total_investment: self.total_investment.and(profile.total_investment()),
        }
    }
}
