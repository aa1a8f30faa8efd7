//! What is printed: one line of JSON.

use project_lifecycle::Verdict;
use project_lifecycle::audit::{BadLine, Faults, LogHead};
use project_lifecycle::store::StoreFault;
use serde_json::{Value, json};

use crate::kept::Kept;

/// How many of the things are shown that a store keeps and its lines do not say; all are counted.
const SHOWN: usize = 10;

/// Prints what was found, how many lines are in quarantine and were not judged, and what a store keeps that its lines do not say. Gives
/// the head if the log is as it should be.
pub(crate) fn verdict<'a>(
    verdict: &'a Verdict,
    quarantined: u64,
    since: Option<&Kept>,
    says: Option<&LogHead>,
    faults: Option<&Faults<StoreFault>>,
) -> Option<&'a LogHead> {
    let looked_at = |head: &LogHead| head.size().saturating_sub(since.map_or(0, |kept| kept.head.size()));
    let of = |head: &LogHead| json!({ "events": head.size(), "root": head.checkpoint().root, "looked_at": looked_at(head), "quarantined": quarantined });
    // the first few of them
    let beside = json!({ "store_faults": faults.map(|faults| {
        json!({ "count": faults.count(), "first": faults.first().iter().take(SHOWN).collect::<Vec<_>>() })
    }) });
    let (result, head) = match verdict {
        Verdict::SelfConsistent { head } => ("self_consistent", head),
        Verdict::ConsistentWith { head, .. } => ("consistent_with_checkpoint", head),
        Verdict::Contradicts { contradiction, head, .. } => {
            let reason = json!({ "reason": contradiction.to_string() });
            say("contradicts_checkpoint", since, &[of(head), reason, beside]);
            return None;
        }
        Verdict::NotSelfConsistent { faults, head, checkpoint, contradiction } => {
            let first = faults.first().first();
            let against = checkpoint.as_ref().map(|_| match contradiction {
                None => "consistent".into(),
                Some(contradiction) => contradiction.to_string(),
            });
            let told =
                |bad: &BadLine| json!({ "line": bad.line, "code": bad.fault.code(), "text": bad.fault.to_string() });
            let lines = json!({
                "quarantined": quarantined,
                "first_bad_line": first.map(|bad| bad.line),
                "reason": first.map(|bad| bad.fault.to_string()),
                "contradictions": faults.count(),
                "faults": faults.first().iter().map(told).collect::<Vec<_>>(),
                "found": head.as_ref().map(|head| json!({
                    "events": head.size(), "root": head.checkpoint().root, "checkpoint": against,
                })),
            });
            say("not_self_consistent", since, &[lines, beside]);
            return None;
        }
    };
    match says {
        Some(says) if says != head => {
            let differs = |what: &str| format!("the store's head has {what} than its lines lead to");
            let reason = if says.size() == head.size() {
                differs("another root, last leaf or time")
            } else {
                differs("another size")
            };
            say("contradicts_head", since, &[of(head), json!({ "reason": reason }), beside]);
            None
        }
        Some(_) | None => match faults.and_then(|faults| faults.first().first()) {
            Some(fault) => {
                say("contradicts_lines", since, &[of(head), json!({ "reason": fault.to_string() }), beside]);
                None
            }
            None => {
                say(result, since, &[of(head), beside]);
                Some(head)
            }
        },
    }
}

/// Prints that a file of lines has another line where the last one was that a head knows.
pub(crate) fn moved(since: Option<&Kept>) -> bool {
    let reason = "the line at the place where the head was kept is not its last: the lines before were changed, or the file \
                  is another; verify all of it";
    say("contradicts_head", since, &[json!({ "reason": reason })]);
    false
}

/// Prints a result with the members that it has; the others are null.
fn say(result: &str, since: Option<&Kept>, members: &[Value]) {
    let names = [
        "events",
        "root",
        "first_bad_line",
        "reason",
        "contradictions",
        "faults",
        "found",
        "looked_at",
        "quarantined",
        "store_faults",
    ];
    let mut said = json!({ "result": result, "since": since.map(|kept| kept.head.size()) });
    for name in names {
        said[name] = members.iter().find_map(|members| members.get(name)).cloned().unwrap_or_default();
    }
    println!("{said}");
}
