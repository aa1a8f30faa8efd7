//! The vectors that verifiers in other languages share: which lines are refused, and why. `tests/interop/refusals.py` wrote them.

use super::*;

const VECTORS: &str = include_str!("../vectors/refusals.jsonl");

/// The code of a fault in the vectors: that of the line, or what is wrong with a line that is no record.
fn code(fault: &LineFault) -> &str {
    match fault {
        LineFault::Record(RecordError::TooLarge { .. }) => "too_large",
        LineFault::Record(RecordError::NotCanonical(_)) => "not_canonical",
        LineFault::Record(RecordError::Attributes { .. }) => "attributes",
        LineFault::Record(RecordError::Attribute { .. }) => "attribute",
        LineFault::Record(RecordError::Data { .. }) => "data",
        LineFault::Empty
        | LineFault::Torn
        | LineFault::ByteOrderMark { .. }
        | LineFault::CarriageReturn
        | LineFault::NotOpened { .. }
        | LineFault::OpenedAgain
        | LineFault::UnknownFormat { .. }
        | LineFault::Source { .. }
        | LineFault::Sequence { .. }
        | LineFault::Predecessor { .. }
        | LineFault::RecordedEarlier { .. } => fault.code(),
        LineFault::Record(_) | LineFault::Quarantined { .. } | _ => panic!("{fault}"),
    }
}

/// The log of a vector: its line behind the opening, or alone.
fn log_of(vector: &serde_json::Value, opening: &str) -> Vec<u8> {
    let byte = |hex: &str, at: usize| u8::from_str_radix(&hex[at..at + 2], 16).expect("hexadecimal");
    let mut line = match (&vector["line"], &vector["hex"]) {
        (serde_json::Value::String(line), _) => line.clone().into_bytes(),
        (_, serde_json::Value::String(hex)) => (0..hex.len()).step_by(2).map(|at| byte(hex, at)).collect(),
        other => panic!("{other:?}"),
    };
    if let Some(fill) = vector["fill"].as_u64() {
        let more = usize::try_from(fill).expect("small") - line.len() + 2;
        line = String::from_utf8(line).expect("text").replacen("@@", &"x".repeat(more), 1).into_bytes();
    }
    let before = if vector["place"] == 2 { format!("{opening}\n") } else { String::new() };
    [before.as_bytes(), &line, vector["end"].as_str().unwrap_or("\n").as_bytes()].concat()
}

#[test]
fn every_vector_is_taken_or_refused_as_it_says() {
    let mut rows = VECTORS.lines().map(|row| serde_json::from_str::<serde_json::Value>(row).expect("JSON"));
    let opening = rows.next().expect("a first row")["opening"].as_str().expect("a line").to_owned();
    let (mut seen, mut refused, mut wrong) = (0, 0, Vec::new());
    for vector in rows {
        let verdict = verify(&*log_of(&vector, &opening)).expect("memory is read");
        let found = verdict.faults().first();
        let expected = vector["code"].as_str();
        if found.map(|bad| code(&bad.fault)) != expected
            || found.is_some_and(|bad| Some(bad.line) != vector["place"].as_u64())
        {
            wrong.push(format!("{}: expected {expected:?}, found {found:?}", vector["what"]));
        }
        seen += 1;
        refused += u32::from(expected.is_some());
    }
    assert!(wrong.is_empty(), "{} of {seen}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(refused > 500 && seen >= refused + 80, "{refused} of {seen} are refused");
}

/// A line that is refused behind a head is refused in a whole log, and the other way round.
#[test]
fn the_vectors_are_the_same_from_a_head_on() {
    let mut rows = VECTORS.lines().map(|row| serde_json::from_str::<serde_json::Value>(row).expect("JSON"));
    let opening = rows.next().expect("a first row")["opening"].as_str().expect("a line").to_owned();
    let Verdict::SelfConsistent { head } = verify(format!("{opening}\n").as_bytes()).unwrap() else { panic!() };
    for vector in rows.filter(|vector| vector["place"] == 2) {
        let log = log_of(&vector, &opening);
        let mut verifier = Verifier::from(head.clone());
        verifier.read(&mut &log[opening.len() + 1..]).expect("memory is read");
        assert_eq!(verifier.finish(), verify(&*log).unwrap(), "{}", vector["what"]);
    }
}
