//! Settings that are read back, and lists that the schema says a second time.

use super::super::verify::columns::COLUMNS;
use super::Folder;
use crate::store::Durability;

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
