//! Connections that are lost, servers that stop, and schemas of another version.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use project_lifecycle::{audit::*, store::*, value::*};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::UnixStream;
use tokio_postgres::{Client, Config, NoTls};

use crate::common::walk::Walk;
use crate::common::{actor, evening, source};
use crate::postgres::server::{self, Database, commit, config};

fn planned(p: u64) -> AppendRequest {
    Walk::plan(p).project.events()[0].clone().into()
}

fn now() -> Timestamp {
    evening(Walk::plan(1).today)
}

async fn open() -> (Database, PostgresStore) {
    let (database, store) = (Database::new().await, server::store(source()));
    database.open_log(&store, now()).await;
    (database, store)
}

/// What becomes of the next thing that a client says.
const PASS: usize = 0;
/// It does not reach the server: the way is cut first.
const CUT_BEFORE: usize = 1;
/// The server does it, and its answer is lost.
const CUT_AFTER: usize = 2;
/// The same, but all passes until the client says `COMMIT`.
const CUT_BEFORE_COMMIT: usize = 3;
const CUT_AFTER_COMMIT: usize = 4;

/// A client whose way to the server can be cut.
async fn by_way_of(database: &Database, fate: Arc<AtomicUsize>) -> Client {
    let socket = Path::new(&std::env::var("PGHOST").expect("PGHOST: run by tests/with-postgres")).join(".s.PGSQL.5432");
    let mut server = UnixStream::connect(socket).await.expect("the server answers");
    let (near, mut far) = tokio::io::duplex(1 << 16);
    tokio::spawn(async move {
        let (mut asked, mut answered) = ([0; 1 << 14], [0; 1 << 14]);
        loop {
            tokio::select! {
                read = far.read(&mut asked) => match read {
                    Ok(bytes) if bytes > 0 => {
                        let is_commit = asked[..bytes].windows(6).any(|word| word == b"COMMIT");
                        match (fate.load(Ordering::SeqCst), is_commit) {
                            (CUT_BEFORE, _) | (CUT_BEFORE_COMMIT, true) => return,
                            (CUT_AFTER_COMMIT, true) => fate.store(CUT_AFTER, Ordering::SeqCst),
                            _ => {}
                        }
                        server.write_all(&asked[..bytes]).await.expect("the server listens");
                    }
                    _ => return,
                },
                read = server.read(&mut answered) => match read {
                    Ok(bytes) if bytes > 0 && fate.load(Ordering::SeqCst) != CUT_AFTER => {
                        far.write_all(&answered[..bytes]).await.expect("the client listens");
                    }
                    _ => return,
                },
            }
        }
    });
    let (client, connection) =
        config().dbname(&database.name).user(&database.role).connect_raw(near, NoTls).await.expect("a session");
    tokio::spawn(connection);
    client
}

/// Ends the one session of the application's role, as an administrator can.
async fn end_session(database: &Database) {
    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1";
    let watch = database.connect().await;
    assert_eq!(watch.query(end, &[&database.role]).await.expect("ended").len(), 1);
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn after_a_lost_commit_the_same_request_tells() {
    server::run(async {
        for (cut, is_written) in [(CUT_BEFORE_COMMIT, false), (CUT_AFTER_COMMIT, true)] {
            let (database, store) = open().await;
            let fate = Arc::new(AtomicUsize::new(PASS));
            let mut client = by_way_of(&database, fate.clone()).await;
            let transaction = client.transaction().await.expect("a transaction");
            let receipt = store.append(&transaction, &planned(1), now()).await.expect("recorded");
            // the question whether the transaction stands goes out with the commit
            fate.store(cut, Ordering::SeqCst);
            let lost = PostgresStore::commit(transaction).await;
            assert!(matches!(lost, Err(StoreError::OutcomeUnknown(_))), "{lost:?}");
            let size = wait_until_gone(&database, &store).await;
            assert_eq!(size, 1 + u64::from(is_written));
            // the same request again, by another way
            let mut client = database.connect_app().await;
            let transaction = client.transaction().await.expect("a transaction");
            let again = store.append(&transaction, &planned(1), now()).await.expect("recorded or found");
            commit(transaction).await;
            assert_eq!(again, receipt);
            assert_eq!(store.head(&client).await.expect("a head").size(), 2);
        }
    });
}

/// The log's size once no other session of the application is left.
async fn wait_until_gone(database: &Database, store: &PostgresStore) -> u64 {
    let watch = database.connect().await;
    let count = "SELECT count(*) FROM pg_stat_activity WHERE usename = $1";
    server::until("a session of the application is left", async || {
        watch.query_one(count, &[&database.role]).await.expect("a count").get::<_, i64>(0) == 0
    })
    .await;
    store.head(&watch).await.expect("a head").size()
}

/// The commit goes out together with the question whether the transaction stands: it says what is known.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_lost_commit_says_so() {
    server::run(async {
        // neither reached the server, which the client cannot know
        let (database, store) = open().await;
        let fate = Arc::new(AtomicUsize::new(PASS));
        let mut client = by_way_of(&database, fate.clone()).await;
        let transaction = client.transaction().await.expect("a transaction");
        store.append(&transaction, &planned(1), now()).await.expect("recorded");
        fate.store(CUT_BEFORE, Ordering::SeqCst);
        let lost = PostgresStore::commit(transaction).await;
        assert!(matches!(lost, Err(StoreError::OutcomeUnknown(_))), "{lost:?}");
        assert_eq!(wait_until_gone(&database, &store).await, 1);

        // the session was ended before it: the database says so, or nothing at all
        let (database, store) = open().await;
        let mut client = database.connect_app().await;
        let transaction = client.transaction().await.expect("a transaction");
        store.append(&transaction, &planned(1), now()).await.expect("recorded");
        end_session(&database).await;
        let lost = PostgresStore::commit(transaction).await;
        assert!(matches!(lost, Err(StoreError::Storage(_) | StoreError::OutcomeUnknown(_))), "{lost:?}");
        assert_eq!(wait_until_gone(&database, &store).await, 1);

        // a deferred trigger of the host's ends the session while it commits
        let (database, store) = open().await;
        let host = "CREATE TABLE visit (who text);
            CREATE FUNCTION leave() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
              AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';
            CREATE CONSTRAINT TRIGGER leave AFTER INSERT ON visit DEFERRABLE INITIALLY DEFERRED
              FOR EACH ROW EXECUTE FUNCTION leave();
            GRANT INSERT ON visit TO PUBLIC;";
        database.psql_as_owner(host).expect("a table");
        let mut client = database.connect_app().await;
        let transaction = client.transaction().await.expect("a transaction");
        transaction.execute("INSERT INTO visit VALUES ('mayor')", &[]).await.expect("a row");
        store.append(&transaction, &planned(1), now()).await.expect("recorded");
        let lost = PostgresStore::commit(transaction).await;
        let Err(StoreError::OutcomeUnknown(why)) = lost else { panic!("{lost:?}") };
        let why = why.downcast_ref::<tokio_postgres::Error>().expect("the database's own error");
        assert_eq!(why.code().map(|code| code.code()), Some("57P01"));
        assert_eq!(wait_until_gone(&database, &store).await, 1);
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_connection_lost_before_the_commit_has_written_nothing() {
    server::run(async {
        let (database, store) = open().await;
        let mut client = database.connect_app().await;
        let transaction = client.transaction().await.expect("a transaction");
        store.append(&transaction, &planned(1), now()).await.expect("recorded");
        end_session(&database).await;
        let lost = store.append(&transaction, &planned(2), now()).await;
        let Err(StoreError::Storage(why)) = lost else { panic!("{lost:?}") };
        assert!(why.downcast_ref::<tokio_postgres::Error>().is_some());
        let lost = store.head(&transaction).await;
        assert!(matches!(lost, Err(StoreError::Storage(_))), "{lost:?}");
        drop(transaction);
        assert_eq!(wait_until_gone(&database, &store).await, 1);
        database.append(&store, Walk::plan(1).project.events(), now()).await;
    });
}

/// A server of the test's own, to be stopped and killed.
struct Server(PathBuf);

impl Server {
    fn run(verb: &str, folder: &Path) -> std::io::Result<Output> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/postgres-server");
        Command::new(script).arg(verb).arg(folder).arg("--durable").output()
    }

    fn verb(&self, verb: &str) {
        let output = Self::run(verb, &self.0).expect("the script runs");
        assert!(output.status.success(), "{verb}: {}", String::from_utf8_lossy(&output.stderr));
    }

    async fn connect(&self) -> Client {
        server::connect(Config::new().host_path(&self.0).user("test").dbname("postgres")).await
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.0.join("data/postmaster.pid").exists() {
            let _ = Self::run("stop", &self.0);
        }
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_server_that_stops_is_a_storage_that_failed_and_works_again_once_it_runs() {
    server::run(async {
        let folder = Path::new("/tmp").join(format!("pg-stop-{}", std::process::id()));
        std::fs::create_dir(&folder).expect("a folder");
        let server = Server(folder);
        server.verb("start");
        let store = server::store(source());
        let mut client = server.connect().await;
        PostgresStore::migrate(&mut client).await.expect("the schema is made");
        let transaction = client.transaction().await.expect("a transaction");
        store.open_log(&transaction, DigestAlgorithm::Sha256, &actor(), now()).await.expect("open");
        store.append(&transaction, &planned(1), now()).await.expect("recorded");
        commit(transaction).await;
        for (verb, size) in [("stop", 2), ("kill", 3)] {
            let transaction = client.transaction().await.expect("a transaction");
            store.append(&transaction, &planned(size), now()).await.expect("recorded");
            server.verb(verb);
            let down = store.append(&transaction, &planned(99), now()).await;
            assert!(matches!(down, Err(StoreError::Storage(_))), "{down:?}");
            drop(transaction);
            server.verb("start");
            client = server.connect().await;
            assert_eq!(store.head(&client).await.expect("a head").size(), size);
            let transaction = client.transaction().await.expect("a transaction");
            store.append(&transaction, &planned(size), now()).await.expect("recorded");
            commit(transaction).await;
            let mut verifier = Verifier::new();
            store.lines(&client, 0, 99, |line| verifier.follow(line)).await.expect("lines");
            assert!(matches!(verifier.finish(), Verdict::SelfConsistent { head } if head.size() == size + 1));
        }
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_schema_of_another_version_is_told_with_both() {
    server::run(async {
        let (database, store) = open().await;
        let mut owner = database.connect().await;
        PostgresStore::migrate(&mut owner).await.expect("nothing is left to do");
        PostgresStore::check_schema(&owner).await.expect("it is the right one");
        owner.batch_execute("INSERT INTO lifecycle.schema_version VALUES (3)").await.expect("a newer crate was here");
        let is_newer = |error: &SchemaError| matches!(error, SchemaError::Newer { found: 3, known: 2 });
        let checked = PostgresStore::check_schema(&owner).await.expect_err("newer");
        assert!(is_newer(&checked), "{checked:?}");
        assert_eq!(checked.to_string(), "the database has schema 3, this version knows up to 2: upgrade the crate");
        let migrated = PostgresStore::migrate(&mut owner).await.expect_err("newer");
        assert!(is_newer(&migrated), "{migrated:?}");
        let mut app = database.connect_app().await;
        let transaction = app.transaction().await.expect("a transaction");
        let other = server::store("urn:example:log:anshan".parse().expect("a source"));
        let sha = DigestAlgorithm::Sha256;
        let refused = [
            store.append(&transaction, &planned(1), now()).await.map(|_| ()),
            store.open_log(&transaction, sha, &actor(), now()).await.map(|_| ()),
            other.open_log(&transaction, sha, &actor(), now()).await.map(|_| ()),
            store.head(&transaction).await.map(|_| ()),
        ];
        for refused in refused {
            let Err(StoreError::Storage(why)) = refused else { panic!("{refused:?}") };
            assert!(is_newer(why.downcast_ref().expect("the schema's error")), "{why:?}");
        }
        // the host's transaction goes on
        commit(transaction).await;
        owner.batch_execute("DELETE FROM lifecycle.schema_version WHERE version = 3").await.expect("back again");
        assert_eq!(store.head(&app).await.expect("a head").size(), 1);
        owner.batch_execute("DELETE FROM lifecycle.schema_version").await.expect("an unfinished one");
        let older = PostgresStore::check_schema(&owner).await.expect_err("older");
        assert!(matches!(older, SchemaError::Older { found: 0, known: 2 }), "{older:?}");
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_database_without_the_schema_says_so() {
    server::run(async {
        let database = Database::bare().await;
        let mut client = database.connect().await;
        let missing = PostgresStore::check_schema(&client).await.expect_err("missing");
        assert!(matches!(missing, SchemaError::Missing { why: None }), "{missing:?}");
        let store = server::store(source());
        let head = store.head(&client).await;
        let Err(StoreError::Storage(why)) = head else { panic!("{head:?}") };
        let Some(SchemaError::Missing { why: Some(why) }) = why.downcast_ref() else { panic!("{why:?}") };
        assert!(why.downcast_ref::<tokio_postgres::Error>().is_some());
        // the text is enough for a tool of one's own
        for migration in PostgresStore::migrations() {
            database.psql_as_owner(&format!("BEGIN; {} COMMIT;", migration.sql)).expect("it runs");
        }
        PostgresStore::check_schema(&client).await.expect("it is the right one");
        PostgresStore::migrate(&mut client).await.expect("nothing is left to do");
        let edges = "SELECT count(*) FILTER (WHERE verb NOT IN ('fact', 'void', 'none')),
            count(*) FILTER (WHERE verb = 'fact'), count(*) FILTER (WHERE verb = 'void'), count(*) FROM lifecycle.edge";
        assert_eq!(database.psql_as_owner(edges).expect("counts").trim(), "36|14|35|86");
    });
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn several_may_migrate_at_once_and_only_in_unicode() {
    server::run(async {
        let database = Database::bare().await;
        let (mut one, mut two) = (database.connect().await, database.connect().await);
        let (first, second) = tokio::join!(PostgresStore::migrate(&mut one), PostgresStore::migrate(&mut two));
        first.expect("migrated");
        second.expect("migrated");
        let create = format!(
            "CREATE DATABASE {}_l1 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0",
            database.name
        );
        one.batch_execute(&create).await.expect("a database");
        let mut latin = server::connect(config().dbname(format!("{}_l1", database.name))).await;
        let refused = PostgresStore::migrate(&mut latin).await.expect_err("another encoding");
        assert!(matches!(&refused, SchemaError::Encoding { found } if found == "LATIN1"), "{refused:?}");
    });
}
