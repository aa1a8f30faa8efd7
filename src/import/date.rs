//! How a ledger writes its days.

use core::fmt;

use serde::Deserialize;

use super::hour::without_time;
use crate::Day;
use crate::value::narrow;

/// A form in which a ledger writes days. A mapping lists those that its ledger uses.
///
/// Days and months have one or two digits, years four. Full-width characters, as in `２０１８－６－３０`, are read as
/// the ASCII ones, every dash (`2018—06—30`) as a hyphen, and a time of day behind the date (`2018/6/30 0:00`) is read over.
/// No two forms read one cell as two days: there is none with the month before the day, but for those that begin with the
/// year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[non_exhaustive]
pub enum DateForm {
    /// Day, month, year, parted by `/`: `30/06/2018`.
    #[serde(rename = "d/m/yyyy")]
    DayMonthYear,
    /// Year, month, day, parted by `-`: `2018-06-30`.
    #[serde(rename = "yyyy-m-d")]
    YearMonthDay,
    /// Year, month, day, parted by `/`: `2018/6/30`.
    #[serde(rename = "yyyy/m/d")]
    YearMonthDaySlashed,
    /// Year, month, day, parted by `.`: `2018.6.30`.
    #[serde(rename = "yyyy.m.d")]
    YearMonthDayDotted,
    /// Year, month and day, each with its word: `2018年6月30日`.
    #[serde(rename = "yyyy年m月d日")]
    Chinese,
    /// The serial number of a spreadsheet, in the system that counts from 1900: `43281` is 2018-06-30.
    ///
    /// Numbers from 61, which is 1900-03-01, to 2958465, which is 9999-12-31. Those below are refused: they
    /// stand before or on 29 February 1900, a day that the calendar has not and the system counts, and programs do not
    /// agree on them. From five digits on it may have decimals, which are a time of day: `43281.5`.
    ///
    /// A bare year is a serial too (`2018` is a day of 1905). So a mapping reads it only in the columns that it lists in
    /// `serials`.
    #[serde(rename = "excel")]
    Excel,
}

/// How a ledger's month without a day is read, such as `2018年6月`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Months {
    /// As its first day.
    First,
    /// As its last day.
    Last,
    /// As its first day, and flagged as inferred.
    Inferred,
}

impl Months {
    /// The day that stands for a month.
    pub(super) fn day(self, (year, month): (u32, u32)) -> Option<Day> {
        let first = Day::new(year.cast_signed(), month, 1).ok()?;
        match self {
            Self::First | Self::Inferred => Some(first),
            Self::Last => (28..=31).rev().find_map(|day| Day::new(year.cast_signed(), month, day).ok()),
        }
    }
}

impl DateForm {
    /// As a mapping names it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::DayMonthYear => "d/m/yyyy",
            Self::YearMonthDay => "yyyy-m-d",
            Self::YearMonthDaySlashed => "yyyy/m/d",
            Self::YearMonthDayDotted => "yyyy.m.d",
            Self::Chinese => "yyyy年m月d日",
            Self::Excel => "excel",
        }
    }

    /// The day that a cell writes in this form. `None` if it writes none, or one that the calendar does not have.
    #[must_use]
    pub fn read(self, cell: &str) -> Option<Day> {
        let cell = &*narrow(cell.trim());
        let cell = without_time(cell);
        match self {
            Self::DayMonthYear => {
                let [day, month, year] = parts(cell, is_slash)?;
                civil(year, month, day)
            }
            Self::YearMonthDay => year_first(cell, is_dash),
            Self::YearMonthDaySlashed => year_first(cell, is_slash),
            Self::YearMonthDayDotted => year_first(cell, is_dot),
            Self::Chinese => {
                let (year, rest) = cell.split_once('年')?;
                let (month, rest) = rest.split_once('月')?;
                civil(year.trim_end(), month.trim(), rest.strip_suffix('日')?.trim())
            }
            Self::Excel => {
                let (whole, decimals) = cell.split_once('.').unwrap_or((cell, "0"));
                let is_serial = is_digits(decimals) && (whole.len() >= 5 || whole.len() == cell.len());
                number(whole).filter(|serial| is_serial && *serial >= FIRST_SERIAL).and_then(excel)
            }
        }
    }

    /// The year and month that a cell writes in this form without a day: `2018年6月`, `2018-06`, `2018.6`. `None` if it
    /// writes none.
    ///
    /// `2018.1` is none: a spreadsheet that takes it for a number writes October so, too.
    pub(super) fn read_month(self, cell: &str) -> Option<(u32, u32)> {
        let cell = &*narrow(cell.trim());
        let two = |by: fn(char) -> bool| cell.split_once(by);
        let (year, month) = match self {
            Self::DayMonthYear => two(is_slash).map(|(month, year)| (year, month))?,
            Self::YearMonthDay => two(is_dash)?,
            Self::YearMonthDaySlashed => two(is_slash)?,
            Self::YearMonthDayDotted => two(is_dot).filter(|(_, month)| *month != "1")?,
            Self::Chinese => {
                let (year, month) = cell.split_once('年')?;
                let month = month.strip_suffix('份').unwrap_or(month);
                (year.trim_end(), month.strip_suffix('月')?.trim())
            }
            Self::Excel => return None,
        };
        let first = civil(year, month, "1")?;
        Some((first.year().cast_unsigned(), first.month()))
    }
}

impl fmt::Display for DateForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

/// The serial of 1900-03-01, the day after the one that there was not.
const FIRST_SERIAL: u32 = 61;

fn excel(serial: u32) -> Option<Day> {
    let first = Day::new(1900, 3, 1).expect("a day of the calendar");
    first.plus_days(i64::from(serial - FIRST_SERIAL))
}

fn year_first(cell: &str, by: fn(char) -> bool) -> Option<Day> {
    let [year, month, day] = parts(cell, by)?;
    civil(year, month, day)
}

/// The three parts of a cell.
fn parts(cell: &str, by: fn(char) -> bool) -> Option<[&str; 3]> {
    let mut parts = cell.split(by);
    let three = [parts.next()?, parts.next()?, parts.next()?];
    parts.next().is_none().then_some(three)
}

/// A hyphen, or whatever an input method or a word processor makes of it.
pub(super) const fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}' | '\u{2501}' | '\u{2e3a}' | '\u{2e3b}')
        || matches!(c, '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

const fn is_slash(c: char) -> bool {
    matches!(c, '/' | '\u{2044}' | '\u{2215}')
}

/// A point, or what an input method makes of it.
const fn is_dot(c: char) -> bool {
    matches!(c, '.' | '。')
}

fn civil(year: &str, month: &str, day: &str) -> Option<Day> {
    if year.len() != 4 || month.len() > 2 || day.len() > 2 {
        return None;
    }
    Day::new(number(year)?.cast_signed(), number(month)?, number(day)?).ok()
}

/// ASCII digits only: `u32::from_str` would take a sign too.
fn number(text: &str) -> Option<u32> {
    is_digits(text).then(|| text.parse().ok())?
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [DateForm; 6] = [
        DateForm::DayMonthYear,
        DateForm::YearMonthDay,
        DateForm::YearMonthDaySlashed,
        DateForm::YearMonthDayDotted,
        DateForm::Chinese,
        DateForm::Excel,
    ];

    #[test]
    fn every_form_reads_its_own_and_no_other_does() {
        for (form, cell, day) in [
            ("d/m/yyyy", "07/07/2009", "2009-07-07"),
            ("d/m/yyyy", "7/7/2009", "2009-07-07"),
            ("d/m/yyyy", "29/2/2020", "2020-02-29"),
            ("d/m/yyyy", "1/12/0001", "0001-12-01"),
            ("d/m/yyyy", "１/2/2020", "2020-02-01"),
            ("yyyy-m-d", "2018-06-30", "2018-06-30"),
            ("yyyy-m-d", "2018-6-3", "2018-06-03"),
            ("yyyy-m-d", "２０１８－０６－３０", "2018-06-30"),
            ("yyyy/m/d", "2018/6/30", "2018-06-30"),
            ("yyyy/m/d", "2018／6／30", "2018-06-30"),
            ("yyyy.m.d", "2018.6.30", "2018-06-30"),
            ("yyyy.m.d", "2018．06．30", "2018-06-30"),
            ("yyyy年m月d日", "2018年6月30日", "2018-06-30"),
            ("yyyy年m月d日", "２０１８年０６月３０日", "2018-06-30"),
            ("excel", "61", "1900-03-01"),
            ("excel", "43101", "2018-01-01"),
            ("excel", "43281", "2018-06-30"),
            ("excel", "４３２８１", "2018-06-30"),
            ("excel", "2018", "1905-07-10"),
            ("excel", "2958465", "9999-12-31"),
            ("excel", "43281.0", "2018-06-30"),
            ("excel", "43281.99", "2018-06-30"),
            ("yyyy-m-d", "2018—06—30", "2018-06-30"),
            ("yyyy-m-d", "2018–6–30", "2018-06-30"),
            ("yyyy-m-d", "2018−06−30", "2018-06-30"),
            ("yyyy-m-d", "2018‑06‐30", "2018-06-30"),
            ("yyyy-m-d", "2018―06─30", "2018-06-30"),
            ("yyyy-m-d", "2018-06-30 00:00:00", "2018-06-30"),
            ("yyyy-m-d", "2018-06-30T23:59:59.5", "2018-06-30"),
            ("yyyy/m/d", "2018/6/30 0:00", "2018-06-30"),
            ("d/m/yyyy", "30/6/2018 8:30", "2018-06-30"),
            ("yyyy.m.d", "2018。6。30", "2018-06-30"),
            ("yyyy年m月d日", "2018年 6月 3日 上午 8：30", "2018-06-03"),
        ] {
            for other in ALL {
                let expected = (other.code() == form).then(|| day.parse().unwrap());
                assert_eq!(other.read(cell), expected, "{cell} as {other}");
            }
        }
    }

    #[test]
    fn a_month_is_read_by_its_own_form_and_stands_for_a_day() {
        for (form, cell, month) in [
            ("d/m/yyyy", "6/2018", (2018, 6)),
            ("yyyy-m-d", "2018-06", (2018, 6)),
            ("yyyy-m-d", "2018—12", (2018, 12)),
            ("yyyy/m/d", "2018/6", (2018, 6)),
            ("yyyy.m.d", "2018.6", (2018, 6)),
            ("yyyy.m.d", "2018.10", (2018, 10)),
            ("yyyy.m.d", "2018.01", (2018, 1)),
            ("yyyy年m月d日", "2018年6月", (2018, 6)),
            ("yyyy年m月d日", "２０１８年１２月份", (2018, 12)),
        ] {
            for other in ALL {
                assert_eq!(other.read_month(cell), (other.code() == form).then_some(month), "{cell} as {other}");
                assert_eq!(other.read(cell), None, "{cell} as {other}");
            }
        }
        for cell in
            ["2018", "2018年", "2018.1", "2018.13", "2018-0", "6月", "18-06", "2018-06-30", "2018年6", "2018-6 "]
        {
            for form in ALL.into_iter().filter(|form| (form.code(), cell) != ("yyyy-m-d", "2018-6 ")) {
                assert_eq!(form.read_month(cell), None, "{cell} as {form}");
            }
        }
        let days = |month| {
            [Months::First, Months::Last, Months::Inferred].map(|months| months.day(month).unwrap().to_string())
        };
        assert_eq!(days((2018, 6)), ["2018-06-01", "2018-06-30", "2018-06-01"]);
        assert_eq!(days((2020, 2)), ["2020-02-01", "2020-02-29", "2020-02-01"]);
        assert_eq!(days((2019, 12)), ["2019-12-01", "2019-12-31", "2019-12-01"]);
    }

    #[test]
    fn anything_else_is_no_day() {
        let cells = "|NA|31/02/2020|29/02/2019|1/2/20|1/2/02020|001/2/2020|1/2/2020/|/2/2020|1//2020|+1/2/2020|1/2/+020\
                     |1 /2/2020|0/1/2020|1/13/2020|1/1/0000|1/2/2020 25:00|2018-06|2018-06-31|18-06-30|2018-006-30|-2018-6-3\
                     |2018-6-30-|2018--30|2018-6-+3|2018/06.30|2018.6|2018.6.30.|2018年6月|2018年6月30|2018年6月30号|18年6月30日\
                     |2018年2月30日|2018年13月1日|6月30日|2018年6月30日前|年月日|二〇一八年六月三十日|0|1|59|60|2958466|20180630\
                     |2018.0|9999.5|43281.|43281.x|2018——06——30|2018-06-30 前|2018-06-30+08:00|-43281|+43281|43,281|99999999999|待定|无|-|——";
        for cell in cells.split('|') {
            for form in ALL {
                assert_eq!(form.read(cell), None, "{cell} as {form}");
            }
        }
    }
}
