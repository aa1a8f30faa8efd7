//! A cell of a paper, and how it is written.

use core::fmt;

use super::digits::{Digits, Layout};
use crate::Language;
use crate::lifecycle::Position;
use crate::portfolio::Figure;
use crate::value::{Currency, Day, Money, ProjectId, Unit};

/// A cell of a paper. Its column says in which unit an amount is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell<'a> {
    /// A text of the records.
    Text(&'a str),
    /// Such a text, which the lists give away.
    Owned(Box<str>),
    /// Texts of the records, one behind another.
    Texts(Vec<&'a str>),
    /// A word of this crate or of the plan, in English and in Chinese.
    Word([&'a str; 2]),
    /// Such words, one behind another.
    Words(Vec<[&'a str; 2]>),
    /// A stage, and for a zombie the one it stalled in.
    Position(Position),
    /// The id of a project.
    Project(ProjectId),
    /// A day.
    Day(Day),
    /// A whole number.
    Number(i64),
    /// An amount.
    Money(Money),
    /// A share, in hundredths of a per cent.
    Share(i64),
    /// A part of a figure.
    Figure {
        /// The figure.
        figure: &'a Figure,
        /// Which part.
        part: FigurePart,
        /// What stands in the cell.
        value: Box<Self>,
    },
    /// Nothing, with the reason in English and in Chinese. `None` if it is plain, or not known.
    Missing(Option<[&'static str; 2]>),
}

/// What a cell tells of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FigurePart {
    /// The whole.
    Denominator,
    /// What happened.
    Gross,
    /// What of it still stands.
    Net,
    /// Net over the whole.
    Share,
    /// What is to be reached.
    Threshold,
    /// What is missing to reach it.
    Missing,
    /// Whether it is reached.
    Verdict,
    /// Why nothing can be said.
    Why,
    /// How many are in neither part.
    Excluded,
}

impl FigurePart {
    /// Its code, as pages carry it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Denominator => "denominator",
            Self::Gross => "gross",
            Self::Net => "net",
            Self::Share => "share",
            Self::Threshold => "threshold",
            Self::Missing => "missing",
            Self::Verdict => "verdict",
            Self::Why => "why",
            Self::Excluded => "excluded",
        }
    }
}

/// What was not recorded.
pub(super) const NOT_RECORDED: Cell<'static> = Cell::Missing(Some(["not recorded", "未登记"]));
/// Nothing, for a plain reason.
pub(super) const NOTHING: Cell<'static> = Cell::Missing(None);

impl<'a> Cell<'a> {
    /// A word of a vocabulary.
    pub(super) fn word(label: impl Fn(Language) -> &'static str) -> Self {
        Self::Word(Language::ALL.map(label))
    }

    /// A cell, or that nothing was recorded.
    pub(super) fn or_not_recorded(cell: Option<Self>) -> Self {
        cell.unwrap_or(NOT_RECORDED)
    }

    /// A day, or nothing.
    pub(super) fn day(day: Option<Day>) -> Self {
        day.map_or(NOTHING, Self::Day)
    }

    /// What stands in it: of a figure's part the value.
    #[must_use]
    pub fn value(&self) -> &Self {
        if let Self::Figure { value, .. } = self { value } else { self }
    }

    /// How it is written in a column of such amounts.
    pub(super) const fn told(&self, unit: Unit, language: Language, layout: Layout) -> ToldCell<'_, 'a> {
        ToldCell { cell: self, unit, language, layout }
    }
}

/// A cell in words.
pub(super) struct ToldCell<'c, 'a> {
    cell: &'c Cell<'a>,
    unit: Unit,
    language: Language,
    layout: Layout,
}

impl fmt::Display for ToldCell<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { unit, language, layout, .. } = *self;
        match self.cell {
            Cell::Text(text) => f.write_str(text),
            Cell::Owned(text) => f.write_str(text),
            Cell::Texts(texts) => join(texts.iter().copied(), language, f),
            Cell::Word([english, chinese]) => f.write_str(language.pick(english, chinese)),
            Cell::Words(words) => join(words.iter().map(|[en, zh]| language.pick(en, zh)), language, f),
            Cell::Position(position) => f.write_str(&position.label(language)),
            Cell::Project(project) => project.fmt(f),
            Cell::Day(day) => day.fmt(f),
            Cell::Number(number) => number.fmt(f),
            Cell::Money(money) if money.currency() != Currency::CNY => f.write_str(&money.text(language)),
            Cell::Money(money) => Digits::of(*money, unit).told(layout).fmt(f),
            Cell::Share(hundredths) => {
                write!(f, "{}%", Digits { number: *hundredths, decimals: 2 }.told(Layout::Print))
            }
            Cell::Figure { value, .. } => value.told(unit, language, layout).fmt(f),
            Cell::Missing(None) => f.write_str("—"),
            Cell::Missing(Some([english, chinese])) => match language {
                Language::English => write!(f, "— ({english})"),
                Language::Chinese => write!(f, "—（{chinese}）"),
            },
        }
    }
}

fn join<'t>(texts: impl Iterator<Item = &'t str>, language: Language, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (at, text) in texts.enumerate() {
        if at > 0 {
            f.write_str(language.pick(", ", "、"))?;
        }
        f.write_str(text)?;
    }
    Ok(())
}
