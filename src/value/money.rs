//! Amounts of money.

use core::cmp::Ordering;
use core::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::currency::Currency;
use super::width::narrow;
use crate::vocabulary::Language;

/// An amount of money, exact, in hundredths of the currency's main unit: for CNY in fen.
///
/// The hundredth holds for every currency, also for one that has no such coin. Amounts of one currency compare by
/// size, amounts of different ones do not compare.
///
/// ```
/// use project_lifecycle::Money;
/// use serde_json::json;
///
/// let total = Money::parse("1.2亿元")?;
/// assert_eq!(total, Money::from_fen(12_000_000_000));
/// assert_eq!(serde_json::to_value(total)?, json!({"amount": "120000000.00", "currency": "CNY"}));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

/// The unit in which an amount in yuan is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Unit {
    /// 元, a yuan: 100 fen.
    Yuan,
    /// 万元, ten thousand yuan: 10^6 fen.
    WanYuan,
    /// 亿元, a hundred million yuan: 10^10 fen.
    YiYuan,
}

/// Why a text is no amount or currency, or two amounts have no sum or difference.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MoneyError {
    /// No known unit ends the text.
    #[error("`{found}` has no unit; end it with 元, 万元 or 亿元")]
    Unit {
        /// What was found.
        found: String,
    },
    /// What stands before the unit, or in the column, is no number.
    #[error(
        "`{found}` has no number that can be read; write plain digits without leading zero, \
         commas in threes if any, and a decimal point if needed, such as 9,800 or 0.01"
    )]
    Number {
        /// What was found.
        found: String,
    },
    /// The amount has a sign.
    #[error("`{found}` has a sign; write an amount without one")]
    Signed {
        /// What was found.
        found: String,
    },
    /// The amount does not come out even in fen.
    #[error("`{found}` is finer than a fen; give at most {} decimals in {unit}", .unit.decimals())]
    TooFine {
        /// What was found.
        found: String,
        /// The unit it is written in.
        unit: Unit,
    },
    /// The amount does not fit.
    #[error("`{found}` is too large; the largest amount is {}", Money::from_fen(i64::MAX))]
    TooLarge {
        /// What was found.
        found: String,
    },
    /// The text is not an amount in its wire form.
    #[error(
        "`{found}` is no amount in wire form; write it with exactly two decimals, a minus only below zero and \
         no leading zero, such as 120000000.10"
    )]
    Wire {
        /// What was found.
        found: String,
    },
    /// The two amounts are of different currencies.
    #[error("{left} and {right} are of different currencies; convert one first")]
    Mismatch {
        /// The first amount.
        left: Money,
        /// The second amount.
        right: Money,
    },
    /// The sum or difference does not fit.
    #[error("{left} and {right} have no {wanted} within {}", Money::from_fen(i64::MAX).decimal())]
    Overflow {
        /// The first amount.
        left: Money,
        /// The second amount.
        right: Money,
        /// What was to be computed: `sum` or `difference`.
        wanted: &'static str,
    },
}

impl Unit {
    /// How many decimals of the unit a fen needs.
    const fn decimals(self) -> u32 {
        match self {
            Self::Yuan => 2,
            Self::WanYuan => 6,
            Self::YiYuan => 10,
        }
    }

    /// The word for the unit without 元.
    const fn multiplier(self) -> &'static str {
        match self {
            Self::Yuan => "",
            Self::WanYuan => "万",
            Self::YiYuan => "亿",
        }
    }
}

/// The unit in Chinese: 元, 万元 or 亿元.
impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}元", self.multiplier())
    }
}

impl Money {
    /// An amount of so many hundredths of the currency's main unit.
    #[must_use]
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// An amount of so many fen: CNY.
    #[must_use]
    pub const fn from_fen(fen: i64) -> Self {
        Self::new(fen, Currency::CNY)
    }

    /// Reads an amount as papers write it: `50亿元`, `1.2亿元`, `9,800万元`, `0.01元`.
    ///
    /// # Errors
    /// [`MoneyError`], for anything else; no sign, no exponent, no part of a fen.
    pub fn parse(text: &str) -> Result<Self, MoneyError> {
        let (number, unit) = split(text, &ENDINGS[..3]).ok_or_else(|| MoneyError::Unit { found: text.to_owned() })?;
        Self::read(number, unit, text)
    }

    /// As [`Money::parse`], and besides `20亿` and `65万` without 元, full-width characters, and white space around.
    ///
    /// # Errors
    /// As [`Money::parse`]; it reports the text as it was found.
    pub fn parse_lenient(text: &str) -> Result<Self, MoneyError> {
        let narrow = narrow(text.trim());
        let (number, unit) = split(&narrow, &ENDINGS).ok_or_else(|| MoneyError::Unit { found: text.to_owned() })?;
        Self::read(number.trim_end(), unit, text)
    }

    /// Reads a number without sign from a column whose unit is known: CNY.
    ///
    /// Commas are allowed where they set off thousands. Zeros after the last needed decimal are allowed.
    ///
    /// # Errors
    /// [`MoneyError`], for anything that is no such number, does not come out even in fen, or does not fit.
    pub fn from_decimal(number: &str, unit: Unit) -> Result<Self, MoneyError> {
        Self::read(number, unit, number)
    }

    /// Reads a number in a unit; `found` is the whole text, for the report.
    fn read(number: &str, unit: Unit, found: &str) -> Result<Self, MoneyError> {
        let found = || found.to_owned();
        if number.starts_with(['-', '+', '−']) {
            return Err(MoneyError::Signed { found: found() });
        }
        let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
        if !is_whole(whole) || !is_digits(fraction) {
            return Err(MoneyError::Number { found: found() });
        }
        let fraction = fraction.trim_end_matches('0');
        let missing = u32::try_from(fraction.len())
            .ok()
            .and_then(|given| unit.decimals().checked_sub(given))
            .ok_or_else(|| MoneyError::TooFine { found: found(), unit })?;
        let digits = whole.bytes().filter(|&byte| byte != b',').chain(fraction.bytes());
        digits
            .map(|digit| i64::from(digit - b'0'))
            .try_fold(0_i64, |sum, digit| sum.checked_mul(10)?.checked_add(digit))
            .and_then(|sum| sum.checked_mul(10_i64.pow(missing)))
            .map(Self::from_fen)
            .ok_or_else(|| MoneyError::TooLarge { found: found() })
    }

    /// The amount in hundredths of the currency's main unit: for CNY in fen.
    #[must_use]
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// The currency.
    #[must_use]
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// Whether the amount is above zero.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.minor > 0
    }

    /// The sum of two amounts of one currency.
    ///
    /// # Errors
    /// [`MoneyError::Mismatch`] and [`MoneyError::Overflow`].
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.combine(other, i64::checked_add, "sum")
    }

    /// The difference of two amounts of one currency.
    ///
    /// # Errors
    /// [`MoneyError::Mismatch`] and [`MoneyError::Overflow`].
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.combine(other, i64::checked_sub, "difference")
    }

    fn combine(self, right: Self, by: fn(i64, i64) -> Option<i64>, wanted: &'static str) -> Result<Self, MoneyError> {
        if self.currency != right.currency {
            return Err(MoneyError::Mismatch { left: self, right });
        }
        let minor = by(self.minor, right.minor).ok_or(MoneyError::Overflow { left: self, right, wanted })?;
        Ok(Self { minor, ..self })
    }

    /// The amount written in a unit, exactly and without needless zeros: `1.2亿元`, `1.2亿美元`, or
    /// `1.2亿 XYZ` for a currency whose name is not known here.
    pub fn display_in(self, unit: Unit) -> impl fmt::Display + use<> {
        InUnit(self, unit)
    }

    /// What a person reads. In Chinese it is written as offices write it: in 亿 or 万 where four decimals suffice, with
    /// the currency's name where that is known here.
    ///
    /// ```
    /// use project_lifecycle::{Language, Money};
    ///
    /// assert_eq!(Money::from_fen(50_000_000).text(Language::Chinese), "50万元");
    /// assert_eq!(Money::from_fen(50_000_000).text(Language::English), "500000.00 CNY");
    /// ```
    #[must_use]
    pub fn text(self, language: Language) -> String {
        if language == Language::English {
            return self.to_string();
        }
        // from the unit on, and in ten-thousandths of it
        let suits = |unit: &Unit| {
            let scale = 10_u64.pow(unit.decimals());
            let size = self.minor.unsigned_abs();
            size >= scale && size.is_multiple_of(scale / 10_000)
        };
        let unit = [Unit::YiYuan, Unit::WanYuan].into_iter().find(suits).unwrap_or(Unit::Yuan);
        self.display_in(unit).to_string()
    }

    /// The number alone, in the main unit with two decimals.
    fn decimal(self) -> Decimal {
        Decimal(self.minor)
    }

    /// Reads what [`Money::decimal`] writes, and nothing else.
    pub(crate) fn from_wire(amount: &str, currency: Currency) -> Result<Self, MoneyError> {
        let read = || {
            let (whole, hundredths) = amount.split_once('.')?;
            let digits = whole.strip_prefix('-').unwrap_or(whole);
            let is_shortest = digits == "0" || !digits.starts_with('0');
            let has_form = is_digits(digits) && is_digits(hundredths) && hundredths.len() == 2 && is_shortest;
            has_form.then_some(())?;
            let size = digits.parse::<i128>().ok()?.checked_mul(100)? + hundredths.parse::<i128>().ok()?;
            let is_negative = digits.len() < whole.len();
            // there is no -0.00
            (size > 0 || !is_negative).then_some(())?;
            i64::try_from(if is_negative { -size } else { size }).ok()
        };
        let minor = read().ok_or_else(|| MoneyError::Wire { found: amount.to_owned() })?;
        Ok(Self { minor, currency })
    }
}

/// How an amount may end, the longer first; the last two are read leniently only.
const ENDINGS: [(&str, Unit); 5] =
    [("万元", Unit::WanYuan), ("亿元", Unit::YiYuan), ("元", Unit::Yuan), ("万", Unit::WanYuan), ("亿", Unit::YiYuan)];

/// The number and unit of a text that ends in one of these ways.
fn split<'t>(text: &'t str, endings: &[(&str, Unit)]) -> Option<(&'t str, Unit)> {
    endings.iter().find_map(|&(ending, unit)| Some((text.strip_suffix(ending)?, unit)))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the text is a whole number without leading zero, with all its thousands set off by commas or none.
fn is_whole(text: &str) -> bool {
    let mut groups = text.split(',');
    let first = groups.next().unwrap_or_default();
    let mut rest = groups.peekable();
    is_digits(first)
        && (text == "0" || !first.starts_with('0'))
        && (rest.peek().is_none() || first.len() <= 3)
        && rest.all(|group| group.len() == 3 && is_digits(group))
}

struct InUnit(Money, Unit);

impl fmt::Display for InUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(money, unit) = self;
        let (size, scale) = (money.minor.unsigned_abs(), 10_u64.pow(unit.decimals()));
        let sign = if money.minor < 0 { "-" } else { "" };
        let fraction = format!(".{:0width$}", size % scale, width = unit.decimals() as usize);
        let fraction = fraction.trim_end_matches('0').trim_end_matches('.');
        write!(f, "{sign}{}{fraction}{}", size / scale, unit.multiplier())?;
        match money.currency.chinese() {
            Some(name) => f.write_str(name),
            None => write!(f, " {}", money.currency),
        }
    }
}

impl PartialOrd for Money {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (self.currency == other.currency).then(|| self.minor.cmp(&other.minor))
    }
}

/// The number in the main unit with two decimals, and the currency: `120000000.10 CNY`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.decimal(), self.currency)
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// An amount as it is written, without a copy of its text.
#[derive(Serialize)]
struct Written {
    amount: Decimal,
    currency: Currency,
}

/// A number of the minor unit, shown in the main unit with two decimals.
struct Decimal(i64);

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let size = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", size / 100, size % 100)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Money {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Money".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "object",
            "properties": {
                "amount": {"type": "string", "pattern": r"^(?!-0\.00$)-?(?:0|[1-9][0-9]{0,16})\.[0-9]{2}$"},
                "currency": generator.subschema_for::<Currency>(),
            },
            "required": ["amount", "currency"],
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    amount: String,
    currency: Currency,
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written { amount: self.decimal(), currency: self.currency }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        /// Takes a map only; a derived reader would take a sequence too.
        struct Form;
        impl<'de> Visitor<'de> for Form {
            type Value = Money;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an amount as {\"amount\":…,\"currency\":…}")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Money, A::Error> {
                let Wire { amount, currency } = Wire::deserialize(MapAccessDeserializer::new(map))?;
                Money::from_wire(&amount, currency).map_err(A::Error::custom)
            }
        }
        deserializer.deserialize_map(Form)
    }
}

#[cfg(test)]
#[path = "money_tests.rs"]
mod tests;
