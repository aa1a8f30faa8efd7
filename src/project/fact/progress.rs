//! Physical progress.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::{Fact, Kind, Stood, Succession};
use crate::project::CurrentState;
use crate::value::{Day, Expected, Input, Reading, Sample, Text, input};

/// A share of the whole in basis points: hundredths of a per cent, from 0 to 10,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct BasisPoints(u16);

/// The number is no share of a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{found} basis points are no share of a whole; give 0 to 10000")]
pub struct BasisPointsError {
    /// What was found.
    pub found: u32,
}

impl BasisPoints {
    /// A share.
    ///
    /// # Errors
    /// [`BasisPointsError`] above 10,000.
    pub fn new(points: u32) -> Result<Self, BasisPointsError> {
        u16::try_from(points)
            .ok()
            .filter(|points| *points <= 10_000)
            .map(Self)
            .ok_or(BasisPointsError { found: points })
    }

    /// The basis points.
    #[must_use]
    pub const fn points(self) -> u16 {
        self.0
    }
}

impl<'de> Deserialize<'de> for BasisPoints {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(u32::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for BasisPoints {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "BasisPoints".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "integer", "minimum": 0, "maximum": 10_000})
    }
}

/// Physical progress (形象进度) as seen on the event's effective date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct ProgressReport {
    /// What is to be seen.
    pub description: Text,
    /// How much of the whole is done.
    pub done: BasisPoints,
}

input!(ProgressReport { needed description, needed done });

impl Input for BasisPoints {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        let read = Self::deserialize(value).ok();
        read.unwrap_or_else(|| reading.mistyped(value, Expected::BasisPoints))
    }

    fn sample(sample: Sample) -> Self {
        sample.pick(Self(0), Self(1))
    }
}

impl Kind for ProgressReport {
    type Kept = Succession<Self>;

    fn before(&self, kept: &Succession<Self>, _current: &CurrentState) -> Option<Stood> {
        let (version, standing) = kept.standing()?;
        Some(Stood { fact: Fact::Progress(standing.clone()), version })
    }

    fn keep(&self, kept: &mut Succession<Self>, version: u64, on: Day) {
        kept.keep(version, on, self.clone());
    }

    fn forget(&self, kept: &mut Succession<Self>, version: u64, on: Day) {
        kept.forget(version, on);
    }
}
