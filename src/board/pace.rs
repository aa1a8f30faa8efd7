//! The pace of zombies: how many of a baseline are disposed of, year by year, against how many should be.

use core::fmt;

use super::Imprint;
use super::amount::Read;
use super::fit::{Fitted, wide};
use super::mark::{Mark, outstanding};
use super::markup::Escaped;
use super::share::length;
use super::sheet::{InLanguage, MARGIN, Picture, Sheet, Written};
use crate::portfolio::{Figure, Figures, Part, Period, Scope};
use crate::{Day, Language};

/// The width of an A3 sheet on its side, at 96 pixels an inch.
const A3: u32 = 1_588;
const TOP: u32 = 84;
/// The room of a year, and that beside the years.
const SLOT: u32 = 184;
const BESIDE: u32 = 36;
/// Where the bars of a panel begin and end, and how high the panel is.
const CEILING: u32 = 64;
const FLOOR: u32 = 244;
const PANEL: u32 = 336;

/// The pace of zombies (每年减少1/3): for each baseline how many of it are disposed of net, and gross beside, year by year, against
/// its size and the number that should be disposed of by then; what was found later and is left; verdict and what is missing.
///
/// What is gross and not net was disposed of and became a zombie again.
#[derive(Clone, Debug)]
pub struct ZombiePace<'a> {
    years: &'a [Figures],
    scope: Scope,
    imprint: Imprint<'a>,
}

/// A figure of a baseline, year by year.
#[derive(Clone, Debug)]
struct Panel<'a> {
    first: &'a Figure,
    years: Vec<(&'a Figures, &'a Figure)>,
}

impl<'a> ZombiePace<'a> {
    /// Of the city, from figures of several years in their order. The two dates of the imprint become the latest of the
    /// figures'.
    #[must_use]
    pub fn new(years: &'a [Figures], imprint: Imprint<'a>) -> Self {
        let as_of = years.iter().map(|figures| figures.as_of).max().unwrap_or(imprint.as_of);
        let known_at = years.iter().map(|figures| figures.known_at).max().unwrap_or(imprint.known_at);
        Self { years, scope: Scope::City, imprint: Imprint { as_of, known_at, ..imprint } }
    }

    /// Of a zone or of a class of zones.
    #[must_use]
    pub fn about(mut self, scope: Scope) -> Self {
        self.scope = scope;
        self
    }

    /// As one SVG element in a language.
    pub fn told_in(&self, language: Language) -> impl fmt::Display {
        InLanguage(self, language)
    }

    fn panels(&self) -> Vec<Panel<'a>> {
        let mut panels: Vec<Panel<'a>> = Vec::new();
        for figures in self.years {
            let of_scope = figures.figures.iter().filter(|figure| figure.scope == self.scope);
            for figure in of_scope.filter(|figure| figure.disposal.is_some()) {
                let is_same = |panel: &&mut Panel<'_>| {
                    panel.first.indicator == figure.indicator && panel.first.basis == figure.basis
                };
                match panels.iter_mut().find(is_same) {
                    Some(panel) => panel.years.push((figures, figure)),
                    None => panels.push(Panel { first: figure, years: vec![(figures, figure)] }),
                }
            }
        }
        panels
    }
}

impl Picture for ZombiePace<'_> {
    fn draw(&self, f: &mut fmt::Formatter<'_>, language: Language) -> fmt::Result {
        let panels = self.panels();
        let slots = panels.iter().map(|panel| panel.years.len()).max().unwrap_or(0) as u32;
        let wide_panel = BESIDE + SLOT * slots;
        let abreast = ((A3 - MARGIN) / (wide_panel + MARGIN)).clamp(1, panels.len().max(1) as u32);
        let down = (panels.len().max(1) as u32).div_ceil(abreast);
        let width = (MARGIN + (wide_panel + MARGIN) * abreast).max(1_000);
        let height = TOP + PANEL * down + 96;
        let sheet = Sheet { name: "pace", language, width, height, imprint: self.imprint };
        let prefix = language.pick("pe", "pz");
        sheet.open(
            f,
            Written(|f: &mut fmt::Formatter<'_>| self.title(f, language)),
            language.pick(
                "For each baseline and year: how many are disposed of net and gross, how many should be, how many the baseline has, \
                 how many were found later and how many of these are left.",
                "按底数和年度：净处置数、毛处置数、应处置数、底数，以及底数之外新发现数和未处置数。",
            ),
            ".pace .k{fill:#1f5f99}.pace .n{font-weight:700;paint-order:stroke;stroke:#fff;stroke-width:3px}\
             .pace .t{stroke:#b3261e;stroke-width:2.5}.pace .l{stroke:#52606d;stroke-dasharray:5 3}",
        )?;
        f.write_str("<defs>")?;
        Mark::define(f, prefix)?;
        write!(
            f,
            "<pattern id=\"{prefix}-g\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"><rect width=\"6\" height=\"6\" \
             fill=\"#fff\"/><path d=\"M0 6l6-6M-1 1l2-2M5 7l2-2\" stroke=\"#1f5f99\"/></pattern></defs>"
        )?;
        if panels.is_empty() {
            let nothing =
                language.pick("No figure of a baseline of zombies was asked for", "没有僵尸项目（企业）处置进度指标");
            write!(f, "<text x=\"{MARGIN}\" y=\"{}\">{nothing}</text>", TOP + 20)?;
        }
        for (at, panel) in (0..).zip(&panels) {
            let x = MARGIN + (wide_panel + MARGIN) * (at % abreast);
            self.panel(f, panel, (x, TOP + PANEL * (at / abreast)), prefix, language)?;
        }
        legend(f, (width, height), prefix, language)?;
        sheet.close(f)
    }
}

fn legend(f: &mut fmt::Formatter<'_>, (width, height): (u32, u32), prefix: &str, language: Language) -> fmt::Result {
    let y = height - 84;
    let x = Mark::explain(f, prefix, language, (MARGIN, y))?;
    let y = if x + 560 > width { y + 24 } else { y };
    let mut x = if x + 560 > width { MARGIN } else { x };
    for (drawn, label) in [
        ("<rect class=\"k\" width=\"14\" height=\"12\"/>".to_owned(), language.pick("disposed of, net", "净处置数")),
        (
            format!("<rect width=\"14\" height=\"12\" fill=\"url(#{prefix}-g)\" stroke=\"#1f5f99\"/>"),
            language.pick("gross; what exceeds net relapsed", "毛处置数（超出净数的为处置后复发）"),
        ),
        ("<path class=\"t\" d=\"M0 6h14\"/>".to_owned(), language.pick("should be", "应处置数")),
        ("<path class=\"l\" d=\"M0 6h14\"/>".to_owned(), language.pick("baseline", "底数")),
    ] {
        write!(f, "<g transform=\"translate({x} {})\">{drawn}<text x=\"20\" y=\"11\">{label}</text></g>", y - 11)?;
        x += 20 + 7 * super::markup::columns(label) as u32 + 14;
    }
    Ok(())
}

impl ZombiePace<'_> {
    fn title(&self, f: &mut fmt::Formatter<'_>, language: Language) -> fmt::Result {
        f.write_str(language.pick("Zombies disposed of, against the pace", "僵尸项目（企业）处置进度"))?;
        let [open, close] = [language.pick(", ", "（"), language.pick("", "）")];
        match &self.scope {
            Scope::Zone(zone) => {
                write!(f, "{open}{}{close}", super::markup::Clipped { text: zone.as_str(), columns: 50 })
            }
            Scope::Class(class) => write!(f, "{open}{}{close}", class.label(language)),
            Scope::City => Ok(()),
        }
    }

    fn panel(
        &self,
        f: &mut fmt::Formatter<'_>,
        panel: &Panel<'_>,
        (x, y): (u32, u32),
        prefix: &str,
        language: Language,
    ) -> fmt::Result {
        let Panel { first, years } = panel;
        let (scope, across) = (self.scope.to_string(), SLOT * years.len() as u32);
        write!(
            f,
            "<g data-figure=\"{}\" data-scope=\"{}\" transform=\"translate({x} {y})\">",
            Escaped(&first.indicator),
            Escaped(&scope)
        )?;
        let title = language.pick(first.title.en.as_str(), first.title.zh.as_str());
        Sheet::lines(f, title, (0, 20), (across + BESIDE) as usize / 7, 1, "b")?;
        write!(f, "<path d=\"M{BESIDE} {FLOOR}h{across}\" stroke=\"#1f2933\"/>")?;
        let numbers = years.iter().flat_map(|(_, figure)| {
            let pace = figure.disposal.and_then(|told| told.pace);
            let whole = figure.denominator.as_ref().map_or(0, |whole| whole.value.number());
            [whole, figure.gross.value.number(), pace.map_or(0, |pace| pace.target.max(pace.baseline).into())]
        });
        let most = numbers.max().unwrap_or(0);
        for (at, (figures, figure)) in (0..).zip(years) {
            Slot { figures, figure, most, x: BESIDE + SLOT * at, language }.write(f, prefix)?;
        }
        f.write_str("</g>")
    }
}

/// A year of a baseline.
struct Slot<'a> {
    figures: &'a Figures,
    figure: &'a Figure,
    /// The number at the ceiling.
    most: i128,
    x: u32,
    language: Language,
}

impl Slot<'_> {
    /// How high a number stands.
    fn high(&self, number: i128) -> u32 {
        FLOOR - length(number, self.most, FLOOR - CEILING, FLOOR - CEILING)
    }

    /// Whether the period had begun on the as-of day.
    fn has_begun(&self) -> bool {
        match self.figures.period {
            Period::Year(year) => Day::new(year, 1, 1).is_ok_and(|first| first <= self.figures.as_of),
            Period::Whole => true,
        }
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, prefix: &str) -> fmt::Result {
        let Self { figures, figure, x, language, .. } = *self;
        write!(f, "<g data-period=\"{}\" transform=\"translate({x} 0)\">", figures.period)?;
        let pace = figure.disposal.and_then(|told| told.pace);
        if let Some(pace) = pace.filter(|pace| pace.baseline > 0) {
            let (baseline, target) = (self.high(pace.baseline.into()), self.high(pace.target.into()));
            if self.has_begun() {
                self.bars(f, prefix)?;
            }
            write!(f, "<path class=\"l\" d=\"M0 {baseline}h{SLOT}\"/><path class=\"t\" d=\"M0 {target}h{SLOT}\"/>")?;
            if self.has_begun() {
                self.numbers(f)?;
            }
            let right = SLOT - 6;
            let below = if target + 16 > FLOOR { target - 6 } else { target + 15 };
            write!(
                f,
                "<text class=\"e\" x=\"{right}\" y=\"{}\">{} <tspan data-part=\"baseline\">{}</tspan></text>\
                 <text class=\"e\" x=\"{right}\" y=\"{below}\">{} <tspan data-part=\"target\">{}</tspan></text>",
                baseline - 6,
                language.pick("baseline", "底数"),
                pace.baseline,
                language.pick("should be", "应处置"),
                pace.target
            )?;
        }
        self.foot(f, prefix)?;
        f.write_str("</g>")
    }

    /// Net and gross, each with where its bar begins.
    fn parts(&self) -> [(&'static str, &Part, u32); 2] {
        [("net", &self.figure.net, 14), ("gross", &self.figure.gross, 62)]
    }

    fn bars(&self, f: &mut fmt::Formatter<'_>, prefix: &str) -> fmt::Result {
        let fills = [" class=\"k\"".to_owned(), format!(" fill=\"url(#{prefix}-g)\" stroke=\"#1f5f99\"")];
        for ((_, told, x), fill) in self.parts().into_iter().zip(fills) {
            let top = self.high(told.value.number());
            if top < FLOOR {
                write!(f, "<rect{fill} x=\"{x}\" y=\"{top}\" width=\"36\" height=\"{}\"/>", FLOOR - top)?;
            }
        }
        Ok(())
    }

    fn numbers(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (part, told, x) in self.parts() {
            let (x, y) = (x + 18, self.high(told.value.number()) - 5);
            let number = Read(told.value, self.language);
            write!(f, "<text class=\"c n\" data-part=\"{part}\" x=\"{x}\" y=\"{y}\">{number}</text>")?;
        }
        Ok(())
    }

    /// The period, the verdict, what is missing, what was found later.
    fn foot(&self, f: &mut fmt::Formatter<'_>, prefix: &str) -> fmt::Result {
        let Self { figures, figure, language, .. } = *self;
        let mut y = FLOOR + 18;
        write!(f, "<text x=\"6\" y=\"{y}\"><tspan class=\"b\">")?;
        match (figures.period, language) {
            (Period::Year(year), Language::English) => write!(f, "{year}")?,
            (Period::Year(year), Language::Chinese) => write!(f, "{year}年")?,
            (Period::Whole, _) => f.write_str(language.pick("all years", "整个计划期"))?,
        }
        let as_of = language.pick("as of ", "截至");
        write!(f, "</tspan><tspan class=\"q s\" dx=\"6\">{as_of}{}</tspan></text>", figures.as_of)?;
        y += 22;
        let said = |is_marked: bool| Written(move |f: &mut fmt::Formatter<'_>| self.says(f, is_marked));
        if let Some(mark) = Mark::of(figure).filter(|_| self.has_begun()) {
            write!(f, "<use href=\"#{prefix}-{}\" x=\"4\" y=\"{y}\"/>", mark.code())?;
            let room = Fitted { columns: wide(&said(false)), room: SLOT - 34, size: 12 };
            write!(f, "<text x=\"28\" y=\"{y}\"{room}>{}</text>", said(true))?;
        } else {
            write!(f, "<text class=\"q\" x=\"6\" y=\"{y}\">{}</text>", said(true))?;
        }
        let Some(additions) = figure.disposal.and_then(|told| told.additions).filter(|_| self.has_begun()) else {
            return Ok(());
        };
        let [found, left] = [language.pick("found later ", "新发现"), language.pick(", left ", "，未处置")];
        write!(
            f,
            "<text class=\"q\" x=\"6\" y=\"{}\">{found}<tspan data-part=\"found\">{}</tspan>{left}\
             <tspan data-part=\"outstanding\">{}</tspan></text>",
            y + 22,
            additions.found,
            additions.outstanding
        )
    }

    /// In words; what is missing is marked as a number, or not.
    fn says(&self, f: &mut fmt::Formatter<'_>, is_marked: bool) -> fmt::Result {
        let Self { figure, language, .. } = *self;
        if !self.has_begun() {
            return f.write_str(language.pick("not begun", "年度未到"));
        }
        let Some(mark) = Mark::of(figure) else {
            return f.write_str(language.pick("before the plan's first year", "计划开始之前"));
        };
        match (figure.missing.filter(|missing| missing.number() > 0), figure.why) {
            (_, Some(_)) if figure.disposal.is_some_and(|told| told.pace.is_none()) => {
                f.write_str(language.pick("n/a: no baseline is frozen", "不适用：未确定底数"))
            }
            (_, Some(why)) => {
                let between = language.pick("n/a: ", "不适用：");
                write!(f, "{between}{}", why.label(language))
            }
            (Some(missing), None) => {
                let [before, after] = match (mark, language) {
                    (Mark::SoFar, Language::English) => ["", " to go"],
                    (Mark::SoFar, Language::Chinese) => ["目前差", "个"],
                    (_, Language::English) => ["", " short"],
                    (_, Language::Chinese) => ["还差", "个"],
                };
                let [begin, end] = if is_marked { ["<tspan data-part=\"missing\">", "</tspan>"] } else { [""; 2] };
                write!(f, "{before}{begin}{}{end}{after}", Read(missing, language))
            }
            // all are disposed of, and some were found later
            (None, None) if outstanding(figure).is_some() && mark != Mark::Met => {
                f.write_str(language.pick("some found later are left", "新发现的尚未处置完"))
            }
            (None, None) => f.write_str(mark.label(language)),
        }
    }
}
