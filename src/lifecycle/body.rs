//! The bodies and roles that provide papers and facts: one set of names, in English and in Chinese.
//!
//! They are those of Shenyang when the plan was issued, 2018: the trade bureau leads the libraries (paragraph 7, 市外经贸局),
//! planning and land are one authority (paragraph 19, 规划国土), and each project has a person in charge (paragraph 11,
//! 专人负责制), whom Liaoning calls 项目管家.

use super::Duty;
use crate::vocabulary::Language;

/// A name in English and in Chinese.
type Name = [&'static str; 2];

pub(super) const RESPONSIBLE_UNIT: Name = ["the responsible unit", "责任单位"];
pub(crate) const COMMITTEE: Name = ["the management committee", "开发区管委会"];
pub(super) const NEW_COMMITTEE: Name = ["the management committee of the new host zone", "承接地开发区管委会"];
pub(super) const THREE_PARTIES: Name = ["both zones and the investor", "转出地、承接地与投资方"];
pub(super) const TRADE_BUREAU: Name = ["the city's trade bureau", "市外经贸局"];
pub(super) const PROMOTION_AGENCY: Name = ["the promotion agency", "招商机构"];
pub(super) const OFFICER: Name = ["the dedicated officer", Duty::Officer.label(Language::Chinese)];
pub(super) const DISTRICT: Name = ["the district government", "区县（市）政府"];
pub(super) const APPROVER_OF_CLASS: Name = ["the State Council or the province", "国务院或省政府"];
pub(super) const PLANNING_AND_LAND: Name = ["the planning and land authority", "规划国土部门"];
pub(super) const LAND_GIVER: Name =
    ["the land reserve centre, the property registry or the lessor", "土地储备中心、不动产登记机构或出租方"];
pub(super) const CONSTRUCTION: Name = ["the construction authority", "建设部门"];
pub(super) const ENVIRONMENT: Name = ["the environmental authority", "环保部门"];
pub(super) const STATISTICS: Name = ["the statistics bureau", "统计部门"];
pub(super) const STATISTICS_OR_OFFICER: Name = ["the statistics bureau or the dedicated officer", "统计部门或项目管家"];
pub(super) const REGISTRAR: Name = ["the registering organ", "登记机关"];
pub(super) const APPROVAL_PLATFORM: Name = ["the investment approval platform", "投资项目在线审批监管平台"];
pub(super) const COURT_OR_CREDITORS: Name = ["the court or the creditors", "法院或债权人"];
pub(super) const DECIDER: Name = ["the deciding body", "决定机关"];
pub(super) const PARTIES: Name = ["the contracting parties", "签约各方"];
pub(super) const COMPANY: Name = ["the project company", "项目公司"];
pub(super) const ENTERPRISE: Name = ["the enterprise", "企业"];
pub(super) const SUPERVISOR: Name = ["the supervising engineer", "监理单位"];
