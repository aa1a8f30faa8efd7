//! The conformance suite on every store of this crate.
//!
//! `LONG=1` takes the long effort, `PROPTEST_RNG_SEED` another seed.

mod broken;
mod crooked;

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use project_lifecycle::testing::{Effort, Finding, Harness, MemoryHarness, checks};

/// At every change; what a store of somebody else takes as short is too long for that, on three stores in a debug build.
const AT_EVERY_CHANGE: Effort = Effort { races: 300, events: 3_000, ..Effort::SHORT };

fn effort() -> Effort {
    let effort = if std::env::var_os("LONG").is_some() { Effort::LONG } else { AT_EVERY_CHANGE };
    let seed = std::env::var("PROPTEST_RNG_SEED").ok().map(|seed| seed.parse().expect("a seed is a number"));
    // without one another each time, as the property tests do
    effort.seeded(seed.unwrap_or_else(|| RandomState::new().build_hasher().finish()))
}

/// Runs every check, also after one that failed, and tells how long each took; gives those that did not run.
#[expect(clippy::disallowed_methods, reason = "the times of the checks are told")]
fn run<H: Harness>(harness: &H) -> Vec<&'static str> {
    let effort = effort();
    println!("{effort:?}");
    let (mut failed, mut not_checked) = (Vec::new(), Vec::new());
    for check in checks::<H>() {
        let start = Instant::now();
        let finding = catch_unwind(AssertUnwindSafe(|| check.run(harness, effort)));
        println!("{:>8.2?} {}: {finding:?}", start.elapsed(), check.name());
        match finding {
            Ok(Finding::Held) => {}
            Ok(Finding::NotChecked(_)) => not_checked.push(check.name()),
            Err(_) => failed.push(check.name()),
        }
    }
    assert!(failed.is_empty(), "{failed:?} failed with {effort:?}");
    not_checked
}

/// What cannot run unless the build knows two digests.
fn other_digest() -> Option<&'static str> {
    cfg!(not(feature = "sm3")).then_some("other_digest")
}

#[test]
fn memory() {
    let not_checked: Vec<_> = other_digest().into_iter().chain(["unrelated_failures", "crashes"]).collect();
    assert_eq!(run(&MemoryHarness::default()), not_checked);
}

#[cfg(feature = "sqlite")]
mod sqlite {
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::path::PathBuf;
    use std::process::{Command, Stdio};

    use project_lifecycle::store::Quarantines;
    use project_lifecycle::testing::{Harness, write_until_stopped};
    use project_lifecycle::{EventId, Source, SqliteStore};

    /// One file for all logs, in a folder of its own that is gone at the end. Each handle is a connection.
    struct File {
        folder: PathBuf,
    }

    impl File {
        fn new(name: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("conformance-{}-{name}", std::process::id()));
            std::fs::create_dir_all(&folder).expect("a folder can be made");
            Self { folder }
        }

        fn path(&self) -> PathBuf {
            self.folder.join("log.db")
        }
    }

    impl Drop for File {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }

    impl Harness for File {
        type Store = SqliteStore;

        fn open(&self, source: &Source) -> SqliteStore {
            SqliteStore::open_or_create(self.path(), source.clone()).expect("the file opens")
        }

        fn quarantines<'s>(&self, store: &'s mut SqliteStore) -> Option<&'s mut dyn Quarantines> {
            Some(store)
        }

        /// Kills a process that writes.
        fn crash(&self, source: &Source) -> Option<Vec<EventId>> {
            let mut child = Command::new(std::env::current_exe().expect("it runs"))
                .args(["--exact", "conformance::sqlite::writes_until_it_is_killed", "--ignored", "--nocapture"])
                .env("CONFORMANCE_FILE", self.path())
                .env("CONFORMANCE_SOURCE", source.as_str())
                .stdout(Stdio::piped())
                .spawn()
                .expect("this test runs again");
            let mut told = BufReader::new(child.stdout.take().expect("it is piped"));
            let mut acknowledged: Vec<EventId> = Vec::new();
            let mut line = String::new();
            // so many that they end in the middle of anything
            let wanted = 20 + std::fs::metadata(self.path()).map_or(0, |file| file.len() % 101);
            while told.read_line(&mut line).expect("a line of text") > 0 {
                let id = line.strip_prefix("recorded ").and_then(|id| id.strip_suffix('\n'));
                acknowledged.extend(id.and_then(|id| id.parse::<EventId>().ok()));
                line.clear();
                if acknowledged.len() as u64 == wanted {
                    child.kill().expect("it is still writing");
                }
            }
            let ended = child.wait().expect("it was started here");
            assert!(acknowledged.len() as u64 >= wanted, "the writer ended by itself: {ended}");
            Some(acknowledged)
        }

        /// A table of the host's takes no second row.
        fn break_unrelated(&self, source: &Source, attempt: &mut dyn FnMut(&mut SqliteStore)) -> bool {
            let host = rusqlite::Connection::open(self.path()).expect("the file opens");
            let broken = "CREATE TABLE host (one INTEGER UNIQUE); INSERT INTO host VALUES (1);
                CREATE TRIGGER unrelated AFTER INSERT ON event BEGIN INSERT INTO host VALUES (1); END;";
            let mut store = self.open(source);
            host.execute_batch(broken).expect("the host has tables of its own");
            attempt(&mut store);
            host.execute_batch("DROP TRIGGER unrelated; DROP TABLE host;").expect("they are dropped");
            true
        }
    }

    #[test]
    fn conforms() {
        assert_eq!(super::run(&File::new("conforms")), super::other_digest().as_slice());
    }

    #[test]
    #[ignore = "another test starts it and kills it"]
    fn writes_until_it_is_killed() {
        let variable = |name: &str| std::env::var(name).expect("the other test sets it");
        let source = variable("CONFORMANCE_SOURCE").parse().expect("a source");
        let mut store = SqliteStore::open_or_create(variable("CONFORMANCE_FILE"), source).expect("the file opens");
        let mut told = std::io::stdout().lock();
        let error = write_until_stopped(&mut store, &mut |id| {
            writeln!(told, "recorded {id}").expect("somebody listens");
            told.flush().expect("somebody listens");
        });
        panic!("it was to be killed: {error:?}");
    }
}

#[cfg(feature = "postgres")]
mod postgres {
    use std::sync::mpsc::{Receiver, channel};

    use project_lifecycle::store::{Durability, Quarantines};
    use project_lifecycle::testing::{Blocking, Harness, write_until_stopped};
    use project_lifecycle::{EventId, PostgresStore, Source, StoreError};
    use tokio_postgres::{Client, Config, NoTls};

    /// A database of its own on the server that `DATABASE_URL` names. Each handle is a connection.
    struct Database {
        config: Config,
    }

    impl Database {
        fn new(name: &str) -> Self {
            let url = std::env::var("DATABASE_URL").expect("tests/with-postgres names a server");
            let server: Config = url.parse().expect("a connection string");
            let name = format!("{name}_{}", std::process::id());
            by(&server, async |client| {
                client.batch_execute(&format!("CREATE DATABASE {name}")).await.expect("a database is made");
            });
            let mut config = server;
            config.dbname(&name);
            by(&config, async |client| {
                PostgresStore::migrate(client).await.expect("it has the schema");
            });
            Self { config }
        }

        fn run(&self, sql: &str) {
            by(&self.config, async |client| client.batch_execute(sql).await.expect("it runs"));
        }
    }

    /// Does something on a connection of its own.
    /// A store on a server that nobody keeps anything on.
    fn weak(source: Source) -> PostgresStore {
        PostgresStore::new(source).with_durability(Durability::Normal)
    }

    fn by<T>(config: &Config, work: impl AsyncFnOnce(&mut Client) -> T) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let (mut client, connection) = config.connect(NoTls).await.expect("the server answers");
            let connection = tokio::spawn(connection);
            let done = work(&mut client).await;
            drop(client);
            connection.await.expect("it ran").expect("it ended in order");
            done
        })
    }

    impl Harness for Database {
        type Store = Blocking;

        fn open(&self, source: &Source) -> Blocking {
            Blocking::connect(&self.config, weak(source.clone())).expect("the server answers")
        }

        fn quarantines<'s>(&self, store: &'s mut Blocking) -> Option<&'s mut dyn Quarantines> {
            Some(store)
        }

        /// Ends the server's process for the connection that writes.
        fn crash(&self, source: &Source) -> Option<Vec<EventId>> {
            let mut config = self.config.clone();
            config.application_name("to be ended");
            let (told, listen) = channel();
            let writing = {
                let source = source.clone();
                std::thread::spawn(move || {
                    let mut store = Blocking::connect(&config, weak(source)).expect("the server answers");
                    write_until_stopped(&mut store, &mut |id| {
                        told.send(id).expect("somebody listens");
                    })
                })
            };
            let mut acknowledged = take(&listen, 40);
            self.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'to be ended'");
            let error = writing.join().expect("it does not panic");
            assert!(matches!(error, StoreError::Storage(_) | StoreError::OutcomeUnknown(_)), "{error:?}");
            acknowledged.extend(listen.try_iter());
            Some(acknowledged)
        }

        /// A table of the host's takes no second row.
        fn break_unrelated(&self, source: &Source, attempt: &mut dyn FnMut(&mut Blocking)) -> bool {
            self.run(
                "CREATE TABLE host (one int UNIQUE); INSERT INTO host VALUES (1);
                CREATE FUNCTION unrelated() RETURNS trigger LANGUAGE plpgsql AS
                    $$ BEGIN INSERT INTO public.host VALUES (1); RETURN NULL; END $$;
                CREATE TRIGGER unrelated AFTER INSERT ON lifecycle.event FOR EACH ROW EXECUTE FUNCTION unrelated();",
            );
            attempt(&mut self.open(source));
            self.run("DROP TRIGGER unrelated ON lifecycle.event; DROP FUNCTION unrelated; DROP TABLE host;");
            true
        }
    }

    fn take(listen: &Receiver<EventId>, count: usize) -> Vec<EventId> {
        listen.iter().take(count).collect()
    }

    #[test]
    #[ignore = "tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
    fn conforms() {
        assert_eq!(super::run(&Database::new("conforms")), super::other_digest().as_slice());
    }
}
