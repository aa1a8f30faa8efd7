//! The terms of a policy, and the sealed policy with its digest.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::lifecycle::{Item, Stage, ZombieCause, ZoneClass};
use crate::reason::{Names, Wording};
use crate::value::{Day, DayOfYear, Digest, Money, ShortText, Timestamp, UtcOffset};
use crate::vocabulary::Language;

/// A length of time on the civil calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// Days.
    Days(u32),
    /// Calendar months.
    Months(u32),
}

impl Span {
    /// The first day on which the span has passed since `start`, or the last day of the calendar.
    #[must_use]
    pub fn after(self, start: Day) -> Day {
        match self {
            Self::Days(days) => start.plus_days(days.into()),
            Self::Months(months) => start.plus_months(months),
        }
        .unwrap_or(Day::MAX)
    }
}

/// For how long a project of a stage must stand still before it can be found a zombie. Until the start it counts from the
/// agreed start in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StallThreshold {
    /// The time that must have passed. A span of 0 needs none.
    pub after: Span,
    /// The cause that it is for. `None` for every cause of the stage that has no threshold of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<ZombieCause>,
    /// The stage.
    pub stage: Stage,
}

/// How long a permit lasts from its day of issue, where it does not itself say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Validity {
    /// The permit.
    pub item: Item,
    /// Its last day is this span after the day of issue, inclusive.
    pub lasts: Span,
}

/// Up to which size works need no construction permit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmallWorksLimits {
    /// The floor area in square metres.
    pub area: u32,
    /// The cost.
    pub cost: Money,
}

impl SmallWorksLimits {
    /// Whether works of that area (0 if it is not known) and cost keep either limit.
    #[must_use]
    pub fn exempt(&self, area: u32, cost: Money) -> bool {
        (1..=self.area).contains(&area)
            || (cost.currency() == self.cost.currency() && cost.minor() <= self.cost.minor())
    }
}

/// A season of the year in which a stop of work is normal, from one day of the year to another, both inclusive. It may
/// span the turn of the year. Written `MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Season {
    /// Its first day.
    pub from: DayOfYear,
    /// Its last day.
    pub to: DayOfYear,
}

impl Season {
    /// The last day of the season that contains `day`. `None` if `day` lies outside.
    #[must_use]
    pub fn end_containing(self, day: Day) -> Option<Day> {
        // a leap day lies between 28 February and 1 March
        let here = (day.month(), day.day());
        let (from, to) = (self.from.numbers(), self.to.numbers());
        let (contains, year) = if from <= to {
            (from <= here && here <= to, day.year())
        } else {
            (here >= from || here <= to, day.year() + i32::from(here >= from))
        };
        contains.then(|| self.to.in_year(year)).flatten()
    }
}

/// How many industries a zone may name at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndustryLimits {
    /// Leading industries of a national zone.
    pub national_leading: u32,
    /// Leading industries of a provincial zone.
    pub provincial_leading: u32,
    /// Special industries of any zone.
    pub special: u32,
}

impl IndustryLimits {
    /// The leading industries of a zone of a class.
    #[must_use]
    pub const fn leading(&self, class: ZoneClass) -> u32 {
        match class {
            ZoneClass::National => self.national_leading,
            ZoneClass::Provincial => self.provincial_leading,
        }
    }
}

/// The terms of a policy: plain data, which a host loads from a file or takes from a preset and changes.
///
/// Members stand in the order of their canonical form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PolicyTerms {
    /// Whether construction may begin before the company is registered (先建后验). The start then takes effect on the day
    /// of the registration.
    pub build_first: bool,
    /// The documents for which a commitment may stand in (承诺制审批, plan paragraph 10).
    pub commitments: Vec<Item>,
    /// Days after signing by which officer, body and schedule are due (paragraph 11).
    pub duty_days: u32,
    /// The policy's name, as events refer to it.
    pub id: ShortText,
    /// What authorities and roles are called here, such as 行政审批局 for who issues permits. Refusals and explanations speak with
    /// these names. Who is not named is called as in Shenyang in 2018 ([`Provider`](crate::lifecycle::Provider)).
    #[serde(default, skip_serializing_if = "Names::is_empty")]
    pub names: Names,
    /// Months of unbroken running that count as operation.
    pub operation_months: u32,
    /// How long permits last.
    pub permit_validity: Vec<Validity>,
    /// The items that are required here where their gate's form leaves them optional, such as the first claim (首报首谈).
    pub required: Vec<Item>,
    /// The season of normal stops of work (冬季停工), if the climate has one.
    pub seasonal_stop: Option<Season>,
    /// Works within either of these limits, inclusive, need no construction permit; without them none is exempt.
    pub small_works: Option<SmallWorksLimits>,
    /// How long a stage must stand still to be a zombie, by stage and cause; what has no row needs no time.
    pub stall_thresholds: Vec<StallThreshold>,
    /// The offset from UTC that turns an instant into a civil day.
    pub utc_offset: UtcOffset,
    /// The documents that an authority may waive.
    pub waivers: Vec<Item>,
    /// How many industries a zone may name.
    pub zone_industries: IndustryLimits,
}

/// Which policy decided: its name, and the SHA-256 of its canonical JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PolicyId {
    /// SHA-256 of the terms' canonical JSON.
    pub digest: Digest,
    /// The policy's name.
    pub id: ShortText,
}

/// A policy: its terms, with the digest that events carry.
///
/// ```
/// use project_lifecycle::Policy;
/// use project_lifecycle::lifecycle::Item;
/// use project_lifecycle::policy::PolicyTerms;
///
/// let policy = Policy::shenyang_2018();
/// assert!(policy.takes_commitment(Item::ConstructionPermit));
/// // in Shenyang it is the next day already
/// assert_eq!(policy.day("2018-06-10T17:00:00Z".parse()?), "2018-06-11".parse()?);
///
/// let mut terms = PolicyTerms::shenyang_2018();
/// terms.duty_days = 5;
/// assert_ne!(Policy::new(terms)?.id().digest, policy.id().digest);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    pub(super) terms: PolicyTerms,
    pub(super) id: Arc<PolicyId>,
}

impl Policy {
    /// The terms.
    #[must_use]
    pub const fn terms(&self) -> &PolicyTerms {
        &self.terms
    }

    /// Name and digest, as events carry them.
    #[must_use]
    pub const fn id(&self) -> &Arc<PolicyId> {
        &self.id
    }

    /// A language with this policy's names of authorities, to tell reasons and requirements in.
    ///
    /// ```
    /// use project_lifecycle::lifecycle::{Duty, Provider};
    /// use project_lifecycle::policy::PolicyTerms;
    /// use project_lifecycle::reason::Name;
    /// use project_lifecycle::{Language, Policy, Reason};
    ///
    /// let mut terms = PolicyTerms::shenyang_2018();
    /// let secretary = Name { en: "the project secretary".parse()?, zh: "项目秘书".parse()? };
    /// terms.names = [(Provider::Officer, secretary)].into_iter().collect();
    /// let (policy, reason) = (Policy::new(terms)?, Reason::Unassigned { duty: Duty::Officer });
    /// assert_eq!(reason.text(policy.wording(Language::Chinese)), "项目尚未确定项目秘书");
    /// assert_eq!(reason.text(Language::Chinese), "项目尚未确定项目管家");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn wording(&self, language: Language) -> Wording<'_> {
        Wording { language, names: &self.terms.names }
    }

    /// The civil day of an instant, in this policy's offset.
    #[must_use]
    pub fn day(&self, at: Timestamp) -> Day {
        at.day_in(self.terms.utc_offset)
    }

    /// Whether a commitment may stand in for the document.
    #[must_use]
    pub fn takes_commitment(&self, item: Item) -> bool {
        self.terms.commitments.contains(&item)
    }

    /// Whether the document may be waived.
    #[must_use]
    pub fn takes_waiver(&self, item: Item) -> bool {
        self.terms.waivers.contains(&item)
    }

    /// Whether the item is required where its gate's form leaves it optional.
    #[must_use]
    pub fn requires(&self, item: Item) -> bool {
        self.terms.required.contains(&item)
    }

    /// How long a project of `stage` must stand still to be found a zombie for `cause`. `None` if it needs no time.
    #[must_use]
    pub fn stall_threshold(&self, stage: Stage, cause: ZombieCause) -> Option<Span> {
        let of = |cause| {
            self.terms.stall_thresholds.iter().find(|threshold| (threshold.stage, threshold.cause) == (stage, cause))
        };
        let after = of(Some(cause)).or_else(|| of(None))?.after;
        Some(after).filter(|after| !matches!(after, Span::Days(0) | Span::Months(0)))
    }

    /// The last valid day of a permit that does not itself name one, if the policy limits it.
    #[must_use]
    pub fn permit_lasts_until(&self, item: Item, issued_on: Day) -> Option<Day> {
        let validity = self.terms.permit_validity.iter().find(|validity| validity.item == item)?;
        Some(validity.lasts.after(issued_on))
    }

    /// The first day on which an unbroken run since `since` counts as operation.
    #[must_use]
    pub fn operating_from(&self, since: Day) -> Day {
        Span::Months(self.terms.operation_months).after(since)
    }

    /// The day by which the duties of a project signed on that day are due.
    #[must_use]
    pub fn duties_due(&self, signed_on: Day) -> Day {
        Span::Days(self.terms.duty_days).after(signed_on)
    }
}
