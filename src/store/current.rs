//! What every project is now: lists, kept in step with the events.

use crate::audit::Upcasters;
use crate::project::CurrentState;
use crate::{ActorId, AppendError, Day, EventLog, LoadError, ProjectId, Stage, StoreError, ZoneId};

/// The current state of every project of the log, kept in the transaction that appends their events.
///
/// After a correction a store folds the project's whole history anew, by the present versions of its data alone. So a history
/// with older data, which a host reads by [`Upcasters`], takes no correction in SQLite and PostgreSQL
/// ([`StoreError::Corrupt`], nothing is written); in memory its project is not listed until
/// [`rebuild_current`](Self::rebuild_current).
pub trait CurrentStates: EventLog {
    /// What a project is now; nothing if there is none.
    ///
    /// # Errors
    /// [`StoreError`] when the storage does not tell.
    fn current(&self, project: ProjectId) -> Result<Option<CurrentState>, StoreError>;

    /// One page of a list.
    ///
    /// # Errors
    /// [`StoreError`] when the storage does not tell.
    fn projects(&self, query: &ProjectQuery) -> Result<Page, StoreError>;

    /// At most `limit` projects that have events, in the order of their ids, after one of them: told from the events, not
    /// from the list.
    ///
    /// # Errors
    /// [`StoreError`] when the storage does not tell.
    fn project_ids(&self, after: Option<ProjectId>, limit: usize) -> Result<Vec<ProjectId>, StoreError>;

    /// Writes what a project is now over what is kept of it.
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

/// Whether a state may be written over what is kept of its project, which has come to `actual`: not if it was folded from
/// other events. Pure and shared, as [`plan_cursor`](crate::store::plan_cursor) is.
///
/// # Errors
/// [`AppendError::Conflict`].
pub fn plan_current(state: &CurrentState, actual: u64) -> Result<(), AppendError> {
    let (subject, expected) = (state.project.into(), state.version);
    if actual == expected { Ok(()) } else { Err(AppendError::Conflict { subject, expected, actual }) }
}

/// How many projects are looked up at once.
const AT_ONCE: usize = 1_000;

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

/// What a project's events amount to; nothing if it has none.
fn fold<S: CurrentStates + ?Sized>(
    store: &S,
    project: ProjectId,
    upcasters: &Upcasters,
) -> Result<Option<CurrentState>, LoadError> {
    Ok(store.project_with(project, upcasters)?.map(|project| project.current().clone()))
}

/// A project whose current state is not what its events amount to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    /// What is kept, if anything is that can be read.
    pub kept: Option<CurrentState>,
    /// What the events amount to.
    pub folded: CurrentState,
}

impl Drift {
    /// How a store's answer, what it keeps of a project, differs from what the project's events amount to; `None` if it
    /// does not. What is kept and cannot be read counts as not kept.
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

/// Which projects to list, and in which order. Every condition given must hold.
///
/// ```
/// use project_lifecycle::Stage;
/// use project_lifecycle::store::ProjectQuery;
///
/// let query = ProjectQuery::all().in_stage(Stage::Negotiating).limit(50);
/// # let _ = query;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectQuery {
    /// Which, and in which order.
    pub listing: Listing,
    /// Only those in this stage.
    pub stage: Option<Stage>,
    /// Only those in this zone.
    pub zone: Option<ZoneId>,
    /// Only those of this officer.
    pub officer: Option<ActorId>,
    /// At most so many; 1,000 if more are asked for, 1 if none.
    pub limit: usize,
    /// After this place of the list: the last page's [`next`](Page::next).
    pub after: Option<PageKey>,
}

/// Which projects, and in which order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listing {
    /// All, by id.
    All,
    /// Those of which something was due before a day ([`CurrentState::next_due`]), the longest overdue first.
    OverdueOn(Day),
    /// Those whose name begins so, by the first 64 characters of the name in the order of code points.
    Named(String),
    /// Those whose project code begins so, by code.
    Coded(String),
}

/// A place in a list, to go on after: what the list is ordered by, and the project there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageKey {
    /// The day, name or code that the list is ordered by; nothing where it is ordered by project alone.
    pub by: Option<String>,
    /// The project.
    pub project: ProjectId,
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The projects, in the order of the list.
    pub projects: Vec<CurrentState>,
    /// After which place the next page begins; nothing if this is the last one.
    pub next: Option<PageKey>,
}

/// What a list by name is ordered by: no index takes a name of any length.
pub(super) fn name_key(name: &str) -> &str {
    name.char_indices().nth(NAME_KEY).map_or(name, |(end, _)| &name[..end])
}

/// How many characters of a name its key has.
const NAME_KEY: usize = 64;

/// The most projects that one page holds.
const PAGE_LIMIT: usize = 1_000;

impl ProjectQuery {
    /// All projects, by id, a hundred to a page.
    #[must_use]
    pub const fn all() -> Self {
        Self { listing: Listing::All, stage: None, zone: None, officer: None, limit: 100, after: None }
    }

    /// Those of which something was due before a day, the longest overdue first.
    #[must_use]
    pub fn overdue_on(day: Day) -> Self {
        Self { listing: Listing::OverdueOn(day), ..Self::all() }
    }

    /// Those whose name begins so, by name.
    #[must_use]
    pub fn named(prefix: impl Into<String>) -> Self {
        Self { listing: Listing::Named(prefix.into()), ..Self::all() }
    }

    /// Those whose project code begins so, by code.
    #[must_use]
    pub fn coded(prefix: impl Into<String>) -> Self {
        Self { listing: Listing::Coded(prefix.into()), ..Self::all() }
    }

    /// Only those in a stage.
    #[must_use]
    pub const fn in_stage(mut self, stage: Stage) -> Self {
        self.stage = Some(stage);
        self
    }

    /// Only those in a zone.
    #[must_use]
    pub fn in_zone(mut self, zone: ZoneId) -> Self {
        self.zone = Some(zone);
        self
    }

    /// Only those of an officer.
    #[must_use]
    pub fn of_officer(mut self, officer: ActorId) -> Self {
        self.officer = Some(officer);
        self
    }

    /// At most so many to a page.
    #[must_use]
    pub const fn limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }

    /// After a place of the list.
    #[must_use]
    pub fn after(mut self, key: PageKey) -> Self {
        self.after = Some(key);
        self
    }

    /// How many projects a page of this query holds at most: at least 1, at most 1,000.
    #[must_use]
    pub fn page_size(&self) -> usize {
        self.limit.clamp(1, PAGE_LIMIT)
    }

    /// Whether a project is in the list, wherever the page begins.
    #[must_use]
    pub fn lists(&self, state: &CurrentState) -> bool {
        let is_listed = match &self.listing {
            Listing::All => true,
            Listing::OverdueOn(day) => state.next_due().is_some_and(|due| due < *day),
            Listing::Named(prefix) => state.name.as_str().starts_with(prefix.as_str()),
            Listing::Coded(prefix) => {
                state.code.as_ref().is_some_and(|code| code.as_str().starts_with(prefix.as_str()))
            }
        };
        is_listed
            && self.stage.is_none_or(|stage| stage == state.position.stage())
            && self.zone.as_ref().is_none_or(|zone| *zone == state.zone)
            && self.officer.as_ref().is_none_or(|officer| Some(officer) == state.officer.as_ref())
    }

    /// The place of a project in this list.
    #[must_use]
    pub fn key(&self, state: &CurrentState) -> PageKey {
        let by = match self.listing {
            Listing::All => None,
            Listing::OverdueOn(_) => state.next_due().map(|due| due.to_string()),
            Listing::Named(_) => Some(name_key(state.name.as_str()).to_owned()),
            Listing::Coded(_) => state.code.as_ref().map(|code| code.as_str().to_owned()),
        };
        PageKey { by, project: state.project }
    }

    /// The page that some projects make, which a store found in the order of the list, one more than a page holds if
    /// there are more.
    #[must_use]
    pub fn page(&self, mut projects: Vec<CurrentState>) -> Page {
        let has_more = projects.len() > self.page_size();
        projects.truncate(self.page_size());
        let next = if has_more { projects.last().map(|last| self.key(last)) } else { None };
        Page { projects, next }
    }
}
