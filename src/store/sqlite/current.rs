//! The current state of every project, kept in the transaction that appends its events.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, params, params_from_iter};

use super::super::follow::{Followed, Following};
use super::super::sql::{self, Cell, Row, Select, changed, names};
use super::SqliteStore;
use super::fault::{Hindered, corrupt, fault};
use super::read::{quarantine, stream};
use super::written::unwritten;
use crate::audit::{Quarantine, StreamFault, Subject, Upcasters, load_project};
use crate::project::{CurrentState, HistoryError};
use crate::store::current::each_stage;
use crate::store::{CurrentStates, Listing, Page, ProjectQuery, UnreadableRow, plan_current};
use crate::{AppendError, Event, LoadError, Project, ProjectId, Stage, StoreError};

/// The current states to follow the events from. The whole history is read of projects that need it, so call it before
/// the events are written. `states` are those that are known.
pub(super) fn following(
    connection: &Connection,
    log: i64,
    events: &[&Event],
    mut states: HashMap<ProjectId, CurrentState>,
) -> Result<Following, Hindered> {
    for event in events.iter().filter(|event| event.version() > 1) {
        if let Entry::Vacant(unknown) = states.entry(event.project())
            // what cannot be read is told by the whole history
            && let Some(state) = readable(connection, log, event.project())?
        {
            unknown.insert(state);
        }
    }
    let mut following = Following::new(states, events.iter().copied());
    for project in following.wanted() {
        let history = history(connection, log, project)?;
        following.learn(history);
    }
    Ok(following)
}

/// Moves on the current state of an event's project; the event is in the stream already. Only the columns that change
/// are written: each has its price in indexes. What a whole history tells is written once for all events, by
/// [`write_followed`].
pub(super) fn follow(
    connection: &Connection,
    log: i64,
    event: &Event,
    following: &mut Following,
) -> Result<(), Hindered> {
    let unlawful = |why: HistoryError| Hindered::Stream(event.project().into(), why.into());
    let Followed { before, after, is_whole } = following.follow(event).map_err(unlawful)?;
    if is_whole {
        return Ok(());
    }
    write_changes(connection, log, after, &changed(before.as_ref(), after))?;
    Ok(())
}

/// Writes the current states that whole histories tell, after the last event of a batch.
pub(super) fn write_followed(connection: &Connection, log: i64, following: &Following) -> Result<(), StoreError> {
    following.whole().try_for_each(|state| write_whole(connection, log, state))
}

/// That these projects are listed as they are now: read back, before anybody is told so.
pub(super) fn confirm(
    connection: &Connection,
    log: i64,
    projects: impl Iterator<Item = ProjectId>,
    states: &HashMap<ProjectId, CurrentState>,
) -> Result<(), StoreError> {
    for project in projects {
        if select(connection, log, project)? != states.get(&project).map(Row::from) {
            return Err(unwritten(format!("the current state of project {project}")));
        }
    }
    Ok(())
}

/// A project as its whole stream tells it.
fn history(connection: &Connection, log: i64, id: ProjectId) -> Result<Project, Hindered> {
    let project = match read(connection, log, id, &quarantine(connection, log)?)? {
        Ok(project) => project.ok_or_else(|| StreamFault::Stored("it has no event".into())),
        Err(why) => Err(why),
    };
    project.map_err(|why| Hindered::Stream(id.into(), why))
}

/// A project as its stream tells it, but for what is in quarantine; `None` if nothing is left. What cannot be read is the inner error.
pub(super) fn read(
    connection: &Connection,
    log: i64,
    id: ProjectId,
    quarantine: &Quarantine,
) -> Result<Result<Option<Project>, StreamFault>, StoreError> {
    let stream = stream(connection, log, id.into()).map_err(LoadError::Store);
    match stream.and_then(|records| load_project(&records, &Upcasters::new(), quarantine)) {
        Ok(project) => Ok(Ok(project)),
        Err(why) => why.of_stream().map(Err),
    }
}

/// Lists a project anew, as what is left of it tells: no more, if nothing is. What still cannot be read is listed as the triggers
/// left it.
pub(super) fn list_anew(
    connection: &Connection,
    log: i64,
    id: ProjectId,
    quarantine: &Quarantine,
) -> Result<(), StoreError> {
    match read(connection, log, id, quarantine)? {
        Ok(Some(project)) => {
            write_whole(connection, log, project.current())?;
            confirm(connection, log, [id].into_iter(), &[(id, project.current().clone())].into())
        }
        Ok(None) => {
            unlist(connection, log, &id.to_string())?;
            confirm(connection, log, [id].into_iter(), &HashMap::new())
        }
        Err(_) => Ok(()),
    }
}

/// Takes off the list what has its planning in quarantine, whatever it is called.
pub(super) fn unlist(connection: &Connection, log: i64, project: &str) -> Result<(), StoreError> {
    let delete = "DELETE FROM current WHERE log = ?1 AND project = ?2 AND EXISTS (
           SELECT 1 FROM event WHERE log = ?1 AND stream = 'project/' || ?2 AND version = 1
             AND sequence IN (SELECT q.sequence FROM quarantined q WHERE q.log = ?1)
         )";
    connection.execute(delete, params![log, project]).map_err(fault).map(drop)
}

/// What is kept of a project. `None` if nothing is, or if it cannot be read.
fn readable(connection: &Connection, log: i64, project: ProjectId) -> Result<Option<CurrentState>, StoreError> {
    match select(connection, log, project) {
        Err(StoreError::Corrupt { .. }) => Ok(None),
        row => Ok(row?.and_then(|row| state(&row).ok())),
    }
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Self::Null => Ok(ToSqlOutput::Borrowed(ValueRef::Null)),
            Self::Integer(number) => number.to_sql(),
            Self::Text(text) => text.to_sql(),
        }
    }
}

impl FromSql for Cell {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        match value {
            ValueRef::Null => Ok(Self::Null),
            ValueRef::Integer(number) => Ok(Self::Integer(number)),
            ValueRef::Text(_) => Ok(Self::Text(value.as_str()?.to_owned())),
            ValueRef::Real(_) | ValueRef::Blob(_) => Err(FromSqlError::InvalidType),
        }
    }
}

/// Writes the columns that changed.
fn write_changes(
    connection: &Connection,
    log: i64,
    state: &CurrentState,
    changed: &[(&str, Cell)],
) -> Result<(), StoreError> {
    if changed.is_empty() {
        return Ok(());
    }
    let set = changed.iter().map(|(column, _)| [*column, " = ?"].concat()).collect::<Vec<_>>().join(", ");
    let update = ["UPDATE current SET ", &set, " WHERE log = ? AND project = ?"].concat();
    let mut update = connection.prepare_cached(&update).map_err(fault)?;
    let project = state.project.to_string();
    let keys: [&dyn ToSql; 2] = [&log, &project];
    let values = changed.iter().map(|(_, cell)| cell as &dyn ToSql).chain(keys);
    update.execute(params_from_iter(values)).map_err(fault)?;
    Ok(())
}

/// Writes every column over what is kept of a project.
fn write_whole(connection: &Connection, log: i64, state: &CurrentState) -> Result<(), StoreError> {
    let row = Row::from(state);
    let exists = "SELECT 1 FROM current WHERE log = ?1 AND project = ?2";
    let mut exists = connection.prepare_cached(exists).map_err(fault)?;
    let exists = exists.exists(params![log, row.project()]).map_err(fault)?;
    // stage and day among them: the database refuses them unless they are what the events say
    let columns = names().collect::<Vec<_>>().join(", ");
    let marks = (2..).zip(row.cells()).map(|(place, _)| format!("?{place}")).collect::<Vec<_>>().join(", ");
    let write = if exists {
        format!("UPDATE current SET ({columns}) = ({marks}) WHERE log = ?1 AND project = ?2")
    } else {
        format!("INSERT INTO current (log, {columns}) VALUES (?1, {marks})")
    };
    let log: &dyn ToSql = &log;
    let values = [log].into_iter().chain(row.cells().iter().map(|cell| cell as &dyn ToSql));
    connection.prepare_cached(&write).map_err(fault)?.execute(params_from_iter(values)).map_err(fault)?;
    Ok(())
}

/// The statement of a list, with its values. `None` if no project can be listed. The index that gives the order is
/// named, or SQLite may prefer another condition and sort what it found: at a million projects that is the wrong guess. Only
/// where names are looked through, those that another condition leaves are found first, and what has the part is sorted.
pub(super) fn list(log: i64, query: &ProjectQuery) -> Option<(String, Vec<Cell>)> {
    let has = (query.officer().is_some(), query.zone().is_some(), query.stage().is_some());
    let index = match (query.listing(), has) {
        // the table itself is in the order of the projects
        (Listing::All, (false, false, false)) => "",
        (Listing::Containing(_), (false, false, false)) => " INDEXED BY current_name",
        (Listing::All | Listing::Containing(_), (true, _, _)) => " INDEXED BY current_officer",
        (Listing::All | Listing::Containing(_), (false, true, true)) => " INDEXED BY current_zone_stage",
        (Listing::All | Listing::Containing(_), (false, true, false)) => " INDEXED BY current_zone",
        (Listing::All | Listing::Containing(_), (false, false, true)) => " INDEXED BY current_stage",
        (Listing::OverdueOn(_), (true, _, _)) => " INDEXED BY current_officer_due",
        (Listing::OverdueOn(_), (false, true, _)) => " INDEXED BY current_zone_due",
        (Listing::OverdueOn(_), (false, false, _)) => " INDEXED BY current_due",
        (Listing::Named(_), _) => " INDEXED BY current_name",
        (Listing::Coded(_), _) => " INDEXED BY current_code",
    };
    let Select { sql: list, values } = Select::page(log, query, '?')?;
    Some((format!("{}{index} {list}", sql::select("current")), values))
}

/// The statement of the counts by stage, with its values. `None` if no project can be listed.
pub(super) fn counts(log: i64, query: &ProjectQuery) -> Option<(String, Vec<Cell>)> {
    let Select { sql: counts, values } = Select::counts(log, query, '?')?;
    Some((format!("SELECT stage, count(*) FROM current {counts}"), values))
}

fn kept(row: &rusqlite::Row<'_>) -> Result<Row, StoreError> {
    Row::read(|place, _| row.get(place)).map_err(|why| corrupt("the list of current states", why))
}

fn select(connection: &Connection, log: i64, project: ProjectId) -> Result<Option<Row>, StoreError> {
    let select = [&sql::select("current"), " WHERE log = ?1 AND project = ?2"].concat();
    let mut select = connection.prepare_cached(&select).map_err(fault)?;
    let mut rows = select.query(params![log, project.to_string()]).map_err(fault)?;
    rows.next().map_err(fault)?.map(kept).transpose()
}

fn state(row: &Row) -> Result<CurrentState, StoreError> {
    CurrentState::try_from(row).map_err(|why| corrupt(format!("the current state of project {}", row.project()), why))
}

/// A row of a list, or what is told of it in its place.
fn listed(row: &rusqlite::Row<'_>) -> Result<CurrentState, UnreadableRow> {
    let read = kept(row).and_then(|row| state(&row));
    read.map_err(|why| {
        let project = row.get_ref(0).ok().and_then(|project| project.as_bytes_or_null().ok().flatten());
        UnreadableRow::new(String::from_utf8_lossy(project.unwrap_or_default()), &why)
    })
}

impl CurrentStates for SqliteStore {
    fn current(&self, project: ProjectId) -> Result<Option<CurrentState>, StoreError> {
        let Some(log) = self.log_row()? else { return Ok(None) };
        select(&self.connection, log, project)?.as_ref().map(state).transpose()
    }

    fn projects(&self, query: &ProjectQuery) -> Result<Page, StoreError> {
        let found = self.log_row()?.and_then(|log| list(log, query));
        let Some((sql, mut values)) = found else { return Ok(query.page(Vec::new())) };
        let mut select = self.connection.prepare_cached(&sql).map_err(fault)?;
        loop {
            let mut rows = select.query(params_from_iter(&values)).map_err(fault)?;
            let mut found = Vec::new();
            while let Some(row) = rows.next().map_err(fault)? {
                found.push(listed(row));
            }
            if let Some(page) = Select::filled(query, &values, found) {
                return Ok(page);
            }
            Select::widen(&mut values);
        }
    }

    fn counts(&self, query: &ProjectQuery) -> Result<BTreeMap<Stage, u64>, StoreError> {
        let found = self.log_row()?.and_then(|log| counts(log, query));
        let Some((sql, values)) = found else { return Ok(each_stage([])) };
        let mut select = self.connection.prepare_cached(&sql).map_err(fault)?;
        let mut rows = select.query(params_from_iter(values)).map_err(fault)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(fault)? {
            let (stage, count): (String, i64) = (row.get(0).map_err(fault)?, row.get(1).map_err(fault)?);
            let stage = stage.parse::<Stage>().map_err(|why| corrupt("the list of current states", why))?;
            found.push((stage, u64::try_from(count).unwrap_or_default()));
        }
        Ok(each_stage(found))
    }

    fn project_ids(&self, after: Option<ProjectId>, limit: usize) -> Result<Vec<ProjectId>, StoreError> {
        let Some(log) = self.log_row()? else { return Ok(Vec::new()) };
        // subjects of projects lie between `project/` and `project0`, which is next in the order
        let after = after.map_or_else(|| "project/".to_owned(), |after| format!("project/{after}"));
        let mut select = self
            .connection
            .prepare_cached(
                "SELECT substr(stream, 9) FROM event
                 WHERE log = ?1 AND stream > ?2 AND stream < 'project0' AND version = 1 ORDER BY stream",
            )
            .map_err(fault)?;
        let mut rows = select.query(params![log, after]).map_err(fault)?;
        let mut ids = Vec::new();
        while ids.len() < limit
            && let Some(row) = rows.next().map_err(fault)?
        {
            // a stream that names no project is told when its lines are verified, and hides no other
            let id = row.get_ref(0).map_err(fault)?;
            ids.extend(id.as_str().ok().and_then(|id| id.parse::<ProjectId>().ok()));
        }
        Ok(ids)
    }

    fn write_current(&mut self, state: &CurrentState) -> Result<(), StoreError> {
        let source = self.source().clone();
        self.recent.states.remove(&state.project);
        self.write(|connection| {
            let not_opened = || AppendError::NotOpened { source_uri: source.clone() };
            let log = super::read::head(connection, &source)?.ok_or_else(not_opened)?.log;
            let version = "SELECT coalesce(max(version), 0) FROM event WHERE log = ?1 AND stream = ?2";
            let stream = Subject::from(state.project).to_string();
            let version: i64 = connection.query_row(version, params![log, stream], |row| row.get(0)).map_err(fault)?;
            plan_current(state, u64::try_from(version).unwrap_or_default())?;
            write_whole(connection, log, state)?;
            confirm(connection, log, [state.project].into_iter(), &[(state.project, state.clone())].into())
        })
    }
}
