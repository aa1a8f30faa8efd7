//! Finding texts that a store could not keep, in any value.

use super::walker::Walker;
use serde::Serialize;

/// A text that a store could not keep, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {fault}", super::path::place(.at))]
pub struct TextFinding {
    /// The dotted path to the text, such as `data.evidence.2`; empty for the value itself. For a member
    /// name it is the path to the member; control characters are escaped in it and long names are cut.
    pub at: String,
    /// What is wrong with it.
    pub fault: TextFault,
}

/// What is wrong with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextFault {
    /// It contains U+0000, which PostgreSQL cannot store in a `text` or `jsonb` column.
    #[error("the text contains U+0000; remove it")]
    ContainsNul,
    /// It is longer than the limit that was given.
    #[error("the text is {bytes} bytes long, more than is allowed; shorten it")]
    TooLong {
        /// Its length in bytes of UTF-8.
        bytes: usize,
    },
}

/// Every text of `value`, member names of maps included, that contains U+0000 or is longer than
/// `max_bytes` bytes of UTF-8, in the order of the value. A text can be reported for both.
///
/// Nothing is written, and nothing is allocated when there is nothing to report. Parts nested deeper than
/// [`MAX_DEPTH`](super::MAX_DEPTH) are left out, and the walk ends where the value's own
/// [`Serialize`] gives an error: [`to_vec`](super::to_vec) refuses both.
pub fn examine_texts<T: Serialize + ?Sized>(value: &T, max_bytes: usize) -> Vec<TextFinding> {
    let mut search = Walker::new(max_bytes, false);
    let _: Result<(), _> = value.serialize(&mut search); // an error of the value itself is for `to_vec` to tell
    if !search.found {
        return Vec::new();
    }
    let mut walk = Walker::new(max_bytes, true); // again, now with paths
    let _: Result<(), _> = value.serialize(&mut walk);
    walk.findings
}
