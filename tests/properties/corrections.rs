//! Corrections: the last standing transition is voided, again and again, and nothing else.

use super::*;
use crate::common::walk::{voiding, voiding_fact};
use crate::common::{day, plus};

/// What a project amounts to, its events and versions apart.
fn state(project: &Project) -> impl PartialEq + core::fmt::Debug + use<> {
    (
        (project.stage(), project.position(), project.since(), project.planned_on()),
        (project.library(), project.zombie_cause(), project.outcome()),
        (project.officer().cloned(), project.responsibility().cloned()),
        (project.schedule().cloned(), project.baseline()),
        project.unmet_duties().collect::<Vec<_>>(),
        project.duties_due(&policy()),
    )
}

/// By an own reading of the trail: the date that the last correction gave a step, else its own.
fn dated(project: &Project, version: u64) -> Day {
    let to = |event: &Event| {
        if let Change::Redate(redating) = event.change() {
            return Some(redating.to).filter(|_| redating.version == version);
        }
        let Change::Correct(correcting) = event.change() else { return None };
        event.redated_to().filter(|_| correcting.version == version)
    };
    let recorded = || project.events().iter().find(|event| event.version() == version).map(Event::effective_on);
    project.events().iter().rev().find_map(to).or_else(recorded).expect("an event")
}

/// By the same reading: since when it stands there, and when the duties of the signing that stands fall due.
fn terms(project: &Project) -> (Day, Option<Day>) {
    let steps: Vec<_> = project.standing().map(|step| (step.verb(), step.event().version())).collect();
    let since = dated(project, steps.last().map_or(1, |(_, version)| *version));
    let bound = [Verb::Sign, Verb::ReopenTalks, Verb::Terminate];
    let last = steps.iter().rfind(|(verb, _)| bound.contains(verb));
    let signed = last.filter(|(verb, _)| *verb == Verb::Sign).map(|(_, version)| *version);
    (since, signed.map(|version| plus(dated(project, version), 10)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_void_brings_back_where_the_project_stood((position, steps) in course()) {
        let mut walk = start(position);
        let mut stack = Vec::new();
        let standing = walk.project.standing().count();
        for step in &steps {
            let Taken { before, answer, .. } = take(&mut walk, step);
            let Ok(Decision::Record(event)) = answer else { continue };
            let stood = |project: &Project| {
                let duties = project.duties_due(&policy()).is_some();
                (project.position(), project.zombie_cause(), project.outcome(), duties)
            };
            if let Change::Correct(_) = event.change() {
                break; // which may correct what brought it there
            }
            prop_assert_eq!((walk.project.since(), walk.project.duties_due(&policy())), terms(&walk.project));
            match event.change() {
                Change::Move { .. } => stack.push(stood(&before)),
                Change::Void(_) if before.standing().count() > standing || !stack.is_empty() => {
                    prop_assert_eq!(Some(stood(&walk.project)), stack.pop());
                }
                Change::Void(_) => break, // into the walk before the course
                Change::Plan { .. } | Change::Fact(_) | Change::Redate(_) | Change::VoidFact(_) | _ => {}
            }
        }
    }

    #[test]
    fn every_transition_can_be_voided_down_to_planning_and_no_further((position, steps) in course()) {
        let mut walk = start(position);
        for step in &steps {
            let _ = take(&mut walk, step);
        }
        let mut left = walk.project.standing().count();
        while left > 0 {
            // what rests on the step, and does not go with it, is voided first
            while let Err(refusal) = walk.project.decide(voiding(&walk.project, "by mistake"), &walk.context(), &walk.policy) {
                let [Reason::RestedOn { by, .. }] = refusal.reasons() else { panic!("{refusal:?}") };
                walk.give(voiding_fact(by.version));
            }
            let last = walk.project.standing().last().unwrap().event().clone();
            let event = walk.void();
            let is_last = matches!(event.change(), Change::Void(voiding) if voiding.version == last.version());
            prop_assert!(is_last && Some(event.to()) == last.from(), "{event:?}");
            let restored = walk.project.standing().last().map_or(1, |step| step.event().version());
            prop_assert_eq!(event.restores(), Some(restored));
            left -= 1;
            prop_assert_eq!(walk.project.standing().count(), left);
        }
        prop_assert_eq!(walk.project.position(), Position::START);
        prop_assert_eq!(walk.project.since(), walk.project.planned_on());
        prop_assert_eq!(walk.refused(voiding(&walk.project, "one too many")), ["planning_not_voidable"]);
        prop_assert_eq!(&Project::replay(walk.project.events().iter().cloned()), &Ok(walk.project.clone()));
    }
}

#[test]
fn voiding_twice_walks_back_two_steps() {
    let mut walk = Walk::to(3, at(Stage::Registered));
    let registered = walk.project.clone();
    walk.pass(1).go(Verb::Start);
    let started = walk.project.clone();
    walk.pass(400).go(Verb::Stall);
    walk.pass(1).void();
    assert_eq!(state(&walk.project), state(&started));
    walk.void();
    assert_eq!(state(&walk.project), state(&registered), "the void itself is not voided");
    assert_eq!(walk.project.version(), started.version() + 3);
    // and forward again, dated before the corrections were made
    walk.today = plus(registered.since(), 2);
    walk.go(Verb::Start);
    assert_eq!(walk.project.since(), plus(registered.since(), 2));
}

#[test]
fn a_voided_revival_takes_its_schedule_with_it_and_leaves_the_cause() {
    let mut walk = Walk::to(3, stalled(Stage::Started));
    let zombie = walk.project.clone();
    walk.pass(1).go(Verb::Revive);
    assert_ne!(walk.project.schedule(), zombie.schedule(), "a revival plans anew");
    // by hand: it is the first schedule after the signing, and completes its baseline
    let stages = |project: &Project| project.baseline().iter().map(|day| day.stage).collect::<Vec<_>>();
    assert_eq!(stages(&zombie), [Stage::Started, Stage::Producing]);
    assert_eq!(stages(&walk.project), [Stage::Registered, Stage::Started, Stage::Producing]);
    walk.void();
    assert_eq!(state(&walk.project), state(&zombie));
}

#[test]
fn a_voided_closing_reinstates_the_project_and_keeps_late_facts() {
    let mut walk = Walk::to(3, at(Stage::Closed));
    let closed_on = walk.project.since();
    walk.give(Command::AssignOfficer(crate::common::actor_id("late-officer").into()));
    walk.pass(30);
    assert_eq!(
        walk.refused(Command::AssignOfficer(crate::common::actor_id("later").into())),
        ["effective_date_after_closing"],
        "facts end with the closing"
    );
    walk.void();
    assert_eq!(walk.project.position(), Position::START);
    assert_eq!(walk.project.outcome(), None);
    assert_eq!(walk.project.officer().map(ActorId::as_str), Some("late-officer"));
    assert!(closed_on < walk.today);
}

#[test]
fn a_signing_that_is_voided_no_longer_sets_a_term_for_the_duties() {
    let mut walk = Walk::to(3, at(Stage::Negotiating));
    assert_eq!(walk.project.duties_due(&walk.policy), None);
    walk.today = day("2018-07-01");
    walk.go(Verb::Sign);
    assert_eq!(walk.project.duties_due(&walk.policy), Some(day("2018-07-11")));
    walk.void();
    assert_eq!(walk.project.duties_due(&walk.policy), None);
}
#[test]
fn only_a_zombie_has_a_zombie_cause() {
    for position in positions() {
        let project = Walk::to(3, position).project;
        assert_eq!(project.zombie_cause().is_some(), position.stalled_at().is_some(), "{position}");
    }
}

#[test]
fn a_zombie_that_is_closed_is_a_zombie_no_more() {
    let mut walk = Walk::to(3, stalled(Stage::Operating));
    walk.pass(1).go(Verb::Close);
    assert_eq!(walk.project.zombie_cause(), None);
}
