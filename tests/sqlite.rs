//! The SQLite store: the file, the law inside it, and what can go wrong with it.

mod alone;
mod attacks;
mod batches;
mod beneath;
mod beside;
mod child;
mod clock;
mod copies;
mod correcting;
mod faults;
mod flips;
mod foreign;
mod forged;
mod group;
mod killing;
mod misled;
mod odd;
mod owner;
mod paths;
mod quarantine;
mod races;
mod rows;
mod target;
mod texts;
mod unmade;
mod verifying;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::common;
use crate::common::random::step;
use crate::common::walk::Walk;
use crate::common::{actor, evening, source};
use project_lifecycle::{audit::*, project::*, store::*, value::*};

/// A folder of its own, gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let made = MADE.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("lifecycle-{}-{name}-{made}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder can be made");
        Self(path)
    }

    fn file(&self) -> PathBuf {
        self.0.join("log.db")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The stores of one course: in memory, which is the simplest there is, and in a file.
struct Both {
    memory: MemoryStore,
    sqlite: SqliteStore,
}

fn open(path: &Path) -> SqliteStore {
    open_log(path, source())
}

/// A store of the log of this name. Tests write times of any year, so the file takes every time.
fn open_log(path: &Path, source: Source) -> SqliteStore {
    let mut store = SqliteStore::open_or_create(path, source).expect("the file opens");
    if store.clock_margin().expect("it tells").is_some() {
        store.set_clock_margin(None).expect("it is set");
    }
    store
}

/// The same for what need not outlast the power.
fn open_fast(path: &Path, source: Source) -> SqliteStore {
    open_log(path, source).with_durability(Durability::Normal).expect("it is set")
}

impl Both {
    fn new(path: &Path, at: Timestamp) -> Self {
        let memory = common::opened(source(), &actor(), at).expect("a log opens");
        let mut sqlite = open(path);
        sqlite.open_log(DigestAlgorithm::Sha256, &actor(), at).expect("a log opens");
        Self { memory, sqlite }
    }

    fn append(&mut self, event: &Event, now: Timestamp) {
        let request = AppendRequest::from(event.clone());
        let in_memory = self.memory.append(&request, now).expect("recorded in memory");
        let in_file = self.sqlite.append(&request, now).expect("recorded in the file");
        assert_eq!(in_file, in_memory);
    }

    fn assert_same(&self) {
        let (memory, sqlite) = (&self.memory, &self.sqlite);
        assert_eq!(sqlite.head().expect("a head"), memory.head().expect("a head"));
        assert_eq!(sqlite.log(0, usize::MAX).expect("the log"), memory.records());
        assert_eq!(
            sqlite.projects(&ProjectQuery::all()).expect("a list"),
            memory.projects(&ProjectQuery::all()).expect("a list")
        );
        assert_eq!(sqlite.check_current(&Upcasters::new()).expect("all replay"), []);
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 64, ..Default::default() })]

    #[test]
    fn a_course_leaves_the_same_records_and_states_as_in_memory(steps in proptest::collection::vec(step(), 1..60)) {
        let folder = Folder::new("course");
        let mut walk = Walk::plan(1);
        let mut both = Both::new(&folder.file(), evening(walk.today));
        both.append(&walk.project.events()[0], evening(walk.today));
        for step in &steps {
            walk.today = common::lived(walk.today, step.pass);
            let (command, context) = step.command(&walk);
            if let Ok(Decision::Record(event)) = walk.project.decide(command, &context, &walk.policy) {
                both.append(&event, evening(walk.today));
                walk.project.apply(event).expect("what was decided follows");
                let current = both.sqlite.current(walk.project.id()).expect("a state");
                proptest::prop_assert_eq!(current, Some(walk.project.current().clone()));
            }
            walk.n += 1;
        }
        both.assert_same();
    }
}
