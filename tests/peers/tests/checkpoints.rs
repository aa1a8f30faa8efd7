//! Checkpoints and proofs as other readers of transparency logs take them: `tlog_tiles` and `signed_note`.

use project_lifecycle::audit::merkle::Checkpoint;
use project_lifecycle::audit::merkle::{Tree, prove_consistency, prove_inclusion};
use project_lifecycle::value::{Digest, DigestAlgorithm};
use proptest::prelude::*;
use signed_note::{Note, Signature};
use tlog_tiles::{Hash, check_record, check_tree, record_hash};

const SHA: DigestAlgorithm = DigestAlgorithm::Sha256;

fn checkpoint(size: u64, root: [u8; 32]) -> Checkpoint {
    let origin = "urn:example:log:shenyang".parse().expect("a source");
    Checkpoint { digest: SHA, origin, size, root: Digest::from_bytes(root) }
}

fn hash(digest: Digest) -> Hash {
    Hash(*digest.bytes())
}

proptest! {
    #[test]
    fn a_checkpoint_is_one_to_them(size in any::<u64>(), root in any::<[u8; 32]>()) {
        let ours = checkpoint(size, root);
        let theirs = tlog_tiles::Checkpoint::new(ours.origin.as_str(), size, Hash(root), "").expect("a checkpoint");
        let text = ours.to_string();
        prop_assert_eq!(theirs.to_bytes(), text.as_bytes());

        let signature = Signature::new("example.com/log".into(), 7, vec![0; 64]).expect("a signature");
        let note = Note::new(text.as_bytes(), &[signature]).expect("a text that can be signed");
        let signed = String::from_utf8(note.to_bytes()).expect("text");
        prop_assert_eq!(signed.parse(), Ok(ours), "signatures are no part of it");
        let note = Note::from_bytes(signed.as_bytes()).expect("a note");
        prop_assert_eq!(note.text(), text.as_bytes());
        let read = tlog_tiles::Checkpoint::from_reader(&mut note.text(), false).expect("a checkpoint");
        prop_assert_eq!(read, theirs);
    }

    #[test]
    fn proofs_are_proofs_to_them(records in prop::collection::vec(any::<[u8; 2]>(), 1..200), at in any::<prop::sample::Index>()) {
        let leaves: Vec<_> = records.iter().map(|record| SHA.leaf(record)).collect();
        let (size, root) = (leaves.len() as u64, Tree::of(SHA, leaves.iter().copied()).root());
        let at = at.index(leaves.len());
        let index = at as u64;
        let hashes = |proof: Option<Vec<Digest>>| proof.expect("a proof").into_iter().map(hash).collect::<Vec<_>>();

        let mut path = hashes(prove_inclusion(SHA, &leaves, index));
        let leaf = record_hash(&records[at]);
        prop_assert!(check_record(&path, size, hash(root), index, leaf).is_ok());
        path.push(leaf);
        prop_assert!(check_record(&path, size, hash(root), index, leaf).is_err());

        let before = Tree::of(SHA, leaves[..=at].iter().copied()).root();
        let mut path = hashes(prove_consistency(SHA, &leaves, index + 1));
        prop_assert!(check_tree(&path, size, hash(root), index + 1, hash(before)).is_ok());
        path.push(leaf);
        prop_assert!(check_tree(&path, size, hash(root), index + 1, hash(before)).is_err());
    }
}

#[test]
fn what_is_no_checkpoint_to_us_is_none_to_them() {
    let text = checkpoint(5, [7; 32]).to_string();
    for (from, to) in [("5\n", "05\n"), ("5\n", "+5\n"), ("5\n", "18446744073709551616\n"), ("=\n", "\n"), ("=\n", "=")]
    {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text);
        assert!(changed.parse::<Checkpoint>().is_err(), "{changed:?}");
        assert!(tlog_tiles::Checkpoint::from_bytes(changed.as_bytes()).is_err(), "{changed:?}");
    }
}
