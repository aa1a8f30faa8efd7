//! Numbers of figures, and amounts, as a person reads them.

use core::fmt;

use crate::Language;
use crate::portfolio::Figured;
use crate::value::Money;

/// The number of a figure. In Chinese an amount is written as offices write it; in English in millions where four decimals
/// suffice, else in yuan, with commas; with `{:#}` without the currency.
#[derive(Clone, Copy, Debug)]
pub(super) struct Read(pub(super) Figured, pub(super) Language);

impl fmt::Display for Read {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Figured::Yuan(fen), Language::English) = (self.0, self.1) else {
            return f.write_str(&self.0.text(self.1));
        };
        f.write_str(if f.alternate() { "" } else { "CNY " })?;
        short(f, fen)
    }
}

/// An amount in any currency, written as that of a figure is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Amount(pub(super) Money, pub(super) Language);

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(amount, language) = *self;
        match language {
            Language::English => {
                write!(f, "{} ", amount.currency())?;
                short(f, amount.minor().into())
            }
            Language::Chinese => f.write_str(&amount.text(language)),
        }
    }
}

/// Hundredths, in millions where four decimals suffice, else in whole units with two; exactly.
fn short(f: &mut fmt::Formatter<'_>, hundredths: i128) -> fmt::Result {
    f.write_str(if hundredths < 0 { "-" } else { "" })?;
    let size = hundredths.unsigned_abs();
    let (million, step) = (100_000_000, 10_000);
    if size < million || !size.is_multiple_of(step) {
        grouped(f, size / 100)?;
        return write!(f, ".{:02}", size % 100);
    }
    grouped(f, size / million)?;
    let (mut rest, mut decimals) = (size % million / step, 4);
    while rest != 0 && rest % 10 == 0 {
        (rest, decimals) = (rest / 10, decimals - 1);
    }
    if rest != 0 { write!(f, ".{rest:0decimals$}m") } else { f.write_str("m") }
}

/// A whole number with commas.
fn grouped(f: &mut fmt::Formatter<'_>, number: u128) -> fmt::Result {
    let (higher, lowest) = (number / 1_000, number % 1_000);
    if higher == 0 {
        return write!(f, "{lowest}");
    }
    grouped(f, higher)?;
    write!(f, ",{lowest:03}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_english_amount_is_exact_and_can_be_read() {
        let read = |fen| Read(Figured::Yuan(fen), Language::English).to_string();
        assert_eq!(read(837_000_000_000), "CNY 8,370m");
        assert_eq!(read(650_000_000), "CNY 6.5m");
        assert_eq!(read(100_050_000), "CNY 1.0005m");
        assert_eq!(read(100_050_100), "CNY 1,000,501.00");
        assert_eq!(read(123_456_789_012_345_678), "CNY 1,234,567,890,123,456.78");
        assert_eq!(read(99_999_999), "CNY 999,999.99");
        assert_eq!([read(0), read(-7)], ["CNY 0.00", "CNY -0.07"]);
        assert_eq!(read(i128::MIN), "CNY -1,701,411,834,604,692,317,316,873,037,158,841,057.28");
        assert_eq!(format!("{:#}", Read(Figured::Yuan(650_000_000), Language::English)), "6.5m");
        assert_eq!(Read(Figured::Projects(1_234), Language::English).to_string(), "1234");
        assert_eq!(Read(Figured::Yuan(837_000_000_000), Language::Chinese).to_string(), "83.7亿元");
        let dollars = Money::new(648_000_000_000, "USD".parse().expect("a currency"));
        assert_eq!(Language::ALL.map(|language| Amount(dollars, language).to_string()), ["USD 6,480m", "64.8亿美元"]);
        let fen = Amount(Money::from_fen(i64::MIN), Language::English).to_string();
        assert_eq!(fen, "CNY -92,233,720,368,547,758.08");
    }
}
