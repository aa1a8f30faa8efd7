//! Pictures of figures: the funnel, the pace of zombies, the ratios by zone.

mod funnel;
mod pace;
mod ratios;
mod together;

use project_lifecycle::board::Imprint;
use project_lifecycle::portfolio::{ActionPlan, Figure, Figured, Figures, Period, Portfolio, Question};
use project_lifecycle::{Day, Language, Record};
use roxmltree::{Document, Node};

use super::laid::assert_laid_out;
use crate::common::moments::Moments;
use crate::common::{day, plus};
use crate::portfolio::properties::fold;
use crate::portfolio::second::city;

/// What would run, turn around, break out of an attribute or be too long.
pub(super) const HOSTILE: [&str; 5] = [
    "<script>alert(\"1\")</script> & 'x' ]]> <!-- <![CDATA[",
    "\u{202E}gpj.区发开\u{2066}",
    "👩\u{200D}👧\u{200D}👦👩\u{200D}👧\u{200D}👦👩\u{200D}👧\u{200D}👦👩\u{200D}👧\u{200D}👦👩\u{200D}👧\u{200D}👦👩\u{200D}👧\u{200D}👦👩\u{200D}👧\u{200D}👦👩\u{200D}👧\u{200D}👦👩\u{200D}👧\u{200D}👦👩\u{200D}👧\u{200D}👦👩\u{200D}👧\u{200D}👦👩\u{200D}👧\u{200D}👦👩\u{200D}👧\u{200D}👦👩\u{200D}👧\u{200D}👦👩\u{200D}👧\u{200D}👦👩\u{200D}👧\u{200D}👦👩\u{200D}👧\u{200D}👦👩\u{200D}👧\u{200D}👦👩\u{200D}👧\u{200D}👦👩\u{200D}👧\u{200D}👦",
    "沈阳经济技术开发区沈阳经济技术开发区沈阳经济技术开发区沈阳经济技术开发区沈阳经济技术开发区沈阳经济技术开发区",
    "wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww",
];

pub(super) fn imprint() -> Imprint<'static> {
    let known_at = "2020-12-31T10:00:00Z".parse().expect("an instant");
    Imprint { unit: "市开发区办", filled_by: "王某", as_of: day("2020-12-31"), known_at, is_simulated: true }
}

/// Random cities with zones, baselines, late records and corrections, each with a day that is asked about.
pub(super) fn cities(count: u64) -> impl Iterator<Item = (Portfolio, Vec<Record>, Day)> {
    let mut moments = Moments::new();
    (0..count).map(move |number| {
        let records = city(number, &mut moments);
        (fold(&records), records, plus(day("2018-06-01"), moments.next(2_400) as i64))
    })
}

pub(super) fn ask(portfolio: &Portfolio, period: Period, as_of: Day) -> Figures {
    portfolio.figures(&ActionPlan::shenyang_2018(), &Question::of(period).as_of(as_of)).expect("an answer")
}

/// The element of a picture, which must be XML that draws and does nothing.
#[track_caller]
pub(super) fn read(drawn: &str) -> Document<'_> {
    let read = Document::parse(drawn).unwrap_or_else(|why| panic!("{why}: {drawn}"));
    const DRAWS: [&str; 13] =
        ["svg", "title", "desc", "style", "defs", "pattern", "g", "use", "text", "tspan", "rect", "path", "circle"];
    for node in read.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        assert!(DRAWS.contains(&name), "<{name}>");
        assert!(node.attributes().all(|attribute| !attribute.name().starts_with("on")), "{name} does something");
        assert!(node.attributes().filter(|given| given.name() == "href").all(|given| given.value().starts_with('#')));
    }
    let root = read.root_element();
    assert_eq!((root.tag_name().name(), root.attribute("role")), ("svg", Some("img")));
    // what it is labelled by is in it
    for id in root.attribute("aria-labelledby").expect("a label").split(' ') {
        let label = read.descendants().find(|node| node.attribute("id") == Some(id)).expect("the label");
        assert!(label.text().is_some_and(|text| !text.is_empty()));
    }
    let used = read.descendants().filter_map(|node| node.attribute("href"));
    for id in used {
        assert!(read.descendants().any(|node| node.attribute("id") == Some(&id[1..])), "{id} is not defined");
    }
    assert!(!drawn.contains(['\u{202E}', '\u{2066}', '\u{0}']), "nothing turns a line around");
    assert_laid_out(&read);
    read
}

/// All text below a node, without titles.
pub(super) fn text(node: Node<'_, '_>) -> String {
    node.descendants()
        .filter(|below| below.is_text() && below.parent().is_none_or(|parent| parent.tag_name().name() != "title"))
        .filter_map(|below| below.text())
        .collect()
}

/// The parts of a text: what stands before its first span, and each span.
pub(super) fn spans(node: Node<'_, '_>) -> Vec<String> {
    let own = node.children().find(Node::is_text).and_then(|text| text.text()).unwrap_or_default();
    std::iter::once(own.to_owned()).chain(node.children().filter(Node::is_element).map(text)).collect()
}

/// The number that a text begins with, read anew: a count, or an amount in fen.
pub(super) fn number(text: &str, like: Figured) -> i128 {
    let text = text.strip_prefix("CNY ").unwrap_or(text).replace(',', "");
    let end = text.find(|c: char| !c.is_ascii_digit() && !"-.".contains(c)).unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let scale: i128 = match like {
        Figured::Yuan(_) if unit.starts_with('亿') => 10_000_000_000,
        Figured::Yuan(_) if unit.starts_with('万') => 1_000_000,
        Figured::Yuan(_) if unit.starts_with('m') => 100_000_000,
        Figured::Yuan(_) => 100,
        Figured::Projects(_) | Figured::Visits(_) => 1,
    };
    let is_negative = whole.starts_with('-');
    let whole: i128 = whole.parse().unwrap_or_else(|_| panic!("no number: {text}"));
    let mut rest = 0;
    for (at, digit) in (1..).zip(decimals.chars()) {
        let places = 10_i128.pow(at);
        assert_eq!(scale % places, 0, "{text} has more decimals than it can have");
        rest += scale / places * i128::from(digit.to_digit(10).expect("a digit"));
    }
    whole * scale + if is_negative { -rest } else { rest }
}

/// What a share reads, in basis points. `None` if it is none.
pub(super) fn points(text: &str) -> Option<i128> {
    let (whole, decimals) = text.trim().strip_suffix('%')?.split_once('.')?;
    assert_eq!(decimals.len(), 2, "{text}");
    let sign = if whole.starts_with('-') { -1 } else { 1 };
    Some(whole.parse::<i128>().ok()? * 100 + sign * decimals.parse::<i128>().ok()?)
}

/// The share is what the figure says, to half a hundredth of a per cent; and never on the other side of its target.
#[track_caller]
pub(super) fn is_share(read: i128, figure: &Figure, target: Option<i128>) {
    let (part, whole) = (figure.net.value.number(), figure.denominator.as_ref().expect("a denominator").value.number());
    let off = (read * whole - part * 10_000).abs();
    assert!(
        off < whole && (off * 2 <= whole || read == target.unwrap_or(10_000) - 1 || read == 9_999),
        "{read} for {part}/{whole}"
    );
    for target in target.into_iter().chain([10_000]) {
        assert_eq!(read >= target, part * 10_000 >= target * whole, "{read} for {part}/{whole} against {target}");
    }
}

pub(super) fn both(mut look: impl FnMut(Language)) {
    Language::ALL.into_iter().for_each(&mut look);
}
