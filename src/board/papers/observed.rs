//! What the plan's two rounds of observation look at: in April what started or resumed since the winter (开复工), in October
//! what progress can be seen (形象进度).

use std::collections::BTreeSet;

use super::cell::{Cell, NOTHING};
use super::paper::{Column, ColumnKind, Paper};
use super::project_columns::{listing, project_row};
use super::sources::Drawn;
use crate::lifecycle::Verb;
use crate::portfolio::{Form, Period, Scope, Track, TrackPause};
use crate::project::InvestmentMeasure;
use crate::value::{Day, ProjectId};

pub(super) fn papers<'a>(drawn: &Drawn<'a>) -> Vec<Paper<'a>> {
    vec![started_or_resumed(drawn), visible_progress(drawn)]
}

/// The first day of the winter that was last: 1 November of this year, or before it of the last one.
fn winter(as_of: Day) -> Day {
    let year = if as_of.month() >= 11 { as_of.year() } else { as_of.year() - 1 };
    Day::new(year, 11, 1).unwrap_or(Day::MIN)
}

fn started_or_resumed<'a>(drawn: &Drawn<'a>) -> Paper<'a> {
    let own = [
        Column::new("Started or resumed", "开工或复工", ColumnKind::Text),
        Column::new("On", "开（复）工日期", ColumnKind::Day),
        Column::new("Paused since", "停工日期", ColumnKind::Day),
        Column::new("Reason of the pause", "停工原因", ColumnKind::Text),
    ];
    let title = ["Started or resumed since the winter", "开复工项目清单（4月观摩）"];
    let mut paper = Paper::new("started_or_resumed", title, listing(own), drawn.of.imprint).note([
        "Since 1 November: the start that stands, and of pauses the last one that ended, of whatever reason. Closed projects and \
         zombies are not listed, nor is what stopped again.",
        "统计期自上一个11月1日起：现行有效的开工，以及最近一次复工（不限停工原因）；已退出、僵尸项目（企业）及再次停工的项目不列。",
    ]);
    let (since, as_of) = (winter(drawn.as_of()), drawn.as_of());
    let mut rows: Vec<_> = drawn.open().filter_map(|track| Some((Woken::of(track, since, as_of)?, track))).collect();
    rows.sort_by_key(|(woken, track)| (woken.on(), track.project.project));
    for (at, (woken, track)) in rows.into_iter().enumerate() {
        paper.row(project_row(at, &track.project, woken.cells()));
    }
    paper
}

/// What showed work going on since the winter.
enum Woken<'t> {
    Started(Day),
    Resumed(Day, &'t TrackPause),
}

impl<'t> Woken<'t> {
    /// `None` if nothing did.
    fn of(track: &'t Track<'_>, since: Day, as_of: Day) -> Option<Self> {
        let is_in = |day: &Day| (since..=as_of).contains(day);
        let is_paused = track.pauses.iter().any(|pause| pause.until.is_none());
        if is_paused || track.project.position.stalled_at().is_some() {
            return None;
        }
        let resumed = track.pauses.iter().filter_map(|pause| Some((pause.until.filter(is_in)?, pause)));
        let resumed = resumed.max_by_key(|(on, _)| *on).map(|(on, pause)| Self::Resumed(on, pause));
        resumed.or_else(|| last(track, Verb::Start).filter(is_in).map(Self::Started))
    }

    const fn on(&self) -> Day {
        match self {
            Self::Started(on) | Self::Resumed(on, _) => *on,
        }
    }

    fn cells<'a>(&self) -> [Cell<'a>; 4] {
        match self {
            Self::Started(on) => [Cell::Word(["Started", "开工"]), Cell::Day(*on), NOTHING, NOTHING],
            Self::Resumed(on, pause) => {
                let reason = pause.reason;
                [
                    Cell::Word(["Resumed", "复工"]),
                    Cell::Day(*on),
                    Cell::Day(pause.from),
                    Cell::word(|language| reason.label(language)),
                ]
            }
        }
    }
}

/// The day of the last standing step by a verb.
fn last(track: &Track<'_>, verb: Verb) -> Option<Day> {
    track.steps.iter().rfind(|step| step.verb == Some(verb)).map(|step| step.on)
}

fn visible_progress<'a>(drawn: &Drawn<'a>) -> Paper<'a> {
    let seen = ["This year", "本年度进展"];
    let own = [
        Column::new("Started on", "开工日期", ColumnKind::Day).within(seen),
        Column::new("Production since", "投产日期", ColumnKind::Day).within(seen),
        Column::new("In operation since", "运营日期", ColumnKind::Day).within(seen),
        Column::new("Completed investment reported", "上报完成投资", ColumnKind::Text).within(seen),
        Column::new("Next node", "下一节点", ColumnKind::Text),
        Column::new("Its day", "约定日期", ColumnKind::Day),
    ];
    let title = ["Visible progress of the year", "形象进度项目清单（10月观摩）"];
    let mut paper = Paper::new("visible_progress", title, listing(own), drawn.of.imprint).note([
        "Projects that are not closed and that since 1 January started, began production or operation, or reported completed \
         investment (those that the plan's figure of completed investment counts, by its denominator).",
        "未退出项目中，本年1月1日以来开工、投产、运营，或上报完成投资的项目（以计划指标中完成投资的统计范围为准）。",
    ]);
    let (as_of, reported) = (drawn.as_of(), reported(drawn));
    let first = Day::new(as_of.year(), 1, 1).unwrap_or(as_of);
    for track in drawn.open() {
        let is_in = |day: &Day| (first..=as_of).contains(day);
        let steps = [Verb::Start, Verb::Commission, Verb::Operate].map(|verb| last(track, verb).filter(is_in));
        let is_reported = reported.contains(&track.project.project);
        if steps == [None; 3] && !is_reported {
            continue;
        }
        let next = track.nodes.iter().find(|node| node.reached.is_none());
        let investment = if is_reported { Cell::Word(["yes", "有"]) } else { NOTHING };
        let own = steps.map(Cell::day).into_iter().chain([
            investment,
            next.map_or(NOTHING, |node| Cell::word(|language| node.stage.label(language))),
            Cell::day(next.map(|node| node.agreed)),
        ]);
        let at = paper.rows().len();
        paper.row(project_row(at, &track.project, own));
    }
    paper
}

/// The projects that reported completed investment of the year, by the figure of the plan that sums it.
fn reported(drawn: &Drawn<'_>) -> BTreeSet<ProjectId> {
    let figures = drawn.of.figures;
    if figures.period != Period::Year(drawn.as_of().year()) {
        return BTreeSet::new();
    }
    let sums = drawn.of.plan.terms().indicators.iter().find(|indicator| match &indicator.form {
        Form::Cohort(form) => form.of.reported == Some(InvestmentMeasure::Completed) && form.which.is_none(),
        Form::Reached(_) | Form::Baseline(_) | Form::Visits(_) => false,
    });
    let of_city = sums.and_then(|sums| {
        figures.figures.iter().find(|figure| figure.indicator == sums.name.as_str() && figure.scope == Scope::City)
    });
    let members = of_city.and_then(|figure| figure.denominator.as_ref()).map(|part| part.members.iter().collect());
    members.unwrap_or_default()
}
