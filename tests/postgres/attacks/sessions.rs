//! What a session of the application makes for itself: names that stand before ours, records copied in, keys put off, triggers, texts
//! that are none.

use super::*;
use crate::postgres::server::commit;

/// Tables that say what the attacker wants, under the names of ours, and functions and operators that do, under the names of those that
/// ours call. Of whoever may make something in `public`, as before PostgreSQL 15 everybody could.
const SHADOWS: &str = "
    CREATE TEMP TABLE edge AS SELECT 1 AS law, 'sign'::text AS verb, 'reserve'::text AS from_node, 'signed'::text AS to_node;
    CREATE TEMP TABLE clock AS SELECT true AS is_only, NULL::interval AS margin;
    CREATE TEMP TABLE log AS SELECT id, source, 'sm3'::text AS digest, 0::bigint AS size, head, peaks, recorded FROM lifecycle.log;
    CREATE TEMP TABLE event AS SELECT * FROM lifecycle.event;
    CREATE TEMP TABLE current AS SELECT * FROM lifecycle.current;
    CREATE TEMP TABLE event_type AS SELECT * FROM lifecycle.event_type;
    CREATE TEMP TABLE schema_version AS SELECT 99 AS version;
    CREATE TEMP TABLE added AS SELECT * FROM lifecycle.event LIMIT 0;
    CREATE TEMP TABLE pg_trigger AS SELECT * FROM pg_catalog.pg_trigger LIMIT 0;
    CREATE TEMP TABLE pg_constraint AS SELECT * FROM pg_catalog.pg_constraint LIMIT 0;
    CREATE FUNCTION pg_temp.split_part(text, text, integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$SELECT 'none'$$;
    CREATE FUNCTION public.split_part(text, text, integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$SELECT 'none'$$;
    CREATE FUNCTION public.starts_with(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$SELECT false$$;
    CREATE FUNCTION public.sha256(bytea) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$SELECT decode(repeat('00', 32), 'hex')$$;
    CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $$SELECT '9999-01-01'::timestamptz$$;
    CREATE FUNCTION public.pg_has_role(name, name, text) RETURNS boolean LANGUAGE sql AS $$SELECT true$$;
    CREATE FUNCTION public.strpos(text, text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$SELECT 0$$;
    CREATE FUNCTION public.alike(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$SELECT true$$;
    CREATE FUNCTION public.unlike(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$SELECT false$$;
    CREATE OPERATOR public.= (LEFTARG = text, RIGHTARG = text, FUNCTION = public.alike);
    CREATE OPERATOR public.~ (LEFTARG = text, RIGHTARG = text, FUNCTION = public.alike);
    CREATE OPERATOR public.<> (LEFTARG = text, RIGHTARG = text, FUNCTION = public.unlike);
    CREATE OPERATOR public.!~ (LEFTARG = text, RIGHTARG = text, FUNCTION = public.unlike);
    CREATE OPERATOR public.> (LEFTARG = text, RIGHTARG = text, FUNCTION = public.unlike);
    CREATE OPERATOR public.< (LEFTARG = text, RIGHTARG = text, FUNCTION = public.unlike);
    SET search_path = pg_temp, public, lifecycle, pg_catalog;";

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn names_of_ones_own_deceive_nobody() {
    server::run(async {
        let city = City::new(&[Verb::Admit]).await;
        city.database.psql_as_owner("GRANT CREATE ON SCHEMA public TO PUBLIC;").expect("as it once was");
        let other = |change: &dyn Fn(&mut Value)| city.forge(city.last(None), change).sql();
        let hidden = |record: &mut Value| set_type(record, "lifecycle.log.quarantined.v1");
        for (sql, words) in [
            (city.forge_move("sign", "reserve".into(), "signed", None).sql(), LAW),
            (city.forge_move("engage", "planned".into(), "negotiating", None).sql(), FOLLOWS),
            (other(&|record| record["source"] = "urn:x:y".into()), "the record belongs to another log"),
            (
                other(&|record| record["predecessorhash"] = "0".repeat(64).into()),
                "a record follows the last one of its log",
            ),
            (other(&|record| record["recordedtime"] = "9998-01-01T00:00:00.000000Z".into()), "beyond the clock"),
            (other(&|record| record["authid"] = " ".into()), "who acted, and what caused it"),
            (other(&|record| record["id"] = "17".into()), "a subject is of the kind of its type"),
            (other(&hidden), "the type of a record is known, and its data are of that type"),
        ] {
            // in a transaction, so that they are gone with what is refused
            city.refuses(&format!("BEGIN; {SHADOWS} {sql}"), words);
        }
        city.is_as_it_was().await;

        // a host with such a session appends as any other; it deceives nobody but itself in what it reads
        let mut host = city.database.connect_app().await;
        host.batch_execute(SHADOWS).await.expect("anybody could");
        let mut walk = city.walk.clone();
        let event = walk.pass(1).go(Verb::Engage);
        let transaction = host.transaction().await.expect("a transaction");
        let receipt = city.store.append(&transaction, &event.into(), evening(walk.today)).await.expect("recorded");
        commit(transaction).await;
        assert_eq!(receipt.record().sequence(), city.head.size() + 1);
        let client = city.database.connect_app().await;
        let read = city.store.project(&client, walk.project.id()).await.expect("it replays");
        assert_eq!(read, Some(walk.project));
        assert_eq!(city.store.check_current(&client, &Upcasters::new()).await.expect("all replay"), []);
        let verified = city.store.verify(&client, Verifier::new()).await.expect("it answers").finish();
        assert_eq!(verified.faults.first(), []);
        assert!(matches!(verified.lines, Verdict::SelfConsistent { .. }), "{verified}");
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn nothing_is_copied_in_and_nothing_is_put_on_the_tables() {
    server::run(async {
        let city = City::new(&[Verb::Admit]).await;
        city.database.psql_as_owner("GRANT CREATE ON SCHEMA public TO PUBLIC;").expect("as it once was");
        let line = "1\t9\t{}\t\\\\x00\n\\.\n";
        for (table, columns) in [
            ("event", "(log, sequence, body, leaf)"),
            ("log", "(source, digest)"),
            ("current", "(log, project, version, stage)"),
            ("edge", "(law, verb, from_node, to_node)"),
            ("event_type", "(type, verb, kind)"),
            ("clock", "(margin)"),
            ("schema_version", "(version)"),
        ] {
            city.refuses(&format!("COPY lifecycle.{table} {columns} FROM STDIN;\n{line}"), DENIED);
        }
        let mine = "CREATE FUNCTION pg_temp.mine() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';";
        for (sql, words) in [
            (
                "CREATE TRIGGER mine BEFORE INSERT ON lifecycle.event FOR EACH ROW EXECUTE FUNCTION pg_temp.mine();",
                DENIED,
            ),
            ("CREATE TRIGGER mine AFTER UPDATE ON lifecycle.log EXECUTE FUNCTION pg_temp.mine();", DENIED),
            (
                "CREATE TRIGGER mine BEFORE INSERT ON lifecycle.cursor FOR EACH ROW EXECUTE FUNCTION pg_temp.mine();",
                DENIED,
            ),
            ("CREATE EVENT TRIGGER mine ON ddl_command_end EXECUTE FUNCTION pg_temp.mine();", DENIED),
            ("CREATE POLICY mine ON lifecycle.event USING (false);", "must be owner of"),
            ("CREATE INDEX mine ON lifecycle.event (leaf);", "must be owner of"),
            ("CREATE STATISTICS pg_temp.mine ON verb, law FROM lifecycle.event;", "must be owner of"),
            ("CREATE TABLE public.mine (log bigint REFERENCES lifecycle.log);", "permission denied for table log"),
            ("ALTER TABLE lifecycle.event ADD COLUMN mine text;", "must be owner of"),
            ("REINDEX TABLE lifecycle.event;", "must be owner of"),
            ("CLUSTER lifecycle.event USING event_id;", "must be owner of"),
            ("LOCK TABLE lifecycle.log IN EXCLUSIVE MODE;", "permission denied"),
            ("SELECT FROM lifecycle.log FOR UPDATE;", DENIED),
            ("SET ROLE test;", DENIED),
            ("SET SESSION AUTHORIZATION test;", DENIED),
            ("ALTER FUNCTION lifecycle.append SET search_path = public;", "must be owner of"),
        ] {
            // a lock asks for a transaction
            city.refuses(&format!("{mine} BEGIN; {sql}"), words);
        }
        // who may not give a right away is warned, and gives none
        city.database.psql("GRANT ALL ON lifecycle.event TO PUBLIC;").expect("nothing is done");
        PostgresStore::check_schema(&city.database.connect_app().await).await.expect("it is as it was made");
        city.is_as_it_was().await;
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn no_key_is_put_off_and_no_transaction_is_left_behind() {
    server::run(async {
        let city = City::new(&[Verb::Admit]).await;
        let unlawful = city.forge_move("sign", "reserve".into(), "signed", None).sql();
        let lawful = city.forge_move("engage", "reserve".into(), "negotiating", None).sql();
        for settings in [
            "SET CONSTRAINTS ALL DEFERRED;",
            "SET transform_null_equals = on;",
            "SET array_nulls = off;",
            "SET check_function_bodies = off;",
            "SET row_security = off;",
            "SET enable_indexscan = off; SET enable_indexonlyscan = off; SET enable_bitmapscan = off;",
            "SET lifecycle.states = '{}'; SET lifecycle.peaks = '00';",
            "SET TimeZone = 'UTC+167'; SET DateStyle = 'German, YMD'; SET IntervalStyle = sql_standard;",
        ] {
            city.refuses(&format!("BEGIN; {settings} {unlawful} ROLLBACK;"), LAW);
            let taken = city.database.psql(&format!("BEGIN; {settings} {lawful} ROLLBACK;"));
            taken.unwrap_or_else(|why| panic!("{settings} {why}"));
        }
        for key in ["event_law", "event_follows", "event_id", "event_stream"] {
            let put_off = format!("BEGIN; SET CONSTRAINTS lifecycle.{key} DEFERRED;");
            city.refuses(&put_off, &format!("constraint \"{key}\" is not deferrable"));
        }
        city.refuses(&format!("BEGIN; {lawful} PREPARE TRANSACTION 'left';"), "prepared transactions are disabled");
        city.is_as_it_was().await;
    });
}

/// JSON can name characters that no text of PostgreSQL has, and halves of characters.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn no_record_names_what_is_no_character() {
    server::run(async {
        let city = City::new(&[Verb::Admit]).await;
        let lawful = city.forge(city.last(None), |record| {
            record["authid"] = "officer-7".into();
            record["correlationid"] = "c".into();
        });
        let json = "invalid input syntax for type json";
        let escape = "unsupported Unicode escape sequence";
        for (text, words) in [
            ("\\u0000", escape),
            ("a\\u0000b", escape),
            ("\\ud800", json),
            ("\\udc00", json),
            ("\\ud800\\ud800", json),
            ("\\ud800x", json),
            ("\\u00", json),
        ] {
            for (from, to) in [
                ("\"authid\":\"officer-7\"", format!("\"authid\":\"{text}\"")),
                ("\"correlationid\":\"c\"", format!("\"correlationid\":\"{text}\"")),
                ("\"data\":{", format!("\"data\":{{\"a\":\"{text}\",")),
                ("\"data\":{", format!("\"data\":{{\"{text}\":1,")),
                ("\"data\":{", format!("\"data\":{{\"a\":[{{\"b\":\"{text}\"}}],")),
                ("\"specversion\":", format!("\"s{text}\":1,\"specversion\":")),
            ] {
                city.refuses(&respelt(&city, &lawful, from, &to).sql(), words);
            }
        }
        city.is_as_it_was().await;
        city.database.psql(&lawful.sql()).expect("the lawful one is taken");
    });
}
