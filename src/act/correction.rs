//! What corrects the trail.

use serde::{Deserialize, Serialize};

use super::Provenance;
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

/// The voiding of a transition or of a fact. It names what it voids, so that a command given on an old view voids nothing
/// else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voiding {
    /// The stream version of the transition, which must be the last that stands; or of the fact, which must stand.
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
    /// Where the date was found, for an imported transition: it becomes the transition's. `None` leaves it as it is, but that
    /// the date is no longer inferred.
    pub provenance: Option<Provenance>,
    /// Why, and who authorised it.
    pub correction: Correction,
}
