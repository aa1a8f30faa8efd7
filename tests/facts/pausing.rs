//! Pauses are no stage: order and dates, and that nothing waits for a resumption.

use super::*;
use crate::common::actor_id;

pub(crate) fn pause(seasonal: bool) -> Command {
    paused_for(if seasonal { PauseReason::Season } else { PauseReason::Other })
}

pub(crate) fn paused_for(reason: PauseReason) -> Command {
    Command::Pause(Pause { expected_until: None, explanation: text("停工"), reason })
}

pub(crate) fn resume() -> Command {
    Command::Resume(Resumption::default())
}

#[test]
fn pauses_follow_each_other_and_each_is_resumed_once() {
    let mut walk = Walk::to(3, at(Stage::Started));
    walk.today = day("2019-12-31");
    let mut give = |on: &str, command: Command| match give_on(&mut walk, on, command) {
        Ok(_) => "recorded",
        Err(reasons) => codes(&reasons).into_iter().next().expect("a reason"),
    };
    let table = [
        ("2018-07-01", resume(), "not_paused"),
        ("2018-07-01", pause(false), "recorded"),
        ("2018-06-30", resume(), "not_paused_yet"),
        ("2018-07-01", pause(false), "already_paused"),
        ("2018-07-15", pause(false), "already_paused"),
        ("2018-07-01", resume(), "recorded"),        // on the very day
        ("2018-07-02", resume(), "already_resumed"), // it ended later: the first record is to be voided
        ("2018-06-20", pause(false), "recorded"),    // told late: it ended where the other began
        ("2018-06-30", pause(false), "already_paused"),
        ("2018-06-25", resume(), "recorded"), // or before
        ("2018-06-26", resume(), "already_resumed"),
        ("2018-06-24", pause(false), "already_paused"), // it is over by now
        ("2018-06-25", pause(false), "recorded"),       // between two
        ("2018-07-01", pause(false), "recorded"),       // after that of the same day
        ("2018-06-28", resume(), "recorded"),           // of the one that had begun by then
        ("2018-09-01", resume(), "recorded"),
        ("2018-08-31", pause(false), "already_paused"),
        ("2018-11-01", pause(true), "recorded"),
    ];
    for (number, (on, command, expected)) in table.into_iter().enumerate() {
        assert_eq!(give(on, command), expected, "row {number}");
    }
    let spans: Vec<_> = walk.project.pauses().iter().map(|span| (span.from, span.resumed_on)).collect();
    let by_hand = [
        (day("2018-06-20"), Some(day("2018-06-25"))),
        (day("2018-06-25"), Some(day("2018-06-28"))),
        (day("2018-07-01"), Some(day("2018-07-01"))),
        (day("2018-07-01"), Some(day("2018-09-01"))),
        (day("2018-11-01"), None),
    ];
    assert_eq!(spans, by_hand);
    assert!(walk.project.is_paused());
}

#[test]
fn a_pause_is_not_expected_to_end_before_it_begins() {
    let mut walk = Walk::to(3, at(Stage::Started));
    walk.today = day("2018-08-01");
    let until = |until: &str| {
        Command::Pause(Pause {
            expected_until: Some(day(until)),
            explanation: text("停工"),
            reason: PauseReason::Market,
        })
    };
    assert_eq!(walk.refused(until("2018-07-31")), ["period_reversed"]);
    walk.give(until("2018-08-01"));
}

#[test]
fn a_paused_project_is_amended_reported_on_moved_corrected_and_closed() {
    let mut walk = Walk::to(3, at(Stage::Registered));
    walk.pass(1).give(pause(false));
    let begun = walk.project.clone();
    let amendment = Amendment { name: Some(text("新名")), ..Amendment::default() };
    walk.give(Command::Amend(amendment));
    let (description, done) = (text("停工中"), BasisPoints::new(10).unwrap());
    walk.give(Command::ReportProgress(ProgressReport { description, done }));
    walk.give(Command::AssignOfficer(actor_id("officer-2").into()));
    walk.pass(1).go(Verb::Start);
    walk.pass(1).void();
    assert_eq!(walk.project.position(), begun.position());
    assert_eq!(walk.project.pauses(), begun.pauses());
    walk.pass(400).go(Verb::Stall);
    assert_eq!(walk.project.pauses(), begun.pauses());
    walk.pass(1).go(Verb::Close);
    // late, as a fact of a closed project
    walk.give(resume());
    assert!(!walk.project.is_paused());
}

#[test]
fn a_resumption_is_no_start() {
    for stage in [Stage::Registered, Stage::Started, Stage::Operating] {
        let mut walk = Walk::to(3, at(stage));
        let (since, steps) = (walk.project.since(), walk.project.standing().count());
        walk.pass(10).give(pause(false));
        let resumed = walk.pass(10).give(resume());
        assert_eq!(resumed.event_name(), "resumed");
        assert_eq!((walk.project.stage(), walk.project.since()), (stage, since));
        assert_eq!(walk.project.standing().count(), steps);
        let starts = walk.project.events().iter().filter(|event| event.event_name() == "started").count();
        assert_eq!(starts, usize::from(stage != Stage::Registered));
    }
}

#[test]
fn every_stage_may_be_paused() {
    for position in positions() {
        let mut walk = Walk::to(3, position);
        walk.give(pause(false));
        walk.give(resume());
        assert_eq!(walk.project.position(), position);
    }
}

#[test]
fn replay_takes_no_resumption_before_its_pause() {
    let mut walk = Walk::to(3, at(Stage::Started));
    walk.today = day("2020-12-31");
    let paused = give_on(&mut walk, "2020-03-01", pause(true)).unwrap();
    let resumed = give_on(&mut walk, "2020-04-01", resume()).unwrap();
    let mut store =
        crate::common::opened(crate::common::source(), &crate::common::actor(), evening(walk.today)).unwrap();
    for event in walk.project.events() {
        store.append(&event.clone().into(), evening(walk.today)).unwrap();
    }
    let mut records = store.stream(walk.project.id().into()).unwrap();
    let last: serde_json::Value = serde_json::from_slice(records.pop().unwrap().line()).unwrap();
    let forged = |on: &str| {
        let mut value = last.clone();
        value["data"]["effective_on"] = on.into();
        Record::parse(canonical::to_vec(&value).unwrap()).unwrap().event().unwrap()
    };
    let history = || records.iter().map(|record| record.event().unwrap());
    assert!(Project::replay(history().chain([forged("2020-03-01")])).is_ok());
    let error = Project::replay(history().chain([forged("2020-02-29")])).unwrap_err();
    let (project, version) = (walk.project.id(), resumed.version());
    let (effective_on, on) = (day("2020-02-29"), day("2020-03-01"));
    let why = Reason::NotPausedYet { effective_on, on, version: paused.version() };
    let fault = HistoryFault::Contradicts { why };
    assert_eq!(error, HistoryError::Event { project, version, fault });
}
