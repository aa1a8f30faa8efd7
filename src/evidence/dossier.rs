//! The dossier: what admits a project to the reserve.

use super::document::dated;
use super::gate::{Conditions, gate};
use super::{Attachment, Document};
use crate::lifecycle::{Gate, Item};
use crate::reason::Reason;
use crate::value::{IndustryCode, Money, OrgId, RegionCode};

gate! {
    /// The brief of a planned project and its review (入库材料, plan paragraphs 6 and 7).
    Dossier DossierForm {
        /// The GB/T 4754 industry class.
        needed value industry: IndustryCode as Industry,
        /// The GB/T 2260 region of the site.
        needed value region: RegionCode as Region,
        /// The estimated total investment, above zero.
        needed value estimated_investment: Money as EstimatedInvestment,
        /// The land needed, in square metres; 0 for none.
        needed value land_need: u32 as LandNeed,
        /// The unit responsible.
        needed value responsible_unit: OrgId as ResponsibleUnit,
        /// The reserve review (入库审核).
        needed document pool_review: Document<Attachment> as PoolReview,
    }
}

impl Conditions for DossierForm {
    fn conditions(&self, gaps: &mut Vec<Reason>) {
        positive(self.estimated_investment.given(), Gate::Dossier, Item::EstimatedInvestment, gaps);
        dated(self.pool_review.given(), Gate::Dossier, Item::PoolReview, gaps);
    }
}

/// Adds a gap if an amount is given that is not above zero.
pub(super) fn positive(amount: Option<&Money>, gate: Gate, item: Item, gaps: &mut Vec<Reason>) {
    if let Some(found) = amount.filter(|amount| !amount.is_positive()) {
        gaps.push(Reason::NotPositive { gate: Some(gate), item, found: *found });
    }
}
