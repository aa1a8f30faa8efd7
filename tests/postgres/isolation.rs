//! Writers beside one another: whoever has to wait, and whoever began too early.

use project_lifecycle::{audit::*, lifecycle::*, store::*, value::*};
use tokio_postgres::{Client, IsolationLevel, Transaction};

use crate::common::walk::Walk;
use crate::common::{actor, evening, project_id, source};
use crate::postgres::server::{self, Database, commit};
use crate::postgres::transactions::until_waiting;

fn planned(p: u64) -> AppendRequest {
    Walk::plan(p).project.events()[0].clone().into()
}

async fn open() -> (Database, PostgresStore, Timestamp, Client, Client) {
    let (database, store, now) = (Database::new().await, server::store(source()), evening(Walk::plan(1).today));
    database.open_log(&store, now).await;
    let (one, two) = (database.connect_app().await, database.connect_app().await);
    (database, store, now, one, two)
}

async fn begin(client: &mut Client) -> Transaction<'_> {
    client.transaction().await.expect("a transaction")
}

/// It may be tried again, and says which code the database gave.
#[track_caller]
fn retry<T: std::fmt::Debug>(answer: Result<T, StoreError>) -> String {
    let Err(StoreError::Retry(why)) = answer else { panic!("{answer:?}") };
    let why = why.downcast_ref::<tokio_postgres::Error>().expect("the database's own error");
    why.code().expect("a code").code().to_owned()
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn the_second_writer_waits_and_sees_what_the_first_wrote() {
    server::run(async {
        let (database, store, now, mut one, mut two) = open().await;
        let mut walk = Walk::plan(1);
        database.append(&store, walk.project.events(), now).await;
        let (mine, mut other) = (AppendRequest::from(walk.clone().go(Verb::Admit)), walk.clone());
        other.n = 50;
        let theirs = AppendRequest::from(other.go(Verb::Engage));
        walk.pass(1);
        let now = evening(walk.today);

        let first = begin(&mut one).await;
        store.append(&first, &mine, now).await.expect("recorded");
        let second = async {
            let second = begin(&mut two).await;
            let lost = store.append(&second, &theirs, now).await;
            let subject = Subject::from(project_id(1));
            assert!(
                matches!(&lost, Err(StoreError::Append(AppendError::Conflict { subject: of, expected: 1, actual: 2 }))
                    if *of == subject),
                "{lost:?}"
            );
            // the place in the log is the one after the first writer's
            let place = store.append(&second, &planned(2), now).await.expect("recorded").record().sequence();
            commit(second).await;
            place
        };
        let first = async {
            until_waiting(&database, 1).await;
            commit(first).await;
        };
        assert_eq!(tokio::join!(second, first).0, 4);
        let mut verifier = Verifier::new();
        store.lines(&one, 0, 99, |line| verifier.follow(line)).await.expect("lines");
        assert!(matches!(verifier.finish(), Verdict::SelfConsistent { head } if head.size() == 4));
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_log_is_opened_once() {
    server::run(async {
        let (database, now) = (Database::new().await, evening(Walk::plan(1).today));
        let store = server::store(source());
        let (mut one, mut two) = (database.connect_app().await, database.connect_app().await);
        let not_open = store.head(&one).await;
        assert!(matches!(not_open, Err(StoreError::Append(AppendError::NotOpened { .. }))), "{not_open:?}");

        let first = begin(&mut one).await;
        let opened = store.open_log(&first, DigestAlgorithm::Sha256, &actor(), now).await.expect("open");
        let second = async {
            let second = begin(&mut two).await;
            let later = now.plus_minutes(3).expect("an instant");
            let found = store.open_log(&second, DigestAlgorithm::Sha256, &actor(), later).await.expect("open");
            commit(second).await;
            found
        };
        let first = async {
            until_waiting(&database, 1).await;
            commit(first).await;
        };
        assert_eq!(tokio::join!(second, first).0, opened);
        assert_eq!(store.head(&one).await.expect("a head").size(), 1);
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn who_waits_too_long_may_try_again() {
    server::run(async {
        let (_database, store, now, mut one, mut two) = open().await;
        for (setting, code) in [("lock_timeout", "55P03"), ("statement_timeout", "57014")] {
            let first = begin(&mut one).await;
            store.append(&first, &planned(1), now).await.expect("recorded");
            let second = begin(&mut two).await;
            second.batch_execute(&format!("SET LOCAL {setting} = '20ms'")).await.expect("set");
            assert_eq!(retry(store.append(&second, &planned(1), now).await), code);
            second.rollback().await.expect("rolled back");
            first.rollback().await.expect("rolled back");
            let second = begin(&mut two).await;
            store.append(&second, &planned(1), now).await.expect("recorded");
            second.rollback().await.expect("rolled back");
        }
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn of_two_that_wait_for_one_another_one_may_try_again() {
    server::run(async {
        let (database, store, now, mut one, mut two) = open().await;
        let other = server::store("urn:example:log:anshan".parse().expect("a source"));
        database.open_log(&other, now).await;
        let (first, second) = (begin(&mut one).await, begin(&mut two).await);
        store.append(&first, &planned(1), now).await.expect("recorded");
        other.append(&second, &planned(1), now).await.expect("recorded");
        // each goes on to the other log; who is ended gives the other one way
        let on = async |transaction: Transaction<'_>, store: &PostgresStore| {
            let answer = store.append(&transaction, &planned(2), now).await;
            match answer {
                Ok(_) => PostgresStore::commit(transaction).await,
                Err(error) => {
                    transaction.rollback().await.expect("rolled back");
                    Err(error)
                }
            }
        };
        let (first, second) = tokio::join!(on(first, &other), on(second, &store));
        let (done, ended) = if first.is_ok() { (first, second) } else { (second, first) };
        done.expect("one of them is done");
        assert_eq!(retry(ended), "40P01");
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn who_began_before_another_wrote_begins_again() {
    server::run(async {
        for level in [IsolationLevel::RepeatableRead, IsolationLevel::Serializable] {
            let (_database, store, now, mut one, mut two) = open().await;
            let early = one.build_transaction().isolation_level(level).start().await.expect("a transaction");
            assert_eq!(store.head(&early).await.expect("a head").size(), 1);
            let other = begin(&mut two).await;
            store.append(&other, &planned(1), now).await.expect("recorded");
            commit(other).await;
            // what it began with is what it sees, and it cannot write on that
            assert_eq!(store.head(&early).await.expect("a head").size(), 1);
            assert_eq!(retry(store.append(&early, &planned(2), now).await), "40001");
            assert!(matches!(PostgresStore::commit(early).await, Err(StoreError::Storage(_))));

            let again = one.build_transaction().isolation_level(level).start().await.expect("a transaction");
            let receipt = store.append(&again, &planned(2), now).await.expect("recorded");
            commit(again).await;
            assert_eq!(receipt.record().sequence(), 3);
            assert_eq!(store.log(&one, 0, 99).await.expect("a log").last(), Some(receipt.record()));

            // of a log that another opened meanwhile
            let other_log = server::store(format!("urn:example:log:{level:?}").parse().expect("a source"));
            let early = one.build_transaction().isolation_level(level).start().await.expect("a transaction");
            assert_eq!(store.head(&early).await.expect("a head").size(), 3);
            let other = begin(&mut two).await;
            other_log.open_log(&other, DigestAlgorithm::Sha256, &actor(), now).await.expect("open");
            commit(other).await;
            assert_eq!(retry(other_log.open_log(&early, DigestAlgorithm::Sha256, &actor(), now).await), "40001");
        }
    });
}

/// What fails only at the commit, because of what two transactions read of one another.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_commit_that_cannot_be_serialised_may_be_tried_again() {
    server::run(async {
        let (database, store, now, mut one, mut two) = open().await;
        let other = server::store("urn:example:log:anshan".parse().expect("a source"));
        database.open_log(&other, now).await;
        database
            .psql_as_owner("CREATE TABLE duty (who text, days int); GRANT ALL ON duty TO PUBLIC;")
            .expect("a table");
        one.execute("INSERT INTO duty VALUES ('a', 1), ('b', 1)", &[]).await.expect("rows");
        let serial = IsolationLevel::Serializable;
        let first = one.build_transaction().isolation_level(serial).start().await.expect("a transaction");
        let second = two.build_transaction().isolation_level(serial).start().await.expect("a transaction");
        for (transaction, mine) in [(&first, "a"), (&second, "b")] {
            transaction.query_one("SELECT sum(days) FROM duty", &[]).await.expect("a sum");
            transaction.execute("UPDATE duty SET days = 0 WHERE who = $1", &[&mine]).await.expect("written");
        }
        store.append(&first, &planned(1), now).await.expect("recorded");
        other.append(&second, &planned(1), now).await.expect("recorded");
        commit(first).await;
        assert_eq!(retry(PostgresStore::commit(second).await), "40001");
        assert_eq!(other.head(&one).await.expect("a head").size(), 1);
    });
}
