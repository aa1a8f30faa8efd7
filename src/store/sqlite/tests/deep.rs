//! A page costs as much wherever it begins: counted in steps of SQLite's machine, never in time.
//!
//! `LONG=1` asks for a million projects.

use rusqlite::{Connection, StatementStatus, params_from_iter};

use super::{Folder, queries, statement};
use crate::store::{CurrentStates as _, Listing, PageKey, ProjectQuery};
use crate::{SqliteStore, Stage};

/// Fills the table of current states beside all events, which its triggers would not let anybody do.
///
/// 13 zones, 101 officers, and a due day for two of three projects, each independent of the others.
pub(super) fn fill(connection: &Connection, projects: usize) {
    let stages = Stage::ALL.iter().filter(|stage| **stage != Stage::Zombie);
    let place = |stage: &Stage| {
        format!(
            "('{}', {})",
            stage.code(),
            stage.library().map_or_else(|| "NULL".into(), |library| format!("'{}'", library.code()))
        )
    };
    let places: Vec<_> = stages.map(place).collect();
    // rows in the order of the table, and its indexes made after them: a million would take hours otherwise
    let indexes: Vec<(String, String)> = connection
        .prepare(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'current' AND sql IS NOT NULL",
        )
        .and_then(|mut select| select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
        .expect("indexes");
    assert_eq!(indexes.len(), 9, "{indexes:?}");
    let drop: String = indexes.iter().map(|(name, _)| format!("DROP INDEX {name};")).collect();
    let make: String = indexes.iter().map(|(_, sql)| format!("{sql};\n")).collect();
    let fill = format!(
        "PRAGMA synchronous = OFF;
        BEGIN;
        DROP TRIGGER current_insert;
        {drop}
        CREATE TEMP TABLE place (number INTEGER PRIMARY KEY, stage, library);
        INSERT INTO place (stage, library) VALUES {};
        WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {projects})
        INSERT INTO current (log, project, version, stage, since, library, name, name_key, kind, code, zone, officer, owed, next_due)
        SELECT 1, printf('%08x-0000-4000-8000-%012x', h, i), 5, stage, '2018-06-01', library, '项目 ' || i, '项目 ' || i,
            'enterprise', CASE WHEN i % 2 THEN printf('%d-210100-36-03-%06d', 2018 + i / 900000, i % 900000) END,
            'zone-' || (h / 7 % 13), CASE WHEN h % 10 THEN 'officer-' || (h / 911 % 101) END,
            CASE WHEN due IS NOT NULL THEN json_array(json_object('committed', due, 'due', due, 'item', 'construction_permit', 'version', 4)) END, due
        FROM (
            SELECT i, h, stage, library,
                CASE WHEN i % 3 AND stage <> 'closed' THEN date('2018-06-01', (h / 101 % 900) || ' days') END AS due
            FROM (SELECT i, i * 2654435761 % 4294967296 AS h FROM n) JOIN place ON place.number = 1 + h / 7919 % {}
        ) ORDER BY h, i;
        DROP TABLE place;
        {make}
        COMMIT;",
        places.join(", "),
        places.len(),
    );
    connection.execute_batch(&fill).expect("it is filled");
}

fn projects() -> usize {
    if std::env::var_os("LONG").is_some() { 1_000_000 } else { 100_000 }
}

/// Runs a page, and counts its rows and the steps that they took.
fn steps(connection: &Connection, query: &ProjectQuery) -> (usize, i32) {
    let (sql, values) = statement(query);
    let mut select = connection.prepare(&sql).expect("the statement");
    let mut rows = select.query(params_from_iter(values)).expect("rows");
    let mut count = 0;
    while rows.next().expect("a row").is_some() {
        count += 1;
    }
    drop(rows);
    for never in [StatementStatus::FullscanStep, StatementStatus::Sort, StatementStatus::AutoIndex] {
        assert_eq!(select.get_status(never), 0, "{sql}");
    }
    (count, select.get_status(StatementStatus::VmStep))
}

/// The place after which nine tenths of a list are behind.
fn deep(store: &SqliteStore, query: &ProjectQuery) -> Option<PageKey> {
    let connection = &store.connection;
    let (sql, values) = statement(query);
    let (listed, _) = sql.split_once(" LIMIT ").expect("a limit");
    let values = &values[..values.len() - 1];
    let count = format!("SELECT count(*) FROM ({listed})");
    let count: i64 = connection.query_row(&count, params_from_iter(values), |row| row.get(0)).expect("a number");
    if count <= 500 {
        return None;
    }
    let project = format!("SELECT project FROM ({listed}) LIMIT 1 OFFSET {}", count * 9 / 10);
    let project: String = connection.query_row(&project, params_from_iter(values), |row| row.get(0)).expect("a place");
    let state = store.current(project.parse().expect("an id")).expect("it tells").expect("it is listed");
    query.key(&state)
}

#[test]
fn a_page_deep_inside_costs_what_the_first_one_does() {
    let folder = Folder::new("deep");
    let store = folder.store();
    fill(&store.connection, projects());
    let (mut compared, mut whole) = (0, 0);
    for query in queries() {
        let query = query.limit(20);
        let (_, first) = steps(&store.connection, &query);
        let Some(key) = deep(&store, &query) else { continue };
        let (rows, there) = steps(&store.connection, &query.clone().after(key).expect("its own place"));
        assert!(rows > 0, "{query:?}");
        let (least, most) = (first.min(there), first.max(there));
        assert!(most < 3 * least + 500, "{query:?}: {first} steps for the first page, {there} deep inside");
        // where every condition is in the index, only what is shown is read
        let conditions = (query.officer().is_some(), query.zone().is_some(), query.stage().is_some());
        let is_whole = match (query.listing(), conditions) {
            (_, (false, false, false)) => true,
            (Listing::All, conditions) => !matches!(conditions, (true, true, _) | (true, _, true)),
            (Listing::OverdueOn(_), conditions) => matches!(conditions, (true, false, false) | (false, true, false)),
            (Listing::Named(_) | Listing::Containing(_) | Listing::Coded(_), _) => false,
        };
        assert!(!is_whole || (rows == 21 && most < 21 * 60), "{query:?}: {most} steps for {rows} rows");
        whole += usize::from(is_whole);
        compared += 1;
    }
    assert!(compared > 20 && whole > 9, "{compared} lists were long enough, {whole} of them wholly in an index");
}

/// All pages of a list make the list: nothing twice, nothing left out.
#[test]
fn the_pages_of_a_list_are_the_list() {
    let folder = Folder::new("pages");
    let store = folder.store();
    let all = 20_000;
    fill(&store.connection, all);
    for mut query in queries() {
        query = query.limit(700);
        let (sql, values) = statement(&query);
        let (listed, _) = sql.split_once(" LIMIT ").expect("a limit");
        let mut select = store.connection.prepare(listed).expect("the statement");
        let expected: Vec<String> = select
            .query_map(params_from_iter(&values[..values.len() - 1]), |row| row.get(0))
            .and_then(Iterator::collect)
            .expect("rows");
        let mut found = Vec::new();
        loop {
            let page = store.projects(&query).expect("a page");
            assert!(page.projects.iter().all(|state| query.lists(state)), "{query:?}");
            found.extend(page.projects.iter().map(|state| state.project.to_string()));
            let Some(next) = page.next else { break };
            query = query.after(next).expect("its own place");
        }
        assert_eq!(found, expected, "{query:?}");
    }
}
