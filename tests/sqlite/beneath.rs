//! What the owner changes beneath the lines, which stay as they are: columns, leaves, indexes, the list, the head. The file is put back
//! as if nothing was, so it opens; whoever verifies it is told.

use super::open;
use super::owner::behind_its_back;
use super::quarantine::put;
use super::target::{Target, client, late, unsound};
use crate::common::walk::Walk;
use crate::common::{actor, at, event_id, project_id, source};
use project_lifecycle::{audit::*, lifecycle::*, store::*, value::*};

/// What is found beside the lines, which are sound.
#[track_caller]
pub(super) fn faults(store: &SqliteStore) -> Vec<StoreFault> {
    let verdict = store.verify(Verifier::new()).expect("it goes through").finish();
    assert!(matches!(verdict.lines, Verdict::SelfConsistent { .. }), "{verdict}");
    verdict.faults.first().to_vec()
}

/// Gives the schema's list another text for an object, in a session of its own.
pub(super) fn schema(target: &Target, name: &str, sql: &str) {
    let quoted = sql.replace('\'', "''");
    let set = format!("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = '{quoted}' WHERE name = '{name}';");
    assert_eq!(client(&target.file(), &set).refused, "");
}

pub(super) fn text(target: &Target, name: &str) -> String {
    client(&target.file(), &format!("SELECT sql FROM sqlite_schema WHERE name = '{name}';")).said.trim_end().into()
}

/// Changes stored columns as if they were plain ones.
#[track_caller]
pub(super) fn in_columns(target: &Target, change: &str) -> SqliteStore {
    change_columns(target, change);
    open(&target.file())
}

/// The same, while other things are not as they were yet.
#[track_caller]
fn change_columns(target: &Target, change: &str) {
    let made = text(target, "event");
    let triggers =
        client(&target.file(), "SELECT sql || ';' FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'event';")
            .said;
    let drop = client(
        &target.file(),
        "SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'event';",
    )
    .said;
    assert_eq!(client(&target.file(), &drop).refused, "");
    let plain = "CREATE TABLE event (row INTEGER PRIMARY KEY, log INTEGER, sequence INTEGER, body TEXT, leaf BLOB, stream TEXT, \
        version INTEGER, id TEXT, is_project INTEGER, law INTEGER, verb TEXT, from_node TEXT, to_node TEXT, stands INTEGER, \
        effective_on TEXT, voids INTEGER, redates INTEGER, voids_fact INTEGER) STRICT";
    schema(target, "event", plain);
    assert_eq!(client(&target.file(), &format!("{change};")).refused, "");
    schema(target, "event", &made);
    assert_eq!(client(&target.file(), &triggers).refused, "");
}

#[test]
fn a_stored_column_that_does_not_say_what_its_line_says_is_found() {
    let target = Target::new("beneath-columns");
    let sequence = target.sample("signed").sequence();
    for (column, value) in [
        ("stream", "stream || 'x'"),
        ("version", "version + 100"),
        ("id", "'00000000-0000-4000-8000-00000000abcd'"),
        ("is_project", "0"),
        ("law", "law + 1"),
        ("verb", "'fact'"),
        ("from_node", "'planned'"),
        ("to_node", "'operating'"),
        ("stands", "coalesce(stands, 0) + 50"),
        ("effective_on", "'2001-01-01'"),
        ("voids", "7"),
        ("redates", "7"),
        ("voids_fact", "7"),
    ] {
        let kept =
            client(&target.file(), &format!("SELECT quote({column}) FROM event WHERE sequence = {sequence};")).said;
        let set = |value: &str| format!("UPDATE event SET {column} = {value} WHERE sequence = {sequence}");
        let store = in_columns(&target, &set(value));
        assert_eq!(faults(&store), [StoreFault::Column { sequence, column: column.into() }], "{column}");
        drop(store);
        assert_eq!(unsound(&in_columns(&target, &set(kept.trim()))), None, "{column}");
    }
    // the record's stream, so that a zombie is shown as what it was before, and of all records
    let all = "UPDATE event SET effective_on = '2001-01-01' WHERE is_project";
    let store = in_columns(&target, all);
    let verdict = store.verify(Verifier::new()).expect("it goes through").finish();
    let projects = target.records.iter().filter(|record| record.subject().kind() == SubjectKind::Project);
    assert_eq!(verdict.faults.count(), projects.count() as u64);
    let first = "record 2: its column `effective_on` does not say what its line says";
    assert!(verdict.to_string().ends_with(first), "{verdict}");
}

/// A row in quarantine stands where others are found: told to be of another project it locks that one, and rebuilding the list ends
/// with an error.
#[test]
fn a_stored_column_of_a_row_in_quarantine_is_found() {
    let target = Target::new("beneath-quarantine");
    let (bad, other) = (target.at(at(Stage::Registered)), target.at(at(Stage::Signed)));
    let sequence = target.stream(bad).last().expect("records").sequence();
    put(&mut open(&target.file()), &[sequence], 1).expect("it is put there");
    assert_eq!(unsound(&open(&target.file())), None);
    for column in ["stream", "version", "id", "law", "stands", "effective_on"] {
        let kept =
            client(&target.file(), &format!("SELECT quote({column}) FROM event WHERE sequence = {sequence};")).said;
        let set = |value: &str| format!("UPDATE event SET {column} = {value} WHERE sequence = {sequence}");
        let value = if matches!(column, "version" | "law" | "stands") { "99" } else { "'nobody'" };
        let store = in_columns(&target, &set(value));
        assert_eq!(faults(&store), [StoreFault::Column { sequence, column: column.into() }], "{column}");
        drop(store);
        assert_eq!(unsound(&in_columns(&target, &set(kept.trim()))), None, "{column}");
    }

    let moved = format!("UPDATE event SET stream = 'project/{other}', version = 99 WHERE sequence = {sequence}");
    let mut store = in_columns(&target, &moved);
    let told = ["stream", "version"].map(|column| StoreFault::Column { sequence, column: column.into() });
    assert_eq!(faults(&store), told);
    assert_eq!(
        client(&target.file(), &format!("UPDATE current SET officer = 'x' WHERE project = '{other}';")).refused,
        ""
    );
    let error = store.rebuild_current(&Upcasters::new()).expect_err("the project has a version that is nobody's");
    let StoreError::Append(AppendError::Conflict { subject, actual, .. }) = error else { panic!("{error:?}") };
    assert_eq!((subject, actual), (other.into(), 99));
}

/// Of a line that nobody can read the quarantine alone tells where it stood.
#[test]
fn a_stored_column_of_an_unreadable_row_in_quarantine_is_found() {
    let target = Target::of_a_refusal("beneath-unread");
    let sequence = target.head.size();
    let (_, opened) = LogHead::open(source(), &actor(), late()).expect("a log opens");
    let before = target.records[1..target.records.len() - 1]
        .iter()
        .fold(opened, |head, record| head.after(record.line(), late()));
    // the file asks the last record for nothing but when it was recorded
    let line = format!("{{\"recordedtime\":\"{}\"}}", late());
    let head = before.after(line.as_bytes(), late());
    let peaks: String = head.tree.peaks().iter().map(Digest::to_string).collect();
    let store = in_columns(
        &target,
        &format!("UPDATE event SET body = '{line}', leaf = x'{}' WHERE sequence = {sequence}", head.hash),
    );
    drop(store);
    let mut store =
        behind_its_back(&target, "log", &format!("UPDATE log SET head = x'{}', peaks = x'{peaks}'", head.hash));
    put(&mut store, &[sequence], 1).expect("what it did to no project does not matter");
    assert_eq!(faults(&store), []);
    drop(store);
    for (column, value, kept) in [
        ("version", "99".to_owned(), "1".to_owned()),
        (
            "stream",
            format!("'{}'", Subject::refusal(event_id(1, 801))),
            format!("'{}'", Subject::refusal(event_id(1, 800))),
        ),
    ] {
        let set = |value: &str| format!("UPDATE event SET {column} = {value} WHERE sequence = {sequence}");
        let store = in_columns(&target, &set(&value));
        assert_eq!(faults(&store), [StoreFault::Column { sequence, column: column.into() }], "{column}");
        drop(store);
        assert_eq!(faults(&in_columns(&target, &set(&kept))), [], "{column}");
    }
}

/// The finding: a project's last record is told to be of another stream, and the list is set to what it was before.
#[test]
fn a_zombie_that_is_shown_as_started_is_found() {
    let target = Target::new("beneath-zombie");
    let zombie = target.at(crate::common::stalled(Stage::Started));
    let last = target.stream(zombie).last().expect("it has records").sequence();
    drop(behind_its_back(
        &target,
        "current",
        &format!(
            "UPDATE current SET stage = 'started', stalled_at = NULL, version = version - 1 WHERE project = '{zombie}'"
        ),
    ));
    let store = in_columns(&target, &format!("UPDATE event SET stream = stream || 'x' WHERE sequence = {last}"));
    assert_eq!(faults(&store), [StoreFault::Column { sequence: last, column: "stream".into() }]);
}

#[test]
fn a_leaf_that_is_not_its_lines_is_found() {
    let target = Target::new("beneath-leaf");
    for leaf in ["zeroblob(32)", "x'00'"] {
        let kept = client(&target.file(), "SELECT quote(leaf) FROM event WHERE sequence = 9;").said;
        let store = behind_its_back(&target, "event", &format!("UPDATE event SET leaf = {leaf} WHERE sequence = 9"));
        assert_eq!(faults(&store), [StoreFault::Leaf { sequence: 9 }]);
        drop(store);
        drop(behind_its_back(&target, "event", &format!("UPDATE event SET leaf = {} WHERE sequence = 9", kept.trim())));
    }
    assert_eq!(unsound(&open(&target.file())), None);
}

/// The place of a row, by which quarantines are told, where the index of places goes on saying what it said.
#[test]
fn a_place_that_only_the_table_says_otherwise_is_found() {
    let target = Target::new("beneath-place");
    let sequence = target.sample("signed").sequence();
    let made = text(&target, "event_sequence");
    for (from, to) in [(sequence, sequence + 1_000), (sequence + 1_000, sequence)] {
        // an index of no rows is not brought up to date
        schema(&target, "event_sequence", &format!("{made} WHERE 0"));
        change_columns(&target, &format!("UPDATE event SET sequence = {to} WHERE sequence = {from}"));
        schema(&target, "event_sequence", &made);
        let told = if to == sequence { vec![] } else { vec![StoreFault::Index { index: "event_sequence".into() }] };
        assert_eq!(faults(&open(&target.file())), told);
    }
}

/// One row less, or none at all: the index is made under another condition, and said to be as it was.
#[test]
fn an_index_that_lacks_a_row_is_found() {
    let target = Target::new("beneath-indexes");
    let indexes = client(
        &target.file(),
        "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('event', 'current');",
    )
    .said;
    let mut seen = 0;
    for name in indexes.lines() {
        let made = text(&target, name);
        let table = if name.starts_with("event") { "event" } else { "current" };
        let and = if made.contains(" WHERE ") { "AND" } else { "WHERE" };
        let condition = made.split_once(" WHERE ").map_or("1", |(_, condition)| condition);
        let key = if table == "event" { "sequence" } else { "project" };
        let count = format!("SELECT count(*) FROM {table} NOT INDEXED WHERE {condition};");
        let rows: u64 = client(&target.file(), &count).said.trim().parse().expect("a number");
        for less in [format!("{key} <> (SELECT 0)"), "0".into()] {
            if rows == 0 {
                continue;
            }
            // a condition of an index asks no other row
            let one = client(
                &target.file(),
                &format!("SELECT quote(max({key})) FROM {table} NOT INDEXED WHERE {condition};"),
            )
            .said;
            let less = less.replace("(SELECT 0)", one.trim());
            schema(&target, name, &format!("{made} {and} {less}"));
            assert_eq!(client(&target.file(), &format!("REINDEX {name};")).refused, "", "{name}");
            schema(&target, name, &made);
            let store = open(&target.file());
            let verdict = store.verify(Verifier::new()).map(StoreCheck::finish);
            let is_told = verdict.as_ref().map_or(true, |verdict| {
                let found = verdict.faults.first().iter();
                found.clone().any(|fault| *fault == StoreFault::Index { index: name.into() })
            });
            assert!(is_told, "{name} {less}: {verdict:?}");
            drop(store);
            assert_eq!(client(&target.file(), &format!("REINDEX {name};")).refused, "", "{name}");
            seen += 1;
        }
        assert_eq!(unsound(&open(&target.file())), None, "{name}");
    }
    assert!(seen > 20, "{seen} of {indexes}");
}

#[test]
fn a_list_that_has_more_or_less_than_the_events_is_found() {
    let target = Target::new("beneath-list");
    let (signed, nobody) = (target.at(at(Stage::Signed)), project_id(900));
    let more = format!(
        "INSERT INTO current (log, project, version, stage, since, name, name_key, kind, zone)
         SELECT log, '{nobody}', version, stage, since, name, name_key, kind, zone FROM current WHERE project = '{signed}'"
    );
    let store = behind_its_back(&target, "current", &format!("{more}; DELETE FROM current WHERE project = '{signed}'"));
    let wanted =
        [StoreFault::NotListed { project: signed.to_string() }, StoreFault::NoEvents { project: nobody.to_string() }];
    assert_eq!(faults(&store), wanted);
}

#[test]
fn a_head_that_is_not_what_the_lines_amount_to_is_found() {
    for (column, value) in [
        ("digest", "'sm3'"),
        ("size", "size + 1"),
        ("size", "size - 1"),
        ("head", "zeroblob(32)"),
        ("peaks", "zeroblob(length(peaks))"),
        ("peaks", "x''"),
        ("recorded", "'2030-01-01T00:00:00.000000Z'"),
        ("recorded", "NULL"),
    ] {
        let target = Target::of("beneath-head", vec![Walk::plan(1)]);
        let store = behind_its_back(&target, "log", &format!("UPDATE log SET {column} = {value}"));
        assert_eq!(faults(&store), [StoreFault::Head { column: column.into() }], "{column}");
    }
}

/// Behind a line that does not follow, all else is looked at as before.
#[test]
fn a_bad_line_hides_nothing_beside_the_lines() {
    let target = Target::new("beneath-poisoned");
    drop(behind_its_back(
        &target,
        "event",
        "UPDATE event SET body = replace(body, 'officer-7', 'officer-8') WHERE sequence = 3",
    ));
    let store = in_columns(&target, "UPDATE event SET id = 'x' WHERE sequence = 40");
    let verdict = store.verify(Verifier::new()).expect("it goes through").finish();
    assert!(matches!(verdict.lines, Verdict::NotSelfConsistent { .. }), "{verdict}");
    let wanted = [StoreFault::Column { sequence: 40, column: "id".into() }, StoreFault::Leaf { sequence: 3 }];
    assert_eq!(verdict.faults.first(), wanted);
}

/// A leaf of another length is corrupt history to whoever needs it, and hides no verdict of `verify`.
#[test]
fn a_leaf_of_another_length_is_told_beside_a_bad_line_and_blames_history() {
    let target = Target::new("beneath-short");
    let consumer = ConsumerId::new("report").expect("an id");
    open(&target.file()).move_cursor(&consumer, 0, 9).expect("it is done with");
    let mut store = behind_its_back(&target, "event", "UPDATE event SET leaf = x'00' WHERE sequence = 9");
    let corrupt = |error: StoreError| {
        let StoreError::Corrupt { what, why } = error else { panic!("{error:?}") };
        assert_eq!((what.as_str(), why.to_string().as_str()), ("a leaf", "it has not 32 bytes"));
    };
    let moved = |moved: Result<(), CursorError>| {
        let Err(CursorError::Store(error)) = moved else { panic!("{moved:?}") };
        corrupt(error);
    };
    corrupt(store.cursor(&consumer).expect_err("its record has no leaf"));
    moved(store.move_cursor(&consumer, 9, 10));
    moved(store.move_cursor(&ConsumerId::new("other").expect("an id"), 0, 9));
    corrupt(store.proof(10).expect_err("the path leads by it"));
    let quarantined = store.quarantine().expect("it is read");
    assert!(quarantined.is_empty());
    drop(store);

    let change = "UPDATE event SET body = replace(body, 'officer-7', 'officer-8') WHERE sequence = 3";
    let store = behind_its_back(&target, "event", change);
    let verdict = store.verify(Verifier::new()).expect("it goes through").finish();
    let Verdict::NotSelfConsistent { faults, .. } = &verdict.lines else { panic!("{verdict}") };
    assert_eq!(faults.first().iter().map(|fault| fault.line).collect::<Vec<_>>(), [4]);
    assert_eq!(verdict.faults.first(), [3, 9].map(|sequence| StoreFault::Leaf { sequence }));
    drop(store);

    // what a consumer's own row says is no leaf either
    let whole = Target::new("beneath-short-cursor");
    open(&whole.file()).move_cursor(&consumer, 0, 9).expect("it is done with");
    assert_eq!(client(&whole.file(), "UPDATE cursor SET leaf = x'00';").refused, "");
    corrupt(open(&whole.file()).cursor(&consumer).expect_err("it has no leaf"));
}
