//! What a portfolio costs to keep.

use super::Portfolio;
use super::life::{Life, More};
use super::list::Kept;
use super::row::{CorrectionRow, NoteRow};
use crate::value::{ProjectId, Timestamp};

/// How many bytes a portfolio holds, about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory {
    /// What figures read: ids, steps, amounts, reports, corrections, and the index by id.
    pub figures: usize,
    /// What only lists read: names, officers, papers, pauses.
    pub lists: usize,
}

impl Portfolio {
    /// How many bytes it holds, about: what its vectors and tables have room for, without what the allocator adds.
    #[must_use]
    pub fn memory(&self) -> Memory {
        let more = |more: &More| {
            size_of::<More>()
                + more.notes.capacity() * size_of::<NoteRow>()
                + more.corrections.capacity() * size_of::<CorrectionRow>()
                + more.standing.capacity() * size_of::<u32>()
                + more.voided.len() * size_of::<(u32, Timestamp)>()
        };
        let seldom: usize = self.lives.iter().filter_map(|life| life.more.as_deref()).map(more).sum();
        let rows = self.rows.steps.bytes() + self.rows.totals.bytes() + self.rows.reports.bytes();
        let lists: usize = self.kept.iter().map(Kept::bytes).sum();
        Memory {
            figures: self.ids.capacity() * size_of::<ProjectId>()
                + self.lives.capacity() * size_of::<Life>()
                + rows
                + self.index.bytes()
                + seldom,
            lists: self.kept.capacity() * size_of::<Kept>() + lists,
        }
    }
}
