//! Paths: one that is to be there, one where nothing is to be, and some that SQLite would take for something else.

use std::fs;
use std::path::{Path, PathBuf};

use super::target::unsound;
use super::{Folder, child};
use crate::common::{actor, source};
use project_lifecycle::{audit::*, store::*, value::*};

/// Names that mean something else in a URI, to a shell or to SQLite.
const NAMES: [&str; 9] = [
    "file:log.db?mode=memory",
    "file:log.db",
    "log.db?mode=ro",
    "a%20b.db",
    "a b.db",
    ":memory:",
    "#1.db",
    "日志 1.db",
    "-wal",
];

fn text(error: &OpenError, path: &Path) -> String {
    error.to_string().replace(&path.display().to_string(), "PATH")
}

#[test]
fn a_store_is_made_or_opened_as_is_asked() {
    let folder = Folder::new("made");
    let file = folder.file();
    for error in [SqliteStore::open(&file, source()), SqliteStore::open_read_only(&file, source())] {
        let error = error.expect_err("there is none");
        assert!(matches!(&error, OpenError::Missing { path } if *path == file), "{error:?}");
        assert_eq!(text(&error, &file), "PATH does not exist: give the path of a store, or make one by `create`");
        assert_eq!(fs::read_dir(&folder.0).expect("a folder").count(), 0, "nothing was made");
    }
    drop(SqliteStore::create(&file, source()).expect("it is made"));
    let error = SqliteStore::create(&file, source()).expect_err("it is there");
    assert!(matches!(&error, OpenError::Exists { path } if *path == file), "{error:?}");
    assert_eq!(text(&error, &file), "PATH exists: open it, or give another path");
    drop(SqliteStore::open(&file, source()).expect("it opens"));
    drop(SqliteStore::open_or_create(&file, source()).expect("it opens"));

    // an empty file is there, and is no store
    let empty = folder.0.join("empty.db");
    fs::write(&empty, b"").expect("a file");
    let error = SqliteStore::open(&empty, source()).expect_err("it is empty");
    let OpenError::WrongFile { why: Some(why), .. } = &error else { panic!("{error:?}") };
    assert_eq!(why.to_string(), "nothing was ever made in it: `open_or_create` makes a store of it");
    assert!(matches!(SqliteStore::create(&empty, source()), Err(OpenError::Exists { .. })));
    drop(SqliteStore::open_or_create(&empty, source()).expect("it becomes one"));
    assert_eq!(unsound_when_opened(&empty), None);

    let nowhere = folder.0.join("none").join("log.db");
    assert!(matches!(SqliteStore::create(&nowhere, source()), Err(OpenError::Storage { .. })));
}

#[track_caller]
fn unsound_when_opened(file: &Path) -> Option<String> {
    let mut store = SqliteStore::open(file, source()).expect("it opens");
    let at = "2018-05-31T08:00:00Z".parse().expect("an instant");
    store.open_log(DigestAlgorithm::Sha256, &actor(), at).expect("a log opens");
    unsound(&store)
}

/// What a URI says is no setting of the store: the file bears the whole text as its name.
#[test]
fn a_path_that_looks_like_something_else_is_a_path() {
    let folder = Folder::new("paths");
    for name in NAMES {
        let path = folder.0.join(name);
        drop(SqliteStore::create(&path, source()).expect(name));
        assert_eq!(unsound_when_opened(&path), None, "{name}");
        assert!(path.is_file(), "{name}");
        SqliteStore::open_read_only(&path, source()).expect(name);
        let copy = folder.0.join(format!("copy of {name}"));
        SqliteStore::open(&path, source()).expect(name).back_up_to(&copy).expect(name);
        assert_eq!(unsound(&SqliteStore::open_read_only(&copy, source()).expect(name)), None, "{name}");
    }
    // relative to the folder of the process, which is another's
    let said = child::hear({
        let mut process = child::process(&[], "paths::child_makes_relative_paths", &folder.file());
        let beside = folder.0.join("relative");
        fs::create_dir(&beside).expect("a folder");
        process.current_dir(beside);
        process
    });
    assert_eq!(said, NAMES);
    let mut made: Vec<PathBuf> = fs::read_dir(folder.0.join("relative"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    made.sort();
    let mut wanted: Vec<PathBuf> = NAMES.iter().map(|name| folder.0.join("relative").join(name)).collect();
    wanted.sort();
    assert_eq!(made, wanted);
    // nothing is no path
    let error = SqliteStore::open_or_create("", source()).expect_err("no path");
    assert!(matches!(error, OpenError::Storage { .. }), "{error:?}");
}

#[test]
#[ignore = "a part of a_path_that_looks_like_something_else_is_a_path"]
fn child_makes_relative_paths() {
    for name in NAMES {
        drop(SqliteStore::create(name, source()).expect(name));
        assert_eq!(unsound_when_opened(Path::new(name)), None, "{name}");
        child::say(name);
    }
}
