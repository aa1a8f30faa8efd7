//! The lights of the board: each boundary by hand.

use project_lifecycle::evidence::AgreementForm;
use project_lifecycle::lifecycle::{PauseReason, ZombieCause};
use project_lifecycle::portfolio::{ActionPlan, Excuse, Light, LightReason, Lit};
use project_lifecycle::project::fact::Resumption;
use project_lifecycle::{Command, Language, Verb};
use serde_json::{Value, json};

use super::city::City;
use super::lists::{Told, pause, signed};
use crate::common::day;
use crate::common::evidence::agreement_form;

use Light::{Green, Red, Yellow};
use LightReason::{NoProgress, NotStarted};

fn preset() -> Value {
    serde_json::from_str(&ActionPlan::shenyang_2018().to_json()).expect("JSON")
}

fn plan(colours: Value) -> ActionPlan {
    let mut plan = preset();
    plan["colours"] = colours;
    ActionPlan::from_json(&plan.to_string()).expect("a plan")
}

impl Told {
    /// The light of the only project, and what lights it. `None` if it has none.
    fn light(&self, as_of: &str) -> Option<(Light, Vec<Lit>)> {
        self.light_by(&ActionPlan::shenyang_2018(), as_of)
    }

    fn light_by(&self, plan: &ActionPlan, as_of: &str) -> Option<(Light, Vec<Lit>)> {
        let mut signals = self.on(as_of).signals(plan);
        assert!(signals.len() < 2, "there is one project");
        signals.pop().map(|signal| (signal.light, signal.why))
    }
}

/// Due to start by a day.
fn due(light: Light, month: u32, since: &str, days: i64, excuse: Option<Excuse>) -> Lit {
    Lit { light, reason: NotStarted, since: day(since), days, month: Some(month), excuse }
}

/// Without progress since a day.
fn silent(since: &str, days: i64) -> Lit {
    Lit { light: Yellow, reason: NoProgress, since: day(since), days, month: None, excuse: None }
}

fn paused(reason: PauseReason, since: &str) -> Option<Excuse> {
    Some(Excuse { reason, since: day(since) })
}

/// Signed on 1 February 2018 for a start by a day, and registered on the 10th: no rule on silence speaks of a registered project.
fn registered(start: &str) -> City {
    let mut city = City::new();
    city.today("2018-01-01").plan("a").acts("a", &[(Verb::Engage, "2018-01-05")]);
    let form = agreement_form(city.project("a").profile().kind(), day("2018-02-01"));
    let form = AgreementForm { agreed_start: day(start).into(), agreed_production: day("2020-01-01").into(), ..form };
    city.today("2018-02-01").command("a", Command::Sign(form.try_into().expect("complete")), "2018-02-01");
    city.acts("a", &[(Verb::Register, "2018-02-10")]);
    city
}

/// Due by the last day of May: yellow from 1 May, and red from 1 July, the first day of the third month.
#[test]
fn a_start_is_yellow_in_the_month_in_which_it_is_due_and_red_in_the_third() {
    let mut city = registered("2018-05-31");
    let told = Told::by(&city);
    assert_eq!(told.light("2018-04-30"), Some((Green, vec![])));
    let lit = |light, month, days| Some((light, vec![due(light, month, "2018-05-31", days, None)]));
    assert_eq!(told.light("2018-05-01"), lit(Yellow, 1, -30));
    assert_eq!(told.light("2018-05-31"), lit(Yellow, 1, 0));
    assert_eq!(told.light("2018-06-01"), lit(Yellow, 2, 1));
    assert_eq!(told.light("2018-06-30"), lit(Yellow, 2, 30));
    assert_eq!(told.light("2018-07-01"), lit(Red, 3, 31));
    assert_eq!(told.light("2019-05-31"), lit(Red, 13, 365));
    // once it has started no rule speaks of it
    city.acts("a", &[(Verb::Start, "2018-07-10")]);
    let told = Told::by(&city);
    assert_eq!(told.light("2018-07-09"), lit(Red, 3, 39));
    assert_eq!(told.light("2018-07-10"), None);
}

/// Due by the first of a month, the month is the same.
#[test]
fn the_months_are_those_of_the_calendar() {
    let told = Told::by(&registered("2018-11-01"));
    let lit = |light, month, days| Some((light, vec![due(light, month, "2018-11-01", days, None)]));
    assert_eq!(told.light("2018-10-31"), Some((Green, vec![])));
    assert_eq!(told.light("2018-11-01"), lit(Yellow, 1, 0));
    assert_eq!(told.light("2018-12-31"), lit(Yellow, 2, 60));
    assert_eq!(told.light("2019-01-01"), lit(Red, 3, 61));
}

/// A pause for land is a good reason: the light is green while it goes on, and the months begin anew. A pause for the market is none.
#[test]
fn a_pause_for_a_good_reason_suppresses_the_light_and_is_told() {
    let mut city = registered("2018-05-31");
    city.today("2018-06-15").command("a", pause(PauseReason::Land), "2018-06-15");
    city.today("2018-07-15").command("a", Command::Resume(Resumption::default()), "2018-07-15");
    let told = Told::by(&city);
    let lit = |light, month, days| Some((light, vec![due(light, month, "2018-05-31", days, None)]));
    let land = |light, month, days| {
        Some((Green, vec![due(light, month, "2018-05-31", days, paused(PauseReason::Land, "2018-06-15"))]))
    };
    assert_eq!(told.light("2018-06-14"), lit(Yellow, 2, 14));
    assert_eq!(told.light("2018-06-15"), land(Yellow, 2, 15));
    assert_eq!(told.light("2018-06-30"), land(Yellow, 2, 30));
    assert_eq!(told.light("2018-07-01"), land(Yellow, 1, 31));
    assert_eq!(told.light("2018-07-14"), land(Yellow, 1, 44));
    assert_eq!(told.light("2018-07-15"), lit(Yellow, 1, 45));
    assert_eq!(told.light("2018-08-31"), lit(Yellow, 2, 92));
    assert_eq!(told.light("2018-09-01"), lit(Red, 3, 93));

    let mut city = registered("2018-05-31");
    city.today("2018-06-15").command("a", pause(PauseReason::Market), "2018-06-15");
    assert_eq!(Told::by(&city).light("2018-07-01"), lit(Red, 3, 31));
}

/// A pause that lies within a month, and goes on at the end of none, takes no month away.
#[test]
fn a_short_pause_takes_no_month_away() {
    let mut city = registered("2018-05-31");
    city.today("2018-06-05").command("a", pause(PauseReason::Promise), "2018-06-05");
    city.today("2018-06-20").command("a", Command::Resume(Resumption::default()), "2018-06-20");
    let told = Told::by(&city);
    let promise = due(Yellow, 2, "2018-05-31", 19, paused(PauseReason::Promise, "2018-06-05"));
    assert_eq!(told.light("2018-06-19"), Some((Green, vec![promise])));
    assert_eq!(told.light("2018-07-01"), Some((Red, vec![due(Red, 3, "2018-05-31", 31, None)])));
}

/// A stop of the season excuses to its last day, 31 March. If work did not resume, all its days count from then on; if it did, its
/// months are none of the three.
#[test]
fn a_winter_stop_is_excused_within_its_season() {
    let mut city = registered("2018-10-31");
    city.today("2018-11-05").command("a", pause(PauseReason::Season), "2018-11-05");
    let winter = |month, days| {
        let light = if month < 3 { Yellow } else { Red };
        Some((Green, vec![due(light, month, "2018-10-31", days, paused(PauseReason::Season, "2018-11-05"))]))
    };
    let lit = |light, month, days| Some((light, vec![due(light, month, "2018-10-31", days, None)]));
    let told = Told::by(&city);
    assert_eq!(told.light("2018-11-04"), lit(Yellow, 2, 4));
    assert_eq!(told.light("2018-11-05"), winter(2, 5));
    assert_eq!(told.light("2019-03-31"), winter(1, 151));
    assert_eq!(told.light("2019-04-01"), lit(Red, 7, 152));
    city.today("2019-04-10").command("a", Command::Resume(Resumption::default()), "2019-04-10");
    let told = Told::by(&city);
    assert_eq!(told.light("2019-04-10"), lit(Yellow, 1, 161));
    assert_eq!(told.light("2019-06-01"), lit(Red, 3, 213));
}

/// 45 days planned, 30 in talks, 20 signed: the last of them counts.
#[test]
fn silence_in_a_stage_is_yellow_after_its_days() {
    let mut city = City::new();
    city.today("2018-01-01").plan("a");
    let told = Told::by(&city);
    assert_eq!(told.light("2018-02-14"), Some((Green, vec![])));
    assert_eq!(told.light("2018-02-15"), Some((Yellow, vec![silent("2018-01-01", 45)])));
    city.acts("a", &[(Verb::Engage, "2018-02-20")]);
    let told = Told::by(&city);
    assert_eq!(told.light("2018-03-21"), Some((Green, vec![])));
    assert_eq!(told.light("2018-03-22"), Some((Yellow, vec![silent("2018-02-20", 30)])));
    city.acts("a", &[(Verb::Sign, "2018-04-01")]);
    let told = Told::by(&city);
    assert_eq!(told.light("2018-04-20"), Some((Green, vec![])));
    assert_eq!(told.light("2018-04-21"), Some((Yellow, vec![silent("2018-04-01", 20)])));
    assert_eq!(told.light("2017-12-31"), None, "it was not planned yet");
}

/// A resumption is progress; the days of a pause for a good reason do not count.
#[test]
fn silence_counts_from_the_last_progress() {
    let mut city = signed("a", "2018-02-01");
    city.today("2018-02-10").command("a", pause(PauseReason::Land), "2018-02-10");
    city.today("2018-02-25").command("a", Command::Resume(Resumption::default()), "2018-02-25");
    let told = Told::by(&city);
    // nine days had passed when it was paused
    assert_eq!(told.light("2018-02-24"), Some((Green, vec![])));
    assert_eq!(told.light("2018-03-16"), Some((Green, vec![])));
    assert_eq!(told.light("2018-03-17"), Some((Yellow, vec![silent("2018-02-25", 20)])));
}

/// Signed for a start by 12 May: the start is red in July, and the silence yellow. The worst light is the project's.
#[test]
fn the_worst_light_is_the_projects() {
    let told = Told::by(&signed("a", "2018-02-01"));
    let why = vec![due(Red, 3, "2018-05-12", 50, None), silent("2018-02-01", 150)];
    assert_eq!(told.light("2018-07-01"), Some((Red, why)));
}

/// Zombies are found already, and what is closed is over.
#[test]
fn zombies_and_closed_projects_have_no_light() {
    let mut city = signed("a", "2018-01-15");
    city.today("2018-12-03").stall("a", ZombieCause::LandNotCleared, "2018-12-03");
    let told = Told::by(&city);
    assert_eq!(told.light("2018-12-02").map(|(light, _)| light), Some(Red));
    assert_eq!(told.light("2018-12-03"), None);
    city.today("2019-01-10").close("a", project_lifecycle::lifecycle::Outcome::Withdrawn, "2019-01-10");
    assert_eq!(Told::by(&city).light("2019-01-10"), None);
}

/// Another plan has its own numbers, or no colours at all.
#[test]
fn the_numbers_are_the_plans() {
    let told = Told::by(&registered("2018-05-31"));
    let patient = plan(json!({"start": {"yellow_in_month": 2, "red_in_month": 6}}));
    assert_eq!(told.light_by(&patient, "2018-05-31"), Some((Green, vec![])));
    assert_eq!(told.light_by(&patient, "2018-06-01"), Some((Yellow, vec![due(Yellow, 2, "2018-05-31", 1, None)])));
    assert_eq!(told.light_by(&patient, "2018-09-30").map(|(light, _)| light), Some(Yellow));
    assert_eq!(told.light_by(&patient, "2018-10-01").map(|(light, _)| light), Some(Red));
    let of_talks = plan(json!({"silence": [{"stage": "negotiating", "days": 7}]}));
    assert_eq!(told.light_by(&of_talks, "2018-01-11"), Some((Green, vec![])));
    assert_eq!(told.light_by(&of_talks, "2018-01-12"), Some((Yellow, vec![silent("2018-01-05", 7)])));
    assert_eq!(told.light_by(&of_talks, "2018-12-31"), None);
    let mut plain = preset();
    plain.as_object_mut().expect("an object").remove("colours");
    let plain = ActionPlan::from_json(&plain.to_string()).expect("a plan");
    assert_eq!(plain.terms().colours, None);
    assert_eq!(told.light_by(&plain, "2018-12-31"), None);
}

/// As known before the pause was recorded, it excuses nothing.
#[test]
fn a_good_reason_works_from_its_record_on() {
    let mut city = registered("2018-05-31");
    city.today("2018-07-20").command("a", pause(PauseReason::Land), "2018-06-15");
    let told = Told::by(&city);
    let plan = ActionPlan::shenyang_2018();
    let light = |known_on| told.known("2018-07-01", known_on).signals(&plan).pop().map(|signal| signal.light);
    assert_eq!((light("2018-07-19"), light("2018-07-20")), (Some(Red), Some(Green)));
}

#[test]
fn a_light_is_told_in_both_languages() {
    let mut lit = due(Red, 3, "2018-05-31", 31, None);
    let texts = |lit: &Lit| Language::ALL.map(|language| lit.told_in(language).to_string());
    assert_eq!(
        texts(&lit),
        [
            "Due to start by 2018-05-31 and not started; month 3 in a row",
            "应不晚于2018-05-31开工，尚未开工，连续第3个月",
        ]
    );
    lit.excuse = paused(PauseReason::Season, "2018-11-05");
    assert_eq!(
        texts(&lit),
        [
            "Due to start by 2018-05-31 and not started; month 3 in a row; excused by a pause since 2018-11-05 (Season)",
            "应不晚于2018-05-31开工，尚未开工，连续第3个月；有正当理由：自2018-11-05起停工（季节性停工）",
        ]
    );
    assert_eq!(
        texts(&silent("2018-02-01", 20)),
        ["No progress in its stage since 2018-02-01; 20 days", "自2018-02-01起本阶段无进展，已20天"]
    );
    assert_eq!(texts(&silent("2018-02-01", 1))[0], "No progress in its stage since 2018-02-01; 1 day");
    let labels = Light::ALL.map(|light| Language::ALL.map(|language| light.label(language)));
    assert_eq!(labels, [["Green", "绿灯"], ["Yellow", "黄灯"], ["Red", "红灯"]]);
}

#[test]
fn a_signal_is_data() {
    let told = Told::by(&registered("2018-05-31"));
    let lists = told.on("2018-07-01");
    let signal = serde_json::to_value(&lists.signals(&ActionPlan::shenyang_2018())[0]).expect("data");
    assert_eq!((&signal["name"], &signal["light"]), (&json!("a"), &json!("red")));
    let why = json!([{
        "light": "red", "reason": "not_started", "since": "2018-05-31", "days": 31, "month": 3, "excuse": null,
    }]);
    assert_eq!(signal["why"], why);
}

/// The red ones first, then the yellow ones.
#[test]
fn the_worst_come_first() {
    let mut city = registered("2018-05-31");
    city.today("2018-06-20").plan("b");
    city.today("2018-05-01").plan("c");
    let told = Told::by(&city);
    let lights = |as_of| {
        let lists = told.on(as_of);
        let signals = lists.signals(&ActionPlan::shenyang_2018());
        signals.iter().map(|signal| (signal.project.name.as_str().to_owned(), signal.light)).collect::<Vec<_>>()
    };
    let row = |name: &str, light| (name.to_owned(), light);
    assert_eq!(lights("2018-07-01"), [row("a", Red), row("c", Yellow), row("b", Green)]);
}
