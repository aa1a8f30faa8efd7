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
            "项目处于“策划”阶段，不得办理“签约”；现可办理：入储备库、启动洽谈、退出",
            "first engage",
            "须先启动洽谈",
        ],
    ));
    told.push((
        only(refusal(&walk, complete(Verb::Register, &walk.project, walk.today))),
        [
            "not_permitted",
            "`register` is not permitted for a project that is `planned`; permitted here: admit, engage, close",
            "项目处于“策划”阶段，不得办理“注册”；现可办理：入储备库、启动洽谈、退出",
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
            "项目处于“投产”阶段，不得办理“投产”；现可办理：运营、认定为僵尸项目（企业）、退出",
            "nothing does; another act may serve",
            "该情形无法补正，可办理其他事项",
        ],
    ));
    let walk = Walk::to(5, stalled(Stage::Registered));
    told.push((
        only(refusal(&walk, complete(Verb::Start, &walk.project, walk.today))),
        [
            "not_permitted",
            "`start` is not permitted for a project that is `zombie:registered`; permitted here: revive, close",
            "项目为僵尸项目（停滞于注册），不得办理“开工”；现可办理：盘活、退出",
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
            "项目已退出，不得办理“退出”",
            "nothing does; another act may serve",
            "该情形无法补正，可办理其他事项",
        ],
    ));
    let mut walk = Walk::plan(5);
    walk.n = 0; // the id of planning
    told.push((
        only(refusal(&walk, voiding(&walk.project, "x"))),
        [
            "id_reused",
            "id e0000000-0000-4005-8000-000000000000 already names event 1, which says something else",
            "编号 e0000000-0000-4005-8000-000000000000 已用于第 1 号记录，且内容不同",
            "give the new command an id of its own",
            "请为该事项另取编号",
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
            "编号 e0000000-0000-4005-8000-000000000001 已用于第 2 号记录，其业务发生日期为 2018-06-01，不是 2018-06-02",
            "give the new command an id of its own",
            "请为该事项另取编号",
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
            "该事项（编号 e0000000-0000-4005-8000-000000000001）已登记为本项目第 2 号记录",
            "load the project at its latest version",
            "请重新载入项目最新情况",
        ],
    ));
    let walk = at(Stage::Negotiating);
    told.push((
        only(refusal(&walk, Command::Import(Import::step(Verb::Sign, provenance(3))))),
        [
            "import_after_live",
            "history can no longer be imported: event 5 was a live transition",
            "第 5 号记录已是系统内正式办理，其后不得再导入历史数据",
            "nothing does; another act may serve",
            "该情形无法补正，可办理其他事项",
        ],
    ));
    told.push((
        only(refusal(&at(Stage::Planned), voiding(&at(Stage::Planned).project, "x"))),
        ["planning_not_voidable", "planning cannot be voided", "策划登记不得撤销", "close instead", "可办理“退出”"],
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
            "业务发生日期 2018-06-11 晚于今日 2018-06-10",
            "a date up to 2018-06-10",
            "请核实日期，应不晚于 2018-06-10",
        ],
    ));
    told.push((
        only(refused(&walk, "2018-06-10", "2018-06-01", Command::Engage(engagement(first_day())))),
        [
            "effective_date_regression",
            "the effective date 2018-06-01 lies before the last transition's, 2018-06-02",
            "业务发生日期 2018-06-01 早于上一次阶段变更日期 2018-06-02",
            "a date from 2018-06-02 on",
            "请核实日期，应不早于 2018-06-02",
        ],
    ));
    told.push((
        only(refused(&walk, "2018-06-10", "2018-05-31", officer())),
        [
            "effective_date_before_planning",
            "the effective date 2018-05-31 lies before the day of planning, 2018-06-01",
            "业务发生日期 2018-05-31 早于策划日期 2018-06-01",
            "a date from 2018-06-01 on",
            "请核实日期，应不早于 2018-06-01",
        ],
    ));
    let closed = at(Stage::Closed); // on 2018-06-02
    told.push((
        only(refused(&closed, "2018-06-10", "2018-06-03", officer())),
        [
            "effective_date_after_closing",
            "the effective date 2018-06-03 lies after the day of closing, 2018-06-02",
            "业务发生日期 2018-06-03 晚于退出日期 2018-06-02",
            "a date up to 2018-06-02",
            "请核实日期，应不晚于 2018-06-02",
        ],
    ));
}
