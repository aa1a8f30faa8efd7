//! Where a mapping's columns stand in a header.

use std::collections::BTreeSet;

use super::ImportError;
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
    pub(super) finals: Vec<(&'m str, Ending, Vec<usize>)>,
    /// The header's names.
    pub(super) header: Vec<String>,
}

/// A column that may hold a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dated {
    /// Its place in the header.
    pub(super) place: usize,
    /// Whether it is only noted: then what is no date is no fault.
    pub(super) is_noted: bool,
}

impl<'m> Columns<'m> {
    /// Finds them.
    pub(super) fn find(mapping: &'m Mapping, header: Cells<'_>) -> Result<Self, ImportError> {
        let header: Vec<String> = header.iter().map(Into::into).collect();
        let wanted = mapping.column_names();
        let missing: Vec<String> = wanted
            .iter()
            .filter(|name| !header.iter().any(|column| column == *name))
            .map(|name| (*name).into())
            .collect();
        if !missing.is_empty() {
            return Err(ImportError::MissingColumns { missing, found: header });
        }
        let mut met = BTreeSet::new();
        for column in header.iter().filter(|column| wanted.contains(column.as_str())) {
            if !met.insert(column) {
                return Err(ImportError::RepeatedColumn { column: column.clone() });
            }
        }
        let place = |name: &str| header.iter().position(|column| column == name).expect("no column is missing");
        let telling: BTreeSet<usize> =
            mapping.step_columns().chain([&mapping.columns.updated]).map(|name| place(name)).collect();
        let noted = mapping.columns.noted.iter().map(|name| place(name));
        let all: BTreeSet<usize> = telling.iter().copied().chain(noted).collect();
        let dated: Vec<_> = all.into_iter().map(|place| Dated { place, is_noted: !telling.contains(&place) }).collect();
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
            finals: mapping.finals.iter().map(|one| (one.status.as_str(), one.act, slots(&one.columns))).collect(),
            dated,
            header,
        })
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
