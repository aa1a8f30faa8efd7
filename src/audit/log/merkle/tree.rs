//! The tree as far as appending needs it.

use crate::canonical::MAX_INTEGER;
use crate::value::{Digest, DigestAlgorithm};

/// The compact form of a tree: its size, and the roots of the full subtrees that make it up, the largest first. There are
/// as many as the size has one-bits, so appending is O(log n) and the whole fits into a log's head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    digest: DigestAlgorithm,
    size: u64,
    peaks: Vec<Digest>,
}

/// Why parts make no tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TreeError {
    /// There are more subtrees than the size has one-bits, or fewer.
    #[error("a tree of {size} leaves has {needed} full subtrees, not {found}")]
    Peaks {
        /// The size given.
        size: u64,
        /// How many subtrees a tree of that size has.
        needed: u32,
        /// How many were given.
        found: usize,
    },
    /// No log has so many records.
    #[error("a log has at most {limit} records, not {size}")]
    TooLarge {
        /// The size given.
        size: u64,
        /// The limit.
        limit: u64,
    },
}

impl Tree {
    /// The most leaves that a tree is given with, 2^53-1, as many as a log can have records. So a leaf more never overflows.
    pub const LIMIT: u64 = MAX_INTEGER.unsigned_abs();

    /// The tree without a leaf.
    #[must_use]
    pub const fn new(digest: DigestAlgorithm) -> Self {
        Self { digest, size: 0, peaks: Vec::new() }
    }

    /// A tree from its parts, as a host kept them.
    ///
    /// # Errors
    /// [`TreeError`] when the number of subtrees does not fit the size, and when the size is beyond [`LIMIT`](Self::LIMIT).
    pub fn from_parts(digest: DigestAlgorithm, size: u64, peaks: Vec<Digest>) -> Result<Self, TreeError> {
        if size > Self::LIMIT {
            return Err(TreeError::TooLarge { size, limit: Self::LIMIT });
        }
        if peaks.len() == size.count_ones() as usize {
            return Ok(Self { digest, size, peaks });
        }
        Err(TreeError::Peaks { size, needed: size.count_ones(), found: peaks.len() })
    }

    /// The tree of some leaves.
    #[must_use]
    pub fn of(digest: DigestAlgorithm, leaves: impl IntoIterator<Item = Digest>) -> Self {
        let mut tree = Self::new(digest);
        tree.extend(leaves);
        tree
    }

    /// The digest it is built on.
    #[must_use]
    pub const fn digest(&self) -> DigestAlgorithm {
        self.digest
    }

    /// How many leaves it has.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The roots of its full subtrees, the largest first.
    #[must_use]
    pub fn peaks(&self) -> &[Digest] {
        &self.peaks
    }

    /// Appends a leaf.
    pub fn append(&mut self, leaf: Digest) {
        self.append_seeing(leaf, |_, _, _| ());
    }

    /// Appends a leaf and gives the place of the subtree that it ended up in. Shows each pair that is joined on the way:
    /// the place of the left one, the left one, the right one.
    pub(super) fn append_seeing(&mut self, leaf: Digest, mut see: impl FnMut(usize, Digest, Digest)) -> usize {
        let mut right = leaf;
        // as many full subtrees are completed as the size ends in one-bits
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                see(self.peaks.len(), left, right);
                right = self.digest.node(left, right);
            }
        }
        self.peaks.push(right);
        self.size += 1;
        self.peaks.len() - 1
    }

    /// The root, which commits to every leaf.
    #[must_use]
    pub fn root(&self) -> Digest {
        self.bag(&self.peaks).unwrap_or_else(|| self.digest.empty())
    }

    /// The one node above some subtrees that lie side by side, the largest first.
    pub(super) fn bag(&self, peaks: &[Digest]) -> Option<Digest> {
        peaks.iter().copied().rev().reduce(|right, left| self.digest.node(left, right))
    }
}

impl Extend<Digest> for Tree {
    fn extend<I: IntoIterator<Item = Digest>>(&mut self, leaves: I) {
        leaves.into_iter().for_each(|leaf| self.append(leaf));
    }
}
