//! What projects owe: papers that were promised, and the duties of the plan's paragraph 11.

use super::cell::{Cell, NOTHING};
use super::paper::{Column, ColumnKind, Paper};
use super::project_columns::{listing, project_row};
use super::sources::Drawn;
use crate::Language;

pub(super) fn papers<'a>(drawn: &Drawn<'a>) -> Vec<Paper<'a>> {
    vec![owed_papers(drawn), overdue_duties(drawn)]
}

fn owed_papers<'a>(drawn: &Drawn<'a>) -> Paper<'a> {
    let own = [
        Column::new("Paper", "应补材料", ColumnKind::LongText),
        Column::new("Promised by", "承诺提交日期", ColumnKind::Day),
        Column::new("Due", "现到期日", ColumnKind::Day),
        Column::new("Days overdue", "逾期天数", ColumnKind::Number),
        Column::new("Days left", "剩余天数", ColumnKind::Number),
    ];
    let title = ["Papers that are owed", "承诺材料未补清单"];
    let mut paper = Paper::new("owed_papers", title, listing(own), drawn.of.imprint);
    for (at, row) in drawn.of.lists.owed_papers().into_iter().enumerate() {
        let item = row.owed.item;
        let overdue = match row.days {
            days if row.is_overdue => Cell::Number(days),
            ..=0 => Cell::Missing(Some(["not yet due", "未到期"])),
            _ => Cell::Missing(Some(["closed", "项目已退出"])),
        };
        let own = [
            Cell::word(|language| item.label(language)),
            Cell::Day(row.owed.committed),
            Cell::Day(row.owed.due),
            overdue,
            if row.days <= 0 { Cell::Number(-row.days) } else { NOTHING },
        ];
        paper.row(project_row(at, &row.project, own));
    }
    paper
}

fn overdue_duties<'a>(drawn: &Drawn<'a>) -> Paper<'a> {
    let own = [
        Column::new("Signed on", "签约日期", ColumnKind::Day),
        Column::new("Due", "应落实日期", ColumnKind::Day),
        Column::new("Days overdue", "逾期天数", ColumnKind::Number),
        Column::new("Missing", "未落实事项", ColumnKind::LongText),
    ];
    let title = ["Overdue duties of paragraph 11", "专人负责、责任主体、进度安排逾期未落实清单"];
    let mut paper = Paper::new("overdue_duties", title, listing(own), drawn.of.imprint);
    for (at, row) in drawn.of.lists.overdue_duties(drawn.of.policy).into_iter().enumerate() {
        let duties = row.duties.iter().map(|duty| Language::ALL.map(|language| duty.label(language)));
        let own = [Cell::Day(row.signed_on), Cell::Day(row.due), Cell::Number(row.days), Cell::Words(duties.collect())];
        paper.row(project_row(at, &row.project, own));
    }
    paper
}
