//! Civil days.

use core::fmt;
use core::str::FromStr;

use chrono::{Datelike, Months, NaiveDate, TimeDelta};

/// A civil day, without time or zone, of the years 0001 to 9999. Written `YYYY-MM-DD`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(NaiveDate);

/// Why a text or three numbers are no [`Day`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DayError {
    /// The text has another form.
    #[error("`{found}` is no day; write it as YYYY-MM-DD")]
    Form {
        /// What was found.
        found: String,
    },
    /// The calendar has no such day, or its year is not one of 0001 to 9999.
    #[error("the calendar has no day {year:04}-{month:02}-{day:02} between 0001-01-01 and 9999-12-31")]
    NoSuchDay {
        /// The year.
        year: i32,
        /// The month.
        month: u32,
        /// The day of the month.
        day: u32,
    },
}

impl Day {
    /// The first day, 0001-01-01.
    pub const MIN: Self = Self(NaiveDate::from_ymd_opt(1, 1, 1).expect("a day of the calendar"));
    /// The last day, 9999-12-31.
    pub const MAX: Self = Self(NaiveDate::from_ymd_opt(9999, 12, 31).expect("a day of the calendar"));

    /// A day by its numbers.
    ///
    /// # Errors
    /// [`DayError::NoSuchDay`].
    pub fn new(year: i32, month: u32, day: u32) -> Result<Self, DayError> {
        NaiveDate::from_ymd_opt(year, month, day).and_then(Self::bounded).ok_or(DayError::NoSuchDay {
            year,
            month,
            day,
        })
    }

    fn bounded(date: NaiveDate) -> Option<Self> {
        (1..=9999).contains(&date.year()).then_some(Self(date))
    }

    pub(super) fn from_date(date: NaiveDate) -> Self {
        Self(date).clamp(Self::MIN, Self::MAX)
    }

    pub(super) const fn date(self) -> NaiveDate {
        self.0
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month, from 1.
    #[must_use]
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// The day of the month, from 1.
    #[must_use]
    pub fn day(self) -> u32 {
        self.0.day()
    }

    /// The day so many days later (or earlier, for a negative number), if the calendar still has it.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Option<Self> {
        self.0.checked_add_signed(TimeDelta::try_days(days)?).and_then(Self::bounded)
    }

    /// The same day so many calendar months later, or the last of that month if it is shorter.
    #[must_use]
    pub fn plus_months(self, months: u32) -> Option<Self> {
        self.0.checked_add_months(Months::new(months)).and_then(Self::bounded)
    }

    /// How many days lie between an earlier day and this one.
    #[must_use]
    pub fn days_since(self, earlier: Self) -> i64 {
        self.0.signed_duration_since(earlier.0).num_days()
    }

    /// A day from its ten characters.
    pub(crate) fn from_fixed(text: &[u8; 10]) -> Option<Self> {
        let (year, month, day) = parts(text)?;
        Self::new(year, month, day).ok()
    }

    /// The ten characters.
    pub(crate) fn text(self) -> [u8; 10] {
        let (year, month, day) = (self.year().unsigned_abs(), self.month(), self.day());
        let digit = |number: u32| b'0' + (number % 10) as u8;
        [
            digit(year / 1000),
            digit(year / 100),
            digit(year / 10),
            digit(year),
            b'-',
            digit(month / 10),
            digit(month),
            b'-',
            digit(day / 10),
            digit(day),
        ]
    }
}

/// Year, month and day of the ten characters.
fn parts(text: &[u8; 10]) -> Option<(i32, u32, u32)> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text else { return None };
    Some((digits(&[y1, y2, y3, y4])?.cast_signed(), digits(&[m1, m2])?, digits(&[d1, d2])?))
}

/// The number that so many ASCII digits write, at most nine. `None` for anything else. It looks at all of them, which
/// takes less time than to stop early.
pub(crate) fn digits<const N: usize>(text: &[u8; N]) -> Option<u32> {
    const { assert!(N <= 9, "so many digits fit") }
    let (mut number, mut others) = (0, 0);
    for byte in text {
        let digit = byte.wrapping_sub(b'0');
        others |= u8::from(digit > 9);
        number = number * 10 + u32::from(digit & 0x0f);
    }
    (others == 0).then_some(number)
}

impl FromStr for Day {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Self, DayError> {
        let bytes = text.as_bytes().try_into().ok();
        let (year, month, day) = bytes.and_then(parts).ok_or_else(|| DayError::Form { found: text.into() })?;
        Self::new(year, month, day)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.text();
        f.pad(core::str::from_utf8(&text).expect("ten ASCII characters"))
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

super::text_form!(Day, "a day as YYYY-MM-DD", "^(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}$", "format": "date");

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn only_the_fixed_form_is_read() {
        for bad in
            ["", "2018-5-31", "2018/05/31", "20180531", "2018-05-3x", "２０18-05-31", "02018-05-31", "-018-05-31"]
        {
            assert_eq!(bad.parse::<Day>(), Err(DayError::Form { found: bad.into() }), "{bad}");
        }
        for none in ["2018-02-29", "2020-02-30", "2018-13-01", "2018-00-10", "2018-01-00", "0000-01-01"] {
            assert!(matches!(none.parse::<Day>(), Err(DayError::NoSuchDay { .. })), "{none}");
        }
        assert_eq!(day("2020-02-29").to_string(), "2020-02-29");
        assert_eq!(
            Day::new(2020, 2, 31).unwrap_err().to_string(),
            "the calendar has no day 2020-02-31 between 0001-01-01 and 9999-12-31"
        );
        assert_eq!("x".parse::<Day>().unwrap_err().to_string(), "`x` is no day; write it as YYYY-MM-DD");
    }

    #[test]
    fn months_are_calendar_months() {
        assert_eq!(day("2018-03-01").plus_months(12), Some(day("2019-03-01")));
        assert_eq!(day("2018-01-31").plus_months(1), Some(day("2018-02-28")));
        assert_eq!(day("2020-01-31").plus_months(1), Some(day("2020-02-29")));
        assert_eq!(Day::MAX.plus_months(1), None);
        assert_eq!(day("2018-12-31").plus_days(1), Some(day("2019-01-01")));
        assert_eq!(Day::MIN.plus_days(-1), None);
        assert_eq!(day("2019-03-01").days_since(day("2018-03-01")), 365);
    }

    proptest! {
        #[test]
        fn days_round_trip(year in 1..=9999i32, month in 1..=12u32, date in 1..=31u32) {
            if let Ok(day) = Day::new(year, month, date) {
                prop_assert_eq!(day.to_string().parse::<Day>(), Ok(day));
                prop_assert_eq!((day.year(), day.month(), day.day()), (year, month, date));
            }
        }

        #[test]
        fn no_text_makes_a_day_panic(text in ".*") {
            let _ = text.parse::<Day>();
        }
    }
}
