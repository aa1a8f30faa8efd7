//! What ends a pause, and what becomes of it when that is corrected.

use super::*;
use crate::common::walk::{give_lasting, redating, voiding_fact};
use crate::common::{actor, evening, event_id};
use project_lifecycle::project::fact::*;

fn pause(reason: PauseReason) -> Command {
    Command::Pause(Pause { expected_until: None, explanation: text("停工"), reason })
}

/// Starts on papers of the first day that last.
fn start(walk: &mut Walk) -> u64 {
    let form = CommencementForm { physical_start: walk.today.into(), ..commencement_form(first_day()) };
    give_lasting(walk, Command::Start(form.try_into().expect("complete"))).version()
}

/// The current state as a store keeps it: moved on by each event alone, and worked out anew only at a
/// correction, at the end of an agreement, and at a pause that is dated before what a list notes.
fn followed(events: &[Event]) -> CurrentState {
    let mut current = CurrentState::planned(&events[0]).expect("a planning");
    for (n, event) in events.iter().enumerate().skip(1) {
        let ends_agreement = ["talks_reopened", "terminated"].contains(&event.event_name());
        let is_late = event.event_name() == "paused"
            && event.effective_on() < current.noted_on.unwrap_or(current.since).max(current.since);
        current = if event.is_correction() || ends_agreement || is_late {
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
fn a_halted_site_is_no_longer_paused_once_works_resume_or_it_is_closed() {
    for is_revived in [true, false] {
        let mut walk = Walk::to(3, at(Stage::Started));
        walk.pass(1).give(pause(PauseReason::Market));
        let from = walk.today;
        walk.pass(400);
        let finding = stall_finding(ZombieCause::ConstructionHalted, from, walk.today);
        walk.give(Command::Stall(finding));
        assert!(walk.project.is_paused());
        walk.pass(5);
        let on = walk.today;
        let ended = if is_revived {
            walk.give(Command::Revive(revival(Remedy::WorksResumed, on)))
        } else {
            walk.give(Command::Close(closing(Outcome::Abandoned, on)))
        };
        assert_eq!(spans(&walk), [(from, Some(on), Some(ended.version()))]);
        assert!(!walk.project.is_paused());
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
        give_lasting(&mut walk, redating(start, day(to)));
        assert_eq!(spans(&walk), [(from, end.map(day), end.map(|_| start))], "{to}");
    }
    // another pause begins before the start's new date: the first one ended by then, and the start ends the second
    walk.today = day("2018-10-01");
    walk.give(pause(PauseReason::Investor));
    walk.today = day("2018-12-31");
    let second = (day("2018-10-01"), None, None);
    give_lasting(&mut walk, redating(start, day("2018-11-01")));
    let ended = (day("2018-10-01"), Some(day("2018-11-01")), Some(start));
    assert_eq!(spans(&walk), [(from, Some(day("2018-10-01")), None), ended]);
    give_lasting(&mut walk, redating(start, day("2018-06-30")));
    assert_eq!(spans(&walk), [(from, Some(day("2018-10-01")), None), second]);
    give_lasting(&mut walk, redating(start, day("2018-10-01")));
    assert_eq!(spans(&walk), [(from, Some(day("2018-10-01")), Some(start)), second], "it was told before the second");
    give_lasting(&mut walk, redating(start, day("2018-09-15")));
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
    give_lasting(&mut walk, redating(start, day("2018-06-20")));
    assert_eq!(spans(&walk), [(from, Some(day("2018-09-01")), Some(commissioning))]);
    give_lasting(&mut walk, redating(start, day("2018-08-01")));
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

/// Gives a command for an earlier day, or tells the reasons against it.
fn told(walk: &mut Walk, on: &str, command: Command) -> Result<u64, Vec<Reason>> {
    walk.n += 1;
    let context = Context::new(event_id(3, 700 + walk.n), evening(walk.today), actor()).on(day(on));
    let decided = walk.project.decide(command, &context, &walk.policy).map_err(|refusal| refusal.reasons().to_vec())?;
    let event = decided.into_new().expect("a new id");
    let version = event.version();
    walk.project.apply(event).expect("it follows");
    Ok(version)
}

fn resume() -> Command {
    Command::Resume(Resumption::default())
}

/// Started on 10 August 2018.
fn started() -> (Walk, u64) {
    let mut walk = Walk::to(3, at(Stage::Registered));
    walk.today = day("2018-08-10");
    let start = start(&mut walk);
    walk.today = day("2018-12-31");
    (walk, start)
}

#[test]
fn a_pause_told_late_ends_with_the_step_after_it_that_is_on_record() {
    let (walk, start) = started();
    let began = day("2018-08-10");
    let table = [
        ("2018-07-01", Some((began, start))),
        ("2018-08-09", Some((began, start))),
        ("2018-08-10", None), // they stopped after the start
        ("2018-08-11", None),
    ];
    for (on, end) in table {
        let mut walk = walk.clone();
        told(&mut walk, on, pause(PauseReason::Market)).unwrap();
        assert_eq!(spans(&walk), [(day(on), end.map(|(on, _)| on), end.map(|(_, by)| by))], "{on}");
        assert_eq!(walk.project.is_paused(), end.is_none(), "{on}");
    }
    // told before the start, and of its day: it ended with it
    let mut before = Walk::to(3, at(Stage::Registered));
    before.today = began;
    before.give(pause(PauseReason::Market));
    let by = self::start(&mut before);
    assert_eq!(spans(&before), [(began, Some(began), Some(by))]);
    // the first step that comes after it does, and voiding that one gives way to the next
    let mut walk = walk;
    walk.today = day("2018-10-01");
    let commissioning = walk.go(Verb::Commission).version();
    told(&mut walk, "2018-07-01", pause(PauseReason::Market)).unwrap();
    told(&mut walk, "2018-09-01", pause(PauseReason::Market)).unwrap();
    let first = (day("2018-07-01"), Some(began), Some(start));
    let second = (day("2018-09-01"), Some(day("2018-10-01")), Some(commissioning));
    assert_eq!(spans(&walk), [first, second]);
    walk.void();
    assert_eq!(spans(&walk), [first, (day("2018-09-01"), None, None)]);
    walk.void();
    assert_eq!(spans(&walk), [(day("2018-07-01"), Some(day("2018-09-01")), None), (day("2018-09-01"), None, None)]);
}

#[test]
fn re_dating_the_step_about_a_pause_told_late_moves_its_end() {
    let (mut walk, start) = started();
    told(&mut walk, "2018-08-01", pause(PauseReason::Market)).unwrap();
    let from = day("2018-08-01");
    for (to, end) in [
        ("2018-08-20", Some("2018-08-20")),
        ("2018-08-01", None), // told after the start, of the same day
        ("2018-08-02", Some("2018-08-02")),
        ("2018-07-31", None),
        ("2018-08-10", Some("2018-08-10")),
    ] {
        give_lasting(&mut walk, redating(start, day(to)));
        assert_eq!(spans(&walk), [(from, end.map(day), end.map(|_| start))], "{to}");
    }
}

#[test]
fn a_list_cannot_follow_a_pause_of_before_the_present_stage_by_itself() {
    let (walk, _) = started();
    let after = |on: &str, walk: &Walk| {
        let mut next = walk.clone();
        let current = next.project.current().clone();
        told(&mut next, on, pause(PauseReason::Market)).unwrap();
        let after = current.after(next.project.events().last().expect("the pause"));
        assert!(after.as_ref().is_none_or(|after| after == next.project.current()), "{on}");
        after.map(|after| after.paused_since)
    };
    let noted_on = walk.project.current().noted_on.expect("an officer");
    assert!(noted_on < day("2018-08-09"));
    assert_eq!(after("2018-08-09", &walk), None);
    assert_eq!(after("2018-08-10", &walk), Some(Some(day("2018-08-10"))));
    assert_eq!(after("2018-09-01", &walk), Some(Some(day("2018-09-01"))));
    // before another one that is over, the history tells; before the present one, it began there
    let mut walk = walk;
    told(&mut walk, "2018-10-01", pause(PauseReason::Market)).unwrap();
    assert_eq!(after("2018-09-01", &walk), Some(Some(day("2018-10-01"))));
    assert_eq!(after("2018-07-01", &walk), Some(Some(day("2018-10-01"))));
    told(&mut walk, "2018-10-20", resume()).unwrap();
    assert_eq!(after("2018-09-01", &walk), None);
    assert_eq!(after("2018-10-20", &walk), Some(Some(day("2018-10-20"))));
}

#[test]
fn a_pause_in_a_pause_that_is_over_names_it() {
    let (mut walk, start) = started();
    let by_step = told(&mut walk, "2018-08-01", pause(PauseReason::Market)).unwrap();
    let resumed = told(&mut walk, "2018-09-01", pause(PauseReason::Market)).unwrap();
    let end = told(&mut walk, "2018-10-01", resume()).unwrap();
    let by_next = told(&mut walk, "2018-08-20", pause(PauseReason::Land)).unwrap();
    let dates = |on| (day(on), Some(day("2018-10-01")));
    let (from, until) = dates("2018-09-01");
    let before = [
        (day("2018-08-01"), Some(day("2018-08-10")), Some(start)),
        (day("2018-08-20"), Some(from), None),
        (from, until, Some(end)),
    ];
    assert_eq!(spans(&walk), before);
    let table = [
        ("2018-08-01", by_step, "2018-08-01"),
        ("2018-08-09", by_step, "2018-08-01"),
        ("2018-08-20", by_next, "2018-08-20"),
        ("2018-08-31", by_next, "2018-08-20"),
        ("2018-09-01", resumed, "2018-09-01"),
        ("2018-09-30", resumed, "2018-09-01"),
    ];
    for (on, version, from) in table {
        let reasons = told(&mut walk, on, pause(PauseReason::Other)).unwrap_err();
        assert_eq!(reasons, [Reason::AlreadyPaused { version, on: day(from) }], "{on}");
        assert_eq!(reasons[0].lift(), Lift::VoidIfWrong { version }, "{on}");
    }
    // on the days on which one ended another may begin
    for on in ["2018-08-10", "2018-10-01", "2018-07-31"] {
        told(&mut walk.clone(), on, pause(PauseReason::Other)).unwrap();
    }
    // what is voided is out of the way, and the others end as if it had never been
    walk.give(voiding_fact(by_next));
    assert_eq!(spans(&walk), [before[0], before[2]]);
    told(&mut walk, "2018-08-31", pause(PauseReason::Other)).unwrap();
    assert_eq!(spans(&walk)[1], (day("2018-08-31"), Some(from), None));
}

#[test]
fn a_resumption_told_late_ends_the_pause_of_its_day_up_to_the_step_that_ended_it() {
    let (mut walk, start) = started();
    told(&mut walk, "2018-08-01", pause(PauseReason::Market)).unwrap();
    told(&mut walk, "2018-09-01", pause(PauseReason::Market)).unwrap();
    let open = (day("2018-09-01"), None, None);
    let reasons = told(&mut walk, "2018-08-11", resume()).unwrap_err();
    let (effective_on, on) = (day("2018-08-11"), day("2018-08-10"));
    assert_eq!(reasons, [Reason::PauseEnded { effective_on, on, version: start }]);
    assert_eq!(reasons[0].lift(), Lift::Date { earliest: None, latest: Some(on) });
    for on in ["2018-08-01", "2018-08-05", "2018-08-10"] {
        let mut walk = walk.clone();
        let by = told(&mut walk, on, resume()).unwrap();
        assert_eq!(spans(&walk), [(day("2018-08-01"), Some(day(on)), Some(by)), open]);
        let again = told(&mut walk, "2018-08-03", resume()).unwrap_err();
        assert_eq!(again, [Reason::AlreadyResumed { version: by, on: day(on) }]);
        // the pause after it was on record before, so it does not rest on it
        walk.give(voiding_fact(by));
        assert_eq!(spans(&walk), [(day("2018-08-01"), Some(day("2018-08-10")), Some(start)), open]);
    }
    let reasons = told(&mut walk, "2018-07-31", resume()).unwrap_err();
    let version = walk.project.pauses()[0].version;
    assert_eq!(reasons, [Reason::NotPausedYet { effective_on: day("2018-07-31"), on: day("2018-08-01"), version }]);
}

#[test]
fn a_pause_for_land_told_late_excuses_nobody_after_the_step_that_ended_it() {
    let finding = |on| Command::Stall(stall_finding(ZombieCause::ConstructionHalted, plus(on, -366), on));
    for (paused_on, excuses) in [("2018-08-01", false), ("2018-08-10", true)] {
        let (mut walk, _) = started();
        walk.today = day("2019-12-01");
        told(&mut walk, paused_on, pause(PauseReason::Land)).unwrap();
        let reasons = walk.project.check(&finding(walk.today), &walk.context(), &walk.policy);
        let codes: Vec<_> = reasons.iter().map(Reason::code).collect();
        assert_eq!(codes, if excuses { vec!["not_at_fault"] } else { vec![] }, "{paused_on}");
    }
}
