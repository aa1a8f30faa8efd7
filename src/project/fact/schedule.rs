//! The schedules on record.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Fact, Kind, Stood, Succession};
use crate::evidence::Schedule;
use crate::project::CurrentState;
use crate::value::{Day, input};

/// A schedule of the stages to come (进度安排, plan paragraph 11).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Scheduled {
    /// The stages, each with the day by which it is to be reached.
    pub stages: Schedule,
}

input!(Scheduled { needed stages });

impl From<Schedule> for Scheduled {
    fn from(stages: Schedule) -> Self {
        Self { stages }
    }
}

/// The schedules on record, of facts and of revivals whose evidence holds a new one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::project) struct Schedules {
    pub(super) by_day: Succession<Schedule>,
    /// By the version of the event that set each, with its effective date.
    by_version: BTreeMap<u64, Day>,
}

impl Schedules {
    /// The one recorded first after an event.
    pub(in crate::project) fn first_after(&self, version: u64) -> Option<&Schedule> {
        let (version, on) = self.by_version.range(version + 1..).next()?;
        self.by_day.of(*version, *on)
    }

    /// The one set last.
    pub(in crate::project) fn present(&self) -> Option<&Schedule> {
        self.by_day.present()
    }

    pub(super) fn keep(&mut self, version: u64, on: Day, schedule: &Schedule) {
        self.by_day.keep(version, on, schedule.clone());
        self.by_version.insert(version, on);
    }

    /// Forgets the one that an event set, and gives it. `None` if it set none.
    pub(super) fn forget(&mut self, version: u64) -> Option<Schedule> {
        let on = self.by_version.remove(&version)?;
        self.by_day.forget(version, on)
    }

    /// Gives the one of a revival another date.
    pub(super) fn redate(&mut self, version: u64, on: Day) {
        if let Some(schedule) = self.forget(version) {
            self.keep(version, on, &schedule);
        }
    }
}

impl Kind for Scheduled {
    type Kept = Schedules;

    fn before(&self, kept: &Schedules, current: &CurrentState) -> Option<Stood> {
        // with the days that supplementary agreements moved since
        let (version, stages) = (kept.by_day.version()?, current.schedule.clone()?);
        Some(Stood { fact: Fact::Schedule(Self { stages }), version })
    }

    fn keep(&self, kept: &mut Schedules, version: u64, on: Day) {
        kept.keep(version, on, &self.stages);
    }

    fn forget(&self, kept: &mut Schedules, version: u64, _on: Day) {
        kept.forget(version);
    }

    fn show(&self, _before: Option<&Fact>, on: Day, current: &mut CurrentState) -> bool {
        current.plan(&self.stages, on)
    }
}
