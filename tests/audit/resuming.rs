//! Going on from a head that was kept: its text, and what is verified behind it.

use super::*;
use project_lifecycle::audit::merkle::{CheckpointError, TreeError};

/// The head of the log's first records.
fn head_at(store: &MemoryStore, size: usize) -> LogHead {
    let digest = store.head().expect("memory answers").digest();
    let records = &store.records()[..size];
    LogHead {
        source: source(),
        tree: merkle::Tree::of(digest, records.iter().map(|record| record.leaf(digest))),
        hash: records.last().map_or(Digest::ZERO, |record| record.leaf(digest)),
        recorded: records.last().map(Record::recorded_time),
    }
}

/// The head of `OPENED`, by hand: its root and its peak are its leaf.
fn opened_text() -> String {
    // echo 52ab49… | xxd -r -p | base64
    let leaf = "UqtJmTQbUbKc7P8QQoAB+w09MBnfUVco1mXw3P1OCVI=";
    format!("urn:example:log:shenyang\n1\n{leaf}\nlast {leaf}\nrecorded 2018-06-01T10:00:00.000000Z\npeak {leaf}\n")
}

#[test]
fn a_head_is_written_and_reads_back() {
    let (_, head) = LogHead::open(source(), &actor(), noon()).unwrap();
    assert_eq!(head.to_string(), opened_text());
    let store = log();
    for size in 0..=store.records().len() {
        let head = head_at(&store, size);
        let text = head.to_string();
        assert_eq!(text.parse(), Ok(head.clone()), "{text}");
        assert_eq!(text.parse(), Ok(head.checkpoint()), "it is read as its checkpoint, too");
        for cut in 0..text.len() {
            assert!(text[..cut].parse::<LogHead>().is_err(), "{:?}", &text[..cut]);
        }
    }
}

#[test]
fn every_other_text_is_refused() {
    let refused = |from: &str, to: &str| {
        let text = opened_text();
        assert!(text.contains(from));
        text.replacen(from, to, 1).parse::<LogHead>().unwrap_err()
    };
    let line = |expected: &'static str, found: &str| HeadTextError::Line { expected, found: found.into() };
    assert_eq!("".parse::<LogHead>(), Err(HeadTextError::Checkpoint(CheckpointError::Lines)));
    assert_eq!(refused("last ", "last"), line("last ", "lastUqtJmTQbUbKc7P8QQoAB+w09MBnfUVco1mXw3P1OCVI=\n"));
    assert_eq!(refused("10:00:00.000000Z", "10:00:00Z"), line("recorded ", "recorded 2018-06-01T10:00:00Z\n"));
    assert_eq!(
        refused("peak ", "peaks ").to_string(),
        r#"the line "peaks UqtJmTQbUbKc7P8QQoAB+w09MBnfUVco1mXw3P1OCVI=\n" stands where `peak ` was due"#
    );
    let more = format!("{}x\n", opened_text()).parse::<LogHead>();
    assert_eq!(more, Err(line("peak ", "x\n")));
    let peaks = HeadTextError::Tree(TreeError::Peaks { size: 3, needed: 2, found: 1 });
    assert_eq!(refused("\n1\n", "\n3\n"), peaks);
    let many = HeadTextError::Tree(TreeError::TooLarge { size: 1 << 53, limit: (1 << 53) - 1 });
    assert_eq!(refused("\n1\n", "\n9007199254740992\n"), many);
    // echo -n | sha256sum, in base64: a root, but not this one
    let other = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    let root = refused("\nUqtJmTQbUbKc7P8QQoAB+w09MBnfUVco1mXw3P1OCVI=", &format!("\n{other}"));
    assert_eq!(
        root.to_string(),
        format!(
            "the peaks lead to the root {OPENED_LEAF}, not to the checkpoint's \
             e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855: the head was changed"
        )
    );
    let last = refused("last UqtJmTQbUbKc7P8QQoAB+w09MBnfUVco1mXw3P1OCVI=", &format!("last {other}"));
    assert_eq!(
        last.to_string(),
        format!(
            "the last leaf is e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855, but the tree ends with \
             {OPENED_LEAF}: the head was changed"
        )
    );
    let returned = opened_text().replace('\n', "\r\n").parse::<LogHead>();
    assert_eq!(returned, Err(HeadTextError::Checkpoint(CheckpointError::CarriageReturn)));
    let marked = format!("\u{feff}{}", opened_text()).parse::<LogHead>();
    assert_eq!(marked, Err(HeadTextError::Checkpoint(CheckpointError::ByteOrderMark)));
}

#[test]
fn what_is_new_is_verified_from_any_head_on() {
    let store = log();
    let records = store.records();
    let now = store.head().unwrap();
    for size in 0..=records.len() {
        let head = head_at(&store, size);
        let verdict = |checkpoint: Option<Checkpoint>, skipped: usize| {
            let mut verifier = Verifier::from(head.clone());
            if let Some(checkpoint) = checkpoint {
                verifier = verifier.against(checkpoint);
            }
            verifier.extend(records[skipped..].iter().map(Record::line));
            verifier.finish()
        };
        assert_eq!(verdict(None, size), Verdict::SelfConsistent { head: now.clone() }, "{size}");
        for kept in 1..=records.len() {
            let checkpoint = head_at(&store, kept).checkpoint();
            let expected = if kept < size {
                let contradiction = Contradiction::BeforeHead { size: kept as u64, since: size as u64 };
                Verdict::Contradicts { checkpoint: checkpoint.clone(), contradiction, head: now.clone() }
            } else {
                Verdict::ConsistentWith { checkpoint: checkpoint.clone(), head: now.clone() }
            };
            assert_eq!(verdict(Some(checkpoint.clone()), size), expected, "{kept} from {size}");
            let other = Checkpoint { root: Digest::ZERO, ..checkpoint };
            assert!(matches!(verdict(Some(other), size), Verdict::Contradicts { .. }), "{kept} from {size}");
        }
        if size + 1 < records.len() && size > 0 {
            let found = verdict(None, size + 1);
            let line = size as u64 + 1;
            assert_eq!(found.faults().iter().map(|bad| bad.line).collect::<Vec<_>>(), [line, line], "one is missing");
        }
    }
    assert_eq!(
        Contradiction::BeforeHead { size: 3, since: 7 }.to_string(),
        "the checkpoint is of 3 records, but the log was verified from record 7 on: verify all of it"
    );
}

#[test]
fn a_line_that_does_not_follow_from_the_head_is_told_by_its_place() {
    let store = log();
    let head = head_at(&store, 7);
    let other = LogHead { hash: Digest::ZERO, ..head.clone() };
    let mut verifier = Verifier::from(other);
    verifier.extend(store.records()[7..].iter().map(Record::line));
    let verdict = verifier.finish();
    let (expected, found) = (Digest::ZERO, head.hash);
    assert_eq!(verdict.faults(), [BadLine { line: 8, fault: LineFault::Predecessor { expected, found } }]);
    // another log's
    let elsewhere = LogHead { source: "urn:example:log:dalian".parse().unwrap(), ..head };
    let mut verifier = Verifier::from(elsewhere);
    verifier.follow(store.records()[7].line());
    assert_eq!(verifier.finish().faults()[0].fault.code(), "source");
    // from nothing on the first line opens the log
    let mut verifier = Verifier::from(head_at(&store, 0));
    verifier.follow(store.records()[1].line());
    assert_eq!(verifier.finish().faults()[0].fault.code(), "not_opened");
    let verdict = Verifier::from(head_at(&store, 0)).finish();
    assert!(matches!(verdict, Verdict::SelfConsistent { .. }), "nothing is new: {verdict:?}");
}

#[cfg(feature = "sm3")]
#[test]
fn a_head_on_another_digest_says_so_first() {
    let (_, head) = LogHead::open_on(DigestAlgorithm::Sm3, source(), &actor(), noon()).unwrap();
    let text = head.to_string();
    assert!(text.starts_with("sm3\nurn:example:log:shenyang\n1\n"), "{text}");
    assert_eq!(text.parse(), Ok(head));
}
