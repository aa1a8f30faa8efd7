//! Exceptions: what of a ledger could not be imported, one row each.

use core::fmt;
use std::io::{self, Write};

use csv_core::{Terminator, WriteResult, Writer, WriterBuilder};

/// Why something of a record could not be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Code {
    /// A cell of a column of amounts is no amount.
    BadAmount,
    /// A cell of a dated column is no date.
    BadDate,
    /// A cell of another column of the profile cannot be read.
    BadValue,
    /// The date of a step contradicts the order; it is recorded on the date of the step before.
    Disputed,
    /// An earlier record has the same key.
    DuplicateId,
    /// Nothing dates the project.
    NoDate,
    /// The name is no text that a record keeps.
    NameInvalid,
    /// The key is blank.
    NoKey,
    /// An earlier step of the record was refused.
    NotAttempted,
    /// The record is beyond the bound.
    RecordTooLong,
    /// The store has something else of the project.
    RecordedOtherwise,
    /// The file ends inside a quoted cell.
    UnterminatedQuote,
    /// The zone is no zone id.
    ZoneInvalid,
    /// The law or a guard refused, for this reason first.
    Refused(&'static str),
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BadAmount => "bad_amount",
            Self::BadDate => "bad_date",
            Self::BadValue => "bad_value",
            Self::Disputed => "disputed",
            Self::DuplicateId => "duplicate_id",
            Self::NoDate => "no_date",
            Self::NameInvalid => "name_invalid",
            Self::NoKey => "no_key",
            Self::NotAttempted => "not_attempted",
            Self::RecordTooLong => "record_too_long",
            Self::RecordedOtherwise => "recorded_otherwise",
            Self::UnterminatedQuote => "unterminated_quote",
            Self::ZoneInvalid => "zone_invalid",
            Self::Refused(reason) => return write!(f, "refused:{reason}"),
        })
    }
}

/// One exception of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Exception {
    /// The column it is about; empty if it is about the record.
    pub(super) column: String,
    /// What stands there.
    pub(super) value: String,
    pub(super) code: Code,
    /// What a person reads.
    pub(super) detail: String,
}

impl Exception {
    /// About a whole record.
    pub(super) fn of_record(code: Code, detail: impl Into<String>) -> Self {
        Self { column: String::new(), value: String::new(), code, detail: detail.into() }
    }
}

/// Writes `exceptions.csv` (RFC 4180).
pub(super) struct ExceptionTable<W> {
    out: W,
    writer: Writer,
}

impl<W: Write> ExceptionTable<W> {
    /// A table, with its header written.
    pub(super) fn new(out: W) -> io::Result<Self> {
        let mut table = Self { out, writer: WriterBuilder::new().terminator(Terminator::CRLF).build() };
        table.row(["row", "key", "column", "value", "code", "detail"])?;
        Ok(table)
    }

    /// Adds a row.
    pub(super) fn add(&mut self, row: u64, key: &str, exception: &Exception) -> io::Result<()> {
        let Exception { column, value, code, detail } = exception;
        self.row([&row.to_string(), key, column, value, &code.to_string(), detail])
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn row<const N: usize>(&mut self, cells: [&str; N]) -> io::Result<()> {
        for (i, cell) in cells.into_iter().enumerate() {
            if i > 0 {
                self.drain(Writer::delimiter)?;
            }
            let mut rest = cell.as_bytes();
            self.drain(|writer, room| {
                let (result, read, written) = writer.field(rest, room);
                rest = &rest[read..];
                (result, written)
            })?;
        }
        self.drain(Writer::terminator)
    }

    /// Writes what `put` gives, until it has no more.
    fn drain(&mut self, mut put: impl FnMut(&mut Writer, &mut [u8]) -> (WriteResult, usize)) -> io::Result<()> {
        let mut room = [0; 512];
        loop {
            let (result, written) = put(&mut self.writer, &mut room);
            self.out.write_all(&room[..written])?;
            if result == WriteResult::InputEmpty {
                return Ok(());
            }
        }
    }
}
