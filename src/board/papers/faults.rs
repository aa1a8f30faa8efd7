//! Faults of the data: what a clerk completes, asks after, or holds against another record.

use std::collections::BTreeSet;

use super::cell::Cell;
use super::paper::{Column, ColumnKind, Counted, Paper};
use super::project_columns::{listing, project_row};
use super::sources::Drawn;
use super::wanted::{Wanted, wanted};
use crate::lifecycle::Duty;
use crate::portfolio::{SharedMark, TrackStep};

pub(super) fn papers<'a>(drawn: &Drawn<'a>) -> Vec<Paper<'a>> {
    vec![missing_data(drawn), doubtful_dates(drawn), possible_duplicates(drawn)]
}

/// The id, by which a clerk finds the project again.
const ID: Column<'static> = Column::new("Internal number", "内部编号", ColumnKind::Text);

fn missing_data<'a>(drawn: &Drawn<'a>) -> Paper<'a> {
    let own = [Column::new("To be completed", "待补内容", ColumnKind::LongText), ID];
    let title = ["Missing data", "数据缺项清单"];
    let mut paper = Paper::new("missing_data", title, listing(own), drawn.of.imprint).note([
        "Total investment: of every project that is not closed. Category, officer and responsible body: from signing on; the \
         schedule once it is overdue. Company code: from registration on. Project code: from the start on.",
        "未退出项目均应登记计划总投资；签约后应登记项目类别、项目管家、责任主体，逾期仍无进度安排的一并列出；注册后应登记统一社会信用代码；开工后应登记项目代码。",
    ]);
    let overdue = drawn.of.lists.overdue_duties(drawn.of.policy);
    let unscheduled = overdue.iter().filter(|row| row.duties.contains(&Duty::Schedule));
    let unscheduled: BTreeSet<_> = unscheduled.map(|row| row.project.project).collect();
    let lacking = drawn.tracks.iter().filter_map(|track| {
        let listed = &track.project;
        let wanted: Vec<_> = wanted(listed, unscheduled.contains(&listed.project)).map(Wanted::label).collect();
        (!wanted.is_empty()).then_some((track, wanted))
    });
    for (at, (track, wanted)) in lacking.enumerate() {
        paper.row(project_row(at, &track.project, [Cell::Words(wanted), Cell::Project(track.project.project)]));
    }
    paper
}

fn doubtful_dates<'a>(drawn: &Drawn<'a>) -> Paper<'a> {
    let own = [
        Column::new("Act", "办理事项", ColumnKind::Text),
        Column::new("Recorded as of", "登记日期", ColumnKind::Day),
        ID,
    ];
    let title = ["Dates inferred or disputed", "日期存疑清单"];
    let mut paper = Paper::new("doubtful_dates", title, listing(own), drawn.of.imprint).note([
        "The date was inferred by an import, or its cell in the ledger contradicts the order of the steps: the act may have been \
         earlier. Figures that read it leave the project out until the date is corrected.",
        "登记日期系历史数据导入时推定，或与台账先后顺序不符，实际日期可能更早；更正之前，相关指标不计入该项目。",
    ]);
    let doubtful = drawn.tracks.iter().flat_map(|track| {
        let steps = track.steps.iter().filter(|step| step.is_doubtful);
        steps.map(move |step| (track, step))
    });
    for (at, (track, step)) in doubtful.enumerate() {
        let own = [act(step), Cell::Day(step.on), Cell::Project(track.project.project)];
        paper.row(project_row(at, &track.project, own));
    }
    paper
}

/// What people call an act.
fn act<'a>(step: &TrackStep) -> Cell<'a> {
    match step.verb {
        Some(verb) => Cell::word(|language| verb.label(language)),
        None => Cell::Word(["Plan", "策划"]),
    }
}

fn possible_duplicates<'a>(drawn: &Drawn<'a>) -> Paper<'a> {
    let own = [
        Column::new("Group", "组号", ColumnKind::Number),
        Column::new("In common", "相同之处", ColumnKind::Text),
        Column::new("What", "相同内容", ColumnKind::LongText),
        ID,
    ];
    let title = ["Possible duplicates", "疑似重复登记清单"];
    let mut paper = Paper::new("possible_duplicates", title, listing(own), drawn.of.imprint).note([
        "A company may well carry several projects: whether two records are one, the office decides.",
        "同一企业可承担多个项目；是否重复登记由主管部门认定。",
    ]);
    let groups = drawn.of.lists.possible_duplicates();
    paper.counted = Counted::Groups(groups.len());
    let each = groups
        .iter()
        .enumerate()
        .flat_map(|(group, found)| found.projects.iter().map(move |project| (group, &found.mark, project)));
    for (at, (group, mark, project)) in each.enumerate() {
        let (what, common) = match mark {
            SharedMark::ProjectCode(code) => (["project code", "项目代码"], code.as_str()),
            SharedMark::CompanyCode(code) => (["company code", "统一社会信用代码"], code.as_str()),
            SharedMark::NameInZone { name, .. } => (["name, in one zone", "同一开发区内项目名称"], name.as_str()),
        };
        let own =
            [Cell::Number(group as i64 + 1), Cell::Word(what), Cell::Text(common), Cell::Project(project.project)];
        paper.row(project_row(at, project, own));
    }
    paper
}
