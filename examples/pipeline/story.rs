//! The five lives, each as dated steps. The timeline runs them together, day by day.

use project_lifecycle::act::{Correction, Provenance, Voiding};
use project_lifecycle::evidence::{
    Agreement, Closing, ClosingForm, Commencement, CommencementForm, Document, Grounds, GroundsForm, LiquidationGround,
    RevivalForm,
};
use project_lifecycle::lifecycle::{AgreementKind, Outcome, PauseReason, Remedy, Way, ZombieCause};
use project_lifecycle::project::fact::{
    BasisPoints, InvestmentReport, Milestone, MilestoneReached, Pause, Presentation, ProgressReport, Resumption,
};
use project_lifecycle::project::{Import, InvestmentMeasure};
use project_lifecycle::staged::marker::{Negotiating, Planned, Producing, Registered, Reserve, Signed, Started};
use project_lifecycle::{Command, Day, Money, Stage, Staged, Verb};

use crate::desk::{Case, Desk, Result, day};
use crate::papers::{
    agreement, agreement_form, commencement, commencement_form, commissioning, dossier, engagement, finding, operation,
    paper, presented, profile, registration, responsibility, schedule,
};

type Act = Box<dyn FnOnce(&mut Desk) -> Result<()>>;

/// What is done on which day.
#[derive(Default)]
pub(crate) struct Timeline(Vec<(&'static str, Act)>);

impl Timeline {
    fn on(&mut self, on: &'static str, act: impl FnOnce(&mut Desk) -> Result<()> + 'static) {
        self.0.push((on, Box::new(act)));
    }

    /// Runs every step in the order of days.
    pub(crate) fn run(mut self, desk: &mut Desk) -> Result<()> {
        self.0.sort_by_key(|(on, _)| *on);
        for (on, act) in self.0 {
            let next: Day = day(on)?;
            if next.year() != desk.today.year() || desk.today == day("2018-05-31")? {
                println!("\n{}", next.year());
            }
            desk.today = next;
            act(desk)?;
        }
        Ok(())
    }
}

/// From planning to operation, by the typed view: each step asks for the one stage that it can serve, and
/// `planned.sign(..)` would not compile.
pub(crate) fn flagship(t: &mut Timeline) {
    const CASE: Case = Case::Flagship;
    t.on("2018-06-11", |desk| {
        let profile = profile("机器人未来城工业机器人基地", "沈阳经济技术开发区", "C3491", "52亿元")?;
        let pending = Staged::plan(CASE.id(), profile, &desk.context()?, &desk.policy)?;
        desk.commit(CASE, pending).map(drop)
    });
    t.on("2018-06-29", |desk| {
        let planned: Staged<Planned> = desk.staged(CASE)?;
        let pending = planned.admit(dossier(desk.today, "C3491", "52亿元")?, &desk.context()?, &desk.policy)?;
        desk.commit(CASE, pending).map(drop)
    });
    t.on("2018-07-16", |desk| {
        let reserve: Staged<Reserve> = desk.staged(CASE)?;
        let pending = reserve.engage(engagement(desk.today, "client-robotics")?, &desk.context()?, &desk.policy)?;
        desk.commit(CASE, pending).map(drop)
    });
    t.on("2018-09-20", |desk| {
        desk.note("a letter of intent signs nothing; the form says so before any command is given:");
        let mut letter = agreement_form(desk.today, "52亿元", "2019-04-30", "2020-06-30")?;
        letter.agreement_kind = AgreementKind::LetterOfIntent.into();
        if let Err(gaps) = Agreement::try_from(letter) {
            desk.note(&gaps.to_string());
        }
        let talks: Staged<Negotiating> = desk.staged(CASE)?;
        let agreement = agreement(desk.today, "52亿元", "2019-04-30", "2020-06-30")?;
        let pending = talks.sign(agreement, &desk.context()?, &desk.policy)?;
        let signed = desk.commit(CASE, pending)?;
        if let Some(due) = signed.project().duties_due(&desk.policy) {
            desk.note(&format!("officer, responsible body and schedule are due by {due} (paragraph 11)"));
        }
        Ok(())
    });
    let company = |on| registration(on, "沈阳未来城机器人有限公司", "91210112MA0T10009G");
    t.on("2018-10-10", move |desk| {
        let signed: Staged<Signed> = desk.staged(CASE)?;
        match signed.register(company(desk.today)?, &desk.context()?, &desk.policy) {
            Err(refused) => desk.show(CASE, refused.refusal()),
            Ok(_) => return Err("registered without an officer".into()),
        }
        Ok(())
    });
    t.on("2018-10-11", |desk| {
        let signed: Staged<Signed> = desk.staged(CASE)?;
        let pending = signed.assign_officer("officer-17".parse()?, &desk.context()?, &desk.policy)?;
        let signed = desk.commit(CASE, pending)?;
        let pending = signed.assign_body(responsibility()?, &desk.context()?, &desk.policy)?;
        let signed = desk.commit(CASE, pending)?;
        let stages =
            [(Stage::Registered, "2018-11-30"), (Stage::Started, "2019-04-30"), (Stage::Producing, "2020-06-30")];
        let pending = signed.reschedule(schedule(&stages)?, &desk.context()?, &desk.policy)?;
        desk.commit(CASE, pending).map(drop)
    });
    t.on("2018-11-20", move |desk| {
        let signed: Staged<Signed> = desk.staged(CASE)?;
        let pending = signed.register(company(desk.today)?, &desk.context()?, &desk.policy)?;
        desk.commit(CASE, pending).map(drop)
    });
    t.on("2019-04-15", |desk| {
        desk.note("an empty start form reports every gap at once:");
        if let Err(gaps) = Commencement::try_from(CommencementForm::default()) {
            for gap in &gaps.reasons {
                desk.note(&format!("- {gap}"));
            }
        }
        desk.note("a construction permit that lapsed over the winter starts nothing; an extended one does");
        let registered: Staged<Registered> = desk.staged(CASE)?;
        let lapsed = commencement("2018-12-10", "2019-04-15")?;
        let registered = match registered.start(lapsed, &desk.context()?, &desk.policy) {
            Err(refused) => {
                desk.show(CASE, refused.refusal());
                refused.into_project()
            }
            Ok(_) => return Err("started on a lapsed permit".into()),
        };
        let mut extended = commencement_form("2018-12-10", "2019-04-15")?;
        if let Some(Document::Presented(permit)) = extended.construction_permit.given().cloned() {
            extended.construction_permit = Document::Presented(permit.valid_until(day("2019-06-10")?)).into();
        }
        let pending = registered.start(extended.try_into()?, &desk.context()?, &desk.policy)?;
        desk.commit(CASE, pending).map(drop)
    });
    t.on("2019-07-02", |desk| {
        desk.note("the works planning permit had been promised for 2021 (承诺制); it is presented early");
        let open = desk.project(CASE)?.commitments().first().copied().ok_or("no commitment")?;
        let paper = paper("建设工程规划许可证", "规划国土局")?.dated(day("2019-06-28")?);
        let shown = Presentation { item: open.item, paper, valid_until: None, version: open.version };
        desk.ask(CASE, Command::PresentEvidence(shown))
    });
    t.on("2019-11-08", |desk| {
        desk.note("winter: a stop of the season is no stage, and does not make a zombie");
        let until = Some(day("2020-03-31")?);
        let explanation = "冬季停工".parse()?;
        desk.ask(CASE, Command::Pause(Pause { expected_until: until, explanation, reason: PauseReason::Season }))
    });
    t.on("2020-04-02", |desk| {
        desk.note("works resume (复工), which is no start (开工)");
        desk.ask(CASE, Command::Resume(Resumption::default()))?;
        let report = ProgressReport { description: "主体结构封顶".parse()?, done: BasisPoints::new(6_500)? };
        desk.ask(CASE, Command::ReportProgress(report))
    });
    t.on("2020-06-18", |desk| {
        let started: Staged<Started> = desk.staged(CASE)?;
        let pending = started.commission(commissioning("2020-06-16", "2020-06-12")?, &desk.context()?, &desk.policy)?;
        desk.commit(CASE, pending).map(drop)
    });
    t.on("2020-12-15", |desk| {
        let producing: Staged<Producing> = desk.staged(CASE)?;
        let pending = producing.operate(operation(desk.today)?, &desk.context()?, &desk.policy)?;
        desk.commit(CASE, pending).map(drop)
    });
    t.on("2020-01-10", |desk| invested(desk, CASE, 2019, "21.4亿元"));
    t.on("2020-12-28", |desk| {
        desk.note("full capacity and effect (达产达效) is a milestone inside operation, not a stage");
        let paper = Some(paper("达产达效核查报告", "开发区管委会")?.dated(desk.today));
        let milestone = Milestone::FullCapacity;
        desk.ask(CASE, Command::ReachMilestone(MilestoneReached { milestone, paper, remark: None }))
    });
    t.on("2020-12-31", |desk| invested(desk, CASE, 2020, "29.9亿元"));
}

/// Paragraph 13, first case: land not delivered cleared.
pub(crate) fn land_not_cleared(t: &mut Timeline) {
    const CASE: Case = Case::Land;
    let agreed = |on| agreement(on, "21亿元", "2018-12-31", "2020-10-31");
    t.on("2018-08-06", move |desk| {
        desk.plan(CASE, profile("眼产业特色小镇光学器件园", "沈阳近海经济区", "C3587", "21亿元")?)?;
        desk.note("no skipping, however willing the investor:");
        desk.refused(CASE, Command::Sign(agreed(desk.today)?))
    });
    t.on("2018-08-20", |desk| desk.ask(CASE, Command::Engage(engagement(desk.today, "client-optics")?)));
    t.on("2018-10-30", move |desk| desk.ask(CASE, Command::Sign(agreed(desk.today)?)));
    t.on("2018-11-02", |desk| duties(desk, CASE, "2018-12-31", "2019-05-31"));
    t.on("2018-12-12", |desk| {
        desk.ask(CASE, Command::Register(registration(desk.today, "沈阳近海光学有限公司", "91210100MA0U0032X0")?))
    });
    let stalled = |on| finding(on, ZombieCause::LandNotCleared, "2018-12-12");
    t.on("2019-06-28", move |desk| {
        desk.note("180 days after the agreed start a project without a site is a zombie; today it is 179:");
        desk.refused(CASE, Command::Stall(stalled(desk.today)?))
    });
    t.on("2019-06-29", move |desk| desk.ask(CASE, Command::Stall(stalled(desk.today)?)));
    t.on("2019-09-02", |desk| {
        desk.note("a zombie starts nothing, and a promise kept clears no land:");
        desk.refused(CASE, Command::Start(commencement("2019-08-15", "2019-09-01")?))?;
        let mut wrong = revival(Remedy::PromiseKept, "2019-09-01", "2020-04-30")?;
        wrong.solution = presented("解决方案", "区政府", day("2019-08-26")?)?.into();
        desk.refused(CASE, Command::Revive(wrong.try_into()?))
    });
    t.on("2019-11-20", |desk| {
        desk.note("cleared at last: it returns to the stage it stalled in, and to no other");
        desk.ask(CASE, Command::Revive(revival(Remedy::ClearLand, "2019-11-20", "2020-04-30")?.try_into()?))
    });
    t.on("2020-04-18", |desk| desk.ask(CASE, Command::Start(commencement("2020-03-25", "2020-04-18")?)));
    t.on("2020-12-31", |desk| invested(desk, CASE, 2020, "3.6亿元"));
}

/// Paragraph 13, second case: a promise not kept.
pub(crate) fn promise_not_kept(t: &mut Timeline) {
    const CASE: Case = Case::Promise;
    t.on("2018-06-20", |desk| {
        desk.plan(CASE, profile("浑河速冻食品加工基地", "浑河民族经济开发区", "C1432", "6.5亿元")?)
    });
    t.on("2018-07-02", |desk| desk.ask(CASE, Command::Admit(dossier(desk.today, "C1432", "6.5亿元")?)));
    t.on("2018-07-20", |desk| desk.ask(CASE, Command::Engage(engagement(desk.today, "client-food")?)));
    t.on("2018-08-15", |desk| {
        desk.ask(CASE, Command::Sign(agreement(desk.today, "6.5亿元", "2018-11-30", "2019-12-31")?))
    });
    t.on("2018-08-20", |desk| duties(desk, CASE, "2018-12-31", "2019-05-31"));
    t.on("2019-06-03", |desk| {
        desk.note("the rent subsidy promised at signing never came, and the start slipped");
        desk.ask(CASE, Command::Stall(finding(desk.today, ZombieCause::PromiseUnmet, "2018-11-30")?))
    });
    t.on("2019-09-18", |desk| {
        let mut kept = revival(Remedy::PromiseKept, "2019-09-16", "2020-05-31")?;
        kept.solution = presented("履约解决方案批复", "区政府", day("2019-09-10")?)?.into();
        desk.ask(CASE, Command::Revive(kept.try_into()?))
    });
    t.on("2019-10-22", |desk| {
        desk.ask(CASE, Command::Register(registration(desk.today, "沈阳浑河食品有限公司", "91210112MA0T10009G")?))
    });
    t.on("2020-05-11", |desk| desk.ask(CASE, Command::Start(commencement("2020-04-20", "2020-05-08")?)));
}

/// Paragraph 12: a built enterprise without production, revived, relapsed and liquidated.
pub(crate) fn zombie_enterprise(t: &mut Timeline) {
    const CASE: Case = Case::Enterprise;
    let row = |column: &str| -> Result<_> {
        Ok(Provenance::new("register-2018.csv".parse()?, 41).in_column(column.parse()?))
    };
    t.on("2018-06-01", move |desk| {
        desk.note("its earlier life comes from the old register, and every step says so");
        let parts = profile("康平汽车零部件厂", "康平经济开发区", "C3670", "1.2亿元")?;
        desk.plan_imported(CASE, "2008-03-01", parts, row("立项")?)?;
        for (verb, on, column) in [
            (Verb::Engage, "2008-06-15", "洽谈"),
            (Verb::Sign, "2008-11-20", "签约"),
            (Verb::Register, "2009-02-10", "注册"),
            (Verb::Start, "2009-05-06", "开工"),
            (Verb::Commission, "2010-10-18", "投产"),
            (Verb::Operate, "2011-04-01", "运营"),
        ] {
            desk.take_over(CASE, on, Import::step(verb, row(column)?))?;
        }
        Ok(())
    });
    t.on("2018-07-10", move |desk| {
        desk.ask(CASE, Command::Stall(finding(desk.today, ZombieCause::NoActivity, "2017-03-01")?))?;
        desk.note("once it lives here, no more history is imported:");
        desk.refused(CASE, Command::Import(Import::close(Outcome::Dissolved, row("备注")?)))
    });
    t.on("2019-03-25", |desk| {
        desk.note("the equity was transferred, power and invoices are back");
        let mut equity = revival(Remedy::Restructured, "2019-03-20", "2019-06-30")?;
        equity.way = Way::EquityTransfer.into();
        desk.ask(CASE, Command::Revive(equity.try_into()?))
    });
    let relapse = |on| finding(on, ZombieCause::NoActivity, "2019-07-01");
    t.on("2020-05-20", move |desk| {
        desk.note("a relapse needs its own twelve months:");
        desk.refused(CASE, Command::Stall(relapse(desk.today)?))
    });
    t.on("2020-07-06", move |desk| desk.ask(CASE, Command::Stall(relapse(desk.today)?)));
    t.on("2020-08-03", |desk| {
        desk.note("it closes as the stage allows in which it stalled; talks it lost long ago are no outcome now:");
        desk.refused(CASE, Command::Close(closing(desk.today, Outcome::Lost)?))
    });
    t.on("2020-11-16", |desk| desk.ask(CASE, Command::Close(closing(desk.today, Outcome::Liquidated)?)));
}

/// Talks that fail, another client, and a signing that was entered for the wrong project.
pub(crate) fn failed_talks(t: &mut Timeline) {
    const CASE: Case = Case::Talks;
    t.on("2019-03-04", |desk| {
        desk.plan(CASE, profile("智能装备研发中心", "沈阳高新技术产业开发区", "M7320", "3亿元")?)
    });
    t.on("2019-03-18", |desk| desk.ask(CASE, Command::Engage(engagement(desk.today, "client-first")?)));
    t.on("2019-07-01", |desk| {
        let mut grounds = GroundsForm {
            ground: "client_withdrew".into(),
            explanation: "客户调整投资方向".into(),
            ..GroundsForm::default()
        };
        desk.note("the client leaves; the project was never in the reserve, so it needs its dossier to go there:");
        desk.refused(CASE, Command::BreakOff(Grounds::try_from(grounds.clone())?))?;
        grounds.dossier = dossier(desk.today, "M7320", "3亿元")?.into();
        desk.ask(CASE, Command::BreakOff(grounds.try_into()?))
    });
    t.on("2019-09-09", |desk| desk.ask(CASE, Command::Engage(engagement(desk.today, "client-second")?)));
    t.on("2019-10-08", |desk| {
        desk.ask(CASE, Command::Sign(agreement(desk.today, "3亿元", "2020-04-30", "2020-12-31")?))
    });
    t.on("2019-10-09", |desk| {
        desk.note("the agreement was another project's: the signing is voided, and stays on record");
        let grounds = "误录其他项目的协议".parse()?;
        let correction = Correction { authority: "org-trade-bureau".parse()?, grounds };
        let wrong = desk.project(CASE)?.standing().last().map(|step| step.event().version());
        let version = wrong.ok_or("nothing was signed")?;
        desk.ask(CASE, Command::Void(Voiding { version, correction }))
    });
    t.on("2019-12-20", |desk| {
        desk.ask(CASE, Command::Sign(agreement(desk.today, "3亿元", "2020-06-30", "2021-06-30")?))
    });
    t.on("2019-12-27", |desk| {
        duties(desk, CASE, "2020-03-31", "2020-06-30")?;
        desk.note("and there it stays: no company is registered by the end of March, nor later in the year");
        Ok(())
    });
}

/// Officer, body and schedule on one day: registered and started by these days.
fn duties(desk: &mut Desk, case: Case, registered: &str, started: &str) -> Result<()> {
    desk.ask(case, Command::AssignOfficer("officer-17".parse::<project_lifecycle::ActorId>()?.into()))?;
    desk.ask(case, Command::AssignBody(responsibility()?))?;
    desk.ask(case, Command::Reschedule(schedule(&[(Stage::Registered, registered), (Stage::Started, started)])?.into()))
}

/// The investment that a year completed.
fn invested(desk: &mut Desk, case: Case, year: i32, amount: &str) -> Result<()> {
    let (from, to) = (day(&format!("{year}-01-01"))?, day(&format!("{year}-12-31"))?);
    let (amount, measure) = (Money::parse(amount)?, InvestmentMeasure::Completed);
    desk.ask(case, Command::ReportInvestment(InvestmentReport { amount, from, measure, to }))
}

/// A revival's form, with the new schedule that every revival needs.
fn revival(remedy: Remedy, resumed: &str, start: &str) -> Result<RevivalForm> {
    Ok(RevivalForm {
        remedy: remedy.into(),
        remedy_proof: presented("盘活佐证", "开发区管委会", day(resumed)?)?.into(),
        resumed_on: (remedy != Remedy::ClearLand).then(|| day(resumed)).transpose()?.into(),
        new_schedule: schedule(&[(Stage::Started, start)])?.into(),
        ..RevivalForm::default()
    })
}

fn closing(on: Day, outcome: Outcome) -> Result<Closing> {
    let form = ClosingForm {
        outcome: outcome.into(),
        explanation: "停产后资不抵债，重整无望".into(),
        closing_paper: presented("破产清算裁定书", "沈阳市中级人民法院", on)?.into(),
        liquidation_grounds: vec![LiquidationGround::Insolvent, LiquidationGround::BeyondReorganisation].into(),
        // it was imported with its start, so nobody knows whose land it stood on
        land_decision: paper("土地处置方案", "规划国土局")?.dated(day("2020-07-31")?).into(),
        ..ClosingForm::default()
    };
    Ok(form.try_into()?)
}
