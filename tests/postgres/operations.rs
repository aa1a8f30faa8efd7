//! Copies, restores, and names that somebody took.

use std::process::Command;

use project_lifecycle::{audit::merkle::Checkpoint, audit::*, lifecycle::*, store::*, value::*};

use crate::common::walk::Walk;
use crate::common::{actor, evening, source};
use crate::postgres::attacks::City;
use crate::postgres::server::{self, Database, commit, config, connect};

/// Restores a dump into a new database, by the commands that the module's docs give.
async fn copy(database: &Database, name: &str) -> tokio_postgres::Client {
    let run = |program: &str, given: &[&str]| {
        let output = Command::new(program).args(["-U", "test"]).args(given).output().expect(program);
        assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    };
    let name = format!("{}_{name}", database.name);
    let dump = std::env::temp_dir().join(format!("{name}.dump"));
    let path = dump.to_str().expect("UTF-8");
    run("pg_dump", &["--format=custom", &format!("--file={path}"), &database.name]);
    run("createdb", &["--encoding=UTF8", "--template=template0", &name]);
    run("pg_restore", &["--single-transaction", "--exit-on-error", &format!("--dbname={name}"), path]);
    // in this form it is no SQL
    assert!(std::fs::read(&dump).expect("a dump").starts_with(b"PGDMP"));
    std::fs::remove_file(dump).expect("it was there");
    connect(config().dbname(&name)).await
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_dump_restored_is_the_store_that_it_was() {
    server::run(async {
        let city = City::new(&[Verb::Admit, Verb::Engage]).await;
        let older = copy(&city.database, "older").await;
        let client = city.database.connect().await;
        let (store, mut walk) = (city.store.clone(), city.walk.clone());
        let at_dump = store.head(&client).await.expect("a head").checkpoint();
        let signed = walk.pass(1).go(Verb::Sign);
        city.database.append(&store, &[signed], evening(walk.today)).await;
        let mut newer = copy(&city.database, "newer").await;
        let head = store.head(&client).await.expect("a head");

        PostgresStore::check_schema(&newer).await.expect("it is as it was made");
        let verified = store.verify(&newer, Verifier::new().against(head.checkpoint())).await.expect("it answers");
        let StoreVerdict { lines: Verdict::ConsistentWith { head: found, .. }, faults } = verified.finish() else {
            panic!("it is not what it was")
        };
        assert_eq!((found, faults.first()), (head.clone(), [].as_slice()));
        store.check_at_least(&newer, &at_dump).await.expect("it goes further");
        store.check_at_least(&newer, &head.checkpoint()).await.expect("it goes as far");
        // and it goes on
        let registered = walk.pass(1).go(Verb::Register);
        let transaction = newer.transaction().await.expect("a transaction");
        store.append(&transaction, &registered.into(), evening(walk.today)).await.expect("recorded");
        commit(transaction).await;

        // a copy that was made earlier is well in itself
        PostgresStore::check_schema(&older).await.expect("it is as it was made");
        store.check_at_least(&older, &at_dump).await.expect("it goes as far as it did");
        let behind = store.check_at_least(&older, &head.checkpoint()).await.expect_err("it is behind");
        let StoreError::Corrupt { what, why } = behind else { panic!("{behind:?}") };
        assert_eq!(what, format!("the log {}", source()));
        let size = head.size();
        assert_eq!(why.downcast_ref(), Some(&Contradiction::Shorter { expected: size, found: size - 1 }));
        // as is a log of another name, and one that somebody wrote anew
        let other = server::store("urn:example:log:anshan".parse().expect("a source"));
        let nothing = other.check_at_least(&older, &head.checkpoint()).await.expect_err("another log");
        assert!(
            matches!(&nothing, StoreError::Corrupt { why, .. } if matches!(why.downcast_ref(), Some(Contradiction::Origin { .. })))
        );
        let anew = Checkpoint { root: head.hash, ..at_dump };
        let anew = store.check_at_least(&older, &anew).await.expect_err("another root");
        assert!(
            matches!(&anew, StoreError::Corrupt { why, .. } if matches!(why.downcast_ref(), Some(Contradiction::Root { .. })))
        );
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_name_that_somebody_took_is_opened_all_the_same() {
    server::run(async {
        let (database, store, now) = (Database::new().await, server::store(source()), evening(Walk::plan(1).today));
        let name = source();
        let md5 = database.psql(&format!("SELECT lifecycle.open('{name}', 'md5');")).expect_err("no digest of a log");
        assert!(md5.contains("violates check constraint \"log_digest_check\""), "{md5}");
        // on another digest, without a record
        database.psql(&format!("SELECT lifecycle.open('{name}', 'sm3');")).expect("a row");
        database.open_log(&store, now).await;
        // with one it keeps it, whoever asks
        let mut client = database.connect_app().await;
        database.psql(&format!("SELECT lifecycle.open('{name}', 'sm3');")).expect("nothing is done");
        let transaction = client.transaction().await.expect("a transaction");
        store.open_log(&transaction, DigestAlgorithm::Sha256, &actor(), now).await.expect("it is open");
        commit(transaction).await;

        // a record that opens the log otherwise than this crate would
        let squatted: Source = "urn:example:log:squatted".parse().expect("a source");
        let (opened, _) = LogHead::open(squatted.clone(), &actor(), now).expect("it opens");
        let line = String::from_utf8(opened.line().to_vec()).expect("UTF-8");
        let subject = opened.subject().to_string();
        let forged = line.replace(&subject, "log/00000000-0000-4000-8000-000000000001");
        database
            .psql(&format!(
                "SELECT lifecycle.open('{squatted}', 'sha-256');
                 SELECT FROM lifecycle.append((SELECT id FROM lifecycle.log WHERE source = '{squatted}'), ARRAY['{forged}'], NULL, NULL, NULL);"
            ))
            .expect("the database does not see it");
        let squatted = server::store(squatted);
        let transaction = client.transaction().await.expect("a transaction");
        let opened = squatted.open_log(&transaction, DigestAlgorithm::Sha256, &actor(), now).await;
        let Err(StoreError::Corrupt { what, .. }) = opened else { panic!("{opened:?}") };
        assert_eq!(what, "the record that opens the log");
    });
}
