//! Where visits to a stage led, and how long they took.

use project_lifecycle::lifecycle::{PauseReason, ZombieCause};
use project_lifecycle::portfolio::{ActionPlan, Form, Period, Question, VisitsForm};
use project_lifecycle::project::fact::{Pause, Resumption};
use project_lifecycle::{Command, Verb};

use super::city::City;
use crate::common::text;

/// Of those who entered first in the year, who left first along the edge; a stall is an exit.
#[test]
fn the_first_exit_decides_where_a_first_visit_led() {
    let mut city = City::new();
    for name in ["on", "back", "stalled", "waits"] {
        city.today("2018-01-10").plan(name);
        city.acts(name, &[(Verb::Engage, "2018-01-20"), (Verb::Sign, "2018-02-01")]);
    }
    city.acts("on", &[(Verb::Register, "2018-03-01")]);
    city.acts("back", &[(Verb::ReopenTalks, "2018-03-01"), (Verb::Sign, "2018-04-01"), (Verb::Register, "2018-05-01")]);
    city.today("2018-12-20").stall("stalled", ZombieCause::LandNotCleared, "2018-12-20");
    let asked = city.today("2019-01-05").year(2018);
    let figure = asked.city("stage_conversion:signed>registered");
    assert_eq!(figure.parts().map(|part| part.join(" ")), ["back on stalled waits", "on", "on"]);
    assert_eq!(figure.verdict(), (None, None));
    // both edges out of planning are told
    assert_eq!(asked.city("stage_conversion:planned>negotiating").numbers(), [4, 4, 4]);
    assert_eq!(asked.city("stage_conversion:planned>reserve").numbers(), [4, 0, 0]);
}

/// Whole days of every visit that ended in the year: the first stage's begins with the planning; a stall splits a visit.
#[test]
fn days_are_those_of_visits_that_ended_in_the_year() {
    let mut city = City::new();
    // planned: 10, 10 and 0 days
    city.today("2018-01-10").plan("a").plan("b");
    city.today("2018-01-20").plan("c").act("c", Verb::Engage, "2018-01-20");
    city.act("a", Verb::Engage, "2018-01-20").act("b", Verb::Engage, "2018-01-20");
    // signed: a for 40 days until it stalls, then 9 days after its revival
    city.acts("a", &[(Verb::Sign, "2018-11-21")]);
    city.today("2019-10-01").stall("a", ZombieCause::LandNotCleared, "2019-10-01");
    city.acts("a", &[(Verb::Revive, "2019-10-11")]);
    city.acts("a", &[(Verb::Register, "2019-10-20")]);
    let asked = city.today("2020-01-05").year(2018);
    let dwell = |name: &str| {
        let told = asked.city(name);
        let dwell = told.figure.dwell.expect("of visits");
        (told.numbers(), dwell.p50, dwell.p90, dwell.open)
    };
    assert_eq!(dwell("stage_dwell:planned"), ([0, 3, 3], Some(10), Some(10), 0));
    assert_eq!(dwell("stage_dwell:negotiating"), ([0, 1, 1], Some(305), Some(305), 2));
    assert_eq!(dwell("stage_dwell:signed"), ([0, 0, 0], None, None, 1));
    let asked = city.year(2019);
    let dwell = |name: &str| {
        let told = asked.city(name);
        let dwell = told.figure.dwell.expect("of visits");
        (told.numbers(), told.parts()[1].join(" "), dwell.p50, dwell.p90, dwell.open)
    };
    // 2018-11-21 to 2019-10-01 are 314 days, 2019-10-11 to 2019-10-20 are 9
    assert_eq!(dwell("stage_dwell:signed"), ([0, 2, 2], "a".into(), Some(9), Some(314), 0));
    assert_eq!(dwell("stage_dwell:zombie"), ([0, 1, 1], "a".into(), Some(10), Some(10), 0));
}

/// A void inside a visit leaves the visit whole; steps of one day go by their order.
#[test]
fn a_void_inside_a_visit_leaves_it_whole() {
    let mut city = City::new();
    city.today("2018-01-10").plan("a");
    city.acts("a", &[(Verb::Admit, "2018-02-01"), (Verb::Engage, "2018-02-11")]);
    city.today("2018-02-12").void("a");
    city.acts("a", &[(Verb::Engage, "2018-03-03"), (Verb::Sign, "2018-03-03")]);
    let asked = city.today("2019-01-05").year(2018);
    let dwell = |name: &str| asked.city(name).figure.dwell.map(|dwell| (dwell.p50, dwell.open));
    assert_eq!(dwell("stage_dwell:reserve"), Some((Some(30), 0)));
    assert_eq!(dwell("stage_dwell:negotiating"), Some((Some(0), 0)));
    assert_eq!(asked.city("stage_conversion:negotiating>signed").numbers(), [1, 1, 1]);
}

/// The preset, with the days of pauses taken off.
fn without_pauses() -> ActionPlan {
    let mut terms = ActionPlan::shenyang_2018().terms().clone();
    for indicator in &mut terms.indicators {
        if let Form::Visits(VisitsForm::Dwell { without_pauses }) = &mut indicator.form {
            *without_pauses = true;
        }
    }
    ActionPlan::new(terms).expect("a plan")
}

/// Days of pauses count, unless the plan takes them off: from the first to the one before work resumed, and no further than
/// the visit goes.
#[test]
fn days_of_pauses_are_taken_off_if_the_plan_says_so() {
    let stop =
        || Command::Pause(Pause { expected_until: None, explanation: text("停工"), reason: PauseReason::Other });
    let mut city = City::new();
    for name in ["a", "b"] {
        city.today("2018-01-10").plan(name);
        city.acts(name, &[(Verb::Engage, "2018-01-20"), (Verb::Sign, "2018-02-01")]);
        city.duties(name);
        city.acts(name, &[(Verb::Register, "2018-02-10"), (Verb::Start, "2018-03-01")]);
    }
    // a: ten days until a resumption, and twenty until production begins
    city.today("2018-06-01").command("a", stop(), "2018-06-01");
    city.today("2018-06-11").command("a", Command::Resume(Resumption { remark: None }), "2018-06-11");
    city.today("2018-09-01").command("a", stop(), "2018-09-01");
    city.acts("a", &[(Verb::Commission, "2018-09-21")]);
    // b: from the hundredth day on until it is found stalled, and on
    city.today("2018-06-09").command("b", stop(), "2018-06-09");
    city.today("2019-12-01").stall("b", ZombieCause::ConstructionHalted, "2019-12-01");
    let dwell = |plan: &ActionPlan, year: i32| {
        let question = Question::of(Period::Year(year)).as_of(crate::common::day("2019-12-31"));
        let asked = city.ask_of(plan, &question);
        let dwell = asked.city("stage_dwell:started").figure.dwell.expect("of visits");
        (dwell.p50, dwell.open)
    };
    let (with, without) = (ActionPlan::shenyang_2018(), without_pauses());
    // 2018-03-01 to 2018-09-21 are 204 days, to 2019-12-01 are 640
    assert_eq!(dwell(&with, 2018), (Some(204), 1));
    assert_eq!(dwell(&without, 2018), (Some(174), 1));
    assert_eq!(dwell(&with, 2019), (Some(640), 0));
    assert_eq!(dwell(&without, 2019), (Some(100), 0));
}
