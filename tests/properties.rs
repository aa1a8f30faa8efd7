//! Properties of random courses: sequences of commands that are complete, careless, imported, misdated or repeated.

mod corrections;
mod explaining;
pub(crate) mod forms;
mod histories;
mod hostile;
mod large;
mod retries;

use crate::common::acts::acted_on;
use crate::common::random::{Step, step};
use crate::common::walk::Walk;
use crate::common::{actor, at, evening, policy, positions, source, stalled};
use project_lifecycle::{
    act::*, audit::*, evidence::*, lifecycle::*, project::fact::*, project::*, reason::*, value::*,
};
use proptest::collection::vec;
use proptest::prelude::*;

/// A course: where it starts (a position reached live, or a bare plan), and its steps.
fn course() -> impl Strategy<Value = (Option<usize>, Vec<Step>)> {
    (proptest::option::weighted(0.6, 0..14usize), vec(step(), 1..40))
}

/// The walk at the start of a course.
fn start(position: Option<usize>) -> Walk {
    let mut walk = match position {
        Some(index) => Walk::to(3, positions()[index]),
        None => Walk::plan(3),
    };
    walk.n = 1_000;
    walk
}

/// What a step came to.
struct Taken {
    before: Project,
    command: Command,
    context: Context,
    answer: Result<Decision, Refusal>,
}

/// Takes one step.
fn take(walk: &mut Walk, step: &Step) -> Taken {
    walk.pass(step.pass);
    let (command, context) = step.command(walk);
    walk.n += 1;
    let before = walk.project.clone();
    let answer = before.decide(command.clone(), &context, &walk.policy);
    if let Ok(Decision::Record(event)) = &answer {
        walk.project.apply(event.clone()).expect("what was decided follows");
    }
    Taken { before, command, context, answer }
}

fn codes(refusal: &Refusal) -> Vec<&'static str> {
    refusal.reasons().iter().map(Reason::code).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn replay_gives_the_live_project_at_every_prefix((position, steps) in course()) {
        let mut walk = start(position);
        let mut store = crate::common::opened(source(), &actor(), evening(walk.project.planned_on())).unwrap();
        for event in walk.project.events() {
            let _receipt = store.append(&event.clone().into(), evening(event.effective_on())).unwrap();
        }
        for step in &steps {
            let outcome = take(&mut walk, step);
            prop_assert_eq!(&Project::replay(walk.project.events().iter().cloned()), &Ok(walk.project.clone()));
            let size = store.head().unwrap().size();
            if let Ok(decision) = outcome.answer {
                let recorded = matches!(decision, Decision::Record(_));
                let receipt = store.append(&decision.event().clone().into(), evening(walk.today)).unwrap();
                prop_assert_eq!(receipt.record().event().unwrap(), decision.event().clone(), "the record holds the event");
                prop_assert_eq!(store.head().unwrap().size(), size + u64::from(recorded));
            }
            let loaded = store.project(walk.project.id()).unwrap();
            prop_assert_eq!(loaded.as_ref(), Some(&walk.project));
        }
        let file: Vec<u8> = store.records().iter().flat_map(|record| [record.line(), b"\n"].concat()).collect();
        prop_assert_eq!(verify(&*file).unwrap(), Verdict::SelfConsistent { head: store.head().unwrap() });
    }

    #[test]
    fn check_is_the_refusal_and_a_refusal_changes_nothing((position, steps) in course()) {
        let mut walk = start(position);
        for step in &steps {
            let Taken { before, command, context, answer } = take(&mut walk, step);
            let reasons = before.check(&command, &context, &walk.policy);
            match answer {
                Ok(_) => prop_assert_eq!(reasons, []),
                Err(refusal) => {
                    prop_assert_eq!(refusal.reasons(), reasons);
                    prop_assert!(!refusal.reasons().is_empty());
                    prop_assert_eq!(refusal.project(), before.id());
                    prop_assert_eq!(&walk.project, &before);
                }
            }
        }
    }

    #[test]
    fn standing_steps_never_leave_the_law_and_dates_stay_in_order((position, steps) in course()) {
        let mut walk = start(position);
        for step in &steps {
            let Taken { before, context, answer, .. } = take(&mut walk, step);
            let (today, since) = (walk.today, before.since());
            if let Ok(Decision::Record(event)) = &answer {
                let on = event.effective_on();
                prop_assert!(context.effective_on().is_none_or(|stated| stated == on));
                prop_assert!(on <= today, "{on} is not in the future of {today}");
                prop_assert!(on >= before.planned_on());
                match event.change() {
                    Change::Move { verb, .. } => {
                        prop_assert!(on >= since, "{on} does not precede {since}");
                        prop_assert!(before.stage().can_become(event.to().stage()));
                        prop_assert!(before.next().any(|next| next == (*verb, event.to())));
                    }
                    Change::Fact(_) if before.stage() == Stage::Closed => prop_assert!(on <= since),
                    Change::Fact(_) => prop_assert_eq!(walk.project.position(), before.position()),
                    Change::Plan { .. } => prop_assert!(false, "planning is no command"),
                    Change::Void(_) | Change::Redate(_) | Change::VoidFact(_) | _ => {}
                }
            }
            let mut at = Position::START;
            let mut last = walk.project.planned_on();
            for step in walk.project.standing() {
                prop_assert_eq!(step.from(), at);
                prop_assert!(at.stage().can_become(step.to().stage()));
                prop_assert!(step.effective_on() >= last);
                (at, last) = (step.to(), step.effective_on());
            }
            prop_assert_eq!((at, last), (walk.project.position(), walk.project.since()));
        }
    }

    /// The year in which a step counts is that of its act, and moves only by a correction on record.
    #[test]
    fn no_step_changes_its_date_without_a_correction((position, steps) in course()) {
        let mut walk = start(position);
        for step in &steps {
            let Taken { before, command, answer, .. } = take(&mut walk, step);
            let Ok(Decision::Record(event)) = &answer else { continue };
            let dates = |project: &Project| -> Vec<_> {
                project.standing().map(|step| (step.event().version(), step.effective_on())).collect()
            };
            let (was, is) = (dates(&before), dates(&walk.project));
            if event.is_correction() {
                continue;
            }
            prop_assert_eq!(&is[..was.len()], &was[..], "{:?}", event);
            prop_assert_eq!(is.len() - was.len(), usize::from(command.verb().is_some()));
            if let (Some(acted_on), Some((_, on))) = (acted_on(&command, &before), is.get(was.len())) {
                prop_assert_eq!(*on, acted_on);
            }
        }
    }

    #[test]
    fn a_date_is_a_reason_exactly_when_it_is_out_of_order((position, steps) in course()) {
        let mut walk = start(position);
        for step in &steps {
            let Taken { before, command, context, answer } = take(&mut walk, step);
            let codes = answer.as_ref().err().map(codes).unwrap_or_default();
            if matches!(answer, Ok(Decision::AlreadyRecorded(_))) || codes == ["id_reused"] || codes == ["not_permitted"] {
                continue;
            }
            let acted_on = acted_on(&command, &before);
            let on = acted_on.or(context.effective_on()).unwrap_or(walk.today);
            let moves = command.verb().is_some();
            let corrects = matches!(command, Command::Void(_) | Command::Redate(_) | Command::VoidFact(_) | Command::Correct(_));
            let given_ahead = matches!(&command, Command::Redate(redating) if redating.to > walk.today);
            let closed = before.stage() == Stage::Closed;
            let expected = [
                ("not_day_of_act", acted_on.zip(context.effective_on()).is_some_and(|(acted, stated)| acted != stated)),
                ("effective_date_in_future", on > walk.today || given_ahead),
                ("effective_date_regression", moves && on < before.since()),
                ("effective_date_before_planning", !moves && on < before.planned_on()),
                ("effective_date_after_closing", !moves && !corrects && closed && on > before.since()),
            ];
            for (code, stands) in expected {
                // a re-dating finds the other day of two later, and a correction may date its step
                let is_correct = matches!(command, Command::Correct(_));
                if (code == "not_day_of_act" && corrects) || (code == "effective_date_in_future" && is_correct) {
                    continue;
                }
                prop_assert_eq!(codes.contains(&code), stands, "{}: {:?}", code, codes);
            }
        }
    }

    #[test]
    fn a_closed_project_takes_late_facts_and_corrections_only(index in 0..14usize, steps in vec(step(), 1..40)) {
        let mut walk = Walk::to(3, positions()[index]);
        walk.n = 1_000;
        if walk.project.stage() != Stage::Closed {
            walk.go(Verb::Close);
        }
        for step in &steps {
            let Taken { before, answer, .. } = take(&mut walk, step);
            if before.stage() != Stage::Closed {
                break; // the closing was voided
            }
            if let Ok(Decision::Record(event)) = answer {
                let late_fact = matches!(event.change(), Change::Fact(_)) && event.effective_on() <= before.since();
                prop_assert!(late_fact || event.is_correction(), "{:?}", event.change());
            }
        }
    }

    #[test]
    fn history_is_imported_before_the_first_live_step_and_never_after((position, steps) in course()) {
        let mut walk = start(position);
        for step in &steps {
            let Taken { before, command, answer, .. } = take(&mut walk, step);
            let is_live = |step: &project_lifecycle::project::Step<'_>| !step.basis().is_imported();
            let live = before.standing().find(is_live);
            let codes = answer.as_ref().err().map(codes).unwrap_or_default();
            if !matches!(command, Command::Import(_)) || codes == ["not_permitted"] || codes == ["id_reused"] {
                prop_assert!(!codes.contains(&"import_after_live"));
                continue;
            }
            match (live, answer) {
                (Some(live), Err(refusal)) => {
                    prop_assert_eq!(&refusal.reasons()[0], &Reason::ImportAfterLive { version: live.event().version() });
                }
                (Some(_), answer) => prop_assert!(matches!(answer, Ok(Decision::AlreadyRecorded(_))), "{:?}", answer),
                (None, _) => prop_assert!(!codes.contains(&"import_after_live")),
            }
        }
    }

    #[test]
    fn the_first_schedule_after_a_signing_completes_its_baseline((position, steps) in course()) {
        let mut walk = start(position);
        for step in &steps {
            let Taken { before, answer, .. } = take(&mut walk, step);
            let Ok(Decision::Record(event)) = answer else { continue };
            if event.is_correction() {
                continue;
            }
            let (was, is) = (before.baseline(), walk.project.baseline());
            if let Change::Move { verb: Verb::Sign | Verb::ReopenTalks | Verb::Terminate, .. } = event.change() {
                continue;
            }
            // what is in it stays, and only a schedule adds to it, once
            prop_assert!(was.iter().all(|day| is.contains(day)), "{:?} {:?}", was, is);
            let schedules = match event.change() {
                Change::Fact(Fact::Schedule(Scheduled { stages })) => Some(stages),
                Change::Move { basis: Basis::Evidence(Evidence::Revival(revival)), .. } => Some(revival.new_schedule()),
                Change::Plan { .. } | Change::Move { .. } | Change::Fact(_) | _ => None,
            };
            let stages = |schedule: &Schedule| schedule.planned().iter().map(|day| day.stage).collect::<Vec<_>>();
            let added: Vec<_> = is.iter().filter(|day| !was.contains(day)).map(|day| day.stage).collect();
            prop_assert!(added.is_empty() || schedules.is_some_and(|set| added.iter().all(|stage| stages(set).contains(stage))));
        }
    }
}

#[test]
fn today_is_the_civil_day_in_the_offset_of_the_policy() {
    let walk = Walk::plan(1);
    let late = crate::common::instant("2018-05-31T16:30:00Z");
    let plan = |on: &str| {
        let context = Context::new(crate::common::event_id(9, 9), late, actor()).on(crate::common::day(on));
        Project::plan(crate::common::project_id(9), walk.project.profile().clone(), &context, &policy())
    };
    assert_eq!(plan("2018-06-01").unwrap().effective_on(), crate::common::day("2018-06-01"));
    let future = Reason::EffectiveDateInFuture {
        effective_on: crate::common::day("2018-06-02"),
        today: crate::common::day("2018-06-01"),
    };
    assert_eq!(plan("2018-06-02").unwrap_err().reasons(), [future]);
    let just_before = crate::common::instant("2018-05-31T15:59:59.999999Z");
    let context =
        Context::new(crate::common::event_id(9, 9), just_before, actor()).on(crate::common::day("2018-06-01"));
    assert!(Project::plan(crate::common::project_id(9), walk.project.profile().clone(), &context, &policy()).is_err());
}
