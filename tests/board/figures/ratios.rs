//! The ratios by zone.

use project_lifecycle::board::Ratios;
use project_lifecycle::lifecycle::ZoneClass;
use project_lifecycle::portfolio::*;
use project_lifecycle::{Language, Verb, ZoneId};
use roxmltree::{Document, Node};

use super::{HOSTILE, ask, both, cities, imprint, is_share, number, points, read, spans, text};
use crate::common::day;
use crate::portfolio::city::City;

/// Each cell, with the scope of its row.
fn cells<'a, 'd>(drawn: &'a Document<'d>) -> impl Iterator<Item = (&'a str, Node<'a, 'd>)> {
    let rows = drawn.descendants().filter_map(|node| Some((node.attribute("data-scope")?, node)));
    rows.flat_map(|(scope, row)| {
        row.children().filter(|cell| cell.has_attribute("data-figure")).map(move |cell| (scope, cell))
    })
}

/// The figure that a cell tells: of one without a basis the first.
fn of_cell<'a>(figures: &'a Figures, scope: &str, cell: Node<'_, '_>) -> &'a Figure {
    let (name, basis) = (cell.attribute("data-figure"), cell.attribute("data-basis"));
    let is_it = |figure: &&Figure| {
        Some(figure.indicator.as_str()) == name
            && figure.scope.to_string() == scope
            && basis.is_none_or(|basis| figure.basis.as_ref().is_some_and(|own| own.as_str() == basis))
    };
    figures.figures.iter().find(is_it).expect("a figure")
}

/// What a cell says is what its figure says.
fn holds(figure: &Figure, cell: Node<'_, '_>, language: Language) {
    let said = spans(cell);
    let sign = cell.prev_sibling_element().and_then(|sign| sign.attribute("href")).map(|href| &href[href.len() - 1..]);
    let is_left = figure.disposal.and_then(|told| told.additions).is_some_and(|additions| additions.outstanding > 0);
    let is_reached = figure.missing.is_some_and(|missing| missing.number() == 0) && !is_left;
    let expected = match (figure.verdict.expect("a verdict"), figure.soft) {
        (Judgement::Met, _) => "m",
        (Judgement::NotMet, false) => "n",
        (Judgement::NotMet, true) => "s",
        (Judgement::Provisional, _) if is_reached => "r",
        (Judgement::Provisional, _) => "p",
        (Judgement::NotApplicable, _) => "a",
    };
    assert_eq!(sign, Some(expected), "{figure:?}");
    let is_silent = figure.verdict == Some(Judgement::NotApplicable);
    let made_of = &said[if is_silent { 1 } else { 2.min(said.len() - 1) }];
    match &figure.denominator {
        Some(whole) => {
            let (part, of) = made_of.split_once('/').unwrap_or_else(|| panic!("no fraction: {said:?}"));
            // a unit that both have stands behind the second
            let unit = of.trim_start_matches(|c: char| c.is_ascii_digit() || ".,-".contains(c));
            let has_unit = part.ends_with(|c: char| !c.is_ascii_digit());
            let part = if has_unit { part.to_owned() } else { format!("{part}{unit}") };
            let part = part.as_str();
            assert_eq!(number(part, figure.net.value), figure.net.value.number(), "{said:?}");
            assert_eq!(number(of, whole.value), whole.value.number(), "{said:?}");
            if !is_silent {
                let target = match figure.threshold {
                    Some(Threshold::BasisPoints(points)) => Some(points.into()),
                    Some(Threshold::Value(_)) | None => None,
                };
                is_share(points(&said[0]).expect("a share"), figure, target);
            }
        }
        None => {
            let told = if is_silent { made_of } else { &said[0] };
            assert_eq!(number(told, figure.net.value), figure.net.value.number(), "{said:?}");
        }
    }
    if is_silent {
        assert_eq!(said[0], language.pick("n/a", "不适用"));
        assert!(said[2].starts_with(figure.why.expect("a reason").label(language)), "{said:?}");
    } else if let Some(missing) = figure.missing.filter(|missing| missing.number() > 0) {
        let least = said[1].trim_start_matches(|c: char| !c.is_ascii_digit());
        assert_eq!(number(least, missing), missing.number(), "{said:?}");
    } else if figure.verdict == Some(Judgement::Met) {
        assert_eq!(said[1], Judgement::Met.label(language));
    }
    let all = said.concat();
    let beside = |word: &str| all.split_once(word).map(|(_, after)| after.to_owned());
    let gross = beside(language.pick("gross ", "毛值")).map(|after| number(&after, figure.gross.value));
    assert_eq!(gross, (figure.gross.value != figure.net.value).then(|| figure.gross.value.number()), "{said:?}");
    let excluded = beside(language.pick("excluded ", "未计入")).map(|after| number(&after, Figured::Projects(0)));
    assert_eq!(excluded.unwrap_or(0), figure.excluded.len() as i128, "{said:?}");
}

#[test]
fn every_number_is_that_of_the_figure() {
    let mut told = 0;
    for (portfolio, _, as_of) in cities(8) {
        for year in [2018, as_of.year()] {
            let figures = ask(&portfolio, Period::Year(year), as_of);
            let zones = portfolio.standing(figures.as_of, figures.known_at).zones();
            both(|language| {
                let pictures = [
                    Ratios::new(&figures, &zones, imprint()),
                    Ratios::new(&figures, &zones, imprint()).with_every_basis(),
                    Ratios::new(&figures, &zones, imprint()).ranked_by("signing_conversion"),
                ];
                for (at, picture) in pictures.iter().enumerate() {
                    let drawn = picture.told_in(language).to_string();
                    let drawn = read(&drawn);
                    let mut names: Vec<_> = Vec::new();
                    for (scope, cell) in cells(&drawn) {
                        let figure = of_cell(&figures, scope, cell);
                        holds(figure, cell, language);
                        names.push((scope, &figure.indicator, &figure.basis));
                        told += 1;
                    }
                    // all that have a verdict are there, once
                    let is_shown = |figure: &&Figure| {
                        let first = figures.figures.iter().find(|first| first.indicator == figure.indicator);
                        let is_first = first.is_some_and(|first| first.basis == figure.basis);
                        figure.verdict.is_some() && !matches!(figure.scope, Scope::Class(_)) && (at == 1 || is_first)
                    };
                    assert_eq!(names.len(), figures.figures.iter().filter(is_shown).count());
                    names.sort_unstable();
                    names.dedup();
                    assert_eq!(names.len(), figures.figures.iter().filter(is_shown).count());
                }
            });
        }
    }
    assert!(told > 2_000, "{told} cells");
}

/// Figures of a city with one project, that was signed in 2018.
fn one_signed() -> Figures {
    let mut city = City::new();
    city.today("2018-01-01").plan("one");
    city.acts("one", &[(Verb::Engage, "2018-02-01"), (Verb::Sign, "2018-05-01")]);
    city.today("2019-01-10").plan("later");
    ask(&city.portfolio(), Period::Year(2018), day("2018-12-31"))
}

/// The cell of a figure in a row.
#[track_caller]
fn cell(drawn: &Document<'_>, name: &str, scope: &str) -> Vec<String> {
    let found = cells(drawn).find(|(row, cell)| *row == scope && cell.attribute("data-figure") == Some(name));
    spans(found.expect("a cell").1)
}

#[test]
fn a_share_is_not_rounded_up_to_its_target() {
    let mut figures = one_signed();
    for (part, whole, read_as, is_met) in [
        (49_996, 100_000, "49.99%", false),
        (50_000, 100_000, "50.00%", true),
        (2, 3, "66.67%", true),
        (199, 400, "49.75%", false),
    ] {
        let figure = figures.figures.iter_mut().find(|figure| figure.scope == Scope::City).expect("a figure");
        assert_eq!(
            (figure.indicator.as_str(), figure.threshold),
            ("signing_conversion", Some(Threshold::BasisPoints(5_000)))
        );
        figure.denominator.as_mut().expect("a denominator").value = Figured::Projects(whole);
        figure.net.value = Figured::Projects(part);
        figure.verdict = Some(if is_met { Judgement::Met } else { Judgement::NotMet });
        figure.missing = Some(Figured::Projects((whole / 2).saturating_sub(part)));
        both(|language| {
            let drawn = Ratios::new(&figures, &[], imprint()).told_in(language).to_string();
            let drawn = read(&drawn);
            let said = cell(&drawn, "signing_conversion", "all");
            assert_eq!(said[0], read_as);
            if !is_met {
                assert_eq!(
                    said[1],
                    [format!("{} short", whole / 2 - part), format!("还差{}个", whole / 2 - part)]
                        [usize::from(language == Language::Chinese)]
                );
            }
        });
    }
}

#[test]
fn the_elapsed_part_of_the_year_stands_beside_the_targets() {
    let mut figures = one_signed();
    figures.as_of = day("2018-08-02");
    let told = |figures: &Figures, language| Ratios::new(figures, &[], imprint()).told_in(language).to_string();
    assert!(told(&figures, Language::Chinese).contains("时间进度：58.63%（全年365天，已过214天）"));
    assert!(told(&figures, Language::English).contains("Part of the year gone: 58.63% (day 214 of 365)"));
    figures.as_of = day("2019-03-01");
    assert!(told(&figures, Language::English).contains("100.00% (day 365 of 365)"));
    figures.as_of = day("2017-03-01");
    assert!(told(&figures, Language::English).contains("0.00% (day 0 of 365)"));
    figures.period = Period::Whole;
    assert!(!told(&figures, Language::English).contains("of the year gone"));
}

/// The same figure of so many zones, `z1` and so on, of each so many of so many.
fn of_zones(shares: &[(u64, u64)]) -> Figures {
    let mut figures = one_signed();
    let like = figures.figures.iter().find(|figure| figure.scope == Scope::City).expect("a figure").clone();
    let zones = (1..).zip(shares).map(|(at, (part, whole))| {
        let mut figure = like.clone();
        figure.scope = Scope::Zone(ZoneId::new(&format!("z{at}")).expect("an id"));
        figure.net.value = Figured::Projects(*part);
        figure.denominator.as_mut().expect("a denominator").value = Figured::Projects(*whole);
        if *whole == 0 {
            (figure.verdict, figure.why) = (Some(Judgement::NotApplicable), Some(WhyNot::EmptyDenominator));
        }
        figure
    });
    figures.figures = zones.chain([like.clone()]).collect();
    figures
}

#[test]
fn equals_have_one_rank_and_the_next_is_left_out() {
    let figures = of_zones(&[(1, 3), (0, 0), (2, 4), (3, 4), (1, 2)]);
    let drawn = Ratios::new(&figures, &[], imprint()).ranked_by("signing_conversion");
    let drawn = drawn.told_in(Language::English).to_string();
    let drawn = read(&drawn);
    let rows = drawn.descendants().filter(|row| row.has_attribute("data-scope"));
    let ranks: Vec<_> = rows
        .map(|row| (row.attribute("data-scope").expect("a scope"), text(row.first_element_child().expect("a rank"))))
        .collect();
    let expected = [("z4", "1"), ("z3", "2"), ("z5", "2"), ("z1", "4"), ("z2", "—"), ("all", "—")];
    assert_eq!(ranks, expected.map(|(zone, rank)| (zone, rank.to_owned())));
    // a figure that is not there ranks nobody
    let given = Ratios::new(&figures, &[], imprint());
    let ranked = given.clone().ranked_by("no_such_figure");
    both(|language| assert_eq!(given.told_in(language).to_string(), ranked.told_in(language).to_string()));
}

#[test]
fn names_from_outside_stay_names() {
    let mut city = City::new();
    for (at, class) in [ZoneClass::National, ZoneClass::Provincial].into_iter().cycle().take(5).enumerate() {
        city.today("2015-01-01").register_zone(["a", "b", "c", "d", "e"][at], class, "2010-01-01");
    }
    city.today("2018-01-01").plan("one");
    let portfolio = city.portfolio();
    let figures = ask(&portfolio, Period::Year(2018), day("2018-12-31"));
    let mut zones = portfolio.standing(figures.as_of, figures.known_at).zones();
    assert_eq!(
        zones.iter().map(|zone| (zone.id.as_str(), zone.class)).collect::<Vec<_>>()[..2],
        [("a", Some(ZoneClass::National)), ("b", Some(ZoneClass::Provincial))]
    );
    for (zone, name) in zones.iter_mut().zip(HOSTILE) {
        zone.name = name.into();
    }
    let imprint = project_lifecycle::board::Imprint { unit: HOSTILE[0], filled_by: HOSTILE[1], ..imprint() };
    both(|language| {
        let drawn = Ratios::new(&figures, &zones, imprint).told_in(language).to_string();
        assert!(!drawn.contains("<script"));
        let drawn = read(&drawn);
        let name = |id: &str| {
            let row = drawn.descendants().find(|row| row.attribute("data-scope") == Some(id)).expect("a row");
            let name = row.first_element_child().expect("a name");
            let whole = name.children().find(|node| node.tag_name().name() == "title");
            (text(name), whole.map(|whole| text_of(whole)))
        };
        assert_eq!(name("a").1.as_deref(), Some(HOSTILE[0]), "the whole is told where it is cut");
        assert!(HOSTILE[0].starts_with(name("a").0.trim_end_matches('…')));
        assert_eq!(name("b"), ("gpj.区发开".into(), None));
        assert!(name("c").0.ends_with("👦…"), "no family is parted: {}", name("c").0);
    });
}

fn text_of(node: Node<'_, '_>) -> String {
    node.text().unwrap_or_default().to_owned()
}

#[test]
fn nothing_and_much_are_drawn() {
    let mut figures = one_signed();
    // a denominator that is empty says so, and why
    both(|language| {
        let drawn = Ratios::new(&figures, &[], imprint()).told_in(language).to_string();
        let said = cell(&read(&drawn), "industrial_start_share", "all");
        assert_eq!(said[..2], [language.pick("n/a", "不适用"), "0/0"]);
        assert_eq!(said[2], language.pick("Nobody to count", "分母为零"));
    });
    let view = |figures: &Figures| {
        let drawn = Ratios::new(figures, &[], imprint()).told_in(Language::Chinese).to_string();
        let drawn = read(&drawn);
        let view = drawn.root_element().attribute("viewBox").expect("a view").to_owned();
        (view, drawn.descendants().filter(|row| row.has_attribute("data-scope")).count())
    };
    assert_eq!(view(&of_zones(&[])).1, 1, "the city alone");
    assert_eq!(view(&of_zones(&[(1, 2)])).1, 2);
    assert_eq!(view(&of_zones(&[(1, 2); 60])).1, 61);
    // an A3 sheet on its side
    let width = |view: &str| view.split(' ').nth(2).and_then(|width| width.parse::<u32>().ok()).expect("a width");
    assert!((1_000..=1_588).contains(&width(&view(&figures).0)));
    figures.figures.clear();
    let drawn = Ratios::new(&figures, &[], imprint()).told_in(Language::English).to_string();
    assert!(
        read(&drawn).descendants().any(|node| node.text() == Some("No figure has anything to reach in this period"))
    );
}

/// Zombies have a target of their own in each zone; those found later are told.
#[test]
fn a_target_that_differs_stands_in_each_cell() {
    let mut figures = of_zones(&[(2, 7), (1, 1)]);
    for (figure, target) in figures.figures.iter_mut().zip([3, 1, 4]) {
        let whole = figure.denominator.as_ref().expect("a denominator").value.number() as u64;
        figure.threshold = Some(Threshold::Value(target));
        let additions = Additions { found: 3, outstanding: 2 };
        figure.disposal = Some(Disposal {
            pace: Some(PaceOn { baseline: whole, target, year: 1, years: 3 }),
            additions: Some(additions),
        });
    }
    let drawn = |language| Ratios::new(&figures, &[], imprint()).told_in(language).to_string();
    assert_eq!(
        cell(&read(&drawn(Language::Chinese)), "signing_conversion", "z1")[2],
        "2/7 ≥3\u{3000}毛值1\u{3000}新增未处置2"
    );
    assert_eq!(
        cell(&read(&drawn(Language::English)), "signing_conversion", "z1")[2],
        "2/7 ≥ 3, gross 1, 2 found later"
    );
    assert!(drawn(Language::English).contains("target by zone, year 1 of 3"));
}
