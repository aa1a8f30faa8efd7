//! An index that has not got the rows of its table is found by verifying, whichever it is, with the extension `amcheck` and without.

use project_lifecycle::{audit::*, store::*};

use crate::common::corrections::tangle;
use crate::common::{evening, source};
use crate::postgres::attacks::City;
use crate::postgres::server::{self, Database};

/// A log in which each index has a row, as their conditions ask for: voids, voided facts, re-datings; a code, an officer, a term; and
/// a cursor.
async fn city() -> City {
    let walk = tangle().walk;
    let (database, store) = (Database::new().await, server::store(source()));
    database.open_log(&store, evening(walk.today)).await;
    database.append(&store, walk.project.events(), evening(walk.today)).await;
    let filled = "UPDATE lifecycle.current SET code = '2018-210112-35-03-000001', officer = 'officer-7', next_due = '2018-12-31';
        INSERT INTO lifecycle.cursor (log, consumer, sequence) VALUES (1, 'board', 0);";
    database.psql_as_owner(filled).expect("an owner can");
    City::of(database, store, walk).await
}

/// The indexes of all tables, each with its table and the condition of its rows.
fn indexes(city: &City) -> Vec<(String, String, String)> {
    let select = "SELECT i.relname, t.relname, coalesce(pg_get_expr(x.indpred, x.indrelid), 'true')
        FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
        JOIN pg_namespace n ON n.oid = t.relnamespace
        WHERE n.nspname = 'lifecycle' ORDER BY 1;";
    let listed = city.database.psql_as_owner(select).expect("a list");
    let parts = |line: &str| {
        let mut parts = line.splitn(3, '|').map(str::to_owned);
        (parts.next().expect("a name"), parts.next().expect("a table"), parts.next().expect("a condition"))
    };
    listed.lines().map(parts).collect()
}

/// Writes rows anew while an index is off, so that it does not know where they are.
fn damage(city: &City, index: &str, table: &str, rows: &str) {
    let columns = if table == "event" { "log, sequence, body, leaf" } else { "*" };
    let into = if table == "event" { format!("event ({columns})") } else { table.to_owned() };
    let ready = |is_ready| {
        format!("UPDATE pg_index SET indisready = {is_ready} WHERE indexrelid = 'lifecycle.{index}'::regclass;")
    };
    let sql = format!(
        "SET session_replication_role = replica;
         {} CREATE TEMP TABLE moved AS SELECT {columns} FROM lifecycle.{table} WHERE {rows};
         DELETE FROM lifecycle.{table} WHERE {rows};
         INSERT INTO lifecycle.{into} OVERRIDING SYSTEM VALUE SELECT * FROM moved; {}
         SELECT count(*) > 0 FROM moved;",
        ready(false),
        ready(true)
    );
    assert_eq!(city.database.psql_as_owner(&sql).as_deref(), Ok("t\n"), "{index}: it has a row to lose");
}

/// What is found by a session that looks everything up by an index, as in a log of any length.
async fn faults(city: &City) -> StoreVerdict {
    let client = city.database.connect_app().await;
    client.batch_execute("SET enable_seqscan = off").await.expect("anybody may");
    city.store.verify(&client, Verifier::new()).await.expect("it answers").finish()
}

/// Each index loses one row, or all of them too; `says` is how the answer begins for which it is found.
async fn each_is_found(city: &City, loses_all: bool, says: &str) {
    let indexes = indexes(city);
    // 4 keys of the records, and 5 with conditions; 10 of the list; 2 of the head; one of each other table
    assert_eq!(indexes.len(), 26, "{indexes:?}");
    for (index, table, condition) in &indexes {
        let one = format!("ctid = (SELECT max(ctid) FROM lifecycle.{table} WHERE {condition})");
        for rows in [&one, condition].into_iter().take(1 + usize::from(loses_all)) {
            damage(city, index, table, rows);
            let why = city.database.psql(&format!("SELECT lifecycle.check_index('{index}');")).expect("an answer");
            assert!(why.starts_with(says), "{index} without {rows}: {why}");
            let verdict = faults(city).await;
            let fault = StoreFault::Index { index: index.clone() };
            assert!(verdict.faults.first().contains(&fault), "{index} without {rows}: {verdict}");
            city.database.psql_as_owner(&format!("REINDEX INDEX lifecycle.{index};")).expect("it is made anew");
        }
    }
    let verdict = faults(city).await;
    assert_eq!(verdict.faults.first(), []);
    assert!(matches!(verdict.lines, Verdict::SelfConsistent { .. }), "{verdict}");
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn an_index_that_lacks_rows_is_found_by_reading_it() {
    server::run(async { each_is_found(&city().await, true, "it says ").await });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn an_index_that_lacks_rows_is_found_by_amcheck() {
    server::run(async {
        let city = city().await;
        // who may not call it reads the index
        city.database.psql_as_owner("CREATE EXTENSION amcheck;").expect("the extension");
        damage(&city, "event_voids", "event", "voids IS NOT NULL");
        let ask = "SELECT lifecycle.check_index('event_voids');";
        assert_eq!(
            city.database.psql(ask).expect("an answer").split_once(',').map(|(index, _)| index),
            Some("it says 0 0")
        );
        city.database
            .psql_as_owner("REINDEX INDEX lifecycle.event_voids; GRANT EXECUTE ON FUNCTION bt_index_check(regclass, boolean) TO PUBLIC;")
            .expect("the owner may");
        each_is_found(&city, false, "heap tuple ").await;
    });
}

/// As many rows as its table has, one of them as it was before it was changed.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn an_index_that_says_something_else_than_its_table_is_found() {
    server::run(async {
        let city = city().await;
        // a row that no index looks at keeps its place when it is changed, and the index goes on pointing there
        let live = |is_live| {
            format!(
                "UPDATE pg_index SET indislive = {is_live}, indisready = {is_live}
                 WHERE indrelid = 'lifecycle.current'::regclass;"
            )
        };
        let change = format!("{} UPDATE lifecycle.current SET zone = 'elsewhere'; {}", live(false), live(true));
        city.database.psql_as_owner(&change).expect("an owner can");
        for (index, table, _) in indexes(&city) {
            if table == "current" && index != "current_zone" {
                city.database.psql_as_owner(&format!("REINDEX INDEX lifecycle.{index};")).expect("it is made anew");
            }
        }
        let why = city.database.psql("SELECT lifecycle.check_index('current_zone');").expect("an answer");
        assert!(why.starts_with("it says 1 ") && why.contains(", its table 1 "), "{why}");
        assert_eq!(faults(&city).await.faults.first(), [StoreFault::Index { index: "current_zone".into() }]);
    });
}
