//! Numbers with decimals, written exactly.

use core::fmt;

use crate::value::{Money, Unit};

/// For whom a number is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// A program: without separators and needless zeros.
    Plain,
    /// A reader: with separators, and two decimals at least.
    Print,
}

/// A number that counts parts of a unit: ten to the `decimals` of them make one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Digits {
    pub(super) number: i64,
    pub(super) decimals: u32,
}

impl Digits {
    /// An amount in a unit.
    pub(super) const fn of(money: Money, unit: Unit) -> Self {
        let decimals = match unit {
            Unit::Yuan => 2,
            Unit::WanYuan => 6,
            Unit::YiYuan => 10,
        };
        Self { number: money.minor(), decimals }
    }

    /// How many decimals it has without needless zeros.
    pub(super) fn needed(self) -> u32 {
        let (mut rest, mut needed) = (self.number.unsigned_abs(), self.decimals);
        while needed > 0 && rest.is_multiple_of(10) {
            (rest, needed) = (rest / 10, needed - 1);
        }
        needed
    }

    /// Written for someone.
    pub(super) const fn told(self, layout: Layout) -> ToldDigits {
        ToldDigits { digits: self, layout }
    }
}

/// A number with decimals in digits.
pub(super) struct ToldDigits {
    digits: Digits,
    layout: Layout,
}

impl fmt::Display for ToldDigits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Digits { number, decimals } = self.digits;
        let shown = match self.layout {
            Layout::Plain => self.digits.needed(),
            Layout::Print => self.digits.needed().max(2.min(decimals)),
        };
        let scale = 10_u64.pow(decimals);
        let (whole, part) = (number.unsigned_abs() / scale, number.unsigned_abs() % scale);
        if number < 0 {
            f.write_str("-")?;
        }
        match self.layout {
            Layout::Plain => write!(f, "{whole}")?,
            Layout::Print => thousands(whole, f)?,
        }
        if shown == 0 {
            return Ok(());
        }
        write!(f, ".{:0width$}", part / 10_u64.pow(decimals - shown), width = shown as usize)
    }
}

/// A number with commas.
fn thousands(number: u64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if number < 1_000 {
        return write!(f, "{number}");
    }
    thousands(number / 1_000, f)?;
    write!(f, ",{:03}", number % 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_written_exactly() {
        let told = |fen, unit, layout| Digits::of(Money::from_fen(fen), unit).told(layout).to_string();
        for (fen, unit, plain, print) in [
            (12_000_000_000, Unit::WanYuan, "12000", "12,000.00"),
            (12_000_000_000, Unit::YiYuan, "1.2", "1.20"),
            (123_456_700, Unit::WanYuan, "123.4567", "123.4567"),
            (1, Unit::YiYuan, "0.0000000001", "0.0000000001"),
            (0, Unit::WanYuan, "0", "0.00"),
            (-5_000_000, Unit::WanYuan, "-5", "-5.00"),
            (99_999_999_999_999, Unit::Yuan, "999999999999.99", "999,999,999,999.99"),
            (100_000_000_500, Unit::Yuan, "1000000005", "1,000,000,005.00"),
            (i64::MIN, Unit::Yuan, "-92233720368547758.08", "-92,233,720,368,547,758.08"),
        ] {
            assert_eq!(
                [told(fen, unit, Layout::Plain), told(fen, unit, Layout::Print)],
                [plain, print],
                "{fen} {unit}"
            );
        }
    }
}
