//! What one record says: its steps, its dates, and what is wrong with them.

use super::columns::Columns;
use super::exception::{Code, Exception};
use super::mapping::{Ending, Mapping};
use super::records::Cells;
use crate::{Day, Stage, Unused};

/// What a record says, before the law is asked.
#[derive(Debug)]
pub(super) struct Telling {
    /// The steps in the order in which they are attempted.
    pub(super) steps: Vec<Step>,
    /// When the project was planned, and the place in [`Columns::dated`] that says so; nothing if nothing does.
    pub(super) planned: Option<(Day, usize)>,
    /// The dated cells that no step uses.
    pub(super) unused: Vec<Unused>,
    /// The cells that should be dates and are not.
    pub(super) faults: Vec<Exception>,
}

/// A step that a record tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) act: Act,
    /// When, and the place in [`Columns::dated`] that says so. A final step may be undated: it then falls on the last
    /// recorded date.
    pub(super) dated: Option<(Day, usize)>,
}

/// What a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// Enters a stage, by as many forward verbs as it takes.
    Reach(Stage),
    /// Closes or stalls.
    End(Ending),
}

impl Telling {
    /// Reads a record by the mapping's rules.
    pub(super) fn of(cells: Cells<'_>, columns: &Columns<'_>, mapping: &Mapping) -> Self {
        let mut faults = Vec::new();
        let mut days = Vec::with_capacity(columns.dated.len());
        for (slot, column) in columns.dated.iter().enumerate() {
            let cell = cells.at(column.place);
            let day = if cell.is_empty() { None } else { mapping.day(cell) };
            if day.is_none() && !cell.is_empty() && !column.is_noted {
                faults.push(bad_date(columns.dated_name(slot), cell, mapping));
            }
            days.push(day);
        }
        let dated = |slot: &usize| days[*slot].map(|day| (day, *slot));

        let mut steps = Vec::new();
        for (stage, slots) in &columns.milestones {
            // of equal dates the first column's
            if let Some(first) = slots.iter().filter_map(dated).min_by_key(|(day, _)| *day) {
                steps.push(Step { act: Act::Reach(*stage), dated: Some(first) });
            }
        }
        let status = cells.at(columns.status);
        if let Some((_, ending, slots)) = columns.finals.iter().find(|(meant, ..)| *meant == status) {
            steps.push(Step { act: Act::End(*ending), dated: slots.iter().find_map(dated) });
        }

        let earliest = steps.iter().filter_map(|step| step.dated).min_by_key(|(day, _)| *day);
        let planned = earliest.or_else(|| dated(&columns.updated));
        let is_used = |slot: usize| {
            slot == columns.updated || steps.iter().filter_map(|step| step.dated).any(|(_, used)| used == slot)
        };
        let unused = (0..days.len()).filter(|slot| days[*slot].is_some() && !is_used(*slot)).map(|slot| Unused {
            column: columns.dated_name(slot).into(),
            value: columns.dated_cell(cells, slot).into(),
        });
        Self { unused: unused.collect(), steps, planned, faults }
    }
}

fn bad_date(column: &str, cell: &str, mapping: &Mapping) -> Exception {
    let forms: Vec<_> = mapping.dates.iter().map(|form| form.code()).collect();
    Exception {
        column: column.into(),
        value: cell.into(),
        code: Code::BadDate,
        detail: format!("no day of the calendar in the form {}; the cell counts as empty", forms.join(" or ")),
    }
}

/// The cells of the dated columns that are not blank, for the exception of a record that is not imported.
pub(super) fn dated_cells(cells: Cells<'_>, columns: &Columns<'_>) -> Vec<Unused> {
    let all = (0..columns.dated.len())
        .map(|slot| Unused { column: columns.dated_name(slot).into(), value: columns.dated_cell(cells, slot).into() });
    all.filter(|cell| !cell.value.is_empty()).collect()
}
