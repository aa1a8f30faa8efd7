//! The host's own rows in the transaction of an event: both are there, or neither is.

use project_lifecycle::store::rusqlite::{self, Connection};
use project_lifecycle::{audit::*, store::*, value::*};

use super::target::{late, unsound};
use super::{Folder, open, open_fast};
use crate::common::walk::Walk;
use crate::common::{actor, source};

/// A file with an open log, and a table of the host's own.
fn host(folder: &Folder) -> SqliteStore {
    let mut store = open_fast(&folder.file(), source());
    store.open_log(DigestAlgorithm::Sha256, &actor(), late()).expect("a log opens");
    let connection = Connection::open(folder.file()).expect("the file opens");
    connection.execute_batch("CREATE TABLE filing (project TEXT, file TEXT UNIQUE)").expect("a table");
    store
}

fn planned(p: u64) -> AppendRequest {
    (&Walk::plan(p).project.events()[0]).into()
}

fn file(connection: &Connection, file: &str) -> rusqlite::Result<usize> {
    connection.execute("INSERT INTO filing VALUES ('p', ?1)", [file])
}

/// How many rows of the host's and how many records there are, by another connection.
fn counts(folder: &Folder) -> (i64, i64) {
    let connection = Connection::open(folder.file()).expect("the file opens");
    let count = |table: &str| connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0));
    (count("filing").expect("a count"), count("event").expect("a count"))
}

#[test]
fn rows_and_events_are_there_together_or_not_at_all() {
    let folder = Folder::new("rows");
    let mut store = host(&folder);
    let (answers, rows) = store
        .append_with(&[planned(1)], Batch::Whole, late(), |connection, answers| {
            assert_eq!(answers.len(), 1);
            // the event stands in the transaction, and nowhere else so far
            assert_eq!(connection.query_row("SELECT count(*) FROM event", [], |row| row.get(0)), Ok(2i64));
            assert_eq!(counts(&folder), (0, 1));
            file(connection, "plan.pdf")
        })
        .expect("both are written");
    assert_eq!((answers[0].as_ref().expect("recorded").record().sequence(), rows), (2, 1));
    assert_eq!(counts(&folder), (1, 2));

    // the file is there already: nothing is written, and nothing is remembered of the event
    let taken = store.append_with(&[planned(2)], Batch::Whole, late(), |connection, _| file(connection, "plan.pdf"));
    let Err(AppendWithError::Host(why)) = taken else { panic!("{taken:?}") };
    assert_eq!(why.sqlite_error_code(), Some(rusqlite::ErrorCode::ConstraintViolation));
    assert_eq!(counts(&folder), (1, 2));
    let receipt = store.append(&planned(2), late()).expect("recorded");
    assert_eq!(receipt.record().sequence(), 3);
    assert_eq!((counts(&folder), unsound(&store)), ((1, 3), None));
}

/// After an answer that was lost the same is given again: the event is found, and the host sees to its row.
#[test]
fn a_retry_runs_the_hosts_part_again() {
    let folder = Folder::new("again");
    let mut store = host(&folder);
    let write = |connection: &Connection, _: &[Result<Receipt, AppendError>]| {
        connection.execute("INSERT OR IGNORE INTO filing VALUES ('p', 'plan.pdf')", [])
    };
    let (first, written) = store.append_with(&[planned(1)], Batch::Whole, late(), write).expect("written");
    let (again, ignored) = store.append_with(&[planned(1)], Batch::Whole, late(), write).expect("found");
    assert_eq!((first, written, ignored), (again, 1, 0));
    assert_eq!(counts(&folder), (1, 2));
}

/// What cannot stand runs nothing of the host's as a whole; one by one the host is told, and may want none of it.
#[test]
fn the_host_learns_what_was_refused() {
    let folder = Folder::new("refused");
    let mut store = host(&folder);
    let mut walk = Walk::plan(1);
    walk.give(project_lifecycle::Command::AssignOfficer(crate::common::actor_id("officer-1").into()));
    // its planning is not there
    let late_one: AppendRequest = (&walk.project.events()[1]).into();
    let whole =
        store.append_with(&[planned(2), late_one.clone()], Batch::Whole, late(), |_, _| -> rusqlite::Result<()> {
            panic!("nothing is to be written")
        });
    assert!(matches!(whole, Err(AppendWithError::Store(StoreError::Batch(_)))), "{whole:?}");
    let each = store.append_with(&[planned(2), late_one], Batch::Each, late(), |connection, answers| {
        let refused: Vec<_> = answers.iter().filter_map(|answer| answer.as_ref().err()).collect();
        assert!(matches!(refused[..], [AppendError::Conflict { .. }]), "{refused:?}");
        file(connection, "plan.pdf").map_err(|why| why.to_string())?;
        Err::<(), _>("one was refused".to_owned())
    });
    assert!(matches!(&each, Err(AppendWithError::Host(why)) if why == "one was refused"), "{each:?}");
    assert_eq!((counts(&folder), unsound(&store)), ((0, 1), None));
}

/// The host must not end the transaction: then nobody can say what was written, and the next append finds it.
#[test]
fn a_transaction_that_the_host_ends_is_told() {
    let folder = Folder::new("ended");
    let mut store = host(&folder);
    for (p, ends) in [(1, "COMMIT"), (2, "ROLLBACK")] {
        let ended =
            store.append_with(&[planned(p)], Batch::Whole, late(), |connection, _| connection.execute_batch(ends));
        let Err(AppendWithError::Store(why)) = ended else { panic!("{ended:?}") };
        assert!(matches!(why, StoreError::OutcomeUnknown(_)) && why.is_retryable(), "{why:?}");
    }
    let sequences: Vec<_> =
        [1, 2].map(|p| store.append(&planned(p), late()).expect("found or recorded").record().sequence()).into();
    assert_eq!((sequences, counts(&folder)), (vec![2, 3], (0, 3)));
    drop(store);
    assert_eq!(unsound(&open(&folder.file())), None);
}
