//! Where the header of a ledger stands, and what parts its cells.

use std::io::{self, Read};

use encoding_rs::Encoding;

use super::columns::Columns;
use super::decode::Decoded;
use super::records::{LIMIT, Next, Records};
use super::{ImportError, Mapping};

/// How a ledger is laid out.
#[derive(Debug)]
pub(super) struct Layout<'m> {
    pub(super) columns: Columns<'m>,
    separator: u8,
    /// How many lines stand before the first record that may be the header.
    lines: u64,
    /// How many records stand before the header.
    records: usize,
}

/// What may part cells, if neither the mapping nor the file says.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// How many records may stand before the header: titles, dates and units.
const BEFORE: usize = 50;

impl<'m> Layout<'m> {
    /// Finds the first record that names every column of the mapping, or looks at that on the mapping's line.
    pub(super) fn find<R: Read>(
        open: impl Fn() -> io::Result<R>,
        encoding: &'static Encoding,
        mapping: &'m Mapping,
    ) -> Result<Self, ImportError> {
        let rules = mapping.rules.header;
        let own = separator_line(open().map_err(ImportError::Read)?, encoding).map_err(ImportError::Read)?;
        let known = own.or(rules.separator);
        let candidates = known.as_ref().map_or(&SEPARATORS[..], core::slice::from_ref);
        let lines = rules.line.map_or(u64::from(own.is_some()), |line| line.get() - 1);
        let most = if rules.line.is_some() { 1 } else { BEFORE + 1 };
        let all = mapping.column_names().len();
        let mut nearest: Option<ImportError> = None;
        for separator in candidates {
            let ignored = &mut |_| {};
            let file = open().map_err(ImportError::Read)?;
            let text = Decoded::new(file, encoding, ignored);
            let mut records = Records::new(text, *separator, lines).map_err(ImportError::Read)?;
            for before in 0..most {
                let why = match records.advance().map_err(ImportError::Read)? {
                    Next::Record => match Columns::find(mapping, records.cells().map_err(ImportError::Read)?) {
                        Ok(columns) => return Ok(Self { columns, separator: *separator, lines, records: before }),
                        Err(why) => why,
                    },
                    Next::TooLong { line } => ImportError::HeaderTooLong { line, limit: LIMIT },
                    Next::Unterminated { line, .. } => ImportError::HeaderUnterminated { line },
                    Next::End => break,
                };
                let is_nearer = |known: &ImportError| missing(&why, all) < missing(known, all);
                if nearest.as_ref().is_none_or(is_nearer) {
                    nearest = Some(why);
                }
            }
        }
        Err(nearest.unwrap_or(ImportError::Empty))
    }

    /// The records behind the header.
    pub(super) fn records<'p, R: Read>(&self, text: Decoded<'p, R>) -> io::Result<Records<'p, R>> {
        let mut records = Records::new(text, self.separator, self.lines)?;
        for _ in 0..=self.records {
            records.advance()?;
        }
        Ok(records)
    }
}

/// How far a record is from being the header: what has no column of it is farthest, what has one twice nearest.
fn missing(why: &ImportError, all: usize) -> usize {
    if let ImportError::MissingColumns { missing, .. } = why {
        return if missing.len() < all { missing.len() } else { usize::MAX };
    }
    if matches!(why, ImportError::RepeatedColumn { .. }) { 0 } else { usize::MAX }
}

/// What a first line such as `sep=;` says, which spreadsheets write and go over.
fn separator_line(file: impl Read, encoding: &'static Encoding) -> io::Result<Option<u8>> {
    let ignored = &mut |_| {};
    let mut text = Decoded::new(file, encoding, ignored);
    let mut line = Vec::new();
    while line.len() < LONGEST && !line.ends_with(b"\n") {
        let Some(byte) = text.fill()?.first().copied() else { break };
        line.push(byte);
        text.consume(1);
    }
    let line = line.trim_ascii_end();
    // a tab would be trimmed
    let line = if line.eq_ignore_ascii_case(b"sep=") { b"sep=\t" } else { line };
    let line = line.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")).unwrap_or(line);
    let separator = match line {
        [s, e, p, b'=', separator] if [*s, *e, *p].eq_ignore_ascii_case(b"sep") => Some(*separator),
        _ => None,
    };
    Ok(separator.filter(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric()))
}

/// The longest such line, with its quotes and its end.
const LONGEST: usize = 10;
