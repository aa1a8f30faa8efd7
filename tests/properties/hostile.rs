//! What clients send that mean no good, or whose programs are broken: a refusal in both languages, and one that fits into a record.

use crate::common::walk::Walk;
use crate::common::{at, event_id, source};
use project_lifecycle::{audit::*, project::*, *};
use serde_json::{Value, json};

/// The refusal of a form for a command, recorded.
fn refused(walk: &Walk, name: &str, json: &[u8]) -> Vec<String> {
    let form = CommandForm::read(name, json).expect("a command's name");
    let refusal = walk.project.decide_form(&form, &walk.context(), &walk.policy).expect_err("nobody can have meant it");
    let told = refusal.reasons().iter().map(|reason| {
        assert!(!reason.text(Language::Chinese).is_empty() && !reason.lift().text(Language::Chinese).is_empty());
        reason.to_string()
    });
    let told = told.collect();
    let context = walk.context();
    let mut store = crate::common::opened(source(), context.actor(), context.at()).expect("a new log");
    let event = TransitionRefused::new(event_id(3, 900), refusal, &context, &walk.policy);
    store.append(&event.into(), context.at()).expect("a refusal can be put on record");
    told
}

fn of(json: &[u8]) -> Vec<String> {
    refused(&Walk::to(3, at(Stage::Negotiating)), "pause", json)
}

#[test]
fn what_is_no_object_of_json_is_told_as_that() {
    assert_eq!(of(b""), ["the form cannot be read as JSON from line 1, column 1 on"]);
    assert_eq!(of(b"{\"reason\":\"funds\""), ["the form cannot be read as JSON from line 1, column 17 on"]);
    assert_eq!(of(b"{} {}"), ["the form cannot be read as JSON from line 1, column 4 on"]);
    assert_eq!(of(b"\xff\xfe"), ["the form cannot be read as JSON from line 1, column 1 on"]);
    assert_eq!(
        of(br#"["funds", "x"]"#),
        ["the form cannot be read: [\"funds\",\"x\"] is not an object, whose members stand in braces"]
    );
    // a lone surrogate is no character
    assert_eq!(of(br#"{"explanation":"\ud800"}"#).len(), 1);
    assert!(of(br#"{"explanation":"\ud800"}"#)[0].starts_with("the form cannot be read as JSON from line 1, column "));
    // nor does depth hurt
    let deep = "[".repeat(100_000);
    assert!(of(deep.as_bytes())[0].starts_with("the form cannot be read as JSON from line 1, column "));
    let long = format!("{{\"explanation\":\"{}\"}}", "x".repeat(10 * 1024 * 1024));
    assert_eq!(of(long.as_bytes()), ["the form has 10485778 bytes; the limit is 1048576"]);
}

#[test]
fn members_that_stand_twice_are_told_and_texts_that_nobody_sees_are_blank() {
    let twice = of(br#"{"reason":"funds","explanation":"a","reason":"season"}"#);
    assert!(twice.contains(&"reason of the pause is given more than once".into()), "{twice:?}");
    let blank = of("{\"reason\":\"funds\",\"explanation\":\"\u{200b}\u{3000}\"}".as_bytes());
    assert!(blank.contains(&"explanation is missing".into()), "{blank:?}");
    let nul = of(br#"{"reason":"funds","explanation":"a\u0000"}"#);
    assert!(nul.contains(&"explanation has a text that contains U+0000".into()), "{nul:?}");
}

#[test]
fn a_refusal_of_the_worst_form_fits_into_a_record() {
    let walk = Walk::to(3, at(Stage::Negotiating));
    let worst = "\u{1}\u{10FFFF}\"\\沈".repeat(300);
    for name in CommandForm::commands() {
        let mut members = serde_json::Map::new();
        for n in 0..400 {
            members.insert(format!("{n}{worst}"), json!({ worst.clone(): [worst.clone()] }));
        }
        let mut object = Value::Object(members);
        for known in
            "item version paper parties promises agreement_paper signed_on licence evidence gate profile stages kind"
                .split(' ')
        {
            object[known] = json!([worst.clone(), { worst.clone(): worst.clone() }]);
        }
        let told = refused(&walk, name, object.to_string().as_bytes());
        assert!(told.iter().all(|text| text.len() < 4_000), "{name}: {told:?}");
    }
    // in the depth, too
    let mut deep = json!({"a": 1});
    for _ in 0..60 {
        deep = json!({ worst.clone(): deep });
    }
    let twice = deep.to_string().replace("{\"a\":1}", "{\"a\":1,\"a\":2}");
    refused(&walk, "sign", twice.as_bytes());
}

/// What is wrong with a form, by hand: in English, in Chinese, and what mends it.
#[test]
fn every_kind_of_fault_is_told_in_both_languages() {
    let tell = |name: &str, json: &[u8]| {
        let gaps = CommandForm::read(name, json).expect("a command's name").gaps();
        let told = |reason: &Reason| {
            let lift = reason.lift();
            [
                reason.text(Language::English),
                reason.text(Language::Chinese),
                lift.text(Language::English),
                lift.text(Language::Chinese),
            ]
        };
        gaps.iter().map(told).collect::<Vec<_>>()
    };
    let table: [(&str, &str, [&str; 4]); 8] = [
        (
            "resume",
            r#"{"colour": 1}"#,
            ["`colour` is no member of this form", "“colour”不是本表单的栏目", "leave `colour` out", "请删去“colour”"],
        ),
        (
            "resume",
            r#"{"remark": 5}"#,
            ["remark cannot be read: 5 is not a text", "备注“5”无法识别，应为文本", "fill in remark", "请填写备注"],
        ),
        (
            "resume",
            r#"{"remark": "a", "remark": "b"}"#,
            ["remark is given more than once", "备注重复填写", "write remark anew", "请改写备注"],
        ),
        (
            "resume",
            r#"{"remark": "a\u0000"}"#,
            ["remark has a text that contains U+0000", "备注含有空字符（U+0000）", "write remark anew", "请改写备注"],
        ),
        (
            "resume",
            "{",
            [
                "the form cannot be read as JSON from line 1, column 1 on",
                "表单自第 1 行第 1 列起无法识别（应为 JSON）",
                "send an object of JSON in UTF-8",
                "请按表单格式重新提交（JSON 对象，UTF-8 编码）",
            ],
        ),
        ("assign_officer", "{}", ["officer is missing", "项目管家未填写", "fill in officer", "请填写项目管家"]),
        (
            "resume",
            "7",
            [
                "the form cannot be read: 7 is not an object, whose members stand in braces",
                "表单“7”无法识别，应为一组栏目",
                "send an object of JSON in UTF-8",
                "请按表单格式重新提交（JSON 对象，UTF-8 编码）",
            ],
        ),
        (
            "operate",
            r#"{"operation_basis": "luck", "operation_proof": {"status": "presented", "name": "a", "issuer": "b"}}"#,
            [
                "operation: ground of regular operation cannot be read: \"luck\" is none of full_capacity, enrolled, continuous",
                "运营材料中运营认定依据“luck”不在可选范围之内（达产达效、“四上”入统、连续运营）",
                "present ground of regular operation; provided by the statistics bureau or the dedicated officer",
                "请填写运营认定依据，由统计部门或项目管家提供",
            ],
        ),
    ];
    for (name, json, told) in table {
        assert_eq!(tell(name, json.as_bytes()), [told.map(String::from)], "{name} {json}");
    }
    let long = format!("{{\"remark\": \"{}\"}}", "x".repeat(1024 * 1024));
    assert_eq!(tell("resume", long.as_bytes())[0][1], "表单长 1048590 字节，上限为 1048576 字节");
    let many: Value = (0..20).map(|n| (format!("m{n}"), json!(n))).collect::<serde_json::Map<_, _>>().into();
    let told = tell("resume", many.to_string().as_bytes());
    assert_eq!(told.len(), 17);
    assert_eq!(
        told[16],
        ["the form has 4 more faults", "表单另有 4 处错误", "mend what is told first", "请先改正已列各项"]
    );
}

/// A member is called as its own form calls it, as the form's schema does.
#[test]
fn a_member_is_called_by_its_own_form() {
    let told = |name: &str, member: &str, language: Language| {
        let gaps = CommandForm::read(name, b"{}").expect("a command").gaps();
        let gap = gaps.iter().find(|gap| gap.member() == Some(member)).expect("it is missing");
        format!("{}; {}", gap.text(language), gap.lift().text(language))
    };
    // by hand, from the titles of the schemas
    for (name, member, english, chinese) in [
        ("link", "kind", "kind of link", "关联类型"),
        ("link", "to", "other project", "关联项目"),
        ("report_investment", "from", "from", "起始日期"),
        ("report_investment", "to", "to", "截止日期"),
        ("redate", "to", "new date", "更正后日期"),
        ("void", "version", "what is corrected", "更正对象"),
    ] {
        assert_eq!(told(name, member, Language::English), format!("{english} is missing; fill in {english}"));
        assert_eq!(told(name, member, Language::Chinese), format!("{chinese}未填写; 请填写{chinese}"));
    }
}

#[test]
fn planning_lists_at_once_what_its_form_lacks_and_what_is_forbidden() {
    let walk = Walk::plan(3);
    let context = Context::new(event_id(4, 1), walk.context().at(), crate::common::actor());
    let plan = |json: Value, context: &Context| {
        let answer = Project::plan_form(ProjectId::named("new"), json.to_string().as_bytes(), context, &walk.policy);
        answer.map_err(|refusal| refusal.reasons().iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    let profile = json!({"name": "无人机产业园", "zone": "hunnan", "kind": " ", "host": {"case": 7}});
    let event = plan(profile.clone(), &context.clone().taking_host_of_forms()).expect("it is planned");
    assert_eq!(event.host().map(act::HostData::as_json), Some(r#"{"case":7}"#));
    let Change::Plan { profile: planned, .. } = event.change() else { panic!("it is a planning") };
    assert_eq!(planned, &Profile::new("无人机产业园".parse().expect("a text"), "hunnan".parse().expect("a zone")));
    let mut lacking = profile;
    (lacking["name"], lacking["host"]) = (json!(null), json!(null));
    lacking["total_investment"] = json!({"amount": "0.00", "currency": "CNY"});
    let tomorrow = context.on(crate::common::plus(walk.today, 1));
    assert_eq!(
        plan(lacking, &tomorrow).expect_err("much is wrong"),
        [
            "name is missing".to_owned(),
            format!(
                "the effective date {} lies in the future; today is {}",
                crate::common::plus(walk.today, 1),
                walk.today
            ),
            "total planned investment must be above zero, not 0.00 CNY".into(),
        ]
    );
}
