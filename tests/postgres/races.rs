//! Writers, followers and readers at once: one winner, and no list behind its events.
//!
//! `LONG=1` asks for 10,000 rounds.

use std::sync::atomic::{AtomicBool, Ordering};

use project_lifecycle::{audit::*, project::*, store::*};
use tokio_postgres::Client;

use crate::common::walk::Walk;
use crate::common::{actor_id, context, evening, policy, source};
use crate::postgres::server::{self, Database, commit};
use crate::postgres::transactions::until_waiting;

fn rounds() -> usize {
    if std::env::var_os("LONG").is_some() { 10_000 } else { 200 }
}

/// Appends one of two events that were decided on the same history; whether it won.
async fn race(store: &PostgresStore, client: &mut Client, event: &Event, walk: &Walk) -> bool {
    let transaction = client.transaction().await.expect("a transaction");
    match store.append(&transaction, &event.clone().into(), evening(walk.today)).await {
        Ok(receipt) => {
            assert!(receipt.is_new());
            commit(transaction).await;
            true
        }
        Err(StoreError::Append(AppendError::Conflict { .. })) => false,
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn one_wins_and_the_list_is_never_behind_its_events() {
    server::run(async {
        let (database, store, mut walk) = (Database::new().await, server::store(source()), Walk::plan(1));
        database.open_log(&store, evening(walk.today)).await;
        database.append(&store, walk.project.events(), evening(walk.today)).await;
        let (mut one, mut two) = (database.connect_app().await, database.connect_app().await);
        let [follower, reader, mender] =
            [database.connect_app().await, database.connect_app().await, database.connect_app().await];
        let (is_over, project) = (AtomicBool::new(false), walk.project.id());
        let writing = async {
            let mut wins = [0; 2];
            for round in 0..rounds() {
                // an officer each, decided on the same version
                let decide = |n: u64| {
                    let officer = Command::AssignOfficer(actor_id(&format!("officer-{round}-{n}")).into());
                    let by = context(1, 1_000 + 2 * round as u64 + n, walk.today);
                    walk.project.decide(officer, &by, &policy()).expect("decided").event().clone()
                };
                let [first, second] = [decide(0), decide(1)];
                let (won, also) =
                    tokio::join!(race(&store, &mut one, &first, &walk), race(&store, &mut two, &second, &walk));
                assert!(won != also, "round {round}: {won} {also}");
                wins[usize::from(also)] += 1;
                walk.project.apply(if won { first } else { second }).expect("it follows");
            }
            is_over.store(true, Ordering::Relaxed);
            wins
        };
        let following = async {
            let key = project.to_string();
            while !is_over.load(Ordering::Relaxed) {
                follower.execute("SELECT lifecycle.follow(1, $1)", &[&key]).await.expect("it may be called");
            }
        };
        let mending = async {
            let mut mender = mender;
            while !is_over.load(Ordering::Relaxed) {
                let transaction = mender.transaction().await.expect("a transaction");
                let state = store.current(&transaction, project).await.expect("it reads").expect("it is listed");
                match store.write_current(&transaction, &state).await {
                    Ok(()) => commit(transaction).await,
                    Err(StoreError::Append(AppendError::Conflict { .. })) => {}
                    Err(other) => panic!("{other:?}"),
                }
            }
        };
        let reading = async {
            // one statement sees one moment
            let both = "SELECT c.version, c.officer, e.version, e.body #>> '{data,after,officer}'
                FROM lifecycle.current c CROSS JOIN LATERAL (
                  SELECT * FROM lifecycle.event e WHERE e.stream = 'project/' || c.project ORDER BY e.version DESC LIMIT 1
                ) e";
            let mut looks = 0;
            while !is_over.load(Ordering::Relaxed) {
                let row = reader.query_one(both, &[]).await.expect("a row");
                let (listed, officer): (i64, Option<String>) = (row.get(0), row.get(1));
                let (recorded, said): (i64, Option<String>) = (row.get(2), row.get(3));
                assert_eq!((listed, officer), (recorded, said));
                looks += 1;
            }
            looks
        };
        let (wins, (), (), looks) = tokio::join!(writing, following, mending, reading);
        println!("{wins:?} wins, {looks} looks");
        let client = database.connect().await;
        assert_eq!(store.project(&client, project).await.expect("it replays"), Some(walk.project));
        assert_eq!(store.check_current(&client, &Upcasters::new()).await.expect("it answers"), []);
    });
}

/// Whoever mends the list holds the lock of the log, from its first look on.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn nobody_appends_while_the_list_is_mended() {
    server::run(async {
        let (database, store, walk) = (Database::new().await, server::store(source()), Walk::plan(1));
        let now = evening(walk.today);
        database.open_log(&store, now).await;
        database.append(&store, walk.project.events(), now).await;
        let (mut one, mut two) = (database.connect_app().await, database.connect_app().await);
        let key = walk.project.id().to_string();
        for way in 0..3 {
            let first = one.transaction().await.expect("a transaction");
            match way {
                0 => assert_eq!(store.rebuild_current(&first, &Upcasters::new()).await.expect("it answers"), []),
                1 => store.write_current(&first, walk.project.current()).await.expect("it is written"),
                _ => drop(first.execute("SELECT lifecycle.follow(1, $1)", &[&key]).await.expect("it may be called")),
            }
            let other = Walk::plan(2 + way).project.events()[0].clone();
            let second = async {
                let second = two.transaction().await.expect("a transaction");
                store.append(&second, &other.into(), now).await.expect("recorded");
                commit(second).await;
            };
            let first = async {
                until_waiting(&database, 1).await;
                commit(first).await;
            };
            tokio::join!(second, first);
        }
    });
}
