//! What the owner of the tables can still do, and what finds it.

use project_lifecycle::{audit::*, lifecycle::*, project::*, store::*, value::*};

use crate::common::walk::Walk;
use crate::common::{actor, evening, plus, source};
use crate::postgres::attacks::City;
use crate::postgres::server::{self, Database, bytes, commit, literal};

async fn verdict(city: &City) -> Verdict {
    let client = city.database.connect().await;
    let mut verifier = Verifier::new();
    city.store.lines(&client, 0, usize::MAX, |line| verifier.follow(line)).await.expect("lines");
    verifier.finish()
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_rewritten_record_is_found_by_verifying() {
    server::run(async {
        let city = City::new(&[Verb::Admit, Verb::Engage]).await;
        let place = city.last(Some(Verb::Admit)).sequence();
        let rewrite = format!(
            "ALTER TABLE lifecycle.event DISABLE TRIGGER USER;
             UPDATE lifecycle.event SET body = replace(body::text, '66667', '66668')::json WHERE sequence = {place};
             ALTER TABLE lifecycle.event ENABLE TRIGGER USER;"
        );
        city.database.psql_as_owner(&rewrite).expect("an owner can");
        let verdict = verdict(&city).await;
        assert_eq!(verdict.faults().iter().map(|bad| bad.line).collect::<Vec<_>>(), [place + 1], "{verdict}");
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_leaf_that_does_not_lead_to_the_head_proves_nothing() {
    server::run(async {
        for (change, why) in [
            (
                "UPDATE lifecycle.event SET leaf = decode(repeat('00', 32), 'hex') WHERE sequence = 2",
                "the proof leads to the root ",
            ),
            (
                "UPDATE lifecycle.log SET peaks = decode(repeat('00', octet_length(peaks)), 'hex')",
                "the proof leads to the root ",
            ),
        ] {
            let city = City::new(&[Verb::Admit, Verb::Engage]).await;
            let client = city.database.connect().await;
            let proof = city.store.proof(&client, 2).await.expect("it proves").expect("it is there");
            let record = city.store.log(&client, 1, 1).await.expect("it reads").remove(0);
            assert_eq!(proof.verify(&record), Ok(()));
            assert_eq!(city.store.proof(&client, 99).await.expect("it tells"), None);
            city.database
                .psql_as_owner(&format!(
                    "ALTER TABLE lifecycle.event DISABLE TRIGGER USER; ALTER TABLE lifecycle.log DISABLE TRIGGER USER;
                     {change};
                     ALTER TABLE lifecycle.event ENABLE TRIGGER USER; ALTER TABLE lifecycle.log ENABLE TRIGGER USER;"
                ))
                .expect("an owner can");
            let error = city.store.proof(&client, 2).await.expect_err(change);
            let StoreError::Corrupt { what, why: found } = error else { panic!("{change}: {error:?}") };
            assert_eq!(what, "the tree above record 2");
            assert!(found.to_string().starts_with(why), "{change}: {found}");
        }
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn an_unlawful_record_with_a_right_chain_is_found_by_replay() {
    server::run(async {
        let city = City::new(&[Verb::Admit]).await;
        let engaged = City::new(&[Verb::Engage, Verb::Sign]).await;
        // signed out of the reserve, with a signing's evidence
        let forged = city.forge(engaged.last(Some(Verb::Sign)), |record| record["data"]["from"] = "reserve".into());
        let sql = format!("{};", forged.insert_sql());
        city.refuses_owner(&sql, "violates foreign key constraint \"event_law\"");
        let drop = "ALTER TABLE lifecycle.event DROP CONSTRAINT event_law;";
        city.database.psql_as_owner(&format!("{drop} {sql}")).expect("an owner can");
        assert!(matches!(verdict(&city).await, Verdict::SelfConsistent { .. }));
        let client = city.database.connect().await;
        let replayed = city.store.project(&client, city.walk.project.id()).await;
        assert!(matches!(replayed, Err(LoadError::Record { .. } | LoadError::History(_))), "{replayed:?}");
        let checked = city.store.check_current(&client, &Upcasters::new()).await.expect("it goes on");
        assert!(matches!(&*checked, [Drift::Unreadable { .. }]), "{checked:?}");
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_list_that_was_changed_is_found_and_mended() {
    server::run(async {
        for (damage, is_readable) in [
            ("UPDATE lifecycle.current SET stage = 'operating', since = '2001-01-01', version = 2;", false),
            ("UPDATE lifecycle.current SET stage = 'planned', library = 'planning', since = '2001-01-01';", false),
            ("UPDATE lifecycle.current SET since = '2001-01-01';", true),
            ("UPDATE lifecycle.current SET zone = 'elsewhere', officer = NULL;", true),
            ("UPDATE lifecycle.current SET owed = 'nonsense';", false),
            (
                "ALTER TABLE lifecycle.current DISABLE TRIGGER USER; DELETE FROM lifecycle.current;
                 ALTER TABLE lifecycle.current ENABLE TRIGGER USER;",
                false,
            ),
        ] {
            let city = City::new(&[Verb::Admit]).await;
            city.database.psql_as_owner(damage).expect("an owner can");
            // the application's rights are enough to mend it
            let mut client = city.database.connect_app().await;
            let found = city.store.check_current(&client, &Upcasters::new()).await.expect("all replay");
            let [Drift::Differs { kept, folded, .. }] = found.as_slice() else { panic!("{damage}: {found:?}") };
            assert_eq!(kept.is_some(), is_readable, "{damage}: {kept:?}");
            assert_eq!(*folded, city.walk.project.current().clone());
            let transaction = client.transaction().await.expect("a transaction");
            let mended = city.store.rebuild_current(&transaction, &Upcasters::new()).await.expect("mended");
            commit(transaction).await;
            assert_eq!(mended, found);
            city.is_as_it_was().await;
            // a state that the events do not give is not written
            let transaction = client.transaction().await.expect("a transaction");
            let other = CurrentState { version: 1, ..folded.clone() };
            let written = city.store.write_current(&transaction, &other).await;
            let Err(StoreError::Append(AppendError::Conflict { expected: 1, actual, .. })) = written else {
                panic!("{written:?}");
            };
            assert_eq!(actual, folded.version);
            let other = CurrentState { since: plus(folded.since, 1), ..folded.clone() };
            let written = city.store.write_current(&transaction, &other).await;
            assert!(matches!(written, Err(StoreError::Storage(_))), "{written:?}");
        }
    });
}

/// A damaged list does not keep the next event from being recorded, and is mended by it where it must be folded anew.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_damaged_state_is_folded_anew_with_the_next_event() {
    server::run(async {
        let city = City::new(&[Verb::Admit]).await;
        city.database
            .psql_as_owner("UPDATE lifecycle.current SET owed = 'nonsense', zone = 'x';")
            .expect("an owner can");
        let mut walk = city.walk.clone();
        let event = walk.pass(1).go(Verb::Engage);
        city.database.append(&city.store, &[event], evening(walk.today)).await;
        City::of(city.database, city.store, walk).await.is_as_it_was().await;
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_head_or_a_record_that_cannot_be_read_is_corrupt() {
    server::run(async {
        for (damage, what) in [
            (
                "ALTER TABLE lifecycle.log DROP CONSTRAINT log_digest_check; UPDATE lifecycle.log SET digest = 'md5'",
                "the head of",
            ),
            ("UPDATE lifecycle.log SET recorded = 'yesterday'", "the head of"),
            ("ALTER TABLE lifecycle.log DROP CONSTRAINT log_check; UPDATE lifecycle.log SET peaks = ''", "the head of"),
            (
                "UPDATE lifecycle.event SET body = replace(body::text, '\"time\":', '\"time\" :')::json WHERE sequence = 1",
                "record 1",
            ),
        ] {
            let city = City::new(&[Verb::Admit]).await;
            let off =
                "ALTER TABLE lifecycle.event DISABLE TRIGGER USER; ALTER TABLE lifecycle.log DISABLE TRIGGER USER;";
            city.database.psql_as_owner(&format!("{off} {damage};")).expect("an owner can");
            let mut client = city.database.connect_app().await;
            let read = match what {
                "record 1" => city.store.log(&client, 0, 99).await.map(|_| ()),
                _ => city.store.head(&client).await.map(|_| ()),
            };
            let Err(StoreError::Corrupt { what: found, .. }) = read else { panic!("{damage}: {read:?}") };
            assert!(found.starts_with(what), "{damage}: {found}");
            if what != "record 1" {
                let transaction = client.transaction().await.expect("a transaction");
                let event = city.walk.clone().go(Verb::Engage);
                let appended = city.store.append(&transaction, &event.into(), evening(city.walk.today)).await;
                assert!(matches!(appended, Err(StoreError::Corrupt { .. })), "{damage}: {appended:?}");
            }
        }
    });
}

/// A writer that went past the lock of the head holds a key of ours: that is another writer in the way.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_key_of_ours_that_is_taken_is_another_writer() {
    server::run(async {
        let database = Database::new().await;
        let (store, walk) = (server::store(source()), Walk::plan(1));
        let now = evening(walk.today);
        database.open_log(&store, now).await;
        let client = database.connect().await;
        let head = store.head(&client).await.expect("a head");
        let mut memory = crate::common::opened(source(), &actor(), now).expect("open");
        let other = memory.append(&Walk::plan(2).project.events()[0].clone().into(), now).expect("recorded");
        assert_eq!(head.size(), 1);
        let insert = format!(
            "SET session_replication_role = replica;
             INSERT INTO lifecycle.event (log, sequence, body, leaf) VALUES (1, 2, {}, {});",
            literal(std::str::from_utf8(other.record().line()).expect("UTF-8")),
            bytes(other.record().leaf(DigestAlgorithm::Sha256).bytes())
        );
        database.psql_as_owner(&insert).expect("a superuser can");
        let mut app = database.connect_app().await;
        let transaction = app.transaction().await.expect("a transaction");
        let answer = store.append(&transaction, &walk.project.events()[0].clone().into(), now).await;
        assert!(matches!(answer, Err(StoreError::Retry(_))), "{answer:?}");
    });
}
