//! Investment of a period.

use serde::Serialize;

use crate::project::InvestmentMeasure;
use crate::value::{Currency, Day, Money, input};

/// Investment of a period within a year. A later report of the same measure, currency and period takes its place; a
/// correction may be negative.
///
/// A report from 1 January on is cumulative (本月累计): of these the longest stands for all that its period holds, and what
/// lies behind it is added. No other periods of one measure and currency overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct InvestmentReport {
    /// How much.
    pub amount: Money,
    /// The first day of the period.
    pub from: Day,
    /// What is measured.
    pub measure: InvestmentMeasure,
    /// The last day of the period, in the same year.
    pub to: Day,
}

input!(InvestmentReport { needed amount, needed from, needed measure, needed to });

/// What a report is about: nothing else tells it from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Period {
    pub(super) measure: InvestmentMeasure,
    pub(super) currency: Currency,
    pub(super) from: Day,
    pub(super) to: Day,
}

impl Period {
    /// Whether it begins on 1 January.
    pub(super) fn is_cumulative(self) -> bool {
        (self.from.month(), self.from.day()) == (1, 1)
    }
}

impl InvestmentReport {
    pub(super) const fn period(&self) -> Period {
        Period { measure: self.measure, currency: self.amount.currency(), from: self.from, to: self.to }
    }
}
