//! Records that have not as many cells as the header.
//!
//! A separator within a cell shifts those behind it by one place. That shows by a cell too many. If the last cell is blank, the
//! one too many is blank as well, as it may be in any file; then it shows by what stands in the wrong columns.

use super::Mapping;
use super::columns::Columns;
use super::exception::{Code, Exception};
use super::record::Telling;
use super::records::Cells;
use super::rules::{CellRules, Fewer, More};
use super::said::Said;
use crate::Day;

/// What is wrong with the count of a record's cells, and whether it is imported nevertheless. Where every cell is blank the
/// count says nothing, nor do blank ones beyond the header.
pub(super) fn fault(cells: Cells<'_>, columns: &Columns<'_>, rules: CellRules) -> Option<(bool, Exception)> {
    let (needed, most, found) = (columns.needed(), columns.header.len(), cells.count());
    if found < needed && !cells.are_blank() {
        let is_imported = rules.fewer == Fewer::Blank;
        let mut why = Said::new(
            format!("the record has {found} cells, fewer than the {needed} of the header"),
            format!("该行有{found}个单元格，少于表头的{needed}个"),
        );
        if is_imported {
            why.english.push_str("; those that are missing are blank");
            why.chinese.push_str("，缺少的按空白处理");
        }
        let why = if is_imported { why } else { why.with_cells(cells.iter()) };
        return Some((is_imported, Exception::of_record(Code::TooFewCells, why)));
    }
    let surplus = (most..found).map(|place| cells.at(place)).find(|cell| !cell.is_empty())?;
    let is_imported = rules.more == More::Drop;
    let mut why = Said::new(
        format!(
            "the record has {found} cells, more than the {most} of the header; a cell that holds the separator must stand \
             in quotes"
        ),
        format!("该行有{found}个单元格，多于表头的{most}个；含有分隔符的单元格须加引号"),
    );
    if is_imported {
        why.english.push_str("; the surplus is left out");
        why.chinese.push_str("；多出的未予读取");
    }
    let why = if is_imported { why } else { why.with_cells(cells.iter()) };
    Some((is_imported, Exception::of_cell("", surplus, Code::TooManyCells, why)))
}

/// What is wrong with a record that has blank cells beyond the header, if it seems shifted: several cells cannot be read.
pub(super) fn shift(cells: Cells<'_>, columns: &Columns<'_>, mapping: &Mapping, today: Day) -> Option<Exception> {
    let (most, found) = (columns.header.len(), cells.count());
    if found <= most || mapping.rules.cells.more == More::Drop {
        return None;
    }
    let telling = Telling::of(cells, columns, mapping, today);
    let unread: Vec<_> = telling.faults.iter().filter(|fault| fault.code.is_unread()).collect();
    let [first, second, ..] = unread[..] else { return None };
    let why = Said::new(
        format!(
            "the record has {found} cells, the header {most}, and `{}` and `{}` cannot be read: its cells seem shifted; a cell \
             that holds the separator must stand in quotes",
            first.column, second.column
        ),
        format!(
            "该行有{found}个单元格，表头只有{most}个，且“{}”“{}”无法识别，疑为错位；含有分隔符的单元格须加引号",
            first.column, second.column
        ),
    );
    Some(Exception::of_record(Code::TooManyCells, why.with_cells(cells.iter())))
}
