//! Where a mapping's columns stand in a header.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::ImportError;
use super::fold;
use super::mapping::{Ending, Mapping};
use super::records::Cells;
use crate::Stage;

/// A mapping's columns, found in a header.
#[derive(Debug)]
pub(super) struct Columns<'m> {
    pub(super) key: usize,
    pub(super) name: usize,
    pub(super) zone: usize,
    pub(super) status: usize,
    /// Every column that may hold a date, in the header's order. What follows refers to places in this list.
    pub(super) dated: Vec<Dated>,
    pub(super) updated: usize,
    pub(super) milestones: Vec<(Stage, Vec<usize>)>,
    /// The status of each, folded.
    pub(super) finals: Vec<(Cow<'m, str>, Ending, Vec<usize>)>,
    /// The header's names. What the mapping names stands as there.
    pub(super) header: Vec<String>,
    /// The columns that are filled down.
    pub(super) filled: Vec<usize>,
    /// The columns of codes, for doubles.
    pub(super) codes: Vec<usize>,
}

/// A column that may hold a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dated {
    /// Its place in the header.
    pub(super) place: usize,
    /// Whether it is only noted: then what is no date is no fault.
    pub(super) is_noted: bool,
    /// Whether a bare number is a serial.
    pub(super) is_serial: bool,
}

impl<'m> Columns<'m> {
    /// Finds them.
    pub(super) fn find(mapping: &'m Mapping, header: Cells<'_>) -> Result<Self, ImportError> {
        let found: Vec<String> = header.iter().map(Into::into).collect();
        let wanted = mapping.column_names();
        let (mut header, mut missing) = (found.clone(), Vec::new());
        let mut is_taken = vec![false; found.len()];
        // first those that are named to the letter, then those that differ in width, white space or hidden characters
        for folds in [false, true] {
            let written = |name: &str| if folds { fold::header(name) } else { name.to_owned() };
            let columns: Vec<String> = found.iter().map(|name| written(name)).collect();
            for name in &wanted {
                if !folds || missing.contains(name) {
                    let same: Vec<usize> =
                        (0..columns.len()).filter(|at| !is_taken[*at] && columns[*at] == written(name)).collect();
                    match same[..] {
                        [] if !folds => missing.push(*name),
                        [] => {}
                        [at] => {
                            is_taken[at] = true;
                            header[at] = (*name).into();
                            missing.retain(|other| other != name);
                        }
                        [at, ..] => return Err(ImportError::RepeatedColumn { column: found[at].clone() }),
                    }
                }
            }
        }
        if !missing.is_empty() {
            let missing = missing.into_iter().map(Into::into).collect();
            return Err(ImportError::MissingColumns { missing, found });
        }
        let place = |name: &str| header.iter().position(|column| column == name).expect("no column is missing");
        let telling: BTreeSet<usize> =
            mapping.step_columns().chain([&mapping.columns.updated]).map(|name| place(name)).collect();
        let noted = mapping.columns.noted.iter().map(|name| place(name));
        let all: BTreeSet<usize> = telling.iter().copied().chain(noted).collect();
        let serials: Vec<usize> = mapping.rules.serials.iter().map(|name| place(name)).collect();
        let column = |place| Dated { place, is_noted: !telling.contains(&place), is_serial: serials.contains(&place) };
        let dated: Vec<_> = all.into_iter().map(column).collect();
        let slot = |name: &String| {
            let place = place(name);
            dated.iter().position(|column| column.place == place).expect("every such column is in the list")
        };
        let slots = |names: &[String]| names.iter().map(slot).collect();
        Ok(Self {
            key: place(&mapping.columns.key),
            name: place(&mapping.columns.name),
            zone: place(&mapping.columns.zone),
            status: place(&mapping.columns.status),
            updated: slot(&mapping.columns.updated),
            milestones: mapping.milestones.iter().map(|one| (one.stage, slots(&one.columns))).collect(),
            finals: mapping.finals.iter().map(|one| (fold::id(&one.status), one.act, slots(&one.columns))).collect(),
            filled: mapping.rules.fill_down.iter().map(|name| place(name)).collect(),
            codes: mapping.rules.doubles.codes.iter().map(|name| place(name)).collect(),
            dated,
            header,
        })
    }

    /// How many cells a record must have: as many as the header has names, but for blank ones at its end.
    pub(super) fn needed(&self) -> usize {
        self.header.iter().rposition(|name| !name.is_empty()).map_or(0, |last| last + 1)
    }

    /// What stands in the column of this name; blank if it is none of the header's.
    pub(super) fn cell<'a>(&self, cells: Cells<'a>, name: &str) -> &'a str {
        self.header.iter().position(|column| column == name).map_or("", |place| cells.at(place))
    }

    /// The name of a dated column.
    pub(super) fn dated_name(&self, slot: usize) -> &str {
        &self.header[self.dated[slot].place]
    }

    /// What stands in a dated column.
    pub(super) fn dated_cell<'a>(&self, cells: Cells<'a>, slot: usize) -> &'a str {
        cells.at(self.dated[slot].place)
    }
}
