//! The vocabulary in which a plan's figures are written.

use serde::{Deserialize, Serialize};

use super::colours::Colours;
use crate::lifecycle::{ProjectCategory, ProjectKind, Stage, Verb, ZombieKind, ZoneClass};
use crate::project::InvestmentMeasure;
use crate::value::{DayOfYear, Money, ShortText, Text, UtcOffset, ZoneId};

/// The terms of an action plan: plain data, which a host loads from a file or takes from a preset and changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PlanTerms {
    /// When the lights of the board turn yellow and red. `None` if it gives no colours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colours: Option<Colours>,
    /// The plan's name, as figures refer to it.
    pub id: ShortText,
    /// Its figures, in the order in which they are reported.
    pub indicators: Vec<Indicator>,
    /// What people call the plan.
    pub title: Title,
    /// The offset from UTC that turns an instant into a civil day.
    pub utc_offset: UtcOffset,
    /// The years that it is about.
    pub years: Years,
}

/// A name in two languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    /// In English.
    pub en: Text,
    /// In Chinese.
    pub zh: Text,
}

/// Years, both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Years {
    /// The first.
    pub from: i32,
    /// The last.
    pub to: i32,
}

/// One figure, by its definition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// On what it is computed, where a figure of this name is computed on several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<ShortText>,
    /// The definition.
    pub form: Form,
    /// Its name. Two figures of one name differ by their bases.
    pub name: ShortText,
    /// What people call it.
    pub title: Title,
}

/// The forms that a definition can have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
#[expect(clippy::large_enum_variant, reason = "a plan has few of them, and moves none")]
pub enum Form {
    /// The share of a cohort that achieved something.
    Cohort(CohortForm),
    /// A count of projects on the first day on which all of several things held.
    Reached(ReachedForm),
    /// How many of a zone's frozen baseline of zombies are disposed of, against a pace.
    Baseline(BaselineForm),
    /// Visits to stages: where they led, or how long they took.
    Visits(VisitsForm),
}

/// The share of a cohort that achieved something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CohortForm {
    /// Whether the numerator need not lie in the cohort. Then a shortfall is made up in both parts.
    #[serde(default, skip_serializing_if = "is_false")]
    pub apart: bool,
    /// What is achieved.
    pub count: Achievement,
    /// Denominators that come from elsewhere, such as the statistics bureau. They stand in place of what is recorded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<GivenDenominator>,
    /// Who belongs to the cohort.
    pub of: Cohort,
    /// Whose dates are looked at: a project with a doubtful one is excluded.
    #[serde(default, skip_serializing_if = "Reads::is_empty")]
    pub reads: Reads,
    /// What is summed. `None` where projects are counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sum: Option<Sum>,
    /// What is to be reached. `None` if nothing is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<Share>,
    /// What takes an achievement out of the net part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone_by: Option<Undoing>,
    /// Which of the cohort are meant. All, if it says nothing.
    #[serde(default, rename = "where", skip_serializing_if = "Option::is_none")]
    pub which: Option<Which>,
}

/// The denominator of a year, of one zone or of the city.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivenDenominator {
    /// How much, in yuan.
    pub amount: Money,
    /// Of which year.
    pub year: i32,
    /// Of which zone. `None` for the city.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<ZoneId>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// Who belongs to a cohort: any of what is given here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Cohort {
    /// Entered one of these stages in the period.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub entered: Vec<Stage>,
    /// Did one of these acts for the first time in the period: the earliest of them lies there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub first: Vec<Verb>,
    /// Entered one of these stages for the first time in the period.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub first_entry: Vec<Stage>,
    /// Reported investment of this measure for the period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported: Option<InvestmentMeasure>,
    /// Stood in one of some stages at the end of a day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stood_in: Option<StoodIn>,
}

/// Standing in one of some stages at the end of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoodIn {
    /// The day.
    pub on: StoodOn,
    /// The stages.
    pub stages: Vec<Stage>,
}

/// The end of which day is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StoodOn {
    /// The last day of the period, or the as-of day while the period goes on.
    Closing,
    /// The day before the period.
    Opening,
    /// A day of the period's first year, as `MM-DD`.
    Day(DayOfYear),
}

/// What a project of the cohort achieves: all of what is given here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Achievement {
    /// Did one of these acts for the first time in the period.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub first: Vec<Verb>,
    /// Is one of these, on the day that brought it into the cohort: that of the first act, else the as-of day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is: Option<Which>,
    /// Stands in one of these stages at the end of the period, or on the as-of day while the period goes on. It counts net
    /// while it stands there on the as-of day.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stands_in: Vec<Stage>,
}

/// Which projects are meant: all of what is given here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Which {
    /// Of one of these categories.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub category: Vec<ProjectCategory>,
    /// Hosted by a zone of one of these classes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub class: Vec<ZoneClass>,
    /// Whose first entry into one of some stages was by one of some acts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_entry: Option<EntryBy>,
    /// Of one of these kinds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kind: Vec<ProjectKind>,
    /// With at least this total planned investment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_at_least: Option<Money>,
}

/// An entry into one of some stages, by one of some acts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryBy {
    /// The acts.
    pub by: Vec<Verb>,
    /// The stages.
    pub into: Vec<Stage>,
}

/// What is summed, in yuan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sum {
    /// What the projects reported for the period, of the cohort's measure.
    Reported,
    /// The projects' total planned investments, as of the as-of day.
    Total,
}

/// What takes an achievement out of the net part: a later step by one of some acts, from one of some stages or from a
/// zombie that stalled there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Undoing {
    /// The acts.
    pub by: Vec<Verb>,
    /// The stages.
    pub from: Vec<Stage>,
}

/// Whose dates a figure looks at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Reads {
    /// Every entry into one of these stages, up to the as-of day.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<Stage>,
    /// The first of each of these acts, whenever dated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub firsts: Vec<Verb>,
}

impl Reads {
    const fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.firsts.is_empty()
    }
}

/// A share to be reached, in basis points; 10,000 are the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// At least this share; for all zones, or by their class.
    pub at_least: ByClass<u32>,
    /// Whether it is only strived for (力争、左右): a miss is told, and never penalised.
    #[serde(default, skip_serializing_if = "is_false")]
    pub soft: bool,
}

/// A value for all zones, or one for each class of zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields, expecting = "give one value, or one for `national` and one for `provincial`")]
pub enum ByClass<T> {
    /// For all.
    All(T),
    /// By class.
    Each {
        /// Of national zones.
        national: T,
        /// Of provincial zones.
        provincial: T,
    },
}

impl<T: Copy> ByClass<T> {
    /// What it gives to any.
    pub(super) fn values(self) -> impl Iterator<Item = T> {
        match self {
            Self::All(value) => [Some(value), None],
            Self::Each { national, provincial } => [Some(national), Some(provincial)],
        }
        .into_iter()
        .flatten()
    }

    /// The value of a class; `None` if the class decides and is not known.
    pub fn of(self, class: Option<ZoneClass>) -> Option<T> {
        match (self, class) {
            (Self::All(value), _) | (Self::Each { national: value, .. }, Some(ZoneClass::National)) => Some(value),
            (Self::Each { provincial, .. }, Some(ZoneClass::Provincial)) => Some(provincial),
            (Self::Each { .. }, None) => None,
        }
    }
}

/// A count of projects on the first day on which all of several things held: the day lies in the period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReachedForm {
    /// What holds.
    pub all: Reached,
    /// Whose dates are looked at: a project with a doubtful one is excluded.
    #[serde(default, skip_serializing_if = "Reads::is_empty")]
    pub reads: Reads,
    /// What each zone is to reach in a year. `None` if nothing is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<Quota>,
    /// What takes a project out of the net part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone_by: Option<Undoing>,
}

/// What holds of a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reached {
    /// It is of one of these categories.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub category: Vec<ProjectCategory>,
    /// It has done this act: the first one.
    pub first: Verb,
    /// Its total planned investment is at least this; by the class, on the day of the act, of the zone that hosted it then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_at_least: Option<ByClass<Money>>,
}

/// How many projects a zone is to have in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quota {
    /// At least so many; for all zones, or by their class on the as-of day.
    pub at_least: ByClass<u64>,
    /// Whether it is only strived for.
    #[serde(default, skip_serializing_if = "is_false")]
    pub soft: bool,
}

/// How many of a zone's frozen baseline of zombies are disposed of, against a pace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaselineForm {
    /// Of which kind of zombie.
    pub of: ZombieKind,
    /// By when how many.
    pub pace: Pace,
}

/// An even pace: in each year of so many, from the plan's first one on, as much more of the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pace {
    /// How parts of a zombie are counted.
    pub rounding: Rounding,
    /// In how many years all of it is done.
    pub years: u32,
}

/// How a share of a count is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// Up: any part counts as one.
    Up,
    /// To the nearest, half up.
    Half,
    /// Down: parts do not count.
    Down,
}

/// Visits to stages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum VisitsForm {
    /// A figure for each forward edge of the law: of those who entered its stage for the first time in the period, who left
    /// it first along the edge.
    Conversion,
    /// A figure for each stage: how many whole days the visits took that ended in the period.
    Dwell {
        /// Whether the days of pauses are taken off, from the first to the one before work resumed.
        #[serde(default)]
        without_pauses: bool,
    },
}
