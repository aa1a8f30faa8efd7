//! The board as one page: every picture, month by month.

mod frames;
mod packed;
mod projects;
mod replay;
mod words;

use core::fmt;

use serde::Serialize;

use self::frames::Frames;
use self::packed::Packed;
use self::projects::Projects;
use self::words::{Both, Kept, Seen};
use super::markup::Escaped;
use super::{Funnel, Imprint, LawDiagram, Months, Ratios, TrackPicture, WallChart, WallRow, ZombiePace};
use crate::Language;
use crate::portfolio::{
    ActionPlan, Figures, ListedZone, Lists, Period, Portfolio, Question, QuestionError, Scope, Signal, Track,
};
use crate::value::Day;

/// How many projects have their track drawn, the most urgent ones first.
const TRACKS: usize = 10;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// The SHA-256 of the script in Base64: the page lets nothing else run.
const SCRIPT_HASH: &str = "OpzJRB7rISb9Zhn9RQBp3AKWlHvEdyQRWU3x5/CmmAw=";

/// What the board shows of a portfolio at two dates: tracks, lights, and the figures of the plan's years and of each month.
///
/// ```
/// use project_lifecycle::board::{Board, Imprint};
/// use project_lifecycle::portfolio::{ActionPlan, Portfolio};
/// use project_lifecycle::prelude::*;
///
/// let actor = Actor::new(AuthType::AppUser, "officer-7".parse()?);
/// let at: Timestamp = "2018-06-01T10:00:00Z".parse()?;
/// let mut store = MemoryStore::open("urn:example:city".parse()?, &actor, at)?;
/// let context = Context::new("00000000-0000-7000-8000-000000000001".parse()?, at, actor);
/// let profile = Profile::new(Text::new("无人机产业园")?, "hunnan".parse()?);
/// let planned = Project::plan(ProjectId::named("drones"), profile, &context, &Policy::shenyang_2018())?;
/// store.append(&planned.into(), at)?;
/// let mut portfolio = Portfolio::new();
/// for record in store.records() {
///     portfolio.add(record)?;
/// }
///
/// let plan = ActionPlan::shenyang_2018();
/// let imprint = Imprint {
///     unit: "浑南区",
///     filled_by: "项目办",
///     as_of: "2018-06-30".parse()?,
///     known_at: at,
///     is_simulated: true,
/// };
/// let board = Board::new(&portfolio, &plan, imprint)?;
/// let page = board.page(Language::Chinese).to_string();
/// assert!(page.starts_with("<!DOCTYPE html>") && page.contains("模拟数据") && page.contains("无人机产业园"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Board<'a> {
    plan: &'a ActionPlan,
    imprint: Imprint<'a>,
    lists: Lists<'a>,
    zones: Vec<ListedZone>,
    tracks: Vec<Track<'a>>,
    signals: Vec<Signal<'a>>,
    months: Months,
    /// Of each year of its months, up to that of the as-of day.
    years: Vec<Figures>,
    frames: Frames,
}

impl<'a> Board<'a> {
    /// The board of a portfolio by a plan, at the two dates of the imprint.
    ///
    /// It spans the plan's years, and what lies between them and the as-of day; of more than [`Months::MOST`] months the last.
    ///
    /// # Errors
    /// [`QuestionError`] if a figure has no answer: so it is as long as nothing is recorded.
    pub fn new(portfolio: &'a Portfolio, plan: &'a ActionPlan, imprint: Imprint<'a>) -> Result<Self, QuestionError> {
        let Imprint { as_of, known_at, .. } = imprint;
        let lists = portfolio.standing(as_of, known_at);
        let years = plan.terms().years;
        let first = years.from.min(as_of.year());
        let day = |year: i32, month, day| Day::new(year, month, day).unwrap_or(as_of);
        let months = Months::up_to(day(first, 1, 1), as_of.max(day(years.to, 12, 31)));
        let asked = (months.first().year()..=as_of.year()).map(|year| {
            let question = Question::of(Period::Year(year)).as_of(as_of.min(day(year, 12, 31))).known_at(known_at);
            portfolio.figures(plan, &question)
        });
        Ok(Self {
            plan,
            imprint,
            lists,
            zones: lists.zones(),
            tracks: lists.tracks(),
            signals: lists.signals(plan),
            months,
            years: asked.collect::<Result<_, _>>()?,
            frames: Frames::of(portfolio, plan, months, as_of, known_at)?,
        })
    }

    /// The months that its charts span.
    #[must_use]
    pub const fn months(&self) -> Months {
        self.months
    }

    /// The figures of each year, from the first to that of the as-of day.
    #[must_use]
    pub fn years(&self) -> &[Figures] {
        &self.years
    }

    /// Every project's track, by its id.
    #[must_use]
    pub fn tracks(&self) -> &[Track<'a>] {
        &self.tracks
    }

    /// The rows of its wall chart, the most urgent first.
    #[must_use]
    pub fn rows(&self) -> Vec<WallRow<'_>> {
        WallRow::most_urgent_first(&self.tracks, &self.signals)
    }

    /// Where projects stand, with where those led that entered in the year of the as-of day.
    #[must_use]
    pub fn funnel(&self) -> Funnel<'_> {
        let funnel = Funnel::new(&self.lists, self.imprint);
        match self.years.last() {
            Some(figures) => funnel.with_figures(figures),
            None => funnel,
        }
    }

    /// The pace of zombies, year by year.
    #[must_use]
    pub fn pace(&self) -> ZombiePace<'_> {
        ZombiePace::new(&self.years, self.imprint)
    }

    /// The ratios of each year, from the first.
    pub fn ratios(&self) -> impl DoubleEndedIterator<Item = Ratios<'_>> + ExactSizeIterator {
        self.years.iter().map(|figures| Ratios::new(figures, &self.zones, self.imprint))
    }

    /// The law's diagram with the portfolio laid over it.
    #[must_use]
    pub fn law(&self, language: Language) -> LawDiagram<'_> {
        let diagram = LawDiagram::new(language);
        match self.years.last() {
            Some(figures) => diagram.with_counts(&self.lists.projects(), figures, &Scope::City, self.imprint),
            None => diagram,
        }
    }

    /// The pictures of the most urgent projects' tracks.
    pub fn urgent<'b>(&'b self, rows: &'b [WallRow<'b>]) -> impl Iterator<Item = (&'b Track<'b>, TrackPicture<'b>)> {
        let offset = self.plan.terms().utc_offset;
        let drawn =
            move |row: &'b WallRow<'b>| (row.track, TrackPicture::new(row.track, row.signal, offset, self.imprint));
        rows.iter().take(TRACKS).map(drawn)
    }

    /// The whole board as one HTML page that needs nothing else: no network, no other file. It begins in a language, and the
    /// reader changes to the other one.
    #[must_use]
    pub const fn page(&self, language: Language) -> BoardPage<'_> {
        BoardPage { board: self, language }
    }
}

/// The board as one HTML page.
#[derive(Clone, Copy, Debug)]
pub struct BoardPage<'a> {
    board: &'a Board<'a>,
    language: Language,
}

/// The sections: id, and what they are called. What tells of the whole city stands before what has a row for each project.
const SECTIONS: [(&str, &str, &str); 8] = [
    ("months", "The city month by month", "逐月回放"),
    ("ratios", "The plan's ratios by zone", "各开发区指标完成情况"),
    ("funnel", "Stages", "项目阶段分布"),
    ("pace", "Pace of zombies", "僵尸项目（企业）处置进度"),
    ("law", "Where projects stand in the law", "阶段变更图"),
    ("tracks", "The most urgent projects", "重点督办项目进展"),
    ("wall", "Wall chart", "挂图作战"),
    ("projects", "All projects", "项目清单"),
];

impl BoardPage<'_> {
    fn both<E: fmt::Display, C: fmt::Display>(&self, tag: &'static str, english: E, chinese: C) -> Both<E, C> {
        Both { tag, attributes: "", language: self.language, english, chinese }
    }

    fn head(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Imprint { unit, as_of, .. } = self.board.imprint;
        let (code, unit) = (self.language.pick("en", "zh-CN"), Escaped(unit));
        write!(f, "<!DOCTYPE html>\n<html lang=\"{code}\"><head><meta charset=\"utf-8\">")?;
        write!(
            f,
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
             script-src 'sha256-{SCRIPT_HASH}'; base-uri 'none'; form-action 'none'\">"
        )?;
        write!(f, "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")?;
        let [english, chinese] = ["Project board", "项目挂图作战"].map(|title| format!("{title} · {unit} · {as_of}"));
        write!(f, "{}<style>{STYLE}</style></head><body>", self.both("title", english, chinese))
    }

    fn top(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let imprint = self.board.imprint;
        write!(f, "<a class=\"skip\" href=\"#main\">{}</a><header>", self.both("span", "To the content", "跳到正文"))?;
        write!(f, "{}", self.both("h1", "Project board", "项目挂图作战"))?;
        let lines = Language::ALL.map(|language| imprint.told_in(language));
        write!(f, "{}", self.both("p", lines[0], lines[1]))?;
        let marks = Language::ALL.map(|language| imprint.mark(language));
        if imprint.is_simulated {
            let mark = Both { attributes: " class=\"mark\"", ..self.both("p", marks[0], marks[1]) };
            write!(f, "{mark}")?;
        }
        let label = self.language.pick("中文", "English");
        let (nav, other) = (self.language.pick("Sections", "栏目"), self.language.pick("栏目", "Sections"));
        let lang = self.language.pick("zh-CN", "en");
        write!(f, "<button id=\"language\" type=\"button\" lang=\"{lang}\" hidden>{label}</button>")?;
        write!(f, "</header><nav aria-label=\"{nav}\" data-l=\"{other}\"><ul>")?;
        for (id, english, chinese) in SECTIONS {
            write!(f, "<li><a href=\"#{id}\">{}</a></li>", self.both("span", english, chinese))?;
        }
        write!(f, "</ul></nav><main id=\"main\">")?;
        let still = self.both(
            "p",
            "This is the still page: its script did not run. The script replays the months, changes the language, and shows \
             the list of projects, the tracks of the most urgent ones and earlier years. It needs a browser of 2023 or \
             later that lets scripts run.",
            "本页脚本未运行，显示的是静态内容。逐月回放、语言切换、项目清单、重点督办项目进展和往年指标需要运行脚本：\
             请使用2023年及以后版本的浏览器，并允许运行脚本。",
        );
        write!(f, "{}", Both { attributes: " id=\"still\"", ..still })
    }

    fn section(
        &self,
        f: &mut fmt::Formatter<'_>,
        at: usize,
        write: impl FnOnce(&mut fmt::Formatter<'_>) -> fmt::Result,
    ) -> fmt::Result {
        let (id, english, chinese) = SECTIONS[at];
        let heading = self.both("span", english, chinese);
        write!(f, "<section id=\"{id}\"><h2 id=\"h-{id}\">{heading}</h2>")?;
        write(f)?;
        f.write_str("</section>")
    }

    fn before_tracks(&self, f: &mut fmt::Formatter<'_>, count: usize) -> fmt::Result {
        if count == 0 {
            return write!(f, "{}", self.both("p", "There are no projects.", "没有项目。"));
        }
        let english = format_args!(
            "The first {count} of the wall chart: red lights first, then yellow ones, then by days late. Open one to see its track: what was agreed, what was reached, and what it owes."
        );
        let chinese = format_args!(
            "即挂图前{count}个项目：红灯在前，黄灯次之，再按迟延天数。点开项目可看其计划与实际进展、停工、欠缺材料和更正。"
        );
        write!(f, "{}", Both { attributes: " class=\"live\" hidden", ..self.both("p", english, chinese) })
    }

    /// An urgent project in a line: its name, where it is, who has it in hand, its light, and how late it is.
    fn urgent(&self, f: &mut fmt::Formatter<'_>, row: &WallRow<'_>) -> fmt::Result {
        let project = &row.track.project;
        write!(f, "{} <small>{}", Escaped(project.name.as_str()), Escaped(project.zone.as_str()))?;
        if let Some(officer) = project.officer {
            write!(f, " · {}", Escaped(officer.as_str()))?;
        }
        if let Some(light) = row.light() {
            let [english, chinese] = Language::ALL.map(|language| light.label(language));
            write!(f, " · {}", self.both("span", english, chinese))?;
        }
        if let Some((node, days)) = row.late() {
            let [english, chinese] = Language::ALL.map(|language| node.stage.label(language));
            let (english, chinese) = (format_args!("{english}: {days} days late"), format_args!("{chinese}迟{days}天"));
            write!(f, " · {}", self.both("b", english, chinese))?;
        }
        f.write_str("</small>")
    }
}

/// What the page shows later.
#[derive(Serialize)]
struct Later<'a> {
    #[serde(flatten)]
    frames: &'a Frames,
    pictures: Vec<[String; 2]>,
}

impl fmt::Display for BoardPage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { board, language } = *self;
        let (rows, mut kept) = (board.rows(), Kept::default());
        self.head(f)?;
        self.top(f)?;
        self.section(f, 0, |f| self.months(f))?;
        self.section(f, 1, |f| {
            // the last year first, as it is what is asked for
            for (n, (figures, ratios)) in board.years.iter().zip(board.ratios()).rev().enumerate() {
                let (open, seen) = if n == 0 { (" open", Seen::AtOnce) } else { ("", Seen::Later) };
                write!(f, "<details{open}><summary>{}</summary>", figures.as_of.year())?;
                kept.picture(f, language, seen, "ratios", |language| ratios.told_in(language))?;
                f.write_str("</details>")?;
            }
            Ok(())
        })?;
        let (funnel, pace) = (board.funnel(), board.pace());
        let laws = Language::ALL.map(|language| board.law(language));
        let at_once = Seen::AtOnce;
        self.section(f, 2, |f| kept.picture(f, language, at_once, "funnel", |language| funnel.told_in(language)))?;
        self.section(f, 3, |f| kept.picture(f, language, at_once, "pace", |language| pace.told_in(language)))?;
        self.section(f, 4, |f| kept.picture(f, language, at_once, "law", |language| laws[language as usize].svg()))?;
        self.section(f, 5, |f| {
            self.before_tracks(f, rows.len().min(TRACKS))?;
            for (row, (_, picture)) in rows.iter().zip(board.urgent(&rows)) {
                f.write_str("<details><summary>")?;
                self.urgent(f, row)?;
                f.write_str("</summary>")?;
                kept.picture(f, language, Seen::Later, "tracks", |language| picture.told_in(language))?;
                f.write_str("</details>")?;
            }
            Ok(())
        })?;
        self.section(f, 6, |f| {
            self.search(f, "search")?;
            self.veiled(f)?;
            let chart = WallChart::new(&rows, board.months, board.imprint);
            kept.picture(f, language, at_once, "wall", |language| chart.told_in(language))
        })?;
        self.section(f, 7, |f| {
            self.search(f, "search-list")?;
            kept.picture(f, language, Seen::Later, "projects", |language| Projects { rows: &rows, language })
        })?;
        let lines = Language::ALL.map(|language| board.imprint.told_in(language));
        write!(f, "</main><footer>{}</footer>", self.both("p", lines[0], lines[1]))?;
        let later = Packed::new(&Later { frames: &board.frames, pictures: kept.0 }).map_err(|_| fmt::Error)?;
        write!(f, "<script id=\"later\" type=\"text/plain\">{later}</script>")?;
        writeln!(f, "<script type=\"module\">{SCRIPT}</script></body></html>")
    }
}

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::*;

    #[test]
    fn the_script_that_may_run_is_the_page_s_own() {
        let digest = Packed::of_bytes(Sha256::digest(SCRIPT).to_vec()).to_string();
        assert_eq!(SCRIPT_HASH, digest, "after a change of the script its digest is written anew");
    }
}
