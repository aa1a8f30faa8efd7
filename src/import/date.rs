//! How a ledger writes its days.

use core::fmt;

use serde::Deserialize;

use crate::Day;
use crate::value::narrow;

/// A form in which a ledger writes days. A mapping lists those that its ledger uses.
///
/// Days and months have one or two digits, years four. Full-width characters, as in `２０１８－６－３０`, are read as
/// the ASCII ones. No two forms read one cell as two days: there is none with the month before the day, but for those
/// that begin with the year.
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
    /// Whole numbers from 61, which is 1900-03-01, to 2958465, which is 9999-12-31. Those below are refused: they
    /// stand before or on 29 February 1900, a day that the calendar has not and the system counts, and programs do not
    /// agree on them. A bare year is a serial too (`2018` is a day of 1905), so this form is for ledgers that write
    /// serials, not years.
    #[serde(rename = "excel")]
    Excel,
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
        match self {
            Self::DayMonthYear => {
                let [day, month, year] = parts(cell, '/')?;
                civil(year, month, day)
            }
            Self::YearMonthDay => year_first(cell, '-'),
            Self::YearMonthDaySlashed => year_first(cell, '/'),
            Self::YearMonthDayDotted => year_first(cell, '.'),
            Self::Chinese => {
                let (year, rest) = cell.split_once('年')?;
                let (month, rest) = rest.split_once('月')?;
                civil(year, month, rest.strip_suffix('日')?)
            }
            Self::Excel => number(cell).filter(|serial| *serial >= FIRST_SERIAL).and_then(excel),
        }
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

fn year_first(cell: &str, by: char) -> Option<Day> {
    let [year, month, day] = parts(cell, by)?;
    civil(year, month, day)
}

/// The three parts of a cell.
fn parts(cell: &str, by: char) -> Option<[&str; 3]> {
    let mut parts = cell.split(by);
    let three = [parts.next()?, parts.next()?, parts.next()?];
    parts.next().is_none().then_some(three)
}

fn civil(year: &str, month: &str, day: &str) -> Option<Day> {
    if year.len() != 4 || month.len() > 2 || day.len() > 2 {
        return None;
    }
    Day::new(number(year)?.cast_signed(), number(month)?, number(day)?).ok()
}

/// ASCII digits only: `u32::from_str` would take a sign too.
fn number(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
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
        ] {
            for other in ALL {
                let expected = (other.code() == form).then(|| day.parse().unwrap());
                assert_eq!(other.read(cell), expected, "{cell} as {other}");
            }
        }
    }

    #[test]
    fn anything_else_is_no_day() {
        let cells = "|NA|31/02/2020|29/02/2019|1/2/20|1/2/02020|001/2/2020|1/2/2020/|/2/2020|1//2020|+1/2/2020|1/2/+020\
                     |1 /2/2020|0/1/2020|1/13/2020|1/1/0000|1/2/2020 00:00|2018-06|2018-06-31|18-06-30|2018-006-30|-2018-6-3\
                     |2018-6-30-|2018--30|2018-6-+3|2018/06.30|2018.6|2018.6.30.|2018年6月|2018年6月30|2018年6月30号|18年6月30日\
                     |2018年2月30日|2018年13月1日|6月30日|2018年6月30日前|年月日|二〇一八年六月三十日|0|1|59|60|2958466|20180630\
                     |43281.5|43281.0|-43281|+43281|43,281|99999999999|待定|无|-|——";
        for cell in cells.split('|') {
            for form in ALL {
                assert_eq!(form.read(cell), None, "{cell} as {form}");
            }
        }
    }
}
