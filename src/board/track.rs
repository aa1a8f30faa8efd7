//! One project's track: planned against actual, its pauses, the papers it owes, its corrections.

use core::fmt;

use super::amount::Amount;
use super::axis::{AsOf, Axis, HEAD};
use super::fit::Named;
use super::imprint::Imprint;
use super::legend::{LINE, Legend};
use super::look::{BARS, Look, NODES, Outline, Prefix, letter};
use super::markup::{Clipped, Escaped};
use super::months::{Months, Scale};
use super::sign::{ImprintRow, SimulatedMark};
use super::words::{Late, node};
use crate::Language;
use crate::lifecycle::Stage;
use crate::portfolio::{Lit, Signal, Track, TrackCorrection, TrackNode, TrackPause, TrackStep};
use crate::project::Owed;
use crate::value::{Day, UtcOffset};

/// How high a row is, and where its line of text stands in it.
const ROW: i64 = 24;
const BASE: i64 = 13;
const WIDTH: i64 = 1200;
const MARGIN: i64 = 24;
/// Where the months begin and end, and where the words beside them begin.
const LEFT: i64 = 214;
const RIGHT: i64 = 690;
const BESIDE: i64 = 700;
/// Where the legend begins.
const LEGEND: i64 = 136;

/// The track of one project: its steps, what was planned against what was reached, its pauses, the papers that it owes and its
/// corrections, each in a row of its own with its days in words.
///
/// It spans the months from its first day to the last that was agreed, or to the as-of day; of more than
/// [`Months::MOST`] the last.
#[derive(Clone, Copy, Debug)]
pub struct TrackPicture<'a> {
    track: &'a Track<'a>,
    signal: Option<&'a Signal<'a>>,
    offset: UtcOffset,
    imprint: Imprint<'a>,
}

impl<'a> TrackPicture<'a> {
    /// The track of a project, with its light by the plan's colours if it has one. The offset from UTC is the plan's: it tells
    /// on which day a correction was recorded.
    #[must_use]
    pub const fn new(
        track: &'a Track<'a>,
        signal: Option<&'a Signal<'a>>,
        offset: UtcOffset,
        imprint: Imprint<'a>,
    ) -> Self {
        Self { track, signal, offset, imprint }
    }

    /// As an SVG element.
    #[must_use]
    pub const fn told_in(self, language: Language) -> impl fmt::Display + use<'a> {
        Sheet { picture: self, language }
    }

    /// The months that it spans.
    fn months(&self) -> Months {
        let Track { steps, nodes, pauses, owed, corrections, .. } = self.track;
        let as_of = self.imprint.as_of;
        let planned = nodes.iter().flat_map(|node| [node.agreed, node.agreed_first]);
        let rests = pauses.iter().map(|pause| pause.from);
        let days = planned.clone().chain(owed.iter().map(|owed| owed.due)).chain([as_of]);
        let recorded = corrections.iter().map(|correction| correction.recorded_at.day_in(self.offset));
        let last = days.chain(recorded).max().unwrap_or(as_of);
        let first = steps.iter().map(|step| step.on).chain(planned).chain(rests).min().unwrap_or(as_of);
        Months::up_to(first, last)
    }
}

#[derive(Clone, Copy, Debug)]
struct Sheet<'a> {
    picture: TrackPicture<'a>,
    language: Language,
}

/// What a row tells.
#[derive(Clone, Copy, Debug)]
enum Line<'t> {
    /// What the rows below are.
    Heading(&'static str),
    /// There is nothing below a heading.
    Nothing,
    /// Why its light is yellow or red, or would be.
    Why(&'t Lit),
    /// A step, with the day until which the project stood where it led.
    Step(&'t TrackStep, Day),
    Node(&'t TrackNode),
    Pause(&'t TrackPause),
    Owed(&'t Owed),
    Correction(&'t TrackCorrection),
}

impl<'a> Sheet<'a> {
    /// The rows, from the top.
    fn lines(&self) -> impl Iterator<Item = Line<'a>> + use<'a> {
        let Self { picture: TrackPicture { track, signal, imprint, .. }, language } = *self;
        let ends = track.steps.iter().skip(1).map(|next| next.on).chain([imprint.as_of]);
        let steps = track.steps.iter().zip(ends).map(|(step, until)| Line::Step(step, until));
        let heading = |english, chinese, is_empty: bool| {
            let nothing = is_empty.then_some(Line::Nothing);
            core::iter::once(Line::Heading(language.pick(english, chinese))).chain(nothing)
        };
        let why = signal.into_iter().flat_map(|signal| &signal.why).map(Line::Why);
        why.chain(heading("Steps", "阶段", track.steps.is_empty()))
            .chain(steps)
            .chain(heading("Planned and reached", "计划与实际", track.nodes.is_empty()))
            .chain(track.nodes.iter().map(Line::Node))
            .chain(heading("Pauses", "停工", track.pauses.is_empty()))
            .chain(track.pauses.iter().map(Line::Pause))
            .chain(heading("Papers owed", "欠交材料", track.owed.is_empty()))
            .chain(track.owed.iter().map(Line::Owed))
            .chain(heading("Corrections", "更正", track.corrections.is_empty()))
            .chain(track.corrections.iter().map(Line::Correction))
    }

    fn prefix(&self) -> Prefix {
        let (high, low) = self.picture.track.project.project.uuid().as_u64_pair();
        Prefix { letter: 'T', number: high ^ low }
    }

    /// Who has it in hand, where it is and how large.
    fn facts(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (language, project) = (self.language, &self.picture.track.project);
        let none = language.pick("none", "未确定");
        let fact = |f: &mut fmt::Formatter<'_>, english, chinese, value: &str| {
            let (word, text) = (language.pick(english, chinese), Clipped { text: value, columns: 32 });
            write!(f, "<tspan class=\"u\" dx=\"14\">{word}</tspan><tspan class=\"th\" dx=\"5\">{text}</tspan>")
        };
        write!(f, "<text x=\"{}\" y=\"70\">", MARGIN - 14)?;
        fact(f, "Zone", "开发区（园区）", project.zone.as_str())?;
        fact(f, "Officer", "项目管家", project.officer.map_or(none, |officer| officer.as_str()))?;
        fact(f, "Lead body", "牵头单位", project.responsibility.map_or(none, |bodies| bodies.lead.as_str()))?;
        write!(f, "</text><text x=\"{}\" y=\"90\">", MARGIN - 14)?;
        let total = project.total_investment.map(|total| Amount(total, language).to_string());
        fact(f, "Total investment", "计划总投资", total.as_deref().unwrap_or(none))?;
        fact(f, "Stage", "阶段", &project.position.label(language))?;
        write!(f, "<tspan class=\"u\" dx=\"5\">{} {}</tspan>", language.pick("since", "始于"), project.since)?;
        if let Some(code) = project.code {
            write!(f, "<tspan class=\"u\" dx=\"14\">{}</tspan>", language.pick("Project code", "项目代码"))?;
            write!(f, "<tspan class=\"th\" dx=\"5\">{}</tspan>", Escaped(&code.to_string()))?;
        }
        f.write_str("</text>")
    }

    /// What the picture says of itself to whoever does not see it: each node, and what rests on the project.
    fn description(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (language, track) = (self.language, self.picture.track);
        write!(f, "{}", track.project.position.label(language))?;
        for planned in &track.nodes {
            write!(f, "{}{} ", language.pick("; ", "；"), node(planned.stage, language))?;
            told_node(f, language, planned)?;
        }
        let (pauses, owed, corrections) = (track.pauses.len(), track.owed.len(), track.corrections.len());
        match language {
            Language::English => write!(f, "; pauses {pauses}, papers owed {owed}, corrections {corrections}."),
            Language::Chinese => write!(f, "；停工 {pauses} 次，欠交材料 {owed} 份，更正 {corrections} 次。"),
        }
    }
}

/// A node in words.
fn told_node(f: &mut fmt::Formatter<'_>, language: Language, node: &TrackNode) -> fmt::Result {
    let TrackNode { agreed, agreed_first, reached, days_late, .. } = *node;
    match language {
        Language::English => write!(f, "planned {agreed}")?,
        Language::Chinese => write!(f, "计划 {agreed}")?,
    }
    if agreed_first != agreed {
        match language {
            Language::English => write!(f, " (first {agreed_first})")?,
            Language::Chinese => write!(f, "（原 {agreed_first}）")?,
        }
    }
    if let Some(on) = reached {
        match language {
            Language::English => write!(f, ", reached {on}")?,
            Language::Chinese => write!(f, "，实际 {on}")?,
        }
    }
    match days_late {
        Some(days) => write!(f, "{}{}", language.pick(", ", "，"), Late { days, language }),
        None => Ok(()),
    }
}

impl fmt::Display for Sheet<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (language, imprint, id, track) = (self.language, self.picture.imprint, self.prefix(), self.picture.track);
        let scale = Scale { months: self.picture.months(), left: LEFT, right: RIGHT };
        let (left, right, as_of) = (MARGIN, WIDTH - MARGIN, imprint.as_of);
        let legend =
            Legend { prefix: id, language, as_of, left, right, top: LEGEND, is_lit: self.picture.signal.is_some() };
        let head = LEGEND + legend.lines() * LINE - 8;
        let top = head + HEAD;
        let rows = i64::try_from(self.lines().count()).unwrap_or(i64::MAX / ROW / 2);
        let bottom = top + ROW * rows;
        write!(
            f,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"{id}\" role=\"img\" lang=\"{}\"",
            language.code()
        )?;
        write!(f, " aria-labelledby=\"{id}-t {id}-d\" viewBox=\"0 0 {WIDTH} {}\">", bottom + MARGIN)?;
        let name = track.project.name.as_str();
        write!(f, "<title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">", Escaped(name))?;
        self.description(f)?;
        write!(f, "</desc>{}", Look { prefix: id, language })?;
        let place = if let Some(signal) = self.picture.signal {
            write!(f, "<use href=\"#{id}-{}\" x=\"{}\" y=\"38\"/>", letter(signal.light), left + 13)?;
            left + 34
        } else {
            left
        };
        write!(f, "<text class=\"h1\" x=\"{place}\" y=\"44\">{}</text>", Named { name, columns: 64 })?;
        write!(f, "{}", SimulatedMark { imprint, language, right, y: 40 })?;
        self.facts(f)?;
        write!(f, "{}", ImprintRow { imprint, language, x: left, y: 112, width: right - left })?;
        let axis = Axis { scale, language, top: head, bottom };
        write!(f, "{legend}{axis}<path class=\"t\" d=\"M{left} {top}H{right}M{left} {bottom}H{right}\"/>")?;
        for (n, line) in (0..).zip(self.lines()) {
            write!(f, "<g class=\"r\" transform=\"translate(0 {})\">", top + ROW * n + BASE)?;
            self.line(f, scale, line)?;
            f.write_str("</g>")?;
        }
        write!(f, "{}</svg>", AsOf { axis, day: as_of })
    }
}

impl Sheet<'_> {
    /// A row: its label, what it shows among the months, and its days in words.
    fn line(&self, f: &mut fmt::Formatter<'_>, scale: Scale, line: Line<'_>) -> fmt::Result {
        match line {
            Line::Heading(word) => {
                write!(f, "<path class=\"z\" d=\"M{MARGIN}-13H{}v24H{MARGIN}z\"/>", WIDTH - MARGIN)?;
                write!(f, "<text class=\"th\" x=\"{MARGIN}\" y=\"3\">{word}</text>")
            }
            Line::Nothing => {
                write!(f, "<text class=\"u\" x=\"{}\">{}</text>", MARGIN + 12, self.language.pick("none", "无"))
            }
            Line::Why(lit) => {
                let (id, light, language) = (self.prefix(), letter(lit.light), self.language);
                write!(f, "<path class=\"z\" d=\"M{MARGIN}-13H{}v24H{MARGIN}z\"/>", WIDTH - MARGIN)?;
                write!(f, "<use href=\"#{id}-{light}\" x=\"{}\" y=\"3\"/>", MARGIN + 13)?;
                write!(f, "<text class=\"th\" x=\"{}\" y=\"3\">{}</text>", MARGIN + 34, lit.told_in(language))
            }
            Line::Step(step, until) => self.step(f, scale, step, until),
            Line::Node(node) => self.node(f, scale, node),
            Line::Pause(pause) => self.pause(f, scale, pause),
            Line::Owed(owed) => self.owed(f, scale, owed),
            Line::Correction(correction) => self.correction(f, scale, correction),
        }
    }

    fn step(&self, f: &mut fmt::Formatter<'_>, scale: Scale, step: &TrackStep, until: Day) -> fmt::Result {
        let (id, language, stage) = (self.prefix(), self.language, step.to.stage());
        let verb = step.verb.map_or(language.pick("Plan", "策划"), |verb| verb.label(language));
        label(f, verb)?;
        if let Some((from, to)) = scale.span(step.on, until) {
            if stage.is_terminal() {
                write!(f, "<use href=\"#{id}-e\" x=\"{from}\"/>")?;
            } else {
                write!(f, "<path class=\"b{}\" d=\"M{from}{BARS}H{to}\"/>", stage as u8)?;
            }
            if stage == Stage::Zombie && scale.has(step.on) {
                write!(f, "<use href=\"#{id}-z\" x=\"{}\"/>", from + 7)?;
            }
            if step.is_doubtful && scale.has(step.on) {
                write!(f, "<use href=\"#{id}-q\" x=\"{}\"/>", from + 5)?;
            }
        }
        write!(f, "<text x=\"{BESIDE}\">{}", step.on)?;
        if step.is_doubtful {
            write!(f, " {}", language.pick("(in doubt)", "（存疑）"))?;
        }
        write!(f, " {}", step.to.label(language))?;
        let why = step.cause.map(|cause| cause.label(language)).or(step.outcome.map(|outcome| outcome.label(language)));
        if let Some(why) = why {
            write!(f, " · {why}")?;
        }
        f.write_str("</text>")
    }

    fn node(&self, f: &mut fmt::Formatter<'_>, scale: Scale, node: &TrackNode) -> fmt::Result {
        let language = self.language;
        label(f, node.stage.label(language))?;
        // in the middle of the row
        f.write_str("<g transform=\"translate(0 -10)\">")?;
        let (first, last) = (node.agreed_first.min(node.agreed), node.agreed_first.max(node.agreed));
        if let Some((from, to)) = scale.span(first, last).filter(|_| first < last) {
            let at = scale.at(node.agreed_first);
            write!(f, "<path class=\"f\" d=\"M{at} 1v10M{from} {NODES}H{to}\"/>")?;
        }
        let is_late = node.days_late.is_some_and(|days| days > 0);
        let end = node.reached.unwrap_or(self.picture.imprint.as_of);
        if let Some((from, to)) = scale.span(node.agreed, end).filter(|_| is_late) {
            write!(f, "<path class=\"l\" d=\"M{from} {NODES}H{to}\"/>")?;
        }
        for (class, day) in [('o', Some(node.agreed)), ('x', node.reached)] {
            if let Some(day) = day.filter(|day| scale.has(*day)) {
                let outline = Outline { stage: node.stage, x: scale.at(day) };
                write!(f, "<path class=\"{class}\" d=\"{outline}\"/>")?;
            }
        }
        write!(f, "</g><text{} x=\"{BESIDE}\">", if is_late { " class=\"w\"" } else { "" })?;
        told_node(f, language, node)?;
        f.write_str("</text>")
    }

    fn pause(&self, f: &mut fmt::Formatter<'_>, scale: Scale, pause: &TrackPause) -> fmt::Result {
        let language = self.language;
        label(f, pause.reason.label(language))?;
        let until = pause.until.unwrap_or(self.picture.imprint.as_of);
        if let Some((from, to)) = scale.span(pause.from, until) {
            write!(f, "<path class=\"p\" d=\"M{from} {BARS}H{to}\"/>")?;
        }
        write!(f, "<text x=\"{BESIDE}\">{} – ", pause.from)?;
        match pause.until {
            Some(until) => write!(f, "{until}")?,
            None => f.write_str(language.pick("goes on", "仍在停工"))?,
        }
        write!(f, " {}</text>", Named { name: pause.explanation.as_str(), columns: 44 })
    }

    fn owed(&self, f: &mut fmt::Formatter<'_>, scale: Scale, owed: &Owed) -> fmt::Result {
        let (language, as_of) = (self.language, self.picture.imprint.as_of);
        label(f, owed.item.label(language))?;
        let is_closed = self.picture.track.project.position.stage().is_terminal();
        let overdue = Some(as_of.days_since(owed.due)).filter(|days| *days > 0 && !is_closed);
        if let Some((from, to)) = scale.span(owed.due, as_of).filter(|_| overdue.is_some()) {
            write!(f, "<path class=\"l\" d=\"M{from} {BARS}H{to}\"/>")?;
        }
        if scale.has(owed.due) {
            write!(f, "<path class=\"o\" d=\"M{}-9h7l3 3v7h-10z\"/>", scale.at(owed.due) - 5)?;
        }
        write!(f, "<text{} x=\"{BESIDE}\">", if overdue.is_some() { " class=\"w\"" } else { "" })?;
        write!(f, "{} {}", language.pick("due", "应于"), owed.due)?;
        if owed.due != owed.committed {
            let day = owed.committed;
            match language {
                Language::English => write!(f, " (promised for {day})")?,
                Language::Chinese => write!(f, "（原承诺 {day}）")?,
            }
        }
        if let Some(days) = overdue {
            write!(f, "{}{}", language.pick(", ", "，"), Late { days, language })?;
        }
        f.write_str("</text>")
    }

    fn correction(&self, f: &mut fmt::Formatter<'_>, scale: Scale, correction: &TrackCorrection) -> fmt::Result {
        let (language, on) = (self.language, correction.recorded_at.day_in(self.picture.offset));
        label(f, correction.kind.label(language))?;
        if scale.has(on) {
            write!(f, "<path class=\"t\" d=\"M{0}-9l9 9M{0} 0l9-9\"/>", scale.at(on) - 4)?;
        }
        write!(f, "<text x=\"{BESIDE}\">{on}")?;
        if let Some(verb) = correction.verb {
            write!(f, " {}", verb.label(language))?;
        }
        match (correction.from, correction.to) {
            (Some(from), Some(to)) if from != to => write!(f, " {from} → {to}")?,
            (Some(from), Some(_)) => write!(f, " {from}")?,
            (Some(from), None) => write!(f, " {from} → {}", language.pick("void", "撤销"))?,
            (None, _) => {}
        }
        f.write_str("</text>")
    }
}

/// The word at the beginning of a row.
fn label(f: &mut fmt::Formatter<'_>, word: &str) -> fmt::Result {
    write!(f, "<text x=\"{}\">{}</text>", MARGIN + 12, Named { name: word, columns: 26 })
}
