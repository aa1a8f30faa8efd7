//! Pictures, read back by a program that is not ours; and projects with tracks by hand.

use std::collections::BTreeSet;

use project_lifecycle::board::Imprint;
use project_lifecycle::lifecycle::{Position, ProjectKind};
use project_lifecycle::portfolio::{Listed, Track, TrackNode, TrackPause, TrackStep};
use project_lifecycle::project::fact::Responsibility;
use project_lifecycle::value::{ActorId, OrgId, Text, ZoneId};
use project_lifecycle::{Money, ProjectId, Stage, Verb};
use roxmltree::{Document, Node};

use super::laid::assert_laid_out;
use crate::common::{at, day, instant, text};

/// Texts that would break a picture, or say something else than they seem to, if they came into it as they are.
pub(crate) const HOSTILE: [&str; 9] = [
    "<script>alert(1)</script>",
    "\" onload=\"alert(1)\" x='",
    "]]></text></svg><!-- &amp; &#60;",
    "gpj.\u{202E}cod.exe \u{2066}反转\u{2069}",
    "👩\u{200D}👩\u{200D}👧\u{200D}👦 🏭🚀 工厂",
    "مشروع المصنع الجديد",
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
    "a\u{301}\u{301}\u{301}\u{301}e\u{301} \u{7F}\u{85} \u{2028}x",
    "=cmd|' /C calc'!A0",
];

/// What a project consists of, for tracks to borrow.
pub(crate) struct Owner {
    pub(crate) name: Text,
    zone: ZoneId,
    officer: Option<ActorId>,
    bodies: Option<Responsibility>,
}

impl Owner {
    pub(crate) fn named(name: &str) -> Self {
        let bodies = Responsibility { lead: OrgId::new("bureau").expect("an id"), responsible: vec![] };
        Self {
            name: text(name),
            zone: ZoneId::new("hunnan").expect("an id"),
            officer: Some(ActorId::new("officer-7").expect("an id")),
            bodies: Some(bodies),
        }
    }

    /// One whose texts are all the same, where an id may be that.
    pub(crate) fn all(name: &str) -> Self {
        let bodies = OrgId::new(name).ok().map(|lead| Responsibility { lead, responsible: vec![] });
        let zone = ZoneId::new(name).unwrap_or_else(|_| ZoneId::new("hunnan").expect("an id"));
        Self { name: text(name), zone, officer: ActorId::new(name).ok(), bodies }
    }

    /// In the zone.
    pub(crate) fn zone(self, zone: &str) -> Self {
        Self { zone: ZoneId::new(zone).expect("an id"), ..self }
    }

    /// Its track, by steps, nodes and pauses.
    pub(crate) fn track(&self, steps: &[(Stage, &str)], nodes: Vec<TrackNode>, pauses: Vec<TrackPause>) -> Track<'_> {
        let steps: Vec<_> = (1..).zip(steps).map(|(version, (stage, on))| step(version, at(*stage), on)).collect();
        let last = steps.last().expect("a planning");
        Track {
            project: Listed {
                project: ProjectId::named(self.name.as_str()),
                name: &self.name,
                zone: &self.zone,
                position: last.to,
                since: last.on,
                total_investment: Some(Money::from_fen(12_000_000_000)),
                kind: ProjectKind::Enterprise,
                category: None,
                officer: self.officer.as_ref(),
                responsibility: self.bodies.as_ref(),
                code: None,
                company_code: None,
            },
            steps,
            nodes,
            pauses,
            owed: vec![],
            corrections: vec![],
        }
    }
}

/// A step that was recorded on its day.
pub(crate) fn step(version: u64, to: Position, on: &str) -> TrackStep {
    let verb = Verb::ALL.into_iter().find(|verb| verb.targets(Stage::Planned).any(|target| target == to.stage()));
    let recorded_at = instant(&format!("{on}T10:00:00Z"));
    TrackStep { version, verb, to, on: day(on), recorded_at, is_doubtful: false, cause: None, outcome: None }
}

/// A node that was planned once, as it stands on a day.
pub(crate) fn node(stage: Stage, agreed: &str, reached: Option<&str>, as_of: &str) -> TrackNode {
    let (agreed, reached, as_of) = (day(agreed), reached.map(day), day(as_of));
    let days_late = reached.map(|on| on.days_since(agreed)).or(Some(as_of.days_since(agreed)).filter(|days| *days > 0));
    TrackNode { stage, agreed, agreed_first: agreed, reached, days_late }
}

/// An imprint of simulated data.
pub(crate) fn imprint(as_of: &str) -> Imprint<'static> {
    let known_at = instant("2021-01-01T00:00:00Z");
    Imprint { unit: "unit-1", filled_by: "clerk-1", as_of: day(as_of), known_at, is_simulated: true }
}

/// Reads a picture. What every picture must keep to is held here: it is XML, it names itself, it has no element that could run
/// or load, its ids are its own, what it refers to is in it, and it is laid out.
pub(crate) fn read<'svg>(svg: &'svg str) -> Document<'svg> {
    let document = Document::parse(svg).unwrap_or_else(|error| panic!("{error} in {svg}"));
    let known = [
        "svg", "title", "desc", "style", "defs", "pattern", "path", "rect", "circle", "g", "use", "text", "tspan",
        "clipPath",
    ];
    let root = document.root_element();
    let mut ids = BTreeSet::new();
    for node in root.descendants().filter(Node::is_element) {
        assert!(known.contains(&node.tag_name().name()), "{:?}", node.tag_name());
        for attribute in node.attributes() {
            let name = attribute.name();
            assert!(!name.starts_with("on"), "{name}");
            if name == "id" {
                assert!(ids.insert(attribute.value()), "{} is there twice", attribute.value());
            }
        }
    }
    let class = root.attribute("class").expect("a class of its own");
    assert!(ids.iter().all(|id| id.starts_with(&format!("{class}-"))), "{ids:?}");
    for node in root.descendants().filter(|node| is(*node, "use")) {
        let href = node.attribute("href").expect("something is used");
        assert!(ids.contains(href.trim_start_matches('#')), "{href} is not there");
    }
    let style: String = root.descendants().filter(|node| is(*node, "style")).filter_map(|node| node.text()).collect();
    for (at, _) in style.match_indices("url(#") {
        let id = style[at + 5..].split(')').next().expect("the id");
        assert!(ids.contains(id), "{id} is not there");
    }
    for rule in style.split('}').filter(|rule| !rule.is_empty()) {
        let rule = rule.strip_prefix("@media print{").unwrap_or(rule);
        assert!(rule.starts_with(&format!(".{class}")), "{rule} reaches beyond the picture");
    }
    let labels = root.attribute("aria-labelledby").expect("it names itself");
    assert!(labels.split(' ').all(|label| ids.contains(label)));
    assert_eq!(root.attribute("role"), Some("img"));
    assert_laid_out(&document);
    document
}

/// Whether a node is such an element.
pub(crate) fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

/// The rows of a picture.
pub(crate) fn rows<'d, 'i>(document: &'d Document<'i>) -> Vec<Node<'d, 'i>> {
    document.descendants().filter(|node| is(*node, "g") && node.attribute("class") == Some("r")).collect()
}

/// The texts of an element, in its order, without titles.
pub(crate) fn texts(node: Node<'_, '_>) -> Vec<String> {
    let texts = node.descendants().filter(|node| is(*node, "text"));
    texts.map(|text| said(text)).collect()
}

/// All that a text element shows.
pub(crate) fn said(text: Node<'_, '_>) -> String {
    let is_shown = |node: &Node<'_, '_>| !node.ancestors().any(|above| is(above, "title"));
    text.descendants().filter(|node| node.is_text()).filter(is_shown).filter_map(|node| node.text()).collect()
}

/// The outlines of a row that are of a class, by where each begins.
pub(crate) fn begins(row: Node<'_, '_>, class: &str) -> Vec<i64> {
    let paths = row.descendants().filter(|node| is(*node, "path") && node.attribute("class") == Some(class));
    let all: String = paths.filter_map(|path| path.attribute("d")).collect();
    let number = |part: &str| part.split([' ', '-', 'H', 'V', 'l', 'a', 'h', 'v']).next().and_then(|x| x.parse().ok());
    all.split('M').skip(1).map(|part| number(part).expect("a place")).collect()
}

/// The names of a picture's elements, in order.
pub(crate) fn shape(document: &Document<'_>) -> Vec<String> {
    let elements = document.descendants().filter(Node::is_element);
    elements.map(|node| node.tag_name().name().to_owned()).collect()
}
