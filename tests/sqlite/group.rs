//! Group commit: many threads, one that writes.

use std::collections::BTreeSet;
use std::sync::Barrier;

use super::target::{late, unsound};
use super::{Folder, open};
use crate::common::walk::Walk;
use crate::common::{actor, at, project_id, source};
use project_lifecycle::{audit::*, lifecycle::*, project::*, store::*, value::*};

fn started(folder: &Folder) -> (SqliteWriter, WriterThread) {
    let mut store = open(&folder.file());
    store.open_log(DigestAlgorithm::Sha256, &actor(), late()).expect("a log opens");
    SqliteWriter::start(store)
}

fn life(p: u64) -> Vec<AppendRequest> {
    Walk::to(p, at(Stage::Signed)).project.events().iter().cloned().map(Into::into).collect()
}

#[test]
fn each_of_many_threads_is_answered_with_its_own_record() {
    let folder = Folder::new("group");
    let (writer, thread) = started(&folder);
    let barrier = Barrier::new(16);
    std::thread::scope(|scope| {
        for p in 1..=16 {
            let (writer, barrier) = (writer.clone(), &barrier);
            scope.spawn(move || {
                barrier.wait();
                for request in life(p) {
                    let receipt = writer.append(request.clone(), late()).expect("it is recorded");
                    assert_eq!((receipt.record().id(), receipt.record().subject()), (request.id(), request.subject()));
                    // again: it is found
                    assert_eq!(writer.append(request, late()).expect("it is found"), receipt);
                }
            });
        }
    });
    drop(writer);
    let store = thread.join().expect("the store comes back with the last clone");
    assert_eq!(unsound(&store), None);
    let expected: usize = (1..=16).map(|p| life(p).len()).sum();
    assert_eq!(store.head().expect("a head").size(), 1 + expected as u64);
}

#[test]
fn one_wins_each_version_and_the_others_are_told() {
    let folder = Folder::new("group-race");
    let (writer, thread) = started(&folder);
    let barrier = Barrier::new(8);
    let rounds = 20;
    // every thread plans the same projects, each under its own ids
    let wins: Vec<usize> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8u64)
            .map(|number| {
                let (writer, barrier) = (writer.clone(), &barrier);
                scope.spawn(move || {
                    let mut wins = 0;
                    for p in 1..=rounds {
                        let own = Walk::plan(p + 1_000 * (number + 1));
                        let profile = own.project.profile().clone();
                        let context = own.context();
                        let planned = Project::plan(project_id(p), profile, &context, &own.policy).expect("planned");
                        barrier.wait();
                        match writer.append(planned.into(), late()) {
                            Ok(receipt) => {
                                assert_eq!(receipt.record().id(), context.id());
                                wins += 1;
                            }
                            Err(StoreError::Append(AppendError::Conflict { subject, expected, actual })) => {
                                assert_eq!((subject, expected, actual), (project_id(p).into(), 0, 1));
                            }
                            Err(error) => panic!("{error:?}"),
                        }
                    }
                    wins
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    assert_eq!(wins.iter().sum::<usize>() as u64, rounds);
    drop(writer);
    let store = thread.join().expect("the store comes back");
    assert_eq!(store.head().expect("a head").size(), 1 + rounds);
    assert_eq!(unsound(&store), None);
}

#[test]
fn what_hinders_a_commit_is_told_to_each_of_its_requests() {
    let folder = Folder::new("group-closed");
    // a log that nobody opened
    let (writer, thread) = SqliteWriter::start(open(&folder.file()));
    std::thread::scope(|scope| {
        for p in 1..=8 {
            let writer = writer.clone();
            scope.spawn(move || {
                let error = writer.append(life(p).remove(0), late()).expect_err("the log is not open");
                let StoreError::Append(AppendError::NotOpened { source_uri }) = error else { panic!("{error:?}") };
                assert_eq!(source_uri, source());
            });
        }
    });
    drop(writer);
    // it goes on: the store is as good as before
    let mut store = thread.join().expect("the store comes back");
    store.open_log(DigestAlgorithm::Sha256, &actor(), late()).expect("a log opens");
    let (writer, thread) = SqliteWriter::start(store);
    writer.append(life(1).remove(0), late()).expect("it is recorded");
    drop(writer);
    assert_eq!(unsound(&thread.join().expect("the store comes back")), None);
}

#[test]
fn a_file_that_only_may_be_read_is_told_to_each_with_its_cause() {
    let folder = Folder::new("group-reading");
    drop(started(&folder).0);
    let (writer, thread) = SqliteWriter::start(SqliteStore::open_read_only(folder.file(), source()).expect("it opens"));
    let chains: BTreeSet<Vec<String>> = (1..=3)
        .map(|p| {
            let error = writer.append(life(p).remove(0), late()).expect_err("it is read-only");
            assert!(matches!(error, StoreError::Storage(_)), "{error:?}");
            let chain = std::iter::successors(Some(&error as &dyn std::error::Error), |error| error.source());
            chain.map(ToString::to_string).collect()
        })
        .collect();
    // each cause once, the last one SQLite's own
    assert_eq!(chains.len(), 1, "{chains:?}");
    let chain = chains.first().expect("one");
    assert_eq!(chain[0], "storage failed");
    assert!(chain[1].contains("readonly database"), "{chain:?}");
    assert_eq!(chain.iter().filter(|said| *said == "storage failed").count(), 1, "{chain:?}");
    drop(writer);
    drop(thread.join());
}
