//! How a log begins, and the law that what is no project says it was written under.

use super::super::owner::behind_its_back;
use super::super::target::{Forged, Target, client, inserted, late};
use crate::common::actor;
use crate::common::walk::Walk;
use project_lifecycle::{audit::*, value::*};
use serde_json::{Value, json};

const OTHER: &str = "urn:example:log:other";
const AS_IT_IS: &str = "the first record of a log opens it as it is";
const LAW: &str = "the law of a record is known";

/// The row of a second log of the file.
fn row(digest: &str) -> String {
    format!("INSERT INTO log (source, digest, size, head, peaks) VALUES ('{OTHER}', '{digest}', 0, zeroblob(32), x'');")
}

/// The record that opens it.
fn opening() -> Forged {
    let (opened, _) = LogHead::open(OTHER.parse().expect("a source"), &actor(), late()).expect("a log opens");
    Forged { json: serde_json::from_slice(opened.line()).expect("JSON"), log: "2".into() }
}

/// The statements that insert it and move the head to it.
fn opened(forged: &Forged) -> String {
    let leaf = DigestAlgorithm::Sha256.leaf(forged.line().as_bytes());
    let recorded = late();
    format!(
        "{}; UPDATE log SET size = 1, head = x'{leaf}', peaks = x'{leaf}', recorded = '{recorded}' WHERE id = 2",
        forged.insert()
    )
}

#[test]
fn a_first_record_opens_its_log_as_it_is() {
    let target = Target::of("opening", vec![Walk::plan(1)]);
    assert_eq!(client(&target.file(), &row("sha-256")).refused, "");
    target.accepts("the first record", &opening().insert());
    let elsewhere = "00000000-0000-4000-8000-00000000abcd";
    for (what, forged) in [
        ("another digest", opening().set("/data/digest", "sm3")),
        ("no digest that there is", opening().set("/data/digest", "md5")),
        ("no digest", opening().without("/data/digest")),
        ("another format", opening().set("/data/format", 2)),
        ("a format in words", opening().set("/data/format", "1")),
        ("no format", opening().without("/data/format")),
        ("no law", opening().without("/data/law")),
        ("another subject", opening().set("/subject", format!("log/{elsewhere}"))),
        ("another id", opening().set("/id", elsewhere)),
        ("a second version", opening().set("/streamversion", 2)),
    ] {
        target.refuses(what, &forged.insert(), AS_IT_IS);
    }
    for law in [json!(99), json!(2), json!(0), json!(-1), json!(1.5), json!("1"), Value::Null] {
        target.refuses(&format!("the law {law}"), &opening().set("/data/law", law).insert(), LAW);
    }
    // whoever opens it on another digest says so first, and nobody says so thereafter
    let on_sm3 = opening().set("/data/digest", "sm3").insert();
    target.accepts("another digest", &format!("UPDATE log SET digest = 'sm3' WHERE id = 2; {on_sm3}"));
    let keeps = "a log keeps its name and its digest";
    let then = format!("BEGIN; {}; UPDATE log SET digest = 'sm3' WHERE id = 2;", opening().insert());
    target.refuses("another digest behind the first record", &then, keeps);
    for head in ["size = 1", "head = zeroblob(31)", "peaks = x'00'", "recorded = '2018-06-01T10:00:00.000000Z'"] {
        let update = format!("UPDATE log SET digest = 'sm3', {head} WHERE id = 2;");
        target.refuses(head, &update, "the head of a log is its last record");
    }
}

/// A refusal is read by nobody but people, who would be told a law that there never was.
#[test]
fn what_is_no_project_names_a_law_that_there_is() {
    let target = Target::of_a_refusal("law-of-refusals");
    let last = target.records.last().expect("a log");
    let next = || {
        let forged = target.forge(last, crate::common::project_id(1));
        forged.set("/subject", last.subject().to_string()).set("/streamversion", 2)
    };
    assert_eq!(next().json["data"]["law"], 1);
    target.accepts("the law", &next().insert());
    for law in [json!(99), json!(2), json!(0), json!(-1), json!(1.0), json!("1"), json!([1]), Value::Null] {
        target.refuses(&format!("the law {law}"), &next().set("/data/law", law).insert(), LAW);
    }
    let (line, place) = (next().line(), (target.head.size() + 1).to_string());
    let twice = line.replacen("\"law\":1,", "\"law\":1,\"law\":99,", 1);
    assert_ne!(twice, line);
    target.refuses("two laws", &inserted("1", &place, &twice, "INSERT INTO", ""), "an event says nothing twice");
}

/// A name that somebody took with a record that opens something else: nobody takes it for this log.
#[test]
fn a_log_that_was_opened_as_another_one_is_corrupt() {
    let elsewhere = "00000000-0000-4000-8000-00000000abcd";
    let astray = opening().set("/id", elsewhere).set("/subject", format!("log/{elsewhere}"));
    // the last one says of itself what its row does not, which the file takes from nobody but its owner
    for (name, forged, is_owner, says) in [
        ("astray", astray, false, "line 1 does not follow: "),
        ("unknown", opening().set("/data/zz", 1), false, "line 1 does not follow: "),
        (
            "sm3",
            opening().set("/data/digest", "sm3"),
            true,
            "it opens urn:example:log:other on sm3, and the log is on sha-256",
        ),
    ] {
        let target = Target::of(&format!("squatted-{name}"), vec![Walk::plan(1)]);
        assert_eq!(client(&target.file(), &row("sha-256")).refused, "");
        if is_owner {
            drop(behind_its_back(&target, "event", &opened(&forged)));
        } else {
            assert_eq!(client(&target.file(), &format!("{};", opened(&forged))).refused, "", "{name}");
        }
        let mut store = super::super::open_log(&target.file(), OTHER.parse().expect("a source"));
        let error = store.open_log(DigestAlgorithm::Sha256, &actor(), late()).expect_err("it is another log");
        let StoreError::Corrupt { what, why } = error else { panic!("{name}: {error:?}") };
        assert_eq!(what, "the record that opens the log", "{name}");
        assert!(why.to_string().contains(says), "{name}: {why}");
        // the log beside it goes on
        let mut beside = super::super::open(&target.file());
        beside.open_log(DigestAlgorithm::Sha256, &actor(), late()).expect("it is found");
    }
    let target = Target::of("squatted-well", vec![Walk::plan(1)]);
    assert_eq!(client(&target.file(), &format!("{} {};", row("sha-256"), opened(&opening()))).refused, "");
    let mut store = super::super::open_log(&target.file(), OTHER.parse().expect("a source"));
    let receipt = store.open_log(DigestAlgorithm::Sha256, &actor(), late()).expect("it is the very record");
    assert_eq!(receipt.record().line(), opening().line().as_bytes());
    store.append(&Walk::plan(7).project.events()[0].clone().into(), late()).expect("recorded");
}
