//! The lead and the responsible bodies.

use serde::{Deserialize, Serialize};

use super::{Fact, Kind, Stood};
use crate::project::CurrentState;
use crate::value::{Day, OrgId};

/// One lead body and the bodies responsible with it (牵头单位、责任单位, plan paragraph 11).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Responsibility {
    /// The lead body.
    pub lead: OrgId,
    /// The bodies responsible with it.
    #[serde(default)]
    pub responsible: Vec<OrgId>,
}

impl Kind for Responsibility {
    type Kept = Option<(u64, Self)>;

    fn before(&self, kept: &Option<(u64, Self)>, _current: &CurrentState) -> Option<Stood> {
        let (version, body) = kept.as_ref()?;
        Some(Stood { fact: Fact::Body(body.clone()), version: *version })
    }

    fn keep(&self, kept: &mut Option<(u64, Self)>, version: u64, _on: Day) {
        *kept = Some((version, self.clone()));
    }
}
