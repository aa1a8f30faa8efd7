//! What holds of all pictures together.

use project_lifecycle::Language;
use project_lifecycle::board::{Funnel, Imprint, Ratios, ZombiePace};
use project_lifecycle::portfolio::{Period, Scope};

use super::{ask, both, imprint, read};
use crate::common::day;
use crate::portfolio::city::{City, zone};

fn drawn(city: &City, imprint: Imprint<'_>, language: Language) -> [String; 3] {
    let portfolio = city.portfolio();
    let years: Vec<_> = (2018..=2020).map(|year| ask(&portfolio, Period::Year(year), day("2020-06-30"))).collect();
    let lists = portfolio.standing(day("2020-06-30"), years[0].known_at);
    [
        Ratios::new(&years[2], &lists.zones(), imprint).told_in(language).to_string(),
        Funnel::new(&lists, imprint).with_figures(&years[2]).told_in(language).to_string(),
        ZombiePace::new(&years, imprint).told_in(language).to_string(),
    ]
}

#[test]
fn each_says_whose_it_is_and_whether_it_is_simulated() {
    let mut city = City::new();
    city.today("2018-01-01").plan("one");
    both(|language| {
        let mark = language.pick("SYNTHETIC DATA", "模拟数据");
        for is_simulated in [true, false] {
            for drawn in drawn(&city, Imprint { is_simulated, ..imprint() }, language) {
                read(&drawn);
                assert!(drawn.contains("市开发区办") && drawn.contains("王某"));
                // the two dates are those of the figures, whatever the imprint was given
                assert!(drawn.contains("2020-06-30") && !drawn.contains("2020-12-31"), "{drawn}");
                assert_eq!(drawn.matches(mark).count(), if is_simulated { 2 } else { 0 });
            }
        }
    });
}

/// On one page an id is one thing.
#[test]
fn both_languages_stand_on_one_page() {
    let mut city = City::new();
    city.today("2018-01-01").plan("one");
    let pages = Language::ALL.map(|language| drawn(&city, imprint(), language).concat());
    let page = format!("<div>{}</div>", pages.concat());
    let page = roxmltree::Document::parse(&page).expect("a page");
    let mut ids: Vec<_> = page.descendants().filter_map(|node| node.attribute("id")).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((ids.len(), all > 20), (all, true));
}

/// Thirty zones in each of which something happens: in a page of 500 KB there is room for the rest.
#[test]
fn thirty_zones_take_less_than_sixty_kilobytes() {
    let names: Vec<&'static str> = (0..30).map(|at| &*format!("沈阳第{at}开发区").leak()).collect();
    let mut city = City::new();
    city.today("2018-01-01").plan("one");
    let portfolio = city.portfolio();
    let mut figures = ask(&portfolio, Period::Year(2018), day("2018-12-31"));
    let of_city: Vec<_> = figures.figures.iter().filter(|figure| figure.scope == Scope::City).cloned().collect();
    figures.figures = of_city
        .iter()
        .flat_map(|figure| {
            let zones = names.iter().map(|name| {
                let mut of_zone = figure.clone();
                of_zone.scope = Scope::Zone(zone(name));
                of_zone
            });
            zones.chain([figure.clone()])
        })
        .collect();
    both(|language| {
        let ratios = Ratios::new(&figures, &[], imprint()).told_in(language).to_string();
        let [_, funnel, pace] = drawn(&city, imprint(), language);
        let size = ratios.len() + funnel.len() + pace.len();
        assert!(size < 60_000, "{} + {} + {}", ratios.len(), funnel.len(), pace.len());
    });
}
