//! A project's current state as a row of cells, by one list of its columns.

use std::fmt::Display;
use std::str::FromStr;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::page_key::name_key;
use crate::evidence::Schedule;
use crate::lifecycle::{Library, Position};
use crate::project::{CurrentState, Invested, InvestmentMeasure};
use crate::{Day, Money, Text};

/// A column: what it is called, who writes it, and how a state is written in it.
pub(in crate::store) struct Column {
    pub(in crate::store) name: &'static str,
    writer: Writer,
    is_same: fn(&CurrentState, &CurrentState) -> bool,
    cell: fn(&CurrentState) -> Cell,
}

/// Who writes a column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Writer {
    /// The database alone, from the events.
    Database,
    /// The crate, and before it the database when a project is planned.
    Both,
    /// The crate alone.
    Crate,
}

/// A value of a column or a parameter. In JSON it is null, a number or a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, try_from = "Value")]
pub(in crate::store) enum Cell {
    Null,
    Integer(i64),
    Text(String),
}

/// Reading each variant in turn would word an error for each text.
impl TryFrom<Value> for Cell {
    type Error = &'static str;

    fn try_from(value: Value) -> Result<Self, Self::Error> {
        match value {
            Value::Null => Ok(Self::Null),
            Value::Number(number) => number.as_i64().map(Self::Integer).ok_or("a number of a column has 64 bits"),
            Value::String(text) => Ok(Self::Text(text)),
            Value::Bool(_) | Value::Array(_) | Value::Object(_) => Err("a column is null, a number or a text"),
        }
    }
}

/// `name, writer, state => member, cell`: two states are the same in a column if the member is, and only then is its cell
/// the same; the cell is made only where it is needed.
macro_rules! column {
    ($name:literal, $writer:ident, $state:ident => $member:expr, $cell:expr) => {
        Column {
            name: $name,
            writer: Writer::$writer,
            is_same: |one, other| {
                let $state = one;
                let member = $member;
                let $state = other;
                member == $member
            },
            cell: |$state| $cell($member),
        }
    };
}

/// The columns of the table of current states beside its `log`. Days are `YYYY-MM-DD`, which sort as text; lists are JSON.
static COLUMNS: [Column; 20] = [
    column!("project", Database, state => state.project, text),
    column!("version", Database, state => state.version, count),
    column!("stage", Database, state => state.position.stage(), text),
    column!("stalled_at", Database, state => state.position.stalled_at(), text_if),
    column!("since", Database, state => state.since, text),
    column!("library", Crate, state => state.library().map(Library::code), text_if),
    column!("name", Both, state => state.name.as_str(), text),
    column!("name_key", Both, state => name_key(state.name.as_str()), text),
    column!("kind", Both, state => state.kind, text),
    column!("code", Crate, state => state.code, text_if),
    column!("zone", Both, state => &state.zone, text),
    column!("officer", Crate, state => state.officer.as_ref(), text_if),
    column!("total_minor", Crate, state => state.total_investment.map(Money::minor), integer_if),
    column!("total_currency", Crate, state => state.total_investment.map(Money::currency), text_if),
    column!("invested", Crate, state => state.invested.as_slice(), sums),
    column!("schedule", Crate, state => state.schedule.as_ref(), planned),
    column!("owed", Crate, state => state.owed.as_slice(), list),
    column!("paused_since", Crate, state => state.paused_since, text_if),
    column!("noted_on", Crate, state => state.noted_on, text_if),
    column!("next_due", Crate, state => state.next_due(), text_if),
];

/// Every column, in the order of a [`Row`].
pub(in crate::store) fn names() -> impl Iterator<Item = &'static str> {
    COLUMNS.iter().map(|column| column.name)
}

/// Those that are the crate's to write.
pub(in crate::store) fn written() -> impl Iterator<Item = &'static Column> {
    COLUMNS.iter().filter(|column| column.writer != Writer::Database)
}

/// Selects rows from the table of current states.
pub(in crate::store) fn select(table: &str) -> String {
    format!("SELECT {} FROM {table}", names().collect::<Vec<_>>().join(", "))
}

/// The columns of the crate that an event changed, with their cells; without a state before, those that the database did
/// not write when the project was planned.
pub(in crate::store) fn changed(before: Option<&CurrentState>, after: &CurrentState) -> Vec<(&'static str, Cell)> {
    let differs = |column: &&Column| match before {
        Some(before) => !(column.is_same)(before, after),
        None => column.writer == Writer::Crate && column.cell(after) != Cell::Null,
    };
    written().filter(differs).map(|column| (column.name, column.cell(after))).collect()
}

impl Column {
    /// What a state is in the column.
    pub(in crate::store) fn cell(&self, state: &CurrentState) -> Cell {
        (self.cell)(state)
    }
}

/// A cell for each column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) struct Row([Cell; COLUMNS.len()]);

impl From<&CurrentState> for Row {
    fn from(state: &CurrentState) -> Self {
        Self(COLUMNS.each_ref().map(|column| column.cell(state)))
    }
}

impl Row {
    /// A row of the cells that a database gives, each asked for by its place and its column.
    pub(in crate::store) fn read<E>(mut cell: impl FnMut(usize, &str) -> Result<Cell, E>) -> Result<Self, E> {
        let mut row = [const { Cell::Null }; COLUMNS.len()];
        for (place, (into, column)) in row.iter_mut().zip(names()).enumerate() {
            *into = cell(place, column)?;
        }
        Ok(Self(row))
    }

    #[cfg(feature = "sqlite")]
    pub(in crate::store) fn cells(&self) -> &[Cell] {
        &self.0
    }

    /// The project's id, as it stands there.
    pub(in crate::store) fn project(&self) -> &str {
        let [Cell::Text(project), ..] = &self.0 else { return "without an id" };
        project
    }

    /// The project's version, which the database set from its events.
    #[cfg(feature = "postgres")]
    pub(in crate::store) fn version(&self) -> Result<u64, ColumnsError> {
        let [_, version, ..] = self.kept();
        version.count()
    }

    /// Whether all that the database set from the events is so in a state.
    #[cfg(feature = "postgres")]
    pub(in crate::store) fn follows_events(&self, state: &CurrentState) -> bool {
        let mut from_events = self.kept().into_iter().filter(|kept| kept.column.writer == Writer::Database);
        from_events.all(|kept| kept.is_of(state))
    }

    /// Each cell with its column.
    fn kept(&self) -> [Kept<'_>; COLUMNS.len()] {
        let mut columns = COLUMNS.iter();
        self.0.each_ref().map(|cell| Kept { column: columns.next().expect("one for each cell"), cell })
    }
}

fn text(value: impl Display) -> Cell {
    Cell::Text(value.to_string())
}

fn text_if(value: Option<impl Display>) -> Cell {
    value.map_or(Cell::Null, text)
}

fn integer_if(value: Option<i64>) -> Cell {
    value.map_or(Cell::Null, Cell::Integer)
}

fn count(count: u64) -> Cell {
    Cell::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}

/// A list as JSON; null if it is empty.
fn list<T: Serialize>(list: &[T]) -> Cell {
    if list.is_empty() {
        return Cell::Null;
    }
    Cell::Text(serde_json::to_string(list).expect("plain members have a JSON form"))
}

/// A sum of investment reports as JSON. The amount is a text, because it may be larger than any number of JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sum {
    cumulative_to: Option<Day>,
    currency: String,
    measure: InvestmentMeasure,
    minor: String,
    to: Day,
    year: i32,
}

fn sums(invested: &[Invested]) -> Cell {
    let sum = |sum: &Invested| Sum {
        cumulative_to: sum.cumulative_to,
        currency: sum.currency.to_string(),
        measure: sum.measure,
        minor: sum.minor.to_string(),
        to: sum.to,
        year: sum.year,
    };
    list(&invested.iter().map(sum).collect::<Vec<_>>())
}

fn planned(schedule: Option<&Schedule>) -> Cell {
    list(schedule.map_or(&[], Schedule::planned))
}

/// A row that no store wrote.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the column `{column}` holds what no store writes: {why}")]
pub(in crate::store) struct ColumnsError {
    pub(in crate::store) column: &'static str,
    pub(in crate::store) why: String,
}

impl TryFrom<&Row> for CurrentState {
    type Error = ColumnsError;

    fn try_from(row: &Row) -> Result<Self, ColumnsError> {
        let [
            project,
            version,
            stage,
            stalled_at,
            since,
            library,
            name,
            name_key,
            kind,
            code,
            zone,
            officer,
            total_minor,
            total_currency,
            invested,
            schedule,
            owed,
            paused_since,
            noted_on,
            next_due,
        ] = row.kept();
        let position: Position = match stalled_at.text_if()? {
            None => stage.parsed()?,
            Some(origin) => stalled_at.parse(&format!("{}:{origin}", stage.text()?))?,
        };
        let total = match (total_minor.integer_if()?, total_currency.parsed_if()?) {
            (Some(minor), Some(currency)) => Some(Money::new(minor, currency)),
            (None, None) => None,
            _ => return Err(total_currency.wrong("an amount has both")),
        };
        let sum = |sum: Sum| {
            let (currency, minor) = (invested.parse(&sum.currency)?, invested.parse(&sum.minor)?);
            let Sum { cumulative_to, measure, to, year, .. } = sum;
            Ok(Invested { measure, currency, year, minor, to, cumulative_to })
        };
        let sums = invested.json_if::<Vec<_>>()?.unwrap_or_default().into_iter().map(sum);
        let state = Self {
            project: project.parsed()?,
            version: version.count()?,
            position,
            since: since.parsed()?,
            name: Text::new(name.text()?).map_err(|why| name.wrong(why))?,
            kind: kind.parsed()?,
            code: code.parsed_if()?,
            zone: zone.parsed()?,
            officer: officer.parsed_if()?,
            total_investment: total,
            invested: sums.collect::<Result<_, ColumnsError>>()?,
            schedule: schedule.json_if()?,
            owed: owed.json_if()?.unwrap_or_default(),
            paused_since: paused_since.parsed_if()?,
            noted_on: noted_on.parsed_if()?,
        };
        // what follows from the rest must do so
        match [library, name_key, next_due].into_iter().find(|kept| !kept.is_of(&state)) {
            None => Ok(state),
            Some(other) => Err(other.wrong("it does not follow from the other columns")),
        }
    }
}

/// A cell as a database kept it, with its column.
#[derive(Clone, Copy)]
struct Kept<'a> {
    column: &'static Column,
    cell: &'a Cell,
}

impl<'a> Kept<'a> {
    fn is_of(self, state: &CurrentState) -> bool {
        self.column.cell(state) == *self.cell
    }

    fn wrong(self, why: impl Display) -> ColumnsError {
        ColumnsError { column: self.column.name, why: why.to_string() }
    }

    fn text_if(self) -> Result<Option<&'a str>, ColumnsError> {
        match self.cell {
            Cell::Null => Ok(None),
            Cell::Text(text) => Ok(Some(text)),
            Cell::Integer(number) => Err(self.wrong(format!("the number {number} is no text"))),
        }
    }

    fn text(self) -> Result<&'a str, ColumnsError> {
        self.text_if()?.ok_or_else(|| self.wrong("it is empty"))
    }

    fn integer_if(self) -> Result<Option<i64>, ColumnsError> {
        match self.cell {
            Cell::Null => Ok(None),
            Cell::Integer(number) => Ok(Some(*number)),
            Cell::Text(text) => Err(self.wrong(format!("the text `{text}` is no number"))),
        }
    }

    fn count(self) -> Result<u64, ColumnsError> {
        let number = self.integer_if()?.ok_or_else(|| self.wrong("it is empty"))?;
        u64::try_from(number).map_err(|why| self.wrong(why))
    }

    fn parse<T: FromStr<Err: Display>>(self, text: &str) -> Result<T, ColumnsError> {
        text.parse().map_err(|why| self.wrong(why))
    }

    fn parsed<T: FromStr<Err: Display>>(self) -> Result<T, ColumnsError> {
        self.parse(self.text()?)
    }

    fn parsed_if<T: FromStr<Err: Display>>(self) -> Result<Option<T>, ColumnsError> {
        self.text_if()?.map(|text| self.parse(text)).transpose()
    }

    fn json_if<T: DeserializeOwned>(self) -> Result<Option<T>, ColumnsError> {
        let json = self.text_if()?.map(serde_json::from_str);
        json.transpose().map_err(|why: serde_json::Error| self.wrong(why))
    }
}

#[cfg(test)]
mod tests;
