//! A file as other programs leave it: their settings, their statistics, their names, their numbers. Nothing is lost, and what is in the
//! way is told in words.

use std::path::Path;

use rusqlite::Connection;

use super::faults::{goes_on, life};
use super::open;
use super::target::{Target, client, contents, late, unsound};
use crate::common::walk::Walk;
use crate::common::{actor, source};
use project_lifecycle::{audit::*, lifecycle::*, store::*, value::*};

fn target(name: &str) -> Target {
    Target::of(name, (1..=5).map(Walk::plan).collect())
}

/// The mode is the file's own: nobody changes it while it is open, and whoever opens it to write puts it back.
#[test]
fn another_journal_mode_is_put_back() {
    let target = target("odd-journal");
    let mut held = open(&target.file());
    let answer = client(&target.file(), "PRAGMA journal_mode = DELETE;");
    assert!(answer.refused.contains("database is locked"), "{answer:?}");
    goes_on(&mut held, 100);
    drop(held);
    for mode in ["delete", "truncate", "persist"] {
        let answer = client(&target.file(), &format!("PRAGMA journal_mode = {mode};"));
        assert_eq!((answer.said.trim(), answer.refused.as_str()), (mode, ""));
        let reader = SqliteStore::open_read_only(target.file(), source()).expect("it reads in any mode");
        assert_eq!(unsound(&reader), None, "{mode}");
        drop(reader);
        let mut store = open(&target.file());
        assert_eq!(client(&target.file(), "PRAGMA journal_mode;").said.trim(), "wal");
        store.append(&life(200)[0], late()).expect("recorded, or found");
        assert_eq!(unsound(&store), None, "{mode}");
    }
}

/// Who keeps the file for themselves is waited for, and then told of; nothing is written meanwhile.
#[test]
fn a_file_that_another_one_keeps_is_busy() {
    let target = target("odd-exclusive");
    let before = contents(&target.file());
    let other = Connection::open(target.file()).expect("it opens");
    other.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; COMMIT;").expect("nobody else has the file");
    let error = SqliteStore::open(target.file(), source()).expect_err("it is kept");
    assert!(matches!(error, OpenError::Busy { .. }), "{error:?}");
    assert!(error.to_string().ends_with("log.db is locked by another process: try again"), "{error}");
    drop(other);
    assert!(contents(&target.file()) == before);
    goes_on(&mut open(&target.file()), 100);

    // the other way round it is the other one who waits
    let mut held = open(&target.file());
    let answer =
        client(&target.file(), "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT; SELECT count(*) FROM log;");
    assert!(answer.refused.contains("database is locked"), "{answer:?}");
    goes_on(&mut held, 300);
}

/// Statistics that say that every index is useless, and that every table has one row or a billion.
#[test]
fn false_statistics_change_no_answer() {
    let target = Target::new("odd-statistics");
    let store = open(&target.file());
    let ask = |store: &SqliteStore| {
        let listings = [
            Listing::All,
            Listing::Named(String::new()),
            Listing::Coded(String::new()),
            Listing::Containing("园".into()),
        ];
        let mut queries: Vec<_> = listings.into_iter().map(ProjectQuery::new).collect();
        queries.extend(Stage::ALL.map(|stage| ProjectQuery::all().in_stage(stage)));
        let lists: Vec<_> = queries.iter().map(|query| store.projects(query).expect("a list")).collect();
        (lists, store.log(0, usize::MAX).expect("the log"), store.counts(&ProjectQuery::all()).expect("counts"))
    };
    let told = ask(&store);
    drop(store);
    for numbers in
        ["1 1 1 1 1 1", "1000000000 1000000000 1000000000 1000000000 1000000000 1000000000", "-1 nonsense", ""]
    {
        let lie =
            format!("ANALYZE; UPDATE sqlite_stat1 SET stat = '{numbers}'; DELETE FROM sqlite_stat1 WHERE idx IS NULL;");
        assert_eq!(client(&target.file(), &lie).refused, "", "{numbers}");
        let store = open(&target.file());
        assert_eq!(ask(&store), told, "{numbers}");
        assert_eq!(unsound(&store), None, "{numbers}");
    }
    goes_on(&mut open(&target.file()), 100);
}

/// SQLite rewrites all triggers with the name; this crate knows the file no more until the name is back.
#[test]
fn a_renamed_table_is_not_written_to() {
    for table in ["current", "event", "log", "edge", "cursor"] {
        let target = target(&format!("odd-{table}"));
        let mut held = open(&target.file());
        assert_eq!(client(&target.file(), &format!("ALTER TABLE {table} RENAME TO theirs;")).refused, "");
        let error = held.append(&life(100)[0], late()).expect_err("it is not what it was");
        assert!(matches!(error, StoreError::Corrupt { .. }), "{table}: {error:?}");
        let error = SqliteStore::open(target.file(), source()).expect_err("it is not what it was");
        let OpenError::Altered { .. } = &error else { panic!("{table}: {error:?}") };
        assert!(error.to_string().contains("is not as this crate made it"), "{error}");
        // nothing of the records is lost
        let events = if table == "event" { "theirs" } else { "event" };
        let count = client(&target.file(), &format!("SELECT count(*) FROM {events};")).said;
        assert_eq!(count.trim(), target.head.size().to_string());
    }
}

/// A file whose texts are UTF-16: a dump that was read into one. It would count other lengths
/// and put names in another order.
#[test]
fn a_file_in_utf_16_is_refused_in_words() {
    for encoding in ["UTF-16le", "UTF-16be"] {
        let target = target("odd-utf-16");
        let (wide, back) = (target.folder.0.join("wide.db"), target.folder.0.join("back.db"));
        let (dump, marks) = (".dump", "PRAGMA application_id = 1347183481; PRAGMA user_version = 2;");
        let read_in = |from: &Path, into: &Path, first: &str| {
            let dump = client(from, dump).said;
            assert_eq!(client(into, &format!("{first}{dump}{marks}")).refused, "");
        };
        read_in(&target.file(), &wide, &format!("PRAGMA encoding = '{encoding}';\n"));
        for opened in [SqliteStore::open(&wide, source()), SqliteStore::open_read_only(&wide, source())] {
            let error = opened.expect_err("it is in another encoding");
            let OpenError::WrongFile { why: Some(why), .. } = &error else { panic!("{error:?}") };
            let told =
                format!("its texts are in {encoding}, and a store's in UTF-8: read its `.dump` into a file of its own");
            assert_eq!(why.to_string(), told);
        }
        read_in(&wide, &back, "");
        let mut store = open(&back);
        assert_eq!(store.log(0, usize::MAX).expect("the log"), target.records);
        goes_on(&mut store, 100);
    }
}

/// The greatest number that a row can have, so that SQLite takes numbers by chance for the next ones.
#[test]
fn a_row_of_the_greatest_number_is_in_nobodys_way() {
    let target = target("odd-row");
    // the very record that would follow, as a longer log has it
    let longer = Target::of("odd-longer-row", (1..=6).map(Walk::plan).collect());
    let (next, head) = (&longer.records[target.records.len()], &longer.head);
    let line = String::from_utf8(next.line().to_vec()).expect("UTF-8").replace('\'', "''");
    let peaks: String = head.tree.peaks().iter().map(Digest::to_string).collect();
    let sql = format!(
        "INSERT INTO event (row, log, sequence, body, leaf) VALUES ({}, 1, {}, '{line}', x'{}');
         UPDATE log SET size = {}, head = x'{}', peaks = x'{peaks}';",
        i64::MAX,
        next.sequence(),
        head.hash,
        head.size(),
        head.hash
    );
    assert_eq!(client(&target.file(), &sql).refused, "");
    let mut store = open(&target.file());
    assert_eq!(store.head().expect("a head"), longer.head);
    for request in (100..110).flat_map(life) {
        store.append(&request, late()).expect("recorded");
    }
    assert_eq!(unsound(&store), None);
    let other = "INSERT INTO log (id, source, digest, size, head, peaks) VALUES (9223372036854775807, 'urn:x', 'sha-256', 0, zeroblob(32), x'');";
    assert_eq!(client(&target.file(), other).refused, "");
    for name in ["urn:x", "urn:example:log:third"] {
        let mut store = super::open_log(&target.file(), name.parse().expect("a source"));
        store.open_log(DigestAlgorithm::Sha256, &actor(), late()).expect("a log opens");
        goes_on(&mut store, 500);
    }
    assert_eq!(unsound(&store), None);
}
