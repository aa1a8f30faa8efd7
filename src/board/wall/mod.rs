//! The wall chart (挂图): projects by months.

mod bars;
mod nodes;
mod order;
mod row;

use core::fmt;

pub use order::WallRow;
use row::Columns;

use super::axis::{AsOf, Axis, HEAD};
use super::imprint::Imprint;
use super::legend::{LINE, Legend};
use super::look::{Look, Prefix};
use super::months::{Months, Scale};
use super::sign::{ImprintRow, SimulatedMark};
use crate::Language;
use crate::lifecycle::Stage;
use crate::portfolio::Light;
use crate::value::Day;

/// How many rows a page has.
const ROWS: usize = 40;
/// How high a row is.
const ROW: i64 = 24;
/// Where the line of text of a row stands in it.
const BASE: i64 = 13;
/// A page of A3 in landscape, four units to a millimetre.
const WIDTH: i64 = 1680;
const HEIGHT: i64 = 1188;
const MARGIN: i64 = 24;
/// Where the legend begins.
const LEGEND: i64 = 108;

/// The wall chart (挂图) of some projects: a row each, with who has it in hand, where it stands and how late it is, and month by
/// month what was planned and what was reached.
///
/// Rows stand in the order in which they are given; [`WallRow::by_urgency`] is a good one. The same rows make one tall picture
/// for a page to scroll, and pages of A3 for a printer.
///
/// ```
/// use project_lifecycle::Language;
/// use project_lifecycle::board::{Imprint, Months, WallChart};
///
/// let (as_of, known_at) = ("2018-06-30".parse()?, "2018-07-01T00:00:00Z".parse()?);
/// let imprint = Imprint { unit: "浑南区", filled_by: "项目办", as_of, known_at, is_simulated: true };
/// let chart = WallChart::new(&[], Months::between("2018-01-01".parse()?, "2020-12-31".parse()?), imprint);
/// assert!(chart.told_in(Language::Chinese).to_string().contains("没有项目"));
/// assert_eq!(chart.pages(Language::Chinese).count(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct WallChart<'a> {
    rows: &'a [WallRow<'a>],
    months: Months,
    imprint: Imprint<'a>,
}

impl<'a> WallChart<'a> {
    /// The chart of some rows over some months.
    #[must_use]
    pub const fn new(rows: &'a [WallRow<'a>], months: Months, imprint: Imprint<'a>) -> Self {
        Self { rows, months, imprint }
    }

    /// All rows in one tall picture, as an SVG element.
    #[must_use]
    pub const fn told_in(self, language: Language) -> impl fmt::Display + use<'a> {
        Sheet { chart: self, language, rows: self.rows, above: 0, page: None }
    }

    /// Pages of A3 in landscape with forty rows each, an SVG element each. There is at least one.
    pub fn pages(self, language: Language) -> impl ExactSizeIterator<Item = impl fmt::Display + use<'a>> + use<'a> {
        let pages = self.rows.len().div_ceil(ROWS).max(1);
        (0..pages).map(move |n| {
            let above = n * ROWS;
            let rows = &self.rows[above..self.rows.len().min(above + ROWS)];
            Sheet { chart: self, language, rows, above, page: Some((n + 1, pages)) }
        })
    }
}

/// Some of the rows as one picture.
#[derive(Clone, Copy, Debug)]
struct Sheet<'a> {
    chart: WallChart<'a>,
    language: Language,
    rows: &'a [WallRow<'a>],
    /// How many rows stand before these.
    above: usize,
    /// Which page it is, of how many. `None` if it is no page.
    page: Option<(usize, usize)>,
}

/// What a chart's rows have in common.
#[derive(Clone, Copy, Debug)]
struct Ground {
    prefix: Prefix,
    language: Language,
    scale: Scale,
    columns: Columns,
    as_of: Day,
}

impl Sheet<'_> {
    fn prefix(&self) -> Prefix {
        Prefix { letter: 'W', number: self.page.map_or(0, |(page, _)| page as u64) }
    }

    fn title(&self) -> &'static str {
        self.language.pick("Wall chart: projects by month", "挂图作战：项目进度总图")
    }

    /// How many projects there are in the whole chart, and how many of them are late, paused and stalled; with lights, how many
    /// have each.
    fn counts(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (rows, language) = (self.chart.rows, self.language);
        let count = |is: &dyn Fn(&WallRow<'_>) -> bool| rows.iter().filter(|row| is(row)).count();
        let lit = |light| count(&|row| row.light() == Some(light));
        let counts = [
            ("projects", language.pick("Projects", "项目"), rows.len()),
            ("late", language.pick("late", "迟延"), count(&|row| row.late().is_some())),
            ("paused", language.pick("paused", "停工"), count(&|row| row::open_pause(row.track).is_some())),
            (
                "zombies",
                language.pick("zombies", "僵尸项目（企业）"),
                count(&|row| row::stage(row.track) == Stage::Zombie),
            ),
            (Light::Red.code(), Light::Red.label(language), lit(Light::Red)),
            (Light::Yellow.code(), Light::Yellow.label(language), lit(Light::Yellow)),
            (Light::Green.code(), Light::Green.label(language), lit(Light::Green)),
        ];
        let shown = if self.is_lit() { counts.len() } else { counts.len() - 3 };
        for (n, (name, word, count)) in counts.into_iter().take(shown).enumerate() {
            let gap = if n == 0 { "" } else { " · " };
            write!(f, "{gap}{word} <tspan class=\"th\" data-figure=\"{name}\" data-scope=\"chart\">{count}</tspan>")?;
        }
        Ok(())
    }

    fn is_lit(&self) -> bool {
        self.chart.rows.iter().any(|row| row.signal.is_some())
    }

    /// What the picture says of itself to whoever does not see it.
    fn description(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (rows, months, as_of) = (self.rows.len(), self.chart.months, self.chart.imprint.as_of);
        let (from, to) = (months.first(), months.last());
        match self.language {
            Language::English => write!(
                f,
                "{rows} projects from {from} to {to} as of {as_of}, a row each: bars are stages, hollow marks what was \
                 planned, filled marks what was reached, and thick lines how late."
            ),
            Language::Chinese => write!(
                f,
                "共 {rows} 个项目，{from} 至 {to} 逐月，截至 {as_of}。每个项目一行：色条为所处阶段，空心标记为计划节点，\
                 实心标记为实际到达，粗线为迟延。"
            ),
        }
    }
}

impl fmt::Display for Sheet<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (language, imprint, id) = (self.language, self.chart.imprint, self.prefix());
        let columns = Columns::of(language);
        let scale = Scale { months: self.chart.months, left: columns.months, right: WIDTH - MARGIN };
        let (left, right, as_of) = (MARGIN, WIDTH - MARGIN, imprint.as_of);
        let legend = Legend { prefix: id, language, as_of, left, right, top: LEGEND, is_lit: self.is_lit() };
        let head = LEGEND + legend.lines() * LINE - 8;
        let top = head + HEAD;
        let bottom = top + ROW * i64::try_from(self.rows.len().max(1)).unwrap_or(i64::MAX / ROW / 2);
        let height = if self.page.is_some() { HEIGHT } else { bottom + MARGIN };
        write!(
            f,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"{id}\" role=\"img\" lang=\"{}\"",
            language.code()
        )?;
        write!(f, " aria-labelledby=\"{id}-t {id}-d\" viewBox=\"0 0 {WIDTH} {height}\"")?;
        // where the months lie, for a page that shows some of them
        let Scale { months, left: from, right: to } = scale;
        write!(
            f,
            " data-left=\"{from}\" data-right=\"{to}\" data-from=\"{}\" data-to=\"{}\"",
            months.first(),
            months.last()
        )?;
        if self.page.is_some() {
            f.write_str(" width=\"420mm\" height=\"297mm\"")?;
        }
        write!(f, "><title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">", self.title())?;
        self.description(f)?;
        write!(f, "</desc>{}", Look { prefix: id, language })?;
        columns.clips(f, id)?;
        write!(f, "<text class=\"h1\" x=\"{left}\" y=\"44\">{}</text>", self.title())?;
        write!(f, "{}", SimulatedMark { imprint, language, right, y: 42 })?;
        write!(f, "<text class=\"h2\" x=\"{left}\" y=\"68\">")?;
        self.counts(f)?;
        write!(f, "</text>{}", ImprintRow { imprint, language, x: left, y: 88, width: right - left })?;
        write!(f, "{legend}")?;
        // every other row on a ground of its own
        f.write_str("<path class=\"z\" d=\"")?;
        for n in (0..self.rows.len()).skip(1).step_by(2) {
            write!(f, "M{left} {}h{}v{ROW}H{left}z", top + ROW * n as i64, right - left)?;
        }
        let axis = Axis { scale, language, top: head, bottom };
        write!(f, "\"/>{axis}")?;
        columns.heads(f, language, head + HEAD - 6, self.is_lit())?;
        write!(f, "<path class=\"t\" d=\"M{left} {top}H{right}M{left} {bottom}H{right}\"/>")?;
        let ground = Ground { prefix: id, language, scale, columns, as_of };
        for (n, row) in self.rows.iter().enumerate() {
            row::write(f, &ground, self.above + n + 1, top + ROW * n as i64 + BASE, row)?;
        }
        write!(f, "{}", AsOf { axis, day: as_of })?;
        if self.rows.is_empty() {
            let none = language.pick("There are no projects.", "没有项目。");
            write!(f, "<text class=\"h2\" x=\"{left}\" y=\"{}\">{none}</text>", top + BASE + 4)?;
        }
        if let Some((page, pages)) = self.page {
            write!(f, "<text class=\"e\" x=\"{right}\" y=\"{}\">", HEIGHT - MARGIN)?;
            match language {
                Language::English => write!(f, "Page {page} of {pages}</text>")?,
                Language::Chinese => write!(f, "第 {page} 页，共 {pages} 页</text>")?,
            }
        }
        f.write_str("</svg>")
    }
}
