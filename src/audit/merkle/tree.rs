//! The tree as far as appending needs it.

use super::{empty, node};
use crate::value::Digest;

/// The compact form of a tree: its size, and the roots of the full subtrees that make it up, the largest first. There are
/// as many as the size has one-bits, so appending is O(log n) and the whole fits into a log's head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    size: u64,
    peaks: Vec<Digest>,
}

/// The parts make no tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a tree of {size} leaves has {needed} full subtrees, not {found}")]
pub struct TreeError {
    /// The size given.
    pub size: u64,
    /// How many subtrees a tree of that size has.
    pub needed: u32,
    /// How many were given.
    pub found: usize,
}

impl Tree {
    /// The tree without a leaf.
    #[must_use]
    pub const fn new() -> Self {
        Self { size: 0, peaks: Vec::new() }
    }

    /// A tree from its parts, as a host kept them.
    ///
    /// # Errors
    /// [`TreeError`] when the number of subtrees does not fit the size.
    pub fn from_parts(size: u64, peaks: Vec<Digest>) -> Result<Self, TreeError> {
        if peaks.len() == size.count_ones() as usize {
            return Ok(Self { size, peaks });
        }
        Err(TreeError { size, needed: size.count_ones(), found: peaks.len() })
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
        let mut right = leaf;
        // as many full subtrees are completed as the size ends in one-bits
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                right = node(left, right);
            }
        }
        self.peaks.push(right);
        self.size += 1;
    }

    /// The root, which commits to every leaf.
    #[must_use]
    pub fn root(&self) -> Digest {
        self.peaks.iter().copied().rev().reduce(|right, left| node(left, right)).unwrap_or_else(empty)
    }
}

impl Extend<Digest> for Tree {
    fn extend<I: IntoIterator<Item = Digest>>(&mut self, leaves: I) {
        leaves.into_iter().for_each(|leaf| self.append(leaf));
    }
}

impl FromIterator<Digest> for Tree {
    fn from_iter<I: IntoIterator<Item = Digest>>(leaves: I) -> Self {
        let mut tree = Self::new();
        tree.extend(leaves);
        tree
    }
}
