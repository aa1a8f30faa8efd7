//! The dedicated officer.

use serde::Serialize;

use super::{Fact, Kind, Stood, Succession};
use crate::project::CurrentState;
use crate::value::{ActorId, Day, input};

/// The assignment of the dedicated officer (专人, plan paragraph 11).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Officer {
    /// The officer.
    pub officer: ActorId,
}

input!(Officer { needed officer });

impl From<ActorId> for Officer {
    fn from(officer: ActorId) -> Self {
        Self { officer }
    }
}

impl Kind for Officer {
    type Kept = Succession<Self>;

    fn before(&self, kept: &Succession<Self>, _current: &CurrentState) -> Option<Stood> {
        let (version, officer) = kept.standing()?;
        Some(Stood { fact: Fact::Officer(officer.clone()), version })
    }

    fn keep(&self, kept: &mut Succession<Self>, version: u64, on: Day) {
        kept.keep(version, on, self.clone());
    }

    fn forget(&self, kept: &mut Succession<Self>, version: u64, on: Day) {
        kept.forget(version, on);
    }

    fn show(&self, _before: Option<&Fact>, on: Day, current: &mut CurrentState) -> bool {
        let stands = current.note(on);
        if stands {
            current.officer = Some(self.officer.clone());
        }
        stands
    }

    fn settle(&self, kept: &Succession<Self>, current: &mut CurrentState) {
        current.officer = kept.present().map(|officer| officer.officer.clone());
    }
}
