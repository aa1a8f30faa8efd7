//! What the SQLite store costs beside the same statements given raw, in one run and with the same durable settings.
//! `cargo bench --features proptest,sqlite --bench sqlite`
//!
//! `EVENTS=1000000` says how many events stand in the log when its growth is measured; 100,000 unless said. Ratios are the
//! result; times are orientation.

#[path = "../tests/common/mod.rs"]
mod common;
mod median;
mod rates;

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use common::lives::lives;
use common::walk::Walk;
use common::{actor, evening, plus, source};
use median::median;
use project_lifecycle::{audit::*, store::*, value::*};
use rates::{PLANNED, tell};
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};

const BATCH: usize = 1_000;
const ROUNDS: usize = 15;

fn main() {
    // `cargo test --benches` starts benches without `--bench`: then there is nothing to do
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let folder = std::env::temp_dir().join(format!("lifecycle-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    let lives = lives(0, 2 * BATCH);
    let rows = rows(&folder, &lives);
    batches(&folder, &lives, &rows);
    singles(&folder, &lives, &rows);
    growth(&folder);
    if std::env::var("KEEP").is_err() {
        std::fs::remove_dir_all(&folder).expect("the folder can go");
    }
}

fn late() -> Timestamp {
    evening(plus(common::evidence::first_day(), 4_000))
}

fn store(path: &Path) -> SqliteStore {
    let mut store = SqliteStore::open_or_create(path, source()).expect("the file opens");
    store.set_clock_margin(None).expect("it is set");
    store.open_log(DigestAlgorithm::Sha256, &actor(), late()).expect("the log opens");
    store
}

/// What the store wrote for one event: the row of the record, and the columns of the current state that changed.
struct Row {
    sequence: i64,
    body: String,
    leaf: Vec<u8>,
    stream: String,
    version: i64,
    id: String,
    update: Option<(String, Vec<Value>)>,
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

/// Appends one by one and notes what stands in the file after each.
fn rows(folder: &Path, requests: &[AppendRequest]) -> Vec<Row> {
    let path = folder.join("noted.db");
    let mut store = store(&path).with_durability(Durability::Normal).expect("it is set");
    let reader = Connection::open(&path).expect("the file opens");
    let select = format!("SELECT {} FROM current WHERE log = 1 AND project = ?1", STATE.join(", "));
    let mut before = std::collections::HashMap::new();
    let mut rows = Vec::new();
    for request in requests {
        let record = store.append(request, late()).expect("it is recorded").record().clone();
        let project = record.subject().id().to_string();
        let values: Vec<Value> = reader
            .prepare_cached(&select)
            .expect("the schema")
            .query_row([&project], |row| (0..STATE.len()).map(|column| row.get(column)).collect())
            .expect("a row");
        let fresh = || {
            let cell =
                |(column, value): (_, &Value)| if PLANNED.contains(column) { value.clone() } else { Value::Null };
            STATE.iter().zip(&values).map(cell)
        };
        let old = before.entry(project.clone()).or_insert_with(|| fresh().collect::<Vec<_>>());
        let changed: Vec<usize> = (0..STATE.len()).filter(|column| old[*column] != values[*column]).collect();
        let update = (!changed.is_empty()).then(|| {
            let set = changed.iter().enumerate().map(|(place, column)| format!("{} = ?{}", STATE[*column], place + 3));
            let sql =
                format!("UPDATE current SET {} WHERE log = ?1 AND project = ?2", set.collect::<Vec<_>>().join(", "));
            let mut cells = vec![Value::Integer(1), Value::Text(project.clone())];
            cells.extend(changed.iter().map(|column| values[*column].clone()));
            (sql, cells)
        });
        before.insert(project.clone(), values);
        rows.push(Row {
            sequence: i64::try_from(record.sequence()).expect("few"),
            body: String::from_utf8(record.line().to_vec()).expect("a record is UTF-8"),
            leaf: record.leaf(DigestAlgorithm::Sha256).bytes().to_vec(),
            stream: record.subject().to_string(),
            version: i64::try_from(record.stream_version()).expect("few"),
            id: record.id().to_string(),
            update,
        });
    }
    rows
}

/// The same file with the same settings, for raw statements.
fn raw(path: &Path) -> Connection {
    drop(store(path));
    let connection = Connection::open(path).expect("the file opens");
    let settings = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
        PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536;";
    connection.execute_batch(settings).expect("the settings");
    connection.set_prepared_statement_cache_capacity(64);
    connection
}

/// The same records without law and current state: a table, its three keys, and no trigger.
fn bare(path: &Path) -> Connection {
    let connection = Connection::open(path).expect("the file opens");
    let schema = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
        PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536;
        CREATE TABLE event (log INTEGER NOT NULL, sequence INTEGER NOT NULL, body TEXT NOT NULL, leaf BLOB NOT NULL,
            stream TEXT NOT NULL, version INTEGER NOT NULL, id TEXT NOT NULL) STRICT;
        CREATE UNIQUE INDEX event_sequence ON event (log, sequence);
        CREATE UNIQUE INDEX event_stream ON event (log, stream, version);
        CREATE UNIQUE INDEX event_id ON event (log, id);
        CREATE TABLE log (id INTEGER PRIMARY KEY, size INTEGER NOT NULL, head BLOB NOT NULL) STRICT;
        INSERT INTO log VALUES (1, 0, zeroblob(32));";
    connection.execute_batch(schema).expect("the schema");
    connection.set_prepared_statement_cache_capacity(64);
    connection
}

fn write_raw(connection: &mut Connection, rows: &[Row], peaks: &[u8], recorded: &str) {
    let transaction =
        connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).expect("a transaction");
    for row in rows {
        let mut insert = transaction
            .prepare_cached("INSERT INTO event (log, sequence, body, leaf) VALUES (1, ?1, ?2, ?3)")
            .expect("a statement");
        insert.execute(params![row.sequence, row.body, row.leaf]).expect("it is inserted");
        if let Some((sql, values)) = &row.update {
            transaction.prepare_cached(sql).expect("a statement").execute(params_from_iter(values)).expect("updated");
        }
    }
    if let Some(last) = rows.last() {
        let mut update = transaction
            .prepare_cached("UPDATE log SET size = ?1, head = ?2, peaks = ?3, recorded = ?4 WHERE id = 1")
            .expect("a statement");
        update.execute(params![last.sequence, last.leaf, peaks, recorded]).expect("updated");
    }
    transaction.commit().expect("it is committed");
}

fn write_bare(connection: &mut Connection, rows: &[Row]) {
    let transaction =
        connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).expect("a transaction");
    for row in rows {
        let mut insert =
            transaction.prepare_cached("INSERT INTO event VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)").expect("a statement");
        let values = params![row.sequence, row.body, row.leaf, row.stream, row.version, row.id];
        insert.execute(values).expect("it is inserted");
    }
    if let Some(last) = rows.last() {
        let update = "UPDATE log SET size = ?1, head = ?2 WHERE id = 1";
        transaction
            .prepare_cached(update)
            .expect("a statement")
            .execute(params![last.sequence, last.leaf])
            .expect("updated");
    }
    transaction.commit().expect("it is committed");
}

#[expect(clippy::disallowed_methods, reason = "a bench has a clock")]
fn timed(work: impl FnOnce()) -> f64 {
    let started = Instant::now();
    work();
    started.elapsed().as_secs_f64()
}

fn batches(folder: &Path, requests: &[AppendRequest], rows: &[Row]) {
    let recorded = late().to_string();
    let mut ours = store(&folder.join("ours.db"));
    let (mut raw, mut bare) = (raw(&folder.join("raw.db")), bare(&folder.join("bare.db")));
    let mut tree = head_after_opening();
    let mut rounds = Vec::new();
    for (round, (requests, rows)) in requests.chunks_exact(BATCH).zip(rows.chunks_exact(BATCH)).enumerate() {
        tree.extend(rows.iter().map(leaf));
        let peaks: Vec<u8> = tree.peaks().iter().flat_map(Digest::bytes).copied().collect();
        let mut took = vec![0.0; 3];
        for turn in 0..3 {
            let which = (turn + round) % 3;
            took[which] = match which {
                0 => timed(|| write_raw(&mut raw, rows, &peaks, &recorded)),
                1 => timed(|| {
                    black_box(ours.append_batch(requests, Batch::Whole, late()).expect("it is recorded"));
                }),
                _ => timed(|| write_bare(&mut bare, rows)),
            };
        }
        rounds.push(took);
    }
    let names = ["raw: the same statements", "append_batch", "bare: no law, no current state"];
    tell(&format!("append in batches of {BATCH}, durable"), &names, &rounds, BATCH);
    reading(&ours, &folder.join("ours.db"));
}

fn leaf(row: &Row) -> Digest {
    Digest::from_bytes(row.leaf.clone().try_into().expect("32 bytes"))
}

fn head_after_opening() -> merkle::Tree {
    let (opened, _) = LogHead::open(source(), &actor(), late()).expect("a log opens");
    merkle::Tree::of(DigestAlgorithm::Sha256, [opened.leaf(DigestAlgorithm::Sha256)])
}

fn singles(folder: &Path, requests: &[AppendRequest], rows: &[Row]) {
    const SINGLES: usize = 300;
    let recorded = late().to_string();
    let mut ours = store(&folder.join("ours1.db"));
    let mut raw = raw(&folder.join("raw1.db"));
    let mut tree = head_after_opening();
    let mut rounds = Vec::new();
    for (round, (request, row)) in requests.iter().zip(rows).take(SINGLES).enumerate() {
        tree.append(leaf(row));
        let peaks: Vec<u8> = tree.peaks().iter().flat_map(Digest::bytes).copied().collect();
        let mut took = vec![0.0; 2];
        for turn in 0..2 {
            let which = (turn + round) % 2;
            took[which] = match which {
                0 => timed(|| write_raw(&mut raw, std::slice::from_ref(row), &peaks, &recorded)),
                _ => timed(|| {
                    black_box(ours.append(request, late()).expect("it is recorded"));
                }),
            };
        }
        rounds.push(took);
    }
    tell("append one by one, durable", &["raw: the same statements", "append"], &rounds, 1);
}

fn reading(store: &SqliteStore, path: &Path) {
    let raw = Connection::open(path).expect("the file opens");
    let head = store.head().expect("a head");
    let count = usize::try_from(head.size()).expect("few");
    let walks = walks(&raw);
    // each is prepared once
    raw.set_prepared_statement_cache_capacity(2 * walks.len());
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let shown = |select: &str| {
            black_box(selected(&raw, select));
        };
        let bodies = || shown("SELECT body FROM event WHERE log = 1 AND sequence > 0 ORDER BY sequence");
        let columns = || shown(COLUMNS);
        let all = || walks.iter().for_each(|walk| shown(walk));
        let lines = || {
            let mut bytes = 0;
            store.lines(0, usize::MAX, &mut |line| bytes += line.len()).expect("lines");
            black_box(bytes);
        };
        let verified = || {
            let mut verifier = Verifier::new();
            store.lines(0, usize::MAX, &mut |line| verifier.follow(line)).expect("lines");
            assert!(matches!(verifier.finish(), Verdict::SelfConsistent { head: found } if found == head));
        };
        let beside = || {
            let verdict = store.verify(Verifier::new()).expect("lines").finish();
            assert!(matches!(verdict.lines, Verdict::SelfConsistent { head: found } if found == head));
            assert!(verdict.faults.is_empty());
        };
        let decoded = || {
            store
                .lines(0, usize::MAX, &mut |line| {
                    let record = Record::parse(line).expect("a record");
                    black_box(record.event().ok());
                })
                .expect("lines");
        };
        rounds.push(vec![
            timed(bodies),
            timed(columns),
            timed(all),
            timed(lines),
            timed(verified),
            timed(beside),
            timed(decoded),
        ]);
    }
    let names = [
        "raw: the same select",
        "raw: with all columns",
        "raw: and the entries of each index, and the list",
        "lines",
        "lines, verified on the same thread",
        "verify: columns, leaves, indexes and list too",
        "lines, decoded into events",
    ];
    tell(&format!("read back {count} records"), &names, &rounds, count);
    let verified: Vec<_> = rounds.iter().map(|round| vec![round[2], round[1], round[4], round[5]]).collect();
    let names = [names[2], names[1], names[4], names[5]];
    tell("the same, beside the selects of all that `verify` looks at", &names, &verified, count);
}

/// The columns of the records.
const COLUMNS: &str =
    "SELECT body, leaf, row, sequence, stream, version, id, is_project, law, verb, from_node, to_node, stands,
    effective_on, voids, redates, voids_fact FROM event WHERE log = 1 ORDER BY sequence";

/// All that `verify` looks at: the records, the list, and the entries of their indexes.
fn walks(raw: &Connection) -> Vec<String> {
    let mut walks = vec![COLUMNS.to_owned(), "SELECT * FROM current NOT INDEXED WHERE log = 1".to_owned()];
    let mut indexes = raw
        .prepare(
            "SELECT s.name, s.tbl_name, s.sql, (SELECT group_concat(coalesce(x.name, 'row')) FROM pragma_index_xinfo(s.name) x)
             FROM sqlite_schema s WHERE s.type = 'index' AND s.sql IS NOT NULL AND s.tbl_name IN ('event', 'current')",
        )
        .expect("a statement");
    let mut rows = indexes.query([]).expect("rows");
    while let Some(row) = rows.next().expect("a row") {
        let text = |place| row.get::<_, String>(place).expect("a text");
        let (name, table, made, columns) = (text(0), text(1), text(2), text(3));
        let only = made.split_once(" WHERE ").map(|(_, only)| format!(" AND {only}")).unwrap_or_default();
        walks.push(format!("SELECT {columns} FROM {table} INDEXED BY {name} WHERE log = 1{only}"));
    }
    walks
}

/// How many bytes a select shows.
fn selected(raw: &Connection, select: &str) -> usize {
    let mut bytes = 0;
    let mut select = raw.prepare_cached(select).expect("a statement");
    let columns = select.column_count();
    let mut rows = select.query([]).expect("rows");
    while let Some(row) = rows.next().expect("a row") {
        for column in 0..columns {
            bytes += row.get_ref(column).expect("a column").as_bytes_or_null().ok().flatten().map_or(8, <[u8]>::len);
        }
    }
    bytes
}

/// Appends to a log of ten thousand events, and to one that is much longer.
fn growth(folder: &Path) {
    let many: usize = std::env::var("EVENTS").ok().and_then(|events| events.parse().ok()).unwrap_or(100_000);
    let path = folder.join("growth.db");
    let mut store = store(&path);
    let mut figures: Vec<(usize, f64)> = Vec::new();
    let (mut stored, mut p) = (0, 1_000_000);
    let mut recent: Vec<(usize, f64)> = Vec::new();
    while stored < many {
        let requests: Vec<AppendRequest> = (0..BATCH as u64 / 4)
            .flat_map(|_| {
                p += 1;
                let mut walk = Walk::plan(p);
                walk.assign_duties();
                walk.project.events().to_vec()
            })
            .map(AppendRequest::new)
            .collect();
        let took = timed(|| {
            black_box(store.append_batch(&requests, Batch::Whole, late()).expect("it is recorded"));
        });
        stored += requests.len();
        recent.push((stored, took / requests.len() as f64));
    }
    let about = |place: usize| {
        median(recent.iter().filter(|(at, _)| at.abs_diff(place) <= 10 * BATCH).map(|(_, seconds)| *seconds))
    };
    figures.extend([10_000, many].map(|place| (place, about(place))));
    println!("\nappend in batches of {BATCH} to a growing log");
    for (place, seconds) in &figures {
        let ratio = seconds / figures[0].1;
        println!("  at {place:>8} events {:>11.1} us/event {ratio:>6.2} x the first", seconds * 1e6);
    }
}
