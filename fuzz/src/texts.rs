//! Checkpoints and proofs as text.

use core::str::from_utf8;

use project_lifecycle::audit::merkle::{Checkpoint, ProofError, RecordProof, verify_consistency, verify_inclusion};
use project_lifecycle::value::{Digest, DigestAlgorithm};

use super::tree;

/// A checkpoint that was read writes the very lines that it was read from; what follows them is ignored.
pub fn checkpoint(bytes: &[u8]) {
    let Ok(text) = from_utf8(bytes) else { return };
    match text.parse::<Checkpoint>() {
        Ok(checkpoint) => {
            let written = checkpoint.to_string();
            assert!(text.starts_with(&written), "{text:?} was read as {written:?}");
            assert_eq!(written.parse(), Ok(checkpoint));
        }
        Err(why) => drop(why.to_string()),
    }
}

/// A proof that was read writes the very lines that it was read from, but for a line of extra data; and what it proves is
/// what the RFC's own steps give.
pub fn proof(bytes: &[u8]) {
    let Ok(text) = from_utf8(bytes) else { return };
    let proof = match text.parse::<RecordProof>() {
        Ok(proof) => proof,
        Err(why) => return drop(why.to_string()),
    };
    let written = proof.to_string();
    let plain: String = text.split_inclusive('\n').filter(|line| !line.starts_with("extra ")).collect();
    assert!(plain.starts_with(&written) || text.starts_with(&written), "{text:?} was read as {written:?}");
    assert_eq!(written.parse().as_ref(), Ok(&proof));

    let RecordProof { index, path, checkpoint: Checkpoint { digest, size, root, .. } } = proof;
    let leaf = digest.leaf(bytes);
    included(digest, leaf, index, size, &path, root);
    // the same digests as a consistency proof from a tree of `index` leaves
    consistent(digest, (index, leaf), (size, root), &path);
}

/// Asks for the root given, and for whichever the answer says that the proof leads to, as an attacker would.
fn included(digest: DigestAlgorithm, leaf: Digest, index: u64, size: u64, path: &[Digest], mut root: Digest) {
    let right = tree::inclusion_root(digest, leaf, index, size, path);
    for _ in 0..2 {
        let answer = verify_inclusion(digest, leaf, index, size, path, root);
        assert_eq!(answer.is_ok(), right == Some(root), "{answer:?}");
        if let Err(ProofError::Root { found, .. }) = answer {
            root = found;
        }
    }
    assert_eq!(right.is_some(), right == Some(root), "a proof of the right length leads to one root");
}

/// The same of two trees, each with its size and root.
fn consistent(digest: DigestAlgorithm, earlier: (u64, Digest), later: (u64, Digest), path: &[Digest]) {
    let (mut before, mut now) = (earlier.1, later.1);
    for _ in 0..4 {
        let right = tree::consistency_roots(digest, (earlier.0, before), (later.0, now), path);
        let answer = verify_consistency(digest, earlier.0, before, later.0, now, path);
        assert_eq!(answer.is_ok(), right == Some((before, now)), "{answer:?}");
        if let Err(ProofError::Root { expected, found }) = answer {
            if expected == before { before = found } else { now = found }
        }
    }
    let right = tree::consistency_roots(digest, (earlier.0, before), (later.0, now), path);
    assert_eq!(right.is_some(), right == Some((before, now)), "a proof of the right length leads to two roots");
}
