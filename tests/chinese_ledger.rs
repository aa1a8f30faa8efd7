//! A Chinese ledger in GB18030 with the faults of real ones, through the law.
//!
//! Its first 25 rows were worked out by hand, one line each below. The totals of the whole file are those of a second
//! import, written apart from the crate and in another language, with the thirteen contradictory rows added by hand; the amounts
//! are added up here once more.

use std::collections::HashMap;

use crate::common::csv::read_csv;
use project_lifecycle::act::Provenance;
use project_lifecycle::import::{Mapping, Summary, import};
use project_lifecycle::project::{Basis, Change};
use project_lifecycle::value::Unit;
use project_lifecycle::{Event, Money, Profile, Project, ProjectId, Record, Verdict, verify};

const CSV: &[u8] = include_bytes!("../examples/data/shenyang-sample.csv");
const MAPPING: &str = include_str!("../examples/data/shenyang-sample.toml");
const NOW: &str = "2019-04-01T00:00:00Z";

struct Imported {
    summary: Summary,
    log: Vec<u8>,
    /// The records' events, by the record's number.
    events: HashMap<u64, Vec<Event>>,
    /// `row,key,column,value,code,detail,line`
    table: Vec<Vec<String>>,
}

fn imported() -> Imported {
    let mapping: Mapping = MAPPING.parse().expect("a mapping");
    let (mut log, mut table) = (Vec::new(), Vec::new());
    let now = NOW.parse().expect("an instant");
    let summary = import(|| Ok(CSV), "shenyang-sample.csv", &mapping, now, &mut log, &mut table, &mut |_| {})
        .expect("the ledger as a whole is good");
    let mut events: HashMap<u64, Vec<Event>> = HashMap::new();
    for line in log.split(|byte| *byte == b'\n').skip(1).filter(|line| !line.is_empty()) {
        let event = Record::parse(line).expect("a record").event().expect("an event");
        events.entry(provenance(&event).record()).or_default().push(event);
    }
    let table = str::from_utf8(&table).expect("UTF-8").strip_prefix('\u{feff}').expect("a byte-order mark");
    let mut table = read_csv(table).split_off(1);
    for cells in &mut table {
        // the only cells that could be taken for a formula
        if cells[3] == "'-" {
            cells[3] = "-".into();
        }
    }
    Imported { summary, log, events, table }
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

/// The ledger's records without the header, as a person would see them in a spreadsheet.
fn ledger() -> (Vec<String>, Vec<Vec<String>>) {
    let (text, _, has_faults) = encoding_rs::GB18030.decode(CSV);
    assert!(!has_faults);
    let mut records = read_csv(&text);
    let header = records.remove(0);
    (header, records)
}

/// Row, key, the stage in which it is left, events, inferred ones among them, total in yuan, exceptions.
///
/// A blank stage is a record that is not imported. The page was read by eye, not by the crate.
const PAGE: &str = "
     1 SY-001 operating    8 0  120000000.00
     2 SY-002 started      6 0  120000000.00
     3 SY-003 signed       3 0   35000000.00
     4 SY-004 registered   4 1  200000000.00
     5 SY-005 planned      1 0  -             placeholder placeholder placeholder
     6 SY-006 negotiating  2 0   86000000.00  bad_date placeholder
     7 SY-007 started      5 0   73005000.00  disputed
     8 SY-008 operating    7 3  980000000.00
     9 SY-003 -            0 0  -             duplicate_id
    10 SY-010 zombie       4 1  150000000.00
    11 SY-011 zombie       6 0 3000000000.00
    12 SY-012 closed       3 0   42000000.00
    13 SY-013 signed       3 0   26000000.00  refused:outcome_not_allowed
    14 SY-014 closed       8 3    9000000.00
    15 SY-015 closed       3 0   50000000.00
    16 SY-016 closed       4 0  650000000.00  placeholder
    17 -      -            0 0  -             no_key
    18 SY-018 -            0 0  -             no_date
    19 SY-019 started      5 0  180000000.00
    20 SY-020 started      5 2  110000000.00
    21 SY-021 negotiating  2 0   85000000.00
    22 SY-022 registered   4 0  234567800.00  date_out_of_bounds status_beyond_stage
    23 SY-023 negotiating  2 0 1200000000.00  refused:not_permitted
    24 SY-024 negotiating  2 0  -             bad_amount bad_value bad_value
    25 SY-025 closed       4 0   12005000.00
";

#[test]
fn a_page_by_hand() {
    let ledger = imported();
    let mut rows = 0;
    for expected in PAGE.lines().filter(|line| !line.trim().is_empty()) {
        rows += 1;
        let expected: Vec<_> = expected.split_whitespace().collect();
        let or_dash = |text: String| if text.is_empty() { "-".into() } else { text };
        let events = ledger.events.get(&rows).cloned().unwrap_or_default();
        let exceptions: Vec<_> = ledger.table.iter().filter(|cells| cells[0] == rows.to_string()).collect();
        let inferred = events.iter().filter(|event| provenance(event).is_inferred()).count();
        let (mut stage, mut total) = (String::new(), String::new());
        if !events.is_empty() {
            let project = Project::replay(events.clone()).expect("a history that the law allows");
            assert_eq!(project.id(), ProjectId::named(&format!("urn:example:shenyang-sample/project/{}", expected[1])));
            stage = project.stage().code().into();
            let sum = project.profile().total_investment().map(|total| total.to_string());
            total = sum.map(|sum| sum.strip_suffix(" CNY").expect("yuan").to_owned()).unwrap_or_default();
        }
        let mut found = vec![rows.to_string(), expected[1].into(), or_dash(stage), events.len().to_string()];
        found.extend([inferred.to_string(), or_dash(total)]);
        found.extend(exceptions.iter().map(|cells| cells[4].clone()));
        assert_eq!(found, expected);
        assert!(exceptions.iter().all(|cells| or_dash(cells[1].clone()) == expected[1]), "{exceptions:?}");
    }
    assert_eq!(rows, 25);
}

/// The rows with a step dated before the one before it: where the ledger has the project, and of which cell the day is not
/// known, with the day of the step before.
const DISPUTED: [(u64, &str, &str, &str, &str); 13] = [
    (7, "started", "registered", "2017-05-01", "2017-06-01"),
    (26, "producing", "signed", "2013-10-02", "2014-10-05"),
    (28, "started", "signed", "2013/10/12", "2014-05-24"),
    (46, "signed", "signed", "42509", "2017-04-22"),
    (52, "started", "signed", "41628", "2015-01-26"),
    (55, "negotiating", "negotiating", "2013-06-30", "2014-03-12"),
    (79, "started", "negotiating", "2012年11月11日", "2014-01-11"),
    // its status calls it a zombie, which nothing is before it was signed
    (115, "negotiating", "negotiating", "2015/12/18", "2016-10-08"),
    (135, "closed", "registered", "2013-12-29", "2015-01-25"),
    (175, "closed", "negotiating", "2014/2/15", "2015-03-09"),
    (178, "operating", "signed", "42611", "2016-11-23"),
    (190, "negotiating", "negotiating", "2013-08-07", "2014-06-02"),
    (199, "zombie", "started", "2017年1月6日", "2017-11-07"),
];

#[test]
fn a_contradictory_date_keeps_the_stage_that_the_ledger_knows() {
    let ledger = imported();
    for (row, stage, disputed, cell, on) in DISPUTED {
        let events = &ledger.events[&row];
        let project = Project::replay(events.iter().cloned()).expect("a history that the law allows");
        assert_eq!(project.stage().code(), stage, "{row}");
        let of_cell: Vec<_> = events.iter().filter(|event| provenance(event).disputed_cell() == Some(cell)).collect();
        let [event] = of_cell[..] else { panic!("{row}: {of_cell:?}") };
        assert_eq!((event.to().stage().code(), event.effective_on().to_string().as_str()), (disputed, on), "{row}");
        let exceptions: Vec<_> =
            ledger.table.iter().filter(|cells| cells[0] == row.to_string() && cells[4] == "disputed").collect();
        let [listed] = exceptions[..] else { panic!("{row}: {exceptions:?}") };
        assert_eq!((listed[3].as_str(), listed[5].contains(on)), (cell, true));
    }
    let disputed = ledger.events.values().flatten().filter(|event| provenance(event).disputed_cell().is_some());
    assert_eq!(disputed.count(), 13);
}

#[test]
fn some_lives_of_the_page_day_by_day() {
    let ledger = imported();
    let told = |row: u64| -> Vec<String> {
        let tell = |event: &Event| {
            let from = provenance(event);
            let inferred = if from.is_inferred() { "~" } else { "" };
            format!("{inferred}{} {} {}", event.to(), event.effective_on(), from.column().unwrap_or("-"))
        };
        ledger.events[&row].iter().map(tell).collect()
    };
    // a serial, dots, slashes and words in one row
    assert_eq!(
        told(2),
        [
            "planned 2016-03-05 策划入库日期",
            "reserve 2016-03-05 策划入库日期",
            "negotiating 2016-05-01 洽谈日期",
            "signed 2016-07-08 签约日期",
            "registered 2016-09-01 注册日期",
            "started 2016-11-11 开工日期",
        ]
    );
    assert_eq!(told(3)[1..], ["negotiating 2017-03-01 洽谈日期", "signed 2017-06-18 签约日期"], "full width");
    assert_eq!(told(10).last().expect("events"), "zombie:signed 2017-12-01 停滞日期");
    assert_eq!(told(16).last().expect("events"), "closed 2018-12-01 更新日期", "`-` is no date");
    let unused = |row: u64| {
        let cells = provenance(&ledger.events[&row][0]).unused();
        cells.iter().map(|cell| (cell.column.as_str(), cell.value.as_str())).collect::<Vec<_>>()
    };
    // a winter stop ends nothing, nor does a stall that was overcome
    assert_eq!(unused(19), [("停滞日期", "2018-12-01")]);
    assert_eq!(unused(20), [("停滞日期", "2016-05-05")]);
    let profile = profile(&ledger.events[&21]);
    assert_eq!((profile.name(), profile.zone().as_str()), ("精密铸造\n二期项目", "经开区"));
    let encodings = |row: u64| ledger.events[&row].iter().filter_map(|event| provenance(event).encoding()).count();
    assert_eq!((encodings(1), encodings(10)), (1, 1), "the planning says how the file was read");
}

fn profile(events: &[Event]) -> Profile {
    Project::replay(events.iter().cloned()).expect("a history that the law allows").profile().clone()
}

#[test]
fn the_whole_file_comes_to_what_a_second_import_found() {
    let Imported { summary, log, events, table } = imported();
    assert_eq!(
        serde_json::to_value(&summary).expect("plain counts"),
        serde_json::json!({
            "totals": {"rows": 200, "imported": 193, "not_imported": {"duplicate_id": 3, "no_date": 2, "no_key": 2}},
            "events": 878,
            "inferred": 59,
            "stages": {
                "closed": 34, "negotiating": 33, "operating": 16, "planned": 9, "producing": 12, "registered": 18,
                "reserve": 5, "signed": 24, "started": 30, "zombie": 12
            },
            "exceptions": {
                "bad_amount": 4, "bad_date": 13, "bad_value": 19, "date_out_of_bounds": 1, "disputed": 13,
                "duplicate_id": 3, "no_date": 2, "no_key": 2, "placeholder": 34, "refused:not_permitted": 5,
                "refused:outcome_not_allowed": 1, "status_beyond_stage": 5
            },
            "edges": {
                "negotiating->closed": 6, "negotiating->signed": 138, "operating->closed": 5,
                "planned->negotiating": 109, "planned->reserve": 75, "producing->closed": 3,
                "producing->operating": 21, "producing->zombie": 2, "registered->closed": 2,
                "registered->started": 84, "registered->zombie": 2, "reserve->closed": 2,
                "reserve->negotiating": 68, "signed->closed": 6, "signed->registered": 106, "signed->zombie": 2,
                "started->closed": 10, "started->producing": 38, "started->zombie": 6
            },
            // 启明传动 stands twice, too, but one of its records has the other's key
            "doubles": [
                {"by": "company", "value": "晶和科技", "rows": [74, 86]},
                {"by": "company", "value": "华澜", "rows": [35, 95]},
                {"by": "company", "value": "鼎和科技", "rows": [60, 111]},
                {"by": "company", "value": "新彩装备", "rows": [67, 163]},
                {"by": "company", "value": "新峰科技", "rows": [177, 188]}
            ],
            "encoding": "gb18030"
        })
    );
    assert_eq!(ledger().1.len(), 200);
    assert_eq!(events.len(), 193);
    assert_eq!(table.len(), 102, "one row for each exception");
    let verdict = verify(log.as_slice()).expect("a slice can be read");
    assert!(matches!(verdict, Verdict::SelfConsistent { head } if head.size() == 1 + 878));
}

/// An amount in fen, by an arithmetic of its own; nothing if the cell is no planned total.
fn fen(cell: &str) -> Option<i128> {
    let narrow = |c: char| match c as u32 {
        wide @ 0xFF01..=0xFF5E => char::from_u32(wide - 0xFEE0).expect("ASCII"),
        _ => c,
    };
    let plain: String = cell.trim().chars().map(narrow).filter(|c| *c != ',' && *c != '元').collect();
    let has_unit = cell.contains(['元', '万', '亿']);
    let (number, places) = match plain.strip_suffix('亿') {
        Some(number) => (number, 10),
        None => match plain.strip_suffix('万') {
            Some(number) => (number, 6),
            None => (&*plain, if has_unit { 2 } else { 6 }),
        },
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() || !(whole.to_owned() + fraction).bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    format!("{whole}{fraction:0<places$}").parse().ok().filter(|fen| *fen > 0)
}

#[test]
fn amounts_add_up_and_every_one_round_trips_to_the_fen() {
    let ledger_read = imported();
    let (header, records) = ledger();
    let place = header.iter().position(|name| name == "计划总投资(万元)").expect("a column");
    let (mut expected, mut sum, mut count) = (0, Money::from_fen(0), 0);
    for (row, cells) in (1..).zip(&records) {
        let Some(events) = ledger_read.events.get(&row) else { continue };
        let total = profile(events).total_investment();
        assert_eq!(total.map(|total| i128::from(total.minor())), fen(&cells[place]), "row {row}: {}", cells[place]);
        let Some(total) = total else { continue };
        count += 1;
        expected += fen(&cells[place]).expect("an amount");
        sum = sum.checked_add(total).expect("within bounds");
        for unit in [Unit::Yuan, Unit::WanYuan, Unit::YiYuan] {
            let written = total.display_in(unit).to_string();
            assert_eq!(Money::parse(&written), Ok(total), "{written}");
            let number = written.strip_suffix(&unit.to_string()).expect("its unit");
            assert_eq!(Money::from_decimal(number, unit), Ok(total), "{number} {unit}");
        }
    }
    assert_eq!((i128::from(sum.minor()), count), (expected, 186));
    // the second import's sum, in exact fractions
    assert_eq!(sum.to_string(), "98958700127.52 CNY");
}

/// Every filled cell of the dated and the profile's columns is told: by an event, an `unused`, an exception, or the
/// profile.
#[test]
fn no_cell_is_lost() {
    let Imported { events, table, .. } = imported();
    let (header, records) = ledger();
    let place = |name: &str| header.iter().position(|column| column == name).expect("a column");
    let dated = [
        "策划入库日期",
        "洽谈日期",
        "签约日期",
        "注册日期",
        "开工日期",
        "投产日期",
        "运营日期",
        "停滞日期",
        "退出日期",
    ];
    let profile_columns = ["计划总投资(万元)", "项目类别", "投资类型", "行业代码", "投资方"];
    for (row, cells) in (1..).zip(&records) {
        let of_row: Vec<_> = table.iter().filter(|cells| cells[0] == row.to_string()).collect();
        let own = events.get(&row).map(Vec::as_slice).unwrap_or_default();
        let in_exceptions = |column: &str, value: &str| {
            let kept = format!("{column} = {value}");
            of_row.iter().any(|cells| (cells[2] == column && cells[3] == value) || cells[5].contains(&kept))
        };
        for column in dated {
            let value = cells[place(column)].trim();
            // the planning repeats the date of one of the steps; of a disputed cell there is an exception, too
            let dates = |event: &Event| {
                let from = provenance(event);
                from.column() == Some(column) && from.disputed_cell().is_none() && !from.is_inferred()
            };
            let is_used = own.iter().skip(1).any(dates);
            let is_unused =
                own.iter().flat_map(|event| provenance(event).unused()).any(|cell| cell.column.as_str() == column);
            let times = u8::from(is_used) + u8::from(is_unused) + u8::from(in_exceptions(column, value));
            assert_eq!(times, u8::from(!value.is_empty()), "row {row}, {column} = {value}");
        }
        for column in profile_columns {
            let value = cells[place(column)].trim();
            if own.is_empty() {
                assert!(value.is_empty() || in_exceptions(column, value), "row {row}, {column} = {value}");
                continue;
            }
            let profile = profile(own);
            let is_read = match column {
                "计划总投资(万元)" => profile.total_investment().is_some(),
                "项目类别" => profile.category().is_some(),
                "行业代码" => profile.industry().is_some(),
                "投资方" => profile.investor().is_some(),
                _ => !in_exceptions(column, value),
            };
            assert_eq!(
                is_read || in_exceptions(column, value),
                !value.is_empty() || column == "投资类型",
                "row {row}, {column}"
            );
            assert!(!(is_read && in_exceptions(column, value)), "row {row}, {column} = {value}");
        }
    }
}
