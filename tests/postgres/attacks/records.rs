//! Records out of place, rewritten, or other than their columns say.

use super::*;

/// Streams of other kinds have no law yet, but a chain and versions, as those of projects.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_record_of_another_kind_is_chained_and_versioned() {
    server::run(async {
        let other = |city: &City, version: u64, change: &dyn Fn(&mut Value)| {
            let forged = city.forge(city.last(None), |record| {
                record["data"] = json!({ "count": 1 });
                set_type(record, "lifecycle.refusal.transition_refused.v1");
                record["streamversion"] = version.into();
                record["subject"] = Subject::refusal(event_id(1, 800)).to_string().into();
                change(record);
            });
            forged.sql()
        };
        let as_it_is = |_: &mut Value| {};
        let chained = |record: &mut Value| record["predecessorhash"] = "0".repeat(64).into();
        let city = City::new(&[Verb::Admit]).await;
        city.refuses(&other(&city, 2, &as_it_is), FOLLOWS);
        city.refuses(&other(&city, 0, &as_it_is), BEGINS);
        city.refuses(&other(&city, 1, &chained), "a record follows the last one of its log");
        city.is_as_it_was().await;
        city.database.psql(&other(&city, 1, &as_it_is)).expect("the first of its stream is taken");
        let city = City::of(city.database, city.store, city.walk).await;
        city.refuses(&other(&city, 1, &as_it_is), "violates unique constraint \"event_stream\"");
        city.refuses(&other(&city, 3, &as_it_is), FOLLOWS);
        city.refuses(&other(&city, 2, &chained), "a record follows the last one of its log");
        let twice = |record: &mut Value| record["id"] = city.records[1].id().to_string().into();
        city.refuses(&other(&city, 2, &twice), "violates unique constraint \"event_id\"");
        city.is_as_it_was().await;
        city.database.psql(&other(&city, 2, &as_it_is)).expect("the next of its stream is taken");
    });
}

/// The columns are cut from the line, so a line can show them a lawful move and be another as JSON, of whose members with
/// one name the last one counts, or which has members within members.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn no_column_says_what_its_record_does_not() {
    server::run(async {
        let city = City::new(&[Verb::Engage, Verb::Sign]).await;
        let lawful = city.forge_move("register", "signed".into(), "registered", None);
        let other = format!("\"subject\" :\"project/{}\",\"time\":", project_id(2));
        let void = "\"verb\":\"register\",\"verb\" :\"void\",\"voids_version\":4";
        for (from, to) in [
            ("\"predecessorhash\":", "\"id\" :\"e0000000-0000-4001-8000-00000000ffff\",\"predecessorhash\":"),
            ("\"subject\":", "\"streamversion\" :9,\"subject\":"),
            ("\"time\":", &other),
            ("\"time\":", "\"subject\" :\"zone/00000000-0000-4000-8000-000000000001\",\"time\":"),
            ("\"time\":", "\"subject\" :null,\"time\":"),
            ("\"to\":\"registered\"", "\"from\" :\"negotiating\",\"to\":\"registered\""),
            ("\"to\":\"registered\"", "\"from\" :null,\"to\":\"registered\""),
            ("\"from\":\"signed\"", "\"from\":\"started\",\"grounds\":{\"from\":\"signed\",\"x\":1}"),
            ("\"law\":1", "\"law\":1,\"law\" :2"),
            ("\"law\":1", "\"law\":1,\"law\" :null"),
            ("\"law\":1", "\"laws\":{\"law\":1,\"x\":1}"),
            ("\"verb\":\"register\"", "\"to\" :\"producing\",\"verb\":\"register\""),
            ("\"verb\":\"register\"", "\"verb\":\"register\",\"verb\" :\"sign\""),
            ("\"verb\":\"register\"", "\"verb\":\"register\",\"verb\" :null"),
            ("\"verb\":\"register\"", "\"verb\":\"register\",\"verb\" :\"redate\",\"redates_version\":4"),
            ("\"verb\":\"register\"", void),
            ("\"data\":{", "\"data\":{},\"d\":{"),
        ] {
            city.refuses(&respelt(&city, &lawful, from, to).sql(), "a column says what its record does not");
        }
        city.is_as_it_was().await;
        city.database.psql(&lawful.sql()).expect("the lawful one is taken");
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn no_record_is_rewritten_or_deleted() {
    server::run(async {
        let city = City::new(&[Verb::Admit]).await;
        let forged = city.forge(city.last(None), |_| {});
        let replace = format!(
            "{} ON CONFLICT (log, sequence) DO UPDATE SET body = excluded.body;",
            forged.insert_sql().replacen(&format!("(1, {}", forged.sequence), "(1, 2", 1)
        );
        let statements = [
            "UPDATE lifecycle.event SET leaf = leaf WHERE sequence = 2;",
            "UPDATE lifecycle.event SET body = '{}' WHERE false;",
            &replace,
            "DELETE FROM lifecycle.event WHERE sequence = 2;",
            "TRUNCATE lifecycle.event;",
            "TRUNCATE lifecycle.event, lifecycle.log, lifecycle.cursor CASCADE;",
            "DELETE FROM lifecycle.log;",
        ];
        for statement in statements {
            city.refuses(statement, DENIED);
            // the owner of the tables is told why
            city.refuses_owner(statement, "a log is append-only");
        }
        city.refuses(
            "MERGE INTO lifecycle.event e USING (VALUES (2)) v (p) ON e.sequence = v.p
            WHEN MATCHED THEN DELETE;",
            DENIED,
        );
        city.refuses_owner("DELETE FROM lifecycle.current;", "a project that has events stays listed");
        city.is_as_it_was().await;
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn the_head_is_the_last_record() {
    server::run(async {
        let city = City::new(&[Verb::Admit]).await;
        let moves = "the head of a log moves with its records";
        for column in ["size = 1", "head = sha256('x')", "recorded = NULL", "peaks = ''", "peaks = head"] {
            let statement = format!("UPDATE lifecycle.log SET {column};");
            city.refuses(&statement, DENIED);
            city.refuses_owner(&statement, moves);
        }
        city.refuses("UPDATE lifecycle.log SET source = 'urn:x:y';", DENIED);
        city.refuses("INSERT INTO lifecycle.log (source, digest, size) VALUES ('urn:x:y', 'sha-256', 1);", DENIED);
        city.refuses_owner(
            "INSERT INTO lifecycle.log (source, digest, recorded) VALUES ('urn:x:y', 'sha-256', 'x');",
            "a log begins empty",
        );
        city.refuses_owner("UPDATE lifecycle.log SET digest = 'sm3';", "a log keeps its name and its digest");

        city.refuses("INSERT INTO lifecycle.log (source, digest) VALUES ('urn:x:y', 'sha-256');", DENIED);
        city.is_as_it_was().await;

        // whoever writes a record moves the head, and to where it must be
        let forged = city.forge(city.last(None), |_| {});
        let alone = format!("{};", forged.insert_sql());
        city.refuses(&alone, DENIED);
        city.database.psql_as_owner(&alone).expect("the owner may");
        assert_eq!(City::of(city.database, city.store, city.walk).await.head, forged.head);
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_record_belongs_to_its_place_in_its_log() {
    server::run(async {
        let city = City::new(&[Verb::Admit]).await;
        let forge = |change: &dyn Fn(&mut Value)| city.forge(city.last(None), change);
        let elsewhere = forge(&|record| record["source"] = "urn:example:log:elsewhere".into());
        city.refuses(&elsewhere.sql(), "the record belongs to another log");
        let place = forge(&|record| record["sequence"] = "0000000000000000099".into());
        city.refuses(&place.sql(), "the place of a record is its sequence");
        let zeros = "0".repeat(64);
        let chain = forge(&|record| record["predecessorhash"] = zeros.clone().into());
        city.refuses(&chain.sql(), "a record follows the last one of its log");
        let nobody = forge(&|record| drop(record.as_object_mut().expect("an object").remove("predecessorhash")));
        city.refuses(&nobody.sql(), "a record follows the last one of its log");
        let mut leaf = forge(&|_| {});
        leaf.line = leaf.line.replacen("officer-7", "officer-8", 1);
        city.refuses_owner(&format!("{};", leaf.insert_sql()), "the leaf of a record is its hash");
        // a place further on, with a gap before it
        let mut far = forge(&|record| record["sequence"] = format!("{:019}", city.head.size() + 2).into());
        far.sequence += 1;
        far.head = far.head.after(far.line.as_bytes(), city.head.recorded.expect("open"));
        city.refuses_owner(&format!("{};", far.insert_sql()), "a record follows the last one of its log");
        // a log that is not there
        let none = forge(&|_| {}).insert_sql().replacen("VALUES (1,", "VALUES (7,", 1);
        city.refuses_owner(&format!("{none};"), FOLLOWS);
        city.is_as_it_was().await;
    });
}
