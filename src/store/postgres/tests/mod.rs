//! What only shows from inside, on a server: `tests/with-postgres cargo test --features postgres --lib -- --ignored`.

mod laws;

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio_postgres::{Client, Config, NoTls};

/// Runs a test to its end.
fn run<T>(test: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(test)
}

/// A connection to a database of its own, which has no schema yet.
async fn database() -> Client {
    static MADE: AtomicUsize = AtomicUsize::new(0);
    let url = std::env::var("DATABASE_URL").expect("DATABASE_URL: run by tests/with-postgres");
    let mut config: Config = url.parse().expect("a connection string");
    let name = format!("unit{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
    connect(&config).await.batch_execute(&format!("CREATE DATABASE {name}")).await.expect("a database");
    connect(config.dbname(&name)).await
}

async fn connect(config: &Config) -> Client {
    let (client, connection) = config.connect(NoTls).await.expect("the server answers");
    tokio::spawn(connection);
    client
}
