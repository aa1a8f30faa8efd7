//! What a host adds: its own guard and reasons, and members of its own.

use std::sync::Arc;

use crate::common::evidence::complete;
use crate::common::walk::Walk;
use crate::common::{at, event_id};
use crate::properties::forms::{form_of, read};
use project_lifecycle::{act::*, audit::*, lifecycle::*, project::*, reason::*, *};
use serde_json::{Value, json};

/// Nobody signs while the seal is away, and no agreement with a party of a list.
#[derive(Debug)]
struct Seal;

fn away() -> HostReason {
    let lifts = ["wait until it is back", "待公章归还后办理"];
    HostReason::new("host:seal_away", ["the seal is away", "公章外出"], lifts).expect("short texts")
}

fn listed() -> HostReason {
    let texts = ["a party is listed", "签约方在黑名单内"];
    HostReason::new("host:party_listed", texts, ["choose another party", "更换签约方"]).expect("short texts")
}

impl HostGuard for Seal {
    fn reasons(&self, project: &Project, name: &str, command: Option<&Command>, _: &Context) -> Vec<HostReason> {
        assert_eq!(project.profile().zone().as_str(), "shenyang-hitech");
        let mut reasons = Vec::new();
        if name == "sign" || name == "pause" {
            reasons.push(away());
        }
        if let Some(Command::Sign(agreement)) = command
            && agreement.parties().iter().any(|party| party.as_str() == "某机器人公司")
        {
            reasons.push(listed());
        }
        reasons
    }
}

fn guarded(walk: &Walk) -> Context {
    walk.context().guarded_by(Arc::new(Seal))
}

#[test]
fn a_host_guard_takes_part_in_deciding_checking_and_explaining() {
    let mut walk = Walk::to(3, at(Stage::Negotiating));
    let context = guarded(&walk);
    let sign = complete(Verb::Sign, &walk.project, walk.today);
    let both = [Reason::Host(Box::new(away())), Reason::Host(Box::new(listed()))];
    assert_eq!(walk.project.check(&sign, &context, &walk.policy), both);
    let refusal = walk.project.decide(sign.clone(), &context, &walk.policy).expect_err("the seal is away");
    assert_eq!(refusal.reasons(), both);
    // without a command only what none lifts
    let explained = walk.project.explain_verb(Verb::Sign, &context, &walk.policy);
    assert_eq!(explained.answer, Answer::Blocked(vec![Reason::Host(Box::new(away()))]));
    let gaps = walk.project.check_form(&read("sign", &json!({})), &context, &walk.policy);
    assert_eq!(gaps.last(), Some(&Reason::Host(Box::new(away()))));
    assert!(!gaps.contains(&Reason::Host(Box::new(listed()))), "{gaps:?}");
    // facts too; others as before
    let pause = read("pause", &json!({"reason": "funds", "explanation": "x"}));
    assert!(walk.project.check_form(&pause, &context, &walk.policy).contains(&Reason::Host(Box::new(away()))));
    let back = complete(Verb::BreakOff, &walk.project, walk.today);
    assert!(walk.project.decide(back, &context, &walk.policy).is_ok());
    // the law comes first, and a retry is no command
    let register = complete(Verb::Register, &walk.project, walk.today);
    let alone = walk.project.check(&register, &context, &walk.policy);
    assert!(matches!(alone[..], [Reason::NotPermitted { .. }]), "{alone:?}");
    let signed = walk.give(sign.clone());
    let again = Context::new(signed.id(), signed.at(), signed.actor().clone()).guarded_by(Arc::new(Seal));
    let again = walk.project.decide(sign, &again.on(signed.effective_on()), &walk.policy);
    assert_eq!(again, Ok(Decision::AlreadyRecorded(signed)));
}

#[test]
fn a_host_reason_is_told_as_any_other() {
    let walk = Walk::to(3, at(Stage::Negotiating));
    let context = guarded(&walk);
    let sign = complete(Verb::Sign, &walk.project, walk.today);
    let refusal = walk.project.decide(sign, &context, &walk.policy).expect_err("the seal is away");
    assert_eq!(
        json!(refusal)["reasons"][0],
        json!({
            "code": "host:seal_away", "en": "the seal is away", "zh": "公章外出",
            "lift": {"act": "host", "en": "wait until it is back", "zh": "待公章归还后办理", "parameters": {
                "en": "wait until it is back", "zh": "待公章归还后办理",
            }},
        })
    );
    assert_eq!(refusal.text(Language::Chinese), "公章外出。待公章归还后办理。\n签约方在黑名单内。更换签约方。");
    // it can be put on record
    let refused = TransitionRefused::new(event_id(3, 900), refusal, &context, &walk.policy);
    let mut store = crate::common::opened(crate::common::source(), context.actor(), context.at()).expect("a new log");
    assert!(store.append(&refused.into(), context.at()).is_ok());
}

fn members() -> Value {
    json!({"case": "2018-17", "verb": "close", "from": "planned", "to": "zombie", "host": {"law": 0}})
}

#[test]
fn members_of_the_host_are_content() {
    let mut walk = Walk::to(3, at(Stage::Negotiating));
    let host = HostData::new(&members()).expect("an object");
    let sign = complete(Verb::Sign, &walk.project, walk.today);
    let context = walk.context().with_host(host.clone());
    let decision = walk.project.decide(sign.clone(), &context, &walk.policy).expect("lawful");
    let event = decision.into_new().expect("new");
    assert_eq!((event.host(), event.to()), (Some(&host), at(Stage::Signed)));
    walk.project.apply(event.clone()).expect("it follows");
    // the same again is a retry, with other members or none it is another command
    let again = |context: &Context| walk.project.decide(sign.clone(), context, &walk.policy);
    assert_eq!(again(&context), Ok(Decision::AlreadyRecorded(event)));
    let other = HostData::new(&json!({"case": "2018-18"})).expect("an object");
    let bare = || Context::new(context.id(), context.at(), context.actor().clone());
    for context in [bare().with_host(other), bare()] {
        let reasons = again(&context).expect_err("another command").reasons().to_vec();
        assert!(matches!(reasons[..], [Reason::IdReused { recorded_on: None, .. }]), "{reasons:?}");
    }
}

#[test]
fn a_form_brings_members_of_the_host() {
    let walk = Walk::to(3, at(Stage::Negotiating));
    let (name, mut object) = form_of(&complete(Verb::Sign, &walk.project, walk.today)).expect("it has a form");
    object["host"] = members();
    let context = walk.context().taking_host_of_forms();
    let event = walk.project.decide_form(&read(name, &object), &context, &walk.policy).expect("lawful");
    assert_eq!(event.event().host().map(HostData::value), Some(members()));
    for (host, told) in [
        (
            json!(["a"]),
            "agreement: host's own members cannot be read: [\"a\"] is not an object without fractions, whose names are \
                        printable ASCII without quotes",
        ),
        (
            json!({"a": 0.5}),
            "agreement: host's own members cannot be read: {\"a\":0.5} is not an object without fractions, whose \
                             names are printable ASCII without quotes",
        ),
        (json!({"a": "x".repeat(5_000)}), "agreement: host's own members has a text of 5008 bytes; the limit is 4096"),
        (json!({"a": "\0"}), "agreement: host's own members has a text that contains U+0000"),
    ] {
        object["host"] = host;
        let reasons = walk.project.check_form(&read(name, &object), &context, &walk.policy);
        assert_eq!(reasons.iter().map(ToString::to_string).collect::<Vec<_>>(), [told]);
    }
}

/// Whoever sends a form does not write what the host vouches for, unless the host says so.
#[test]
fn a_form_brings_no_members_of_the_host_by_itself() {
    let walk = Walk::to(3, at(Stage::Negotiating));
    let own = HostData::new(&json!({"approved_by": "the host"})).expect("an object");
    for (name, mut object) in [
        form_of(&complete(Verb::Sign, &walk.project, walk.today)).expect("it has a form"),
        ("assign_officer", json!({"officer": "officer-8"})),
    ] {
        object["host"] = json!({"approved_by": "the client"});
        for context in [walk.context(), walk.context().with_host(own.clone())] {
            let reasons = walk.project.check_form(&read(name, &object), &context, &walk.policy);
            assert_eq!(
                reasons.iter().map(|reason| (reason.code(), reason.member())).collect::<Vec<_>>(),
                [("malformed", Some("host"))]
            );
        }
        object["host"] = json!(null);
        let decision =
            walk.project.decide_form(&read(name, &object), &walk.context().with_host(own.clone()), &walk.policy);
        assert_eq!(decision.expect("lawful").event().host(), Some(&own));
    }
    let profile = json!({"name": "n", "zone": "z", "host": {"approved_by": "the client"}}).to_string();
    let plan = |context: &Context| Project::plan_form(ProjectId::named("p"), profile.as_bytes(), context, &walk.policy);
    assert_eq!(plan(&walk.context()).expect_err("no such member").reasons()[0].member(), Some("host"));
    assert!(plan(&walk.context().taking_host_of_forms()).is_ok());
}
