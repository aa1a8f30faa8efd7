//! Completed investment: what large projects have of it.

use project_lifecycle::Money;
use project_lifecycle::portfolio::{ActionPlan, Period, Question};
use serde_json::{Value, json};

use super::city::{City, yuan_of};

const I3: &str = "large_project_share";

fn city() -> City {
    let mut city = City::new();
    city.today("2018-01-02").plan_as("large", City::profile("large").investing(yuan_of(100_000_000)));
    city.plan_as("small", City::profile("small").investing(Money::from_fen(9_999_999_999)));
    city.today("2019-01-10");
    city
}

/// 70.00 of 100.00 is met; one fen less is not.
#[test]
fn seventy_of_a_hundred_is_met_and_a_fen_less_is_not() {
    let mut city = city();
    city.report("large", "2018-06-01", "2018-06-30", Money::from_fen(7_000));
    city.report("small", "2018-06-01", "2018-06-30", Money::from_fen(3_000));
    assert_eq!(city.year(2018).city(I3).numbers(), [10_000, 7_000, 7_000]);
    assert_eq!(city.year(2018).city(I3).verdict(), (Some("met"), Some(0)));
    city.report("large", "2018-06-01", "2018-06-30", Money::from_fen(6_999));
    assert_eq!(city.year(2018).city(I3).numbers(), [9_999, 6_999, 6_999]);
    // 0.7 * (9999 + x) <= 6999 + x from x = 1 on: 7000 of 10000
    assert_eq!(city.year(2018).city(I3).verdict(), (Some("not_met"), Some(1)));
    assert_eq!(city.year(2018).city(I3).figure.missing.map(|missing| missing.to_string()).as_deref(), Some("0.01"));
}

/// A report counts by its period, not by the day on which it was made; of reports from 1 January on the longest stands for
/// all that it holds.
#[test]
fn cumulative_reports_hold_the_monthly_ones() {
    let mut city = city();
    city.report("large", "2018-01-01", "2018-03-31", yuan_of(30));
    city.report("large", "2018-02-01", "2018-02-28", yuan_of(5)).report(
        "large",
        "2018-04-01",
        "2018-04-30",
        yuan_of(7),
    );
    assert_eq!(city.year(2018).city(I3).numbers()[0], 3_700);
    city.report("large", "2018-01-01", "2018-06-30", yuan_of(50)).report(
        "large",
        "2018-07-01",
        "2018-07-31",
        yuan_of(1),
    );
    assert_eq!(city.year(2018).city(I3).numbers()[0], 5_100);
    // as of the end of May: March's cumulative report and April's
    let may = Question::of(Period::Year(2018)).as_of(crate::common::day("2018-05-31"));
    assert_eq!(city.ask(&may).city(I3).numbers()[0], 3_700);
    assert_eq!(city.year(2017).city(I3).verdict(), (Some("not_applicable"), None));
}

/// Corrections can make a sum negative: nothing can be said of a share of that.
#[test]
fn a_negative_denominator_says_nothing() {
    let mut city = city();
    city.report("small", "2018-05-01", "2018-05-31", yuan_of(-3)).report(
        "large",
        "2018-05-01",
        "2018-05-31",
        yuan_of(1),
    );
    let asked = city.year(2018);
    assert_eq!(asked.city(I3).numbers(), [-200, 100, 100]);
    assert_eq!(asked.city(I3).verdict(), (Some("not_applicable"), None));
    assert_eq!(asked.city(I3).figure.why.map(|why| why.code()), Some("negative_denominator"));
}

/// A project without a total, or with dollars, is in neither part; its dollars are told.
#[test]
fn what_is_not_known_in_yuan_is_in_neither_part() {
    let mut city = city();
    city.today("2018-01-02").plan("open");
    city.today("2019-01-10");
    city.report("open", "2018-05-01", "2018-05-31", yuan_of(10));
    city.report("small", "2018-05-01", "2018-05-31", Money::new(250, "USD".parse().expect("a currency")));
    city.report("large", "2018-05-01", "2018-05-31", yuan_of(4));
    let asked = city.year(2018);
    assert_eq!(asked.city(I3).parts().map(|part| part.join(" ")), ["large", "large", "large"]);
    let excluded: std::collections::BTreeSet<_> = asked.city(I3).excluded().into_iter().collect();
    assert_eq!(excluded, [("open", "unknown"), ("small", "unknown")].into());
    let json = serde_json::to_value(asked.figures.document()).expect("a document");
    let figures = json["figures"].as_array().expect("figures");
    let of_city = figures.iter().find(|figure| figure["indicator"] == I3 && figure["zone"] == "all").expect("there");
    let sums: Vec<_> =
        of_city["excluded"].as_array().expect("excluded").iter().filter(|out| out.get("sums").is_some()).collect();
    assert_eq!(sums.len(), 1);
    assert_eq!(sums[0]["sums"], serde_json::json!([{"amount": "2.50", "currency": "USD"}]));
}

/// The total at the as-of day decides: raised on 1 October, the project is large from then on.
#[test]
fn a_total_raised_makes_a_project_large_from_that_day_on() {
    let mut city = city();
    city.report("small", "2018-02-01", "2018-02-28", yuan_of(8));
    city.amend_total("small", 100_000_000, "2018-10-01");
    let at = |as_of: &str| {
        let question = Question::of(Period::Year(2018)).as_of(crate::common::day(as_of));
        city.ask(&question).city(I3).numbers()
    };
    assert_eq!(at("2018-09-30"), [800, 0, 0]);
    assert_eq!(at("2018-10-01"), [800, 800, 800]);
}

/// A denominator of the statistics bureau stands in place of what is recorded, for the year and the zone that it is of. What is
/// missing then is missing from the numerator alone.
#[test]
fn a_denominator_may_be_given() {
    let mut city = city();
    city.report("large", "2018-06-01", "2018-06-30", Money::from_fen(7_000));
    city.report("small", "2018-06-01", "2018-06-30", Money::from_fen(3_000));
    let mut plan: Value = serde_json::from_str(&ActionPlan::shenyang_2018().to_json()).expect("JSON");
    let share = plan.pointer_mut("/indicators/7/form/cohort").expect("the share of large projects");
    share["given"] = json!([
        { "year": 2018, "amount": { "amount": "102.00", "currency": "CNY" } },
        { "year": 2018, "zone": "hunnan", "amount": { "amount": "100.00", "currency": "CNY" } },
    ]);
    let plan = ActionPlan::from_json(&plan.to_string()).expect("a plan");
    let ask = |year: i32| city.ask_of(&plan, &Question::of(Period::Year(year)));
    assert_eq!(ask(2018).city(I3).numbers(), [10_200, 7_000, 7_000]);
    // 70 % of 102.00 are 71.40
    assert_eq!(ask(2018).city(I3).verdict(), (Some("not_met"), Some(140)));
    assert_eq!(ask(2018).zone(I3, "hunnan").numbers(), [10_000, 7_000, 7_000]);
    assert_eq!(ask(2018).zone(I3, "hunnan").verdict(), (Some("met"), Some(0)));
    // it says so, and names who is on record
    let figures = city.portfolio().figures(&plan, &Question::of(Period::Year(2018))).expect("an answer");
    let document = serde_json::to_value(figures.document()).expect("JSON");
    let of_city = document["figures"].as_array().expect("figures").iter();
    let of_city = of_city.clone().find(|figure| figure["indicator"] == I3 && figure["zone"] == "all").expect("I3");
    assert_eq!(of_city["denominator"], json!({ "value": "102.00", "given": true }));
    assert_eq!(of_city["net"], json!({ "value": "70.00" }));
    assert_eq!(ask(2018).city(I3).parts()[0], ["large", "small"]);
    // no other year's
    assert_eq!(ask(2017).city(I3).verdict(), (Some("not_applicable"), None));
}
