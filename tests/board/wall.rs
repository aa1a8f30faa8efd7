//! The wall chart: what it says of each project is what its track says.

use project_lifecycle::Language::{self, Chinese, English};
use project_lifecycle::Stage;
use project_lifecycle::board::{Imprint, Months, WallChart, WallRow};
use project_lifecycle::lifecycle::PauseReason;
use project_lifecycle::portfolio::{Light, Signal, Track, TrackNode, TrackPause};
use proptest::prelude::*;

use super::drawn::{HOSTILE, Owner, begins, imprint, is, node, read, rows, said, shape, step, texts};
use crate::common::{day, stalled, text};

const AS_OF: &str = "2019-09-30";

fn years() -> Months {
    Months::between(day("2018-01-01"), day("2020-12-31"))
}

fn unlit<'a>(tracks: &'a [Track<'a>]) -> Vec<WallRow<'a>> {
    tracks.iter().map(|track| WallRow { track, signal: None }).collect()
}

fn drawn(tracks: &[Track<'_>], months: Months, language: Language) -> String {
    WallChart::new(&unlit(tracks), months, imprint(AS_OF)).told_in(language).to_string()
}

/// Signed in 2018; registered 31 days late, to start by 15 August 2019, 46 days ago.
fn started_late(owner: &Owner) -> Track<'_> {
    let steps = [
        (Stage::Planned, "2018-01-10"),
        (Stage::Negotiating, "2018-02-01"),
        (Stage::Signed, "2018-06-01"),
        (Stage::Registered, "2018-12-01"),
    ];
    let nodes = vec![
        node(Stage::Registered, "2018-10-31", Some("2018-12-01"), AS_OF),
        node(Stage::Started, "2019-08-15", None, AS_OF),
        node(Stage::Producing, "2019-09-01", None, AS_OF),
        node(Stage::Operating, "2020-08-01", None, AS_OF),
    ];
    owner.track(&steps, nodes, vec![])
}

/// The lights of some of the projects.
fn signals<'a>(tracks: &[Track<'a>], lights: &[Option<Light>]) -> Vec<Signal<'a>> {
    let signal = |(track, light): (&Track<'a>, &Option<Light>)| {
        let (project, light) = (track.project.clone(), (*light)?);
        Some(Signal { project, light, why: vec![] })
    };
    tracks.iter().zip(lights).filter_map(signal).collect()
}

fn pause(from: &str, until: Option<&str>) -> TrackPause {
    let (from, until) = (day(from), until.map(day));
    TrackPause { from, until, expected_until: None, reason: PauseReason::Land, explanation: text("待地") }
}

#[test]
fn a_row_says_who_where_and_how_late() {
    let owner = Owner::named("机器人未来城");
    let tracks = [started_late(&owner)];
    let svg = drawn(&tracks, years(), Chinese);
    let document = read(&svg);
    let rows = rows(&document);
    assert_eq!(rows.len(), 1);
    // the worst of the two that are late now; and by how many days the registration was late where it was reached
    let words = [
        "1",
        "机器人未来城",
        "hunnan",
        "officer-7",
        "bureau",
        "1.2亿元",
        "注册",
        "开工 迟 46 天",
        "迟 31 天",
        "迟 46 天",
    ];
    assert_eq!(texts(rows[0]), words);
    let title = rows[0].children().find(|node| is(*node, "title")).and_then(|title| title.text()).expect("a title");
    let told = [
        "机器人未来城",
        "注册 2018-10-31 → 2018-12-01 迟 31 天",
        "开工 2019-08-15 → 迟 46 天",
        "投产 2019-09-01 → 迟 29 天",
        "运营 2020-08-01 → ",
    ];
    assert_eq!(title.lines().collect::<Vec<_>>(), told);
    let svg = drawn(&tracks, years(), English);
    let document = read(&svg);
    let words = texts(super::drawn::rows(&document)[0]);
    assert_eq!(words[5..], ["CNY 120m", "Register", "Start 46 days late", "31 days late", "46 days late"]);
}

/// Where the months' lines stand, from the left.
fn lines(svg: &str) -> Vec<i64> {
    let document = read(svg);
    begins(document.root_element(), "g")
}

#[test]
fn marks_stand_on_the_lines_of_their_months() {
    // 2020 is a leap year: the third line stands after 31 and 29 days
    let months = Months::between(day("2020-01-01"), day("2020-12-31"));
    let owner = Owner::named("a");
    let first = |month: u32| format!("2020-{month:02}-01");
    for month in 2..=12 {
        let steps = [(Stage::Planned, "2018-01-10"), (Stage::Signed, "2018-06-01")];
        let nodes = vec![
            TrackNode { days_late: None, ..node(Stage::Started, &first(month), None, AS_OF) },
            TrackNode { days_late: None, ..node(Stage::Producing, "2020-12-31", Some(&first(month)), AS_OF) },
        ];
        let tracks = [owner.track(&steps, nodes, vec![])];
        let svg = drawn(&tracks, months, Chinese);
        let (document, lines) = (read(&svg), lines(&svg));
        // twelve months and the end
        assert_eq!(lines.len(), 13);
        let row = rows(&document)[0];
        assert_eq!(begins(row, "x"), [lines[month as usize - 1]], "{month}");
        let [start, production] = begins(row, "o")[..] else { panic!("two plans") };
        assert_eq!(start, lines[month as usize - 1], "{month}");
        assert!(lines[11] < production && production < lines[12], "the last day is not the end");
    }
    let svg = drawn(&[], months, Chinese);
    let (lines, days) = (lines(&svg), [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);
    let width = lines[12] - lines[0];
    for (n, days) in days.into_iter().enumerate() {
        let wide = lines[n + 1] - lines[n];
        assert!((wide * 366 - days * width).abs() <= 366, "month {} is {wide} wide of {width}", n + 1);
    }
}

#[test]
fn what_lies_outside_the_months_is_not_drawn_but_told() {
    let owner = Owner::named("a");
    let tracks = [started_late(&owner)];
    let months = Months::between(day("2019-01-01"), day("2019-06-30"));
    let svg = drawn(&tracks, months, English);
    let document = read(&svg);
    let row = rows(&document)[0];
    // it is registered all the time
    assert_eq!(row.descendants().filter(|node| node.attribute("class") == Some("b4")).count(), 1);
    for class in ["b0", "b2", "b3", "o", "x", "l", "d"] {
        let found = row.descendants().filter(|node| node.attribute("class") == Some(class));
        assert_eq!(found.count(), 0, "{class}");
    }
    assert!(
        document
            .descendants()
            .all(|node| node.attribute("class") != Some("n") || node.parent().is_some_and(|g| is(g, "g")))
    );
    let title = row.children().find(|node| is(*node, "title")).and_then(|title| title.text()).expect("a title");
    assert!(title.contains("Start 2019-08-15 → 46 days late"), "{title}");
}

#[test]
fn a_project_without_a_schedule_has_bars_alone() {
    let owner = Owner::named("a");
    let tracks = [owner.track(&[(Stage::Planned, "2018-01-10"), (Stage::Reserve, "2018-03-01")], vec![], vec![])];
    let svg = drawn(&tracks, years(), Chinese);
    let document = read(&svg);
    let row = rows(&document)[0];
    assert_eq!(texts(row), ["1", "a", "hunnan", "officer-7", "bureau", "1.2亿元", "储备"]);
    let classes: Vec<_> =
        row.descendants().filter(|node| is(*node, "path")).filter_map(|path| path.attribute("class")).collect();
    assert_eq!(classes, ["b0", "b1"]);
}

/// Ten days have no room for a word, and a year has.
#[test]
fn a_bar_says_its_stage_where_it_has_room() {
    let owner = Owner::named("a");
    let steps = [(Stage::Planned, "2018-01-10"), (Stage::Reserve, "2018-01-20"), (Stage::Negotiating, "2019-09-25")];
    let tracks = [owner.track(&steps, vec![], vec![])];
    for language in Language::ALL {
        let svg = drawn(&tracks, years(), language);
        let document = read(&svg);
        let used = rows(&document)[0].descendants().filter_map(|node| node.attribute("href"));
        assert_eq!(used.collect::<Vec<_>>(), ["#W-w1"], "the reserve alone");
    }
}

#[test]
fn a_pause_a_stall_and_an_end_are_seen_without_colour() {
    let owner = Owner::named("a");
    let steps = [(Stage::Planned, "2018-01-10"), (Stage::Signed, "2018-06-01"), (Stage::Started, "2018-09-01")];
    let mut paused =
        owner.track(&steps, vec![], vec![pause("2018-11-15", Some("2019-03-20")), pause("2019-06-01", None)]);
    paused.steps[2].is_doubtful = true;
    let mut zombie = owner.track(&steps, vec![], vec![]);
    zombie.steps.push(step(4, stalled(Stage::Started), "2019-05-01"));
    zombie.project.position = stalled(Stage::Started);
    let closed = owner.track(&[(Stage::Planned, "2018-01-10"), (Stage::Closed, "2019-05-01")], vec![], vec![]);
    let tracks = [paused, zombie, closed];
    let svg = drawn(&tracks, years(), Chinese);
    let document = read(&svg);
    let rows = rows(&document);
    assert_eq!(begins(rows[0], "p").len(), 2);
    let stage = |n: usize| texts(rows[n])[6].clone();
    assert_eq!([stage(0), stage(1), stage(2)], ["开工·停工", "僵尸·开工", "退出"]);
    let signs = |n: usize| {
        let used = rows[n].descendants().filter_map(|node| node.attribute("href"));
        used.filter(|href| ["#W-z", "#W-e", "#W-q"].contains(href)).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!([signs(0), signs(1), signs(2)], [["#W-q"], ["#W-z"], ["#W-e"]]);
    let title = rows[0].children().find(|node| is(*node, "title")).and_then(|title| title.text()).expect("a title");
    assert_eq!(title.lines().last(), Some("停工 2019-06-01 → 待地"));
}

#[test]
fn the_head_counts_the_rows() {
    let (a, b, c) = (Owner::named("a"), Owner::named("b"), Owner::named("c"));
    let steps = [(Stage::Planned, "2018-01-10"), (Stage::Started, "2018-09-01")];
    let mut zombie = c.track(&steps, vec![], vec![]);
    zombie.project.position = stalled(Stage::Started);
    let tracks = [started_late(&a), b.track(&steps, vec![], vec![pause("2019-06-01", None)]), zombie];
    let lights = [Some(Light::Red), Some(Light::Green), None];
    let signals = signals(&tracks, &lights);
    let rows = WallRow::most_urgent_first(&tracks, &signals);
    for language in Language::ALL {
        let svg = WallChart::new(&rows, years(), imprint(AS_OF)).told_in(language).to_string();
        let document = read(&svg);
        let counts: Vec<_> =
            document.descendants().filter_map(|node| Some((node.attribute("data-figure")?, node.text()?))).collect();
        let expected = [
            ("projects", "3"),
            ("late", "1"),
            ("paused", "1"),
            ("zombies", "1"),
            ("red", "1"),
            ("yellow", "0"),
            ("green", "1"),
        ];
        assert_eq!(counts, expected);
        let head = texts(document.root_element()).into_iter().find(|text| text.contains('3')).expect("a head");
        let words = match language {
            English => "Projects 3 · late 1 · paused 1 · zombies 1 · Red 1 · Yellow 0 · Green 1",
            Chinese => "项目 3 · 迟延 1 · 停工 1 · 僵尸项目（企业） 1 · 红灯 1 · 黄灯 0 · 绿灯 1",
        };
        assert_eq!(head, words);
        let lit: Vec<_> = super::drawn::rows(&document)
            .into_iter()
            .map(|row| {
                row.descendants()
                    .filter_map(|node| node.attribute("href"))
                    .find(|href| ["#W-r", "#W-y", "#W-g"].contains(href))
            })
            .collect();
        assert_eq!(lit, [Some("#W-r"), Some("#W-g"), None], "b and c are equal but for their ids");
    }
}

#[test]
fn what_is_urgent_comes_first() {
    let owners: Vec<_> = ["a", "b", "c", "d", "e", "f"].map(Owner::named).into_iter().collect();
    let elsewhere = Owner::named("g").zone("dadong");
    let steps = [(Stage::Planned, "2018-01-10"), (Stage::Signed, "2018-06-01")];
    let late =
        |owner: usize, by: &str| owners[owner].track(&steps, vec![node(Stage::Started, by, None, AS_OF)], vec![]);
    let tracks = [
        late(0, "2019-12-31"),
        late(1, "2019-09-01"),
        late(2, "2019-03-01"),
        late(3, "2019-09-20"),
        elsewhere.track(&steps, vec![], vec![]),
        late(4, "2019-01-01"),
        late(5, "2019-09-10"),
    ];
    let lights = [None, Some(Light::Red), Some(Light::Yellow), Some(Light::Red), None, Some(Light::Green), None];
    let signals = signals(&tracks, &lights);
    let rows = WallRow::most_urgent_first(&tracks, &signals);
    let names: Vec<_> = rows.iter().map(|row| row.track.project.name.as_str()).collect();
    assert_eq!(names, ["b", "d", "c", "e", "f", "g", "a"]);
}

#[test]
fn pages_have_the_rows_of_the_tall_picture() {
    for (count, pages) in [(0, 1), (1, 1), (40, 1), (41, 2), (80, 2), (81, 3)] {
        let owners: Vec<_> = (0..count).map(|n| Owner::named(&format!("project {n}"))).collect();
        let tracks: Vec<_> = owners.iter().map(started_late).collect();
        let rows = unlit(&tracks);
        let chart = WallChart::new(&rows, years(), imprint(AS_OF));
        let tall = chart.told_in(English).to_string();
        let all: Vec<_> = super::drawn::rows(&read(&tall)).into_iter().map(texts).collect();
        assert_eq!(all.len(), count);
        let each: Vec<_> = chart.pages(English).map(|page| page.to_string()).collect();
        assert_eq!((each.len(), chart.pages(English).len()), (pages, pages));
        let mut paged = Vec::new();
        for (n, page) in each.iter().enumerate() {
            let document = read(page);
            assert_eq!(document.root_element().attribute("width"), Some("420mm"));
            let last = document.descendants().rfind(|node| is(*node, "text")).map(said);
            assert_eq!(last, Some(format!("Page {} of {pages}", n + 1)));
            paged.extend(super::drawn::rows(&document).into_iter().map(texts));
        }
        assert_eq!(paged, all);
    }
}

/// A page that shows 300 projects in one file has no more room for one with four nodes, late twice; most have fewer.
#[test]
fn a_row_is_small() {
    let owner = Owner::named("沈阳经济技术开发区机器人产业园");
    let track = started_late(&owner);
    for language in Language::ALL {
        let length = |count| drawn(&vec![track.clone(); count], years(), language).len();
        let row = (length(300) - length(100)) / 200;
        assert!(row < 1_200, "{row} bytes");
    }
}

#[test]
fn an_empty_chart_says_so() {
    for (language, none) in [(Chinese, "没有项目。"), (English, "There are no projects.")] {
        let svg = drawn(&[], years(), language);
        assert!(texts(read(&svg).root_element()).contains(&none.to_owned()));
    }
}

#[test]
fn simulated_data_says_so_and_real_data_does_not() {
    for (language, mark) in [(Chinese, "模拟数据"), (English, "SYNTHETIC DATA")] {
        for is_simulated in [true, false] {
            let imprint = Imprint { is_simulated, ..imprint(AS_OF) };
            let svg = WallChart::new(&[], years(), imprint).told_in(language).to_string();
            let said = texts(read(&svg).root_element());
            assert_eq!(said.contains(&mark.to_owned()), is_simulated);
            assert!(
                said.iter().any(|text| text.contains("unit-1") && text.contains("clerk-1") && text.contains(AS_OF))
            );
        }
    }
}

#[test]
fn the_english_picture_has_no_chinese_word() {
    let owner = Owner::named("a");
    let mut track = started_late(&owner);
    track.pauses.push(pause("2019-06-01", None));
    let svg = drawn(&[track], years(), English);
    let document = read(&svg);
    for node in
        document.descendants().filter(|node| node.is_text() && !node.ancestors().any(|above| is(above, "style")))
    {
        let text = node.text().expect("a text");
        assert!(!text.chars().any(|c| ('\u{3000}'..='\u{9FFF}').contains(&c)), "{text}");
    }
}

/// The pictures of one project whose texts are all such a name, and of a unit that is called so.
fn named(name: &str, language: Language) -> Vec<String> {
    let owner = Owner::all(name);
    let tracks = [started_late(&owner)];
    let rows = unlit(&tracks);
    let imprint = Imprint { unit: name, filled_by: name, ..imprint(AS_OF) };
    let chart = WallChart::new(&rows, years(), imprint);
    core::iter::once(chart.told_in(language).to_string())
        .chain(chart.pages(language).map(|page| page.to_string()))
        .collect()
}

/// What a reader is to see of a name: all but what cannot be shown or turns the text around.
fn shown(name: &str) -> String {
    let white = |c| matches!(c, '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}');
    let hidden = |c: char| {
        c.is_control()
            || "\u{61C}\u{200E}\u{200F}\u{FFFE}\u{FFFF}".contains(c)
            || ('\u{202A}'..='\u{202E}').contains(&c)
            || ('\u{2066}'..='\u{2069}').contains(&c)
    };
    name.chars().map(|c| if white(c) { ' ' } else { c }).filter(|c| !hidden(*c)).collect()
}

fn holds_for(name: &str) {
    for language in Language::ALL {
        for (svg, tame) in named(name, language).iter().zip(named("a", language)) {
            let (document, tame) = (read(svg), read(&tame));
            // a name changes words, and never what the picture is made of
            assert_eq!(shape(&document), shape(&tame), "{name}");
            let title = rows(&document)[0].children().find(|node| is(*node, "title"));
            let title = title.and_then(|title| title.text()).expect("a title");
            assert!(title.starts_with(&shown(name)), "{title:?} is not {name:?}");
        }
    }
}

#[test]
fn nothing_of_a_name_becomes_markup() {
    for name in HOSTILE {
        holds_for(name);
    }
    holds_for(&"长".repeat(200));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_of_any_name_becomes_markup(name in "[ -~<>&\"'\\PC]{1,40}") {
        prop_assume!(project_lifecycle::Text::new(&name).is_ok());
        holds_for(&name);
    }
}
