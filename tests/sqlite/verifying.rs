//! A log that is verified while it is read: by two threads, in more portions than may wait between them.

use std::process::Command as Process;

use super::owner::{behind_its_back, line_fault, verdict};
use super::target::{Target, client, late};
use super::{Folder, open};
use crate::common::lives::lives;
use crate::common::walk::Walk;
use crate::common::{actor, at};
use project_lifecycle::audit::merkle::Checkpoint;
use project_lifecycle::{audit::*, lifecycle::*, value::*};

#[test]
fn a_log_of_many_portions_is_verified_while_it_is_read() {
    let walks = (1..=120).map(|p| Walk::to(p, at(Stage::Operating)));
    let target = Target::of("verifying", walks.collect());
    let bytes: usize = target.records.iter().map(|record| record.line().len()).sum();
    assert!(bytes > 20 << 15, "it goes over in twenty portions or more, not in {bytes} bytes");
    let store = open(&target.file());
    assert_eq!(verdict(&store), Verdict::SelfConsistent { head: target.head.clone() });
    let proving = store.verify(Verifier::new().proving(700)).expect("lines");
    assert!(proving.lines.proof().is_some());
    let cut = Checkpoint { size: target.head.size() + 1, ..target.head.checkpoint() };
    let cut = store.verify(Verifier::new().against(cut)).expect("lines").finish();
    assert!(matches!(cut.lines, Verdict::Contradicts { .. }) && cut.faults.is_empty(), "{cut:?}");
    drop(store);

    // a line end within a record makes no two records of it
    let two = "UPDATE event SET body = body || char(10) WHERE sequence = 700";
    let (line, fault) = line_fault(&behind_its_back(&target, "event", two));
    assert_eq!(line, 700, "{fault}");
    assert!(matches!(fault, LineFault::Record(RecordError::NotCanonical(_))), "{fault}");
}

/// What the READMEs tell an auditor to run, in a folder with a log of that name.
#[test]
fn the_readmes_take_the_lines_out_of_a_file() {
    let folder = Folder::new("readme");
    let file = folder.0.join("city.db");
    let mut store = super::open_log(&file, "urn:example:city".parse().expect("a source"));
    store.open_log(DigestAlgorithm::Sha256, &actor(), late()).expect("a log opens");
    store.append_batch(&lives(1, 40), Batch::Whole, late()).expect("all is recorded");
    let mut lines = Vec::new();
    store.lines(0, usize::MAX, &mut |line| lines.extend([line, b"\n"].concat())).expect("lines");
    let readmes = [include_str!("../../README.md"), include_str!("../../README.zh-CN.md")];
    for readme in readmes {
        let export = |line| -> Option<&str> {
            let (_, command) = str::split_once(line, "sqlite3 city.db ")?;
            command.split_once(" > events.jsonl").map(|(sql, _)| sql)
        };
        let exports: Vec<_> = readme.lines().filter_map(export).collect();
        let [sql] = exports[..] else { panic!("{exports:?}") };
        let command = format!("sqlite3 city.db {sql} > events.jsonl");
        let run = Process::new("sh").arg("-c").arg(&command).current_dir(&folder.0).output().expect("a shell");
        assert!(run.status.success() && run.stderr.is_empty(), "{command}: {run:?}");
        assert!(std::fs::read(folder.0.join("events.jsonl")).expect("a file") == lines, "{command}");
    }
    // and each list that they show
    for readme in readmes {
        let (_, rest) = readme.split_once("sqlite3 city.db '").expect("a list");
        let (select, _) = rest.split_once('\'').expect("it ends");
        let listed = client(&file, &format!("{select};"));
        assert_eq!((listed.refused.as_str(), listed.said.lines().count()), ("", 40), "{select}");
    }
}

/// Whichever thread works it out, a leaf is by the log's own digest.
#[test]
fn a_log_is_verified_by_its_own_digest() {
    let digests = [
        DigestAlgorithm::Sha256,
        #[cfg(feature = "sm3")]
        DigestAlgorithm::Sm3,
    ];
    for digest in digests {
        let folder = Folder::new("verifying-digest");
        let mut store = open(&folder.file());
        store.open_log(digest, &actor(), late()).expect("a log opens");
        store.append_batch(&lives(1, 120), Batch::Whole, late()).expect("all is recorded");
        let head = store.head().expect("a head");
        assert_eq!(head.digest(), digest);
        assert_eq!(verdict(&store), Verdict::SelfConsistent { head });
    }
}
