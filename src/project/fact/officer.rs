//! The dedicated officer.

use serde::{Deserialize, Serialize};

use super::{Fact, Kind, Stood};
use crate::project::CurrentState;
use crate::value::{ActorId, Day};

/// The assignment of the dedicated officer (专人, plan paragraph 11).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Officer {
    /// The officer.
    pub officer: ActorId,
}

impl From<ActorId> for Officer {
    fn from(officer: ActorId) -> Self {
        Self { officer }
    }
}

impl Kind for Officer {
    type Kept = Option<u64>;

    fn before(&self, kept: &Option<u64>, current: &CurrentState) -> Option<Stood> {
        let officer = current.officer.clone()?;
        Some(Stood { fact: Fact::Officer(Self { officer }), version: (*kept)? })
    }

    fn keep(&self, kept: &mut Option<u64>, version: u64, _on: Day) {
        *kept = Some(version);
    }

    fn show(&self, _before: Option<&Fact>, _on: Day, current: &mut CurrentState) {
        current.officer = Some(self.officer.clone());
    }
}
