//! The grounds of a step back.

use super::Dossier;
use super::gate::{Conditions, gate};
use crate::reason::Reason;
use crate::value::Text;

gate! {
    /// Why a project goes back a step (退回策划、终止洽谈).
    Grounds GroundsForm {
        /// The ground as a short code of the host's own list.
        needed value ground: Text as Ground,
        /// The ground in words.
        needed value explanation: Text as Explanation,
        /// The dossier, for a project that enters the reserve and never was admitted.
        when("if talks break off for a project never admitted", "从未入库的项目终止洽谈的") nested(DossierForm) dossier: Dossier as Dossier,
    }
}

impl Conditions for GroundsForm {
    fn conditions(&self, _gaps: &mut Vec<Reason>) {}
}
