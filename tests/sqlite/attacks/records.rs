//! Records that do not follow.

use super::super::target::{Forged, Target, client, inserted, late};
use super::{Attack, NO_MOVE, NOT_CANONICAL, NOT_LAST, NOT_NEXT, at, attack};
use crate::common::evidence::complete;
use crate::common::walk::Walk;
use crate::common::{event_id, project_id, stalled};
use project_lifecycle::{audit::*, lifecycle::*, value::*};
use serde_json::{Value, json};

#[test]
fn no_record_that_does_not_follow() {
    attack(&Target::new("records"), records);
}

/// Streams of other kinds have no law yet, but a chain and versions, as those of projects.
#[test]
fn no_record_of_another_kind_that_does_not_follow() {
    let mut walk = Walk::plan(1);
    let (id, context) = (event_id(1, 800), walk.context());
    let refusal = walk.project.decide(complete(Verb::Sign, &walk.project, walk.today), &context, &walk.policy);
    let refused = TransitionRefused::new(id, refusal.expect_err("a stage is skipped"), &context, &walk.policy);
    walk.pass(1);
    let target = Target::of_requests("kinds", [walk.project.events()[0].clone().into(), refused.into()].into());
    attack(&target, other_kinds);
}

/// Records of another kind that do not follow.
fn other_kinds(target: &Target) -> Vec<Attack> {
    let (last, old) = (target.records.last().expect("a log"), target.records[0].clone());
    assert_eq!(last.subject().kind(), SubjectKind::Refusal);
    let next = |version: u64| {
        let subject = last.subject().to_string();
        target.forge(last, project_id(1)).set("/subject", subject).set("/streamversion", version)
    };
    let other = |version: u64| next(version).set("/subject", Subject::refusal(old.id()).to_string());
    target.accepts("the next of its stream", &next(2).insert());
    target.accepts("the first of another stream", &other(1).insert());
    let size = target.head.size();
    let leaf = old.leaf(DigestAlgorithm::Sha256).to_string();
    vec![
        ("the first of its stream again", next(1).insert(), NOT_NEXT),
        ("a version too far", next(3).insert(), NOT_NEXT),
        ("begin in the middle", other(2).insert(), NOT_NEXT),
        ("before the first", other(0).insert(), NOT_NEXT),
        ("fork the log", next(2).set("/sequence", format!("{size:019}")).insert(), NOT_LAST),
        ("leave a gap", next(2).set("/sequence", format!("{:019}", size + 2)).insert(), NOT_LAST),
        ("follow an old line", next(2).set("/predecessorhash", leaf).insert(), NOT_LAST),
        ("an id twice", next(2).set("/id", last.id().to_string()).insert(), "the id names another record of the log"),
    ]
}

const ON_NOTHING: &str = "a step rests either on its evidence or on the ledger that it was imported from";

/// Where an imported step says that it comes from.
fn provenance() -> Value {
    json!({"record": 1, "source": "ledger.csv"})
}

/// The statement that inserts a record with a leaf of 31 bytes.
fn cut_leaf(forged: &Forged) -> String {
    let whole = forged.insert();
    let leaf = whole.rfind("x'").expect("a leaf");
    format!("{}{}", &whole[..leaf + 2], &whole[leaf + 4..])
}

/// Records that do not follow.
fn records(target: &Target) -> Vec<Attack> {
    let (planned, signed) = (target.at(at(Stage::Planned)), target.at(at(Stage::Signed)));
    let zombie = target.at(stalled(Stage::Started));
    let go = |project, verb: Verb, from, to| {
        target.forge_move(project, verb.code(), from, at(to)).expect("words can say it")
    };
    let admit = || go(planned, Verb::Admit, Some(at(Stage::Planned)), Stage::Reserve);
    let register = || go(signed, Verb::Register, Some(at(Stage::Signed)), Stage::Registered);
    target.accepts("a lawful move", &admit().insert());
    target.accepts("another lawful move", &register().insert());
    let fresh = project_id(900);
    let plan = || target.forge(target.sample("planned"), fresh);
    target.accepts("a lawful planning", &plan().insert());
    let revive = |to: Stage| {
        let mut forged = go(zombie, Verb::Revive, Some(at(Stage::Started)), to);
        (forged.json["data"]["from"], forged.json["data"]["stalled_at"]) = ("zombie".into(), "started".into());
        forged
    };
    target.accepts("a lawful revival", &revive(Stage::Started).insert());
    let (old, last) = (&target.records[3], target.records.last().expect("a log"));
    let size = target.head.size();
    let other = "00000000-0000-4000-8000-00000000abcd";
    let next_version = target.stream(signed).len() + 1;
    vec![
        ("skip a stage", go(planned, Verb::Sign, Some(at(Stage::Planned)), Stage::Signed).insert(), NO_MOVE),
        (
            "skip a stage under its own verb",
            go(planned, Verb::Register, Some(at(Stage::Signed)), Stage::Registered).insert(),
            NOT_NEXT,
        ),
        ("start in the middle", go(fresh, Verb::Sign, Some(at(Stage::Negotiating)), Stage::Signed).insert(), NOT_NEXT),
        ("start in the middle from nowhere", go(fresh, Verb::Sign, None, Stage::Signed).insert(), NO_MOVE),
        ("plan into the middle", plan().set("/data/to", "operating").insert(), NO_MOVE),
        ("a project that does nothing", plan().set("/data/verb", "none").set("/data/to", "none").insert(), NO_MOVE),
        (
            "a project that comes from and leads to nothing",
            plan().set("/data/verb", "none").without("/data/to").without("/data/from").insert(),
            NO_MOVE,
        ),
        ("revive to another stage", revive(Stage::Signed).insert(), NO_MOVE),
        (
            "revive as if it had stalled elsewhere",
            revive(Stage::Signed).set("/data/stalled_at", "signed").insert(),
            NOT_NEXT,
        ),
        (
            "revive without saying where it stalled",
            revive(Stage::Started).without("/data/stalled_at").insert(),
            NO_MOVE,
        ),
        ("a zombie written as one word", revive(Stage::Started).set("/data/from", "zombie:started").insert(), NO_MOVE),
        (
            "a zombie to be, written as one word",
            {
                let signed = stalled(Stage::Signed);
                let stall = target.forge_move(target.at(at(Stage::Signed)), "stall", Some(at(Stage::Signed)), signed);
                stall.expect("words can say it").without("/data/stalled_at").set("/data/to", "zombie:signed").insert()
            },
            NO_MOVE,
        ),
        ("a move from nowhere", go(planned, Verb::Admit, None, Stage::Reserve).insert(), NO_MOVE),
        (
            "a move from nowhere, of a new project",
            go(fresh, Verb::Admit, Some(at(Stage::Planned)), Stage::Reserve).set("/streamversion", 2).insert(),
            NOT_NEXT,
        ),
        ("a move to nowhere", admit().without("/data/to").insert(), NO_MOVE),
        ("no verb that the law knows", admit().set("/data/verb", "promote").insert(), NO_MOVE),
        ("a lawful move under a law that is none", admit().set("/data/law", 2).insert(), NO_MOVE),
        ("a lawful move under the law of other things", admit().set("/data/law", 0).insert(), NO_MOVE),
        ("a lawful move under no law", admit().without("/data/law").insert(), NO_MOVE),
        ("a law that is a text", admit().set("/data/law", "1").insert(), "cannot store TEXT value in INTEGER column"),
        ("a fact that moves", admit().without("/data/verb").insert(), NO_MOVE),
        ("a fact in another stage", target.forge_fact(planned, at(Stage::Reserve)).insert(), NOT_NEXT),
        ("plan again", target.forge(target.sample("planned"), planned).set("/streamversion", 1).insert(), NOT_NEXT),
        ("plan again, later", target.forge(target.sample("planned"), planned).insert(), NOT_NEXT),
        ("plan as the second version", plan().set("/streamversion", 2).insert(), NOT_NEXT),
        ("a version too far", register().set("/streamversion", next_version + 1).insert(), NOT_NEXT),
        ("fork from an old row", register().set("/streamversion", next_version - 1).insert(), NOT_NEXT),
        (
            "fork from the first row",
            go(signed, Verb::Admit, Some(at(Stage::Planned)), Stage::Reserve).set("/streamversion", 2).insert(),
            NOT_NEXT,
        ),
        ("fork the log", register().set("/sequence", format!("{:019}", size)).insert(), NOT_LAST),
        ("fork the log from its beginning", register().set("/sequence", format!("{:019}", 4)).insert(), NOT_LAST),
        ("begin the log anew", register().set("/sequence", format!("{:019}", 1)).insert(), NOT_LAST),
        ("leave a gap", register().set("/sequence", format!("{:019}", size + 2)).insert(), NOT_LAST),
        (
            "follow another line",
            register().set("/predecessorhash", old.leaf(DigestAlgorithm::Sha256).to_string()).insert(),
            NOT_LAST,
        ),
        ("follow no line", register().set("/predecessorhash", Digest::ZERO.to_string()).insert(), NOT_LAST),
        ("follow nothing", register().without("/predecessorhash").insert(), NOT_CANONICAL),
        ("another place than the record says", inserted("1", "999999", &register().line(), "INSERT INTO", ""), ""),
        (
            "the next place, by the column alone",
            inserted(
                "1",
                &(size + 1).to_string(),
                &register().set("/sequence", format!("{:019}", size + 2)).line(),
                "INSERT INTO",
                "",
            ),
            NOT_LAST,
        ),
        ("a leaf that is cut", cut_leaf(&register()), NOT_CANONICAL),
        (
            "an id that is taken",
            register().set("/id", last.id().to_string()).insert(),
            "the id names another record of the log",
        ),
        ("no id", register().without("/id").insert(), NOT_CANONICAL),
        (
            "another log's record",
            register().set("/source", "urn:example:log:other").insert(),
            "the record belongs to another log",
        ),
        ("a record of no log", register().without("/source").insert(), NOT_CANONICAL),
        ("a log that does not exist", register().into_log("2").insert(), "the record belongs to another log"),
        ("no log", register().into_log("NULL").insert(), "the record belongs to another log"),
        ("a stream that is no id", plan().set("/subject", "project/drones").insert(), "no stream is called so"),
        (
            "a stream with an id in capitals",
            plan().set("/subject", format!("project/{}", other.to_uppercase())).insert(),
            "no stream is called so",
        ),
        (
            "a stream with more than an id",
            plan().set("/subject", format!("project/{other} ")).insert(),
            "no stream is called so",
        ),
        ("a stream of nothing", plan().set("/subject", other).insert(), "no stream is called so"),
        ("a plan without a name", plan().without("/data/profile/name").insert(), "current.name"),
        (
            "a plan without a name, ignored",
            plan().without("/data/profile/name").insert_by("INSERT OR IGNORE INTO", ""),
            "a project has name, kind and zone",
        ),
        (
            "an id in capitals",
            register().set("/id", "F0F00000-0000-4000-8000-00000000ABCD").insert(),
            "no record is called so",
        ),
        ("an id that is none", register().set("/id", "register-1").insert(), "no record is called so"),
        ("an empty id", register().set("/id", "").insert(), "no record is called so"),
        (
            "a type that nobody knows",
            register()
                .set("/type", "lifecycle.project.sold.v1")
                .set("/dataschema", "urn:project-lifecycle:schema:lifecycle.project.sold.v1")
                .insert(),
            "nothing of this kind is called so",
        ),
        (
            "another version of a type",
            register()
                .set("/type", "lifecycle.project.registered.v2")
                .set("/dataschema", "urn:project-lifecycle:schema:lifecycle.project.registered.v2")
                .insert(),
            "nothing of this kind is called so",
        ),
        (
            "a zone's type",
            register()
                .set("/type", "lifecycle.zone.registered.v1")
                .set("/dataschema", "urn:project-lifecycle:schema:lifecycle.zone.registered.v1")
                .insert(),
            "nothing of this kind is called so",
        ),
        ("a kind that nobody knows", plan().set("/subject", format!("park/{other}")).insert(), ""),
        (
            "the log opened again",
            {
                let opened = target.forge(&target.records[0], fresh);
                opened.set("/subject", format!("log/{other}")).set("/streamversion", 1).insert()
            },
            "a log is opened once, by its first record",
        ),
        (
            "200 KB",
            register().set("/data/evidence/note", "n".repeat(200_000)).insert(),
            "a record has at most 65,535 bytes",
        ),
        ("a step on nothing", register().without("/data/evidence").insert(), ON_NOTHING),
        ("a step on nothing that is written", register().set("/data/evidence", Value::Null).insert(), ON_NOTHING),
        ("a step on both", register().set("/data/provenance", provenance()).insert(), ON_NOTHING),
        (
            "an imported step behind a live one",
            register().without("/data/evidence").set("/data/provenance", provenance()).insert(),
            "history is imported before the first live step",
        ),
        ("a move on no day", admit().without("/data/effective_on").insert(), "an event of a project has its day"),
        (
            "a fact on no day",
            target.forge_fact(planned, at(Stage::Planned)).without("/data/effective_on").insert(),
            "an event of a project has its day",
        ),
    ]
}

/// A log begins at nothing: its first record names no line before it.
#[test]
fn a_new_log_begins_at_nothing() {
    let target = Target::of("begins", vec![Walk::plan(1)]);
    let source = "urn:example:log:other";
    let (opened, _) =
        LogHead::open(source.parse().expect("a source"), &crate::common::actor(), late()).expect("a log opens");
    let first = Forged { json: serde_json::from_slice(opened.line()).expect("JSON"), log: "2".into() };
    let log = format!(
        "INSERT INTO log (source, digest, size, head, peaks) VALUES ('{source}', 'sha-256', 0, zeroblob(32), x'');"
    );
    assert_eq!(client(&target.file(), &log).refused, "");
    target.accepts("the first record", &first.insert());
    let after = |hash: String| first.clone().set("/predecessorhash", hash).insert();
    let another = target.head.hash.to_string();
    for (what, hash) in
        [("another log's last line", another), ("too few zeros", "0".repeat(63)), ("none", String::new())]
    {
        target.refuses(what, &after(hash), NOT_LAST);
    }
    let planned = target.forge(target.sample("planned"), project_id(1)).set("/source", source).set("/streamversion", 1);
    let planned = planned.set("/sequence", format!("{:019}", 1)).set("/predecessorhash", "0".repeat(64)).into_log("2");
    target.refuses("another record first", &planned.insert(), "a log is opened once, by its first record");
    target.refuses("no member for it", &first.clone().without("/predecessorhash").insert(), NOT_CANONICAL);
    target.refuses("a second record first", &first.set("/sequence", format!("{:019}", 2)).insert(), NOT_LAST);
}
