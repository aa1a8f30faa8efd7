//! The lead and the responsible bodies.

use serde::Serialize;

use super::{Fact, Kind, Stood, Succession};
use crate::project::CurrentState;
use crate::value::{Day, OrgId, input};

/// One lead body and the bodies responsible with it (牵头单位、责任单位, plan paragraph 11).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Responsibility {
    /// The lead body.
    pub lead: OrgId,
    /// The bodies responsible with it.
    pub responsible: Vec<OrgId>,
}

input!(Responsibility { needed lead, list responsible });

impl Kind for Responsibility {
    type Kept = Succession<Self>;

    fn before(&self, kept: &Succession<Self>, _current: &CurrentState) -> Option<Stood> {
        let (version, standing) = kept.standing()?;
        Some(Stood { fact: Fact::Body(standing.clone()), version })
    }

    fn keep(&self, kept: &mut Succession<Self>, version: u64, on: Day) {
        kept.keep(version, on, self.clone());
    }

    fn forget(&self, kept: &mut Succession<Self>, version: u64, on: Day) {
        kept.forget(version, on);
    }
}
