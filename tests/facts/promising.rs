//! Commitments in any order: promised, corrected, prolonged, presented, and each fact voided again.

use super::model::Model;
use super::*;
use crate::common::evidence::{commencement_form, paper};
use crate::common::walk::voiding_fact;
use project_lifecycle::act::Correction;

const ITEM: Item = Item::WorksPlanningPermit;

/// A start that promises its works planning permit by a day, or has it at hand.
fn promising(start: Day, due: Option<Day>) -> Commencement {
    let form = commencement_form(start);
    let works = due.map_or(form.works_planning_permit.clone(), |due| Document::Committed { due }.into());
    CommencementForm { works_planning_permit: works, ..form }.try_into().expect("complete")
}

/// What an act and a number ask for, about the start.
fn asked(walk: &Walk, (act, number): (usize, i64), start: (u64, Day)) -> Command {
    let (version, on) = start;
    let day = plus(on, 30 * (number % 6));
    match act {
        0 | 1 => {
            let basis = Basis::Evidence(promising(on, (number % 6 > 1).then_some(day)).into());
            let correction = Correction { authority: text("发展改革局"), grounds: text("录入有误") };
            Command::Correct(Correcting { version, basis, correction })
        }
        2 => Command::ProlongCommitment(Prolongation { due: day, item: ITEM, version }),
        3 => {
            Command::PresentEvidence(Presentation {
                item: ITEM, paper: paper("补交", on), valid_until: None, version
            })
        }
        _ => {
            let facts = walk.project.events().iter().filter(|event| event.version() > version);
            let facts: Vec<_> = facts.filter(|event| matches!(event.change(), Change::Fact(_))).collect();
            let which = usize::try_from(number).expect("small") % facts.len().max(1);
            voiding_fact(facts.get(which).map_or(version, |fact| fact.version()))
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_owed_follows_from_what_stands_in_any_order(acts in vec((0..5usize, 0..60i64), 1..25)) {
        let mut walk = Walk::to(3, at(Stage::Registered));
        walk.pass(1);
        let on = walk.today;
        let version = walk.give(Command::Start(promising(on, Some(plus(on, 60))))).version();
        let mut store = crate::common::opened(crate::common::source(), &crate::common::actor(), evening(on)).expect("a log opens");
        for event in walk.project.events() {
            store.append(&event.clone().into(), evening(on)).expect("recorded");
        }
        for act in acts {
            let command = asked(&walk, act, (version, on));
            let Ok(event) = give_on(&mut walk, &on.to_string(), command) else { continue };
            store.append(&event.into(), evening(on)).expect("recorded");
            let project = &walk.project;
            prop_assert_eq!(Model::shown_by(project), Model::read(project.events()));
            prop_assert_eq!(&Project::replay(project.events().iter().cloned()).expect("it replays"), project);
            let current = store.current(project.id()).expect("it tells");
            prop_assert_eq!(current.as_ref(), Some(project.current()));
        }
    }
}

/// Policy refuses a prolongation to an earlier day; a record of one is read, and takes nothing from what was promised.
#[test]
fn a_record_that_prolongs_to_an_earlier_day_moves_nothing() {
    let mut walk = Walk::to(3, at(Stage::Registered));
    walk.pass(1);
    let (on, promised) = (walk.today, plus(walk.today, 60));
    let version = walk.give(Command::Start(promising(on, Some(promised)))).version();
    let prolong = |due| Command::ProlongCommitment(Prolongation { due, item: ITEM, version });
    assert_eq!(walk.refused(prolong(plus(on, 30))), ["not_later"]);
    walk.give(prolong(plus(on, 90)));
    let events = forged(&walk, |record| record["data"]["after"]["due"] = plus(on, 30).to_string().into());
    let read = Project::replay(events).expect("it follows");
    assert_eq!(read.current().owed_for(version, ITEM).map(|owed| owed.due), Some(promised));
}

/// A stage of the schedule that the project has reached is due no more.
#[test]
fn the_stage_that_it_stands_in_is_not_due() {
    let by = |stage: Stage| plus(day("2019-01-01"), stage as i64 * 30);
    let schedule = || {
        let days =
            [Stage::Registered, Stage::Started, Stage::Producing, Stage::Operating].map(|stage| (stage, by(stage)));
        Command::Reschedule(Schedule::new(days).expect("rising days").into())
    };
    let mut walk = Walk::to(3, at(Stage::Signed));
    walk.give(schedule());
    for (verb, next) in [
        (None, Some(Stage::Registered)),
        (Some(Verb::Register), Some(Stage::Started)),
        (Some(Verb::Start), Some(Stage::Producing)),
        (Some(Verb::Commission), Some(Stage::Operating)),
        (Some(Verb::Operate), None),
        (Some(Verb::Close), None),
    ] {
        if let Some(verb) = verb {
            walk.go_when_open(verb).expect("it opens");
        }
        assert_eq!(walk.project.current().next_due(), next.map(by), "{}", walk.project.stage());
    }
}
