//! How SQLite means to do what the store asks: by an index that gives the order, and never by looking at everything.

use rusqlite::config::DbConfig;
use rusqlite::{Connection, params_from_iter};

use super::super::super::sql::Cell;
use super::{Folder, actor, at, queries, statement};
use crate::lifecycle::Item;
use crate::project::{CurrentState, Owed};
use crate::store::{Listing, ProjectQuery};
use crate::value::Uuid;
use crate::{Context, EventId, Policy, Profile, Project, ProjectId, Text};

/// The steps of a plan, those within triggers among them.
fn plan(connection: &Connection, sql: &str, values: &[Cell]) -> Vec<String> {
    let mut explain = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).expect("the statement");
    let steps = explain.query_map(params_from_iter(values), |row| row.get(3)).expect("a plan");
    steps.collect::<Result<_, _>>().expect("steps")
}

/// A project of a name, with a code and a day due in a year.
fn at_place(name: &str, year: u32) -> CurrentState {
    let context = Context::new(EventId::from_uuid(Uuid::nil()), at(), actor()).on("2018-06-01".parse().expect("a day"));
    let profile = Profile::new(Text::new(name).expect("a text"), "hunnan".parse().expect("a zone"));
    let planned = Project::plan(ProjectId::named(name), profile, &context, &Policy::shenyang_2018());
    let mut state = CurrentState::planned(&planned.expect("it is planned")).expect("a planning");
    state.code = Some(format!("{year}-210100-36-03-000003").parse().expect("a code"));
    state.owed = {
        let due = format!("{year}-07-01").parse().expect("a day");
        vec![Owed { committed: due, due, item: Item::PoolReview, version: 1 }]
    };
    state
}

#[track_caller]
fn assert_indexed(sql: &str, steps: &[String]) {
    assert!(!steps.is_empty(), "{sql}");
    for step in steps {
        // a subquery has what the indexed steps within it gave, a record has a few members, such as the places that it names, and
        // there are a few types of events
        let small = [
            "SCAN (subquery-",
            "SCAN CONSTANT ROW",
            "SCAN event_type",
            "SCAN json_each ",
            "SCAN p VIRTUAL ",
            "SCAN place VIRTUAL ",
        ];
        // the record of a place, if it is found by the log alone, is looked for among all of them
        let looks_at_all = step.starts_with("SCAN ") && !small.iter().any(|small| step.starts_with(small));
        let looks_at_all = looks_at_all || step.starts_with("SEARCH e ") && step.ends_with("(log=?)");
        assert!(!looks_at_all && !step.contains("TEMP B-TREE") && !step.contains("AUTOMATIC"), "{sql}: {steps:#?}");
    }
}

/// Whether or not SQLite was told how the columns are filled.
#[test]
fn every_list_has_an_index_that_gives_its_order() {
    let folder = Folder::new("plans");
    let store = folder.store();
    for analysed in [false, true] {
        if analysed {
            super::deep::fill(&store.connection, 20_000);
            store.connection.execute_batch("ANALYZE").expect("statistics");
        }
        for first in queries() {
            // before, between and behind those that are listed
            let places =
                [("2", 2017), ("项目 7", 2019), ("龙", 2020)].map(|(name, year)| first.key(&at_place(name, year)));
            let next = places.into_iter().flatten().map(|place| first.clone().after(place).expect("its own place"));
            for query in [first.clone()].into_iter().chain(next) {
                let (sql, values) = statement(&query);
                let steps = plan(&store.connection, &sql, &values);
                assert_indexed(&sql, &steps);
                assert!(steps.iter().all(|step| step.starts_with("SEARCH current USING")), "{sql}: {steps:?}");
            }
        }
    }
}

/// Names are looked through within what the other conditions leave.
#[test]
fn a_part_of_a_name_is_looked_for_where_the_other_conditions_lead() {
    let folder = Folder::new("parts");
    let store = folder.store();
    for query in queries().into_iter().filter(|query| *query.listing() == Listing::All) {
        let mut part = ProjectQuery::containing("7");
        let mut index = "current_name (log=?)";
        if let Some(stage) = query.stage() {
            (part, index) = (part.in_stage(stage), "current_stage (log=? AND stage=?)");
        }
        if let Some(zone) = query.zone() {
            let both = query
                .stage()
                .map_or("current_zone (log=? AND zone=?)", |_| "current_zone_stage (log=? AND zone=? AND stage=?)");
            (part, index) = (part.in_zone(zone.clone()), both);
        }
        if let Some(officer) = query.officer() {
            (part, index) = (part.of_officer(officer.clone()), "current_officer (log=? AND officer=?)");
        }
        let (sql, values) = statement(&part);
        let steps = plan(&store.connection, &sql, &values);
        let sorted: &[&str] = if index.starts_with("current_name") { &[] } else { &["USE TEMP B-TREE FOR ORDER BY"] };
        assert_eq!(steps[0], format!("SEARCH current USING INDEX {index}"), "{sql}");
        assert_eq!(steps[1..], *sorted, "{sql}");
    }
}

/// The counts of a list look at what its conditions leave.
#[test]
fn every_list_is_counted_by_an_index() {
    let folder = Folder::new("counts");
    let store = folder.store();
    for analysed in [false, true] {
        if analysed {
            super::deep::fill(&store.connection, 20_000);
            store.connection.execute_batch("ANALYZE").expect("statistics");
        }
        for query in queries() {
            let (sql, values) = super::super::current::counts(1, &query).expect("a list");
            let steps = plan(&store.connection, &sql, &values);
            let (first, rest) = steps.split_first().expect("a plan");
            assert!(first.starts_with("SEARCH current USING"), "{sql}: {steps:?}");
            assert!(rest.is_empty() || rest == ["USE TEMP B-TREE FOR GROUP BY"], "{sql}: {steps:?}");
        }
    }
}

/// The statements that write, with all that their triggers look up.
#[test]
fn every_look_up_of_a_trigger_is_indexed() {
    let folder = Folder::new("triggers");
    let store = folder.store();
    let connection = &store.connection;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRIGGER_EQP, true).expect("plans of triggers");
    let triggers: Vec<String> = connection
        .prepare("SELECT tbl_name || ' ' || name FROM sqlite_schema WHERE type = 'trigger'")
        .and_then(|mut select| select.query_map([], |row| row.get(0))?.collect())
        .expect("triggers");
    assert!(triggers.len() > 15, "{triggers:?}");
    for (sql, looks_up) in [
        (
            "INSERT INTO event (log, sequence, body, leaf) VALUES (1, 2, '{}', x'')",
            ["event", "edge", "log", "current", "e", "s", "r"].as_slice(),
        ),
        ("UPDATE log SET size = 1, head = x'', peaks = x'', recorded = '' WHERE id = 1", &["event"]),
        ("INSERT INTO log (source, digest, size, head, peaks) VALUES ('', '', 0, x'', x'')", &["log"]),
        (
            "INSERT INTO current (log, project, version, stage, since, name, name_key, kind, zone) VALUES (1, '', 1, '', '', '', '', '', '')",
            &["event", "current", "e", "s", "r"],
        ),
        (
            "UPDATE current SET version = 1, stage = '', stalled_at = '', since = '' WHERE log = 1 AND project = ''",
            &["event", "e", "s", "r"],
        ),
        ("UPDATE current SET officer = '' WHERE log = 1 AND project = ''", &["current"]),
    ] {
        let steps = plan(connection, sql, &[]);
        assert_indexed(sql, &steps);
        for table in looks_up {
            let is_looked_up = |step: &String| step.starts_with(&format!("SEARCH {table} "));
            assert!(steps.iter().any(is_looked_up), "{sql} looks up {table}: {steps:#?}");
        }
    }
}

/// The statements that find and read.
#[test]
fn what_the_store_reads_it_finds_by_an_index() {
    let folder = Folder::new("reads");
    let store = folder.store();
    for sql in [
        "SELECT body, version, sequence FROM event WHERE log = 1 AND stream = '' ORDER BY version DESC",
        "SELECT body FROM event WHERE log = 1 AND version > 1 AND stream = (SELECT stream FROM event WHERE log = 1 AND sequence = 1) ORDER BY version",
        "SELECT body FROM event WHERE log = 1 AND id = ''",
        "SELECT body FROM event WHERE log = 1 AND sequence = 1",
        "SELECT body FROM event WHERE log = 1 AND sequence > 5 ORDER BY sequence LIMIT 10",
        "SELECT body, sequence FROM event WHERE log = 1 AND sequence > 5 ORDER BY sequence",
        "SELECT leaf FROM event WHERE log = 1 AND sequence > 5 AND sequence <= 9 ORDER BY sequence",
        "SELECT body, sequence FROM event WHERE log = 1 AND stream = '' ORDER BY version",
        "SELECT substr(stream, 9) FROM event WHERE log = 1 AND stream > '' AND stream < 'project0' AND version = 1 ORDER BY stream LIMIT 9",
        "SELECT id, digest, size, head, peaks, recorded FROM log WHERE source = ''",
        "SELECT sequence FROM cursor WHERE log = 1 AND consumer = ''",
    ] {
        assert_indexed(sql, &plan(&store.connection, sql, &[]));
    }
}
