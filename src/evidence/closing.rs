//! The closing: what ends a project, and how.

use super::document::dated;
use super::gate::{Conditions, gate};
use super::{Attachment, Document};
use crate::lifecycle::{Gate, Item, Outcome};
use crate::reason::Reason;
use crate::value::{ProjectId, Text};
use crate::vocabulary::vocabulary;

vocabulary! {
    /// The grounds of paragraph 12 for a liquidation. Read as alternatives: one is enough.
    #[non_exhaustive]
    LiquidationGround as "ground of liquidation" {
        /// 国家明令淘汰.
        ObsoleteByOrder "obsolete_by_order" "Phased out by state order" "国家明令淘汰";
        /// 严重资不抵债.
        Insolvent "insolvent" "Deeply insolvent" "严重资不抵债";
        /// 无重整价值和可能性.
        BeyondReorganisation "beyond_reorganisation" "Beyond reorganisation" "无重整价值和可能性";
    }
}

gate! {
    /// The closing of a project (退出, 出库), with its outcome and what that outcome needs.
    Closing ClosingForm {
        /// The outcome. Outcomes differ by stage.
        needed value outcome: Outcome as Outcome,
        /// Why, in words.
        needed value explanation: Text as Explanation,
        /// The paper: a court's or the creditors' for a liquidation, the zone's decision where it clears the project out, the land
        /// decision for land taken back. The latter is presented under every policy.
        when("for a liquidation, a clearing out or land taken back", "破产清算、清退或土地收回的")
            document closing_paper: Document<Attachment> as ClosingPaper,
        /// The grounds of a liquidation (paragraph 12): one at least.
        list("for a liquidation", "破产清算的") value liquidation_grounds: LiquidationGround as LiquidationGrounds,
        /// The parcel taken back.
        when("for land taken back", "土地收回的") value parcel: Text as Parcel,
        /// What becomes of the land; it bears its day. Where the land is taken back, the closing paper says it and bears its.
        when(
            "once works began, but for a plant or leased land, a surviving record, or land taken back",
            "已开工的（厂房或租赁土地、有保留项目、土地收回的除外）"
        )
            paper land_decision: Attachment as LandDecision,
        /// The record that survives.
        when("for a duplicate or what is combined", "重复登记或并入其他项目的") value survivor: ProjectId as Survivor,
        /// Where the project went, or what the enterprise merged into.
        when("for a transfer or a merger", "迁出或吸收合并的") value successor: Text as Successor,
    }
}

impl Conditions for ClosingForm {
    fn conditions(&self, gaps: &mut Vec<Reason>) {
        let mut need = |blank: bool, item| {
            if blank {
                gaps.push(Reason::Missing { gate: Gate::Closing, item });
            }
        };
        match self.outcome.given() {
            Some(Outcome::Liquidated) => {
                need(self.closing_paper.is_blank(), Item::ClosingPaper);
                let grounds = self.liquidation_grounds.given();
                need(
                    self.liquidation_grounds.is_blank() || grounds.is_some_and(Vec::is_empty),
                    Item::LiquidationGrounds,
                );
            }
            Some(Outcome::ClearedOut) => need(self.closing_paper.is_blank(), Item::ClosingPaper),
            Some(Outcome::LandReclaimed) => {
                need(self.closing_paper.is_blank(), Item::ClosingPaper);
                need(self.parcel.is_blank(), Item::Parcel);
            }
            Some(Outcome::Duplicate | Outcome::Combined) => need(self.survivor.is_blank(), Item::Survivor),
            Some(Outcome::TransferredOut | Outcome::Merged) => need(self.successor.is_blank(), Item::Successor),
            Some(Outcome::Lost | Outcome::Withdrawn | Outcome::Abandoned | Outcome::Dissolved) | None => {}
        }
        if let Some(Outcome::Liquidated | Outcome::ClearedOut | Outcome::LandReclaimed) = self.outcome.given() {
            dated(self.closing_paper.given(), Gate::Closing, Item::ClosingPaper, gaps);
        }
        let closing_paper = self.closing_paper.given();
        if self.outcome.given() == Some(&Outcome::LandReclaimed)
            && closing_paper.is_some_and(|paper| !matches!(paper, Document::Presented(_)))
        {
            gaps.push(Reason::ClosingPaperNotPresented);
        }
        dated(self.land_decision.given(), Gate::Closing, Item::LandDecision, gaps);
    }
}
