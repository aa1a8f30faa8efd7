//! Odd ones: other currencies, duplicates, parts, doubtful dates, and terms that the preset does not use.

use project_lifecycle::lifecycle::{Outcome, ProjectCategory, ZombieCause, ZoneClass};
use project_lifecycle::portfolio::{ActionPlan, Period, Question};
use project_lifecycle::value::{Currency, ProjectId};
use project_lifecycle::{
    Verb,
    project::fact::{Link, LinkKind},
};
use project_lifecycle::{evidence::*, project::*, value::Money};
use serde_json::{Value, json};

use super::city::{City, yuan_of};
use crate::common::day;
use crate::common::evidence::{agreement_form, paper, provenance};

/// The preset with another value at a place of it.
fn plan_with(place: &str, value: Value) -> ActionPlan {
    let mut plan: Value = serde_json::from_str(&ActionPlan::shenyang_2018().to_json()).expect("JSON");
    let (of, member) = place.rsplit_once('/').expect("a place");
    plan.pointer_mut(of).expect("it stands there")[member] = value;
    ActionPlan::from_json(&plan.to_string()).expect("a plan")
}

fn dollars(cents: i64) -> Money {
    Money::new(cents, "USD".parse().expect("a currency"))
}

/// Signed for dollars, and started, in 2018.
fn started_for_dollars(city: &mut City, name: &'static str, category: Option<ProjectCategory>) {
    let mut profile = City::profile(name);
    if let Some(category) = category {
        profile = profile.in_category(category);
    }
    city.today("2018-01-10").plan_as(name, profile).acts(name, &[(Verb::Engage, "2018-02-01")]);
    let kind = city.project(name).profile().kind();
    let form = AgreementForm { total_investment: dollars(12_345).into(), ..agreement_form(kind, day("2018-02-01")) };
    city.command(name, Command::Sign(form.try_into().expect("complete")), "2018-02-01");
    city.acts(name, &[(Verb::Register, "2018-04-01"), (Verb::Start, "2018-05-01")]);
}

/// Who is excluded because its amount is not in yuan is told with that amount, wherever it would have decided.
#[test]
fn an_amount_in_another_currency_is_told_with_who_is_excluded_for_it() {
    let mut city = City::new();
    city.today("2018-01-01").register_zone("hunnan", ZoneClass::Provincial, "2010-01-01");
    started_for_dollars(&mut city, "works", Some(ProjectCategory::Industrial));
    started_for_dollars(&mut city, "unsorted", None);
    let asked = city.today("2019-01-05").year(2018);
    let usd: Currency = "USD".parse().expect("a currency");
    let sums = |figure: &str, of: &'static str| {
        let told = asked.city(figure);
        let at = told.excluded().iter().position(|out| *out == (of, "unknown")).expect("it is excluded");
        told.figure.excluded[at].sums.clone()
    };
    assert_eq!(sums("industrial_start_share/investment", "works"), [(usd, 12_345)]);
    assert_eq!(sums("industrial_start_share/count", "unsorted"), [(usd, 12_345)]);
    assert_eq!(sums("flagship", "works"), [(usd, 12_345)]);
    assert_eq!(asked.city("industrial_start_share/count").parts(), [["works"]; 3]);
    // what it reported of two months is added
    city.report("works", "2018-06-01", "2018-06-30", dollars(100)).report(
        "works",
        "2018-07-01",
        "2018-07-31",
        dollars(205),
    );
    let asked = city.year(2018);
    assert_eq!(asked.city("large_project_share").figure.excluded[0].sums, [(usd, 305)]);
}

/// A record that was closed as a duplicate of another is counted nowhere; one that was closed otherwise is.
#[test]
fn a_duplicate_is_in_neither_part() {
    let mut city = City::new();
    for name in ["kept", "double", "withdrawn"] {
        city.today("2017-03-01").plan(name).acts(name, &[(Verb::Engage, "2017-05-01")]);
    }
    city.today("2018-06-01").close("double", Outcome::Duplicate, "2018-06-01");
    city.close("withdrawn", Outcome::Withdrawn, "2018-06-01");
    let asked = city.today("2019-01-05").year(2018);
    let stock = asked.city("signing_conversion/promotion_stock");
    assert_eq!(stock.parts()[0], ["kept", "withdrawn"]);
    assert_eq!(stock.excluded(), [("double", "duplicate")]);
}

/// A part that was split off after it had come into the stock counts, and that is told beside.
#[test]
fn a_part_that_was_split_off_later_counts_and_is_flagged() {
    let mut city = City::new();
    city.today("2018-02-01").plan("whole").plan("part");
    city.acts("part", &[(Verb::Engage, "2018-03-01")]);
    let to = ProjectId::named("whole");
    let split = Link { kind: LinkKind::SplitFrom, paper: Some(paper("拆分批复", day("2018-05-01"))), to };
    city.today("2018-05-01").command("part", Command::Link(split), "2018-05-01");
    let asked = city.today("2019-01-05").year(2018);
    let stock = asked.city("signing_conversion/promotion_stock");
    assert_eq!((stock.numbers(), stock.listed()), ([1, 0, 0], vec![("part", "split_later")]));
    assert_eq!(stock.excluded(), []);
}

/// Where either end of a visit is doubtful, nobody knows where it led.
#[test]
fn a_doubtful_exit_leaves_a_conversion() {
    let mut city = City::new();
    for (name, entered, left) in
        [("sure", false, false), ("in", true, false), ("out", false, true), ("both", true, true)]
    {
        city.today("2018-01-10").plan(name).today("2020-03-01");
        for (verb, on, is_doubtful) in [(Verb::Admit, "2018-02-01", entered), (Verb::Engage, "2018-03-01", left)] {
            city.import(name, verb, on, if is_doubtful { provenance(1).inferred() } else { provenance(1) });
        }
    }
    let asked = city.year(2018);
    let told = asked.city("stage_conversion:reserve>negotiating");
    assert_eq!(told.parts()[..2], [["sure"], ["sure"]]);
    let mut excluded = told.excluded();
    excluded.sort_unstable();
    assert_eq!(excluded, [("both", "inferred"), ("in", "inferred"), ("out", "inferred")]);
    // a stage further the entry alone is read
    let mut excluded = asked.city("stage_conversion:negotiating>signed").excluded();
    excluded.sort_unstable();
    assert_eq!(excluded, [("both", "inferred"), ("out", "inferred")]);
}

/// A zombie is told beside a figure only if the figure has no rule of its own for what undoes it.
#[test]
fn a_later_zombie_is_told_where_no_rule_undoes() {
    let mut city = City::new();
    city.today("2018-02-01")
        .plan("stalled")
        .acts("stalled", &[(Verb::Engage, "2018-03-01"), (Verb::Sign, "2018-04-01")]);
    city.today("2019-12-01").stall("stalled", ZombieCause::LandNotCleared, "2019-12-01");
    let asked = city.ask(&Question::of(Period::Year(2018)).as_of(day("2019-12-31")));
    let stock = asked.city("signing_conversion/promotion_stock");
    assert_eq!((stock.numbers(), stock.listed()), ([1, 1, 1], Vec::new()));
}

/// All of them: no more can ever repair that. Half of them, where what is added counts in both parts: as many as are lacking.
#[test]
fn a_threshold_of_all_cannot_be_reached_by_adding() {
    let mut city = City::new();
    for (name, category) in [("works", ProjectCategory::Industrial), ("road", ProjectCategory::Infrastructure)] {
        city.today("2018-01-10").plan_as(name, City::profile(name).in_category(category));
        city.acts(name, &[(Verb::Engage, "2018-02-01"), (Verb::Sign, "2018-03-01")]);
        city.acts(name, &[(Verb::Register, "2018-04-01"), (Verb::Start, "2018-05-01")]);
    }
    city.today("2019-01-05");
    let asked = |points: u32| {
        let plan = plan_with("/indicators/8/form/cohort/threshold/at_least", json!(points));
        let asked = city.ask_of(&plan, &Question::of(Period::Year(2018)).as_of(day("2018-12-31")));
        let told = asked.city("industrial_start_share/count");
        (told.numbers(), told.verdict())
    };
    assert_eq!(asked(10_000), ([2, 1, 1], (Some("not_met"), None)));
    // 0.75 * (2 + x) <= 1 + x from x = 2 on
    assert_eq!(asked(7_500), ([2, 1, 1], (Some("not_met"), Some(2))));
    assert_eq!(asked(5_000), ([2, 1, 1], (Some("met"), Some(0))));
}

/// A quota that is only strived for says so.
#[test]
fn a_soft_quota_is_soft() {
    let mut city = City::new();
    city.today("2018-01-01").register_zone("hunnan", ZoneClass::Provincial, "2010-01-01").plan("one");
    let question = Question::of(Period::Year(2018)).as_of(day("2018-12-31"));
    let quota = "/indicators/10/form/reached/threshold";
    for is_soft in [false, true] {
        let plan = plan_with(quota, json!({ "at_least": 1, "soft": is_soft }));
        let asked = city.ask_of(&plan, &question);
        assert_eq!(asked.zone("flagship", "hunnan").figure.soft, is_soft);
    }
}

/// Projects of exactly the size are asked about.
#[test]
fn a_size_is_the_least_that_is_asked_about() {
    let mut city = City::new();
    for (name, yuan) in [("less", 699), ("just", 700), ("more", 701)] {
        city.today("2018-01-10").plan_as(name, City::profile(name).investing(yuan_of(yuan)));
        city.acts(name, &[(Verb::Engage, "2018-02-01")]);
    }
    let question = Question::of(Period::Year(2018)).as_of(day("2018-12-31"));
    let asked = city.ask(&question.from_size(yuan_of(700)));
    assert_eq!(asked.city("signing_conversion/promotion_stock").parts()[0], ["just", "more"]);
}

/// Of the starts in zones of one class, where a plan asks for that.
#[test]
fn a_share_may_be_of_zones_of_a_class() {
    let mut city = City::new();
    city.today("2018-01-01").register_zone("hunnan", ZoneClass::Provincial, "2010-01-01");
    city.today("2018-01-10").plan("one").acts("one", &[(Verb::Engage, "2018-02-01"), (Verb::Sign, "2018-03-01")]);
    city.acts("one", &[(Verb::Register, "2018-04-01"), (Verb::Start, "2018-05-01")]);
    city.today("2019-01-05");
    let asked = |class: &str| {
        let plan = plan_with("/indicators/8/form/cohort/count/is", json!({ "class": [class] }));
        let asked = city.ask_of(&plan, &Question::of(Period::Year(2018)).as_of(day("2018-12-31")));
        asked.city("industrial_start_share/count").numbers()
    };
    assert_eq!([asked("national"), asked("provincial")], [[1, 0, 0], [1, 1, 1]]);
}
