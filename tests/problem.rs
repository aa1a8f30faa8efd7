//! What an API answers: problem details, with a status by blame.

use std::error::Error;

use crate::common::walk::Walk;
use crate::common::zones::{ZoneWalk, voiding_zone_fact};
use crate::common::{at, context, day, policy};
use project_lifecycle::audit::{AppendError, GiveError, Subject};
use project_lifecycle::canonical::EncodeError;
use project_lifecycle::lifecycle::ZoneClass;
use project_lifecycle::portfolio::QuestionError;
use project_lifecycle::problem::Problem;
use project_lifecycle::project::CommandForm;
use project_lifecycle::reason::HostReason;
use project_lifecycle::store::{CursorError, PageKey, ProjectQuery};
use project_lifecycle::value::DigestAlgorithm;
use project_lifecycle::*;
use serde_json::{Value, json};

/// A secret that no client is to see.
const SECRET: &str = "/var/lib/city.db: disk I/O error";

fn body(problem: &Problem, language: Language) -> Value {
    serde_json::to_value(problem.told_in(language)).expect("it has JSON")
}

/// Each problem with its kind, its status, and whether it may be sent again as it is.
fn problems() -> Vec<(Problem, &'static str, u16, bool)> {
    let walk = Walk::plan(1);
    let (id, event) = (walk.project.id(), walk.project.events()[0].id());
    let decide = |name: &str, json: &[u8]| {
        let form = CommandForm::read(name, json).expect("a command");
        Problem::from(walk.project.decide_form(&form, &walk.context(), &walk.policy).expect_err("it is refused"))
    };
    let long = vec![b' '; CommandForm::MAX_BYTES + 1];
    let conflict = || AppendError::Conflict { subject: Subject::from(id), expected: 2, actual: 3 };
    let lost = || SECRET.into();
    let planned_again = AppendError::Conflict { subject: Subject::from(id), expected: 0, actual: 3 };
    let not_yours =
        HostReason::new("host:not_yours", ["it is not yours", "不属本单位"], ["ask its officer", "请联系项目专员"]);
    let not_yours = not_yours.expect("short texts");
    let page = ProjectQuery::all().limit(1);
    let place = page.key(walk.project.current()).expect("it is in the list");
    let now: Timestamp = "2018-06-01T00:00:00Z".parse().expect("an instant");
    let ahead = AppendError::AtAheadOfNow { at: now.plus_minutes(60).expect("in range"), now };
    vec![
        (decide("sign", b"{}"), "refused", 409, false),
        (decide("engage", b"{}"), "refused", 422, false),
        (decide("engage", b"{"), "refused", 400, false),
        (decide("engage", &long), "refused", 413, false),
        (CommandForm::read("skip", b"{}").expect_err("no command").into(), "no_command", 404, false),
        ("signing".parse::<Stage>().expect_err("no stage").into(), "unreadable", 400, false),
        ("!".parse::<PageKey>().expect_err("no place").into(), "unreadable", 400, false),
        (Problem::unreadable("id", "seven"), "unreadable", 400, false),
        (page.in_stage(Stage::Signed).after(place).expect_err("another list").into(), "other_list", 400, false),
        (Problem::no_project(id), "no_project", 404, false),
        (GiveError::NoProject { project: id }.into(), "no_project", 404, false),
        (Problem::no_record(7), "no_record", 404, false),
        (Problem::too_large(9), "too_large", 413, false),
        (AppendError::TooLarge { bytes: 70_000, limit: 65_535 }.into(), "too_large", 413, false),
        (planned_again.into(), "already_planned", 409, false),
        (QuestionError::NoYear { year: 0 }.into(), "unreadable", 400, false),
        (CursorError::Store(StoreError::Retry(lost())).into(), "busy", 503, true),
        (Problem::of_host(403, not_yours), "host:not_yours", 403, false),
        (conflict().into(), "conflict", 409, false),
        (GiveError::from(StoreError::from(conflict())).into(), "conflict", 409, false),
        (AppendError::IdReused { id: event, sequence: 7, dates: None }.into(), "id_reused", 409, false),
        (StoreError::Retry(lost()).into(), "busy", 503, true),
        (StoreError::OutcomeUnknown(lost()).into(), "outcome_unknown", 503, true),
        (StoreError::Storage(lost()).into(), "internal", 500, false),
        (StoreError::Corrupt { what: SECRET.into(), why: lost() }.into(), "internal", 500, false),
        (LoadError::Store(StoreError::Storage(lost())).into(), "internal", 500, false),
        (ahead.into(), "internal", 500, false),
        (AppendError::Full { size: 9 }.into(), "internal", 500, false),
        (AppendError::Encode(EncodeError::Custom(SECRET.into())).into(), "internal", 500, false),
        (
            AppendError::OtherDigest { found: DigestAlgorithm::Sha256, asked: DigestAlgorithm::Sha256 }.into(),
            "internal",
            500,
            false,
        ),
        (Problem::internal(SECRET), "internal", 500, false),
    ]
}

#[test]
fn a_problem_has_a_status_by_blame_and_a_text_in_each_language() {
    for (problem, kind, status, is_retryable) in problems() {
        assert_eq!(
            (problem.kind(), problem.status(), problem.is_retryable()),
            (kind, status, is_retryable),
            "{problem}"
        );
        for language in Language::ALL {
            let body = body(&problem, language);
            assert_eq!(body["type"], format!("urn:project-lifecycle:problem:{kind}"));
            assert_eq!(body["status"], status);
            for text in ["title", "detail"].map(|member| body[member].as_str().expect("a text")) {
                let is_chinese = text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
                assert_eq!(is_chinese, language == Language::Chinese, "{text}");
            }
            assert!(!body.to_string().contains("city.db"), "{body}");
        }
    }
}

#[test]
fn the_host_has_the_cause_that_no_client_sees() {
    let problem = Problem::from(StoreError::Storage(SECRET.into()));
    let cause = problem.source().expect("a cause");
    assert_eq!(cause.to_string(), "storage failed");
    assert_eq!(cause.source().map(ToString::to_string).as_deref(), Some(SECRET));
    assert_eq!(problem.to_string(), "the fault is not in the request; whoever runs the service can tell why");
}

#[test]
fn a_refusal_is_told_whole() {
    let walk = Walk::to(1, at(Stage::Reserve));
    let form = CommandForm::read("sign", b"{}").expect("a command");
    let refusal =
        walk.project.decide_form(&form, &walk.context(), &walk.policy).expect_err("nothing is signed before talks");
    let problem = Problem::from(refusal.clone());
    assert_eq!(problem.refusal(), Some(&refusal));
    let told = body(&problem, Language::English);
    assert_eq!(
        told,
        json!({
            "type": "urn:project-lifecycle:problem:refused",
            "title": "The command is refused",
            "status": 409,
            "detail": "not_permitted: `sign` is not permitted for a project that is `reserve`; permitted here: engage, send_back, close (first engage)",
            "project": walk.project.id(),
            "command": "sign",
            "reasons": [{
                "code": "not_permitted",
                "parameters": {"verb": "sign", "position": "reserve", "permitted": ["engage", "send_back", "close"]},
                "text": "`sign` is not permitted for a project that is `reserve`; permitted here: engage, send_back, close",
                "lift": {"act": "act_first", "parameters": {"verbs": ["engage"]}, "text": "first engage"},
            }],
        })
    );
}

#[test]
fn what_a_client_sent_is_said_back_in_short() {
    let problem = Problem::unreadable("zone", "x".repeat(5_000));
    assert_eq!(problem.detail(Language::English), format!("`zone` cannot be read: `{}`", "x".repeat(100)));
    assert_eq!(problem.detail(Language::Chinese), format!("参数“zone”无法识别：“{}”", "x".repeat(100)));
    let unknown = CommandForm::read(&"长".repeat(5_000), b"{}").expect_err("no command");
    let told = Problem::from(unknown).detail(Language::Chinese);
    assert!(told.starts_with(&format!("没有名为“{}”的办理事项；可办理：admit、engage、", "长".repeat(100))), "{told}");
}

#[test]
fn a_zone_refuses_alike() {
    let walk = ZoneWalk::registered(ZoneClass::National);
    let context = context(7, 7, day("2018-08-01"));
    let refusal = walk.zone.decide(voiding_zone_fact(99), &context, &policy()).expect_err("no such fact");
    let problem = Problem::from(refusal.clone());
    assert_eq!((problem.kind(), problem.status()), ("refused", 422));
    let told = body(&problem, Language::Chinese);
    assert_eq!((&told["zone"], &told["command"]), (&json!(refusal.zone()), &json!(refusal.command())));
    assert_eq!(told["reasons"], json!([refusal.reasons()[0].told_in(Language::Chinese)]));
    assert_eq!(told["reasons"][0]["code"], "no_standing_fact");
}
