//! What an API shows: JSON as it stands, written down by hand.

use project_lifecycle::audit::merkle::{Checkpoint, RecordProof};
use project_lifecycle::audit::verify_against;
use project_lifecycle::project::InvestmentMeasure;
use project_lifecycle::project::fact::InvestmentReport;
use project_lifecycle::store::{CurrentStates as _, PageKey, ProjectQuery};
use project_lifecycle::value::{Digest, DigestAlgorithm};
use project_lifecycle::{Command, EventLog as _, EventStore as _, MemoryStore, Money, Record, Stage, Verdict, verify};
use serde_json::{Value, json};

use crate::common::walk::Walk;
use crate::common::{actor, at, day, evening, source};

/// A list has its projects' states, and a place for the next page that can be given back as it stands.
#[test]
fn a_page_is_shown_with_the_place_of_the_next() {
    let mut store = crate::common::opened(source(), &actor(), evening(Walk::plan(1).today)).expect("a log");
    for p in [1, 2] {
        let walk = Walk::plan(p);
        store.append(&(&walk.project.events()[0]).into(), evening(walk.today)).expect("recorded");
    }
    let first = store.projects(&ProjectQuery::all().limit(1)).expect("a page");
    let shown = serde_json::to_value(&first).expect("JSON");
    assert_eq!(
        shown,
        json!({
            "projects": [{
                "project": "a0000000-0000-4000-8000-000000000001",
                "version": 1,
                "position": "planned",
                "since": "2018-06-01",
                "name": "机器人未来城一期",
                "kind": "enterprise",
                "code": null,
                "zone": "shenyang-hitech",
                "officer": null,
                "total_investment": null,
                "invested": [],
                "schedule": null,
                "owed": [],
                "paused_since": null,
                "noted_on": null
            }],
            // `printf '3:all,-,-,-,-,' | sha256sum` tells the list, and the same of all before the last dot is its check
            "next": "id.e3ce853433608a36.a0000000-0000-4000-8000-000000000001..57891c9a"
        })
    );
    let place: PageKey = serde_json::from_value(shown["next"].clone()).expect("a place");
    let second = store.projects(&ProjectQuery::all().limit(1).after(place).expect("of this list")).expect("a page");
    let ids: Vec<_> = second.projects.iter().map(|state| state.project.to_string()).collect();
    assert_eq!((ids, second.next), (vec!["a0000000-0000-4000-8000-000000000002".to_owned()], None));
}

/// Every stage, in its order, with zero where no project stands.
#[test]
fn counts_are_shown_by_stage() {
    let mut store = crate::common::opened(source(), &actor(), evening(Walk::plan(1).today)).expect("a log");
    for walk in [Walk::plan(1), Walk::plan(2), Walk::to(3, at(Stage::Signed)), Walk::to(4, at(Stage::Closed))] {
        for event in walk.project.events() {
            store.append(&event.into(), evening(day("2025-12-01"))).expect("recorded");
        }
    }
    let shown = serde_json::to_string(&store.counts(&ProjectQuery::all()).expect("counts")).expect("JSON");
    assert_eq!(
        shown,
        "{\"planned\":2,\"reserve\":0,\"negotiating\":0,\"signed\":1,\"registered\":0,\"started\":0,\"producing\":0,\
         \"operating\":0,\"zombie\":0,\"closed\":1}"
    );
}

/// Amounts are text with two decimals, below zero too.
#[test]
fn what_was_invested_is_shown_as_an_amount() {
    let mut walk = Walk::to(1, at(Stage::Signed));
    walk.pass(100);
    let report = |fen: i64, from: &str, to: &str| {
        Command::ReportInvestment(InvestmentReport {
            amount: Money::from_fen(fen),
            from: from.parse().expect("a day"),
            measure: InvestmentMeasure::Completed,
            to: to.parse().expect("a day"),
        })
    };
    walk.give(report(12_345_678, "2018-01-01", "2018-03-31"));
    walk.give(report(-12_345_683, "2018-04-01", "2018-04-30"));
    let shown = serde_json::to_value(walk.project.current()).expect("JSON");
    assert_eq!(
        shown["invested"],
        json!([{
            "measure": "completed",
            "currency": "CNY",
            "year": 2018,
            "amount": "-0.05",
            "to": "2018-04-30",
            "cumulative_to": "2018-03-31"
        }])
    );
    assert_eq!(shown["position"], Value::from("signed"));
}

/// A log of two records that stay as they are, and its lines.
fn two_records() -> (MemoryStore, [String; 2]) {
    let mut store = crate::common::opened(source(), &actor(), evening(Walk::plan(1).today)).expect("a log");
    let walk = Walk::plan(1);
    store.append(&(&walk.project.events()[0]).into(), evening(walk.today)).expect("recorded");
    let lines = [0, 1].map(|place: usize| String::from_utf8(store.records()[place].line().to_vec()).expect("UTF-8"));
    (store, lines)
}

/// A record is shown with the members of its line, in the same order, a receipt with whether it was written now.
#[test]
fn a_receipt_is_shown_with_its_record() {
    let (mut store, [_, line]) = two_records();
    let request = (&Walk::plan(1).project.events()[0]).into();
    let again = store.append(&request, evening(day("2025-12-01"))).expect("it is found");
    let shown = serde_json::to_string(&again).expect("JSON");
    assert_eq!(shown, format!("{{\"record\":{line},\"is_new\":false}}"));
    let new = store.append(&(&Walk::plan(2).project.events()[0]).into(), evening(day("2025-12-01"))).expect("recorded");
    assert!(serde_json::to_string(&new).expect("JSON").ends_with(",\"is_new\":true}"));
    let opened = store.open_log(DigestAlgorithm::Sha256, &actor(), evening(day("2025-12-01"))).expect("it is open");
    assert!(!opened.is_new());
    // each record of the golden files as its line stands there
    for line in include_str!("golden/v1/events.jsonl").lines() {
        assert_eq!(serde_json::to_string(&Record::parse(line).expect("a record")).expect("JSON"), line);
    }
}

/// Digests are hexadecimal digits, not the base64 of the C2SP texts.
#[test]
fn a_proof_and_its_checkpoint_are_shown_with_their_members() {
    let (store, lines) = two_records();
    let [first, second] = lines.map(|line| DigestAlgorithm::Sha256.leaf(line.as_bytes()));
    let root = Digest::of_parts(&[&[1], first.bytes(), second.bytes()]);
    let proof = store.proof(2).expect("it proves").expect("it is there");
    let checkpoint = format!("{{\"digest\":\"sha-256\",\"origin\":\"{}\",\"size\":2,\"root\":\"{root}\"}}", source());
    let shown = serde_json::to_string(&proof).expect("JSON");
    assert_eq!(shown, format!("{{\"index\":1,\"path\":[\"{first}\"],\"checkpoint\":{checkpoint}}}"));
    assert_eq!(serde_json::from_str::<RecordProof>(&shown).expect("a proof"), proof);
    assert_eq!(serde_json::from_str::<Checkpoint>(&checkpoint).expect("a checkpoint"), proof.checkpoint);
    assert!(serde_json::from_str::<Checkpoint>(&checkpoint.replace("sha-256", "md5")).is_err());
    assert!(proof.to_string().starts_with("c2sp.org/tlog-proof@v1\nindex 1\n"));
}

#[test]
fn a_verdict_is_shown_by_its_name() {
    let (store, [first, second]) = two_records();
    let root = store.head().expect("a head").checkpoint().root;
    let kept = store.head().expect("a head").checkpoint();
    let log = format!("{first}\n{second}\n");
    let at = evening(Walk::plan(1).today);
    let checkpoint = json!({"digest": "sha-256", "origin": source().as_str(), "size": 2, "root": root.to_string()});
    let mut head = checkpoint.clone();
    head["recorded"] = at.to_string().into();
    let shown = |verdict: &Verdict| serde_json::to_value(verdict).expect("JSON");

    let alone = verify(log.as_bytes()).expect("it reads");
    assert_eq!(shown(&alone), json!({"verdict": "self_consistent", "head": head}));
    assert_eq!(alone.to_string(), format!("the 2 records of {} follow from one another", source()));

    let with = verify_against(log.as_bytes(), &kept).expect("it reads");
    assert_eq!(shown(&with), json!({"verdict": "consistent_with", "checkpoint": checkpoint, "head": head}));
    let said = format!("the 2 records of {} follow from one another, and go on from the checkpoint at 2", source());
    assert_eq!(with.to_string(), said);

    let cut = verify_against(format!("{first}\n").as_bytes(), &kept).expect("it reads");
    let text = "the log had 2 records at the checkpoint and has 1: its tail is missing";
    let cut_head = json!({
        "digest": "sha-256", "origin": source().as_str(), "size": 1, "recorded": at.to_string(),
        "root": DigestAlgorithm::Sha256.leaf(first.as_bytes()).to_string()
    });
    assert_eq!(
        shown(&cut),
        json!({
            "verdict": "contradicts", "checkpoint": checkpoint, "head": cut_head,
            "contradiction": {"code": "shorter", "text": text}
        })
    );
    assert_eq!(cut.to_string(), format!("the log contradicts the checkpoint: {text}"));

    let torn = verify(log.trim_end().as_bytes()).expect("it reads");
    let text = "the line does not end in a line feed: a torn write, or a cut file";
    assert_eq!(
        shown(&torn),
        json!({
            "verdict": "not_self_consistent", "checkpoint": null, "contradiction": null, "head": cut_head,
            "faults": {"count": 1, "first": [{"line": 2, "fault": {"code": "torn", "text": text}}]}
        })
    );
    assert_eq!(torn.to_string(), format!("line 2 does not follow: {text}"));
}

#[test]
fn a_query_lists_all_unless_it_says_otherwise() {
    assert_eq!(ProjectQuery::default(), ProjectQuery::all());
}

/// By hand, from the documentation of `told_in`.
#[test]
fn a_refusal_and_an_explanation_are_told_in_one_language() {
    use project_lifecycle::{Language, Verb, project::CommandForm};

    let walk = Walk::to(3, at(Stage::Planned));
    let form = CommandForm::read("assign_officer", b"{}").expect("a command's name");
    let refusal = walk.project.decide_form(&form, &walk.context(), &walk.policy).expect_err("nobody is named");
    assert_eq!(
        json!(refusal.told_in(Language::Chinese)),
        json!({
            "project": walk.project.id(),
            "command": "assign_officer",
            "reasons": [{
                "code": "malformed",
                "parameters": {"gate": null, "item": null, "member": "officer", "fault": {"kind": "missing"}},
                "text": "项目管家未填写",
                "member": "officer",
                "lift": {"act": "fill", "parameters": {"member": "officer"}, "text": "请填写项目管家"},
            }],
        })
    );
    let explained =
        |verb| json!(walk.project.explain_verb(verb, &walk.context(), &walk.policy).told_in(Language::English));
    let open = explained(Verb::Admit);
    assert_eq!(
        (&open["verb"], &open["label"], &open["to"]),
        (&json!("admit"), &json!("Admit to the reserve"), &json!("reserve"))
    );
    assert_eq!(open["open"][0]["member"], "industry");
    assert_eq!(open["open"][0]["need"], "always");
    let blocked = explained(Verb::Sign);
    assert_eq!((&blocked["to"], &blocked["blocked"][0]["code"]), (&json!(null), &json!("not_permitted")));
}
