//! Copies of the file: made beside writers, put back, older than they should be, and made by other means.

use std::fs;
use std::path::Path;
use std::process::{Command as Process, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use super::faults::{goes_on, life};
use super::target::{Target, client, contents, late, unsound};
use super::{Folder, child, open};
use crate::common::source;
use crate::common::walk::Walk;
use project_lifecycle::{audit::*, store::*, value::*};

fn target(name: &str) -> Target {
    Target::of(name, (1..=5).map(Walk::plan).collect())
}

#[test]
fn a_copy_is_made_beside_writers_and_put_back() {
    let target = target("copy");
    let file = target.file();
    let (copy, back) = (target.folder.0.join("copy.db"), target.folder.0.join("back.db"));
    let is_done = AtomicBool::new(false);
    let heads = std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut store = open(&file);
            for request in (100..160).flat_map(life) {
                store.append(&request, late()).expect("nobody hinders it");
            }
            is_done.store(true, Ordering::Release);
        });
        let store = open(&file);
        let mut heads = Vec::new();
        while !is_done.load(Ordering::Acquire) {
            _ = fs::remove_file(&copy);
            let head = store.back_up_to(&copy).expect("it is copied");
            let copied = SqliteStore::open_read_only(&copy, source()).expect("it opens");
            assert_eq!(unsound(&copied), None);
            assert_eq!(copied.head().expect("a head"), head);
            heads.push(head);
        }
        heads
    });
    let sizes: Vec<_> = heads.iter().map(LogHead::size).collect();
    assert!(sizes.is_sorted() && sizes.len() > 2, "{sizes:?}");
    // one file, with nothing beside it that it needs
    assert!(!target.folder.0.join("copy.db-wal").exists());
    let last = heads.last().expect("one");
    // nothing is written over
    let error = open(&file).back_up_to(&copy).expect_err("it is there");
    assert!(matches!(error, StoreError::Storage(_)), "{error:?}");

    let mut restored = SqliteStore::restore(&copy, &back, source(), &last.checkpoint()).expect("it is put back");
    assert_eq!(restored.head().expect("a head"), *last);
    goes_on(&mut restored, 900);
    drop(restored);
    let error = SqliteStore::restore(&copy, &back, source(), &last.checkpoint()).expect_err("it is there");
    assert!(matches!(&error, OpenError::Exists { path } if *path == back), "{error:?}");
    // an old write-ahead log beside it would be taken for its own
    let (other, wal) = (target.folder.0.join("other.db"), target.folder.0.join("other.db-wal"));
    fs::write(&wal, b"old").expect("a file");
    let error = SqliteStore::restore(&copy, &other, source(), &last.checkpoint()).expect_err("it is there");
    assert!(matches!(&error, OpenError::Exists { path } if *path == wal), "{error:?}");
    assert!(!other.exists());
}

#[test]
fn an_older_copy_or_another_log_is_not_opened_in_place_of_the_store() {
    let target = target("older");
    let file = target.file();
    let copy = target.folder.0.join("copy.db");
    let older = open(&file).back_up_to(&copy).expect("it is copied");
    goes_on(&mut open(&file), 100);
    let newer = open(&file).head().expect("a head").checkpoint();
    for checkpoint in
        [older.checkpoint(), newer.clone(), LogHead::empty(source(), DigestAlgorithm::Sha256).checkpoint()]
    {
        SqliteStore::open_at_least(&file, source(), &checkpoint).expect("it is as long at least");
    }
    let size = newer.size;
    let contradicted = |error: OpenError, why: &str| {
        assert!(
            error.to_string().ends_with("is not the store that the checkpoint was taken of, or an older copy of it")
        );
        let OpenError::Contradicts { contradiction, .. } = error else { panic!("{error:?}") };
        assert_eq!(contradiction.to_string(), why);
    };
    let shorter = format!("the log had {size} records at the checkpoint and has {}: its tail is missing", older.size());
    contradicted(SqliteStore::open_at_least(&copy, source(), &newer).expect_err("it is older"), &shorter);
    let back = target.folder.0.join("back.db");
    contradicted(SqliteStore::restore(&copy, &back, source(), &newer).expect_err("it is older"), &shorter);
    assert!(!back.exists());

    // as long, and another: a record that never was
    let anew = Folder::new("older-anew");
    let mut store = open(&anew.file());
    let now = late();
    store.open_log(DigestAlgorithm::Sha256, &crate::common::actor(), now).expect("a log opens");
    for p in 1..=u64::from(u8::MAX) {
        if store.head().expect("a head").size() > size {
            break;
        }
        store.append(&Walk::plan(p + 7).project.events()[0].clone().into(), now).expect("it is recorded");
    }
    let mut tree = merkle::Tree::new(DigestAlgorithm::Sha256);
    for record in store.log(0, usize::try_from(size).expect("few")).expect("the log") {
        tree.append(record.leaf(DigestAlgorithm::Sha256));
    }
    let root = format!(
        "the root of the first {size} records is {}, not {}: something in them was changed",
        tree.root(),
        newer.root
    );
    drop(store);
    contradicted(SqliteStore::open_at_least(anew.file(), source(), &newer).expect_err("another log"), &root);
    // another log of the same file, and one that is not there
    let other: Source = "urn:example:log:other".parse().expect("a source");
    let none = format!("the log had {size} records at the checkpoint and has 0: its tail is missing");
    contradicted(SqliteStore::open_at_least(&file, other.clone(), &newer).expect_err("it is not there"), &none);
    let theirs = merkle::Checkpoint { origin: other, ..newer };
    let origin = format!("the checkpoint is of the log urn:example:log:other, not of {}", source());
    contradicted(SqliteStore::open_at_least(&file, source(), &theirs).expect_err("another log"), &origin);
}

/// Copied while it was open, without what stands in the write-ahead log: acknowledged records are not in it, and that is told.
#[test]
fn a_file_that_was_copied_without_its_write_ahead_log_is_found_by_the_head_that_was_kept() {
    let target = target("no-wal");
    let mut store = open(&target.file());
    goes_on(&mut store, 100);
    let kept = store.head().expect("a head").checkpoint();
    let copy = target.folder.0.join("copy.db");
    fs::copy(target.file(), &copy).expect("a copy");
    let error = SqliteStore::open_at_least(&copy, source(), &kept).expect_err("records are missing");
    assert!(
        matches!(&error, OpenError::Contradicts { contradiction: Contradiction::Shorter { expected, .. }, .. } if *expected == kept.size),
        "{error:?}"
    );
    drop(store);
    SqliteStore::open_at_least(target.file(), source(), &kept).expect("nothing is missing");
}

#[test]
fn a_copy_by_the_client_goes_on_as_the_store_did() {
    let target = target("vacuum");
    let copy = target.folder.0.join("copy.db");
    assert_eq!(client(&target.file(), &format!("VACUUM INTO '{}';", copy.display())).refused, "");
    goes_on(&mut SqliteStore::open_at_least(&copy, source(), &target.head.checkpoint()).expect("it opens"), 100);
    let backup = target.folder.0.join("backup.db");
    assert_eq!(client(&target.file(), &format!(".backup '{}'", backup.display())).refused, "");
    goes_on(&mut SqliteStore::open_at_least(&backup, source(), &target.head.checkpoint()).expect("it opens"), 100);
}

/// A dump has all tables, and nothing of the file's header: the error says what to do, and that does it.
#[test]
fn a_dump_that_was_read_in_is_told_and_made_a_store_again() {
    let target = target("dump");
    let back = target.folder.0.join("back.db");
    let dump = client(&target.file(), ".dump").said;
    assert_eq!(client(&back, &dump).refused, "");
    let error = SqliteStore::open(&back, source()).expect_err("it has no marks");
    let OpenError::WrongFile { why: Some(why), .. } = &error else { panic!("{error:?}") };
    let told = "it has this crate's tables without its marks, as a `.dump` that was read in: if it is one, run `PRAGMA \
        application_id = 1347183481; PRAGMA user_version = 2;` and verify it";
    assert_eq!(why.to_string(), told);
    let sql = told.split('`').nth(3).expect("what to run");
    assert_eq!(client(&back, sql).refused, "");
    let mut store = SqliteStore::open_at_least(&back, source(), &target.head.checkpoint()).expect("it opens");
    assert_eq!(unsound(&store), None);
    goes_on(&mut store, 100);
}

/// A copy needs nothing beside it; the store itself does, and says so where that cannot be made.
#[test]
fn what_lies_in_a_folder_that_cannot_be_written_is_read_or_told() {
    let target = target("read-only");
    let copy = Folder::new("read-only-copy");
    open(&target.file()).back_up_to(copy.file()).expect("it is copied");
    let before = contents(&copy.file());
    let mode = |mode: &str, path: &Path| {
        assert!(Process::new("chmod").args(["-R", mode]).arg(path).status().expect("it runs").success());
    };
    for folder in [&target.folder, &copy] {
        mode("a-w", &folder.0);
    }
    let without_rights: &[&str] = &["setpriv", "--inh-caps=-all", "--bounding-set=-all"];
    let said = child::hear(child::process(without_rights, "copies::child_reads_where_it_cannot_write", &copy.file()));
    let told = child::hear(child::process(without_rights, "copies::child_reads_where_it_cannot_write", &target.file()));
    for folder in [&target.folder, &copy] {
        mode("u+w", &folder.0);
    }
    assert_eq!(said, ["sound"]);
    let why = "cannot be shared in a folder that cannot be written: copy it into one that can, or put there a copy made by \
        `back_up_to`, which needs nothing beside it";
    assert_eq!(told, [format!("{} {why}", target.file().display())]);
    assert!(contents(&copy.file()) == before);
}

#[test]
#[ignore = "a part of what_lies_in_a_folder_that_cannot_be_written_is_read_or_told"]
fn child_reads_where_it_cannot_write() {
    match SqliteStore::open_read_only(child::file(), source()) {
        Ok(store) => child::say(unsound(&store).unwrap_or_else(|| "sound".into())),
        Err(error) => child::say(error),
    }
}

/// While somebody reads what was, the write-ahead log grows; thereafter it is cut to its bound.
#[test]
fn the_write_ahead_log_shrinks_once_a_long_reader_ends() {
    let target = target("growth");
    let mut store = open(&target.file()).with_durability(Durability::Normal).expect("it is set");
    let mut reader = Process::new("sqlite3")
        .arg(target.file())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the client `sqlite3` is installed");
    let mut asked = reader.stdin.take().expect("it is piped");
    let mut said = std::io::BufReader::new(reader.stdout.take().expect("it is piped"));
    std::io::Write::write_all(&mut asked, b"BEGIN; SELECT count(*) FROM event;\n").expect("it reads");
    let mut line = String::new();
    std::io::BufRead::read_line(&mut said, &mut line).expect("it answers");
    assert_eq!(line.trim(), target.head.size().to_string());
    let wal = || fs::metadata(target.folder.0.join("log.db-wal")).map_or(0, |file| file.len());
    let bound = 4 << 20;
    let mut p = 100;
    while wal() < 2 * bound {
        store.append_batch(&life(p), Batch::Whole, late()).expect("it is recorded");
        p += 1;
    }
    drop(asked);
    assert!(reader.wait().expect("it ends").success());
    for more in 0..3 {
        store.append_batch(&life(p + more), Batch::Whole, late()).expect("it is recorded");
    }
    assert!(wal() <= bound, "{} bytes", wal());
    assert_eq!(unsound(&store), None);
}

/// A reader whose place was kept beside an older copy, or a log that was written anew, is told, and not led past what is new to it.
#[test]
fn a_reader_ahead_of_a_restored_log_is_told() {
    let target = target("cursor");
    let (file, copy) = (target.file(), target.folder.0.join("copy.db"));
    let report = ConsumerId::new("report").expect("an id");
    let mut store = open(&file);
    let older = store.back_up_to(&copy).expect("it is copied").size();
    for request in life(900) {
        store.append(&request, late()).expect("nobody hinders it");
    }
    let place = store.head().expect("a head").size();
    store.move_cursor(&report, 0, place).expect("it is done with");
    let leaf = store.leaf(place).expect("it is told");
    assert_eq!(leaf, Some(store.head().expect("a head").hash));
    assert_eq!((store.leaf(0).expect("none"), store.leaf(place + 1).expect("none")), (None, None));
    drop(store);

    // the older copy, with the cursors of the newer file; first it is shorter, then it has other records there
    let take = format!(
        "ATTACH '{}' AS newer; DELETE FROM cursor; INSERT INTO cursor SELECT * FROM newer.cursor;",
        file.display()
    );
    assert_eq!(client(&copy, &take).refused, "");
    let mut restored = SqliteStore::open(&copy, source()).expect("it opens");
    let mut lost = |found: Option<Digest>| {
        let expected = CursorLost { sequence: place, kept: leaf, found };
        let moved = restored.move_cursor(&report, place, place - 1).expect_err("it read another log");
        let CursorError::Store(moved) = moved else { panic!("{moved:?}") };
        for error in [moved, restored.cursor(&report).expect_err("it read another log")] {
            let StoreError::Corrupt { what, why } = error else { panic!("{error:?}") };
            assert_eq!(what, "the log behind the cursor of report");
            assert_eq!(why.downcast_ref::<CursorLost>(), Some(&expected));
        }
    };
    assert!(older < place);
    lost(None);
    let mut other = open(&copy);
    for request in (901..).flat_map(life).take((place - older) as usize + 3) {
        other.append(&request, late()).expect("nobody hinders it");
    }
    let found = other.leaf(place).expect("it is told");
    assert!(found.is_some() && found != leaf);
    lost(found);
    let said = format!(
        "up to record {place} another log was read than this one, of which an older copy was restored or which was written anew: \
         move the cursor to 0 and read again, or restore the log that was read"
    );
    assert_eq!(CursorLost { sequence: place, kept: leaf, found }.to_string(), said);
    other.move_cursor(&report, place, 0).expect("it reads again");
    assert_eq!(other.cursor(&report).expect("at the beginning"), 0);
}
