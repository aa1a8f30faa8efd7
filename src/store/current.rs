//! What every project is now, kept in step with the events.

use std::collections::BTreeMap;

use crate::audit::Upcasters;
use crate::project::CurrentState;
use crate::store::{Page, ProjectQuery};
use crate::{AppendError, EventLog, LoadError, ProjectId, Stage, StoreError};

/// The current state of every project of the log, kept in the transaction that appends their events.
///
/// After a correction, and after a fact that the state cannot follow by itself ([`CurrentState::after`]), a store folds
/// the project's whole history anew. It reads the present versions of data alone, and a host reads older ones by
/// [`Upcasters`]. So SQLite and PostgreSQL refuse such an event of a history with older data: it is
/// [`StoreError::Corrupt`], and nothing is written. In memory the event is written, and its project is not listed until
/// [`rebuild_current`](Self::rebuild_current).
///
/// ```
/// use project_lifecycle::prelude::*;
/// use project_lifecycle::store::ProjectQuery;
///
/// # let policy = Policy::shenyang_2018();
/// # let officer = Actor::new(AuthType::AppUser, "officer-17".parse()?);
/// # let now: Timestamp = "2018-06-11T09:00:00+08:00".parse()?;
/// # let id = ProjectId::named("urn:example:city/1");
/// # let context = |n: &str| Context::new(EventId::named(id.uuid(), n), now, officer.clone());
/// # let profile = Profile::new("机器人未来城".parse()?, "hunnan".parse()?);
/// # let mut store = MemoryStore::open("urn:example:city".parse()?, &officer, now)?;
/// store.append(&Project::plan(id, profile, &context("1"), &policy)?.into(), now)?;
///
/// let state = store.current(id)?.expect("it was planned");
/// assert_eq!((state.name.as_str(), state.since), ("机器人未来城", "2018-06-11".parse()?));
/// let query = ProjectQuery::all().in_stage(Stage::Planned);
/// assert_eq!(store.projects(&query)?.projects, [state]);
/// assert_eq!(store.counts(&query)?[&Stage::Planned], 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait CurrentStates: EventLog {
    /// What a project is now. `None` if there is no such project.
    ///
    /// # Errors
    /// [`StoreError`] when the storage does not tell.
    fn current(&self, project: ProjectId) -> Result<Option<CurrentState>, StoreError>;

    /// One page of a list.
    ///
    /// # Errors
    /// [`StoreError`] when the storage does not tell.
    fn projects(&self, query: &ProjectQuery) -> Result<Page, StoreError>;

    /// How many projects of a list stand in each stage: all that the query [lists](ProjectQuery::lists), whatever its limit and the
    /// place that it goes on after. Every stage is there in its order, with 0 where none stands; zombies are one number,
    /// wherever they stalled. As JSON it is an object from stage to number.
    ///
    /// # Errors
    /// [`StoreError`] when the storage does not tell.
    fn counts(&self, query: &ProjectQuery) -> Result<BTreeMap<Stage, u64>, StoreError>;

    /// At most `limit` projects that have events, in the order of their ids, after one of them: told from the events, not
    /// from the list.
    ///
    /// # Errors
    /// [`StoreError`] when the storage does not tell.
    fn project_ids(&self, after: Option<ProjectId>, limit: usize) -> Result<Vec<ProjectId>, StoreError>;

    /// Writes what a project is now in place of what is kept of it.
    ///
    /// # Errors
    /// [`AppendError::Conflict`] when the project is at another version than the state; else [`StoreError`]. Nothing was
    /// written then.
    fn write_current(&mut self, state: &CurrentState) -> Result<(), StoreError>;

    /// Every project whose current state is not what its events amount to.
    ///
    /// # Errors
    /// [`LoadError`] at the first project that does not replay.
    fn check_current(&self, upcasters: &Upcasters) -> Result<Vec<Drift>, LoadError> {
        let mut drifts = Vec::new();
        each_project(self, upcasters, |project, mut folded| {
            loop {
                let Some(drift) = Drift::between(self.current(project), folded)? else { return Ok(()) };
                // somebody may have appended between the two looks
                match fold(self, project, upcasters)? {
                    Some(again) if again.version != drift.folded.version => folded = again,
                    _ => {
                        drifts.push(drift);
                        return Ok(());
                    }
                }
            }
        })?;
        Ok(drifts)
    }

    /// Folds every project's events anew, mends what [`check_current`](Self::check_current) finds, and gives it.
    ///
    /// # Errors
    /// [`LoadError`] at the first project that does not replay.
    fn rebuild_current(&mut self, upcasters: &Upcasters) -> Result<Vec<Drift>, LoadError> {
        let drifts = self.check_current(upcasters)?;
        for drift in &drifts {
            let mut state = Some(drift.folded.clone());
            while let Some(folded) = state {
                state = match self.write_current(&folded) {
                    // somebody has appended meanwhile
                    Err(StoreError::Append(AppendError::Conflict { .. })) => fold(self, folded.project, upcasters)?,
                    written => {
                        written?;
                        None
                    }
                };
            }
        }
        Ok(drifts)
    }
}

/// Whether a state may replace what is kept of its project, which is at version `actual`: only if it was folded from as
/// many events. Pure and shared, as [`plan_cursor`](crate::store::plan_cursor) is.
///
/// # Errors
/// [`AppendError::Conflict`].
pub fn plan_current(state: &CurrentState, actual: u64) -> Result<(), AppendError> {
    let (subject, expected) = (state.project.into(), state.version);
    if actual == expected { Ok(()) } else { Err(AppendError::Conflict { subject, expected, actual }) }
}

/// The counts of projects by stage as they were found, with 0 for every other stage.
pub(super) fn each_stage(found: impl IntoIterator<Item = (Stage, u64)>) -> BTreeMap<Stage, u64> {
    let mut counts = BTreeMap::from(Stage::ALL.map(|stage| (stage, 0)));
    for (stage, count) in found {
        *counts.entry(stage).or_default() += count;
    }
    counts
}

/// How many projects are looked up at once.
pub(super) const AT_ONCE: usize = 1_000;

/// Folds each project that has events.
fn each_project<S: CurrentStates + ?Sized>(
    store: &S,
    upcasters: &Upcasters,
    mut see: impl FnMut(ProjectId, CurrentState) -> Result<(), LoadError>,
) -> Result<(), LoadError> {
    let mut after = None;
    loop {
        let projects = store.project_ids(after, AT_ONCE)?;
        for id in &projects {
            if let Some(folded) = fold(store, *id, upcasters)? {
                see(*id, folded)?;
            }
        }
        let Some(last) = projects.last() else { return Ok(()) };
        after = Some(*last);
    }
}

/// What a project's events amount to. `None` if it has none.
fn fold<S: CurrentStates + ?Sized>(
    store: &S,
    project: ProjectId,
    upcasters: &Upcasters,
) -> Result<Option<CurrentState>, LoadError> {
    Ok(store.project_with(project, upcasters)?.map(|project| project.current().clone()))
}

/// A project whose current state is not what its events amount to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Drift {
    /// What is kept. `None` if nothing is, or if it cannot be read.
    pub kept: Option<CurrentState>,
    /// What the events amount to.
    pub folded: CurrentState,
}

impl Drift {
    /// How what a store keeps of a project, as it answered, differs from what the project's events amount to. `None` if
    /// it does not. What cannot be read counts as not kept.
    ///
    /// # Errors
    /// The store's own, where it did not answer.
    pub fn between(
        kept: Result<Option<CurrentState>, StoreError>,
        folded: CurrentState,
    ) -> Result<Option<Self>, StoreError> {
        let kept = match kept {
            Err(StoreError::Corrupt { .. }) => None,
            kept => kept?,
        };
        Ok((kept.as_ref() != Some(&folded)).then_some(Self { kept, folded }))
    }
}
