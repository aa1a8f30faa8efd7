//! A project's current state as the columns of a row.

use std::str::FromStr;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::super::current::name_key;
use crate::evidence::Schedule;
use crate::lifecycle::{Library, Position};
use crate::project::{CurrentState, Invested, InvestmentMeasure};
use crate::{Money, Text};

/// The columns that a store writes, in the order of [`Columns`]' members. `stage`, `stalled_at`, `since` and `version` are
/// not among them: the database sets them from the events.
pub(in crate::store) const COLUMNS: [&str; 14] = [
    "library",
    "name",
    "name_key",
    "kind",
    "code",
    "zone",
    "officer",
    "total_minor",
    "total_currency",
    "invested",
    "schedule",
    "owed",
    "paused_since",
    "next_due",
];

/// A row. Days are `YYYY-MM-DD`, which sort as text; lists are JSON. As JSON it shows only [`COLUMNS`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::store) struct Columns {
    #[serde(skip_serializing)]
    pub(in crate::store) project: String,
    #[serde(skip_serializing)]
    pub(in crate::store) version: i64,
    #[serde(skip_serializing)]
    pub(in crate::store) stage: String,
    #[serde(skip_serializing)]
    pub(in crate::store) stalled_at: Option<String>,
    #[serde(skip_serializing)]
    pub(in crate::store) since: String,
    pub(in crate::store) library: Option<String>,
    pub(in crate::store) name: String,
    pub(in crate::store) name_key: String,
    pub(in crate::store) kind: String,
    pub(in crate::store) code: Option<String>,
    pub(in crate::store) zone: String,
    pub(in crate::store) officer: Option<String>,
    pub(in crate::store) total_minor: Option<i64>,
    pub(in crate::store) total_currency: Option<String>,
    pub(in crate::store) invested: Option<String>,
    pub(in crate::store) schedule: Option<String>,
    pub(in crate::store) owed: Option<String>,
    pub(in crate::store) paused_since: Option<String>,
    pub(in crate::store) next_due: Option<String>,
}

/// A row that no store wrote.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the column `{column}` holds what no store writes: {why}")]
pub(in crate::store) struct ColumnsError {
    pub(in crate::store) column: &'static str,
    pub(in crate::store) why: String,
}

/// A sum of investment reports as JSON. The amount is a text, for it may be larger than any number of JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sum {
    currency: String,
    measure: InvestmentMeasure,
    minor: String,
}

/// A value as a column takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) enum Cell {
    Integer(Option<i64>),
    Text(Option<String>),
}

impl From<&CurrentState> for Columns {
    fn from(state: &CurrentState) -> Self {
        Self {
            project: state.project.to_string(),
            version: i64::try_from(state.version).unwrap_or(i64::MAX),
            stage: state.position.stage().to_string(),
            stalled_at: text(state.position.stalled_at()),
            since: state.since.to_string(),
            library: text(state.library().map(Library::code)),
            name: state.name.as_str().into(),
            name_key: name_key(state.name.as_str()).into(),
            kind: state.kind.to_string(),
            code: text(state.code),
            zone: state.zone.to_string(),
            officer: text(state.officer.as_ref()),
            total_minor: state.total_investment.map(Money::minor),
            total_currency: text(state.total_investment.map(Money::currency)),
            invested: sums(state),
            schedule: planned(state),
            owed: list(&state.owed),
            paused_since: text(state.paused_since),
            next_due: text(state.next_due()),
        }
    }
}

/// The columns that an event changed, with their values; without a state before, those that the trigger did not write when
/// the project was planned.
pub(in crate::store) fn changed(before: Option<&CurrentState>, after: &CurrentState) -> Vec<(&'static str, Cell)> {
    let mut changed = Vec::new();
    let mut see = |is_changed: bool, column: &'static str, cell: &dyn Fn() -> Cell| {
        if is_changed {
            changed.push((column, cell()));
        }
    };
    let is = |same: &dyn Fn(&CurrentState) -> bool, fresh: bool| before.map_or(!fresh, |before| !same(before));
    let library = after.library();
    see(is(&|before| before.library() == library, library.is_none()), "library", &|| {
        Cell::Text(text(library.map(Library::code)))
    });
    let renamed = is(&|before| before.name == after.name, true);
    see(renamed, "name", &|| Cell::Text(Some(after.name.as_str().into())));
    see(renamed, "name_key", &|| Cell::Text(Some(name_key(after.name.as_str()).into())));
    see(is(&|before| before.kind == after.kind, true), "kind", &|| Cell::Text(text(Some(after.kind))));
    see(is(&|before| before.code == after.code, after.code.is_none()), "code", &|| Cell::Text(text(after.code)));
    see(is(&|before| before.zone == after.zone, true), "zone", &|| Cell::Text(text(Some(&after.zone))));
    see(is(&|before| before.officer == after.officer, after.officer.is_none()), "officer", &|| {
        Cell::Text(text(after.officer.as_ref()))
    });
    let total = after.total_investment;
    let revised = is(&|before| before.total_investment == total, total.is_none());
    see(revised, "total_minor", &|| Cell::Integer(total.map(Money::minor)));
    see(revised, "total_currency", &|| Cell::Text(text(total.map(Money::currency))));
    see(is(&|before| before.invested == after.invested, after.invested.is_empty()), "invested", &|| {
        Cell::Text(sums(after))
    });
    see(is(&|before| before.schedule == after.schedule, after.schedule.is_none()), "schedule", &|| {
        Cell::Text(planned(after))
    });
    see(is(&|before| before.owed == after.owed, after.owed.is_empty()), "owed", &|| Cell::Text(list(&after.owed)));
    see(is(&|before| before.paused_since == after.paused_since, after.paused_since.is_none()), "paused_since", &|| {
        Cell::Text(text(after.paused_since))
    });
    let due = after.next_due();
    see(is(&|before| before.next_due() == due, due.is_none()), "next_due", &|| Cell::Text(text(due)));
    changed
}

fn text(value: Option<impl std::fmt::Display>) -> Option<String> {
    value.map(|value| value.to_string())
}

fn sums(state: &CurrentState) -> Option<String> {
    let sum =
        |sum: &Invested| Sum { currency: sum.currency.to_string(), measure: sum.measure, minor: sum.minor.to_string() };
    list(&state.invested.iter().map(sum).collect::<Vec<_>>())
}

fn planned(state: &CurrentState) -> Option<String> {
    list(state.schedule.as_ref().map_or(&[], Schedule::planned))
}

/// A list as JSON; nothing for none.
fn list<T: Serialize>(list: &[T]) -> Option<String> {
    let json = || serde_json::to_string(list).expect("plain members have a JSON form");
    (!list.is_empty()).then(json)
}

/// Reads one column.
fn read<T: FromStr<Err: std::fmt::Display>>(column: &'static str, text: &str) -> Result<T, ColumnsError> {
    text.parse().map_err(|why: T::Err| ColumnsError { column, why: why.to_string() })
}

/// Reads one column that may be empty.
fn read_if<T: FromStr<Err: std::fmt::Display>>(
    column: &'static str,
    text: Option<&str>,
) -> Result<Option<T>, ColumnsError> {
    text.map(|text| read(column, text)).transpose()
}

/// Reads a column that holds a list.
fn read_list<T: DeserializeOwned>(column: &'static str, json: Option<&str>) -> Result<Vec<T>, ColumnsError> {
    let wrong = |why: serde_json::Error| ColumnsError { column, why: why.to_string() };
    json.map_or_else(|| Ok(Vec::new()), |json| serde_json::from_str(json).map_err(wrong))
}

impl TryFrom<&Columns> for CurrentState {
    type Error = ColumnsError;

    fn try_from(row: &Columns) -> Result<Self, ColumnsError> {
        let wrong = |column, why: &dyn std::fmt::Display| ColumnsError { column, why: why.to_string() };
        let position: Position = match &row.stalled_at {
            None => read("stage", &row.stage)?,
            Some(stalled_at) => read("stalled_at", &format!("{}:{stalled_at}", row.stage))?,
        };
        let total = match (row.total_minor, &row.total_currency) {
            (Some(minor), Some(currency)) => Some(Money::new(minor, read("total_currency", currency)?)),
            (None, None) => None,
            _ => return Err(wrong("total_currency", &"an amount has both")),
        };
        let sum = |sum: Sum| {
            let (currency, minor) = (read("invested", &sum.currency)?, read("invested", &sum.minor)?);
            Ok(Invested { measure: sum.measure, currency, minor })
        };
        let invested = read_list("invested", row.invested.as_deref())?.into_iter().map(sum);
        let schedule: Option<Result<Schedule, _>> = row.schedule.as_deref().map(serde_json::from_str);
        let state = Self {
            project: read("project", &row.project)?,
            version: u64::try_from(row.version).map_err(|why| wrong("version", &why))?,
            position,
            since: read("since", &row.since)?,
            name: Text::new(&*row.name).map_err(|why| wrong("name", &why))?,
            kind: read("kind", &row.kind)?,
            code: read_if("code", row.code.as_deref())?,
            zone: read("zone", &row.zone)?,
            officer: read_if("officer", row.officer.as_deref())?,
            total_investment: total,
            invested: invested.collect::<Result<_, ColumnsError>>()?,
            schedule: schedule.transpose().map_err(|why| wrong("schedule", &why))?,
            owed: read_list("owed", row.owed.as_deref())?,
            paused_since: read_if("paused_since", row.paused_since.as_deref())?,
        };
        // what follows from the rest must do so
        let derived = [
            ("library", row.library.as_deref() == state.library().map(Library::code)),
            ("name_key", row.name_key == name_key(&row.name)),
            ("next_due", row.next_due == text(state.next_due())),
        ];
        match derived.into_iter().find(|(_, follows)| !follows) {
            None => Ok(state),
            Some((column, _)) => Err(wrong(column, &"it does not follow from the other columns")),
        }
    }
}
