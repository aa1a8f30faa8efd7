//! The operation: what makes a producing project count as operating.

use super::document::dated;
use super::gate::{Conditions, gate};
use super::{Attachment, Document};
use crate::lifecycle::{Gate, Item};
use crate::reason::Reason;
use crate::value::Day;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// On what ground a project counts as operating: one is enough.
    #[non_exhaustive]
    OperationBasis as "ground of operation" {
        /// Full capacity and effect (达产达效).
        FullCapacity "full_capacity" "Full capacity and effect" "达产达效";
        /// Enrolled in the statistics as a unit above the threshold (“四上”入统).
        Enrolled "enrolled" "Enrolled above the statistical threshold" "“四上”入统";
        /// Accepted and running without a break for the months that the policy sets.
        Continuous "continuous" "Running without a break" "连续运营";
    }
}

gate! {
    /// The entry into regular operation (运营, plan paragraph 11).
    Operation OperationForm {
        /// The ground.
        needed value operation_basis: OperationBasis as OperationBasis,
        /// The first day of the unbroken run.
        when("for continuous running", "以连续运营认定的") act running_since: Day as RunningSince,
        /// The proof.
        needed document operation_proof: Document<Attachment> as OperationProof,
    }
}

impl Conditions for OperationForm {
    fn conditions(&self, gaps: &mut Vec<Reason>) {
        if self.operation_basis.given() == Some(&OperationBasis::Continuous) && self.running_since.is_blank() {
            gaps.push(Reason::Missing { gate: Gate::Operation, item: Item::RunningSince });
        }
        if self.operation_basis.given().is_some_and(|basis| *basis != OperationBasis::Continuous) {
            dated(self.operation_proof.given(), Gate::Operation, Item::OperationProof, gaps);
        }
    }
}
