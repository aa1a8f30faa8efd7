//! Where imported history comes from.

use serde::Serialize;

use crate::value::{ShortText, Text, input};

/// The place in a ledger that an imported event was read from. It stands where live events have their evidence.
///
/// Members stand in the order of their canonical form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Provenance {
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disputed: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<ShortText>,
    file: Text,
    inferred: bool,
    record: u32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    unused: Vec<Unused>,
}

/// A dated cell of the record that no rule used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Unused {
    /// Its column.
    pub column: Text,
    /// What stands in it.
    pub value: Text,
}

input!(Provenance {
    optional column,
    optional disputed,
    optional encoding,
    needed file,
    needed inferred,
    needed record,
    list unused,
});
input!(Unused { needed column, needed value });

impl Provenance {
    /// A record (from 1) of a file, by its base name.
    #[must_use]
    pub const fn new(file: Text, record: u32) -> Self {
        Self { column: None, disputed: None, encoding: None, file, inferred: false, record, unused: Vec::new() }
    }

    /// With a date that is known: neither inferred nor disputed any longer.
    #[must_use]
    pub(crate) fn known(mut self) -> Self {
        (self.inferred, self.disputed) = (false, None);
        self
    }

    /// In this column.
    #[must_use]
    pub fn in_column(mut self, column: Text) -> Self {
        self.column = Some(column);
        self
    }

    /// Read in this encoding, where it was not the first that the mapping lists.
    #[must_use]
    pub fn read_as(mut self, encoding: ShortText) -> Self {
        self.encoding = Some(encoding);
        self
    }

    /// Inferred: the ledger does not say it, but a later milestone implies it.
    #[must_use]
    pub const fn inferred(mut self) -> Self {
        self.inferred = true;
        self
    }

    /// Disputed: the cell, as it stood, contradicts the order of steps, so that the date is that of the step before.
    #[must_use]
    pub fn disputed(mut self, cell: Text) -> Self {
        self.disputed = Some(cell);
        self
    }

    /// With the dated cells that no rule used.
    #[must_use]
    pub fn with_unused(mut self, unused: Vec<Unused>) -> Self {
        self.unused = unused;
        self
    }

    /// The file's base name.
    #[must_use]
    pub fn file(&self) -> &str {
        self.file.as_str()
    }

    /// The record's number, from 1.
    #[must_use]
    pub fn record(&self) -> u64 {
        self.record.into()
    }

    /// The column that dated it. `None` if it is not known.
    #[must_use]
    pub fn column(&self) -> Option<&str> {
        self.column.as_ref().map(Text::as_str)
    }

    /// The encoding in which it was read. `None` if that was the first that the mapping lists.
    #[must_use]
    pub fn encoding(&self) -> Option<&str> {
        self.encoding.as_ref().map(ShortText::as_str)
    }

    /// Whether it was inferred.
    #[must_use]
    pub const fn is_inferred(&self) -> bool {
        self.inferred
    }

    /// The cell whose date contradicts the order of steps, as it stood. `None` if the date is not disputed.
    #[must_use]
    pub fn disputed_cell(&self) -> Option<&str> {
        self.disputed.as_ref().map(Text::as_str)
    }

    /// Whether its date is but a bound: it was inferred, or is disputed. Figures of a period leave it out.
    #[must_use]
    pub const fn is_doubtful(&self) -> bool {
        self.inferred || self.disputed.is_some()
    }

    /// The dated cells that no rule used.
    #[must_use]
    pub fn unused(&self) -> &[Unused] {
        &self.unused
    }
}
