//! Checkpoints and proofs as text.

use core::str::from_utf8;

use project_lifecycle::audit::merkle::{verify_consistency, verify_inclusion};
use project_lifecycle::{Checkpoint, Digest, RecordProof};

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
    let climbed = tree::inclusion_root(digest, leaf, index, size, &path);
    let included = |root: Digest| verify_inclusion(digest, leaf, index, size, &path, root).is_ok();
    assert_eq!(included(root), climbed == Some(root));
    assert_eq!(climbed.is_some_and(included), climbed.is_some());
    // the same digests as a consistency proof from a tree of `index` leaves
    let roots = tree::consistency_roots(digest, index, leaf, size, &path);
    let consistent = |earlier, later| verify_consistency(digest, index, earlier, size, later, &path).is_ok();
    assert_eq!(consistent(leaf, root), roots == Some((leaf, root)));
    assert_eq!(roots.is_some_and(|(earlier, later)| consistent(earlier, later)), roots.is_some());
}
