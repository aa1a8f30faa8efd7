//! The law as a picture.

use core::fmt::{self, Display as _};

use super::LawDiagram;
use super::escape::As;
use super::line::{Bent, Point, Tip};
use super::place::{Places, WIDE, Way};
use super::words::{Note, Numbers, Told};
use crate::board::markup::{Clipped, columns};
use crate::board::sign::{ImprintRow, SimulatedMark};
use crate::lifecycle::{Direction, Edge, Position, Stage, Verb};
use crate::portfolio::Scope;

/// A [`LawDiagram`] as an SVG element: the stages in a line, the zombie below it, each move as a line with a tip.
///
/// A stage is a group of class `stage` with `data-stage`, a move one of class `move` with `data-verb`, `data-from` and `data-to`;
/// what a project walked has the class `walked`.
#[derive(Clone, Copy, Debug)]
pub struct LawSvg<'a>(pub(super) &'a LawDiagram<'a>);

/// How many columns of text fit into a box, and between two.
const IN_BOX: usize = 13;
const BETWEEN: usize = 12;
/// How many notes a box has at most; the others are told where one points at it.
const NOTES: usize = 3;

const STYLE: &str = "\
.law{font-family:'Noto Sans CJK SC','Microsoft YaHei',sans-serif;fill:#1a1a1a}\
.law text{text-anchor:middle;font-size:14px}\
.law .left{text-anchor:start}.law .right{text-anchor:end}\
.law .heading{font-size:20px;font-weight:bold}\
.law .note{font-size:13px}.law .label{font-size:15px;font-weight:bold}\
.law .verb,.law .number{stroke:#fff;stroke-width:4px;stroke-linejoin:round;paint-order:stroke}\
.law .number{font-weight:bold}\
.law rect{fill:#fff;stroke:#444;stroke-width:1.5}\
.law .place rect{stroke-dasharray:2 3}.law .zombie>rect{fill:#f3efe9}\
.law .line{fill:none;stroke:#1f4e79;stroke-width:2}.law .tip{fill:#1f4e79}\
.law .back .line{stroke:#8a5a00;stroke-dasharray:8 4}.law .back .tip{fill:#8a5a00}\
.law .aside .line{stroke:#8c2d19;stroke-dasharray:2 3}.law .aside .tip{fill:#8c2d19}\
.law .out .line{stroke:#777;stroke-width:1.5}.law .out .tip{fill:#777}\
.law .walked>rect{stroke:#000;stroke-width:4;stroke-dasharray:none}\
.law .walked .line{stroke:#000;stroke-width:4;stroke-dasharray:none}.law .walked .tip{fill:#000}\
.law .badge rect{fill:#000;stroke:#fff}.law .badge text{fill:#fff;font-weight:bold}";

impl fmt::Display for LawSvg<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(diagram) = self;
        let places = Places::new(diagram, self.high());
        let (wide, high) = places.size();
        let (id, language) = (Id(diagram), diagram.language);
        write!(
            f,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"law\" lang=\"{language}\" role=\"img\" \
             aria-labelledby=\"{id}-title {id}-desc\" viewBox=\"0 0 {wide} {high}\">\
             <title id=\"{id}-title\">{}</title><desc id=\"{id}-desc\">{}</desc><style>{STYLE}</style>",
            As::xml(diagram.heading()),
            As::xml(diagram.meaning())
        )?;
        write!(f, "<rect width=\"{wide}\" height=\"{high}\" style=\"stroke:none\"/>")?;
        self.head(f)?;
        // what is walked lies above what is not
        let is_walked = |edge: Edge| diagram.laid.path().is_some_and(|path| path.steps(edge).next().is_some());
        let (walked, others): (Vec<_>, Vec<_>) = places.moves.iter().partition(|(edge, _)| is_walked(*edge));
        self.frame(f, &places)?;
        for (edge, way) in &others {
            self.line(f, &places, *edge, *way, "")?;
        }
        self.start(f, &places)?;
        for (edge, way) in &walked {
            self.line(f, &places, *edge, *way, " walked")?;
        }
        for stage in &places.line {
            self.stage(f, &places, *stage)?;
        }
        for stage in &places.stalls {
            self.place(f, &places, *stage)?;
        }
        self.gathered(f, &places)?;
        if let Some(imprint) = diagram.laid.imprint() {
            let (right, y) = ((wide - 20).into(), (high - 18).into());
            write!(f, "{}", ImprintRow { imprint, language, x: 20, y, width: (wide - 40).into() })?;
            write!(f, "{}", SimulatedMark { imprint, language, right, y: 36 })?;
        }
        f.write_str("</svg>")
    }
}

impl LawSvg<'_> {
    /// How high a box must be.
    fn high(&self) -> i32 {
        let Self(diagram) = self;
        let high = |stage: Stage, notes: usize| {
            let label = wrapped(stage.label(diagram.language), IN_BOX).len();
            24 + 19 * label as i32 + 17 * notes.min(NOTES) as i32
        };
        let stages = diagram.stages().filter(|stage| *stage != Stage::Zombie);
        let stages = stages.map(|stage| high(stage, diagram.notes(stage).len()));
        let places = diagram.stalls().map(|stage| high(stage, diagram.notes_of_stalled(stage).len()));
        stages.chain(places).max().unwrap_or_default()
    }

    /// What it is, and what its marks mean.
    fn head(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(diagram) = self;
        f.write_str("<text class=\"left heading\" x=\"20\" y=\"36\">")?;
        match diagram.laid.path() {
            Some(path) => {
                let name = Clipped { text: path.name, columns: 60 };
                let colon = diagram.language.pick(": ", "：");
                write!(f, "<title>{}</title>{}{colon}{name}", As::xml(path.name), diagram.kind())?;
            }
            None => As::xml(diagram.heading()).fmt(f)?,
        }
        write!(f, "</text><text class=\"left\" x=\"20\" y=\"62\">{}</text>", As::xml(diagram.meaning()))
    }

    /// Where every project begins.
    fn start(&self, f: &mut fmt::Formatter<'_>, places: &Places) -> fmt::Result {
        let stage = Position::START.stage();
        let (to, y) = (places.left(stage), places.upper() + places.high / 2);
        let is_walked = self.0.laid.path().is_some_and(|path| path.is_begun());
        let line: [Point; 2] = [(to - 64, y), (to, y)];
        write!(f, "<g class=\"start{}\">", if is_walked { " walked" } else { "" })?;
        write!(f, "<circle cx=\"{}\" cy=\"{y}\" r=\"8\"/>", to - 66)?;
        write!(f, "<path class=\"line\" d=\"{}\"/><path class=\"tip\" d=\"{}\"/>", Bent(&line), Tip(&line))?;
        if is_walked {
            badge(f, (to - 36, y), "1")?;
        }
        f.write_str("</g>")
    }

    /// A move.
    fn line(&self, f: &mut fmt::Formatter<'_>, places: &Places, edge: Edge, way: Way, walked: &str) -> fmt::Result {
        let Self(diagram) = self;
        let language = diagram.language;
        let Edge { verb, from, to } = edge;
        let points = places.points(edge, way);
        let kind = kind(verb);
        write!(
            f,
            "<g class=\"move {kind}{walked}\" data-verb=\"{verb}\" data-from=\"{from}\" data-to=\"{to}\"><title>"
        )?;
        let label = verb.label(language);
        let (from_label, to_label) = (from.label(language), to.label(language));
        write!(f, "{}", As::xml(format_args!("{from_label} → {to_label}{}{label}", language.pick(": ", "："))))?;
        let steps = diagram.laid.path().map(|path| path.steps(edge)).filter(|steps| steps.clone().next().is_some());
        if let Some(steps) = steps.clone() {
            write!(f, " · {}", Numbers(steps))?;
        }
        write!(
            f,
            "</title><path class=\"line\" d=\"{}\"/><path class=\"tip\" d=\"{}\"/>",
            Bent(&points),
            Tip(&points)
        )?;
        let (at, number) = self.label(f, &points, way, label)?;
        if let Some(steps) = steps {
            let more = if steps.clone().count() > NOTES { "…" } else { "" };
            let shown = format!("{}{more}", Numbers(steps.take(NOTES)));
            badge(f, at, &shown)?;
        }
        let figure = diagram.laid.counts().and_then(|counts| Some((counts.conversion(edge)?, counts.scope)));
        if let Some((figure, scope)) = figure {
            let (name, scope) = (As::xml(&figure.indicator), As::xml(scope));
            write!(f, "<text class=\"number\" x=\"{}\" y=\"{}\"", number.0, number.1)?;
            write!(
                f,
                " data-figure=\"{name}\" data-scope=\"{scope}\"><tspan data-part=\"net\">{}</tspan>",
                figure.net.value
            )?;
            if let Some(all) = &figure.denominator {
                write!(f, " / <tspan data-part=\"denominator\">{}</tspan>", all.value)?;
            }
            f.write_str("</text>")?;
        }
        f.write_str("</g>")
    }

    /// What a move is called, if its line has the name to itself. Says where its badge belongs, and where its figure.
    fn label(
        &self,
        f: &mut fmt::Formatter<'_>,
        points: &[Point],
        way: Way,
        label: &str,
    ) -> Result<(Point, Point), fmt::Error> {
        let [(x, y), .., (end, below)] = *points else { return Ok(((0, 0), (0, 0))) };
        let middle = (x + end) / 2;
        let level = points[1].1;
        let badge = match way {
            Way::On => {
                let lines = wrapped(label, BETWEEN);
                for (at, line) in lines.iter().enumerate() {
                    let above = 16 * (lines.len() - at) as i32 - 2;
                    write!(f, "<text class=\"verb\" x=\"{middle}\" y=\"{}\">{}</text>", y - above, As::xml(line))?;
                }
                (middle, y)
            }
            Way::Above { .. } => {
                // moves to an end go up between the stages
                let (x, y) = (x + 34, level - 7);
                write!(f, "<text class=\"verb left\" x=\"{x}\" y=\"{y}\">{}</text>", As::xml(label))?;
                (x - 14, level)
            }
            Way::Below { .. } => {
                write!(f, "<text class=\"verb\" x=\"{middle}\" y=\"{}\">{}</text>", level + 23, As::xml(label))?;
                (middle, level)
            }
            Way::Down => (x, (y + below) / 2 - 13),
            Way::Up => (x, (y + below) / 2 + 13),
            Way::Out => (x, level + 18),
            Way::Leave => (end, (y + below) / 2),
        };
        let figure = if matches!(way, Way::Above { .. }) { (x + 52, level + 20) } else { (badge.0, badge.1 + 20) };
        Ok((badge, figure))
    }

    /// What moves are called that run beside each other: the name stands once.
    fn gathered(&self, f: &mut fmt::Formatter<'_>, places: &Places) -> fmt::Result {
        let language = self.0.language;
        let (left, right) = places.zombie_sides();
        let mut told: Vec<(Verb, Way)> = Vec::new();
        for (edge, way) in &places.moves {
            let (class, x, y, sign) = match way {
                Way::Out => ("right", places.size().0 - 160, places.gather() - 8, ""),
                Way::Leave => ("left", right + 12, places.zombie() + 4 + places.high / 2, ""),
                Way::Down => ("right", left - 12, places.zombie() + 34, language.pick(" ↓", "↓")),
                Way::Up => ("right", left - 12, places.zombie() + 56, language.pick(" ↑", "↑")),
                Way::On | Way::Above { .. } | Way::Below { .. } => continue,
            };
            if told.contains(&(edge.verb, *way)) {
                continue;
            }
            let at = told.iter().filter(|(_, known)| known == way).count() as i32;
            let label = As::xml(edge.verb.label(language));
            write!(f, "<text class=\"verb {class}\" x=\"{x}\" y=\"{}\">{label}{sign}</text>", y + 16 * at)?;
            told.push((edge.verb, *way));
        }
        Ok(())
    }

    /// A stage of the line.
    fn stage(&self, f: &mut fmt::Formatter<'_>, places: &Places, stage: Stage) -> fmt::Result {
        let Self(diagram) = self;
        let notes = diagram.notes(stage);
        let (x, y, high) = (places.left(stage), places.upper(), places.high);
        let walked = if is_walked(&notes) { " walked" } else { "" };
        write!(f, "<g class=\"stage{walked}\" data-stage=\"{stage}\">")?;
        self.title(f, stage, &notes)?;
        write!(f, "<rect x=\"{x}\" y=\"{y}\" width=\"{WIDE}\" height=\"{high}\" rx=\"8\"/>")?;
        if diagram.is_end(stage) {
            let (wide, high) = (WIDE - 8, high - 8);
            write!(f, "<rect x=\"{}\" y=\"{}\" width=\"{wide}\" height=\"{high}\" rx=\"5\"/>", x + 4, y + 4)?;
        }
        self.text(f, (x + WIDE / 2, y + high / 2), stage, &notes, Position::at(stage))?;
        f.write_str("</g>")
    }

    /// The zombie's frame and its name.
    fn frame(&self, f: &mut fmt::Formatter<'_>, places: &Places) -> fmt::Result {
        let Self(diagram) = self;
        let (language, stage) = (diagram.language, Stage::Zombie);
        let notes = diagram.notes(stage);
        let (left, right) = places.zombie_sides();
        let (y, lower) = (places.zombie(), places.zombie_lower());
        let walked = if is_walked(&notes) { " walked" } else { "" };
        write!(f, "<g class=\"stage zombie{walked}\" data-stage=\"{stage}\">")?;
        self.title(f, stage, &notes)?;
        write!(f, "<rect x=\"{left}\" y=\"{y}\" width=\"{}\" height=\"{}\" rx=\"8\"/>", right - left, lower + 40 - y)?;
        write!(f, "<text x=\"{}\" y=\"{}\"><tspan class=\"label\">", (left + right) / 2, lower + 26)?;
        write!(f, "{}</tspan>", As::xml(stage.label(language)))?;
        f.write_str(language.pick(", by the stage it stalled in", "，按停滞时的阶段列出"))?;
        for note in notes.iter().filter(|note| note.figure().is_some()) {
            f.write_str(language.pick(" · ", "　"))?;
            self.note(f, note, None)?;
        }
        f.write_str("</text></g>")
    }

    /// The zombie's place for a stage.
    fn place(&self, f: &mut fmt::Formatter<'_>, places: &Places, stage: Stage) -> fmt::Result {
        let Self(diagram) = self;
        let Some(position) = Position::stalled(stage) else { return Ok(()) };
        let notes = diagram.notes_of_stalled(stage);
        let (x, y, high) = (places.left(stage), places.zombie() + 12, places.high);
        let walked = if is_walked(&notes) { " walked" } else { "" };
        write!(f, "<g class=\"place{walked}\" data-position=\"{position}\">")?;
        self.title(f, stage, &notes)?;
        write!(f, "<rect x=\"{x}\" y=\"{y}\" width=\"{WIDE}\" height=\"{high}\" rx=\"8\"/>")?;
        self.text(f, (x + WIDE / 2, y + high / 2), stage, &notes, Some(position))?;
        f.write_str("</g>")
    }

    /// What is told where one points at a box: all its notes.
    fn title(&self, f: &mut fmt::Formatter<'_>, stage: Stage, notes: &[Note<'_>]) -> fmt::Result {
        write!(f, "<title>{}", As::xml(stage.label(self.0.language)))?;
        for note in notes {
            write!(f, "{}{}", self.0.language.pick("; ", "；"), As::xml(Told(*note, self.0.language)))?;
        }
        f.write_str("</title>")
    }

    /// A box's label and notes, around its middle.
    fn text(
        &self,
        f: &mut fmt::Formatter<'_>,
        (x, middle): Point,
        stage: Stage,
        notes: &[Note<'_>],
        position: Option<Position>,
    ) -> fmt::Result {
        let label = wrapped(stage.label(self.0.language), IN_BOX);
        let shown = if notes.len() > NOTES { NOTES - 1 } else { notes.len() };
        let lines = shown + usize::from(shown < notes.len());
        let mut y = middle - (19 * label.len() as i32 + 17 * lines as i32) / 2 + 14;
        for line in label {
            write!(f, "<text class=\"label\" x=\"{x}\" y=\"{y}\">{}</text>", As::xml(line))?;
            y += 19;
        }
        for note in &notes[..shown] {
            write!(f, "<text class=\"note\" x=\"{x}\" y=\"{y}\">")?;
            self.note(f, note, position)?;
            f.write_str("</text>")?;
            y += 17;
        }
        if shown < notes.len() {
            write!(f, "<text class=\"note\" x=\"{x}\" y=\"{y}\">… +{}</text>", notes.len() - shown)
        } else {
            Ok(())
        }
    }

    /// A note; a number of a figure or list has its name, its scope, and for a list the position that is counted.
    fn note(&self, f: &mut fmt::Formatter<'_>, note: &Note<'_>, position: Option<Position>) -> fmt::Result {
        let (language, counts) = (self.0.language, self.0.laid.counts());
        let (Some(name), Some(counts)) = (note.figure(), counts) else { return Told(*note, language).fmt(f) };
        let (before, after) = note.around(language);
        write!(f, "{before}<tspan data-figure=\"{}\" data-scope=\"{}\"", As::xml(name), As::xml(counts.scope))?;
        if let (Note::Count(_), Some(position)) = (note, position) {
            write!(f, " data-position=\"{position}\"")?;
        }
        write!(f, ">{note}</tspan>{after}")
    }
}

/// The class of a verb's moves.
const fn kind(verb: Verb) -> &'static str {
    match verb.direction() {
        Direction::Forward => "forward",
        Direction::Back => "back",
        Direction::Aside => "aside",
        Direction::Out => "out",
    }
}

fn is_walked(notes: &[Note<'_>]) -> bool {
    notes.iter().any(|note| matches!(note, Note::Visit { .. }))
}

/// A badge around a point.
fn badge(f: &mut fmt::Formatter<'_>, (x, y): Point, numbers: &str) -> fmt::Result {
    let wide = 13 + 8 * columns(numbers) as i32;
    write!(
        f,
        "<g class=\"badge\"><rect x=\"{}\" y=\"{}\" width=\"{wide}\" height=\"20\" rx=\"10\"/>",
        x - wide / 2,
        y - 10
    )?;
    write!(f, "<text x=\"{x}\" y=\"{}\">{numbers}</text></g>", y + 5)
}

/// A text in lines of so many columns at most, broken at spaces where there are any.
fn wrapped(text: &str, most: usize) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while columns(rest) > most {
        let fits =
            rest.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| columns(&rest[..*end]) <= most);
        let fits = fits.last().unwrap_or(rest.len());
        let end = if rest[fits..].starts_with(' ') { fits } else { rest[..fits].rfind(' ').unwrap_or(fits) };
        lines.push(&rest[..end]);
        rest = rest[end..].trim_start();
    }
    lines.push(rest);
    lines
}

/// A scope as a part of an id: without spaces, and no two scopes have the same.
struct Token<'a>(&'a Scope);

impl fmt::Display for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Scope::City => f.write_str("city"),
            Scope::Class(class) => write!(f, "class-{class}"),
            Scope::Zone(zone) => {
                f.write_str("zone-")?;
                zone.as_str().chars().try_for_each(|c| match c {
                    'a'..='z' | 'A'..='Z' | '0'..='9' | '-' => write!(f, "{c}"),
                    other => write!(f, "_{:x}_", u32::from(other)),
                })
            }
        }
    }
}

/// What the picture's ids begin with.
struct Id<'a>(&'a LawDiagram<'a>);

impl fmt::Display for Id<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(diagram) = self;
        write!(f, "law-{}-{}", diagram.law.version(), diagram.language)?;
        match (diagram.laid.path(), diagram.laid.counts()) {
            (Some(path), _) => write!(f, "-{}", path.project),
            (None, Some(counts)) => write!(f, "-counts-{}", Token(counts.scope)),
            (None, None) => Ok(()),
        }
    }
}
