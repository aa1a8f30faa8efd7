//! Small ledgers, one for every rule and for every way in which a ledger can be wrong.

mod bounds;
mod cells;
mod damage;
mod layouts;
mod mappings;
mod office;
mod others;
mod outputs;
mod people;
mod profiles;
mod stores;
mod strict;
mod text;
mod updates;

use std::io;

use project_lifecycle::act::Provenance;
use project_lifecycle::import::{ImportError, Mapping, Summary, import};
use project_lifecycle::project::{Basis, Change};
use project_lifecycle::{Event, EventId, Project, ProjectId, Record, Timestamp};

const MAPPING: &str = r#"
source = "urn:example:test"
encodings = ["utf-8", "windows-1252"]
dates = ["d/m/yyyy"]
actor = { kind = "system", id = "test" }
[policy]
preset = "shenyang_2018"
id = "test"
utc_offset = "+00:00"
[columns]
key = "Id"
name = "Name"
zone = { column = "Zone", blank = "unknown" }
status = "Status"
updated = "Updated"
noted = ["Objection"]
[status]
unknown = "ignore"
[[milestone]]
stage = "negotiating"
columns = ["Applied"]
[[milestone]]
stage = "signed"
columns = ["Granted", "Granted on appeal"]
[[milestone]]
stage = "started"
columns = ["Started"]
[[milestone]]
stage = "operating"
columns = ["Operating"]
[[final]]
status = "Withdrawn"
verb = "close"
outcome = "withdrawn"
columns = ["Withdrawn", "Updated"]
[[final]]
status = "Refused"
verb = "close"
outcome = "lost"
columns = ["Withdrawn"]
[[final]]
status = "Expired"
verb = "stall"
cause = "investor_stalled"
columns = ["Updated"]
"#;

const HEADER: &str =
    "Id,Name,Zone,Status,Updated,Objection,Applied,Granted,Granted on appeal,Started,Operating,Withdrawn\n";

const NOW: &str = "2024-07-31T12:00:00Z";

/// `row,key,column,value,code`
type Row = [String; 5];

struct Imported {
    summary: Summary,
    events: Vec<Event>,
    rows: Vec<Row>,
    details: Vec<String>,
}

fn mapping(text: &str) -> Mapping {
    text.parse().expect("a mapping")
}

fn now() -> Timestamp {
    NOW.parse().expect("an instant")
}

fn try_import(csv: &[u8], mapping: &Mapping, now: Timestamp) -> Result<Imported, ImportError> {
    let (mut log, mut table) = (Vec::new(), Vec::new());
    let summary = import(|| Ok(csv), "small.csv", mapping, now, &mut log, &mut table, &mut |_| {})?;
    let mut lines = log.split_inclusive(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\n").expect("a line"));
    let opened = Record::parse(lines.next().expect("the log is opened")).expect("a record");
    assert_eq!(opened.event_type(), "lifecycle.log.opened.v1");
    let events: Vec<Event> =
        lines.map(|line| Record::parse(line).expect("a record").event().expect("an event")).collect();
    assert_eq!(events.len() as u64, summary.events);
    let (rows, details) = read_table(&table);
    Ok(Imported { summary, events, rows, details })
}

/// Imports the rows under [`HEADER`].
fn imported(rows: &str) -> Imported {
    try_import(format!("{HEADER}{rows}").as_bytes(), &mapping(MAPPING), now()).expect("the ledger as a whole is good")
}

/// Reads RFC 4180, quotes and all; lines end in CR LF.
fn read_table(table: &[u8]) -> (Vec<Row>, Vec<String>) {
    let text = str::from_utf8(table).expect("UTF-8").strip_prefix('\u{feff}').expect("a byte-order mark");
    let (mut records, mut cells, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(next) = chars.next() {
        match next {
            '"' if quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(core::mem::take(&mut cell)),
            '\r' if !quoted => {
                assert_eq!(chars.next(), Some('\n'));
                cells.push(core::mem::take(&mut cell));
                records.push(core::mem::take(&mut cells));
            }
            other => cell.push(other),
        }
    }
    assert!(!quoted && cells.is_empty() && cell.is_empty(), "the table is whole");
    assert_eq!(records.remove(0), ["row", "key", "column", "value", "code", "detail", "line"]);
    let rows = records.iter().map(|cells| core::array::from_fn(|i| cells[i].clone())).collect();
    (rows, records.into_iter().map(|mut cells| cells.remove(5)).collect())
}

fn provenance(event: &Event) -> &Provenance {
    match event.change() {
        Change::Plan { provenance: Some(provenance), .. }
        | Change::Move { basis: Basis::Imported { provenance, .. }, .. } => provenance,
        Change::Plan { .. } | Change::Move { .. } | Change::Fact(_) | Change::Void(_) | Change::Redate(_) | _ => {
            panic!("event {} is not imported", event.id())
        }
    }
}

/// `to day column`, with `~` before what is inferred.
fn told(events: &[Event]) -> Vec<String> {
    let tell = |event: &Event| {
        let from = provenance(event);
        let inferred = if from.is_inferred() { "~" } else { "" };
        let column = from.column().unwrap_or("-");
        format!("{inferred}{} {} {column}", event.to(), event.effective_on())
    };
    events.iter().map(tell).collect()
}

fn row(row: u64, key: &str, column: &str, value: &str, code: &str) -> Row {
    [&row.to_string(), key, column, value, code].map(Into::into)
}

fn json(summary: &Summary) -> serde_json::Value {
    serde_json::to_value(summary).expect("plain counts")
}

#[test]
fn a_whole_life_is_told_with_what_is_inferred() {
    let ledger = imported("7,Mill,North,Running,01/02/2024,,1/3/2010,2/4/2011,,3/5/2012,4/6/2013,\n");
    assert_eq!(
        told(&ledger.events),
        [
            "planned 2010-03-01 Applied",
            "negotiating 2010-03-01 Applied",
            "signed 2011-04-02 Granted",
            "~registered 2012-05-03 Started",
            "started 2012-05-03 Started",
            "~producing 2013-06-04 Operating",
            "operating 2013-06-04 Operating",
        ]
    );
    assert_eq!(ledger.rows, Vec::<Row>::new());
    assert_eq!(
        json(&ledger.summary),
        serde_json::json!({
            "totals": {"rows": 1, "imported": 1}, "events": 7, "inferred": 2, "stages": {"operating": 1}, "exceptions": {},
            "edges": {"planned->negotiating": 1, "negotiating->signed": 1, "signed->registered": 1,
                "registered->started": 1, "started->producing": 1, "producing->operating": 1}
        })
    );
    let id = ProjectId::named("urn:example:test/project/7");
    assert!(ledger.events.iter().all(|event| event.project() == id && event.at() == now()));
    assert_eq!(ledger.events[0].id(), EventId::named(id.uuid(), "plan:1"));
    assert_eq!(ledger.events[2].id(), EventId::named(id.uuid(), "sign:3"));
    assert_eq!((provenance(&ledger.events[0]).file(), provenance(&ledger.events[0]).record()), ("small.csv", 1));
    let project = Project::replay(ledger.events).unwrap();
    assert_eq!((project.profile().name(), project.profile().zone().as_str()), ("Mill", "North"));
}

#[test]
fn stages_before_the_first_milestone_are_inferred() {
    let ledger = imported("7,Mill,North,Running,,,,,,3/5/2012,,\n");
    assert_eq!(
        told(&ledger.events),
        [
            "planned 2012-05-03 Started",
            "~negotiating 2012-05-03 Started",
            "~signed 2012-05-03 Started",
            "~registered 2012-05-03 Started",
            "started 2012-05-03 Started",
        ]
    );
}

#[test]
fn a_milestone_takes_its_earliest_column_and_names_the_rest_as_unused() {
    let ledger = imported("7,,,Running,9/9/2020,5/5/2010,1/3/2010,2/4/2012,2/4/2011,,,8/8/2013\n");
    assert_eq!(told(&ledger.events)[2], "signed 2011-04-02 Granted on appeal");
    let unused: Vec<_> =
        provenance(&ledger.events[0]).unused().iter().map(|cell| (cell.column.as_str(), cell.value.as_str())).collect();
    assert_eq!(unused, [("Objection", "5/5/2010"), ("Granted", "2/4/2012"), ("Withdrawn", "8/8/2013")]);
    assert!(ledger.events[1..].iter().all(|event| provenance(event).unused().is_empty()));
    // the blank name is the key, the blank zone what the mapping says
    let project = Project::replay(ledger.events).unwrap();
    assert_eq!((project.profile().name(), project.profile().zone().as_str()), ("7", "unknown"));
}

#[test]
fn a_status_ends_a_project_on_the_first_of_its_dates() {
    let ledger = imported(
        "1,,,Withdrawn,9/9/2020,,1/3/2010,,,,,2/2/2012\n\
         2,,,Withdrawn,9/9/2020,,1/3/2010,,,,,\n\
         3,,,Refused,9/9/2020,,1/3/2010,,,,,\n\
         4,,,Expired,9/9/2020,,1/3/2010,2/3/2010,,,,\n\
         5,,,Who knows,9/9/2020,,1/3/2010,,,,,\n",
    );
    let last = |key: usize| {
        let record = key as u64;
        told(&ledger.events)
            .into_iter()
            .zip(&ledger.events)
            .rfind(|(_, event)| provenance(event).record() == record)
            .unwrap()
            .0
    };
    assert_eq!(last(1), "closed 2012-02-02 Withdrawn");
    assert_eq!(last(2), "closed 2020-09-09 Updated");
    assert_eq!(last(3), "closed 2010-03-01 -", "undated: on the last recorded date");
    assert_eq!(last(4), "zombie:signed 2020-09-09 Updated");
    assert_eq!(last(5), "negotiating 2010-03-01 Applied");
    assert_eq!(ledger.rows, Vec::<Row>::new());
    assert_eq!(json(&ledger.summary)["stages"], serde_json::json!({"closed": 3, "negotiating": 1, "zombie": 1}));
    assert_eq!(json(&ledger.summary)["edges"]["signed->zombie"], 1);
}

#[test]
fn without_a_step_the_last_update_dates_the_planning() {
    let ledger = imported("1,,,,9/9/2020,,,,,,,\n2,,,Refused,8/9/2020,,,,,,,\n3,,,,,4/4/2004,,,,,,\n");
    assert_eq!(told(&ledger.events), ["planned 2020-09-09 Updated", "planned 2020-09-08 Updated"]);
    assert_eq!(ledger.rows, [row(2, "2", "", "", "refused:outcome_not_allowed"), row(3, "3", "", "", "no_date")]);
    assert!(ledger.details[1].ends_with("Objection = 4/4/2004"), "nothing is lost: {}", ledger.details[1]);
    assert_eq!(
        json(&ledger.summary)["totals"],
        serde_json::json!({"rows": 3, "imported": 2, "not_imported": {"no_date": 1}})
    );
}

#[test]
fn what_is_no_date_is_an_exception_and_counts_as_empty() {
    let ledger = imported("1,,,,9/9/2020,none yet,soon,31/02/2020,2020-03-01,,,x\n2,,,,1/1,,,,,,,\n");
    assert_eq!(told(&ledger.events), ["planned 2020-09-09 Updated"]);
    assert_eq!(
        ledger.rows,
        [
            row(1, "1", "Applied", "soon", "bad_date"),
            row(1, "1", "Granted", "31/02/2020", "bad_date"),
            row(1, "1", "Granted on appeal", "2020-03-01", "bad_date"),
            row(1, "1", "Withdrawn", "x", "bad_date"),
            row(2, "2", "Updated", "1/1", "bad_date"),
            row(2, "2", "", "", "no_date"),
        ]
    );
    assert_eq!(json(&ledger.summary)["exceptions"], serde_json::json!({"bad_date": 5, "no_date": 1}));
}

/// Granted, then started before that, then operating, then withdrawn.
const BACKWARDS: &str = "1,,,Withdrawn,9/9/2020,,1/3/2010,5/4/2011,,3/4/2011,4/6/2013,\n";

#[test]
fn a_step_backwards_is_recorded_on_the_date_of_the_step_before() {
    let ledger = imported(BACKWARDS);
    assert_eq!(
        told(&ledger.events)[2..],
        [
            "signed 2011-04-05 Granted",
            "~registered 2011-04-05 Started",
            "started 2011-04-05 Started",
            "~producing 2013-06-04 Operating",
            "operating 2013-06-04 Operating",
        ]
    );
    let disputed: Vec<_> = ledger.events.iter().map(|event| provenance(event).disputed_cell()).collect();
    assert_eq!(disputed, [None, None, None, None, Some("3/4/2011"), None, None]);
    // what operates is not withdrawn
    let rows = [
        row(1, "1", "Started", "3/4/2011", "disputed"),
        row(1, "1", "Updated", "9/9/2020", "refused:outcome_not_allowed"),
    ];
    assert_eq!(ledger.rows, rows);
}

#[test]
fn a_mapping_may_have_a_step_backwards_refused_and_those_after_it_not_attempted() {
    let strict = MAPPING.replacen("actor =", "contradiction = \"refuse\"\nactor =", 1);
    let ledger = try_import(format!("{HEADER}{BACKWARDS}").as_bytes(), &mapping(&strict), now()).expect("it is good");
    assert_eq!(told(&ledger.events)[2..], ["signed 2011-04-05 Granted"]);
    assert_eq!(
        ledger.rows,
        [
            row(1, "1", "Started", "3/4/2011", "refused:effective_date_regression"),
            row(1, "1", "Operating", "4/6/2013", "not_attempted"),
            row(1, "1", "Updated", "9/9/2020", "not_attempted"),
        ]
    );
    assert_eq!(json(&ledger.summary)["stages"], serde_json::json!({"signed": 1}));
}

#[test]
fn the_law_refuses_what_it_does_not_have() {
    let ledger = imported("1,,,Expired,9/9/2020,,1/3/2010,,,,,\n2,,,Refused,,,1/3/2010,5/4/2011,,,,6/6/2012\n");
    assert_eq!(
        ledger.rows,
        [
            row(1, "1", "Updated", "9/9/2020", "refused:not_permitted"),
            row(2, "2", "Withdrawn", "6/6/2012", "refused:outcome_not_allowed"),
        ]
    );
}

#[test]
fn dates_in_the_future_are_refused() {
    let csv = format!("{HEADER}1,,,,,,1/3/2010,1/8/2024,,,,\n2,Late,,Withdrawn,,3/3/2003,1/8/2024,,,,,\n");
    let unbound = mapping(&format!("bounds = false\n{MAPPING}"));
    let ledger = try_import(csv.as_bytes(), &unbound, now()).unwrap();
    assert_eq!(
        ledger.rows,
        [
            row(1, "1", "Granted", "1/8/2024", "refused:effective_date_in_future"),
            row(2, "2", "Applied", "1/8/2024", "refused:effective_date_in_future"),
            row(2, "2", "Applied", "1/8/2024", "not_attempted"),
            row(2, "2", "", "", "not_attempted"),
        ]
    );
    assert!(ledger.details[1].ends_with("Objection = 3/3/2003"), "{}", ledger.details[1]);
    let totals = &json(&ledger.summary)["totals"];
    assert_eq!(
        *totals,
        serde_json::json!({"rows": 2, "imported": 1, "not_imported": {"refused:effective_date_in_future": 1}})
    );
    // a day later both are history
    let ledger = try_import(csv.as_bytes(), &unbound, "2024-08-01T00:00:00Z".parse().unwrap()).unwrap();
    assert_eq!(ledger.rows, Vec::<Row>::new());
    assert_eq!(told(&ledger.events).last().unwrap(), "closed 2024-08-01 -");
}

#[test]
fn keys_are_there_and_unique() {
    let ledger =
        imported(" 1 ,,,,9/9/2020,,,,,,,\n1,Again,,,9/9/2021,,2/2/2012,,,,,\n\u{3000},None,,,9/9/2021,,,,,,,\n");
    assert_eq!(ledger.rows, [row(2, "1", "Id", "1", "duplicate_id"), row(3, "", "", "", "no_key")]);
    assert!(ledger.details[0].ends_with("Updated = 9/9/2021; Applied = 2/2/2012"), "{}", ledger.details[0]);
    assert_eq!(
        json(&ledger.summary)["totals"],
        serde_json::json!({"rows": 3, "imported": 1, "not_imported": {"duplicate_id": 1, "no_key": 1}})
    );
}

#[test]
fn a_name_or_zone_that_cannot_be_kept_is_an_exception() {
    let huge = format!("x{}", "\u{1}".repeat(12_000));
    let zone = "z".repeat(257);
    let ledger = imported(&format!(
        "1,Nu\0l,,,9/9/2020,,,,,,,\n2,,{zone},,,,1/1/2001,,,,,\n3,{huge},,,9/9/2020,,1/1/2001,,,,,\n4,{},,,9/9/2020,,,,,,,\n\
         \u{200b},,,,9/9/2020,,,,,,,\n",
        "n".repeat(16 * 1024 + 1)
    ));
    assert_eq!(ledger.events, []);
    assert_eq!(ledger.rows[0], row(1, "1", "Name", "Nu\0l", "name_invalid"));
    assert_eq!(ledger.rows[1], row(2, "2", "Zone", &zone, "zone_invalid"));
    assert_eq!(ledger.rows[2], row(2, "2", "Applied", "1/1/2001", "not_attempted"));
    assert_eq!(ledger.rows[3], row(3, "3", "Name", &huge, "refused:record_too_large"), "escaped it is 72 KB");
    assert_eq!(ledger.rows[4], row(3, "3", "Applied", "1/1/2001", "not_attempted"));
    assert_eq!(ledger.rows[5][4], "name_invalid");
    assert_eq!(ledger.rows[6], row(5, "", "", "", "no_key"), "nobody sees it");
    assert_eq!(ledger.details[0], "the text contains U+0000; remove it / 文本含有空字符（U+0000），请删去");
}

#[test]
fn a_record_that_is_not_imported_leaves_the_chain_whole() {
    let huge = format!("x{}", "\u{1}".repeat(12_000));
    let csv = format!("{HEADER}1,{huge},,,9/9/2020,,,,,,,\n2,,,,9/9/2020,,,,,,,\n");
    let mut log = Vec::new();
    import(|| Ok(csv.as_bytes()), "x", &mapping(MAPPING), now(), &mut log, &mut io::sink(), &mut |_| {}).unwrap();
    let verdict = project_lifecycle::verify(log.as_slice()).unwrap();
    assert!(matches!(verdict, project_lifecycle::Verdict::SelfConsistent { head } if head.size() == 2));
}
