//! The rescission: what undoes a signing.

use super::document::dated;
use super::gate::{Conditions, gate};
use super::{Attachment, Document, Dossier};
use crate::lifecycle::{Gate, Item};
use crate::reason::Reason;
use crate::value::Text;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// What becomes of the old agreement.
    #[non_exhaustive]
    AgreementStatus as "status of the old agreement" {
        /// Terminated.
        Terminated "terminated" "Terminated" "已终止";
        /// Suspended while talks go on.
        Suspended "suspended" "Suspended" "已中止";
    }
}

gate! {
    /// The rescission of an agreement (重大变更、更换投资方、解约). The signing stays on record; net figures drop it.
    Rescission RescissionForm {
        /// The ground as a short code of the host's own list.
        needed value ground: Text as Ground,
        /// The ground in words.
        needed value explanation: Text as Explanation,
        /// What becomes of the old agreement.
        needed value agreement_status: AgreementStatus as AgreementStatus,
        /// The paper that rescinds or suspends it.
        needed document rescission_paper: Document<Attachment> as RescissionPaper,
        /// The dossier, for a project that enters the reserve and never was admitted.
        when("if a project never admitted returns to the reserve", "从未入库的项目解约的") nested(DossierForm) dossier: Dossier as Dossier,
    }
}

impl Conditions for RescissionForm {
    fn conditions(&self, gaps: &mut Vec<Reason>) {
        dated(self.rescission_paper.given(), Gate::Rescission, Item::RescissionPaper, gaps);
    }
}
