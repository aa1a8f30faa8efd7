//! The investment reports on record: which stand, which overlap, and what they add up to.

use std::collections::BTreeMap;
use std::ops::Bound;

use super::investment::{InvestmentReport, Period};
use super::{Asked, Fact, Kind, Stood};
use crate::project::{CurrentState, Invested};
use crate::reason::Reason;
use crate::value::{Day, Money};

/// The reports on record, by period and by the version of the event that set each. Of each period the one recorded last
/// stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::project) struct Reports(BTreeMap<(Period, u64), InvestmentReport>);

impl Reports {
    /// Those that stand, by measure and currency, then by period.
    pub(in crate::project) fn iter(&self) -> impl Iterator<Item = &InvestmentReport> {
        let mut reports = self.0.iter().peekable();
        core::iter::from_fn(move || {
            loop {
                let ((period, _), report) = reports.next()?;
                if reports.peek().is_none_or(|((next, _), _)| next != period) {
                    return Some(report);
                }
            }
        })
    }

    /// The one that stands for a period.
    pub(super) fn standing(&self, period: Period) -> Option<(u64, &InvestmentReport)> {
        let last = self.0.range((period, 0)..=(period, u64::MAX)).next_back();
        last.map(|((_, version), report)| (*version, report))
    }

    pub(super) fn keep(&mut self, version: u64, report: InvestmentReport) {
        self.0.insert((report.period(), version), report);
    }

    pub(super) fn forget(&mut self, version: u64, report: &InvestmentReport) {
        self.0.remove(&(report.period(), version));
    }

    /// A standing report whose period overlaps with one within a year, though neither begins on 1 January and holds the
    /// other whole; with the version of its event.
    ///
    /// Those that begin on 1 January hold one another. Of the others no two overlap, so only the last one that begins in time
    /// can be in the way.
    pub(super) fn overlapping(&self, period: Period) -> Option<(u64, Period)> {
        if self.standing(period).is_some() {
            return None;
        }
        let Period { from, to, .. } = period;
        let first_day = new_year(from);
        let found = |(&(other, version), _): (&(Period, u64), &InvestmentReport)| (version, other);
        if !period.is_cumulative() {
            // one from 1 January on that ends within it
            let until = |to| (Period { from: first_day, to, ..period }, 0);
            if let Some(other) = self.0.range(until(from)..until(to)).next_back().map(found) {
                return Some(other);
            }
        }
        let begins_in_time = (Period { from: to, to: Day::MAX, ..period }, u64::MAX);
        let begins_this_year = (Period { from: first_day, to: Day::MAX, ..period }, u64::MAX);
        let (version, other) = self.0.range(begins_this_year..=begins_in_time).next_back().map(found)?;
        let overlaps = if period.is_cumulative() { other.to > to } else { other.to >= from };
        overlaps.then_some((version, other))
    }

    /// What the standing reports of a period's year add up to, in its measure and currency. `None` if there are none.
    pub(super) fn sum_of_year(&self, period: Period) -> Option<Invested> {
        let first_day = new_year(period.from);
        let last_day = Day::new(first_day.year(), 12, 31).unwrap_or(Day::MAX);
        let at = |from, to, version| (Period { from, to, ..period }, version);
        let mut year = self.0.range(at(first_day, Day::MIN, 0)..=at(last_day, Day::MAX, u64::MAX));
        let (_, last) = year.next_back()?;
        let longest = self.0.range(at(first_day, Day::MIN, 0)..=at(first_day, Day::MAX, u64::MAX)).next_back();
        let longest = longest.map(|(_, report)| report);
        let cumulative_to = longest.map(|longest| longest.to);
        let minor = |report: &InvestmentReport| i128::from(report.amount.minor());
        // from one period to the next, whatever was replaced; a year does not have many
        let (mut behind, mut added) = (at(cumulative_to.unwrap_or(first_day), Day::MAX, u64::MAX), 0);
        let end = at(last_day, Day::MAX, u64::MAX);
        while let Some((&(next, _), _)) = self.0.range((Bound::Excluded(behind), Bound::Included(end))).next() {
            added += self.standing(next).map_or(0, |(_, report)| minor(report));
            behind = (next, u64::MAX);
        }
        Some(Invested {
            measure: period.measure,
            currency: period.currency,
            year: first_day.year(),
            minor: longest.map_or(0, minor) + added,
            to: last.to.max(cumulative_to.unwrap_or(Day::MIN)),
            cumulative_to,
        })
    }
}

impl Kind for InvestmentReport {
    type Kept = Reports;

    fn before(&self, kept: &Reports, _current: &CurrentState) -> Option<Stood> {
        let (version, report) = kept.standing(self.period())?;
        Some(Stood { fact: Fact::Investment(*report), version })
    }

    /// A period lies within a year, and overlaps no other one that does not hold it whole from 1 January on.
    fn contradicts(&self, kept: &Reports, _current: &CurrentState) -> Option<Reason> {
        let Self { from, to, .. } = *self;
        if to < from {
            return Some(Reason::PeriodReversed { from, to });
        }
        if from.year() != to.year() {
            return Some(Reason::PeriodCrossesYear { from, to });
        }
        let (version, other) = kept.overlapping(self.period())?;
        Some(Reason::PeriodsOverlap { from, to, version, other_from: other.from, other_to: other.to })
    }

    fn guard(&self, _kept: &Reports, asked: &Asked<'_>, reasons: &mut Vec<Reason>) {
        if self.to > asked.effective_on {
            reasons.push(Reason::PeriodNotOver { to: self.to, effective_on: asked.effective_on });
        }
    }

    fn keep(&self, kept: &mut Reports, version: u64, _on: Day) {
        kept.keep(version, *self);
    }

    fn forget(&self, kept: &mut Reports, version: u64, _on: Day) {
        kept.forget(version, self);
    }

    fn show(&self, before: Option<&Fact>, _on: Day, current: &mut CurrentState) -> bool {
        let replaced = match before {
            Some(Fact::Investment(replaced)) => Some(replaced.amount),
            _ => None,
        };
        add(&mut current.invested, self, replaced)
    }

    fn settle(&self, kept: &Reports, current: &mut CurrentState) {
        let sums = &mut current.invested;
        match (place(sums, self.period()), kept.sum_of_year(self.period())) {
            (Ok(at), Some(sum)) => sums[at] = sum,
            (Ok(at), None) => drop(sums.remove(at)),
            (Err(at), Some(sum)) => sums.insert(at, sum),
            (Err(_), None) => {}
        }
    }
}

/// Adds a report to the sum of its year, in place of the amount that it replaces. Tells whether it could: a report from
/// 1 January on that holds some of what is reported of its year, but not all, needs each of these reports.
fn add(sums: &mut Vec<Invested>, report: &InvestmentReport, replaced: Option<Money>) -> bool {
    let (period, minor) = (report.period(), i128::from(report.amount.minor()));
    let to = period.to;
    let at = match place(sums, period) {
        Ok(at) => at,
        Err(at) => {
            let Period { measure, currency, from, to } = period;
            let cumulative_to = period.is_cumulative().then_some(to);
            sums.insert(at, Invested { measure, currency, year: from.year(), minor, to, cumulative_to });
            return true;
        }
    };
    let sum = &mut sums[at];
    let is_held = sum.cumulative_to.is_some_and(|end| to < end || (to == end && !period.is_cumulative()));
    let is_longest = period.is_cumulative() && !is_held && sum.cumulative_to != Some(to);
    if is_longest && to < sum.to {
        return false;
    }
    if is_longest {
        (sum.minor, sum.cumulative_to) = (minor, Some(to));
    } else if !is_held {
        sum.minor += minor - replaced.map_or(0, |replaced| i128::from(replaced.minor()));
    }
    sum.to = sum.to.max(to);
    true
}

/// The index of the sum that a period belongs to, or where it would go.
fn place(sums: &[Invested], Period { measure, currency, from, .. }: Period) -> Result<usize, usize> {
    sums.binary_search_by_key(&(measure, currency, from.year()), |sum| (sum.measure, sum.currency, sum.year))
}

/// 1 January of a day's year.
fn new_year(day: Day) -> Day {
    Day::new(day.year(), 1, 1).unwrap_or(day)
}
