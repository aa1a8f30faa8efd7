//! The commissioning: what puts a built project into production.

use super::document::dated;
use super::gate::{Conditions, gate};
use super::{Attachment, Document};
use crate::lifecycle::{Gate, Item};
use crate::reason::Reason;
use crate::value::Day;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// On what a commissioning rests.
    #[non_exhaustive]
    AcceptanceKind as "kind of acceptance" {
        /// Completion acceptance, filed (竣工验收备案).
        Completion "completion" "Completion acceptance" "竣工验收";
        /// A record of trial production (试生产).
        TrialProduction "trial_production" "Trial production" "试生产";
    }
}

gate! {
    /// The commissioning (投产, plan paragraph 11): accepted or in trial production, with a first output.
    Commissioning CommissioningForm {
        /// Acceptance or trial production.
        needed value acceptance_kind: AcceptanceKind as AcceptanceKind,
        /// The paper of it.
        needed document acceptance_paper: Document<Attachment> as AcceptancePaper,
        /// The day of the first output or the first invoice.
        needed act first_output: Day as FirstOutput,
        /// Whether only a part was commissioned; blank for the whole.
        optional value partial: bool as Partial,
    }
}

impl Conditions for CommissioningForm {
    fn conditions(&self, gaps: &mut Vec<Reason>) {
        if self.acceptance_kind.given() == Some(&AcceptanceKind::Completion) {
            dated(self.acceptance_paper.given(), Gate::Commissioning, Item::AcceptancePaper, gaps);
        }
    }
}
