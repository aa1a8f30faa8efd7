//! Signing conversion: who was in the stock, who was signed, and what still stands.

use project_lifecycle::Verb;
use project_lifecycle::act::Provenance;
use project_lifecycle::portfolio::{Period, Question, Scope};

use super::city::{City, zone};
use crate::common::evidence::provenance;
use crate::common::{day, evening, text};

const STOCK: &str = "signing_conversion/promotion_stock";

/// A project that is in talks on the last day of 2017.
fn in_talks(city: &mut City, name: &'static str) {
    city.today("2017-03-01").plan(name);
    city.acts(name, &[(Verb::Admit, "2017-04-01"), (Verb::Engage, "2017-05-01")]);
}

const TWENTY: [&str; 20] = [
    "p01", "p02", "p03", "p04", "p05", "p06", "p07", "p08", "p09", "p10", "p11", "p12", "p13", "p14", "p15", "p16",
    "p17", "p18", "p19", "p20",
];

/// Cohort 20, signed 11, one of them terminated: gross 55 %, net 10 of 20, which is met.
#[test]
fn a_terminated_signing_counts_gross_and_not_net() {
    let mut city = City::new();
    TWENTY.into_iter().for_each(|name| in_talks(&mut city, name));
    for name in &TWENTY[..11] {
        city.acts(name, &[(Verb::Sign, "2018-06-01")]);
    }
    city.acts("p11", &[(Verb::Terminate, "2018-11-01")]);
    let asked = city.today("2019-02-01").year(2018);
    let figure = asked.city(STOCK);
    assert_eq!(figure.numbers(), [20, 11, 10]);
    assert_eq!(figure.verdict(), (Some("met"), Some(0)));
    // before it was terminated
    let before = city.ask(&Question::of(Period::Year(2018)).as_of(day("2018-10-31")));
    assert_eq!(before.city(STOCK).numbers(), [20, 11, 11]);
    assert_eq!(before.city(STOCK).verdict(), (Some("provisional"), Some(0)));
    // one more terminated is one too few
    city.today("2019-01-10").acts("p10", &[(Verb::Terminate, "2019-01-10")]);
    assert_eq!(city.year(2018).city(STOCK).verdict(), (Some("met"), Some(0)), "undone after the year's end");
    let late = city.ask(&Question::of(Period::Year(2018)).as_of(day("2019-01-10")));
    assert_eq!(late.city(STOCK).numbers(), [20, 11, 9]);
    assert_eq!(late.city(STOCK).verdict(), (Some("not_met"), Some(1)));
}

/// The bases, each on its own projects.
#[test]
fn each_basis_has_its_own_stock() {
    let mut city = City::new();
    // in the reserve since 2017, signed in 2018
    city.today("2017-03-01").plan("reserved");
    city.acts("reserved", &[(Verb::Admit, "2017-04-01"), (Verb::Engage, "2018-06-01"), (Verb::Sign, "2018-07-01")]);
    // brought by its investor in 2018, signed
    city.today("2018-02-01").plan("brought");
    city.acts("brought", &[(Verb::Engage, "2018-02-10"), (Verb::Sign, "2018-03-01")]);
    // admitted in 2018, and still there
    city.today("2018-02-01").plan("waiting");
    city.acts("waiting", &[(Verb::Admit, "2018-03-01")]);
    // left the stock in 2017
    in_talks(&mut city, "lost");
    city.acts("lost", &[(Verb::Close, "2017-06-01")]);
    // in the stock on the last day of 2017 and closed in 2018
    in_talks(&mut city, "closed");
    city.acts("closed", &[(Verb::Close, "2018-01-01")]);
    // first signed in 2017: a second signing is no first one
    in_talks(&mut city, "again");
    city.acts("again", &[(Verb::Sign, "2017-07-01"), (Verb::ReopenTalks, "2017-08-01"), (Verb::Sign, "2018-04-01")]);
    // only planned
    city.today("2018-05-01").plan("planned");

    let asked = city.today("2019-03-01").year(2018);
    let parts = |basis: &str| asked.city(&format!("signing_conversion/{basis}")).parts().map(|part| part.join(" "));
    assert_eq!(
        parts("promotion_stock"),
        ["again brought closed reserved waiting", "brought reserved", "brought reserved"]
    );
    assert_eq!(parts("reserve_origin"), ["again closed reserved waiting", "reserved", "reserved"]);
    assert_eq!(parts("opening_stock"), ["again closed reserved", "reserved", "reserved"]);
    assert_eq!(parts("year_inflow"), ["brought waiting", "brought", "brought"]);
    assert_eq!(parts("reserve_as_of"), ["reserved waiting", "reserved", "reserved"]);
    // the numerator need not lie in the denominator
    assert_eq!(parts("period_ratio"), ["brought waiting", "brought reserved", "brought reserved"]);
    // 1 of 2 is half: met exactly
    assert_eq!(asked.city("signing_conversion/year_inflow").verdict(), (Some("met"), Some(0)));
    // 2 of 5: one more in the numerator makes 3 of 5
    assert_eq!(asked.city(STOCK).verdict(), (Some("not_met"), Some(1)));
}

/// What enters both parts: 0 of 3 needs three more, which makes 3 of 6.
#[test]
fn what_is_missing_from_a_period_ratio_enters_both_parts() {
    let mut city = City::new();
    for name in ["a", "b", "c"] {
        city.today("2018-02-01").plan(name);
        city.acts(name, &[(Verb::Admit, "2018-03-01")]);
    }
    let asked = city.today("2019-01-05").year(2018);
    assert_eq!(asked.city("signing_conversion/period_ratio").verdict(), (Some("not_met"), Some(3)));
    // of the stock alone: two of three are more than half
    assert_eq!(asked.city(STOCK).verdict(), (Some("not_met"), Some(2)));
}

/// A signing of 2018 that is recorded in February 2019 is in no figure known before, and in all known after.
#[test]
fn a_late_entry_shows_from_the_time_at_which_it_was_recorded() {
    let mut city = City::new();
    in_talks(&mut city, "late");
    city.today("2019-02-10").act("late", Verb::Sign, "2018-12-20");
    let year = Question::of(Period::Year(2018)).as_of(day("2018-12-31"));
    let january = year.clone().known_at(evening(day("2019-01-31")));
    assert_eq!(city.ask(&january).city(STOCK).numbers(), [1, 0, 0]);
    let now = year.known_at(city.now());
    assert_eq!(city.ask(&now).city(STOCK).numbers(), [1, 1, 1]);
    // the instant of the record itself is included, and the microsecond before is not
    let before = city.now().plus_minutes(-1).expect("an instant");
    assert_eq!(city.ask(&Question::of(Period::Year(2018)).known_at(before)).city(STOCK).numbers(), [1, 0, 0]);
}

/// Voided in February 2019 by a correction that takes effect that day: out of every figure known from then on.
#[test]
fn a_void_works_on_every_day_from_its_record_on() {
    let mut city = City::new();
    in_talks(&mut city, "wrong");
    city.acts("wrong", &[(Verb::Sign, "2018-06-01")]);
    city.today("2019-02-10").void("wrong");
    let known = |at: &str| {
        let question = Question::of(Period::Year(2018)).as_of(day("2018-12-31")).known_at(evening(day(at)));
        let asked = city.ask(&question);
        let numbers = asked.city(STOCK).numbers();
        (numbers, asked.city("same_year_start").verdict().0)
    };
    assert_eq!(known("2018-12-31"), ([1, 1, 1], Some("not_met")));
    assert_eq!(known("2019-02-09"), ([1, 1, 1], Some("not_met")));
    assert_eq!(known("2019-02-11"), ([1, 0, 0], Some("not_applicable")));
    assert_eq!(city.year(2018).city(STOCK).listed(), [("wrong", "corrected")]);
}

/// A second signing, or a signing that was voided and made again, restores what was not undone only.
#[test]
fn signed_anew_restores_nothing_but_a_void_leaves_no_trace_in_a_figure() {
    let mut city = City::new();
    in_talks(&mut city, "again");
    city.acts("again", &[(Verb::Sign, "2018-02-01"), (Verb::ReopenTalks, "2018-03-01"), (Verb::Sign, "2018-04-01")]);
    in_talks(&mut city, "voided");
    city.acts("voided", &[(Verb::Sign, "2018-02-01")]);
    city.today("2018-02-03").void("voided");
    city.acts("voided", &[(Verb::Sign, "2018-04-01")]);
    in_talks(&mut city, "closed");
    city.acts("closed", &[(Verb::Sign, "2018-02-01"), (Verb::Close, "2018-05-01")]);
    let asked = city.today("2019-01-05").year(2018);
    let parts = asked.city(STOCK).parts().map(|part| part.join(" "));
    assert_eq!(parts, ["again closed voided", "again closed voided", "voided"]);
}

/// A re-dated signing moves to the other year, in every figure known from then on.
#[test]
fn another_date_moves_a_signing_to_another_year() {
    let mut city = City::new();
    in_talks(&mut city, "moved");
    city.acts("moved", &[(Verb::Sign, "2019-01-03")]);
    assert_eq!(city.ask(&Question::of(Period::Year(2018))).city(STOCK).numbers(), [1, 0, 0]);
    city.today("2019-03-01").redate("moved", Verb::Sign, "2018-12-28");
    assert_eq!(city.year(2018).city(STOCK).numbers(), [1, 1, 1]);
    assert_eq!(city.year(2019).city("same_year_start").numbers(), [0, 0, 0]);
    let before = Question::of(Period::Year(2019)).known_at(evening(day("2019-02-28")));
    assert_eq!(city.ask(&before).city("same_year_start").numbers(), [1, 0, 0]);
}

/// A date that was inferred, or is disputed, excludes, even if it lies after the as-of day; another date ends that.
#[test]
fn an_inferred_or_disputed_date_excludes() {
    for doubt in [Provenance::inferred as fn(Provenance) -> Provenance, |read| read.disputed(text("2018年2月30日"))]
    {
        let mut city = City::new();
        city.today("2020-03-01");
        for name in ["sure", "unsure", "late"] {
            city.today("2017-01-10").plan(name);
        }
        city.today("2020-03-01");
        for (name, read, signed) in [
            ("sure", provenance(1), "2018-05-01"),
            ("unsure", doubt(provenance(1)), "2018-05-01"),
            ("late", doubt(provenance(1)), "2019-05-01"),
        ] {
            city.import(name, Verb::Engage, "2017-06-01", provenance(1)).import(name, Verb::Sign, signed, read);
        }
        let asked = city.year(2018);
        assert_eq!(asked.city(STOCK).parts().map(|part| part.join(" ")), ["sure", "sure", "sure"]);
        assert_eq!(
            asked.city(STOCK).excluded().into_iter().collect::<std::collections::BTreeSet<_>>(),
            [("late", "inferred"), ("unsure", "inferred")].into()
        );
        // of those whose first signing lies in 2018
        assert_eq!(asked.city("same_year_start").excluded(), [("unsure", "inferred")]);
        city.today("2020-04-01").redate("unsure", Verb::Sign, "2018-04-20");
        assert_eq!(city.year(2018).city(STOCK).parts()[1], ["sure", "unsure"]);
    }
}

/// A project that moved before it was signed counts where it is hosted; one that the question credits to the introducer,
/// where it came from.
#[test]
fn a_relocated_project_counts_where_it_is_hosted() {
    let mut city = City::new();
    in_talks(&mut city, "moved");
    let to = crate::common::evidence::relocation(&zone("hunnan"), "shenbei", day("2018-03-01"));
    city.today("2018-03-01").command("moved", project_lifecycle::Command::Relocate(to), "2018-03-01");
    city.acts("moved", &[(Verb::Sign, "2018-06-01")]);
    let asked = city.today("2019-01-05").year(2018);
    assert_eq!(asked.zone(STOCK, "shenbei").numbers(), [1, 1, 1]);
    assert_eq!(asked.city(STOCK).numbers(), [1, 1, 1]);
    // a zone that is not registered and hosts nobody any more is told of only if it is asked about
    let hunnan = Scope::Zone(zone("hunnan"));
    assert!(asked.figures.figures.iter().all(|figure| figure.scope != hunnan));
    let about = Question::of(Period::Year(2018)).as_of(day("2018-12-31")).about(hunnan);
    assert_eq!(city.ask(&about).zone(STOCK, "hunnan").numbers(), [0, 0, 0]);
    assert_eq!(asked.zone(STOCK, "shenbei").listed(), [("moved", "relocated")]);
    // as of February it was hosted in Hunnan
    let february = city.ask(&Question::of(Period::Year(2018)).as_of(day("2018-02-28")));
    assert_eq!(february.zone(STOCK, "hunnan").numbers(), [1, 0, 0]);
    let introduced = Question::of(Period::Year(2018))
        .as_of(day("2018-12-31"))
        .attributed_to(project_lifecycle::portfolio::Attribution::Introducer);
    assert_eq!(city.ask(&introduced).zone(STOCK, "hunnan").numbers(), [1, 1, 1]);
}
