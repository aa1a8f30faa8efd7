//! Complete evidence for every gate, and careless evidence: complete as a form, chosen without looking.

use project_lifecycle::{act::*, evidence::*, lifecycle::*, project::fact::*, project::*, value::*};

use super::{actor_id, day, org, plus, short, text};

/// A paper that bears a day.
pub(crate) fn paper(name: &str, on: Day) -> Attachment {
    Attachment::new(name, "issuer").expect("not blank").numbered(short("2018-78")).dated(on)
}

/// A paper at hand.
pub(crate) fn shown(name: &str, on: Day) -> Document<Attachment> {
    Document::Presented(paper(name, on))
}

/// A permit at hand, issued on that day.
pub(crate) fn permit(name: &str, on: Day) -> Document<Permit> {
    Document::Presented(Permit::new(paper(name, on), on))
}

/// 120 million yuan.
pub(crate) fn money() -> Money {
    Money::from_fen(12_000_000_000)
}

/// A company code with right check digits.
pub(crate) fn company_code() -> Uscc {
    serde_json::from_str("\"91210112MA0T10009G\"").expect("a credit code")
}

/// A project code.
pub(crate) fn project_code() -> ProjectCode {
    serde_json::from_str("\"2018-210100-36-03-000001\"").expect("a project code")
}

/// A client.
pub(crate) fn client(id: &str) -> ClientId {
    ClientId::new(id).expect("a client id")
}

pub(crate) fn dossier_form(on: Day) -> DossierForm {
    DossierForm {
        industry: IndustryCode::parse("C3491", Edition::Gbt2017).expect("an industry").into(),
        region: RegionCode::parse("210112").expect("a region").into(),
        estimated_investment: money().into(),
        land_need: 66_667.into(),
        responsible_unit: org("unit-3").into(),
        pool_review: shown("入库审核意见", on).into(),
    }
}

pub(crate) fn dossier(on: Day) -> Dossier {
    dossier_form(on).try_into().expect("complete")
}

pub(crate) fn engagement_form(on: Day) -> EngagementForm {
    EngagementForm {
        client: client("client-9").into(),
        lead_negotiator: actor_id("negotiator-2").into(),
        first_contact: paper("first contact", on).into(),
        uniqueness_claim: paper("首报首谈登记", on).into(),
    }
}

pub(crate) fn engagement(on: Day) -> Engagement {
    engagement_form(on).try_into().expect("complete")
}

/// By hand: what signs a project of a kind.
pub(crate) fn agreement_kind(kind: ProjectKind) -> AgreementKind {
    match kind {
        ProjectKind::Enterprise => AgreementKind::Investment,
        ProjectKind::PublicWork | ProjectKind::Ppp => AgreementKind::Award,
        _ => panic!("what signs `{kind}` is not written down here"),
    }
}

pub(crate) fn agreement_form(kind: ProjectKind, on: Day) -> AgreementForm {
    AgreementForm {
        agreement_kind: agreement_kind(kind).into(),
        agreement_paper: shown("投资协议", on).into(),
        signed_on: on.into(),
        parties: ["管委会", "某机器人公司"].into(),
        total_investment: money().into(),
        agreed_start: plus(on, 100).into(),
        agreed_production: plus(on, 100).into(),
        promises: Field::Given(vec![Promise { due: plus(on, 30), promise: text("道路通达") }]),
    }
}

pub(crate) fn agreement(kind: ProjectKind, on: Day) -> Agreement {
    agreement_form(kind, on).try_into().expect("complete")
}

pub(crate) fn registration_form(on: Day) -> RegistrationForm {
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

pub(crate) fn registration(on: Day) -> Registration {
    registration_form(on).try_into().expect("complete")
}

pub(crate) fn commencement_form(on: Day) -> CommencementForm {
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

pub(crate) fn commencement(on: Day) -> Commencement {
    commencement_form(on).try_into().expect("complete")
}

pub(crate) fn commissioning_form(on: Day) -> CommissioningForm {
    CommissioningForm {
        acceptance_kind: AcceptanceKind::Completion.into(),
        acceptance_paper: shown("竣工验收", on).into(),
        first_output: on.into(),
        partial: Some(false).into(),
    }
}

pub(crate) fn operation_form(on: Day) -> OperationForm {
    OperationForm {
        operation_basis: OperationBasis::Enrolled.into(),
        running_since: Field::Blank,
        operation_proof: shown("入统证明", on).into(),
    }
}

pub(crate) fn grounds_form(dossier: Option<Dossier>) -> GroundsForm {
    GroundsForm { ground: "G1".into(), explanation: "资金未到位".into(), dossier: dossier.into() }
}

pub(crate) fn rescission_form(dossier: Option<Dossier>, on: Day) -> RescissionForm {
    RescissionForm {
        ground: "G2".into(),
        explanation: "更换投资方".into(),
        agreement_status: AgreementStatus::Terminated.into(),
        rescission_paper: shown("解约协议", on).into(),
        dossier: dossier.into(),
    }
}

pub(crate) fn stall_form(cause: ZombieCause, since: Day, on: Day) -> StallFindingForm {
    StallFindingForm {
        cause: cause.into(),
        since: since.into(),
        finding_paper: paper("认定文件", on).into(),
        acceptance_paper: paper("竣工验收", on).into(),
    }
}

pub(crate) fn stall_finding(cause: ZombieCause, since: Day, on: Day) -> StallFinding {
    stall_form(cause, since, on).try_into().expect("complete")
}

pub(crate) fn schedule(from: Day) -> Schedule {
    Schedule::new([(Stage::Registered, from), (Stage::Started, plus(from, 60)), (Stage::Producing, plus(from, 60))])
        .expect("a schedule")
}

/// A revival with everything that any remedy asks for.
pub(crate) fn revival_form(remedy: Remedy, on: Day) -> RevivalForm {
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

pub(crate) fn revival(remedy: Remedy, on: Day) -> Revival {
    revival_form(remedy, on).try_into().expect("complete")
}

/// A closing with everything that any outcome asks for.
pub(crate) fn closing_form(outcome: Outcome, on: Day) -> ClosingForm {
    ClosingForm {
        outcome: outcome.into(),
        explanation: "项目终止".into(),
        closing_paper: shown("裁定书", on).into(),
        liquidation_grounds: Field::Given(vec![LiquidationGround::Insolvent]),
        parcel: "沈北-2018-12".into(),
        land_decision: paper("土地处置决定", on).into(),
        survivor: super::project_id(999).into(),
        successor: "大连".into(),
    }
}

pub(crate) fn closing(outcome: Outcome, on: Day) -> Closing {
    closing_form(outcome, on).try_into().expect("complete")
}

/// By hand, domain B2: what lifts a cause.
pub(crate) fn remedy_for(cause: ZombieCause) -> Remedy {
    match cause {
        ZombieCause::LandNotCleared => Remedy::ClearLand,
        ZombieCause::PromiseUnmet => Remedy::PromiseKept,
        ZombieCause::InvestorStalled => Remedy::InvestorChanged,
        ZombieCause::ConstructionHalted => Remedy::WorksResumed,
        ZombieCause::NoActivity | ZombieCause::Insolvent => Remedy::Restructured,
        ZombieCause::ObsoleteByOrder => Remedy::Upgraded,
        _ => panic!("what lifts `{cause}` is not written down here"),
    }
}

/// Complete evidence for a verb on a day, with a cause, remedy, outcome and kind that fit the project where it stands.
/// The dossier is given only where `explain` asks for it.
pub(crate) fn complete(verb: Verb, project: &Project, on: Day) -> Command {
    let position = project.position();
    let asked = || {
        let context = super::context(u64::MAX >> 16, 0, on);
        match project.explain_verb(verb, &context, &super::policy()).answer {
            Answer::Open(needed) => needed.iter().any(|needed| needed.requirement.item == Item::Dossier),
            Answer::Blocked(_) => true,
        }
    };
    let brief = || asked().then(|| dossier(on));
    match verb {
        Verb::Admit => Command::Admit(dossier(on)),
        Verb::Engage => Command::Engage(engagement(on)),
        Verb::Sign => Command::Sign(agreement(project.profile().kind(), on)),
        Verb::Register => Command::Register(registration(on)),
        Verb::Start => Command::Start(commencement(on)),
        Verb::Commission => Command::Commission(commissioning_form(on).try_into().expect("complete")),
        Verb::Operate => Command::Operate(operation_form(on).try_into().expect("complete")),
        Verb::SendBack => Command::SendBack(grounds_form(None).try_into().expect("complete")),
        Verb::BreakOff => Command::BreakOff(grounds_form(brief()).try_into().expect("complete")),
        Verb::ReopenTalks => Command::ReopenTalks(rescission_form(None, on).try_into().expect("complete")),
        Verb::Terminate => Command::Terminate(rescission_form(brief(), on).try_into().expect("complete")),
        Verb::Stall => {
            // the first cause that is taken: some need time, and some do not
            let finding = |cause| Command::Stall(stall_finding(cause, project.since().min(on), on));
            let context = super::context(u64::MAX >> 16, 0, on);
            let is_taken = |command: &Command| project.check(command, &context, &super::policy()).is_empty();
            let mut findings = ZombieCause::open_to(position.stage()).map(finding);
            findings.find(is_taken).unwrap_or_else(|| {
                finding(ZombieCause::open_to(position.stage()).next().unwrap_or(ZombieCause::NoActivity))
            })
        }
        Verb::Revive => Command::Revive(revival(project.zombie_cause().map_or(Remedy::ClearLand, remedy_for), on)),
        Verb::Close => {
            let outcome = Outcome::open_to(position.footing()).next().unwrap_or(Outcome::Duplicate);
            Command::Close(closing(outcome, on))
        }
    }
}

/// The same, with a commitment wherever the preset takes one: permits and approval at the start, acceptance later.
pub(crate) fn committed(verb: Verb, project: &Project, on: Day, due: Day) -> Command {
    match verb {
        Verb::Start => {
            let form = CommencementForm {
                works_planning_permit: Document::Committed { due }.into(),
                construction_permit: Document::Committed { due: plus(due, 1) }.into(),
                environmental_approval: Approval::Committed { due: plus(due, 2) }.into(),
                ..commencement_form(on)
            };
            Command::Start(form.try_into().expect("complete"))
        }
        Verb::Commission => {
            let form =
                CommissioningForm { acceptance_paper: Document::Committed { due }.into(), ..commissioning_form(on) };
            Command::Commission(form.try_into().expect("complete"))
        }
        Verb::Admit
        | Verb::Engage
        | Verb::Sign
        | Verb::Register
        | Verb::Operate
        | Verb::SendBack
        | Verb::BreakOff
        | Verb::ReopenTalks
        | Verb::Terminate
        | Verb::Stall
        | Verb::Revive
        | Verb::Close => complete(verb, project, on),
    }
}

/// Evidence that is complete as a form and otherwise chosen by a number: any cause, remedy, outcome, kind, day, and
/// papers presented, committed or waived.
pub(crate) fn careless(verb: Verb, on: Day, salt: u64) -> Command {
    let pick = |shift: u32, of: usize| usize::try_from((salt >> shift) % of as u64).expect("small");
    let shifted = plus(on, [0, 0, 0, -1, 1, -40, -200, -500][pick(0, 8)]);
    let document = |shift: u32| match pick(shift, 4) {
        0 | 1 => shown("paper", shifted),
        2 => Document::Committed { due: plus(on, [-1, 0, 30][pick(shift + 2, 3)]) },
        _ => Document::Waived { basis: text("basis"), authority: text("authority") },
    };
    let licence = |shift: u32| match document(shift) {
        Document::Presented(_) if pick(shift, 2) == 0 => permit("permit", shifted),
        Document::Presented(paper) => Document::Presented(Permit::new(paper, shifted).valid_until(shifted)),
        Document::Committed { due } => Document::Committed { due },
        Document::Waived { basis, authority } => Document::Waived { basis, authority },
    };
    let brief = || {
        let form = DossierForm { pool_review: document(8).into(), ..dossier_form(on) };
        (pick(4, 2) == 0).then(|| form.try_into().expect("complete"))
    };
    match verb {
        Verb::Admit => {
            let form = DossierForm { pool_review: document(8).into(), ..dossier_form(on) };
            Command::Admit(form.try_into().expect("complete"))
        }
        Verb::Engage => Command::Engage(engagement(shifted)),
        Verb::Sign => {
            let form = AgreementForm {
                agreement_paper: document(8).into(),
                ..agreement_form(ProjectKind::ALL[pick(4, 3)], on)
            };
            Command::Sign(form.try_into().expect("complete"))
        }
        Verb::Register => {
            let form = RegistrationForm { licence: document(8).into(), ..registration_form(on) };
            Command::Register(form.try_into().expect("complete"))
        }
        Verb::Start => {
            let form = CommencementForm {
                site_paper: document(8).into(),
                land_planning_permit: licence(12).into(),
                works_planning_permit: licence(16).into(),
                construction_permit: licence(20).into(),
                physical_start: shifted.into(),
                ..commencement_form(on)
            };
            Command::Start(form.try_into().expect("complete"))
        }
        Verb::Commission => {
            let form = CommissioningForm {
                acceptance_kind: AcceptanceKind::ALL[pick(4, 2)].into(),
                acceptance_paper: document(8).into(),
                first_output: shifted.into(),
                ..commissioning_form(on)
            };
            Command::Commission(form.try_into().expect("complete"))
        }
        Verb::Operate => {
            let form = OperationForm {
                operation_basis: OperationBasis::ALL[pick(4, 3)].into(),
                running_since: shifted.into(),
                operation_proof: document(8).into(),
            };
            Command::Operate(form.try_into().expect("complete"))
        }
        Verb::SendBack => Command::SendBack(grounds_form(brief()).try_into().expect("complete")),
        Verb::BreakOff => Command::BreakOff(grounds_form(brief()).try_into().expect("complete")),
        Verb::ReopenTalks => Command::ReopenTalks(rescission_form(brief(), shifted).try_into().expect("complete")),
        Verb::Terminate => Command::Terminate(rescission_form(brief(), shifted).try_into().expect("complete")),
        Verb::Stall => {
            let acceptance = (pick(12, 2) == 0).then(|| paper("竣工验收", on));
            let form = StallFindingForm {
                acceptance_paper: acceptance.into(),
                ..stall_form(ZombieCause::ALL[pick(4, 7)], shifted, on)
            };
            Command::Stall(form.try_into().expect("complete"))
        }
        Verb::Revive => {
            let form = RevivalForm {
                remedy_proof: document(8).into(),
                solution: document(12).into(),
                resumed_on: shifted.into(),
                ..revival_form(Remedy::ALL[pick(4, 7)], on)
            };
            Command::Revive(form.try_into().expect("complete"))
        }
        Verb::Close => {
            let outcome = Outcome::ALL[pick(4, 10)];
            // nothing stands in for the decision on land that is taken back
            let paper = if outcome == Outcome::LandReclaimed { shown("paper", shifted) } else { document(8) };
            let form = ClosingForm { closing_paper: paper.into(), ..closing_form(outcome, on) };
            Command::Close(form.try_into().expect("complete"))
        }
    }
}

/// Where an imported step was read.
pub(crate) fn provenance(record: u32) -> Provenance {
    Provenance::new(text("ledger.csv"), record).in_column(text("Signed"))
}

/// The first day of the tests.
pub(crate) fn first_day() -> Day {
    day("2018-06-01")
}

/// A supplementary agreement that changes nothing yet.
pub(crate) fn supplement(on: Day) -> AgreementAmended {
    AgreementAmended::by(paper("补充协议", on))
}

/// Another name of the company.
pub(crate) fn renamed(name: &str, on: Day) -> CompanyChanged {
    CompanyChanged { company_name: Some(text(name)), ..CompanyChanged::by(paper("变更登记通知书", on)) }
}

/// Another site.
pub(crate) fn resited(site: &str, on: Day) -> SiteChanged {
    SiteChanged { paper: paper("规划选址批复", on), site: text(site), site_kind: None }
}

/// A relocation with its papers.
pub(crate) fn relocation(from_zone: &ZoneId, to_zone: &str, on: Day) -> Relocated {
    Relocated {
        contract: paper("异地流转三方协议", on),
        from_zone: from_zone.clone(),
        host_acceptance: paper("承接函", on),
        share_terms: None,
        to_zone: ZoneId::new(to_zone).expect("a zone id"),
    }
}

/// A further client.
pub(crate) fn joined(id: &str, on: Day) -> ClientJoined {
    ClientJoined {
        client: client(id),
        first_contact: paper("对接记录", on),
        uniqueness_claim: Some(paper("首报首谈登记", on)),
    }
}
