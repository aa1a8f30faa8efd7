//! What every project is now, and the heads of logs, set by hand.

use super::super::target::{Target, client, late};
use super::{APPEND_ONLY, Attack, FROM_EVENTS, HEAD, at, attack};
use crate::common::{project_id, stalled};
use project_lifecycle::{audit::*, lifecycle::*, value::*};

#[test]
fn no_state_is_set_by_hand() {
    attack(&Target::new("states"), states);
}

#[test]
fn no_head_is_moved_by_hand() {
    attack(&Target::new("heads"), heads);
}

/// What every project is now.
fn states(target: &Target) -> Vec<Attack> {
    let of = |position: Position| format!("WHERE project = '{}'", target.at(position));
    let signed = of(at(Stage::Signed));
    let stalled = of(stalled(Stage::Signed));
    let columns = "log, project, version, stage, since, name, name_key, kind, zone";
    let copy = |project: &str, stage: &str| {
        format!("SELECT log, {project}, version, {stage}, since, name, name_key, kind, zone FROM current {signed}")
    };
    vec![
        ("set a stage", format!("UPDATE current SET stage = 'operating' {signed}"), FROM_EVENTS),
        ("set a stage of all", "UPDATE current SET stage = 'operating'".into(), FROM_EVENTS),
        ("set a stage, ignored", format!("UPDATE OR IGNORE current SET stage = 'operating' {signed}"), FROM_EVENTS),
        ("set no stage", format!("UPDATE current SET stage = NULL {signed}"), ""),
        ("set where it stalled", format!("UPDATE current SET stalled_at = 'started' {stalled}"), FROM_EVENTS),
        ("set that it stalled nowhere", format!("UPDATE current SET stalled_at = NULL {stalled}"), FROM_EVENTS),
        (
            "set where it stalled, of what did not",
            format!("UPDATE current SET stalled_at = 'started' {signed}"),
            FROM_EVENTS,
        ),
        (
            "write a zombie as one word",
            format!("UPDATE current SET stage = 'zombie:signed', stalled_at = NULL {stalled}"),
            FROM_EVENTS,
        ),
        ("set the day it entered", format!("UPDATE current SET since = '2001-01-01' {signed}"), FROM_EVENTS),
        (
            "set the day it entered to that of an earlier step",
            format!("UPDATE current SET since = (SELECT effective_on FROM event WHERE version = 1) {signed}"),
            FROM_EVENTS,
        ),
        ("set the version", format!("UPDATE current SET version = version + 1 {signed}"), FROM_EVENTS),
        ("set the version back", format!("UPDATE current SET version = 1 {signed}"), FROM_EVENTS),
        (
            "give it to another project",
            format!("UPDATE current SET project = '{}' {signed}", project_id(900)),
            "a project keeps its id",
        ),
        (
            "give it over another project",
            format!("UPDATE OR REPLACE current SET project = '{}' {signed}", target.at(at(Stage::Planned))),
            "a project keeps its id",
        ),
        ("give it to another log", format!("UPDATE current SET log = 2 {signed}"), "a project keeps its id"),
        (
            "push one out of its row",
            format!("UPDATE OR REPLACE current SET rowid = 1 {signed}"),
            "no such column: rowid",
        ),
        ("delete one", format!("DELETE FROM current {signed}"), "a project that has events stays listed"),
        ("delete all", "DELETE FROM current".into(), "a project that has events stays listed"),
        (
            "list one again",
            format!("INSERT INTO current ({columns}) {}", copy("project", "stage")),
            "the project is listed already",
        ),
        (
            "list one over itself",
            format!("INSERT OR REPLACE INTO current ({columns}) {}", copy("project", "stage")),
            "the project is listed already",
        ),
        (
            "list one over itself, updated",
            format!(
                "INSERT INTO current ({columns}) {} ON CONFLICT DO UPDATE SET stage = 'operating'",
                copy("project", "stage")
            ),
            "the project is listed already",
        ),
        (
            "list one that has no events",
            format!("INSERT INTO current ({columns}) {}", copy("'00000000-0000-4000-8000-00000000abcd'", "'planned'")),
            FROM_EVENTS,
        ),
    ]
}

/// The head of the log, and other logs.
fn heads(target: &Target) -> Vec<Attack> {
    let size = target.head.size();
    let back = |size: u64| {
        let record = &target.records[size as usize - 1];
        let peaks = LogHead::empty(target.head.source.clone(), DigestAlgorithm::Sha256);
        let mut head = peaks;
        for record in &target.records[..size as usize] {
            head = head.after(record.line(), record.recorded_time());
        }
        let peaks: String = head.tree.peaks().iter().map(Digest::to_string).collect();
        format!(
            "UPDATE log SET size = {size}, head = x'{}', peaks = x'{peaks}', recorded = '{}'",
            head.hash,
            record.recorded_time()
        )
    };
    // with a lawful record that the head is to follow
    let planned = target.at(at(Stage::Planned));
    let next = target.forge_fact(planned, at(Stage::Planned));
    let head = target.head.after(next.line().as_bytes(), late());
    let peaks: String = head.tree.peaks().iter().map(Digest::to_string).collect();
    let moved = |size: u64, hash: Digest, recorded: &str| {
        format!(
            "BEGIN; {}; UPDATE log SET size = {size}, head = x'{hash}', peaks = x'{peaks}', recorded = '{recorded}'",
            next.insert()
        )
    };
    let recorded = late().to_string();
    let lawful = client(&target.file(), &format!("{}; ROLLBACK;", moved(size + 1, head.hash, &recorded)));
    assert_eq!(lawful.refused, "", "the head may follow");
    // two records, of which the head is to know one
    let mut two = next.clone().set("/streamversion", target.stream(planned).len() + 2);
    two = two.set("/sequence", format!("{:019}", size + 2)).set("/predecessorhash", head.hash.to_string());
    two = two.set("/id", "f0f00000-0000-4000-8000-00000000ffff");
    let both = moved(size + 1, head.hash, &recorded).replacen("UPDATE", &format!("{}; UPDATE", two.insert()), 1);
    let lawful = client(&target.file(), &format!("BEGIN; {}; {}; ROLLBACK;", next.insert(), two.insert()));
    assert_eq!(lawful.refused, "", "two may follow");
    let columns = "INSERT INTO log (id, source, digest, size, head, peaks)";
    vec![
        ("another head with a record", moved(size + 1, target.head.hash, &recorded), HEAD),
        ("a head of zeros with a record", moved(size + 1, Digest::ZERO, &recorded), HEAD),
        ("another time with a record", moved(size + 1, head.hash, "2001-01-01T00:00:00.000000Z"), HEAD),
        ("no time with a record", moved(size + 1, head.hash, ""), HEAD),
        ("a head beyond the record", moved(size + 2, head.hash, &recorded), HEAD),
        ("a head that leaves a record behind", both, HEAD),
        ("move the head back", back(size - 1), HEAD),
        ("move the head to the first record", back(1), HEAD),
        (
            "move the head back to nothing",
            "UPDATE log SET size = 0, head = zeroblob(32), peaks = x'', recorded = NULL".into(),
            HEAD,
        ),
        ("move the head on", "UPDATE log SET size = size + 1".into(), HEAD),
        ("another head", "UPDATE log SET head = zeroblob(32)".into(), HEAD),
        ("no head", "UPDATE log SET head = NULL".into(), ""),
        ("other peaks", "UPDATE log SET peaks = zeroblob(length(peaks))".into(), HEAD),
        ("no peaks", "UPDATE log SET peaks = x''".into(), HEAD),
        ("another time", "UPDATE log SET recorded = '2030-01-01T00:00:00.000000Z'".into(), HEAD),
        ("no time", "UPDATE log SET recorded = NULL".into(), HEAD),
        ("the head set anew", "UPDATE log SET size = size".into(), HEAD),
        (
            "another source",
            "UPDATE log SET source = 'urn:example:log:other'".into(),
            "a log keeps its name and its digest",
        ),
        ("another digest", "UPDATE log SET digest = 'sm3'".into(), "a log keeps its name and its digest"),
        ("another row", "UPDATE OR REPLACE log SET id = 2".into(), "a log keeps its name and its digest"),
        ("delete the log", "DELETE FROM log".into(), APPEND_ONLY),
        (
            "the log again",
            "INSERT OR REPLACE INTO log (source, digest, size, head, peaks) SELECT source, 'sm3', 0, zeroblob(32), x'' FROM log".into(),
            "the log exists",
        ),
        (
            "another log in its row",
            format!(
                "{columns} VALUES (1, 'urn:example:log:other', 'sha-256', 0, zeroblob(32), x'') ON CONFLICT DO UPDATE SET size = 0"
            ),
            "the log exists",
        ),
        (
            "a log that begins in the middle",
            format!("{columns} VALUES (2, 'urn:example:log:other', 'sha-256', 7, zeroblob(32), x'')"),
            "a log begins empty",
        ),
        (
            "a log in a row of no number",
            format!("{columns} VALUES (-1, 'urn:example:log:other', 'sha-256', 0, zeroblob(32), x'')"),
            "a row has a number",
        ),
        (
            "a log of another kind of number",
            format!("{columns} VALUES ('one', 'urn:example:log:other', 'sha-256', 0, zeroblob(32), x'')"),
            "",
        ),
    ]
}
