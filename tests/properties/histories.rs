//! Histories that storage changed: `apply` and `replay` check structure again, whatever was decided.

use project_lifecycle::canonical;
use serde_json::{Value, json};

use super::*;
use crate::common::acts::acted_on;
use crate::common::evidence::{careless, closing, complete, revival, stall_finding};
use crate::common::walk::voiding;
use crate::common::{actor_id, day, event_id, plus, positions, project_id};

/// The event, sealed, changed as JSON, and read again.
fn forged(event: &Event, change: impl FnOnce(&mut Value)) -> Event {
    let (_, head) = LogHead::open(source(), &actor(), event.at()).expect("a log");
    let mut line = Vec::new();
    let _head = seal_into(&event.clone().into(), &head, event.at(), &mut line).expect("sealed");
    let mut record: Value = serde_json::from_slice(&line).expect("a record");
    change(&mut record);
    Record::parse(canonical::to_vec(&record).expect("canonical")).expect("a record").event().expect("an event")
}

/// What the project says of an event, which must leave it as it was.
fn refused(project: &Project, event: Event) -> HistoryError {
    let mut changed = project.clone();
    let error = changed.apply(event).expect_err("it does not follow");
    assert_eq!(&changed, project);
    error
}

/// The project before a move, and the move.
fn before(position: Position, days: i64, command: impl FnOnce(&Walk) -> Command) -> (Project, Event) {
    let mut walk = Walk::to(3, position);
    walk.pass(days);
    let project = walk.project.clone();
    let command = command(&walk);
    (project, walk.give(command))
}

/// What is wrong with an event of a project.
fn broken(project: ProjectId, version: u64, fault: HistoryFault) -> HistoryError {
    HistoryError::Event { project, version, fault }
}

#[test]
fn a_history_with_a_gap_a_repetition_or_another_order_is_refused() {
    let walk = Walk::to(3, at(Stage::Started));
    let (project, events) = (walk.project.id(), walk.project.events());
    assert_eq!(Project::replay([]), Err(HistoryError::Empty));
    for index in 0..events.len() {
        let expected = index as u64 + 1;
        let mut gap = events.to_vec();
        gap.remove(index);
        let error = match index {
            0 => broken(project, 2, HistoryFault::Planning),
            _ => broken(project, expected + 1, HistoryFault::WrongVersion { expected }),
        };
        let is_last = index == events.len() - 1;
        assert_eq!(Project::replay(gap).err(), (!is_last).then_some(error), "without event {expected}");
        let mut twice = events.to_vec();
        twice.insert(index, events[index].clone());
        let error = broken(project, expected, HistoryFault::WrongVersion { expected: expected + 1 });
        assert_eq!(Project::replay(twice), Err(error), "event {expected} twice");
    }
    let swapped = [vec![events[0].clone(), events[2].clone()], events.to_vec()].concat();
    assert_eq!(Project::replay(swapped), Err(broken(project, 3, HistoryFault::WrongVersion { expected: 2 })));
    let stranger = forged(&Walk::to(4, at(Stage::Reserve)).project.events()[1], |_| {});
    let error = broken(project, 2, HistoryFault::WrongProject { found: project_id(4) });
    assert_eq!(Project::replay([events[0].clone(), stranger]), Err(error));
    let late = forged(&events[0], |record| record["streamversion"] = 2.into());
    assert_eq!(Project::replay([late.clone()]), Err(broken(project, 2, HistoryFault::WrongVersion { expected: 1 })));
    let second_planning = Project::replay([
        events[0].clone(),
        forged(&late, |record| {
            record["id"] = event_id(3, 70).to_string().into();
        }),
    ]);
    assert_eq!(second_planning, Err(broken(project, 2, HistoryFault::Planning)));
    let id = events[0].id();
    let same_id = forged(&events[1], |record| record["id"] = id.to_string().into());
    let error = broken(project, 2, HistoryFault::DuplicateId { id });
    assert_eq!(Project::replay([events[0].clone(), same_id]), Err(error));
}

#[test]
fn a_move_that_goes_back_in_time_is_refused() {
    let (project, event) = before(at(Stage::Reserve), 5, |walk| complete(Verb::Engage, &walk.project, walk.today));
    let on = |text: &str| {
        forged(&event, |record| {
            record["data"]["effective_on"] = text.into();
            record["data"]["evidence"]["first_contact"]["dated"] = text.into();
        })
    };
    assert_eq!(project.since(), day("2018-06-02"));
    let mut same_day = project.clone();
    assert_eq!(same_day.apply(on("2018-06-02")), Ok(()));
    let error =
        HistoryFault::DateOutOfOrder { found: day("2018-06-01"), earliest: day("2018-06-02"), latest: Day::MAX };
    let error = broken(project.id(), project.version() + 1, error);
    assert_eq!(refused(&project, on("2018-06-01")), error);
}

/// Whatever the policy was: a live step takes effect on the day of the act that its evidence tells.
#[test]
fn a_step_on_another_day_than_that_of_its_act_is_refused() {
    let mut told = std::collections::BTreeSet::new();
    for position in positions() {
        for (verb, _) in position.next() {
            let (project, event) = before(position, 400, |walk| complete(verb, &walk.project, walk.today));
            let found = plus(event.effective_on(), 1);
            let other = forged(&event, |record| record["data"]["effective_on"] = found.to_string().into());
            if acted_on(&complete(verb, &project, event.effective_on()), &project).is_none() {
                assert_eq!(project.clone().apply(other), Ok(()), "{verb}");
                continue;
            }
            let fault = HistoryFault::NotDayOfAct { acted_on: event.effective_on(), found };
            assert_eq!(refused(&project, other), broken(project.id(), project.version() + 1, fault), "{verb}");
            told.insert(verb.code());
        }
    }
    // the others take the date that the host states, a closing too whose outcome needs no paper
    let by_hand = "admit commission engage operate register reopen_talks revive sign stall start terminate";
    assert_eq!(told.into_iter().collect::<Vec<_>>().join(" "), by_hand);
}

#[test]
fn a_fact_outside_the_life_of_the_project_is_refused() {
    for (position, bad) in [(at(Stage::Reserve), "2018-05-31"), (at(Stage::Closed), "2018-06-03")] {
        let (project, event) = before(position, 0, |_| Command::AssignOfficer(actor_id("officer-8").into()));
        let forged = forged(&event, |record| record["data"]["effective_on"] = bad.into());
        let error = refused(&project, forged);
        let latest = if position.stage().is_terminal() { project.since() } else { Day::MAX };
        let (earliest, found) = (day("2018-06-01"), day(bad));
        let version = project.version() + 1;
        assert_eq!(error, broken(project.id(), version, HistoryFault::DateOutOfOrder { found, earliest, latest }));
    }
}

#[test]
fn a_cause_an_outcome_or_a_remedy_that_the_law_does_not_have_there_is_refused() {
    let (project, event) = before(at(Stage::Started), 400, |walk| {
        Command::Stall(stall_finding(ZombieCause::NoActivity, walk.project.since(), walk.today))
    });
    let (id, version) = (project.id(), project.version() + 1);
    let cause = Some(ZombieCause::LandNotCleared);
    let error =
        refused(&project, forged(&event, |record| record["data"]["evidence"]["cause"] = "land_not_cleared".into()));
    assert_eq!(error, broken(id, version, HistoryFault::CauseNotAllowed { stage: Stage::Started, cause }));
    let import = |record: &mut Value| {
        record["data"].as_object_mut().expect("data").remove("evidence");
        record["data"]["provenance"] = json!({"file": "ledger.csv", "inferred": false, "record": 1});
    };
    let error = refused(&project, forged(&event, import));
    assert_eq!(error, broken(id, version, HistoryFault::CauseNotAllowed { stage: Stage::Started, cause: None }));

    let (project, event) =
        before(stalled(Stage::Operating), 1, |walk| Command::Close(closing(Outcome::Liquidated, walk.today)));
    let (id, version, footing) = (project.id(), project.version() + 1, Stage::Operating);
    let outcome = Some(Outcome::Abandoned);
    let error = refused(&project, forged(&event, |record| record["data"]["evidence"]["outcome"] = "abandoned".into()));
    assert_eq!(error, broken(id, version, HistoryFault::OutcomeNotAllowed { footing, outcome }));
    let error = refused(&project, forged(&event, import));
    assert_eq!(error, broken(id, version, HistoryFault::OutcomeNotAllowed { footing, outcome: None }));

    // a cause does not make imported what comes after a live step
    let (project, event) = before(at(Stage::Reserve), 1, |walk| complete(Verb::Engage, &walk.project, walk.today));
    let first_live = project.standing().next().expect("it was admitted").event().version();
    let error = refused(&project, forged(&event, import));
    assert_eq!(error, broken(project.id(), project.version() + 1, HistoryFault::ImportAfterLive { first_live }));

    // a zombie for want of cleared land, revived as if its investor had changed
    let (project, event) = before(stalled(Stage::Signed), 1, |walk| {
        assert_eq!(walk.project.zombie_cause(), Some(ZombieCause::LandNotCleared));
        Command::Revive(revival(Remedy::ClearLand, walk.today))
    });
    let (id, version, remedy) = (project.id(), project.version() + 1, Remedy::InvestorChanged);
    let cause = Some(ZombieCause::LandNotCleared);
    let error =
        refused(&project, forged(&event, |record| record["data"]["evidence"]["remedy"] = "investor_changed".into()));
    assert_eq!(error, broken(id, version, HistoryFault::RemedyNotFitting { cause, remedy }));
}

#[test]
fn a_correction_undoes_the_last_standing_step_and_no_other() {
    let (project, event) = before(at(Stage::Signed), 1, |walk| voiding(&walk.project, "by mistake"));
    let (id, version) = (project.id(), project.version() + 1);
    let last = project.standing().last().map(|step| step.event().version());
    for found in (1..version).filter(|found| Some(*found) != last) {
        let error = refused(&project, forged(&event, |record| record["data"]["voids_version"] = found.into()));
        let stands = found == 1 || project.standing().any(|step| step.event().version() == found);
        let fault = if stands {
            HistoryFault::VoidNotLast { voids: found }
        } else {
            HistoryFault::NotStanding { corrects: found }
        };
        assert_eq!(error, broken(id, version, fault));
    }
    // the right step, but to another stage than the one it left
    let came_from = event.to().stage();
    for to in Stage::ALL.into_iter().filter(|to| *to != came_from && *to != Stage::Zombie) {
        let error = refused(&project, forged(&event, |record| record["data"]["to"] = to.code().into()));
        let expected = event.to();
        assert_eq!(error, broken(id, version, HistoryFault::WrongEnd { expected, found: at(to) }), "{to}");
    }
    // the right step, but another one is said to stand again
    let restored = event.restores().expect("a void restores a step");
    for found in (1..version).filter(|found| *found != restored) {
        let error = refused(&project, forged(&event, |record| record["data"]["restores_version"] = found.into()));
        assert_eq!(error, broken(id, version, HistoryFault::WrongRestored { expected: restored, found }));
    }
    let planned = Walk::plan(3).project;
    let of_planning = forged(&event, |record| {
        record["streamversion"] = 2.into();
        record["data"]["voids_version"] = 1.into();
        record["data"]["from"] = "planned".into();
        record["data"]["to"] = "planned".into();
    });
    let error = broken(id, 2, HistoryFault::VoidNotLast { voids: 1 });
    assert_eq!(refused(&planned, of_planning), error, "planning is not voided");
    // the correction itself is not voided
    let mut corrected = project.clone();
    corrected.apply(event.clone()).unwrap();
    let of_the_void = forged(&event, |record| {
        record["id"] = event_id(3, 71).to_string().into();
        record["streamversion"] = (version + 1).into();
        record["data"]["voids_version"] = version.into();
        record["data"]["from"] = corrected.stage().code().into();
        record["data"]["to"] = project.stage().code().into();
    });
    let error = broken(id, version + 1, HistoryFault::NotStanding { corrects: version });
    assert_eq!(refused(&corrected, of_the_void), error);
}

#[test]
fn a_revived_project_has_no_cause_any_more() {
    for stage in crate::common::stalling() {
        let mut walk = Walk::to(3, stalled(stage));
        walk.pass(1).go(Verb::Revive);
        assert_eq!((walk.project.position(), walk.project.zombie_cause()), (at(stage), None));
        // and it may stall again
        walk.pass(400).go(Verb::Stall);
        assert_eq!(walk.project.position(), stalled(stage));
    }
}

#[test]
fn blocked_by_the_threshold_is_not_always_refused_in_the_same_words() {
    // no promise of `explain` is broken, but its reason is not among those of `decide`: the finding's day differs
    let mut walk = Walk::to(3, at(Stage::Started));
    walk.pass(100);
    let blocked = match walk.project.explain_verb(Verb::Stall, &walk.context(), &walk.policy).answer {
        Answer::Blocked(reasons) => reasons,
        Answer::Open(_) => panic!("it has not stood still for long enough"),
    };
    assert_eq!(blocked.iter().map(Reason::code).collect::<Vec<_>>(), ["threshold_not_reached"]);
    let finding = stall_finding(ZombieCause::PromiseUnmet, day("2016-01-01"), walk.today);
    assert_eq!(walk.refused(Command::Stall(finding)), ["dated_before_stage"]);
    assert!(walk.project.decide(careless(Verb::Stall, walk.today, 0), &walk.context(), &walk.policy).is_err());
}
