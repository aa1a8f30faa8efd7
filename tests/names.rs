//! What authorities are called is the policy's to say: another city reads its own names, wherever something is refused or
//! explained.

use crate::common::walk::Walk;
use crate::common::{at, event_id};
use project_lifecycle::audit::TransitionRefused;
use project_lifecycle::lifecycle::{Item, Position, ProjectKind, Provider};
use project_lifecycle::policy::PolicyTerms;
use project_lifecycle::problem::Problem;
use project_lifecycle::project::CommandForm;
use project_lifecycle::reason::{Name, Names};
use project_lifecycle::*;
use serde_json::{Value, json};

const EN: Language = Language::English;
const ZH: Language = Language::Chinese;

/// A city after the reform of 2019, in which one bureau issues the permits.
const CITY: &str = r#"
    committee = { en = "the committee of the new area", zh = "新区管委会" }
    construction = { en = "the administrative approval bureau", zh = "行政审批局" }
    officer = { en = "the project secretary", zh = "项目秘书" }
    planning_and_land = { en = "the administrative approval bureau", zh = "行政审批局" }
    statistics = { en = "the statistics office", zh = "统计局" }
"#;

fn named(names: &str) -> Policy {
    let text = include_str!("../examples/data/shenyang-policy.toml");
    let mut terms: PolicyTerms = toml::from_str(text).expect("a policy");
    terms.names = toml::from_str(names).expect("names");
    Policy::new(terms).expect("a policy")
}

/// A walk in the city.
fn walk(position: Position) -> Walk {
    let mut walk = Walk::to(1, position);
    walk.policy = named(CITY);
    walk
}

/// Signed, with nobody assigned.
fn signed() -> Walk {
    let mut walk = Walk::plan_under(1, ProjectKind::Enterprise, named(CITY));
    walk.go(Verb::Engage);
    walk.go(Verb::Sign);
    walk
}

fn refused(walk: &Walk, command: &str, json: &str) -> Refusal {
    let form = CommandForm::read(command, json.as_bytes()).expect("a command");
    walk.project.decide_form(&form, &walk.context(), &walk.policy).expect_err("it is refused")
}

#[track_caller]
fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part} in:\n{text}");
    }
}

/// The lines by hand.
#[test]
fn refusals_have_the_names_of_the_policy_that_decided() {
    let signed = signed();
    let refusal = refused(&signed, "register", "{}");
    let [english, chinese] = [EN, ZH].map(|language| refusal.text(language));
    says(&chinese, &["项目尚未确定项目秘书。由新区管委会确定项目秘书。", "请提交营业执照或法人证书，由登记机关提供。"]);
    says(
        &english,
        &[
            "unassigned: the project has no project secretary (assign the project secretary; the committee of the new area does)",
            "assign the schedule; the committee of the new area does",
        ],
    );
    says(&refusal.to_string(), &["the project has no project secretary"]);

    let refusal = refused(&walk(at(Stage::Registered)), "start", "{}");
    says(&refusal.text(ZH), &["请提交施工许可证，由行政审批局提供", "请填写实际开工日期，由项目秘书提供"]);
    says(&refusal.text(EN), &["present construction permit; provided by the administrative approval bureau"]);
    let refusal = refused(&walk(at(Stage::Producing)), "operate", "{}");
    says(&refusal.text(ZH), &["由统计局或项目秘书提供"]);
    says(&refusal.text(EN), &["provided by the statistics office or the project secretary"]);

    let refusal = refused(&walk(at(Stage::Signed)), "assign_officer", "{}");
    assert_eq!(refusal.text(ZH), "项目秘书未填写。请填写项目秘书。");
    assert_eq!(refusal.text(EN), "malformed: project secretary is missing (fill in project secretary)");
}

/// JSON, a problem, a record of the refusal, and a reason alone.
#[test]
fn every_form_of_a_refusal_has_them() {
    let walk = walk(at(Stage::Registered));
    let refusal = refused(&walk, "start", "{}");
    let lift = |told: &Value, member: &str| {
        let of = |reason: &&Value| reason["parameters"]["item"] == "construction_permit";
        told["reasons"].as_array().expect("reasons").iter().find(of).expect("the permit")["lift"][member].clone()
    };
    let (english, chinese) = (
        "present construction permit; provided by the administrative approval bureau",
        "请提交施工许可证，由行政审批局提供",
    );
    let told = json!(refusal);
    assert_eq!([lift(&told, "en"), lift(&told, "zh")], [english, chinese]);
    assert_eq!(lift(&json!(refusal.told_in(ZH)), "text"), chinese);
    let problem = Problem::from(refusal.clone());
    assert_eq!(lift(&json!(problem.told_in(EN)), "text"), english);

    let (context, at) = (walk.context(), walk.context().at());
    let mut store =
        MemoryStore::open("urn:example:names".parse().expect("a source"), context.actor(), at).expect("a new log");
    let refused = TransitionRefused::new(event_id(1, 900), refusal.clone(), &context, &walk.policy);
    let receipt = store.append(&refused.into(), at).expect("it is recorded");
    let line: Value = serde_json::from_slice(receipt.record().line()).expect("JSON");
    assert_eq!([lift(&line["data"], "en"), lift(&line["data"], "zh")], [english, chinese]);
    assert_eq!(line["data"]["policy"]["digest"], json!(walk.policy.id().digest));
    // which is read as it was said, whoever reads it
    let read = Record::parse(receipt.record().line()).expect("a record");
    assert_eq!(read.line(), receipt.record().line());

    let permit = refusal.reasons().iter().find(|reason| json!(reason)["parameters"]["item"] == "construction_permit");
    let permit = permit.expect("the permit");
    for wording in [refusal.wording(ZH), walk.policy.wording(ZH)] {
        assert_eq!(permit.lift().text(wording), chinese);
        assert_eq!(json!(permit.told_in(wording))["lift"]["text"], chinese);
    }
    assert_eq!(permit.lift().text(ZH), "请提交施工许可证，由建设部门提供");
}

#[test]
fn explanations_have_them() {
    let walk = walk(at(Stage::Registered));
    let explained = walk.project.explain_verb(Verb::Start, &walk.context(), &walk.policy);
    let texts = |language| json!(explained.told_in(language))["open"].to_string();
    says(&texts(ZH), &["施工许可证，由行政审批局提供", "建设用地规划许可证，由行政审批局提供", "由项目秘书提供"]);
    says(&texts(EN), &["(from the administrative approval bureau)", "(from the project secretary)"]);

    let signed = signed();
    let blocked = signed.project.explain_verb(Verb::Register, &signed.context(), &signed.policy);
    says(&json!(blocked.told_in(ZH)).to_string(), &["由新区管委会确定项目秘书"]);
    says(&json!(blocked).to_string(), &["由新区管委会确定项目秘书", "the committee of the new area does"]);
}

/// What no text of a city may have whose policy calls everybody otherwise: the distinct ones of the preset's names.
#[test]
fn no_name_of_the_preset_is_read_elsewhere() {
    let all: String = Provider::ALL
        .into_iter()
        .map(|provider| format!("{provider} = {{ en = \"body {provider}\", zh = \"某机构\" }}\n"))
        .collect();
    let policy = named(&all);
    let foreign = [
        "市外经贸局",
        "规划国土部门",
        "环保部门",
        "建设部门",
        "统计部门",
        "登记机关",
        "项目管家",
        "招商机构",
        "由开发区管委会",
        "由责任单位",
        "trade bureau",
        "dedicated officer",
        "environmental authority",
        "management committee",
        "provided by the ",
        "(from the ",
    ];
    let check = |text: String| {
        for name in foreign {
            assert!(!text.contains(name), "{name} in:\n{text}");
        }
    };
    let mut seen = 0;
    for (n, position) in (1..).zip(Position::all()) {
        let mut walk = Walk::to(n, position);
        walk.policy = policy.clone();
        for command in CommandForm::commands() {
            let form = CommandForm::read(command, b"{}").expect("a command");
            if let Err(refusal) = walk.project.decide_form(&form, &walk.context(), &walk.policy) {
                Language::ALL.into_iter().for_each(|language| check(refusal.text(language)));
                check(json!(refusal).to_string());
                check(refusal.to_string());
                seen += usize::from(refusal.text(ZH).contains("由某机构提供"));
            }
        }
        for explained in walk.project.explain(&walk.context(), &walk.policy) {
            Language::ALL.into_iter().for_each(|language| check(json!(explained.told_in(language)).to_string()));
            check(json!(explained).to_string());
        }
    }
    assert!(seen > 40, "{seen}");
}

/// A name that is the preset's is none, so the digest in every record so far stays; any other name is a part of it.
#[test]
fn the_digest_covers_names_that_differ() {
    let preset = Policy::shenyang_2018();
    let all: String = Provider::ALL
        .into_iter()
        .map(|provider| format!("{provider} = {{ en = {:?}, zh = {:?} }}\n", provider.label(EN), provider.label(ZH)))
        .collect();
    for same in ["", &all] {
        assert_eq!(named(same), preset);
    }
    let digest = "79c6ea01e1ca95daa9310638c01bb0eed21acda1d8742ba20517dc5ed1c7f25a";
    assert_eq!(preset.id().digest.to_string(), digest);
    let city = named(CITY);
    assert_ne!(city.id().digest, preset.id().digest);
    let english = named(r#"officer = { en = "the project officer", zh = "项目管家" }"#);
    assert_ne!(english.id().digest, preset.id().digest);
    // out and in again, whatever the order
    let terms: PolicyTerms = serde_json::from_value(json!(city.terms())).expect("terms");
    assert_eq!(Policy::new(terms).expect("a policy"), city);
    let reversed: String = CITY.lines().rev().map(|line| line.to_owned() + "\n").collect();
    assert_eq!(named(&reversed).id(), city.id());
    assert_eq!(
        String::from_utf8(canonical::to_vec(&city.terms().names).expect("canonical")).expect("UTF-8").split('"').nth(1),
        Some("committee"),
        "in the order of codes"
    );
}

/// No blank name, none that is too long, none in one language, and none of a body that nobody knows.
#[test]
fn what_is_no_name_is_refused() {
    let why = |names: &str| toml::from_str::<Names>(names).expect_err("it is no name").to_string();
    says(&why(r#"officer = { en = "the secretary", zh = " " }"#), &["a short text must not be blank"]);
    says(&why(r#"officer = { en = "", zh = "项目秘书" }"#), &["a short text must not be blank"]);
    let long = "秘".repeat(86);
    says(
        &why(&format!("officer = {{ en = \"the secretary\", zh = \"{long}\" }}")),
        &["a short text has at most 256 bytes, not 258"],
    );
    says(&why("officer = { en = \"a\\nb\", zh = \"项目秘书\" }"), &["is no short text"]);
    says(&why(r#"officer = { zh = "项目秘书" }"#), &["missing field `en`"]);
    says(&why(r#"officer = { en = "x", zh = "项目秘书", fr = "x" }"#), &["unknown field `fr`"]);
    says(
        &why(r#"mayor = { en = "the mayor", zh = "市长" }"#),
        &["`mayor` is no provider; known are responsible_unit, "],
    );
}

/// An item of which two may tell, in the order of the list.
#[test]
fn one_of_two_is_told_by_both_names() {
    let name = |en: &str, zh: &str| Name { en: en.parse().expect("a name"), zh: zh.parse().expect("a name") };
    let names: Names = [(Provider::Statistics, name("the office of figures", "统计局"))].into_iter().collect();
    assert_eq!(Item::OperationBasis.providers(), [Provider::Statistics, Provider::Officer]);
    assert_eq!(names.provider(Item::OperationBasis, ZH), "统计局或项目管家");
    assert_eq!(names.provider(Item::OperationBasis, EN), "the office of figures or the dedicated officer");
    // of two names the last stands, and it may be the preset's
    let officer = Provider::Officer;
    let twice: Names =
        [(officer, name("x", "某")), (officer, name(officer.label(EN), officer.label(ZH)))].into_iter().collect();
    assert!(twice.is_empty());
}
