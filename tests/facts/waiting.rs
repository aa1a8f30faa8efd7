//! Facts never change the stage, and no transition waits for one but registration.

use super::*;
use crate::common::evidence::{careless, complete};
use crate::common::random::{FACTS, fact};

/// Facts of every kind, by number; those that are refused are left out.
fn note(walk: &mut Walk, facts: &[(usize, i64)]) {
    for (kind, number) in facts {
        let command = fact(*kind, *number, walk.today, &walk.project);
        // a seasonal stop moves a threshold, one for land or a promise excuses the investor, and a kind of project decides
        // what signs it
        let amends_kind = matches!(&command, Command::Amend(amendment) if amendment.kind.is_some());
        if amends_kind || matches!(&command, Command::Pause(pause) if pause.reason != PauseReason::Other) {
            continue;
        }
        let _ = give_on(walk, &walk.today.to_string(), command);
    }
}

/// Reasons apart from the duties of registration; and from a fact of today, where the evidence tells an earlier day.
fn apart_from_duties(reasons: Vec<Reason>) -> Vec<Reason> {
    let is_early = codes(&reasons).contains(&"not_day_of_act");
    let is_apart = |code: &str| code == "unassigned" || (code == "fact_unfit" && is_early);
    reasons.into_iter().filter(|reason| !is_apart(reason.code())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn facts_never_change_the_stage((position, steps) in course()) {
        let mut walk = start(position);
        for step in &steps {
            let before = walk.project.clone();
            let Ok(Some(event)) = take(&mut walk, step) else { continue };
            if !matches!(event.change(), Change::Fact(_)) {
                continue;
            }
            let stands = |project: &Project| {
                let steps: Vec<_> = project.standing().map(|step| (step.event().clone(), step.effective_on())).collect();
                let (cause, outcome, library) = (project.zombie_cause(), project.outcome(), project.library());
                (project.position(), project.since(), cause, outcome, library, project.duties_due(&policy()), steps)
            };
            prop_assert_eq!(stands(&walk.project), stands(&before));
            prop_assert_eq!(event.from(), Some(event.to()));
        }
    }

    #[test]
    fn no_transition_waits_for_a_fact(
        position in 0..14usize,
        facts in vec((0..FACTS, -3..300i64), 0..25),
        pass in prop_oneof![Just(0i64), Just(181), Just(366)],
        salt in any::<u64>(),
    ) {
        let mut bare = start(position);
        bare.pass(pass);
        let mut noted = bare.clone();
        // a supplementary agreement moves the agreed start, and a change of site what a closing leaves behind
        let facts: Vec<_> = facts.into_iter().filter(|(kind, _)| ![12, 14].contains(kind)).collect();
        note(&mut noted, &facts);
        let context = Context::new(event_id(3, 9_000), evening(bare.today), crate::common::actor()).on(bare.today);
        for verb in Verb::ALL {
            for command in [complete(verb, &bare.project, bare.today), careless(verb, bare.today, salt)] {
                let reasons = |walk: &Walk| walk.project.check(&command, &context, &walk.policy);
                prop_assert_eq!(apart_from_duties(reasons(&noted)), apart_from_duties(reasons(&bare)), "{}", verb);
            }
            let explain = |walk: &Walk| walk.project.explain_verb(verb, &context, &walk.policy);
            prop_assert_eq!(explain(&noted), explain(&bare), "{}", verb);
        }
    }
}

#[test]
fn only_registration_waits_and_only_for_officer_body_and_schedule() {
    // nothing is assigned and nothing noted on the whole way, but what registration needs
    let mut walk = Walk::plan(3);
    let go = |walk: &mut Walk, verb| {
        walk.pass(1);
        let command = complete(verb, &walk.project, walk.today);
        walk.give(command)
    };
    for verb in [Verb::Admit, Verb::Engage, Verb::Sign] {
        go(&mut walk, verb);
    }
    let register = Command::Register(crate::common::evidence::registration(walk.today));
    assert_eq!(walk.refused(register), ["unassigned", "unassigned", "unassigned"]);
    walk.assign_duties();
    for verb in [Verb::Register, Verb::Start, Verb::Commission, Verb::Operate] {
        go(&mut walk, verb);
    }
    walk.pass(400);
    for verb in [Verb::Stall, Verb::Revive, Verb::Close] {
        go(&mut walk, verb);
    }
}

#[test]
fn a_fact_may_be_dated_from_planning_to_today_and_no_further() {
    let mut walk = Walk::to(3, at(Stage::Started)); // planned on 2018-06-01
    walk.today = day("2019-01-01");
    for kind in (0..FACTS).filter(|kind| ![6, 7, 8].contains(kind)) {
        let command = fact(kind, 17, day("2018-06-01"), &walk.project);
        for (on, expected) in [
            ("2018-05-31", Some("effective_date_before_planning")),
            ("2018-06-01", None),
            ("2019-01-01", None),
            ("2019-01-02", Some("effective_date_in_future")),
        ] {
            let context = Context::new(event_id(3, 9_001), evening(walk.today), crate::common::actor()).on(day(on));
            let reasons = walk.project.check(&command, &context, &walk.policy);
            let found = reasons.iter().map(Reason::code).find(|code| code.starts_with("effective_date"));
            assert_eq!(found, expected, "kind {kind} on {on}: {reasons:?}");
        }
    }
}
