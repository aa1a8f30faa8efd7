//! Events in the caller's own transactions.

use project_lifecycle::{audit::*, lifecycle::*, project::*, staged::marker::*, staged::*, store::*, value::*};

use crate::common::walk::Walk;
use crate::common::{actor, context, evening, event_id, policy, profile, project_id, source};
use crate::postgres::server::{self, Database, commit};

/// A database with an open log, and a table of the host's own that the application may write.
async fn host() -> (Database, PostgresStore, Timestamp) {
    let (database, store, now) = (Database::new().await, server::store(source()), evening(Walk::plan(1).today));
    let table = "CREATE TABLE visit (project text, visitor text UNIQUE DEFERRABLE INITIALLY DEFERRED);
        GRANT SELECT, INSERT ON visit TO PUBLIC;";
    database.psql_as_owner(table).expect("a table");
    database.open_log(&store, now).await;
    (database, store, now)
}

fn counts(database: &Database) -> String {
    let counts = "SELECT (SELECT count(*) FROM visit), (SELECT count(*) FROM lifecycle.event), size,
        (SELECT count(*) FROM lifecycle.current) FROM lifecycle.log";
    database.psql(counts).expect("counts").trim().to_owned()
}

const VISIT: &str = "INSERT INTO visit VALUES ('p', $1)";

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn rows_and_events_commit_together_or_not_at_all() {
    server::run(async {
        let (database, store, now) = host().await;
        let mut client = database.connect_app().await;
        let request = AppendRequest::from(Walk::plan(1).project.events()[0].clone());
        let transaction = client.transaction().await.expect("a transaction");
        transaction.execute(VISIT, &[&"mayor"]).await.expect("a row");
        store.append(&transaction, &request, now).await.expect("recorded");
        // nobody else sees it yet
        assert_eq!(counts(&database), "0|1|1|0");
        transaction.rollback().await.expect("rolled back");
        assert_eq!(counts(&database), "0|1|1|0");

        let transaction = client.transaction().await.expect("a transaction");
        transaction.execute(VISIT, &[&"mayor"]).await.expect("a row");
        let receipt = store.append(&transaction, &request, now).await.expect("recorded");
        commit(transaction).await;
        assert_eq!(counts(&database), "1|2|2|1");
        assert_eq!(receipt.record().sequence(), 2);

        // a savepoint of the host's takes with it what was appended in it
        let mut transaction = client.transaction().await.expect("a transaction");
        let savepoint = transaction.transaction().await.expect("a savepoint");
        let other = AppendRequest::from(Walk::plan(2).project.events()[0].clone());
        store.append(&savepoint, &other, now).await.expect("recorded");
        savepoint.rollback().await.expect("rolled back");
        transaction.execute(VISIT, &[&"governor"]).await.expect("a row");
        commit(transaction).await;
        assert_eq!(counts(&database), "2|2|2|1");
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_refusal_leaves_the_transaction_as_it_was() {
    server::run(async {
        let (database, store, now) = host().await;
        let mut client = database.connect_app().await;
        let mut walk = Walk::plan(1);
        let planned = AppendRequest::from(walk.project.events()[0].clone());
        let admitted = AppendRequest::from(walk.go(Verb::Admit));
        let early = now.plus_minutes(-60).expect("an instant");

        let transaction = client.transaction().await.expect("a transaction");
        transaction.execute(VISIT, &[&"mayor"]).await.expect("a row");
        let refused = |answer: Result<Receipt, StoreError>| match answer {
            Err(StoreError::Append(refused)) => refused,
            other => panic!("{other:?}"),
        };
        let conflict = refused(store.append(&transaction, &admitted, now).await);
        let subject = Subject::from(project_id(1));
        assert_eq!(conflict, AppendError::Conflict { subject, expected: 1, actual: 0 });
        assert!(matches!(refused(store.append(&transaction, &planned, early).await), AppendError::AtAheadOfNow { .. }));
        let other = server::store("urn:example:log:closed".parse().expect("a source"));
        let closed = refused(other.append(&transaction, &planned, now).await);
        assert!(matches!(closed, AppendError::NotOpened { .. }), "{closed}");
        let whole = [planned.clone(), planned.clone(), admitted.clone(), admitted.clone()];
        let wrong = [planned.clone(), admitted.clone(), Walk::plan(1).project.events()[0].clone().into()];
        let answers = store.append_batch(&transaction, &wrong[1..2], Batch::Each, now).await.expect("answers");
        assert!(matches!(answers.as_slice(), [Err(AppendError::Conflict { .. })]), "{answers:?}");
        let batch = store.append_batch(&transaction, std::slice::from_ref(&admitted), Batch::Whole, now).await;
        assert!(matches!(batch, Err(StoreError::Batch(_))), "{batch:?}");
        let opened = store.open_log(&transaction, DigestAlgorithm::Sha256, &actor(), now).await.expect("it is open");
        assert_eq!(opened.record().sequence(), 1);
        let cursor = store.move_cursor(&transaction, &"board".parse().expect("a consumer"), 0, 2).await;
        assert!(matches!(cursor, Err(CursorError::Ahead { to: 2, size: 1, .. })), "{cursor:?}");
        let cursor = store.move_cursor(&transaction, &"board".parse().expect("a consumer"), 1, 1).await;
        assert!(matches!(cursor, Err(CursorError::Moved { expected: 1, actual: 0, .. })), "{cursor:?}");
        // and after all that it still works
        let answers = store.append_batch(&transaction, &whole, Batch::Whole, now).await.expect("recorded");
        let places: Vec<_> = answers.into_iter().map(|answer| answer.expect("recorded").record().sequence()).collect();
        assert_eq!(places, [2, 2, 3, 3]);
        // what was left for the trigger is left no longer
        let left = transaction.query_one("SELECT current_setting('lifecycle.states')", &[]).await.expect("it was set");
        assert_eq!(left.get::<_, &str>(0), "");
        commit(transaction).await;
        assert_eq!(counts(&database), "1|3|3|1");
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_retry_finds_what_it_wrote_and_another_command_does_not_pass_for_it() {
    server::run(async {
        let (database, store, now) = host().await;
        let mut client = database.connect_app().await;
        let request = AppendRequest::from(Walk::plan(1).project.events()[0].clone());
        let mut places = Vec::new();
        for _ in 0..3 {
            let transaction = client.transaction().await.expect("a transaction");
            places.push(store.append(&transaction, &request, now).await.expect("recorded").record().clone());
            commit(transaction).await;
        }
        assert_eq!(places[0], places[1]);
        assert_eq!(places[0], places[2]);
        let walk = Walk::plan(2);
        let same_id =
            Project::plan(walk.project.id(), profile(ProjectKind::Ppp), &context(1, 0, walk.today), &policy());
        let transaction = client.transaction().await.expect("a transaction");
        let reused = store.append(&transaction, &same_id.expect("planned").into(), now).await;
        let id = event_id(1, 0);
        assert!(
            matches!(reused, Err(StoreError::Append(AppendError::IdReused { id: of, sequence: 2, dates: None })) if of == id),
            "{reused:?}"
        );
        commit(transaction).await;
        assert_eq!(counts(&database), "0|2|2|1");
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn the_typed_view_is_confirmed_after_the_commit() {
    server::run(async {
        let (database, store, now) = host().await;
        let mut client = database.connect_app().await;
        let today = Walk::plan(1).today;
        let staged = Staged::plan(project_id(1), profile(ProjectKind::Ppp), &context(1, 0, today), &policy());
        let pending = staged.expect("planning is accepted");
        let transaction = client.transaction().await.expect("a transaction");
        let receipt = store.append(&transaction, pending.request(), now).await.expect("recorded");
        commit(transaction).await;
        let planned: Staged<Planned> = pending.confirm(receipt).expect("it is the receipt");
        let engaged = planned.engage(crate::common::evidence::engagement(today), &context(1, 1, today), &policy());
        let pending = engaged.expect("talks begin");
        let transaction = client.transaction().await.expect("a transaction");
        let receipt = store.append(&transaction, pending.request(), now).await.expect("recorded");
        commit(transaction).await;
        let negotiating: Staged<Negotiating> = pending.confirm(receipt).expect("it is the receipt");
        let stored = store.project(&client, project_id(1)).await.expect("it replays");
        assert_eq!(stored.as_ref(), Some(&negotiating.into_project()));
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_cursor_moves_with_what_its_consumer_writes() {
    server::run(async {
        let (database, store, now) = host().await;
        database.append(&store, Walk::plan(1).project.events(), now).await;
        let (mut one, mut two) = (database.connect_app().await, database.connect_app().await);
        let board: ConsumerId = "board".parse().expect("a consumer");
        assert_eq!(store.cursor(&one, &board).await.expect("a place"), 0);
        let transaction = one.transaction().await.expect("a transaction");
        transaction.execute(VISIT, &[&"board"]).await.expect("a row");
        store.move_cursor(&transaction, &board, 0, 1).await.expect("it moves");
        // a second reader of that name waits for the first, and then is told
        let second = async {
            let transaction = two.transaction().await.expect("a transaction");
            let moved = store.move_cursor(&transaction, &board, 0, 2).await;
            assert!(matches!(moved, Err(CursorError::Moved { expected: 0, actual: 1, .. })), "{moved:?}");
            store.move_cursor(&transaction, &board, 1, 2).await.expect("it moves on");
            commit(transaction).await;
        };
        let first = async {
            until_waiting(&database, 1).await;
            commit(transaction).await;
        };
        tokio::join!(second, first);
        assert_eq!(store.cursor(&one, &board).await.expect("a place"), 2);
        let transaction = one.transaction().await.expect("a transaction");
        store.move_cursor(&transaction, &board, 2, 1).await.expect("it goes back to read again");
        transaction.rollback().await.expect("rolled back");
        assert_eq!(store.cursor(&one, &board).await.expect("a place"), 2);
        assert_eq!(counts(&database), "1|2|2|1");
    });
}

/// Returns once so many sessions of the database wait for a lock.
pub(crate) async fn until_waiting(database: &Database, wanted: i64) {
    let watch = database.connect().await;
    let count = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    server::until(&format!("fewer than {wanted} sessions wait for a lock"), async || {
        watch.query_one(count, &[]).await.expect("a count").get::<_, i64>(0) >= wanted
    })
    .await;
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn what_the_host_breaks_is_no_conflict_of_ours_and_no_success() {
    server::run(async {
        let (database, store, now) = host().await;
        let mut client = database.connect_app().await;
        client.execute(VISIT, &[&"mayor"]).await.expect("a row");
        let request = AppendRequest::from(Walk::plan(1).project.events()[0].clone());

        // its own unique key, met at the commit
        let transaction = client.transaction().await.expect("a transaction");
        transaction.execute(VISIT, &[&"mayor"]).await.expect("it is looked at later");
        store.append(&transaction, &request, now).await.expect("recorded");
        let StoreError::Storage(why) = PostgresStore::commit(transaction).await.expect_err("not committed") else {
            panic!("it is no conflict")
        };
        let why = why.downcast_ref::<tokio_postgres::Error>().expect("the database's own error");
        assert_eq!(why.as_db_error().and_then(|why| why.constraint()), Some("visit_visitor_key"));
        assert_eq!(counts(&database), "1|1|1|0");

        // a failed statement that nobody looked at
        let transaction = client.transaction().await.expect("a transaction");
        store.append(&transaction, &request, now).await.expect("recorded");
        assert!(transaction.execute("SELECT 1 / 0", &[]).await.is_err());
        let aborted = PostgresStore::commit(transaction).await;
        assert!(matches!(aborted, Err(StoreError::Storage(_))), "{aborted:?}");
        assert_eq!(counts(&database), "1|1|1|0");
        // and one before the append
        let transaction = client.transaction().await.expect("a transaction");
        assert!(transaction.execute("SELECT 1 / 0", &[]).await.is_err());
        let aborted = store.append(&transaction, &request, now).await;
        assert!(matches!(aborted, Err(StoreError::Storage(_))), "{aborted:?}");
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_future_can_go_to_another_thread() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    server::run(async {
        let (database, store, now) = host().await;
        let mut client = database.connect_app().await;
        let request = AppendRequest::from(Walk::plan(1).project.events()[0].clone());
        let transaction = client.transaction().await.expect("a transaction");
        is_send(store.open_log(&transaction, DigestAlgorithm::Sha256, &actor(), now)).await.expect("open");
        is_send(store.append(&transaction, &request, now)).await.expect("recorded");
        is_send(store.rebuild_current(&transaction, &Upcasters::new())).await.expect("all replay");
        is_send(PostgresStore::commit(transaction)).await.expect("committed");
        let mut shown = 0;
        assert_eq!(is_send(store.lines(&client, 0, 9, |_| shown += 1)).await.expect("lines"), 2);
        assert_eq!(shown, 2);
        assert_eq!(store.lines(&client, 1, 9, |_| shown += 1).await.expect("lines"), 1);
        assert_eq!(store.lines(&client, 0, 1, |_| shown += 1).await.expect("lines"), 1);
        assert_eq!(store.lines(&client, 2, 9, |_| shown += 1).await.expect("lines"), 0);
        assert_eq!(store.lines(&client, u64::MAX, 9, |_| shown += 1).await.expect("lines"), 0);
        assert_eq!(store.lines(&client, 0, 0, |_| shown += 1).await.expect("lines"), 0);
    });
}
