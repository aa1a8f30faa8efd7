//! For each gate its complete form, and the evidence that the form becomes.

use core::fmt::Debug;

use super::{
    actor_id, client, company_code, money, org, paper, permit, plus, project_code, project_id, schedule, shown, text,
};
use crate::Day;
use crate::evidence::{
    AcceptanceKind, Agreement, AgreementForm, AgreementStatus, Approval, Closing, ClosingForm, CodeEntry, Commencement,
    CommencementForm, Commissioning, CommissioningForm, Dossier, DossierForm, Engagement, EngagementForm, EntityKind,
    Field, Grounds, GroundsForm, LiquidationGround, Operation, OperationBasis, OperationForm, Promise, Registration,
    RegistrationForm, Rescission, RescissionForm, Revival, RevivalForm, SiteKind, StallFinding, StallFindingForm,
    StartKind,
};
use crate::lifecycle::{Aim, Outcome, ProjectKind, Remedy, Way, ZombieCause};
use crate::value::{Edition, IndustryCode, RegionCode};

/// The evidence that a complete form becomes.
pub(in crate::testing) fn filled<F, E: TryFrom<F, Error: Debug>>(form: F) -> E {
    form.try_into().expect("the form is complete")
}

/// The industry of the sample dossier.
fn industry() -> IndustryCode {
    IndustryCode::parse("C3491", Edition::Gbt2017).expect("an industry")
}

/// The region of the sample dossier.
fn region() -> RegionCode {
    RegionCode::parse("210112").expect("a region")
}

/// A dossier, whose project was reviewed for the reserve on that day.
#[must_use]
pub fn dossier_form(on: Day) -> DossierForm {
    DossierForm {
        industry: industry().into(),
        region: region().into(),
        estimated_investment: money().into(),
        land_need: 66_667.into(),
        responsible_unit: org("unit-3").into(),
        pool_review: shown("入库审核意见", on).into(),
    }
}

/// The evidence of [`dossier_form`].
#[must_use]
pub fn dossier(on: Day) -> Dossier {
    filled(dossier_form(on))
}

/// Talks whose first contact was on that day.
#[must_use]
pub fn engagement_form(on: Day) -> EngagementForm {
    EngagementForm {
        client: client("client-9").into(),
        lead_negotiator: actor_id("negotiator-2").into(),
        first_contact: paper("first contact", on).into(),
        uniqueness_claim: paper("首报首谈登记", on).into(),
    }
}

/// The evidence of [`engagement_form`].
#[must_use]
pub fn engagement(on: Day) -> Engagement {
    filled(engagement_form(on))
}

/// What signs a project of a kind on that day: for an enterprise investment an investment agreement, else an award.
#[must_use]
pub fn agreement_form(kind: ProjectKind, on: Day) -> AgreementForm {
    AgreementForm {
        agreement_kind: kind.agreement().into(),
        agreement_paper: shown("投资协议", on).into(),
        signed_on: on.into(),
        parties: ["管委会", "某机器人公司"].into(),
        total_investment: money().into(),
        agreed_start: plus(on, 100).into(),
        agreed_production: plus(on, 100).into(),
        promises: Field::Given(vec![Promise { due: plus(on, 30), promise: text("道路通达") }]),
    }
}

/// The evidence of [`agreement_form`].
#[must_use]
pub fn agreement(kind: ProjectKind, on: Day) -> Agreement {
    filled(agreement_form(kind, on))
}

/// The registration of a company on that day, without a project code.
#[must_use]
pub fn registration_form(on: Day) -> RegistrationForm {
    RegistrationForm {
        entity_kind: EntityKind::Company.into(),
        company_name: "某机器人公司".into(),
        company_code: company_code().into(),
        registered_on: on.into(),
        licence: shown("营业执照", on).into(),
        domicile: "高新区某路1号".into(),
        registered_capital: money().into(),
        project_code: Field::Blank,
    }
}

/// The evidence of [`registration_form`].
#[must_use]
pub fn registration(on: Day) -> Registration {
    filled(registration_form(on))
}

/// A start on cleared land on that day, with every permit and approval at hand.
#[must_use]
pub fn commencement_form(on: Day) -> CommencementForm {
    CommencementForm {
        project_code: CodeEntry::Code(project_code()).into(),
        site_kind: SiteKind::ClearedLand.into(),
        site_paper: shown("净地交付书", on).into(),
        land_planning_permit: permit("建设用地规划许可证", on).into(),
        works_planning_permit: permit("建设工程规划许可证", on).into(),
        construction_permit: permit("施工许可证", on).into(),
        small_works: Field::Blank,
        environmental_approval: Approval::Presented(paper("环评批复", on)).into(),
        start_kind: StartKind::GroundBroken.into(),
        physical_start: on.into(),
        start_proof: paper("photograph", on).into(),
    }
}

/// The evidence of [`commencement_form`].
#[must_use]
pub fn commencement(on: Day) -> Commencement {
    filled(commencement_form(on))
}

/// A commissioning of the whole, whose first output and acceptance were on that day.
#[must_use]
pub fn commissioning_form(on: Day) -> CommissioningForm {
    CommissioningForm {
        acceptance_kind: AcceptanceKind::Completion.into(),
        acceptance_paper: shown("竣工验收", on).into(),
        first_output: on.into(),
        partial: Some(false).into(),
    }
}

/// The evidence of [`commissioning_form`].
#[must_use]
pub fn commissioning(on: Day) -> Commissioning {
    filled(commissioning_form(on))
}

/// A plant that is enrolled in the statistics by a proof of that day.
#[must_use]
pub fn operation_form(on: Day) -> OperationForm {
    OperationForm {
        operation_basis: OperationBasis::Enrolled.into(),
        running_since: Field::Blank,
        operation_proof: shown("入统证明", on).into(),
    }
}

/// The evidence of [`operation_form`].
#[must_use]
pub fn operation(on: Day) -> Operation {
    filled(operation_form(on))
}

/// Why a project goes back; with its dossier where it was never admitted.
#[must_use]
pub fn grounds_form(dossier: Option<Dossier>) -> GroundsForm {
    GroundsForm { ground: "G1".into(), explanation: "资金未到位".into(), dossier: dossier.into() }
}

/// The evidence of [`grounds_form`].
#[must_use]
pub fn grounds(dossier: Option<Dossier>) -> Grounds {
    filled(grounds_form(dossier))
}

/// The end of an agreement by a paper of that day; with the dossier of a project that goes back to the reserve and was never
/// admitted.
#[must_use]
pub fn rescission_form(dossier: Option<Dossier>, on: Day) -> RescissionForm {
    RescissionForm {
        ground: "G2".into(),
        explanation: "更换投资方".into(),
        agreement_status: AgreementStatus::Terminated.into(),
        rescission_paper: shown("解约协议", on).into(),
        dossier: dossier.into(),
    }
}

/// The evidence of [`rescission_form`].
#[must_use]
pub fn rescission(dossier: Option<Dossier>, on: Day) -> Rescission {
    filled(rescission_form(dossier, on))
}

/// A finding of that day that a project stands still since another one, with an acceptance for a plant that needs one.
#[must_use]
pub fn stall_form(cause: ZombieCause, since: Day, on: Day) -> StallFindingForm {
    StallFindingForm {
        cause: cause.into(),
        since: since.into(),
        finding_paper: paper("认定文件", on).into(),
        acceptance_paper: paper("竣工验收", on).into(),
    }
}

/// The evidence of [`stall_form`].
#[must_use]
pub fn stall_finding(cause: ZombieCause, since: Day, on: Day) -> StallFinding {
    filled(stall_form(cause, since, on))
}

/// A revival on that day, with everything that any remedy asks for.
#[must_use]
pub fn revival_form(remedy: Remedy, on: Day) -> RevivalForm {
    RevivalForm {
        remedy: remedy.into(),
        remedy_proof: shown("盘活佐证", on).into(),
        solution: shown("解决方案", on).into(),
        resumed_on: on.into(),
        way: Way::EquityTransfer.into(),
        way_name: Field::Blank,
        aim: Aim::TechnicalUpgrade.into(),
        new_investor: client("client-10").into(),
        new_schedule: schedule(plus(on, 10)).into(),
    }
}

/// The evidence of [`revival_form`].
#[must_use]
pub fn revival(remedy: Remedy, on: Day) -> Revival {
    filled(revival_form(remedy, on))
}

/// A closing on that day, with everything that any outcome asks for.
#[must_use]
pub fn closing_form(outcome: Outcome, on: Day) -> ClosingForm {
    ClosingForm {
        outcome: outcome.into(),
        explanation: "项目终止".into(),
        closing_paper: shown("裁定书", on).into(),
        liquidation_grounds: Field::Given(vec![LiquidationGround::Insolvent]),
        parcel: "沈北-2018-12".into(),
        land_decision: paper("土地处置决定", on).into(),
        survivor: project_id(999).into(),
        successor: "大连".into(),
    }
}

/// The evidence of [`closing_form`].
#[must_use]
pub fn closing(outcome: Outcome, on: Day) -> Closing {
    filled(closing_form(outcome, on))
}
