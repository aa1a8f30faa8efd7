//! Whether a picture is laid out: nothing lies outside of it, and no two texts lie on each other.
//!
//! Where a text ends is told by its characters, which are taken to be a little narrower than type sets them. So what is blamed
//! here is wrong with any type; what only a browser can see is looked at by one, with `--long`.

use core::fmt::Write as _;

use roxmltree::{Document, Node};

use super::drawn::is;

/// Panics where something lies outside the picture or upon another text.
#[track_caller]
pub(crate) fn assert_laid_out(document: &Document<'_>) {
    let root = document.root_element();
    let view: Vec<f64> = root.attribute("viewBox").expect("a view").split(' ').map(number).collect();
    let sheet = Area { left: view[0], top: view[1], right: view[0] + view[2], bottom: view[1] + view[3] };
    assert!(sheet.right > sheet.left && sheet.bottom > sheet.top, "{sheet:?} has no room");
    let style = Style::of(root);
    let mut lines: Vec<(Area, String)> = Vec::new();
    for node in root.descendants().filter(|node| node.is_element() && is_shown(*node)) {
        let area = match node.tag_name().name() {
            "text" => {
                let said = style.lines(node);
                let downwards = said.windows(2).all(|pair| pair[0].0.top <= pair[1].0.top);
                assert!(downwards, "the lines of a text go down: {said:?}");
                lines.extend(said);
                continue;
            }
            "rect" => rect(node),
            "circle" => Area::about((attribute(node, "cx"), attribute(node, "cy")), attribute(node, "r")),
            "path" => outline(node.attribute("d").expect("an outline")),
            _ => continue,
        };
        if let Some(area) = area.map(|area| area.moved(node)) {
            assert!(sheet.has(area, 1.0), "{node:?} of {area:?} leaves {sheet:?}");
        }
    }
    for (area, text) in &lines {
        assert!(sheet.has(*area, 2.0), "{text} of {area:?} leaves {sheet:?}");
    }
    lines.sort_by(|one, other| one.0.top.total_cmp(&other.0.top));
    for (at, (area, text)) in lines.iter().enumerate() {
        for (other, beside) in lines[at + 1..].iter().take_while(|(other, _)| other.top < area.bottom) {
            let across = area.right.min(other.right) - area.left.max(other.left);
            let down = area.bottom.min(other.bottom) - area.top.max(other.top);
            let low = (area.bottom - area.top).min(other.bottom - other.top);
            assert!(across <= 3.0 || down <= 0.5 * low, "{text} of {area:?} lies on {beside} of {other:?}");
        }
    }
}

/// A part of the picture, in its own pixels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Area {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

impl Area {
    fn about((x, y): (f64, f64), far: f64) -> Option<Self> {
        Some(Self { left: x - far, top: y - far, right: x + far, bottom: y + far })
    }

    pub(crate) const fn middle(self) -> (f64, f64) {
        (f64::midpoint(self.left, self.right), f64::midpoint(self.top, self.bottom))
    }

    /// Whether another lies in it, or so far outside at most.
    pub(crate) fn has(self, other: Self, far: f64) -> bool {
        self.left - far <= other.left
            && other.right <= self.right + far
            && self.top - far <= other.top
            && other.bottom <= self.bottom + far
    }

    /// Both.
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// Where it lies in the picture, by all that moves the element.
    fn moved(self, node: Node<'_, '_>) -> Self {
        let moved: Vec<_> = node.ancestors().filter_map(|above| above.attribute("transform")).map(translated).collect();
        let (x, y) = (moved.iter().map(|of| of.0).sum::<f64>(), moved.iter().map(|of| of.1).sum::<f64>());
        Self { left: self.left + x, top: self.top + y, right: self.right + x, bottom: self.bottom + y }
    }
}

/// How far an element is moved.
fn translated(transform: &str) -> (f64, f64) {
    let inner = transform.strip_prefix("translate(").and_then(|rest| rest.strip_suffix(')')).expect("a translation");
    let (x, y) = inner.split_once(' ').expect("two numbers");
    (number(x), number(y))
}

fn number(text: &str) -> f64 {
    text.parse().unwrap_or_else(|_| panic!("{text:?} is no number"))
}

/// A number of an element, 0 if it says none.
fn attribute(node: Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).map_or(0.0, number)
}

/// Whether an element is drawn where it stands: what is defined for others is not.
fn is_shown(node: Node<'_, '_>) -> bool {
    !node.ancestors().any(|above| ["defs", "title", "desc", "style"].iter().any(|name| is(above, name)))
}

pub(crate) fn rect(node: Node<'_, '_>) -> Option<Area> {
    let (left, top) = (attribute(node, "x"), attribute(node, "y"));
    let (wide, high) = (attribute(node, "width"), attribute(node, "height"));
    assert!(wide >= 0.0 && high >= 0.0, "{node:?} is {wide} wide and {high} high");
    Some(Area { left, top, right: left + wide, bottom: top + high })
}

/// The corners of an outline, as far as its lines have any: arcs count by their ends. `None` if nothing is drawn.
pub(crate) fn corners(outline: &str) -> Vec<(f64, f64)> {
    let mut corners = Vec::new();
    let (mut x, mut y) = (0.0, 0.0);
    let mut begun = (0.0, 0.0);
    let mut rest = outline;
    while let Some(at) = rest.find(|c: char| c.is_ascii_alphabetic()) {
        let command = rest.as_bytes()[at] as char;
        rest = &rest[at + 1..];
        let end = rest.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let (numbers, after) = rest.split_at(end);
        rest = after;
        let numbers = numbers_of(numbers);
        let takes = match command.to_ascii_uppercase() {
            'M' | 'L' => 2,
            'H' | 'V' => 1,
            'Q' => 4,
            'A' => 7,
            'Z' => {
                (x, y) = begun;
                continue;
            }
            other => panic!("{other} in {outline}"),
        };
        assert!(!numbers.is_empty() && numbers.len().is_multiple_of(takes), "{command} takes {takes}: {outline}");
        for part in numbers.chunks(takes) {
            let (from_x, from_y) = if command.is_ascii_lowercase() { (x, y) } else { (0.0, 0.0) };
            match command.to_ascii_uppercase() {
                'H' => x = from_x + part[0],
                'V' => y = from_y + part[0],
                _ => (x, y) = (from_x + part[takes - 2], from_y + part[takes - 1]),
            }
            if command.eq_ignore_ascii_case(&'m') {
                begun = (x, y);
            }
            corners.push((x, y));
        }
    }
    corners
}

/// Numbers that spaces or their signs and points keep apart.
fn numbers_of(text: &str) -> Vec<f64> {
    let mut apart = String::new();
    for c in text.chars() {
        let has_point = apart.rsplit(' ').next().is_some_and(|last| last.contains('.'));
        let begins = c == '-' || c == '.' && has_point;
        write!(apart, "{}{c}", if begins { " " } else { "" }).expect("a text");
    }
    apart.split([' ', ',']).filter(|part| !part.is_empty()).map(number).collect()
}

pub(crate) fn outline(outline: &str) -> Option<Area> {
    let areas = corners(outline).into_iter().filter_map(|corner| Area::about(corner, 0.0));
    areas.reduce(Area::and)
}

/// The rules of a picture's style that say how wide a text is and where it begins.
pub(crate) struct Style<'a>(Vec<Rule<'a>>);

struct Rule<'a> {
    /// What an element and those above it must be, the element last.
    path: Vec<&'a str>,
    said: &'a str,
}

impl<'a> Style<'a> {
    pub(crate) fn of(root: Node<'a, '_>) -> Self {
        let sheets = root.descendants().filter(|node| is(*node, "style")).filter_map(|node| node.text());
        let on_screen = sheets.flat_map(|sheet| sheet.split("@media").next());
        let rules = on_screen.flat_map(|sheet| sheet.split('}')).filter_map(|rule| rule.split_once('{'));
        let each = rules.flat_map(|(selectors, said)| selectors.split(',').map(move |selector| (selector, said)));
        // rules of what stands beside or is asked by more than its class say nothing of sizes
        let plain = each.filter(|(selector, _)| !selector.contains(['[', '+', ':']));
        Self(plain.map(|(selector, said)| Rule { path: selector.split([' ', '>']).collect(), said }).collect())
    }

    /// What is said of an element itself: by its style, by a rule, or by an attribute.
    fn own(&self, node: Node<'a, '_>, property: &str) -> Option<&'a str> {
        let of = |said: &'a str| {
            let each = said.split(';').filter_map(|one| one.split_once(':'));
            each.filter(|(name, _)| *name == property).map(|(_, value)| value).next_back()
        };
        let rules = self.0.iter().filter(|rule| applies(&rule.path, node));
        let weighed = rules.filter_map(|rule| {
            Some((rule.path.iter().filter(|part| part.starts_with('.')).count(), rule.path.len(), of(rule.said)?))
        });
        let by_rule = weighed.reduce(|last, next| if (next.0, next.1) >= (last.0, last.1) { next } else { last });
        let by_style = node.attribute("style").and_then(of);
        by_style.or(by_rule.map(|(_, _, value)| value)).or_else(|| node.attribute(property))
    }

    /// What holds for an element: of itself, or of the nearest that it lies in.
    fn said(&self, node: Node<'a, '_>, property: &str) -> Option<&'a str> {
        node.ancestors().filter(Node::is_element).find_map(|node| self.own(node, property))
    }

    fn size(&self, node: Node<'a, '_>) -> f64 {
        self.said(node, "font-size").map_or(16.0, |size| number(size.trim_end_matches("px")))
    }

    /// The lines of a text, each with where it lies. What is cut off at the end of its column is left out.
    pub(crate) fn lines(&self, text: Node<'a, '_>) -> Vec<(Area, String)> {
        if self.own(text, "clip-path").is_some() {
            return vec![];
        }
        let mut lines: Vec<Line> = vec![Line::at(attribute(text, "x"), attribute(text, "y"))];
        for part in text.descendants().filter(|node| !node.ancestors().any(|above| is(above, "title"))) {
            if is(part, "tspan") {
                if let (Some(x), line) = (part.attribute("x"), lines.len() - 1) {
                    let y = part.attribute("y").map_or(lines[line].y, number);
                    lines.push(Line::at(number(x), y));
                }
                let last = lines.last_mut().expect("one");
                last.wide += attribute(part, "dx");
            }
            let (Some(said), Some(above)) = (part.text().filter(|_| part.is_text()), part.parent_element()) else {
                continue;
            };
            let (size, last) = (self.size(above), lines.last_mut().expect("one"));
            // what is joined to the character before it shows as one with it
            let shown = said.split('\u{200D}').enumerate().map(|(at, part)| part.chars().skip(usize::from(at > 0)));
            last.wide += shown.flatten().map(column).sum::<f64>() * size / 2.0;
            last.size = last.size.max(size);
            last.text += said;
        }
        let anchor = self.said(text, "text-anchor").unwrap_or("start");
        let lines = lines.into_iter().filter(|line| !line.text.trim().is_empty());
        lines
            .map(|line| {
                let left = match anchor {
                    "middle" => line.x - line.wide / 2.0,
                    "end" => line.x - line.wide,
                    _ => line.x,
                };
                let (top, bottom) = (line.y - 0.8 * line.size, line.y + 0.2 * line.size);
                (Area { left, top, right: left + line.wide, bottom }.moved(text), line.text)
            })
            .collect()
    }
}

/// Whether a rule is one of an element: the last part of its path, and of those above it the others.
fn applies(path: &[&str], node: Node<'_, '_>) -> bool {
    let Some((last, above)) = path.split_last() else { return true };
    fits(last, node)
        && (above.is_empty() || node.ancestors().skip(1).filter(Node::is_element).any(|node| applies(above, node)))
}

/// Whether an element has a name and all classes, as in `text.b.s`.
fn fits(part: &str, node: Node<'_, '_>) -> bool {
    let mut parts = part.split('.');
    let name = parts.next().unwrap_or_default();
    let classes: Vec<_> = node.attribute("class").unwrap_or_default().split(' ').collect();
    (name.is_empty() || node.tag_name().name() == name) && parts.all(|class| classes.contains(&class))
}

/// A line of a text while it is read.
struct Line {
    x: f64,
    y: f64,
    wide: f64,
    size: f64,
    text: String,
}

impl Line {
    const fn at(x: f64, y: f64) -> Self {
        Self { x, y, wide: 0.0, size: 0.0, text: String::new() }
    }
}

/// How many halves of its size a character takes at least.
fn column(c: char) -> f64 {
    match c {
        // they join, or turn what stands beside them; or are set narrow
        '\u{300}'..='\u{36F}' | '\u{200B}'..='\u{200F}' | '\u{FE00}'..='\u{FE0F}' => 0.0,
        ' ' | 'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '(' | ')' | '·' => 0.5,
        c if u32::from(c) < 0x2E80 => 1.0,
        _ => 2.0,
    }
}
