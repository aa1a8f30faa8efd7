//! Moves that the law does not know, and the law itself.

use super::*;

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn no_stage_is_skipped_and_none_is_begun_in() {
    server::run(async {
        let city = City::new(&[Verb::Admit]).await;
        city.refuses(&city.forge_move("sign", "reserve".into(), "signed", None).sql(), LAW);
        city.refuses(&city.forge_move("close", "reserve".into(), "planned", None).sql(), LAW);
        // another project, whose first event is a lawful move from where it never stood, or a planning that leads too far
        let begin = |verb: &str, from: Value, to: &str| {
            let like = city.forge_move(verb, from, to, None);
            let like = Record::parse(like.line.as_bytes()).expect("a record");
            city.forge(&like, |record| {
                record["streamversion"] = 1.into();
                record["subject"] = format!("project/{}", project_id(2)).into();
            })
        };
        city.refuses(&begin("sign", "negotiating".into(), "signed").sql(), BEGINS);
        city.refuses(&begin("plan", Value::Null, "signed").sql(), LAW);
        city.is_as_it_was().await;
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_zombie_wakes_where_it_fell_asleep() {
    server::run(async {
        let city = City::new(&[Verb::Engage, Verb::Sign, Verb::Stall]).await;
        let revive = |to, stalled_at| city.forge_move("revive", "zombie".into(), to, stalled_at).sql();
        // a lawful move of another zombie; a move that the law does not know; a zombie that forgot
        city.refuses(&revive("registered", Some("registered")), FOLLOWS);
        city.refuses(&revive("registered", Some("signed")), LAW);
        city.refuses(&revive("signed", None), FOLLOWS);
        city.is_as_it_was().await;
        city.database.psql(&revive("signed", Some("signed"))).expect("the lawful one is taken");
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn no_move_comes_from_nowhere_or_from_the_past() {
    server::run(async {
        let city = City::new(&[Verb::Admit, Verb::Engage, Verb::Sign]).await;
        let version = city.walk.project.version();
        city.refuses(&city.forge_move("plan", Value::Null, "planned", None).sql(), BEGINS);
        // where it once stood, and where it never did
        city.refuses(&city.forge_move("engage", "reserve".into(), "negotiating", None).sql(), FOLLOWS);
        city.refuses(&city.forge_move("start", "registered".into(), "started", None).sql(), FOLLOWS);
        // a second event of a version, from where the first came from
        let fork = city.forge(city.last(Some(Verb::Sign)), |record| record["streamversion"] = version.into());
        city.refuses(&fork.sql(), "violates unique constraint \"event_stream\"");
        let fork = city.forge(city.last(Some(Verb::Engage)), |record| record["streamversion"] = (version - 1).into());
        city.refuses(&fork.sql(), "violates unique constraint \"event_stream\"");
        // after a version that is not there
        let gap = city.forge(city.last(None), |record| {
            record["streamversion"] = (version + 2).into();
        });
        city.refuses(&gap.sql(), FOLLOWS);
        let twice = city.forge(city.last(Some(Verb::Sign)), |record| {
            record["id"] = city.last(Some(Verb::Engage)).id().to_string().into();
            record["data"]["from"] = "signed".into();
            record["data"]["to"] = "registered".into();
            record["data"]["verb"] = "register".into();
            set_type(record, "lifecycle.project.registered.v1");
        });
        city.refuses(&twice.sql(), "violates unique constraint \"event_id\"");
        // what is about a project is held to the law, whatever it says of itself
        let other = city.forge_move("none", Value::Null, "none", None);
        city.refuses(&other.sql(), "violates check constraint \"event_kind\"");
        city.is_as_it_was().await;
    });
}

/// The owner brings the next law, as a migration will: then nobody goes back behind it, and all else goes on as before.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn an_event_is_held_to_the_law_that_it_names_and_the_law_never_falls() {
    server::run(async {
        let city = City::new(&[Verb::Admit]).await;
        let under = |city: &City, law: Value| city.forge(city.last(None), |record| record["data"]["law"] = law);
        for law in [0, 2, -1] {
            city.refuses(&under(&city, law.into()).sql(), LAW);
        }
        for law in [Value::Null, "1".into()] {
            city.refuses(&under(&city, law).sql(), "invalid input syntax for type integer");
        }
        city.is_as_it_was().await;
        let next = "BEGIN; ALTER TABLE lifecycle.edge DISABLE TRIGGER edge_sealed;
            INSERT INTO lifecycle.edge SELECT 2, verb, from_node, to_node FROM lifecycle.edge WHERE law = 1;
            ALTER TABLE lifecycle.edge ENABLE TRIGGER edge_sealed; COMMIT;";
        city.database.psql_as_owner(next).expect("the next law is brought");
        city.database.psql(&under(&city, 2.into()).sql()).expect("an event under the next law is taken");
        let city = City::of(city.database, city.store, city.walk).await;
        let version = city.walk.project.version() + 2;
        let after = |law: u32, version: u64, subject: ProjectId| {
            let sample = city.last((version == 1).then_some(Verb::Admit));
            city.forge(sample, |record| {
                record["streamversion"] = version.into();
                record["subject"] = format!("project/{subject}").into();
                record["data"]["law"] = law.into();
                if version == 1 {
                    let data = record["data"].as_object_mut().expect("an object");
                    data.insert("verb".into(), "plan".into());
                    data.insert("from".into(), Value::Null);
                    data.insert("to".into(), "planned".into());
                    let profile = json!({ "kind": "enterprise", "name": "项目", "zone": "hunnan" });
                    data.insert("profile".into(), profile);
                    set_type(record, "lifecycle.project.planned.v1");
                }
            })
        };
        let project = city.walk.project.id();
        city.refuses(&after(1, version, project).sql(), "within a stream the law never falls");
        city.database.psql(&after(1, 1, project_id(2)).sql()).expect("another project begins under the first law");
        let city = City::of(city.database, city.store, city.walk).await;
        let goes_on = city.forge(city.last(None), |record| {
            record["streamversion"] = version.into();
            record["data"]["law"] = 2.into();
        });
        city.database.psql(&goes_on.sql()).expect("the project goes on under the next law");
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn the_law_is_not_the_applications_to_make() {
    server::run(async {
        let city = City::new(&[Verb::Admit]).await;
        let add = "INSERT INTO lifecycle.edge VALUES (1, 'sign', 'reserve', 'signed');";
        city.refuses(add, DENIED);
        for statement in [
            add,
            "UPDATE lifecycle.edge SET to_node = 'closed';",
            "DELETE FROM lifecycle.edge WHERE verb = 'close';",
            "TRUNCATE lifecycle.edge CASCADE;",
        ] {
            city.refuses_owner(statement, "the law is sealed");
        }
        for statement in [
            "CREATE TABLE lifecycle.more (x integer);",
            "CREATE TABLE public.more () INHERITS (lifecycle.event);",
            "INSERT INTO lifecycle.schema_version VALUES (3);",
            "SET session_replication_role = 'replica';",
            "CREATE FUNCTION lifecycle.follow(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';",
        ] {
            city.refuses(statement, DENIED);
        }
        for statement in [
            "ALTER TABLE lifecycle.event DISABLE TRIGGER event_added;",
            "ALTER TABLE lifecycle.event DROP CONSTRAINT event_law;",
            "DROP TRIGGER edge_sealed ON lifecycle.edge;",
            "DROP TABLE lifecycle.cursor;",
            "CREATE OR REPLACE FUNCTION lifecycle.refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';",
            "CREATE RULE quiet AS ON INSERT TO lifecycle.event DO INSTEAD NOTHING;",
        ] {
            let error = city.database.psql(statement).expect_err(statement);
            assert!(error.contains("must be owner of") || error.contains(DENIED), "{statement}\n{error}");
        }
        city.is_as_it_was().await;
    });
}
