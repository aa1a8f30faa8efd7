//! What is begun on a full disk is gone again: a new store, a copy. What was there before stays.

use std::fs;
use std::path::Path;
use std::process::Command as Process;

use super::faults::goes_on;
use super::target::{Target, contents, late, unsound};
use super::{Folder, child, open};
use crate::common::walk::Walk;
use crate::common::{actor, source};
use project_lifecycle::{audit::*, store::*, value::*};

/// A write beyond the limit fails, rather than ending the process.
const LIMITED: &[&str] = &["sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh"];

/// No file of this process grows beyond so many bytes.
fn limit(bytes: &str) {
    let (of, limit) = (std::process::id().to_string(), format!("--fsize={bytes}:unlimited"));
    assert!(Process::new("prlimit").args(["--pid", &of, &limit]).status().expect("it runs").success());
}

/// The names of all files of a folder.
fn found(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).expect("a folder").map(|found| found.expect("a file").file_name());
    let mut names: Vec<_> = names.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_store_that_could_not_be_made_leaves_nothing() {
    let folder = Folder::new("unmade");
    let said = child::hear(child::process(LIMITED, "unmade::child_makes_a_store", &folder.file()));
    assert_eq!(said, ["failed 0", "failed 5000", "failed 60000", "made"]);
    goes_on(&mut open(&folder.file()), 1);
}

#[test]
#[ignore = "a part of a_store_that_could_not_be_made_leaves_nothing"]
fn child_makes_a_store() {
    let file = child::file();
    let folder = file.parent().expect("it is in a folder");
    // before anything is written, before the schema, and in the midst of it
    for bytes in ["0", "5000", "60000"] {
        limit(bytes);
        for make in [SqliteStore::create, SqliteStore::open_or_create] {
            let error = make(&file, source()).expect_err("the disk is full");
            assert!(matches!(error, OpenError::Storage { .. }), "{bytes}: {error:?}");
            assert_eq!(found(folder), [""; 0], "{bytes}");
        }
        // an empty file that was there before stays, as it was
        fs::write(&file, b"").expect("an empty file");
        assert!(SqliteStore::open_or_create(&file, source()).is_err(), "{bytes}");
        assert!(file.exists(), "{bytes}");
        let all = found(folder);
        all.iter().for_each(|name| fs::remove_file(folder.join(name)).expect("it goes"));
        child::say(format!("failed {bytes}"));
    }
    limit("unlimited");
    let mut store = SqliteStore::create(&file, source()).expect("there is room");
    store.open_log(DigestAlgorithm::Sha256, &actor(), late()).expect("a log opens");
    child::say("made");
}

#[test]
fn a_copy_that_could_not_be_made_leaves_nothing() {
    let target = Target::of("unmade-copy", (1..=20).map(Walk::plan).collect());
    let before = contents(&target.file());
    let said = child::hear(child::process(LIMITED, "unmade::child_makes_a_copy", &target.file()));
    assert_eq!(said, ["failed 0", "failed 5000", "failed 100000", "copied"]);
    assert!(contents(&target.file()) == before);
    let copy = SqliteStore::open_read_only(target.folder.0.join("copy.db"), source()).expect("it opens");
    assert_eq!(unsound(&copy), None);
    assert_eq!(copy.log(0, usize::MAX).expect("the log"), target.records);
}

#[test]
#[ignore = "a part of a_copy_that_could_not_be_made_leaves_nothing"]
fn child_makes_a_copy() {
    let (file, store) = (child::file(), open(&child::file()));
    let folder = file.parent().expect("it is in a folder");
    let (copy, beside) = (folder.join("copy.db"), found(folder));
    for bytes in ["0", "5000", "100000"] {
        limit(bytes);
        let error = store.back_up_to(&copy).expect_err("the disk is full");
        assert!(matches!(error, StoreError::Storage(_)), "{bytes}: {error:?}");
        assert_eq!(found(folder), beside, "{bytes}");
        // what was there stays
        fs::write(&copy, b"").expect("an empty file");
        assert!(store.back_up_to(&copy).is_err(), "{bytes}");
        fs::remove_file(&copy).expect("it is there still");
        child::say(format!("failed {bytes}"));
    }
    limit("unlimited");
    store.back_up_to(&copy).expect("there is room");
    child::say("copied");
}
