//! A plan of another city, with other numbers, years and figures: nothing of a figure is code. Values are worked out by hand.

use project_lifecycle::lifecycle::{
    Outcome, PauseReason, ProjectCategory, ProjectKind, ZombieCause, ZombieKind, ZoneClass,
};
use project_lifecycle::policy::PolicyTerms;
use project_lifecycle::portfolio::{ActionPlan, Light, Period, Question, Scope};
use project_lifecycle::project::fact::InvestmentReport;
use project_lifecycle::project::{Command, InvestmentMeasure};
use project_lifecycle::{Money, Policy, Stage, Verb};
use serde_json::{Value, json};

use super::city::{Asked, City, yuan_of};
use crate::common::day;

const TEXT: &str = include_str!("../../examples/data/lanjiang-2021.toml");
const MILLION: i64 = 1_000_000;

/// The policy's file says what the preset says.
#[test]
fn the_policy_of_the_preset_stands_in_a_file() {
    let text = include_str!("../../examples/data/shenyang-policy.toml");
    let terms: PolicyTerms = toml::from_str(text).expect("a policy");
    assert_eq!(&terms, Policy::shenyang_2018().terms());
}

fn plan() -> ActionPlan {
    ActionPlan::from_toml(TEXT).expect("a plan")
}

/// A year, as of its end, as known now.
fn year(city: &City, year: i32) -> Asked {
    city.ask_of(&plan(), &Question::of(Period::Year(year)).as_of(day(&format!("{year}-12-31"))))
}

fn city() -> City {
    let mut city = City::new();
    city.today("2020-01-02").register_zone("hunnan", ZoneClass::Provincial, "2010-01-01");
    city
}

fn joined(parts: [Vec<&'static str>; 3]) -> [String; 3] {
    parts.map(|part| part.join(" "))
}

/// In talks since before the year, with so many million yuan.
fn in_talks(city: &mut City, name: &'static str, millions: i64) {
    let profile = City::profile(name).investing(yuan_of(millions * MILLION));
    city.today("2020-10-01").plan_as(name, profile.in_category(ProjectCategory::Industrial));
    city.acts(name, &[(Verb::Engage, "2020-11-01")]);
}

/// Signed in 2019, and a zombie since December 2020.
fn zombie(city: &mut City, name: &'static str) {
    city.today("2019-02-01").plan(name);
    city.acts(name, &[(Verb::Engage, "2019-03-01"), (Verb::Sign, "2019-06-01")]);
    city.today("2020-12-20").stall(name, ZombieCause::LandNotCleared, "2020-12-20");
}

/// Every word that the file tells its readers is one, and there are no others.
#[test]
fn the_words_that_the_file_explains_are_those_of_the_records() {
    let named = |title: &str| {
        let from = TEXT.find(&format!("#   {title} ")).expect("the file explains it") + 4 + title.len();
        let lines = TEXT[from..].lines().enumerate();
        let of_it = lines.take_while(|(at, line)| *at == 0 || line.starts_with("#               "));
        of_it.flat_map(|(_, line)| line.split_whitespace()).filter(|word| *word != "#").map(str::to_owned)
    };
    let (stages, acts): (Vec<_>, Vec<_>) = (named("stages").collect(), named("acts").collect());
    assert_eq!(stages, Stage::ALL.map(Stage::code));
    assert_eq!(acts, Verb::ALL.map(Verb::code));
    assert_eq!(named("categories").collect::<Vec<_>>(), ProjectCategory::ALL.map(ProjectCategory::code));
    assert_eq!(named("kinds").collect::<Vec<_>>(), ProjectKind::ALL.map(ProjectKind::code));
    assert_eq!(named("classes").collect::<Vec<_>>(), ZoneClass::ALL.map(ZoneClass::code));
    assert_eq!(named("measures").collect::<Vec<_>>(), InvestmentMeasure::ALL.map(InvestmentMeasure::code));
    assert_eq!(named("pauses").collect::<Vec<_>>(), PauseReason::ALL.map(PauseReason::code));
    assert!(TEXT.starts_with("# The action plan of Lanjiang, a city that does not exist"));
}

/// Its lights have numbers of their own: talks of 60 days are yellow, and a start is in the month after the one in which it was due,
/// red in the fourth.
#[test]
fn its_lights_have_numbers_of_their_own() {
    let mut city = City::new();
    in_talks(&mut city, "a", 100);
    // for a start by 11 June 2021, 100 days later
    city.acts("a", &[(Verb::Sign, "2021-03-03")]);
    let (portfolio, plan) = (city.portfolio(), plan());
    let light = |as_of| {
        let lists = portfolio.standing(day(as_of), city.now());
        lists.signals(&plan).first().map(|signal| signal.light)
    };
    assert_eq!(
        [light("2020-10-31"), light("2020-12-30"), light("2020-12-31")],
        [None, Some(Light::Green), Some(Light::Yellow)]
    );
    assert_eq!([light("2021-06-30"), light("2021-07-01")], [Some(Light::Green), Some(Light::Yellow)]);
    assert_eq!([light("2021-08-31"), light("2021-09-01")], [Some(Light::Yellow), Some(Light::Red)]);
}

#[test]
fn it_goes_out_and_in_the_same() {
    let plan = plan();
    assert_eq!(ActionPlan::from_toml(&plan.to_toml()).expect("a plan"), plan);
    assert_eq!(ActionPlan::from_json(&plan.to_json()).expect("a plan"), plan);
    let empty = City::new().today("2021-01-01").plan("a").ask_of(&plan, &Question::of(Period::Year(2021)));
    assert_eq!(empty.figures.plan.id.as_str(), "lanjiang_2021");
}

/// Two of four from 100 million are signed and stand: 50 % are enough for a provincial zone, whose threshold is 45 %, and not
/// for a national one, whose is 60 %. What is smaller is not asked about; without a total nobody knows.
#[test]
fn conversion_of_large_projects_by_class() {
    let mut city = city();
    for (name, millions) in [("a", 100), ("b", 100), ("c", 300), ("d", 100), ("small", 99)] {
        in_talks(&mut city, name, millions);
    }
    city.today("2020-10-01").plan("unknown").acts("unknown", &[(Verb::Engage, "2020-11-01")]);
    for (name, millions) in [("a", 100), ("b", 120), ("c", 300), ("small", 99)] {
        city.today("2021-03-01").sign_for(name, millions * MILLION, "2021-03-01");
    }
    city.acts("c", &[(Verb::Terminate, "2021-06-01")]);
    city.today("2022-01-05");
    let asked = year(&city, 2021);
    let told = asked.zone("signing_conversion/from_100_million", "hunnan");
    assert_eq!(joined(told.parts()), ["a b c d", "a b c", "a b"]);
    assert_eq!(told.excluded(), [("unknown", "unknown")]);
    assert_eq!(told.verdict(), (Some("met"), Some(0)));
    // 45 % of 4 is 1.8, 60 % is 2.4: one more is missing
    city.change_class("hunnan", ZoneClass::National, "2021-12-01");
    let asked = year(&city, 2021);
    assert_eq!(asked.zone("signing_conversion/from_100_million", "hunnan").verdict(), (Some("not_met"), Some(1)));
    // no class is that of the city
    let told = asked.city("signing_conversion/from_100_million");
    assert_eq!((told.verdict().0, told.figure.why.map(|why| why.code())), (Some("not_applicable"), Some("no_class")));
}

/// Signed in the year: b, c, d; registered: a, whose signing is older, b, and c, which is closed. So three of three landed
/// gross, two net; and of the three registrations two came from the year's signings.
#[test]
fn landed_over_signed() {
    let mut city = city();
    ["a", "b", "c", "d"].into_iter().for_each(|name| in_talks(&mut city, name, 100));
    city.acts("a", &[(Verb::Sign, "2020-12-31"), (Verb::Register, "2021-02-01")]);
    city.acts("b", &[(Verb::Sign, "2021-01-01"), (Verb::Register, "2021-12-31")]);
    city.acts("c", &[(Verb::Sign, "2021-04-01"), (Verb::Register, "2021-05-01")]);
    city.acts("d", &[(Verb::Sign, "2021-04-01"), (Verb::Register, "2022-01-01")]);
    city.today("2021-11-01").close("c", Outcome::Withdrawn, "2021-11-01");
    city.today("2022-01-05");
    let asked = year(&city, 2021);
    let told = asked.city("landing_rate/period_ratio");
    assert_eq!(joined(told.parts()), ["b c d", "a b c", "a b"]);
    // a soft miss: 0.7 * (3 + x) <= 2 + x from x = 1 on, which is 3 of 4
    assert_eq!((told.verdict(), told.figure.soft), ((Some("not_met"), Some(1)), true));
    let told = asked.city("landing_rate/signed_this_year");
    assert_eq!(joined(told.parts()), ["a b c", "b c", "b c"]);
    assert_eq!(told.verdict(), (Some("met"), Some(0)));
}

/// Of four that are being built or run at the end of 2022, two produce; the fifth was closed before, the sixth stalled.
#[test]
fn what_produces_at_the_end_of_the_year() {
    let mut city = city();
    let built = [(Verb::Sign, "2021-01-10"), (Verb::Register, "2021-02-01"), (Verb::Start, "2021-03-01")];
    for name in ["builds", "builds_too", "produces", "runs", "closed", "stalled"] {
        in_talks(&mut city, name, 100);
        city.acts(name, &built);
    }
    city.acts("produces", &[(Verb::Commission, "2022-12-31")]);
    city.acts("runs", &[(Verb::Commission, "2022-03-01"), (Verb::Operate, "2022-04-01")]);
    city.acts("closed", &[(Verb::Commission, "2022-03-01")]);
    city.today("2022-10-01").close("closed", Outcome::Dissolved, "2022-10-01");
    city.today("2022-11-01").stall("stalled", ZombieCause::ConstructionHalted, "2022-11-01");
    city.acts("builds", &[(Verb::Commission, "2023-01-01")]);
    let rate = |city: &City, on: &str| {
        let asked = city.ask_of(&plan(), &Question::of(Period::Year(2022)).as_of(day(on)));
        let told = asked.city("in_production_rate");
        (joined(told.parts()), told.verdict())
    };
    city.today("2023-06-01");
    let whole = "builds builds_too produces runs";
    let two = [whole, "produces runs", "produces runs"].map(str::to_owned);
    // 60 % of 4 are 2.4: one more of those who are there
    assert_eq!(rate(&city, "2022-12-31"), (two.clone(), (Some("not_met"), Some(1))));
    // what begins after the year is no part of its end
    assert_eq!(rate(&city, "2023-02-01"), (two, (Some("not_met"), Some(1))));
    // while the year goes on, the day that is asked about; a day of the year before knows of no end
    let october = ["builds builds_too produces runs stalled", "runs", "runs"].map(str::to_owned);
    assert_eq!(rate(&city, "2022-10-31"), (october, (Some("provisional"), Some(2))));
    assert_eq!(rate(&city, "2021-12-31").0, ["", "", ""]);
    // what has ended since counts gross
    city.today("2023-06-01").close("runs", Outcome::Dissolved, "2023-06-01");
    assert_eq!(rate(&city, "2023-06-01").0, [whole, "produces runs", "produces"]);
}

/// One of four new starts is a PPP project: 25 % are more than the 20 % that are strived for.
#[test]
fn the_share_of_a_kind() {
    let mut city = city();
    for name in ["a", "b", "c", "ppp"] {
        let kind = if name == "ppp" { ProjectKind::Ppp } else { ProjectKind::Enterprise };
        city.today("2020-10-01").plan_as(name, City::profile(name).of_kind(kind));
        city.acts(name, &[(Verb::Engage, "2020-11-01"), (Verb::Sign, "2021-01-10"), (Verb::Register, "2021-02-01")]);
        city.acts(name, &[(Verb::Start, "2021-03-01")]);
    }
    city.today("2022-01-05");
    let asked = year(&city, 2021);
    let told = asked.city("ppp_start_share");
    assert_eq!(joined(told.parts()), ["a b c ppp", "ppp", "ppp"]);
    assert_eq!((told.verdict(), told.figure.soft), ((Some("met"), Some(0)), true));
}

/// Funds in place, and no other measure: 65.00 of 100.00 is met.
#[test]
fn another_measure_with_another_size() {
    let mut city = city();
    in_talks(&mut city, "large", 500);
    in_talks(&mut city, "small", 499);
    city.today("2022-01-05");
    let mut report = |name: &'static str, measure: InvestmentMeasure, fen: i64| {
        let (from, to) = (day("2021-06-01"), day("2021-06-30"));
        let report = InvestmentReport { amount: Money::from_fen(fen), from, to, measure };
        city.command(name, Command::ReportInvestment(report), "2022-01-05");
    };
    report("large", InvestmentMeasure::InPlace, 6_500);
    report("small", InvestmentMeasure::InPlace, 3_500);
    report("small", InvestmentMeasure::Completed, 1_000_000);
    let asked = year(&city, 2021);
    assert_eq!(asked.city("large_funds_share").numbers(), [10_000, 6_500, 6_500]);
    assert_eq!(asked.city("large_funds_share").verdict(), (Some("met"), Some(0)));
}

/// A quota of two for each zone; one by class; neither says anything of the city.
#[test]
fn quotas_of_a_zone() {
    let mut city = city();
    for (name, millions) in [("a", 500), ("b", 100), ("c", 99)] {
        in_talks(&mut city, name, millions);
        city.today("2021-03-01").sign_for(name, millions * MILLION, "2021-03-01");
        city.acts(name, &[(Verb::Register, "2021-04-01"), (Verb::Start, "2021-05-01")]);
    }
    city.today("2022-01-05");
    let asked = year(&city, 2021);
    let told = asked.zone("large_signings", "hunnan");
    assert_eq!(joined(told.parts()), ["", "a b", "a b"]);
    assert_eq!(told.verdict(), (Some("met"), Some(0)));
    assert_eq!(asked.city("large_signings").verdict(), (Some("not_applicable"), None));
    // 500 million are enough in a provincial zone, where one is asked for
    let told = asked.zone("flagship_starts", "hunnan");
    assert_eq!((joined(told.parts()), told.verdict()), (["", "a", "a"].map(str::to_owned), (Some("met"), Some(0))));
    let threshold = |scope: &Scope| serde_json::to_value(asked.of("flagship_starts", scope).figure.threshold);
    assert_eq!(threshold(&Scope::Class(ZoneClass::National)).expect("JSON"), json!({"value": 2}));
    assert_eq!(threshold(&Scope::City).expect("JSON"), Value::Null);
    // in a zone whose class nobody knows two are asked for all the same, and by class nothing can be said
    city.today("2021-03-01").plan_as(
        "elsewhere",
        project_lifecycle::Profile::new(crate::common::text("x"), super::city::zone("unregistered")),
    );
    let asked = year(&city, 2021);
    assert_eq!(asked.zone("large_signings", "unregistered").verdict(), (Some("not_met"), Some(2)));
    assert_eq!(asked.zone("flagship_starts", "unregistered").verdict(), (Some("not_applicable"), None));
}

/// A quarter a year of six, half up: 1.5 are 2, 3, 4.5 are 5, then 6. The whole period ends with the fourth year.
#[test]
fn a_pace_over_four_years_rounded_half_up() {
    const SIX: [&str; 6] = ["z1", "z2", "z3", "z4", "z5", "z6"];
    let mut city = city();
    SIX.into_iter().for_each(|name| zombie(&mut city, name));
    city.today("2021-01-04").freeze("hunnan", ZombieKind::Project, "2020-12-31", &SIX);
    for name in &SIX[..2] {
        city.acts(name, &[(Verb::Revive, "2021-10-01")]);
    }
    city.today("2027-01-05");
    let told = |asked: &Asked| {
        let told = asked.zone("zombies_disposed", "hunnan");
        let pace = told.figure.disposal.and_then(|told| told.pace).map(|pace| (pace.year, pace.target, pace.years));
        (pace, told.verdict())
    };
    assert_eq!(told(&year(&city, 2021)), (Some((1, 2, 4)), (Some("met"), Some(0))));
    assert_eq!(told(&year(&city, 2022)), (Some((2, 3, 4)), (Some("not_met"), Some(1))));
    assert_eq!(told(&year(&city, 2023)), (Some((3, 5, 4)), (Some("not_met"), Some(3))));
    assert_eq!(told(&year(&city, 2024)), (Some((4, 6, 4)), (Some("not_met"), Some(4))));
    let whole = city.ask_of(&plan(), &Question::of(Period::Whole).as_of(day("2024-12-31")));
    assert_eq!(told(&whole), told(&year(&city, 2024)));
    // a plan that ends before its pace does: the whole period is its last year
    let mut shorter = plan().terms().clone();
    shorter.years.to = 2022;
    let shorter = ActionPlan::new(shorter).expect("a plan");
    let whole = city.ask_of(&shorter, &Question::of(Period::Whole).as_of(day("2022-12-31")));
    assert_eq!(told(&whole), told(&year(&city, 2022)));
}

/// Years that are none of the plan's: shares are judged all the same; there is no pace before it, and all of it after.
#[test]
fn any_year_may_be_asked() {
    let mut city = city();
    ["a", "b"].into_iter().for_each(|name| in_talks(&mut city, name, 100));
    city.acts("a", &[(Verb::Sign, "2020-12-01"), (Verb::Register, "2020-12-15")]);
    city.acts("b", &[(Verb::Sign, "2020-12-20")]);
    zombie(&mut city, "z");
    city.today("2020-12-31").freeze("hunnan", ZombieKind::Project, "2020-12-31", &["z"]);
    city.today("2031-01-05");
    let before = year(&city, 2020);
    assert_eq!(before.city("landing_rate/period_ratio").numbers(), [2, 1, 1]);
    // 0.7 * (2 + x) <= 1 + x from x = 4/3 on
    assert_eq!(before.city("landing_rate/period_ratio").verdict(), (Some("not_met"), Some(2)));
    assert_eq!(before.zone("zombies_disposed", "hunnan").verdict(), (None, None));
    // planned on 1 October, in talks on 1 November, signed on 1 and on 20 December
    let dwell = before.city("stage_dwell:negotiating").figure.dwell.expect("of visits");
    assert_eq!((dwell.p50, dwell.p90, dwell.open), (Some(30), Some(49), 0));
    let after = year(&city, 2030);
    assert_eq!(after.city("landing_rate/period_ratio").verdict(), (Some("not_applicable"), None));
    assert_eq!(after.zone("zombies_disposed", "hunnan").verdict(), (Some("not_met"), Some(1)));
}

/// A plan in TOML that cannot be read says in which line.
#[test]
fn what_is_no_toml_is_refused_with_its_line() {
    let error = ActionPlan::from_toml("id = \"x\"\n\nyears = { from = 2021,").expect_err("refused");
    assert_eq!(error.path, "");
    assert!(error.why.starts_with("line 3: "), "{error}");
    assert!(!error.why.contains('\n'), "{error}");
}

/// Every object of the plan, by its path.
fn objects(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            found.push(path.to_owned());
            members.iter().for_each(|(name, value)| objects(value, &format!("{path}/{name}"), found));
        }
        Value::Array(values) => {
            values.iter().enumerate().for_each(|(at, value)| objects(value, &format!("{path}/{at}"), found));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A member that is none is refused wherever it stands, with a path that leads there.
#[test]
fn unknown_members_are_refused_everywhere() {
    let whole: Value = serde_json::from_str(&plan().to_json()).expect("JSON");
    let mut places = Vec::new();
    objects(&whole, "", &mut places);
    assert!(places.len() > 80, "{}", places.len());
    for place in places {
        let mut plan = whole.clone();
        plan.pointer_mut(&place).expect("there")["colour"] = json!("red");
        let error = ActionPlan::from_json(&plan.to_string()).expect_err(&place);
        assert!(place.starts_with(&error.path), "{place} is blamed at {}", error.path);
        let is_inside = place.contains("/form");
        assert!(!is_inside || error.path.ends_with("/form"), "{place} is blamed at {}", error.path);
    }
}
