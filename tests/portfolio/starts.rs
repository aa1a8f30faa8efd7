//! Signed and started in the same year; and the share of industrial projects in new starts.

use project_lifecycle::Verb;
use project_lifecycle::lifecycle::{ProjectCategory, ZombieCause};

use super::city::City;

const I2: &str = "same_year_start";

fn to_talks(city: &mut City, name: &'static str, on: &str) {
    city.today(on).plan_as(name, City::profile(name).in_category(ProjectCategory::Industrial));
    city.acts(name, &[(Verb::Engage, on)]);
}

/// Cohort of 3 signed; who is signed in December and started in January is in no year's numerator.
#[test]
fn a_start_counts_in_the_year_of_the_signing_only() {
    let mut city = City::new();
    for name in ["quick", "slow", "winter"] {
        to_talks(&mut city, name, "2018-02-01");
    }
    city.acts("quick", &[(Verb::Sign, "2018-03-01"), (Verb::Register, "2018-04-01"), (Verb::Start, "2018-12-31")]);
    city.acts("slow", &[(Verb::Sign, "2018-12-31")]);
    city.acts("winter", &[(Verb::Sign, "2018-12-01"), (Verb::Register, "2018-12-20"), (Verb::Start, "2019-01-01")]);
    let asked = city.today("2020-01-05").year(2018);
    assert_eq!(asked.city(I2).parts().map(|part| part.join(" ")), ["quick slow winter", "quick", "quick"]);
    // 1 of 3 is 33.33 %
    assert_eq!(asked.city(I2).verdict(), (Some("met"), Some(0)));
    assert_eq!(city.year(2019).city(I2).numbers(), [0, 0, 0]);
    assert_eq!(city.year(2019).city(I2).verdict(), (Some("not_applicable"), None));
}

/// 3 of 10 is exactly 30 %; 2 of 10 lacks one.
#[test]
fn exactly_the_threshold_is_met() {
    let mut city = City::new();
    let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
    for name in names {
        to_talks(&mut city, name, "2018-02-01");
        city.acts(name, &[(Verb::Sign, "2018-03-01")]);
    }
    for name in &names[..2] {
        city.acts(name, &[(Verb::Register, "2018-04-01"), (Verb::Start, "2018-05-01")]);
    }
    let end = |city: &City| city.year(2018).city(I2).verdict();
    city.today("2019-06-01");
    assert_eq!(end(&city), (Some("not_met"), Some(1)));
    city.duties("c").act("c", Verb::Register, "2018-04-01").act("c", Verb::Start, "2018-05-01");
    assert_eq!(end(&city), (Some("met"), Some(0)));
}

/// A zombie after its start counts, and is told beside.
#[test]
fn a_zombie_after_its_start_counts_and_is_flagged() {
    let mut city = City::new();
    to_talks(&mut city, "halted", "2018-02-01");
    city.acts("halted", &[(Verb::Sign, "2018-03-01"), (Verb::Register, "2018-04-01"), (Verb::Start, "2018-05-01")]);
    city.today("2019-06-01").stall("halted", ZombieCause::ConstructionHalted, "2019-06-01");
    let asked = city.ask(
        &project_lifecycle::portfolio::Question::of(project_lifecycle::portfolio::Period::Year(2018))
            .as_of(crate::common::day("2019-06-01")),
    );
    assert_eq!(asked.city(I2).numbers(), [1, 1, 1]);
    assert_eq!(asked.city(I2).listed(), [("halted", "zombie_since")]);
    assert_eq!(city.year(2018).city(I2).listed(), []);
}

/// Of three starts one is industrial, one is not, one is of no known category.
#[test]
fn industrial_starts_by_count_and_by_investment() {
    let mut city = City::new();
    let start = |city: &mut City, name, yuan, on: &str| {
        city.acts(name, &[(Verb::Engage, on)]).sign_for(name, yuan, on);
        city.acts(name, &[(Verb::Register, on), (Verb::Start, on)]);
    };
    city.today("2018-02-01").plan_as("works", City::profile("works").in_category(ProjectCategory::Industrial));
    city.plan_as("homes", City::profile("homes").in_category(ProjectCategory::RealEstate)).plan("what");
    start(&mut city, "works", 300_000_000, "2018-03-01");
    start(&mut city, "homes", 100_000_000, "2018-03-01");
    start(&mut city, "what", 900_000_000, "2018-03-01");
    let asked = city.today("2019-01-05").year(2018);
    let count = asked.city("industrial_start_share/count");
    assert_eq!(count.parts().map(|part| part.join(" ")), ["homes works", "works", "works"]);
    assert_eq!(count.verdict(), (Some("met"), Some(0)));
    assert_eq!(count.excluded(), [("what", "unknown")]);
    let amounts = count.figure.amounts.expect("beside a count");
    assert_eq!(amounts.denominator.map(|amount| amount.sum), Some(40_000_000_000));
    let investment = asked.city("industrial_start_share/investment");
    assert_eq!(investment.numbers(), [40_000_000_000, 30_000_000_000, 30_000_000_000]);
    assert_eq!(investment.figure.net.value.to_string(), "300000000.00");
    // the category on the day of the start decides, not what it became
    let later = project_lifecycle::project::fact::Amendment {
        category: Some(ProjectCategory::Industrial),
        ..Default::default()
    };
    city.today("2019-02-01").command("homes", project_lifecycle::Command::Amend(later), "2018-06-01");
    assert_eq!(city.year(2018).city("industrial_start_share/count").numbers(), [2, 1, 1]);
}
