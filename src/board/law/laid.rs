//! What is laid over the law: a project's path, or where all projects stand.

use crate::board::Imprint;
use crate::lifecycle::{Edge, Position, Stage};
use crate::portfolio::{Dwell, Figure, Figures, Listed, Period, Scope};
use crate::value::{Day, ProjectId, Text};

/// What is laid over the law.
#[derive(Clone, Debug)]
pub(super) enum Laid<'a> {
    Nothing,
    Path(Path<'a>),
    Counts(Counts<'a>),
}

impl<'a> Laid<'a> {
    /// What it says of itself. `None` for the law alone.
    pub(super) const fn imprint(&self) -> Option<Imprint<'a>> {
        match self {
            Self::Nothing => None,
            Self::Path(path) => Some(path.imprint),
            Self::Counts(counts) => Some(counts.imprint),
        }
    }

    /// A project's path, if that is what is laid over.
    pub(super) const fn path(&self) -> Option<&Path<'a>> {
        match self {
            Self::Path(path) => Some(path),
            Self::Nothing | Self::Counts(_) => None,
        }
    }

    /// Where all projects stand, if that is what is laid over.
    pub(super) const fn counts(&self) -> Option<&Counts<'a>> {
        match self {
            Self::Counts(counts) => Some(counts),
            Self::Nothing | Self::Path(_) => None,
        }
    }
}

/// A project's path.
#[derive(Clone, Debug)]
pub(super) struct Path<'a> {
    pub(super) project: ProjectId,
    pub(super) name: &'a str,
    visits: Vec<Visit>,
    pub(super) imprint: Imprint<'a>,
}

/// A project's stay in a stage.
#[derive(Clone, Copy, Debug)]
pub(super) struct Visit {
    /// The number of the step that began it, from 1, which is the planning.
    pub(super) number: usize,
    pub(super) position: Position,
    pub(super) on: Day,
    /// The day on which it ended. `None` if it is the present one.
    until: Option<Day>,
    /// The days from its first one to its last, or to the day that is shown.
    pub(super) days: i64,
}

impl Visit {
    pub(super) const fn is_present(&self) -> bool {
        self.until.is_none()
    }
}

impl<'a> Path<'a> {
    pub(super) fn new(
        project: ProjectId,
        name: &'a Text,
        steps: impl IntoIterator<Item = (Position, Day)>,
        imprint: Imprint<'a>,
    ) -> Self {
        let mut visits: Vec<Visit> = Vec::new();
        for (position, on) in steps {
            if let Some(last) = visits.last_mut() {
                (last.until, last.days) = (Some(on), on.days_since(last.on));
            }
            let days = imprint.as_of.days_since(on);
            visits.push(Visit { number: visits.len() + 1, position, on, until: None, days });
        }
        Self { project, name: name.as_str(), visits, imprint }
    }

    /// Its stays in a stage, in order.
    pub(super) fn visits(&self, stage: Stage) -> impl Iterator<Item = &Visit> {
        self.visits.iter().filter(move |visit| visit.position.stage() == stage)
    }

    /// The numbers of the steps that it took along a move.
    pub(super) fn steps(&self, edge: Edge) -> impl Iterator<Item = usize> + Clone {
        let is_along =
            move |pair: &&[Visit]| (pair[0].position.stage(), pair[1].position.stage()) == (edge.from, edge.to);
        self.visits.windows(2).filter(is_along).map(|pair| pair[1].number)
    }

    /// Whether it has begun.
    pub(super) const fn is_begun(&self) -> bool {
        !self.visits.is_empty()
    }
}

/// Where all projects stand, and the figures of visits.
#[derive(Clone, Debug)]
pub(super) struct Counts<'a> {
    by_position: Vec<(Position, usize)>,
    figures: Vec<&'a Figure>,
    pub(super) period: Period,
    pub(super) scope: &'a Scope,
    pub(super) imprint: Imprint<'a>,
}

impl<'a> Counts<'a> {
    pub(super) fn new(projects: &[Listed<'_>], figures: &'a Figures, scope: &'a Scope, imprint: Imprint<'a>) -> Self {
        let by_position = Position::all()
            .map(|position| (position, projects.iter().filter(|listed| listed.position == position).count()));
        Self {
            by_position: by_position.collect(),
            figures: figures.figures.iter().filter(|figure| figure.scope == *scope).collect(),
            period: figures.period,
            scope,
            imprint,
        }
    }

    /// How many projects are in a stage.
    pub(super) fn of_stage(&self, stage: Stage) -> usize {
        self.by_position.iter().filter(|(position, _)| position.stage() == stage).map(|(_, count)| count).sum()
    }

    /// How many zombies stalled in a stage.
    pub(super) fn stalled_in(&self, stage: Stage) -> usize {
        self.by_position
            .iter()
            .filter(|(position, _)| position.stalled_at() == Some(stage))
            .map(|(_, count)| count)
            .sum()
    }

    /// The figure of the days that visits to a stage took. `None` if the plan does not ask for it.
    pub(super) fn dwell(&self, stage: Stage) -> Option<(&'a Figure, Dwell)> {
        let found = self.figures.iter().find(|figure| figure.dwell.is_some() && of(figure) == Some(stage.code()));
        found.and_then(|figure| Some((*figure, figure.dwell?)))
    }

    /// The figure of first visits that ended along a move. `None` if the plan does not ask for it.
    pub(super) fn conversion(&self, edge: Edge) -> Option<&'a Figure> {
        let is_of =
            |figure: &Figure| of(figure).and_then(|of| of.split_once('>')) == Some((edge.from.code(), edge.to.code()));
        self.figures.iter().find(|figure| is_of(figure)).copied()
    }
}

/// What a figure of visits is about: a stage, or two of them.
fn of(figure: &Figure) -> Option<&str> {
    Some(figure.indicator.split_once(':')?.1)
}
