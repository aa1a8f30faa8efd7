//! The page says what figures and lists say, on every day that it shows.

use project_lifecycle::board::{Board, Imprint};
use project_lifecycle::portfolio::{ActionPlan, Figured, Period, Portfolio, Question, QuestionError, Scope};
use project_lifecycle::value::Currency;
use project_lifecycle::{Day, Language, Stage, Timestamp};
use proptest::prelude::*;
use roxmltree::{Document, Node};
use serde_json::Value;

use super::drawn::HOSTILE;
use crate::common::{day, instant, plus};
use crate::portfolio::city::City;
use crate::portfolio::properties::{fold, records};

fn imprint(as_of: Day, known_at: Timestamp) -> Imprint<'static> {
    Imprint { unit: "市项目办", filled_by: "王某", as_of, known_at, is_simulated: false }
}

/// A table of the page by its id.
fn table<'p>(page: &'p str, id: &str) -> Document<'p> {
    let from = page.find(&format!("<table id=\"{id}\"")).expect("a table");
    let to = from + page[from..].find("</table>").expect("its end") + "</table>".len();
    Document::parse(&page[from..to]).expect("well-formed")
}

fn said(node: Node<'_, '_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|text| text.text()).collect()
}

/// The rows of a table's body, each with its cells.
fn rows<'d>(document: &'d Document<'_>) -> Vec<(Node<'d, 'd>, Vec<String>)> {
    let rows = document.descendants().filter(|node| node.has_tag_name("tr")).skip(1);
    rows.map(|row| (row, row.children().filter(Node::is_element).map(said).collect())).collect()
}

/// What the page keeps for later.
fn later(page: &str) -> Value {
    let text = page.split("<script id=\"later\" type=\"text/plain\">").nth(1).expect("what is kept");
    let text = text.split('<').next().expect("its end").trim_end_matches('=');
    let digit = |c: u8| match c {
        b'A'..=b'Z' => c - b'A',
        b'a'..=b'z' => c - b'a' + 26,
        b'0'..=b'9' => c - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        other => panic!("{other} is no digit"),
    };
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0u32, 0);
    for c in text.bytes() {
        (bits, count) = (bits << 6 | u32::from(digit(c)), count + 6);
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 255) as u8);
        }
    }
    let json = miniz_oxide::inflate::decompress_to_vec(&bytes).expect("packed");
    serde_json::from_slice(&json).expect("JSON")
}

/// Projects by stage: how many, for how much, and how many have no amount in yuan.
fn standing(portfolio: &Portfolio, as_of: Day, known_at: Timestamp) -> [(u64, i128, u64); Stage::ALL.len()] {
    let mut standing = [(0, 0, 0); Stage::ALL.len()];
    for project in portfolio.standing(as_of, known_at).projects() {
        let (count, sum, without) = &mut standing[project.position.stage() as usize];
        *count += 1;
        match project.total_investment.filter(|total| total.currency() == Currency::CNY) {
            Some(total) => *sum += i128::from(total.minor()),
            None => *without += 1,
        }
    }
    standing
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn every_number_is_that_of_the_figure_of_the_same_name(
        records in records(),
        pick in any::<prop::sample::Index>(),
        ahead in 0..400_i64,
    ) {
        let portfolio = fold(&records);
        let (known_at, plan) = (portfolio.last_recorded().expect("records"), ActionPlan::shenyang_2018());
        let as_of = plus(records[pick.index(records.len())].recorded_time().day_in(plan.terms().utc_offset), ahead);
        let board = Board::new(&portfolio, &plan, imprint(as_of, known_at)).expect("answers");
        let page = board.page(Language::Chinese).to_string();
        let zh = |value: Figured| value.text(Language::Chinese);

        let document = table(&page, "stages");
        let stages = rows(&document);
        prop_assert_eq!(stages.len(), Stage::ALL.len());
        for ((row, cells), (count, sum, without)) in stages.iter().zip(standing(&portfolio, as_of, known_at)) {
            let stage: Stage = row.attribute("data-stage").expect("a stage").parse().expect("a stage");
            let told = [stage.label(Language::Chinese).into(), count.to_string(), zh(Figured::Yuan(sum)), without.to_string()];
            prop_assert_eq!(cells, &told);
        }

        let ask = |day: Day| {
            let question = Question::of(Period::Year(day.year())).as_of(day).known_at(known_at).about(Scope::City);
            let figures = portfolio.figures(&plan, &question).expect("an answer").figures;
            figures.into_iter().filter(|figure| figure.verdict.is_some()).collect::<Vec<_>>()
        };
        let document = table(&page, "figures");
        let told = rows(&document);
        let figures = ask(as_of);
        prop_assert_eq!(told.len(), figures.len());
        for ((row, cells), figure) in told.iter().zip(&figures) {
            prop_assert_eq!(row.attribute("data-figure"), Some(figure.indicator.as_str()));
            let basis = figure.basis.as_ref().map_or("", |basis| basis.as_str());
            prop_assert_eq!(row.attribute("data-basis"), Some(basis));
            let whole = figure.denominator.as_ref().map_or_else(String::new, |part| format!(" / {}", zh(part.value)));
            prop_assert_eq!(&cells[1], &format!("{}{whole}", zh(figure.net.value)));
            prop_assert_eq!(&cells[3], figure.verdict.expect("one").label(Language::Chinese));
        }

        // the slider's days: some months' ends, and the as-of day
        let later = later(&page);
        let frames = later["frames"].as_array().expect("frames");
        let last = frames.last().expect("a frame");
        prop_assert_eq!(&last["as_of"], &Value::from(as_of.to_string()));
        for frame in [&frames[pick.index(frames.len())], last] {
            let end: Day = frame["as_of"].as_str().expect("a day").parse().expect("a day");
            for (at, (count, sum, without)) in standing(&portfolio, end, known_at).into_iter().enumerate() {
                prop_assert_eq!(frame["counts"][at].as_u64(), Some(count));
                prop_assert_eq!(frame["without"][at].as_u64(), Some(without));
                prop_assert_eq!(&frame["sums"][at][1], &Value::from(zh(Figured::Yuan(sum))));
            }
            for (cell, figure) in frame["cells"].as_array().expect("cells").iter().zip(ask(end)) {
                if !matches!(figure.net.value, Figured::Yuan(_)) {
                    prop_assert_eq!(cell["net"].as_u64().map(i128::from), Some(figure.net.value.number()));
                }
                prop_assert_eq!(cell["verdict"].as_str(), Some(figure.verdict.expect("one").code()));
            }
        }
    }
}

/// Whatever a project is called: the page has its own two scripts, and the policy that lets no other run.
#[test]
fn no_name_becomes_a_part_of_the_page() {
    let plan = ActionPlan::shenyang_2018();
    for name in HOSTILE {
        let mut city = City::new();
        city.today("2018-01-01").plan(Box::leak(name.to_owned().into_boxed_str()));
        let portfolio = city.portfolio();
        let imprint =
            Imprint { unit: name, filled_by: name, ..imprint(day("2018-06-30"), instant("2021-01-01T00:00:00Z")) };
        let board = Board::new(&portfolio, &plan, imprint).expect("answers");
        for language in Language::ALL {
            let page = board.page(language).to_string();
            assert_eq!(page.matches("<script").count(), 2, "{name}");
            assert_eq!(page.matches("</script").count(), 2, "{name}");
            assert_eq!((page.matches("<!--").count(), page.matches(" onload=\"").count()), (0, 0), "{name}");
            assert!(page.contains("default-src 'none'"));
            assert!(!page.contains(['\u{202E}', '\u{2066}']), "{name}");
        }
    }
}

#[test]
fn a_city_without_projects_has_a_page() {
    let plan = ActionPlan::shenyang_2018();
    let nothing =
        Board::new(&Portfolio::new(), &plan, imprint(day("2019-02-28"), instant("2019-03-01T00:00:00Z"))).map(drop);
    assert!(matches!(nothing, Err(QuestionError::NothingKnown { .. })), "{nothing:?}");

    let portfolio = City::new().portfolio();
    let imprint = imprint(day("2019-02-28"), portfolio.last_recorded().expect("the log's opening"));
    let board = Board::new(&portfolio, &plan, imprint).expect("answers");
    let page = board.page(Language::English).to_string();
    assert!(page.contains("<html lang=\"en\">") && page.contains("<h1 data-o=\"项目挂图作战\">Project board</h1>"));
    // 2018, and two months of 2019: the last day of each, of which the last is the as-of day
    let later = later(&page);
    let days: Vec<_> = later["frames"].as_array().expect("frames").iter().map(|frame| &frame["as_of"]).collect();
    assert_eq!((days.len(), days[0], days[13]), (14, &Value::from("2018-01-31"), &Value::from("2019-02-28")));
    for pair in later["pictures"].as_array().expect("pictures") {
        assert!(pair[1].as_str().is_some_and(|chinese| !chinese.is_empty()), "each picture is there in Chinese");
    }
}

/// Whatever day is asked for, the board spans ten years at most, the last ones.
#[test]
fn a_day_far_ahead_makes_no_long_board() {
    let (portfolio, plan) = (City::new().portfolio(), ActionPlan::shenyang_2018());
    let known_at = portfolio.last_recorded().expect("the log's opening");
    let board = Board::new(&portfolio, &plan, imprint(day("9999-12-31"), known_at)).expect("answers");
    let years: Vec<_> = board.years().iter().map(|figures| figures.as_of.year()).collect();
    assert_eq!(years, (9990..=9999).collect::<Vec<_>>());
    assert_eq!(board.months().first(), day("9990-01-01"));
}
