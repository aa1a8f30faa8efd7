//! Large industrial projects: the first day on which all holds, by the class of the zone that hosted the signing.

use project_lifecycle::Verb;
use project_lifecycle::lifecycle::{ProjectCategory, ZoneClass};
use project_lifecycle::portfolio::{Period, Question, Scope};

use super::city::{City, yuan_of, zone};
use crate::common::day;

const I5: &str = "flagship";
const BILLION: i64 = 1_000_000_000;

fn to_talks(city: &mut City, name: &'static str, on: &str) {
    city.today(on).plan_as(name, City::profile(name).in_category(ProjectCategory::Industrial));
    city.acts(name, &[(Verb::Engage, on)]);
}

/// A city whose zone Hunnan is provincial since 2010.
fn city() -> City {
    let mut city = City::new();
    city.today("2018-01-01").register_zone("hunnan", ZoneClass::Provincial, "2010-01-01");
    city
}

/// Two thousand million yuan are enough in a provincial zone, a fen less is not.
#[test]
fn the_threshold_is_that_of_the_class() {
    let mut city = city();
    to_talks(&mut city, "enough", "2018-02-01");
    to_talks(&mut city, "less", "2018-02-01");
    city.today("2018-03-01").sign_for("enough", 2 * BILLION, "2018-03-01");
    city.sign_for("less", 2 * BILLION - 1, "2018-03-01");
    let asked = city.today("2019-01-05").year(2018);
    assert_eq!(asked.zone(I5, "hunnan").parts()[1..], [["enough"], ["enough"]]);
    assert_eq!(asked.zone(I5, "hunnan").verdict(), (Some("met"), Some(0)));
    // what each zone is to have says nothing of the city
    assert_eq!(asked.city(I5).numbers(), [0, 1, 1]);
    assert_eq!(asked.city(I5).verdict(), (Some("not_applicable"), None));
    assert_eq!(asked.city(I5).figure.why.map(|why| why.code()), Some("quota_per_zone"));
    assert_eq!(city.year(2019).zone(I5, "hunnan").verdict(), (Some("not_met"), Some(1)));
}

/// A total raised later counts in the year of the amendment, once; a total lowered again takes it out of the net part.
#[test]
fn a_total_raised_later_counts_in_that_year() {
    let mut city = city();
    to_talks(&mut city, "raised", "2018-02-01");
    city.today("2018-03-01").sign_for("raised", BILLION, "2018-03-01");
    city.today("2019-05-01").amend_total("raised", 2 * BILLION, "2019-05-01");
    city.today("2020-05-01").amend_total("raised", BILLION, "2020-05-01");
    city.today("2021-05-01").amend_total("raised", 3 * BILLION, "2021-05-01");
    let numbers = |city: &City, year: i32| city.year(year).zone(I5, "hunnan").numbers();
    city.today("2022-01-05");
    assert_eq!(numbers(&city, 2018), [0, 0, 0]);
    assert_eq!(numbers(&city, 2019), [0, 1, 1]);
    assert_eq!(numbers(&city, 2020), [0, 0, 0]);
    assert_eq!(numbers(&city, 2021), [0, 0, 0], "once");
    let lowered = city.ask(&Question::of(Period::Year(2019)).as_of(day("2020-12-31")));
    assert_eq!(lowered.zone(I5, "hunnan").numbers(), [0, 1, 0]);
}

/// The class on the day of the signing decides; a zone that became national in mid-year is national at the year's end.
#[test]
fn the_class_on_the_day_of_the_signing_decides() {
    let mut city = city();
    to_talks(&mut city, "before", "2018-02-01");
    to_talks(&mut city, "after", "2018-02-01");
    city.today("2018-06-30").sign_for("before", 2 * BILLION, "2018-06-30");
    city.today("2018-07-01").change_class("hunnan", ZoneClass::National, "2018-07-01");
    city.sign_for("after", 2 * BILLION, "2018-07-01");
    let asked = city.today("2019-01-05").year(2018);
    assert_eq!(asked.zone(I5, "hunnan").parts()[1], ["before"]);
    assert_eq!(asked.of(I5, &Scope::Class(ZoneClass::National)).numbers(), [0, 1, 1]);
    assert_eq!(asked.of(I5, &Scope::Class(ZoneClass::Provincial)).numbers(), [0, 0, 0]);
    let june = city.ask(&Question::of(Period::Year(2018)).as_of(day("2018-06-30")));
    assert_eq!(june.of(I5, &Scope::Class(ZoneClass::Provincial)).numbers(), [0, 1, 1]);
    assert_eq!(june.zone(I5, "hunnan").verdict(), (Some("provisional"), Some(0)));
}

/// Relocated after the signing: the threshold is that of the zone that hosted the signing, whoever is credited.
#[test]
fn a_relocated_project_is_held_to_the_class_of_its_signing() {
    let mut city = city();
    city.register_zone("economic", ZoneClass::National, "2010-01-01");
    to_talks(&mut city, "moved", "2018-02-01");
    city.today("2018-03-01").sign_for("moved", 2 * BILLION, "2018-03-01");
    let to = crate::common::evidence::relocation(&zone("hunnan"), "economic", day("2018-04-01"));
    city.today("2018-04-01").command("moved", project_lifecycle::Command::Relocate(to), "2018-04-01");
    let asked = city.today("2019-01-05").year(2018);
    assert_eq!(asked.zone(I5, "economic").numbers(), [0, 1, 1]);
    assert_eq!(asked.zone(I5, "hunnan").numbers(), [0, 0, 0]);
    assert_eq!(asked.zone(I5, "economic").verdict(), (Some("met"), Some(0)));
}

/// A zone that was never registered has no class: then nothing can be said, and the project is told apart.
#[test]
fn without_a_class_nothing_can_be_said() {
    let mut city = City::new();
    to_talks(&mut city, "signed", "2018-02-01");
    city.today("2018-03-01").sign_for("signed", 9 * BILLION, "2018-03-01");
    let asked = city.today("2019-01-05").year(2018);
    assert_eq!(asked.zone(I5, "hunnan").numbers(), [0, 0, 0]);
    assert_eq!(asked.zone(I5, "hunnan").excluded(), [("signed", "unknown")]);
    assert_eq!(asked.zone(I5, "hunnan").verdict(), (Some("not_applicable"), None));
    assert_eq!(asked.zone(I5, "hunnan").figure.why.map(|why| why.code()), Some("no_class"));
    // registered late, for a day long before: known from then on
    city.today("2019-02-01").register_zone("hunnan", ZoneClass::National, "2010-01-01");
    assert_eq!(city.year(2018).zone(I5, "hunnan").numbers(), [0, 1, 1]);
    let before = Question::of(Period::Year(2018)).known_at(crate::common::evening(day("2019-01-31")));
    assert_eq!(city.ask(&before).zone(I5, "hunnan").numbers(), [0, 0, 0]);
}

/// Undone, or of another category, or raised by a supplementary agreement.
#[test]
fn what_is_undone_or_of_another_category_does_not_count() {
    let mut city = city();
    to_talks(&mut city, "undone", "2018-02-01");
    city.today("2018-02-01").plan_as("homes", City::profile("homes").in_category(ProjectCategory::RealEstate));
    city.acts("homes", &[(Verb::Engage, "2018-02-01")]);
    to_talks(&mut city, "supplied", "2018-02-01");
    for name in ["undone", "homes"] {
        city.today("2018-03-01").sign_for(name, 3 * BILLION, "2018-03-01");
    }
    city.today("2018-03-01").sign_for("supplied", 49 * BILLION / 100, "2018-03-01");
    city.acts("undone", &[(Verb::Terminate, "2018-12-31")]);
    let more = project_lifecycle::project::fact::AgreementAmended {
        total_investment: Some(yuan_of(51 * BILLION / 10)),
        ..crate::common::evidence::supplement(day("2018-09-01"))
    };
    city.today("2018-09-01").command("supplied", project_lifecycle::Command::AmendAgreement(more), "2018-09-01");
    let asked = city.today("2019-01-05").year(2018);
    let parts = asked.zone(I5, "hunnan").parts().map(|part| part.join(" "));
    assert_eq!(parts, ["", "supplied undone", "supplied"]);
}
