//! What a store answers.

use crate::audit::Record;

/// Proof for the typed view that a store answered for an event; made from the sealed record.
///
/// It prevents forgetting to record. It does not prove durability: that is the store's word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    record: Record,
}

impl Receipt {
    /// The sealed record.
    #[must_use]
    pub const fn record(&self) -> &Record {
        &self.record
    }
}

impl From<Record> for Receipt {
    fn from(record: Record) -> Self {
        Self { record }
    }
}
