//! Edges: projects that are alike in all but their names, and questions at the ends of what can be asked.

use project_lifecycle::lifecycle::{Outcome, ProjectCategory, ZombieCause, ZoneClass};
use project_lifecycle::portfolio::{ActionPlan, Figured, Period, Portfolio, Question, QuestionError, Scope};
use project_lifecycle::project::Command;
use project_lifecycle::project::fact::Amendment;
use project_lifecycle::{Language, Verb};

use super::city::{City, yuan_of, zone};
use crate::common::day;

const ALIKE: [&str; 3] = ["one", "other", "third"];

/// Planned and started on the same days of 2018, for the same amount.
fn started(city: &mut City, name: &'static str, category: Option<ProjectCategory>) {
    let mut profile = City::profile(name).investing(yuan_of(700));
    if let Some(category) = category {
        profile = profile.in_category(category);
    }
    city.today("2018-01-10").plan_as(name, profile);
    city.acts(name, &[(Verb::Engage, "2018-02-01")]);
    city.sign_for(name, 700, "2018-02-01");
    city.acts(name, &[(Verb::Register, "2018-04-01"), (Verb::Start, "2018-05-01")]);
}

/// What is told beside one of them is told beside each, and who cannot be judged is excluded each time.
#[test]
fn what_is_told_of_one_is_told_of_all_that_are_alike() {
    let mut city = City::new();
    for name in ALIKE {
        started(&mut city, name, None);
        city.today("2019-06-01").stall(name, ZombieCause::ConstructionHalted, "2019-06-01");
    }
    let asked = city.ask(&Question::of(Period::Year(2018)).as_of(day("2019-06-01")));
    assert_eq!(asked.city("same_year_start").parts(), [ALIKE, ALIKE, ALIKE]);
    let sorted = |mut told: Vec<(&'static str, &'static str)>| {
        told.sort_unstable();
        told
    };
    assert_eq!(sorted(asked.city("same_year_start").listed()), ALIKE.map(|name| (name, "zombie_since")));
    let shares = asked.city("industrial_start_share/count");
    assert_eq!(sorted(shares.excluded()), ALIKE.map(|name| (name, "unknown")));
    assert_eq!(asked.city("industrial_start_share/count").numbers(), [0, 0, 0]);
}

/// Amounts are added of each of them, and visits that are not over are counted by each.
#[test]
fn what_is_summed_and_what_is_open_is_of_all_that_are_alike() {
    let mut city = City::new();
    ALIKE.into_iter().for_each(|name| started(&mut city, name, Some(ProjectCategory::Industrial)));
    for name in ["a", "b"] {
        city.today("2018-03-01").plan(name).acts(name, &[(Verb::Engage, "2018-03-10")]);
    }
    for name in ["c", "d"] {
        city.today("2018-03-01").plan(name).acts(name, &[(Verb::Admit, "2018-03-05"), (Verb::Engage, "2018-03-10")]);
    }
    let asked = city.today("2019-01-05").year(2018);
    assert_eq!(asked.city("industrial_start_share/investment").numbers(), [210_000; 3]);
    assert_eq!(asked.city("industrial_start_share/count").numbers(), [3, 3, 3]);
    let amounts = asked.city("same_year_start").figure.amounts.expect("beside a count");
    assert_eq!((amounts.gross.sum, amounts.gross.without), (210_000, 0));
    let talks = asked.city("stage_dwell:negotiating").figure.dwell.expect("of visits");
    // the three were in talks for no day; four still are
    assert_eq!((talks.p50, talks.p90, talks.open), (Some(0), Some(0), 4));
    let reserve = asked.city("stage_dwell:reserve").figure.dwell.expect("of visits");
    assert_eq!((reserve.p50, reserve.p90, reserve.open), (Some(5), Some(5), 0));
}

/// Projects of the same steps on the same days are not alike if one was amended, or closed for another reason, or took other
/// steps before the last one: each is looked at by itself, whichever comes first.
#[test]
fn what_differs_in_one_thing_is_not_alike() {
    for amended in [0, 1] {
        let mut city = City::new();
        ALIKE[..2].iter().for_each(|name| started(&mut city, name, Some(ProjectCategory::Industrial)));
        let amendment = Amendment { category: Some(ProjectCategory::Infrastructure), ..Amendment::default() };
        city.today("2018-06-01").command(ALIKE[amended], Command::Amend(amendment), "2018-04-15");
        let asked = city.today("2019-01-05").year(2018);
        assert_eq!(asked.city("industrial_start_share/count").parts()[1], [ALIKE[1 - amended]]);
    }
    for outcomes in [[Outcome::Withdrawn, Outcome::Duplicate], [Outcome::Duplicate, Outcome::Withdrawn]] {
        let mut city = City::new();
        for (name, outcome) in ["a", "b"].into_iter().zip(outcomes) {
            city.today("2018-03-01").plan(name).acts(name, &[(Verb::Engage, "2018-03-10")]);
            city.today("2018-06-01").close(name, outcome, "2018-06-01");
        }
        let withdrawn = if outcomes[0] == Outcome::Withdrawn { "a" } else { "b" };
        let asked = city.today("2019-01-05").year(2018);
        assert_eq!(asked.city("signing_conversion/promotion_stock").parts()[0], [withdrawn]);
    }
    let (reserved, brought) =
        ([Verb::Admit, Verb::SendBack, Verb::Engage], [Verb::Engage, Verb::BreakOff, Verb::Engage]);
    for courses in [[reserved, brought], [brought, reserved]] {
        let mut city = City::new();
        for (name, [first, back, again]) in ["a", "b"].into_iter().zip(courses) {
            city.today("2018-03-01").plan(name);
            city.acts(name, &[(first, "2018-03-10"), (back, "2018-03-20"), (again, "2018-04-01")]);
            city.acts(name, &[(Verb::Sign, "2018-05-01")]);
        }
        let admitted = if courses[0] == reserved { "a" } else { "b" };
        let asked = city.today("2019-01-05").year(2018);
        assert_eq!(asked.city("signing_conversion/reserve_origin").parts(), [[admitted]; 3]);
        assert_eq!(asked.city("signing_conversion/promotion_stock").parts()[2], ["a", "b"]);
        // nor are they when many steps in common follow
        for name in ["a", "b"] {
            for _ in 0..5 {
                city.acts(name, &[(Verb::ReopenTalks, "2018-06-01"), (Verb::Sign, "2018-06-01")]);
            }
            assert_eq!(city.project(name).standing().count(), 14, "beside its planning");
        }
        let asked = city.today("2019-01-05").year(2018);
        assert_eq!(asked.city("signing_conversion/reserve_origin").parts(), [vec![admitted], vec![admitted], vec![]]);
    }
}

/// A zone can be asked about from the instant on at which anything named it.
#[test]
fn a_zone_is_known_from_what_named_it_on() {
    let mut city = City::new();
    city.today("2018-01-10").plan("one");
    let before = city.now();
    city.today("2018-02-10").register_zone("shenyang-hitech", ZoneClass::National, "2018-02-01");
    city.today("2018-03-01").plan("other");
    let (portfolio, plan) = (city.portfolio(), ActionPlan::shenyang_2018());
    let asked = Question::of(Period::Year(2018)).as_of(day("2018-12-31")).about(Scope::Zone(zone("shenyang-hitech")));
    portfolio.figures(&plan, &asked.clone().known_at(city.now())).expect("known by then");
    let refused = portfolio.figures(&plan, &asked.known_at(before)).expect_err("nobody had heard of it");
    assert_eq!(refused, QuestionError::UnknownZone { zone: zone("shenyang-hitech"), known: vec!["hunnan".to_owned()] });
}

/// The first year that can be asked is the second of the calendar, as the day before a period is looked at, too.
#[test]
fn the_years_that_can_be_asked_have_a_day_before_them() {
    let (portfolio, plan) = (City::new().plan("one").portfolio(), ActionPlan::shenyang_2018());
    let asked = |year| portfolio.figures(&plan, &Question::of(Period::Year(year)).as_of(day("2018-12-31")));
    asked(2).expect("1 is a year");
    assert_eq!(asked(1).expect_err("nothing comes before it"), QuestionError::NoYear { year: 1 });
    assert_eq!(asked(10_000).expect_err("days have four digits of a year"), QuestionError::NoYear { year: 10_000 });
    assert_eq!([Period::Year(2018), Period::Whole].map(|period| period.to_string()), ["2018", "whole"]);
}

/// What a portfolio says of itself: how many records and projects it has taken in.
#[test]
fn a_portfolio_says_how_much_it_has_taken_in() {
    let mut city = City::new();
    assert_eq!((Portfolio::new().records(), Portfolio::new().projects()), (0, 0));
    for name in ALIKE {
        city.today("2018-01-10").plan(name).acts(name, &[(Verb::Engage, "2018-02-01")]);
    }
    // the log's opening, and two of each
    assert_eq!((city.portfolio().records(), city.portfolio().projects()), (7, 3));
}

#[test]
fn a_number_has_its_unit_in_words() {
    let numbers = [Figured::Projects(3), Figured::Visits(1), Figured::Yuan(123_456_700)];
    assert_eq!(numbers.map(Figured::unit), ["projects", "visits", "CNY"]);
    assert_eq!(numbers.map(|number| number.text(Language::English)), ["3", "1", "1234567.00"]);
    assert_eq!(numbers.map(|number| number.text(Language::Chinese)), ["3", "1", "123.4567万元"]);
}

#[test]
fn members_are_compared_and_shown_by_their_ids() {
    let mut city = City::new();
    ALIKE.into_iter().for_each(|name| started(&mut city, name, None));
    let asked = city.today("2019-01-05").year(2018);
    let (starts, stock) = (asked.city("same_year_start"), asked.city("signing_conversion/opening_stock"));
    let (three, none) = (&starts.figure.gross.members, &stock.figure.gross.members);
    assert_eq!((three.is_empty(), three.len(), none.is_empty(), none.len()), (false, 3, true, 0));
    assert_eq!(three, &starts.figure.net.members);
    assert_ne!(three, none);
    let ids: Vec<_> = three.iter().map(|id| format!("{id:?}")).collect();
    assert_eq!(format!("{three:?}"), format!("{{{}}}", ids.join(", ")));
}
