//! Figures: what a question gets.

use core::fmt;
use std::sync::Arc;

use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use super::plan::{PlanId, Title};
use super::question::{Period, Scope};
use crate::value::{Currency, Day, Money, ProjectId, ShortText, Timestamp};
use crate::vocabulary::{Language, vocabulary};

/// What a value counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figured {
    /// Projects.
    Projects(u64),
    /// Visits to a stage.
    Visits(u64),
    /// An amount of yuan, in fen.
    Yuan(i128),
}

impl Figured {
    /// What is counted: `projects`, `visits` or `CNY`.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Projects(_) => "projects",
            Self::Visits(_) => "visits",
            Self::Yuan(_) => "CNY",
        }
    }

    /// The number: a count, or fen.
    #[must_use]
    pub const fn number(self) -> i128 {
        match self {
            Self::Projects(count) | Self::Visits(count) => count as i128,
            Self::Yuan(fen) => fen,
        }
    }

    /// What a person reads. In Chinese an amount is written as offices write it, as [`Money::text`] does.
    #[must_use]
    pub fn text(self, language: Language) -> String {
        match (self, language) {
            (Self::Yuan(fen), Language::Chinese) => {
                i64::try_from(fen).map_or_else(|_| format!("{self}元"), |fen| Money::from_fen(fen).text(language))
            }
            (Self::Projects(_) | Self::Visits(_) | Self::Yuan(_), _) => self.to_string(),
        }
    }

    /// The same unit with another number.
    pub(super) const fn with(self, number: i128) -> Self {
        match self {
            Self::Projects(_) => Self::Projects(number as u64),
            Self::Visits(_) => Self::Visits(number as u64),
            Self::Yuan(_) => Self::Yuan(number),
        }
    }
}

/// Writes fen as yuan with two decimals.
pub(super) struct Yuan(pub(super) i128);

impl fmt::Display for Yuan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fen = self.0.unsigned_abs();
        write!(f, "{}{}.{:02}", if self.0 < 0 { "-" } else { "" }, fen / 100, fen % 100)
    }
}

impl fmt::Display for Figured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Projects(count) | Self::Visits(count) => count.fmt(f),
            Self::Yuan(fen) => Yuan(*fen).fmt(f),
        }
    }
}

impl Serialize for Figured {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Projects(count) | Self::Visits(count) => serializer.serialize_u64(*count),
            Self::Yuan(_) => serializer.collect_str(self),
        }
    }
}

/// A part of a figure: its value, and whose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Whether the plan gave the value, in place of what is recorded. The members are those on record.
    pub given: bool,
    /// How many, or how much.
    pub value: Figured,
    /// The projects that make it up.
    pub members: Members,
}

/// Projects. Those of a class or of the city are shared with its zones, and all have their ids in one table, so that naming
/// them costs little.
#[derive(Clone, Default)]
pub struct Members {
    ids: Arc<Vec<ProjectId>>,
    /// Their places in the table, each once.
    runs: Vec<Arc<Vec<u32>>>,
}

impl Members {
    pub(super) const fn new(ids: Arc<Vec<ProjectId>>, runs: Vec<Arc<Vec<u32>>>) -> Self {
        Self { ids, runs }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.runs.iter().map(|run| run.len()).sum()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.runs.iter().all(|run| run.is_empty())
    }

    /// Their ids, in order.
    pub fn iter(&self) -> impl Iterator<Item = ProjectId> {
        let mut ids: Vec<_> = self.runs.iter().flat_map(|run| run.iter()).map(|at| self.ids[*at as usize]).collect();
        // runs in order are merged
        ids.sort();
        ids.into_iter()
    }
}

impl PartialEq for Members {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Members {}

impl fmt::Debug for Members {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl Serialize for Members {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// The projects' total planned investments beside a count. No count reads them, so they exclude nobody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    /// The sum of those that are known in yuan, in fen.
    pub sum: i128,
    /// How many projects have no total, or one in another currency.
    pub without: u64,
}

impl Amount {
    /// Adds a project's total, in fen.
    pub(super) fn add(&mut self, total: Option<i64>) {
        match total {
            Some(fen) => self.sum += i128::from(fen),
            None => self.without += 1,
        }
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut amount = serializer.serialize_struct("Amount", 2)?;
        amount.serialize_field("sum", &Yuan(self.sum).to_string())?;
        amount.serialize_field("without", &self.without)?;
        amount.end()
    }
}

/// The amounts beside the parts of a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Amounts {
    /// Of the denominator. `None` if there is none.
    pub denominator: Option<Amount>,
    /// Of what happened.
    pub gross: Amount,
    /// Of what still stands.
    pub net: Amount,
}

vocabulary! {
    /// Why a project is in neither part of a figure.
    #[non_exhaustive]
    Exclusion as "reason of an exclusion" {
        /// It is closed as a duplicate, and the other record counts.
        Duplicate "duplicate" "Duplicate of another record" "重复登记";
        /// It was split from another before it came into the stock, and the other counts.
        Split "split" "Part of another project" "由其他项目拆分";
        /// A date that the figure reads was inferred by an import, or is disputed: its cell contradicts the order of steps.
        Inferred "inferred" "Date inferred or disputed" "日期系推定或存疑";
        /// A value that the figure reads is not recorded, or not in yuan.
        Unknown "unknown" "Value not recorded" "数据缺失";
        /// It was no such zombie on the day of the baseline.
        NotZombie "not_a_zombie" "No such zombie on the day of the baseline" "底数截至日不属于该类僵尸项目（企业）";
    }
}

vocabulary! {
    /// What is told beside a figure of a project that counts in it.
    #[non_exhaustive]
    Remark as "remark beside a figure" {
        /// Something about it was corrected.
        Corrected "corrected" "Corrected" "有更正";
        /// It moved to another zone within the period.
        Relocated "relocated" "Relocated within the period" "期内异地流转";
        /// It was split from another after it came into the stock.
        SplitLater "split_later" "Split from another project later" "入库后拆分";
        /// It became a zombie after it achieved what counts.
        ZombieSince "zombie_since" "A zombie since" "此后被认定为僵尸项目（企业）";
    }
}

/// A project that is in neither part, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Excluded {
    /// The project.
    pub project: ProjectId,
    /// Why.
    pub why: Exclusion,
    /// What it has in other currencies than yuan, in minor units. Empty unless that is why.
    pub sums: Vec<(Currency, i128)>,
}

impl Serialize for Excluded {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Foreign {
            amount: String,
            currency: Currency,
        }
        #[derive(Serialize)]
        struct Shape<'a> {
            project: &'a ProjectId,
            #[serde(skip_serializing_if = "Vec::is_empty")]
            sums: Vec<Foreign>,
            why: Exclusion,
        }
        let foreign =
            |(currency, minor): &(Currency, i128)| Foreign { amount: Yuan(*minor).to_string(), currency: *currency };
        Shape { project: &self.project, sums: self.sums.iter().map(foreign).collect(), why: self.why }
            .serialize(serializer)
    }
}

/// A project that counts, and what is told of it beside the figure.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Remarked {
    /// The project.
    pub project: ProjectId,
    /// What.
    pub why: Remark,
}

/// What is to be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Threshold {
    /// A share, in basis points.
    BasisPoints(u32),
    /// A number.
    Value(u64),
}

vocabulary! {
    /// What a figure says of its threshold. Only `met` is good; a soft miss is `not_met`, and never penalised.
    Judgement as "verdict" {
        /// Nothing can be said: the figure tells why.
        NotApplicable "not_applicable" "Not applicable" "不适用";
        /// The period is not over on the as-of day: the figure so far.
        Provisional "provisional" "Provisional" "期间未满";
        /// Reached.
        Met "met" "Met" "达标";
        /// Not reached.
        NotMet "not_met" "Not met" "未达标";
    }
}

vocabulary! {
    /// Why nothing can be said of a threshold.
    #[non_exhaustive]
    WhyNot as "reason why a figure does not apply" {
        /// The denominator is empty.
        EmptyDenominator "empty_denominator" "Nobody to count" "分母为零";
        /// Corrections make the denominator negative.
        NegativeDenominator "negative_denominator" "The denominator is negative" "分母为负";
        /// The class of the zone is not known.
        NoClass "no_class" "The zone's class is not known" "开发区级别未知";
        /// What each zone is to reach says nothing of several together.
        QuotaPerZone "quota_per_zone" "A quota of each zone" "指标按开发区考核";
    }
}

/// Where a baseline should stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PaceOn {
    /// How many the baseline has.
    pub baseline: u64,
    /// How many are to be disposed of by the end of the year.
    pub target: u64,
    /// Which year of the pace it is, from 1.
    pub year: u32,
    /// How many years the pace has.
    pub years: u32,
}

/// Zombies that a baseline does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Additions {
    /// How many were found.
    pub found: u64,
    /// How many of them still are.
    pub outstanding: u64,
}

/// What is told of baselines of zombies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disposal {
    /// Where they should stand. `None` before the plan's first year, and without a baseline.
    pub pace: Option<PaceOn>,
    /// What they do not hold. `None` without a baseline.
    pub additions: Option<Additions>,
}

/// How long visits took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dwell {
    /// Half of them took at most so many days. `None` without visits.
    pub p50: Option<i64>,
    /// Nine in ten took at most so many days. `None` without visits.
    pub p90: Option<i64>,
    /// How many visits had begun and were not over.
    pub open: u64,
}

/// A figure.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Figure {
    /// Its name: that of the plan, and for a figure of visits the stages behind it.
    pub indicator: String,
    /// What people call it.
    pub title: Title,
    /// On what it is computed. `None` where there is one way only.
    pub basis: Option<ShortText>,
    /// Whom it is about.
    pub scope: Scope,
    /// The whole. `None` for a count.
    pub denominator: Option<Part>,
    /// What happened.
    pub gross: Part,
    /// What of it still stands on the as-of day. The verdict is on this.
    pub net: Part,
    /// Who is in neither part.
    pub excluded: Vec<Excluded>,
    /// What is told of members beside.
    pub listed: Vec<Remarked>,
    /// What is to be reached. `None` if nothing is.
    pub threshold: Option<Threshold>,
    /// Whether the threshold is only strived for.
    pub soft: bool,
    /// What the net part says of the threshold. `None` without a threshold.
    pub verdict: Option<Judgement>,
    /// Why the verdict says nothing. `None` if it says something.
    pub why: Option<WhyNot>,
    /// The least that would reach the threshold. `None` if nothing is to be reached, nothing can be said, or nothing suffices.
    pub missing: Option<Figured>,
    /// The amounts beside a count.
    pub amounts: Option<Amounts>,
    /// Of baselines of zombies: where they should stand, and what they do not hold.
    pub disposal: Option<Disposal>,
    /// Of visits: how long they took.
    pub dwell: Option<Dwell>,
}

/// The answer to a question: figures, and what exactly was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Figures {
    /// The plan that asked.
    pub plan: Arc<PlanId>,
    /// About which period.
    pub period: Period,
    /// As of which day.
    pub as_of: Day,
    /// As known at which instant.
    pub known_at: Timestamp,
    /// The figures, in the order of the plan; of each, zones in the order of their ids, then classes, then the city.
    pub figures: Vec<Figure>,
}
