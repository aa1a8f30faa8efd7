//! `verify` on a good log and on logs that were tampered with.

use super::*;

/// What `verify` says of some bytes: nothing if they are consistent, else the first line and its fault.
fn fault(bytes: &[u8]) -> Option<(u64, LineFault)> {
    let verdict = verify(bytes).expect("reading from memory");
    assert!(
        !matches!(verdict, Verdict::ConsistentWith { .. } | Verdict::Contradicts { .. }),
        "there was no checkpoint"
    );
    verdict.faults().first().cloned().map(|BadLine { line, fault }| (line, fault))
}

#[test]
fn a_good_log_is_consistent_up_to_its_head() {
    let store = log();
    assert!(store.records().len() > 25);
    let bytes = lines(&store).concat();
    assert_eq!(verify(&*bytes).unwrap(), Verdict::SelfConsistent { head: store.head().unwrap() });
}

#[test]
fn an_edit_of_any_line_but_the_last_shows_at_the_next() {
    let lines = lines(&log());
    for index in 0..lines.len() - 1 {
        let mut edited = lines.clone();
        // another actor: the line stays a well-formed record
        let text = String::from_utf8(edited[index].clone()).unwrap();
        edited[index] = text.replace(r#"{"authid":"officer-7""#, r#"{"authid":"officer-6""#).into_bytes();
        assert_ne!(edited[index], lines[index]);
        let expected = SHA.leaf(&edited[index][..edited[index].len() - 1]);
        let found = SHA.leaf(&lines[index][..lines[index].len() - 1]);
        let number = index as u64 + 2;
        assert_eq!(fault(&edited.concat()), Some((number, LineFault::Predecessor { expected, found })));
    }
}

#[test]
fn any_single_changed_byte_shows_at_its_line_or_the_next() {
    let lines = lines(&log())[..4].to_vec();
    let bytes = lines.concat();
    let last = bytes.len() - lines[3].len();
    for index in 0..last {
        let mut changed = bytes.clone();
        changed[index] ^= 1;
        let line = bytes[..index].iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
        match fault(&changed) {
            Some((found, _)) => assert!(found == line || found == line + 1, "byte {index}: line {found}, not {line}"),
            None => panic!("byte {index} was changed and it did not show"),
        }
    }
}

#[test]
fn a_cut_inside_a_line_is_a_torn_write() {
    let lines = lines(&log());
    let bytes = lines.concat();
    let start = bytes.len() - lines[lines.len() - 1].len();
    for cut in [start + 1, start + 40, bytes.len() - 2, bytes.len() - 1] {
        assert_eq!(fault(&bytes[..cut]), Some((lines.len() as u64, LineFault::Torn)), "cut at {cut}");
    }
    assert_eq!(fault(&lines[0][..20]), Some((1, LineFault::Torn)));
}

#[test]
fn lines_deleted_swapped_or_doubled_show_where_they_are() {
    let lines = lines(&log());
    for index in 1..lines.len() - 1 {
        let place = index as u64 + 1;
        let mut deleted = lines.clone();
        deleted.remove(index);
        let sequence = LineFault::Sequence { expected: place, found: place + 1 };
        assert_eq!(fault(&deleted.concat()), Some((place, sequence.clone())), "line {place} deleted");
        let mut swapped = lines.clone();
        swapped.swap(index, index + 1);
        assert_eq!(fault(&swapped.concat()), Some((place, sequence)), "line {place} swapped");
        let mut doubled = lines.clone();
        doubled.insert(index, lines[index].clone());
        let sequence = LineFault::Sequence { expected: place + 1, found: place };
        assert_eq!(fault(&doubled.concat()), Some((place + 1, sequence)), "line {place} doubled");
    }
    let found = "lifecycle.project.planned.v1".to_owned();
    assert_eq!(fault(&lines[1..].concat()), Some((1, LineFault::NotOpened { found })), "the first line is gone");
}

#[test]
fn what_is_not_a_record_is_found() {
    let lines = lines(&log());
    let (bytes, next) = (lines.concat(), lines.len() as u64 + 1);
    let at = |bytes: &[u8]| match fault(bytes) {
        Some((line, LineFault::Record(RecordError::NotCanonical(_)))) => line,
        other => panic!("{other:?}"),
    };
    assert_eq!(fault(b""), Some((1, LineFault::Empty)));
    assert_eq!(fault(&[&bytes, &b"garbage"[..]].concat()), Some((next, LineFault::Torn)));
    assert_eq!(at(&[&bytes, &b"garbage\n"[..]].concat()), next);
    assert_eq!(at(&[&bytes, &b"\n"[..]].concat()), next, "a blank line");
    assert_eq!(at(&[&bytes, &b"\0\0\0\n"[..]].concat()), next, "zeros of a crashed disk");
    let spaced = String::from_utf8(lines[2].clone()).unwrap().replacen("\":\"", "\": \"", 1);
    assert_eq!(at(&[lines[..2].concat(), spaced.into_bytes()].concat()), 3, "white space");
    let long = [&bytes, &[b'x'; RECORD_LIMIT + 100][..], b"\n"].concat();
    assert!(matches!(fault(&long), Some((line, LineFault::Record(RecordError::TooLarge { .. }))) if line == next));
    let attributes = fault(&[&bytes[..], b"{}\n"].concat());
    assert!(matches!(attributes, Some((line, LineFault::Record(RecordError::Attributes { .. }))) if line == next));
}

#[test]
fn a_record_of_another_log_is_found() {
    let other: Source = "urn:example:log:dalian".parse().unwrap();
    let mut store = crate::common::opened(other.clone(), &actor(), noon()).unwrap();
    let _receipt = store.append(&Walk::plan(8).project.events()[0].clone().into(), noon()).unwrap();
    let (ours, theirs) = (lines(&log()), lines(&store));
    let spliced = [&ours[0], &theirs[1]].map(Vec::as_slice).concat();
    assert_eq!(fault(&spliced), Some((2, LineFault::Source { expected: source(), found: other })));
}

#[test]
fn a_record_that_goes_back_in_time_is_found() {
    // sealed on a head whose own time was forgotten: the chain is right, the time is not
    let (opened, mut head) = LogHead::open(source(), &actor(), noon().plus_minutes(60).unwrap()).unwrap();
    head.recorded = None;
    let mut line = Vec::new();
    let event = Walk::plan(1).project.events()[0].clone();
    let _head = seal_into(&event.into(), &head, noon(), &mut line).unwrap();
    let bytes = [opened.line(), b"\n", &line, b"\n"].concat();
    let fault_of = LineFault::RecordedEarlier { last: noon().plus_minutes(60).unwrap(), found: noon() };
    assert_eq!(fault(&bytes), Some((2, fault_of)));
}

#[test]
fn what_only_a_checkpoint_shows_is_not_detected() {
    let lines = lines(&log());
    for end in 1..lines.len() {
        assert_eq!(fault(&lines[..end].concat()), None, "cut after line {end}");
    }
    let mut edited = lines.clone();
    let last = edited.last_mut().unwrap();
    *last = String::from_utf8(last.clone()).unwrap().replace("officer-7", "officer-6").into_bytes();
    assert_ne!(edited, lines);
    assert_eq!(fault(&edited.concat()), None, "an edit of the last line");
}

/// The opening line with one part written otherwise.
fn opened_with(from: &str, to: &str) -> Vec<u8> {
    assert!(OPENED.contains(from));
    format!("{}\n", OPENED.replace(from, to)).into_bytes()
}

#[test]
fn the_first_record_opens_the_log_of_its_own_source() {
    let not_opened = Some((1, LineFault::NotOpened { found: "lifecycle.log.opened.v1".into() }));
    assert_eq!(fault(&opened_with("urn:example:log:shenyang", "urn:example:log:dalian")), not_opened);
    assert_eq!(fault(&opened_with(r#""streamversion":1"#, r#""streamversion":2"#)), not_opened);
    let later = Some((1, LineFault::Sequence { expected: 1, found: 2 }));
    assert_eq!(fault(&opened_with("0000000000000000001\"", "0000000000000000002\"")), later);
}

#[test]
fn a_log_of_an_unknown_format_or_digest_is_refused() {
    for (from, to) in [
        (r#""format":1"#, r#""format":2"#),
        (r#""law":1"#, r#""law":99"#),
        (r#""digest":"sha-256""#, r#""digest":"md5""#),
        #[cfg(not(feature = "sm3"))]
        (r#""digest":"sha-256""#, r#""digest":"sm3""#),
    ] {
        let found = fault(&opened_with(from, to));
        assert!(matches!(found, Some((1, LineFault::UnknownFormat { .. }))), "{to}: {found:?}");
    }
    let found = fault(&opened_with(r#","format":1"#, ""));
    assert!(matches!(found, Some((1, LineFault::Record(_)))), "{found:?}");
}

#[test]
fn the_first_record_is_about_the_log() {
    let not_opened = Some((1, LineFault::NotOpened { found: "lifecycle.log.opened.v1".into() }));
    assert_eq!(fault(&opened_with(r#""subject":"log/"#, r#""subject":"refusal/"#)), not_opened);
}

/// A log that is known by name and empty so far is opened by its first record, and by no other that follows as well.
#[test]
fn the_first_record_after_an_empty_head_opens_the_log() {
    let log = log();
    let head = LogHead::empty(log.head().unwrap().source, SHA);
    let verdict = |line: &[u8]| {
        let mut verifier = Verifier::from(head.clone());
        verifier.follow(line);
        verifier.finish()
    };
    let opening = log.records()[0].line();
    assert!(matches!(verdict(opening), Verdict::SelfConsistent { .. }));
    let text = core::str::from_utf8(log.records()[1].line()).unwrap();
    let planning = text
        .replace("0000000000000000002\"", "0000000000000000001\"")
        .replace(&SHA.leaf(opening).to_string(), &Digest::ZERO.to_string());
    let told: Vec<_> = verdict(planning.as_bytes()).faults().iter().map(|bad| bad.fault.code()).collect();
    assert_eq!(told, ["not_opened"], "{planning}");
}

#[test]
fn a_log_is_opened_once() {
    let mut again = lines(&log());
    let opening = String::from_utf8(again[0].clone()).unwrap();
    let second = opening
        .replace("0000000000000000001\"", "0000000000000000002\"")
        .replace(&"0".repeat(64), &SHA.leaf(opening.trim_end().as_bytes()).to_string());
    again.truncate(1);
    again.push(second.into_bytes());
    assert_eq!(fault(&again.concat()), Some((2, LineFault::OpenedAgain)));
}

/// A log's lines in portions of so many, digested on the way or not.
fn in_portions(lines: &[Vec<u8>], many: usize, digest: impl Fn(usize, &mut Lines)) -> Verdict {
    let mut verifier = Verifier::new();
    for (index, chunk) in lines.chunks(many).enumerate() {
        let mut portion = Lines::default();
        chunk.iter().for_each(|line| portion.push(line));
        digest(index, &mut portion);
        verifier.follow_lines(&portion);
    }
    verifier.finish()
}

/// Whoever digests the lines, the verdict is the same: on a good log, and on one that was changed anywhere, also in a way
/// that only the leaf shows.
#[test]
fn lines_that_were_digested_on_the_way_prove_what_they_prove_one_by_one() {
    let good: Vec<_> = log().records().iter().map(|record| record.line().to_vec()).collect();
    let mut logs = vec![good.clone(), Vec::new(), vec![Vec::new()]];
    for index in 0..good.len() {
        let mut edited = good.clone();
        let text = String::from_utf8(edited[index].clone()).unwrap();
        edited[index] = text.replace(r#"{"authid":"officer-7""#, r#"{"authid":"officer-6""#).into_bytes();
        logs.push(edited);
        let mut cut = good.clone();
        cut.remove(index);
        logs.push(cut);
        let mut split = good.clone();
        split[index].push(b'\n');
        logs.push(split);
    }
    for lines in &logs {
        let mut verifier = Verifier::new();
        verifier.extend(lines);
        let one_by_one = verifier.finish();
        for many in [1, 3, 1000] {
            assert_eq!(in_portions(lines, many, |_, _| {}), one_by_one);
            assert_eq!(in_portions(lines, many, |_, portion| portion.digest(SHA)), one_by_one);
            let every_other = |index: usize, portion: &mut Lines| {
                if index % 2 == 1 {
                    portion.digest(SHA);
                }
            };
            assert_eq!(in_portions(lines, many, every_other), one_by_one);
        }
    }
}

#[test]
fn leaves_are_those_of_the_lines_that_were_there() {
    let good: Vec<_> = log().records().iter().map(|record| record.line().to_vec()).collect();
    let (mut verifier, mut lines) = (Verifier::new(), Lines::default());
    lines.push(&good[0]);
    lines.digest(SHA);
    good[1..].iter().for_each(|line| lines.push(line));
    assert_eq!(lines.size(), good.iter().map(Vec::len).sum::<usize>());
    assert!(lines.iter().eq(good.iter().map(Vec::as_slice)));
    verifier.follow_lines(&lines);
    assert_eq!(verifier.finish(), Verdict::SelfConsistent { head: log().head().unwrap() });
}
