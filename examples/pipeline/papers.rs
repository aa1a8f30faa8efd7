//! The papers of the story. A real platform fills these forms from its screens.

use project_lifecycle::evidence::{
    AcceptanceKind, Agreement, AgreementForm, Approval, Attachment, CodeEntry, Commencement, CommencementForm,
    Commissioning, CommissioningForm, Document, Dossier, DossierForm, Engagement, EngagementForm, EntityKind,
    Operation, OperationBasis, OperationForm, Permit, Promise, Registration, RegistrationForm, Schedule, SiteKind,
    StallFinding, StallFindingForm, StartKind,
};
use project_lifecycle::lifecycle::{AgreementKind, ProjectCategory, ZombieCause};
use project_lifecycle::project::fact::Responsibility;
use project_lifecycle::value::{Digest, Edition, IndustryCode};
use project_lifecycle::{Day, Money, Profile, Stage, Text};

use crate::desk::{Result, day};

/// A paper by name and issuer, with the digest of its content.
pub(crate) fn paper(name: &str, issuer: &str) -> Result<Attachment> {
    Ok(Attachment::new(name, issuer)?.with_digest(Digest::of(name.as_bytes())))
}

/// A paper that was presented, and the day it bears.
pub(crate) fn presented(name: &str, issuer: &str, on: Day) -> Result<Document<Attachment>> {
    Ok(Document::Presented(paper(name, issuer)?.dated(on)))
}

/// An industrial project of the plan.
pub(crate) fn profile(name: &str, zone: &str, industry: &str, total: &str) -> Result<Profile> {
    Ok(Profile::new(Text::new(name)?, zone.parse()?)
        .in_category(ProjectCategory::Industrial)
        .in_industry(IndustryCode::parse(industry, Edition::Gbt2017)?)
        .investing(Money::parse(total)?))
}

pub(crate) fn dossier(on: Day, industry: &str, total: &str) -> Result<Dossier> {
    let form = DossierForm {
        industry: IndustryCode::parse(industry, Edition::Gbt2017)?.into(),
        region: project_lifecycle::value::RegionCode::parse("210106")?.into(),
        estimated_investment: Money::parse(total)?.into(),
        land_need: 120_000.into(),
        responsible_unit: "org-promotion-bureau".parse::<project_lifecycle::OrgId>()?.into(),
        pool_review: presented("入库审核意见", "市外经贸局", on)?.into(),
    };
    Ok(form.try_into()?)
}

pub(crate) fn engagement(on: Day, client: &str) -> Result<Engagement> {
    let form = EngagementForm {
        client: client.parse::<project_lifecycle::ClientId>()?.into(),
        lead_negotiator: "officer-17".parse::<project_lifecycle::ActorId>()?.into(),
        first_contact: paper("首次对接记录", "招商一局")?.dated(on).into(),
        uniqueness_claim: paper("首报首谈登记", "市外经贸局")?.into(),
    };
    Ok(form.try_into()?)
}

/// The form of an agreement, for whoever wants to spoil it.
pub(crate) fn agreement_form(on: Day, total: &str, start: &str, production: &str) -> Result<AgreementForm> {
    Ok(AgreementForm {
        agreement_kind: AgreementKind::Investment.into(),
        agreement_paper: presented("投资协议", "开发区管委会", on)?.into(),
        signed_on: on.into(),
        parties: ["开发区管委会", "投资方"].into(),
        total_investment: Money::parse(total)?.into(),
        agreed_start: day(start)?.into(),
        agreed_production: day(production)?.into(),
        promises: vec![Promise { due: day(start)?, promise: Text::new("标准厂房租金补贴到位")? }].into(),
    })
}

pub(crate) fn agreement(on: Day, total: &str, start: &str, production: &str) -> Result<Agreement> {
    Ok(agreement_form(on, total, start, production)?.try_into()?)
}

pub(crate) fn registration(on: Day, company: &str, code: &str) -> Result<Registration> {
    let form = RegistrationForm {
        entity_kind: EntityKind::Company.into(),
        company_name: company.into(),
        company_code: code.parse::<project_lifecycle::value::Uscc>()?.into(),
        registered_on: on.into(),
        licence: presented("营业执照", "市场监管局", on)?.into(),
        domicile: "沈阳市开发区内".into(),
        registered_capital: Money::parse("2亿元")?.into(),
        project_code: None.into(),
    };
    Ok(form.try_into()?)
}

fn permit(name: &str, issued: &str) -> Result<Document<Permit>> {
    Ok(Document::Presented(Permit::new(paper(name, "开发区行政审批局")?, day(issued)?)))
}

/// The form of a commencement on cleared land, with a construction permit of that day.
pub(crate) fn commencement_form(permitted: &str, started: &str) -> Result<CommencementForm> {
    Ok(CommencementForm {
        project_code: CodeEntry::Code("2018-210106-34-03-000017".parse()?).into(),
        site_kind: SiteKind::ClearedLand.into(),
        site_paper: presented("净地交付书", "土地储备中心", day(permitted)?)?.into(),
        land_planning_permit: permit("建设用地规划许可证", permitted)?.into(),
        works_planning_permit: Document::Committed { due: day("2021-06-30")? }.into(),
        construction_permit: permit("施工许可证", permitted)?.into(),
        environmental_approval: Approval::Presented(paper("环境影响报告表批复", "环保局")?).into(),
        start_kind: StartKind::GroundBroken.into(),
        physical_start: day(started)?.into(),
        start_proof: paper("监理日志", "监理单位")?.into(),
        ..CommencementForm::default()
    })
}

pub(crate) fn commencement(permitted: &str, started: &str) -> Result<Commencement> {
    Ok(commencement_form(permitted, started)?.try_into()?)
}

pub(crate) fn commissioning(accepted: &str, first_output: &str) -> Result<Commissioning> {
    let form = CommissioningForm {
        acceptance_kind: AcceptanceKind::Completion.into(),
        acceptance_paper: presented("竣工验收备案表", "建设局", day(accepted)?)?.into(),
        first_output: day(first_output)?.into(),
        partial: None.into(),
    };
    Ok(form.try_into()?)
}

pub(crate) fn operation(on: Day) -> Result<Operation> {
    let form = OperationForm {
        operation_basis: OperationBasis::FullCapacity.into(),
        running_since: None.into(),
        operation_proof: presented("达产达效认定", "统计局", on)?.into(),
    };
    Ok(form.try_into()?)
}

pub(crate) fn finding(on: Day, cause: ZombieCause, since: &str) -> Result<StallFinding> {
    let form = StallFindingForm {
        cause: cause.into(),
        since: day(since)?.into(),
        finding_paper: paper("僵尸项目（企业）认定书", "区政府")?.dated(on).into(),
        acceptance_paper: None.into(),
    };
    Ok(form.try_into()?)
}

pub(crate) fn schedule(planned: &[(Stage, &str)]) -> Result<Schedule> {
    let planned = planned.iter().map(|(stage, by)| Ok((*stage, day(by)?))).collect::<Result<Vec<_>>>()?;
    Ok(Schedule::new(planned)?)
}

pub(crate) fn responsibility() -> Result<Responsibility> {
    Ok(Responsibility { lead: "org-trade-bureau".parse()?, responsible: vec!["org-management-committee".parse()?] })
}
