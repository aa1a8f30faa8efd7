//! A row says a state whole, a change is the difference of two rows, and both databases have the columns of the list.

use proptest::prelude::*;

use super::*;
use crate::lifecycle::{Item, ProjectKind};
use crate::project::Owed;
use crate::value::Currency;
use crate::{ProjectId, Stage};

/// A state with all there is.
fn full() -> CurrentState {
    let day = |day: &str| day.parse().expect("a day");
    CurrentState {
        project: ProjectId::named("drones"),
        version: 9,
        position: "zombie:signed".parse().expect("a position"),
        since: day("2019-03-01"),
        name: Text::new("无".repeat(70)).expect("a text"),
        kind: ProjectKind::PublicWork,
        code: Some("2018-210100-36-03-000003".parse().expect("a code")),
        zone: "hunnan".parse().expect("a zone"),
        officer: Some("officer-7".parse().expect("an id")),
        total_investment: Some(Money::new(i64::MAX, Currency::CNY)),
        invested: vec![Invested {
            measure: InvestmentMeasure::InPlace,
            currency: Currency::CNY,
            year: 2019,
            minor: i128::from(i64::MAX) + 1,
            to: day("2019-03-31"),
            cumulative_to: Some(day("2019-02-28")),
        }],
        schedule: Some(Schedule::new([(Stage::Started, day("2019-09-30"))]).expect("a schedule")),
        owed: vec![Owed { committed: day("2019-03-31"), due: day("2019-06-30"), item: Item::PoolReview, version: 2 }],
        paused_since: Some(day("2019-04-01")),
        noted_on: Some(day("2019-02-11")),
    }
}

/// A state with what each has.
fn bare() -> CurrentState {
    CurrentState {
        project: ProjectId::named("park"),
        version: 1,
        position: Position::START,
        since: "2018-06-01".parse().expect("a day"),
        name: Text::new("p").expect("a text"),
        kind: ProjectKind::Enterprise,
        code: None,
        zone: "tiexi".parse().expect("a zone"),
        officer: None,
        total_investment: None,
        invested: Vec::new(),
        schedule: None,
        owed: Vec::new(),
        paused_since: None,
        noted_on: None,
    }
}

/// A state of the full one's members where a bit is set, else of the bare one's.
fn mixed(bits: u16) -> CurrentState {
    let of = |bit: u16| if bits & (1 << bit) == 0 { bare() } else { full() };
    CurrentState {
        project: of(0).project,
        version: of(1).version,
        position: of(2).position,
        since: of(3).since,
        name: of(4).name,
        kind: of(5).kind,
        code: of(6).code,
        zone: of(7).zone,
        officer: of(8).officer,
        total_investment: of(9).total_investment,
        invested: of(10).invested,
        schedule: of(11).schedule,
        owed: of(12).owed,
        paused_since: of(13).paused_since,
        noted_on: of(14).noted_on,
    }
}

/// The cells of a state by the names of their columns.
fn cells(state: &CurrentState) -> Vec<(&'static str, Cell)> {
    names().zip(Row::from(state).0).collect()
}

#[test]
fn a_state_is_written_as_both_databases_hold_it() {
    let text = |text: &str| Cell::Text(text.into());
    let expected = [
        ("project", text(&ProjectId::named("drones").to_string())),
        ("version", Cell::Integer(9)),
        ("stage", text("zombie")),
        ("stalled_at", text("signed")),
        ("since", text("2019-03-01")),
        ("library", text("promotion_signed")),
        ("name", text(&"无".repeat(70))),
        ("name_key", text(&"无".repeat(64))),
        ("kind", text("public_work")),
        ("code", text("2018-210100-36-03-000003")),
        ("zone", text("hunnan")),
        ("officer", text("officer-7")),
        ("total_minor", Cell::Integer(i64::MAX)),
        ("total_currency", text("CNY")),
        (
            "invested",
            text(
                r#"[{"cumulative_to":"2019-02-28","currency":"CNY","measure":"in_place","minor":"9223372036854775808","to":"2019-03-31","year":2019}]"#,
            ),
        ),
        ("schedule", text(r#"[{"by":"2019-09-30","stage":"started"}]"#)),
        ("owed", text(r#"[{"committed":"2019-03-31","due":"2019-06-30","item":"pool_review","version":2}]"#)),
        ("paused_since", text("2019-04-01")),
        ("noted_on", text("2019-02-11")),
        ("next_due", text("2019-06-30")),
    ];
    assert_eq!(cells(&full()), expected);
    let empty_columns = cells(&bare()).into_iter().filter(|(_, cell)| *cell == Cell::Null).map(|(column, _)| column);
    let may_be_empty = [
        "stalled_at",
        // a planned project is in none
        "library",
        "code",
        "officer",
        "total_minor",
        "total_currency",
        "invested",
        "schedule",
        "owed",
        "paused_since",
        "noted_on",
        "next_due",
    ];
    assert_eq!(empty_columns.collect::<Vec<_>>(), may_be_empty);
}

proptest! {
    #[test]
    fn a_row_is_read_as_the_state_that_it_was_written_from(bits: u16) {
        let state = mixed(bits);
        prop_assert_eq!(CurrentState::try_from(&Row::from(&state)), Ok(state));
    }

    #[test]
    fn what_changed_is_the_difference_of_two_rows(before: u16, after: u16) {
        let (before, after) = (mixed(before), mixed(after));
        let written: Vec<_> = written().map(|column| column.name).collect();
        let differing = cells(&before).into_iter().zip(cells(&after)).filter(|(before, after)| before != after);
        let differing: Vec<_> = differing.map(|(_, after)| after).filter(|(name, _)| written.contains(name)).collect();
        prop_assert_eq!(changed(Some(&before), &after), differing);
    }

    #[test]
    fn what_planning_did_not_write_is_what_is_not_empty(bits: u16) {
        let planned = ["name", "name_key", "kind", "zone"];
        let beside = |name: &&str| !["project", "version", "stage", "stalled_at", "since"].contains(name);
        let more = cells(&mixed(bits)).into_iter().filter(|(name, cell)| beside(name) && *cell != Cell::Null);
        let more: Vec<_> = more.filter(|(name, _)| !planned.contains(name)).collect();
        prop_assert_eq!(changed(None, &mixed(bits)), more);
    }
}

#[test]
fn a_cell_that_no_store_writes_is_named() {
    let text = |text: &str| Cell::Text(text.into());
    for (column, cell, why) in [
        ("project", Cell::Integer(7), "the number 7 is no text"),
        ("version", Cell::Integer(-1), "out of range integral type conversion attempted"),
        ("version", text("9"), "the text `9` is no number"),
        ("version", Cell::Null, "it is empty"),
        ("since", Cell::Null, "it is empty"),
        ("total_currency", Cell::Null, "an amount has both"),
        ("total_minor", Cell::Null, "an amount has both"),
        ("library", text("planning"), "it does not follow from the other columns"),
        ("name_key", text("无"), "it does not follow from the other columns"),
        ("next_due", Cell::Null, "it does not follow from the other columns"),
        ("owed", text("[]x"), "trailing characters at line 1 column 3"),
    ] {
        let mut row = Row::from(&full());
        let place = names().position(|name| name == column).expect("a column");
        row.0[place] = cell;
        let error = CurrentState::try_from(&row).expect_err("no store writes it");
        let column = if column == "total_minor" { "total_currency" } else { column };
        assert_eq!(error.to_string(), format!("the column `{column}` holds what no store writes: {why}"));
    }
    for (column, odd) in [
        ("stage", "signed"),
        ("name", ""),
        ("stalled_at", "planned"),
        ("kind", "x"),
        ("code", "x"),
        ("schedule", "[]"),
        ("invested", "1"),
    ] {
        let mut row = Row::from(&full());
        let place = names().position(|name| name == column).expect("a column");
        row.0[place] = text(odd);
        assert!(CurrentState::try_from(&row).is_err(), "{column}: {odd}");
    }
}

/// The two schemas say the columns in SQL of their own.
#[test]
fn both_databases_have_these_columns() {
    for (schema, table) in [
        (include_str!("../../sqlite/0001_log.sql"), "CREATE TABLE current ("),
        (include_str!("../../postgres/0001_log.sql"), "CREATE TABLE lifecycle.current ("),
    ] {
        let (_, columns) = schema.split_once(table).expect("the table");
        let (columns, _) = columns.split_once("\n)").expect("its end");
        let first = columns.lines().filter_map(|line| line.split_whitespace().next());
        let first: Vec<_> = first.filter(|word| *word != "PRIMARY").collect();
        assert_eq!(first, ["log"].into_iter().chain(names()).collect::<Vec<_>>());
    }
}

/// In PostgreSQL the trigger writes what the crate says, too.
#[test]
fn the_trigger_of_postgresql_writes_all_that_is_the_crates_to_write() {
    let schema = include_str!("../../postgres/0001_log.sql").split_whitespace().collect::<Vec<_>>().join(" ");
    let columns: Vec<_> = written().map(|column| column.name).collect();
    let count = |list: &str| schema.matches(list).count();
    // when a project is planned, and when it goes on
    assert_eq!(count(&format!(" {} ) SELECT", columns.join(", "))), 1);
    // and when it goes on, or is written over
    assert_eq!(count(&format!(" ({}) = (", columns.join(", "))), 2);
    assert_eq!(count(&format!(" n.{} FROM", columns.join(", n."))), 3);
}
