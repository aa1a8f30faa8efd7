//! Projects and companies that stand more than once.

use std::collections::HashMap;
use std::collections::hash_map::{DefaultHasher, Entry};
use std::hash::{Hash, Hasher};

use serde::Serialize;

use super::fold;

/// Records that seem to tell of one project or company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Double {
    /// What they have alike.
    pub by: DoubleBy,
    /// The column of the code. `None` if it is no code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// What stands there, in the second of them.
    pub value: String,
    /// The zone, where it is a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// The numbers of the records, from 1, at least two.
    pub rows: Vec<u64>,
}

/// By what records seem to tell of one project or company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DoubleBy {
    /// A code, in one of the columns that the mapping lists in `doubles.codes`.
    Code,
    /// The investor.
    Company,
    /// The name, in one zone.
    Name,
}

/// What was met so far. A number is kept of each text, not the text.
#[derive(Debug, Default)]
pub(super) struct Met {
    /// The first record that has it, or the place of what was found.
    first: HashMap<u64, Seen>,
    pub(super) found: Vec<Double>,
}

#[derive(Debug)]
enum Seen {
    Once(u32),
    More(u32),
}

impl Met {
    /// Takes in what a record says. Width, case, white space and hidden characters make no other text.
    pub(super) fn take(&mut self, row: u64, by: DoubleBy, value: &str, beside: Beside<'_>) {
        let same = |text: &str| fold::header(text).to_lowercase();
        let folded = same(value);
        if folded.is_empty() {
            return;
        }
        let mut hasher = DefaultHasher::new();
        (by, folded, beside.column, beside.zone.map(same)).hash(&mut hasher);
        let number = |of: u64| u32::try_from(of).unwrap_or(u32::MAX);
        match self.first.entry(hasher.finish()) {
            Entry::Vacant(place) => {
                place.insert(Seen::Once(number(row)));
            }
            Entry::Occupied(mut place) => match *place.get() {
                Seen::Once(first) => {
                    place.insert(Seen::More(number(self.found.len() as u64)));
                    let (column, zone) = (beside.column.map(Into::into), beside.zone.map(Into::into));
                    self.found.push(Double { by, column, value: value.into(), zone, rows: vec![first.into(), row] });
                }
                Seen::More(at) => {
                    if let Some(double) = self.found.get_mut(at as usize) {
                        double.rows.push(row);
                    }
                }
            },
        }
    }
}

/// What else must be alike.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Beside<'a> {
    pub(super) column: Option<&'a str>,
    pub(super) zone: Option<&'a str>,
}
