//! Why a project or enterprise stalled, and what lifts it.

use super::{Law, Stage};
use crate::vocabulary::vocabulary;

vocabulary! {
    /// Why a project became a zombie project, or an enterprise a zombie enterprise.
    #[non_exhaustive]
    ZombieCause as "zombie cause" {
        /// The land was not delivered cleared (plan paragraph 13, 未净地交付).
        LandNotCleared "land_not_cleared" "Land not delivered cleared" "未净地交付";
        /// A promise made to the investor was not kept (paragraph 13, 招商承诺未兑现).
        PromiseUnmet "promise_unmet" "Promise to the investor not kept" "招商承诺未兑现";
        /// The investor does not go on.
        InvestorStalled "investor_stalled" "Investor stalled" "投资方停滞";
        /// Works stopped and did not resume (烂尾).
        ConstructionHalted "construction_halted" "Construction halted" "停工烂尾";
        /// Built, without production or operation (paragraph 12, 已建成无生产经营活动).
        NoActivity "no_activity" "Built, no production or operation" "已建成无生产经营活动";
        /// Phased out by order of the state (paragraph 12, 国家明令淘汰).
        ObsoleteByOrder "obsolete_by_order" "Phased out by state order" "国家明令淘汰";
        /// Deeply insolvent (paragraph 12, 严重资不抵债).
        Insolvent "insolvent" "Deeply insolvent" "严重资不抵债";
    }
}

vocabulary! {
    /// What a cause makes a zombie of. The plan counts the two apart.
    ZombieKind as "kind of zombie" {
        /// A zombie project (paragraph 13, 僵尸项目).
        Project "project" "Zombie project" "僵尸项目";
        /// A zombie enterprise (paragraph 12, 僵尸企业).
        Enterprise "enterprise" "Zombie enterprise" "僵尸企业";
    }
}

vocabulary! {
    /// Whose side the cause lies on. The government's side owes no idle-land fee and stops the investor's clock.
    Side as "side" {
        /// The government did not deliver.
        Government "government" "Government side" "政府方";
        /// The investor or the enterprise.
        Investor "investor" "Investor side" "投资方";
    }
}

vocabulary! {
    /// What kind of act revives a zombie. Which kinds fit is fixed by the cause.
    #[non_exhaustive]
    Remedy as "remedy" {
        /// Cleared land was delivered (paragraph 13, 净地交付).
        ClearLand "clear_land" "Cleared land delivered" "净地交付";
        /// The promise was kept under an approved solution and performance resumed (paragraph 13, 继续履约).
        PromiseKept "promise_kept" "Promise kept, performance resumed" "解决方案落实、继续履约";
        /// The investor resumed performance.
        PerformanceResumed "performance_resumed" "Performance resumed" "恢复履约";
        /// Another investor took over.
        InvestorChanged "investor_changed" "Investor changed" "更换投资方";
        /// Works resumed.
        WorksResumed "works_resumed" "Works resumed" "恢复施工";
        /// Restarted by one of the ways of paragraph 12 (merger, equity transfer and so on).
        Restructured "restructured" "Restructured and restarted" "重组后恢复施工或生产";
        /// Restarted with one of the aims of paragraph 12 (technical upgrade and so on).
        Upgraded "upgraded" "Upgraded and restarted" "升级后恢复生产";
    }
}

vocabulary! {
    /// The ways of paragraph 12 in which an enterprise of value is kept alive. The plan leaves the list open.
    #[non_exhaustive]
    Way as "way" {
        /// 兼并收购.
        Merger "merger" "Merger or acquisition" "兼并收购";
        /// 股权转让.
        EquityTransfer "equity_transfer" "Equity transfer" "股权转让";
        /// 融资融券.
        Financing "financing" "Financing" "融资融券";
        /// 债转股.
        DebtEquitySwap "debt_equity_swap" "Debt-to-equity swap" "债转股";
        /// 合资合作.
        JointVenture "joint_venture" "Joint venture" "合资合作";
        /// Another way; the evidence names it.
        Other "other" "Another way" "其他方式";
    }
}

vocabulary! {
    /// The aims of paragraph 12 that a revival serves.
    #[non_exhaustive]
    Aim as "aim" {
        /// 技术改造.
        TechnicalUpgrade "technical_upgrade" "Technical upgrade" "技术改造";
        /// 延伸产业链条.
        ChainExtension "chain_extension" "Extension of the industrial chain" "延伸产业链条";
        /// 提升产品档次.
        ProductUpgrade "product_upgrade" "Better products" "提升产品档次";
    }
}

vocabulary! {
    /// Why work stopped.
    #[non_exhaustive]
    PauseReason as "reason of a pause" {
        /// The season (冬季停工).
        Season "season" "Season" "季节性停工";
        /// The land is not ready (待地).
        Land "land" "Land not ready" "待地";
        /// A promise of the government side is not kept.
        Promise "promise" "Promise not kept" "招商承诺未兑现";
        /// The investor's own affairs.
        Investor "investor" "Investor" "投资方原因";
        /// The market.
        Market "market" "Market" "市场原因";
        /// Another one; the explanation says which.
        Other "other" "Other" "其他原因";
    }
}

impl PauseReason {
    /// Whether work waits for what the government's side owes. Meanwhile no zombie is found for the investor's fault.
    #[must_use]
    pub const fn is_governments(self) -> bool {
        matches!(self, Self::Land | Self::Promise)
    }
}

impl ZombieCause {
    /// Whether a pause for that reason excuses it: it blames the investor while work rests for what the government's side owes.
    #[must_use]
    pub const fn is_excused_by(self, reason: PauseReason) -> bool {
        matches!((self.side(), self.kind()), (Side::Investor, ZombieKind::Project)) && reason.is_governments()
    }

    /// Whether the newest law finds a project in `stage` a zombie for this cause.
    #[must_use]
    pub const fn allowed_at(self, stage: Stage) -> bool {
        Law::newest().allows_cause(self, stage)
    }

    /// The causes that the newest law opens to a stage.
    pub fn open_to(stage: Stage) -> impl Iterator<Item = Self> {
        Law::newest().causes(stage)
    }

    /// The remedies that fit under the newest law.
    #[must_use]
    pub const fn remedies(self) -> &'static [Remedy] {
        Law::newest().remedies(self)
    }

    /// Whose side it lies on (domestic idle-land rules excuse acts of government).
    #[must_use]
    pub const fn side(self) -> Side {
        match self {
            Self::LandNotCleared | Self::PromiseUnmet => Side::Government,
            Self::InvestorStalled
            | Self::ConstructionHalted
            | Self::NoActivity
            | Self::ObsoleteByOrder
            | Self::Insolvent => Side::Investor,
        }
    }

    /// What it makes a zombie of: a project that did not come about (paragraph 13), or an enterprise (paragraph 12).
    #[must_use]
    pub const fn kind(self) -> ZombieKind {
        match self {
            Self::LandNotCleared | Self::PromiseUnmet | Self::InvestorStalled | Self::ConstructionHalted => {
                ZombieKind::Project
            }
            Self::NoActivity | Self::ObsoleteByOrder | Self::Insolvent => ZombieKind::Enterprise,
        }
    }
}
