//! Commitments: papers promised, presented later or put off.

use serde::{Deserialize, Serialize};

use crate::evidence::Attachment;
use crate::lifecycle::Item;
use crate::value::Day;

/// A document presented that a commitment stood in for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Presentation {
    /// The item.
    pub item: Item,
    /// The document; the day it bears is its day of issue.
    pub paper: Attachment,
    /// Its last valid day, where a permit itself names one; else the policy says how long it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Day>,
    /// The stream version of the step whose evidence committed to it.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub version: u64,
}

/// A later due day for a commitment than the evidence promised. The one recorded last stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Prolongation {
    /// The new due day.
    pub due: Day,
    /// The item.
    pub item: Item,
    /// The stream version of the step whose evidence committed to it.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub version: u64,
}

/// A commitment that is not yet kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenCommitment {
    /// The day by which the evidence promised it.
    pub committed: Day,
    /// The last day on which it is kept in time, prolongations considered.
    pub due: Day,
    /// The item.
    pub item: Item,
    /// The stream version of the step whose evidence committed to it.
    pub version: u64,
}
