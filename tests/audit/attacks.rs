//! Every attack on a log that the design names, each detected: by the chain alone, or with a checkpoint kept elsewhere.
//!
//! The attacker has the file and this crate, and can seal whatever it likes; only the checkpoint is out of reach.

use std::sync::OnceLock;

use proptest::prelude::*;

use project_lifecycle::audit::merkle::RecordProofError;

use super::*;

/// The lines of the log, without their `\n`, and the checkpoint that somebody else keeps.
fn honest() -> &'static (Vec<Vec<u8>>, Checkpoint) {
    static HONEST: OnceLock<(Vec<Vec<u8>>, Checkpoint)> = OnceLock::new();
    HONEST.get_or_init(|| {
        let store = log();
        let lines = store.records().iter().map(|record| record.line().to_vec()).collect();
        (lines, store.head().expect("memory answers").checkpoint())
    })
}

/// What the chain alone says of some lines, and what the checkpoint does.
fn verdicts(lines: &[Vec<u8>]) -> (Verdict, Verdict) {
    let (mut alone, mut against) = (Verifier::new(), Verifier::new().against(honest().1.clone()));
    alone.extend(lines);
    against.extend(lines);
    (alone.finish(), against.finish())
}

/// The chain alone shows it, at that line.
#[track_caller]
fn chain_shows(lines: &[Vec<u8>], at: usize) -> LineFault {
    let (alone, against) = verdicts(lines);
    assert_eq!(alone.faults(), against.faults(), "a checkpoint says nothing of single lines");
    let Some(BadLine { line, fault }) = alone.faults().first().cloned() else { panic!("no fault: {alone:?}") };
    assert_eq!(line, at as u64, "{fault}");
    fault
}

/// The chain alone is blind to it; the checkpoint shows it.
#[track_caller]
fn checkpoint_shows(lines: &[Vec<u8>]) -> Contradiction {
    let (alone, against) = verdicts(lines);
    assert!(matches!(alone, Verdict::SelfConsistent { .. }), "{alone:?}");
    let Verdict::Contradicts { contradiction, .. } = against else { panic!("{against:?}") };
    contradiction
}

/// Seals lines anew from a place on, after a change of the record there, as their producer could.
fn resealed(from: usize, change: impl FnOnce(&mut serde_json::Value)) -> Vec<Vec<u8>> {
    let mut lines = honest().0.clone();
    let mut change = Some(change);
    for at in from..lines.len() {
        let mut record: serde_json::Value = serde_json::from_slice(&lines[at]).expect("JSON");
        if let Some(change) = change.take() {
            change(&mut record);
        }
        if at > 0 {
            record["predecessorhash"] = SHA.leaf(&lines[at - 1]).to_string().into();
        }
        lines[at] = canonical::to_vec(&record).expect("canonical");
    }
    lines
}

fn edited(at: usize, from: &str, to: &str) -> Vec<Vec<u8>> {
    let mut lines = honest().0.clone();
    let text = String::from_utf8(lines[at].clone()).expect("UTF-8");
    assert!(text.contains(from), "{text}");
    lines[at] = text.replacen(from, to, 1).into_bytes();
    lines
}

const MIDDLE: usize = 10;

#[test]
fn a_flipped_byte() {
    for at in [1, MIDDLE] {
        for byte in 0..honest().0[at].len() {
            let mut lines = honest().0.clone();
            lines[at][byte] ^= 4;
            let verdict = verdicts(&lines).0;
            let found: Vec<u64> = verdict.faults().iter().map(|bad| bad.line).collect();
            let near = |line: &u64| *line == at as u64 + 1 || *line == at as u64 + 2;
            assert!(!found.is_empty() && found.iter().all(near), "byte {byte} of line {at}: {verdict}");
        }
    }
}

#[test]
fn a_flipped_byte_of_the_last_line() {
    let last = honest().0.len() - 1;
    for byte in 0..honest().0[last].len() {
        let mut lines = honest().0.clone();
        lines[last][byte] ^= 4;
        assert!(!matches!(verdicts(&lines).1, Verdict::ConsistentWith { .. }), "byte {byte}");
    }
}

#[test]
fn a_deleted_line() {
    for at in 1..honest().0.len() - 1 {
        let mut lines = honest().0.clone();
        lines.remove(at);
        let (expected, found) = (at as u64 + 1, at as u64 + 2);
        assert_eq!(chain_shows(&lines, at + 1), LineFault::Sequence { expected, found });
    }
}

#[test]
fn swapped_lines() {
    let mut lines = honest().0.clone();
    lines.swap(MIDDLE, MIDDLE + 1);
    assert!(matches!(chain_shows(&lines, MIDDLE + 1), LineFault::Sequence { .. }));
}

#[test]
fn an_inserted_line() {
    // a record made for that very place, of which only what follows does not know
    let mut lines = honest().0.clone();
    let mut record: serde_json::Value = serde_json::from_slice(&lines[MIDDLE]).expect("JSON");
    record["id"] = "e0000000-0000-4001-8000-00000000ffff".into();
    lines.insert(MIDDLE, canonical::to_vec(&record).expect("canonical"));
    let (expected, found) = (MIDDLE as u64 + 2, MIDDLE as u64 + 1);
    assert_eq!(chain_shows(&lines, MIDDLE + 2), LineFault::Sequence { expected, found });
}

#[test]
fn a_truncated_tail() {
    let whole = honest().0.len();
    for left in 1..whole {
        let (expected, found) = (whole as u64, left as u64);
        assert_eq!(checkpoint_shows(&honest().0[..left]), Contradiction::Shorter { expected, found });
    }
}

#[test]
fn a_splice_of_another_log() {
    let other: Source = "urn:example:log:dalian".parse().expect("a source");
    let mut store = MemoryStore::open(other.clone(), &actor(), noon()).expect("a log");
    for event in Walk::plan(8).project.events() {
        store.append(&event.clone().into(), noon()).expect("recorded");
    }
    let mut lines = honest().0.clone();
    lines[1] = store.records()[1].line().to_vec();
    assert_eq!(chain_shows(&lines, 2), LineFault::Source { expected: source(), found: other.clone() });
    // the other log as a whole is a log, but not this one
    let whole: Vec<_> = store.records().iter().map(|record| record.line().to_vec()).collect();
    assert_eq!(checkpoint_shows(&whole), Contradiction::Origin { expected: source(), found: other });
}

#[test]
fn a_resealed_suffix() {
    let forged = resealed(MIDDLE, |record| record["authid"] = "somebody-else".into());
    assert!(matches!(checkpoint_shows(&forged), Contradiction::Root { .. }));
}

#[test]
fn a_resealed_log() {
    // from its first line on, at another hour
    let forged = resealed(0, |record| record["time"] = "2018-06-01T09:59:00.000000Z".into());
    assert_ne!(forged[0], honest().0[0]);
    assert!(matches!(checkpoint_shows(&forged), Contradiction::Root { .. }));
}

#[test]
fn an_edited_time() {
    let lines = edited(MIDDLE, "\"time\":\"2018", "\"time\":\"2017");
    assert!(matches!(chain_shows(&lines, MIDDLE + 2), LineFault::Predecessor { .. }));
    let forged = resealed(MIDDLE, |record| record["time"] = "2017-06-01T10:00:00.000000Z".into());
    assert!(matches!(checkpoint_shows(&forged), Contradiction::Root { .. }));
}

#[test]
fn a_changed_actor() {
    let lines = edited(MIDDLE, "\"authid\":\"officer-7\"", "\"authid\":\"officer-6\"");
    assert!(matches!(chain_shows(&lines, MIDDLE + 2), LineFault::Predecessor { .. }));
    let last = honest().0.len() - 1;
    let lines = edited(last, "\"authid\":\"officer-7\"", "\"authid\":\"officer-6\"");
    assert!(matches!(checkpoint_shows(&lines), Contradiction::Root { .. }));
}

#[test]
fn a_duplicated_event() {
    let mut lines = honest().0.clone();
    lines.insert(MIDDLE, lines[MIDDLE].clone());
    assert!(matches!(chain_shows(&lines, MIDDLE + 2), LineFault::Sequence { .. }));
    // appended once more, sealed as its producer could: the log is longer and self-consistent, replay refuses the id
    let mut lines = honest().0.clone();
    let mut record: serde_json::Value = serde_json::from_slice(&lines[MIDDLE]).expect("JSON");
    record["sequence"] = format!("{:019}", lines.len() + 1).into();
    record["predecessorhash"] = SHA.leaf(lines.last().expect("a line")).to_string().into();
    let last: serde_json::Value = serde_json::from_slice(lines.last().expect("a line")).expect("JSON");
    record["recordedtime"] = last["recordedtime"].clone();
    lines.push(canonical::to_vec(&record).expect("canonical"));
    assert!(matches!(verdicts(&lines).1, Verdict::ConsistentWith { .. }), "what was there is unchanged");
    let records: Vec<_> = lines.iter().map(|line| Record::parse(line.as_slice()).expect("a record")).collect();
    let subject = records[MIDDLE].subject();
    let stream = records.iter().filter(|record| record.subject() == subject);
    let events: Vec<_> = stream.map(|record| record.event().expect("an event")).collect();
    assert!(Project::replay(events).is_err(), "the doubled event is at a version that is taken");
}

#[test]
fn trailing_garbage() {
    let (lines, checkpoint) = honest();
    let file = lines.iter().flat_map(|line| [line.as_slice(), b"\n"].concat()).collect::<Vec<_>>();
    let next = lines.len() as u64 + 1;
    for garbage in [&b"\n"[..], b"x", b"x\n", b"\0", b" ", b"{}\n", b"\r\n"] {
        let verdict = verify_against([&file, garbage].concat().as_slice(), checkpoint).expect("memory is read");
        assert_eq!(verdict.faults().first().map(|bad| bad.line), Some(next), "{garbage:?}: {verdict:?}");
    }
}

/// A proof of the record at `MIDDLE`, and the record.
fn proof() -> (RecordProof, Record) {
    let lines = &honest().0;
    let mut verifier = Verifier::new().proving(MIDDLE as u64 + 1);
    verifier.extend(lines);
    let proof = verifier.proof().expect("the record has gone by");
    (proof, Record::parse(lines[MIDDLE].as_slice()).expect("a record"))
}

#[test]
fn a_proof_holds_for_its_record_and_reads_back() {
    let (proof, record) = proof();
    assert_eq!(proof.checkpoint, honest().1);
    assert_eq!(proof.verify(&record), Ok(()));
    assert_eq!(proof.to_string().parse(), Ok(proof.clone()));
    let text = proof.to_string().replacen("index", "extra eA==\nindex", 1) + "\n— example.com/log AAAA\n";
    assert_eq!(text.parse(), Ok(proof), "extra data and signatures are nobody's word");
}

#[test]
fn a_wrong_leaf() {
    let (proof, record) = proof();
    let text = String::from_utf8(record.line().to_vec()).expect("UTF-8").replacen("officer-7", "officer-6", 1);
    let forged = Record::parse(text).expect("a record");
    assert!(matches!(proof.verify(&forged), Err(RecordProofError::Proof(merkle::ProofError::Root { .. }))));
    let other = Record::parse(honest().0[MIDDLE + 1].as_slice()).expect("a record");
    let (expected, found) = (MIDDLE as u64 + 1, MIDDLE as u64 + 2);
    assert_eq!(proof.verify(&other), Err(RecordProofError::Sequence { expected, found }));
}

#[test]
fn an_index_off_by_one() {
    let (proof, record) = proof();
    for index in [MIDDLE as u64 - 1, MIDDLE as u64 + 1, u64::MAX] {
        let moved = RecordProof { index, ..proof.clone() };
        assert!(matches!(moved.verify(&record), Err(RecordProofError::Sequence { .. })), "{index}");
        let Checkpoint { digest, size, root, .. } = proof.checkpoint;
        let alone = merkle::verify_inclusion(digest, record.leaf(digest), index, size, &proof.path, root);
        assert!(alone.is_err(), "{index}");
    }
}

#[test]
fn a_proof_with_garbage_or_for_another_log() {
    let (proof, record) = proof();
    let mut longer = proof.clone();
    longer.path.push(Digest::ZERO);
    let needed = proof.path.len();
    let length = merkle::ProofError::Length { found: needed + 1, needed };
    assert_eq!(longer.verify(&record), Err(RecordProofError::Proof(length)));
    let origin: Source = "urn:example:log:dalian".parse().expect("a source");
    let other = RecordProof { checkpoint: Checkpoint { origin: origin.clone(), ..proof.checkpoint.clone() }, ..proof };
    assert_eq!(other.verify(&record), Err(RecordProofError::Origin { expected: origin, found: source() }));
}

#[test]
fn a_text_that_is_no_proof_says_where() {
    let (proof, _) = proof();
    let text = proof.to_string();
    let refused = |from: &str, to: &str| {
        assert!(text.contains(from));
        text.replacen(from, to, 1).parse::<RecordProof>().unwrap_err()
    };
    let header = |found: &str| merkle::ProofTextError::Header { found: found.into() };
    assert_eq!(refused("c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2"), header("c2sp.org/tlog-proof@v2"));
    assert_eq!("".parse::<RecordProof>(), Err(header("")));
    let index = |found: &str| merkle::ProofTextError::Index { found: found.into() };
    assert_eq!(refused("index 10", "index 010"), index("index 010"));
    assert_eq!(refused("index 10\n", ""), index(text.lines().nth(2).expect("a digest")));
    assert_eq!(refused("index 10\n", "extra x\nextra y\nindex 10\n"), index("extra y"));
    assert_eq!(refused("=\n", "\n").to_string().split(" is not 32").next().map(str::len), Some(45), "43 and quotes");
    assert_eq!(
        refused("\n\n", "\n").to_string(),
        "\"urn:example:log:shenyang\" is not 32 bytes in standard base64 with padding"
    );
    let cut = &text[..text.find("\n\n").expect("an empty line")];
    assert_eq!(cut.parse::<RecordProof>(), Err(merkle::ProofTextError::NoCheckpoint));
    assert_eq!(refused("\n\nurn:", "\n\nurn ").to_string(), "the origin `urn example:log:shenyang` names no log");
}

proptest! {
    #[test]
    fn random_bytes_flipped_anywhere(
        flips in prop::collection::vec((any::<prop::sample::Index>(), 1..=255_u8), 1..4),
    ) {
        let (lines, checkpoint) = honest();
        let file = lines.iter().flat_map(|line| [line.as_slice(), b"\n"].concat()).collect::<Vec<_>>();
        let mut flipped = file.clone();
        for (at, mask) in flips {
            let at = at.index(flipped.len());
            flipped[at] ^= mask;
        }
        // two flips may undo one another
        prop_assume!(flipped != file);
        let verdict = verify_against(flipped.as_slice(), checkpoint).expect("memory is read");
        prop_assert!(!matches!(verdict, Verdict::ConsistentWith { .. }), "{verdict:?}");
    }
}
