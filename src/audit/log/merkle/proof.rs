//! Inclusion and consistency proofs.

use super::{InclusionPath, Tree, split};
use crate::value::{Digest, DigestAlgorithm};

/// Why a proof proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProofError {
    /// The leaf or the earlier tree lies outside the tree.
    #[error("{part} lies outside a tree of {size} leaves")]
    Outside {
        /// The leaf's index from 0, or the size of the earlier tree.
        part: u64,
        /// The size of the tree.
        size: u64,
    },
    /// The proof has too few or too many digests.
    #[error("the proof has {found} digests, not {needed}")]
    Length {
        /// How many it has.
        found: usize,
        /// How many it needs.
        needed: usize,
    },
    /// There are more or fewer leaves than are under the subtree.
    #[error("there are {found} leaves, not {needed}")]
    Leaves {
        /// How many there are.
        found: u64,
        /// How many it takes.
        needed: u64,
    },
    /// The proof leads to another root.
    #[error("the proof leads to the root {found}, not {expected}")]
    Root {
        /// The root that was to be proved.
        expected: Digest,
        /// Where the proof leads.
        found: Digest,
    },
}

/// The digests that lead from the leaf at `index`, from 0, to the root, the lowest first. `None` if there is no such
/// leaf.
#[must_use]
pub fn prove_inclusion(digest: DigestAlgorithm, leaves: &[Digest], index: u64) -> Option<Vec<Digest>> {
    let mut path = InclusionPath::new(digest, index);
    path.extend(leaves.iter().copied());
    path.beside()
}

/// The digests that show that a tree of all leaves begins with the tree of the first `earlier` ones. `None` if there
/// are fewer.
#[must_use]
pub fn prove_consistency(digest: DigestAlgorithm, leaves: &[Digest], earlier: u64) -> Option<Vec<Digest>> {
    let earlier = usize::try_from(earlier).ok().filter(|earlier| *earlier <= leaves.len())?;
    let mut path = Vec::new();
    if earlier > 0 {
        agree(digest, leaves, earlier, true, &mut path);
    }
    Some(path)
}

/// `is_whole` says whether the earlier tree's root is known to the verifier at this node.
fn agree(digest: DigestAlgorithm, leaves: &[Digest], earlier: usize, is_whole: bool, path: &mut Vec<Digest>) {
    if earlier == leaves.len() {
        if !is_whole {
            path.push(root(digest, leaves));
        }
        return;
    }
    let (left, right) = halves(leaves);
    if earlier <= left.len() {
        agree(digest, left, earlier, is_whole, path);
        path.push(root(digest, right));
    } else {
        agree(digest, right, earlier - left.len(), false, path);
        path.push(root(digest, left));
    }
}

fn halves(leaves: &[Digest]) -> (&[Digest], &[Digest]) {
    let at = split(leaves.len() as u64);
    leaves.split_at(usize::try_from(at).unwrap_or(leaves.len()))
}

fn root(digest: DigestAlgorithm, leaves: &[Digest]) -> Digest {
    Tree::of(digest, leaves.iter().copied()).root()
}

/// Whether a proof shows that `leaf` stands at `index`, from 0, in the tree of `size` leaves with that root.
///
/// # Errors
/// [`ProofError`] when it does not.
pub fn verify_inclusion(
    digest: DigestAlgorithm,
    leaf: Digest,
    index: u64,
    size: u64,
    proof: &[Digest],
    expected: Digest,
) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::Outside { part: index, size });
    }
    let needed = inclusion_length(index, size);
    if proof.len() != needed {
        return Err(ProofError::Length { found: proof.len(), needed });
    }
    let mut rest = proof;
    let found = climb(digest, leaf, index, size, &mut rest);
    if found == expected { Ok(()) } else { Err(ProofError::Root { expected, found }) }
}

/// The root that a leaf and the digests beside its path give; `proof` is as long as the path.
fn climb(digest: DigestAlgorithm, leaf: Digest, index: u64, size: u64, proof: &mut &[Digest]) -> Digest {
    let Some((beside, lower)) = proof.split_last().filter(|_| size > 1) else { return leaf };
    *proof = lower;
    let left = split(size);
    if index < left {
        digest.node(climb(digest, leaf, index, left, proof), *beside)
    } else {
        digest.node(*beside, climb(digest, leaf, index - left, size - left, proof))
    }
}

fn inclusion_length(mut index: u64, mut size: u64) -> usize {
    let mut length = 0;
    while size > 1 {
        let left = split(size);
        (index, size) = if index < left { (index, left) } else { (index - left, size - left) };
        length += 1;
    }
    length
}

/// Whether a proof shows that the tree of `size` leaves with the root `root` begins with the tree of `earlier` leaves
/// with the root `earlier_root`.
///
/// # Errors
/// [`ProofError`] when it does not.
pub fn verify_consistency(
    digest: DigestAlgorithm,
    earlier: u64,
    earlier_root: Digest,
    size: u64,
    root: Digest,
    proof: &[Digest],
) -> Result<(), ProofError> {
    if earlier > size {
        return Err(ProofError::Outside { part: earlier, size });
    }
    let needed = if earlier == 0 { 0 } else { consistency_length(earlier, size, true) };
    if proof.len() != needed {
        return Err(ProofError::Length { found: proof.len(), needed });
    }
    let same = |expected, found| if expected == found { Ok(()) } else { Err(ProofError::Root { expected, found }) };
    if earlier == 0 {
        same(earlier_root, digest.empty())?;
        // any tree begins with the empty one, but there is only one of that
        return if size == 0 { same(root, digest.empty()) } else { Ok(()) };
    }
    let mut rest = proof;
    let (before, now) = both(digest, earlier, size, Some(earlier_root), &mut rest);
    same(earlier_root, before)?;
    same(root, now)
}

fn consistency_length(earlier: u64, size: u64, is_whole: bool) -> usize {
    if earlier == size {
        return usize::from(!is_whole);
    }
    let left = split(size);
    if earlier <= left {
        1 + consistency_length(earlier, left, is_whole)
    } else {
        1 + consistency_length(earlier - left, size - left, false)
    }
}

/// The roots of the earlier and of the later tree that the digests give; `whole` is the earlier root as long as this node
/// is all of the earlier tree.
fn both(
    digest: DigestAlgorithm,
    earlier: u64,
    size: u64,
    whole: Option<Digest>,
    proof: &mut &[Digest],
) -> (Digest, Digest) {
    let mut last = || {
        let (last, rest) = proof.split_last().unwrap_or((&Digest::ZERO, &[]));
        *proof = rest;
        *last
    };
    if earlier == size {
        let root = whole.unwrap_or_else(last);
        return (root, root);
    }
    let (left, beside) = (split(size), last());
    if earlier <= left {
        let (before, now) = both(digest, earlier, left, whole, proof);
        (before, digest.node(now, beside))
    } else {
        let (before, now) = both(digest, earlier - left, size - left, None, proof);
        (digest.node(beside, before), digest.node(beside, now))
    }
}
