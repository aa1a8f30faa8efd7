//! Both promises of `explain`, at every position and for every verb.

use std::collections::BTreeMap;

use proptest::strategy::ValueTree as _;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

use super::*;
use crate::common::evidence::{careless, complete, stall_form};
use crate::common::{plus, text};

/// How often a verb was met at a position: blocked, open.
type Met = BTreeMap<(String, Verb), (u32, u32)>;

/// Where it produces, has it commissioned in trial production, or on an acceptance that is promised.
fn tell_otherwise(walk: &mut Walk, round: u64) {
    let Some(step) = walk.project.standing().last().filter(|step| step.verb() == Verb::Commission) else { return };
    let Basis::Evidence(Evidence::Commissioning(told)) = step.basis() else { panic!("it is live") };
    let (version, mut form) = (step.event().version(), CommissioningForm::from(told.clone()));
    match round % 3 {
        0 => return,
        1 => form.acceptance_kind = AcceptanceKind::TrialProduction.into(),
        _ => form.acceptance_paper = Document::Committed { due: plus(walk.today, 30) }.into(),
    }
    let basis = Basis::Evidence(Commissioning::try_from(form).expect("complete").into());
    let correction = Correction { authority: text("发展改革局"), grounds: text("录入有误") };
    walk.give(Command::Correct(Correcting { version, basis, correction }));
}

/// An idle plant's finding without an acceptance lacks exactly what `explain` asks for.
fn keep_promise_of_acceptance(walk: &Walk, context: &Context, on: Day, asks: bool) {
    let form = stall_form(ZombieCause::NoActivity, walk.project.since().min(on), on);
    let bare = StallFindingForm { acceptance_paper: Field::Blank, ..form };
    let reasons = walk.project.check(&Command::Stall(bare.try_into().expect("complete")), context, &walk.policy);
    let missing = Reason::Missing { gate: Gate::StallFinding, item: Item::AcceptancePaper };
    assert_eq!(reasons.contains(&missing), asks, "{:?}", walk.project.position());
}

/// Holds `explain` to its word here, today and on another day.
fn keep_promises(walk: &Walk, salt: u64, met: &mut Met, asked: &mut [u32; 2]) {
    let project = &walk.project;
    let shift = [0, 0, 0, -2, -400, 1][usize::try_from(salt % 6).expect("small")];
    let on = plus(walk.today, shift);
    let context = Context::new(crate::common::event_id(3, 777), evening(walk.today), actor());
    // today need not be stated
    let context = if on == walk.today && salt.is_multiple_of(5) { context } else { context.on(on) };
    let explained = project.explain(&context, &walk.policy);
    assert_eq!(explained.iter().map(|explained| explained.verb).collect::<Vec<_>>(), Verb::ALL);
    for Explanation { verb, to, answer, .. } in explained {
        let count = met.entry((project.position().to_string(), verb)).or_default();
        assert_eq!(to, project.next().find(|(next, _)| *next == verb).map(|(_, to)| to), "{verb}");
        let whole = project.decide(complete(verb, project, on), &context, &walk.policy);
        match answer {
            Answer::Open(needed) => {
                count.1 += 1;
                if verb == Verb::Stall {
                    let asks = needed.iter().any(|needed| needed.requirement.item == Item::AcceptancePaper);
                    keep_promise_of_acceptance(walk, &context, on, asks);
                    asked[usize::from(asks)] += u32::from(project.stage() == Stage::Producing);
                }
                let event = whole.unwrap_or_else(|refusal| panic!("open, yet complete evidence fails: {refusal}"));
                assert_eq!(Some(event.event().to()), to);
            }
            Answer::Blocked(blocked) => {
                count.0 += 1;
                let tries = (0..4).map(|i| careless(verb, on, salt.rotate_left(i * 13)));
                for command in tries.chain([complete(verb, project, on)]) {
                    let refusal = project.decide(command, &context, &walk.policy).expect_err("blocked");
                    for reason in &blocked {
                        // evidence of another day than the one that the host states fails for that. Else a finding may name another day of standing still than the earliest possible one; then the
                        // threshold is reached on another day, or the day lies before the stage
                        let stands = refusal.reasons().contains(reason)
                            || codes(&refusal).contains(&"not_day_of_act")
                            || reason.code() == "threshold_not_reached"
                                && refusal.reasons().iter().any(|reason| {
                                    ["threshold_not_reached", "dated_before_stage"].contains(&reason.code())
                                });
                        assert!(stands, "{verb}: {reason} is blocked, but not in: {refusal}");
                    }
                }
            }
        }
    }
}

#[test]
fn explain_keeps_both_promises_at_every_position_for_every_verb() {
    let mut runner =
        TestRunner::new_with_rng(ProptestConfig::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    // how often a plant in production was not asked for its acceptance, and how often it was
    let (mut met, mut asked) = (Met::new(), [0; 2]);
    for position in positions() {
        let origin = Walk::to(3, position);
        for round in 0..120u64 {
            let mut walk = origin.clone();
            walk.n = 1_000;
            tell_otherwise(&mut walk, round);
            walk.pass(if round % 4 == 0 { 0 } else { 367 });
            keep_promises(&walk, round, &mut met, &mut asked);
            for _ in 0..3 {
                let step = step().new_tree(&mut runner).expect("a step").current();
                let _ = take(&mut walk, &step);
                keep_promises(&walk, round * 7 + 1, &mut met, &mut asked);
            }
        }
    }
    for ((position, verb), (blocked, open)) in &met {
        println!("{position:>22} {:<13} blocked {blocked:>5}  open {open:>5}", verb.code());
        assert!(blocked + open >= 100, "{position} {verb} was met only {} times", blocked + open);
    }
    for position in positions() {
        for (verb, _) in position.next() {
            let (blocked, open) = met[&(position.to_string(), verb)];
            assert!(blocked >= 20 && open >= 20, "{position} {verb}: blocked {blocked}, open {open}");
        }
    }
    assert!(asked.iter().all(|times| *times >= 20), "{asked:?}");
    assert_eq!(met.len(), 14 * 14, "nine stages and five zombies, fourteen verbs");
}

#[test]
fn a_stall_that_is_too_early_is_blocked_by_the_first_possible_day() {
    let mut walk = Walk::to(3, at(Stage::Signed));
    let agreed_start = plus(walk.project.since(), 100);
    walk.pass(279);
    let explained = walk.project.explain_verb(Verb::Stall, &walk.context(), &walk.policy);
    let (reached_on, effective_on) = (plus(agreed_start, 180), plus(agreed_start, 179));
    assert_eq!(
        explained.answer,
        Answer::Blocked(vec![Reason::StartNotOverdue { agreed_start, reached_on, effective_on }])
    );
    walk.pass(1);
    assert!(walk.project.explain_verb(Verb::Stall, &walk.context(), &walk.policy).answer.is_open());
    walk.go(Verb::Stall);
}

#[test]
fn the_dossier_is_asked_for_exactly_where_a_project_was_never_admitted() {
    let asks = |walk: &Walk, verb| match walk.project.explain_verb(verb, &walk.context(), &walk.policy).answer {
        Answer::Open(needed) => {
            needed.iter().find(|needed| needed.requirement.item == Item::Dossier).map(|needed| needed.requirement.need)
        }
        Answer::Blocked(reasons) => panic!("{reasons:?}"),
    };
    for admitted in [true, false] {
        let mut walk = Walk::plan(3);
        if admitted {
            walk.go(Verb::Admit);
        }
        walk.go(Verb::Engage);
        let need = (!admitted).then_some(Need::Always);
        assert_eq!(asks(&walk, Verb::BreakOff), need, "admitted: {admitted}");
        walk.go(Verb::Sign);
        assert_eq!(asks(&walk, Verb::Terminate), need, "admitted: {admitted}");
        assert_eq!(asks(&walk, Verb::ReopenTalks), None, "talks need no dossier");
        let bare = crate::common::evidence::rescission_form(None, walk.today).try_into().unwrap();
        let answer = walk.project.decide(Command::Terminate(bare), &walk.context(), &walk.policy);
        assert_eq!(answer.err().map(|refusal| codes(&refusal)), (!admitted).then(|| vec!["dossier_required"]));
    }
}
