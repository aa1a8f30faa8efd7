//! Why a mapping cannot be used.

use crate::value::{IdError, SourceError, UtcOffsetError};
use crate::{Stage, Verb};

/// Why a mapping cannot be used. All of them are for the author of the mapping to mend.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MappingError {
    /// A column of `update.changes` tells no member of the profile.
    #[error("`{found}` in the mapping's `update.changes` is no column of the name, the zone or the profile")]
    NoChange {
        /// The column.
        found: String,
    },
    /// The text is no TOML, or a member is missing, unknown or of another type.
    #[error("the mapping cannot be read: {why}")]
    Toml {
        /// What is wrong and where, in the words of the TOML reader.
        why: String,
    },
    /// The source names no log.
    #[error("the mapping's `source` cannot be used")]
    Source(#[source] SourceError),
    /// The actor's id is none.
    #[error("the mapping's `actor.id` cannot be used")]
    Actor(#[source] IdError),
    /// What a blank zone becomes is no zone id.
    #[error("the mapping's `columns.zone.blank` cannot be used")]
    Zone(#[source] IdError),
    /// The offset is none.
    #[error("the mapping's `policy.utc_offset` cannot be used")]
    Offset(#[source] UtcOffsetError),
    /// The policy's name is no short text.
    #[error("the mapping's `policy.id` cannot be used")]
    PolicyId(#[source] IdError),
    /// No such encoding.
    #[error("`{found}` is no encoding that can be read; use a label of the WHATWG Encoding Standard, such as utf-8")]
    UnknownEncoding {
        /// What was found.
        found: String,
    },
    /// Two encodings of which bytes alone cannot tell.
    #[error(
        "the mapping lists both `{first}` and `{second}`, and bytes alone cannot tell them apart; keep the one that \
         the ledger is in (UTF-8, listed first, may stand beside it)"
    )]
    AmbiguousEncodings {
        /// The one that is listed first.
        first: &'static str,
        /// The other.
        second: &'static str,
    },
    /// A rule is about a column that it cannot be about.
    #[error(
        "the mapping's `{list}` names the column `{column}`; it takes columns that the mapping reads, `serials` those of \
         dates, `fill_down` any but the key"
    )]
    RuleColumn {
        /// The rule's key.
        list: &'static str,
        /// The column.
        column: String,
    },
    /// Columns of serials, and no form that reads them.
    #[error("the mapping lists `serials`, but `excel` is none of its `dates`; add it")]
    Serials,
    /// Bounds of which the first lies behind the last.
    #[error("the mapping's `bounds` hold nothing; `from` must not lie behind `to`")]
    Bounds,
    /// A list that must not be empty is.
    #[error("the mapping's `{list}` is empty; list at least one")]
    EmptyList {
        /// Which list.
        list: String,
    },
    /// A column's name is blank, or has white space at an end. Header names are trimmed, so it would never be found.
    #[error("{found:?} names no column; header names are trimmed and not blank")]
    ColumnName {
        /// What was found.
        found: String,
    },
    /// A synonym is blank or has white space at an end. Cells are trimmed, so it would never be met.
    #[error("{found:?} is no synonym; cells are trimmed and a blank one says nothing")]
    Synonym {
        /// What was found.
        found: String,
    },
    /// A synonym gives a word of the vocabulary another meaning.
    #[error(
        "`{word}` has a meaning of its own, and the mapping gives it another; keep to synonyms that are none of the vocabulary's words"
    )]
    SynonymTaken {
        /// The word.
        word: String,
    },
    /// Forward verbs do not lead from one milestone to the next.
    #[error(
        "no forward verb leads from `{from}` to the milestone `{to}`; list milestones in lifecycle order, each once"
    )]
    MilestoneOrder {
        /// The milestone before, or where every project begins.
        from: Stage,
        /// The milestone.
        to: Stage,
    },
    /// One status has two final steps.
    #[error("the status `{status}` has two final steps; keep one")]
    RepeatedStatus {
        /// The status.
        status: String,
    },
    /// A final status is blank or has white space at an end. Cells are trimmed, so it would never be met.
    #[error("{found:?} is no status; cells are trimmed and a blank one has no final step")]
    Status {
        /// What was found.
        found: String,
    },
    /// A final step is neither a closing with an outcome nor a stall with a cause.
    #[error(
        "the final step `{verb}` of the status `{status}`: `close` takes an `outcome`, `stall` takes a `cause`, and there are no others"
    )]
    FinalStep {
        /// The status.
        status: String,
        /// The verb found.
        verb: Verb,
    },
}
