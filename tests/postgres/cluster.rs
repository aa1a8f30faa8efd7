//! A server of its own, durable, in a folder of its own: to be killed, or to be measured beside nobody.

use std::path::{Path, PathBuf};
use std::process::Command;

use tokio_postgres::{Client, Config, NoTls};

/// What makes a commit that was acknowledged survive.
const DURABLE: [&str; 3] = ["fsync", "synchronous_commit", "full_page_writes"];

/// A running server. It is stopped and its folder removed at the end.
#[derive(Debug)]
pub(crate) struct Cluster(PathBuf);

impl Cluster {
    /// Makes and starts one; `name` tells those of one process apart.
    pub(crate) fn start(name: &str) -> Self {
        // short: a socket's path has at most 107 bytes
        let folder = Path::new("/tmp").join(format!("pg-{name}-{}", std::process::id()));
        std::fs::create_dir(&folder).expect("a folder");
        let cluster = Self(folder);
        cluster.again();
        cluster
    }

    /// Starts it again; what it finds is brought in order first.
    pub(crate) fn again(&self) {
        script("start", &self.0);
    }

    /// What kills it, from another thread.
    pub(crate) fn killer(&self) -> impl FnOnce() + Send + use<> {
        let folder = self.0.clone();
        move || script("kill", &folder)
    }

    /// Connects as its owner or as another role, and drives the connection beside the test.
    pub(crate) async fn connect(&self, user: &str, database: &str) -> Client {
        let mut config = Config::new();
        let connected = config.host_path(&self.0).user(user).dbname(database).connect(NoTls).await;
        let (client, connection) = connected.expect("the server answers");
        tokio::spawn(connection);
        client
    }

    /// Fails unless its settings are those of a server that keeps what it acknowledged.
    pub(crate) async fn assert_durable(client: &Client) {
        for setting in DURABLE {
            let row = client.query_one(&format!("SHOW {setting}"), &[]).await.expect("a setting");
            assert_eq!(row.get::<_, &str>(0), "on", "{setting}");
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.0.join("data/postmaster.pid").exists() {
            let _ = command("stop", &self.0).output();
        }
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn command(verb: &str, folder: &Path) -> Command {
    let mut command = Command::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/postgres-server"));
    command.arg(verb).arg(folder).arg("--durable");
    command
}

fn script(verb: &str, folder: &Path) {
    let output = command(verb, folder).output().expect("the script runs");
    assert!(output.status.success(), "{verb}: {}", String::from_utf8_lossy(&output.stderr));
}
