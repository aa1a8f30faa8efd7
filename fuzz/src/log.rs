//! Logs.

use std::io::BufReader;

use project_lifecycle::audit::merkle::{Checkpoint, RecordProof, Tree};
use project_lifecycle::audit::{BadLine, Contradiction, Faults, LineFault, LogHead, Verifier, verify_against};
use project_lifecycle::value::Digest;
use project_lifecycle::{Record, Verdict};

use super::SHA;

/// A verdict is the same however the bytes arrive; self-consistent implies that every line parses and that checkpoint and
/// proofs of the log hold; a fault implies that all before it is a log.
pub fn verify(bytes: &[u8]) {
    verdict_of(bytes);
    // a changed byte breaks the chain, so the ways behind it are only seen in a log whose chain was mended
    verdict_of(&mended(bytes));
}

fn verdict_of(bytes: &[u8]) {
    let verdict = project_lifecycle::verify(bytes).expect("memory is read");
    for capacity in [1, 61] {
        let again = project_lifecycle::verify(BufReader::with_capacity(capacity, bytes)).expect("memory is read");
        assert_eq!(again, verdict, "read by {capacity} bytes");
    }
    match &verdict {
        Verdict::SelfConsistent { head } => consistent(bytes, head),
        Verdict::NotSelfConsistent { faults, head, checkpoint, contradiction } => {
            assert!((checkpoint, contradiction) == (&None, &None), "no checkpoint was given");
            told(bytes, faults, head.as_ref());
            let BadLine { line, fault } = &faults.first()[0];
            faulty(bytes, *line, fault);
        }
        Verdict::ConsistentWith { .. } | Verdict::Contradicts { .. } => panic!("no checkpoint was given"),
    }
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.strip_suffix(b"\n").into_iter().flat_map(|bytes| bytes.split(|byte| *byte == b'\n'))
}

fn consistent(bytes: &[u8], head: &LogHead) {
    let records: Vec<_> = lines(bytes).map(|line| Record::parse(line).expect("every line is a record")).collect();
    let digest = head.digest();
    let leaves: Vec<Digest> = records.iter().map(|record| record.leaf(digest)).collect();
    assert_eq!(Tree::of(digest, leaves.iter().copied()), head.tree);
    assert_eq!(leaves.last(), Some(&head.hash));
    assert_eq!(records.last().map(Record::recorded_time), head.recorded);
    let mut before = Digest::ZERO;
    for (place, (record, leaf)) in records.iter().zip(&leaves).enumerate() {
        assert_eq!((record.sequence(), record.predecessor()), (place as u64 + 1, before));
        assert_eq!(*record.source(), head.source);
        before = *leaf;
    }

    let mut by_line = Verifier::new();
    by_line.extend(lines(bytes));
    assert_eq!(by_line.finish(), Verdict::SelfConsistent { head: head.clone() });

    let checkpoint = head.checkpoint();
    let against = |checkpoint: &Checkpoint| verify_against(bytes, checkpoint).expect("memory is read");
    let expected = Verdict::ConsistentWith { checkpoint: checkpoint.clone(), head: head.clone() };
    assert_eq!(against(&checkpoint), expected);
    let longer = Checkpoint { size: checkpoint.size + 1, ..checkpoint.clone() };
    let is_shorter =
        |verdict| matches!(verdict, Verdict::Contradicts { contradiction: Contradiction::Shorter { .. }, .. });
    assert!(is_shorter(against(&longer)));
    let other = Checkpoint { root: Digest::of(b"another root"), ..checkpoint.clone() };
    let is_other = |verdict| matches!(verdict, Verdict::Contradicts { contradiction: Contradiction::Root { .. }, .. });
    assert!(is_other(against(&other)));

    for record in &records {
        let mut verifier = Verifier::new().proving(record.sequence());
        verifier.extend(lines(bytes));
        let proof = verifier.proof().expect("the record has gone by");
        assert_eq!(proof.verify(record), Ok(()));
        assert_eq!(proof.checkpoint, checkpoint);
        assert_eq!(proof.to_string().parse::<RecordProof>(), Ok(proof));
    }
}

/// The faults are in order, in lines that there are, and a line has a few; the head counts no more lines than there are.
fn told(bytes: &[u8], faults: &Faults<BadLine>, head: Option<&LogHead>) {
    let lines = bytes.split_inclusive(|byte| *byte == b'\n').count().max(1) as u64;
    let all = faults.first();
    assert!(all.windows(2).all(|pair| pair[0].line <= pair[1].line));
    assert!(all.iter().all(|bad| (1..=lines).contains(&bad.line)), "{all:?} of {lines}");
    all.iter().for_each(|bad| drop(bad.to_string()));
    assert!(faults.count() <= 6 * lines && faults.count() >= all.len() as u64);
    assert!(head.is_none_or(|head| head.size() <= lines));
}

/// The lines before the first faulty one are a log of their own.
fn faulty(bytes: &[u8], line: u64, fault: &LineFault) {
    let good = usize::try_from(line - 1).expect("no more lines than bytes");
    let before: Vec<u8> = bytes.split_inclusive(|byte| *byte == b'\n').take(good).flatten().copied().collect();
    let verdict = project_lifecycle::verify(&*before).expect("memory is read");
    let follows = matches!(&verdict, Verdict::SelfConsistent { head } if head.size() == line - 1);
    let empty = BadLine { line: 1, fault: LineFault::Empty };
    let is_empty = verdict.faults() == [empty] && good == 0;
    assert!(follows || is_empty, "line {line} was blamed, {fault}, but before it: {verdict:?}");
}

/// The log with every predecessor hash, and every sequence, put right as far as each stands where it should.
fn mended(bytes: &[u8]) -> Vec<u8> {
    let mut mended = Vec::with_capacity(bytes.len());
    let mut before = Digest::ZERO;
    for (line, place) in bytes.split_inclusive(|byte| *byte == b'\n').zip(1..) {
        let (line, end) = line.strip_suffix(b"\n").map_or((line, &b""[..]), |line| (line, &b"\n"[..]));
        let mut line = line.to_vec();
        put(&mut line, b",\"predecessorhash\":\"", before.to_string().as_bytes());
        put(&mut line, b",\"sequence\":\"", format!("{place:019}").as_bytes());
        before = SHA.leaf(&line);
        mended.extend_from_slice(&line);
        mended.extend_from_slice(end);
    }
    mended
}

/// Writes a text over what stands behind the last of some names.
fn put(line: &mut [u8], name: &[u8], text: &[u8]) {
    let Some(at) = line.windows(name.len()).rposition(|window| window == name) else { return };
    if let Some(place) = line.get_mut(at + name.len()..at + name.len() + text.len()) {
        place.copy_from_slice(text);
    }
}
