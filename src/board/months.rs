//! Months side by side, and where a day stands among them.

use crate::value::Day;

/// Whole months, the first and the last included: what a chart spans. There is at least one, and at most
/// [`MOST`](Self::MOST).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Months {
    /// The first day of the first one.
    first: Day,
    count: u32,
}

impl Months {
    /// How many months a chart spans at most: ten years.
    pub const MOST: u32 = 120;

    /// From the month that holds a day to the one that holds another. If the second lies before the first it is the month of
    /// the first alone; of more than [`MOST`](Self::MOST) months it is the first ones.
    ///
    /// ```
    /// use project_lifecycle::board::Months;
    ///
    /// let plan = Months::between("2018-06-01".parse()?, "2020-12-31".parse()?);
    /// assert_eq!((plan.count(), plan.first().to_string()), (31, "2018-06-01".to_owned()));
    /// assert_eq!(plan.last().to_string(), "2020-12-31");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn between(from: Day, to: Day) -> Self {
        let number = |day: Day| i64::from(day.year()) * 12 + i64::from(day.month());
        let count = (number(to) - number(from) + 1).clamp(1, i64::from(Self::MOST));
        let first = Day::new(from.year(), from.month(), 1).unwrap_or(from);
        Self { first, count: u32::try_from(count).unwrap_or(1) }
    }

    /// The same; but of more than [`MOST`](Self::MOST) months it is the last ones.
    pub(super) fn up_to(from: Day, to: Day) -> Self {
        let years = i32::try_from(Self::MOST / 12).unwrap_or(0);
        let earliest = Day::new(to.year() - years, to.month(), 1).ok().and_then(|month| month.plus_months(1));
        Self::between(earliest.map_or(from, |earliest| from.max(earliest)), to)
    }

    /// The first day of the first month.
    #[must_use]
    pub const fn first(&self) -> Day {
        self.first
    }

    /// The last day of the last month.
    #[must_use]
    pub fn last(&self) -> Day {
        self.first.plus_months(self.count).and_then(|after| after.plus_days(-1)).unwrap_or(Day::MAX)
    }

    /// How many there are.
    #[must_use]
    pub const fn count(&self) -> u32 {
        self.count
    }

    /// The last day of each.
    pub(super) fn ends(self) -> impl Iterator<Item = Day> {
        self.starts().map(|start| start.plus_months(1).and_then(|next| next.plus_days(-1)).unwrap_or(Day::MAX))
    }

    /// The first day of each.
    pub(super) fn starts(self) -> impl Iterator<Item = Day> {
        (0..self.count).filter_map(move |n| self.first.plus_months(n))
    }
}

/// Where days stand on a line across months: each day is as wide as any other, so a month of 31 days is wider than one of 28.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    pub(super) months: Months,
    /// Where the first day begins.
    pub(super) left: i64,
    /// Where the last day ends.
    pub(super) right: i64,
}

impl Scale {
    /// How many days it has.
    fn days(&self) -> i64 {
        self.months.last().days_since(self.months.first()) + 1
    }

    /// Where a day begins. What lies outside is brought to the end that is nearer.
    pub(super) fn at(&self, day: Day) -> i64 {
        let (days, width) = (self.days(), self.right - self.left);
        let since = day.days_since(self.months.first()).clamp(0, days);
        self.left + (since * width + days / 2) / days
    }

    /// Where the months end.
    pub(super) fn end_of(&self, month: Day) -> i64 {
        month.plus_months(1).map_or(self.right, |next| self.at(next))
    }

    /// Where the days from one to another lie, at least one wide. `None` if none of them is shown.
    pub(super) fn span(&self, from: Day, to: Day) -> Option<(i64, i64)> {
        if to < self.months.first() || from > self.months.last() {
            return None;
        }
        let (from, to) = (self.at(from), self.at(to));
        Some((from, to.max(from + 1)))
    }

    /// Whether it has the day.
    pub(super) fn has(&self, day: Day) -> bool {
        (self.months.first()..=self.months.last()).contains(&day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_span_has_whole_months_and_at_least_one() {
        let count = |from, to| Months::between(day(from), day(to)).count();
        assert_eq!(count("2018-06-30", "2018-07-01"), 2);
        assert_eq!(count("2018-12-31", "2019-01-01"), 2);
        assert_eq!(count("2018-01-01", "2020-12-31"), 36);
        assert_eq!(count("2018-07-01", "2018-06-30"), 1);
        assert_eq!(count("0001-01-01", "9999-12-31"), 120);
        let last_ones = Months::up_to(day("1999-05-06"), day("2020-02-11"));
        assert_eq!((last_ones.first(), last_ones.count()), (day("2010-03-01"), 120));
        let few = Months::up_to(day("2018-05-06"), day("2020-02-11"));
        assert_eq!((few.first(), few.count()), (day("2018-05-01"), 22));
        assert_eq!(Months::up_to(day("2018-01-01"), Day::MAX).last(), Day::MAX);
        let leap = Months::between(day("2020-02-10"), day("2020-02-11"));
        assert_eq!((leap.first(), leap.last()), (day("2020-02-01"), day("2020-02-29")));
        assert_eq!(Months::between(day("2019-02-10"), day("2019-02-11")).last(), day("2019-02-28"));
        assert_eq!(Months::between(Day::MAX, Day::MAX).last(), Day::MAX);
    }

    #[test]
    fn every_day_is_as_wide_as_any_other() {
        // 366 days of a leap year, ten wide each
        let months = Months::between(day("2020-01-01"), day("2020-12-31"));
        let scale = Scale { months, left: 100, right: 3760 };
        assert_eq!(scale.at(day("2020-01-01")), 100);
        assert_eq!(scale.at(day("2020-03-01")), 100 + 10 * (31 + 29));
        assert_eq!(scale.at(day("2020-12-31")), 3750);
        assert_eq!((scale.at(day("2019-12-31")), scale.at(day("2021-06-01"))), (100, 3760));
        assert_eq!(scale.end_of(day("2020-02-01")), 100 + 10 * (31 + 29));
        assert_eq!(scale.end_of(day("2020-12-01")), 3760);
        assert_eq!(scale.span(day("2019-06-01"), day("2020-01-11")), Some((100, 200)));
        assert_eq!(scale.span(day("2020-01-11"), day("2020-01-11")), Some((200, 201)));
        assert_eq!(scale.span(day("2021-01-01"), day("2021-02-01")), None);
        assert!(scale.has(day("2020-12-31")) && !scale.has(day("2021-01-01")) && !scale.has(day("2019-12-31")));
        let end = Scale { months: Months::between(Day::MAX, Day::MAX), left: 0, right: 310 };
        assert_eq!((end.at(day("9999-12-01")), end.at(Day::MAX), end.end_of(day("9999-12-01"))), (0, 300, 310));
    }
}
