//! A real ledger, the UK Renewable Energy Planning Database of July 2024, through the law.
//!
//! The ledger is not part of the project: `LEDGER_CSV` names it, and `--ignored` asks for these tests.
#![cfg(feature = "import")]

mod common;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::sync::OnceLock;

use common::csv::read_csv;
use project_lifecycle::act::Provenance;
use project_lifecycle::import::{Mapping, Summary, import};
use project_lifecycle::project::{Basis, Change};
use project_lifecycle::{Event, Project, ProjectId, Record, Verdict, verify};

struct Imported {
    summary: Summary,
    log: Vec<u8>,
    table: Vec<u8>,
}

fn mapping_text() -> &'static str {
    include_str!("../examples/data/repd.toml")
}

fn import_ledger(path: &str) -> Imported {
    let mapping: Mapping = mapping_text().parse().expect("the example's mapping");
    let recorded_at = "2024-07-31T00:00:00Z".parse().expect("an instant");
    let (mut log, mut table) = (Vec::new(), Vec::new());
    let summary = import(|| File::open(path), "ledger.csv", &mapping, recorded_at, &mut log, &mut table, &mut |_| {})
        .expect("the ledger as a whole is good");
    Imported { summary, log, table }
}

/// The ledger's path and its import, made once.
fn imported() -> (&'static str, &'static Imported) {
    static IMPORTED: OnceLock<(String, Imported)> = OnceLock::new();
    let (path, imported) = IMPORTED.get_or_init(|| {
        let path = std::env::var("LEDGER_CSV").expect("LEDGER_CSV names the ledger");
        let imported = import_ledger(&path);
        (path, imported)
    });
    (path, imported)
}

fn events(log: &[u8]) -> Vec<Event> {
    let lines = log.split_inclusive(|byte| *byte == b'\n').skip(1);
    lines.map(|line| Record::parse(&line[..line.len() - 1]).expect("a record").event().expect("an event")).collect()
}

#[test]
#[ignore = "set LEDGER_CSV"]
fn the_totals_are_those_that_were_published() {
    let (_, Imported { summary, .. }) = imported();
    let expected = serde_json::json!({
        "totals": {"rows": 11156, "imported": 11156},
        "events": 44776,
        "inferred": 7484,
        "stages": {
            "closed": 2726, "negotiating": 1371, "operating": 2857, "planned": 14, "signed": 3622, "started": 271,
            "zombie": 295
        },
        "exceptions": {
            "bad_date": 16, "not_attempted": 101, "refused:effective_date_regression": 212, "refused:not_permitted": 31,
            "refused:outcome_not_allowed": 5
        },
        "edges": {
            "negotiating->closed": 2128, "negotiating->signed": 7511, "operating->closed": 27, "planned->closed": 132,
            "planned->negotiating": 11010, "producing->operating": 2884, "registered->started": 3155,
            "signed->closed": 439, "signed->registered": 3155, "signed->zombie": 295, "started->producing": 2884
        }
    });
    assert_eq!(serde_json::to_value(summary).unwrap(), expected);
}

#[test]
#[ignore = "set LEDGER_CSV"]
fn two_runs_give_the_same_bytes() {
    let (path, first) = imported();
    let second = import_ledger(path);
    assert!(first.log == second.log && first.table == second.table && first.summary == second.summary);
}

#[test]
#[ignore = "set LEDGER_CSV"]
fn the_log_is_self_consistent_and_every_project_replays() {
    let (_, Imported { summary, log, .. }) = imported();
    let verdict = verify(log.as_slice()).expect("a slice can be read");
    assert!(matches!(verdict, Verdict::SelfConsistent { head } if head.size() == 1 + 44776));
    let mut streams: HashMap<ProjectId, Vec<Event>> = HashMap::new();
    for event in events(log) {
        streams.entry(event.project()).or_default().push(event);
    }
    let mut stages: BTreeMap<_, u64> = BTreeMap::new();
    for stream in streams.into_values() {
        let project = Project::replay(stream).expect("a history that the law allows");
        *stages.entry(project.stage().code()).or_default() += 1;
    }
    assert_eq!(stages, summary.stages);
}

/// Every dated cell is told by exactly one of a transition, an exception and an `unused`. (The planning repeats the
/// date of one of the steps; the last update dates what has no other date, and is no step's own.)
#[test]
#[ignore = "set LEDGER_CSV"]
fn no_date_of_the_ledger_is_lost() {
    let (path, Imported { log, table, .. }) = imported();
    let bytes = std::fs::read(path).unwrap();
    let ledger = read_csv(str::from_utf8(&bytes).expect("this edition is UTF-8").trim_start_matches('\u{feff}'));
    let header: Vec<&str> = ledger[0].iter().map(|name| name.trim()).collect();
    let columns = dated_columns();
    assert_eq!(columns.len(), 14);

    let mut told: HashMap<(u64, String, String), u32> = HashMap::new();
    let value = |row: u64, column: &str| {
        let place = header.iter().position(|name| *name == column).expect("a column of the ledger");
        ledger[usize::try_from(row).unwrap()][place].trim().to_owned()
    };
    for event in events(log) {
        let from: &Provenance = match event.change() {
            Change::Plan { provenance: Some(provenance), .. } => {
                for unused in provenance.unused() {
                    let cell = (provenance.record(), unused.column.to_string(), unused.value.to_string());
                    *told.entry(cell).or_default() += 1;
                }
                continue;
            }
            Change::Move { basis: Basis::Imported { provenance, .. }, .. } => provenance,
            Change::Plan { .. } | Change::Move { .. } | Change::Fact(_) | Change::Void(_) | Change::Redate(_) | _ => {
                panic!("event {} is not imported", event.id())
            }
        };
        if let Some(column) = from.column().filter(|_| !from.is_inferred()) {
            *told.entry((from.record(), column.into(), value(from.record(), column))).or_default() += 1;
        }
    }
    for row in &read_csv(str::from_utf8(table).unwrap().trim_start_matches('\u{feff}'))[1..] {
        *told.entry((row[0].parse().unwrap(), row[2].clone(), row[3].clone())).or_default() += 1;
    }

    let mut cells = 0;
    for row in 1..ledger.len() as u64 {
        for column in &columns {
            let value = value(row, column);
            if !value.is_empty() {
                cells += 1;
                let times = told.get(&(row, column.clone(), value.clone())).copied().unwrap_or(0);
                assert_eq!(times, 1, "row {row}, {column} = {value}");
            }
        }
    }
    let others = told.keys().filter(|(_, column, _)| !columns.contains(column)).count();
    assert_eq!(cells + others, told.len(), "and nothing is told that the ledger does not say");
}

/// The columns of milestones and final steps and those noted, but for the last update.
fn dated_columns() -> BTreeSet<String> {
    let mapping: toml::Table = mapping_text().parse().expect("TOML");
    let texts = |value: &toml::Value| -> Vec<String> {
        value.as_array().expect("a list").iter().map(|text| text.as_str().expect("a text").to_owned()).collect()
    };
    let steps = ["milestone", "final"].into_iter().flat_map(|list| mapping[list].as_array().expect("a list"));
    let mut columns: BTreeSet<_> = steps.flat_map(|step| texts(&step["columns"])).collect();
    columns.extend(texts(&mapping["columns"]["noted"]));
    columns.remove(mapping["columns"]["updated"].as_str().expect("a text"));
    columns
}
