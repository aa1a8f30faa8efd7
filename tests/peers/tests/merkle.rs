//! The Merkle tree against `ct-merkle`: roots, inclusion and consistency proofs of random trees, byte for byte.

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ct_merkle::{ConsistencyProof, InclusionProof, RootHash};
use project_lifecycle::audit::merkle::{
    Tree, prove_consistency, prove_inclusion, verify_consistency, verify_inclusion,
};
use project_lifecycle::value::{Digest, DigestAlgorithm};
use proptest::prelude::*;
use proptest::sample::Index;
use sha2::Sha256;

const SHA: DigestAlgorithm = DigestAlgorithm::Sha256;

/// The same records in both trees.
struct Both {
    records: Vec<Vec<u8>>,
    leaves: Vec<Digest>,
    theirs: MemoryBackedTree<Sha256, Vec<u8>>,
}

impl Both {
    fn of(records: &[Vec<u8>]) -> Self {
        let mut theirs = MemoryBackedTree::new();
        records.iter().for_each(|record| theirs.push(record.clone()));
        let leaves = records.iter().map(|record| SHA.leaf(record)).collect();
        Self { records: records.to_vec(), leaves, theirs }
    }

    /// The root of the first records.
    fn root(&self, size: usize) -> Digest {
        Tree::of(SHA, self.leaves[..size].iter().copied()).root()
    }
}

fn root_hash(root: Digest, size: usize) -> RootHash<Sha256> {
    RootHash::new((*root.bytes()).into(), size as u64)
}

fn bytes(proof: &[Digest]) -> Vec<u8> {
    proof.iter().flat_map(|digest| *digest.bytes()).collect()
}

fn digests(bytes: &[u8]) -> Vec<Digest> {
    let (digests, rest) = bytes.as_chunks::<32>();
    assert!(rest.is_empty());
    digests.iter().copied().map(Digest::from_bytes).collect()
}

/// The proof with something done to it; never the proof itself.
fn mutated(proof: &[Digest], how: usize, at: Index) -> Vec<Digest> {
    let mut mutated = proof.to_vec();
    match how {
        0 => mutated.push(Digest::ZERO),
        1 => mutated.insert(0, Digest::ZERO),
        _ if proof.is_empty() => mutated.push(Digest::of(b"any")),
        2 => _ = mutated.pop(),
        3 => _ = mutated.remove(0),
        4 => mutated.insert(at.index(proof.len()), Digest::of(b"any")),
        5 if proof.len() > 1 => mutated.rotate_left(1),
        _ => {
            let at = at.index(proof.len());
            let mut flipped = *mutated[at].bytes();
            flipped[how % 32] ^= 1;
            mutated[at] = Digest::from_bytes(flipped);
        }
    }
    mutated
}

fn records() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let count = prop_oneof![4 => 0..70_usize, 1 => 0..2000_usize];
    // mostly different, some equal, so that a proof for one place may name another
    let record = prop::collection::vec(any::<u8>(), 0..3);
    count.prop_flat_map(move |count| prop::collection::vec(record.clone(), count))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn roots_are_equal_at_every_size(records in records()) {
        let (mut theirs, mut ours) = (MemoryBackedTree::<Sha256, Vec<u8>>::new(), Tree::new(SHA));
        for (size, record) in records.iter().enumerate() {
            prop_assert_eq!(theirs.root(), root_hash(ours.root(), size));
            theirs.push(record.clone());
            ours.append(SHA.leaf(record));
        }
        prop_assert_eq!(theirs.root(), root_hash(ours.root(), records.len()));
        prop_assert_eq!(theirs.len(), ours.size());
    }

    #[test]
    fn inclusion_proofs_are_equal_and_each_side_verifies_the_other(
        records in records(), at in any::<Index>(), how in 0..40_usize, place in any::<Index>(),
    ) {
        prop_assume!(!records.is_empty());
        let both = Both::of(&records);
        let (index, size) = (at.index(records.len()), records.len());
        let root = both.root(size);
        let theirs = both.theirs.prove_inclusion(index);
        let ours = prove_inclusion(SHA, &both.leaves, index as u64).expect("it is in the tree");
        prop_assert_eq!(bytes(&ours), theirs.as_bytes());

        let leaf = both.leaves[index];
        let (at_index, of_size) = (index as u64, size as u64);
        prop_assert_eq!(verify_inclusion(SHA, leaf, at_index, of_size, &digests(theirs.as_bytes()), root), Ok(()));
        let we_take = |proof: &[Digest], at| verify_inclusion(SHA, leaf, at, of_size, proof, root).is_ok();
        let they_take = |proof: &[Digest], at| {
            let proof = InclusionProof::try_from_bytes(bytes(proof)).expect("whole digests");
            root_hash(root, size).verify_inclusion(&both.records[index], at, &proof).is_ok()
        };
        prop_assert!(they_take(&ours, at_index));
        let forged = mutated(&ours, how, place);
        if forged != ours {
            prop_assert!(!we_take(&forged, at_index));
            prop_assert!(!they_take(&forged, at_index));
        }
        // for another place both say the same: equal records may have equal proofs
        for other in [at_index.wrapping_sub(1), at_index + 1, at_index ^ 2, of_size, u64::MAX] {
            prop_assert_eq!(we_take(&ours, other), they_take(&ours, other), "at {}", other);
        }
    }

    #[test]
    fn consistency_proofs_are_equal_and_each_side_verifies_the_other(
        records in records(), at in any::<Index>(), how in 0..40_usize, place in any::<Index>(),
    ) {
        prop_assume!(!records.is_empty());
        let both = Both::of(&records);
        let (earlier, size) = (at.index(records.len()) + 1, records.len());
        let (before, now) = (both.root(earlier), both.root(size));
        let theirs = both.theirs.prove_consistency(size - earlier);
        let ours = prove_consistency(SHA, &both.leaves, earlier as u64).expect("it was so large");
        prop_assert_eq!(bytes(&ours), theirs.as_bytes());

        let we_take = |proof: &[Digest], from: usize, to: usize| {
            verify_consistency(SHA, from as u64, before, to as u64, now, proof).is_ok()
        };
        let they_take = |proof: &[Digest], from: usize, to: usize| {
            let proof = ConsistencyProof::try_from_bytes(bytes(proof)).expect("whole digests");
            root_hash(now, to).verify_consistency(&root_hash(before, from), &proof).is_ok()
        };
        prop_assert!(we_take(&digests(theirs.as_bytes()), earlier, size));
        prop_assert!(they_take(&ours, earlier, size));
        let forged = mutated(&ours, how, place);
        if forged != ours {
            prop_assert!(!we_take(&forged, earlier, size));
            prop_assert!(!they_take(&forged, earlier, size));
        }
        for (from, to) in [(earlier + 1, size), (earlier, size + 1), (earlier, size * 2), (size + 1, size), (earlier ^ 2, size)] {
            // of the empty tree they prove nothing, we only that it is empty
            if from > 0 {
                prop_assert_eq!(we_take(&ours, from, to), they_take(&ours, from, to), "{} to {}", from, to);
            }
        }
    }
}

#[test]
fn of_no_record_and_outside_of_the_tree_there_is_no_proof() {
    let both = Both::of(&[]);
    assert_eq!(both.theirs.root(), root_hash(both.root(0), 0));
    assert_eq!(prove_inclusion(SHA, &[], 0), None);
    assert_eq!(prove_consistency(SHA, &[], 0), Some(vec![]));
    assert_eq!(prove_consistency(SHA, &[], 1), None);
    let one = Both::of(&[b"x".to_vec()]);
    assert_eq!(prove_inclusion(SHA, &one.leaves, 1), None);
    assert_eq!(prove_inclusion(SHA, &one.leaves, u64::MAX), None);
}
