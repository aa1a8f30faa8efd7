//! The current state of every project, kept in the transaction that appends its events.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::error::Error;

use futures_util::future::try_join;
use tokio_postgres::types::{FromSql, Type};
use tokio_postgres::{GenericClient, Transaction};

use super::super::follow::Following;
use super::super::sql::{self, Cell, Row, Select, changed};
use super::fault::{Corruption, corrupt, fault, lock_fault, not_written};
use super::{Parameter, PostgresStore, number, text};
use crate::audit::{StreamFault, Subject, Upcasters};
use crate::project::CurrentState;
use crate::store::current::{AT_ONCE, each_stage};
use crate::store::{Drift, Page, ProjectQuery, UnreadableRow, plan_current};
use crate::{AppendRequest, Event, ProjectId, Stage, StoreError};

/// Follows the events of a batch, in order, and gives the states to write: one for each project of which more changed than the
/// trigger writes.
///
/// # Errors
/// The project whose history the events do not follow.
pub(super) fn followed(
    mut following: Following,
    events: &[&Event],
) -> Result<Vec<CurrentState>, (ProjectId, StreamFault)> {
    // what each project was before the batch; nothing is known of what the row holds beside the planning
    let mut first: HashMap<ProjectId, Option<CurrentState>> = HashMap::new();
    for event in events {
        let id = event.project();
        let followed = following.follow(event).map_err(|why| (id, why.into()))?;
        first.entry(id).or_insert(followed.before);
    }
    let is_written = |state: &CurrentState| match first.get(&state.project) {
        None => false,
        Some(None) => state.version > 1 || !changed(None, state).is_empty(),
        Some(before) => !changed(before.as_ref(), state).is_empty(),
    };
    Ok(following.into_states().into_values().filter(is_written).collect())
}

/// The projects whose current states are to be known before the requests are followed.
pub(super) fn projects(requests: &[AppendRequest]) -> Vec<String> {
    let known = requests.iter().filter_map(AppendRequest::event).filter(|event| event.version() > 1);
    let projects: BTreeSet<_> = known.map(Event::project).collect();
    projects.iter().map(ProjectId::to_string).collect()
}

/// Reads a row that came as JSON. What cannot be read is folded anew.
pub(super) fn read(json: &[u8]) -> Option<CurrentState> {
    let mut cells: BTreeMap<&str, Cell> = serde_json::from_slice(json).ok()?;
    let row = Row::read(|_, column| cells.remove(column).ok_or(())).ok()?;
    CurrentState::try_from(&row).ok()
}

/// The columns of some projects that are the crate's to write, as the database takes them: an object for each project.
pub(super) fn written(states: &[&CurrentState]) -> Result<Option<String>, StoreError> {
    let columns = |state| sql::written().map(|column| (column.name, column.cell(state))).collect::<BTreeMap<_, _>>();
    let rows: BTreeMap<_, _> = states.iter().map(|state| (state.project.to_string(), columns(state))).collect();
    let json = (!rows.is_empty()).then(|| serde_json::to_string(&rows)).transpose();
    json.map_err(|why| StoreError::Storage(why.into()))
}

impl<'a> FromSql<'a> for Cell {
    fn from_sql(of: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        if *of == Type::INT8 {
            i64::from_sql(of, raw).map(Self::Integer)
        } else {
            String::from_sql(of, raw).map(Self::Text)
        }
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self::Null)
    }

    fn accepts(of: &Type) -> bool {
        [Type::INT8, Type::TEXT].contains(of)
    }
}

/// A cell as the value of a parameter.
fn parameter(cell: &Cell) -> Parameter<'_> {
    match cell {
        Cell::Null => text(&None::<&str>),
        Cell::Integer(value) => number(value),
        Cell::Text(value) => text(value),
    }
}

fn row(row: &tokio_postgres::Row) -> Result<Row, StoreError> {
    Row::read(|place, _| row.try_get(place)).map_err(fault)
}

/// A row of a list, or what is told of it in its place.
fn listed(kept: &tokio_postgres::Row) -> Result<CurrentState, UnreadableRow> {
    state(kept).map_err(|why| UnreadableRow::new(kept.try_get::<_, String>(0).unwrap_or_default(), &why))
}

fn state(kept: &tokio_postgres::Row) -> Result<CurrentState, StoreError> {
    let row = row(kept)?;
    CurrentState::try_from(&row).map_err(|why| corrupt(format!("the current state of project {}", row.project()), why))
}

impl PostgresStore {
    /// The current states to follow the events from. The whole history is read of projects that need it; those whose histories
    /// cannot be read are given in their place.
    pub(super) async fn following(
        &self,
        transaction: &Transaction<'_>,
        states: HashMap<ProjectId, CurrentState>,
        events: &[&Event],
    ) -> Result<Result<Following, HashMap<ProjectId, StreamFault>>, StoreError> {
        let (mut following, mut broken) = (Following::new(states, events.iter().copied()), HashMap::new());
        for id in following.wanted() {
            match self.project_with(transaction, id, &Upcasters::new()).await {
                Ok(Some(project)) => following.learn(project),
                Ok(None) => drop(broken.insert(id, StreamFault::Stored("it has no event".into()))),
                Err(why) => drop(broken.insert(id, why.of_stream()?)),
            }
        }
        Ok(if broken.is_empty() { Ok(following) } else { Err(broken) })
    }

    /// What a project is now. `None` if there is no such project.
    ///
    /// # Errors
    /// As [`CurrentStates::current`](crate::store::CurrentStates::current).
    pub async fn current(
        &self,
        client: &impl GenericClient,
        project: ProjectId,
    ) -> Result<Option<CurrentState>, StoreError> {
        let mut select = sql::select("lifecycle.current");
        select += " WHERE log = (SELECT id FROM lifecycle.log WHERE source = $1) AND project = $2";
        let source = self.source.as_str();
        let project = project.to_string();
        let values = &[text(&source), text(&project)];
        client.query_typed_opt(&select, values).await.map_err(fault)?.as_ref().map(state).transpose()
    }

    /// One page of a list.
    ///
    /// # Errors
    /// As [`CurrentStates::projects`](crate::store::CurrentStates::projects).
    pub async fn projects(&self, client: &impl GenericClient, query: &ProjectQuery) -> Result<Page, StoreError> {
        let log = self.log_row(client).await?;
        let Some(Select { sql: list, mut values }) = log.and_then(|log| Select::page(log, query, '$')) else {
            return Ok(query.page(Vec::new()));
        };
        let select = format!("{} {list}", sql::select("lifecycle.current"));
        loop {
            let parameters: Vec<_> = values.iter().map(parameter).collect();
            let rows = client.query_typed(&select, &parameters).await.map_err(fault)?;
            if let Some(page) = Select::filled(query, &values, rows.iter().map(listed).collect()) {
                return Ok(page);
            }
            Select::widen(&mut values);
        }
    }

    /// How many projects of a list stand in each stage, whatever the limit of the query and the place that it goes on after.
    ///
    /// # Errors
    /// As [`CurrentStates::counts`](crate::store::CurrentStates::counts).
    pub async fn counts(
        &self,
        client: &impl GenericClient,
        query: &ProjectQuery,
    ) -> Result<BTreeMap<Stage, u64>, StoreError> {
        let log = self.log_row(client).await?;
        let Some(Select { sql: counts, values }) = log.and_then(|log| Select::counts(log, query, '$')) else {
            return Ok(each_stage([]));
        };
        let values: Vec<_> = values.iter().map(parameter).collect();
        let select = format!("SELECT stage, count(*) FROM lifecycle.current {counts}");
        let count = |row: &tokio_postgres::Row| {
            let (stage, count): (&str, i64) = (row.try_get(0).map_err(fault)?, row.try_get(1).map_err(fault)?);
            let corrupt = |why| corrupt("the list of current states", why);
            Ok((stage.parse().map_err(corrupt)?, u64::try_from(count).unwrap_or_default()))
        };
        let rows = client.query_typed(&select, &values).await.map_err(fault)?;
        Ok(each_stage(rows.iter().map(count).collect::<Result<Vec<_>, StoreError>>()?))
    }

    /// At most `limit` projects that have events, in the order of their ids, after one of them: told from the events, not
    /// from the list.
    ///
    /// # Errors
    /// As [`CurrentStates::project_ids`](crate::store::CurrentStates::project_ids).
    pub async fn project_ids(
        &self,
        client: &impl GenericClient,
        after: Option<ProjectId>,
        limit: usize,
    ) -> Result<Vec<ProjectId>, StoreError> {
        // subjects of projects lie between `project/` and `project0`, which is next in the order
        let mut after = after.map_or_else(|| "project/".to_owned(), |after| format!("project/{after}"));
        let select = "SELECT stream FROM lifecycle.event
            WHERE log = (SELECT id FROM lifecycle.log WHERE source = $1)
              AND stream > $2 AND stream < 'project0' AND version = 1 ORDER BY stream LIMIT $3";
        let (source, mut ids) = (self.source.as_str(), Vec::new());
        while ids.len() < limit {
            let left = i64::try_from(limit - ids.len()).unwrap_or(i64::MAX);
            let values = &[text(&source), text(&after), number(&left)];
            let rows = client.query_typed(select, values).await.map_err(fault)?;
            let Some(last) = rows.last() else { break };
            for row in &rows {
                let stream: &str = row.try_get(0).map_err(fault)?;
                // one that is no id is told by verifying, and keeps nobody from the others
                ids.extend(stream.parse().ok().and_then(Subject::project));
            }
            after = last.try_get(0).map_err(fault)?;
        }
        Ok(ids)
    }

    /// Writes what a project is now over what is kept of it.
    ///
    /// # Errors
    /// As [`CurrentStates::write_current`](crate::store::CurrentStates::write_current); [`StoreError::Storage`] when stage and day
    /// are not what its events say, which the database sets them to in any case.
    pub async fn write_current(&self, transaction: &Transaction<'_>, state: &CurrentState) -> Result<(), StoreError> {
        let log = self.log_row(transaction).await?.ok_or_else(|| self.not_opened())?;
        let project = state.project.to_string();
        let keys = &[number(&log), text(&project)];
        // it takes the log's lock, so nobody appends between here and the end of the transaction
        transaction.execute_typed("SELECT lifecycle.follow($1, $2)", keys).await.map_err(lock_fault)?;
        let select = [&sql::select("lifecycle.current"), " WHERE log = $1 AND project = $2"].concat();
        let kept = transaction.query_typed_opt(&select, keys).await.map_err(fault)?;
        let kept = kept.as_ref().map(row).transpose()?;
        let version = kept.as_ref().map_or(Ok(0), Row::version);
        plan_current(state, version.map_err(|why| corrupt("the list of current states", why))?)?;
        if !kept.is_some_and(|kept| kept.follows_events(state)) {
            let why = format!("stage and day of project {project} are not what its events say");
            return Err(StoreError::Storage(why.into()));
        }
        let (version, columns) = (i64::try_from(state.version).unwrap_or(i64::MAX), written(&[state])?);
        let values = &[number(&log), text(&project), number(&version), text(&columns)];
        let write =
            async { transaction.execute_typed("SELECT lifecycle.write($1, $2, $3, $4)", values).await.map_err(fault) };
        // what is kept then is asked for behind it, in the same round trip
        let select = async { transaction.query_typed_opt(&select, keys).await.map_err(fault) };
        let (_, kept) = try_join(write, select).await?;
        if kept.as_ref().map(row).transpose()? != Some(Row::from(state)) {
            return Err(
                not_written(transaction, format!("the current state of project {project}"), Corruption::State).await
            );
        }
        Ok(())
    }

    /// Every project whose current state is not what its events amount to, in both directions. On a log that others write meanwhile, call it
    /// in a `REPEATABLE READ` transaction.
    ///
    /// # Errors
    /// As [`CurrentStates::check_current`](crate::store::CurrentStates::check_current).
    pub async fn check_current(
        &self,
        client: &impl GenericClient,
        upcasters: &Upcasters,
    ) -> Result<Vec<Drift>, StoreError> {
        let (mut drifts, mut seen, mut last) = (Vec::new(), HashSet::<ProjectId>::new(), None);
        loop {
            let projects = self.project_ids(client, last, AT_ONCE).await?;
            for id in &projects {
                drifts.extend(self.drift(client, *id, upcasters).await?);
            }
            seen.extend(&projects);
            last = projects.last().copied();
            if last.is_none() {
                break;
            }
        }
        let mut query = ProjectQuery::all().limit(AT_ONCE);
        loop {
            let page = self.projects(client, &query).await?;
            let listed = page.projects.iter().map(|state| Ok(state.project));
            let unreadable = page.unreadable.iter().map(|row| row.project.parse().map_err(|_| row.project.clone()));
            for project in listed.chain(unreadable) {
                match project {
                    Ok(id) if seen.contains(&id) => {}
                    Ok(id) => drifts.extend(self.drift(client, id, upcasters).await?),
                    Err(project) => drifts.push(Drift::NoEvents { project }),
                }
            }
            let Some(next) = page.next else { return Ok(drifts) };
            query = query.after(next).map_err(|why| StoreError::Storage(why.into()))?;
        }
    }

    /// How what is kept of a project differs from what its events amount to. `None` if it does not.
    async fn drift(
        &self,
        client: &impl GenericClient,
        project: ProjectId,
        upcasters: &Upcasters,
    ) -> Result<Option<Drift>, StoreError> {
        let folded = match self.project_with(client, project, upcasters).await {
            Ok(folded) => Ok(folded.map(|project| project.current().clone())),
            Err(why) => Err(why.of_stream()?),
        };
        Drift::between(project, self.current(client, project).await, folded)
    }

    /// Folds every project's events anew, mends what [`check_current`](Self::check_current) finds, and gives it. It holds
    /// the log's lock until the transaction ends.
    ///
    /// # Errors
    /// As [`CurrentStates::rebuild_current`](crate::store::CurrentStates::rebuild_current).
    pub async fn rebuild_current(
        &self,
        transaction: &Transaction<'_>,
        upcasters: &Upcasters,
    ) -> Result<Vec<Drift>, StoreError> {
        super::read::lock_head(transaction, &self.source).await?;
        let drifts = self.check_current(transaction, upcasters).await?;
        for folded in drifts.iter().filter_map(Drift::folded) {
            self.write_current(transaction, folded).await?;
        }
        Ok(drifts)
    }

    /// The log's row, if it has one.
    async fn log_row(&self, client: &impl GenericClient) -> Result<Option<i64>, StoreError> {
        let select = "SELECT id FROM lifecycle.log WHERE source = $1";
        let row = client.query_typed_opt(select, &[text(&self.source.as_str())]).await.map_err(fault)?;
        row.map(|row| row.try_get(0).map_err(fault)).transpose()
    }
}
