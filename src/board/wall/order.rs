//! The rows of the wall chart, and the order in which a leader wants to see them.

use core::cmp::Ordering;
use std::collections::BTreeMap;

use crate::portfolio::{Light, Signal, Track, TrackNode};

/// A row of the wall chart: a project, and its light by the plan's colours.
#[derive(Clone, Copy, Debug)]
pub struct WallRow<'a> {
    /// What became of it.
    pub track: &'a Track<'a>,
    /// Its light, and why it is lit. `None` if the plan gives it none.
    pub signal: Option<&'a Signal<'a>>,
}

impl<'a> WallRow<'a> {
    /// A row for each track, with the signal of its project, in the [order of urgency](Self::by_urgency).
    ///
    /// ```
    /// use project_lifecycle::board::WallRow;
    /// use project_lifecycle::portfolio::{ActionPlan, Portfolio};
    ///
    /// let portfolio = Portfolio::new();
    /// let lists = portfolio.standing("2018-06-30".parse()?, "2018-07-01T00:00:00Z".parse()?);
    /// let (tracks, signals) = (lists.tracks(), lists.signals(&ActionPlan::shenyang_2018()));
    /// assert!(WallRow::most_urgent_first(&tracks, &signals).is_empty(), "nothing is recorded");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn most_urgent_first(tracks: &'a [Track<'a>], signals: &'a [Signal<'a>]) -> Vec<Self> {
        let signals: BTreeMap<_, _> = signals.iter().map(|signal| (signal.project.project, signal)).collect();
        let row = |track: &'a Track<'a>| Self { track, signal: signals.get(&track.project.project).copied() };
        let mut rows: Vec<_> = tracks.iter().map(row).collect();
        rows.sort_by(Self::by_urgency);
        rows
    }

    /// Its light. `None` if it has none.
    #[must_use]
    pub fn light(&self) -> Option<Light> {
        self.signal.map(|signal| signal.light)
    }

    /// The node that is due, not reached, and late by most days, with those days. `None` if none is late.
    #[must_use]
    pub fn late(&self) -> Option<(&'a TrackNode, i64)> {
        let late = |node: &'a TrackNode| {
            let days = node.days_late.filter(|days| *days > 0 && node.reached.is_none())?;
            Some((node, days))
        };
        // of equals the one that comes first
        self.track.nodes.iter().filter_map(late).rev().max_by_key(|(_, days)| *days)
    }

    /// The order of urgency: red first, then yellow, then the others; of these the latest first; then by zone and id.
    #[must_use]
    pub fn by_urgency(&self, other: &Self) -> Ordering {
        // what has no light is no more urgent than what has a green one
        let light = |row: &Self| row.light().unwrap_or(Light::Green);
        let days = |row: &Self| row.late().map_or(0, |(_, days)| days);
        let place = |row: &Self| (row.track.project.zone, row.track.project.project);
        let latest_first = || days(other).cmp(&days(self));
        light(other).cmp(&light(self)).then_with(latest_first).then_with(|| place(self).cmp(&place(other)))
    }
}
