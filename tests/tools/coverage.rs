//! The walk sees every move of the law and every reason, and tells what a policy closes.

use crate::common::at;
use project_lifecycle::policy::{PolicyTerms, Span, StallThreshold};
use project_lifecycle::testing::{assert_leads, assert_not_permitted, assert_permitted, coverage, sample};
use project_lifecycle::{Policy, Stage, Verb, lifecycle::*};

#[test]
fn under_the_preset_every_move_is_walked_and_every_reason_seen() {
    let coverage = coverage(&Policy::shenyang_2018());
    assert_eq!(coverage.to_string(), "moves walked: 35 of 35\nreasons seen: 85 of 85\n");
    assert!(coverage.is_every_move());
    // each edge once, and the zombie's for each of the five stages that stall: it is closed from five positions
    assert_eq!(coverage.walked.len(), EDGES.len() + 4);
}

#[test]
fn what_a_policy_closes_is_named() {
    let mut terms = PolicyTerms::shenyang_2018();
    let never = StallThreshold { after: Span::Months(1_000), cause: None, stage: Stage::Signed };
    terms.stall_thresholds.retain(|threshold| threshold.stage != Stage::Signed);
    terms.stall_thresholds.push(never);
    terms.commitments.clear();
    let coverage = coverage(&Policy::new(terms).expect("a policy"));
    assert!(!coverage.is_every_move());
    let text = coverage.to_string();
    assert!(text.starts_with("moves walked: 32 of 35\n"), "{text}");
    // no project stalls there, so none is revived or closed from there
    for way in [
        "signed -> zombie:signed by `stall`",
        "zombie:signed -> signed by `revive`",
        "zombie:signed -> closed by `close`",
    ] {
        assert!(text.contains(&format!("  not walked: {way}, for start_not_overdue\n")), "{way}: {text}");
    }
    let not_seen: Vec<_> = coverage.not_seen.iter().copied().collect();
    // none is prolonged where none is taken
    assert_eq!(not_seen, ["not_later"], "{text}");
}

/// Why an assertion panics.
fn why(assertion: impl FnOnce() + std::panic::UnwindSafe) -> String {
    let why = std::panic::catch_unwind(assertion).expect_err("it panics");
    why.downcast_ref::<String>().expect("a text").clone()
}

#[test]
fn assertions_on_the_law_tell_what_it_says() {
    assert_permitted(at(Stage::Signed), Verb::Register);
    assert_not_permitted(at(Stage::Signed), Verb::Start);
    assert_leads(sample::stalled(Stage::Signed), Verb::Revive, at(Stage::Signed));
    assert_eq!(
        why(|| assert_permitted(at(Stage::Started), Verb::Sign)),
        "`sign` is not permitted at `started`; permitted here: `commission` to `producing`, `stall` to `zombie:started`, \
         `close` to `closed`"
    );
    assert_eq!(
        why(|| assert_permitted(at(Stage::Closed), Verb::Sign)),
        "`sign` is not permitted at `closed`; nothing is permitted here"
    );
    assert_eq!(
        why(|| assert_not_permitted(at(Stage::Signed), Verb::Terminate)),
        "`terminate` is permitted at `signed`, and leads to `reserve`"
    );
    assert_eq!(
        why(|| assert_leads(sample::stalled(Stage::Signed), Verb::Revive, at(Stage::Started))),
        "`revive` at `zombie:signed` does not lead to `started`; permitted here: `revive` to `signed`, `close` to `closed`"
    );
}
