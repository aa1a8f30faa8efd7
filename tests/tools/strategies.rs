//! Lives are lawful and of every kind, commands are accepted and refused, and no corrupt history is taken.

use std::collections::BTreeSet;

use project_lifecycle::testing::strategies::{corrupted, history, life, random_command};
use project_lifecycle::{Decision, Project, lifecycle::*};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

/// So many values of a strategy, the same each time.
fn some<S: Strategy>(strategy: &S, many: usize) -> Vec<S::Value> {
    let mut runner = TestRunner::deterministic();
    (0..many).map(|_| strategy.new_tree(&mut runner).expect("a value").current()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_life_is_lawful(project in life(1, 30)) {
        prop_assert_eq!(&Project::replay(project.events().to_vec()), &Ok(project.clone()));
        let dates: Vec<_> = project.standing().map(|step| step.effective_on()).collect();
        prop_assert!(dates.is_sorted());
    }

    #[test]
    fn no_corrupt_history_is_taken(corrupted in corrupted(30)) {
        prop_assert!(Project::replay(corrupted.events).is_err(), "{}", corrupted.what);
    }
}

#[test]
fn lives_reach_every_position_and_know_every_kind_of_event() {
    let lives = some(&history(1, 30), 600);
    let ends: BTreeSet<_> = lives.iter().map(|events| events.last().expect("a planning").to().to_string()).collect();
    assert_eq!(ends, Position::all().map(|position| position.to_string()).collect());
    let names: BTreeSet<_> = lives.iter().flatten().map(|event| event.event_name()).collect();
    let facts = project_lifecycle::project::fact::Fact::EVENT_NAMES.len();
    // with the planning and the corrections
    assert_eq!(names.len(), Verb::ALL.len() + facts + 2, "{names:?}");
}

#[test]
fn commands_are_mostly_plausible_and_some_are_not() {
    let answers = some(&random_command(1, 20), 1_000).into_iter().map(|(walk, command, context)| {
        match walk.project.decide(command, &context, &walk.policy) {
            Ok(Decision::Record(_)) => "recorded",
            Ok(Decision::AlreadyRecorded(_)) => "known",
            Err(_) => "refused",
        }
    });
    let answers: Vec<_> = answers.collect();
    let share = |of| answers.iter().filter(|answer| **answer == of).count();
    assert!((300..700).contains(&share("recorded")), "{} of 1,000 are recorded", share("recorded"));
    assert!((250..700).contains(&share("refused")), "{} of 1,000 are refused", share("refused"));
    assert!(share("known") > 0);
}

#[test]
fn histories_are_corrupted_in_every_way() {
    let said: BTreeSet<_> = some(&corrupted(10), 400)
        .into_iter()
        .map(|corrupted| corrupted.what.replace(|c: char| c.is_ascii_digit() || c == '`', ""))
        .map(|what| {
            [" in ", " the project "].iter().fold(what, |what, at| what.split(at).next().expect("it begins").to_owned())
        })
        .collect();
    let by_hand = [
        "event  bears the id of event ",
        "event  bears version ",
        "event  finds",
        "event  is another project's",
        "event  is gone",
        "event  stands there twice",
        "event  takes effect",
        "events  and  have changed places",
    ];
    assert_eq!(said.iter().map(String::as_str).collect::<Vec<_>>(), by_hand);
}
