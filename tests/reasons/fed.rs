//! The reasons of what evidence feeds: agreement, company, clients, zone.

use super::*;

const NOTHING: [&str; 2] = ["nothing does; another act may serve", "该情形无法补正，可办理其他事项"];

/// The only reason against a command on a day.
fn on(walk: &Walk, on: &str, command: Command) -> Reason {
    let context = Context::new(event_id(5, 513), evening(walk.today), actor()).on(day(on));
    only(walk.project.check(&command, &context, &walk.policy))
}

pub(super) fn terms(told: &mut Vec<(Reason, Told)>) {
    let total = Some(Money::from_fen(510_000_000_000));
    let early = day("2018-06-01");
    let supplement = || AgreementAmended { total_investment: total, ..supplement(early) };
    let walk = at(Stage::Negotiating);
    told.push((
        only(refusal(&walk, Command::AmendAgreement(supplement()))),
        ["not_signed", "no agreement stands", "项目没有有效协议", "first sign", "须先签约"],
    ));
    let mut walk = at(Stage::Signed); // signed as event 6 on 2018-06-03
    told.push((
        on(&walk, "2018-06-02", Command::AmendAgreement(supplement())),
        [
            "not_signed",
            "2018-06-02 lies before the signing, 2018-06-03",
            "2018-06-02 早于签约日期 2018-06-03",
            "a date from 2018-06-03 on",
            "请核实日期，应不早于 2018-06-03",
        ],
    ));
    told.push((
        only(refusal(&walk, Command::Amend(Amendment { total_investment: total, ..Amendment::default() }))),
        [
            "investment_agreed",
            "the agreement signed on 2018-06-03 (event 6) names the total investment: a supplementary agreement changes it, \
             or an amendment with its paper and grounds",
            "计划总投资已由 2018-06-03 签订的协议约定（第 6 号记录），须以补充协议变更，或附依据文件并说明事由",
            "change `paper`",
            "请填写或更改依据文件",
        ],
    ));
    let undated = Attachment::new("补充协议", "管委会").expect("a paper");
    told.push((
        only(refusal(&walk, Command::AmendAgreement(AgreementAmended { paper: undated, ..supplement() }))),
        [
            "undated",
            "supplementary agreement bears no day",
            "补充协议未载明日期",
            "present supplementary agreement; provided by the contracting parties",
            "请提交补充协议，由签约各方提供",
        ],
    ));
    told.push((
        only(refusal(&walk, Command::ChangeCompany(renamed("新公司", early)))),
        ["not_registered", "the project has no company", "项目公司尚未注册", "first register", "须先注册"],
    ));
    walk.pass(1).go(Verb::Register);
    told.push((
        on(&walk, "2018-06-03", Command::ChangeCompany(renamed("新公司", early))),
        [
            "not_registered",
            "2018-06-03 lies before the registration, 2018-06-04",
            "2018-06-03 早于注册日期 2018-06-04",
            "a date from 2018-06-04 on",
            "请核实日期，应不早于 2018-06-04",
        ],
    ));
}

pub(super) fn zones_and_clients(told: &mut Vec<(Reason, Told)>) {
    let early = day("2018-06-01");
    let join = |id| Command::JoinClient(joined(id, early));
    let walk = at(Stage::Signed);
    told.push((
        only(refusal(&walk, join("client-8"))),
        [
            "not_negotiating",
            "on 2018-06-03 the project was `signed`, and clients join while it is `negotiating`",
            "2018-06-03 项目处于“签约”阶段，洽谈期间方可增加客户",
            NOTHING[0],
            NOTHING[1],
        ],
    ));
    let registered = at(Stage::Registered);
    let Reason::NotNegotiating { .. } = only(refusal(&registered, join("client-8"))) else { panic!("another reason") };
    let walk = at(Stage::Negotiating); // engaged as event 5, with client-9
    told.push((
        only(refusal(&walk, join("client-9"))),
        [
            "client_in_talks",
            "the client takes part in these talks already (event 5)",
            "该客户已参与本次洽谈（第 5 号记录）",
            NOTHING[0],
            NOTHING[1],
        ],
    ));
    let mut walk = at(Stage::Signed);
    walk.pass(1);
    let home = walk.project.profile().zone().clone();
    let away = |from: &ZoneId, to| Command::Relocate(relocation(from, to, early));
    told.push((
        only(refusal(&walk, away(&"hunnan".parse().expect("a zone"), "shenbei"))),
        [
            "not_in_zone",
            "the project is in zone shenyang-hitech, not in hunnan",
            "项目现位于开发区 shenyang-hitech，不在 hunnan",
            "change `from_zone`",
            "请填写或更改转出地",
        ],
    ));
    told.push((
        only(refusal(&walk, away(&home, "shenyang-hitech"))),
        [
            "already_in_zone",
            "the project is in zone shenyang-hitech already",
            "项目已在开发区 shenyang-hitech",
            NOTHING[0],
            NOTHING[1],
        ],
    ));
    walk.give(away(&home, "hunnan")); // event 7 on 2018-06-04
    told.push((
        on(&walk, "2018-06-03", away(walk.project.profile().zone(), "shenbei")),
        [
            "already_relocated",
            "the project was relocated later than that, on 2018-06-04 (event 7)",
            "项目其后已于 2018-06-04 办理异地流转（第 7 号记录）",
            "void event 7 by `void_fact`, if it is wrong",
            "第 7 号记录如有误，可予撤销",
        ],
    ));
    let walk = at(Stage::Started);
    told.push((
        only(refusal(&walk, away(&home, "hunnan"))),
        [
            "not_relocatable",
            "on 2018-06-05 the project was `started`; a project is relocated before it starts",
            "2018-06-05 项目处于“开工”阶段，开工前方可异地流转",
            NOTHING[0],
            NOTHING[1],
        ],
    ));
    let walk = at(Stage::Closed);
    told.push((
        only(refusal(&walk, away(&home, "hunnan"))),
        [
            "not_relocatable",
            "on 2018-06-02 the project was `closed`; a project is relocated before it starts",
            "2018-06-02 项目已退出，开工前方可异地流转",
            NOTHING[0],
            NOTHING[1],
        ],
    ));
}

pub(super) fn facts_left_behind(told: &mut Vec<(Reason, Told)>) {
    let mut walk = at(Stage::Registered); // since 2018-06-04
    walk.pass(10);
    let home = walk.project.profile().zone().clone();
    walk.give(Command::Relocate(relocation(&home, "hunnan", walk.today))); // event 8 on 2018-06-14
    told.push((
        on(&walk, "2018-06-13", Command::Start(commencement(day("2018-06-13")))),
        [
            "fact_unfit",
            "event 8 of 2018-06-14 could then not stand: on 2018-06-14 the project was `started`; a project is relocated \
             before it starts",
            "第 8 号记录（2018-06-14）将不能成立：2018-06-14 项目处于“开工”阶段，开工前方可异地流转",
            "void event 8 first, or give another date",
            "请先撤销第 8 号记录，或另择日期",
        ],
    ));
    let correction = Correction { authority: text("发展改革局"), grounds: text("误录") };
    let elsewhere = Profile::new(text("项目"), "tiexi".parse().expect("a zone"));
    told.push((
        only(refusal(&walk, Command::Replan(Replanning { profile: elsewhere, correction: correction.clone() }))),
        [
            "fact_unfit",
            "event 8 of 2018-06-14 could then not stand: the project is in zone tiexi, not in shenyang-hitech",
            "第 8 号记录（2018-06-14）将不能成立：项目现位于开发区 tiexi，不在 shenyang-hitech",
            "void event 8 first",
            "请先撤销第 8 号记录",
        ],
    ));
    let mut walk = at(Stage::Producing); // commissioned as event 9 on 2018-06-06
    walk.pass(1);
    let paper = Some(paper("达产达效", walk.today));
    let full = MilestoneReached { milestone: Milestone::FullCapacity, paper, remark: None };
    walk.give(Command::ReachMilestone(full)); // event 10
    told.push((
        only(refusal(&walk, voiding(&walk.project, "误录"))),
        [
            "rested_on",
            "event 10 of 2018-06-07 rests on event 9, which cannot be voided before it",
            "第 10 号记录（2018-06-07）以第 9 号记录为前提，须先予撤销",
            "void event 10 first",
            "请先撤销第 10 号记录",
        ],
    ));
}

#[test]
fn what_a_fact_lacks_is_told_on_the_wire_as_a_reason_of_its_own() {
    let mut told = Vec::new();
    facts_left_behind(&mut told);
    let by_hand = json!({
        "code": "fact_unfit",
        "parameters": {
            "fact": {"on": "2018-06-14", "version": 8},
            "why": {"code": "not_relocatable", "parameters": {"effective_on": "2018-06-14", "position": "started"}},
        },
    });
    assert_eq!(json!(told[0].0), by_hand);
    let lift = json!(told[0].0.report(&Names::default()))["lift"].clone();
    assert_eq!((&lift["act"], &lift["parameters"]), (&json!("void_or_date"), &json!({"version": 8})));
}
