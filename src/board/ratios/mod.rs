//! The plan's ratios, zone by zone, against what is to be reached.

mod cell;

use core::fmt;

use cell::{AtLeast, BAR, Cell, LINE};

use super::Imprint;
use super::fit::{Fitted, Named, wide};
use super::mark::Mark;
use super::markup::{Clipped, Escaped, columns as columns_of};
use super::share::{Share, length};
use super::sheet::{InLanguage, MARGIN, Picture, Sheet, Written};
use crate::portfolio::{Figure, Figures, Judgement, ListedZone, Period, Scope, Threshold};
use crate::{Day, Language};

/// The width of an A3 sheet on its side, at 96 pixels an inch.
const A3: u32 = 1_588;
/// Where the rows begin, and how high each is.
const TOP: u32 = 158;
const ROW: u32 = 36;

/// The plan's ratios by zone: a row for each zone and for the city, a column for each figure with something to reach.
///
/// A cell tells the verdict by a sign, the share (of a count the number), what is missing, and below that the net part and the
/// denominator; the gross part where it is another, and how many are excluded. Its bar ends at the target's tick where the
/// target is reached. A second tick tells which part of the year has gone (时间进度): who keeps an even pace is there.
///
/// Shares have two decimals, rounded half up, but never up to a target that they miss.
#[derive(Clone, Debug)]
pub struct Ratios<'a> {
    figures: &'a Figures,
    imprint: Imprint<'a>,
    columns: Vec<Column<'a>>,
    rows: Vec<Row<'a>>,
    /// The figure that ranks the zones. `None` if they come as given.
    ranked_by: Option<&'a Figure>,
}

/// A figure of the plan, of all scopes.
#[derive(Clone, Copy, Debug)]
struct Column<'a> {
    figures: &'a [Figure],
    /// What all that have something to reach are to reach. `None` where it differs.
    target: Option<Threshold>,
}

#[derive(Clone, Copy, Debug)]
struct Row<'a> {
    scope: &'a Scope,
    /// What is registered of the zone. `None` if nothing is, and for the city.
    zone: Option<&'a ListedZone>,
    rank: Option<usize>,
}

impl<'a> Column<'a> {
    fn of(figures: &'a [Figure]) -> Option<Self> {
        figures.iter().any(|figure| figure.verdict.is_some()).then(|| {
            let mut targets = figures.iter().filter_map(|figure| figure.threshold);
            // those of baselines are a part of each
            let first = targets.next().filter(|_| figures.iter().all(|figure| figure.disposal.is_none()));
            Self { figures, target: first.filter(|first| targets.all(|target| target == *first)) }
        })
    }

    fn first(&self) -> &'a Figure {
        &self.figures[0]
    }

    fn figure(&self, scope: &Scope) -> Option<&'a Figure> {
        self.figures.iter().find(|figure| figure.scope == *scope)
    }
}

impl<'a> Ratios<'a> {
    /// Of the figures that a portfolio gave for a year. Of a figure that is computed on several bases the first is shown. The
    /// zones come in the order of the figures, with names and classes as [`Lists::zones`](crate::portfolio::Lists::zones)
    /// tells them; one that is not among these is called by its id. The two dates of the imprint become those of the figures.
    #[must_use]
    pub fn new(figures: &'a Figures, zones: &'a [ListedZone], imprint: Imprint<'a>) -> Self {
        let imprint = Imprint { as_of: figures.as_of, known_at: figures.known_at, ..imprint };
        let columns = columns(figures, false);
        // of classes only where nothing else was asked for
        let scopes = || columns.first().map_or(&[][..], |column| column.figures).iter().map(|figure| &figure.scope);
        let is_class = |scope: &Scope| matches!(scope, Scope::Class(_));
        let all_are_classes = scopes().all(is_class);
        let row = |scope: &'a Scope| {
            let zone = zones.iter().find(|zone| matches!(scope, Scope::Zone(id) if *id == zone.id));
            Row { scope, zone, rank: None }
        };
        let rows = scopes().filter(|scope| all_are_classes || !is_class(scope)).map(row).collect();
        Self { figures, imprint, columns, rows, ranked_by: None }
    }

    /// With every basis of every figure as a column of its own.
    #[must_use]
    pub fn with_every_basis(mut self) -> Self {
        self.columns = columns(self.figures, true);
        self
    }

    /// Ranked by a figure (排座次): the zone with the highest share, or of a count the highest number, comes first, and equals
    /// have the same rank. Zones that it does not apply to come last and have no rank. Without such a figure nothing changes.
    #[must_use]
    pub fn ranked_by(mut self, indicator: &str) -> Self {
        let Some(column) = self.columns.iter().find(|column| column.first().indicator == indicator).copied() else {
            return self;
        };
        let score = |row: &Row<'a>| {
            let figure = column.figure(row.scope).filter(|_| matches!(row.scope, Scope::Zone(_)))?;
            let applies = figure.verdict.is_some_and(|verdict| verdict != Judgement::NotApplicable);
            let count = Share { part: figure.net.value.number(), whole: 1, target: None };
            Some(Share::of(figure).unwrap_or(count)).filter(|share| applies && share.whole > 0)
        };
        let mut scored: Vec<_> = self.rows.iter().map(|row| (score(row), *row)).collect();
        // zones before the city, and of equals those before that were before
        scored.sort_by(|(one, one_row), (other, other_row)| {
            let is_zone = |row: &Row<'_>| matches!(row.scope, Scope::Zone(_));
            let by_score = match (one, other) {
                (Some(one), Some(other)) => other.compare(*one),
                (one, other) => other.is_some().cmp(&one.is_some()),
            };
            is_zone(other_row).cmp(&is_zone(one_row)).then(by_score)
        });
        let mut last: Option<(Share, usize)> = None;
        for (at, (score, row)) in scored.iter_mut().enumerate() {
            let Some(score) = *score else { continue };
            let rank = last.filter(|(before, _)| before.compare(score).is_eq()).map_or(at + 1, |(_, rank)| rank);
            (row.rank, last) = (Some(rank), Some((score, rank)));
        }
        self.rows = scored.into_iter().map(|(_, row)| row).collect();
        self.ranked_by = Some(column.first());
        self
    }

    /// As one SVG element in a language.
    pub fn told_in(&self, language: Language) -> impl fmt::Display {
        InLanguage(self, language)
    }
}

/// The figures with something to reach, each of all scopes.
fn columns(figures: &Figures, every_basis: bool) -> Vec<Column<'_>> {
    let mut columns: Vec<Column<'_>> = Vec::new();
    let is_same = |one: &Figure, other: &Figure| one.indicator == other.indicator && one.basis == other.basis;
    for column in figures.figures.chunk_by(is_same).filter_map(Column::of) {
        let is_known = columns.iter().any(|known| known.first().indicator == column.first().indicator);
        if every_basis || !is_known {
            columns.push(column);
        }
    }
    columns
}

/// Which part of the year has gone at the end of the day. `None` if the period is no year.
fn gone(figures: &Figures) -> Option<Share> {
    let Period::Year(year) = figures.period else { return None };
    let (first, last) = (Day::new(year, 1, 1).ok()?, Day::new(year, 12, 31).ok()?);
    let whole = last.days_since(first) + 1;
    let part = (figures.as_of.days_since(first) + 1).clamp(0, whole);
    Some(Share { part: part.into(), whole: whole.into(), target: None })
}

/// Where things lie.
#[derive(Clone, Copy, Debug)]
struct Places {
    /// Where the columns begin, and how wide each is.
    left: u32,
    cell: u32,
    /// Where the rows end.
    end: u32,
    width: u32,
    height: u32,
}

impl Places {
    fn of(ratios: &Ratios<'_>) -> Self {
        let left = MARGIN + 290 + if ratios.ranked_by.is_some() { 48 } else { 0 };
        let (columns, rows) = (ratios.columns.len().max(1) as u32, ratios.rows.len().max(1) as u32);
        let cell = ((A3 - MARGIN - left) / columns).clamp(152, 220);
        let end = TOP + ROW * rows;
        Self { left, cell, end, width: (left + cell * columns + MARGIN).max(1_000), height: end + 116 }
    }

    fn column(self, at: usize) -> u32 {
        self.left + self.cell * at as u32
    }

    /// How long a bar is that reaches its target.
    const fn bar(self) -> u32 {
        self.cell * 7 / 10
    }
}

/// What is to be reached in a column.
fn reached(column: &Column<'_>, f: &mut fmt::Formatter<'_>, language: Language) -> fmt::Result {
    let first = column.first();
    match (column.target, column.pace(), language) {
        (Some(target), ..) => write!(f, "{}{}", language.pick("target ", "目标"), AtLeast(target, language))?,
        (None, Some((year, years)), Language::English) => write!(f, "target by zone, year {year} of {years}")?,
        (None, Some((year, years)), Language::Chinese) => write!(f, "目标见各格，第{year}年（共{years}年）")?,
        (None, None, _) if first.disposal.is_some() => {
            f.write_str(language.pick("no baseline is frozen", "未确定底数"))?;
        }
        (None, None, _) => f.write_str(language.pick("target by zone", "目标见各格"))?,
    }
    if first.soft {
        let [open, close] = [language.pick(" (", "（"), language.pick(")", "）")];
        write!(f, "{open}{}{close}", language.pick("strived for", "力争"))?;
    }
    Ok(())
}

impl Picture for Ratios<'_> {
    fn draw(&self, f: &mut fmt::Formatter<'_>, language: Language) -> fmt::Result {
        let places = Places::of(self);
        let Places { width, height, .. } = places;
        let sheet = Sheet { name: "ratios", language, width, height, imprint: self.imprint };
        let prefix = language.pick("re", "rz");
        sheet.open(
            f,
            Written(|f: &mut fmt::Formatter<'_>| self.title(f, language)),
            Written(|f: &mut fmt::Formatter<'_>| self.says(f, language)),
            ".ratios .w text{font-weight:600}.ratios .w tspan{font-weight:400}\
             .ratios .w tspan+tspan{font-size:10px;fill:#52606d}.ratios use[href$=\"-n\"]+text{fill:#9b1c1c}\
             .ratios .w path{stroke:#5b7c99;stroke-width:5}.ratios .l{stroke:#cbd2d9;fill:none}",
        )?;
        f.write_str("<defs>")?;
        Mark::define(f, prefix)?;
        f.write_str("</defs>")?;
        write!(f, "<text class=\"q\" x=\"{MARGIN}\" y=\"64\">")?;
        if let Some(gone) = gone(self.figures) {
            write!(f, "{}　", Gone(gone, language))?;
        }
        if let Some(figure) = self.ranked_by {
            let title = language.pick(figure.title.en.as_str(), figure.title.zh.as_str());
            let ranked = language.pick("Ranked by: ", "排名指标：");
            write!(f, "{ranked}{}", Clipped { text: title, columns: 80 })?;
        }
        f.write_str("</text>")?;
        if self.columns.is_empty() {
            let nothing = language.pick("No figure has anything to reach in this period", "本期没有设定目标的指标");
            write!(f, "<text x=\"{MARGIN}\" y=\"{TOP}\">{nothing}</text>")?;
            return sheet.close(f);
        }
        self.heads(f, places, language)?;
        self.ticks(f, places)?;
        f.write_str("<g class=\"w\">")?;
        for (at, row) in (0..).zip(&self.rows) {
            self.row(f, row, TOP + LINE + ROW * at, places, prefix, language)?;
        }
        f.write_str("</g>")?;
        self.legend(f, places, prefix, language)?;
        sheet.close(f)
    }
}

impl Ratios<'_> {
    fn title(&self, f: &mut fmt::Formatter<'_>, language: Language) -> fmt::Result {
        f.write_str(language.pick("The plan's ratios by zone", "各开发区指标完成情况"))?;
        match (self.figures.period, language) {
            (Period::Year(year), Language::English) => write!(f, ", {year}"),
            (Period::Year(year), Language::Chinese) => write!(f, "（{year}年）"),
            (Period::Whole, _) => f.write_str(language.pick(", all years of the plan", "（整个计划期）")),
        }
    }

    fn says(&self, f: &mut fmt::Formatter<'_>, language: Language) -> fmt::Result {
        f.write_str(language.pick(
            "A row for each zone and for the city; a column for each figure with a target: verdict, share, what is missing, net \
             part of the denominator. ",
            "每行为一个开发区，末行为全市；每列为一项有目标的指标，依次为：结论、占比、缺口、净值与分母。",
        ))?;
        gone(self.figures).map_or(Ok(()), |gone| write!(f, "{}", Gone(gone, language)))
    }

    /// What the columns are called, and what is to be reached.
    fn heads(&self, f: &mut fmt::Formatter<'_>, places: Places, language: Language) -> fmt::Result {
        let mut x = MARGIN;
        if self.ranked_by.is_some() {
            write!(f, "<text class=\"b\" x=\"{x}\" y=\"98\">{}</text>", language.pick("Rank", "名次"))?;
            x += 48;
        }
        let (zone, class) = (language.pick("Zone", "开发区"), language.pick("Class", "级别"));
        write!(f, "<text class=\"b\" x=\"{x}\" y=\"98\">{zone}</text>")?;
        write!(f, "<text class=\"b\" x=\"{}\" y=\"98\">{class}</text>", places.left - 72)?;
        for (at, column) in self.columns.iter().enumerate() {
            let (x, first) = (places.column(at), column.first());
            let title = language.pick(first.title.en.as_str(), first.title.zh.as_str());
            Sheet::lines(f, title, (x + 4, 98), (places.cell as usize - 14) * 10 / 66, 3, "b")?;
            let said = Written(|f: &mut fmt::Formatter<'_>| reached(column, f, language));
            let room = Fitted { columns: wide(&said), room: places.cell - 8, size: 12 };
            write!(f, "<text class=\"q\" x=\"{}\" y=\"146\"{room}>{said}</text>", x + 4)?;
        }
        Ok(())
    }

    /// The lines between the rows, and the ticks of targets and of the time gone.
    fn ticks(&self, f: &mut fmt::Formatter<'_>, places: Places) -> fmt::Result {
        let across = places.width - 2 * MARGIN;
        f.write_str("<path class=\"l\" d=\"")?;
        for at in 0..=self.rows.len() as u32 {
            write!(f, "M{MARGIN} {}h{across}", TOP + ROW * at)?;
        }
        f.write_str("\"/>")?;
        let below = self.rows.iter().position(|row| *row.scope == Scope::City).filter(|at| *at > 0);
        if let Some(city) = below {
            write!(
                f,
                "<path d=\"M{MARGIN} {}h{across}\" stroke=\"#52606d\" stroke-width=\"2\"/>",
                TOP + ROW * city as u32
            )?;
        }
        let down = ROW * self.rows.len() as u32 - BAR + 3;
        // once the year is over there is nothing to compare
        let gone = gone(self.figures).filter(|gone| gone.part < gone.whole);
        let gone = gone.map(|gone| length(gone.part, gone.whole, places.bar(), places.bar()));
        // only beside the bars
        let ticks = [(Some(places.bar()), "#1f2933", "7"), (gone, "#c2410c", "1.4 1.4 1.4 1.4 1.4")];
        for (along, colour, dash) in ticks {
            let Some(along) = along else { continue };
            f.write_str("<path d=\"")?;
            for at in 0..self.columns.len() {
                write!(f, "M{} {}v{down}", places.column(at) + 4 + along, TOP + BAR - 3)?;
            }
            let gap = ROW - 7;
            write!(f, "\" stroke=\"{colour}\" stroke-width=\"2\" stroke-dasharray=\"{dash} {gap}\"/>")?;
        }
        Ok(())
    }

    fn row(
        &self,
        f: &mut fmt::Formatter<'_>,
        row: &Row<'_>,
        y: u32,
        places: Places,
        prefix: &'static str,
        language: Language,
    ) -> fmt::Result {
        let scope = row.scope.to_string();
        write!(f, "<g data-scope=\"{}\" transform=\"translate(0 {y})\">", Escaped(&scope))?;
        let mut x = MARGIN;
        if self.ranked_by.is_some() {
            let rank = Written(|f: &mut fmt::Formatter<'_>| match row.rank {
                Some(rank) => write!(f, "{rank}"),
                None => f.write_str("—"),
            });
            write!(f, "<text x=\"{x}\" y=\"8\">{rank}</text>")?;
            x += 48;
        }
        match row.scope {
            Scope::Zone(id) => {
                let name = Named { name: row.zone.map_or(id.as_str(), |zone| zone.name.as_str()), columns: 29 };
                let class = row.zone.and_then(|zone| zone.class);
                let class = class.map_or(language.pick("unknown", "未知"), |class| class.label(language));
                write!(f, "<text x=\"{x}\" y=\"8\">{name}</text>")?;
                write!(f, "<text class=\"q\" x=\"{}\" y=\"8\">{class}</text>", places.left - 72)?;
            }
            Scope::Class(class) => {
                let (class, zones) = (class.label(language), language.pick(" zones", "开发区"));
                write!(f, "<text x=\"{x}\" y=\"8\">{class}{zones}</text>")?;
            }
            Scope::City => write!(f, "<text x=\"{x}\" y=\"8\">{}</text>", language.pick("City", "全市"))?,
        }
        for (at, column) in self.columns.iter().enumerate() {
            let Some(figure) = column.figure(row.scope) else { continue };
            let first = self.columns.iter().find(|column| column.first().indicator == figure.indicator);
            let is_first = first.is_none_or(|first| first.first().basis == figure.basis);
            let (target, x, width, bar) = (column.target, places.column(at), places.cell, places.bar());
            write!(f, "{}", Cell { figure, is_first, target, x, width, bar, prefix, language })?;
        }
        f.write_str("</g>")
    }

    fn legend(&self, f: &mut fmt::Formatter<'_>, places: Places, prefix: &str, language: Language) -> fmt::Result {
        let y = places.end + 26;
        Mark::explain(f, prefix, language, (MARGIN, y))?;
        let (x, y) = (MARGIN + 4, y + 22);
        let tick = language.pick("target, where the bar ends that reaches it", "目标（横条到此即达标）");
        write!(f, "<path d=\"M{x} {}v10\" stroke=\"#1f2933\" stroke-width=\"2\"/>", y - 9)?;
        write!(f, "<text x=\"{}\" y=\"{y}\">{tick}</text>", x + 8)?;
        if gone(self.figures).is_some_and(|gone| gone.part < gone.whole) {
            let x = x + 8 + 7 * columns_of(tick) as u32 + 12;
            let gone = language.pick("part of the year gone", "时间进度");
            write!(
                f,
                "<path d=\"M{x} {}v10\" stroke=\"#c2410c\" stroke-width=\"2\" stroke-dasharray=\"1.4 1.4\"/>",
                y - 9
            )?;
            write!(f, "<text x=\"{}\" y=\"{y}\">{gone}</text>", x + 8)?;
        }
        let note = language.pick(
            "Shares: two decimals, rounded half up, never up to a target that is missed. Net: what still stands at the as-of \
             day, and is judged; gross: what happened.",
            "占比保留两位小数，四舍五入，但不会进位成已达目标。净值为截至日仍成立的，据此考核；毛值为已发生的。",
        );
        write!(f, "<text class=\"q s\" x=\"{MARGIN}\" y=\"{}\">{note}</text>", y + 22)
    }
}

impl Column<'_> {
    /// Which year of how many an even pace is in. `None` if it has none.
    fn pace(&self) -> Option<(u32, u32)> {
        let pace = self.figures.iter().find_map(|figure| figure.disposal?.pace)?;
        Some((pace.year, pace.years))
    }
}

/// Which part of the year has gone.
struct Gone(Share, Language);

impl fmt::Display for Gone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(share @ Share { part, whole, .. }, language) = *self;
        match language {
            Language::English => write!(f, "Part of the year gone: {share} (day {part} of {whole})"),
            Language::Chinese => write!(f, "时间进度：{share}（全年{whole}天，已过{part}天）"),
        }
    }
}
