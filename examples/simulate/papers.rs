//! The papers of the city: what its forms are filled with.

use project_lifecycle::evidence::{
    AcceptanceKind, Agreement, AgreementForm, AgreementStatus, Attachment, Closing, ClosingForm, Commissioning,
    CommissioningForm, Document, Dossier, DossierForm, Engagement, EngagementForm, EntityKind, Grounds, GroundsForm,
    LiquidationGround, Operation, OperationBasis, OperationForm, Permit, Promise, Registration, RegistrationForm,
    Rescission, RescissionForm, Schedule, StallFinding, StallFindingForm,
};
use project_lifecycle::lifecycle::{Outcome, ProjectKind, ZombieCause};
use project_lifecycle::project::fact::Responsibility;
use project_lifecycle::{ActorId, ClientId, Day, Money, OrgId, ProjectId, Stage, Text};

use crate::calendar::plus;
use crate::city::Case;
use crate::{Result, money};

/// A paper with its number and day.
pub(crate) fn paper(name: &str, issuer: &str, on: Day) -> Result<Attachment> {
    let number = format!("{}〔{}〕{}号", issuer.chars().next().unwrap_or('文'), on.year(), on.month() * 31 + on.day());
    Ok(Attachment::new(name, issuer)?.numbered(number.parse()?).dated(on))
}

/// The same, presented.
pub(crate) fn shown(name: &str, issuer: &str, on: Day) -> Result<Document<Attachment>> {
    Ok(Document::Presented(paper(name, issuer, on)?))
}

/// A permit, presented, and valid as long as the policy says, or until a day.
pub(crate) fn permit(name: &str, on: Day, until: Option<Day>) -> Result<Document<Permit>> {
    let permit = Permit::new(paper(name, "开发区行政审批局", on)?, on);
    Ok(Document::Presented(until.map_or(permit.clone(), |until| permit.valid_until(until))))
}

pub(crate) fn dossier(case: &Case, on: Day, land: u32) -> Result<Dossier> {
    let place = case.place();
    let form = DossierForm {
        industry: case.named.industry.parse::<project_lifecycle::value::IndustryCode>()?.into(),
        region: place.region.parse::<project_lifecycle::value::RegionCode>()?.into(),
        estimated_investment: case.total.money().into(),
        land_need: land.into(),
        responsible_unit: OrgId::new(&place.committee())?.into(),
        pool_review: shown("入库审核意见", "市外经贸局", on)?.into(),
    };
    Ok(form.try_into()?)
}

pub(crate) fn engagement(case: &Case, client: ClientId, negotiator: i64, on: Day) -> Result<Engagement> {
    let place = case.place();
    let form = EngagementForm {
        client: client.into(),
        lead_negotiator: ActorId::new(&format!("{}招商员{negotiator:02}", place.short))?.into(),
        first_contact: paper("首次对接记录", "开发区招商局", on)?.into(),
        uniqueness_claim: paper("首报首谈登记", "市外经贸局", on)?.into(),
    };
    Ok(form.try_into()?)
}

/// What an agreement says of time, and what it promises.
pub(crate) struct Terms {
    pub(crate) start: Day,
    pub(crate) production: Day,
    pub(crate) promises: Vec<Promise>,
}

pub(crate) fn agreement(case: &Case, on: Day, total: Money, terms: &Terms) -> Result<Agreement> {
    let awards = [(ProjectKind::PublicWork, "中标通知书"), (ProjectKind::Ppp, "特许经营协议")];
    let name = awards.into_iter().find(|(of, _)| *of == case.named.kind).map_or("投资协议", |(_, name)| name);
    let form = AgreementForm {
        agreement_kind: case.named.kind.agreement().into(),
        agreement_paper: shown(name, &case.place().committee(), on)?.into(),
        signed_on: on.into(),
        parties: vec![Text::new(case.place().committee())?, Text::new(case.named.client())?].into(),
        total_investment: total.into(),
        agreed_start: terms.start.into(),
        agreed_production: terms.production.into(),
        promises: terms.promises.clone().into(),
    };
    Ok(form.try_into()?)
}

/// The registration of the project's company, under a name that a clerk may have mistyped.
pub(crate) fn registration(case: &Case, company: &str, on: Day) -> Result<Registration> {
    let place = case.place();
    let is_public = case.named.kind == ProjectKind::PublicWork;
    // a fifth of what is invested, as round as the rest
    let capital = money::wan((case.total.wan / 5).max(100) / 100 * 100);
    let form = RegistrationForm {
        entity_kind: if is_public { EntityKind::PublicBody } else { EntityKind::Company }.into(),
        company_name: company.into(),
        company_code: case.code.into(),
        registered_on: on.into(),
        licence: shown(if is_public { "法人证书" } else { "营业执照" }, "市场监督管理局", on)?.into(),
        domicile: format!("沈阳市{}{}内", place.district, place.name).as_str().into(),
        registered_capital: Some(capital).filter(|_| !is_public).into(),
        project_code: None.into(),
    };
    Ok(form.try_into()?)
}

/// How a project is commissioned.
pub(crate) struct Taken {
    pub(crate) kind: AcceptanceKind,
    pub(crate) is_partial: bool,
    /// The day by which the paper is promised, if it is not there.
    pub(crate) owed_by: Option<Day>,
}

pub(crate) fn commissioning(on: Day, taken: &Taken) -> Result<Commissioning> {
    let is_trial = taken.kind == AcceptanceKind::TrialProduction;
    let name = if is_trial { "试生产记录" } else { "竣工验收备案表" };
    let paper = match taken.owed_by {
        Some(due) => Document::Committed { due },
        None => shown(name, "城乡建设局", on)?,
    };
    let form = CommissioningForm {
        acceptance_kind: taken.kind.into(),
        acceptance_paper: paper.into(),
        first_output: on.into(),
        partial: Some(taken.is_partial).filter(|is_partial| *is_partial).into(),
    };
    Ok(form.try_into()?)
}

pub(crate) fn operation(basis: OperationBasis, since: Day, on: Day) -> Result<Operation> {
    let proofs = [
        (OperationBasis::FullCapacity, "达产达效认定", "开发区管委会"),
        (OperationBasis::Enrolled, "“四上”入统证明", "统计局"),
    ];
    let proof = proofs.into_iter().find(|(of, ..)| *of == basis);
    let (_, name, issuer) = proof.unwrap_or((basis, "连续运营证明", "开发区管委会"));
    let form = OperationForm {
        operation_basis: basis.into(),
        running_since: Some(since).filter(|_| basis == OperationBasis::Continuous).into(),
        operation_proof: shown(name, issuer, on)?.into(),
    };
    Ok(form.try_into()?)
}

/// Why a project goes back, with its dossier if it never was in the reserve.
pub(crate) fn grounds(ground: &str, explanation: &str, dossier: Option<Dossier>) -> Result<Grounds> {
    let form = GroundsForm { ground: ground.into(), explanation: explanation.into(), dossier: dossier.into() };
    Ok(form.try_into()?)
}

/// The end of an agreement, or its rest while talks go on.
pub(crate) fn rescission(case: &Case, dossier: Option<Dossier>, ends: bool, on: Day) -> Result<Rescission> {
    let (status, name, ground, explanation) = if ends {
        (AgreementStatus::Terminated, "解约协议", "investor_funds", "投资方资金未落实，双方协商解约")
    } else {
        (AgreementStatus::Suspended, "中止协议通知", "material_change", "建设内容重大调整，重新洽谈")
    };
    let form = RescissionForm {
        ground: ground.into(),
        explanation: explanation.into(),
        agreement_status: status.into(),
        rescission_paper: shown(name, &case.place().committee(), on)?.into(),
        dossier: dossier.into(),
    };
    Ok(form.try_into()?)
}

/// The finding of a zombie, with the acceptance where none is on record.
pub(crate) fn finding(case: &Case, cause: ZombieCause, since: Day, on: Day, accepted: bool) -> Result<StallFinding> {
    let issuer = format!("{}人民政府", case.place().district);
    let acceptance = (!accepted).then(|| paper("竣工验收备案表", "城乡建设局", since)).transpose()?;
    let form = StallFindingForm {
        cause: cause.into(),
        since: since.into(),
        finding_paper: paper("僵尸项目（企业）认定书", &issuer, on)?.into(),
        acceptance_paper: acceptance.into(),
    };
    Ok(form.try_into()?)
}

/// A closing. What its outcome needs is in it; the survivor is that of a duplicate.
pub(crate) fn closing(
    case: &Case,
    outcome: Outcome,
    explanation: &str,
    survivor: Option<ProjectId>,
    on: Day,
) -> Result<Closing> {
    let committee = case.place().committee();
    // the outcomes that rest on a paper
    let papers = [
        (Outcome::Liquidated, "破产清算裁定书", "沈阳市中级人民法院"),
        (Outcome::ClearedOut, "清退决定", committee.as_str()),
        (Outcome::LandReclaimed, "收回国有建设用地使用权决定书", "规划国土局"),
    ];
    let named = papers.into_iter().find(|(of, ..)| *of == outcome);
    let closing_paper = named.map(|(_, name, issuer)| shown(name, issuer, on)).transpose()?;
    // and those that name who goes on
    let successors =
        [(Outcome::TransferredOut, "营口".to_owned()), (Outcome::Merged, format!("{}控股有限公司", case.named.house))];
    let successor =
        successors.into_iter().find(|(of, _)| *of == outcome).map(|(_, name)| Text::new(name)).transpose()?;
    let has_begun = case.project.as_ref().is_some_and(|project| project.position().footing() >= Stage::Started);
    let leaves_land = has_begun && outcome.is_disposal() && outcome != Outcome::LandReclaimed;
    let grounds = vec![LiquidationGround::Insolvent, LiquidationGround::BeyondReorganisation];
    let form = ClosingForm {
        outcome: outcome.into(),
        explanation: explanation.into(),
        closing_paper: closing_paper.into(),
        liquidation_grounds: Some(grounds).filter(|_| outcome == Outcome::Liquidated).into(),
        parcel: Some(Text::new(format!("{}-{}", case.place().short, on.day() * 12 + on.month()))?)
            .filter(|_| outcome == Outcome::LandReclaimed)
            .into(),
        land_decision: leaves_land.then(|| paper("土地处置方案", "规划国土局", plus(on, -9))).transpose()?.into(),
        survivor: survivor.into(),
        successor: successor.into(),
    };
    Ok(form.try_into()?)
}

/// A schedule of the stages to come, none earlier than the one below it.
pub(crate) fn schedule(planned: impl IntoIterator<Item = (Stage, Day)>) -> Result<Schedule> {
    let mut latest = Day::MIN;
    let planned = planned.into_iter().map(|(stage, by)| {
        latest = latest.max(by);
        (stage, latest)
    });
    Ok(Schedule::new(planned.collect::<Vec<_>>())?)
}

pub(crate) fn responsibility(case: &Case) -> Result<Responsibility> {
    let place = case.place();
    let responsible = vec![OrgId::new(&format!("{}人民政府", place.district))?];
    Ok(Responsibility { lead: OrgId::new(&place.committee())?, responsible })
}
