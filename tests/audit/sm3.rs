//! Logs on SM3. The expected digests are Python's (`hashlib.new("sm3")`).

use super::*;

const SM3: DigestAlgorithm = DigestAlgorithm::Sm3;

/// A log like [`log`], on SM3.
fn sm3_log() -> MemoryStore {
    let mut store = MemoryStore::open_on(SM3, source(), &actor(), noon()).expect("a log");
    for event in Walk::to(1, at(Stage::Operating)).project.events() {
        store.append(&event.clone().into(), evening(plus(event.effective_on(), 1))).expect("appended");
    }
    store
}

#[test]
fn the_first_record_names_the_digest_and_is_hashed_with_it() {
    let (opened, head) = LogHead::open_on(SM3, source(), &actor(), noon()).unwrap();
    assert_eq!(opened.line(), OPENED.replace("sha-256", "sm3").as_bytes());
    let leaf = "d73462404dcd5f185f4485bbb483a3586cb9d0df22952ccb36c112bc4ae51835";
    assert_eq!((opened.leaf(SM3).to_string().as_str(), head.hash.to_string().as_str()), (leaf, leaf));
    let text = "sm3\nurn:example:log:shenyang\n1\n1zRiQE3NXxhfRIW7tIOjWGy50N8ilSzLNsESvErlGDU=\n";
    assert_eq!(head.checkpoint().to_string(), text);
    assert_eq!(text.parse(), Ok(head.checkpoint()));
}

#[test]
fn the_tree_is_of_the_same_digest() {
    let leaves = (0..5).map(|number: u8| SM3.leaf(number.to_string().as_bytes()));
    let root = "14972746650250261d7c292a48759f5effdb9fefbe5149356036aa7616d9a49a";
    assert_eq!(merkle::Tree::of(SM3, leaves).root().to_string(), root);
    let empty = "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b";
    assert_eq!(merkle::Tree::new(SM3).root().to_string(), empty);
}

#[test]
fn such_a_log_is_verified_with_its_own_digest() {
    let (store, head) = (sm3_log(), sm3_log().head().unwrap());
    let bytes = lines(&store).concat();
    assert_eq!(verify(&*bytes).unwrap(), Verdict::SelfConsistent { head: head.clone() });
    let checkpoint = head.checkpoint();
    assert!(matches!(verify_against(&*bytes, &checkpoint).unwrap(), Verdict::ConsistentWith { .. }));
    let misread = Checkpoint { digest: SHA, ..checkpoint };
    let Verdict::Contradicts { contradiction, .. } = verify_against(&*bytes, &misread).unwrap() else { panic!() };
    assert_eq!(contradiction, Contradiction::Digest { expected: SHA, found: SM3 });
    assert_eq!(contradiction.to_string(), "the checkpoint is of a log on sha-256, this one is on sm3");
    // the same records chained by SHA-256 do not pass for it
    let second = String::from_utf8(lines(&store)[1].clone()).unwrap();
    let leaves = store.records()[0].leaf(SHA).to_string();
    let forged = second.replace(&store.records()[0].leaf(SM3).to_string(), &leaves).into_bytes();
    let verdict = verify([&lines(&store)[0][..], &forged].concat().as_slice()).unwrap();
    assert!(matches!(verdict.faults(), [BadLine { line: 2, fault: LineFault::Predecessor { .. } }]), "{verdict:?}");
}

#[test]
fn a_proof_of_such_a_log_is_marked() {
    let store = sm3_log();
    let mut verifier = Verifier::new().proving(4);
    verifier.extend(store.records().iter().map(Record::line));
    let proof = verifier.proof().unwrap();
    assert_eq!(proof.verify(&store.records()[3]), Ok(()));
    let text = proof.to_string();
    assert!(text.starts_with("sm3\nc2sp.org/tlog-proof@v1\nindex 3\n"), "{text}");
    assert_eq!(text.parse(), Ok(proof));
    let as_sha = text.trim_start_matches("sm3\n").parse::<RecordProof>().unwrap();
    assert!(as_sha.verify(&store.records()[3]).is_err());
}

/// Leaves on another digest than the log's are of no use, and do no harm.
#[test]
fn lines_digested_on_another_digest_are_verified_all_the_same() {
    for (store, digest, other) in [(sm3_log(), SM3, SHA), (log(), SHA, SM3)] {
        for on in [digest, other] {
            let (mut verifier, mut lines) = (Verifier::new(), Lines::default());
            store.records().iter().for_each(|record| lines.push(record.line()));
            lines.digest(on);
            verifier.follow_lines(&lines);
            assert_eq!(verifier.finish(), Verdict::SelfConsistent { head: store.head().unwrap() }, "{digest} by {on}");
        }
    }
}
