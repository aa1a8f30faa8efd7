//! The head of the months, their lines, and the line of the as-of day.

use core::fmt;

use super::months::Scale;
use crate::Language;
use crate::value::Day;

/// How high the head is: a line of years and one of months.
pub(super) const HEAD: i64 = 36;

/// The months over the rows, with a line down between each two.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axis {
    pub(super) scale: Scale,
    pub(super) language: Language,
    /// Where the head begins.
    pub(super) top: i64,
    /// Where the lines end.
    pub(super) bottom: i64,
}

impl Axis {
    /// Every how many months one is named: each, or each quarter's first, or none.
    fn named(&self) -> Option<u32> {
        let width = (self.scale.right - self.scale.left) / i64::from(self.scale.months.count());
        [(1, 14), (3, 5)].into_iter().find(|(_, least)| width >= *least).map(|(every, _)| every)
    }

    /// Lines down from a height, one at each of these days.
    fn lines(
        &self,
        f: &mut fmt::Formatter<'_>,
        class: char,
        from: i64,
        days: impl Iterator<Item = Day>,
    ) -> fmt::Result {
        write!(f, "<path class=\"{class}\" d=\"")?;
        for day in days {
            write!(f, "M{} {from}V{}", self.scale.at(day), self.bottom)?;
        }
        write!(f, "M{} {from}V{}\"/>", self.scale.right, self.bottom)
    }
}

impl fmt::Display for Axis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { scale, language, top, .. } = *self;
        let (months, named) = (scale.months, self.named());
        let is_line = |month: u32| (month - 1).is_multiple_of(named.unwrap_or(12));
        self.lines(f, 'g', top + HEAD / 2, months.starts().filter(|day| is_line(day.month())))?;
        self.lines(
            f,
            'q',
            top,
            months.starts().enumerate().filter(|(n, day)| *n == 0 || day.month() == 1).map(|of| of.1),
        )?;
        for (n, start) in months.starts().enumerate() {
            if n == 0 || start.month() == 1 {
                let rest = 12 - start.month();
                let end = start.plus_months(rest).map_or(scale.right, |last| scale.end_of(last));
                let (year, middle) = (start.year(), scale.at(start).midpoint(end));
                // a year of which little is shown has no room for its number
                if end - scale.at(start) >= 36 {
                    let sign = language.pick("", "年");
                    write!(f, "<text class=\"c th\" x=\"{middle}\" y=\"{}\">{year}{sign}</text>", top + 13)?;
                }
            }
            if let Some(every) = named.filter(|every| (start.month() - 1).is_multiple_of(*every)) {
                let end = start.plus_months(every - 1).map_or(scale.right, |last| scale.end_of(last));
                let middle = scale.at(start).midpoint(end);
                write!(f, "<text class=\"c s\" x=\"{middle}\" y=\"{}\">{}</text>", top + 30, start.month())?;
            }
        }
        Ok(())
    }
}

/// The line of the as-of day, down over the rows. It is nothing if the months do not have the day.
#[derive(Clone, Copy, Debug)]
pub(super) struct AsOf {
    pub(super) axis: Axis,
    pub(super) day: Day,
}

impl fmt::Display for AsOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { axis: Axis { scale, top, bottom, .. }, day } = *self;
        if !scale.has(day) {
            return Ok(());
        }
        let x = scale.at(day);
        write!(f, "<path class=\"n\" d=\"M{x} {}V{bottom}\"/>", top + HEAD - 4)?;
        write!(f, "<path d=\"M{} {}h10l-5 7z\" fill=\"#a80000\"/>", x - 5, top + HEAD - 7)
    }
}
