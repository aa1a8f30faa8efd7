//! The reasons of facts and of other dates.

use super::*;
use crate::common::walk::{redating, voiding_fact};

fn pause(seasonal: bool, expected_until: Option<Day>) -> Command {
    let reason = if seasonal { PauseReason::Season } else { PauseReason::Other };
    Command::Pause(Pause { expected_until, explanation: text("停工"), reason })
}

fn report(from: &str, to: &str) -> Command {
    let (amount, measure) = (Money::from_fen(1), InvestmentMeasure::Completed);
    Command::ReportInvestment(InvestmentReport { amount, from: day(from), measure, to: day(to) })
}

pub(super) fn corrections(told: &mut Vec<(Reason, Told)>) {
    let mut walk = at(Stage::Signed); // engaged as event 5 on 2018-06-02, signed as event 6 on 2018-06-03
    walk.pass(10);
    told.push((
        only(refusal(&walk, redating(2, day("2018-06-02")))),
        [
            "not_standing",
            "event 2 is no standing transition",
            "第 2 号记录不是有效的阶段变更",
            "nothing does; another act may serve",
            "该情形无法补正，可办理其他事项",
        ],
    ));
    let correcting = |version, evidence: Evidence| {
        let correction = Correction { authority: text("发展改革局"), grounds: text("误录") };
        Command::Correct(Correcting { version, basis: Basis::Evidence(evidence), correction })
    };
    told.push((
        only(refusal(&walk, correcting(5, agreement(ProjectKind::Enterprise, day("2018-06-02")).into()))),
        [
            "not_its_basis",
            "event 5 is corrected by the evidence of its own gate, an imported step by its source",
            "第 5 号记录应以本环节的佐证材料更正；导入的记录应以数据来源更正",
            "nothing does; another act may serve",
            "该情形无法补正，可办理其他事项",
        ],
    ));
    let mut revived = at(Stage::Signed);
    let found = |cause| stall_finding(cause, day("2019-01-01"), day("2019-07-01"));
    revived.today = day("2019-07-01");
    revived.give(Command::Stall(found(ZombieCause::LandNotCleared)));
    revived.give(Command::Revive(revival(Remedy::ClearLand, revived.today)));
    told.push((
        only(refusal(&revived, correcting(7, found(ZombieCause::PromiseUnmet).into()))),
        [
            "later_unfit",
            "the revival of event 8 by `clear_land` would no longer fit the cause `promise_unmet`",
            "更正后，第 8 号记录的盘活方式“净地交付”将不再适用于“招商承诺未兑现”类僵尸项目",
            "void event 8 first",
            "请先撤销第 8 号记录",
        ],
    ));
    let void = |version| {
        let correction = Correction { authority: text("发展改革局"), grounds: text("误录") };
        Command::Void(Voiding { version, correction })
    };
    assert_eq!(refusal(&walk, void(2)), [Reason::NotStanding { version: 2 }], "a fact");
    told.push((
        only(refusal(&walk, void(5))),
        [
            "not_last",
            "event 5 is not the last standing transition; event 6 is",
            "第 5 号记录不是最后一次有效的阶段变更，最后一次为第 6 号记录",
            "void event 6 first",
            "请先撤销第 6 号记录",
        ],
    ));
    told.push((
        only(refusal(&walk, redating(6, day("2018-06-01")))),
        [
            "out_of_step",
            "event 6 cannot be dated 2018-06-01; event 5 before it is dated 2018-06-02",
            "第 6 号记录的日期不得改为 2018-06-01；在前的第 5 号记录日期为 2018-06-02",
            "a date from 2018-06-02 on",
            "请核实日期，应不早于 2018-06-02",
        ],
    ));
    told.push((
        only(refusal(&walk, redating(5, day("2018-06-04")))),
        [
            "out_of_step",
            "event 5 cannot be dated 2018-06-04; event 6 after it is dated 2018-06-03",
            "第 5 号记录的日期不得改为 2018-06-04；在后的第 6 号记录日期为 2018-06-03",
            "a date up to 2018-06-03",
            "请核实日期，应不晚于 2018-06-03",
        ],
    ));
    told.push((
        only(refusal(&walk, voiding_fact(5))),
        [
            "no_standing_fact",
            "event 5 is no standing fact",
            "第 5 号记录不是有效的登记事项",
            "nothing does; another act may serve",
            "该情形无法补正，可办理其他事项",
        ],
    ));
}

pub(super) fn amendments_and_links(told: &mut Vec<(Reason, Told)>) {
    let mut walk = at(Stage::Signed);
    told.push((
        only(refusal(&walk, Command::Amend(Amendment::default()))),
        [
            "nothing_to_amend",
            "the amendment changes nothing",
            "变更内容为空",
            "change `amendment`",
            "请填写或更改变更内容",
        ],
    ));
    let link = |to| Command::Link(Link { kind: LinkKind::PhaseTwoOf, paper: None, to: project_id(to) });
    told.push((
        only(refusal(&walk, link(5))),
        [
            "link_to_self",
            "a project is not linked to itself",
            "项目不得与自身关联",
            "nothing does; another act may serve",
            "该情形无法补正，可办理其他事项",
        ],
    ));
    walk.give(link(6));
    told.push((
        only(refusal(&walk, link(6))),
        [
            "already_linked",
            "the link stands already",
            "该关联已存在",
            "nothing does; another act may serve",
            "该情形无法补正，可办理其他事项",
        ],
    ));
    let split = Link { kind: LinkKind::SplitFrom, paper: None, to: project_id(6) };
    told.push((
        only(refusal(&walk, Command::Link(split))),
        [
            "paper_needed",
            "paper of the split, combination or other link is needed",
            "须附项目拆分、合并或关联的依据文件",
            "present paper of the split, combination or other link; provided by the responsible unit",
            "请提交项目拆分、合并或关联的依据文件，由责任单位提供",
        ],
    ));
    let other = MilestoneReached { milestone: Milestone::Other, paper: None, remark: None };
    told.push((
        only(refusal(&walk, Command::ReachMilestone(other))),
        [
            "remark_needed",
            "a milestone of another kind needs a remark that names it",
            "其他节点须在备注中写明名称",
            "change `remark`",
            "请填写或更改备注",
        ],
    ));
    let enrolled =
        || Command::ReachMilestone(MilestoneReached { milestone: Milestone::Enrolled, paper: None, remark: None });
    walk.give(enrolled()); // event 8
    told.push((
        only(refusal(&walk, enrolled())),
        [
            "already_reached",
            "the milestone was reached already, on 2018-06-03 (event 8)",
            "该节点已于 2018-06-03 达成（第 8 号记录）",
            "void event 8 by `void_fact`, if it is wrong",
            "第 8 号记录如有误，可予撤销",
        ],
    ));
}

pub(super) fn milestones(told: &mut Vec<(Reason, Told)>) {
    let walk = at(Stage::Started);
    let reach = |milestone, paper| Command::ReachMilestone(MilestoneReached { milestone, paper, remark: None });
    let proven = |on| reach(Milestone::FullCapacity, Some(paper("达产验收", on)));
    told.push((
        only(refusal(&walk, proven(walk.today))),
        ["not_commissioned", "the project was not commissioned", "项目尚未投产", "first commission", "须先投产"],
    ));
    let walk = at(Stage::Producing); // since 2018-06-06
    let context = Context::new(event_id(5, 511), evening(walk.today), actor()).on(day("2018-06-05"));
    told.push((
        only(walk.project.check(&proven(day("2018-06-05")), &context, &walk.policy)),
        [
            "not_commissioned",
            "2018-06-05 lies before the commissioning, 2018-06-06",
            "2018-06-05 早于投产日期 2018-06-06",
            "a date from 2018-06-06 on",
            "请核实日期，应不早于 2018-06-06",
        ],
    ));
    told.push((
        only(refusal(&walk, reach(Milestone::FullyCommissioned, Some(paper("验收", walk.today))))),
        [
            "commissioned_whole",
            "the project was commissioned whole",
            "项目已整体投产，不存在后续投产部分",
            "nothing does; another act may serve",
            "该情形无法补正，可办理其他事项",
        ],
    ));
    let mut walk = at(Stage::Started);
    let form = CommissioningForm { partial: true.into(), ..commissioning_form(walk.today) };
    walk.give(Command::Commission(form.try_into().expect("complete")));
    told.push((
        only(refusal(&walk, reach(Milestone::FullyCommissioned, None))),
        [
            "paper_needed",
            "proof of the milestone is needed",
            "须附节点佐证",
            "present proof of the milestone; provided by the dedicated officer",
            "请提交节点佐证，由项目管家提供",
        ],
    ));
}

pub(super) fn pauses(told: &mut Vec<(Reason, Told)>) {
    let mut walk = at(Stage::Started);
    walk.today = day("2018-07-10");
    told.push((
        only(refusal(&walk, Command::Resume(Resumption::default()))),
        [
            "not_paused",
            "the project was never paused",
            "项目未曾停工（停产）",
            "nothing does; another act may serve",
            "该情形无法补正，可办理其他事项",
        ],
    ));
    told.push((
        only(refusal(&walk, pause(true, None))),
        [
            "outside_season",
            "2018-07-10 lies outside the season of stops, 11-01 to 03-31",
            "2018-07-10 不在季节性停工期（11月1日至次年3月31日）内",
            "change `reason`",
            "请填写或更改停工（停产）原因",
        ],
    ));
    let mut terms = PolicyTerms::shenyang_2018();
    terms.seasonal_stop = None;
    let south = Walk { policy: Policy::new(terms).expect("a policy"), ..walk.clone() };
    told.push((
        only(refusal(&south, pause(true, None))),
        [
            "outside_season",
            "the policy knows no season of stops",
            "政策未规定季节性停工期",
            "change `reason`",
            "请填写或更改停工（停产）原因",
        ],
    ));
    told.push((
        only(refusal(&walk, pause(false, Some(day("2018-07-09"))))),
        [
            "period_reversed",
            "the period ends on 2018-07-09, before it begins on 2018-07-10",
            "期间止于 2018-07-09，早于其起始日 2018-07-10",
            "a date from 2018-07-10 on",
            "请核实日期，应不早于 2018-07-10",
        ],
    ));
    walk.give(pause(false, None));
    let context = Context::new(event_id(5, 510), evening(day("2018-07-10")), actor()).on(day("2018-07-09"));
    let early = walk.project.check(&Command::Resume(Resumption::default()), &context, &walk.policy);
    told.push((
        only(early),
        [
            "not_paused_yet",
            "2018-07-09 lies before the first pause, which began on 2018-07-10 (event 9)",
            "2018-07-09 早于首次停工（停产）日期 2018-07-10（第 9 号记录）",
            "a date from 2018-07-10 on",
            "请核实日期，应不早于 2018-07-10",
        ],
    ));
    told.push((
        only(refusal(&walk, pause(false, None))),
        [
            "already_paused",
            "that day lies in the pause that began on 2018-07-10 (event 9)",
            "该日在 2018-07-10 起的停工（停产）期间内（第 9 号记录）",
            "void event 9 by `void_fact`, if it is wrong",
            "第 9 号记录如有误，可予撤销",
        ],
    ));
    walk.pass(1).give(Command::Resume(Resumption::default())); // event 10
    told.push((
        only(refusal(&walk, Command::Resume(Resumption::default()))),
        [
            "already_resumed",
            "work was resumed already, on 2018-07-11 (event 10)",
            "项目已于 2018-07-11 复工（复产）（第 10 号记录）",
            "void event 10 by `void_fact`, if it is wrong",
            "第 10 号记录如有误，可予撤销",
        ],
    ));
    told.push((
        only(refusal(&walk, voiding_fact(9))),
        [
            "rested_on",
            "event 10 of 2018-07-11 rests on event 9, which cannot be voided before it",
            "第 10 号记录（2018-07-11）以第 9 号记录为前提，须先予撤销",
            "void event 10 first",
            "请先撤销第 10 号记录",
        ],
    ));
    walk.give(pause(false, None));
    walk.pass(1).go(Verb::Commission); // event 12
    told.push((
        only(refusal(walk.pass(1), Command::Resume(Resumption::default()))),
        [
            "pause_ended",
            "2018-07-13 lies after 2018-07-12, when event 12 shows that the pause had ended",
            "2018-07-13 晚于 2018-07-12，第 12 号记录表明停工（停产）至该日已结束",
            "a date up to 2018-07-12",
            "请核实日期，应不晚于 2018-07-12",
        ],
    ));
}

pub(super) fn reports_and_commitments(told: &mut Vec<(Reason, Told)>) {
    let mut walk = at(Stage::Registered);
    walk.today = day("2018-07-10");
    told.push((
        only(refusal(&walk, report("2018-07-01", "2018-06-30"))),
        [
            "period_reversed",
            "the period ends on 2018-06-30, before it begins on 2018-07-01",
            "期间止于 2018-06-30，早于其起始日 2018-07-01",
            "a date from 2018-07-01 on",
            "请核实日期，应不早于 2018-07-01",
        ],
    ));
    told.push((
        only(refusal(&walk, report("2018-07-01", "2018-07-11"))),
        [
            "period_not_over",
            "the period lasts until 2018-07-11; on 2018-07-10 it is not over",
            "期间至 2018-07-11 为止，2018-07-10 尚未结束",
            "a date from 2018-07-11 on",
            "请核实日期，应不早于 2018-07-11",
        ],
    ));
    let start = committed(Verb::Start, &walk.project, walk.today, day("2018-07-31"));
    let version = walk.give(start).version(); // event 8, the construction permit due on 2018-08-01
    let prolong =
        |due| Command::ProlongCommitment(Prolongation { due: day(due), item: Item::ConstructionPermit, version });
    told.push((
        only(refusal(&walk, prolong("2018-08-01"))),
        [
            "not_later",
            "the evidence promised construction permit for 2018-08-01; 2018-08-01 is not later",
            "施工许可证原承诺期限为 2018-08-01，2018-08-01 并未延后",
            "a date from 2018-08-02 on",
            "请核实日期，应不早于 2018-08-02",
        ],
    ));
    let shown = Presentation {
        item: Item::ConstructionPermit,
        paper: paper("施工许可证", walk.today),
        valid_until: None,
        version: version - 1,
    };
    told.push((
        only(refusal(&walk, Command::PresentEvidence(shown))),
        [
            "no_commitment",
            "no commitment for construction permit is open on event 7",
            "第 7 号记录中没有尚未兑现的施工许可证承诺",
            "nothing does; another act may serve",
            "该情形无法补正，可办理其他事项",
        ],
    ));
    told.push((
        only(refusal(&walk, report("2017-12-01", "2018-01-31"))),
        [
            "period_crosses_year",
            "the period from 2017-12-01 to 2018-01-31 crosses the end of a year",
            "期间 2017-12-01 至 2018-01-31 跨年度，应分年度填报",
            "a date up to 2017-12-31",
            "请核实日期，应不晚于 2017-12-31",
        ],
    ));
    walk.give(report("2018-06-01", "2018-06-30")); // event 9
    told.push((
        only(refusal(&walk, report("2018-06-15", "2018-07-05"))),
        [
            "periods_overlap",
            "the period from 2018-06-15 to 2018-07-05 overlaps the one from 2018-06-01 to 2018-06-30 (event 9), and \
             neither begins on 1 January and holds the other whole",
            "期间 2018-06-15 至 2018-07-05 与第 9 号记录的期间 2018-06-01 至 2018-06-30 重叠，且均非自 1 月 1 日起、\
             完整包含另一期间的累计数",
            "void event 9 by `void_fact`, if it is wrong",
            "第 9 号记录如有误，可予撤销",
        ],
    ));
}

#[test]
fn both_steps_in_the_way_are_told_at_once_only_where_both_are() {
    // no date is both before the earlier and after the later step, so at most one is ever named
    let mut walk = at(Stage::Started);
    walk.today = day("2018-12-31");
    for version in 5..=8 {
        for days in -10..20 {
            let to = plus(day("2018-06-03"), days);
            for reason in walk.project.check(&redating(version, to), &walk.context(), &walk.policy) {
                // its evidence speaks for itself
                let Reason::OutOfStep { earlier, later, .. } = reason else { continue };
                assert!(earlier.is_some() != later.is_some());
            }
        }
    }
}

#[test]
fn the_parameters_of_the_new_reasons_on_the_wire() {
    let told = [corrections, pauses, reports_and_commitments].iter().fold(Vec::new(), |mut told, part| {
        part(&mut told);
        told
    });
    let wire: Vec<_> = told.iter().map(|(reason, _)| json!(reason)["parameters"].clone()).collect();
    let by_hand = [
        json!({"version": 2}),
        json!({"version": 5}),
        json!({"version": 8, "remedy": "clear_land", "cause": "promise_unmet"}),
        json!({"version": 5, "last": 6}),
        json!({"version": 6, "to": "2018-06-01", "earlier": {"on": "2018-06-02", "version": 5}, "later": null}),
        json!({"version": 5, "to": "2018-06-04", "earlier": null, "later": {"on": "2018-06-03", "version": 6}}),
        json!({"version": 5}),
        Value::Null,
        json!({"effective_on": "2018-07-10", "from": "11-01", "to": "03-31"}),
        json!({"effective_on": "2018-07-10", "from": null, "to": null}),
        json!({"from": "2018-07-10", "to": "2018-07-09"}),
        json!({"effective_on": "2018-07-09", "on": "2018-07-10", "version": 9}),
        json!({"version": 9, "on": "2018-07-10"}),
        json!({"version": 10, "on": "2018-07-11"}),
        json!({"version": 9, "by": {"on": "2018-07-11", "version": 10}}),
        json!({"effective_on": "2018-07-13", "on": "2018-07-12", "version": 12}),
        json!({"from": "2018-07-01", "to": "2018-06-30"}),
        json!({"to": "2018-07-11", "effective_on": "2018-07-10"}),
        json!({"item": "construction_permit", "due": "2018-08-01", "committed": "2018-08-01"}),
        json!({"version": 7, "item": "construction_permit"}),
        json!({"from": "2017-12-01", "to": "2018-01-31"}),
        json!({
            "from": "2018-06-15", "to": "2018-07-05", "version": 9, "other_from": "2018-06-01", "other_to": "2018-06-30",
        }),
    ];
    assert_eq!(wire, by_hand);
}

#[test]
fn an_amended_total_of_nothing_is_not_told_as_a_gap_of_the_agreement() {
    let walk = at(Stage::Planned);
    let total = Amendment { total_investment: Some(Money::from_fen(0)), ..Amendment::default() };
    let reason = only(refusal(&walk, Command::Amend(total)));
    assert!(!reason.text(Language::English).starts_with("agreement:"), "{reason}");
    assert!(!reason.text(Language::Chinese).contains("签约"), "{}", reason.text(Language::Chinese));
}
