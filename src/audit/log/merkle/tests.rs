//! The tree and its proofs, against published vectors and by exhaustion of small trees.

use proptest::prelude::*;

use super::*;

const SHA: DigestAlgorithm = DigestAlgorithm::Sha256;

/// The inputs of the certificate-transparency project's own reference tests, in hexadecimal.
const INPUTS: [&str; 8] =
    ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

/// The roots of the first 0 to 8 of them, as published there and computed anew in Python.
const ROOTS: [&str; 9] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn reference_leaves() -> Vec<Digest> {
    let byte = |hex: &str, at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    let bytes = |hex: &str| (0..hex.len()).step_by(2).map(|at| byte(hex, at)).collect::<Vec<_>>();
    INPUTS.iter().map(|hex| SHA.leaf(&bytes(hex))).collect()
}

fn leaves(count: u64) -> Vec<Digest> {
    (0..count).map(|number| SHA.leaf(&number.to_be_bytes())).collect()
}

fn root(leaves: &[Digest]) -> Digest {
    Tree::of(SHA, leaves.iter().copied()).root()
}

#[test]
fn roots_are_the_published_ones() {
    let leaves = reference_leaves();
    let mut tree = Tree::new(SHA);
    assert_eq!(tree.root().to_string(), ROOTS[0]);
    for (leaf, expected) in leaves.iter().zip(&ROOTS[1..]) {
        tree.append(*leaf);
        assert_eq!(tree.root().to_string(), *expected, "{}", tree.size());
        assert_eq!(Tree::from_parts(SHA, tree.size(), tree.peaks().to_vec()), Ok(tree.clone()));
    }
    assert_eq!(
        Tree::from_parts(SHA, 7, vec![]).unwrap_err().to_string(),
        "a tree of 7 leaves has 3 full subtrees, not 0"
    );
}

#[test]
fn every_leaf_of_small_trees_is_included_at_its_place_and_nowhere_else() {
    for size in 1..=33 {
        let leaves = leaves(size);
        let root = root(&leaves);
        for index in 0..size {
            let at = usize::try_from(index).unwrap();
            let proof = prove_inclusion(SHA, &leaves, index).unwrap();
            assert_eq!(verify_inclusion(SHA, leaves[at], index, size, &proof, root), Ok(()), "{index} of {size}");
            for other in (0..size).filter(|other| *other != index) {
                assert!(
                    verify_inclusion(SHA, leaves[at], other, size, &proof, root).is_err(),
                    "{index} as {other} of {size}"
                );
            }
            let wrong = leaves[(at + 1) % leaves.len()];
            assert!(size == 1 || verify_inclusion(SHA, wrong, index, size, &proof, root).is_err());
            let mut longer = proof.clone();
            longer.push(Digest::ZERO);
            let needed = proof.len();
            let error = ProofError::Length { found: needed + 1, needed };
            assert_eq!(verify_inclusion(SHA, leaves[at], index, size, &longer, root), Err(error));
        }
        assert_eq!(prove_inclusion(SHA, &leaves, size), None);
        let outside = ProofError::Outside { part: size, size };
        assert_eq!(verify_inclusion(SHA, leaves[0], size, size, &[], root), Err(outside));
    }
}

/// By the leaves of one full subtree and the tree alone, the same as by all leaves.
#[test]
fn a_subtree_and_the_peaks_prove_what_all_leaves_do() {
    for size in 0..=70 {
        let leaves = leaves(size);
        let tree = Tree::of(SHA, leaves.iter().copied());
        let mut covered = 0;
        for index in 0..size {
            let range = tree.subtree(index).unwrap();
            assert!(range.contains(&index) && (range.end - range.start).is_power_of_two(), "{range:?} has {index}");
            covered = covered.max(range.end);
            let of = |range: &core::ops::Range<u64>| {
                leaves[usize::try_from(range.start).unwrap()..usize::try_from(range.end).unwrap()].to_vec()
            };
            let under = of(&range);
            assert_eq!(tree.prove(index, under.iter().copied()).ok(), prove_inclusion(SHA, &leaves, index));
            let needed = range.end - range.start;
            let (fewer, more) = (under[1..].iter().copied(), under.iter().chain(&leaves[..1]).copied());
            assert_eq!(tree.prove(index, fewer), Err(ProofError::Leaves { found: needed - 1, needed }));
            assert_eq!(tree.prove(index, more), Err(ProofError::Leaves { found: needed + 1, needed }));
            let mut changed = under;
            *changed.last_mut().unwrap() = Digest::ZERO;
            assert!(matches!(tree.prove(index, changed), Err(ProofError::Root { .. })), "{index} of {size}");
        }
        assert_eq!(covered, size);
        for nowhere in [size, size + 1, u64::MAX] {
            assert_eq!(tree.subtree(nowhere), None);
            assert_eq!(tree.prove(nowhere, []), Err(ProofError::Outside { part: nowhere, size }));
        }
    }
    // by hand: 100,000 is 65,536 + 32,768 + 1,024 + 512 + 128 + 32
    let tree = Tree::from_parts(SHA, 100_000, vec![Digest::ZERO; 6]).unwrap();
    let starts = [0, 65_536, 98_304, 99_328, 99_840, 99_968, 100_000];
    for range in starts.windows(2).map(|pair| pair[0]..pair[1]) {
        assert_eq!([range.start, range.end - 1].map(|index| tree.subtree(index)), [Some(range.clone()), Some(range)]);
    }
    let end = (1 << 53) - 1;
    let largest = Tree::from_parts(SHA, end, vec![Digest::ZERO; 53]).unwrap();
    assert_eq!(largest.subtree(end - 1), Some(end - 1..end));
    assert_eq!(largest.subtree(0), Some(0..1 << 52));
}

#[test]
fn no_tree_is_so_large_that_another_leaf_overflows() {
    let of = |size: u64| Tree::from_parts(SHA, size, vec![Digest::ZERO; size.count_ones() as usize]);
    let limit = (1 << 53) - 1;
    for size in [1 << 53, u64::MAX] {
        assert_eq!(of(size), Err(TreeError::TooLarge { size, limit }));
    }
    assert_eq!(
        of(u64::MAX).unwrap_err().to_string(),
        "a log has at most 9007199254740991 records, not 18446744073709551615"
    );
    let mut full = of(limit).unwrap();
    full.append(Digest::ZERO);
    assert_eq!((full.size(), full.peaks().len()), (1 << 53, 1));
}

#[test]
fn every_small_tree_is_consistent_with_every_earlier_one_and_no_other() {
    for size in 0..=33 {
        let all = leaves(size);
        for earlier in 0..=size {
            let first = &all[..usize::try_from(earlier).unwrap()];
            let (before, now) = (root(first), root(&all));
            let proof = prove_consistency(SHA, &all, earlier).unwrap();
            assert_eq!(verify_consistency(SHA, earlier, before, size, now, &proof), Ok(()), "{earlier} of {size}");
            for (forged, kept) in [(Digest::ZERO, now), (before, Digest::ZERO)] {
                // an empty earlier tree is the beginning of any, but itself there is only one
                let any = earlier == 0 && size > 0 && kept == Digest::ZERO;
                assert_eq!(
                    verify_consistency(SHA, earlier, forged, size, kept, &proof).is_ok(),
                    any,
                    "{earlier} of {size}"
                );
            }
            for place in 0..proof.len() {
                let mut changed = proof.clone();
                changed[place] = Digest::ZERO;
                assert!(verify_consistency(SHA, earlier, before, size, now, &changed).is_err());
            }
        }
        assert_eq!(prove_consistency(SHA, &all, size + 1), None);
    }
}

proptest! {
    #[test]
    fn no_proof_makes_a_verifier_panic(
        index in any::<u64>(), size in any::<u64>(),
        proof in prop::collection::vec(any::<[u8; 32]>().prop_map(Digest::from_bytes), 0..70),
    ) {
        let (leaf, root) = (Digest::ZERO, Digest::of(b"root"));
        prop_assert!(verify_inclusion(SHA, leaf, index, size, &proof, root).is_err());
        let _ = verify_consistency(SHA, index, leaf, size, root, &proof);
    }
}
