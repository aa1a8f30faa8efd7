//! How a project may be closed.

use super::{Law, Stage};
use crate::vocabulary::vocabulary;

vocabulary! {
    /// With what outcome a project left. Each is open to some stages only; a zombie is closed as the stage it stalled
    /// in allows.
    #[non_exhaustive]
    Outcome as "closing outcome" {
        /// Talks came to nothing.
        Lost "lost" "Lost in talks" "洽谈未成";
        /// Its owner withdrew it.
        Withdrawn "withdrawn" "Withdrawn" "投资方撤资";
        /// Given up.
        Abandoned "abandoned" "Abandoned" "项目终止";
        /// Left the city's platform for another. A move between zones of one platform is no closing.
        TransferredOut "transferred_out" "Transferred out" "迁出";
        /// The land was taken back (plan paragraph 20). Needs a parcel.
        LandReclaimed "land_reclaimed" "Land reclaimed" "土地收回";
        /// Cleared out by its zone, as a zombie is that nothing revives. Needs the decision.
        ClearedOut "cleared_out" "Cleared out" "清退";
        /// Bankruptcy liquidation of the enterprise (paragraph 12, 破产清算).
        Liquidated "liquidated" "Liquidated" "破产清算";
        /// The enterprise dissolved in good order.
        Dissolved "dissolved" "Dissolved" "解散注销";
        /// The enterprise merged into another.
        Merged "merged" "Merged" "吸收合并";
        /// The same project was recorded twice; the other record survives.
        Duplicate "duplicate" "Duplicate" "重复登记";
        /// It goes on within another project, whose record survives.
        Combined "combined" "Combined into another project" "并入其他项目";
    }
}

impl Outcome {
    /// Whether the project itself came to an end. A duplicate and what was combined go on in the record that survives, so
    /// they count nowhere as disposed of.
    #[must_use]
    pub const fn is_disposal(self) -> bool {
        !matches!(self, Self::Duplicate | Self::Combined)
    }

    /// Whether the newest law closes a project on this footing with this outcome. For a zombie, pass the stage it stalled
    /// in.
    #[must_use]
    pub const fn allowed_at(self, footing: Stage) -> bool {
        Law::newest().allows_outcome(self, footing)
    }

    /// The outcomes that the newest law opens to a footing.
    pub fn open_to(footing: Stage) -> impl Iterator<Item = Self> {
        Law::newest().outcomes(footing)
    }
}
