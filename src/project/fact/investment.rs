//! Investment of a period.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Asked, Fact, Kind, Stood};
use crate::project::{CurrentState, Invested, InvestmentMeasure};
use crate::reason::Reason;
use crate::value::{Day, Money};

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

/// The reports that stand, one for each measure and period, each with the version of the event that set it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::project) struct Reports(BTreeMap<(InvestmentMeasure, Day, Day), (u64, InvestmentReport)>);

impl Reports {
    /// By measure, then by period.
    pub(in crate::project) fn iter(&self) -> impl Iterator<Item = &InvestmentReport> {
        self.0.values().map(|(_, report)| report)
    }
}

impl InvestmentReport {
    const fn period(&self) -> (InvestmentMeasure, Day, Day) {
        (self.measure, self.from, self.to)
    }

    /// Adds its amount to the sums of a list, or takes it out again if the sign is -1.
    fn add(&self, sign: i128, sums: &mut Vec<Invested>) {
        let (measure, currency) = (self.measure, self.amount.currency());
        let minor = sign * i128::from(self.amount.minor());
        match sums.binary_search_by_key(&(measure, currency), |sum| (sum.measure, sum.currency)) {
            Ok(at) => sums[at].minor += minor,
            Err(at) => sums.insert(at, Invested { measure, currency, minor }),
        }
        sums.retain(|sum| sum.minor != 0);
    }
}

impl Kind for InvestmentReport {
    type Kept = Reports;

    fn before(&self, kept: &Reports, _current: &CurrentState) -> Option<Stood> {
        let (version, report) = kept.0.get(&self.period())?;
        Some(Stood { fact: Fact::Investment(*report), version: *version })
    }

    fn guard(&self, _kept: &Reports, asked: &Asked<'_>, reasons: &mut Vec<Reason>) {
        let Self { from, to, .. } = *self;
        if to < from {
            reasons.push(Reason::PeriodReversed { from, to });
        }
        if to > asked.effective_on {
            reasons.push(Reason::PeriodNotOver { to, effective_on: asked.effective_on });
        }
    }

    fn keep(&self, kept: &mut Reports, version: u64, _on: Day) {
        kept.0.insert(self.period(), (version, *self));
    }

    fn show(&self, before: Option<&Fact>, _on: Day, current: &mut CurrentState) {
        if let Some(Fact::Investment(replaced)) = before {
            replaced.add(-1, &mut current.invested);
        }
        self.add(1, &mut current.invested);
    }
}
