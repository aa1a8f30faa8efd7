//! What the PostgreSQL store costs beside the same statements given raw, in one run and on the same durable server.
//! `tests/with-postgres --durable cargo bench --features postgres --bench postgres`
//!
//! Ratios are the result; times are orientation. The raw contender has prepared its statements and knows what to write.

#[path = "../tests/common/mod.rs"]
mod common;

use std::hint::black_box;
use std::pin::pin;
use std::time::Instant;

use common::walk::Walk;
use common::{actor, evening, plus, source};
use futures_util::TryStreamExt as _;
use futures_util::future::{try_join, try_join4};
use project_lifecycle::*;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Config, NoTls, Statement};

const BATCH: usize = 1_000;
const SINGLES: usize = 300;
const ROUNDS: usize = 15;

fn main() {
    // `cargo test --benches` starts benches without `--bench`: then there is nothing to do
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let requests = lives(2 * BATCH);
        appending(&requests, BATCH, usize::MAX, "in batches of 1000").await;
        appending(&requests, 1, SINGLES, "one by one").await;
    });
}

/// The events of so many projects, one step of each in turn, so that a batch touches as many projects as it has events.
fn lives(projects: usize) -> Vec<AppendRequest> {
    let walks: Vec<Vec<Event>> = (0..projects as u64)
        .map(|p| {
            let mut walk = Walk::plan(p);
            walk.assign_duties();
            for verb in walk.project.position().path_to(Stage::Operating) {
                walk.pass(1).go(verb);
            }
            walk.project.events().to_vec()
        })
        .collect();
    let longest = walks.iter().map(Vec::len).max().unwrap_or_default();
    let turns = (0..longest).flat_map(|step| walks.iter().filter_map(move |walk| walk.get(step)));
    turns.cloned().map(AppendRequest::new).collect()
}

fn late() -> Timestamp {
    evening(plus(common::evidence::first_day(), 4_000))
}

fn config() -> Config {
    let url = std::env::var("DATABASE_URL").expect("DATABASE_URL: run by tests/with-postgres --durable");
    url.parse().expect("a connection string")
}

async fn connect(database: &str) -> Client {
    let (client, connection) = config().dbname(database).connect(NoTls).await.expect("the server answers");
    tokio::spawn(connection);
    client
}

async fn make(name: &str) -> Client {
    let admin = connect("postgres").await;
    admin.batch_execute(&format!("CREATE DATABASE {name}")).await.expect("a database");
    let durable = admin.query_one("SHOW fsync", &[]).await.expect("a setting").get::<_, String>(0);
    assert_eq!(durable, "on", "run by tests/with-postgres --durable");
    connect(name).await
}

/// A database with the schema and an open log.
async fn with_schema(name: &str) -> Client {
    let mut client = make(name).await;
    PostgresStore::migrate(&mut client).await.expect("the schema");
    let transaction = client.transaction().await.expect("a transaction");
    let store = PostgresStore::new(source());
    store.open_log(&transaction, DigestAlgorithm::Sha256, &actor(), late()).await.expect("open");
    transaction.commit().await.expect("committed");
    client
}

const STATE: [&str; 14] = [
    "library",
    "name",
    "name_key",
    "kind",
    "code",
    "zone",
    "officer",
    "total_minor",
    "total_currency",
    "invested",
    "schedule",
    "owed",
    "paused_since",
    "next_due",
];

/// What the store wrote in one commit.
struct Written {
    streams: Vec<String>,
    ids: Vec<String>,
    versions: Vec<i64>,
    projects: Vec<String>,
    positions: Vec<i64>,
    bodies: Vec<String>,
    leaves: Vec<Vec<u8>>,
    size: i64,
    head: Vec<u8>,
    peaks: Vec<u8>,
    recorded: String,
    /// The projects of which more changed than the trigger writes, and their columns; the amounts apart.
    changed: Vec<String>,
    texts: Vec<Vec<Option<String>>>,
    amounts: Vec<Option<i64>>,
}

/// Appends in commits of a size, and notes what stands in the database after each.
async fn noted(client: &mut Client, requests: &[AppendRequest], size: usize) -> Vec<Written> {
    let store = PostgresStore::new(source());
    let mut before: std::collections::HashMap<String, Vec<Option<String>>> = std::collections::HashMap::new();
    let columns: Vec<_> = STATE.iter().map(|column| format!("{column}::text")).collect();
    let select = format!("SELECT project, {} FROM lifecycle.current WHERE project = ANY ($1)", columns.join(", "));
    let mut all = Vec::new();
    for requests in requests.chunks_exact(size) {
        let transaction = client.transaction().await.expect("a transaction");
        let answers = store.append_batch(&transaction, requests, Batch::Whole, late()).await.expect("recorded");
        transaction.commit().await.expect("committed");
        let records: Vec<_> = answers.into_iter().map(|answer| answer.expect("recorded").record().clone()).collect();
        let head = store.head(client).await.expect("a head");
        let projects: Vec<_> = records.iter().map(|record| record.subject().id.to_string()).collect();
        let (mut changed, mut texts, mut amounts) = (Vec::new(), vec![Vec::new(); STATE.len()], Vec::new());
        for row in client.query(&select, &[&projects]).await.expect("rows") {
            let project: String = row.get(0);
            let now: Vec<Option<String>> = (1..=STATE.len()).map(|column| row.get(column)).collect();
            // what the trigger writes at planning
            let fresh = ["name", "name_key", "kind", "zone"];
            let old = before.get(&project).cloned().unwrap_or_else(|| {
                let kept = |(column, value): (&&str, &Option<String>)| value.clone().filter(|_| fresh.contains(column));
                STATE.iter().zip(&now).map(kept).collect()
            });
            if old != now {
                changed.push(project.clone());
                now.iter().zip(&mut texts).for_each(|(value, column)| column.push(value.clone()));
                amounts.push(now[7].as_ref().map(|amount| amount.parse().expect("a number")));
            }
            before.insert(project, now);
        }
        texts.remove(7);
        all.push(Written {
            streams: records.iter().map(|record| record.subject().to_string()).collect(),
            ids: records.iter().map(|record| record.id().to_string()).collect(),
            versions: records.iter().map(|record| i64::try_from(record.stream_version()).expect("few")).collect(),
            projects,
            positions: records.iter().map(|record| i64::try_from(record.sequence()).expect("few")).collect(),
            bodies: records.iter().map(|record| String::from_utf8(record.line().to_vec()).expect("UTF-8")).collect(),
            leaves: records.iter().map(|record| record.leaf(DigestAlgorithm::Sha256).bytes().to_vec()).collect(),
            size: i64::try_from(head.size()).expect("few"),
            head: head.hash.bytes().to_vec(),
            peaks: head.tree.peaks().iter().flat_map(Digest::bytes).copied().collect(),
            recorded: head.recorded.expect("open").to_string(),
            changed,
            texts,
            amounts,
        });
    }
    all
}

/// The store's own statements, prepared.
struct Raw {
    head: Statement,
    ends: Statement,
    ids: Statement,
    states: Statement,
    insert: Statement,
    update: Statement,
}

impl Raw {
    async fn prepare(client: &Client) -> Self {
        let set: Vec<_> = STATE.iter().map(|column| format!("{column} = n.{column}")).collect();
        let arrays: Vec<_> = (3..)
            .zip(STATE)
            .map(|(place, column)| format!("${place}::{}[]", if column == "total_minor" { "bigint" } else { "text" }))
            .collect();
        let update = format!(
            "UPDATE lifecycle.current AS c SET {} FROM unnest($2::text[], {}) AS n (project, {})
             WHERE c.log = $1 AND c.project = n.project",
            set.join(", "),
            arrays.join(", "),
            STATE.join(", ")
        );
        let states = format!(
            "SELECT project, version, stage, stalled_at, since, {} FROM lifecycle.current
             WHERE log = (SELECT id FROM lifecycle.log WHERE source = $1) AND project = ANY ($2)",
            STATE.join(", ")
        );
        let prepare = async |sql: &str| client.prepare(sql).await.expect("a statement");
        Self {
            head: prepare(
                "SELECT l.id, l.digest, l.size, l.head, l.peaks, l.recorded,
                 (SELECT max(version) FROM lifecycle.schema_version) FROM lifecycle.log l WHERE l.source = $1
                 FOR UPDATE OF l",
            )
            .await,
            ends: prepare(
                "SELECT s.stream, e.version, e.id FROM unnest($2::text[]) AS s (stream)
                 CROSS JOIN LATERAL (
                   SELECT version, id FROM lifecycle.event
                   WHERE log = (SELECT id FROM lifecycle.log WHERE source = $1) AND stream = s.stream
                   ORDER BY version DESC LIMIT 1
                 ) e",
            )
            .await,
            ids: prepare(
                "SELECT body FROM lifecycle.event
                 WHERE log = (SELECT id FROM lifecycle.log WHERE source = $1) AND id = ANY ($2)",
            )
            .await,
            states: prepare(&states).await,
            insert: prepare(
                "WITH added AS (
                   INSERT INTO lifecycle.event (log, position, body, leaf)
                   SELECT $1, r.position, r.body::json, r.leaf FROM unnest($2::bigint[], $3::text[], $4::bytea[])
                     AS r (position, body, leaf)
                 )
                 UPDATE lifecycle.log SET size = $5, head = $6, peaks = $7, recorded = $8 WHERE id = $1",
            )
            .await,
            update: prepare(&update).await,
        }
    }

    async fn write(&self, client: &mut Client, written: &Written) {
        let source = source();
        let (source, log) = (source.as_str(), 1i64);
        let transaction = client.transaction().await.expect("a transaction");
        let found = try_join4(
            transaction.query_opt(&self.head, &[&source]),
            transaction.query(&self.ends, &[&source, &written.streams]),
            transaction.query(&self.ids, &[&source, &written.ids]),
            transaction.query(&self.states, &[&source, &written.projects]),
        )
        .await;
        black_box(found.expect("found"));
        let mut values: Vec<&(dyn ToSql + Sync)> = vec![&log, &written.changed];
        values.extend(written.texts[..7].iter().map(|column| column as &(dyn ToSql + Sync)));
        values.push(&written.amounts);
        values.extend(written.texts[7..].iter().map(|column| column as &(dyn ToSql + Sync)));
        let update = async {
            match written.changed.is_empty() {
                true => Ok(0),
                false => transaction.execute(&self.update, &values).await,
            }
        };
        let insert: [&(dyn ToSql + Sync); 8] = [
            &log,
            &written.positions,
            &written.bodies,
            &written.leaves,
            &written.size,
            &written.head,
            &written.peaks,
            &written.recorded,
        ];
        try_join(transaction.execute(&self.insert, &insert), update).await.expect("written");
        transaction.commit().await.expect("committed");
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
        let schema = "CREATE TABLE event (log bigint NOT NULL, position bigint NOT NULL, body text NOT NULL,
              leaf bytea NOT NULL, stream text COLLATE \"C\" NOT NULL, version bigint NOT NULL,
              id text COLLATE \"C\" NOT NULL, PRIMARY KEY (log, position), UNIQUE (log, stream, version), UNIQUE (log, id));
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
            &written.positions,
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

fn median(figures: impl IntoIterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.into_iter().collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// Prints what each contender took per event, and its rate beside the first one's.
fn tell(group: &str, names: &[&str], rounds: &[Vec<f64>], events: usize) {
    println!("\n{group}");
    println!("  {:<52} {:>11} {:>10} {:>12}", "", "us/event", "events/s", "x rate of 1st");
    for (which, name) in names.iter().enumerate() {
        let seconds = median(rounds.iter().map(|round| round[which])) / events as f64;
        let rate = median(rounds.iter().map(|round| round[0] / round[which]));
        println!("  {name:<52} {:>11.1} {:>10.0} {rate:>12.2}", seconds * 1e6, 1.0 / seconds);
    }
}

async fn appending(requests: &[AppendRequest], size: usize, commits: usize, how: &str) {
    let requests = &requests[..requests.len().min(commits.saturating_mul(size))];
    let mut first = with_schema(&format!("noted{size}")).await;
    let written = noted(&mut first, requests, size).await;
    let (mut ours, mut raw) = (with_schema(&format!("ours{size}")).await, with_schema(&format!("raw{size}")).await);
    let mut bare = make(&format!("bare{size}")).await;
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
                        let transaction = ours.transaction().await.expect("a transaction");
                        let answers = store.append_batch(&transaction, requests, Batch::Whole, late()).await;
                        black_box(answers.expect("recorded"));
                        PostgresStore::commit(transaction).await.expect("committed");
                    })
                    .await
                }
                _ => timed(table.write(&mut bare, written)).await,
            };
        }
        rounds.push(took);
    }
    let names = ["raw: the same statements", "append_batch, commit", "bare insert and head lock"];
    tell(&format!("append {how}, durable"), &names, &rounds, size);
    if size > 1 {
        reading(&store, &ours).await;
    }
}

async fn reading(store: &PostgresStore, client: &Client) {
    let head = store.head(client).await.expect("a head");
    let count = usize::try_from(head.size()).expect("few");
    let select = "SELECT body::text FROM lifecycle.event WHERE log = 1 AND position > 0 ORDER BY position";
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
                let record = AuditEvent::parse(line).expect("a record");
                black_box(record.event().ok());
            };
            store.lines(client, 0, usize::MAX, show).await.expect("lines");
        };
        rounds.push(vec![timed(raw).await, timed(lines).await, timed(verified).await, timed(decoded).await]);
    }
    let names = ["raw: the same select", "lines", "lines, verified", "lines, decoded into events"];
    tell(&format!("read back {count} records"), &names, &rounds, count);
}
