//! Days of the year.

use core::fmt;
use core::str::FromStr;

use super::Day;
use super::day::digits;

/// A day of any year, such as 1 November. Written `MM-DD`; 29 February is not among them, for not every year has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DayOfYear {
    month: u32,
    day: u32,
}

/// The text or the numbers are no day of every year.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no day of every year; write it as MM-DD, and not 02-29")]
pub struct DayOfYearError {
    /// What was found.
    pub found: String,
}

impl DayOfYear {
    /// A day by month and day of the month, both from 1.
    ///
    /// # Errors
    /// [`DayOfYearError`] when not every year has it.
    pub fn new(month: u32, day: u32) -> Result<Self, DayOfYearError> {
        // 2001 has no leap day
        match Day::new(2001, month, day) {
            Ok(_) => Ok(Self { month, day }),
            Err(_) => Err(DayOfYearError { found: format!("{month:02}-{day:02}") }),
        }
    }

    /// The month and the day of the month, both from 1.
    #[must_use]
    pub const fn numbers(self) -> (u32, u32) {
        (self.month, self.day)
    }

    /// This day in a year, if the calendar has that year.
    #[must_use]
    pub fn in_year(self, year: i32) -> Option<Day> {
        Day::new(year, self.month, self.day).ok()
    }
}

impl FromStr for DayOfYear {
    type Err = DayOfYearError;

    fn from_str(text: &str) -> Result<Self, DayOfYearError> {
        let parse = || {
            let [m1, m2, b'-', d1, d2] = *<&[u8; 5]>::try_from(text.as_bytes()).ok()? else { return None };
            Self::new(digits(&[m1, m2])?, digits(&[d1, d2])?).ok()
        };
        parse().ok_or_else(|| DayOfYearError { found: text.into() })
    }
}

impl fmt::Display for DayOfYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

super::text_form!(DayOfYear, "a day of every year as MM-DD", "^(?!02-29)(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_the_year_exists_in_every_year() {
        for good in ["01-01", "02-28", "11-01", "12-31"] {
            assert_eq!(good.parse::<DayOfYear>().unwrap().to_string(), good);
        }
        for bad in ["", "02-29", "13-01", "00-10", "11-31", "1-1", "11/01", "１1-01"] {
            assert_eq!(bad.parse::<DayOfYear>(), Err(DayOfYearError { found: bad.into() }), "{bad}");
        }
        assert_eq!(
            DayOfYear::new(2, 29).unwrap_err().to_string(),
            "`02-29` is no day of every year; write it as MM-DD, and not 02-29"
        );
    }
}
