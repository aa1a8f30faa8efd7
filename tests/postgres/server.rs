//! Databases of their own on the tests' server, and `psql` as the program that nobody here wrote.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use project_lifecycle::{project::*, store::*, value::*};
use tokio_postgres::{Client, Config, NoTls, Transaction};

use crate::common::actor;

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A database with the schema, owned by the role `test`, and a role of its own for an application.
#[derive(Clone, Debug)]
pub(crate) struct Database {
    pub(crate) name: String,
    /// The application's role.
    pub(crate) role: String,
}

/// Runs a test to its end.
pub(crate) fn run<T>(test: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(test)
}

/// A store on a server that nobody keeps anything on.
pub(crate) fn store(source: Source) -> PostgresStore {
    PostgresStore::new(source).with_durability(Durability::Normal)
}

/// Where the server is.
pub(crate) fn config() -> Config {
    let url = std::env::var("DATABASE_URL").expect("DATABASE_URL: run by tests/with-postgres");
    url.parse().expect("a connection string")
}

/// Connects, and drives the connection beside the test.
pub(crate) async fn connect(config: &Config) -> Client {
    let (client, connection) = config.connect(NoTls).await.expect("the server answers");
    tokio::spawn(connection);
    client
}

pub(crate) async fn commit(transaction: Transaction<'_>) {
    PostgresStore::commit(transaction).await.expect("it is committed");
}

/// Asks until it is so. What does not become so within a minute is told: it would be waited for without end.
pub(crate) async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let asking = async {
        while !is_so().await {
            tokio::task::yield_now().await;
        }
    };
    let asked = tokio::time::timeout(Duration::from_secs(60), asking).await;
    assert!(asked.is_ok(), "after a minute {what}");
}

impl Database {
    /// A database without the schema.
    pub(crate) async fn bare() -> Self {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("t{}_{count}", std::process::id());
        let role = format!("app \"{name}\"");
        let admin = connect(&config()).await;
        admin.batch_execute(&format!("CREATE DATABASE {name}")).await.expect("a database");
        let quoted = role.replace('"', "\"\"");
        admin.batch_execute(&format!("CREATE ROLE \"{quoted}\" LOGIN")).await.expect("a role");
        Self { name, role }
    }

    /// As the migrations make it. The days of tests are gone by.
    pub(crate) async fn new() -> Self {
        let database = Self::bare().await;
        let mut owner = database.connect().await;
        PostgresStore::migrate(&mut owner).await.expect("the schema is made");
        owner.batch_execute(&PostgresStore::grants(&database.role)).await.expect("the role gets its rights");
        database
    }

    /// One database for many cases of a property: each has a log of its own.
    pub(crate) async fn shared() -> Self {
        static SHARED: OnceLock<Database> = OnceLock::new();
        match SHARED.get() {
            Some(database) => database.clone(),
            None => {
                let made = Self::new().await;
                SHARED.get_or_init(|| made).clone()
            }
        }
    }

    pub(crate) fn fresh_source(&self) -> Source {
        format!("urn:example:log:{}", COUNT.fetch_add(1, Ordering::Relaxed)).parse().expect("a source")
    }

    /// Connects as the owner.
    pub(crate) async fn connect(&self) -> Client {
        connect(config().dbname(&self.name)).await
    }

    /// Connects as the application.
    pub(crate) async fn connect_app(&self) -> Client {
        connect(config().dbname(&self.name).user(&self.role)).await
    }

    /// Opens a log as the application.
    pub(crate) async fn open_log(&self, store: &PostgresStore, now: Timestamp) {
        let mut client = self.connect_app().await;
        let transaction = client.transaction().await.expect("a transaction");
        store.open_log(&transaction, DigestAlgorithm::Sha256, &actor(), now).await.expect("a log opens");
        commit(transaction).await;
    }

    /// Appends events one by one, as the application, each in a transaction.
    pub(crate) async fn append(&self, store: &PostgresStore, events: &[Event], now: Timestamp) {
        let mut client = self.connect_app().await;
        for event in events {
            let transaction = client.transaction().await.expect("a transaction");
            store.append(&transaction, &event.clone().into(), now).await.expect("it is recorded");
            commit(transaction).await;
        }
    }

    /// Gives SQL to `psql` as the application: what it prints, or the error.
    pub(crate) fn psql(&self, sql: &str) -> Result<String, String> {
        self.psql_as(&self.role, sql)
    }

    /// Gives SQL to `psql` as the owner of the tables.
    pub(crate) fn psql_as_owner(&self, sql: &str) -> Result<String, String> {
        self.psql_as("test", sql)
    }

    fn psql_as(&self, user: &str, sql: &str) -> Result<String, String> {
        let mut psql = Command::new("psql")
            .args(["-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-U", user, "-d", &self.name])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("psql is there");
        psql.stdin.take().expect("a pipe").write_all(sql.as_bytes()).expect("psql reads");
        let output = psql.wait_with_output().expect("psql ends");
        match output.status.success() {
            true => Ok(String::from_utf8(output.stdout).expect("UTF-8")),
            false => Err(String::from_utf8(output.stderr).expect("UTF-8")),
        }
    }
}

/// A text as SQL.
pub(crate) fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Bytes as SQL.
pub(crate) fn bytes(bytes: &[u8]) -> String {
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("'\\x{hex}'::bytea")
}
