//! What one record says: its steps, its dates, and what is wrong with them.

use std::borrow::Cow;

use super::columns::Columns;
use super::exception::{Code, Exception};
use super::mapping::{Ending, Mapping};
use super::particulars::{Filled, Particulars};
use super::records::Cells;
use crate::{Day, Stage};

/// What a record says, before the law is asked.
#[derive(Debug)]
pub(super) struct Telling {
    /// The steps in the order in which they are attempted.
    pub(super) steps: Vec<Step>,
    /// When the project was planned, and the place in [`Columns::dated`] that says so. `None` if nothing does.
    pub(super) planned: Option<(Day, usize)>,
    /// The dated cells that no step uses.
    pub(super) unused: Vec<Filled>,
    /// What the optional columns of the profile say.
    pub(super) particulars: Particulars,
    /// The cells that should be something else than they are.
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
        let unused = (0..days.len()).filter(|slot| days[*slot].is_some() && !is_used(*slot)).map(|slot| Filled {
            column: columns.dated_name(slot).into(),
            value: columns.dated_cell(cells, slot).into(),
        });
        let unused = unused.collect();
        let particulars = Particulars::of(cells, columns, mapping, &mut faults);
        Self { steps, planned, unused, particulars, faults }
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

/// Cells of a record that is not imported, for its exception.
#[derive(Debug, Default)]
pub(super) struct Kept<'a> {
    /// Those of dated columns.
    pub(super) dated: Cow<'a, [Filled]>,
    /// Those of the profile's optional columns.
    pub(super) profile: Cow<'a, [Filled]>,
}

impl<'a> Kept<'a> {
    /// Every such cell of a record that was not read further.
    pub(super) fn all(cells: Cells<'_>, columns: &Columns<'_>, mapping: &Mapping) -> Self {
        let filled = |cell: &Filled| !cell.value.is_empty();
        let dated = (0..columns.dated.len()).map(|slot| Filled {
            column: columns.dated_name(slot).into(),
            value: columns.dated_cell(cells, slot).into(),
        });
        let profile = mapping
            .profile
            .names()
            .map(|name| Filled { column: name.clone(), value: columns.cell(cells, name).into() });
        Self { dated: dated.filter(filled).collect(), profile: profile.filter(filled).collect() }
    }

    /// Those of a record that was read, and that no exception of it names.
    pub(super) fn of(telling: &'a Telling) -> Self {
        Self { dated: (&telling.unused).into(), profile: (&telling.particulars.cells).into() }
    }

    /// What a person reads, after what is wrong.
    pub(super) fn after(&self, mut detail: String) -> String {
        for (title, cells) in [("its dated cells", &self.dated), ("its profile", &self.profile)] {
            let cells: Vec<_> = cells.iter().map(|cell| format!("{} = {}", cell.column, cell.value)).collect();
            if !cells.is_empty() {
                detail = format!("{detail}; {title}: {}", cells.join("; "));
            }
        }
        detail
    }
}
