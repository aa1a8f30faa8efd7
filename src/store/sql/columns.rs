//! A project's current state as the columns of a row.

use std::str::FromStr;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::super::current::name_key;
use crate::{CurrentState, Invested, InvestmentMeasure, Money, Position, Schedule, Text};

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

/// A row. Days are `YYYY-MM-DD`, which sort as text; lists are JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) struct Columns {
    pub(in crate::store) project: String,
    pub(in crate::store) version: i64,
    pub(in crate::store) stage: String,
    pub(in crate::store) stalled_at: Option<String>,
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

impl From<&CurrentState> for Columns {
    fn from(state: &CurrentState) -> Self {
        let text = |value: &dyn std::fmt::Display| value.to_string();
        let sum = |sum: &Invested| Sum {
            currency: sum.currency.to_string(),
            measure: sum.measure,
            minor: sum.minor.to_string(),
        };
        Self {
            project: state.project.to_string(),
            version: i64::try_from(state.version).unwrap_or(i64::MAX),
            stage: state.position.stage().to_string(),
            stalled_at: state.position.stalled_at().map(|stage| text(&stage)),
            since: state.since.to_string(),
            library: state.library().map(|library| library.code().into()),
            name: state.name.as_str().into(),
            name_key: name_key(state.name.as_str()).into(),
            kind: state.kind.to_string(),
            code: state.code.as_ref().map(|code| text(code)),
            zone: state.zone.to_string(),
            officer: state.officer.as_ref().map(|officer| text(officer)),
            total_minor: state.total_investment.map(Money::minor),
            total_currency: state.total_investment.map(|total| text(&total.currency())),
            invested: list(&state.invested.iter().map(sum).collect::<Vec<_>>()),
            schedule: list(state.schedule.as_ref().map_or(&[], Schedule::planned)),
            owed: list(&state.owed),
            paused_since: state.paused_since.map(|day| text(&day)),
            next_due: state.next_due().map(|day| text(&day)),
        }
    }
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
        Ok(Self {
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
        })
    }
}
