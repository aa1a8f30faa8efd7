//! A file that was made under one law goes on under another, and holds every event to the law that it names.

use std::path::Path;

use rusqlite::Connection;

use super::super::Recent;
use super::super::schema::{intact, migrate_to, version};
use super::Folder;
use crate::store::laws::{FIRST, LAWS, decided, fact, fallen, id, is_fallen, is_whole, project, source, step};
use crate::value::DigestAlgorithm;
use crate::{Event, EventLog as _, EventStore as _, SqliteStore, StoreError, Verb};

/// The file as a crate made it that knew the first law only.
fn of_the_first_law(path: &Path) -> SqliteStore {
    let mut connection = Connection::open(path).expect("a file");
    migrate_to(2, &mut connection, path).expect("it gets its schema");
    let marks = intact(&connection, path).expect("it is as it was made");
    let mut store = SqliteStore { connection, source: source(), path: path.into(), marks, recent: Recent::default() };
    let (actor, now) = (crate::store::laws::actor(), crate::store::laws::now());
    store.open_log(DigestAlgorithm::default(), &actor, now).expect("a log opens");
    store
}

fn append(store: &mut SqliteStore, events: &[Event]) {
    for event in events {
        store.append(&event.clone().into(), crate::store::laws::now()).expect("recorded");
    }
}

#[track_caller]
fn refused(store: &mut SqliteStore, event: Event, words: &str) {
    let error = store.append(&event.into(), crate::store::laws::now()).expect_err(words);
    let StoreError::Corrupt { why, .. } = &error else { panic!("{error:?}") };
    assert!(why.to_string().contains(words), "{words}: {why}");
}

#[test]
fn a_file_goes_on_under_another_law() {
    let folder = Folder::new("laws");
    let path = folder.0.join("log.db");
    let (project, now) = (project(), crate::store::laws::now());
    let mut old = of_the_first_law(&path);
    append(&mut old, &project.events()[..FIRST]);
    // it does not know the second law yet
    refused(&mut old, project.events()[FIRST].clone(), "the law knows no such move");
    drop(old);
    // who only reads finds it as it should be
    let read = SqliteStore::open_read_only(&path, source()).expect("it opens");
    assert_eq!(read.project(id()).expect("it loads").expect("it is there").version(), FIRST as u64);
    drop(read);
    let mut store = SqliteStore::open_or_create(&path, source()).expect("it opens");
    assert_eq!(version(&store.connection, &path).expect("a schema"), 3);
    append(&mut store, &project.events()[FIRST..]);
    is_whole(&store);
    is_fallen(&store.append(&decided(&project, 1, fact()).into(), now).expect_err("the law fell"));
    assert_eq!(store.head().expect("a head").size(), 1 + LAWS.len() as u64);
    // nor does it fall for whoever writes without this crate
    let line = fallen();
    let insert = "INSERT INTO event (log, sequence, body, leaf) VALUES (1, 9, ?1, ?2)";
    let leaf = DigestAlgorithm::default().leaf(line.as_bytes());
    let refused = store.connection.execute(insert, (&line, leaf.bytes())).expect_err("the law fell");
    assert_eq!(refused.to_string(), "within a stream the law never falls");
    // another project may begin under either
    let events = project.events();
    assert_eq!(store.append(&events[0].clone().into(), now).expect("a retry").record().stream_version(), 1);
}

/// An event under one law makes no move of the other's.
#[test]
fn an_event_makes_no_move_of_another_law() {
    let folder = Folder::new("other");
    let path = folder.0.join("log.db");
    drop(of_the_first_law(&path));
    let mut store = SqliteStore::open_or_create(&path, source()).expect("it opens");
    append(&mut store, &project().events()[..1]);
    let talks = crate::Project::replay(project().events()[..1].iter().cloned()).expect("a history");
    let forged = |law| {
        let line = decided(&talks, 1, step(Verb::Engage));
        let mut store = crate::MemoryStore::open(source(), &crate::store::laws::actor(), crate::store::laws::now())
            .expect("a log opens");
        store.append(&project().events()[0].clone().into(), crate::store::laws::now()).expect("recorded");
        let receipt = store.append(&line.into(), crate::store::laws::now()).expect("recorded");
        let line = String::from_utf8(receipt.record().line().to_vec()).expect("UTF-8");
        line.replace("\"law\":1", &format!("\"law\":{law}"))
    };
    let insert = |store: &SqliteStore, line: &str| {
        let leaf = DigestAlgorithm::default().leaf(line.as_bytes());
        let sql = "INSERT INTO event (log, sequence, body, leaf) VALUES (1, 3, ?1, ?2)";
        store.connection.execute(sql, (line, leaf.bytes())).map_err(|why| why.to_string())
    };
    for law in ["2", "3", "0", "-1"] {
        assert_eq!(insert(&store, &forged(law)).expect_err(law), "the law knows no such move", "law {law}");
    }
    for law in ["\"1\"", "null", "[1]"] {
        let refused = insert(&store, &forged(law)).expect_err(law);
        assert_eq!(refused, "cannot store TEXT value in INTEGER column event.law", "law {law}");
    }
    insert(&store, &forged("1")).expect("the lawful one is taken");
    intact(&store.connection, &path).expect("the law is as it was made");
}
