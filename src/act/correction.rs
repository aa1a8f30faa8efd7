//! What corrects the trail.

use serde::{Deserialize, Serialize};

use crate::value::{Day, Text};

/// Why the trail is corrected, and who authorised it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Who authorised it.
    pub authority: Text,
    /// Why.
    pub grounds: Text,
}

/// The voiding of a transition. It names the transition, so that a command given on an old view voids no other one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voiding {
    /// The stream version of the transition, which must be the last that stands.
    pub version: u64,
    /// Why, and who authorised it.
    pub correction: Correction,
}

/// Another effective date for a standing transition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redating {
    /// The stream version of the transition.
    pub version: u64,
    /// Its new effective date.
    pub to: Day,
    /// Why, and who authorised it.
    pub correction: Correction,
}
