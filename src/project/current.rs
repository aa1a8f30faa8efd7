//! What a project is now, as a platform's lists show it.

use serde::{Deserialize, Serialize};

use super::InvestmentMeasure;
use crate::evidence::Schedule;
use crate::lifecycle::{Item, Library, Position, ProjectKind};
use crate::value::{ActorId, Currency, Day, Money, ProjectCode, ProjectId, Text, ZoneId};

/// What a project is now: one row of a platform's lists. It follows from the events and says nothing beyond them.
///
/// A project holds its own ([`Project::current`](crate::Project::current)). A store keeps it beside the events:
/// [`planned`](Self::planned) makes it, [`after`](Self::after) moves it on by one event, and a correction needs the
/// whole history. It proves nothing by itself: a [`Project`](crate::Project) comes from its events alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrentState {
    /// The project.
    pub project: ProjectId,
    /// The version of its last event.
    pub version: u64,
    /// Where it stands.
    pub position: Position,
    /// The day on which it entered its stage.
    pub since: Day,
    /// Its name.
    pub name: Text,
    /// Its kind.
    pub kind: ProjectKind,
    /// Its code on the national approval platform, as its evidence last gave it.
    pub code: Option<ProjectCode>,
    /// The zone that hosts it.
    pub zone: ZoneId,
    /// Its dedicated officer.
    pub officer: Option<ActorId>,
    /// Its total planned investment.
    pub total_investment: Option<Money>,
    /// What the standing investment reports add up to.
    pub invested: Vec<Invested>,
    /// Its present schedule: the days by which it is to reach the stages to come.
    pub schedule: Option<Schedule>,
    /// The papers that its standing evidence committed to and nobody presented yet, by the step and the item.
    pub owed: Vec<Owed>,
    /// The first day of its present pause. `None` if it is not paused.
    pub paused_since: Option<Day>,
}

/// The sum of the standing investment reports of one measure in one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invested {
    /// What is measured.
    pub measure: InvestmentMeasure,
    /// The currency.
    pub currency: Currency,
    /// In hundredths of the currency's main unit. Wide enough for any sum.
    pub minor: i128,
}

/// A paper that a step's evidence committed to and nobody presented yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owed {
    /// The day by which the evidence promised it.
    pub committed: Day,
    /// The last day on which it is presented in time, prolongations considered.
    pub due: Day,
    /// The item.
    pub item: Item,
    /// The stream version of the step whose evidence promised it.
    pub version: u64,
}

impl CurrentState {
    /// The project library that lists it. `None` if none does.
    #[must_use]
    pub const fn library(&self) -> Option<Library> {
        self.position.library()
    }

    /// The first day by which something is due: a stage of the schedule that it has not reached, or a paper that it owes.
    /// `None` once it is closed. The duties of paragraph 11 fall due by the policy and are not among them
    /// ([`Project::duties_due`](crate::Project::duties_due)).
    #[must_use]
    pub fn next_due(&self) -> Option<Day> {
        if self.position.stage().is_terminal() {
            return None;
        }
        let reached = self.position.footing();
        let planned = self.schedule.iter().flat_map(Schedule::planned).filter(|planned| planned.stage > reached);
        planned.map(|planned| planned.by).chain(self.owed.iter().map(|owed| owed.due)).min()
    }

    /// What is still owed for an item that a step committed to. `None` if nothing is.
    #[must_use]
    pub fn owed_for(&self, version: u64, item: Item) -> Option<&Owed> {
        self.owed.get(self.owed_at(version, item)).filter(|owed| owed.is_for(version, item))
    }

    /// The index of a paper among what is owed, or where it would go.
    pub(super) fn owed_at(&self, version: u64, item: Item) -> usize {
        self.owed.partition_point(|owed| (owed.version, owed.item) < (version, item))
    }
}

impl Owed {
    /// Whether it is owed for an item of a step.
    pub(super) fn is_for(&self, version: u64, item: Item) -> bool {
        (self.version, self.item) == (version, item)
    }
}
