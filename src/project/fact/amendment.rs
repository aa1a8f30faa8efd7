//! Amending what a project is.

use serde::Serialize;

use super::{Asked, Fact, Kind, Stood, Succession};
use crate::evidence::Attachment;
use crate::lifecycle::{Item, ProjectCategory, ProjectKind};
use crate::project::{CurrentState, Profile};
use crate::reason::{Reason, StepDate};
use crate::value::{ClientId, Day, IndustryCode, Money, Text, ZoneId, input};

/// Members of the profile that change; the others stay as they are. At least one must be given.
///
/// A revision of the total investment keeps its history: [`Project::profile_on`](crate::Project::profile_on) answers for
/// any day. The zone's class is the zone's, not the project's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Amendment {
    /// What it is counted as.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<ProjectCategory>,
    /// Why. Needed for the total investment while a signing stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grounds: Option<Text>,
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
    /// The paper on which the change rests, with its day. Needed for the total investment while a signing stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paper: Option<Attachment>,
    /// Its total planned investment. While a signing stands it is the agreement's: a
    /// [supplementary agreement](super::AgreementAmended) changes it, or an amendment with its paper and grounds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_investment: Option<Money>,
}

input!(Amendment { optional category, optional grounds, optional industry, optional investor, optional kind, optional name, optional paper, optional total_investment });

/// The profile, and what amendments gave for each of its members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::project) struct Amended {
    planned: Profile,
    /// As it is now.
    pub(in crate::project) profile: Profile,
    category: Succession<ProjectCategory>,
    industry: Succession<IndustryCode>,
    investor: Succession<ClientId>,
    kind: Succession<ProjectKind>,
    name: Succession<Text>,
    total_investment: Succession<Money>,
    /// The total investments given with paper and grounds.
    founded: Succession<Money>,
    pub(super) zone: Succession<ZoneId>,
}

impl Amended {
    pub(super) fn planned(profile: &Profile) -> Self {
        Self {
            planned: profile.clone(),
            profile: profile.clone(),
            category: Succession::default(),
            industry: Succession::default(),
            investor: Succession::default(),
            kind: Succession::default(),
            name: Succession::default(),
            total_investment: Succession::default(),
            founded: Succession::default(),
            zone: Succession::default(),
        }
    }

    /// With another profile as it was planned.
    pub(super) fn replan(&mut self, planned: &Profile) {
        self.planned = planned.clone();
        self.profile = self.on(Day::MAX);
    }

    /// As it was on a day: as planned, but for what was amended by then.
    pub(in crate::project) fn on(&self, day: Day) -> Profile {
        Profile {
            category: self.category.on(day).copied().or(self.planned.category),
            industry: self.industry.on(day).copied().or(self.planned.industry),
            investor: self.investor.on(day).or(self.planned.investor.as_ref()).cloned(),
            kind: self.kind.on(day).copied().unwrap_or(self.planned.kind),
            name: self.name.on(day).unwrap_or(&self.planned.name).clone(),
            total_investment: self.total_investment.on(day).copied().or(self.planned.total_investment),
            zone: self.zone.on(day).unwrap_or(&self.planned.zone).clone(),
        }
    }

    /// The latest date of an amendment that stands in some member, or of a relocation.
    pub(super) fn since(&self) -> Option<Day> {
        let Self {
            planned: _,
            profile: _,
            founded: _,
            category,
            industry,
            investor,
            kind,
            name,
            total_investment,
            zone,
        } = self;
        let (investment, zone) = (total_investment.since(), zone.since());
        [category.since(), industry.since(), investor.since(), kind.since(), name.since(), investment, zone]
            .into_iter()
            .flatten()
            .max()
    }

    /// The first relocation. `None` if there is none.
    pub(in crate::project) fn relocated_first(&self) -> Option<StepDate> {
        self.zone.first()
    }

    /// The amendment that gave the total investment, with what it gave. `None` if it stands as planned.
    pub(in crate::project) fn total_investment(&self) -> Option<(StepDate, Money)> {
        self.total_investment.date().zip(self.total_investment.present().copied())
    }

    /// The amendment that gave the total investment last with paper and grounds, with what it gave.
    pub(in crate::project) fn founded_investment(&self) -> Option<(StepDate, Money)> {
        self.founded.date().zip(self.founded.present().copied())
    }

    /// The amendment that gave the investor, with what it gave. `None` if it stands as planned.
    pub(in crate::project) fn investor(&self) -> Option<(StepDate, &ClientId)> {
        self.investor.date().zip(self.investor.present())
    }

    /// Works out the profile as it is now.
    pub(super) fn settle(&mut self) {
        self.profile = self.on(Day::MAX);
    }
}

impl Amendment {
    /// Whether it changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Self { category, grounds: _, industry, investor, kind, name, paper: _, total_investment } = self;
        let is_given = [category.is_some(), industry.is_some(), investor.is_some(), kind.is_some(), name.is_some()];
        !is_given.contains(&true) && total_investment.is_none()
    }

    /// Whether it says by what paper and why.
    const fn is_founded(&self) -> bool {
        self.paper.is_some() && self.grounds.is_some()
    }
}

impl Kind for Amendment {
    type Kept = Amended;

    /// The present values of the members that it gives, and the latest of the events that set them: the planning, if they
    /// were never amended.
    fn before(&self, kept: &Amended, _current: &CurrentState) -> Option<Stood> {
        let profile = &kept.profile;
        let present = Self {
            category: self.category.and(profile.category),
            industry: self.industry.as_ref().and(profile.industry),
            investor: self.investor.as_ref().and(profile.investor.clone()),
            kind: self.kind.map(|_| profile.kind),
            name: self.name.as_ref().map(|_| profile.name.clone()),
            total_investment: self.total_investment.and(profile.total_investment),
            ..Self::default()
        };
        let Self { category, grounds: _, industry, investor, kind, name, paper: _, total_investment } = self;
        let set = [
            category.and(kept.category.version()),
            industry.and(kept.industry.version()),
            investor.as_ref().and(kept.investor.version()),
            kind.and(kept.kind.version()),
            name.as_ref().and(kept.name.version()),
            total_investment.and(kept.total_investment.version()),
        ];
        Some(Stood { fact: Fact::Amendment(present), version: set.into_iter().flatten().max().unwrap_or(1) })
    }

    fn guard(&self, _kept: &Amended, asked: &Asked<'_>, reasons: &mut Vec<Reason>) {
        if self.is_empty() {
            reasons.push(Reason::NothingToAmend);
        }
        if let Some(found) = self.total_investment.filter(|total| !total.is_positive()) {
            reasons.push(Reason::NotPositive { gate: None, item: Item::TotalInvestment, found });
        }
        let is_founded = self.is_founded();
        if let Some(StepDate { on, version }) = asked.signed.filter(|_| self.total_investment.is_some() && !is_founded)
        {
            reasons.push(Reason::InvestmentAgreed { version, on });
        }
        if let Some(paper) = &self.paper {
            asked.guard_paper(Item::AmendmentPaper, paper, reasons);
        }
    }

    fn keep(&self, kept: &mut Amended, version: u64, on: Day) {
        let Self { category, grounds: _, industry, investor, kind, name, paper: _, total_investment } = self.clone();
        kept.category.keep_if(version, on, category);
        kept.industry.keep_if(version, on, industry);
        kept.investor.keep_if(version, on, investor);
        kept.kind.keep_if(version, on, kind);
        kept.name.keep_if(version, on, name);
        kept.total_investment.keep_if(version, on, total_investment);
        kept.founded.keep_if(version, on, total_investment.filter(|_| self.is_founded()));
        kept.settle();
    }

    fn forget(&self, kept: &mut Amended, version: u64, on: Day) {
        kept.category.forget(version, on);
        kept.industry.forget(version, on);
        kept.investor.forget(version, on);
        kept.kind.forget(version, on);
        kept.name.forget(version, on);
        kept.total_investment.forget(version, on);
        kept.founded.forget(version, on);
        kept.settle();
    }

    fn show(&self, _before: Option<&Fact>, on: Day, current: &mut CurrentState) -> bool {
        let stands = current.note(on);
        if stands {
            if let Some(name) = &self.name {
                current.name = name.clone();
            }
            current.kind = self.kind.unwrap_or(current.kind);
            current.total_investment = self.total_investment.or(current.total_investment);
        }
        stands
    }

    fn settle(&self, kept: &Amended, current: &mut CurrentState) {
        (current.kind, current.name) = (kept.profile.kind, kept.profile.name.clone());
    }
}
