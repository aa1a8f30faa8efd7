//! The head of a log as the cells of its row.

use std::num::TryFromIntError;

use crate::audit::LogHead;
use crate::audit::merkle::{Tree, TreeError};
use crate::value::{Digest, TimestampError, UnknownCode};
use crate::{Source, Timestamp};

/// What the row of a log keeps of its head, beside the source. The digest is the log's for ever; the others move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) struct HeadCells {
    pub(in crate::store) digest: String,
    pub(in crate::store) size: i64,
    pub(in crate::store) head: Vec<u8>,
    /// One after the other, the largest subtree first.
    pub(in crate::store) peaks: Vec<u8>,
    pub(in crate::store) recorded: Option<String>,
}

/// Cells that are no head.
#[derive(Debug, thiserror::Error)]
pub(in crate::store) enum HeadError {
    #[error(transparent)]
    Digest(#[from] UnknownCode),
    #[error("{0} is no number of records")]
    Size(i64),
    #[error("the hash of the last record has {0} bytes, not {LEAF}")]
    Hash(usize),
    #[error("the peaks have {0} bytes, no multiple of {LEAF}")]
    Peaks(usize),
    #[error(transparent)]
    Tree(#[from] TreeError),
    #[error(transparent)]
    Recorded(#[from] TimestampError),
}

/// How many bytes a hash has.
const LEAF: usize = 32;

impl TryFrom<&LogHead> for HeadCells {
    type Error = TryFromIntError;

    /// Fails for a size that no database can count.
    fn try_from(head: &LogHead) -> Result<Self, TryFromIntError> {
        Ok(Self {
            digest: head.digest().code().into(),
            size: head.size().try_into()?,
            head: head.hash.bytes().into(),
            peaks: head.tree.peaks().iter().flat_map(Digest::bytes).copied().collect(),
            recorded: head.recorded.map(|recorded| recorded.to_string()),
        })
    }
}

impl HeadCells {
    /// The head of the log of this name.
    pub(in crate::store) fn read(&self, source: Source) -> Result<LogHead, HeadError> {
        let size = u64::try_from(self.size).map_err(|_| HeadError::Size(self.size))?;
        let peaks = self.peaks.chunks(LEAF).map(leaf).collect::<Option<_>>();
        let peaks = peaks.ok_or(HeadError::Peaks(self.peaks.len()))?;
        let tree = Tree::from_parts(self.digest.parse()?, size, peaks)?;
        let hash = leaf(&self.head).ok_or(HeadError::Hash(self.head.len()))?;
        let recorded = self.recorded.as_deref().map(str::parse::<Timestamp>).transpose()?;
        Ok(LogHead { source, tree, hash, recorded })
    }
}

fn leaf(bytes: &[u8]) -> Option<Digest> {
    bytes.try_into().ok().map(Digest::from_bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::DigestAlgorithm;

    fn source() -> Source {
        "urn:example:log".parse().expect("a source")
    }

    fn head(size: u64) -> LogHead {
        let mut head = LogHead::empty(source(), DigestAlgorithm::Sha256);
        for sequence in 1..=size {
            let second = i64::try_from(sequence).expect("few");
            let recorded = Timestamp::from_unix_micros(second * 1_000_000).expect("an instant");
            head = head.after(&sequence.to_be_bytes(), recorded);
        }
        head
    }

    proptest! {
        #[test]
        fn a_head_is_read_as_it_was_written(size in 0..70_u64) {
            let head = head(size);
            let cells = HeadCells::try_from(&head).expect("few");
            prop_assert_eq!(cells.peaks.len(), 32 * size.count_ones() as usize);
            let read = cells.read(source());
            prop_assert!(matches!(&read, Ok(read) if *read == head), "{:?}", read);
        }
    }

    #[test]
    fn the_head_of_an_empty_log_is_what_the_databases_begin_it_with() {
        let begun =
            HeadCells { digest: "sha-256".into(), size: 0, head: vec![0; 32], peaks: Vec::new(), recorded: None };
        assert_eq!(HeadCells::try_from(&head(0)), Ok(begun));
    }

    #[test]
    fn cells_that_are_no_head_are_told_apart() {
        let cells = || HeadCells::try_from(&head(3)).expect("few");
        for (wrong, text) in [
            (HeadCells { size: -1, ..cells() }, "-1 is no number of records"),
            (HeadCells { size: 4, ..cells() }, "a tree of 4 leaves has 1 full subtrees, not 2"),
            (HeadCells { head: vec![7; 31], ..cells() }, "the hash of the last record has 31 bytes, not 32"),
            (HeadCells { peaks: vec![7; 65], ..cells() }, "the peaks have 65 bytes, no multiple of 32"),
        ] {
            assert_eq!(wrong.read(source()).expect_err("no head").to_string(), text);
        }
        let md5 = HeadCells { digest: "md5".into(), ..cells() }.read(source());
        assert!(matches!(&md5, Err(HeadError::Digest(unknown)) if unknown.found == "md5"), "{md5:?}");
        let yesterday = HeadCells { recorded: Some("yesterday".into()), ..cells() }.read(source());
        assert!(matches!(yesterday, Err(HeadError::Recorded(_))), "{yesterday:?}");
    }
}
