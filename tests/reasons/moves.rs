//! The reasons of moves, ids and effective dates.

use super::*;
use crate::common::stalled;

pub(super) fn moves_and_ids(told: &mut Vec<(Reason, Told)>) {
    let walk = at(Stage::Planned);
    told.push((
        only(refusal(&walk, complete(Verb::Sign, &walk.project, walk.today))),
        [
            "not_permitted",
            "`sign` is not permitted for a project that is `planned`; permitted here: admit, engage, close",
            "处于“策划”阶段的项目不得办理“签约”；此时可以：入储备库、启动洽谈、退出",
            "first engage",
            "须先启动洽谈",
        ],
    ));
    told.push((
        only(refusal(&walk, complete(Verb::Register, &walk.project, walk.today))),
        [
            "not_permitted",
            "`register` is not permitted for a project that is `planned`; permitted here: admit, engage, close",
            "处于“策划”阶段的项目不得办理“注册”；此时可以：入储备库、启动洽谈、退出",
            "first engage, then sign",
            "须先启动洽谈，再签约",
        ],
    ));
    let walk = at(Stage::Producing);
    told.push((
        only(refusal(&walk, complete(Verb::Commission, &walk.project, walk.today))),
        [
            "not_permitted",
            "`commission` is not permitted for a project that is `producing`; permitted here: operate, stall, close",
            "处于“投产”阶段的项目不得办理“投产”；此时可以：运营、认定僵尸、退出",
            "nothing does; another act may serve",
            "无法消除，可改办其他事项",
        ],
    ));
    let walk = Walk::to(5, stalled(Stage::Registered));
    told.push((
        only(refusal(&walk, complete(Verb::Start, &walk.project, walk.today))),
        [
            "not_permitted",
            "`start` is not permitted for a project that is `zombie:registered`; permitted here: revive, close",
            "处于“僵尸（停滞于注册）”阶段的项目不得办理“开工”；此时可以：盘活、退出",
            "first revive",
            "须先盘活",
        ],
    ));
    let walk = at(Stage::Closed);
    told.push((
        only(refusal(&walk, complete(Verb::Close, &walk.project, walk.today))),
        [
            "not_permitted",
            "`close` is not permitted for a project that is `closed`; permitted here: nothing",
            "处于“退出”阶段的项目不得办理“退出”；此时可以：无",
            "nothing does; another act may serve",
            "无法消除，可改办其他事项",
        ],
    ));
    let mut walk = Walk::plan(5);
    walk.n = 0; // the id of planning
    told.push((
        only(refusal(&walk, voiding(&walk.project, "x"))),
        [
            "id_reused",
            "id e0000000-0000-4005-8000-000000000000 already names event 1, which says something else",
            "编号 e0000000-0000-4005-8000-000000000000 已用于第 1 号事件，且内容不同",
            "give the new command an id of its own",
            "为新指令另取编号",
        ],
    ));
    let mut walk = Walk::plan(5);
    let officer = || Command::AssignOfficer(actor_id("officer-8").into());
    walk.give(officer());
    walk.n = 1; // the officer's id
    walk.pass(1);
    told.push((
        only(refusal(&walk, officer())),
        [
            "id_reused",
            "id e0000000-0000-4005-8000-000000000001 already names event 2, which took effect on 2018-06-01, not on \
             2018-06-02",
            "编号 e0000000-0000-4005-8000-000000000001 已用于第 2 号事件，其业务发生日期为 2018-06-01，不是 2018-06-02",
            "give the new command an id of its own",
            "为新指令另取编号",
        ],
    ));
    // only the typed view says this: its stage was reached before
    let mut walk = Walk::plan(5);
    let (again, evidence) = (walk.context(), dossier(walk.today));
    walk.give(Command::Admit(evidence.clone()));
    walk.pass(1).go(Verb::SendBack);
    let staged: Staged<Planned> = walk.project.clone().try_into().expect("planned again");
    let refused = staged.admit(evidence, &again, &walk.policy).expect_err("recorded already");
    told.push((
        only(refused.refusal().reasons().to_vec()),
        [
            "already_recorded",
            "command e0000000-0000-4005-8000-000000000001 is recorded already, as event 2 of this project",
            "指令 e0000000-0000-4005-8000-000000000001 已记录为本项目第 2 号事件",
            "load the project at its latest version",
            "重新载入项目最新版本",
        ],
    ));
    let walk = at(Stage::Negotiating);
    told.push((
        only(refusal(&walk, Command::Import(Import::step(Verb::Sign, provenance(3))))),
        [
            "import_after_live",
            "history can no longer be imported: event 5 was a live transition",
            "第 5 号事件已是实时流转，不得再导入历史",
            "nothing does; another act may serve",
            "无法消除，可改办其他事项",
        ],
    ));
    told.push((
        only(refusal(&at(Stage::Planned), voiding(&at(Stage::Planned).project, "x"))),
        ["planning_not_voidable", "planning cannot be voided", "策划事件不得撤销", "close instead", "可改办“退出”"],
    ));
}

pub(super) fn dates(told: &mut Vec<(Reason, Told)>) {
    let refused = |walk: &Walk, today: &str, on: &str, command: Command| {
        let context = Context::new(event_id(5, 500), evening(day(today)), actor()).on(day(on));
        walk.project.decide(command, &context, &walk.policy).expect_err("a refusal").reasons().to_vec()
    };
    let officer = || Command::AssignOfficer(actor_id("officer-8").into());
    let walk = at(Stage::Reserve); // since 2018-06-02
    told.push((
        only(refused(&walk, "2018-06-10", "2018-06-11", officer())),
        [
            "effective_date_in_future",
            "the effective date 2018-06-11 lies in the future; today is 2018-06-10",
            "生效日期 2018-06-11 晚于今日 2018-06-10",
            "a date up to 2018-06-10",
            "日期不晚于 2018-06-10",
        ],
    ));
    told.push((
        only(refused(&walk, "2018-06-10", "2018-06-01", Command::Engage(engagement(first_day())))),
        [
            "effective_date_regression",
            "the effective date 2018-06-01 lies before the last transition's, 2018-06-02",
            "生效日期 2018-06-01 早于上一次流转日期 2018-06-02",
            "a date from 2018-06-02 on",
            "日期不早于 2018-06-02",
        ],
    ));
    told.push((
        only(refused(&walk, "2018-06-10", "2018-05-31", officer())),
        [
            "effective_date_before_planning",
            "the effective date 2018-05-31 lies before the day of planning, 2018-06-01",
            "生效日期 2018-05-31 早于策划日期 2018-06-01",
            "a date from 2018-06-01 on",
            "日期不早于 2018-06-01",
        ],
    ));
    let closed = at(Stage::Closed); // on 2018-06-02
    told.push((
        only(refused(&closed, "2018-06-10", "2018-06-03", officer())),
        [
            "effective_date_after_closing",
            "the effective date 2018-06-03 lies after the day of closing, 2018-06-02",
            "生效日期 2018-06-03 晚于退出日期 2018-06-02",
            "a date up to 2018-06-02",
            "日期不晚于 2018-06-02",
        ],
    ));
}
