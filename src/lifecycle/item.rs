//! What a gate can ask for, and who provides it.

use super::Provider;
use crate::vocabulary::vocabulary;

/// Rows: member, code, English, Chinese, then who provides it.
macro_rules! items {
    ($($(#[$doc:meta])* $item:ident $code:literal $english:literal $chinese:literal
        from $($by:ident)+;)+) => {
        vocabulary! {
            /// One thing that a gate's evidence holds: a date, an amount, a paper. The same item may be asked for at
            /// several gates.
            #[non_exhaustive]
            Item as "item of evidence" { $($(#[$doc])* $item $code $english $chinese;)+ }
        }

        impl Item {
            /// Who provides it: who issues the paper or states the fact; of several, any one. The plan delegates powers to zones
            /// (paragraph 10), so this names the usual provider and binds nobody.
            #[must_use]
            pub const fn providers(self) -> &'static [Provider] {
                match self { $(Self::$item => &[$(Provider::$by),+],)+ }
            }
        }
    };
}

items! {
    /// GB/T 4754 industry class.
    Industry "industry" "industry class" "国民经济行业分类" from ResponsibleUnit;
    /// GB/T 2260 region of the site.
    Region "region" "region" "行政区划" from ResponsibleUnit;
    /// Estimated total investment.
    EstimatedInvestment "estimated_investment" "estimated total investment" "估算总投资"
        from ResponsibleUnit;
    /// Land needed, in square metres.
    LandNeed "land_need" "land need" "用地需求（平方米）" from ResponsibleUnit;
    /// The unit responsible for the project.
    ResponsibleUnit "responsible_unit" "responsible unit" "责任单位" from Committee;
    /// The review that admits a project to the reserve.
    PoolReview "pool_review" "reserve review" "入库审核意见" from TradeBureau;
    /// The client talked to.
    Client "client" "target client" "目标客户" from PromotionAgency;
    /// Who leads the talks.
    LeadNegotiator "lead_negotiator" "lead negotiator" "洽谈负责人" from PromotionAgency;
    /// The record of the first contact.
    FirstContact "first_contact" "record of first contact" "首次对接记录" from PromotionAgency;
    /// The claim to have been first to report and talk (首报首谈).
    UniquenessClaim "uniqueness_claim" "first-report claim" "首报首谈登记" from TradeBureau;
    /// What kind of agreement it is.
    AgreementKind "agreement_kind" "kind of agreement" "协议类型" from Committee;
    /// The agreement itself.
    AgreementPaper "agreement_paper" "signed agreement" "协议文本" from Parties;
    /// The day on which the agreement was signed.
    SignedOn "signed_on" "date of signing" "签约日期" from Parties;
    /// Who signed.
    Parties "parties" "contracting parties" "签约方" from Parties;
    /// Total planned investment.
    TotalInvestment "total_investment" "total planned investment" "计划总投资"
        from Parties;
    /// The day by which construction is to start, as agreed.
    AgreedStart "agreed_start" "agreed start date" "约定开工日期" from Parties;
    /// The day by which production is to begin, as agreed.
    AgreedProduction "agreed_production" "agreed production date" "约定投产日期"
        from Parties;
    /// What the government side promised.
    Promises "promises" "promises to the investor" "招商承诺" from Committee;
    /// What kind of entity lands the project.
    EntityKind "entity_kind" "kind of entity" "主体类型" from Company;
    /// The project company's name.
    CompanyName "company_name" "company name" "企业名称" from Company;
    /// The company's unified social credit code.
    CompanyCode "company_code" "unified social credit code" "统一社会信用代码"
        from Registrar;
    /// The day on which the company was registered.
    RegisteredOn "registered_on" "date of registration" "企业注册日期" from Registrar;
    /// The business licence, or the certificate of a public body.
    Licence "licence" "business licence or certificate" "营业执照或法人证书" from Registrar;
    /// Where the company is domiciled.
    Domicile "domicile" "domicile in the host zone" "注册地址（开发区内）" from Company;
    /// Registered capital.
    RegisteredCapital "registered_capital" "registered capital" "注册资本" from Company;
    /// The national investment project code.
    ProjectCode "project_code" "project code" "项目代码" from ApprovalPlatform;
    /// How the site is held.
    SiteKind "site_kind" "kind of site" "用地方式" from Committee;
    /// The delivery of cleared land, the title, or the lease.
    SitePaper "site_paper" "cleared-land delivery, title or lease" "净地交付书、不动产权证书或租赁合同"
        from LandGiver;
    /// 建设用地规划许可证.
    LandPlanningPermit "land_planning_permit" "land-use planning permit" "建设用地规划许可证"
        from PlanningAndLand;
    /// 建设工程规划许可证.
    WorksPlanningPermit "works_planning_permit" "works planning permit" "建设工程规划许可证"
        from PlanningAndLand;
    /// 施工许可证.
    ConstructionPermit "construction_permit" "construction permit" "施工许可证"
        from Construction;
    /// The size of works too small for a construction permit.
    SmallWorks "small_works" "size of small works" "限额以下工程规模" from Company;
    /// The environmental approval, or the filing that stands for it.
    EnvironmentalApproval "environmental_approval" "environmental approval" "环评审批（备案）文件"
        from Environment;
    /// How construction began.
    StartKind "start_kind" "kind of start" "开工认定方式" from Officer;
    /// The day of the physical start.
    PhysicalStart "physical_start" "day of the physical start" "实际开工日期" from Officer;
    /// Proof of the physical start.
    StartProof "start_proof" "proof of the physical start" "开工佐证（照片、监理日志）"
        from Supervisor;
    /// Acceptance or trial production.
    AcceptanceKind "acceptance_kind" "acceptance or trial production" "验收或试生产" from Company;
    /// The paper of it.
    AcceptancePaper "acceptance_paper" "completion acceptance or trial-production record" "竣工验收备案或试生产记录"
        from Construction;
    /// The day of the first output.
    FirstOutput "first_output" "day of the first output" "首批产品（首单业务）日期" from Company;
    /// Whether only a part was commissioned.
    Partial "partial" "partial production" "部分投产" from Company;
    /// On what ground the project counts as operating.
    OperationBasis "operation_basis" "ground of regular operation" "运营认定依据"
        from Statistics Officer;
    /// Since when it has run.
    RunningSince "running_since" "start of the unbroken run" "连续运营起始日" from Company;
    /// The proof of operation.
    OperationProof "operation_proof" "proof of operation" "运营佐证" from Statistics;
    /// Why, in a short code and in words.
    Ground "ground" "ground" "事由" from ResponsibleUnit;
    /// Why, in words.
    Explanation "explanation" "explanation" "情况说明" from ResponsibleUnit;
    /// The dossier of a project that never was in the reserve.
    Dossier "dossier" "project dossier" "入库材料" from ResponsibleUnit;
    /// What becomes of the old agreement.
    AgreementStatus "agreement_status" "status of the old agreement" "原协议状态"
        from Parties;
    /// The paper that rescinds it.
    RescissionPaper "rescission_paper" "termination or amendment paper" "解约或变更文件"
        from Parties;
    /// Why it stalled.
    Cause "cause" "cause" "成因" from Committee;
    /// Since when it has stood still.
    Since "since" "start of the standstill" "停滞起始日" from Committee;
    /// The finding on paper.
    FindingPaper "finding_paper" "finding" "认定文件" from District;
    /// What revived it.
    Remedy "remedy" "remedy" "盘活方式" from District;
    /// The approved solution.
    Solution "solution" "approved solution" "解决方案批复" from District;
    /// The proof of the remedy.
    RemedyProof "remedy_proof" "proof of the remedy" "盘活佐证" from Committee;
    /// The day on which performance, works or production resumed.
    ResumedOn "resumed_on" "day of resumption" "恢复日期" from Officer;
    /// The way of paragraph 12.
    Way "way" "way of restructuring" "重组方式" from Enterprise;
    /// What another way is called.
    WayName "way_name" "name of the way" "重组方式名称" from Enterprise;
    /// The aim of paragraph 12.
    Aim "aim" "aim of the restart" "升级方向" from Enterprise;
    /// The new investor.
    NewInvestor "new_investor" "new investor" "新投资方" from PromotionAgency;
    /// The new schedule.
    NewSchedule "new_schedule" "new schedule" "新的进度安排" from Officer;
    /// The paper that shows a milestone.
    MilestonePaper "milestone_paper" "proof of the milestone" "节点佐证" from Officer;
    /// The paper by which projects were split, combined or otherwise linked.
    LinkPaper "link_paper" "paper of the split, combination or other link" "项目拆分、合并或关联的依据文件"
        from ResponsibleUnit;
    /// The paper by which a supplementary agreement was made.
    SupplementaryAgreement "supplementary_agreement" "supplementary agreement" "补充协议"
        from Parties;
    /// The paper on which an amendment rests.
    AmendmentPaper "amendment_paper" "paper of the change" "变更依据文件" from ResponsibleUnit;
    /// The proof that the company changed its name, its code or its capital.
    CompanyChangePaper "company_change_paper" "proof of the company's change" "企业变更登记证明"
        from Registrar;
    /// The paper that lets the project change its site.
    SiteChangePaper "site_change_paper" "approval of another site" "建设地点变更批准文件"
        from PlanningAndLand;
    /// The paper by which another zone takes the project.
    HostAcceptance "host_acceptance" "acceptance by the new host zone" "承接地接收函"
        from NewCommittee;
    /// The contract of both zones and the investor.
    RelocationContract "relocation_contract" "three-party contract" "异地流转三方协议"
        from ThreeParties;
    /// The paper by which a zone has another class.
    ClassChangePaper "class_change_paper" "paper of the change of class" "开发区级别变更批复"
        from ApproverOfClass;
    /// The zombies that are counted from a day on.
    ZombieBaseline "zombie_baseline" "zombie baseline" "僵尸项目（企业）底数"
        from Committee;
    /// With what outcome it is closed.
    Outcome "outcome" "closing outcome" "退出结果" from Committee;
    /// The paper of the closing.
    ClosingPaper "closing_paper" "closing paper" "退出文件" from Decider;
    /// The grounds of a liquidation.
    LiquidationGrounds "liquidation_grounds" "ground of liquidation" "破产清算依据" from CourtOrCreditors;
    /// The parcel taken back.
    Parcel "parcel" "parcel" "地块" from PlanningAndLand;
    /// What becomes of the land of a project that started.
    LandDecision "land_decision" "land decision" "土地处置决定" from PlanningAndLand;
    /// The record that survives.
    Survivor "survivor" "surviving project" "保留项目" from ResponsibleUnit;
    /// Where a project went, or what an enterprise merged into.
    Successor "successor" "destination or successor" "去向或承继方" from Committee;
}

impl Item {
    /// Whether it is a paper, which is presented. All else is stated: a day, an amount, a choice, a name.
    #[must_use]
    pub const fn is_paper(self) -> bool {
        self.is_proof()
            || matches!(
                self,
                Self::PoolReview
                    | Self::SitePaper
                    | Self::LandPlanningPermit
                    | Self::WorksPlanningPermit
                    | Self::ConstructionPermit
                    | Self::EnvironmentalApproval
                    | Self::Dossier
                    | Self::RescissionPaper
                    | Self::FindingPaper
                    | Self::Solution
                    | Self::MilestonePaper
                    | Self::LinkPaper
                    | Self::SupplementaryAgreement
                    | Self::AmendmentPaper
                    | Self::SiteChangePaper
                    | Self::HostAcceptance
                    | Self::RelocationContract
                    | Self::ClassChangePaper
                    | Self::ClosingPaper
                    | Self::LandDecision
            )
    }

    /// Whether it is a paper that proves an act, and does not permit one: it may be younger than the act.
    #[must_use]
    pub const fn is_proof(self) -> bool {
        matches!(
            self,
            Self::FirstContact
                | Self::UniquenessClaim
                | Self::AgreementPaper
                | Self::Licence
                | Self::StartProof
                | Self::AcceptancePaper
                | Self::OperationProof
                | Self::RemedyProof
                | Self::CompanyChangePaper
        )
    }
}
