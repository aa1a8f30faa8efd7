//! What a checkpoint that was kept elsewhere shows, and a chain alone does not.

use super::*;

fn against(lines: &[Vec<u8>], checkpoint: &Checkpoint) -> Verdict {
    verify_against(lines.concat().as_slice(), checkpoint).expect("reading from memory")
}

fn contradiction(lines: &[Vec<u8>], checkpoint: &Checkpoint) -> Contradiction {
    let verdict = against(lines, checkpoint);
    let Verdict::Contradicts { contradiction, .. } = verdict else { panic!("{verdict:?}") };
    contradiction
}

/// The checkpoint of the first records of a log.
fn at(store: &MemoryStore, size: usize) -> Checkpoint {
    let tree = merkle::Tree::of(SHA, store.records()[..size].iter().map(|record| record.leaf(SHA)));
    Checkpoint { digest: SHA, origin: source(), size: size as u64, root: tree.root() }
}

/// The same history sealed anew from the record at `from`, on, one of its times changed: a producer's forgery.
fn resealed(store: &MemoryStore, from: usize) -> Vec<Vec<u8>> {
    let mut lines = lines(store);
    let mut before = if from == 0 { Digest::ZERO } else { SHA.leaf(lines[from - 1].trim_ascii_end()) };
    for (place, line) in lines.iter_mut().enumerate().skip(from) {
        let mut value: serde_json::Value = serde_json::from_slice(line).expect("JSON");
        value["predecessorhash"] = before.to_string().into();
        if place == from {
            value["authid"] = "somebody-else".into();
        }
        *line = canonical::to_vec(&value).expect("canonical");
        before = SHA.leaf(line);
        line.push(b'\n');
    }
    lines
}

#[test]
fn a_log_is_consistent_with_every_checkpoint_it_ever_had() {
    let store = log();
    let head = store.head().unwrap();
    for size in 1..=store.records().len() {
        let checkpoint = at(&store, size);
        let expected = Verdict::ConsistentWith { checkpoint: checkpoint.clone(), head: head.clone() };
        assert_eq!(against(&lines(&store), &checkpoint), expected);
        assert_eq!(checkpoint.to_string().parse(), Ok(checkpoint));
    }
    assert_eq!(head.checkpoint(), at(&store, store.records().len()));
}

#[test]
fn a_tail_cut_at_a_line_end_is_missing() {
    let store = log();
    let whole = store.records().len();
    for size in 1..whole {
        let (expected, found) = (whole as u64, size as u64);
        let cut = &lines(&store)[..size];
        assert_eq!(contradiction(cut, &at(&store, whole)), Contradiction::Shorter { expected, found });
    }
}

#[test]
fn a_changed_last_line_shows() {
    let store = log();
    let last = store.records().len() - 1;
    let forged = resealed(&store, last);
    assert!(
        matches!(verify(forged.concat().as_slice()).unwrap(), Verdict::SelfConsistent { .. }),
        "the chain is blind"
    );
    assert!(matches!(contradiction(&forged, &at(&store, last + 1)), Contradiction::Root { .. }));
    // a checkpoint from before it cannot know
    assert!(matches!(against(&forged, &at(&store, last)), Verdict::ConsistentWith { .. }));
}

#[test]
fn a_log_sealed_anew_from_any_record_on_shows_against_any_checkpoint_behind_it() {
    let store = log();
    let whole = store.records().len();
    for from in 1..whole {
        let forged = resealed(&store, from);
        assert!(matches!(verify(forged.concat().as_slice()).unwrap(), Verdict::SelfConsistent { .. }), "{from}");
        for size in 1..=whole {
            let verdict = against(&forged, &at(&store, size));
            assert_eq!(matches!(verdict, Verdict::ConsistentWith { .. }), size <= from, "{from} {size}");
        }
    }
}

#[test]
fn a_checkpoint_of_another_log_says_so() {
    let store = log();
    let other = Checkpoint { origin: "urn:example:log:dalian".parse().unwrap(), ..at(&store, 3) };
    let expected = Contradiction::Origin { expected: other.origin.clone(), found: source() };
    assert_eq!(contradiction(&lines(&store), &other), expected);
    assert_eq!(
        expected.to_string(),
        "the checkpoint is of the log urn:example:log:dalian, not of urn:example:log:shenyang"
    );
}

#[test]
fn a_broken_chain_is_told_before_any_checkpoint() {
    let store = log();
    let mut broken = lines(&store);
    broken.remove(3);
    let verdict = against(&broken, &at(&store, 2));
    assert_eq!(verdict.faults().iter().map(|bad| bad.line).collect::<Vec<_>>(), [4, 4], "{verdict:?}");
}
