//! What a log costs while it grows.

use project_lifecycle::{audit::*, lifecycle::*, project::*, value::*};
use tokio_postgres::Client;

use crate::common::walk::{Walk, redating, voiding_fact};
use crate::common::{actor_id, evening, plus, source};
use crate::postgres::server::{self, Database, commit};

/// How many blocks of tables and indexes were looked at so far, those of the edges and of the versions apart.
async fn blocks(session: &Client, watch: &Client) -> i64 {
    session.batch_execute("SELECT pg_stat_force_next_flush()").await.expect("from PostgreSQL 15 on");
    session.batch_execute("SELECT").await.expect("it is flushed");
    let sum = "SELECT sum(heap_blks_read + heap_blks_hit + idx_blks_read + idx_blks_hit)::bigint
        FROM pg_statio_user_tables WHERE relname IN ('event', 'log', 'current')";
    watch.query_one(sum, &[]).await.expect("a sum").get(0)
}

/// How many events are looked at together.
const BATCH: usize = 400;

/// Appends in a session that began when the log was empty, so many events at once: how many blocks each event takes, batch by batch.
async fn costs(requests: &[AppendRequest], at_once: usize, now: Timestamp) -> Vec<i64> {
    let (database, store) = (Database::new().await, server::store(source()));
    let mut session = database.connect_app().await;
    let watch = database.connect().await;
    let transaction = session.transaction().await.expect("a transaction");
    store.open_log(&transaction, DigestAlgorithm::Sha256, &crate::common::actor(), now).await.expect("open");
    commit(transaction).await;
    let (mut costs, mut before) = (Vec::new(), blocks(&session, &watch).await);
    for batch in requests.chunks_exact(BATCH) {
        for together in batch.chunks(at_once) {
            let transaction = session.transaction().await.expect("a transaction");
            store.append_batch(&transaction, together, Batch::Whole, now).await.expect("recorded");
            commit(transaction).await;
        }
        let after = blocks(&session, &watch).await;
        costs.push((after - before) / batch.len() as i64);
        before = after;
    }
    println!("blocks for each event, batch by batch: {costs:?}");
    costs
}

#[track_caller]
fn assert_even(costs: &[i64]) {
    let (first, last) = (costs[0], costs[costs.len() - 1]);
    assert!(last <= first * 3 / 2, "blocks for each event, batch by batch: {costs:?}");
}

/// A session keeps plans that it made when the tables were empty. They must be the right ones when the tables are full.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn an_event_costs_the_same_in_a_log_that_was_empty_when_the_session_began() {
    server::run(async {
        // each project planned, admitted, and its admission voided
        let lives = (1..=800u64).map(|p| {
            let mut walk = Walk::plan(p);
            walk.pass(1).go(Verb::Admit);
            walk.void();
            walk.project.events().to_vec()
        });
        let requests: Vec<AppendRequest> = lives.flatten().map(AppendRequest::from).collect();
        for at_once in [1, BATCH] {
            assert_even(&costs(&requests, at_once, evening(plus(Walk::plan(1).today, 10))).await);
        }
    });
}

/// All of one project: its steps and facts are voided, and one that stands is re-dated, over and over.
#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn a_correction_costs_the_same_after_many() {
    server::run(async {
        let mut walk = Walk::plan(1);
        walk.pass(1).go(Verb::Admit);
        walk.pass(2);
        let (reserved, today) = (walk.project.version(), walk.today);
        for _ in 0..400 {
            let engaged = walk.go(Verb::Engage).version();
            walk.give(redating(engaged, walk.today));
            walk.void();
            let officer = walk.give(Command::AssignOfficer(actor_id("officer-8").into())).version();
            walk.give(voiding_fact(officer));
            walk.give(redating(reserved, plus(today, -1)));
            walk.give(redating(reserved, plus(today, -2)));
        }
        let requests: Vec<AppendRequest> = walk.project.events().iter().cloned().map(AppendRequest::from).collect();
        assert_even(&costs(&requests, BATCH, evening(plus(today, 10))).await);
    });
}
