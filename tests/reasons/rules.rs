//! The reasons of the law's tables, of zombies and of duties.

use super::*;
use crate::common::stalled;

pub(super) fn law_tables(told: &mut Vec<(Reason, Told)>) {
    let mut walk = at(Stage::Started);
    walk.pass(400);
    let finding = stall_finding(ZombieCause::LandNotCleared, walk.project.since(), walk.today);
    told.push((
        only(refusal(&walk, Command::Stall(finding))),
        [
            "cause_not_allowed",
            "`land_not_cleared` is no cause for a project that is `started`; causes there: promise_unmet, \
             construction_halted, no_activity",
            "“开工”阶段不得以“未净地交付”为由认定为僵尸项目；可选成因：招商承诺未兑现、停工烂尾、已建成无生产经营活动",
            "choose promise_unmet or construction_halted or no_activity",
            "请按实际情况改选：招商承诺未兑现、停工烂尾、已建成无生产经营活动",
        ],
    ));
    let walk = Walk::to(5, stalled(Stage::Operating));
    told.push((
        only(refusal(&walk, Command::Close(closing(Outcome::Withdrawn, walk.today)))),
        [
            "outcome_not_allowed",
            "`withdrawn` is no outcome for a project at `operating`; outcomes there: transferred_out, land_reclaimed, \
             cleared_out, liquidated, dissolved, merged, duplicate, combined",
            "“运营”阶段的项目不得以“投资方撤资”为由退出；可选退出结果：迁出、土地收回、清退、破产清算、解散注销、吸收合并、重复登记、并入其他项目",
            "choose transferred_out or land_reclaimed or cleared_out or liquidated or dissolved or merged or duplicate or combined",
            "请按实际情况改选：迁出、土地收回、清退、破产清算、解散注销、吸收合并、重复登记、并入其他项目",
        ],
    ));
    let mut walk = at(Stage::Signed);
    walk.pass(300);
    let finding = stall_finding(ZombieCause::InvestorStalled, walk.project.since(), walk.today);
    walk.give(Command::Stall(finding));
    told.push((
        only(refusal(&walk, Command::Revive(revival(Remedy::ClearLand, walk.today)))),
        [
            "remedy_not_fitting",
            "`clear_land` does not lift `investor_stalled`; what does: performance_resumed, investor_changed",
            "“净地交付”不适用于“投资方停滞”类僵尸项目；适用方式：恢复履约、更换投资方",
            "choose performance_resumed or investor_changed",
            "请按实际情况改选：恢复履约、更换投资方",
        ],
    ));
    let mut walk = Walk::plan_kind(5, ProjectKind::Ppp);
    walk.go(Verb::Engage);
    told.push((
        only(refusal(&walk, Command::Sign(agreement(ProjectKind::Enterprise, walk.today)))),
        [
            "agreement_not_fitting",
            "`investment` does not sign a project of kind `ppp`; `award` does",
            "“投资协议”不适用于PPP项目，应为“中标通知书或特许经营协议”",
            "choose award",
            "请按实际情况改选：中标通知书或特许经营协议",
        ],
    ));
}

pub(super) fn zombies_and_duties(told: &mut Vec<(Reason, Told)>) {
    let mut walk = at(Stage::Started); // since 2018-06-05
    walk.pass(100);
    let finding = stall_finding(ZombieCause::PromiseUnmet, day("2018-06-06"), walk.today);
    told.push((
        only(refusal(&walk, Command::Stall(finding))),
        [
            "threshold_not_reached",
            "standing still since 2018-06-06 counts as a zombie from 2019-06-06; the finding is dated 2018-09-13",
            "自 2018-06-06 起停滞，2019-06-06 起方可认定为僵尸项目（企业）；认定日期为 2018-09-13",
            "possible from 2019-06-06",
            "2019-06-06 起可以办理",
        ],
    ));
    let mut walk = at(Stage::Signed); // since 2018-06-03, to start by 2018-09-11
    walk.pass(279);
    let finding = stall_finding(ZombieCause::PromiseUnmet, day("2018-06-05"), walk.today);
    told.push((
        only(refusal(&walk, Command::Stall(finding))),
        [
            "start_not_overdue",
            "a start agreed for 2018-09-11 counts as missed from 2019-03-10; the finding is dated 2019-03-09",
            "约定 2018-09-11 开工，2019-03-10 起方可认定为僵尸项目；认定日期为 2019-03-09",
            "possible from 2019-03-10",
            "2019-03-10 起可以办理",
        ],
    ));
    walk.pass(121);
    let mut halted = at(Stage::Started);
    halted.pass(10);
    let stop = Pause { expected_until: None, explanation: text("征地未完成"), reason: PauseReason::Land };
    halted.give(Command::Pause(stop));
    halted.pass(400);
    let finding = stall_finding(ZombieCause::ConstructionHalted, halted.project.since(), halted.today);
    told.push((
        only(refusal(&halted, Command::Stall(finding))),
        [
            "not_at_fault",
            "`construction_halted` is no cause while the project is paused for `land`, as it is since 2018-06-15; causes \
             there: promise_unmet, no_activity",
            "项目自 2018-06-15 起因“待地”停工，期间不得以“停工烂尾”为由认定为僵尸项目；可选成因：招商承诺未兑现、已建成无生产经营活动",
            "choose promise_unmet or no_activity",
            "请按实际情况改选：招商承诺未兑现、已建成无生产经营活动",
        ],
    ));
    let finding = stall_finding(ZombieCause::PromiseUnmet, day("2018-06-02"), walk.today);
    told.push((
        only(refusal(&walk, Command::Stall(finding))),
        [
            "dated_before_stage",
            "start of the standstill is dated 2018-06-02, before the day on which the project entered its present stage, 2018-06-03",
            "停滞起始日（2018-06-02）早于项目进入本阶段的日期 2018-06-03",
            "a date from 2018-06-03 on",
            "请核实日期，应不早于 2018-06-03",
        ],
    ));
    let mut walk = Walk::plan(5);
    walk.go(Verb::Engage);
    walk.go(Verb::Sign);
    let duties = refusal(&walk, Command::Register(registration(walk.today)));
    let said = [
        [
            "unassigned",
            "the project has no dedicated officer",
            "项目尚未确定项目管家",
            "assign the dedicated officer; the management committee does",
            "由开发区管委会确定项目管家",
        ],
        [
            "unassigned",
            "the project has no responsible body",
            "项目尚未确定责任主体",
            "assign the responsible body; the management committee does",
            "由开发区管委会确定责任主体",
        ],
        [
            "unassigned",
            "the project has no schedule",
            "项目尚未确定进度安排",
            "assign the schedule; the management committee does",
            "由开发区管委会确定进度安排",
        ],
    ];
    assert_eq!(duties.len(), 3, "one for each duty");
    told.extend(duties.into_iter().zip(said));
    let mut walk = Walk::plan(5);
    walk.go(Verb::Engage);
    told.push((
        only(refusal(&walk, Command::BreakOff(grounds_form(None).try_into().expect("complete")))),
        [
            "dossier_required",
            "`break_off` leads to the reserve, and the project was never admitted: its dossier is needed",
            "“终止洽谈（退回储备）”将进入储备库，而项目从未入库，须补交入库材料",
            "present project dossier; provided by the responsible unit",
            "请提交入库材料，由责任单位提供",
        ],
    ));
    let mut walk = at(Stage::Producing); // since 2018-06-06
    walk.pass(30);
    let form = OperationForm {
        operation_basis: OperationBasis::Continuous.into(),
        running_since: day("2018-06-06").into(),
        ..operation_form(walk.today)
    };
    told.push((
        only(refusal(&walk, Command::Operate(form.try_into().expect("complete")))),
        [
            "operation_too_short",
            "running since 2018-06-06 counts as operation from 2018-12-06, not on 2018-07-06",
            "自 2018-06-06 起连续运营，2018-12-06 起方可认定；业务发生日期为 2018-07-06",
            "possible from 2018-12-06",
            "2018-12-06 起可以办理",
        ],
    ));
}
