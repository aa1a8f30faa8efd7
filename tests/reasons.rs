//! Every reason: its code, its sentences and what lifts it, provoked through the public API and written down by hand.

mod common;
#[path = "reasons/facts.rs"]
mod facts;
#[path = "reasons/forms.rs"]
mod forms;

use std::collections::BTreeSet;

use common::evidence::*;
use common::walk::{Walk, voiding};
use common::{actor, actor_id, day, evening, event_id, org, plus, policy, profile, project_id, text};
use project_lifecycle::*;
use serde_json::{Value, json};

/// What is written down of a reason: code, English, Chinese, lift in English, lift in Chinese.
type Told = [&'static str; 5];

/// Every code, by hand: a new reason must be told here.
const CODES: &str = "not_permitted id_reused already_recorded import_after_live effective_date_in_future \
    effective_date_regression effective_date_before_planning effective_date_after_closing cause_not_allowed \
    outcome_not_allowed remedy_not_fitting threshold_not_reached dated_before_stage unassigned missing unreadable \
    too_few not_positive unordered works_not_small not_formal_agreement agreement_not_fitting dossier_required \
    commitment_not_allowed commitment_overdue waiver_not_allowed permit_not_yet_valid permit_expired \
    dated_after_effective operation_too_short planning_not_voidable text_invalid text_too_long survivor_is_itself \
    not_last not_standing out_of_step nothing_to_amend link_to_self already_linked not_paused \
    pause_out_of_order outside_season period_reversed period_not_over no_commitment not_later remark_needed";

/// The reasons for which a command is refused on a day.
fn refusal(walk: &Walk, command: Command) -> Vec<Reason> {
    let refusal = walk.project.decide(command, &walk.context(), &walk.policy).expect_err("a refusal");
    refusal.reasons().to_vec()
}

/// The only reason.
fn only(reasons: Vec<Reason>) -> Reason {
    assert_eq!(reasons.len(), 1, "{reasons:?}");
    reasons.into_iter().next().expect("one")
}

fn at(stage: Stage) -> Walk {
    Walk::to(5, Position::At(stage))
}

/// Every reason that a command or a form can be given, with what is to be said.
fn told() -> Vec<(Reason, Told)> {
    let mut told = Vec::new();
    moves_and_ids(&mut told);
    dates(&mut told);
    law_tables(&mut told);
    zombies_and_duties(&mut told);
    papers(&mut told);
    gaps(&mut told);
    texts(&mut told);
    facts::corrections(&mut told);
    facts::amendments_and_links(&mut told);
    facts::pauses(&mut told);
    facts::reports_and_commitments(&mut told);
    told
}

fn moves_and_ids(told: &mut Vec<(Reason, Told)>) {
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
    let walk = Walk::to(5, Position::Stalled(Stage::Registered));
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
            "id e0000000-0000-4005-8000-000000000000 already names event 1 of this project, which says something else",
            "编号 e0000000-0000-4005-8000-000000000000 已用于本项目第 1 号事件，且内容不同",
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

fn dates(told: &mut Vec<(Reason, Told)>) {
    let refused = |walk: &Walk, today: &str, on: &str, command: Command| {
        let context = Context::new(event_id(5, 500), evening(day(today)), day(on), actor());
        walk.project.decide(command, &context, &walk.policy).expect_err("a refusal").reasons().to_vec()
    };
    let officer = || Command::AssignOfficer(actor_id("officer-8"));
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

fn law_tables(told: &mut Vec<(Reason, Told)>) {
    let mut walk = at(Stage::Started);
    walk.pass(400);
    let finding = stall_finding(ZombieCause::LandNotCleared, walk.project.since(), walk.today);
    told.push((
        only(refusal(&walk, Command::Stall(finding))),
        [
            "cause_not_allowed",
            "`land_not_cleared` is no cause for a project that is `started`; causes there: promise_unmet, \
             construction_halted, no_activity",
            "“未净地交付”不是“开工”项目的成因；可选成因：招商承诺未兑现、停工烂尾、已建成无生产经营活动",
            "choose promise_unmet or construction_halted or no_activity",
            "改选：招商承诺未兑现、停工烂尾、已建成无生产经营活动",
        ],
    ));
    let walk = Walk::to(5, Position::Stalled(Stage::Operating));
    told.push((
        only(refusal(&walk, Command::Close(closing(Outcome::Withdrawn, walk.today)))),
        [
            "outcome_not_allowed",
            "`withdrawn` is no outcome for a project at `operating`; outcomes there: transferred_out, land_reclaimed, \
             liquidated, dissolved, merged, duplicate",
            "“运营”项目不得以“撤回”退出；可选结果：迁出、土地收回、破产清算、解散注销、吸收合并、重复登记",
            "choose transferred_out or land_reclaimed or liquidated or dissolved or merged or duplicate",
            "改选：迁出、土地收回、破产清算、解散注销、吸收合并、重复登记",
        ],
    ));
    let mut walk = at(Stage::Signed);
    walk.pass(200);
    let finding = stall_finding(ZombieCause::InvestorStalled, walk.project.since(), walk.today);
    walk.give(Command::Stall(finding));
    told.push((
        only(refusal(&walk, Command::Revive(revival(Remedy::ClearLand, walk.today)))),
        [
            "remedy_not_fitting",
            "`clear_land` does not lift `investor_stalled`; what does: performance_resumed, investor_changed",
            "“净地交付”不能消除“投资方停滞”；可用方式：恢复履约、更换投资方",
            "choose performance_resumed or investor_changed",
            "改选：恢复履约、更换投资方",
        ],
    ));
    let mut walk = Walk::plan_kind(5, ProjectKind::Ppp);
    walk.go(Verb::Engage);
    told.push((
        only(refusal(&walk, Command::Sign(agreement(ProjectKind::Enterprise, walk.today)))),
        [
            "agreement_not_fitting",
            "`investment` does not sign a project of kind `ppp`; `award` does",
            "“投资协议”不适用于PPP项目，应为“中标或特许经营协议”",
            "choose award",
            "改选：中标或特许经营协议",
        ],
    ));
}

fn zombies_and_duties(told: &mut Vec<(Reason, Told)>) {
    let mut walk = at(Stage::Signed); // since 2018-06-03
    walk.pass(100);
    let finding = stall_finding(ZombieCause::PromiseUnmet, day("2018-06-05"), walk.today);
    told.push((
        only(refusal(&walk, Command::Stall(finding))),
        [
            "threshold_not_reached",
            "standing still since 2018-06-05 counts as a zombie from 2018-12-02; the finding is dated 2018-09-11",
            "自 2018-06-05 起停滞，2018-12-02 起方可认定为僵尸；认定日期为 2018-09-11",
            "possible from 2018-12-02",
            "2018-12-02 起可以办理",
        ],
    ));
    walk.pass(300);
    let finding = stall_finding(ZombieCause::PromiseUnmet, day("2018-06-02"), walk.today);
    told.push((
        only(refusal(&walk, Command::Stall(finding))),
        [
            "dated_before_stage",
            "start of the standstill is dated 2018-06-02, before the day on which the project entered its present stage, 2018-06-03",
            "停滞起始日（2018-06-02）早于项目进入本阶段的日期 2018-06-03",
            "a date from 2018-06-03 on",
            "日期不早于 2018-06-03",
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
            "项目尚未确定项目专员",
            "assign the dedicated officer; the management committee does",
            "由开发区管委会确定项目专员",
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
            "“洽谈未果”将进入储备库，而项目从未入库，须补交入库材料",
            "present project dossier; provided by the responsible unit",
            "提交入库材料，由责任单位提供",
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
            "自 2018-06-06 起连续运营，2018-12-06 起方可认定；生效日期为 2018-07-06",
            "possible from 2018-12-06",
            "2018-12-06 起可以办理",
        ],
    ));
}

fn papers(told: &mut Vec<(Reason, Told)>) {
    let mut walk = at(Stage::Registered); // since 2018-06-04
    walk.today = day("2018-10-01");
    let start = |change: fn(&mut CommencementForm)| {
        let mut form = commencement_form(day("2018-10-01"));
        change(&mut form);
        only(refusal(&walk, Command::Start(form.try_into().expect("complete"))))
    };
    told.push((
        start(|form| form.site_paper = Document::Committed { due: day("2018-11-01") }.into()),
        [
            "commitment_not_allowed",
            "the policy takes no commitment for cleared-land delivery or lease",
            "按政策，净地交付书或租赁合同不得以承诺代替",
            "present cleared-land delivery or lease; provided by the land reserve centre or the lessor",
            "提交净地交付书或租赁合同，由土地储备中心或出租方提供",
        ],
    ));
    told.push((
        start(|form| form.construction_permit = Document::Committed { due: day("2018-09-30") }.into()),
        [
            "commitment_overdue",
            "the commitment for construction permit was due on 2018-09-30, before 2018-10-01",
            "施工许可证承诺的期限 2018-09-30 早于 2018-10-01，已逾期",
            "present construction permit; provided by the construction authority",
            "提交施工许可证，由住建部门提供",
        ],
    ));
    told.push((
        start(|form| {
            form.construction_permit = Document::Waived { basis: text("rule"), authority: text("committee") }.into();
        }),
        [
            "waiver_not_allowed",
            "the policy takes no waiver for construction permit",
            "按政策，施工许可证不得免除",
            "present construction permit; provided by the construction authority",
            "提交施工许可证，由住建部门提供",
        ],
    ));
    told.push((
        start(|form| {
            let paper = paper("permit", day("2018-10-01"));
            form.construction_permit = Document::Presented(Permit::new(paper, day("2018-10-02"))).into();
        }),
        [
            "permit_not_yet_valid",
            "construction permit was issued on 2018-10-02, after 2018-10-01",
            "施工许可证于 2018-10-02 核发，晚于 2018-10-01",
            "a date from 2018-10-02 on",
            "日期不早于 2018-10-02",
        ],
    ));
    told.push((
        start(|form| form.construction_permit = permit("permit", day("2018-06-30")).into()),
        [
            "permit_expired",
            "construction permit was valid until 2018-09-30, not on 2018-10-01",
            "施工许可证有效期至 2018-09-30，2018-10-01 已失效",
            "present construction permit; provided by the construction authority",
            "提交施工许可证，由住建部门提供",
        ],
    ));
    told.push((
        start(|form| form.physical_start = day("2018-10-02").into()),
        [
            "dated_after_effective",
            "day of the physical start is dated 2018-10-02, after the effective date 2018-10-01",
            "实际开工日期（2018-10-02）晚于生效日期 2018-10-01",
            "a date up to 2018-10-01",
            "日期不晚于 2018-10-01",
        ],
    ));
}

/// The only gap of a form.
fn gap<T, F>(form: F) -> Reason
where
    T: TryFrom<F, Error = Gaps> + core::fmt::Debug,
{
    only(T::try_from(form).expect_err("a gap").reasons)
}

fn gaps(told: &mut Vec<(Reason, Told)>) {
    let on = day("2018-10-01");
    told.push((
        gap::<Commencement, _>(CommencementForm { construction_permit: Field::Blank, ..commencement_form(on) }),
        [
            "missing",
            "commencement: construction permit is missing",
            "开工材料缺少施工许可证",
            "present construction permit; provided by the construction authority",
            "提交施工许可证，由住建部门提供",
        ],
    ));
    let wire = json!({"physical_start": "2018-02-30"});
    let read: CommencementForm = serde_json::from_value(wire).expect("a form never fails on a field");
    told.push((
        gap::<Commencement, _>(CommencementForm { physical_start: read.physical_start, ..commencement_form(on) }),
        [
            "unreadable",
            "commencement: day of the physical start \"2018-02-30\" cannot be read: the calendar has no day 2018-02-30 \
             between 0001-01-01 and 9999-12-31",
            "开工材料中实际开工日期 \"2018-02-30\" 无法识别：the calendar has no day 2018-02-30 between 0001-01-01 and \
             9999-12-31",
            "present day of the physical start; provided by the dedicated officer",
            "提交实际开工日期，由项目专员提供",
        ],
    ));
    let kind = ProjectKind::Enterprise;
    told.push((
        gap::<Agreement, _>(AgreementForm { parties: ["管委会"].into(), ..agreement_form(kind, on) }),
        [
            "too_few",
            "agreement: contracting parties number 1, and 2 are needed",
            "签约材料中签约方有 1 个，至少需要 2 个",
            "present contracting parties; provided by the contracting parties",
            "提交签约方，由签约各方提供",
        ],
    ));
    told.push((
        gap::<Agreement, _>(AgreementForm { total_investment: Money::from_fen(0).into(), ..agreement_form(kind, on) }),
        [
            "not_positive",
            "agreement: total planned investment must be above zero, not 0.00 CNY",
            "签约材料中计划总投资应大于零，现为 0.00 CNY",
            "present total planned investment; provided by the contracting parties",
            "提交计划总投资，由签约各方提供",
        ],
    ));
    let backwards = AgreementForm {
        agreed_start: day("2019-05-01").into(),
        agreed_production: day("2019-04-30").into(),
        ..agreement_form(kind, on)
    };
    told.push((
        gap::<Agreement, _>(backwards),
        [
            "unordered",
            "agreement: agreed production date 2019-04-30 must not precede 2019-05-01",
            "签约材料中约定投产日期 2019-04-30 不得早于 2019-05-01",
            "a date from 2019-05-01 on",
            "日期不早于 2019-05-01",
        ],
    ));
    let large = CommencementForm {
        construction_permit: Field::Blank,
        small_works: SmallWorks { area: 301, cost: Money::from_fen(30_000_001) }.into(),
        ..commencement_form(on)
    };
    let mut walk = at(Stage::Registered);
    walk.today = on;
    told.push((
        only(refusal(&walk, Command::Start(large.try_into().expect("complete")))),
        [
            "works_not_small",
            "works of 301 square metres at 300000.01 CNY are too large to start without a construction permit",
            "工程面积 301 平方米、造价 300000.01 CNY，超过限额，须取得施工许可证",
            "present construction permit; provided by the construction authority",
            "提交施工许可证，由住建部门提供",
        ],
    ));
    told.push((
        gap::<Agreement, _>(AgreementForm {
            agreement_kind: AgreementKind::LetterOfIntent.into(),
            ..agreement_form(kind, on)
        }),
        [
            "not_formal_agreement",
            "a `letter_of_intent` signs nothing; a formal agreement does",
            "“意向书”不构成签约，须为正式协议",
            "choose investment or award",
            "改选：投资协议、中标或特许经营协议",
        ],
    ));
}

fn texts(told: &mut Vec<(Reason, Told)>) {
    let walk = at(Stage::Reserve);
    let itself = ClosingForm { survivor: walk.project.id().into(), ..closing_form(Outcome::Duplicate, walk.today) };
    told.push((
        only(refusal(&walk, Command::Close(itself.try_into().expect("complete")))),
        [
            "survivor_is_itself",
            "a duplicate cannot survive as itself",
            "重复登记的项目不得以自身为保留项目",
            "present surviving project; provided by the platform's operator",
            "提交保留项目，由平台运维单位提供",
        ],
    ));
    let mut walk = Walk::plan(5);
    walk.go(Verb::Admit);
    told.push((
        only(refusal(&walk, voiding(&walk.project, "a\0b"))),
        [
            "text_invalid",
            "the text `correction.grounds` contains U+0000",
            "文本“correction.grounds”含有空字符（U+0000）",
            "write `correction.grounds` anew",
            "改写“correction.grounds”",
        ],
    ));
    told.push((
        only(refusal(&walk, voiding(&walk.project, &"x".repeat(16 * 1024 + 1)))),
        [
            "text_too_long",
            "the text `correction.grounds` has 16385 bytes; the limit is 16384",
            "文本“correction.grounds”长 16385 字节，上限为 16384 字节",
            "write `correction.grounds` anew",
            "改写“correction.grounds”",
        ],
    ));
}

#[test]
fn every_reason_says_what_it_should_in_both_languages() {
    for (reason, [code, en, zh, lift_en, lift_zh]) in told() {
        assert_eq!(reason.code(), code);
        assert_eq!(reason.text(Language::English), en, "{code}");
        assert_eq!(reason.to_string(), en, "{code}");
        assert_eq!(reason.text(Language::Chinese), zh, "{code}");
        assert_eq!(reason.lift().text(Language::English), lift_en, "{code}");
        assert_eq!(reason.lift().text(Language::Chinese), lift_zh, "{code}");
    }
}

#[test]
fn every_code_is_told() {
    let codes: BTreeSet<_> = told().iter().map(|(reason, _)| reason.code()).collect();
    assert_eq!(codes, CODES.split_whitespace().collect());
    assert_eq!(codes.len(), 48);
}

#[test]
fn a_reason_is_serialised_as_code_parameters_sentences_and_lift() {
    for (reason, [code, en, zh, lift_en, lift_zh]) in told() {
        let report = json!(reason.report());
        let members: Vec<_> = report.as_object().unwrap().keys().map(String::as_str).collect();
        let bare = "planning_not_voidable survivor_is_itself nothing_to_amend link_to_self already_linked not_paused \
            remark_needed";
        let expected = if bare.split_whitespace().any(|bare| bare == code) {
            vec!["code", "en", "lift", "zh"]
        } else {
            vec!["code", "en", "lift", "parameters", "zh"]
        };
        assert_eq!(members, expected, "{code}");
        assert_eq!((&report["code"], &report["en"], &report["zh"]), (&json!(code), &json!(en), &json!(zh)));
        assert_eq!((&report["lift"]["en"], &report["lift"]["zh"]), (&json!(lift_en), &json!(lift_zh)), "{code}");
        assert!(report["lift"]["act"].is_string(), "{code}");
        let bare = json!(reason);
        assert_eq!((&bare["code"], bare.get("parameters")), (&report["code"], report.get("parameters")));
    }
}

#[test]
fn a_refusal_is_serialised_whole() {
    let walk = Walk::to(5, Position::Stalled(Stage::Registered));
    let refusal = walk
        .project
        .decide(complete(Verb::Start, &walk.project, walk.today), &walk.context(), &walk.policy)
        .unwrap_err();
    let expected = json!({
        "project": "a0000000-0000-4000-8000-000000000005",
        "command": "start",
        "reasons": [{
            "code": "not_permitted",
            "parameters": {"verb": "start", "position": "zombie:registered", "permitted": ["revive", "close"]},
            "en": "`start` is not permitted for a project that is `zombie:registered`; permitted here: revive, close",
            "zh": "处于“僵尸（停滞于注册）”阶段的项目不得办理“开工”；此时可以：盘活、退出",
            "lift": {
                "act": "act_first",
                "parameters": {"verbs": ["revive"]},
                "en": "first revive",
                "zh": "须先盘活",
            },
        }],
    });
    assert_eq!(json!(refusal), expected);
    assert_eq!(
        refusal.text(Language::English),
        "not_permitted: `start` is not permitted for a project that is `zombie:registered`; permitted here: revive, \
         close (first revive)"
    );
    assert_eq!(
        refusal.to_string(),
        "project a0000000-0000-4000-8000-000000000005 refuses `start`: `start` is not permitted for a project that is \
         `zombie:registered`; permitted here: revive, close"
    );
}

#[test]
fn commands_beside_the_verbs_have_names_of_their_own() {
    let walk = at(Stage::Closed);
    let named = |command: Command| {
        let context = Context::new(event_id(5, 600), evening(walk.today), Day::MAX, actor());
        walk.project.decide(command, &context, &walk.policy).unwrap_err().command()
    };
    assert_eq!(named(voiding(&walk.project, "x")), "void");
    assert_eq!(named(Command::AssignOfficer(actor_id("o"))), "assign_officer");
    assert_eq!(named(Command::AssignBody(Responsibility { lead: org("l"), responsible: vec![] })), "assign_body");
    assert_eq!(named(Command::Reschedule(schedule(walk.today))), "reschedule");
    let beside = [
        (Command::Amend(Amendment::default()), "amend"),
        (Command::Link(Link { kind: LinkKind::UpgradeOf, to: project_id(8) }), "link"),
        (Command::Resume(Resumption::default()), "resume"),
        (common::walk::redating(5, walk.today), "redate"),
    ];
    for (command, name) in beside {
        assert_eq!(named(command), name);
    }
    assert_eq!(named(Command::Import(Import::step(Verb::Sign, provenance(1)))), "sign");
    for verb in Verb::ALL {
        assert_eq!(named(complete(verb, &walk.project, walk.today)), verb.code());
    }
    let plan = Project::plan(
        project_id(6),
        profile(ProjectKind::Enterprise),
        &Context::new(event_id(6, 0), evening(walk.today), Day::MAX, actor()),
        &policy(),
    );
    assert_eq!(plan.unwrap_err().command(), "plan");
}

#[test]
fn every_unmet_guard_is_told_at_once_in_the_fixed_order() {
    // a finding: future date, then cause, then its own days and papers, then texts
    let walk = at(Stage::Signed); // since 2018-06-03
    let on = day("2018-06-05");
    let mut form = stall_form(ZombieCause::Insolvent, day("2018-06-01"), on);
    form.finding_paper = Attachment::new("a\0", "b").unwrap().dated(day("2018-06-06")).into();
    let context = Context::new(event_id(5, 601), evening(day("2018-06-04")), on, actor()).correlated("\0");
    let command = Command::Stall(form.try_into().unwrap());
    let codes: Vec<_> = walk.project.check(&command, &context, &walk.policy).iter().map(Reason::code).collect();
    assert_eq!(
        codes,
        [
            "effective_date_in_future",
            "cause_not_allowed",
            "threshold_not_reached",
            "dated_before_stage",
            "dated_after_effective",
            "text_invalid",
            "text_invalid",
        ]
    );
    // an imported closing after a live step, in the future and the past at once cannot be; so: live, past, outcome
    let context = Context::new(event_id(5, 602), evening(walk.today), day("2018-06-01"), actor());
    let command = Command::Import(Import::close(Outcome::Lost, provenance(2)));
    let codes: Vec<_> = walk.project.check(&command, &context, &walk.policy).iter().map(Reason::code).collect();
    assert_eq!(codes, ["import_after_live", "effective_date_regression", "outcome_not_allowed"]);
    // an import without its cause or outcome
    let mut walk = Walk::plan(5);
    let bare = |verb| Command::Import(Import::step(verb, provenance(2)));
    assert_eq!(walk.refused(bare(Verb::Close)), ["missing"]);
    for verb in [Verb::Engage, Verb::Sign] {
        walk.give(bare(verb));
    }
    assert_eq!(refusal(&walk, bare(Verb::Stall)), [Reason::Missing { gate: Gate::StallFinding, item: Item::Cause }]);
    // registration: the duties, then its papers
    let mut walk = Walk::plan(5);
    walk.go(Verb::Engage);
    walk.go(Verb::Sign);
    let form = RegistrationForm {
        licence: Document::Committed { due: plus(walk.today, -1) }.into(),
        ..registration_form(walk.today)
    };
    assert_eq!(
        walk.refused(Command::Register(form.try_into().unwrap())),
        ["unassigned", "unassigned", "unassigned", "commitment_not_allowed", "commitment_overdue"]
    );
}

#[test]
fn limits_of_days_are_inclusive() {
    let mut walk = at(Stage::Registered);
    walk.today = day("2018-09-30");
    let start = |change: fn(&mut CommencementForm)| {
        let mut form = commencement_form(day("2018-09-30"));
        change(&mut form);
        walk.project.check(&Command::Start(form.try_into().unwrap()), &walk.context(), &walk.policy)
    };
    assert_eq!(start(|form| form.construction_permit = permit("p", day("2018-06-30")).into()), []);
    assert_eq!(start(|form| form.construction_permit = Document::Committed { due: day("2018-09-30") }.into()), []);
    assert_eq!(
        start(|form| {
            let permit = Permit::new(paper("p", day("2018-01-01")), day("2018-01-01"));
            form.construction_permit = Document::Presented(permit.valid_until(day("2018-09-30"))).into();
        }),
        [],
        "the permit's own last day wins"
    );
    let limits = policy().terms().small_works.unwrap();
    for (area, cost, exempt) in
        [(300, i64::MAX, true), (301, 30_000_000, true), (301, 30_000_001, false), (0, 30_000_001, false), (0, 1, true)]
    {
        assert_eq!(limits.exempt(area, Money::from_fen(cost)), exempt, "{area} {cost}");
    }
    assert!(!limits.exempt(301, Money::new(1, "USD".parse().unwrap())), "the limit is in yuan");
    let mut walk = Walk::plan(5);
    walk.go(Verb::Admit);
    let long = voiding(&walk.project, &"x".repeat(16 * 1024));
    assert_eq!(walk.project.check(&long, &walk.context(), &walk.policy), []);
}

#[test]
fn an_unbroken_run_does_not_begin_before_production() {
    let mut walk = at(Stage::Producing);
    walk.pass(1);
    let form = OperationForm {
        operation_basis: OperationBasis::Continuous.into(),
        running_since: day("2001-01-01").into(),
        ..operation_form(walk.today)
    };
    let command = Command::Operate(form.try_into().unwrap());
    assert_ne!(walk.project.check(&command, &walk.context(), &walk.policy), []);
}

#[test]
fn a_zombie_does_not_resume_before_it_stalled() {
    let mut walk = Walk::to(5, Position::Stalled(Stage::Started));
    walk.pass(1);
    let cause = walk.project.zombie_cause().unwrap();
    let form = RevivalForm { resumed_on: day("2001-01-01").into(), ..revival_form(remedy_for(cause), walk.today) };
    let command = Command::Revive(form.try_into().unwrap());
    assert_ne!(walk.project.check(&command, &walk.context(), &walk.policy), []);
}

#[test]
fn a_duplicate_does_not_survive_as_itself() {
    let walk = at(Stage::Reserve);
    let form = ClosingForm { survivor: walk.project.id().into(), ..closing_form(Outcome::Duplicate, walk.today) };
    let command = Command::Close(form.try_into().unwrap());
    assert_eq!(walk.project.check(&command, &walk.context(), &walk.policy), [Reason::SurvivorIsItself]);
}

#[test]
fn a_paper_has_a_name_and_an_issuer() {
    assert_eq!(Attachment::new("", "issuer"), Err(BlankText));
    assert_eq!(Attachment::new("name", " "), Err(BlankText));
    // in a form that came in as JSON it is unreadable, beside all other gaps
    let form: EngagementForm = serde_json::from_str(r#"{"first_contact":{"name":"","issuer":"x"}}"#).unwrap();
    let gaps = Engagement::try_from(form).unwrap_err();
    let codes: Vec<_> = gaps.reasons.iter().map(Reason::code).collect();
    assert_eq!(codes, ["missing", "missing", "unreadable", "missing"]);
}
