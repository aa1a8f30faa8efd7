//! What a gate can ask for, and who provides it.

use crate::vocabulary::{Language, vocabulary};

/// Rows: member, code, English, Chinese, then who provides it in both languages.
macro_rules! items {
    ($($(#[$doc:meta])* $item:ident $code:literal $english:literal $chinese:literal
        from $by:literal $by_chinese:literal;)+) => {
        vocabulary! {
            /// One thing that a gate's evidence holds: a date, an amount, a paper. The same item may be asked for at
            /// several gates.
            #[non_exhaustive]
            Item as "item of evidence" { $($(#[$doc])* $item $code $english $chinese;)+ }
        }

        impl Item {
            /// Who provides it: the body that issues the paper, or the role that states the fact. The plan delegates
            /// powers to zones (paragraph 10), so this names the usual provider and binds nobody.
            #[must_use]
            pub const fn provider(self, language: Language) -> &'static str {
                match self { $(Self::$item => language.pick($by, $by_chinese),)+ }
            }
        }
    };
}

items! {
    /// GB/T 4754 industry class.
    Industry "industry" "industry class" "国民经济行业分类" from "the responsible unit" "责任单位";
    /// GB/T 2260 region of the site.
    Region "region" "region" "行政区划" from "the responsible unit" "责任单位";
    /// Estimated total investment.
    EstimatedInvestment "estimated_investment" "estimated total investment" "估算总投资"
        from "the responsible unit" "责任单位";
    /// Land needed, in square metres.
    LandNeed "land_need" "land need" "用地需求" from "the responsible unit" "责任单位";
    /// The unit responsible for the project.
    ResponsibleUnit "responsible_unit" "responsible unit" "责任单位" from "the management committee" "开发区管委会";
    /// The review that admits a project to the reserve.
    PoolReview "pool_review" "reserve review" "入库审核意见" from "the city's reform commission" "市发展改革委";
    /// The client talked to.
    Client "client" "target client" "目标客户" from "the promotion agency" "招商机构";
    /// Who leads the talks.
    LeadNegotiator "lead_negotiator" "lead negotiator" "洽谈负责人" from "the promotion agency" "招商机构";
    /// The record of the first contact.
    FirstContact "first_contact" "record of first contact" "首次对接记录" from "the promotion agency" "招商机构";
    /// The claim to have been first to report and talk (首报首谈).
    UniquenessClaim "uniqueness_claim" "first-report claim" "首报首谈登记" from "the city's trade bureau" "市外经贸局";
    /// What kind of agreement it is.
    AgreementKind "agreement_kind" "kind of agreement" "协议类型" from "the management committee" "开发区管委会";
    /// The agreement itself.
    AgreementPaper "agreement_paper" "signed agreement" "协议文本" from "the contracting parties" "签约各方";
    /// The day on which the agreement was signed.
    SignedOn "signed_on" "date of signing" "签约日期" from "the contracting parties" "签约各方";
    /// Who signed.
    Parties "parties" "contracting parties" "签约方" from "the contracting parties" "签约各方";
    /// Total planned investment.
    TotalInvestment "total_investment" "total planned investment" "计划总投资"
        from "the contracting parties" "签约各方";
    /// The day by which construction is to start, as agreed.
    AgreedStart "agreed_start" "agreed start date" "约定开工日期" from "the contracting parties" "签约各方";
    /// The day by which production is to begin, as agreed.
    AgreedProduction "agreed_production" "agreed production date" "约定投产日期"
        from "the contracting parties" "签约各方";
    /// What the government side promised.
    Promises "promises" "promises to the investor" "招商承诺" from "the management committee" "开发区管委会";
    /// What kind of entity lands the project.
    EntityKind "entity_kind" "kind of entity" "主体类型" from "the project company" "项目公司";
    /// The project company's name.
    CompanyName "company_name" "company name" "企业名称" from "the project company" "项目公司";
    /// The company's unified social credit code.
    CompanyCode "company_code" "unified social credit code" "统一社会信用代码"
        from "the market regulator" "市场监管部门";
    /// The day on which the company was registered.
    RegisteredOn "registered_on" "date of registration" "企业注册日期" from "the registering organ" "登记机关";
    /// The business licence, or the certificate of a public body.
    Licence "licence" "business licence or certificate" "营业执照或法人证书" from "the registering organ" "登记机关";
    /// Where the company is domiciled.
    Domicile "domicile" "domicile in the host zone" "注册地址（开发区内）" from "the project company" "项目公司";
    /// Registered capital.
    RegisteredCapital "registered_capital" "registered capital" "注册资本" from "the project company" "项目公司";
    /// The national investment project code.
    ProjectCode "project_code" "project code" "项目代码" from "the investment approval platform" "投资项目在线审批监管平台";
    /// How the site is held.
    SiteKind "site_kind" "kind of site" "用地方式" from "the management committee" "开发区管委会";
    /// The delivery of cleared land, the title, or the lease.
    SitePaper "site_paper" "cleared-land delivery, title or lease" "净地交付书、不动产权证书或租赁合同"
        from "the land reserve centre, the property registry or the lessor" "土地储备中心、不动产登记机构或出租方";
    /// 建设用地规划许可证.
    LandPlanningPermit "land_planning_permit" "land-use planning permit" "建设用地规划许可证"
        from "the planning authority" "规划部门";
    /// 建设工程规划许可证.
    WorksPlanningPermit "works_planning_permit" "works planning permit" "建设工程规划许可证"
        from "the planning authority" "规划部门";
    /// 施工许可证.
    ConstructionPermit "construction_permit" "construction permit" "施工许可证"
        from "the construction authority" "住建部门";
    /// The size of works too small for a construction permit.
    SmallWorks "small_works" "size of small works" "限额以下工程规模" from "the project company" "项目公司";
    /// The environmental approval, or the filing that stands for it.
    EnvironmentalApproval "environmental_approval" "environmental approval" "环评审批（备案）文件"
        from "the environmental authority" "生态环境部门";
    /// How construction began.
    StartKind "start_kind" "kind of start" "开工认定方式" from "the dedicated officer" "项目专员";
    /// The day of the physical start.
    PhysicalStart "physical_start" "day of the physical start" "实际开工日期" from "the dedicated officer" "项目专员";
    /// Proof of the physical start.
    StartProof "start_proof" "proof of the physical start" "开工佐证（照片、监理日志）"
        from "the supervising engineer" "监理单位";
    /// Acceptance or trial production.
    AcceptanceKind "acceptance_kind" "acceptance or trial production" "验收或试生产" from "the project company" "项目公司";
    /// The paper of it.
    AcceptancePaper "acceptance_paper" "completion acceptance or trial-production record" "竣工验收备案或试生产记录"
        from "the construction authority" "住建部门";
    /// The day of the first output.
    FirstOutput "first_output" "day of the first output" "首批产品日期" from "the project company" "项目公司";
    /// Whether only a part was commissioned.
    Partial "partial" "partial production" "部分投产" from "the project company" "项目公司";
    /// On what ground the project counts as operating.
    OperationBasis "operation_basis" "ground of regular operation" "运营认定依据"
        from "the statistics bureau or the dedicated officer" "统计部门或项目专员";
    /// Since when it has run.
    RunningSince "running_since" "start of the unbroken run" "连续运营起始日" from "the project company" "项目公司";
    /// The proof of operation.
    OperationProof "operation_proof" "proof of operation" "运营佐证" from "the statistics bureau" "统计部门";
    /// Why, in a short code and in words.
    Ground "ground" "ground" "事由" from "the responsible unit" "责任单位";
    /// Why, in words.
    Explanation "explanation" "explanation" "情况说明" from "the responsible unit" "责任单位";
    /// The dossier of a project that never was in the reserve.
    Dossier "dossier" "project dossier" "入库材料" from "the responsible unit" "责任单位";
    /// What becomes of the old agreement.
    AgreementStatus "agreement_status" "status of the old agreement" "原协议状态"
        from "the contracting parties" "签约各方";
    /// The paper that rescinds it.
    RescissionPaper "rescission_paper" "termination or amendment paper" "解约或变更文件"
        from "the contracting parties" "签约各方";
    /// Why it stalled.
    Cause "cause" "cause" "成因" from "the management committee" "开发区管委会";
    /// Since when it has stood still.
    Since "since" "start of the standstill" "停滞起始日" from "the management committee" "开发区管委会";
    /// The finding on paper.
    FindingPaper "finding_paper" "finding" "认定文件" from "the district government" "区县（市）政府";
    /// What revived it.
    Remedy "remedy" "remedy" "盘活方式" from "the district government" "区县（市）政府";
    /// The approved solution.
    Solution "solution" "approved solution" "解决方案批复" from "the district government" "区县（市）政府";
    /// The proof of the remedy.
    RemedyProof "remedy_proof" "proof of the remedy" "盘活佐证" from "the management committee" "开发区管委会";
    /// The day on which performance, works or production resumed.
    ResumedOn "resumed_on" "day of resumption" "恢复日期" from "the dedicated officer" "项目专员";
    /// The way of paragraph 12.
    Way "way" "way of restructuring" "重组方式" from "the enterprise" "企业";
    /// What another way is called.
    WayName "way_name" "name of the way" "重组方式名称" from "the enterprise" "企业";
    /// The aim of paragraph 12.
    Aim "aim" "aim of the restart" "升级方向" from "the enterprise" "企业";
    /// The new investor.
    NewInvestor "new_investor" "new investor" "新投资方" from "the promotion agency" "招商机构";
    /// The new schedule.
    NewSchedule "new_schedule" "new schedule" "新的进度安排" from "the dedicated officer" "项目专员";
    /// The paper that shows a milestone.
    MilestonePaper "milestone_paper" "proof of the milestone" "节点佐证" from "the dedicated officer" "项目专员";
    /// The paper by which projects were split, combined or otherwise linked.
    LinkPaper "link_paper" "paper of the split, combination or other link" "项目拆分、合并或关联的依据文件"
        from "the responsible unit" "责任单位";
    /// The paper by which a supplementary agreement was made.
    SupplementaryAgreement "supplementary_agreement" "supplementary agreement" "补充协议"
        from "the contracting parties" "签约各方";
    /// The paper on which an amendment rests.
    AmendmentPaper "amendment_paper" "paper of the change" "变更依据文件" from "the responsible unit" "责任单位";
    /// The proof that the company changed its name, its code or its capital.
    CompanyChangePaper "company_change_paper" "proof of the company's change" "企业变更登记证明"
        from "the registering organ" "登记机关";
    /// The paper that lets the project change its site.
    SiteChangePaper "site_change_paper" "approval of another site" "建设地点变更批准文件"
        from "the land authority" "自然资源部门";
    /// The paper by which another zone takes the project.
    HostAcceptance "host_acceptance" "acceptance by the new host zone" "承接地接收函"
        from "the management committee of the new host zone" "承接地开发区管委会";
    /// The contract of both zones and the investor.
    RelocationContract "relocation_contract" "three-party contract" "异地流转三方协议"
        from "both zones and the investor" "转出地、承接地与投资方";
    /// The paper by which a zone has another class.
    ClassChangePaper "class_change_paper" "paper of the change of class" "开发区级别变更批复"
        from "the State Council or the province" "国务院或省政府";
    /// The zombies that are counted from a day on.
    ZombieBaseline "zombie_baseline" "zombie baseline" "僵尸项目（企业）基数"
        from "the management committee" "开发区管委会";
    /// With what outcome it is closed.
    Outcome "outcome" "closing outcome" "退出结果" from "the management committee" "开发区管委会";
    /// The paper of the closing.
    ClosingPaper "closing_paper" "closing paper" "退出文件" from "the deciding body" "决定机关";
    /// The grounds of a liquidation.
    LiquidationGrounds "liquidation_grounds" "ground of liquidation" "破产清算依据" from "the court or the creditors" "法院或债权人";
    /// The parcel taken back.
    Parcel "parcel" "parcel" "地块" from "the land authority" "自然资源部门";
    /// What becomes of the land of a project that started.
    LandDecision "land_decision" "land decision" "土地处置决定" from "the land authority" "自然资源部门";
    /// The record that survives.
    Survivor "survivor" "surviving project" "保留项目" from "the platform's operator" "平台运维单位";
    /// Where a project went, or what an enterprise merged into.
    Successor "successor" "destination or successor" "去向或承继方" from "the management committee" "开发区管委会";
}

impl Item {
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
