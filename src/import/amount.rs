//! How a ledger writes amounts.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::fold;
use super::said::Said;
use super::word::is_trimmed;
use crate::Money;
use crate::value::{Currency, MoneyError, Unit};

/// A column of amounts.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AmountColumn {
    pub(super) column: String,
    /// The unit of those that carry none.
    #[serde(deserialize_with = "unit")]
    pub(super) unit: Unit,
    /// What an amount in brackets is.
    #[serde(default)]
    brackets: Brackets,
    /// Words before or behind an amount that name a currency.
    #[serde(default)]
    currencies: BTreeMap<String, Currency>,
}

/// What an amount in brackets is, such as `(1200)`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Brackets {
    /// One below zero, as in accounts.
    #[default]
    Negative,
    /// The same as without them.
    Plain,
}

impl AmountColumn {
    /// The word for a currency that no cell can have, if there is one.
    pub(super) fn odd_word(&self) -> Option<&String> {
        self.currencies.keys().find(|word| !is_trimmed(word))
    }

    /// An amount in the unit that the cell carries, or else in its column's. A planned total is above zero.
    pub(super) fn read(&self, cell: &str) -> Result<Money, Said> {
        let text = fold::id(cell);
        let (text, currency) = self.currency(text.trim(), cell)?;
        let text = match text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
            Some(inner) if self.brackets == Brackets::Plain => inner.trim(),
            Some(_) => return Err(negative(cell)),
            None => text,
        };
        if text.starts_with(['-', '+', '−']) {
            return Err(if text.starts_with('+') { no_number(cell) } else { negative(cell) });
        }
        let money = sum(text, self.unit).map_err(|why| why.said(cell))?;
        if money.is_positive() {
            Ok(Money::new(money.minor(), currency))
        } else {
            Err(Said::new(format!("{money} is no planned total; it must be above zero"), "计划总投资应大于零"))
        }
    }

    /// What stands beside the word or sign for the currency. An amount without one is in yuan.
    fn currency<'t>(&self, text: &'t str, cell: &str) -> Result<(&'t str, Currency), Said> {
        let beside = |word: &str| {
            let rest = text.strip_prefix(word).or_else(|| text.strip_suffix(word));
            rest.filter(|_| !word.is_empty()).map(str::trim)
        };
        // of two words of which one holds the other the longer is meant
        let mut words: Vec<_> = self.currencies.iter().map(|(word, currency)| (fold::id(word), *currency)).collect();
        words.sort_by_key(|(word, _)| core::cmp::Reverse(word.len()));
        if let Some(found) = words.iter().find_map(|(word, currency)| Some((beside(word)?, *currency))) {
            return Ok(found);
        }
        if let Some(rest) = ["人民币", "CNY", "¥", "￥"].into_iter().find_map(beside) {
            // both a word and a sign, as in `人民币¥1200`
            let rest = rest.strip_prefix(['¥', '￥']).unwrap_or(rest).trim();
            return Ok((rest, Currency::CNY));
        }
        let is_letter = |c: char| c.is_ascii_alphabetic();
        let behind = text.trim_start_matches(|c: char| !is_letter(c));
        let word = if text.starts_with(is_letter) { text.trim_end_matches(|c| !is_letter(c)) } else { behind };
        if word.len() == 3 && word.chars().all(is_letter) {
            let why = match word.parse::<Currency>() {
                Err(why) => why.to_string(),
                Ok(currency) => format!("`{cell}` is in {currency}; name it in `currencies` of the mapping's column"),
            };
            let chinese =
                format!("“{cell}”带有币种“{word}”：人民币写作 CNY，其他币种（或 RMB）请在导入设置的 currencies 中列明");
            return Err(Said::new(why, chinese));
        }
        Ok((text, Currency::CNY))
    }
}

/// Why a text is no amount.
enum Fault {
    Number,
    TooFine(Unit),
    TooLarge,
}

impl Fault {
    fn said(&self, cell: &str) -> Said {
        match self {
            Self::Number => no_number(cell),
            Self::TooFine(unit) => Said::new(
                MoneyError::TooFine { found: cell.into(), unit: *unit }.to_string(),
                format!("“{cell}”精确到分以下，以{unit}为单位时小数位数过多"),
            ),
            Self::TooLarge => {
                Said::new(MoneyError::TooLarge { found: cell.into() }.to_string(), format!("“{cell}”数额过大"))
            }
        }
    }
}

fn no_number(cell: &str) -> Said {
    Said::new(
        MoneyError::Number { found: cell.into() }.to_string(),
        format!("“{cell}”不是金额，请写数字，如 9,800 或 0.01"),
    )
}

fn negative(cell: &str) -> Said {
    Said::new(
        format!("`{cell}` is below zero, as a minus or brackets say; a planned total is above zero"),
        format!("“{cell}”为负数（括号表示负数），计划总投资应大于零"),
    )
}

/// The units and how many of the smaller make one of them, in fen as a power of ten.
const UNITS: [(char, Unit); 3] = [('亿', Unit::YiYuan), ('万', Unit::WanYuan), ('元', Unit::Yuan)];

/// An amount in one unit, or in several from the largest down: `1亿2000万元`.
fn sum(text: &str, unit: Unit) -> Result<Money, Fault> {
    let Some(at) = text.find(['亿', '万', '元']) else { return number(text, unit) };
    let mut total = Money::from_fen(0);
    let (mut rest, mut at, mut before) = (text, Some(at), None);
    while let Some(place) = at {
        let (count, behind) = rest.split_at(place);
        let (letter, found) = UNITS.into_iter().find(|(letter, _)| behind.starts_with(*letter)).ok_or(Fault::Number)?;
        rest = behind.strip_prefix(letter).unwrap_or(behind).trim_start();
        at = rest.find(['亿', '万', '元']);
        if at == Some(0) && found != Unit::Yuan && rest.starts_with('元') {
            rest = rest.trim_start_matches('元').trim_start();
            at = rest.find(['亿', '万', '元']);
        }
        let part = number(count.trim(), found)?;
        // each part is less than one of the unit before it, and only the last has decimals
        let fits = before.is_none_or(|unit| found < unit && number("1", unit).is_ok_and(|one| part < one));
        if !fits || (at.is_some() && count.contains(['.', 'E', 'e'])) {
            return Err(Fault::Number);
        }
        total = total.checked_add(part).map_err(|_| Fault::TooLarge)?;
        before = Some(found);
    }
    if rest.is_empty() { Ok(total) } else { Err(Fault::Number) }
}

/// A number without sign in a unit, as people and spreadsheets write it: `9,800`, `.5`, `1.2E+08`, `3.3000000000000003`.
fn number(text: &str, unit: Unit) -> Result<Money, Fault> {
    let plain = plain(text).ok_or(Fault::Number)?;
    let exact = Money::from_decimal(&plain, unit);
    let read = match exact {
        // a spreadsheet keeps fifteen digits; those behind them come from its binary fractions
        Err(MoneyError::TooFine { .. }) => {
            fifteen_digits(&plain).map_or(exact, |kept| Money::from_decimal(&kept, unit))
        }
        _ => exact,
    };
    read.map_err(|why| match why {
        MoneyError::TooFine { unit, .. } => Fault::TooFine(unit),
        MoneyError::TooLarge { .. } | MoneyError::Overflow { .. } => Fault::TooLarge,
        MoneyError::Unit { .. }
        | MoneyError::Number { .. }
        | MoneyError::Signed { .. }
        | MoneyError::Wire { .. }
        | MoneyError::Mismatch { .. } => Fault::Number,
    })
}

/// A number without exponent and with a digit before its point. `None` if it is no number.
fn plain(text: &str) -> Option<String> {
    let with_zero = |text: &str| if text.starts_with('.') { format!("0{text}") } else { text.to_owned() };
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return Some(with_zero(text)) };
    let exponent: usize =
        exponent.strip_prefix('+').filter(|digits| is_digits(digits) && digits.len() <= 3)?.parse().ok()?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_number = whole.len() == 1 && is_digits(whole) && (fraction.is_empty() || is_digits(fraction));
    // beyond any amount
    (is_number && exponent <= 20).then_some(())?;
    let fraction = format!("{fraction:0<exponent$}");
    let (moved, left) = fraction.split_at(exponent);
    let whole = format!("{whole}{moved}");
    let whole = whole.trim_start_matches('0');
    Some(format!("{}.{}", if whole.is_empty() { "0" } else { whole }, if left.is_empty() { "0" } else { left }))
}

/// A decimal rounded to fifteen significant digits. `None` if it has not more.
fn fifteen_digits(plain: &str) -> Option<String> {
    let (whole, fraction) = plain.split_once('.')?;
    let whole = whole.replace(',', "");
    let digits = whole.clone() + fraction;
    let leading = digits.len() - digits.trim_start_matches('0').len();
    let kept = leading + 15;
    // whole digits beyond the fifteenth are no fraction's
    (is_digits(&digits) && digits.len() > kept && whole.len() <= kept).then_some(())?;
    let scaled: u128 = digits.get(..kept)?.parse().ok()?;
    let rounded = scaled + u128::from(digits.as_bytes()[kept] >= b'5');
    let text = format!("{rounded:0>kept$}");
    // a carry may make it one digit longer
    let point = whole.len() + text.len() - kept;
    let (whole, fraction) = text.split_at(point);
    let whole = whole.trim_start_matches('0');
    Some(format!("{}.{}", if whole.is_empty() { "0" } else { whole }, if fraction.is_empty() { "0" } else { fraction }))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn unit<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Unit, D::Error> {
    #[derive(Deserialize)]
    enum Written {
        #[serde(rename = "元")]
        Yuan,
        #[serde(rename = "万元")]
        WanYuan,
        #[serde(rename = "亿元")]
        YiYuan,
    }
    Ok(match Written::deserialize(deserializer)? {
        Written::Yuan => Unit::Yuan,
        Written::WanYuan => Unit::WanYuan,
        Written::YiYuan => Unit::YiYuan,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(unit: Unit) -> AmountColumn {
        AmountColumn { column: "Sum".into(), unit, brackets: Brackets::Negative, currencies: BTreeMap::new() }
    }

    #[test]
    fn a_cell_may_carry_its_own_unit() {
        for (cell, unit, fen) in [
            ("1200", Unit::WanYuan, 1_200_000_000),
            ("1,200.50", Unit::WanYuan, 1_200_500_000),
            ("0.000001", Unit::WanYuan, 1),
            ("１２００", Unit::Yuan, 120_000),
            ("1.2", Unit::YiYuan, 12_000_000_000),
            ("1.2亿元", Unit::WanYuan, 12_000_000_000),
            ("1.2亿", Unit::WanYuan, 12_000_000_000),
            ("９，８００万元", Unit::YiYuan, 9_800_000_000),
            ("65万", Unit::Yuan, 65_000_000),
            ("350元", Unit::WanYuan, 35_000),
            ("１.２　亿元", Unit::WanYuan, 12_000_000_000),
            ("1200 万元", Unit::YiYuan, 1_200_000_000),
            // several units
            ("1亿2000万元", Unit::WanYuan, 12_000_000_000),
            ("1亿2000万", Unit::Yuan, 12_000_000_000),
            ("1亿元2,000.5万元", Unit::Yuan, 12_000_500_000),
            ("3万5000元", Unit::WanYuan, 3_500_000),
            ("1亿 2万 3.5元", Unit::WanYuan, 10_002_000_350),
            // what spreadsheets write
            ("¥1200", Unit::WanYuan, 1_200_000_000),
            ("￥1,200.00", Unit::WanYuan, 1_200_000_000),
            ("人民币1200万元", Unit::Yuan, 1_200_000_000),
            ("1200万元人民币", Unit::Yuan, 1_200_000_000),
            ("CNY 1200", Unit::WanYuan, 1_200_000_000),
            (".5", Unit::WanYuan, 500_000),
            ("1.2E+08", Unit::Yuan, 12_000_000_000),
            ("1.2e+8", Unit::Yuan, 12_000_000_000),
            ("1.23456789E+05", Unit::WanYuan, 123_456_789_000),
            ("5E+03", Unit::WanYuan, 5_000_000_000),
            ("3.3000000000000003", Unit::WanYuan, 3_300_000),
            ("1200.4999999999998", Unit::WanYuan, 1_200_500_000),
            ("0.30000000000000004", Unit::YiYuan, 3_000_000_000),
            ("99.999999999999986", Unit::WanYuan, 100_000_000),
            ("3.30000000000000000000", Unit::WanYuan, 3_300_000),
        ] {
            assert_eq!(column(unit).read(cell), Ok(Money::from_fen(fen)), "{cell} in {unit}");
        }
    }

    #[test]
    fn anything_else_is_no_amount() {
        for bad in [
            "待定",
            "无",
            "-",
            "-5",
            "+5",
            "−5",
            "约5000",
            "5O0",
            "1.2.3",
            "1,20",
            "1e4",
            "亿元",
            "万元",
            "0",
            "0.00万元",
            "500万美元",
            "0.0000001",
            "99999999999999亿元",
            "5000-8000",
            "１. ２亿",
            "(1200)",
            "（1,200）",
            "()",
            "1亿2",
            "1亿2000",
            "2000万1亿",
            "1亿20000万元",
            "1.5亿2000万元",
            "1万2万",
            "1.2E-08",
            "12E+08",
            "1.2E+99",
            "1.2E+",
            "E+08",
            ".",
            "5.",
            "..5",
            "3.3333333333333335",
            "1.2345678",
            "RMB 1200",
            "1200 USD",
            "$1200",
            "1200万元/年",
            "元1200",
            "1亿2000万元整",
        ] {
            assert!(column(Unit::WanYuan).read(bad).is_err(), "{bad}: {:?}", column(Unit::WanYuan).read(bad));
        }
        let said = |cell: &str| column(Unit::WanYuan).read(cell).unwrap_err().to_string();
        assert!(
            said("RMB 1200").contains("write CNY") && said("RMB 1200").contains("人民币写作 CNY"),
            "{}",
            said("RMB 1200")
        );
        assert!(said("1200 USD").contains("name it in `currencies`"));
        assert!(said("(1200)").contains("below zero") && said("(1200)").contains("负数"));
        assert!(said("1.2345678").contains("at most 6 decimals"));
    }

    #[test]
    fn a_mapping_says_more_of_its_column() {
        let text = r#"column = "Sum"
            unit = "万元"
            brackets = "plain"
            currencies = { "RMB" = "CNY", "美元" = "USD", "USD" = "USD" }"#;
        let column: AmountColumn = toml::from_str(text).unwrap();
        for (cell, minor, currency) in [
            ("(1200)", 1_200_000_000, "CNY"),
            ("RMB1200", 1_200_000_000, "CNY"),
            ("1200 RMB", 1_200_000_000, "CNY"),
            ("500万美元", 500_000_000, "USD"),
            ("USD 500", 500_000_000, "USD"),
            ("500", 500_000_000, "CNY"),
        ] {
            assert_eq!(column.read(cell), Ok(Money::new(minor, currency.parse().unwrap())), "{cell}");
        }
        assert!(column.read("-5").is_err() && column.read("欧元5").is_err());
        let bad = text.replace("\"USD\" }", "\"RMB\" }");
        assert!(toml::from_str::<AmountColumn>(&bad).unwrap_err().to_string().contains("write CNY"));
    }
}
