//! Rows of a table, copied so that another thread can look at them.

use rusqlite::Row;
use rusqlite::types::ValueRef;

/// The values of rows, one after another.
#[derive(Debug, Default)]
pub(super) struct CopiedRows {
    cells: Vec<Cell>,
    /// Of all texts and blobs.
    bytes: Vec<u8>,
}

#[derive(Clone, Copy, Debug)]
enum Cell {
    Null,
    Integer(i64),
    Real(f64),
    Text { start: usize, end: usize },
    Blob { start: usize, end: usize },
}

impl CopiedRows {
    /// Takes some columns of a row.
    pub(super) fn take(&mut self, row: &Row<'_>, columns: impl Iterator<Item = usize>) -> rusqlite::Result<()> {
        for column in columns {
            let cell = match row.get_ref(column)? {
                ValueRef::Null => Cell::Null,
                ValueRef::Integer(number) => Cell::Integer(number),
                ValueRef::Real(number) => Cell::Real(number),
                ValueRef::Text(text) => {
                    let (start, end) = self.keep(text);
                    Cell::Text { start, end }
                }
                ValueRef::Blob(blob) => {
                    let (start, end) = self.keep(blob);
                    Cell::Blob { start, end }
                }
            };
            self.cells.push(cell);
        }
        Ok(())
    }

    fn keep(&mut self, bytes: &[u8]) -> (usize, usize) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        (start, self.bytes.len())
    }

    /// The rows, if each has so many columns.
    pub(super) fn rows(&self, columns: usize) -> impl Iterator<Item = CopiedRow<'_>> {
        self.cells.chunks_exact(columns).map(|cells| CopiedRow { cells, bytes: &self.bytes })
    }

    /// Forgets the rows.
    pub(super) fn clear(&mut self) {
        self.cells.clear();
        self.bytes.clear();
    }
}

/// The values of one row.
#[derive(Clone, Copy, Debug)]
pub(super) struct CopiedRow<'a> {
    cells: &'a [Cell],
    bytes: &'a [u8],
}

impl<'a> CopiedRow<'a> {
    /// The value of a column; null if there is none.
    pub(super) fn at(self, column: usize) -> ValueRef<'a> {
        let bytes = |start: usize, end: usize| self.bytes.get(start..end).unwrap_or_default();
        match self.cells.get(column) {
            None | Some(Cell::Null) => ValueRef::Null,
            Some(Cell::Integer(number)) => ValueRef::Integer(*number),
            Some(Cell::Real(number)) => ValueRef::Real(*number),
            Some(Cell::Text { start, end }) => ValueRef::Text(bytes(*start, *end)),
            Some(Cell::Blob { start, end }) => ValueRef::Blob(bytes(*start, *end)),
        }
    }
}
