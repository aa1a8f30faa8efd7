//! The schedule of a project: by when it is to reach the stages to come.

use core::cmp::Ordering;
use core::fmt;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::lifecycle::{Direction, LAW_VERSION, Law, Stage};
use crate::value::{Day, Expected, Input, Reading, Sample, deserialize, input};

/// By which day a project is to reach stages after signing (进度安排, plan paragraph 11).
///
/// Days never fall as stages rise; at least one stage is planned. On the wire it is an array of
/// `{"stage", "by"}` in the order of the stages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Schedule(Vec<ScheduledStage>);

/// One planned date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ScheduledStage {
    /// The last day on which the stage is reached in time.
    pub by: Day,
    /// The stage to reach.
    pub stage: Stage,
}

/// Why dates make no schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ScheduleError {
    /// No stage is planned.
    Empty,
    /// A stage that is not entered by a forward step after signing.
    NotPlannable(Stage),
    /// A stage is planned twice, or its stages do not rise.
    NotRising(Stage),
    /// A stage is to be reached before the one below it.
    Backwards {
        /// The stage.
        stage: Stage,
        /// Its day.
        by: Day,
        /// The day of the stage below it.
        earlier: Day,
    },
}

impl fmt::Display for ScheduleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "a schedule plans at least one stage"),
            Self::NotPlannable(stage) => write!(f, "`{stage}` is no stage that a schedule plans"),
            Self::NotRising(stage) => write!(f, "`{stage}` must stand after the stages below it, once"),
            Self::Backwards { stage, by, earlier } => {
                write!(f, "`{stage}` is planned by {by}, before the stage below it, {earlier}")
            }
        }
    }
}

impl core::error::Error for ScheduleError {}

input!(ScheduledStage { needed by, needed stage });

impl Input for Schedule {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        let before = reading.faults();
        let planned = Vec::<ScheduledStage>::read(value, reading);
        if reading.faults() > before {
            return Self::sample(reading.sample());
        }
        Self::try_from(planned).unwrap_or_else(|_| reading.mistyped(value, Expected::Schedule))
    }

    fn sample(sample: Sample) -> Self {
        let first = Stage::ALL.into_iter().find(|stage| is_plannable(*stage));
        Self(first.into_iter().map(|stage| ScheduledStage { by: sample.day, stage }).collect())
    }
}

impl<'de> Deserialize<'de> for Schedule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

impl Schedule {
    /// The stages that a schedule plans, in order: those that a forward step enters after signing.
    pub const STAGES: [Stage; 4] = [Stage::Registered, Stage::Started, Stage::Producing, Stage::Operating];

    /// A schedule from stages and days, in the order of the stages.
    ///
    /// # Errors
    /// [`ScheduleError`] when it is empty, a stage is not entered by a forward step after signing, the stages do not
    /// rise, or a day falls.
    pub fn new(planned: impl IntoIterator<Item = (Stage, Day)>) -> Result<Self, ScheduleError> {
        Self::try_from(planned.into_iter().map(|(stage, by)| ScheduledStage { by, stage }).collect::<Vec<_>>())
    }

    /// The planned dates, in the order of the stages.
    #[must_use]
    pub fn planned(&self) -> &[ScheduledStage] {
        &self.0
    }

    /// By which day a stage is to be reached.
    #[must_use]
    pub fn by(&self, stage: Stage) -> Option<Day> {
        self.0.iter().find(|planned| planned.stage == stage).map(|planned| planned.by)
    }

    /// Moves the day of a stage that is planned. The stages below it are planned no later then, and those above no earlier.
    pub(crate) fn shift(&mut self, stage: Stage, by: Day) {
        let Some(at) = self.0.iter().position(|planned| planned.stage == stage) else { return };
        for (n, planned) in self.0.iter_mut().enumerate() {
            planned.by = match n.cmp(&at) {
                Ordering::Less => planned.by.min(by),
                Ordering::Equal => by,
                Ordering::Greater => planned.by.max(by),
            };
        }
    }
}

/// Whether a forward step from signing on enters the stage, under any law: a schedule is read for ever.
fn is_plannable(stage: Stage) -> bool {
    let laws = (1..=LAW_VERSION).filter_map(Law::of);
    let mut edges = laws.flat_map(Law::edges);
    edges.any(|edge| edge.verb.direction() == Direction::Forward && edge.from >= Stage::Signed && edge.to == stage)
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Schedule {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Schedule".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "array", "items": generator.subschema_for::<ScheduledStage>(), "minItems": 1})
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for ScheduledStage {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ScheduledStage".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        use crate::vocabulary::{Language, choice};

        let plannable = Stage::ALL.into_iter().filter(|stage| is_plannable(*stage));
        let stage = choice(plannable.map(|stage| (stage.code(), Language::ALL.map(|language| stage.label(language)))));
        schemars::json_schema!({
            "type": "object",
            "properties": {
                "by": generator.subschema_for::<Day>(),
                "stage": stage,
            },
            "required": ["by", "stage"],
        })
    }
}

impl TryFrom<Vec<ScheduledStage>> for Schedule {
    type Error = ScheduleError;

    fn try_from(planned: Vec<ScheduledStage>) -> Result<Self, Self::Error> {
        if planned.is_empty() {
            return Err(ScheduleError::Empty);
        }
        for ScheduledStage { stage, .. } in &planned {
            if !is_plannable(*stage) {
                return Err(ScheduleError::NotPlannable(*stage));
            }
        }
        for pair in planned.windows(2) {
            if pair[1].stage <= pair[0].stage {
                return Err(ScheduleError::NotRising(pair[1].stage));
            }
            if pair[1].by < pair[0].by {
                return Err(ScheduleError::Backwards { stage: pair[1].stage, by: pair[1].by, earlier: pair[0].by });
            }
        }
        Ok(Self(planned))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_law_says_which_stages_a_schedule_plans() {
        assert!(Stage::ALL.into_iter().filter(|stage| is_plannable(*stage)).eq(Schedule::STAGES));
    }
}
