//! Projects that wait for their next stage: 签约未注册、签约未开工、开工未投产、投产未达产.

use super::cell::{Cell, NOTHING};
use super::paper::{Column, ColumnKind, Paper};
use super::project_columns::{listing, project_row};
use super::sources::Drawn;
use crate::portfolio::{NotStarted, Waiting};

pub(super) fn papers<'a>(drawn: &Drawn<'a>) -> Vec<Paper<'a>> {
    let lists = drawn.of.lists;
    let not_started = lists.signed_not_started();
    vec![
        waiting(
            drawn,
            "signed_not_registered",
            ["Signed, not registered", "签约未注册项目清单"],
            [["Signed on", "签约日期"], ["Days since signing", "签约后天数"]],
            &lists.signed_not_registered(),
        ),
        not_started_yet(
            drawn,
            "signed_not_started_due",
            ["Signed, not started: agreed start is over", "签约未开工项目清单（到期未开工）"],
            &not_started.due,
        ),
        not_started_yet(
            drawn,
            "signed_not_started_not_yet_due",
            ["Signed, not started: not yet due", "签约未开工项目清单（未到期）"],
            &not_started.not_yet_due,
        ),
        not_started_yet(
            drawn,
            "signed_not_started_undated",
            ["Signed, not started: no start agreed", "签约未开工项目清单（未约定开工日期）"],
            &not_started.undated,
        ),
        waiting(
            drawn,
            "started_not_producing",
            ["Started, not producing", "开工未投产项目清单"],
            [["Started on", "开工日期"], ["Days since start", "开工后天数"]],
            &lists.started_not_producing(),
        ),
        waiting(
            drawn,
            "producing_not_at_full_capacity",
            ["Producing, not at full capacity", "投产未达产项目清单"],
            [["Production since", "投产日期"], ["Days of production", "投产后天数"]],
            &lists.producing_not_at_full_capacity(),
        ),
    ]
}

fn waiting<'a>(
    drawn: &Drawn<'a>,
    name: &'static str,
    title: [&'static str; 2],
    [since, days]: [[&'static str; 2]; 2],
    rows: &[Waiting<'a>],
) -> Paper<'a> {
    let own = [Column::new(since[0], since[1], ColumnKind::Day), Column::new(days[0], days[1], ColumnKind::Number)];
    let mut paper = Paper::new(name, title, listing(own), drawn.of.imprint);
    for (at, row) in rows.iter().enumerate() {
        paper.row(project_row(at, &row.project, [Cell::Day(row.waiting_since), Cell::Number(row.days)]));
    }
    paper
}

fn not_started_yet<'a>(
    drawn: &Drawn<'a>,
    name: &'static str,
    title: [&'static str; 2],
    rows: &[NotStarted<'a>],
) -> Paper<'a> {
    let own = [
        Column::new("Signed on", "签约日期", ColumnKind::Day),
        Column::new("Days since signing", "签约后天数", ColumnKind::Number),
        Column::new("Agreed start", "约定开工日期", ColumnKind::Day),
        Column::new("Days overdue", "逾期天数", ColumnKind::Number),
        Column::new("Start agreed first", "原定开工日期", ColumnKind::Day),
    ];
    let mut paper = Paper::new(name, title, listing(own), drawn.of.imprint);
    let not_agreed = Cell::Missing(Some(["not agreed", "未约定"]));
    for (at, row) in rows.iter().enumerate() {
        let overdue = match (row.overdue_days, row.agreed_start) {
            (Some(days), _) => Cell::Number(days),
            (None, Some(_)) => Cell::Missing(Some(["not yet due", "未到期"])),
            (None, None) => NOTHING,
        };
        let own = [
            Cell::Day(row.signed_on),
            Cell::Number(row.days),
            row.agreed_start.map_or_else(|| not_agreed.clone(), Cell::Day),
            overdue,
            row.baseline_start.map_or_else(|| not_agreed.clone(), Cell::Day),
        ];
        paper.row(project_row(at, &row.project, own));
    }
    paper
}
