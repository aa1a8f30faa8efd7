//! Corrections of what is not to be corrected: another version, another kind, what does not stand, a date out of order.

use super::super::open;
use super::super::target::Target;
use super::{Attack, NO_MOVE, NO_VOID, NOT_NEXT, NOT_RESTORED, at, attack};
use crate::common::corrections::{Attempt, Tangle, Why, imported_after_live, tangle};
use crate::common::walk::Walk;
use crate::common::{actor, evening, project_id};
use crate::sqlite::Folder;
use project_lifecycle::{audit::*, lifecycle::*, value::*};
use serde_json::Value;

const NO_STEP: &str = "only a standing step is given another date";
const ORDER: &str = "a step keeps its date between those of the steps before and after it";
const NO_FACT: &str = "only a standing fact is voided as a fact";

#[test]
fn no_step_is_undone_but_the_last() {
    attack(&Target::new("voids"), voids);
}

#[test]
fn no_correction_has_a_wrong_version_kind_standing_or_date() {
    attack(&Target::of("corrections", vec![tangle().walk]), corrections);
}

fn insert(target: &Target, data: &Value) -> String {
    let forged = target.forge(target.sample("officer_assigned"), project_id(1));
    let forged = forged.set("/type", "lifecycle.project.corrected.v1").set("/data", data.clone());
    forged.set("/dataschema", "urn:project-lifecycle:schema:lifecycle.project.corrected.v1").insert()
}

fn corrections(target: &Target) -> Vec<Attack> {
    let tangle = tangle();
    let mut attacks = Vec::new();
    for Attempt { what, data, why } in tangle.attempts() {
        let sql = insert(target, &data);
        let words = match why {
            None => {
                target.accepts(&what, &sql);
                continue;
            }
            Some(Why::NoStep) => NO_STEP,
            Some(Why::Order) => ORDER,
            Some(Why::Planning) => "nothing stands before the planning",
            Some(Why::NoFact) => NO_FACT,
            Some(Why::Law) => NO_MOVE,
        };
        attacks.push((&*what.leak(), sql, words));
    }
    attacks.extend(unread(target, &tangle));
    attacks
}

/// Versions that are none.
fn unread(target: &Target, tangle: &Tangle) -> Vec<Attack> {
    let fact = tangle.walk.project.version();
    let without = |mut data: Value, member: &str| {
        data.as_object_mut().expect("an object").remove(member);
        data
    };
    let whole = "a correction names a version by a whole number";
    let (words, part) = ("cannot store TEXT value in INTEGER column", "cannot store REAL value in INTEGER column");
    let attacks = [
        ("void a fact in words", tangle.voiding(fact.to_string()), words),
        ("void null as a fact", tangle.voiding(Value::Null), words),
        ("void a part of a fact", tangle.voiding(7.5), part),
        ("void nothing as a fact", without(tangle.voiding(fact), "voids_fact_version"), NO_FACT),
        ("re-date a step in words", tangle.redating("5", tangle.day(12)), words),
        ("re-date a step by a fraction", tangle.redating(5.0, tangle.day(12)), whole),
        ("void a fact by a fraction", tangle.voiding(fact as f64), whole),
        ("re-date null", tangle.redating(Value::Null, tangle.day(12)), words),
        ("re-date nothing", without(tangle.redating(5, tangle.day(12)), "redates_version"), NO_STEP),
        ("re-date to no day", without(tangle.redating(6, tangle.day(12)), "redated_to"), ORDER),
    ];
    attacks.map(|(what, data, why)| (what, insert(target, &data), why)).into()
}

/// Steps undone that cannot be.
fn voids(target: &Target) -> Vec<Attack> {
    let project = target.at(at(Stage::Registered));
    let stream = target.stream(project);
    let step = |name: &str| {
        let is_named = |record: &&&Record| record.event_type() == format!("lifecycle.project.{name}.v1");
        *stream.iter().find(is_named).expect("it happened")
    };
    let (signed, registered) = (step("signed"), step("registered"));
    let last = || target.forge_void(project, registered);
    target.accepts("the last step undone", &last().insert());
    let closed = target.at(at(Stage::Planned));
    let plan = target.stream(closed)[0];
    let restores = |version: Value| last().set("/data/restores_version", version).insert();
    let (before, own) = (signed.stream_version(), stream.len() as u64 + 1);
    // the last step was undone already: that of another log, with the correction in it
    vec![
        ("give back an earlier step", restores((before - 1).into()), NOT_RESTORED),
        ("give back the planning", restores(1.into()), NOT_RESTORED),
        ("give back a fact", restores(2.into()), NOT_RESTORED),
        ("give back the voided step", restores(registered.stream_version().into()), NOT_RESTORED),
        ("give back the void itself", restores(own.into()), NOT_RESTORED),
        ("give back what will be", restores((own + 1).into()), NOT_RESTORED),
        ("give back what never was", restores(0.into()), NOT_RESTORED),
        (
            "give back a step in words",
            restores(before.to_string().into()),
            "cannot store TEXT value in INTEGER column event.stands",
        ),
        ("give back a part of a step", restores(7.5.into()), "cannot store REAL value in INTEGER column event.stands"),
        ("give back null", restores(Value::Null), "cannot store TEXT value in INTEGER column event.stands"),
        ("give back nothing", last().without("/data/restores_version").insert(), NOT_RESTORED),
        (
            "void a step in words",
            last().set("/data/voids_version", registered.stream_version().to_string()).insert(),
            "cannot store TEXT value in INTEGER column event.voids",
        ),
        (
            "void a step that is not the last",
            target.forge_void(project, signed).set("/data/from", "registered").set("/data/to", "signed").insert(),
            NO_VOID,
        ),
        ("void a step that is not the last, as it was", target.forge_void(project, signed).insert(), NOT_NEXT),
        ("void to another stage", last().set("/data/to", "negotiating").insert(), NO_MOVE),
        (
            "void to a stage that a step could come from",
            {
                // a zombie that stalled when registered would come back so
                last().set("/data/to", "zombie").set("/data/stalled_at", "registered").insert()
            },
            NO_VOID,
        ),
        ("void a fact", last().set("/data/voids_version", 2).insert(), NO_VOID),
        ("void what never was", last().set("/data/voids_version", 99).insert(), NO_VOID),
        ("void nothing", last().without("/data/voids_version").insert(), NO_VOID),
        ("void the void itself", last().set("/data/voids_version", stream.len() as u64 + 1).insert(), NO_VOID),
        ("void a planning", target.forge_void(closed, plan).insert(), NO_MOVE),
    ]
}

/// What is undone is undone, and then the step before it is the last one.
#[test]
fn steps_are_undone_one_after_another_and_once() {
    let mut walk = Walk::to(1, at(Stage::Registered));
    walk.void();
    let target = Target::of("undone", vec![walk]);
    let project = project_id(1);
    let stream = target.stream(project);
    let step = |name: &str| {
        let name = format!("lifecycle.project.{name}.v1");
        *stream.iter().find(|record| record.event_type() == name).expect("it happened")
    };
    let again = target.forge_void(project, step("registered"));
    target.accepts("the step before", &target.forge_void(project, step("signed")).insert());
    target.refuses("undone twice", &again.clone().insert(), NOT_NEXT);
    target.refuses(
        "undone twice, from where it is",
        &again.set("/data/from", "signed").set("/data/to", "negotiating").insert(),
        NO_VOID,
    );
}

/// The crate refuses it by the whole history, and the file for itself.
#[test]
fn no_history_is_imported_behind_a_live_step() {
    let (live, imported) = imported_after_live();
    let folder = Folder::new("imported");
    let now = evening(live[1].effective_on());
    let mut store = open(&folder.file());
    store.open_log(DigestAlgorithm::default(), &actor(), now).expect("a log opens");
    for event in live {
        store.append(&event.into(), now).expect("recorded");
    }
    let request = AppendRequest::from(imported);
    let refused = store.append(&request, now).expect_err("it lies behind a live step");
    assert!(matches!(&refused, StoreError::Append(AppendError::Unlawful(_))), "{refused:?}");
    // by a client that asks nobody
    let (mut line, head) = (Vec::new(), store.head().expect("a head"));
    let after = seal_into(&request, &head, now, &mut line).expect("it is sealed");
    let line = String::from_utf8(line).expect("a text");
    let insert = "INSERT INTO event (log, sequence, body, leaf) VALUES (1, ?1, ?2, ?3)";
    let client = rusqlite::Connection::open(folder.file()).expect("the file opens");
    let refused =
        client.execute(insert, (after.size().cast_signed(), &line, after.hash.bytes())).expect_err("it is refused");
    assert_eq!(refused.to_string(), "history is imported before the first live step");
}
