//! Whatever is not as the migrations made it is told by its name, before anything is written.

use std::collections::BTreeSet;

use project_lifecycle::{audit::*, store::*, value::*};

use crate::common::walk::Walk;
use crate::common::{actor, evening, source};
use crate::postgres::server::{self, Database};

/// What the crate holds a database against. It is made anew by this test with `LISTING=overwrite`.
const MADE: &str = include_str!("../../src/store/postgres/listing.txt");

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_new_database_is_what_the_listing_says() {
    server::run(async {
        let database = Database::new().await;
        let client = database.connect().await;
        let mut lines = BTreeSet::new();
        for row in client.query(include_str!("../../src/store/postgres/listing.sql"), &[]).await.expect("a listing") {
            let (what, said): (String, String) = (row.get(0), row.get(1));
            // the crate has these rows
            if !what.starts_with("law ") && !what.starts_with("event type ") {
                lines.insert(format!("{what}\t{said}"));
            }
        }
        let listing: String = lines.iter().flat_map(|line| [line, "\n"]).collect();
        if std::env::var_os("LISTING").is_some() {
            let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/store/postgres/listing.txt");
            std::fs::write(file, &listing).expect("it is written");
        }
        assert_eq!(listing, MADE, "build and run this again, or with LISTING=overwrite");
        // whoever asks, and wherever names are looked up
        let app = database.connect_app().await;
        for path in ["public", "lifecycle", "lifecycle, public", ""] {
            app.batch_execute(&format!("SET search_path = {}", if path.is_empty() { "''" } else { path }))
                .await
                .expect("set");
            PostgresStore::check_schema(&app).await.expect("it is as it was made");
        }
    });
}

/// What is found wrong with a database after its owner did something.
async fn found(sql: &str) -> Vec<String> {
    let database = Database::new().await;
    database.psql_as_owner(sql).expect(sql);
    let mut app = database.connect_app().await;
    let checked = PostgresStore::check_schema(&app).await;
    let Err(SchemaError::Altered { alterations }) = checked else { panic!("{sql}: {checked:?}") };
    // nobody opens a log in it
    let transaction = app.transaction().await.expect("a transaction");
    let opened = server::store(source())
        .open_log(&transaction, DigestAlgorithm::Sha256, &actor(), evening(Walk::plan(1).today))
        .await;
    let Err(StoreError::Storage(why)) = opened else { panic!("{sql}: {opened:?}") };
    assert!(matches!(why.downcast_ref(), Some(SchemaError::Altered { .. })), "{sql}: {why:?}");
    alterations.iter().map(ToString::to_string).collect()
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn whatever_is_not_as_it_was_made_is_told_by_its_name() {
    server::run(async {
        let quiet = "CREATE FUNCTION public.quiet() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';";
        let on = |table: &str, when: &str| {
            format!(
                "{quiet} CREATE TRIGGER quiet {when} ON lifecycle.{table} FOR EACH ROW EXECUTE FUNCTION public.quiet();"
            )
        };
        for (sql, names) in [
            (on("event", "BEFORE INSERT"), "trigger event.quiet is not of this crate"),
            (on("log", "BEFORE UPDATE"), "trigger log.quiet is not of this crate"),
            (on("current", "AFTER UPDATE"), "trigger current.quiet is not of this crate"),
            (on("cursor", "BEFORE INSERT"), "trigger cursor.quiet is not of this crate"),
            (
                "CREATE RULE hush AS ON INSERT TO lifecycle.event DO INSTEAD NOTHING;".into(),
                "rule event.hush is not of this crate",
            ),
            (
                "CREATE POLICY mine ON lifecycle.event USING (sequence < 9);".into(),
                "policy event.mine is not of this crate",
            ),
            ("ALTER TABLE lifecycle.log ENABLE ROW LEVEL SECURITY;".into(), "relation log was changed"),
            ("ALTER TABLE lifecycle.event DISABLE TRIGGER event_kept;".into(), "trigger event.event_kept was changed"),
            ("DROP TRIGGER event_added ON lifecycle.event;".into(), "trigger event.event_added is missing"),
            (
                "ALTER TABLE lifecycle.event DROP CONSTRAINT event_law;".into(),
                "constraint event.event_law is missing",
            ),
            (
                "ALTER TABLE lifecycle.event DROP CONSTRAINT event_begins, ADD CONSTRAINT event_begins CHECK (true);".into(),
                "constraint event.event_begins was changed",
            ),
            (
                "ALTER TABLE lifecycle.event ALTER COLUMN verb DROP EXPRESSION;".into(),
                "column event.verb was changed",
            ),
            ("ALTER TABLE lifecycle.current ALTER COLUMN zone DROP NOT NULL;".into(), "column current.zone was changed"),
            ("ALTER TABLE lifecycle.event ADD COLUMN more text;".into(), "column event.more is not of this crate"),
            ("DROP INDEX lifecycle.current_zone;".into(), "index current_zone is missing, relation current_zone is missing"),
            ("CREATE VIEW lifecycle.seen AS SELECT 1 AS one;".into(), ""),
            (
                "CREATE TABLE public.more () INHERITS (lifecycle.event);".into(),
                "child of event: more is not of this crate",
            ),
            (
                "ALTER FUNCTION lifecycle.append SECURITY INVOKER;".into(),
                "function append(log bigint, bodies text[], states text, given_leaves bytea[], given_peaks bytea) was changed",
            ),
            ("ALTER FUNCTION lifecycle.plain(json) SET work_mem = '1MB';".into(), "function plain(body json) was changed"),
            (
                "CREATE OR REPLACE FUNCTION lifecycle.refuse() RETURNS trigger LANGUAGE plpgsql
                 SET search_path = pg_catalog, pg_temp AS 'BEGIN RETURN NEW; END';".into(),
                "function refuse() was changed",
            ),
            (
                "CREATE FUNCTION lifecycle.find(text) RETURNS text LANGUAGE sql AS 'SELECT 1';".into(),
                "function find(text) is not of this crate",
            ),
            (
                "CREATE ROLE stranger_of_tables; ALTER TABLE lifecycle.cursor OWNER TO stranger_of_tables;".into(),
                "owner of table cursor is not of this crate",
            ),
            ("GRANT INSERT ON lifecycle.event TO PUBLIC;".into(), "right event INSERT of PUBLIC is not of this crate"),
            ("GRANT UPDATE (stage) ON lifecycle.current TO PUBLIC;".into(), "right current.stage UPDATE of PUBLIC"),
            ("GRANT TRIGGER ON lifecycle.log TO PUBLIC;".into(), "right log TRIGGER of PUBLIC is not of this crate"),
            ("GRANT CREATE ON SCHEMA lifecycle TO PUBLIC;".into(), "right schema CREATE of PUBLIC is not of this crate"),
            (
                "GRANT EXECUTE ON FUNCTION lifecycle.event_added TO PUBLIC;".into(),
                "right event_added() EXECUTE of PUBLIC is not of this crate",
            ),
            (
                "ALTER TABLE lifecycle.edge DISABLE TRIGGER USER; DELETE FROM lifecycle.edge WHERE verb = 'revive' AND to_node = 'signed';
                 ALTER TABLE lifecycle.edge ENABLE TRIGGER USER;".into(),
                "law 1 revive zombie:signed signed is missing",
            ),
            (
                "ALTER TABLE lifecycle.event_type DISABLE TRIGGER USER;
                 INSERT INTO lifecycle.event_type VALUES ('lifecycle.project.sold.v1', 'fact', 'project');
                 ALTER TABLE lifecycle.event_type ENABLE TRIGGER USER;".into(),
                "event type lifecycle.project.sold.v1 fact project is not of this crate",
            ),
            ("ALTER TABLE lifecycle.event DISABLE TRIGGER ALL;".into(), "keys of event is not of this crate"),
            ("ALTER TABLE lifecycle.cursor SET UNLOGGED;".into(), "relation cursor was changed"),
        ] {
            let told = found(&sql).await;
            assert!(told.join(", ").contains(names), "{sql}: {told:?}");
        }
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn many_differences_are_counted() {
    server::run(async {
        let database = Database::new().await;
        database.psql_as_owner("DROP TABLE lifecycle.cursor;").expect("an owner can");
        let error = PostgresStore::check_schema(&database.connect_app().await).await.expect_err("altered").to_string();
        assert!(
            error.starts_with(
                "the database's schema is not as the migrations made it: column cursor.consumer is missing, "
            ) && error.contains(" more: put it back as it was, and verify the log"),
            "{error}"
        );
    });
}
