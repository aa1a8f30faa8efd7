//! Why a ledger is not imported at all.

use std::io;

use crate::{AppendError, LoadError, Source, StoreError};

/// Why a ledger is not imported at all. What is wrong with single records is an exception instead.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The ledger cannot be opened or read.
    #[error("the ledger cannot be read")]
    Read(#[source] io::Error),
    /// The file is not text in any encoding of the mapping.
    #[error("undecodable: the file is text in none of the mapping's encodings ({}); add the one that it is in", faults(.tried))]
    Undecodable {
        /// Each encoding that was tried, with the offset in bytes of the first malformed or undefined character.
        tried: Vec<(&'static str, u64)>,
    },
    /// The file has no header.
    #[error("the file is empty; its first line must name the columns")]
    Empty,
    /// The header is beyond the bound of a record.
    #[error("the header, on line {line}, is larger than {limit} bytes; is this the right file?")]
    HeaderTooLong {
        /// The line on which it begins.
        line: u64,
        /// The limit in bytes.
        limit: usize,
    },
    /// A quote in the header is never closed.
    #[error("unterminated_quote: the quote that opens on line {line}, in the header, is never closed")]
    HeaderUnterminated {
        /// The line on which the quote opens.
        line: u64,
    },
    /// Columns that the mapping names are not in the header.
    #[error(
        "missing_column: the header has no {}; it has {}. name the ledger's own columns in the mapping",
        quoted(.missing),
        quoted(.found)
    )]
    MissingColumns {
        /// The columns that are missing.
        missing: Vec<String>,
        /// The columns that the header has.
        found: Vec<String>,
    },
    /// The header has a column of the mapping twice.
    #[error("repeated_column: the header has the column `{column}` more than once; rename the one that is not meant")]
    RepeatedColumn {
        /// The column.
        column: String,
    },
    /// The log's records cannot be sealed, for a reason that is no single record's.
    #[error("the log cannot be written")]
    Append(#[source] AppendError),
    /// The store keeps another log.
    #[error("the store keeps the log {found}, but the mapping imports into {expected}: open the store on that one")]
    OtherLog {
        /// The log that the mapping names.
        expected: Source,
        /// The store's.
        found: Source,
    },
    /// The store did not take the events.
    #[error("the store did not take the events; what it took before stands: run the same import again to go on")]
    Store(#[source] StoreError),
    /// What the store has of a project cannot be read.
    #[error("what the store has of a project cannot be read")]
    Load(#[source] LoadError),
    /// An output cannot be written.
    #[error("`{output}` cannot be written")]
    Write {
        /// Which output.
        output: String,
        /// Why.
        #[source]
        source: io::Error,
    },
}

impl ImportError {
    pub(super) fn write(output: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let output = output.into();
        move |source| Self::Write { output, source }
    }
}

fn faults(tried: &[(&'static str, u64)]) -> String {
    let each: Vec<_> = tried.iter().map(|(name, at)| format!("{name} fails at byte {at}")).collect();
    each.join(", ")
}

fn quoted(names: &[String]) -> String {
    let each: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    each.join(", ")
}
