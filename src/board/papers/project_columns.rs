//! What a list tells of every project.

use super::cell::{Cell, NOTHING};
use super::paper::{Column, ColumnKind};
use super::wanted::Wanted;
use crate::portfolio::Listed;
use crate::value::Unit;

/// How many columns every list has.
const EVERY: usize = 9;

/// The columns of a list of projects: those of every list, with the total in a unit, and its own.
pub(super) fn project_columns<'a>(unit: Unit, own: impl IntoIterator<Item = Column<'a>>) -> Vec<Column<'a>> {
    let every: [Column<'a>; EVERY] = [
        Column::new("No.", "序号", ColumnKind::Number),
        Column::new("Project", "项目名称", ColumnKind::LongText),
        Column::new("Project code", "项目代码", ColumnKind::Text),
        Column::new("Zone", "开发区", ColumnKind::Text),
        Column::new("Stage", "所处阶段", ColumnKind::Text),
        Column::new("Total investment", "计划总投资", ColumnKind::Money(unit)),
        Column::new("Officer", "项目管家", ColumnKind::Text),
        Column::new("Lead body", "牵头单位", ColumnKind::Text),
        Column::new("Responsible bodies", "责任单位", ColumnKind::LongText),
    ];
    every.into_iter().chain(own).collect()
}

/// The columns of a list of projects, with the total in ten thousand yuan.
pub(super) fn listing<'a>(own: impl IntoIterator<Item = Column<'a>>) -> Vec<Column<'a>> {
    project_columns(Unit::WanYuan, own)
}

/// A project's row, by the place before it, with the cells of the list's own columns.
pub(super) fn project_row<'a>(
    at: usize,
    listed: &Listed<'a>,
    own: impl IntoIterator<Item = Cell<'a>>,
) -> impl Iterator<Item = Cell<'a>> {
    let every: [Cell<'a>; EVERY] = [
        Cell::Number(at as i64 + 1),
        Cell::Text(listed.name.as_str()),
        project_code(listed),
        Cell::Text(listed.zone.as_str()),
        Cell::Position(listed.position),
        total(listed),
        officer(listed),
        lead(listed),
        responsible(listed),
    ];
    every.into_iter().chain(own)
}

pub(super) fn project_code<'a>(listed: &Listed<'a>) -> Cell<'a> {
    or_missing(listed.code.map(|code| Cell::Text(code.as_str())), Wanted::ProjectCode, listed)
}

pub(super) fn company_code<'a>(listed: &Listed<'a>) -> Cell<'a> {
    or_missing(listed.company_code.map(|code| Cell::Text(code.as_str())), Wanted::CompanyCode, listed)
}

pub(super) fn total<'a>(listed: &Listed<'a>) -> Cell<'a> {
    or_missing(listed.total_investment.map(Cell::Money), Wanted::Total, listed)
}

pub(super) fn category<'a>(listed: &Listed<'a>) -> Cell<'a> {
    let category = listed.category.map(|category| Cell::word(|language| category.label(language)));
    or_missing(category, Wanted::Category, listed)
}

pub(super) fn officer<'a>(listed: &Listed<'a>) -> Cell<'a> {
    or_missing(listed.officer.map(|officer| Cell::Text(officer.as_str())), Wanted::Officer, listed)
}

pub(super) fn lead<'a>(listed: &Listed<'a>) -> Cell<'a> {
    let lead = listed.responsibility.map(|bodies| Cell::Text(bodies.lead.as_str()));
    or_missing(lead, Wanted::Body, listed)
}

pub(super) fn responsible<'a>(listed: &Listed<'a>) -> Cell<'a> {
    match listed.responsibility.map(|bodies| &*bodies.responsible) {
        // a lead body alone is enough
        Some([]) => NOTHING,
        Some(bodies) => Cell::Texts(bodies.iter().map(|body| body.as_str()).collect()),
        None => Wanted::Body.missing(listed.position),
    }
}

fn or_missing<'a>(cell: Option<Cell<'a>>, wanted: Wanted, listed: &Listed<'a>) -> Cell<'a> {
    cell.unwrap_or_else(|| wanted.missing(listed.position))
}
