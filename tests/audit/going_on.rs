//! Verifying goes on behind a line that does not follow: one bad line is one fault or two, and hides nothing behind it.

use std::io::BufReader;
use std::sync::OnceLock;

use super::*;

/// The lines and codes of what is wrong.
fn told(verdict: &Verdict) -> Vec<(u64, &'static str)> {
    verdict.faults().iter().map(|bad| (bad.line, bad.fault.code())).collect()
}

/// What `verify` says of lines.
#[track_caller]
fn faults(lines: &[Vec<u8>]) -> Vec<(u64, &'static str)> {
    let file = lines.concat();
    let verdict = verify(&*file).expect("memory is read");
    let again = verify(BufReader::with_capacity(61, &*file)).expect("memory is read");
    assert_eq!(again, verdict, "whatever the reader's buffer holds at once");
    told(&verdict)
}

/// The line with another actor: a record still.
fn edited(line: &[u8]) -> Vec<u8> {
    let text = core::str::from_utf8(line).expect("text");
    assert!(text.contains(r#""authid":"officer-7""#));
    text.replace(r#""authid":"officer-7""#, r#""authid":"officer-6""#).into_bytes()
}

/// Writes the predecessors behind a place anew, as a writer does that has not looked at what stands there.
fn sealed_on(lines: &mut [Vec<u8>], at: usize) {
    for next in at + 1..lines.len() {
        let before = SHA.leaf(lines[next - 1].strip_suffix(b"\n").expect("a line")).to_string();
        let text = core::str::from_utf8(&lines[next]).expect("text");
        let start = text.find(r#""predecessorhash":""#).expect("a record") + r#""predecessorhash":""#.len();
        lines[next] = [&text[..start], &before, &text[start + 64..]].concat().into_bytes();
    }
}

fn whole() -> Vec<Vec<u8>> {
    static WHOLE: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    WHOLE.get_or_init(|| lines(&log())).clone()
}

#[test]
fn a_deleted_line_is_a_wrong_sequence_and_a_wrong_predecessor() {
    for index in 1..whole().len() - 1 {
        let mut lines = whole();
        lines.remove(index);
        let place = index as u64 + 1;
        assert_eq!(faults(&lines), [(place, "sequence"), (place, "predecessor")], "{place}");
    }
    let mut lines = whole();
    lines.drain(4..9);
    assert_eq!(faults(&lines), [(5, "sequence"), (5, "predecessor")], "five together");
    lines.remove(0);
    assert_eq!(faults(&lines), [(1, "not_opened"), (4, "sequence"), (4, "predecessor")], "and the first");
}

#[test]
fn a_line_that_stands_twice_is_one_bad_line() {
    for index in 1..whole().len() {
        let mut lines = whole();
        lines.insert(index + 1, lines[index].clone());
        let place = index as u64 + 2;
        assert_eq!(faults(&lines), [(place, "sequence"), (place, "predecessor")], "{place}");
    }
}

#[test]
fn swapped_lines_are_told_where_they_are_and_behind() {
    let mut lines = whole();
    lines.swap(6, 7);
    assert_eq!(faults(&lines), [(7, "sequence"), (7, "predecessor"), (9, "sequence"), (9, "predecessor")]);
    let mut lines = whole();
    lines.swap(0, 1);
    assert_eq!(faults(&lines), [(1, "not_opened"), (3, "sequence"), (3, "predecessor")]);
}

#[test]
fn a_replaced_line_shows_at_the_next() {
    for index in 0..whole().len() - 1 {
        let mut lines = whole();
        lines[index] = edited(&lines[index]);
        assert_eq!(faults(&lines), [(index as u64 + 2, "predecessor")]);
    }
    let mut lines = whole();
    for index in [3, 9, 10, 20] {
        lines[index] = edited(&lines[index]);
    }
    let shown = [(5, "predecessor"), (11, "predecessor"), (12, "predecessor"), (22, "predecessor")];
    assert_eq!(faults(&lines), shown, "each of several");
}

#[test]
fn a_line_that_is_no_record_is_one_fault_where_it_was_put_in_or_sealed_on_and_two_where_it_stands_for_another() {
    for bad in [&b"garbage\n"[..], b"\n", b"{}\n", b"\0\0\n"] {
        for index in 1..whole().len() - 1 {
            let place = index as u64 + 1;
            let mut lines = whole();
            lines.insert(index, bad.to_vec());
            assert_eq!(faults(&lines), [(place, "record")], "put in at {place}");
            lines.insert(index, bad.to_vec());
            assert_eq!(faults(&lines), [(place, "record"), (place + 1, "record")], "twice");
            let mut lines = whole();
            lines[index] = bad.to_vec();
            assert_eq!(faults(&lines), [(place, "record"), (place + 1, "predecessor")], "in place of {place}");
            sealed_on(&mut lines, index);
            assert_eq!(faults(&lines), [(place, "record")], "sealed on at {place}");
        }
    }
    let mut lines = whole();
    lines.insert(0, b"garbage\n".to_vec());
    assert_eq!(faults(&lines), [(1, "record")], "before the first");
    lines.remove(1);
    assert_eq!(faults(&lines), [(1, "record"), (2, "predecessor")], "in place of the first");
}

/// The line behind one that was put in follows the lines before it, also where its predecessor is wrong by itself.
#[test]
fn what_stands_behind_a_line_that_was_put_in_is_judged_at_its_own_place() {
    for index in 1..whole().len() - 1 {
        let mut lines = whole();
        let text = String::from_utf8(lines[index].clone()).expect("text");
        let at = text.find(r#""predecessorhash":""#).expect("a record") + r#""predecessorhash":""#.len();
        lines[index] = [&text[..at], &"0".repeat(64), &text[at + 64..]].concat().into_bytes();
        sealed_on(&mut lines, index);
        lines.insert(index, b"garbage\n".to_vec());
        let place = index as u64 + 1;
        assert_eq!(faults(&lines), [(place, "record"), (place + 1, "predecessor")], "{place}");
    }
}

/// The attack of the findings: a poisoned line, and a record rewritten behind it.
#[test]
fn what_was_done_behind_a_poisoned_line_is_told() {
    let long = [vec![b'x'; 200_000], b"\n".to_vec()].concat();
    let later = String::from_utf8(whole()[5].clone()).unwrap();
    let spaced = later.replacen("\":\"", "\": \"", 1).into_bytes();
    for (poison, code) in [(&long, "record"), (&spaced, "record")] {
        let mut lines = whole();
        lines[5].clone_from(poison);
        sealed_on(&mut lines, 5);
        assert_eq!(faults(&lines), [(6, code)]);
        let kept = log().head().unwrap().checkpoint();
        lines[12] = edited(&lines[12]);
        assert_eq!(faults(&lines), [(6, code), (14, "predecessor")]);
        let verdict = verify_against(&*lines.concat(), &kept).unwrap();
        let Verdict::NotSelfConsistent { contradiction, checkpoint, .. } = verdict else { panic!("{verdict:?}") };
        assert!(matches!(contradiction, Some(Contradiction::Root { .. })), "{contradiction:?}");
        assert_eq!(checkpoint, Some(kept));
        // the same as rows of a database
        let mut verifier = Verifier::new();
        verifier.extend(lines.iter().map(|line| line.strip_suffix(b"\n").unwrap()));
        assert_eq!(verifier.finish(), verify(&*lines.concat()).unwrap());
    }
}

/// The log goes on with the lines as they stand, so a checkpoint that was kept behind a poisoned line holds.
#[test]
fn a_checkpoint_behind_a_bad_line_tells_whether_anything_was_changed_since() {
    let mut lines = whole();
    lines[5] = b"garbage\n".to_vec();
    sealed_on(&mut lines, 5);
    let found = |lines: &[Vec<u8>], kept: &Checkpoint| match verify_against(&*lines.concat(), kept).unwrap() {
        Verdict::NotSelfConsistent { head, contradiction, .. } => (head.unwrap(), contradiction),
        Verdict::SelfConsistent { .. } | Verdict::ConsistentWith { .. } | Verdict::Contradicts { .. } => panic!(),
    };
    let Verdict::NotSelfConsistent { head: Some(head), .. } = verify(&*lines.concat()).unwrap() else { panic!() };
    let leaves = lines.iter().map(|line| SHA.leaf(line.strip_suffix(b"\n").unwrap()));
    assert_eq!(head.tree, merkle::Tree::of(SHA, leaves), "the tree of the lines as they stand");
    assert_eq!(found(&lines, &head.checkpoint()), (head.clone(), None));
    lines[7] = edited(&lines[7]);
    assert!(matches!(found(&lines, &head.checkpoint()).1, Some(Contradiction::Root { .. })));
    // what was only put in is not counted
    let kept = log().head().unwrap();
    for size in 1..whole().len() {
        let mut lines = whole();
        lines.insert(size, b"garbage\n".to_vec());
        assert_eq!(found(&lines, &kept.checkpoint()), (kept.clone(), None), "{size}");
        let before = merkle::Tree::of(SHA, log().records()[..size].iter().map(|record| record.leaf(SHA)));
        let before = Checkpoint { size: before.size(), root: before.root(), ..kept.checkpoint() };
        assert_eq!(found(&lines, &before).1, None, "{size}");
    }
    // cut behind what was put in: the checkpoint's size was reached by it alone
    let mut lines = whole();
    lines.truncate(6);
    lines.splice(5..5, [b"garbage\n".to_vec(), b"garbage\n".to_vec()]);
    let seven = merkle::Tree::of(SHA, log().records()[..7].iter().map(|record| record.leaf(SHA)));
    let seven = Checkpoint { size: 7, root: seven.root(), ..kept.checkpoint() };
    assert_eq!(found(&lines, &seven).1, Some(Contradiction::Shorter { expected: 7, found: 6 }));
}

#[test]
fn one_wrong_time_is_one_fault() {
    let edit = |year: &str| {
        let mut lines = whole();
        let text = String::from_utf8(lines[8].clone()).unwrap();
        let at = text.find(r#""recordedtime":""#).unwrap() + r#""recordedtime":""#.len();
        lines[8] = [&text[..at], year, &text[at + 4..]].concat().into_bytes();
        sealed_on(&mut lines, 8);
        faults(&lines)
    };
    assert_eq!(edit("9999"), [(10, "recorded_earlier")], "the next is earlier");
    assert_eq!(edit("1999"), [(9, "recorded_earlier")]);
}

#[test]
fn one_wrong_sequence_is_one_fault() {
    let mut lines = whole();
    let text = String::from_utf8(lines[8].clone()).unwrap();
    lines[8] = text.replace("0000000000000000009", "0000000000000000900").into_bytes();
    sealed_on(&mut lines, 8);
    assert_eq!(faults(&lines), [(9, "sequence")]);
    let text = String::from_utf8(lines[8].clone()).unwrap();
    lines[8] = text.replace("0000000000000000900", "9999999999999999999").into_bytes();
    sealed_on(&mut lines, 8);
    assert_eq!(faults(&lines), [(9, "sequence")], "the largest");
}

/// As README's query gives them if it does not name the log.
#[test]
fn the_lines_of_two_logs_are_told_apart() {
    let other: Source = "urn:example:log:dalian".parse().unwrap();
    let mut store = crate::common::opened(other.clone(), &actor(), noon()).unwrap();
    for event in Walk::to(8, at(Stage::Operating)).project.events() {
        store.append(&event.clone().into(), noon().plus_minutes(9_000_000).unwrap()).unwrap();
    }
    let (ours, theirs) = (whole(), lines(&store));
    assert!(ours.len() > theirs.len());
    let mut both = Vec::new();
    for (index, line) in ours.iter().enumerate() {
        both.push(line.clone());
        both.extend(theirs.get(index).cloned());
    }
    let foreign: Vec<_> = (1..=theirs.len() as u64).map(|n| (2 * n, "source")).collect();
    assert_eq!(faults(&both), foreign);
    let kept = log().head().unwrap();
    let verdict = verify_against(&*both.concat(), &kept.checkpoint()).unwrap();
    let Verdict::NotSelfConsistent { head, contradiction, .. } = &verdict else { panic!("{verdict:?}") };
    assert_eq!((head.as_ref(), contradiction), (Some(&kept), &None), "the first log is whole");
    assert_eq!(
        verdict.to_string(),
        format!(
            "line 2 does not follow: the record belongs to the log urn:example:log:dalian, not \
             urn:example:log:shenyang; if the file holds several logs, verify each by itself; it is the first of {} \
             contradictions",
            theirs.len()
        )
    );
    let behind = [ours.clone(), theirs.clone()].concat();
    let first = ours.len() as u64 + 1;
    assert_eq!(faults(&behind), (0..theirs.len() as u64).map(|n| (first + n, "source")).collect::<Vec<_>>());
}

fn returned(line: &[u8]) -> Vec<u8> {
    [line.strip_suffix(b"\n").expect("a line"), b"\r\n"].concat()
}

#[test]
fn carriage_returns_are_told_once_and_hide_nothing() {
    let kept = log().head().unwrap();
    let mut lines: Vec<_> = whole().iter().map(|line| returned(line)).collect();
    let verdict = verify_against(&*lines.concat(), &kept.checkpoint()).unwrap();
    assert_eq!(
        verdict.to_string(),
        "line 1 does not follow: from here on lines end in CR LF, not in a line feed alone: an editor, a mail or a transfer \
         as text did that; take the file as it was written, or remove the carriage returns"
    );
    let Verdict::NotSelfConsistent { head, contradiction, .. } = verdict else { panic!() };
    assert_eq!((head, contradiction), (Some(kept), None), "the log is whole but for its line ends");
    lines[9] = edited(&lines[9]);
    assert_eq!(faults(&lines), [(1, "carriage_return"), (11, "predecessor")]);
    let mut lines = whole();
    for at in [3, 4, 5, 12] {
        lines[at] = returned(&lines[at]);
    }
    assert_eq!(faults(&lines), [(4, "carriage_return"), (13, "carriage_return")], "each run");
    // a row of a database has no line end that another program could have changed
    let mut verifier = Verifier::new();
    verifier.follow(returned(&whole()[0]).strip_suffix(b"\n").unwrap());
    assert_eq!(told(&verifier.finish()), [(1, "record")]);
}

#[test]
fn a_byte_order_mark_is_told_as_one() {
    let mut lines = whole();
    lines[0] = [b"\xEF\xBB\xBF", &lines[0][..]].concat();
    let verdict = verify(&*lines.concat()).unwrap();
    assert_eq!(
        verdict.to_string(),
        "line 1 does not follow: a byte order mark of UTF-8: a program saved the file anew; take the file as it was written, \
         or remove the mark"
    );
    let Verdict::NotSelfConsistent { head, .. } = verdict else { panic!() };
    assert_eq!(head, Some(log().head().unwrap()));
    // two files, one behind the other
    lines[7] = [b"\xEF\xBB\xBF", &lines[7][..]].concat();
    assert_eq!(faults(&lines), [(1, "byte_order_mark"), (8, "byte_order_mark")]);
    let both: Vec<_> = lines.iter().map(|line| returned(line)).collect();
    assert_eq!(faults(&both), [(1, "byte_order_mark"), (1, "carriage_return"), (8, "byte_order_mark")]);
    let text = String::from_utf8(whole().concat()).unwrap();
    let wide: Vec<u8> = "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let verdict = verify(&*wide).unwrap();
    assert_eq!(
        verdict.faults()[0].to_string(),
        "line 1: a byte order mark of UTF-16: a program saved the file anew; take the file as it was written"
    );
}

#[test]
fn a_thousand_faults_are_kept_and_all_are_counted() {
    let mut lines = whole();
    lines.extend(std::iter::repeat_n(b"garbage\n".to_vec(), 1_500));
    let Verdict::NotSelfConsistent { faults, .. } = verify(&*lines.concat()).unwrap() else { panic!() };
    assert_eq!((faults.count(), faults.first().len()), (1_500, Faults::<BadLine>::KEPT));
    let first = whole().len() as u64 + 1;
    assert!(faults.first().iter().map(|bad| bad.line).eq(first..first + 1_000));
}

#[test]
fn faults_read_as_sentences_and_as_json() {
    let mut lines = whole();
    lines.truncate(3);
    lines.push(b"x".to_vec());
    let verdict = verify(&*lines.concat()).unwrap();
    assert_eq!(
        verdict.to_string(),
        "line 4 does not follow: the line does not end in a line feed: a torn write, or a cut file"
    );
    assert_eq!(
        verdict.faults()[0].to_string(),
        "line 4: the line does not end in a line feed: a torn write, or a cut file"
    );
    let said = serde_json::to_value(&verdict).unwrap();
    let expected = serde_json::json!({
        "verdict": "not_self_consistent",
        "faults": {"count": 1, "first": [{"line": 4, "fault": {
            "code": "torn", "text": "the line does not end in a line feed: a torn write, or a cut file",
        }}]},
        "head": {
            "digest": "sha-256", "origin": "urn:example:log:shenyang", "size": 3, "root": said["head"]["root"],
            "recorded": said["head"]["recorded"],
        },
        "checkpoint": null,
        "contradiction": null,
    });
    assert_eq!(said, expected);
    let none = verify(&b"x\n"[..]).unwrap();
    let Verdict::NotSelfConsistent { head, .. } = &none else { panic!() };
    assert_eq!(*head, None, "no line says which log it is");
    let other = Checkpoint { root: Digest::ZERO, size: 2, ..log().head().unwrap().checkpoint() };
    let both = verify_against(&*lines.concat(), &other).unwrap().to_string();
    assert!(both.contains("a cut file; and against the checkpoint: the root of the first 2 records is "), "{both}");
}

#[cfg(feature = "sm3")]
#[test]
fn a_log_without_its_first_line_is_followed_on_the_checkpoints_digest() {
    let mut store = crate::common::opened_on(DigestAlgorithm::Sm3, source(), &actor(), noon()).unwrap();
    for event in Walk::to(1, at(Stage::Signed)).project.events() {
        store.append(&event.clone().into(), noon().plus_minutes(9_000_000).unwrap()).unwrap();
    }
    let mut lines = lines(&store);
    lines[0] = b"garbage\n".to_vec();
    let kept = store.head().unwrap().checkpoint();
    let verdict = verify_against(&*lines.concat(), &kept).unwrap();
    assert_eq!(told(&verdict), [(1, "record"), (2, "predecessor")]);
}
