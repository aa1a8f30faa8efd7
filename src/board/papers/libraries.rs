//! The two project libraries of the plan, and what came in (入库) and went out (出库) in the month of the as-of day.

use super::cell::Cell;
use super::paper::{Column, ColumnKind, Paper};
use super::project_columns::{listing, project_row};
use super::sources::Drawn;
use crate::lifecycle::Library;
use crate::portfolio::LibraryMove;
use crate::value::Day;

pub(super) fn papers<'a>(drawn: &Drawn<'a>) -> Vec<Paper<'a>> {
    let as_of = drawn.as_of();
    let first = Day::new(as_of.year(), as_of.month(), 1).unwrap_or(as_of);
    let moves = drawn.of.lists.library_moves(first, as_of);
    let entered = ["Entered on", "入库日期"];
    let left = ["Left on", "出库日期"];
    vec![
        moved(
            drawn,
            "library_entries",
            ["The month's entries into the libraries", "本月入库项目清单"],
            [entered, ["Library", "入库去向"]],
            &moves.entries,
        ),
        moved(
            drawn,
            "library_exits",
            ["The month's exits from the libraries", "本月出库项目清单"],
            [left, ["Library", "原所在库"]],
            &moves.exits,
        ),
        between_parts(drawn, &moves.between_parts),
        in_libraries(drawn),
    ]
}

fn library<'a>(library: Library) -> Cell<'a> {
    Cell::word(|language| library.label(language))
}

fn moved<'a>(
    drawn: &Drawn<'a>,
    name: &'static str,
    title: [&'static str; 2],
    [on, which]: [[&'static str; 2]; 2],
    moves: &[LibraryMove],
) -> Paper<'a> {
    let own = [Column::new(on[0], on[1], ColumnKind::Day), Column::new(which[0], which[1], ColumnKind::Text)];
    let mut paper = Paper::new(name, title, listing(own), drawn.of.imprint).note(MONTH);
    let known = moves.iter().filter_map(|moved| Some((moved, drawn.track(moved.project)?)));
    for (at, (moved, track)) in known.enumerate() {
        paper.row(project_row(at, &track.project, [Cell::Day(moved.on), library(moved.library)]));
    }
    paper
}

/// What every paper of the month says.
const MONTH: [&str; 2] = [
    "From the first day of the month to the as-of day. What came in and went out on one day is in both lists.",
    "统计期为本月1日至截至日期；同日入库又出库的，两表均列。",
];

fn between_parts<'a>(drawn: &Drawn<'a>, moves: &[crate::portfolio::PartMove]) -> Paper<'a> {
    let own = [
        Column::new("On", "转入日期", ColumnKind::Day),
        Column::new("From", "转出", ColumnKind::Text),
        Column::new("To", "转入", ColumnKind::Text),
    ];
    let title = ["The month's moves within the promotion library", "本月招商项目库内部转移清单"];
    let mut paper = Paper::new("library_part_moves", title, listing(own), drawn.of.imprint).note([
        "A move from one part to another is no entry and no exit.",
        "招商项目库各部分之间的转移不计入库、出库。",
    ]);
    let known = moves.iter().filter_map(|moved| Some((moved, drawn.track(moved.project)?)));
    for (at, (moved, track)) in known.enumerate() {
        let own = [Cell::Day(moved.on), library(moved.from), library(moved.to)];
        paper.row(project_row(at, &track.project, own));
    }
    paper
}

fn in_libraries<'a>(drawn: &Drawn<'a>) -> Paper<'a> {
    let own = [
        Column::new("Library", "所在库", ColumnKind::Text),
        Column::new("Entered on", "入库日期", ColumnKind::Day),
        Column::new("In this part since", "进入本部分日期", ColumnKind::Day),
    ];
    let title = ["Projects in the two libraries", "策划储备项目库、招商项目库在库项目清单"];
    let mut paper = Paper::new("in_libraries", title, listing(own), drawn.of.imprint).note([
        "A zombie stays in the library of the stage that it stalled in.",
        "僵尸项目（企业）保留在其停滞阶段所属的项目库。",
    ]);
    for (at, row) in drawn.of.lists.in_libraries().into_iter().enumerate() {
        let own = [library(row.library), Cell::Day(row.entered_on), Cell::Day(row.in_part_since)];
        paper.row(project_row(at, &row.project, own));
    }
    paper
}
