//! What the PostgreSQL store costs beside the same statements given raw, in one run and on the same durable server.
//! `cargo bench --features postgres,proptest --bench postgres`
//!
//! The server is a private one (`tests/postgres-server`), gone afterwards; or the one of `DATABASE_URL`, which must keep what
//! it acknowledges. `EVENTS=1000000` says how many events stand in the log when its growth is measured; 100,000 unless said.
//!
//! Ratios are the result; times are orientation. The raw contender has prepared its statements, plans them once as the store's
//! functions do, and knows what to write; at the end it asks what the store asks.

#[path = "../tests/postgres/cluster.rs"]
#[allow(dead_code, reason = "nothing is killed here")]
mod cluster;
#[path = "../tests/common/mod.rs"]
mod common;
mod corrected;
mod median;
mod rates;

use std::collections::BTreeMap;
use std::future::ready;
use std::hint::black_box;
use std::pin::pin;
use std::time::Instant;

use cluster::Cluster;
use common::lives::lives;
use common::{actor, evening, plus, source};
use futures_util::TryStreamExt as _;
use futures_util::future::{try_join, try_join3, try_join4};
use project_lifecycle::{audit::*, store::*, value::*};
use rates::{PLANNED, tell};
use serde_json::{Map, Value, json};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Config, NoTls, Statement};

const BATCH: usize = 1_000;
/// So many projects, ten events each.
const SINGLES: usize = 30;
const ROUNDS: usize = 15;

fn main() {
    // `cargo test --benches` starts benches without `--bench`: then there is nothing to do
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let server = Server::find();
        appending(&server, &lives(0, 2 * BATCH), BATCH, "in batches of 1000").await;
        appending(&server, &lives(0, SINGLES), 1, "one by one").await;
        growth(&server).await;
        corrections(&server).await;
    });
}

fn late() -> Timestamp {
    evening(plus(common::evidence::first_day(), 4_000))
}

/// The server that is measured.
enum Server {
    Given(Box<Config>),
    Own(Cluster),
}

impl Server {
    fn find() -> Self {
        match std::env::var("DATABASE_URL") {
            Ok(url) => Self::Given(Box::new(url.parse().expect("a connection string"))),
            Err(_) => Self::Own(Cluster::start("bench")),
        }
    }

    async fn connect(&self, database: &str) -> Client {
        let config = match self {
            Self::Own(cluster) => return cluster.connect("test", database).await,
            Self::Given(config) => config,
        };
        let (client, connection) =
            config.as_ref().clone().dbname(database).connect(NoTls).await.expect("the server answers");
        tokio::spawn(connection);
        client
    }

    async fn make(&self, name: &str) -> Client {
        let admin = self.connect("postgres").await;
        Cluster::assert_durable(&admin).await;
        admin.batch_execute(&format!("CREATE DATABASE {name}")).await.expect("a database");
        self.connect(name).await
    }

    /// A database with the schema and an open log.
    async fn with_schema(&self, name: &str) -> Client {
        let mut client = self.make(name).await;
        PostgresStore::migrate(&mut client).await.expect("the schema");
        // the lives are made up, and go on beyond today
        client.batch_execute("UPDATE lifecycle.clock SET margin = NULL").await.expect("the owner may");
        let transaction = client.transaction().await.expect("a transaction");
        let store = PostgresStore::new(source());
        store.open_log(&transaction, DigestAlgorithm::Sha256, &actor(), late()).await.expect("open");
        transaction.commit().await.expect("committed");
        client
    }
}

/// What the store wrote in one commit.
struct Written {
    streams: Vec<String>,
    ids: Vec<String>,
    versions: Vec<i64>,
    projects: Vec<String>,
    sequences: Vec<i64>,
    bodies: Vec<String>,
    leaves: Vec<Vec<u8>>,
    size: i64,
    head: Vec<u8>,
    peaks: Vec<u8>,
    /// The crate's columns of the projects of which more changed than the trigger writes by itself.
    states: Option<String>,
}

/// Appends in commits of a size, and notes what stands in the database after each.
async fn noted(client: &mut Client, requests: &[AppendRequest], size: usize) -> Vec<Written> {
    let store = PostgresStore::new(source());
    let mut before: BTreeMap<String, Value> = BTreeMap::new();
    let select = "SELECT project, (to_jsonb(c) - '{log,project,version,stage,stalled_at,since}'::text[])::text
        FROM lifecycle.current c WHERE project = ANY ($1)";
    let mut all = Vec::new();
    for requests in requests.chunks_exact(size) {
        let answers = append(&store, client, requests).await;
        let records: Vec<_> = answers.into_iter().map(|answer| answer.expect("recorded").record().clone()).collect();
        let head = store.head(client).await.expect("a head");
        let projects: Vec<_> = records.iter().map(|record| record.subject().id().to_string()).collect();
        let mut states = Map::new();
        for row in client.query(select, &[&projects]).await.expect("rows") {
            let project: String = row.get(0);
            let now: Value = serde_json::from_str(row.get(1)).expect("JSON");
            let mut fresh = now.clone();
            for (column, value) in fresh.as_object_mut().expect("columns") {
                if !PLANNED.contains(&&**column) {
                    *value = Value::Null;
                }
            }
            if *before.get(&project).unwrap_or(&fresh) != now {
                states.insert(project.clone(), now.clone());
            }
            before.insert(project, now);
        }
        all.push(Written {
            streams: records.iter().map(|record| record.subject().to_string()).collect(),
            ids: records.iter().map(|record| record.id().to_string()).collect(),
            versions: records.iter().map(|record| i64::try_from(record.stream_version()).expect("few")).collect(),
            // of one that begins there is no state to be found
            projects: records
                .iter()
                .filter(|record| record.stream_version() > 1)
                .map(|record| record.subject().id().to_string())
                .collect(),
            sequences: records.iter().map(|record| i64::try_from(record.sequence()).expect("few")).collect(),
            bodies: records.iter().map(|record| String::from_utf8(record.line().to_vec()).expect("UTF-8")).collect(),
            leaves: records.iter().map(|record| record.leaf(DigestAlgorithm::Sha256).bytes().to_vec()).collect(),
            size: i64::try_from(head.size()).expect("few"),
            head: head.hash.bytes().to_vec(),
            peaks: head.tree.peaks().iter().flat_map(Digest::bytes).copied().collect(),
            states: (!states.is_empty()).then(|| json!(states).to_string()),
        });
    }
    all
}

/// What a host does: begins, appends, commits.
async fn append(
    store: &PostgresStore,
    client: &mut Client,
    requests: &[AppendRequest],
) -> Vec<Result<Receipt, AppendError>> {
    let transaction = client.transaction().await.expect("a transaction");
    let answers = store.append_batch(&transaction, requests, Batch::Whole, late()).await.expect("recorded");
    PostgresStore::commit(transaction).await.expect("committed");
    answers
}

/// The store's own statements, prepared.
struct Raw {
    head: Statement,
    ends: Statement,
    ids: Statement,
    states: Statement,
    leave: Statement,
    insert: Statement,
    seen: Statement,
}

impl Raw {
    async fn prepare(client: &Client) -> Self {
        client.batch_execute("SET plan_cache_mode = force_generic_plan").await.expect("set");
        let prepare = async |sql: &str| client.prepare(sql).await.expect("a statement");
        Self {
            head: prepare(
                "SELECT l.id, l.digest, l.size, l.head, l.peaks, l.recorded,
                 (SELECT max(version) FROM lifecycle.schema_version) FROM lifecycle.log l WHERE l.source = $1
                 FOR UPDATE OF l",
            )
            .await,
            // each by the one index that is made for it, as the store looks them up
            ends: prepare(
                "SELECT s.stream, e.body FROM unnest($2::text[]) AS s (stream) CROSS JOIN LATERAL (
                   SELECT body FROM lifecycle.event WHERE log = $1 AND stream = s.stream ORDER BY version DESC LIMIT 1
                 ) e",
            )
            .await,
            ids: prepare(
                "SELECT e.body FROM unnest($2::text[]) AS i (id) CROSS JOIN LATERAL (
                   SELECT body FROM lifecycle.event WHERE log = $1 AND id = i.id LIMIT 1
                 ) e",
            )
            .await,
            states: prepare(
                "SELECT row_to_json(c) FROM unnest($2::text[]) AS p (project) CROSS JOIN LATERAL (
                   SELECT * FROM lifecycle.current WHERE log = $1 AND project = p.project LIMIT 1
                 ) c",
            )
            .await,
            leave: prepare("SELECT set_config('lifecycle.states', $1, true)").await,
            insert: prepare(
                "INSERT INTO lifecycle.event (log, sequence, body, leaf)
                 SELECT $1, r.sequence, r.body::json, sha256(decode('00', 'hex') || convert_to(r.body, 'UTF8'))
                 FROM unnest($2::bigint[], $3::text[]) AS r (sequence, body)",
            )
            .await,
            // what was truly written
            seen: prepare(
                "SELECT l.size, l.head, l.peaks, l.recorded, (
                   SELECT count(*) FROM unnest($2::bigint[], $3::text[]) AS r (sequence, body) CROSS JOIN LATERAL (
                     SELECT body FROM lifecycle.event WHERE log = $1 AND sequence = r.sequence LIMIT 1
                   ) e WHERE e.body::text = r.body
                 ) FROM lifecycle.log l WHERE l.id = $1",
            )
            .await,
        }
    }

    async fn write(&self, client: &mut Client, written: &Written) {
        let source = source();
        let (source, log) = (source.as_str(), 1i64);
        let transaction = client.transaction().await.expect("a transaction");
        let found = try_join4(
            transaction.query_opt(&self.head, &[&source]),
            transaction.query(&self.ends, &[&log, &written.streams]),
            transaction.query(&self.ids, &[&log, &written.ids]),
            transaction.query(&self.states, &[&log, &written.projects]),
        )
        .await;
        black_box(found.expect("found"));
        let insert: [&(dyn ToSql + Sync); 3] = [&log, &written.sequences, &written.bodies];
        let leave: [&(dyn ToSql + Sync); 1] = [&written.states];
        let (_, _, seen) = try_join3(
            transaction.query_one(&self.leave, &leave),
            transaction.execute(&self.insert, &insert),
            transaction.query_one(&self.seen, &insert),
        )
        .await
        .expect("written");
        assert_eq!(seen.get::<_, Vec<u8>>(2), written.peaks);
        let question = transaction.client().simple_query_raw("SELECT").await.expect("it is on its way");
        try_join(question.try_for_each(|_| ready(Ok(()))), transaction.commit()).await.expect("committed");
    }
}

/// The same records without law and current state: a table and its three keys, written under the lock of a head.
struct Bare {
    lock: Statement,
    insert: Statement,
    head: Statement,
}

impl Bare {
    async fn prepare(client: &Client) -> Self {
        let schema = "CREATE TABLE event (log bigint NOT NULL, sequence bigint NOT NULL, body text NOT NULL,
              leaf bytea NOT NULL, stream text COLLATE \"C\" NOT NULL, version bigint NOT NULL,
              id text COLLATE \"C\" NOT NULL, PRIMARY KEY (log, sequence), UNIQUE (log, stream, version), UNIQUE (log, id));
            CREATE TABLE log (id bigint PRIMARY KEY, size bigint NOT NULL, head bytea NOT NULL);
            INSERT INTO log VALUES (1, 0, '');";
        client.batch_execute(schema).await.expect("the schema");
        let prepare = async |sql: &str| client.prepare(sql).await.expect("a statement");
        Self {
            lock: prepare("SELECT size, head FROM log WHERE id = $1 FOR UPDATE").await,
            insert: prepare(
                "INSERT INTO event SELECT $1, r.* FROM unnest($2::bigint[], $3::text[], $4::bytea[], $5::text[],
                 $6::bigint[], $7::text[]) AS r",
            )
            .await,
            head: prepare("UPDATE log SET size = $2, head = $3 WHERE id = $1").await,
        }
    }

    async fn write(&self, client: &mut Client, written: &Written) {
        let log = 1i64;
        let transaction = client.transaction().await.expect("a transaction");
        black_box(transaction.query_one(&self.lock, &[&log]).await.expect("a head"));
        let insert: [&(dyn ToSql + Sync); 7] = [
            &log,
            &written.sequences,
            &written.bodies,
            &written.leaves,
            &written.streams,
            &written.versions,
            &written.ids,
        ];
        let head: [&(dyn ToSql + Sync); 3] = [&log, &written.size, &written.head];
        try_join(transaction.execute(&self.insert, &insert), transaction.execute(&self.head, &head))
            .await
            .expect("written");
        transaction.commit().await.expect("committed");
    }
}

#[expect(clippy::disallowed_methods, reason = "a bench has a clock")]
async fn timed(work: impl Future<Output = ()>) -> f64 {
    let started = Instant::now();
    work.await;
    started.elapsed().as_secs_f64()
}

async fn appending(server: &Server, requests: &[AppendRequest], size: usize, how: &str) {
    let mut first = server.with_schema(&format!("noted{size}")).await;
    let written = noted(&mut first, requests, size).await;
    let mut ours = server.with_schema(&format!("ours{size}")).await;
    let mut raw = server.with_schema(&format!("raw{size}")).await;
    let mut bare = server.make(&format!("bare{size}")).await;
    let (statements, table) = (Raw::prepare(&raw).await, Bare::prepare(&bare).await);
    let store = PostgresStore::new(source());
    let mut rounds = Vec::new();
    for (round, (requests, written)) in requests.chunks_exact(size).zip(&written).enumerate() {
        let mut took = vec![0.0; 3];
        for turn in 0..3 {
            let which = (turn + round) % 3;
            took[which] = match which {
                0 => timed(statements.write(&mut raw, written)).await,
                1 => {
                    timed(async {
                        black_box(append(&store, &mut ours, requests).await);
                    })
                    .await
                }
                _ => timed(table.write(&mut bare, written)).await,
            };
        }
        rounds.push(took);
    }
    assert_eq!(
        store.head(&ours).await.expect("a head"),
        store.head(&raw).await.expect("a head"),
        "not the same was written"
    );
    let names = ["raw: the same statements", "append_batch, commit", "bare insert and head lock"];
    tell(&format!("append {how}, durable"), &names, &rounds, size);
    if size > 1 {
        reading(&store, &ours).await;
    }
}

async fn reading(store: &PostgresStore, client: &Client) {
    let head = store.head(client).await.expect("a head");
    let count = usize::try_from(head.size()).expect("few");
    let select = "SELECT body::text FROM lifecycle.event WHERE log = 1 AND sequence > 0 ORDER BY sequence";
    let select = client.prepare(select).await.expect("a statement");
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let raw = async {
            let mut bytes = 0;
            let none: [&(dyn ToSql + Sync); 0] = [];
            let mut rows = pin!(client.query_raw(&select, none).await.expect("rows"));
            while let Some(row) = rows.try_next().await.expect("a row") {
                bytes += row.get::<_, &str>(0).len();
            }
            black_box(bytes);
        };
        let lines = async {
            let mut bytes = 0;
            store.lines(client, 0, usize::MAX, |line| bytes += line.len()).await.expect("lines");
            black_box(bytes);
        };
        let verified = async {
            let mut verifier = Verifier::new();
            store.lines(client, 0, usize::MAX, |line| verifier.follow(line)).await.expect("lines");
            assert!(matches!(verifier.finish(), Verdict::SelfConsistent { head: found } if found == head));
        };
        let decoded = async {
            let show = |line: &[u8]| {
                let record = Record::parse(line).expect("a record");
                black_box(record.event().ok());
            };
            store.lines(client, 0, usize::MAX, show).await.expect("lines");
        };
        rounds.push(vec![timed(raw).await, timed(lines).await, timed(verified).await, timed(decoded).await]);
    }
    let names = ["raw: the same select", "lines", "lines, verified", "lines, decoded into events"];
    tell(&format!("read back {count} records"), &names, &rounds, count);
}

/// Appends to a log of 10,000 events and to a longer one by turns.
async fn growth(server: &Server) {
    let many: usize = std::env::var("EVENTS").ok().and_then(|events| events.parse().ok()).unwrap_or(100_000);
    let store = PostgresStore::new(source());
    let mut logs = Vec::new();
    for (name, events) in [("short", 10_000), ("long", many)] {
        // the session is the same from the empty log on, as a host's is
        let (mut client, mut stored, mut first) = (server.with_schema(name).await, 1, 1_000_000);
        while stored < events {
            let requests = lives(first, 100);
            append(&store, &mut client, &requests).await;
            stored += requests.len();
            first += 100;
        }
        logs.push((client, stored));
    }
    let (batch, singles) = (lives(0, ROUNDS * 100), lives(20_000_000, SINGLES));
    for (how, requests, size) in [("in batches of 1000", &batch, BATCH), ("one by one", &singles, 1)] {
        let mut rounds = Vec::new();
        for (round, requests) in requests.chunks_exact(size).enumerate() {
            let mut took = vec![0.0; 2];
            for turn in 0..2 {
                let which = (turn + round) % 2;
                let work = append(&store, &mut logs[which].0, requests);
                took[which] = timed(async {
                    black_box(work.await);
                })
                .await;
            }
            rounds.push(took);
        }
        let names = logs.iter().map(|(_, stored)| format!("to {stored} events")).collect::<Vec<_>>();
        tell(
            &format!("append {how} to a growing log"),
            &names.iter().map(|name| &**name).collect::<Vec<_>>(),
            &rounds,
            size,
        );
    }
}

/// Makes a life of so many events.
type Make = fn(usize) -> corrected::Life;

/// Appends 2,000 corrections of one project as one batch: 1,000 signings with their voids, 1,000 facts with theirs,
/// re-datings, and a signing corrected again and again.
async fn corrections(server: &Server) {
    let store = PostgresStore::new(source());
    let kinds: [(_, Make); 4] = [
        ("voids", corrected::voids),
        ("facts", corrected::facts),
        ("redates", corrected::redates),
        ("corrects", corrected::corrects),
    ];
    for (name, make) in kinds {
        let life = make(2_000);
        let begun = life.project.events().len() - 2_000;
        let mut client = server.with_schema(name).await;
        append(&store, &mut client, &life.requests(0)[..begun]).await;
        let requests = life.requests(begun);
        let work = append(&store, &mut client, &requests);
        let took = timed(async {
            let answers = work.await;
            assert!(answers.len() == 2_000 && answers.iter().all(Result::is_ok), "each one stands");
        })
        .await;
        println!("append 2,000 corrections as one batch, {name}: {:.0} ms (mark: 2 s)", took * 1e3);
    }
}
