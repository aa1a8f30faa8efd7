//! The pace of zombies.

use project_lifecycle::board::ZombiePace;
use project_lifecycle::lifecycle::{ZombieCause, ZombieKind, ZoneClass};
use project_lifecycle::portfolio::{Figure, Figures, Period, Scope};
use project_lifecycle::{Day, Language, Verb};
use roxmltree::{Document, Node};

use super::{ask, both, cities, imprint, read, text};
use crate::board::drawn::is;
use crate::board::laid::{outline, rect};
use crate::common::day;
use crate::portfolio::city::{City, zone};

/// The texts of a figure's year: by their parts.
fn parts(drawn: &Document<'_>, name: &str, period: &str) -> Vec<(String, String)> {
    let panel = drawn.descendants().find(|node| node.attribute("data-figure") == Some(name)).expect("a panel");
    let slot = panel.children().find(|slot| slot.attribute("data-period") == Some(period)).expect("a year");
    let told =
        slot.descendants().filter_map(|node: Node<'_, '_>| Some((node.attribute("data-part")?.to_owned(), text(node))));
    told.collect()
}

/// What a figure's year should say.
fn expected(figures: &Figures, figure: &Figure) -> Vec<(String, String)> {
    let mut expected = Vec::new();
    let mut tell = |part: &str, number: i128| expected.push((part.to_owned(), number.to_string()));
    let disposal = figure.disposal.expect("a baseline");
    let Period::Year(year) = figures.period else { panic!("a year") };
    let has_begun = figures.as_of >= Day::new(year, 1, 1).expect("a day");
    if let Some(pace) = disposal.pace.filter(|pace| pace.baseline > 0) {
        if has_begun {
            tell("net", figure.net.value.number());
            tell("gross", figure.gross.value.number());
        }
        tell("baseline", pace.baseline.into());
        tell("target", pace.target.into());
    }
    if has_begun {
        if let Some(missing) = figure.missing.filter(|missing| missing.number() > 0) {
            tell("missing", missing.number());
        }
        if let Some(additions) = disposal.additions {
            tell("found", additions.found.into());
            tell("outstanding", additions.outstanding.into());
        }
    }
    expected
}

#[test]
fn every_number_is_that_of_the_figure() {
    let mut told = 0;
    for (portfolio, _, as_of) in cities(8) {
        let years: Vec<_> = (2017..=2022).map(|year| ask(&portfolio, Period::Year(year), as_of)).collect();
        for scope in [Scope::City, Scope::Zone(zone("hunnan")), Scope::Class(ZoneClass::National)] {
            both(|language| {
                let drawn = ZombiePace::new(&years, imprint()).about(scope.clone()).told_in(language).to_string();
                let drawn = read(&drawn);
                for figures in &years {
                    let of_scope = |figure: &&Figure| figure.scope == scope && figure.disposal.is_some();
                    for figure in figures.figures.iter().filter(of_scope) {
                        let found = parts(&drawn, &figure.indicator, &figures.period.to_string());
                        assert_eq!(found, expected(figures, figure), "{} {}", figure.indicator, figures.period);
                        told += found.len();
                    }
                }
            });
        }
    }
    assert!(told > 100, "{told} numbers");
}

const SEVEN: [&str; 7] = ["z1", "z2", "z3", "z4", "z5", "z6", "z7"];

/// Seven zombies frozen in 2018. Three are revived in the year; in 2019 one of them stalls again, and another project becomes a
/// zombie for the first time.
fn seven() -> City {
    let mut city = City::new();
    city.today("2016-01-01").register_zone("hunnan", ZoneClass::National, "2010-01-01");
    for name in SEVEN.into_iter().chain(["later"]) {
        city.today("2016-02-01").plan(name);
        city.acts(name, &[(Verb::Engage, "2016-03-01"), (Verb::Sign, "2016-06-01")]);
    }
    for name in SEVEN {
        city.today("2018-03-01").stall(name, ZombieCause::LandNotCleared, "2018-03-01");
    }
    city.today("2018-06-01").freeze("hunnan", ZombieKind::Project, "2018-05-31", &SEVEN);
    for name in ["z1", "z2", "z3"] {
        city.acts(name, &[(Verb::Revive, "2018-10-01")]);
    }
    city.today("2019-07-01").stall("z1", ZombieCause::PromiseUnmet, "2019-07-01");
    city.today("2019-08-01").stall("later", ZombieCause::PromiseUnmet, "2019-08-01");
    city
}

/// Every bar stands on the line that is drawn under the years.
fn assert_bars_stand(drawn: &Document<'_>) {
    let mut bars = 0;
    for panel in drawn.descendants().filter(|node| is(*node, "g") && node.has_attribute("data-figure")) {
        let floor = panel.children().find(|node| is(*node, "path")).expect("a line under the years");
        let floor = outline(floor.attribute("d").expect("an outline")).expect("a line");
        for year in panel.children().filter(|node| node.has_attribute("data-period")) {
            let at = year.attribute("transform").and_then(|of| of.strip_prefix("translate(")).expect("a place");
            let at: f64 = at.split(' ').next().and_then(|x| x.parse().ok()).expect("a number");
            for bar in year.children().filter(|node| is(*node, "rect")).filter_map(rect) {
                assert_eq!(bar.bottom, floor.top, "{bar:?} is not on {floor:?}");
                assert!(floor.left <= at + bar.left && at + bar.right <= floor.right, "{bar:?} from {at} of {floor:?}");
                bars += 1;
            }
        }
    }
    assert!(bars > 0, "no bars");
}

#[test]
fn seven_zombies_by_hand() {
    let portfolio = seven().portfolio();
    let years: Vec<_> = [(2017, "2017-12-31"), (2018, "2018-12-31"), (2019, "2019-12-31"), (2020, "2019-12-31")]
        .map(|(year, as_of)| ask(&portfolio, Period::Year(year), day(as_of)))
        .into();
    both(|language| {
        let drawn = ZombiePace::new(&years, imprint()).told_in(language).to_string();
        let drawn = read(&drawn);
        let told = |year: &str| parts(&drawn, "zombie_projects_disposed", year);
        let pairs = |expected: &[(&str, &str)]| -> Vec<_> {
            expected.iter().map(|(part, number)| ((*part).to_owned(), (*number).to_owned())).collect()
        };
        assert_bars_stand(&drawn);
        assert_eq!(told("2017"), []);
        assert_eq!(
            told("2018"),
            pairs(&[
                ("net", "3"),
                ("gross", "3"),
                ("baseline", "7"),
                ("target", "3"),
                ("found", "0"),
                ("outstanding", "0")
            ])
        );
        assert_eq!(
            told("2019"),
            pairs(&[
                ("net", "2"),
                ("gross", "3"),
                ("baseline", "7"),
                ("target", "5"),
                ("missing", "3"),
                ("found", "1"),
                ("outstanding", "1")
            ])
        );
        // it has not begun: where it should end, and no more
        assert_eq!(told("2020"), pairs(&[("baseline", "7"), ("target", "7")]));
        // none of enterprises is frozen
        assert_eq!(parts(&drawn, "zombie_enterprises_disposed", "2018"), []);
        let why = language.pick("n/a: no baseline is frozen", "不适用：未确定底数");
        assert!(drawn.descendants().any(|node| node.text() == Some(why)));
        if let Some(folder) = std::env::var_os("DRAWN") {
            let folder = std::path::PathBuf::from(folder);
            let drawn = ZombiePace::new(&years, imprint()).told_in(language).to_string();
            std::fs::write(folder.join(format!("seven-{language}.svg")), drawn).expect("written");
        }
    });
}

#[test]
fn nothing_is_said_of_nothing() {
    both(|language| {
        let drawn = ZombiePace::new(&[], imprint()).told_in(language).to_string();
        let drawn = read(&drawn);
        let nothing =
            language.pick("No figure of a baseline of zombies was asked for", "没有僵尸项目（企业）处置进度指标");
        assert!(drawn.descendants().any(|node| node.text() == Some(nothing)));
    });
    // many years stand below one another
    let portfolio = seven().portfolio();
    let years: Vec<_> = (2016..=2023).map(|year| ask(&portfolio, Period::Year(year), day("2023-12-31"))).collect();
    read(&ZombiePace::new(&years, imprint()).told_in(Language::Chinese).to_string());
}
