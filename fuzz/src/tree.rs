//! Verifying proofs as RFC 9162 says it, step by step: sections 2.1.3.2 and 2.1.4.2. The crate's own way is another one.

use project_lifecycle::value::{Digest, DigestAlgorithm};

fn node(digest: DigestAlgorithm, left: Digest, right: Digest) -> Digest {
    digest.digest(&[&[1], left.bytes(), right.bytes()])
}

/// The root that an inclusion proof leads to, if it has the length it must have.
pub(super) fn inclusion_root(
    digest: DigestAlgorithm,
    leaf: Digest,
    index: u64,
    size: u64,
    path: &[Digest],
) -> Option<Digest> {
    if index >= size {
        return None;
    }
    let (mut at, mut last, mut root) = (index, size - 1, leaf);
    for beside in path {
        if last == 0 {
            return None;
        }
        if at & 1 == 1 || at == last {
            root = node(digest, *beside, root);
            while at & 1 == 0 && at != 0 {
                (at, last) = (at >> 1, last >> 1);
            }
        } else {
            root = node(digest, root, *beside);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    (last == 0).then_some(root)
}

/// The roots of the earlier and of the later tree that a consistency proof leads to, if it has the length it must have.
/// Each tree is given by its size and the root claimed, which counts where a proof leaves it out.
pub(super) fn consistency_roots(
    digest: DigestAlgorithm,
    (earlier, before): (u64, Digest),
    (size, now): (u64, Digest),
    path: &[Digest],
) -> Option<(Digest, Digest)> {
    if earlier == 0 || earlier >= size {
        // the RFC has no steps for these: equal trees have one root, and every tree begins with the empty one
        let empty = digest.digest(&[]);
        return match (earlier, size, path) {
            (0, 0, []) => Some((empty, empty)),
            (0, _, []) => Some((empty, now)),
            (_, _, []) if earlier == size => Some((before, before)),
            _ => None,
        };
    }
    let mut path = path.iter().copied();
    let first = if earlier.is_power_of_two() { before } else { path.next()? };
    let (mut at, mut last) = (earlier - 1, size - 1);
    while at & 1 == 1 {
        (at, last) = (at >> 1, last >> 1);
    }
    let (mut before, mut now) = (first, first);
    for beside in path {
        if last == 0 {
            return None;
        }
        if at & 1 == 1 || at == last {
            (before, now) = (node(digest, beside, before), node(digest, beside, now));
            while at & 1 == 0 && at != 0 {
                (at, last) = (at >> 1, last >> 1);
            }
        } else {
            now = node(digest, now, beside);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    (last == 0).then_some((before, now))
}
