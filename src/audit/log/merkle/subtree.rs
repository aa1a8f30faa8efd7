//! An inclusion proof by the leaves of one full subtree.

use core::ops::Range;

use super::{InclusionPath, ProofError, Tree};
use crate::value::Digest;

impl Tree {
    /// The leaves under the full subtree that holds the leaf at `index`, all counted from 0: of these alone
    /// [`prove`](Self::prove) makes a proof. `None` if there is no such leaf.
    #[must_use]
    pub fn subtree(&self, index: u64) -> Option<Range<u64>> {
        self.holder(index).map(|(_, leaves)| leaves)
    }

    /// The inclusion proof (RFC 6962, section 2.1.1) of the leaf at `index`, from 0, by the leaves of its
    /// [`subtree`](Self::subtree), in order. The same as [`prove_inclusion`](super::prove_inclusion) makes of all leaves.
    ///
    /// # Errors
    /// [`ProofError`] when there is no such leaf, when the leaves are more or fewer than the subtree has, and when they do not
    /// lead to its root.
    pub fn prove(&self, index: u64, leaves: impl IntoIterator<Item = Digest>) -> Result<Vec<Digest>, ProofError> {
        let outside = ProofError::Outside { part: index, size: self.size() };
        let (place, range) = self.holder(index).ok_or(outside)?;
        let mut path = InclusionPath::new(self.digest(), index - range.start);
        path.extend(leaves);
        let (found, needed) = (path.tree().size(), range.end - range.start);
        if found != needed {
            return Err(ProofError::Leaves { found, needed });
        }
        let (lefts, expected, rights) = (&self.peaks()[..place], self.peaks()[place], &self.peaks()[place + 1..]);
        let found = path.tree().root();
        if found != expected {
            return Err(ProofError::Root { expected, found });
        }
        let mut beside = path.beside().ok_or(outside)?;
        beside.extend(self.bag(rights));
        beside.extend(lefts.iter().rev());
        Ok(beside)
    }

    /// The place of the full subtree that holds a leaf, and the leaves under it.
    fn holder(&self, index: u64) -> Option<(usize, Range<u64>)> {
        let (mut start, mut left) = (0, self.size());
        for place in 0..self.peaks().len() {
            // the largest is that of the highest bit
            let end = start + (1 << left.checked_ilog2()?);
            if index < end {
                return Some((place, start..end));
            }
            left -= end - start;
            start = end;
        }
        None
    }
}
