//! Amending what a project is.

use serde::{Deserialize, Serialize};

use super::{Asked, Fact, Kind, Stood};
use crate::lifecycle::{Item, ProjectCategory, ProjectKind};
use crate::project::{CurrentState, Profile};
use crate::reason::Reason;
use crate::value::{ClientId, Day, IndustryCode, Money, Text};

/// Members of the profile that change; the others stay as they are. At least one must be given.
///
/// A revision of the total investment keeps its history: [`Project::profile_on`](crate::Project::profile_on) answers for
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

/// The profile with all amendments, and for each member the version of the event that set it last: 1, the planning, if
/// it was never amended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::project) struct Amended {
    pub(in crate::project) profile: Profile,
    /// In the order of an amendment's members.
    set: [u64; 6],
}

impl Amended {
    pub(super) fn planned(profile: &Profile) -> Self {
        Self { profile: profile.clone(), set: [1; 6] }
    }
}

impl Amendment {
    /// Whether it changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Which members it gives, in order.
    const fn gives(&self) -> [bool; 6] {
        let Self { category, industry, investor, kind, name, total_investment } = self;
        [
            category.is_some(),
            industry.is_some(),
            investor.is_some(),
            kind.is_some(),
            name.is_some(),
            total_investment.is_some(),
        ]
    }
}

impl Profile {
    /// With the members that an amendment gives.
    pub(in crate::project) fn amend(&mut self, amendment: &Amendment) {
        let Amendment { category, industry, investor, kind, name, total_investment } = amendment.clone();
        self.category = category.or(self.category);
        self.industry = industry.or(self.industry.take());
        self.investor = investor.or(self.investor.take());
        self.kind = kind.unwrap_or(self.kind);
        if let Some(name) = name {
            self.name = name;
        }
        self.total_investment = total_investment.or(self.total_investment);
    }
}

impl Kind for Amendment {
    type Kept = Amended;

    /// The present values of the members that it gives.
    fn before(&self, Amended { profile, set }: &Amended, _current: &CurrentState) -> Option<Stood> {
        let present = Self {
            category: self.category.and(profile.category),
            industry: self.industry.as_ref().and(profile.industry),
            investor: self.investor.as_ref().and(profile.investor.clone()),
            kind: self.kind.map(|_| profile.kind),
            name: self.name.as_ref().map(|_| profile.name.clone()),
            total_investment: self.total_investment.and(profile.total_investment),
        };
        let given = set.iter().zip(self.gives()).filter(|(_, given)| *given).map(|(version, _)| *version);
        Some(Stood { fact: Fact::Amendment(present), version: given.max().unwrap_or(1) })
    }

    fn guard(&self, _kept: &Amended, _asked: &Asked<'_>, reasons: &mut Vec<Reason>) {
        if self.is_empty() {
            reasons.push(Reason::NothingToAmend);
        }
        if let Some(found) = self.total_investment.filter(|total| !total.is_positive()) {
            reasons.push(Reason::NotPositive { gate: None, item: Item::TotalInvestment, found });
        }
    }

    fn keep(&self, kept: &mut Amended, version: u64, _on: Day) {
        kept.profile.amend(self);
        for (set, _) in kept.set.iter_mut().zip(self.gives()).filter(|(_, given)| *given) {
            *set = version;
        }
    }

    fn show(&self, _before: Option<&Fact>, _on: Day, current: &mut CurrentState) {
        if let Some(name) = &self.name {
            current.name = name.clone();
        }
        current.kind = self.kind.unwrap_or(current.kind);
        current.total_investment = self.total_investment.or(current.total_investment);
    }
}
