//! Settings that are read back, and lists that the schema says a second time.

use super::super::verify::columns::COLUMNS;
use super::Folder;
use crate::store::{Durability, OpenError};

#[test]
fn what_was_acknowledged_is_on_the_disk_unless_less_was_asked_for() {
    let folder = Folder::new("settings");
    let store = folder.store();
    let number = |store: &crate::SqliteStore, pragma: &str| {
        store.connection.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get::<_, i64>(0)).expect("a number")
    };
    // FULL is 2, NORMAL is 1
    assert_eq!(number(&store, "synchronous"), 2);
    assert_eq!(number(&store, "journal_size_limit"), 4 << 20);
    let store = store.with_durability(Durability::Normal).expect("it is set");
    assert_eq!(number(&store, "synchronous"), 1);
    let store = store.with_durability(Durability::Full).expect("it is set");
    assert_eq!(number(&store, "synchronous"), 2);
    // whoever opens it next begins with the default
    let other = folder.store().with_durability(Durability::Normal).expect("it is set");
    assert_eq!(number(&other, "synchronous"), 1);
    assert_eq!(number(&store, "synchronous"), 2);
}

/// SQLite says nothing where a setting does not take, as this one within a transaction.
#[test]
fn a_setting_that_does_not_take_is_told() {
    let folder = Folder::new("untaken");
    let store = folder.store();
    store.connection.execute_batch("PRAGMA foreign_keys = OFF; BEGIN").expect("they are set");
    let error = store.with_durability(Durability::Normal).expect_err("no foreign keys");
    let OpenError::Setting { pragma, wanted, found, .. } = &error else { panic!("{error:?}") };
    assert_eq!((*pragma, wanted.as_str(), found.as_str()), ("foreign_keys", "1", "0"));
    let told = format!("{}: the setting foreign_keys is 0, not 1", folder.0.join("log.db").display());
    assert_eq!(error.to_string(), told);
}

/// Each of them is compared with its line.
#[test]
fn the_schema_stores_these_columns() {
    let folder = Folder::new("columns");
    let store = folder.store();
    // 3 is a stored generated column, 2 one that is made when it is asked for
    let select = "SELECT name FROM pragma_table_xinfo('event') WHERE hidden = 3";
    let stored: Vec<String> = store
        .connection
        .prepare(select)
        .and_then(|mut select| select.query_map([], |row| row.get(0))?.collect())
        .expect("columns");
    assert_eq!(stored, COLUMNS);
}
