//! Retries: one id, one command.

use super::*;
use crate::common::evidence::provenance;
use crate::common::random::again;
use crate::common::walk::voiding;
use crate::common::{plus, short};

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_same_command_is_recorded_once_whenever_it_comes_again((position, steps) in course(), hours in 1..90_000i64) {
        let mut walk = start(position);
        for step in &steps {
            let _ = take(&mut walk, step);
        }
        let project = &walk.project;
        for event in project.events() {
            let later = event.at().plus_minutes(hours * 60).unwrap();
            let earlier = event.at().plus_minutes(-hours * 60).unwrap();
            let (id, version) = (event.id(), event.version());
            let reused = vec![Reason::IdReused { id, version, recorded_on: None, effective_on: None }];
            for at in [later, earlier, event.at()] {
                let given = |who: Actor| {
                    let context = Context::new(event.id(), at, who);
                    event.provenance().map_or(context.clone(), |read| context.read_from(read.clone()))
                };
                let context = given(actor()).on(event.effective_on()).correlated(short("retry"));
                if let Some(command) = again(event) {
                    prop_assert_eq!(project.check(&command, &context, &walk.policy), []);
                    let answer = project.decide(command.clone(), &context, &walk.policy);
                    prop_assert_eq!(answer, Ok(Decision::AlreadyRecorded(event.clone())));

                    let other_day = given(actor()).on(plus(event.effective_on(), -1));
                    let (recorded_on, effective_on) = (Some(event.effective_on()), other_day.effective_on());
                    let moved = vec![Reason::IdReused { id, version, recorded_on, effective_on }];
                    prop_assert_eq!(project.check(&command, &other_day, &walk.policy), moved);
                    // a date that is left open is no content, whatever the day
                    let open = given(actor());
                    let answer = project.decide(command.clone(), &open, &walk.policy);
                    prop_assert_eq!(answer, Ok(Decision::AlreadyRecorded(event.clone())));
                    let someone = given(actor().in_role(short("deputy"))).on(event.effective_on());
                    prop_assert_eq!(project.check(&command, &someone, &walk.policy), reused.clone());
                    // what was read elsewhere is another command; steps say by themselves where they were read
                    let elsewhere = context.clone().read_from(provenance(4_711));
                    let is_told_by_itself = matches!(
                        event.change(),
                        Change::Plan { .. } | Change::Move { .. } | Change::Redate(_) | Change::Correct(_)
                    );
                    let answer = if is_told_by_itself { Vec::new() } else { reused.clone() };
                    prop_assert_eq!(project.check(&command, &elsewhere, &walk.policy), answer);
                }
                // other content, which is wrong in another way too: far in the future
                let other = voiding(&walk.project, "other content");
                let context = Context::new(event.id(), at, actor()).on(Day::MAX);
                let refusal = project.decide(other, &context, &walk.policy).unwrap_err();
                prop_assert_eq!(refusal.reasons(), reused.clone());
            }
        }
    }
}

#[test]
fn an_illegal_act_under_a_known_id_is_a_reuse_and_nothing_else() {
    let walk = Walk::to(3, at(Stage::Closed));
    for event in walk.project.events() {
        let context = Context::new(event.id(), evening(walk.today), actor()).on(walk.today);
        for verb in Verb::ALL {
            let command = crate::common::evidence::complete(verb, &walk.project, walk.today);
            if again(event).as_ref() == Some(&command) {
                continue;
            }
            let refusal = walk.project.decide(command, &context, &walk.policy).unwrap_err();
            assert_eq!(codes(&refusal), ["id_reused"], "{verb}");
        }
    }
}

#[test]
fn a_retry_survives_the_store() {
    let mut walk = Walk::plan(3);
    let mut store = crate::common::opened(source(), &actor(), evening(walk.today)).unwrap();
    walk.assign_duties();
    for verb in [Verb::Admit, Verb::Engage, Verb::Sign, Verb::Register, Verb::Start, Verb::Commission, Verb::Operate] {
        walk.pass(1).go(verb);
    }
    for event in walk.project.events() {
        let _receipt = store.append(&event.clone().into(), evening(walk.today)).unwrap();
    }
    let loaded = store.project(walk.project.id()).unwrap().unwrap();
    for event in walk.project.events().iter().skip(1) {
        let context = Context::new(event.id(), evening(plus(walk.today, 9)), actor()).on(event.effective_on());
        let answer = loaded.decide(again(event).unwrap(), &context, &walk.policy);
        assert_eq!(answer, Ok(Decision::AlreadyRecorded(event.clone())), "{}", event.event_name());
    }
}
