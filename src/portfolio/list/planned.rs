//! The days of a schedule, as a row keeps them.

use crate::evidence::Schedule;
use crate::lifecycle::Stage;
use crate::value::Day;

/// The days of a schedule by its stages, in three bytes each: a row has no room for more. As a number a day is one more than
/// the days since the first of all; 0 is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::portfolio) struct PlannedDays([[u8; 3]; Schedule::STAGES.len()]);

impl PlannedDays {
    pub(super) fn of(schedule: &Schedule) -> Self {
        Self(Schedule::STAGES.map(|stage| {
            let number = schedule.by(stage).map_or(0, |by| by.days_since(Day::MIN) + 1);
            let [low, middle, high, ..] = number.to_le_bytes();
            [low, middle, high]
        }))
    }

    /// The stages that it plans, each with its day.
    pub(super) fn stages(self) -> impl Iterator<Item = (Stage, Day)> {
        let day = |[low, middle, high]: [u8; 3]| {
            let number = i64::from(u32::from_le_bytes([low, middle, high, 0]));
            Day::MIN.plus_days(number - 1)
        };
        Schedule::STAGES.into_iter().zip(self.0).filter_map(move |(stage, bytes)| Some((stage, day(bytes)?)))
    }

    /// By which day it has a stage. `None` if it does not plan it.
    pub(super) fn by(self, stage: Stage) -> Option<Day> {
        self.stages().find(|(planned, _)| *planned == stage).map(|(_, day)| day)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_stage_that_a_schedule_plans_has_its_place() {
        for stage in Stage::ALL {
            assert_eq!(Schedule::new([(stage, Day::MAX)]).is_ok(), Schedule::STAGES.contains(&stage), "{stage}");
        }
    }

    #[test]
    fn the_first_and_the_last_day_stay_what_they_are() {
        let schedule =
            Schedule::new([(Stage::Registered, Day::MIN), (Stage::Operating, Day::MAX)]).expect("a schedule");
        let days = PlannedDays::of(&schedule);
        assert_eq!((days.by(Stage::Registered), days.by(Stage::Operating)), (Some(Day::MIN), Some(Day::MAX)));
        assert_eq!((days.by(Stage::Started), days.by(Stage::Signed)), (None, None));
    }

    proptest! {
        #[test]
        fn a_schedule_comes_back_as_it_was(days in prop::collection::vec(prop::option::of(0..4_000_i64), 4)) {
            let mut last = 0;
            let planned: Vec<_> = Schedule::STAGES.into_iter().zip(days).filter_map(|(stage, more)| {
                last += more?;
                Some((stage, Day::new(2018, 1, 1).ok()?.plus_days(last)?))
            }).collect();
            prop_assume!(!planned.is_empty());
            let schedule = Schedule::new(planned.clone()).expect("days rise");
            prop_assert_eq!(PlannedDays::of(&schedule).stages().collect::<Vec<_>>(), planned);
        }
    }
}
