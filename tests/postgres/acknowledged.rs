//! What is acknowledged is there, or the caller's transaction cannot be committed.

use project_lifecycle::{audit::*, lifecycle::*, store::*, value::*};
use tokio_postgres::Client;

use crate::common::walk::Walk;
use crate::common::{actor, evening, source};
use crate::postgres::server::{self, Database, commit};

/// A log with two projects, and a table of the host's own.
async fn host() -> (Database, PostgresStore, Walk) {
    let (database, store, walk) = (Database::new().await, server::store(source()), Walk::plan(1));
    database.open_log(&store, evening(walk.today)).await;
    for project in [1, 2] {
        database.append(&store, Walk::plan(project).project.events(), evening(walk.today)).await;
    }
    database
        .psql_as_owner("CREATE TABLE visit (visitor text); GRANT SELECT, INSERT ON visit TO PUBLIC;")
        .expect("a table");
    (database, store, walk)
}

fn counts(database: &Database) -> String {
    let counts = "SELECT (SELECT count(*) FROM visit), (SELECT count(*) FROM lifecycle.event),
        (SELECT sum(size) FROM lifecycle.log), (SELECT sum(version) FROM lifecycle.current),
        (SELECT count(*) FROM lifecycle.cursor);";
    database.psql_as_owner(counts).expect("counts")
}

/// Works in a transaction with a row of the host's own, and finds that it is refused and cannot be committed, in either way.
async fn refused<T: std::fmt::Debug>(
    database: &Database,
    what: &str,
    work: impl AsyncFn(&tokio_postgres::Transaction<'_>) -> Result<T, StoreError>,
) -> StoreError {
    let before = counts(database);
    let mut client = database.connect_app().await;
    let mut refusal = None;
    for is_ours in [true, false] {
        let transaction = client.transaction().await.expect("a transaction");
        transaction.execute("INSERT INTO visit VALUES ('mayor')", &[]).await.expect("a row");
        refusal = Some(work(&transaction).await.expect_err(what));
        match is_ours {
            true => assert!(PostgresStore::commit(transaction).await.is_err(), "{what}: it is committed"),
            false => drop(transaction.commit().await),
        }
        assert_eq!(counts(database), before, "{what}");
    }
    refusal.expect("twice")
}

const QUIET: &str = "CREATE FUNCTION quiet() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
    CREATE FUNCTION same() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END';
    CREATE FUNCTION other() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
      IF TG_TABLE_NAME = 'event' THEN NEW.body := replace(NEW.body::text, '2018', '2019')::json;
      ELSIF TG_TABLE_NAME = 'log' THEN NEW.recorded := '2019-01-01T00:00:00.000000Z'; NEW.peaks := decode(repeat('00', octet_length(NEW.peaks)), 'hex');
      ELSIF TG_TABLE_NAME = 'cursor' THEN NEW.sequence := 1;
      ELSE NEW.zone := 'elsewhere'; NEW.stage := 'closed'; END IF;
      RETURN NEW; END $$;
    CREATE FUNCTION back() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
      UPDATE lifecycle.cursor SET sequence = 0 WHERE sequence > 0; RETURN NULL; END $$;";

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn what_the_database_does_not_keep_is_not_acknowledged() {
    server::run(async {
        let of_one = "WHEN (NEW.stream LIKE '%0001')";
        let one = format!(
            "CREATE TRIGGER a BEFORE INSERT ON lifecycle.event FOR EACH ROW {} EXECUTE FUNCTION quiet();",
            of_one.replace("NEW.stream", "NEW.body::text").replace("'%0001'", "'%000000000001\",%'")
        );
        for sql in [
            "CREATE TRIGGER a BEFORE INSERT ON lifecycle.event FOR EACH ROW EXECUTE FUNCTION quiet();",
            &one,
            "CREATE TRIGGER a BEFORE INSERT ON lifecycle.event FOR EACH ROW EXECUTE FUNCTION other();",
            "CREATE TRIGGER a BEFORE UPDATE ON lifecycle.log FOR EACH ROW EXECUTE FUNCTION quiet();",
            "CREATE TRIGGER a BEFORE UPDATE ON lifecycle.log FOR EACH ROW EXECUTE FUNCTION same();",
            "CREATE TRIGGER a BEFORE UPDATE ON lifecycle.log FOR EACH ROW EXECUTE FUNCTION other();",
            "CREATE TRIGGER a BEFORE UPDATE ON lifecycle.current FOR EACH ROW EXECUTE FUNCTION quiet();",
            "CREATE TRIGGER a BEFORE UPDATE ON lifecycle.current FOR EACH ROW EXECUTE FUNCTION other();",
            // what does nothing yet might do something later
            "CREATE CONSTRAINT TRIGGER a AFTER INSERT ON lifecycle.event INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION quiet();",
            "CREATE RULE a AS ON INSERT TO lifecycle.event DO INSTEAD NOTHING;",
            "CREATE RULE a AS ON UPDATE TO lifecycle.log DO INSTEAD NOTHING;",
            "CREATE RULE a AS ON UPDATE TO lifecycle.current DO INSTEAD NOTHING;",
            "CREATE RULE a AS ON INSERT TO lifecycle.event DO ALSO NOTHING;",
            "ALTER TABLE lifecycle.event ENABLE ROW LEVEL SECURITY;",
            "ALTER TABLE lifecycle.event DISABLE TRIGGER event_added;",
            "ALTER TABLE lifecycle.event DISABLE TRIGGER event_kept;",
            "ALTER TABLE lifecycle.event DISABLE TRIGGER ALL;",
            "ALTER TABLE lifecycle.event DROP CONSTRAINT event_law;",
            "DROP TRIGGER log_moves ON lifecycle.log;",
            "DROP TRIGGER log_kept ON lifecycle.log; CREATE TRIGGER a BEFORE DELETE ON lifecycle.log EXECUTE FUNCTION quiet();",
        ] {
            let (database, store, walk) = host().await;
            database.psql_as_owner(&format!("{QUIET} {sql}")).expect(sql);
            let now = evening(walk.today);
            let event = walk.clone().go(Verb::Admit);
            let refused = refused(&database, sql, async |transaction| {
                store.append(transaction, &event.clone().into(), now).await
            });
            let refused = refused.await;
            assert!(matches!(refused, StoreError::Corrupt { .. } | StoreError::Storage(_)), "{sql}: {refused:?}");
        }
    });
}

/// A function that says yes and does nothing is not believed.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_function_that_says_yes_is_not_believed() {
    server::run(async {
        for body in [
            "SELECT l.size, l.head, l.peaks, l.recorded FROM lifecycle.log l WHERE l.id = $1",
            "SELECT l.size + 1, l.head, l.peaks, l.recorded FROM lifecycle.log l WHERE l.id = $1",
            "SELECT l.size, l.head, l.peaks, l.recorded FROM lifecycle.log l WHERE false",
            "SELECT NULL::bigint, NULL::bytea, NULL::bytea, NULL::text",
        ] {
            let (database, store, walk) = host().await;
            let replace = format!(
                "CREATE OR REPLACE FUNCTION lifecycle.append(
                   log bigint, bodies text[], states text, given_leaves bytea[], given_peaks bytea
                 ) RETURNS TABLE (size bigint, head bytea, peaks bytea, recorded text) LANGUAGE sql AS $$ {body} $$;"
            );
            database.psql_as_owner(&replace).expect("an owner can");
            let event = walk.clone().go(Verb::Admit);
            let refused = refused(&database, body, async |transaction| {
                store.append(transaction, &event.clone().into(), evening(walk.today)).await
            });
            let refused = refused.await;
            let StoreError::Corrupt { what, why } = &refused else { panic!("{body}: {refused:?}") };
            assert_eq!(*what, format!("the head of {}", source()));
            assert_eq!(why.to_string(), "the database has not the head that the records written lead to");
        }
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_cursor_that_does_not_move_is_not_acknowledged() {
    server::run(async {
        for sql in [
            "CREATE TRIGGER a BEFORE INSERT ON lifecycle.cursor FOR EACH ROW EXECUTE FUNCTION quiet();",
            "CREATE TRIGGER a BEFORE INSERT ON lifecycle.cursor FOR EACH ROW EXECUTE FUNCTION other();",
            "CREATE TRIGGER a AFTER INSERT ON lifecycle.cursor FOR EACH ROW EXECUTE FUNCTION back();",
            "CREATE RULE a AS ON INSERT TO lifecycle.cursor DO INSTEAD NOTHING;",
        ] {
            let (database, store, _) = host().await;
            database.psql_as_owner(&format!("{QUIET} {sql}")).expect(sql);
            let board: ConsumerId = "board".parse().expect("a consumer");
            let refused = refused(&database, sql, async |transaction| {
                store.move_cursor(transaction, &board, 0, 2).await.map_err(|error| {
                    let CursorError::Store(why) = error else { panic!("{sql}: {error:?}") };
                    why
                })
            });
            let refused = refused.await;
            assert!(matches!(refused, StoreError::Corrupt { .. } | StoreError::Storage(_)), "{sql}: {refused:?}");
        }
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_state_that_is_not_written_is_not_acknowledged() {
    server::run(async {
        for sql in [
            "CREATE TRIGGER a BEFORE UPDATE ON lifecycle.current FOR EACH ROW EXECUTE FUNCTION quiet();",
            "CREATE TRIGGER a BEFORE UPDATE ON lifecycle.current FOR EACH ROW EXECUTE FUNCTION same();",
            "CREATE RULE a AS ON UPDATE TO lifecycle.current DO INSTEAD NOTHING;",
        ] {
            let (database, store, _) = host().await;
            let damage = "UPDATE lifecycle.current SET zone = 'elsewhere';";
            database.psql_as_owner(&format!("{damage} {QUIET} {sql}")).expect(sql);
            let refused = refused(&database, sql, async |transaction| {
                store.rebuild_current(transaction, &Upcasters::new()).await
            });
            let refused = refused.await;
            assert!(matches!(refused, StoreError::Corrupt { .. } | StoreError::Storage(_)), "{sql}: {refused:?}");
        }
    });
}

async fn weakness(store: &PostgresStore, client: &mut Client, walk: &Walk) -> Option<String> {
    let transaction = client.transaction().await.expect("a transaction");
    let event = walk.clone().go(Verb::Admit);
    match store.append(&transaction, &event.into(), evening(walk.today)).await {
        Ok(_) => None,
        Err(StoreError::Storage(why)) => {
            // nothing has failed yet
            transaction.execute("INSERT INTO visit VALUES ('mayor')", &[]).await.expect("the transaction goes on");
            let why = why.downcast_ref::<DurabilityError>().expect("its own error");
            assert!(why.to_string().starts_with("the server may lose what it acknowledges ("), "{why}");
            Some(why.settings.clone())
        }
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_server_that_may_lose_what_it_acknowledges_is_told() {
    server::run(async {
        let (database, weak, walk) = host().await;
        let mut client = database.connect_app().await;
        let full = PostgresStore::new(source());
        assert_eq!(full.clone().with_durability(Durability::Normal), weak);
        for (set, settings) in [
            ("on", "fsync = off, full_page_writes = off"),
            ("remote_apply", "fsync = off, full_page_writes = off"),
            ("off", "fsync = off, full_page_writes = off, synchronous_commit = off"),
            ("local", "fsync = off, full_page_writes = off, synchronous_commit = local"),
            ("remote_write", "fsync = off, full_page_writes = off, synchronous_commit = remote_write"),
        ] {
            client.batch_execute(&format!("SET synchronous_commit = {set}")).await.expect("anybody may");
            assert_eq!(weakness(&full, &mut client, &walk).await.as_deref(), Some(settings));
            assert_eq!(weakness(&weak, &mut client, &walk).await, None);
        }
        let other = PostgresStore::new("urn:example:log:anshan".parse().expect("a source"));
        let transaction = client.transaction().await.expect("a transaction");
        let opened = other.open_log(&transaction, DigestAlgorithm::Sha256, &actor(), evening(walk.today)).await;
        let Err(StoreError::Storage(why)) = opened else { panic!("{opened:?}") };
        assert!(why.downcast_ref::<DurabilityError>().is_some(), "{why:?}");
    });
}

/// How a session reads backslashes changes nothing of what the functions of the schema say.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_session_of_other_habits_appends_as_any() {
    server::run(async {
        for habit in [
            "standard_conforming_strings = off",
            "bytea_output = escape",
            "DateStyle = 'SQL, DMY'",
            "IntervalStyle = iso_8601",
            "TimeZone = 'Asia/Shanghai'",
            "search_path = ''",
            "plan_cache_mode = force_custom_plan",
        ] {
            let (database, store, mut walk) = host().await;
            let mut client = database.connect_app().await;
            client.batch_execute(&format!("SET {habit}")).await.expect(habit);
            let other = server::store("urn:example:log:anshan".parse().expect("a source"));
            let event = walk.pass(1).go(Verb::Admit);
            let transaction = client.transaction().await.expect("a transaction");
            let now = evening(walk.today);
            other.open_log(&transaction, DigestAlgorithm::Sha256, &actor(), now).await.expect(habit);
            store.append(&transaction, &event.into(), now).await.expect(habit);
            commit(transaction).await;
            assert_eq!(store.check_current(&client, &Upcasters::new()).await.expect(habit), []);
        }
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_session_without_triggers_appends_nothing() {
    server::run(async {
        let (database, store, walk) = host().await;
        let mut owner = database.connect().await;
        owner.batch_execute("SET session_replication_role = replica").await.expect("a superuser may");
        let transaction = owner.transaction().await.expect("a transaction");
        let event = walk.clone().go(Verb::Admit);
        let answer = store.append(&transaction, &event.into(), evening(walk.today)).await;
        assert!(matches!(answer, Err(StoreError::Corrupt { .. })), "{answer:?}");
        assert!(PostgresStore::commit(transaction).await.is_err());
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_cursor_on_another_log_than_was_read_is_told() {
    server::run(async {
        let (database, store, _) = host().await;
        let mut client = database.connect_app().await;
        let board: ConsumerId = "board".parse().expect("a consumer");
        let transaction = client.transaction().await.expect("a transaction");
        store.move_cursor(&transaction, &board, 0, 2).await.expect("it is done with");
        commit(transaction).await;
        assert_eq!(store.cursor(&client, &board).await.expect("it is told"), 2);
        database.psql_as_owner("UPDATE lifecycle.cursor SET leaf = sha256('another');").expect("an owner can");
        let lost = store.cursor(&client, &board).await.expect_err("it read another log");
        let StoreError::Corrupt { why, .. } = &lost else { panic!("{lost:?}") };
        assert!(matches!(why.downcast_ref(), Some(CursorLost { sequence: 2, .. })), "{why:?}");
        let transaction = client.transaction().await.expect("a transaction");
        let moved = store.move_cursor(&transaction, &board, 2, 1).await;
        assert!(matches!(moved, Err(CursorError::Store(StoreError::Corrupt { .. }))), "{moved:?}");
        store.move_cursor(&transaction, &board, 2, 0).await.expect("it reads again");
        commit(transaction).await;
        assert_eq!(store.cursor(&client, &board).await.expect("at the beginning"), 0);
    });
}
