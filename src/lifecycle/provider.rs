//! The authorities and roles that provide papers and facts.

use crate::vocabulary::vocabulary;

vocabulary! {
    /// An authority or a role that provides papers or states facts.
    ///
    /// Its label is what it was called in Shenyang in 2018, when the plan was issued: the trade bureau leads the libraries
    /// (paragraph 7, 市外经贸局), planning and land are one authority (paragraph 19, 规划国土), and each project has a person in
    /// charge (paragraph 11, 专人负责制), whom Liaoning calls 项目管家. English labels have their article, as a sentence needs it.
    /// A policy's [`names`](crate::policy::PolicyTerms::names) has what another city calls them.
    #[non_exhaustive]
    Provider as "provider" {
        /// The unit responsible for the project.
        ResponsibleUnit "responsible_unit" "the responsible unit" "责任单位";
        /// The management committee of the zone.
        Committee "committee" "the management committee" "开发区管委会";
        /// The committee of the zone that takes a project over.
        NewCommittee "new_committee" "the management committee of the new host zone" "承接地开发区管委会";
        /// The parties to a relocation.
        ThreeParties "three_parties" "both zones and the investor" "转出地、承接地与投资方";
        /// The authority that leads the libraries.
        TradeBureau "trade_bureau" "the city's trade bureau" "市外经贸局";
        /// Who courts investors.
        PromotionAgency "promotion_agency" "the promotion agency" "招商机构";
        /// The person in charge of a project.
        Officer "officer" "the dedicated officer" "项目管家";
        /// The government of the district or county.
        District "district" "the district government" "区县（市）政府";
        /// Who gives a zone its class.
        ApproverOfClass "approver_of_class" "the State Council or the province" "国务院或省政府";
        /// The authority for planning and land.
        PlanningAndLand "planning_and_land" "the planning and land authority" "规划国土部门";
        /// Who hands over the site.
        LandGiver "land_giver" "the land reserve centre, the property registry or the lessor"
            "土地储备中心、不动产登记机构或出租方";
        /// The authority for construction.
        Construction "construction" "the construction authority" "建设部门";
        /// The authority for the environment.
        Environment "environment" "the environmental authority" "环保部门";
        /// The authority for statistics.
        Statistics "statistics" "the statistics bureau" "统计部门";
        /// The organ that registers companies.
        Registrar "registrar" "the registering organ" "登记机关";
        /// The platform that gives project codes.
        ApprovalPlatform "approval_platform" "the investment approval platform" "投资项目在线审批监管平台";
        /// Who opens a liquidation.
        CourtOrCreditors "court_or_creditors" "the court or the creditors" "法院或债权人";
        /// The body that decides on a closing.
        Decider "decider" "the deciding body" "决定机关";
        /// The parties to the agreement.
        Parties "parties" "the contracting parties" "签约各方";
        /// The project company.
        Company "company" "the project company" "项目公司";
        /// The enterprise that is restructured.
        Enterprise "enterprise" "the enterprise" "企业";
        /// The engineer who supervises the works.
        Supervisor "supervisor" "the supervising engineer" "监理单位";
    }
}
