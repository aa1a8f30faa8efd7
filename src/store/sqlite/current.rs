//! The current state of every project, kept in the transaction that appends its events.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use rusqlite::types::{ToSql, ToSqlOutput};
use rusqlite::{Connection, OptionalExtension as _, Row, params, params_from_iter};

use super::super::sql::{COLUMNS, Columns, Select, Value};
use super::SqliteStore;
use super::fault::{corrupt, fault};
use super::read::stream;
use crate::{
    AppendError, CurrentState, CurrentStates, Event, Page, Project, ProjectId, ProjectQuery, StoreError, Upcasters,
};

/// Moves the current state of an event's project on, which stands in the stream already. Only the columns that change are
/// written: each has its price in indexes. `states` remembers the projects of the batch.
pub(super) fn follow(
    connection: &Connection,
    log: i64,
    event: &Event,
    states: &mut HashMap<ProjectId, CurrentState>,
) -> Result<(), StoreError> {
    let project = event.project();
    let (before, after) = match states.entry(project) {
        Entry::Occupied(state) => {
            let state = state.remove();
            (Some(Columns::from(&state)), state.after(event))
        }
        Entry::Vacant(_) if event.version() == 1 => (None, CurrentState::planned(event)),
        Entry::Vacant(_) => match select(connection, log, project)? {
            // the trigger has moved the version on already
            Some(mut row) => {
                row.version -= 1;
                let state = state(&row)?;
                (Some(row), state.after(event))
            }
            None => (None, None),
        },
    };
    let after = match after {
        Some(after) => after,
        None => fold(connection, log, project)?,
    };
    write_changes(connection, log, before.as_ref(), &Columns::from(&after))?;
    states.insert(project, after);
    Ok(())
}

/// Folds a project's whole stream.
fn fold(connection: &Connection, log: i64, project: ProjectId) -> Result<CurrentState, StoreError> {
    let what = || format!("the history of project {project}");
    let records = stream(connection, log, project.into())?;
    let events = records.iter().map(|record| record.event_with(&Upcasters::new()));
    let events = events.collect::<Result<Vec<_>, _>>().map_err(|why| corrupt(what(), why))?;
    let project = Project::replay(events).map_err(|why| corrupt(what(), why))?;
    Ok(CurrentState::from(&project))
}

/// A column's value as SQLite takes it.
#[derive(PartialEq)]
enum Cell<'a> {
    Integer(Option<i64>),
    Text(Option<&'a str>),
}

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Integer(number) => number.to_sql()?,
            Self::Text(text) => text.to_sql()?,
        })
    }
}

/// The values of [`COLUMNS`].
fn cells(row: &Columns) -> [Cell<'_>; COLUMNS.len()] {
    [
        Cell::Text(row.library.as_deref()),
        Cell::Text(Some(&row.name)),
        Cell::Text(Some(&row.name_key)),
        Cell::Text(Some(&row.kind)),
        Cell::Text(row.code.as_deref()),
        Cell::Text(Some(&row.zone)),
        Cell::Text(row.officer.as_deref()),
        Cell::Integer(row.total_minor),
        Cell::Text(row.total_currency.as_deref()),
        Cell::Text(row.invested.as_deref()),
        Cell::Text(row.schedule.as_deref()),
        Cell::Text(row.owed.as_deref()),
        Cell::Text(row.paused_since.as_deref()),
        Cell::Text(row.next_due.as_deref()),
    ]
}

/// What the trigger writes of a project that is planned.
fn planned(row: &Columns) -> Columns {
    Columns {
        library: None,
        code: None,
        officer: None,
        total_minor: None,
        total_currency: None,
        invested: None,
        schedule: None,
        owed: None,
        paused_since: None,
        next_due: None,
        ..row.clone()
    }
}

/// Writes what changed in a row; without a row before, what the trigger did not write.
fn write_changes(
    connection: &Connection,
    log: i64,
    before: Option<&Columns>,
    after: &Columns,
) -> Result<(), StoreError> {
    let fresh;
    let before = match before {
        Some(before) => before,
        None => {
            fresh = planned(after);
            &fresh
        }
    };
    let (old, new) = (cells(before), cells(after));
    let changed: Vec<usize> = (0..COLUMNS.len()).filter(|column| old[*column] != new[*column]).collect();
    if changed.is_empty() {
        return Ok(());
    }
    let set: Vec<_> =
        changed.iter().enumerate().map(|(place, column)| format!("{} = ?{}", COLUMNS[*column], place + 3)).collect();
    let update = format!("UPDATE current SET {} WHERE log = ?1 AND project = ?2", set.join(", "));
    let mut update = connection.prepare_cached(&update).map_err(fault)?;
    let keys: [&dyn ToSql; 2] = [&log, &after.project];
    let values = keys.into_iter().chain(changed.iter().map(|column| &new[*column] as &dyn ToSql));
    update.execute(params_from_iter(values)).map_err(fault)?;
    Ok(())
}

/// The columns of a row, in the order in which [`columns`] reads them.
const SELECT: &str = "SELECT project, version, stage, stalled_at, since, library, name, name_key, kind, code, zone, \
    officer, total_minor, total_currency, invested, schedule, owed, paused_since, next_due FROM current";

fn columns(row: &Row<'_>) -> rusqlite::Result<Columns> {
    Ok(Columns {
        project: row.get(0)?,
        version: row.get(1)?,
        stage: row.get(2)?,
        stalled_at: row.get(3)?,
        since: row.get(4)?,
        library: row.get(5)?,
        name: row.get(6)?,
        name_key: row.get(7)?,
        kind: row.get(8)?,
        code: row.get(9)?,
        zone: row.get(10)?,
        officer: row.get(11)?,
        total_minor: row.get(12)?,
        total_currency: row.get(13)?,
        invested: row.get(14)?,
        schedule: row.get(15)?,
        owed: row.get(16)?,
        paused_since: row.get(17)?,
        next_due: row.get(18)?,
    })
}

fn select(connection: &Connection, log: i64, project: ProjectId) -> Result<Option<Columns>, StoreError> {
    let mut select = connection.prepare_cached(&format!("{SELECT} WHERE log = ?1 AND project = ?2")).map_err(fault)?;
    select.query_row(params![log, project.to_string()], columns).optional().map_err(fault)
}

fn state(row: &Columns) -> Result<CurrentState, StoreError> {
    CurrentState::try_from(row).map_err(|why| corrupt(format!("the current state of project {}", row.project), why))
}

impl CurrentStates for SqliteStore {
    fn current(&self, project: ProjectId) -> Result<Option<CurrentState>, StoreError> {
        let Some(log) = self.log_row()? else { return Ok(None) };
        select(&self.connection, log, project)?.as_ref().map(state).transpose()
    }

    fn projects(&self, query: &ProjectQuery) -> Result<Page, StoreError> {
        let found = self.log_row()?.and_then(|log| Select::new(log, query, '?'));
        let Some(Select { sql, values }) = found else { return Ok(query.page(Vec::new())) };
        let mut select = self.connection.prepare_cached(&format!("{SELECT} {sql}")).map_err(fault)?;
        let values = values.iter().map(|value| match value {
            Value::Integer(number) => Cell::Integer(Some(*number)),
            Value::Text(text) => Cell::Text(Some(text)),
        });
        let mut rows = select.query(params_from_iter(values)).map_err(fault)?;
        let mut projects = Vec::new();
        while let Some(row) = rows.next().map_err(fault)? {
            projects.push(state(&columns(row).map_err(fault)?)?);
        }
        Ok(query.page(projects))
    }

    fn project_ids(&self, after: Option<ProjectId>, limit: usize) -> Result<Vec<ProjectId>, StoreError> {
        let Some(log) = self.log_row()? else { return Ok(Vec::new()) };
        // subjects of projects lie between `project/` and `project0`, which is next in the order
        let after = after.map_or_else(|| "project/".to_owned(), |after| format!("project/{after}"));
        let mut select = self
            .connection
            .prepare_cached(
                "SELECT substr(stream, 9) FROM event
                 WHERE log = ?1 AND stream > ?2 AND stream < 'project0' AND version = 1 ORDER BY stream LIMIT ?3",
            )
            .map_err(fault)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut rows = select.query(params![log, after, limit]).map_err(fault)?;
        let mut ids = Vec::new();
        while let Some(row) = rows.next().map_err(fault)? {
            let id: String = row.get(0).map_err(fault)?;
            ids.push(id.parse().map_err(|why: crate::IdError| corrupt("a stream", why))?);
        }
        Ok(ids)
    }

    fn write_current(&mut self, state: &CurrentState) -> Result<(), StoreError> {
        let source = self.source().clone();
        self.write(|connection| {
            let not_opened = || AppendError::NotOpened { source_uri: source.clone() };
            let log = super::read::head(connection, &source)?.ok_or_else(not_opened)?.log;
            let row = Columns::from(state);
            if select(connection, log, state.project)?.is_none() {
                let insert = "INSERT INTO current
                    (log, project, version, stage, stalled_at, since, name, name_key, kind, zone)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
                let values = params![
                    log,
                    row.project,
                    row.version,
                    row.stage,
                    row.stalled_at,
                    row.since,
                    row.name,
                    row.name_key,
                    row.kind,
                    row.zone
                ];
                connection.execute(insert, values).map_err(fault)?;
            }
            let all: Vec<_> =
                COLUMNS.iter().enumerate().map(|(place, column)| format!("{column} = ?{}", place + 7)).collect();
            let update = format!(
                "UPDATE current SET version = ?3, stage = ?4, stalled_at = ?5, since = ?6, {}
                 WHERE log = ?1 AND project = ?2",
                all.join(", ")
            );
            let law: [&dyn ToSql; 6] = [&log, &row.project, &row.version, &row.stage, &row.stalled_at, &row.since];
            let cells = cells(&row);
            let values = law.into_iter().chain(cells.iter().map(|cell| cell as &dyn ToSql));
            connection.execute(&update, params_from_iter(values)).map_err(fault)?;
            Ok(())
        })
    }
}
