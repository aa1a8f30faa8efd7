//! The funnel of stages: how many projects stand in each, and for how much.

use core::fmt;

use super::Imprint;
use super::amount::Read;
use super::fit::{Fitted, wide};
use super::markup::Escaped;
use super::share::{Share, length};
use super::sheet::{InLanguage, MARGIN, Picture, Sheet, Written};
use crate::portfolio::{Figure, Figured, Figures, Lists, Period, Scope};
use crate::value::Currency;
use crate::{Language, Stage, ZoneId};

const WIDTH: u32 = 1_440;
const TOP: u32 = 132;
const ROW: u32 = 40;
/// Where the bars begin, counts to the left and amounts to the right, and how long they are at most.
const COUNTS: u32 = 366;
const AMOUNTS: u32 = 494;
const LONG: u32 = 250;
/// Where the other columns lie.
const WITHOUT: u32 = 1_000;
const ENTERED: u32 = 1_090;
const LED: u32 = 1_116;

/// The funnel: how many projects stand in each stage, the sum of their total planned investments in yuan, and how many have
/// none, as a list of all projects tells. With figures it tells beside that how many entered each stage for the first time in
/// a period, and where they went from there.
#[derive(Clone, Debug)]
pub struct Funnel<'a> {
    scope: Scope,
    standing: [InStage; Stage::ALL.len()],
    figures: Option<&'a Figures>,
    imprint: Imprint<'a>,
}

/// The projects of a list that stand in a stage.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct InStage {
    pub(super) count: u64,
    /// What is known in yuan, in fen.
    pub(super) sum: i128,
    /// How many have no total, or one in another currency.
    pub(super) without: u64,
}

impl InStage {
    /// By stage, in a scope.
    pub(super) fn by_stage(lists: &Lists<'_>, scope: &Scope) -> [Self; Stage::ALL.len()] {
        let mut standing = [Self::default(); Stage::ALL.len()];
        let is_asked = |zone: &ZoneId| !matches!(scope, Scope::Zone(asked) if asked != zone);
        for project in lists.projects().iter().filter(|project| is_asked(project.zone)) {
            let of_stage = &mut standing[project.position.stage() as usize];
            of_stage.count += 1;
            match project.total_investment.filter(|total| total.currency() == Currency::CNY) {
                Some(total) => of_stage.sum += i128::from(total.minor()),
                None => of_stage.without += 1,
            }
        }
        standing
    }
}

impl<'a> Funnel<'a> {
    /// Of the city. The two dates of the imprint become those of the lists.
    #[must_use]
    pub fn new(lists: &Lists<'_>, imprint: Imprint<'a>) -> Self {
        Self::of(lists, Scope::City, imprint)
    }

    /// Of what a zone hosts.
    #[must_use]
    pub fn of_zone(lists: &Lists<'_>, zone: ZoneId, imprint: Imprint<'a>) -> Self {
        Self::of(lists, Scope::Zone(zone), imprint)
    }

    fn of(lists: &Lists<'_>, scope: Scope, imprint: Imprint<'a>) -> Self {
        let imprint = Imprint { as_of: lists.as_of(), known_at: lists.known_at(), ..imprint };
        let standing = InStage::by_stage(lists, &scope);
        Self { scope, standing, figures: None, imprint }
    }

    /// With what figures of visits tell of the stages: who entered first in their period, and where that led.
    #[must_use]
    pub const fn with_figures(mut self, figures: &'a Figures) -> Self {
        self.figures = Some(figures);
        self
    }

    /// As one SVG element in a language.
    pub fn told_in(&self, language: Language) -> impl fmt::Display {
        InLanguage(self, language)
    }

    /// The figures of those who entered a stage, each of another stage that they went to.
    fn led(&self, from: Stage) -> impl Iterator<Item = (Stage, &'a Figure)> {
        let figures = self.figures.map_or(&[][..], |figures| &figures.figures);
        let of_scope = figures.iter().filter(|figure| figure.scope == self.scope);
        let mut basis = None;
        of_scope.filter_map(move |figure| {
            let (name, edge) = figure.indicator.rsplit_once(':')?;
            let (begins, ends) = edge.split_once('>')?;
            let to = ends.parse().ok().filter(|_| begins == from.code())?;
            // of several such figures the first
            let is_first = *basis.get_or_insert((name, &figure.basis)) == (name, &figure.basis);
            is_first.then_some((to, figure))
        })
    }

    fn all(&self) -> InStage {
        self.standing.iter().fold(InStage::default(), |all, one| InStage {
            count: all.count + one.count,
            sum: all.sum + one.sum,
            without: all.without + one.without,
        })
    }
}

/// Whether a stage is beside the road: nothing is entered from it but by coming back.
const fn is_beside(stage: Stage) -> bool {
    matches!(stage, Stage::Zombie | Stage::Closed)
}

impl Picture for Funnel<'_> {
    fn draw(&self, f: &mut fmt::Formatter<'_>, language: Language) -> fmt::Result {
        let height = TOP + ROW * Stage::ALL.len() as u32 + 16 + 78;
        let sheet = Sheet { name: "funnel", language, width: WIDTH, height, imprint: self.imprint };
        sheet.open(
            f,
            Written(|f: &mut fmt::Formatter<'_>| self.title(f, language)),
            Written(|f: &mut fmt::Formatter<'_>| self.sums(f, language)),
            ".funnel .k{fill:#1f5f99}.funnel .o{fill:#fff;stroke:#1f2933}",
        )?;
        write!(
            f,
            "<defs><pattern id=\"funnel-{language}-y\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">\
             <rect width=\"6\" height=\"6\" fill=\"#cfe8e4\"/><path d=\"M0 6l6-6M-1 1l2-2M5 7l2-2\" stroke=\"#13766b\" \
             stroke-width=\"1.5\"/></pattern></defs><text class=\"q\" x=\"{MARGIN}\" y=\"64\">"
        )?;
        self.sums(f, language)?;
        f.write_str("</text>")?;
        self.heads(f, language)?;
        let most = self.standing.iter().map(|one| one.count).max().unwrap_or(0);
        let largest = self.standing.iter().map(|one| one.sum).max().unwrap_or(0);
        let scope = self.scope.to_string();
        write!(f, "<g data-scope=\"{}\">", Escaped(&scope))?;
        for (at, (stage, standing)) in (0..).zip(Stage::ALL.into_iter().zip(&self.standing)) {
            let y = TOP + ROW * at + if is_beside(stage) { 16 } else { 0 };
            self.row(f, stage, standing, y, (most, largest), language)?;
        }
        f.write_str("</g>")?;
        let beside = TOP + ROW * Stage::ALL.into_iter().filter(|stage| !is_beside(*stage)).count() as u32 + 8;
        write!(
            f,
            "<path d=\"M{MARGIN} {beside}h{}\" stroke=\"#9aa5b1\" stroke-dasharray=\"4 3\"/>",
            WIDTH - 2 * MARGIN
        )?;
        let note = language.pick(
            "Amounts: total planned investments known in yuan. Hollow: not on the way to operation. First out: where those who \
             entered in the period went first; shares have two decimals, rounded half up, never up to the whole.",
            "金额为已填报人民币计划总投资之和。空心条为不在推进途中的项目。首次去向为期内首次进入者首次离开时所到阶段；\
             占比保留两位小数，四舍五入，但不会进位成100%。",
        );
        write!(f, "<text class=\"q s\" x=\"{MARGIN}\" y=\"{}\">{note}</text>", height - 40)?;
        sheet.close(f)
    }
}

impl Funnel<'_> {
    fn title(&self, f: &mut fmt::Formatter<'_>, language: Language) -> fmt::Result {
        f.write_str(language.pick("Projects by stage", "各阶段项目漏斗"))?;
        match &self.scope {
            Scope::Zone(zone) => {
                let [open, close] = [language.pick(", ", "（"), language.pick("", "）")];
                write!(f, "{open}{}{close}", super::markup::Clipped { text: zone.as_str(), columns: 60 })
            }
            Scope::Class(_) | Scope::City => Ok(()),
        }
    }

    /// How many there are in all.
    fn sums(&self, f: &mut fmt::Formatter<'_>, language: Language) -> fmt::Result {
        let InStage { count, sum, without } = self.all();
        let sum = Read(Figured::Yuan(sum), language);
        match language {
            Language::English => {
                write!(f, "Projects: {count}; total planned investment: {sum}; without an amount: {without}")
            }
            Language::Chinese => write!(f, "项目共{count}个，计划总投资合计{sum}，金额未填{without}个"),
        }
    }

    fn heads(&self, f: &mut fmt::Formatter<'_>, language: Language) -> fmt::Result {
        let y = TOP - 14;
        write!(
            f,
            "<g class=\"b\"><text class=\"e\" x=\"{COUNTS}\" y=\"{y}\">{}</text>",
            language.pick("Projects", "项目数")
        )?;
        write!(
            f,
            "<text class=\"c\" x=\"{}\" y=\"{y}\">{}</text>",
            (COUNTS + AMOUNTS) / 2,
            language.pick("Stage", "阶段")
        )?;
        let amount = language.pick("Total planned investment", "计划总投资");
        write!(f, "<text x=\"{AMOUNTS}\" y=\"{y}\">{amount}</text>")?;
        let without = language.pick("No amount", "金额未填");
        write!(f, "<text class=\"e\" x=\"{WITHOUT}\" y=\"{y}\">{without}</text>")?;
        if let Some(figures) = self.figures {
            let entered = language.pick("First in", "首次进入");
            write!(f, "<text class=\"e\" x=\"{ENTERED}\" y=\"{y}\">{entered}</text><text x=\"{LED}\" y=\"{y}\">")?;
            match (figures.period, language) {
                (Period::Year(year), Language::English) => write!(f, "First out ({year}, as of {})", figures.as_of)?,
                (Period::Year(year), Language::Chinese) => write!(f, "首次去向（{year}年，截至{}）", figures.as_of)?,
                (Period::Whole, Language::English) => write!(f, "First out (all years, as of {})", figures.as_of)?,
                (Period::Whole, Language::Chinese) => write!(f, "首次去向（整个计划期，截至{}）", figures.as_of)?,
            }
            f.write_str("</text>")?;
        }
        f.write_str("</g>")
    }

    fn row(
        &self,
        f: &mut fmt::Formatter<'_>,
        stage: Stage,
        standing: &InStage,
        y: u32,
        (most, largest): (u64, i128),
        language: Language,
    ) -> fmt::Result {
        let InStage { count, sum, without } = *standing;
        write!(f, "<g data-figure=\"projects\" data-stage=\"{stage}\" transform=\"translate(0 {y})\">")?;
        let class = if is_beside(stage) { "o" } else { "k" };
        let long = length(count.into(), most.into(), LONG, LONG);
        if long > 0 {
            let left = COUNTS - long;
            write!(f, "<rect class=\"{class}\" x=\"{left}\" y=\"7\" width=\"{long}\" height=\"24\"/>")?;
        }
        let x = COUNTS - long - 6;
        write!(f, "<text class=\"e b\" data-part=\"count\" x=\"{x}\" y=\"24\">{count}</text>")?;
        let label = stage.label(language);
        let room = Fitted { columns: wide(&label), room: AMOUNTS - COUNTS - 8, size: 12 };
        write!(f, "<text class=\"c b\" x=\"{}\" y=\"24\"{room}>{label}</text>", (COUNTS + AMOUNTS) / 2)?;
        let long = length(sum, largest, LONG, LONG);
        if long > 0 {
            let fill = if is_beside(stage) {
                " class=\"o\"".to_owned()
            } else {
                format!(" fill=\"url(#funnel-{language}-y)\" stroke=\"#13766b\"")
            };
            write!(f, "<rect{fill} x=\"{AMOUNTS}\" y=\"7\" width=\"{long}\" height=\"24\"/>")?;
        }
        let (x, text) = (AMOUNTS + long + 6, Read(Figured::Yuan(sum), language));
        let room = Fitted { columns: wide(&text), room: WITHOUT - 60 - x, size: 12 };
        write!(f, "<text class=\"b\" data-part=\"sum\" x=\"{x}\" y=\"24\"{room}>{text}</text>")?;
        write!(f, "<text class=\"e\" data-part=\"without\" x=\"{WITHOUT}\" y=\"24\">{without}</text></g>")?;
        self.entered(f, stage, y, language)
    }

    /// Who entered a stage first, and where that led.
    fn entered(&self, f: &mut fmt::Formatter<'_>, stage: Stage, y: u32, language: Language) -> fmt::Result {
        let mut told = 0;
        let lines = self.led(stage).count();
        for (to, figure) in self.led(stage) {
            let Some(whole) = &figure.denominator else { continue };
            let name = Escaped(&figure.indicator);
            if told == 0 {
                let entered = Read(whole.value, language);
                write!(
                    f,
                    "<text class=\"e\" data-figure=\"{name}\" data-part=\"denominator\" x=\"{ENTERED}\" y=\"{}\">{entered}</text>",
                    y + 24
                )?;
            }
            let (part, whole) = (Read(figure.net.value, language), Read(whole.value, language));
            let line = y + if lines > 1 { 17 + 16 * told } else { 24 };
            write!(
                f,
                "<text data-figure=\"{name}\" data-part=\"net\" x=\"{LED}\" y=\"{line}\">→ {} {part}/{whole}",
                to.label(language)
            )?;
            // an empty denominator has no share
            match Share::of(figure).filter(|share| share.whole > 0) {
                Some(share) => write!(f, "<tspan class=\"q\" x=\"{}\">{share}</tspan></text>", LED + 170)?,
                None => {
                    let why = language.pick("n/a: none entered", "不适用：无项目进入");
                    write!(f, "<tspan class=\"q\" x=\"{}\">{why}</tspan></text>", LED + 170)?;
                }
            }
            told += 1;
        }
        Ok(())
    }
}
