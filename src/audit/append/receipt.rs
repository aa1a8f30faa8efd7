//! What a store answers.

use serde::Serialize;

use crate::audit::Record;

/// A store's answer to a request: the sealed record, and whether it was written now. The typed view takes it as proof
/// that a store answered.
///
/// It prevents forgetting to record. It does not prove durability: that is the store's word.
///
/// As JSON it is `{"record": .., "is_new": ..}`.
#[derive(Clone, Debug, Serialize)]
pub struct Receipt {
    record: Record,
    is_new: bool,
}

impl PartialEq for Receipt {
    /// Equal if and only if the records are equal: the answer to a retry is the first one.
    fn eq(&self, other: &Self) -> bool {
        self.record == other.record
    }
}

impl Eq for Receipt {}

impl Receipt {
    /// The receipt for a record that was there before the request: it writes nothing.
    #[must_use]
    pub const fn found(record: Record) -> Self {
        Self { record, is_new: false }
    }

    /// Whether the record was written for this very request. It was not if the same request had been given before, also if the
    /// answer to that was lost.
    #[must_use]
    pub const fn is_new(&self) -> bool {
        self.is_new
    }

    /// The sealed record.
    #[must_use]
    pub const fn record(&self) -> &Record {
        &self.record
    }
}

impl From<Record> for Receipt {
    /// The receipt for a record that is written now; [`found`](Receipt::found) is for one that was there.
    fn from(record: Record) -> Self {
        Self { record, is_new: true }
    }
}
