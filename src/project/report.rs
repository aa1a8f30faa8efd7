//! Reports: investment of a period, physical progress, milestones.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::value::{Day, Money, Text};
use crate::vocabulary::vocabulary;

vocabulary! {
    /// What an investment report measures. The measures are different amounts and are never added to one another.
    InvestmentMeasure as "measure of investment" {
        /// 完成投资.
        Completed "completed" "Completed investment" "完成投资";
        /// 到位资金.
        InPlace "in_place" "Funds in place" "到位资金";
        /// 实际利用外资.
        ForeignUsed "foreign_used" "Foreign capital actually used" "实际利用外资";
    }
}

/// Investment of a period, not cumulative. A later report of the same measure and period takes its place; a correction
/// may be negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InvestmentReport {
    /// How much.
    pub amount: Money,
    /// The first day of the period.
    pub from: Day,
    /// What is measured.
    pub measure: InvestmentMeasure,
    /// The last day of the period.
    pub to: Day,
}

impl InvestmentReport {
    /// Whether another report is about the same measure and period.
    #[must_use]
    pub fn is_same_period(&self, other: &Self) -> bool {
        (self.measure, self.from, self.to) == (other.measure, other.from, other.to)
    }
}

/// A share of the whole in basis points: hundredths of a per cent, from 0 to 10,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct BasisPoints(u16);

/// The number is no share of a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{found} basis points are no share of a whole; give 0 to 10000")]
pub struct BasisPointsError {
    /// What was found.
    pub found: u32,
}

impl BasisPoints {
    /// A share.
    ///
    /// # Errors
    /// [`BasisPointsError`] above 10,000.
    pub fn new(points: u32) -> Result<Self, BasisPointsError> {
        u16::try_from(points)
            .ok()
            .filter(|points| *points <= 10_000)
            .map(Self)
            .ok_or(BasisPointsError { found: points })
    }

    /// The basis points.
    #[must_use]
    pub const fn points(self) -> u16 {
        self.0
    }
}

impl<'de> Deserialize<'de> for BasisPoints {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(u32::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for BasisPoints {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "BasisPoints".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "integer", "minimum": 0, "maximum": 10_000})
    }
}

/// Physical progress (形象进度) as seen on the event's effective date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProgressReport {
    /// What is to be seen.
    pub description: Text,
    /// How much of the whole is done.
    pub done: BasisPoints,
}

vocabulary! {
    /// A milestone that is no stage.
    Milestone as "milestone" {
        /// Full capacity and effect (达产达效): a dated milestone inside operation, not a stage of its own.
        FullCapacity "full_capacity" "Full capacity and effect" "达产达效";
        /// Enrolled in the statistics (入统).
        Enrolled "enrolled" "Enrolled in the statistics" "入统";
        /// The main structure topped out (主体封顶).
        ToppedOut "topped_out" "Main structure topped out" "主体封顶";
        /// Another one; the remark names it.
        Other "other" "Other milestone" "其他节点";
    }
}

/// A milestone reached on the event's effective date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MilestoneReached {
    /// Which.
    pub milestone: Milestone,
    /// A remark, which names another milestone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<Text>,
}

impl MilestoneReached {
    /// Whether another record is about the same milestone.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.milestone == other.milestone && (self.milestone != Milestone::Other || self.remark == other.remark)
    }
}
