//! The law's diagram: each form has the law's stages and moves and no other, in both languages, and what is laid over it is
//! what figures and lists say.

use std::collections::BTreeSet;

use project_lifecycle::board::{Imprint, LawDiagram};
use project_lifecycle::lifecycle::{Law, Position, ZombieCause, ZoneClass};
use project_lifecycle::portfolio::{ActionPlan, Period, Question, Scope};
use project_lifecycle::{Day, Language, ProjectId, Verb};

use super::lines::assert_drawn;
use crate::common::{day, instant, text};
use crate::portfolio::city::City;

/// Stages with their texts, and moves with theirs.
#[derive(Debug, PartialEq)]
struct Graph {
    stages: BTreeSet<(String, String)>,
    moves: BTreeSet<(String, String, String)>,
}

impl Graph {
    /// What the law says, in a language.
    fn of(law: &Law, language: Language) -> Self {
        let edges = law.edges().iter();
        Self {
            stages: edges
                .clone()
                .flat_map(|edge| [edge.from, edge.to])
                .map(|stage| (stage.to_string(), stage.label(language).into()))
                .collect(),
            moves: edges
                .map(|edge| (edge.from.to_string(), edge.to.to_string(), edge.verb.label(language).into()))
                .collect(),
        }
    }

    /// The same without texts.
    fn bare(self) -> Self {
        Self {
            stages: self.stages.into_iter().map(|(stage, _)| (stage, String::new())).collect(),
            moves: self.moves.into_iter().map(|(from, to, _)| (from, to, String::new())).collect(),
        }
    }

    fn read(
        stages: impl IntoIterator<Item = (String, String)>,
        moves: impl IntoIterator<Item = (String, String, String)>,
    ) -> Self {
        let (stages, moves): (Vec<_>, Vec<_>) = (stages.into_iter().collect(), moves.into_iter().collect());
        let counts = (stages.len(), moves.len());
        let graph = Self { stages: stages.into_iter().collect(), moves: moves.into_iter().collect() };
        assert_eq!((graph.stages.len(), graph.moves.len()), counts, "none is there twice");
        graph
    }

    fn of_mermaid(text: &str) -> Self {
        let stage = |line: &str| {
            let (label, id) = line.strip_prefix("    state \"")?.split_once("\" as ")?;
            Some((id.to_owned(), label.to_owned()))
        };
        let step = |line: &str| {
            let (from, rest) = line.trim_start().split_once(" --> ")?;
            let (to, label) = rest.split_once(": ")?;
            Some((from.to_owned(), to.to_owned(), label.to_owned()))
        };
        Self::read(text.lines().filter_map(stage), text.lines().filter_map(step))
    }

    fn of_dot(text: &str) -> Self {
        let part = |line: &str| {
            let (name, rest) = line.strip_prefix("  ")?.split_once(" [label=\"")?;
            Some((name.to_owned(), rest.split_once('"')?.0.to_owned()))
        };
        let parts: Vec<_> = text.lines().filter_map(part).collect();
        let step = |(name, label): &(String, String)| {
            let (from, to) = name.split_once(" -> ")?;
            Some((from.to_owned(), to.to_owned(), label.clone()))
        };
        let stages = parts.iter().filter(|(name, _)| !name.contains("->")).cloned();
        Self::read(stages, parts.iter().filter_map(step))
    }

    /// A stage's text is what is told where one points at it; of a move it is what stands after its stages.
    fn of_svg(svg: &str) -> Self {
        let title = |group: &str| between(group, "<title>", "</title>").to_owned();
        let stages = svg
            .split("<g class=\"stage")
            .skip(1)
            .map(|group| (between(group, "data-stage=\"", "\"").into(), title(group)));
        let moves = svg.split("<g class=\"move").skip(1).map(|group| {
            let told = title(group);
            let verb = told.split_once(": ").or_else(|| told.split_once('：')).expect("a verb").1;
            (between(group, "data-from=\"", "\"").into(), between(group, "data-to=\"", "\"").into(), verb.into())
        });
        Self::read(stages, moves)
    }
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let rest = text.split_once(before).unwrap_or_else(|| panic!("no {before} in {text}")).1;
    rest.split_once(after).unwrap_or_else(|| panic!("no {after} in {text}")).0
}

fn imprint(as_of: &str) -> Imprint<'static> {
    Imprint {
        unit: "沈阳市发展改革委",
        filled_by: "officer-7",
        as_of: day(as_of),
        known_at: instant("2020-01-01T00:00:00Z"),
        is_simulated: true,
    }
}

/// It signed, stalled, and was revived.
fn path() -> Vec<(Position, Day)> {
    let steps = [
        ("planned", "2018-01-10"),
        ("negotiating", "2018-01-20"),
        ("signed", "2018-02-01"),
        ("zombie:signed", "2018-12-20"),
        ("signed", "2019-01-09"),
    ];
    steps.into_iter().map(|(position, on)| (position.parse().expect("a position"), day(on))).collect()
}

#[test]
fn each_form_has_the_stages_and_moves_of_its_law() {
    let laws: Vec<_> = (1..).map_while(Law::of).collect();
    assert!(!laws.is_empty());
    for law in laws {
        for language in Language::ALL {
            let (diagram, expected) = (LawDiagram::of(law, language), Graph::of(law, language));
            let (mermaid, dot, svg) =
                (diagram.mermaid().to_string(), diagram.dot().to_string(), diagram.svg().to_string());
            assert_eq!(Graph::of_mermaid(&mermaid), expected);
            assert_eq!(Graph::of_dot(&dot), expected);
            assert_eq!(Graph::of_svg(&svg), expected);
            assert_drawn(&svg);
            // the zombie has a place for each stage that stalls
            let stalled = law.positions().filter(|position| position.stalled_at().is_some());
            let places = stalled.map(|position| format!("data-position=\"{position}\"")).collect::<Vec<_>>();
            assert!(places.iter().all(|place| svg.matches(place.as_str()).count() == 1));
            assert_eq!(svg.matches("data-position=").count(), places.len());
        }
    }
    let newest = Graph::of(Law::newest(), Language::Chinese);
    assert_eq!((newest.stages.len(), newest.moves.len()), (10, 31));
    assert!(newest.moves.contains(&("negotiating".into(), "signed".into(), "签约".into())));
    assert!(newest.stages.contains(&("zombie".into(), "僵尸项目（企业）".into())));
}

#[test]
fn a_project_begins_and_ends_where_the_law_says() {
    let diagram = LawDiagram::new(Language::English);
    let (mermaid, dot) = (diagram.mermaid().to_string(), diagram.dot().to_string());
    let ends: Vec<_> = mermaid.lines().filter(|line| line.contains("[*]")).collect();
    assert_eq!(ends, ["    [*] --> planned", "    closed --> [*]"]);
    assert!(dot.contains("  start -> planned\n"), "{dot}");
    let doubled: Vec<_> = dot.lines().filter(|line| line.contains("peripheries=2")).collect();
    assert_eq!(doubled, ["  closed [label=\"Closed\", peripheries=2]"]);
}

#[test]
fn a_path_has_numbers_and_days() {
    let name = text("无人机产业园");
    let told =
        |language| LawDiagram::new(language).with_path(ProjectId::named("a"), &name, path(), imprint("2019-02-08"));
    let (english, chinese) = (told(Language::English), told(Language::Chinese));
    let mermaid = english.mermaid().to_string();
    for line in [
        "    state \"Planned<br/>1 · 10 days\" as planned",
        "    state \"In reserve\" as reserve",
        "    state \"Signed<br/>3 · 322 days<br/>5 · 30+ days\" as signed",
        "    state \"Zombie<br/>4 · Signed · 20 days\" as zombie",
        "    planned --> negotiating: 2 · Open talks",
        "    reserve --> negotiating: Open talks",
        "    signed --> zombie: 4 · Find to be a zombie",
        "    zombie --> signed: 5 · Revive",
        "    class zombie walked",
    ] {
        assert!(mermaid.lines().any(|found| found == line), "{line} in {mermaid}");
    }
    assert_eq!(mermaid.matches(" walked\n").count(), 4);
    let mermaid = chinese.mermaid().to_string();
    assert!(mermaid.contains("    state \"签约<br/>3 · 322天<br/>5 · 至今30天\" as signed\n"), "{mermaid}");
    assert!(mermaid.starts_with(
        "---\ntitle: \"项目阶段历程：无人机产业园　单位：沈阳市发展改革委　填报人：officer-7　截至日期：2019-02-08　\
         数据截至：2020-01-01T00:00Z　模拟数据\"\n---\n"
    ));
    let dot = english.dot().to_string();
    assert!(
        dot.contains("  signed -> zombie [label=\"4 · Find to be a zombie\", style=dotted, penwidth=3, color=black]\n"),
        "{dot}"
    );
    assert_eq!(dot.matches("penwidth=3").count(), 4 + 4);
    let svg = chinese.svg().to_string();
    assert_drawn(&svg);
    // four moves and the planning, four stages, and the zombie's place
    assert_eq!(svg.matches(" walked\"").count(), 5 + 4 + 1);
    assert!(svg.contains("<g class=\"place walked\" data-position=\"zombie:signed\">"));
    assert!(svg.contains(
        "data-verb=\"revive\" data-from=\"zombie\" data-to=\"signed\"><title>僵尸项目（企业） → 签约：盘活 · 5</title>"
    ));
    assert_eq!(svg.matches(">模拟数据<").count(), 1);
    let graph = Graph::of(Law::newest(), Language::Chinese).bare();
    assert_eq!(Graph::of_svg(&svg).bare(), graph);
    assert_eq!(Graph::of_mermaid(&mermaid).bare(), graph);
}

#[test]
fn a_track_is_a_path() {
    let mut city = City::new();
    city.today("2018-01-10").plan("a");
    city.acts("a", &[(Verb::Engage, "2018-01-20"), (Verb::Sign, "2018-02-01")]);
    city.today("2018-12-20").stall("a", ZombieCause::LandNotCleared, "2018-12-20");
    city.acts("a", &[(Verb::Revive, "2019-01-09")]);
    // what is voided was never walked
    city.acts("a", &[(Verb::Register, "2019-01-20")]);
    city.today("2019-02-01").void("a");
    let imprint = imprint("2019-02-08");
    let portfolio = city.portfolio();
    let track =
        portfolio.standing(imprint.as_of, imprint.known_at).track(ProjectId::named("a")).expect("it was planned");
    let name = text("a");
    for language in Language::ALL {
        let drawn = LawDiagram::new(language).with_track(&track, imprint).svg().to_string();
        let expected = LawDiagram::new(language).with_path(ProjectId::named("a"), &name, path(), imprint);
        assert_eq!(drawn, expected.svg().to_string());
    }
}

#[test]
fn a_closed_project_has_the_day_of_its_closing() {
    let name = text("无人机产业园");
    let steps = path().into_iter().chain([("closed".parse().expect("a position"), day("2019-01-30"))]);
    let diagram =
        LawDiagram::new(Language::English).with_path(ProjectId::named("a"), &name, steps, imprint("2019-02-08"));
    let mermaid = diagram.mermaid().to_string();
    assert!(mermaid.contains("    state \"Closed<br/>2019-01-30\" as closed\n"), "{mermaid}");
    assert!(mermaid.contains("<br/>5 · 21 days\" as signed\n"), "{mermaid}");
}

/// Of a project that was signed again and again a box shows two stays, and says how many more there are.
#[test]
fn what_has_no_room_is_told_where_one_points_at_it() {
    let name = text("反复");
    let talks = ["negotiating", "signed"].into_iter().cycle().take(24).enumerate();
    let steps = [("planned", 0)].into_iter().chain(talks.map(|(at, stage)| (stage, at + 1)));
    let steps = steps.map(|(position, at)| {
        (position.parse().expect("a position"), crate::common::plus(day("2018-01-01"), at as i64))
    });
    let diagram =
        LawDiagram::new(Language::English).with_path(ProjectId::named("a"), &name, steps, imprint("2019-02-08"));
    let svg = diagram.svg().to_string();
    assert_drawn(&svg);
    let signed = between(&svg, "data-stage=\"signed\">", "</g>");
    let all = between(signed, "<title>", "</title>");
    assert_eq!(all.matches(" · ").count(), 12);
    assert_eq!(signed.matches(" · ").count(), 12 + 2);
    assert!(signed.contains(">… +10</text>"), "{signed}");
    assert!(svg.contains(">3, 5, 7…</text>"));
}

#[test]
fn no_name_becomes_part_of_a_diagram() {
    let plain = "无人机产业园";
    let hostile = [
        "<script>alert(\"1\")</script> & 'x' </title></svg>",
        "\"]; evil -> planned; \\\" \\",
        "\" as evil\n    planned --> evil: x\n%%{init: {\"theme\":\"dark\"}}%%\n---\n",
        "\u{202E}gpj.\u{2028}尾 #quot; &amp; \\n {} ; : 👩\u{200D}👧",
        "trailing backslash \\",
    ];
    let id = ProjectId::named("a");
    for hostile in hostile {
        let (name, innocent) = (text(hostile), text(plain));
        let mut imprint = imprint("2019-02-08");
        let expected = LawDiagram::new(Language::English).with_path(id, &innocent, path(), imprint);
        let expected = [expected.mermaid().to_string(), expected.dot().to_string()];
        (imprint.unit, imprint.filled_by) = (hostile, hostile);
        let diagram = LawDiagram::new(Language::English).with_path(id, &name, path(), imprint);
        let svg = diagram.svg().to_string();
        assert_drawn(&svg);
        assert!(!svg.contains("<script") && !svg.contains('\u{202E}'), "{svg}");
        // only the line of the title is another one
        let found = [diagram.mermaid().to_string(), diagram.dot().to_string()];
        for (found, expected) in found.iter().zip(&expected) {
            let differ: Vec<_> =
                found.lines().zip(expected.lines()).filter(|(found, expected)| found != expected).collect();
            assert_eq!((found.lines().count(), differ.len()), (expected.lines().count(), 1), "{found}");
            // which is one quoted text, closed where its line ends
            let quoted = differ[0].0.split_once('"').expect("a quoted text").1;
            let mut escaped = false;
            let end = quoted.char_indices().find(|(_, c)| {
                let ends = *c == '"' && !escaped;
                escaped = *c == '\\' && !escaped;
                ends
            });
            let (end, _) = end.unwrap_or_else(|| panic!("it ends: {quoted}"));
            // the fonts of DOT come before its label
            let rest = if quoted[end..].contains("label=") { "" } else { &quoted[end..] };
            assert!(["\"", "\"]", ""].contains(&rest), "{quoted}");
        }
    }
}

/// Numbers of a picture, by figure and part or position.
fn number<'a>(svg: &'a str, marks: &str) -> &'a str {
    between(svg, &format!("{marks}>"), "<")
}

#[test]
fn counts_and_days_are_those_of_lists_and_figures() {
    let mut city = City::new();
    for name in ["a", "b", "c", "d", "e"] {
        city.today("2018-01-10").plan(name);
    }
    for name in ["a", "b", "c"] {
        city.acts(name, &[(Verb::Engage, "2018-01-20")]);
    }
    city.acts("a", &[(Verb::Sign, "2018-02-01")]);
    city.acts("b", &[(Verb::Sign, "2018-02-09")]);
    city.today("2018-12-20").stall("a", ZombieCause::LandNotCleared, "2018-12-20");
    city.today("2018-12-31");
    let portfolio = city.portfolio();
    let question = Question::of(Period::Year(2018));
    let figures = portfolio.figures(&ActionPlan::shenyang_2018(), &question).expect("figures");
    let lists = portfolio.standing(figures.as_of, figures.known_at);
    let projects = lists.projects();
    let imprint = imprint("2018-12-31");
    let diagram = LawDiagram::new(Language::Chinese).with_counts(&projects, &figures, &Scope::City, imprint);
    let svg = diagram.svg().to_string();
    assert_drawn(&svg);
    // d and e are planned, c negotiates, b is signed, a is a zombie that was signed
    for (position, count) in [
        ("planned", "2"),
        ("reserve", "0"),
        ("negotiating", "1"),
        ("signed", "1"),
        ("zombie:signed", "1"),
        ("closed", "0"),
    ] {
        let marks = format!("data-figure=\"projects\" data-scope=\"all\" data-position=\"{position}\"");
        assert_eq!(number(&svg, &marks), count, "{position}");
    }
    // negotiating: 12 and 20 days, of which the median is the lower
    assert_eq!(number(&svg, "data-figure=\"stage_dwell:negotiating\" data-scope=\"all\""), "12");
    assert_eq!(number(&svg, "data-figure=\"stage_dwell:signed\" data-scope=\"all\""), "322");
    assert_eq!(number(&svg, "data-figure=\"stage_dwell:started\" data-scope=\"all\""), "–");
    let to_talks =
        between(&svg, "data-figure=\"stage_conversion:planned&gt;negotiating\" data-scope=\"all\">", "</text>");
    assert_eq!(to_talks, "<tspan data-part=\"net\">3</tspan> / <tspan data-part=\"denominator\">5</tspan>");
    // every number is the figure of its name
    let shown =
        svg.split("data-figure=\"").skip(1).map(|rest| rest.split('"').next().expect("a name").replace("&gt;", ">"));
    for name in shown.filter(|name| name != "projects") {
        assert!(figures.figures.iter().any(|figure| figure.indicator == name && figure.scope == Scope::City), "{name}");
    }
    let dwells = figures.figures.iter().filter(|figure| figure.scope == Scope::City && figure.dwell.is_some());
    assert_eq!(svg.matches("data-figure=\"stage_dwell:").count(), dwells.count());
    let mermaid = diagram.mermaid().to_string();
    assert!(mermaid.contains("    state \"洽谈<br/>1个项目<br/>中位数12天\" as negotiating\n"), "{mermaid}");
    assert!(mermaid.contains("    planned --> negotiating: 启动洽谈<br/>3 / 5\n"), "{mermaid}");
    let dot = diagram.dot().to_string();
    assert!(dot.contains("  zombie [label=\"僵尸项目（企业）\\n1个项目\\n中位数–\"]\n"), "{dot}");
    assert!(dot.contains("  planned -> reserve [label=\"入储备库\\n0 / 5\", weight=8]\n"), "{dot}");
    // of a scope that the figures do not tell there are counts alone
    let nowhere = Scope::Zone("nowhere".parse().expect("a zone"));
    let svg = LawDiagram::new(Language::English).with_counts(&projects, &figures, &nowhere, imprint).svg().to_string();
    assert_eq!(svg.matches("data-figure=\"stage_").count(), 0);
    assert_eq!(number(&svg, "data-figure=\"projects\" data-scope=\"nowhere\" data-position=\"planned\""), "2");
}

/// Pictures of two scopes may stand on one page: what names one names no other, and is one word.
#[test]
fn pictures_of_two_scopes_have_ids_of_their_own() {
    let portfolio = City::new().today("2018-01-10").plan("a").portfolio();
    let figures = portfolio.figures(&ActionPlan::shenyang_2018(), &Question::of(Period::Year(2018))).expect("figures");
    let zone = |id: &str| Scope::Zone(id.parse().expect("a zone"));
    let class = |class| Scope::Class(class);
    let scopes = [
        Scope::City,
        zone("city"),
        zone("a b"),
        zone("a_20_b"),
        zone("沈北"),
        zone("沈南"),
        zone("\"><script>"),
        class(ZoneClass::National),
        zone("class:national"),
    ];
    let ids = scopes.map(|scope| {
        let diagram = LawDiagram::new(Language::Chinese).with_counts(&[], &figures, &scope, imprint("2018-12-31"));
        let svg = diagram.svg().to_string();
        assert_drawn(&svg);
        let named = between(&svg, "aria-labelledby=\"", "\"").to_owned();
        let [title, desc] = named.split(' ').collect::<Vec<_>>()[..] else {
            panic!("a title and a description: {named}")
        };
        for id in [title, desc] {
            assert_eq!(svg.matches(&format!(" id=\"{id}\"")).count(), 1, "{id}");
        }
        named
    });
    assert_eq!(ids[0], "law-1-zh-counts-city-title law-1-zh-counts-city-desc");
    assert_eq!(BTreeSet::from_iter(&ids).len(), ids.len(), "{ids:?}");
}
