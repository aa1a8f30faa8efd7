//! How the current states of a store follow the events of a batch: one step for all stores.

use std::collections::{HashMap, HashSet};

use crate::project::{CurrentState, HistoryError};
use crate::{Event, Project, ProjectId};

/// The current states of the projects of a batch while its events go by, in order.
///
/// Most events move a state on by themselves. Some need the whole history, such as a correction, and so does a state that is
/// not known: of these projects the store [teaches](Self::learn) what they were before the batch.
#[derive(Debug)]
pub(super) struct Following {
    states: HashMap<ProjectId, CurrentState>,
    /// The projects that are followed by their whole histories; `None` before their first event here.
    whole: HashMap<ProjectId, Option<Project>>,
    /// Of these, the ones that begin before the batch and are not known yet.
    wanted: HashSet<ProjectId>,
}

/// What became of a project's state.
#[derive(Debug)]
pub(super) struct Followed<'a> {
    /// What it was; `None` if it was planned now, or is told by its whole history.
    pub(super) before: Option<CurrentState>,
    /// What it is.
    #[cfg_attr(not(feature = "sqlite"), expect(dead_code, reason = "only SQLite writes while it follows"))]
    pub(super) after: &'a CurrentState,
    /// Whether it is told by its whole history, so that whatever is kept of it may be wrong.
    #[cfg_attr(not(feature = "sqlite"), expect(dead_code, reason = "only SQLite writes while it follows"))]
    pub(super) is_whole: bool,
}

impl Following {
    /// From the states as far as they are known, and the events that will go by.
    pub(super) fn new<'a>(
        states: HashMap<ProjectId, CurrentState>,
        events: impl IntoIterator<Item = &'a Event>,
    ) -> Self {
        let (mut whole, mut wanted, mut begun) = (HashMap::new(), HashSet::new(), HashSet::new());
        // whether a state moves on by itself shows when it does
        let mut moving: HashMap<ProjectId, CurrentState> = HashMap::new();
        for event in events {
            let id = event.project();
            if event.version() == 1 {
                begun.insert(id);
            }
            if whole.contains_key(&id) {
                continue;
            }
            let after = match moving.remove(&id).or_else(|| states.get(&id).cloned()) {
                None => CurrentState::planned(event),
                Some(before) => before.after(event),
            };
            match after {
                Some(after) => drop(moving.insert(id, after)),
                None => {
                    whole.insert(id, None);
                    if !begun.contains(&id) {
                        wanted.insert(id);
                    }
                }
            }
        }
        Self { states, whole, wanted }
    }

    /// The projects that must be [learned](Self::learn) first, as they were before the batch.
    pub(super) fn wanted(&self) -> Vec<ProjectId> {
        self.wanted.iter().copied().collect()
    }

    /// Takes a project that was wanted.
    pub(super) fn learn(&mut self, project: Project) {
        self.wanted.remove(&project.id());
        self.whole.insert(project.id(), Some(project));
    }

    /// Moves the state of an event's project on.
    ///
    /// # Errors
    /// [`HistoryError`] when the event does not follow.
    pub(super) fn follow(&mut self, event: &Event) -> Result<Followed<'_>, HistoryError> {
        let id = event.project();
        if let Some(whole) = self.whole.get_mut(&id) {
            match whole {
                Some(project) => project.apply(event.clone())?,
                None => *whole = Some(Project::replay([event.clone()])?),
            }
            let project = whole.as_ref().ok_or(HistoryError::Empty)?;
            return Ok(Followed { before: None, after: project.current(), is_whole: true });
        }
        let before = self.states.remove(&id);
        let after = match &before {
            None => CurrentState::planned(event),
            Some(before) => before.clone().after(event),
        };
        let after = self.states.entry(id).insert_entry(after.ok_or(HistoryError::Empty)?).into_mut();
        Ok(Followed { before, after, is_whole: false })
    }

    /// The states that are told by whole histories, so far.
    #[cfg(feature = "sqlite")]
    pub(super) fn whole(&self) -> impl Iterator<Item = &CurrentState> {
        self.whole.values().flatten().map(Project::current)
    }

    /// The states after the batch.
    pub(super) fn into_states(mut self) -> HashMap<ProjectId, CurrentState> {
        let whole = self.whole.into_values().flatten();
        self.states.extend(whole.map(|project| (project.id(), project.current().clone())));
        self.states
    }
}
