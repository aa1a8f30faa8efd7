//! The schedule, and the first one, which stays the baseline.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Fact, Kind, Stood};
use crate::evidence::Schedule;
use crate::project::CurrentState;
use crate::value::Day;

/// A schedule of the stages to come (进度安排, plan paragraph 11).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Scheduled {
    /// The stages, each with the day by which it is to be reached.
    pub stages: Schedule,
}

impl From<Schedule> for Scheduled {
    fn from(stages: Schedule) -> Self {
        Self { stages }
    }
}

/// The schedules that stand, by the version of the event that set each: a fact, or a revival whose evidence holds a new one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::project) struct Schedules(BTreeMap<u64, Schedule>);

impl Schedules {
    /// The first one. Planning anew does not change it, so a missed date stays missed.
    pub(in crate::project) fn baseline(&self) -> Option<&Schedule> {
        self.0.first_key_value().map(|(_, schedule)| schedule)
    }

    /// The last one.
    pub(in crate::project) fn present(&self) -> Option<&Schedule> {
        self.0.last_key_value().map(|(_, schedule)| schedule)
    }

    /// Takes in the one of a revival.
    pub(in crate::project) fn revive(&mut self, version: u64, schedule: &Schedule) {
        self.0.insert(version, schedule.clone());
    }

    /// Forgets the one that a voided step set, if it set one.
    pub(in crate::project) fn void(&mut self, version: u64) {
        self.0.remove(&version);
    }
}

impl Kind for Scheduled {
    type Kept = Schedules;

    fn before(&self, kept: &Schedules, _current: &CurrentState) -> Option<Stood> {
        let (version, stages) = kept.0.last_key_value()?;
        Some(Stood { fact: Fact::Schedule(Self { stages: stages.clone() }), version: *version })
    }

    fn keep(&self, kept: &mut Schedules, version: u64, _on: Day) {
        kept.0.insert(version, self.stages.clone());
    }

    fn show(&self, _before: Option<&Fact>, _on: Day, current: &mut CurrentState) {
        current.schedule = Some(self.stages.clone());
    }
}
