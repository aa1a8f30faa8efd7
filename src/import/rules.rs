//! How strictly a ledger is read. Each rule has a key of the mapping, is strict if that is left out, and can be turned off.

use core::marker::PhantomData;
use core::num::NonZeroU64;
use std::collections::BTreeMap;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::date::Months;
use super::fold;
use super::placeholder::Placeholders;
use super::said::Said;
use super::word::{Named, Word};
use crate::value::Unit;
use crate::{Day, Language, Money, Stage};

/// The rules of a mapping.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Rules {
    pub(super) header: HeaderRules,
    pub(super) cells: CellRules,
    pub(super) bounds: Bounds,
    pub(super) status: StatusRules,
    pub(super) doubles: Doubles,
    pub(super) placeholders: Placeholders,
    pub(super) folding: Folding,
    pub(super) changed_keys: Heed,
    pub(super) planned: Planned,
    /// The columns in which a bare number is a serial.
    pub(super) serials: Vec<String>,
    /// The columns in which a blank cell says what stands above it.
    pub(super) fill_down: Vec<String>,
    /// How a month without a day is read. `None`: not at all.
    pub(super) months: Option<Months>,
}

/// Where the header stands, and what parts cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct HeaderRules {
    /// The line of the file, from 1. `None`: the first record that names every column.
    pub(super) line: Option<NonZeroU64>,
    /// `None`: what parts a header that names every column.
    #[serde(deserialize_with = "separator")]
    pub(super) separator: Option<u8>,
}

fn separator<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u8>, D::Error> {
    let text = String::deserialize(deserializer)?;
    match text.as_bytes() {
        [byte] if byte.is_ascii() && !byte.is_ascii_alphanumeric() && !b"\"\r\n ".contains(byte) => Ok(Some(*byte)),
        _ => Err(D::Error::custom(format!(
            "{text:?} parts no cells; write one character such as \",\", \";\" or \"\\t\""
        ))),
    }
}

/// What becomes of a record whose cells do not stand under the header's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct CellRules {
    pub(super) fewer: Fewer,
    pub(super) more: More,
    pub(super) quotes: Doubtful,
    pub(super) shifted: Doubtful,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Fewer {
    #[default]
    Refuse,
    /// It is imported, and those that are missing are blank.
    Blank,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum More {
    #[default]
    Refuse,
    /// It is imported without them.
    Drop,
}

/// Whether a record is imported of which it is doubtful what stands where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Doubtful {
    #[default]
    Refuse,
    /// It is, as a reader of CSV has it.
    Read,
}

/// Whether something is an exception.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Heed {
    #[default]
    Exception,
    Ignore,
}

/// What dates the planning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Planned {
    /// The first step that is recorded.
    #[default]
    Recorded,
    /// The earliest of the steps that the record tells, whether or not it is recorded.
    Earliest,
}

/// Whether characters that nobody sees or that are full-width make another key, name or id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Folding(pub(super) bool);

impl Default for Folding {
    fn default() -> Self {
        Self(true)
    }
}

/// Between what days and amounts a cell is believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bounds {
    dates: Option<Dates>,
    amounts: Option<(Money, Money)>,
}

/// `None`: the day of recording.
type Dates = (Day, Option<Day>);

impl Default for Bounds {
    fn default() -> Self {
        Self { dates: Some(first_dates()), amounts: Some(first_amounts()) }
    }
}

/// From the founding of the republic on.
fn first_dates() -> Dates {
    (Day::new(1949, 1, 1).expect("a day of the calendar"), None)
}

/// 1元 to 5000亿元.
const fn first_amounts() -> (Money, Money) {
    (Money::from_fen(100), Money::from_fen(50_000_000_000_000))
}

impl Bounds {
    /// Why a day is not believed, if it is not.
    pub(super) fn day_fault(&self, day: Day, today: Day) -> Option<Said> {
        let (from, to) = self.dates?;
        let to = to.unwrap_or(today);
        (day < from || day > to).then(|| {
            Said::new(
                format!("{day} lies outside {from} to {to}, the mapping's bounds of dates"),
                format!("{day}不在{from}至{to}之间，超出导入设置规定的日期范围"),
            )
            .counted_as_empty()
        })
    }

    /// Why an amount is not believed, if it is not. For another currency the bounds are as many of it.
    pub(super) fn amount_fault(&self, money: Money) -> Option<Said> {
        let (from, to) = self.amounts?;
        (money.minor() < from.minor() || money.minor() > to.minor()).then(|| {
            let [money, from, to] = [money, from, to].map(written);
            Said::new(
                format!(
                    "{money} lies outside {from} to {to}, the mapping's bounds of amounts; is the column's unit another?"
                ),
                format!("{money}不在{from}至{to}之间，超出导入设置规定的金额范围，请核对该列单位"),
            )
            .counted_as_empty()
        })
    }

    /// Whether the first bounds lie before the last.
    pub(super) fn are_bounds(&self) -> bool {
        let are_dates = self.dates.is_none_or(|(from, to)| to.is_none_or(|to| from <= to));
        are_dates && self.amounts.is_none_or(|(from, to)| from.minor() <= to.minor())
    }
}

/// An amount in the unit in which a person writes it.
fn written(money: Money) -> String {
    let unit = match money.minor() {
        ..1_000_000 => Unit::Yuan,
        1_000_000..10_000_000_000 => Unit::WanYuan,
        10_000_000_000.. => Unit::YiYuan,
    };
    money.display_in(unit).to_string()
}

impl<'de> Deserialize<'de> for Bounds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Default, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        struct Raw {
            dates: Switch<RawDates>,
            amounts: Switch<RawAmounts>,
        }
        #[derive(Default, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        struct RawDates {
            #[serde(deserialize_with = "parsed")]
            from: Option<Day>,
            #[serde(deserialize_with = "parsed")]
            to: Option<Day>,
        }
        #[derive(Default, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        struct RawAmounts {
            #[serde(deserialize_with = "amount")]
            from: Option<Money>,
            #[serde(deserialize_with = "amount")]
            to: Option<Money>,
        }
        fn parsed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Day>, D::Error> {
            String::deserialize(deserializer)?.parse().map(Some).map_err(D::Error::custom)
        }
        fn amount<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Money>, D::Error> {
            Money::parse(&String::deserialize(deserializer)?).map(Some).map_err(D::Error::custom)
        }
        let Some(raw) = Switch::<Raw>::deserialize(deserializer)?.on() else {
            return Ok(Self { dates: None, amounts: None });
        };
        let dates = raw.dates.on().map(|dates| (dates.from.unwrap_or(first_dates().0), dates.to));
        let (least, most) = first_amounts();
        let amounts = raw.amounts.on().map(|amounts| (amounts.from.unwrap_or(least), amounts.to.unwrap_or(most)));
        Ok(Self { dates, amounts })
    }
}

/// What the words of the status column mean.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct StatusRules {
    /// Words that mean a stage, beside its code and labels.
    pub(super) stages: BTreeMap<String, Named<Stage>>,
    /// A word that means nothing here.
    pub(super) unknown: Heed,
    /// The word for a stage beyond that which the record's dates reach.
    pub(super) beyond: Heed,
}

impl StatusRules {
    /// The stage that a word means; it is folded.
    pub(super) fn stage(&self, word: &str) -> Option<Stage> {
        let listed = self.stages.iter().find(|(listed, _)| fold::id(listed) == word).map(|(_, stage)| stage.0);
        // the labels have marks that folding changes
        let is_meant =
            |stage: &Stage| Language::ALL.into_iter().any(|language| fold::id(stage.label(language)) == word);
        listed.or_else(|| Stage::read(word).ok()).or_else(|| Stage::ALL.into_iter().find(is_meant))
    }
}

/// Whether projects and companies that stand more than once are listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Doubles {
    pub(super) are_listed: bool,
    /// Columns of codes, each of which names one project or company.
    pub(super) codes: Vec<String>,
}

impl Default for Doubles {
    fn default() -> Self {
        Self { are_listed: true, codes: Vec::new() }
    }
}

impl<'de> Deserialize<'de> for Doubles {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Default, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        struct Raw {
            codes: Vec<String>,
        }
        let raw = Switch::<Raw>::deserialize(deserializer)?.on();
        Ok(raw.map_or(Self { are_listed: false, codes: Vec::new() }, |raw| Self { are_listed: true, codes: raw.codes }))
    }
}

/// `false`, or what a table says; `true` is an empty table.
enum Switch<T> {
    Off,
    On(T),
}

impl<T> Switch<T> {
    fn on(self) -> Option<T> {
        match self {
            Self::Off => None,
            Self::On(table) => Some(table),
        }
    }
}

impl<T: Default> Default for Switch<T> {
    fn default() -> Self {
        Self::On(T::default())
    }
}

impl<'de, T: Default + Deserialize<'de>> Deserialize<'de> for Switch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Form<T>(PhantomData<T>);
        impl<'de, T: Default + Deserialize<'de>> Visitor<'de> for Form<T> {
            type Value = Switch<T>;

            fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str("true, false or a table")
            }

            fn visit_bool<E>(self, is_on: bool) -> Result<Switch<T>, E> {
                Ok(if is_on { Switch::default() } else { Switch::Off })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Switch<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Switch::On)
            }
        }
        deserializer.deserialize_any(Form(PhantomData))
    }
}
