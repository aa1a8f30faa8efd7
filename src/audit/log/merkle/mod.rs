//! The Merkle tree of a log: one tree over the leaves of its chain (RFC 6962, section 2.1; RFC 9162, section 2.1).
//!
//! The root commits to every record. A checkpoint, which is origin, size and root, proves what the log was, if it is
//! kept where the log's producer cannot reach it. An inclusion proof shows that a record is under a root. A consistency
//! proof shows that a later log contains an earlier one unchanged. Proofs have about log2(size) digests.

pub(super) mod base64;
pub(super) mod checkpoint;
mod path;
mod proof;
mod record_proof;
mod subtree;
#[cfg(test)]
mod tests;
mod tree;

pub use checkpoint::{Checkpoint, CheckpointError};
pub use path::InclusionPath;
pub use proof::{ProofError, prove_consistency, prove_inclusion, verify_consistency, verify_inclusion};
pub use record_proof::{ProofTextError, RecordProof, RecordProofError};
pub use tree::{Tree, TreeError};

use crate::value::{Digest, DigestAlgorithm};

impl DigestAlgorithm {
    /// The leaf of a record: the digest of `0x00 || line`, the line without its `\n`.
    #[must_use]
    pub fn leaf(self, line: &[u8]) -> Digest {
        self.digest(&[&[0], line])
    }

    /// The node above two others: the digest of `0x01 || left || right`.
    fn node(self, left: Digest, right: Digest) -> Digest {
        let mut node = [1; 65];
        node[1..33].copy_from_slice(left.bytes());
        node[33..].copy_from_slice(right.bytes());
        self.digest(&[&node])
    }

    /// The root of the empty tree: the digest of nothing.
    fn empty(self) -> Digest {
        self.digest(&[])
    }
}

/// The largest power of two that is smaller than a size of two or more: where a tree splits.
const fn split(size: u64) -> u64 {
    1 << (u64::BITS - 1 - (size - 1).leading_zeros())
}
