//! How a ledger writes its days.

use core::fmt;

use serde::Deserialize;

use crate::Day;

/// A form in which a ledger writes days. A mapping lists those that its ledger uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[non_exhaustive]
pub enum DateForm {
    /// Day, month, year, parted by `/`; day and month of one or two digits, the year of four.
    #[serde(rename = "d/m/yyyy")]
    DayMonthYear,
}

impl DateForm {
    /// As a mapping names it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::DayMonthYear => "d/m/yyyy",
        }
    }

    /// The day that a cell writes in this form; nothing if it writes none, or one that the calendar has not.
    #[must_use]
    pub fn read(self, cell: &str) -> Option<Day> {
        match self {
            Self::DayMonthYear => {
                let mut parts = cell.split('/');
                let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
                if parts.next().is_some() || year.len() != 4 || day.len() > 2 || month.len() > 2 {
                    return None;
                }
                Day::new(number(year)?.cast_signed(), number(month)?, number(day)?).ok()
            }
        }
    }
}

impl fmt::Display for DateForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

/// ASCII digits only: `u32::from_str` would take a sign too.
fn number(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn day_and_month_may_have_one_digit() {
        for (cell, day) in [
            ("07/07/2009", "2009-07-07"),
            ("7/7/2009", "2009-07-07"),
            ("29/2/2020", "2020-02-29"),
            ("1/12/0001", "0001-12-01"),
        ] {
            assert_eq!(DateForm::DayMonthYear.read(cell), Some(day.parse().unwrap()), "{cell}");
        }
    }

    #[test]
    fn anything_else_is_no_day() {
        for cell in [
            "",
            "NA",
            "31/02/2020",
            "29/02/2019",
            "2020-02-01",
            "1/2/20",
            "1/2/02020",
            "001/2/2020",
            "1/2/2020/",
            "/2/2020",
            "1//2020",
            "+1/2/2020",
            "1/2/+020",
            "1 /2/2020",
            "１/2/2020",
            "0/1/2020",
            "1/13/2020",
            "1/1/0000",
            "1/2/2020 00:00",
        ] {
            assert_eq!(DateForm::DayMonthYear.read(cell), None, "{cell}");
        }
    }
}
