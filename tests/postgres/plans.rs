//! How PostgreSQL does what the store asks of a full database: by an index, and never by looking at everything. The plans
//! are those of the very statements that the store runs, with all that functions, keys and triggers look up within them, and
//! with the rows that were really read: the server tells them by `auto_explain`.
//!
//! `LONG=1` asks for a million projects.

use std::future::poll_fn;
use std::sync::{Arc, Mutex};

use project_lifecycle::{StoreError, lifecycle::*, store::*, value::*};
use serde_json::Value;
use tokio_postgres::{AsyncMessage, Client, NoTls};

use crate::common::walk::{Walk, redating};
use crate::common::{actor_id, day, evening, plus, positions, source};
use crate::postgres::server::{self, Database, commit, config};

/// How many projects there are: few, and ten times as many.
fn sizes() -> [u64; 2] {
    if std::env::var_os("LONG").is_some() { [100_000, 1_000_000] } else { [10_000, 50_000] }
}

/// The tables that grow.
const GROWING: [&str; 3] = ["event", "current", "cursor"];

/// What was done for one statement.
#[derive(Debug)]
struct Plan(Value);

impl Plan {
    fn sql(&self) -> &str {
        self.0["Query Text"].as_str().expect("a statement")
    }

    fn nodes(&self) -> Vec<&Value> {
        let (mut nodes, mut at) = (vec![&self.0["Plan"]], 0);
        while at < nodes.len() {
            nodes.extend(nodes[at]["Plans"].as_array().into_iter().flatten());
            at += 1;
        }
        nodes
    }

    /// How many rows of the growing tables were read, those thrown away among them.
    fn rows(&self) -> u64 {
        let number = |node: &Value, name: &str| node[name].as_f64().unwrap_or_default();
        let read = |node: &Value| {
            let thrown = number(node, "Rows Removed by Filter") + number(node, "Rows Removed by Index Recheck");
            ((number(node, "Actual Rows") + thrown) * number(node, "Actual Loops")).round() as u64
        };
        self.nodes().into_iter().filter(|node| is_growing(node)).map(read).sum()
    }

    /// How many blocks were looked at. What an index reads in vain shows here alone.
    fn blocks(&self) -> u64 {
        let top = &self.0["Plan"];
        ["Shared Hit Blocks", "Shared Read Blocks"].iter().filter_map(|name| top[name].as_u64()).sum()
    }

    /// The indexes of growing tables that it goes by.
    fn indexes(&self) -> Vec<&str> {
        self.nodes().into_iter().filter_map(|node| node["Index Name"].as_str()).collect()
    }

    fn is_of(&self, kinds: &[&str]) -> bool {
        self.nodes().into_iter().any(|node| kinds.contains(&node["Node Type"].as_str().expect("a kind")))
    }

    /// Whether it looks at a growing table from its beginning to its end.
    fn looks_at_all(&self) -> bool {
        self.nodes().into_iter().any(|node| is_growing(node) && node["Node Type"] == "Seq Scan")
    }

    /// Whether it looks anything up in a growing table.
    fn looks_up(&self) -> bool {
        self.nodes().into_iter().any(is_growing)
    }
}

/// Whether it is a scan of a table that grows.
fn is_growing(node: &Value) -> bool {
    let name = node["Relation Name"].as_str();
    name.is_some_and(|name| GROWING.contains(&name)) && node["Node Type"] != "ModifyTable"
}

/// A session whose plans are told.
struct Session {
    client: Client,
    told: Arc<Mutex<Vec<Plan>>>,
}

impl Session {
    async fn new(database: &Database) -> Self {
        let (client, mut connection) =
            config().dbname(&database.name).connect(NoTls).await.expect("the server answers");
        let told = Arc::new(Mutex::new(Vec::new()));
        let hear = told.clone();
        tokio::spawn(async move {
            while let Some(message) = poll_fn(|context| connection.poll_message(context)).await {
                let Ok(AsyncMessage::Notice(notice)) = message else { continue };
                if let Some((_, plan)) = notice.message().split_once("plan:\n") {
                    let plan = serde_json::from_str(plan).expect("a plan in JSON");
                    hear.lock().expect("nobody panics with it").push(Plan(plan));
                }
            }
        });
        let settings = "LOAD 'auto_explain'; SET auto_explain.log_min_duration = 0; SET auto_explain.log_analyze = on;
            SET auto_explain.log_buffers = on; SET auto_explain.log_timing = off; SET auto_explain.log_format = json;
            SET auto_explain.log_nested_statements = on; SET auto_explain.log_level = notice;";
        client.batch_execute(settings).await.expect("only a superuser may");
        let session = Self { client, told };
        session.plans();
        session
    }

    /// The plans since the last question. They come before the answer to their statement.
    fn plans(&self) -> Vec<Plan> {
        std::mem::take(&mut *self.told.lock().expect("nobody panics with it"))
    }
}

/// A log with a project at each position, and then very many more rows of the same kinds, written past all triggers.
async fn full(many: u64) -> (Database, PostgresStore) {
    let (database, store) = (Database::new().await, server::store(source()));
    database.open_log(&store, late()).await;
    for (p, position) in (1..).zip(positions()) {
        database.append(&store, Walk::to(p, position).project.events(), late()).await;
    }
    let fill = format!(
        "SET session_replication_role = replica;
        CREATE TEMP TABLE many AS
          SELECT n, 'a0000000-0000-4000-8000-' || lpad(to_hex(65536 + n * 2654435761 % 1099511627776), 12, '0') AS project
          FROM generate_series(1, {many}::bigint) AS n;
        INSERT INTO lifecycle.current
          (log, project, version, stage, stalled_at, since, library, name, name_key, kind, code, zone, officer, owed, next_due)
        SELECT t.log, many.project, t.version, t.stage, t.stalled_at, t.since, t.library,
          '项目 ' || n * 7919 % 1000003, '项目 ' || n * 7919 % 1000003, t.kind,
          CASE WHEN n % 3 > 0 THEN '2018-210100-36-03-' || lpad((n * 7919 % 1000003)::text, 6, '0') END,
          'zone-' || n * 31 % 40, CASE WHEN n % 11 > 0 THEN 'officer-' || n / 40 * 17 % 500 END,
          CASE WHEN is_due THEN format('[{{\"committed\":\"%1$s\",\"due\":\"%1$s\",\"item\":\"construction_permit\",\"version\":2}}]', due) END,
          CASE WHEN is_due THEN due END
        FROM many
        JOIN (SELECT row_number() OVER (ORDER BY project) - 1 AS kind_of, count(*) OVER () AS kinds, * FROM lifecycle.current) t
          ON t.kind_of = n / 13 % t.kinds
        CROSS JOIN LATERAL (
          SELECT t.stage <> 'closed' AND n % 3 < 2 AS is_due, ('2018-06-01'::date + (n * 7919 % 1500)::integer)::text AS due
        ) d;
        INSERT INTO lifecycle.event (log, sequence, body, leaf)
        SELECT e.log, last.size + n,
          replace(replace(replace(e.body::text,
            split_part(e.stream, '/', 2), many.project), e.id, overlay(many.project PLACING 'f' FROM 1)),
            lpad(e.sequence::text, 19, '0'), lpad((last.size + n)::text, 19, '0'))::json, e.leaf
        FROM lifecycle.log last, lifecycle.event e, many WHERE e.sequence = 2 ORDER BY n;
        UPDATE lifecycle.log l SET size = last.sequence, head = last.leaf, recorded = last.body ->> 'recordedtime',
          peaks = decode(repeat('ab', 32 * length(replace(last.sequence::bit(64)::text, '0', ''))), 'hex')
        FROM (SELECT * FROM lifecycle.event ORDER BY sequence DESC LIMIT 1) last;
        INSERT INTO lifecycle.cursor SELECT 1, 'consumer-' || n, 1, (SELECT leaf FROM lifecycle.event WHERE sequence = 1)
        FROM generate_series(1, 20000) AS n;
        ANALYZE lifecycle.event, lifecycle.current, lifecycle.cursor;"
    );
    database.psql_as_owner(&fill).expect("an owner can");
    (database, store)
}

/// Later than any course leads to.
fn late() -> Timestamp {
    evening(crate::common::last_day())
}

/// How many projects a page holds in these tests.
const PAGE: usize = 20;

/// Every list with every filter.
fn queries() -> Vec<ProjectQuery> {
    let listings = [
        ProjectQuery::all(),
        ProjectQuery::overdue_on(day("2021-06-01")),
        ProjectQuery::named(""),
        ProjectQuery::named("项目 1"),
        ProjectQuery::coded("2018-210100"),
    ];
    let filtered = |query: &ProjectQuery, filters: usize| {
        let mut query = query.clone().limit(PAGE);
        if filters & 1 > 0 {
            query = query.in_stage(Stage::Negotiating);
        }
        if filters & 2 > 0 {
            query = query.in_zone("zone-7".parse().expect("a zone"));
        }
        if filters & 4 > 0 {
            query = query.of_officer(actor_id("officer-7"));
        }
        query
    };
    listings.iter().flat_map(|query| (0..8).map(move |filters| filtered(query, filters))).collect()
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_full_database_is_looked_up_by_index() {
    server::run(async {
        for many in sizes() {
            println!("{many} projects");
            let (database, store) = full(many).await;
            let mut session = Session::new(&database).await;
            lists(&store, &session).await;
            reads(&store, &mut session, many / 2).await;
            appends(&store, &mut session).await;
        }
    });
}

async fn lists(store: &PostgresStore, session: &Session) {
    for first in queries() {
        // the first page, and one that begins in the middle of the list
        let whole = first.clone().limit(1_000);
        let (mut middle, mut pages) = (None, 0);
        let mut page = store.projects(&session.client, &whole).await.expect("a page");
        while let Some(next) = page.next.take().filter(|_| pages < 20) {
            middle = Some(next.clone());
            pages += 1;
            page = store
                .projects(&session.client, &whole.clone().after(next).expect("its own place"))
                .await
                .expect("a page");
        }
        if middle.is_none() && page.projects.len() > PAGE {
            let query = first.clone().limit(page.projects.len() / 2);
            middle = store.projects(&session.client, &query).await.expect("a page").next;
        }
        for (place, query) in [
            ("first", Some(first.clone())),
            ("deep", middle.map(|next| first.clone().after(next).expect("its own place"))),
        ] {
            let Some(query) = query else { continue };
            session.plans();
            let page = store.projects(&session.client, &query).await.expect("a page");
            let plans = session.plans();
            let plan = plans.iter().find(|plan| plan.sql().contains("ORDER BY")).expect("the list's own plan");
            let what = format!("{place} page of {query:?}");
            println!(
                "{what}: rows {} blocks {} {:?}, shown {}",
                plan.rows(),
                plan.blocks(),
                plan.indexes(),
                page.projects.len()
            );
            assert!(!plan.looks_at_all() && !plan.indexes().is_empty(), "{what}: {plan:#?}");
            // one more than it shows tells whether there is another page
            let mut most = PAGE as u64 + 1;
            let is_by_text = matches!(query.listing(), Listing::Named(_) | Listing::Coded(_));
            if is_by_text && (query.officer().is_some() || query.stage().is_some() && query.zone().is_some()) {
                // of the few that an officer has, or that are in a stage in a zone, those that are listed are sorted
                most = most.max(few(&session.client, &query).await);
            } else {
                assert!(!plan.is_of(&["Sort", "Incremental Sort", "Bitmap Heap Scan"]), "{what}: {plan:#?}");
            }
            assert!(plan.rows() <= most, "{what} reads {} rows, not {most}: {plan:#?}", plan.rows());
            // each row may be on a page of its own; an index is entered at one place and read on a few pages, or on as many as
            // it would take to sort the few
            let most = most + 60;
            assert!(plan.blocks() <= most, "{what} reads {} blocks, not {most}: {plan:#?}", plan.blocks());
        }
    }
}

/// How many projects have the officer, or else are in the stage and the zone.
async fn few(client: &Client, query: &ProjectQuery) -> u64 {
    let (condition, values) = match (query.officer(), query.stage(), query.zone()) {
        (Some(officer), ..) => ("officer = $1 AND $1 = $2", [officer.as_str(), officer.as_str()]),
        (None, Some(stage), Some(zone)) => ("stage = $1 AND zone = $2", [stage.code(), zone.as_str()]),
        other => panic!("not few: {other:?}"),
    };
    let count = format!("SELECT count(*) FROM lifecycle.current WHERE log = 1 AND {condition}");
    let row = client.query_one(&count, &[&values[0], &values[1]]).await.expect("a count");
    u64::try_from(row.get::<_, i64>(0)).expect("a count")
}

/// What the store finds for one question or a few events, and how many rows of growing tables each statement may read.
fn assert_few(what: &str, plans: &[Plan], most: u64) {
    assert!(plans.iter().any(Plan::looks_up), "{what} looks nothing up: {plans:#?}");
    for plan in plans {
        println!(
            "{what}: rows {} blocks {} {:?} {}",
            plan.rows(),
            plan.blocks(),
            plan.indexes(),
            plan.sql().split_whitespace().collect::<Vec<_>>().join(" ").chars().take(120).collect::<String>()
        );
        assert!(!plan.looks_at_all(), "{what}: {plan:#?}");
        assert!(plan.rows() <= most, "{what} reads {} rows: {plan:#?}", plan.rows());
    }
}

async fn reads(store: &PostgresStore, session: &mut Session, deep: u64) {
    let client = &session.client;
    let known = Walk::plan(5).project.id();
    let consumer: ConsumerId = "consumer-777".parse().expect("a consumer");
    session.plans();
    store.head(client).await.expect("a head");
    session.plans();
    store.stream(client, known.into()).await.expect("a stream");
    assert_few("a stream", &session.plans(), 20);
    store.current(client, known).await.expect("a state");
    assert_few("a state", &session.plans(), 1);
    for after in [0, deep] {
        assert_eq!(store.lines(client, after, PAGE, |_| {}).await.expect("lines"), PAGE as u64);
        assert_few("lines", &session.plans(), PAGE as u64);
    }
    // near the end it takes few leaves; they are made up, so they prove nothing
    let last = store.head(client).await.expect("a head").size();
    session.plans();
    let proof = store.proof(client, last).await;
    assert!(matches!(proof, Err(StoreError::Corrupt { .. })), "{proof:?}");
    assert_few("a proof", &session.plans(), PAGE as u64);
    assert_eq!(store.cursor(client, &consumer).await.expect("a place"), 1);
    // the place, and the leaf of the record that stands there
    assert_few("a cursor", &session.plans(), 2);
    let first = store.project_ids(client, None, PAGE).await.expect("ids");
    assert_few("ids", &session.plans(), 200);
    store.project_ids(client, first.last().copied(), PAGE).await.expect("ids");
    assert_few("ids", &session.plans(), 200);
    let transaction = session.client.transaction().await.expect("a transaction");
    store.move_cursor(&transaction, &consumer, 1, 2).await.expect("it moves");
    commit(transaction).await;
    assert_few("moving a cursor", &session.plans(), 3);
}

async fn appends(store: &PostgresStore, session: &mut Session) {
    let mut walk = Walk::plan(99);
    let planned = walk.project.events()[0].clone();
    let admitted = walk.pass(1).go(Verb::Admit);
    let engaged = walk.pass(1).go(Verb::Engage);
    let (n, today) = (walk.n, walk.today);
    let redated = walk.give(redating(2, plus(today, -2)));
    assert!(walk.n > n);
    let voided = walk.void();
    for event in [planned, admitted, engaged, redated, voided] {
        let what = format!("appending {}", event.event_name());
        session.plans();
        let transaction = session.client.transaction().await.expect("a transaction");
        store.append(&transaction, &event.into(), late()).await.expect("recorded");
        commit(transaction).await;
        assert_few(&what, &session.plans(), 20);
    }
}
