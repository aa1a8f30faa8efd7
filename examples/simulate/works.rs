//! What is told while a project is built and after: winters, reports of investment and progress, milestones.

use project_lifecycle::evidence::OperationBasis;
use project_lifecycle::lifecycle::PauseReason;
use project_lifecycle::project::InvestmentMeasure;
use project_lifecycle::project::fact::{
    BasisPoints, InvestmentReport, Milestone, MilestoneReached, Pause, ProgressReport, Resumption,
};
use project_lifecycle::{Command, Day, Project, Stage, Text};

use crate::calendar::plus;
use crate::city::City;
use crate::papers::paper;
use crate::rates::{EPIDEMIC_STOP, MISREPORTED, OTHER_STOP, REPORTED_EARLY, STOP_TOO_EARLY, WINTER_STOP};
use crate::{Result, money, slips, stuck};

/// Projects that report every month, from this total on, in ten thousand yuan; the others every quarter.
const MONTHLY: i64 = 50_000;

fn day(year: i32, month: u32, day: u32) -> Result<Day> {
    Ok(Day::new(year, month, day)?)
}

/// What is told of works that began, or began again, and are to end on a day.
pub(crate) fn after_start(city: &mut City, n: usize, on: Day, end: Day) {
    let today = city.today();
    if !city.case(n).named.is_indoors {
        // the coming winters
        for year in on.year()..=end.year().min(2020) {
            let dice = city.dice(n);
            let (rests, early) = (dice.happens(WINTER_STOP), dice.happens(STOP_TOO_EARLY));
            let stop = dice.between(1, 24).unsigned_abs() as u32;
            let (Ok(from), Ok(october)) = (Day::new(year, 11, stop), Day::new(year, 10, 27)) else { continue };
            if rests && from > on && from < end && from >= today {
                if early {
                    city.book(n, october, october, winter);
                }
                city.later(n, from, winter);
            }
        }
        let dice = city.dice(n);
        if dice.happens(OTHER_STOP) {
            let at = plus(on.max(today), dice.between(30, (end.days_since(on) / 2).max(40)));
            city.later(n, at, stuck::rest);
        }
    }
    // building sites stayed shut after the spring festival of 2020
    if let Ok(shut) = Day::new(2020, 2, 10)
        && on < shut
        && shut < end
        && city.dice(n).happens(EPIDEMIC_STOP)
    {
        city.book(n, shut, shut, epidemic);
    }
    let dice = city.dice(n);
    if dice.happens(550) {
        let at = plus(on, end.days_since(on) * dice.between(45, 70) / 100);
        if at >= today {
            city.later(n, at, top_out);
        }
    }
    let first = plus(on.max(today), 1);
    report_next(city, n, first);
}

/// A winter stop: refused out of season.
fn winter(city: &mut City, n: usize, on: Day) -> Result<()> {
    if city.stage(n) != Some(Stage::Started) || city.project(n)?.is_paused() || on < city.project(n)?.since() {
        return Ok(());
    }
    let year = on.year() + 1;
    let pause = Pause {
        expected_until: Some(day(year, 3, 31)?),
        explanation: Text::new("冬季停工")?,
        reason: PauseReason::Season,
    };
    if city.give(n, Command::Pause(pause), Some(on))? {
        let dice = city.dice(n);
        let thaw = day(year, 3, 10)?;
        // most come back within weeks, some when it was asked for, a few are never told
        let back = match dice.weighed(&[(86, 0), (10, 1), (4, 2)]) {
            0 => plus(thaw, dice.between(0, 38)),
            1 => plus(thaw, dice.between(39, 90)),
            _ => return Ok(()),
        };
        city.later(n, back, resume);
    }
    Ok(())
}

fn epidemic(city: &mut City, n: usize, on: Day) -> Result<()> {
    if city.stage(n) != Some(Stage::Started) || city.project(n)?.is_paused() {
        return Ok(());
    }
    let explanation = Text::new("疫情防控停工")?;
    let pause = Pause { expected_until: None, explanation, reason: PauseReason::Other };
    if city.give(n, Command::Pause(pause), Some(on))? {
        let back = plus(on, city.dice(n).between(14, 60));
        city.later(n, back, resume);
    }
    Ok(())
}

/// Works go on.
pub(crate) fn resume(city: &mut City, n: usize, on: Day) -> Result<()> {
    let begun = city.project(n)?.current().paused_since;
    if city.stage(n) != Some(Stage::Started) || begun.is_none_or(|begun| on < begun) {
        return Ok(());
    }
    let remark = city.dice(n).happens(150).then(|| Text::new("人员设备已进场")).transpose()?;
    city.give(n, Command::Resume(Resumption { remark }), Some(on)).map(drop)
}

/// The next report on a project, after a day.
fn report_next(city: &mut City, n: usize, after: Day) {
    let months = if city.case(n).total.wan >= MONTHLY { 1 } else { 3 };
    let month = (after.month() - 1) / months * months + months;
    let next = if month == 12 { Day::new(after.year() + 1, 1, 1) } else { Day::new(after.year(), month + 1, 1) };
    let Ok(next) = next else { return };
    let (to, dice) = (plus(next, -1), city.dice(n));
    let told = plus(next, dice.between(2, 11));
    if dice.happens(REPORTED_EARLY) {
        // at the month's end it is not over yet
        let early = plus(to, -4);
        city.book(n, early, to, report_early);
    }
    city.book(n, told, to, report);
}

fn report_early(city: &mut City, n: usize, to: Day) -> Result<()> {
    if city.stage(n) != Some(Stage::Started) || to <= city.today() {
        return Ok(());
    }
    if let Some(report) = completed(city, n, to)? {
        city.give(n, Command::ReportInvestment(report), None)?;
    }
    Ok(())
}

/// Reports what was completed from the beginning of the year to a day, until all of it was told.
fn report(city: &mut City, n: usize, to: Day) -> Result<()> {
    if !matches!(city.stage(n), Some(Stage::Started | Stage::Producing | Stage::Operating)) {
        return Ok(());
    }
    let is_built = city.stage(n) != Some(Stage::Started);
    if let Some(right) = completed(city, n, to)? {
        if city.dice(n).happens(MISREPORTED) {
            // the clerk wrote yuan where the form has tens of thousands
            let wrong =
                InvestmentReport { amount: project_lifecycle::Money::from_fen(right.amount.minor() / 10), ..right };
            if city.give(n, Command::ReportInvestment(wrong), None)? {
                slips::void_report_later(city, n, right)?;
            }
        } else {
            city.give(n, Command::ReportInvestment(right), None)?;
        }
        if !is_built && city.dice(n).happens(420) {
            progress(city, n, to)?;
        }
    }
    let is_told = is_built && city.project(n)?.since() < to && to.month() == 12;
    if !is_told {
        report_next(city, n, plus(to, 1));
    }
    Ok(())
}

/// How many parts of ten thousand of the works were done at the end of a day. While they rest nothing is added.
fn done(project: &Project, built_by: Option<Day>, on: Day) -> i64 {
    let step_to = |stage| project.standing().find(move |step| step.to().stage() == stage);
    let Some(began) = step_to(Stage::Started).map(|step| step.effective_on()) else { return 0 };
    let ended = step_to(Stage::Producing).map(|step| step.effective_on());
    if ended.is_some_and(|ended| ended <= on) {
        return 10_000;
    }
    let Some(end) = ended.or(built_by) else { return 0 };
    let resting =
        project.pauses().iter().find(|span| span.from <= on && span.resumed_on.is_none_or(|resumed| on < resumed));
    let until = resting.map_or(on, |span| span.from).max(began);
    (until.days_since(began) * 10_000 / end.days_since(began).max(1)).clamp(0, 9_600)
}

/// What was completed from the beginning of a day's year to its end. `None` if nothing was.
fn completed(city: &mut City, n: usize, to: Day) -> Result<Option<InvestmentReport>> {
    let from = day(to.year(), 1, 1)?;
    let case = city.case(n);
    let Some(project) = &case.project else { return Ok(None) };
    let part = done(project, case.built_by, to) - done(project, case.built_by, plus(from, -1));
    let wan = case.total.wan * part / 10_000;
    let report = InvestmentReport { amount: money::wan(wan), from, measure: InvestmentMeasure::Completed, to };
    Ok((wan > 0).then_some(report))
}

/// What is to be seen of the works.
fn progress(city: &mut City, n: usize, on: Day) -> Result<()> {
    let case = city.case(n);
    let Some(project) = &case.project else { return Ok(()) };
    let points = done(project, case.built_by, on);
    let description = match points {
        ..1_500 => "基础施工",
        1_500..4_000 => "主体结构施工",
        4_000..6_500 => "主体封顶，围护结构施工",
        6_500..8_500 => "设备安装",
        _ => "设备调试，准备验收",
    };
    let done = BasisPoints::new(u32::try_from(points).unwrap_or(0) / 100 * 100)?;
    let report = ProgressReport { description: Text::new(description)?, done };
    city.give(n, Command::ReportProgress(report), Some(on)).map(drop)
}

fn reach(city: &mut City, n: usize, milestone: Milestone, name: &str, on: Day) -> Result<()> {
    let paper = Some(paper(name, "开发区管委会", on)?);
    city.give(n, Command::ReachMilestone(MilestoneReached { milestone, paper, remark: None }), Some(on)).map(drop)
}

fn has_reached(project: &Project, milestone: Milestone) -> bool {
    project.milestones().any(|(reached, _)| reached.milestone == milestone)
}

fn top_out(city: &mut City, n: usize, on: Day) -> Result<()> {
    if city.stage(n) != Some(Stage::Started) || has_reached(city.project(n)?, Milestone::ToppedOut) {
        return Ok(());
    }
    if city.project(n)?.is_paused() {
        let again = plus(on, city.dice(n).between(30, 70));
        city.later(n, again, top_out);
        return Ok(());
    }
    reach(city, n, Milestone::ToppedOut, "主体封顶照片", on)
}

/// The rest of a commissioning in part.
pub(crate) fn complete(city: &mut City, n: usize, on: Day) -> Result<()> {
    if !matches!(city.stage(n), Some(Stage::Producing | Stage::Operating)) {
        return Ok(());
    }
    reach(city, n, Milestone::FullyCommissioned, "二期设备验收记录", on)
}

/// The milestones behind the entry into operation.
pub(crate) fn after_operation(city: &mut City, n: usize, basis: OperationBasis, on: Day) {
    if basis == OperationBasis::Enrolled {
        city.later(n, on, |city, n, on| reach(city, n, Milestone::Enrolled, "入统证明", on));
    } else if basis == OperationBasis::FullCapacity {
        city.later(n, on, full);
    }
    if basis != OperationBasis::FullCapacity && city.dice(n).happens(420) {
        let at = plus(on, city.dice(n).around(300));
        city.later(n, at, full);
    }
}

fn full(city: &mut City, n: usize, on: Day) -> Result<()> {
    if city.stage(n) != Some(Stage::Operating) || has_reached(city.project(n)?, Milestone::FullCapacity) {
        return Ok(());
    }
    reach(city, n, Milestone::FullCapacity, "达产达效核查报告", on)
}
