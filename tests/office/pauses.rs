//! What ends a pause, and what becomes of it when that is corrected.

use super::*;
use crate::common::walk::{redating, voiding_fact};
use project_lifecycle::project::fact::*;

fn pause(reason: PauseReason) -> Command {
    Command::Pause(Pause { expected_until: None, explanation: text("停工"), reason })
}

/// Starts on papers of the first day that last.
fn start(walk: &mut Walk) -> u64 {
    let form = CommencementForm { physical_start: walk.today.into(), ..commencement_form(first_day()) };
    walk.give_lasting(Command::Start(form.try_into().expect("complete"))).version()
}

/// The current state as a store keeps it: moved on by each event alone, and worked out anew only at a
/// correction and at the end of an agreement.
fn followed(events: &[Event]) -> CurrentState {
    let mut current = CurrentState::planned(&events[0]).expect("a planning");
    for (n, event) in events.iter().enumerate().skip(1) {
        let ends_agreement = ["talks_reopened", "terminated"].contains(&event.event_name());
        current = if event.is_correction() || ends_agreement {
            Project::replay(events[..=n].iter().cloned()).expect("it replays").current().clone()
        } else {
            current.after(event).expect("it follows")
        };
    }
    current
}

/// First day, day of resumption, and what ended it.
fn spans(walk: &Walk) -> Vec<(Day, Option<Day>, Option<u64>)> {
    let spans: Vec<_> = walk
        .project
        .pauses()
        .iter()
        .map(|span| (span.from, span.resumed_on, span.ended_by.or(span.resumed_by)))
        .collect();
    // what a list shows, and what a replay makes of it
    let open = spans.last().filter(|(_, resumed_on, _)| resumed_on.is_none()).map(|(from, ..)| *from);
    assert_eq!(walk.project.current().paused_since, open);
    assert_eq!(followed(walk.project.events()), *walk.project.current());
    let again = Project::replay(walk.project.events().iter().cloned()).expect("it replays");
    assert_eq!(again, walk.project);
    spans
}

#[test]
fn a_pause_ends_with_every_step_that_shows_work_going_on_or_over() {
    let table = [
        (Stage::Registered, Verb::Start),
        (Stage::Started, Verb::Commission),
        (Stage::Producing, Verb::Operate),
        (Stage::Operating, Verb::Close),
        (Stage::Planned, Verb::Close),
    ];
    for (stage, verb) in table {
        let mut walk = Walk::to(3, at(stage));
        walk.pass(1).give(pause(PauseReason::Market));
        let from = walk.today;
        let event = walk.pass(5).go(verb);
        assert_eq!(spans(&walk), [(from, Some(walk.today), Some(event.version()))], "{verb}");
        assert!(!walk.project.is_paused());
        walk.void();
        assert_eq!(spans(&walk), [(from, None, None)], "{verb}");
    }
    // the other steps leave it open
    let mut walk = Walk::plan(3);
    walk.assign_duties();
    walk.give(pause(PauseReason::Other));
    let from = walk.today;
    let others = [Verb::Admit, Verb::SendBack, Verb::Engage, Verb::BreakOff, Verb::Engage, Verb::Sign, Verb::Terminate];
    for verb in others.into_iter().chain([Verb::Engage, Verb::Sign, Verb::ReopenTalks, Verb::Sign, Verb::Register]) {
        walk.pass(1).go(verb);
        assert_eq!(spans(&walk), [(from, None, None)], "{verb}");
    }
    walk.pass(400).go(Verb::Stall);
    assert_eq!(spans(&walk), [(from, None, None)]);
}

#[test]
fn a_revival_ends_a_pause_if_it_has_a_day_of_resumption() {
    for resumed in [true, false] {
        let mut walk = Walk::to(3, crate::common::stalled(Stage::Registered));
        walk.pass(1).give(pause(PauseReason::Land));
        let from = walk.today;
        walk.pass(5);
        let form = RevivalForm {
            resumed_on: Some(walk.today).filter(|_| resumed).into(),
            ..revival_form(Remedy::ClearLand, walk.today)
        };
        let version = walk.give(Command::Revive(form.try_into().expect("complete"))).version();
        let (on, by) = (Some(walk.today).filter(|_| resumed), Some(version).filter(|_| resumed));
        assert_eq!(spans(&walk), [(from, on, by)]);
    }
}

#[test]
fn re_dating_the_step_moves_the_end_of_the_pause() {
    let mut walk = Walk::to(3, at(Stage::Registered)); // since 2018-06-04
    walk.today = day("2018-07-01");
    walk.give(pause(PauseReason::Market));
    walk.today = day("2018-08-10");
    let start = start(&mut walk);
    walk.today = day("2018-12-31");
    let from = day("2018-07-01");
    for (to, end) in [
        ("2018-08-01", Some("2018-08-01")),
        ("2018-07-01", Some("2018-07-01")),
        ("2018-06-30", None), // the start lies before the pause, which goes on after it
        ("2018-09-01", Some("2018-09-01")),
    ] {
        walk.give_lasting(redating(start, day(to)));
        assert_eq!(spans(&walk), [(from, end.map(day), end.map(|_| start))], "{to}");
    }
    // another pause begins before the start's new date: the first one ended by then
    walk.today = day("2018-10-01");
    walk.give(pause(PauseReason::Investor));
    walk.today = day("2018-12-31");
    let second = (day("2018-10-01"), None, None);
    walk.give_lasting(redating(start, day("2018-11-01")));
    assert_eq!(spans(&walk), [(from, Some(day("2018-10-01")), None), second]);
    walk.give_lasting(redating(start, day("2018-06-30")));
    assert_eq!(spans(&walk), [(from, Some(day("2018-10-01")), None), second]);
    walk.give_lasting(redating(start, day("2018-10-01")));
    assert_eq!(spans(&walk), [(from, Some(day("2018-10-01")), Some(start)), second], "it was told before the second");
    walk.give_lasting(redating(start, day("2018-09-15")));
    assert_eq!(spans(&walk), [(from, Some(day("2018-09-15")), Some(start)), second]);
    walk.void();
    assert_eq!(spans(&walk), [(from, Some(day("2018-10-01")), None), second]);
    // the second pause, voided, takes the end of the first with it; told anew it gives it one, and a start ends both
    let wrong = walk.project.pauses()[1].version;
    walk.today = day("2018-11-01");
    walk.give(voiding_fact(wrong));
    assert_eq!(spans(&walk), [(from, None, None)]);
    walk.give(Command::Resume(Resumption::default()));
    let resumed = walk.project.version();
    walk.give(pause(PauseReason::Other));
    walk.give(voiding_fact(walk.project.version()));
    walk.give(voiding_fact(resumed));
    assert_eq!(spans(&walk), [(from, None, None)]);
    walk.give(voiding_fact(walk.project.pauses()[0].version));
    assert_eq!(spans(&walk), []);
}

#[test]
fn a_step_told_anew_ends_the_pauses_before_it() {
    let mut walk = Walk::to(3, at(Stage::Registered));
    walk.today = day("2018-07-01");
    walk.give(pause(PauseReason::Market));
    let from = walk.today;
    walk.today = day("2018-08-01");
    walk.go(Verb::Start);
    walk.today = day("2018-11-01");
    walk.give(pause(PauseReason::Other));
    walk.void();
    let third = day("2018-11-01");
    assert_eq!(spans(&walk), [(from, Some(third), None), (third, None, None)]);
    let mut both = walk.clone();
    let start = both.go(Verb::Start).version();
    assert_eq!(spans(&both), [(from, Some(third), None), (third, Some(third), Some(start))]);
    walk.today = day("2018-08-20");
    let start = walk.go(Verb::Start).version();
    assert_eq!(spans(&walk), [(from, Some(day("2018-08-20")), Some(start)), (third, None, None)]);
}

#[test]
fn when_a_step_moves_before_the_pause_the_next_one_ends_it() {
    let mut walk = Walk::to(3, at(Stage::Registered));
    walk.today = day("2018-07-01");
    walk.give(pause(PauseReason::Market));
    let from = walk.today;
    walk.today = day("2018-08-01");
    let start = start(&mut walk);
    walk.today = day("2018-09-01");
    let commissioning = walk.go(Verb::Commission).version();
    let by_start = [(from, Some(day("2018-08-01")), Some(start))];
    assert_eq!(spans(&walk), by_start);
    walk.give_lasting(redating(start, day("2018-06-20")));
    assert_eq!(spans(&walk), [(from, Some(day("2018-09-01")), Some(commissioning))]);
    walk.give_lasting(redating(start, day("2018-08-01")));
    assert_eq!(spans(&walk), by_start);
}

#[test]
fn a_step_dated_before_the_pause_does_not_end_it() {
    let mut walk = Walk::to(3, at(Stage::Registered));
    walk.today = day("2018-08-01");
    walk.give(pause(PauseReason::Market));
    let from = walk.today;
    walk.today = day("2018-07-20");
    walk.go(Verb::Start);
    assert_eq!(spans(&walk), [(from, None, None)]);
    walk.today = day("2018-08-01");
    let version = walk.go(Verb::Commission).version();
    assert_eq!(spans(&walk), [(from, Some(from), Some(version))], "on its first day");
}

#[test]
fn a_resumption_that_corrects_the_end_stays_when_the_step_is_voided() {
    let mut walk = Walk::to(3, at(Stage::Started));
    walk.pass(1).give(pause(PauseReason::Market));
    let from = walk.today;
    walk.pass(10).go(Verb::Commission);
    let late = walk.give(Command::Resume(Resumption::default())).version();
    walk.void();
    assert_eq!(spans(&walk), [(from, Some(walk.today), Some(late))]);
}

#[test]
fn a_pause_told_late_of_a_closed_project_ended_with_it() {
    let mut walk = Walk::to(3, at(Stage::Closed));
    let closed_on = walk.today;
    let closing = walk.project.version();
    walk.give(pause(PauseReason::Other));
    assert_eq!(spans(&walk), [(closed_on, Some(closed_on), Some(closing))]);
    walk.give(pause(PauseReason::Market));
    let ended = (closed_on, Some(closed_on), Some(closing));
    assert_eq!(spans(&walk), [ended, ended]);
    walk.void();
    assert_eq!(spans(&walk), [(closed_on, Some(closed_on), None), (closed_on, None, None)]);
}
