//! What an office reads in Chinese, as an official would write it: each word of the list by hand, and checks of all texts.

use std::collections::BTreeSet;

use crate::common::walk::Walk;
use crate::common::{at, project_id, stalled};
use project_lifecycle::audit::SubjectKind;
use project_lifecycle::evidence::{
    AcceptanceKind, AgreementStatus, EntityKind, LiquidationGround, OperationBasis, SiteKind, StartKind,
};
use project_lifecycle::lifecycle::*;
use project_lifecycle::portfolio::{
    CorrectionKind, Exclusion, Figured, Judgement, Light, LightReason, QuestionError, Remark, WhyNot,
};
use project_lifecycle::problem::Problem;
use project_lifecycle::project::fact::{Fact, LinkKind, Milestone};
use project_lifecycle::project::{Change, CommandForm, InvestmentMeasure};
use project_lifecycle::reason::{Lift, Names};
use project_lifecycle::testing::chance::{Ask, FACTS, RandomStep};
use project_lifecycle::value::{Currency, Expected, FaultKind};
use project_lifecycle::*;

const ZH: Language = Language::Chinese;

/// What may stand in Latin letters: standards, formats and terms that Chinese papers write so.
const LATIN: &str = "PPP JSON UTF-8 CNY UUID URI SHA-256 SM3 ISO GB GB/T CloudEvents U+0000 C3491";

/// What no official writes: developers' words, translated English, and the words that the list replaces.
const BANNED: &str = "生效 未果 环评批复 规划部门 自然资源 生态环境 住建 市场监管部门 市发展改革委 项目性质 万分比 万分数 撤回 放弃 洽谈失败 消除 改办 指令 \
    宿主 不透明 事件 实时 驳回 专员 承诺兑现 运维 花括号 方括号 成员 字段";

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// What is wrong with a Chinese text. What a person typed is taken out of it first. `None` if it is well written.
fn fault(text: &str, typed: &[&str]) -> Option<String> {
    let text = typed.iter().fold(text.to_owned(), |text, typed| text.replace(typed, ""));
    if let Some(word) = BANNED.split_whitespace().find(|word| text.contains(word)) {
        return Some(format!("`{word}` in: {text}"));
    }
    if text.replace("异地流转", "").contains("流转") {
        return Some(format!("`流转` in: {text}"));
    }
    let zombies = text.match_indices("僵尸").map(|(at, zombie)| &text[at + zombie.len()..]);
    for after in zombies {
        if !after.starts_with("项目") && !after.starts_with("企业") {
            return Some(format!("zombies of no kind in: {text}"));
        }
    }
    let part = |c: char| c.is_ascii_alphanumeric() || "-/+_".contains(c);
    for word in text.split(|c| !part(c)).filter(|word| word.contains(|c: char| c.is_ascii_alphabetic())) {
        let is_uuid = word.len() == 36 && word.matches('-').count() == 4;
        if !is_uuid && !LATIN.split_whitespace().any(|known| known == word) {
            return Some(format!("`{word}` in: {text}"));
        }
    }
    let chars: Vec<_> = text.chars().collect();
    let beside = |c: Option<&char>| c.is_some_and(|c| is_han(*c) || "，。；：、（）“”".contains(*c));
    for (at, c) in chars.iter().enumerate() {
        if ",:;()!?\"'`".contains(*c) && (beside(chars.get(at.wrapping_sub(1))) || beside(chars.get(at + 1))) {
            return Some(format!("half-width `{c}` in: {text}"));
        }
        if *c == '.' && beside(chars.get(at.wrapping_sub(1))) {
            return Some(format!("half-width `.` in: {text}"));
        }
    }
    if !text.contains(is_han)
        && text.contains(|c: char| c.is_ascii_alphabetic())
        && typed.is_empty()
        && text != "SHA-256"
    {
        return Some(format!("no Chinese: {text}"));
    }
    None
}

#[track_caller]
fn good(text: &str) {
    assert_eq!(fault(text, &[]), None);
}

#[test]
fn the_check_finds_what_it_should() {
    for bad in [
        "流转日期",
        "第 5 号事件",
        "更改“seasonal”",
        "请改写“/evidence/x”",
        "适用PPP,以及",
        "驳回(原因)",
        "认定为僵尸",
        "理由:无",
        "可办理sign",
    ] {
        assert!(fault(bad, &[]).is_some(), "{bad}");
    }
    for fine in ["异地流转", "僵尸项目（企业）", "PPP项目", "1,200.50元", "2018-06-01", "“四上”入统"]
    {
        assert_eq!(fault(fine, &[]), None);
    }
}

/// The list, row by row.
#[test]
fn words_are_those_of_an_office() {
    let verbs = [Verb::BreakOff, Verb::Stall].map(|verb| verb.label(ZH));
    assert_eq!(verbs, ["终止洽谈（退回储备）", "认定为僵尸项目（企业）"]);
    let stall = Position::stalled;
    let zombies = [Stage::Signed, Stage::Registered, Stage::Started, Stage::Producing, Stage::Operating]
        .map(|stage| stall(stage).expect("it stalls").label(ZH));
    let told = [
        "僵尸项目（停滞于签约）",
        "僵尸项目（停滞于注册）",
        "僵尸项目或僵尸企业（停滞于开工）",
        "僵尸企业（停滞于投产）",
        "僵尸企业（停滞于运营）",
    ];
    assert_eq!(zombies, told);
    assert_eq!(Stage::Zombie.label(ZH), "僵尸项目（企业）");
    let items = [Item::EnvironmentalApproval, Item::LandNeed, Item::FirstOutput].map(|item| item.label(ZH));
    assert_eq!(items, ["环评审批（备案）文件", "用地需求（平方米）", "首批产品（首单业务）日期"]);
    let outcomes = [Outcome::Withdrawn, Outcome::Abandoned, Outcome::Lost].map(|outcome| outcome.label(ZH));
    assert_eq!(outcomes, ["投资方撤资", "项目终止", "洽谈未成"]);
    assert_eq!(Remedy::PromiseKept.label(ZH), "解决方案落实、继续履约");
    let members = ["effective_on", "from", "to", "kind", "done", "command", "version", "by"]
        .map(|member| glossary::label(member, ZH));
    let titles = [
        "业务发生日期",
        "变更前阶段",
        "变更后阶段",
        "投资主体类型",
        "完成比例（%）",
        "办理事项",
        "记录序号",
        "经办人情况",
    ];
    assert_eq!(members, titles.map(Some));
    let commands = [Change::VOID, "pause", "resume", "assign_officer"].map(|name| Change::label_of(name, ZH));
    assert_eq!(commands, ["撤销阶段变更", "停工（停产）", "复工（复产）", "确定项目管家"].map(Some));
}

/// One set of names: those of Shenyang in 2018.
#[test]
fn bodies_have_one_name_each() {
    for (item, body) in [
        (Item::PoolReview, "市外经贸局"),
        (Item::UniquenessClaim, "市外经贸局"),
        (Item::LandPlanningPermit, "规划国土部门"),
        (Item::WorksPlanningPermit, "规划国土部门"),
        (Item::LandDecision, "规划国土部门"),
        (Item::SiteChangePaper, "规划国土部门"),
        (Item::ConstructionPermit, "建设部门"),
        (Item::AcceptancePaper, "建设部门"),
        (Item::EnvironmentalApproval, "环保部门"),
        (Item::CompanyCode, "登记机关"),
        (Item::Licence, "登记机关"),
        (Item::PhysicalStart, "项目管家"),
        (Item::OperationBasis, "统计部门或项目管家"),
        (Item::Survivor, "责任单位"),
        (Item::FindingPaper, "区县（市）政府"),
        (Item::AgreedStart, "签约各方"),
    ] {
        assert_eq!(Names::default().provider(item, ZH), body, "{item}");
    }
    assert_eq!(Duty::Officer.label(ZH), Provider::Officer.label(ZH));
}

/// As offices write them.
#[test]
fn amounts_are_written_as_offices_write_them() {
    let cny = |fen| Money::from_fen(fen).text(ZH);
    for (fen, told) in [
        (0, "0元"),
        (1, "0.01元"),
        (50_000_000, "50万元"),
        (12_000_000_000, "1.2亿元"),
        (510_000_000_000, "51亿元"),
        (499_999_000_000, "49.9999亿元"),
        (499_999_900_000, "499999.9万元"),
        (999_900, "9999元"),
        (1_000_000, "1万元"),
        (1_234_500, "1.2345万元"),
        (1_234_567, "12345.67元"),
        (30_000_001, "300000.01元"),
        (-50_000_000, "-50万元"),
        (i64::MIN, "-92233720368547758.08元"),
    ] {
        assert_eq!(cny(fen), told, "{fen}");
    }
    let foreign = |code: &str, minor| Money::new(minor, code.parse::<Currency>().expect("a code")).text(ZH);
    assert_eq!(foreign("USD", 500_000_000), "500万美元");
    assert_eq!(foreign("EUR", 50), "0.5欧元");
    assert_eq!(foreign("JPY", 20_000_000_000), "2亿日元");
    assert_eq!(foreign("HKD", 100), "1港元");
    assert_eq!(foreign("SEK", 100), "1 SEK");
    assert_eq!(Money::from_fen(50_000_000).text(Language::English), "500000.00 CNY");
    let figured = |value: Figured| [value.text(ZH), value.text(Language::English)];
    assert_eq!(figured(Figured::Yuan(12_000_000_000)), ["1.2亿元", "120000000.00"]);
    assert_eq!(figured(Figured::Yuan(1 << 70)), ["11805916207174113034.24元", "11805916207174113034.24"]);
    assert_eq!(figured(Figured::Projects(11)), ["11", "11"]);
}

/// Nobody is told to make a zombie, or to undo what stands, for the sake of another act.
#[test]
fn no_advice_does_harm() {
    let refused = |walk: &Walk, verb: Verb| {
        let form = CommandForm::read(verb.code(), b"{}").expect("a command");
        let refusal = walk.project.decide_form(&form, &walk.context(), &walk.policy).expect_err("it is not permitted");
        refusal.text(ZH)
    };
    let started = Walk::to(1, at(Stage::Started));
    assert_eq!(
        refused(&started, Verb::Revive),
        "项目未被认定为僵尸项目（企业），无需盘活；现可办理：投产、认定为僵尸项目（企业）、退出\
         。该情形无法补正，可办理其他事项。"
    );
    let signed = Walk::to(2, at(Stage::Signed));
    for back in [Verb::Engage, Verb::Admit, Verb::Sign, Verb::SendBack] {
        assert!(refused(&signed, back).ends_with("。该情形无法补正，可办理其他事项。"), "{back}");
    }
    let planned = Walk::plan(3);
    assert!(refused(&planned, Verb::Stall).ends_with("。该情形无法补正，可办理其他事项。"));
    assert!(refused(&planned, Verb::Register).ends_with("。须先启动洽谈，再签约。"));
    let zombie = Walk::to(4, stalled(Stage::Registered));
    assert_eq!(
        refused(&zombie, Verb::Start),
        "项目为僵尸项目（停滞于注册），不得办理“开工”；现可办理：盘活、退出。须先盘活。"
    );
    let closed = Walk::to(5, at(Stage::Closed));
    assert_eq!(refused(&closed, Verb::Revive), "项目已退出，不得办理“盘活”。该情形无法补正，可办理其他事项。");
    // wherever a project stands and whatever it asks for
    for (n, position) in (10..).zip(Position::all()) {
        let walk = Walk::to(n, position);
        for verb in Verb::ALL.into_iter().filter(|verb| position.after(*verb).is_none()) {
            for reason in walk.project.check_form(
                &CommandForm::read(verb.code(), b"{}").expect("a command"),
                &walk.context(),
                &walk.policy,
            ) {
                if let Lift::ActFirst { verbs } = reason.lift() {
                    let leads_on = |verb: &Verb| verb.direction() == Direction::Forward || *verb == Verb::Revive;
                    assert!(verbs.iter().all(leads_on), "{position}: {verb} after {verbs:?}");
                }
            }
        }
    }
}

/// Every label of every vocabulary.
#[test]
fn labels_are_well_written() {
    macro_rules! all {
        ($($vocabulary:ty),+ $(,)?) => { $(for member in <$vocabulary>::ALL {
            good(member.label(ZH));
        })+ };
    }
    all!(
        AcceptanceKind,
        AgreementKind,
        AgreementStatus,
        Aim,
        AuthType,
        CorrectionKind,
        Duty,
        EntityKind,
        Exclusion,
        Expected,
        Gate,
        InvestmentMeasure,
        Item,
        Judgement,
        Light,
        LightReason,
        LinkKind,
        LiquidationGround,
        Milestone,
        OperationBasis,
        Outcome,
        PauseReason,
        ProjectCategory,
        ProjectKind,
        Provider,
        Remark,
        Remedy,
        Side,
        SiteKind,
        Stage,
        StartKind,
        SubjectKind,
        Verb,
        Way,
        WhyNot,
        ZombieCause,
        ZombieKind,
        ZoneClass,
    );
    for position in Position::all() {
        good(&position.label(ZH));
        position.library().into_iter().for_each(|library| good(library.label(ZH)));
    }
    for gate in Gate::ALL {
        gate.requirements().iter().for_each(|requirement| good(&requirement.text(ZH)));
    }
    for event_type in audit::EventType::all() {
        good(event_type.label(ZH));
    }
    for command in CommandForm::commands().chain([Change::PLAN]) {
        good(Change::label_of(command, ZH).expect("it is called something"));
    }
    for name in Fact::EVENT_NAMES {
        good(Fact::label_of(name, ZH).expect("it is called something"));
    }
}

/// A reason with what would lift it.
fn told(reason: &Reason) -> [String; 2] {
    [reason.text(ZH), reason.lift().text(ZH)]
}

/// Ids that the samples give, as a person types them.
const TYPED: [&str; 6] = ["shenyang-hitech", "hunnan", "tiexi", "shenbei", "沈北新区", "host:"];

/// Each reason that is told by hand: every code there is.
#[test]
fn reasons_told_by_hand_are_well_written() {
    for (reason, _) in crate::reasons::told() {
        for text in told(&reason) {
            assert_eq!(fault(&text, &TYPED), None, "{}", reason.code());
        }
    }
}

/// Reasons by chance, of commands and of damaged forms, for every position.
#[test]
fn reasons_met_by_chance_are_well_written() {
    let mut seen = BTreeSet::new();
    let mut see = |reasons: &[Reason]| {
        for reason in reasons {
            seen.insert(reason.code());
            for text in told(reason) {
                assert_eq!(fault(&text, &TYPED), None, "{}", reason.code());
            }
        }
    };
    for (n, position) in (1..).zip(Position::all()) {
        let mut walk = Walk::to(n, position);
        for number in 0..60_usize {
            let asks = [
                Ask::Careless(number, (number * 7919) as u64),
                Ask::Fact(number % FACTS, number as i64 - 3),
                Ask::Redate(number, number as i64 % 9 - 4),
                Ask::Correct(number, (number * 31) as u64, number as i64 % 5 - 2),
                Ask::VoidFact(number),
                Ask::Import(number % Verb::ALL.len(), number % 9, number % 11),
            ];
            for ask in asks {
                let step = RandomStep { ask, pass: [0, 1, 30][number % 3], shift: [0, -40, 2][number % 3] };
                if let Err(refusal) = step.take(&mut walk) {
                    see(refusal.reasons());
                    assert_eq!(fault(&refusal.text(ZH), &TYPED), None);
                }
            }
        }
        for command in CommandForm::commands() {
            for body in ["{}", "[]", "{\"x\":1}", "{", "{\"version\":\"甲\",\"paper\":{\"dated\":\"2018-02-30\"}}"] {
                let form = CommandForm::read(command, body.as_bytes()).expect("a command");
                for reason in walk.project.check_form(&form, &walk.context(), &walk.policy) {
                    let texts = told(&reason);
                    for text in texts {
                        assert_eq!(
                            fault(&text, &[&TYPED[..], &["“x”", "{\"x\":1}"]].concat()),
                            None,
                            "{command} {body}"
                        );
                    }
                }
            }
        }
    }
    assert!(seen.len() > 25, "{seen:?}");
}

/// What is wrong with a form, in every kind.
#[test]
fn faults_are_well_written() {
    let mistyped = |expected| FaultKind::Mistyped { found: "\"2018-02-30\"".into(), expected };
    for expected in Expected::ALL {
        good(&mistyped(expected).text(ZH));
    }
    assert_eq!(mistyped(Expected::Day).text(ZH), "“2018-02-30”无法识别，应为有效日期（如 2018-06-01）");
    let unreadable = FaultKind::Mistyped { found: "12".into(), expected: Expected::Truth };
    assert_eq!(unreadable.text(ZH), "“12”无法识别，应为是或否");
    for fault in [
        FaultKind::Missing,
        FaultKind::UnknownMember,
        FaultKind::DuplicateMember,
        FaultKind::Nul,
        FaultKind::TooLong { bytes: 16_385, limit: 16_384 },
        FaultKind::More { count: 3 },
        FaultKind::NotJson { line: 1, column: 2 },
        FaultKind::FormTooLong { bytes: 2, limit: 1 },
    ] {
        good(&fault.text(ZH));
    }
    // places are told by the names of what stands there, and so are codes
    let form = CommandForm::read(
        "sign",
        r#"{"agreement_kind": "x", "agreement_paper": {"status": "presented", "name": "甲", "issuer": "", "dated": 1, "a b": 1},
            "promises": [{"due": "2018-02-30", "promise": "路"}], "seasonal": 1, "a b.c": 2}"#
            .as_bytes(),
    );
    let gaps = form.expect("a command").gaps();
    let texts: Vec<_> = gaps.iter().flat_map(told).collect();
    for expected in [
        "签约材料中协议类型“x”不在可选范围之内（投资协议、中标通知书或特许经营协议、意向书、框架协议）",
        "签约材料中协议文本的落款日期“1”无法识别，应为有效日期（如 2018-06-01）",
        "签约材料中招商承诺第 1 项的期限“2018-02-30”无法识别，应为有效日期（如 2018-06-01）",
        "请填写招商承诺第 1 项的期限",
        "签约材料中“seasonal”不是本表单的栏目",
        "请删去“seasonal”",
        "请删去“a b.c”",
        "签约材料中协议文本的“a b”不是本表单的栏目",
    ] {
        assert!(texts.iter().any(|text| text == expected), "{expected} in {texts:#?}");
    }
}

/// What an API answers.
#[test]
fn problems_are_well_written() {
    let unknown = |error: value::UnknownCode| Problem::from(error);
    for problem in [
        Problem::no_project(project_id(1)),
        Problem::no_record(7),
        Problem::unreadable("zone", "甲"),
        Problem::unreadable("stage", "甲"),
        Problem::too_large(1_024),
        Problem::internal("甲"),
        unknown("甲".parse::<Stage>().expect_err("no stage")),
        unknown("甲".parse::<Position>().expect_err("no position")),
        unknown("甲".parse::<Language>().expect_err("no language")),
        unknown(CommandForm::read("甲", b"{}").expect_err("no command")),
        QuestionError::NoYear { year: 0 }.into(),
        QuestionError::NothingKnown { known_at: None, first: None }.into(),
        QuestionError::UnknownZone { zone: "浑南".parse().expect("a zone"), known: vec!["铁西".into()] }.into(),
        QuestionError::NotYuan { size: Money::from_fen(0) }.into(),
    ] {
        good(problem.title(ZH));
        good(&problem.detail(ZH));
    }
    let stage = unknown("sined".parse::<Stage>().expect_err("no stage"));
    assert_eq!(
        stage.detail(ZH),
        "“sined”无法识别，可选：策划、储备、洽谈、签约、注册、开工、投产、运营、僵尸项目（企业）、退出"
    );
}

/// Schemas, of which a platform makes its forms.
#[cfg(feature = "schema")]
#[test]
fn schemas_are_well_written() {
    use serde_json::Value;

    fn visit(value: &Value, see: &mut impl FnMut(&str)) {
        for said in ["title", "description"] {
            value.get(said).and_then(Value::as_str).into_iter().for_each(&mut *see);
        }
        let members = value.as_object().into_iter().flatten().map(|(_, member)| member);
        members.chain(value.as_array().into_iter().flatten()).for_each(|inner| visit(inner, see));
    }
    let mut texts = BTreeSet::new();
    for document in export::schema::documents(ZH) {
        visit(&document.schema, &mut |text| {
            texts.insert(text.to_owned());
        });
    }
    let faults: Vec<_> = texts.iter().filter_map(|text| fault(text, &[])).collect();
    assert!(texts.len() > 500, "{}", texts.len());
    assert_eq!(faults, Vec::<String>::new());
}

/// The texts in quotation marks of a source file, without those of its tests and its comments.
fn literals(source: &str) -> Vec<String> {
    let source = source.split("#[cfg(test)]").next().expect("a beginning");
    let (mut texts, mut chars) = (Vec::new(), source.chars().peekable());
    while let Some(c) = chars.next() {
        match c {
            '/' if chars.peek() == Some(&'/') => chars.by_ref().find(|c| *c == '\n').map_or((), drop),
            // a mark as a character
            '\'' if chars.peek() == Some(&'"') => drop(chars.next()),
            '"' => {
                let mut text = String::new();
                while let Some(c) = chars.next().filter(|c| *c != '"') {
                    if c == '\\' { chars.next().map_or((), drop) } else { text.push(c) }
                }
                texts.push(text);
            }
            _ => {}
        }
    }
    texts
}

/// Every text that stands in the source: those of the board, of an import and of its table, too.
#[test]
fn no_text_of_the_source_has_a_word_that_no_official_writes() {
    fn files(folder: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
            if path.is_dir() && !["testing", "cookbook", "tests"].contains(&&*name) {
                files(&path, found);
            } else if name.ends_with(".rs") && !name.contains("tests") {
                found.push(path);
            }
        }
    }
    let (mut found, mut seen) = (Vec::new(), 0);
    files(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    for path in found {
        for text in literals(&std::fs::read_to_string(&path).expect("a file")) {
            if !text.contains(is_han) {
                continue;
            }
            seen += 1;
            let of_an_import = ["映射", "步骤", "线上"];
            let word = BANNED.split_whitespace().chain(of_an_import).find(|word| text.contains(word));
            assert_eq!(word, None, "{}: {text}", path.display());
            assert!(!text.replace("异地流转", "").contains("流转"), "{}: {text}", path.display());
            // one name for who has a project in hand; 专人负责 is the plan's own word for the duty
            assert!(!text.replace("专人负责", "").contains("专人"), "{}: {text}", path.display());
            // a chart has room for no more than the word
            let is_short = path.ends_with("board/words.rs") && text == "僵尸";
            let mut zombies = text.match_indices("僵尸").map(|(at, zombie)| &text[at + zombie.len()..]);
            let is_named = zombies.all(|after| after.starts_with("项目") || after.starts_with("企业"));
            assert!(is_short || is_named, "{}: {text}", path.display());
        }
    }
    assert!(seen > 1_000, "{seen}");
}
