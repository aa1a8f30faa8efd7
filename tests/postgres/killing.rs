//! The server killed at any moment, as by `kill -9` of all its processes: what was acknowledged is there, once and whole.
//!
//! `LONG=1` asks for 200 rounds. The seed of the moments is printed; `SEED=<number>` gives it again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::{Sender, channel};

use project_lifecycle::{audit::*, lifecycle::*, store::*, value::*};
use tokio_postgres::Client;

use crate::common::moments::Moments;
use crate::common::walk::Walk;
use crate::common::{actor, evening, source};
use crate::postgres::cluster::Cluster;
use crate::postgres::server;

/// How many append at once.
const WRITERS: u64 = 5;

/// How often the server is killed.
fn rounds() -> usize {
    if std::env::var_os("LONG").is_some() { 200 } else { 5 }
}

/// Later than any course leads to.
fn late() -> Timestamp {
    evening(crate::common::last_day())
}

/// How a writer's last attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    /// The store said that nothing was written.
    NotWritten,
    /// The store said that nobody knows.
    Unknown,
}

/// Someone who appends: project after project, the events of one either one by one or all in one transaction.
struct Writer {
    /// The first one writes whole projects.
    number: u64,
    next_project: u64,
    /// What is still to be appended of the project it is at.
    waiting: Vec<AppendRequest>,
}

impl Writer {
    const fn new(number: u64) -> Self {
        Self { number, next_project: number, waiting: Vec::new() }
    }

    /// What goes into the next transaction; the same until it is [`done`](Self::done).
    fn attempt(&mut self) -> &[AppendRequest] {
        if self.waiting.is_empty() {
            let mut walk = Walk::plan(self.next_project);
            self.next_project += WRITERS;
            walk.assign_duties();
            for verb in walk.project.position().path_to(Stage::Registered) {
                walk.pass(1).go(verb);
            }
            walk.pass(1).void();
            self.waiting = walk.project.events().iter().cloned().map(AppendRequest::from).collect();
        }
        let many = if self.number == 0 { self.waiting.len() } else { 1 };
        &self.waiting[..many]
    }

    fn done(&mut self, many: usize) {
        self.waiting.drain(..many);
    }

    /// Appends until the server is gone; tells each record once its commit was acknowledged.
    async fn append(mut self, mut client: Client, told: Sender<Record>) -> (Self, End) {
        let store = PostgresStore::new(source());
        loop {
            let attempt = self.attempt();
            match commit(&store, &mut client, attempt).await {
                Ok(records) => {
                    let many = attempt.len();
                    records.into_iter().for_each(|record| told.send(record).expect("somebody listens to the end"));
                    self.done(many);
                }
                Err(None | Some(StoreError::Storage(_))) => return (self, End::NotWritten),
                Err(Some(StoreError::OutcomeUnknown(_))) => return (self, End::Unknown),
                Err(Some(other)) => panic!("a server that is gone is a storage that failed: {other:?}"),
            }
        }
    }
}

/// Appends in one transaction; the error is nothing where none began.
async fn commit(
    store: &PostgresStore,
    client: &mut Client,
    requests: &[AppendRequest],
) -> Result<Vec<Record>, Option<StoreError>> {
    let transaction = client.transaction().await.map_err(|_| None)?;
    let answers = store.append_batch(&transaction, requests, Batch::Whole, late()).await?;
    PostgresStore::commit(transaction).await?;
    Ok(answers.into_iter().map(|answer| answer.expect("a whole batch").record().clone()).collect())
}

/// The records, after the log has verified and the list has turned out to be what the events amount to.
async fn sound(store: &PostgresStore, client: &Client) -> Vec<Record> {
    let head = store.head(client).await.expect("a head");
    let mut verifier = Verifier::new();
    store.lines(client, 0, usize::MAX, |line| verifier.follow(line)).await.expect("lines");
    let verdict = verifier.finish();
    assert!(matches!(&verdict, Verdict::SelfConsistent { head: found } if *found == head), "{verdict:?}, {head:?}");
    assert_eq!(store.check_current(client, &Upcasters::new()).await.expect("all replay"), []);
    let records = store.log(client, 0, usize::MAX).await.expect("the log");
    assert_eq!(records.len() as u64, head.size());
    let ids: BTreeSet<_> = records.iter().map(Record::id).collect();
    assert_eq!(ids.len(), records.len(), "an id stands twice");
    records
}

/// What became known over all rounds.
#[derive(Debug, Default)]
struct Tally {
    acknowledged: usize,
    not_written: usize,
    unknown_and_written: usize,
    unknown_and_lost: usize,
}

#[test]
#[ignore = "needs a server: tests/with-postgres cargo test --features postgres,proptest --test all postgres:: -- --ignored"]
fn what_was_acknowledged_survives_the_death_of_the_server() {
    server::run(async {
        let (mut moments, mut tally) = (Moments::new(), Tally::default());
        let (cluster, store) = (Cluster::start("kill"), PostgresStore::new(source()));
        let mut owner = cluster.connect("test", "postgres").await;
        Cluster::assert_durable(&owner).await;
        PostgresStore::migrate(&mut owner).await.expect("the schema is made");
        let role = format!("CREATE ROLE app LOGIN; {}", PostgresStore::grants("app"));
        owner.batch_execute(&role).await.expect("a role with its rights");
        let transaction = owner.transaction().await.expect("a transaction");
        let opened = store.open_log(&transaction, DigestAlgorithm::Sha256, &actor(), late()).await.expect("open");
        server::commit(transaction).await;
        // every record whose commit was acknowledged, by its place
        let mut kept = BTreeMap::from([(1, opened.record().clone())]);
        let mut writers: Vec<_> = (0..WRITERS).map(Writer::new).collect();

        for round in 0..rounds() {
            // now and then before anything was acknowledged
            let after = if moments.next(4) == 0 { 0 } else { moments.next(60) };
            let spin = moments.next(30_000_000);
            let mut clients = Vec::new();
            for _ in &writers {
                clients.push(cluster.connect("app", "postgres").await);
            }
            let ((told, acknowledged), kill) = (channel(), cluster.killer());
            // it counts and kills beside the writers, which go on until the server is gone
            let killer = std::thread::spawn(move || {
                let mut heard: Vec<Record> = acknowledged.iter().take(usize::try_from(after).expect("few")).collect();
                (0..spin).for_each(|turn| {
                    std::hint::black_box(turn);
                });
                kill();
                heard.extend(acknowledged);
                heard
            });
            let appending: Vec<_> = std::mem::take(&mut writers)
                .into_iter()
                .zip(clients)
                .map(|(writer, client)| tokio::spawn(writer.append(client, told.clone())))
                .collect();
            let mut ends = Vec::new();
            for task in appending {
                let (writer, end) = task.await.expect("a writer that ends well");
                writers.push(writer);
                ends.push(end);
            }
            drop(told);
            let heard = killer.join().expect("the server was killed");
            tally.acknowledged += heard.len();
            for record in heard {
                let earlier = kept.insert(record.sequence(), record);
                assert_eq!(earlier, None, "round {round}: a place was acknowledged twice");
            }

            cluster.again();
            let mut client = cluster.connect("app", "postgres").await;
            Cluster::assert_durable(&client).await;
            let records = sound(&store, &client).await;
            for (place, record) in &kept {
                assert_eq!(records.get(*place as usize - 1), Some(record), "round {round}: it was acknowledged");
            }
            let found: BTreeSet<_> = records.iter().map(Record::id).collect();
            let mut explained = kept.len();
            for (writer, end) in writers.iter_mut().zip(&ends) {
                let attempt = writer.attempt();
                let there = attempt.iter().filter(|request| found.contains(&request.id())).count();
                assert!(there == 0 || there == attempt.len(), "round {round}: {there} of {} are there", attempt.len());
                match (end, there) {
                    (End::NotWritten, 0) => tally.not_written += 1,
                    (End::NotWritten, _) => panic!("round {round}: the store said that nothing was written"),
                    (End::Unknown, 0) => tally.unknown_and_lost += 1,
                    (End::Unknown, _) => tally.unknown_and_written += 1,
                }
                explained += there;
                // the same again resolves it
                let again = commit(&store, &mut client, attempt).await.expect("written or found");
                for record in &again {
                    let was_there = records.get(record.sequence() as usize - 1);
                    assert_eq!(was_there, (there > 0).then_some(record), "round {round}");
                }
                let many = attempt.len();
                kept.extend(again.into_iter().map(|record| (record.sequence(), record)));
                writer.done(many);
            }
            assert_eq!(records.len(), explained, "round {round}: a record that nobody appended");
            let records = sound(&store, &client).await;
            assert_eq!(records, kept.values().cloned().collect::<Vec<_>>(), "round {round}");
        }
        println!("{} rounds, {} records, {tally:?}", rounds(), kept.len());
        assert!(tally.acknowledged > rounds(), "it was killed too early to show anything: {tally:?}");
    });
}
