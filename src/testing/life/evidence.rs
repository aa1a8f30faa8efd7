//! Complete evidence for every gate.

use crate::evidence::{
    AcceptanceKind, Agreement, AgreementForm, AgreementStatus, Approval, Attachment, Closing, ClosingForm, CodeEntry,
    CommencementForm, CommissioningForm, Document, Dossier, DossierForm, Engagement, EngagementForm, EntityKind, Field,
    GroundsForm, LiquidationGround, OperationBasis, OperationForm, Permit, Promise, RegistrationForm, RescissionForm,
    RevivalForm, Schedule, SiteKind, StallFindingForm, StartKind,
};
use crate::lifecycle::{Aim, Item, Outcome, Remedy, Way, ZombieCause};
use crate::value::ShortText;
use crate::value::{Edition, IndustryCode, ProjectCode, RegionCode, Uscc};
use crate::{ClientId, Command, Day, Money, Policy, Project, Stage, Text, Verb};

/// A day so many days later.
pub(super) fn plus(day: Day, days: i64) -> Day {
    day.plus_days(days).expect("the lives of these tests end long before the calendar")
}

/// A text that is not blank.
pub(crate) fn short(text: &str) -> ShortText {
    ShortText::new(text).expect("it is short")
}

pub(crate) fn text(text: &str) -> Text {
    Text::new(text).expect("it is not blank")
}

/// A paper that bears a day.
pub(super) fn paper(name: &str, on: Day) -> Attachment {
    Attachment::new(name, "管委会").expect("it is not blank").numbered(short("2018-78")).dated(on)
}

fn shown(name: &str, on: Day) -> Document<Attachment> {
    Document::Presented(paper(name, on))
}

fn permit(name: &str, on: Day) -> Document<Permit> {
    Document::Presented(Permit::new(paper(name, on), on))
}

/// A project code of the n-th project.
fn project_code(n: u64) -> ProjectCode {
    let code = format!("20{}-210100-36-03-{:06}", 18 + n % 3, n % 1_000_000);
    ProjectCode::parse(&code).expect("a code of the present form")
}

/// A schedule of every stage that can be planned.
pub(super) fn schedule(from: Day, days: i64) -> Schedule {
    let plannable = |stage: &Stage| Schedule::new([(*stage, from)]).is_ok();
    let planned = Stage::ALL.into_iter().filter(plannable).zip(1..).map(|(stage, n)| (stage, plus(from, n * days)));
    Schedule::new(planned).expect("the days rise as the stages do")
}

fn dossier(on: Day) -> Dossier {
    let form = DossierForm {
        industry: IndustryCode::parse("C3491", Edition::Gbt2017).expect("an industry").into(),
        region: RegionCode::parse("210112").expect("a region").into(),
        estimated_investment: Money::from_fen(12_000_000_000).into(),
        land_need: 66_667.into(),
        responsible_unit: "unit-3".parse::<crate::OrgId>().expect("an id").into(),
        pool_review: shown("入库审核意见", on).into(),
    };
    form.try_into().expect("complete")
}

fn engagement(on: Day) -> Engagement {
    let form = EngagementForm {
        client: ClientId::new("client-9").expect("an id").into(),
        lead_negotiator: "negotiator-2".parse::<crate::ActorId>().expect("an id").into(),
        first_contact: paper("first contact", on).into(),
        uniqueness_claim: paper("首报首谈登记", on).into(),
    };
    form.try_into().expect("complete")
}

/// An agreement with promises of any text.
pub(super) fn agreement(project: &Project, on: Day, promises: Vec<Text>) -> Agreement {
    let promise = |promise| Promise { due: plus(on, 30), promise };
    let form = AgreementForm {
        agreement_kind: project.profile().kind().agreement().into(),
        agreement_paper: shown("投资协议", on).into(),
        signed_on: on.into(),
        parties: ["管委会", "某机器人公司"].into(),
        total_investment: Money::from_fen(12_000_000_000).into(),
        agreed_start: plus(on, 100).into(),
        agreed_production: plus(on, 100).into(),
        promises: Field::Given(promises.into_iter().map(promise).collect()),
    };
    form.try_into().expect("complete")
}

fn commencement(n: u64, on: Day) -> CommencementForm {
    CommencementForm {
        project_code: CodeEntry::Code(project_code(n)).into(),
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

fn commissioning(on: Day) -> CommissioningForm {
    CommissioningForm {
        acceptance_kind: AcceptanceKind::Completion.into(),
        acceptance_paper: shown("竣工验收", on).into(),
        first_output: on.into(),
        partial: Some(false).into(),
    }
}

fn grounds(dossier: Option<Dossier>) -> crate::evidence::Grounds {
    let form = GroundsForm { ground: "G1".into(), explanation: "资金未到位".into(), dossier: dossier.into() };
    form.try_into().expect("complete")
}

fn rescission(dossier: Option<Dossier>, on: Day) -> crate::evidence::Rescission {
    let form = RescissionForm {
        ground: "G2".into(),
        explanation: "更换投资方".into(),
        agreement_status: AgreementStatus::Terminated.into(),
        rescission_paper: shown("解约协议", on).into(),
        dossier: dossier.into(),
    };
    form.try_into().expect("complete")
}

/// With everything that any remedy asks for.
fn revival(remedy: Remedy, on: Day) -> crate::evidence::Revival {
    let form = RevivalForm {
        remedy: remedy.into(),
        remedy_proof: shown("盘活佐证", on).into(),
        solution: shown("解决方案", on).into(),
        resumed_on: on.into(),
        way: Way::EquityTransfer.into(),
        way_name: Field::Blank,
        aim: Aim::TechnicalUpgrade.into(),
        new_investor: ClientId::new("client-10").expect("an id").into(),
        new_schedule: schedule(plus(on, 10), 60).into(),
    };
    form.try_into().expect("complete")
}

/// With everything that any outcome asks for.
fn closing(outcome: Outcome, on: Day) -> Closing {
    let form = ClosingForm {
        outcome: outcome.into(),
        explanation: "项目终止".into(),
        closing_paper: shown("裁定书", on).into(),
        liquidation_grounds: Field::Given(vec![LiquidationGround::Insolvent]),
        parcel: "沈北-2018-12".into(),
        land_decision: paper("土地处置决定", on).into(),
        survivor: crate::ProjectId::named("survivor").into(),
        successor: "大连".into(),
    };
    form.try_into().expect("complete")
}

/// Complete evidence for a verb on a day, with a cause, remedy, outcome and kind that fit the project where it stands; `n`
/// makes its code.
pub(super) fn complete(verb: Verb, project: &Project, n: u64, on: Day) -> Command {
    match verb {
        Verb::Admit => Command::Admit(dossier(on)),
        Verb::Engage => Command::Engage(engagement(on)),
        Verb::Sign => Command::Sign(agreement(project, on, vec![text("道路通达")])),
        Verb::Register => {
            let form = RegistrationForm {
                entity_kind: EntityKind::Company.into(),
                company_name: "某机器人公司".into(),
                company_code: Uscc::parse("91210112MA0T10009G").expect("a credit code").into(),
                registered_on: on.into(),
                licence: shown("营业执照", on).into(),
                domicile: "高新区某路1号".into(),
                registered_capital: Money::from_fen(5_000_000_000).into(),
                project_code: if n.is_multiple_of(2) { project_code(n).into() } else { Field::Blank },
            };
            Command::Register(form.try_into().expect("complete"))
        }
        Verb::Start => Command::Start(commencement(n, on).try_into().expect("complete")),
        Verb::Commission => Command::Commission(commissioning(on).try_into().expect("complete")),
        Verb::Operate => {
            let form = OperationForm {
                operation_basis: OperationBasis::Enrolled.into(),
                running_since: Field::Blank,
                operation_proof: shown("入统证明", on).into(),
            };
            Command::Operate(form.try_into().expect("complete"))
        }
        Verb::SendBack => Command::SendBack(grounds(None)),
        Verb::BreakOff => Command::BreakOff(grounds(Some(dossier(on)))),
        Verb::ReopenTalks => Command::ReopenTalks(rescission(None, on)),
        Verb::Terminate => Command::Terminate(rescission(Some(dossier(on)), on)),
        Verb::Stall => {
            let cause = ZombieCause::open_to(project.stage()).next().unwrap_or(ZombieCause::NoActivity);
            let form = StallFindingForm {
                cause: cause.into(),
                since: project.since().into(),
                finding_paper: paper("认定文件", on).into(),
                acceptance_paper: paper("竣工验收", on).into(),
            };
            Command::Stall(form.try_into().expect("complete"))
        }
        Verb::Revive => {
            let fitting = project.zombie_cause().and_then(|cause| cause.remedies().first());
            Command::Revive(revival(fitting.copied().unwrap_or(Remedy::ClearLand), on))
        }
        Verb::Close => {
            let outcome = Outcome::open_to(project.position().footing()).next().unwrap_or(Outcome::Duplicate);
            Command::Close(closing(outcome, on))
        }
    }
}

/// The same with a paper promised for a later day instead of shown, where the policy takes a promise. `None` for other
/// verbs.
pub(super) fn promised(verb: Verb, n: u64, on: Day, policy: &Policy) -> Option<Command> {
    let due = plus(on, 20 + i64::try_from(n % 100).expect("a small number"));
    let taken = |item: Item| policy.takes_commitment(item).then_some(());
    if verb == Verb::Start {
        taken(Item::EnvironmentalApproval)?;
        let form = CommencementForm {
            environmental_approval: Approval::Committed { due }.into(),
            works_planning_permit: Document::Committed { due }.into(),
            ..commencement(n, on)
        };
        return form.try_into().ok().map(Command::Start);
    }
    if verb == Verb::Commission {
        taken(Item::AcceptancePaper)?;
        let form = CommissioningForm { acceptance_paper: Document::Committed { due }.into(), ..commissioning(on) };
        return form.try_into().ok().map(Command::Commission);
    }
    None
}
