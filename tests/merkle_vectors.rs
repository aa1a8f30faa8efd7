//! Merkle proofs, happy ones and attacks, as data: `tests/vectors/merkle.jsonl`, which `tests/interop/vectors.py` writes by
//! the steps of the RFCs. The families of attacks are those that transparency logs test one another with.

use std::collections::BTreeSet;

use project_lifecycle::audit::merkle::{verify_consistency, verify_inclusion};
use project_lifecycle::value::{Digest, DigestAlgorithm};
use serde::Deserialize;

const SHA: DigestAlgorithm = DigestAlgorithm::Sha256;

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum Vector {
    Inclusion {
        name: String,
        want_error: bool,
        index: u64,
        size: u64,
        leaf: Digest,
        root: Digest,
        proof: Vec<Digest>,
    },
    Consistency {
        name: String,
        want_error: bool,
        size1: u64,
        size2: u64,
        root1: Digest,
        root2: Digest,
        proof: Vec<Digest>,
    },
}

#[test]
fn every_vector_is_answered_as_the_rfcs_answer_it() {
    let (mut wrong, mut families, mut happy) = (Vec::new(), BTreeSet::new(), 0);
    for line in include_str!("vectors/merkle.jsonl").lines() {
        let (name, want_error, found) = match serde_json::from_str(line).expect("a vector") {
            Vector::Inclusion { name, want_error, index, size, leaf, root, proof } => {
                (name, want_error, verify_inclusion(SHA, leaf, index, size, &proof, root))
            }
            Vector::Consistency { name, want_error, size1, size2, root1, root2, proof } => {
                (name, want_error, verify_consistency(SHA, size1, root1, size2, root2, &proof))
            }
        };
        if found.is_err() != want_error {
            wrong.push(format!("{name}: {found:?}"));
        }
        happy += usize::from(!want_error);
        families.insert(name.split_once('/').expect("a tree and a family").1.to_owned());
    }
    assert!(wrong.is_empty(), "{} vectors are answered otherwise:\n{}", wrong.len(), wrong.join("\n"));
    // 17 proofs as they are made, the rest trees that a proof cannot tell apart
    assert_eq!(happy, 33);
    for family in [
        "leaf-wrong",
        "index-plus-1",
        "index-8000000000000000",
        "size-8000000000000000",
        "size-zero",
        "root-random",
        "empty-proof",
        "root1-as-proof",
        "truncated-back",
        "preceding-garbage",
        "trailing-garbage",
        "swapped-first-two",
        "swapped-roots",
        "wrong-end",
        "random",
        "inner-node-as-record",
    ] {
        assert!(families.contains(family), "{family}");
    }
}
