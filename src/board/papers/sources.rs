//! What papers are drawn from.

use super::cell::Cell;
use crate::board::Imprint;
use crate::policy::Policy;
use crate::portfolio::{ActionPlan, Figures, Lists, Track};
use crate::value::{Day, ProjectId};

/// What papers are drawn from: lists and figures at the same two dates.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    /// All projects at the two dates.
    pub lists: Lists<'a>,
    /// The figures of the year of the as-of day, of all zones.
    pub figures: &'a Figures,
    /// The plan that asked for them.
    pub plan: &'a ActionPlan,
    /// What makes a candidate for a finding, and when duties are due.
    pub policy: &'a Policy,
    /// What every paper says of itself. Its two dates are those of the lists and the figures.
    pub imprint: Imprint<'a>,
}

/// The sources, with what several papers read.
pub(super) struct Drawn<'a> {
    pub(super) of: Sources<'a>,
    /// Every project, by its id.
    pub(super) tracks: Vec<Track<'a>>,
}

impl<'a> Drawn<'a> {
    pub(super) fn from(sources: Sources<'a>) -> Self {
        Self { of: sources, tracks: sources.lists.tracks() }
    }

    /// The day whose end is shown.
    pub(super) const fn as_of(&self) -> Day {
        self.of.imprint.as_of
    }

    /// A project of the lists. `None` if they do not know it.
    pub(super) fn track(&self, project: ProjectId) -> Option<&Track<'a>> {
        let at = self.tracks.binary_search_by_key(&project, |track| track.project.project).ok()?;
        Some(&self.tracks[at])
    }

    /// The projects that are not closed, by their ids.
    pub(super) fn open(&self) -> impl Iterator<Item = &Track<'a>> {
        self.tracks.iter().filter(|track| !track.project.position.stage().is_terminal())
    }

    /// How many days have passed since a day.
    pub(super) fn days_since(&self, day: Day) -> Cell<'a> {
        Cell::Number(self.as_of().days_since(day))
    }
}

/// The longest first, and of equals in the order in which they come.
pub(super) fn most_first<T>(mut rows: Vec<T>, by: impl Fn(&T) -> i64) -> Vec<T> {
    rows.sort_by_key(|row| core::cmp::Reverse(by(row)));
    rows
}
