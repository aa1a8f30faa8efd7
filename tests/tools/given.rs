//! Given, when, then: the day, and what a failing test says.

use crate::common::{at, day, plus};
use project_lifecycle::testing::{Scenario, Walk, given, sample};
use project_lifecycle::{Command, Event, Policy, Stage, Verb, lifecycle::ProjectKind};

fn talks() -> [Command; 2] {
    let day = day("2018-07-01");
    [Command::Admit(sample::dossier(day)), Command::Engage(sample::engagement(day))]
}

fn sign() -> Command {
    Command::Sign(sample::agreement(ProjectKind::Enterprise, day("2018-07-20")))
}

#[test]
fn a_command_is_given_on_the_day_that_it_tells() {
    let signed = given(talks()).when(sign()).then_recorded(|event| {
        assert_eq!((event.effective_on(), event.version()), (day("2018-07-20"), 4));
    });
    assert_eq!(signed.position(), at(Stage::Signed));
    // what tells no day is given on the day of the last event
    let officer = Command::AssignOfficer("officer-9".parse::<project_lifecycle::ActorId>().expect("an id").into());
    given(&signed).when(officer.clone()).then_recorded(|event| assert_eq!(event.effective_on(), day("2018-07-20")));
    let later = given(signed.events()).on(day("2018-08-01"));
    later.when(officer).then_recorded(|event| assert_eq!(event.effective_on(), day("2018-08-01")));
    // a stated day is not moved
    given(talks()).on(day("2018-07-19")).when(sign()).then_refused_for(["effective_date_in_future", "dated_in_future"]);
    given(Vec::new()).when(sign()).then_refused_for(["not_permitted"]);
    // a walk brings its policy and its day
    let mut walk = Walk::to(4, at(Stage::Signed));
    walk.pass(400);
    let stall = walk.complete(Verb::Stall);
    given(walk.clone()).when(stall.clone()).then_recorded(|event| assert_eq!(event.effective_on(), walk.today));
    walk.pass(-10);
    given(walk).when(stall).then_refused_for(["effective_date_in_future", "dated_in_future"]);
}

#[test]
fn another_policy_decides() {
    let mut terms = Policy::shenyang_2018().terms().clone();
    terms.required.push(project_lifecycle::lifecycle::Item::ProjectCode);
    let walk = Walk::to(1, at(Stage::Signed));
    let register = Command::Register(sample::registration(plus(walk.today, 1)));
    given(&walk.project).when(register.clone()).then_recorded(|_| {});
    let strict = given(&walk.project).under(Policy::new(terms).expect("a policy"));
    let refusal = strict.when(register).then_refused_for(["missing"]);
    assert_eq!(refusal.command(), "register");
}

fn why(test: impl FnOnce() + std::panic::UnwindSafe) -> String {
    let why = std::panic::catch_unwind(test).expect_err("it panics");
    why.downcast_ref::<String>().expect("a text").clone()
}

#[test]
fn a_failing_test_says_what_was_to_come_and_what_came() {
    let reserve = || given([Command::Admit(sample::dossier(day("2018-07-01")))]);
    let stood = "given a project that is `reserve` since 2018-07-01, after 2 events\nwhen it is 2018-07-01\n";
    let refused = "`sign` is refused\nnot_permitted: `sign` is not permitted for a project that is `reserve`; permitted here: \
        engage, send_back, close (first engage)";
    assert_eq!(
        why(|| drop(reserve().when(sign()).then_recorded(|_| {}))),
        format!("{stood}then it was to be recorded, but {refused}")
    );
    assert_eq!(
        why(|| drop(reserve().when(sign()).then_refused_for(["missing", "undated"]))),
        format!("{stood}then it was to be refused for missing, undated, but {refused}")
    );
    let engage = || Command::Engage(sample::engagement(day("2018-07-02")));
    let stood = stood.replace("when it is 2018-07-01", "when it is 2018-07-02");
    assert_eq!(
        why(|| drop(reserve().when(engage()).then_refused_for(["missing"]))),
        format!("{stood}then it was to be refused for missing, but `engage` is recorded on 2018-07-02")
    );
    let start = "given a project that is `planned` since 2018-06-01, after 1 events\nwhen it is 2018-06-01\n";
    let no_history = why(|| drop(given([sign()]).when(engage())));
    assert!(
        no_history.starts_with(&format!("{start}what was given is no history: `sign` is refused\n")),
        "{no_history}"
    );
    let gap: Vec<Event> = Walk::to(1, at(Stage::Signed)).project.events().iter().skip(1).cloned().collect();
    let no_history = why(move || drop(Scenario::from(&gap[..])));
    assert!(no_history.starts_with("what was given is no history: project "), "{no_history}");
}
