//! The law's picture as it is drawn: each line leads from its box to its box, and what is written belongs to what it stands at.

use project_lifecycle::Stage;
use roxmltree::{Document, Node};

use super::drawn::is;
use super::laid::{Area, Style, assert_laid_out, corners, outline, rect};

type Point = (f64, f64);

/// Reads the picture, which is XML, and holds it to all of this.
#[track_caller]
pub(super) fn assert_drawn(svg: &str) {
    let document = Document::parse(svg).unwrap_or_else(|why| panic!("{why} in {svg}"));
    assert_laid_out(&document);
    let root = document.root_element();
    let style = Style::of(root);
    for group in groups(root) {
        let class = group.attribute("class").unwrap_or_default();
        match class.split(' ').next().unwrap_or_default() {
            "move" => {
                let boxes = |end| boxes(root, group.attribute(end).expect("a stage"));
                leads(group, &boxes("data-from"), &boxes("data-to"));
            }
            "start" => {
                let circle = group.children().find(|node| is(*node, "circle")).expect("where it begins");
                let middle = ["cx", "cy"].map(|of| circle.attribute(of).expect("a place").parse().expect("a number"));
                let [x, y]: [f64; 2] = middle;
                let start = Area { left: x - 2.0, top: y, right: x + 2.0, bottom: y };
                leads(group, &[start], &boxes(root, "planned"));
            }
            "badge" => {
                let (area, texts) = (first_rect(group), texts(group, &style));
                let [text] = texts[..] else { panic!("a badge has one text") };
                assert!(area.has(text, 0.0), "{text:?} leaves its badge {area:?}");
                // it is no wider than twice what it says, and as high as one line
                assert!(area.right - area.left <= 2.0 * (text.right - text.left) + 16.0, "{area:?} for {text:?}");
                assert!((area.middle().0 - text.middle().0).abs() <= 1.0, "{text:?} beside the middle of {area:?}");
            }
            "stage" if !class.contains("zombie") => is_framed(group, &style),
            "place" => is_framed(group, &style),
            _ => {}
        }
        if class.starts_with("move") || class.starts_with("start") {
            belongs(group, &style);
        }
    }
}

fn groups<'d, 'i>(root: Node<'d, 'i>) -> impl Iterator<Item = Node<'d, 'i>> {
    root.descendants().filter(|node| is(*node, "g"))
}

fn first_rect(group: Node<'_, '_>) -> Area {
    group.children().find(|node| is(*node, "rect")).and_then(rect).expect("a frame")
}

/// The boxes of a stage; of the zombie its frame and its places.
fn boxes(root: Node<'_, '_>, stage: &str) -> Vec<Area> {
    let is_zombie = stage == Stage::Zombie.code();
    let of_it = |group: &Node<'_, '_>| {
        group.attribute("data-stage") == Some(stage) || is_zombie && group.attribute("data-position").is_some()
    };
    groups(root).filter(of_it).map(first_rect).collect()
}

/// The places of a group's texts that are its own.
fn texts(group: Node<'_, '_>, style: &Style<'_>) -> Vec<Area> {
    let own = group.children().filter(|node| is(*node, "text"));
    own.flat_map(|text| style.lines(text)).map(|(area, _)| area).collect()
}

fn path(group: Node<'_, '_>, class: &str) -> Vec<Point> {
    let of_class = |node: &Node<'_, '_>| is(*node, "path") && node.attribute("class") == Some(class);
    corners(group.children().find(of_class).and_then(|path| path.attribute("d")).expect("an outline"))
}

/// Whether a point is on the edge of one of the boxes.
fn is_on_edge((x, y): Point, boxes: &[Area]) -> bool {
    let near = |one: f64, other: f64| (one - other).abs() < 0.5;
    boxes.iter().any(|area| {
        let beside = near(x, area.left) || near(x, area.right);
        let above = near(y, area.top) || near(y, area.bottom);
        beside && area.top <= y && y <= area.bottom || above && area.left <= x && x <= area.right
    })
}

/// A line begins at one of the boxes and its tip is at one of the others: as long as wide, straight before it.
fn leads(group: Node<'_, '_>, from: &[Area], to: &[Area]) {
    let (line, tip) = (path(group, "line"), path(group, "tip"));
    let (&first, &last) = (line.first().expect("a point"), line.last().expect("a point"));
    assert!(is_on_edge(first, from), "{group:?} begins at {first:?}, which is on none of {from:?}");
    let [end, left, right] = tip[..] else { panic!("a tip has three corners: {tip:?}") };
    assert!(is_on_edge(end, to), "{group:?} ends at {end:?}, which is on none of {to:?}");
    let foot = (f64::midpoint(left.0, right.0), f64::midpoint(left.1, right.1));
    let long = (end.0 - foot.0).abs() + (end.1 - foot.1).abs();
    let wide = (left.0 - right.0).abs() + (left.1 - right.1).abs();
    let is_straight = (end.0 - foot.0 == 0.0) != (end.1 - foot.1 == 0.0);
    let lies_across = (left.0 == right.0) == (foot.1 == end.1) && (left.1 == right.1) == (foot.0 == end.0);
    assert!(is_straight && lies_across && long == 10.0 && wide == 10.0, "{tip:?} is no tip");
    let before = line[line.len() - 2];
    assert!(is_between(last, end, foot), "the line ends at {last:?}, the tip {tip:?} is elsewhere");
    assert!(is_between(last, before, end), "the tip {tip:?} leads another way than its line {line:?}");
}

/// Whether a point is on the straight line between two others.
fn is_between((x, y): Point, one: Point, other: Point) -> bool {
    let within = |at: f64, one: f64, other: f64| one.min(other) - 0.5 <= at && at <= one.max(other) + 0.5;
    within(x, one.0, other.0) && within(y, one.1, other.1)
}

/// A badge sits on its line, and words stand beside it.
fn belongs(group: Node<'_, '_>, style: &Style<'_>) {
    let line = path(group, "line");
    let stretches: Vec<_> = line.windows(2).map(|pair| (pair[0], pair[1])).collect();
    for badge in group.children().filter(|node| node.attribute("class") == Some("badge")) {
        let middle = first_rect(badge).middle();
        assert!(stretches.iter().any(|(one, other)| is_between(middle, *one, *other)), "{middle:?} beside {line:?}");
    }
    let around = line.iter().map(|(x, y)| Area { left: *x, top: *y, right: *x, bottom: *y }).reduce(Area::and);
    let Area { left, top, right, bottom } = around.expect("a line");
    for text in texts(group, style) {
        let (x, y) = text.middle();
        let is_near = (left - 70.0..=right + 70.0).contains(&x) && (top - 60.0..=bottom + 40.0).contains(&y);
        assert!(is_near, "{text:?} stands far from {around:?}");
    }
}

/// What a box says is in it, about its middle.
fn is_framed(group: Node<'_, '_>, style: &Style<'_>) {
    let frame = first_rect(group);
    let all = texts(group, style).into_iter().reduce(Area::and).expect("a label");
    assert!(frame.has(all, 0.0), "{all:?} leaves its box {frame:?}");
    let (at, middle) = (all.middle().1, frame.middle().1);
    assert!((at - middle).abs() <= 6.0, "{all:?} is not about the middle of {frame:?}");
}

/// What is drawn is as far as its corners tell.
#[test]
fn outlines_are_read() {
    let corners = |d| corners(d);
    assert_eq!(corners("M0 0l3-4h.5V9z"), [(0.0, 0.0), (3.0, -4.0), (3.5, -4.0), (3.5, 9.0)]);
    assert_eq!(corners("M1 2a5 5 0 1 0 .1 0z"), [(1.0, 2.0), (1.1, 2.0)]);
    assert_eq!(corners("M1-2 3-4L5 6Q7 8 9 10"), [(1.0, -2.0), (3.0, -4.0), (5.0, 6.0), (9.0, 10.0)]);
    // after its end an outline goes on from where it began
    assert_eq!(corners("M4 4h2zl1 1"), [(4.0, 4.0), (6.0, 4.0), (5.0, 5.0)]);
    let all = outline("M4-4h2v9z").expect("an area");
    assert_eq!([all.left, all.top, all.right, all.bottom], [4.0, -4.0, 6.0, 5.0]);
}
