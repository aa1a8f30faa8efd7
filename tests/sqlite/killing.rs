//! Killed at any moment, as by `kill -9`: what was acknowledged is there, once and whole.
//!
//! `LONG=1` asks for a thousand rounds in all. The seed of the moments is printed; `SEED=<number>` gives it again.

use std::collections::BTreeSet;
use std::path::Path;

use super::child::{self, listen, process, say};
use super::target::{late, unsound};
use super::{Folder, open};
use crate::common::moments::Moments;
use crate::common::random::step;
use crate::common::walk::Walk;
use crate::common::{actor, evening};
use project_lifecycle::{audit::*, lifecycle::*, project::*, store::*, value::*};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

/// How often a process is killed.
fn rounds() -> usize {
    if std::env::var_os("LONG").is_some() { 500 } else { 20 }
}

/// Starts a part again and again on one file, kills it after some acknowledgements and a while, and looks what is there.
fn kill(part: &str, file: &Path) {
    let (mut moments, mut all) = (Moments::new(), BTreeSet::new());
    let (mut died_early, rounds) = (0, rounds());
    for round in 0..rounds {
        // now and then before anything was said: while the file is made or opened
        let after = if moments.next(4) == 0 { 0 } else { moments.next(40) };
        let spin = moments.next(3_000_000);
        let (mut child, mut said) = listen(process(&[], part, file));
        let mut acknowledged: Vec<String> = Vec::new();
        acknowledged.extend(said.by_ref().take(usize::try_from(after).expect("few")));
        (0..spin).for_each(|turn| {
            std::hint::black_box(turn);
        });
        child.kill().expect("it can be killed");
        // what it said before it died
        acknowledged.extend(said);
        let ended = child.wait_with_output().expect("it ends");
        let last_words = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), None, "round {round}: it ended before it was killed: {last_words}");
        died_early += usize::from(acknowledged.is_empty());
        for id in acknowledged {
            assert!(all.insert(id.clone()), "round {round}: {id} was acknowledged twice");
        }
        let store = open(file);
        if all.is_empty() && store.head().is_err() {
            // killed while it was made
            continue;
        }
        assert_eq!(unsound(&store), None, "round {round}");
        let records = store.log(0, usize::MAX).expect("the log");
        let ids: BTreeSet<String> = records.iter().map(|record| record.id().to_string()).collect();
        assert_eq!(ids.len(), records.len(), "round {round}: an id stands twice");
        let lost: Vec<_> = all.difference(&ids).collect();
        assert!(lost.is_empty(), "round {round}: {lost:?} were acknowledged");
    }
    println!("{rounds} rounds, {died_early} before the first acknowledgement, {} acknowledged", all.len());
    assert!(all.len() > rounds, "{} acknowledged: it was killed too early to show anything", all.len());
}

/// Which project comes next in this file.
fn next_project(store: &SqliteStore) -> u64 {
    store.head().map_or(0, |head| head.size())
}

#[test]
fn what_one_writer_acknowledged_survives() {
    let folder = Folder::new("killed");
    kill("killing::child_appends", &folder.file());
}

#[test]
#[ignore = "a part of what_one_writer_acknowledged_survives"]
fn child_appends() {
    let mut store = open(&child::file());
    store.open_log(DigestAlgorithm::Sha256, &actor(), late()).expect("a log opens");
    let mut runner = TestRunner::default();
    let steps = proptest::collection::vec(step(), 30);
    for p in next_project(&store).. {
        let mut walk = Walk::plan(p);
        // later than any course leads to
        let now = evening(crate::common::last_day());
        let mut append = |event: &Event| {
            say(store.append(&event.clone().into(), now).expect("it is recorded").record().id());
        };
        append(&walk.project.events()[0]);
        for step in steps.new_tree(&mut runner).expect("steps").current() {
            walk.today = crate::common::lived(walk.today, step.pass);
            let (command, context) = step.command(&walk);
            if let Ok(Decision::Record(event)) = walk.project.decide(command, &context, &walk.policy) {
                append(&event);
                walk.project.apply(event).expect("what was decided follows");
            }
            walk.n += 1;
        }
    }
}

#[test]
fn what_a_group_of_writers_was_told_survives() {
    let folder = Folder::new("killed-group");
    kill("killing::child_appends_in_a_group", &folder.file());
}

#[test]
#[ignore = "a part of what_a_group_of_writers_was_told_survives"]
fn child_appends_in_a_group() {
    let mut store = open(&child::file());
    store.open_log(DigestAlgorithm::Sha256, &actor(), late()).expect("a log opens");
    let first = next_project(&store);
    let (writer, _thread) = SqliteWriter::start(store);
    std::thread::scope(|scope| {
        for number in 0..4 {
            let writer = writer.clone();
            scope.spawn(move || {
                for p in (first * 4 + number..).step_by(4) {
                    let mut walk = Walk::plan(p);
                    walk.assign_duties();
                    for verb in walk.project.position().path_to(Stage::Signed) {
                        walk.go(verb);
                    }
                    for event in walk.project.events() {
                        let receipt = writer.append(event.clone().into(), late()).expect("it is recorded");
                        say(receipt.record().id());
                    }
                }
            });
        }
    });
}
