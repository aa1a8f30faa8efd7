//! The two project libraries of the plan: which project is in which, and what came in and went out.

use core::mem::discriminant;

use serde::Serialize;

use super::lists::{Listed, Lists, longest_first};
use super::then::Then;
use crate::lifecycle::Library;
use crate::value::{Day, ProjectId};

/// A project in a library. A zombie is in that of the stage it stalled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InLibrary<'a> {
    /// The project.
    #[serde(flatten)]
    pub project: Listed<'a>,
    /// The library, and of the promotion library the part.
    pub library: Library,
    /// The day on which it came into the library (入库). A move from one part to another does not count as coming in.
    pub entered_on: Day,
    /// The day on which it came into the part: for the planning reserve the same.
    pub in_part_since: Day,
}

/// What came into the libraries and went out of them, in the order of the days, and of one day by the projects.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LibraryMoves {
    /// What came in (入库).
    pub entries: Vec<LibraryMove>,
    /// What went out (出库).
    pub exits: Vec<LibraryMove>,
    /// What moved between the parts of the promotion library. It came in or went out by none of them.
    pub between_parts: Vec<PartMove>,
}

/// A project that came into a library, or went out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct LibraryMove {
    /// The day.
    pub on: Day,
    /// The project.
    pub project: ProjectId,
    /// The library, and of the promotion library the part.
    pub library: Library,
}

/// A project that moved from one part of the promotion library to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PartMove {
    /// The day.
    pub on: Day,
    /// The project.
    pub project: ProjectId,
    /// The part that it left.
    pub from: Library,
    /// The part that it is in from then on.
    pub to: Library,
}

/// A step into a library, out of it, or between parts.
struct Shift {
    on: Day,
    from: Option<Library>,
    to: Option<Library>,
}

impl Shift {
    fn is_within_library(&self) -> bool {
        self.from.map(|from| discriminant(&from)) == self.to.map(|to| discriminant(&to))
    }
}

impl Then<'_, '_> {
    /// Its steps that change the library or the part.
    fn shifts(&self) -> impl DoubleEndedIterator<Item = Shift> {
        let from = |at: usize| at.checked_sub(1).and_then(|before| self.steps[before].step().to().library());
        let shifts = self.steps.iter().enumerate().map(move |(at, row)| {
            let (from, to) = (from(at), row.step().to().library());
            Shift { on: row.on, from, to }
        });
        shifts.filter(|shift| shift.from != shift.to)
    }
}

impl<'a> Lists<'a> {
    /// The projects of the two libraries, those that came in first before the others.
    #[must_use]
    pub fn in_libraries(&self) -> Vec<InLibrary<'a>> {
        let rows = self.each(|at, then| {
            let library = then.position().library()?;
            let part = then.shifts().next_back()?;
            let entry = then.shifts().rfind(|shift| !shift.is_within_library())?;
            let project = self.listed(at, then);
            Some(InLibrary { project, library, entered_on: entry.on, in_part_since: part.on })
        });
        longest_first(rows, |row| self.days_since(row.entered_on), |row| row.project.project)
    }

    /// What came into the libraries and went out of them from one day to another, both inclusive, by the steps that stand: of
    /// a month, from its first day to its last. What came in and went out on one day is told as both.
    #[must_use]
    pub fn library_moves(&self, from: Day, to: Day) -> LibraryMoves {
        let mut moves = LibraryMoves::default();
        self.each(|at, then| {
            let project = self.portfolio.ids[at];
            for shift in then.shifts().filter(|shift| (from..=to).contains(&shift.on)) {
                let (is_within, Shift { on, from, to }) = (shift.is_within_library(), shift);
                if let (Some(from), Some(to), true) = (from, to, is_within) {
                    moves.between_parts.push(PartMove { on, project, from, to });
                } else {
                    moves.exits.extend(from.map(|library| LibraryMove { on, project, library }));
                    moves.entries.extend(to.map(|library| LibraryMove { on, project, library }));
                }
            }
            None::<()>
        });
        // those of one project and day stay in their order
        moves.entries.sort_by_key(|entry| (entry.on, entry.project));
        moves.exits.sort_by_key(|exit| (exit.on, exit.project));
        moves.between_parts.sort_by_key(|shift| (shift.on, shift.project));
        moves
    }
}
