//! An order and an index that lead a reader astray, where SQLite keeps no text that could be compared.

use super::beneath::{faults, schema, text};
use super::open;
use super::target::{Target, client, unsound};
use crate::common::source;
use crate::common::walk::Walk;
use project_lifecycle::{audit::*, store::*};

/// Does something under another text of a table, without its triggers.
#[track_caller]
fn under(target: &Target, table: &str, other: &str, sql: &str) {
    let triggers = |what: &str| {
        let select =
            format!("SELECT {what} || ';' FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = '{table}';");
        client(&target.file(), &select).said
    };
    let (drop, make, made) = (triggers("'DROP TRIGGER ' || name"), triggers("sql"), text(target, table));
    assert!(make.contains("CREATE TRIGGER"), "{make}");
    assert_ne!(other, made);
    assert_eq!(client(&target.file(), &drop).refused, "");
    schema(target, table, other);
    assert_eq!(client(&target.file(), sql).refused, "");
    schema(target, table, &made);
    assert_eq!(client(&target.file(), &make).refused, "");
}

/// The list is its own index: whoever looks for a project in a list that is out of order does not find it.
#[test]
fn a_list_that_is_out_of_order_is_found() {
    let target = Target::of("misled-order", (1..=9).map(Walk::plan).collect());
    let made = text(&target, "current");
    let falling = made.replacen("PRIMARY KEY (log, project)", "PRIMARY KEY (log, project DESC)", 1);
    let again =
        "CREATE TEMP TABLE kept AS SELECT * FROM current; DELETE FROM current; INSERT INTO current SELECT * FROM kept;";
    under(&target, "current", &falling, again);
    assert_eq!(faults(&open(&target.file())), [StoreFault::Index { index: "current".into() }]);
    // taken away as it was put there, it is listed anew
    under(&target, "current", &falling, "DELETE FROM current;");
    let mut store = open(&target.file());
    assert_eq!(store.rebuild_current(&Upcasters::new()).expect("all replay").len(), 9);
    assert_eq!(unsound(&store), None);
}

/// The index by which a log is found by its name.
#[test]
fn a_log_that_is_found_by_another_name_than_its_own_is_told() {
    let target = Target::of("misled-name", vec![Walk::plan(1)]);
    let made = text(&target, "log");
    let on_digest = made.replacen("source TEXT NOT NULL UNIQUE", "source TEXT NOT NULL", 1).replacen(
        "digest TEXT NOT NULL",
        "digest TEXT NOT NULL UNIQUE",
        1,
    );
    let rename = |name: &str| format!("UPDATE log SET source = '{name}';");
    under(&target, "log", &on_digest, &rename("urn:example:log:other"));
    let told =
        [StoreFault::Index { index: "sqlite_autoindex_log_1".into() }, StoreFault::Head { column: "source".into() }];
    assert_eq!(faults(&open(&target.file())), told);
    under(&target, "log", &on_digest, &rename(source().as_str()));
    assert_eq!(unsound(&open(&target.file())), None);
}
