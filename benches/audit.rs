//! What the record costs: sealing and verifying. `cargo bench --features proptest --bench audit`
//!
//! `EVENTS=events.jsonl` names a log to verify, such as that of an imported ledger; without it the golden one is taken.
//! Ratios to the group's first row, its floor, are the result; nanoseconds are orientation.

#[path = "../tests/common/mod.rs"]
mod common;
mod compare;
mod median;

use std::hint::black_box;

use common::at;
use common::evidence::complete;
use common::walk::Walk;
use compare::compare;
use project_lifecycle::{audit::*, lifecycle::*, value::*, *};

fn main() {
    // `cargo test --benches` starts benches without `--bench`: then there is nothing to do
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    sealing();
    verifying();
}

fn sealing() {
    let mut walk = Walk::to(1, at(Stage::Registered));
    walk.pass(1);
    let (command, context) = (complete(Verb::Start, &walk.project, walk.today), walk.context());
    let decision = walk.project.decide(command, &context, &walk.policy).expect("it starts");
    let request = AppendRequest::new(decision.event().clone());
    let (_, head) = LogHead::open(common::source(), &common::actor(), context.at()).expect("a log opens");
    let mut line = Vec::new();
    seal_into(&request, &head, context.at(), &mut line).expect("it seals");
    let value: serde_json::Value = serde_json::from_slice(&line).expect("a record is JSON");
    let mut buffer = Vec::with_capacity(line.len());
    let group = format!("seal a record of {} bytes: canonical JSON and leaf hash", line.len());
    let peer = || {
        let bytes = serde_json::to_vec(&value).expect("JSON");
        black_box(Digest::of(&bytes));
    };
    compare(
        &group,
        1,
        vec![
            ("floor: one SHA-256 of the same bytes", Box::new(|| _ = black_box(Digest::of(&line)))),
            ("peer: serde_json::to_vec of the same members, one SHA-256", Box::new(peer)),
            (
                "seal_into, the buffer reused",
                Box::new(|| {
                    buffer.clear();
                    black_box(seal_into(&request, &head, context.at(), &mut buffer)).expect("it seals");
                }),
            ),
        ],
    );
}

/// A thousand lines of a log from its beginning, or as many as it has, without their `\n`.
fn log() -> Vec<Vec<u8>> {
    let path = std::env::var("EVENTS")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/v1/events.jsonl").into());
    let bytes = std::fs::read(&path).unwrap_or_else(|why| panic!("{path}: {why}"));
    bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).take(1000).map(Into::into).collect()
}

fn verifying() {
    let lines = log();
    let (count, bytes) =
        (u32::try_from(lines.len()).expect("at most a thousand"), lines.iter().map(Vec::len).sum::<usize>());
    let file = lines.iter().flat_map(|line| line.iter().copied().chain([b'\n'])).collect::<Vec<_>>();
    let verified = || verify(file.as_slice()).expect("memory is read");
    assert!(matches!(verified(), Verdict::SelfConsistent { .. }), "{:?}", verified());
    let floor = || lines.iter().for_each(|line| _ = black_box(Digest::of(line)));
    let parsed = || {
        let values = lines.iter().map(|line| serde_json::from_slice::<serde_json::Value>(line));
        values.collect::<Result<Vec<_>, _>>().expect("JSON")
    };
    compare(
        &format!("verify a log of {count} records, {} bytes each: form, attributes, chain, tree", bytes / lines.len()),
        count,
        vec![
            ("floor: one SHA-256 of the same bytes", Box::new(floor)),
            ("peer: serde_json::Value of each line", Box::new(|| drop(black_box(parsed())))),
            (
                "part: canonical form",
                Box::new(|| lines.iter().for_each(|line| canonical::check(line).expect("canonical"))),
            ),
            ("verify", Box::new(|| drop(black_box(verified())))),
        ],
    );
}
