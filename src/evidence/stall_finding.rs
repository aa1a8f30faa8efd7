//! The stall finding: what makes a zombie.

use super::Attachment;
use super::document::dated;
use super::gate::{Conditions, gate};
use crate::lifecycle::{Gate, Item, ZombieCause};
use crate::reason::Reason;
use crate::value::Day;

gate! {
    /// The finding that a project or enterprise is a zombie (认定僵尸, plan paragraphs 12 and 13).
    StallFinding StallFindingForm {
        /// Why it stalled. Causes differ by stage.
        needed value cause: ZombieCause as Cause,
        /// The first day of standing still.
        needed act since: Day as Since,
        /// The finding on paper.
        needed paper finding_paper: Attachment as FindingPaper,
        /// The completion acceptance of a plant that stands idle without one on record. None is on record if the plant
        /// was never commissioned, was commissioned for trial production, or its acceptance is still owed or was
        /// waived.
        when("for an idle plant whose acceptance is not on record", "已建成闲置而竣工验收未在案的")
            paper acceptance_paper: Attachment as AcceptancePaper,
    }
}

impl Conditions for StallFindingForm {
    fn conditions(&self, gaps: &mut Vec<Reason>) {
        dated(self.finding_paper.given(), Gate::StallFinding, Item::FindingPaper, gaps);
    }
}
