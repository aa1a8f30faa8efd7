//! The reasons of papers, of gaps in forms and of texts.

use super::*;

pub(super) fn papers(told: &mut Vec<(Reason, Told)>) {
    let mut walk = at(Stage::Registered); // since 2018-06-04
    walk.today = day("2018-10-01");
    let start = |change: fn(&mut CommencementForm)| {
        let mut form = commencement_form(day("2018-10-01"));
        change(&mut form);
        only(refusal(&walk, Command::Start(form.try_into().expect("complete"))))
    };
    told.push((
        {
            let mut walk = Walk::plan(5);
            walk.go(Verb::Engage);
            let paper = Document::Committed { due: plus(walk.today, 30) }.into();
            let form = AgreementForm { agreement_paper: paper, ..agreement_form(ProjectKind::Enterprise, walk.today) };
            only(refusal(&walk, Command::Sign(form.try_into().expect("complete"))))
        },
        [
            "commitment_not_allowed",
            "the policy takes no commitment for signed agreement",
            "按政策，协议文本不得以承诺代替",
            "present signed agreement; provided by the contracting parties",
            "请提交协议文本，由签约各方提供",
        ],
    ));
    told.push((
        start(|form| form.construction_permit = Document::Committed { due: day("2018-09-30") }.into()),
        [
            "commitment_overdue",
            "the commitment for construction permit was due on 2018-09-30, before 2018-10-01",
            "施工许可证承诺的期限 2018-09-30 早于 2018-10-01，已逾期",
            "present construction permit; provided by the construction authority",
            "请提交施工许可证，由建设部门提供",
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
            "请提交施工许可证，由建设部门提供",
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
            "请核实日期，应不早于 2018-10-02",
        ],
    ));
    told.push((
        start(|form| form.construction_permit = permit("permit", day("2018-06-30")).into()),
        [
            "permit_expired",
            "construction permit was valid until 2018-09-30, not on 2018-10-01",
            "施工许可证有效期至 2018-09-30，2018-10-01 已失效",
            "present construction permit; provided by the construction authority",
            "请提交施工许可证，由建设部门提供",
        ],
    ));
    told.push((
        start(|form| form.start_proof = paper("photograph", day("2018-10-02")).into()),
        [
            "dated_in_future",
            "proof of the physical start is dated 2018-10-02, which lies in the future; today is 2018-10-01",
            "开工佐证（照片、监理日志）（2018-10-02）晚于今日 2018-10-01",
            "a date up to 2018-10-01",
            "请核实日期，应不晚于 2018-10-01",
        ],
    ));
    told.push((
        start(|form| form.site_paper = Document::Presented(paper("delivery", day("2018-10-02"))).into()),
        [
            "dated_after_effective",
            "cleared-land delivery, title or lease is dated 2018-10-02, after the effective date 2018-10-01",
            "净地交付书、不动产权证书或租赁合同（2018-10-02）晚于业务发生日期 2018-10-01",
            "a date up to 2018-10-01",
            "请核实日期，应不晚于 2018-10-01",
        ],
    ));
    told.push((
        start(|form| *form = commencement_form(day("2018-09-30"))),
        [
            "not_day_of_act",
            "the step takes effect on 2018-09-30, which day of the physical start gives, not on 2018-10-01",
            "业务发生日期应为 2018-09-30（以实际开工日期为准），不是 2018-10-01",
            "the date 2018-09-30",
            "请核实日期，应为 2018-09-30",
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

pub(super) fn gaps(told: &mut Vec<(Reason, Told)>) {
    let on = day("2018-10-01");
    told.push((
        gap::<Commencement, _>(CommencementForm { construction_permit: Field::Blank, ..commencement_form(on) }),
        [
            "missing",
            "commencement: construction permit is missing",
            "开工材料缺少施工许可证",
            "present construction permit; provided by the construction authority",
            "请提交施工许可证，由建设部门提供",
        ],
    ));
    let branch = RegistrationForm { entity_kind: EntityKind::Branch.into(), ..registration_form(on) };
    told.push((
        gap::<Registration, _>(branch),
        [
            "not_applicable",
            "registration: there can be no registered capital here",
            "注册材料不应填写注册资本",
            "leave registered capital out",
            "请勿填写注册资本",
        ],
    ));
    let undated = ClosingForm {
        land_decision: Attachment::new("土地处置决定", "自然资源局").expect("not blank").into(),
        ..closing_form(Outcome::Abandoned, on)
    };
    told.push((
        gap::<Closing, _>(undated),
        [
            "undated",
            "closing: land decision bears no day",
            "退出材料中土地处置决定未载明日期",
            "present land decision; provided by the planning and land authority",
            "请提交土地处置决定，由规划国土部门提供",
        ],
    ));
    let promised = ClosingForm {
        closing_paper: Document::Committed { due: plus(on, 30) }.into(),
        ..closing_form(Outcome::LandReclaimed, on)
    };
    told.push((
        gap::<Closing, _>(promised),
        [
            "closing_paper_not_presented",
            "where land is taken back the closing paper is the land decision: it is presented, not promised or waived",
            "收回土地的，退出文件即土地处置决定，须直接提交，不得以承诺代替，也不得免除",
            "present closing paper; provided by the deciding body",
            "请提交退出文件，由决定机关提供",
        ],
    ));
    let wire = json!({"physical_start": "2018-02-30"});
    let read: CommencementForm = serde_json::from_value(wire).expect("a form never fails on a field");
    told.push((
        gap::<Commencement, _>(CommencementForm { physical_start: read.physical_start, ..commencement_form(on) }),
        [
            "malformed",
            "commencement: day of the physical start cannot be read: \"2018-02-30\" is not a day of the calendar, written as \
             2018-06-01",
            "开工材料中实际开工日期“2018-02-30”无法识别，应为有效日期（如 2018-06-01）",
            "present day of the physical start; provided by the dedicated officer",
            "请填写实际开工日期，由项目管家提供",
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
            "请填写签约方，由签约各方提供",
        ],
    ));
    told.push((
        gap::<Agreement, _>(AgreementForm { total_investment: Money::from_fen(0).into(), ..agreement_form(kind, on) }),
        [
            "not_positive",
            "agreement: total planned investment must be above zero, not 0.00 CNY",
            "签约材料中计划总投资应大于零，现为0元",
            "present total planned investment; provided by the contracting parties",
            "请填写计划总投资，由签约各方提供",
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
            "请核实日期，应不早于 2019-05-01",
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
            "工程面积 301 平方米、造价300000.01元，超过限额，须取得施工许可证",
            "present construction permit; provided by the construction authority",
            "请提交施工许可证，由建设部门提供",
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
            "请按实际情况改选：投资协议、中标通知书或特许经营协议",
        ],
    ));
}

pub(super) fn texts(told: &mut Vec<(Reason, Told)>) {
    let walk = at(Stage::Reserve);
    let itself = ClosingForm { survivor: walk.project.id().into(), ..closing_form(Outcome::Duplicate, walk.today) };
    told.push((
        only(refusal(&walk, Command::Close(itself.try_into().expect("complete")))),
        [
            "survivor_is_itself",
            "a project cannot survive as itself",
            "项目不得以自身为保留项目",
            "present surviving project; provided by the responsible unit",
            "请填写保留项目，由责任单位提供",
        ],
    ));
    let on = walk.today;
    told.push((
        gap::<Grounds, _>(GroundsForm { explanation: "a\0b".into(), ..grounds_form(None) }),
        [
            "malformed",
            "grounds: explanation has a text that contains U+0000",
            "退回事由中情况说明含有空字符（U+0000）",
            "write explanation anew",
            "请改写情况说明",
        ],
    ));
    // in whatever depth it stands
    let wire = json!({"first_contact": {"name": "x".repeat(16 * 1024 + 1), "issuer": "committee"}});
    let read: EngagementForm = serde_json::from_value(wire).expect("a form never fails on a field");
    told.push((
        gap::<Engagement, _>(EngagementForm { first_contact: read.first_contact, ..engagement_form(on) }),
        [
            "malformed",
            "engagement: record of first contact, name (`first_contact.name`) has a text of 16385 bytes; the limit is 16384",
            "洽谈材料中首次对接记录的名称长 16385 字节，上限为 16384 字节",
            "write name (`first_contact.name`) anew",
            "请改写首次对接记录的名称",
        ],
    ));
    let mut walk = Walk::plan(5);
    walk.go(Verb::Engage);
    let promise = Promise { due: walk.today, promise: text(&"承".repeat(5_000)) };
    let form =
        AgreementForm { promises: vec![promise; 4].into(), ..agreement_form(ProjectKind::Enterprise, walk.today) };
    told.push((
        only(refusal(&walk, Command::Sign(form.try_into().expect("complete")))),
        [
            "record_too_large",
            "the command gives 60569 bytes to record; the limit is 60000",
            "该事项须登记的内容共 60569 字节，上限为 60000 字节",
            "say it in fewer words, or attach a paper",
            "请精简文字，或改附材料",
        ],
    ));
}
