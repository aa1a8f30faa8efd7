//! A paper: a table as data, told in two languages, before anybody writes it down.

use std::borrow::Cow;

use super::cell::Cell;
use crate::Language;
use crate::board::Imprint;
use crate::value::Unit;

/// A table of an office: what it is called, its columns, its rows, and what it says of itself. Writers put it into a file
/// and compute no number of their own.
#[derive(Clone, Debug)]
pub struct Paper<'a> {
    pub(super) name: &'static str,
    pub(super) title: [Cow<'a, str>; 2],
    pub(super) lead: Option<[String; 2]>,
    pub(super) columns: Vec<Column<'a>>,
    pub(super) cells: Vec<Cell<'a>>,
    pub(super) counted: Counted,
    pub(super) notes: Vec<[Cow<'a, str>; 2]>,
    pub(super) imprint: Imprint<'a>,
}

/// A column of a [`Paper`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column<'a> {
    /// What stands over it and its neighbours of the same group. `None` if it belongs to none.
    pub group: Option<[&'a str; 2]>,
    /// What stands over it, in English and in Chinese, without a unit.
    pub title: [&'a str; 2],
    /// What its cells hold.
    pub kind: ColumnKind,
}

/// What the cells of a column hold. Any may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Short texts: codes, words.
    Text,
    /// Texts that may be long, such as names.
    LongText,
    /// Days.
    Day,
    /// Whole numbers.
    Number,
    /// Amounts, written in a unit.
    Money(Unit),
    /// Shares.
    Share,
    /// Whole numbers in some rows, shares or amounts in ten thousand yuan in others. A column beside it says which.
    Value,
}

/// What a paper's count counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counted {
    /// Its rows.
    Rows,
    /// So many groups of rows.
    Groups(usize),
    /// Nothing: its rows are no list.
    Nothing,
}

impl<'a> Paper<'a> {
    /// A paper without rows.
    pub(super) fn new(
        name: &'static str,
        title: [&'static str; 2],
        columns: Vec<Column<'a>>,
        imprint: Imprint<'a>,
    ) -> Self {
        let title = title.map(Cow::Borrowed);
        let (cells, notes, counted) = (Vec::new(), Vec::new(), Counted::Rows);
        Self { name, title, lead: None, columns, cells, counted, notes, imprint }
    }

    /// With a row.
    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) {
        let before = self.cells.len();
        self.cells.extend(cells);
        debug_assert_eq!(self.cells.len() - before, self.columns.len(), "a row of {} is full", self.name);
    }

    /// With a note below the table.
    pub(super) fn note(mut self, note: [&'static str; 2]) -> Self {
        self.notes.push(note.map(Cow::Borrowed));
        self
    }

    /// The stable name: a file's name without what tells its form. Of a list it is the list's name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// What people call it.
    #[must_use]
    pub fn title(&self, language: Language) -> &str {
        pick(&self.title, language)
    }

    /// What is told above the table. `None` if nothing is.
    #[must_use]
    pub fn lead(&self, language: Language) -> Option<&str> {
        self.lead.as_ref().map(|[english, chinese]| language.pick(english, chinese))
    }

    /// Its columns.
    #[must_use]
    pub fn columns(&self) -> &[Column<'a>] {
        &self.columns
    }

    /// Its rows: of each as many cells as there are columns.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[Cell<'a>]> {
        self.cells.chunks_exact(self.columns.len())
    }

    /// How many the list has. `None` if it is no list.
    #[must_use]
    pub fn count(&self) -> Option<usize> {
        match self.counted {
            Counted::Rows => Some(self.rows().len()),
            Counted::Groups(groups) => Some(groups),
            Counted::Nothing => None,
        }
    }

    /// What stands before the count and behind it.
    pub(super) const fn count_words(&self, language: Language) -> (&'static str, &'static str) {
        match (language, self.counted) {
            (Language::Chinese, Counted::Groups(_)) => ("共", "组"),
            (Language::Chinese, Counted::Rows | Counted::Nothing) => ("共", "项"),
            (Language::English, Counted::Groups(_)) => ("Groups: ", ""),
            (Language::English, Counted::Rows | Counted::Nothing) => ("In all: ", ""),
        }
    }

    /// What is told below the table.
    pub fn notes(&self, language: Language) -> impl Iterator<Item = &str> {
        self.notes.iter().map(move |note| pick(note, language))
    }

    /// What it says of itself.
    #[must_use]
    pub const fn imprint(&self) -> Imprint<'a> {
        self.imprint
    }

    /// Whether it needs a sheet twice the usual one: A3, where others take A4.
    #[must_use]
    pub const fn is_wide(&self) -> bool {
        self.columns.len() > 16
    }

    /// Whether columns stand together under titles of groups.
    pub(super) fn has_groups(&self) -> bool {
        self.columns.iter().any(|column| column.group.is_some())
    }
}

fn pick<'p>(texts: &'p [Cow<'_, str>; 2], language: Language) -> &'p str {
    language.pick(&texts[0], &texts[1])
}

impl<'a> Column<'a> {
    /// A column of its own.
    pub(super) const fn new(english: &'a str, chinese: &'a str, kind: ColumnKind) -> Self {
        Self { group: None, title: [english, chinese], kind }
    }

    /// The column in a group.
    pub(super) const fn within(self, group: [&'a str; 2]) -> Self {
        Self { group: Some(group), ..self }
    }

    /// What stands over it, with the unit.
    #[must_use]
    pub fn heading(&self, language: Language) -> String {
        let title = language.pick(self.title[0], self.title[1]);
        match (self.kind.unit(), language) {
            (None, _) => title.to_owned(),
            (Some([unit, _]), Language::English) => format!("{title} ({unit})"),
            (Some([_, unit]), Language::Chinese) => format!("{title}（{unit}）"),
        }
    }
}

impl ColumnKind {
    /// The unit in English and in Chinese. `None` if there is none to tell.
    const fn unit(self) -> Option<[&'static str; 2]> {
        match self {
            Self::Money(Unit::Yuan) => Some(["CNY", "元"]),
            Self::Money(Unit::WanYuan) => Some(["10,000 CNY", "万元"]),
            Self::Money(Unit::YiYuan) => Some(["100 million CNY", "亿元"]),
            Self::Text | Self::LongText | Self::Day | Self::Number | Self::Share | Self::Value => None,
        }
    }

    /// The unit that amounts are written in.
    pub(super) const fn money(self) -> Unit {
        match self {
            Self::Money(unit) => unit,
            Self::Text | Self::LongText | Self::Day | Self::Number | Self::Share | Self::Value => Unit::WanYuan,
        }
    }

    /// Whether its cells are numbers, which stand at the right.
    pub(super) const fn is_numeric(self) -> bool {
        matches!(self, Self::Number | Self::Money(_) | Self::Share | Self::Value)
    }
}
