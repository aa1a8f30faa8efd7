//! A third of the zombies a year: baselines, disposals that count, relapse, and what was found later.

use project_lifecycle::Verb;
use project_lifecycle::lifecycle::{Outcome, ZombieCause, ZombieKind, ZoneClass};
use project_lifecycle::portfolio::{ActionPlan, Form, Period, Question, Rounding, Scope};

use super::city::City;
use crate::common::day;

const I7: &str = "zombie_projects_disposed";
const I8: &str = "zombie_enterprises_disposed";
const SEVEN: [&str; 7] = ["z1", "z2", "z3", "z4", "z5", "z6", "z7"];

/// Projects signed in 2016 that were found zombies on 1 March 2018, for land not cleared.
fn city(names: &[&'static str]) -> City {
    let mut city = City::new();
    city.today("2016-01-01").register_zone("hunnan", ZoneClass::National, "2010-01-01");
    for name in names {
        zombie(&mut city, name, "2018-03-01");
    }
    city
}

fn zombie(city: &mut City, name: &'static str, on: &str) {
    city.today("2016-02-01").plan(name);
    city.acts(name, &[(Verb::Engage, "2016-03-01"), (Verb::Sign, "2016-06-01")]);
    city.today(on).stall(name, ZombieCause::LandNotCleared, on);
}

fn verdicts(city: &City) -> Vec<(i128, Option<&'static str>)> {
    let of = |year| {
        let asked = city.year(year);
        let told = asked.zone(I7, "hunnan");
        (told.numbers()[2], told.verdict().0)
    };
    (2017..=2021).map(of).collect()
}

/// Seven zombies: three, five and seven are due. Relapsed in the next year, one counts gross and not net.
#[test]
fn a_third_a_year_rounded_up() {
    let mut city = city(&SEVEN);
    city.today("2018-06-01").freeze("hunnan", ZombieKind::Project, "2018-05-31", &SEVEN);
    for name in ["z1", "z2", "z3"] {
        city.acts(name, &[(Verb::Revive, "2018-10-01")]);
    }
    city.today("2022-01-05");
    let targets = |year: i32| {
        city.year(year)
            .zone(I7, "hunnan")
            .figure
            .disposal
            .and_then(|told| told.pace)
            .map(|pace| (pace.year, pace.target))
    };
    assert_eq!(
        [2017, 2018, 2019, 2020, 2021].map(targets),
        [None, Some((1, 3)), Some((2, 5)), Some((3, 7)), Some((3, 7))]
    );
    assert_eq!(
        verdicts(&city),
        [(0, None), (3, Some("met")), (3, Some("not_met")), (3, Some("not_met")), (3, Some("not_met"))]
    );
    assert_eq!(city.year(2019).zone(I7, "hunnan").verdict(), (Some("not_met"), Some(2)));
    // the plan's whole period has the target of its last year
    let whole = city.ask(&Question::of(Period::Whole).as_of(day("2020-12-31")));
    assert_eq!(whole.zone(I7, "hunnan").verdict(), (Some("not_met"), Some(4)));
    // a relapse
    city.today("2019-07-01").stall("z1", ZombieCause::PromiseUnmet, "2019-07-01");
    let asked = city.today("2020-01-05").year(2019);
    assert_eq!(asked.zone(I7, "hunnan").numbers(), [7, 3, 2]);
    assert_eq!(city.year(2018).zone(I7, "hunnan").numbers(), [7, 3, 3], "as of the end of 2018 nothing had happened");
}

/// One zombie: one is due in every year. Nothing frozen: nothing can be said.
#[test]
fn one_zombie_is_due_at_once_and_none_says_nothing() {
    let mut city = city(&["one"]);
    assert_eq!(city.today("2021-01-05").year(2018).zone(I7, "hunnan").verdict(), (Some("not_applicable"), None));
    city.today("2021-01-05").freeze("hunnan", ZombieKind::Project, "2018-05-31", &["one"]);
    let target = |year: i32| {
        city.year(year).zone(I7, "hunnan").figure.disposal.and_then(|told| told.pace).map(|pace| pace.target)
    };
    assert_eq!([2018, 2019, 2020].map(target), [Some(1), Some(1), Some(1)]);
}

/// A closing that ends the project disposes; a duplicate and what was combined do not.
#[test]
fn duplicates_and_combinations_dispose_of_nothing() {
    let mut city = city(&["withdrawn", "double", "combined"]);
    city.today("2018-06-01").freeze("hunnan", ZombieKind::Project, "2018-05-31", &["withdrawn", "double", "combined"]);
    for (name, outcome) in
        [("withdrawn", Outcome::Withdrawn), ("double", Outcome::Duplicate), ("combined", Outcome::Combined)]
    {
        city.today("2018-11-01").close(name, outcome, "2018-11-01");
    }
    let asked = city.today("2019-01-05").year(2018);
    assert_eq!(asked.zone(I7, "hunnan").parts()[1..], [["withdrawn"], ["withdrawn"]]);
    assert_eq!(asked.zone(I7, "hunnan").verdict(), (Some("met"), Some(0)), "one of three is due");
}

/// Who is no zombie on the day of the baseline, or no longer counts as one by a correction, leaves both parts.
#[test]
fn who_was_no_zombie_on_the_day_leaves_both_parts() {
    let mut city = city(&["real", "wrong"]);
    city.today("2018-02-01").plan("healthy");
    city.today("2018-06-01").freeze("hunnan", ZombieKind::Project, "2018-05-31", &["real", "wrong", "healthy"]);
    let asked = city.ask(&Question::of(Period::Year(2018)).as_of(day("2018-12-31")));
    assert_eq!(asked.zone(I7, "hunnan").parts()[0], ["real", "wrong"]);
    assert_eq!(asked.zone(I7, "hunnan").excluded(), [("healthy", "not_a_zombie")]);
    city.today("2018-09-01").void("wrong");
    let asked = city.today("2019-01-05").year(2018);
    assert_eq!(asked.zone(I7, "hunnan").parts()[0], ["real"]);
    // a baseline of enterprises holds no zombie projects
    city.today("2019-02-01").freeze("hunnan", ZombieKind::Enterprise, "2018-05-31", &["real"]);
    assert_eq!(city.year(2018).zone(I8, "hunnan").excluded(), [("real", "not_a_zombie")]);
    assert_eq!(city.year(2018).zone(I8, "hunnan").verdict(), (Some("not_applicable"), None));
}

/// What was found later is told beside; in the last year none of it may be left.
#[test]
fn in_the_last_year_nothing_found_since_may_be_left() {
    let mut city = city(&["old"]);
    city.today("2018-06-01").freeze("hunnan", ZombieKind::Project, "2018-05-31", &["old"]);
    city.acts("old", &[(Verb::Revive, "2018-10-01")]);
    zombie(&mut city, "new", "2019-03-01");
    zombie(&mut city, "cured", "2019-03-01");
    city.acts("cured", &[(Verb::Revive, "2019-10-01")]);
    city.today("2021-06-01");
    let told = |year: i32| {
        let asked = city.year(year);
        let told = asked.zone(I7, "hunnan");
        (
            told.figure
                .disposal
                .and_then(|told| told.additions)
                .map(|additions| (additions.found, additions.outstanding)),
            told.verdict(),
        )
    };
    assert_eq!(told(2018), (Some((0, 0)), (Some("met"), Some(0))));
    assert_eq!(told(2019), (Some((2, 1)), (Some("met"), Some(0))));
    assert_eq!(told(2020), (Some((2, 1)), (Some("not_met"), Some(0))));
    city.acts("new", &[(Verb::Revive, "2020-12-31")]);
    let asked = city.today("2021-06-01").year(2020);
    assert_eq!(asked.zone(I7, "hunnan").verdict(), (Some("met"), Some(0)));
}

/// Members stay with the zone that froze them; the city's pace is on the sum.
#[test]
fn the_city_has_the_sum_of_the_baselines() {
    let mut city = city(&["a", "b"]);
    city.register_zone("shenbei", ZoneClass::Provincial, "2010-01-01");
    city.today("2018-06-01").freeze("hunnan", ZombieKind::Project, "2018-05-31", &["a"]);
    city.freeze("shenbei", ZombieKind::Project, "2018-05-31", &["b"]);
    let to = crate::common::evidence::relocation(&super::city::zone("hunnan"), "shenbei", day("2018-07-01"));
    city.today("2018-07-01").command("a", project_lifecycle::Command::Relocate(to), "2018-07-01");
    let asked = city.today("2019-01-05").year(2018);
    assert_eq!(asked.zone(I7, "hunnan").parts()[0], ["a"]);
    assert_eq!(asked.zone(I7, "shenbei").parts()[0], ["b"]);
    assert_eq!(asked.city(I7).parts()[0], ["a", "b"]);
    // a third of one is one in each zone, and of two is one in the city
    assert_eq!(asked.city(I7).figure.disposal.and_then(|told| told.pace).map(|pace| pace.target), Some(1));
    assert_eq!(asked.of(I7, &Scope::Class(ZoneClass::Provincial)).parts()[0], ["b"]);
}

/// A member of two baselines counts once in the city, with its amount once; in, if it is in for either of them.
#[test]
fn a_member_of_two_baselines_counts_once() {
    let mut city = city(&["both", "late"]);
    city.register_zone("shenbei", ZoneClass::Provincial, "2010-01-01");
    city.today("2018-06-01").freeze("hunnan", ZombieKind::Project, "2018-05-31", &["both", "late"]);
    // neither was a zombie before March 2018
    city.freeze("shenbei", ZombieKind::Project, "2018-02-28", &["late"]);
    let asked = city.today("2019-01-05").year(2018);
    assert_eq!(asked.zone(I7, "shenbei").excluded(), [("late", "not_a_zombie")]);
    assert_eq!(asked.city(I7).parts()[0], ["both", "late"]);
    assert_eq!(asked.city(I7).excluded(), []);
    // 120 million yuan each
    let sum = asked.city(I7).figure.amounts.and_then(|amounts| amounts.denominator).map(|amount| amount.sum);
    assert_eq!(sum, Some(24_000_000_000));
    city.today("2019-02-01").register_zone("tiexi", ZoneClass::Provincial, "2010-01-01");
    city.freeze("tiexi", ZombieKind::Project, "2018-05-31", &["both"]);
    let asked = city.year(2018);
    let sum = asked.city(I7).figure.amounts.and_then(|amounts| amounts.denominator).map(|amount| amount.sum);
    assert_eq!((asked.city(I7).numbers()[0], sum), (2, Some(24_000_000_000)));
}

/// The end of the baseline's day decides: what was found and cured on that day is not found since.
#[test]
fn what_happened_on_the_day_of_the_baseline_was_before_it() {
    let found = |frozen: &str| {
        let mut city = city(&["old"]);
        zombie(&mut city, "cured", "2018-05-31");
        city.acts("cured", &[(Verb::Revive, "2018-05-31")]);
        city.today("2018-06-01").freeze("hunnan", ZombieKind::Project, frozen, &["old"]).today("2019-01-05");
        let additions = city.year(2018).zone(I7, "hunnan").figure.disposal.and_then(|told| told.additions);
        additions.map(|additions| (additions.found, additions.outstanding))
    };
    assert_eq!([found("2018-05-31"), found("2018-05-30")], [Some((0, 0)), Some((1, 0))]);
}

/// A third of seven is 2.33, two thirds are 4.67: rounded up, half up and down.
#[test]
fn a_third_is_rounded_as_the_plan_says() {
    let mut city = city(&SEVEN);
    city.today("2018-06-01").freeze("hunnan", ZombieKind::Project, "2018-05-31", &SEVEN).today("2021-01-05");
    let targets = |rounding| {
        let mut terms = ActionPlan::shenyang_2018().terms().clone();
        for indicator in &mut terms.indicators {
            if let Form::Baseline(form) = &mut indicator.form {
                form.pace.rounding = rounding;
            }
        }
        let plan = ActionPlan::new(terms).expect("a plan");
        [2018, 2019, 2020].map(|year: i32| {
            let asked = Question::of(Period::Year(year)).as_of(day("2020-12-31"));
            let asked = city.ask_of(&plan, &asked);
            let told = asked.zone(I7, "hunnan").figure.disposal.and_then(|told| told.pace);
            told.expect("a year of the pace").target
        })
    };
    assert_eq!(targets(Rounding::Up), [3, 5, 7]);
    assert_eq!(targets(Rounding::Half), [2, 5, 7]);
    assert_eq!(targets(Rounding::Down), [2, 4, 7]);
}
