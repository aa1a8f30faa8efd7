//! Records whose cells do not stand under the header's.
//!
//! A separator within a cell shifts those behind it by one place. That shows by a cell too many. If the last cell is blank, the
//! one too many is blank as well, as it may be in any file, or was left out; then it shows by what stands in the wrong columns.
//! A quotation mark within a cell, or one that is missing, shifts whole records into one another.

use super::Mapping;
use super::columns::Columns;
use super::exception::{Code, Exception};
use super::record::Telling;
use super::records::Cells;
use super::rules::{CellRules, Doubtful, Fewer, More};
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

/// What is wrong with a record that has blank cells beyond the header, if it seems shifted: several cells cannot be read, or one
/// that can be if those from there on are moved back.
pub(super) fn shift(cells: Cells<'_>, columns: &Columns<'_>, mapping: &Mapping, today: Day) -> Option<Exception> {
    let (most, found) = (columns.header.len(), cells.count());
    if found <= most || mapping.rules.cells.more == More::Drop {
        return None;
    }
    let telling = Telling::of(cells, columns, mapping, today);
    let unread = unread(&telling);
    let is_shifted = match unread[..] {
        [] => false,
        [_] => {
            let joined = place_before(&unread, columns).and_then(|before| cells.joined_at(before));
            joined.is_some_and(|ends| reads(cells.ending(&ends), columns, mapping, today))
        }
        [_, _, ..] => true,
    };
    let [english, chinese] = named(&unread);
    is_shifted.then(|| {
        let why = Said::new(
            format!(
                "the record has {found} cells, the header {most}, and {english} cannot be read: its cells seem shifted; a cell \
                 that holds the separator must stand in quotes"
            ),
            format!(
                "该行有{found}个单元格，表头只有{most}个，且{chinese}无法识别，疑为错位；含有分隔符的单元格须加引号"
            ),
        );
        Exception::of_record(Code::TooManyCells, why.with_cells(cells.iter()))
    })
}

/// What is wrong with a record of which the quotation marks do not say where its cells end.
pub(super) fn misquoted(cells: Cells<'_>, columns: &Columns<'_>, rules: CellRules) -> Option<Exception> {
    if rules.quotes == Doubtful::Read {
        return None;
    }
    let name = |place: usize| columns.header.get(place).map_or("", String::as_str);
    let (place, why) = if let Some(place) = cells.stray() {
        let column = name(place);
        let why = Said::new(
            format!(
                "text stands behind the closing quotation mark of `{column}`, so it is not known where cells end; a quotation mark \
                 within a cell in quotes is written twice"
            ),
            format!("“{column}”的后引号之后还有文字，无法确定单元格的起止；加引号的单元格内如有引号，须连写两个"),
        );
        (place, why)
    } else {
        let place = cells.swallowed(columns.needed(), columns.header.len())?;
        let column = name(place);
        let why = Said::new(
            format!(
                "`{column}` holds the end of this record and the beginning of another: a quotation mark opens there that is none"
            ),
            format!("“{column}”中混入了其他行的内容，疑因该处多出引号"),
        );
        (place, why)
    };
    Some(Exception::of_cell(name(place), "", Code::MisplacedQuote, why.with_cells(cells.iter())))
}

/// What is wrong with a record of which several cells cannot be read, if they can be one column beside: to the left, where a
/// separator stands within a cell and the blank last one was left out, or to the right, where a cell was deleted.
pub(super) fn displaced(
    cells: Cells<'_>,
    columns: &Columns<'_>,
    mapping: &Mapping,
    today: Day,
    telling: &Telling,
) -> Option<Exception> {
    let unread = unread(telling);
    if unread.len() < 2 || mapping.rules.cells.shifted == Doubtful::Read {
        return None;
    }
    let before = place_before(&unread, columns)?;
    let is_better = |ends: Option<Vec<usize>>| {
        let Some(ends) = ends else { return false };
        let moved = cells.ending(&ends);
        let telling = Telling::of(moved, columns, mapping, today);
        // what says nothing there either is no sign of it
        let is_told = |name: &str| telling.faults.iter().any(|fault| fault.column == name);
        let says_something = |name: &str| !columns.cell(moved, name).is_empty() && !is_told(name);
        self::unread(&telling).is_empty() && unread.iter().any(|name| says_something(name))
    };
    let is_shifted = is_better(cells.joined_at(before)) || is_better(cells.parted_at(before));
    let [english, chinese] = named(&unread);
    is_shifted.then(|| {
        let why = Said::new(
            format!(
                "{english} cannot be read, and could be one column beside: the cells seem shifted; a cell that holds the separator \
                 must stand in quotes"
            ),
            format!("{chinese}无法识别，错开一列即可识别，疑为错位；含有分隔符的单元格须加引号"),
        );
        Exception::of_record(Code::ShiftedCells, why.with_cells(cells.iter()))
    })
}

/// The columns of the cells that cannot be read.
fn unread(telling: &Telling) -> Vec<&str> {
    telling.faults.iter().filter(|fault| fault.code.is_unread()).map(|fault| fault.column.as_str()).collect()
}

/// The first two of these columns, in English and in Chinese.
fn named(unread: &[&str]) -> [String; 2] {
    match unread {
        [] => Default::default(),
        [one] => [format!("`{one}`"), format!("“{one}”")],
        [first, second, ..] => [format!("`{first}` and `{second}`"), format!("“{first}”“{second}”")],
    }
}

/// The place before the first of these columns.
fn place_before(unread: &[&str], columns: &Columns<'_>) -> Option<usize> {
    let places = unread.iter().filter_map(|name| columns.header.iter().position(|column| column == name));
    places.min()?.checked_sub(1)
}

/// Whether every cell of a record can be read.
fn reads(cells: Cells<'_>, columns: &Columns<'_>, mapping: &Mapping, today: Day) -> bool {
    unread(&Telling::of(cells, columns, mapping, today)).is_empty()
}
