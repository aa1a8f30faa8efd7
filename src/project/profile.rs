//! What a project is.

use serde::Serialize;

use crate::lifecycle::{ProjectCategory, ProjectKind};
use crate::value::{ClientId, IndustryCode, Money, Text, ZoneId, input};

/// What a project is, as far as known at planning: only name and zone are needed, gates ask for the rest.
///
/// Members stand in the order of their canonical form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Profile {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) category: Option<ProjectCategory>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) industry: Option<IndustryCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) investor: Option<ClientId>,
    pub(super) kind: ProjectKind,
    pub(crate) name: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) total_investment: Option<Money>,
    pub(super) zone: ZoneId,
}

input!(Profile {
    optional category,
    optional industry,
    optional investor,
    needed kind,
    needed name,
    optional total_investment,
    needed zone,
});

impl Profile {
    /// A profile of an enterprise investment; see [`of_kind`](Self::of_kind) for other kinds.
    #[must_use]
    pub const fn new(name: Text, zone: ZoneId) -> Self {
        Self {
            category: None,
            industry: None,
            investor: None,
            kind: ProjectKind::Enterprise,
            name,
            total_investment: None,
            zone,
        }
    }

    /// Of this kind.
    #[must_use]
    pub const fn of_kind(mut self, kind: ProjectKind) -> Self {
        self.kind = kind;
        self
    }

    /// Counted in this category.
    #[must_use]
    pub const fn in_category(mut self, category: ProjectCategory) -> Self {
        self.category = Some(category);
        self
    }

    /// In this industry.
    #[must_use]
    pub fn in_industry(mut self, industry: IndustryCode) -> Self {
        self.industry = Some(industry);
        self
    }

    /// By this investor.
    #[must_use]
    pub fn by_investor(mut self, investor: ClientId) -> Self {
        self.investor = Some(investor);
        self
    }

    /// With this total planned investment.
    #[must_use]
    pub const fn investing(mut self, total: Money) -> Self {
        self.total_investment = Some(total);
        self
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// The zone that hosts it.
    #[must_use]
    pub const fn zone(&self) -> &ZoneId {
        &self.zone
    }

    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> ProjectKind {
        self.kind
    }

    /// What it is counted as, if known.
    #[must_use]
    pub const fn category(&self) -> Option<ProjectCategory> {
        self.category
    }

    /// Its industry, if known.
    #[must_use]
    pub const fn industry(&self) -> Option<&IndustryCode> {
        self.industry.as_ref()
    }

    /// Its investor, if known.
    #[must_use]
    pub const fn investor(&self) -> Option<&ClientId> {
        self.investor.as_ref()
    }

    /// Its total planned investment, if known.
    #[must_use]
    pub const fn total_investment(&self) -> Option<Money> {
        self.total_investment
    }
}
