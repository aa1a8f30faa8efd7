//! Acknowledged means written: whatever stands between the store and its tables is refused by name, or nothing is acknowledged.

use std::error::Error;

use super::faults::{goes_on, life};
use super::target::{Target, client, contents, late};
use super::{open, open_log};
use crate::common::walk::Walk;
use crate::common::{actor, project_id, source};
use project_lifecycle::{audit::*, project::*, store::*, value::*};

/// Triggers of somebody else: what each is called, the table that it is on, and its SQL.
fn triggers() -> Vec<(&'static str, &'static str, String)> {
    let on =
        |name: &'static str, table: &'static str, sql: &str| (name, table, format!("CREATE TRIGGER {name} {sql};"));
    let one = format!("WHEN NEW.stream = 'project/{}'", project_id(2));
    vec![
        on("passes_over", "event", "BEFORE INSERT ON event BEGIN SELECT RAISE(IGNORE); END"),
        on("passes_one_over", "event", &format!("BEFORE INSERT ON event {one} BEGIN SELECT RAISE(IGNORE); END")),
        on("after", "event", "AFTER INSERT ON \"event\" BEGIN INSERT INTO host VALUES (NEW.id); END"),
        on("in_capitals", "event", "AFTER INSERT ON EVENT BEGIN INSERT INTO host VALUES (NEW.id); END"),
        on("stops_the_head", "log", "BEFORE UPDATE ON log BEGIN SELECT RAISE(IGNORE); END"),
        on("no_log", "log", "BEFORE INSERT ON log BEGIN SELECT RAISE(IGNORE); END"),
        on("lists_otherwise", "current", "AFTER UPDATE ON current BEGIN UPDATE current SET officer = 'x'; END"),
        on("of_a_column", "current", "BEFORE UPDATE OF officer ON current BEGIN SELECT RAISE(IGNORE); END"),
        on("lists_none", "current", "BEFORE INSERT ON current BEGIN SELECT RAISE(IGNORE); END"),
        on("no_cursor", "cursor", "BEFORE INSERT ON cursor BEGIN SELECT RAISE(IGNORE); END"),
        on("cursor_back", "cursor", "AFTER UPDATE ON cursor BEGIN UPDATE cursor SET sequence = 0; END"),
        on("law", "edge", "AFTER DELETE ON edge BEGIN DELETE FROM host; END"),
        on("view", "dated", "INSTEAD OF INSERT ON dated BEGIN DELETE FROM host; END"),
    ]
}

#[track_caller]
fn is_foreign(error: &OpenError, name: &str, table: &str) {
    let told = format!("the trigger {name} on {table} is not of this crate: drop it, and verify the log");
    assert!(error.to_string().to_lowercase().ends_with(&told.to_lowercase()), "{error}");
    let OpenError::ForeignTrigger { name: found, table: on, .. } = error else { panic!("{error:?}") };
    assert_eq!((found.as_str(), on.to_lowercase().as_str()), (name, table));
}

/// Every write of the store, each of which must be refused with a cause that says this.
#[track_caller]
fn writes_nothing(store: &mut SqliteStore, why: &str) {
    let consumer = ConsumerId::new("report").expect("an id");
    let at = store.cursor(&consumer).expect("it answers");
    let moved = store.move_cursor(&consumer, at, 2).expect_err("it is refused");
    let CursorError::Store(moved) = moved else { panic!("{moved:?}") };
    let mut other = Vec::new();
    other.push(moved);
    other.push(store.append(&life(2)[0], late()).expect_err("it is refused"));
    other.push(store.append_batch(&life(2), Batch::Each, late()).expect_err("it is refused"));
    other.push(store.write_current(&Walk::plan(1).project.current().clone()).expect_err("it is refused"));
    for error in other {
        assert!(matches!(error, StoreError::Corrupt { .. }), "{error:?}");
        let told = error.source().expect("a cause").to_string();
        assert!(told.contains(why), "{why}: {told}");
    }
}

#[test]
fn a_trigger_of_somebody_else_on_a_table_of_the_store_is_refused_by_its_name() {
    let target = Target::of("foreign", vec![Walk::plan(1)]);
    let file = target.file();
    assert_eq!(client(&file, "CREATE TABLE host (id TEXT);").refused, "");
    let before = contents(&file);
    let mut held = open(&file);
    for (name, table, sql) in triggers() {
        assert_eq!(client(&file, &sql).refused, "", "{name}");
        is_foreign(&SqliteStore::open(&file, source()).expect_err("it does not open"), name, table);
        is_foreign(&SqliteStore::open_read_only(&file, source()).expect_err("it does not open"), name, table);
        // who has it open notices as well, before anything is written
        writes_nothing(&mut held, &format!("the trigger {name} on "));
        assert_eq!(client(&file, &format!("DROP TRIGGER {name};")).refused, "", "{name}");
        assert!(contents(&file) == before, "{name}: something was written");
    }
    goes_on(&mut held, 2);
}

/// The list of the schema may say that a trigger is on another table than it is, or is no trigger: SQLite takes no such list.
#[test]
fn a_trigger_that_hides_behind_another_table_is_refused() {
    for lie in ["tbl_name = 'host'", "type = 'table'", "type = 'index', tbl_name = 'host'", "name = 'seen'"] {
        let hidden = format!(
            "CREATE TABLE host (id TEXT);
            CREATE TRIGGER hidden BEFORE INSERT ON event BEGIN SELECT RAISE(IGNORE); END;
            PRAGMA writable_schema = ON; UPDATE sqlite_schema SET {lie} WHERE name = 'hidden';"
        );
        let target = Target::of("foreign-hidden", vec![Walk::plan(1)]);
        refused_with(&target, &hidden);
    }
}

#[track_caller]
fn refused_with(target: &Target, hidden: &str) {
    let file = target.file();
    let mut held = open(&file);
    assert_eq!(client(&file, hidden).refused, "");
    let error = SqliteStore::open(&file, source()).expect_err("it does not open");
    assert!(matches!(error, OpenError::Corrupt { .. }), "{error:?}");
    let error = held.append(&life(2)[0], late()).expect_err("it is refused");
    assert!(matches!(error, StoreError::Corrupt { .. }), "{error:?}");
}

/// What another process makes of the schema while a handle is open is looked at before that handle writes again.
#[test]
fn a_schema_that_changes_beside_an_open_handle_is_noticed() {
    let target = Target::of("foreign-schema", vec![Walk::plan(1)]);
    let file = target.file();
    let mut held = open(&file);
    for (change, back, why) in [
        ("PRAGMA user_version = 3;", "PRAGMA user_version = 2;", "has schema 3, this version knows up to 2"),
        (
            "DROP INDEX current_zone;",
            "CREATE INDEX current_zone ON current (log, zone, project);",
            "current_zone is not",
        ),
        ("PRAGMA application_id = 7;", "PRAGMA application_id = 1347183481;", "is not a store of this crate"),
    ] {
        // a version is looked at by itself; an application alone is not, but it is with whatever else changes the schema
        let touch = if change.contains("application") { "CREATE TABLE touched (a); DROP TABLE touched;" } else { "" };
        assert_eq!(client(&file, &format!("{change}{touch}")).refused, "");
        let error = held.append(&life(2)[0], late()).expect_err("it is refused");
        let told = error.source().expect("a cause").to_string();
        assert!(told.contains(why), "{told}");
        let is_newer = why.contains("schema 3");
        assert_eq!(is_newer, matches!(error, StoreError::Storage(_)), "{error:?}");
        assert_eq!(client(&file, back).refused, "");
    }
    // a table of the host, statistics and a new file layout are none of these
    for harmless in ["CREATE TABLE host (a);", "ANALYZE;", "VACUUM;"] {
        assert_eq!(client(&file, harmless).refused, "");
    }
    goes_on(&mut held, 2);
}

/// A temporary trigger is on one connection alone, so nobody else can put one there. The host can, in its own rows: then what
/// was written is read back, and nothing is acknowledged that is not there.
#[test]
fn what_is_not_there_is_not_acknowledged() {
    const HEAD: &str = "the head of a log is its last record";
    const NOT_THERE: &str = "what was written is not there";
    let other: Source = "urn:example:log:other".parse().expect("a source");
    let target = Target::of("unwritten", vec![Walk::plan(1)]);
    let file = target.file();
    let planned = project_id(1);
    let on_one = format!("WHEN NEW.project = '{planned}'");
    let (all, cursors, states, logs) = ("append", "cursor", "state", "log");
    for (turn, (what, sql, refused)) in [
        ("no record", "BEFORE INSERT ON event BEGIN SELECT RAISE(IGNORE); END", [all, logs].as_slice()),
        ("no head", "BEFORE UPDATE ON log BEGIN SELECT RAISE(IGNORE); END", &[all, logs]),
        ("no cursor", "BEFORE INSERT ON cursor BEGIN SELECT RAISE(IGNORE); END", &[cursors]),
        ("another cursor", "AFTER INSERT ON cursor BEGIN UPDATE cursor SET sequence = 1; END", &[cursors]),
        ("no state", "BEFORE UPDATE ON current BEGIN SELECT RAISE(IGNORE); END", &[all, states]),
        (
            "another state",
            "AFTER UPDATE OF version ON current BEGIN UPDATE current SET officer = 'x'; END",
            &[all, states],
        ),
        (
            "another state of one",
            &format!("AFTER UPDATE OF version ON current {on_one} BEGIN UPDATE current SET zone = 'x'; END"),
            &[states],
        ),
        ("a state more", "AFTER INSERT ON event BEGIN UPDATE current SET code = NULL, owed = '[]'; END", &[all]),
    ]
    .into_iter()
    .enumerate()
    {
        let mut store = open(&file);
        let before = contents(&file);
        let trigger = format!("CREATE TEMP TRIGGER stands_between {sql}");
        store.append_with(&[], Batch::Each, late(), |connection, _| connection.execute_batch(&trigger)).expect(what);
        let mut answers = Vec::new();
        answers.push((all, store.append_batch(&life(10 + turn as u64), Batch::Each, late()).map(drop)));
        if refused.contains(&cursors) {
            let moved = store.move_cursor(&ConsumerId::new("report").expect("an id"), 0, 2);
            let Err(CursorError::Store(error)) = moved else { panic!("{what}: {moved:?}") };
            answers.push((cursors, Err(error)));
        }
        if refused.contains(&states) {
            answers.push((states, store.write_current(&other_zone(turn))));
        }
        let written: Vec<_> = answers.iter().filter(|(_, answer)| answer.is_ok()).map(|(write, _)| *write).collect();
        assert!(written.iter().all(|write| !refused.contains(write)), "{what}: {written:?}");
        for (write, answer) in answers {
            let Err(error) = answer else { continue };
            assert!(matches!(error, StoreError::Corrupt { .. }), "{what}, {write}: {error:?}");
            let told = error.source().expect("a cause").to_string();
            let by_the_law =
                [HEAD, "a record follows the last one of its log", "stage, since and version come from the events"];
            assert!(told.contains(NOT_THERE) || by_the_law.contains(&told.as_str()), "{what}, {write}: {told}");
        }
        drop(store);
        if written.is_empty() {
            assert!(contents(&file) == before, "{what}: something was written");
        }
        if refused.contains(&logs) {
            let mut store = open_log(&file, other.clone());
            store
                .append_with(&[], Batch::Each, late(), |connection, _| connection.execute_batch(&trigger))
                .expect(what);
            let error = store.open_log(DigestAlgorithm::Sha256, &actor(), late()).expect_err(what);
            assert!(matches!(error, StoreError::Corrupt { .. }), "{what}: {error:?}");
            drop(store);
            assert!(contents(&file) == before, "{what}: something was written");
        }
    }
}

/// A state of the first project that is not written yet.
fn other_zone(turn: usize) -> CurrentState {
    CurrentState { zone: format!("zone-{turn}").parse().expect("an id"), ..Walk::plan(1).project.current().clone() }
}
