//! What every project is now, kept in step with the events.

use core::fmt;
use std::collections::{BTreeMap, HashSet};

use crate::audit::{StreamFault, Upcasters};
use crate::project::CurrentState;
use crate::store::{Page, ProjectQuery};
use crate::{AppendError, EventLog, ProjectId, Stage, StoreError};

/// The current state of every project of the log, kept in the transaction that appends their events.
///
/// After a correction, and after a fact that the state cannot follow by itself ([`CurrentState::after`]), a store folds
/// the project's whole history anew. It reads the present versions of data alone, and a host reads older ones by
/// [`Upcasters`]. So SQLite and PostgreSQL refuse such an event of a history with older data: it is
/// [`StoreError::Corrupt`], and nothing is written. In memory there are no older data: what is appended is written in the
/// present version, whatever it was read from.
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

    /// Every project whose current state is not what its events amount to, in both directions: of each project that has events,
    /// and of each that is listed. A project whose events cannot be read or do not replay is told as such; the others are
    /// checked all the same.
    ///
    /// # Errors
    /// [`StoreError`] when the storage does not answer.
    fn check_current(&self, upcasters: &Upcasters) -> Result<Vec<Drift>, StoreError> {
        let (mut drifts, mut seen) = (Vec::new(), HashSet::<ProjectId>::new());
        let mut after = None;
        loop {
            let projects = self.project_ids(after, AT_ONCE)?;
            for id in &projects {
                drifts.extend(drift(self, *id, upcasters)?);
            }
            seen.extend(&projects);
            after = projects.last().copied();
            if after.is_none() {
                break;
            }
        }
        let mut query = ProjectQuery::all().limit(AT_ONCE);
        loop {
            let page = self.projects(&query)?;
            // one that was not seen may have been planned between the two looks
            for state in page.projects.iter().filter(|state| !seen.contains(&state.project)) {
                drifts.extend(drift(self, state.project, upcasters)?);
            }
            for row in page.unreadable {
                match row.project.parse() {
                    Ok(id) if seen.contains(&id) => {}
                    Ok(id) => drifts.extend(drift(self, id, upcasters)?),
                    Err(_) => drifts.push(Drift::NoEvents { project: row.project }),
                }
            }
            let Some(next) = page.next else { return Ok(drifts) };
            query = query.after(next).map_err(|why| StoreError::Storage(why.into()))?;
        }
    }

    /// Folds every project's events anew, and gives what [`check_current`](Self::check_current) found. A state that
    /// [differs](Drift::Differs) is mended. What cannot be read, and what is listed without events, is left to whoever looks
    /// into it.
    ///
    /// # Errors
    /// [`StoreError`] when the storage does not answer; [`AppendError::Conflict`] when it counts other events of a project than it
    /// shows: verify it.
    fn rebuild_current(&mut self, upcasters: &Upcasters) -> Result<Vec<Drift>, StoreError> {
        let drifts = self.check_current(upcasters)?;
        for drift in &drifts {
            let mut state = drift.folded().cloned();
            while let Some(folded) = state {
                state = match self.write_current(&folded) {
                    // somebody has appended meanwhile; what they left unreadable is found by the next check
                    Err(StoreError::Append(why @ AppendError::Conflict { .. })) => {
                        let again = fold(self, folded.project, upcasters)?.unwrap_or_default();
                        // nobody has: the store counts events that it does not show
                        if again.as_ref().is_some_and(|again| again.version == folded.version) {
                            return Err(why.into());
                        }
                        again
                    }
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

/// How what is kept of a project differs from what its events amount to. `None` if it does not.
fn drift<S: CurrentStates + ?Sized>(
    store: &S,
    project: ProjectId,
    upcasters: &Upcasters,
) -> Result<Option<Drift>, StoreError> {
    let mut before = fold(store, project, upcasters)?;
    loop {
        let Some(drift) = Drift::between(project, store.current(project), before)? else { return Ok(None) };
        // somebody may have appended between the two looks
        let again = fold(store, project, upcasters)?;
        let version = |folded: &Result<Option<CurrentState>, StreamFault>| match folded {
            Ok(folded) => folded.as_ref().map(|state| state.version),
            Err(_) => None,
        };
        if version(&again) == drift.folded().map(|state| state.version) {
            return Ok(Some(drift));
        }
        before = again;
    }
}

/// What a project's events amount to, as far as they can be read. `None` if it has none.
fn fold<S: CurrentStates + ?Sized>(
    store: &S,
    project: ProjectId,
    upcasters: &Upcasters,
) -> Result<Result<Option<CurrentState>, StreamFault>, StoreError> {
    match store.project_with(project, upcasters) {
        Ok(project) => Ok(Ok(project.map(|project| project.current().clone()))),
        Err(why) => why.of_stream().map(Err),
    }
}

/// How what is kept of a project is not what its events amount to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[expect(clippy::large_enum_variant, reason = "there are few of them, and most are of the large kind")]
pub enum Drift {
    /// What is kept says something else.
    Differs {
        /// What is kept. `None` if nothing is, or if it cannot be read.
        kept: Option<CurrentState>,
        /// What the events amount to.
        folded: CurrentState,
    },
    /// A project is listed that has no events.
    NoEvents {
        /// The project, as the list names it; it may be no id.
        project: String,
    },
    /// The project's events cannot be read or do not replay. What is kept was held against nothing.
    Unreadable {
        /// The project.
        project: ProjectId,
        /// Why.
        why: Box<StreamFault>,
    },
}

impl Drift {
    /// How what a store keeps of a project, as it answered, differs from what the project's events amount to. `None` if
    /// it does not. What cannot be read counts as not kept.
    ///
    /// # Errors
    /// The store's own, where it did not answer.
    pub fn between(
        project: ProjectId,
        kept: Result<Option<CurrentState>, StoreError>,
        folded: Result<Option<CurrentState>, StreamFault>,
    ) -> Result<Option<Self>, StoreError> {
        let (kept, is_readable) = match kept {
            Err(StoreError::Corrupt { .. }) => (None, false),
            kept => (kept?, true),
        };
        Ok(match folded {
            Err(why) => Some(Self::Unreadable { project, why: Box::new(why) }),
            Ok(None) => (kept.is_some() || !is_readable).then(|| Self::NoEvents { project: project.to_string() }),
            Ok(Some(folded)) => (kept.as_ref() != Some(&folded)).then_some(Self::Differs { kept, folded }),
        })
    }

    /// What the project's events amount to. `None` if there are none, or they cannot be read.
    #[must_use]
    pub const fn folded(&self) -> Option<&CurrentState> {
        match self {
            Self::Differs { folded, .. } => Some(folded),
            Self::NoEvents { .. } | Self::Unreadable { .. } => None,
        }
    }
}

impl fmt::Display for Drift {
    /// One sentence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Differs { kept: None, folded } => {
                write!(f, "project {} has events, and is not listed, or not readably", folded.project)
            }
            Self::Differs { kept: Some(_), folded } => {
                write!(f, "project {} is listed otherwise than its events say", folded.project)
            }
            Self::NoEvents { project } => write!(f, "project {project} is listed, and has no events"),
            Self::Unreadable { project, why } => write!(f, "the events of project {project} cannot be read: {why}"),
        }
    }
}
