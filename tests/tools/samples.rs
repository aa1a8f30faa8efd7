//! Every fact and every correction has a sample that is accepted, and complete evidence is what `explain` says.

use std::collections::BTreeSet;

use crate::common::{at, plus, positions};
use project_lifecycle::testing::{Walk, sample};
use project_lifecycle::{Decision, Event, Policy, lifecycle::*, project::fact::Fact, project::*};

/// The events that a project accepts of the commands, each given alone.
fn accepted(walk: &Walk, commands: Vec<Command>) -> Vec<Event> {
    let decide = |command| walk.project.decide(command, &walk.context(), &walk.policy).ok();
    commands.into_iter().filter_map(decide).filter_map(Decision::into_new).collect()
}

#[test]
fn a_fact_of_every_kind_is_accepted_somewhere() {
    // a start on commitments, and a pause
    let mut walk = Walk::to(1, at(Stage::Registered));
    let (today, due) = (walk.pass(1).today, plus(walk.today, 40));
    walk.give(sample::committed(Verb::Start, &walk.project, today, due, &walk.policy));
    let mut paused = walk.clone();
    let pause = sample::sample_facts(&paused.project, today).into_iter().nth(10).expect("a pause");
    paused.give(pause);
    let walks = positions().into_iter().map(|position| Walk::to(1, position)).chain([walk, paused]);
    let named: BTreeSet<_> = walks
        .flat_map(|walk| accepted(&walk, sample::sample_facts(&walk.project, walk.today)))
        .map(|event| event.event_name())
        .collect();
    assert_eq!(named, Fact::EVENT_NAMES.iter().copied().collect());
    let walk = Walk::to(1, at(Stage::Signed));
    assert_eq!(sample::sample_facts(&walk.project, walk.today).len(), Fact::EVENT_NAMES.len());
}

#[test]
fn a_correction_of_every_kind_is_accepted() {
    let walk = Walk::to(1, at(Stage::Operating));
    let events = accepted(&walk, sample::corrections(&walk.project));
    let kinds: Vec<_> = events.iter().map(|event| event.command_name()).collect();
    assert_eq!(kinds, ["void", "redate", "correct", "void_fact", "correct"]);
    assert!(matches!(events[4].change(), Change::Replan(_)));
    // a fact that is voided is no sample any more
    let mut walk = walk;
    for version in [4, 3, 2] {
        let command = sample::corrections(&walk.project).remove(3);
        assert_eq!(command, sample::voiding_fact(version));
        walk.give(command);
    }
    assert_eq!(sample::corrections(&walk.project).len(), 4);
}

/// A policy that asks for more than the preset where it can.
fn strict() -> Policy {
    let mut terms = project_lifecycle::policy::PolicyTerms::shenyang_2018();
    terms.required.push(Item::ProjectCode);
    (terms.commitments, terms.waivers, terms.seasonal_stop) = (Vec::new(), Vec::new(), None);
    Policy::new(terms).expect("a policy")
}

#[test]
fn complete_evidence_is_accepted_wherever_the_act_is_open() {
    let mut taken = BTreeSet::new();
    for policy in [Policy::shenyang_2018(), strict()] {
        for position in positions() {
            let mut walk = Walk::to_under(1, position, policy.clone()).expect("it is reached");
            for days in [0, 1, 200, 400] {
                walk.pass(days);
                for verb in Verb::ALL {
                    let command = walk.complete(verb);
                    assert_eq!(command.verb(), Some(verb));
                    let is_open = walk.project.explain_verb(verb, &walk.context(), &policy).answer.is_open();
                    let reasons = walk.project.check(&command, &walk.context(), &policy);
                    assert_eq!(reasons.is_empty(), is_open, "{verb} at {position}: {reasons:?}");
                    if is_open {
                        taken.insert((position.to_string(), verb.code()));
                    }
                }
            }
        }
    }
    // every edge, the zombie's once for each stage that stalls: it is closed from 5 positions instead of one
    assert_eq!(taken.len(), EDGES.len() + 4);
}

#[test]
fn a_walk_waits_for_what_only_time_opens() {
    let mut terms = project_lifecycle::policy::PolicyTerms::shenyang_2018();
    for threshold in &mut terms.stall_thresholds {
        threshold.after = project_lifecycle::policy::Span::Months(60);
    }
    let policy = Policy::new(terms).expect("a policy");
    let walk = Walk::to_under(1, sample::stalled(Stage::Started), policy).expect("it stalls at last");
    assert_eq!(walk.project.position(), sample::stalled(Stage::Started));
    assert!(walk.project.since() >= "2023-06-01".parse().expect("a day"), "{}", walk.project.since());
    // without its duties no time opens the registration
    let mut walk = Walk::plan(1);
    for verb in [Verb::Admit, Verb::Engage, Verb::Sign] {
        walk.pass(1).go_when_open(verb).expect("it is open");
    }
    let today = walk.today;
    let why = walk.go_when_open(Verb::Register).expect_err("nobody is assigned");
    assert_eq!(why.iter().map(|reason| reason.code()).collect::<Vec<_>>(), ["unassigned"; 3]);
    assert_eq!(walk.today, today);
}
