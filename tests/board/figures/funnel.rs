//! The funnel of stages.

use project_lifecycle::board::Funnel;
use project_lifecycle::portfolio::{Figure, Figured, Figures, Lists, Period, Scope};
use project_lifecycle::value::Currency;
use project_lifecycle::{Language, Stage, Verb};
use roxmltree::{Document, Node};

use super::{ask, both, cities, imprint, is_share, number, points, read, text};
use crate::common::day;
use crate::portfolio::city::{City, yuan_of, zone};

/// The text of a part of a stage.
#[track_caller]
fn part(drawn: &Document<'_>, stage: Stage, name: &str) -> String {
    let row = drawn.descendants().find(|row| row.attribute("data-stage") == Some(stage.code())).expect("a row");
    text(row.children().find(|part| part.attribute("data-part") == Some(name)).expect("a part"))
}

/// What the list says, counted another way: count, sum in fen, without.
fn listed(lists: &Lists<'_>, stage: Stage, scope: &Scope) -> (usize, i128, usize) {
    let projects = lists.projects();
    let there = || {
        projects.iter().filter(|project| {
            project.position.stage() == stage && (*scope == Scope::City || *scope == Scope::Zone(project.zone.clone()))
        })
    };
    let known =
        || there().filter_map(|project| project.total_investment).filter(|total| total.currency() == Currency::CNY);
    (there().count(), known().map(|total| i128::from(total.minor())).sum(), there().count() - known().count())
}

fn holds(drawn: &Document<'_>, lists: &Lists<'_>, scope: &Scope) {
    for stage in Stage::ALL {
        let (count, sum, without) = listed(lists, stage, scope);
        assert_eq!(part(drawn, stage, "count"), count.to_string());
        assert_eq!(number(&part(drawn, stage, "sum"), Figured::Yuan(0)), sum);
        assert_eq!(part(drawn, stage, "without"), without.to_string());
    }
    let group = drawn.descendants().find(|node| node.has_attribute("data-scope")).expect("a scope");
    assert_eq!(group.attribute("data-scope"), Some(scope.to_string().as_str()));
}

/// Each text of a figure says what the figure says.
fn holds_figures(drawn: &Document<'_>, figures: &Figures, scope: &Scope) -> usize {
    let is_told = |node: &Node<'_, '_>| node.attribute("data-figure").is_some_and(|name| name.contains('>'));
    let mut told = 0;
    for node in drawn.descendants().filter(is_told) {
        let name = node.attribute("data-figure").expect("a name");
        let is_it = |figure: &&Figure| figure.indicator == name && figure.scope == *scope;
        let figure = figures.figures.iter().find(is_it).expect("a figure");
        let whole = figure.denominator.as_ref().expect("a denominator").value;
        let said = text(node);
        if node.attribute("data-part") == Some("denominator") {
            assert_eq!(number(&said, whole), whole.number());
            continue;
        }
        told += 1;
        let (before, after) = said.split_once('/').expect("a fraction");
        let net = before.rsplit(' ').next().expect("a number");
        assert_eq!(number(net, whole), figure.net.value.number());
        // the share follows the denominator at once
        let digits = whole.to_string();
        let share = after.strip_prefix(&digits).unwrap_or_else(|| panic!("{said} of {digits}"));
        match whole.number() {
            0 => assert_eq!(points(share), None, "{said}"),
            _ => is_share(points(share).expect("a share"), figure, None),
        }
    }
    told
}

#[test]
fn every_number_is_that_of_the_list_and_of_the_figure() {
    for (portfolio, records, as_of) in cities(8) {
        let known_at = records.last().expect("a record").recorded_time();
        let lists = portfolio.standing(as_of, known_at);
        let hunnan = zone("hunnan");
        for period in [Period::Whole, Period::Year(as_of.year())] {
            let figures = ask(&portfolio, period, as_of);
            both(|language| {
                let city = Funnel::new(&lists, imprint()).with_figures(&figures);
                let drawn = city.told_in(language).to_string();
                let drawn = read(&drawn);
                holds(&drawn, &lists, &Scope::City);
                // every forward edge, by hand
                assert_eq!(holds_figures(&drawn, &figures, &Scope::City), 8);
                let of_zone = Funnel::of_zone(&lists, hunnan.clone(), imprint()).with_figures(&figures);
                let drawn = of_zone.told_in(language).to_string();
                let drawn = read(&drawn);
                let scope = Scope::Zone(hunnan.clone());
                holds(&drawn, &lists, &scope);
                holds_figures(&drawn, &figures, &scope);
            });
        }
    }
}

/// Three projects: one in talks without an amount, two signed for 1.5 and 2 hundred million.
#[test]
fn a_funnel_by_hand() {
    let mut city = City::new();
    for name in ["talks", "small", "large"] {
        city.today("2018-01-01").plan(name);
        city.acts(name, &[(Verb::Engage, "2018-02-01")]);
    }
    city.today("2018-03-01").sign_for("small", 150_000_000, "2018-03-01").sign_for("large", 200_000_000, "2018-03-01");
    let portfolio = city.portfolio();
    let lists = portfolio.standing(day("2018-12-31"), city.now());
    let drawn = Funnel::new(&lists, imprint()).told_in(Language::Chinese).to_string();
    let drawn = read(&drawn);
    let row = |stage| ["count", "sum", "without"].map(|name| part(&drawn, stage, name));
    assert_eq!(row(Stage::Signed), ["2", "3.5亿元", "0"]);
    assert_eq!(row(Stage::Negotiating), ["1", "0元", "1"]);
    assert_eq!(row(Stage::Planned), ["0", "0元", "0"]);
    let says = drawn.descendants().find(|node| node.tag_name().name() == "desc").and_then(|node| node.text());
    assert_eq!(says, Some("项目共3个，计划总投资合计3.5亿元，金额未填1个"));
    assert_eq!(yuan_of(350_000_000).text(Language::Chinese), "3.5亿元");
    let drawn = Funnel::new(&lists, imprint()).told_in(Language::English).to_string();
    assert!(drawn.contains("Projects: 3; total planned investment: CNY 350m; without an amount: 1"));
}

#[test]
fn nothing_is_drawn_as_nothing() {
    let mut city = City::new();
    city.today("2018-01-01").plan("one");
    let portfolio = city.portfolio();
    let lists = portfolio.standing(day("2017-12-31"), city.now());
    let hostile = zone("<script>'\"&amp;</script>");
    both(|language| {
        let drawn = Funnel::of_zone(&lists, hostile.clone(), imprint()).told_in(language).to_string();
        assert!(!drawn.contains("<script"));
        let drawn = read(&drawn);
        holds(&drawn, &lists, &Scope::Zone(hostile.clone()));
        let bars = drawn
            .descendants()
            .filter(|node| node.tag_name().name() == "rect" && node.attribute("height") == Some("24"));
        assert_eq!(bars.count(), 0);
    });
}
