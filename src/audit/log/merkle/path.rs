//! An inclusion proof, made while a log goes by.

use super::Tree;
use crate::value::{Digest, DigestAlgorithm};

/// The way from one leaf to the root, made while the leaves go by one after the other: O(log n) memory, so that a proof can
/// be cut from a log of any length.
#[derive(Clone, Debug)]
pub struct InclusionPath {
    tree: Tree,
    index: u64,
    /// The digests beside the way within the full subtree that holds the leaf, the lowest first.
    within: Vec<Digest>,
    /// Which of the tree's full subtrees holds the leaf, once it has gone by.
    holder: Option<usize>,
}

impl InclusionPath {
    /// The way from the leaf at `index`, from 0.
    #[must_use]
    pub const fn new(digest: DigestAlgorithm, index: u64) -> Self {
        Self { tree: Tree::new(digest), index, within: Vec::new(), holder: None }
    }

    /// Takes the next leaf.
    pub fn append(&mut self, leaf: Digest) {
        let is_it = self.tree.size() == self.index;
        let mut holds = is_it;
        let (within, holder) = (&mut self.within, self.holder);
        let place = self.tree.append_seeing(leaf, |place, left, right| {
            if holds {
                within.push(left);
            } else if holder == Some(place) {
                within.push(right);
                holds = true;
            }
        });
        if holds {
            self.holder = Some(place);
        }
    }

    /// The leaf's index, from 0.
    #[must_use]
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// The tree of the leaves that have gone by.
    #[must_use]
    pub const fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The digests beside the way to the root, the lowest first: the inclusion proof (RFC 6962, section 2.1.1). `None`
    /// until the leaf has gone by.
    #[must_use]
    pub fn beside(&self) -> Option<Vec<Digest>> {
        let holder = self.holder?;
        let (lefts, rights) = (&self.tree.peaks()[..holder], &self.tree.peaks()[holder + 1..]);
        let mut beside = self.within.clone();
        beside.extend(self.tree.bag(rights));
        beside.extend(lefts.iter().rev());
        Some(beside)
    }
}

impl Extend<Digest> for InclusionPath {
    fn extend<I: IntoIterator<Item = Digest>>(&mut self, leaves: I) {
        leaves.into_iter().for_each(|leaf| self.append(leaf));
    }
}
