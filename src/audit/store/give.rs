//! The loop around a command: load, decide, append, and again when another writer was first.

use super::{EventStore, LoadError, StoreError};
use crate::act::Refusal;
use crate::audit::{AppendRequest, Receipt, Upcasters};
use crate::project::{Decision, Project};
use crate::value::{ProjectId, Timestamp};

/// What became of a command.
#[derive(Clone, Debug)]
pub struct Given {
    /// The project, with the command's event. Other writers may have gone on by now.
    pub project: Project,
    /// The store's answer. Its record tells what happened.
    pub receipt: Receipt,
}

/// Why a command was not recorded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GiveError {
    /// There is no such project.
    #[error("there is no project {project}: plan it first")]
    NoProject {
        /// The project.
        project: ProjectId,
    },
    /// The command was refused by the project as it was loaded last.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The project cannot be loaded.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The event was not appended, or nobody knows whether it was.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Gives a command to a project in a store: loads the project, decides, appends the event, and begins anew when another writer
/// was first, was in the way, or the answer was lost. `now` is the host's clock.
///
/// To give the same command again is safe: it is found if it was recorded. PostgreSQL has the same in
/// `PostgresStore::give`.
///
/// ```
/// use project_lifecycle::audit::give;
/// use project_lifecycle::prelude::*;
///
/// let actor = Actor::new(AuthType::AppUser, "officer-7".parse()?);
/// let now: Timestamp = "2018-06-01T10:00:00Z".parse()?;
/// let policy = Policy::shenyang_2018();
/// let mut store = MemoryStore::open("urn:example:city".parse()?, &actor, now)?;
/// let context = |n: &str| n.parse().map(|id| Context::new(id, now, actor.clone()));
///
/// let drones = ProjectId::named("drones");
/// let profile = Profile::new(Text::new("无人机产业园")?, "hunnan".parse()?);
/// let planned = Project::plan(drones, profile, &context("00000000-0000-7000-8000-000000000001")?, &policy)?;
/// store.append(&planned.into(), now)?;
///
/// let talks = EngagementForm {
///     client: "client-9".parse::<ClientId>()?.into(),
///     lead_negotiator: "negotiator-2".parse::<ActorId>()?.into(),
///     first_contact: Attachment::new("首次接洽记录", "hunnan")?.dated("2018-06-01".parse()?).into(),
///     uniqueness_claim: Attachment::new("首报首谈登记", "hunnan")?.dated("2018-06-01".parse()?).into(),
/// };
/// let command = Command::Engage(talks.try_into()?);
/// let context = context("00000000-0000-7000-8000-000000000002")?;
/// let given = give(&mut store, drones, now, |project| project.decide(command.clone(), &context, &policy))?;
/// assert_eq!(given.project.stage(), Stage::Negotiating);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`GiveError`] by blame. What was refused was not written; of [`StoreError::OutcomeUnknown`] nobody knows.
pub fn give<S: EventStore + ?Sized>(
    store: &mut S,
    project: ProjectId,
    now: Timestamp,
    decide: impl FnMut(&Project) -> Result<Decision, Refusal>,
) -> Result<Given, GiveError> {
    give_with(store, project, &Upcasters::new(), now, decide)
}

/// Gives a command as [`give`] does, to a project read with older versions of its events' data.
///
/// # Errors
/// As [`give`].
pub fn give_with<S: EventStore + ?Sized>(
    store: &mut S,
    project: ProjectId,
    upcasters: &Upcasters,
    now: Timestamp,
    mut decide: impl FnMut(&Project) -> Result<Decision, Refusal>,
) -> Result<Given, GiveError> {
    let mut attempts = Attempts::default();
    loop {
        let attempt = Attempt::decide(store.project_with(project, upcasters)?, project, &mut decide)?;
        let answer = store.append(attempt.request(), now);
        if let Some(given) = attempts.answered(attempt, answer)? {
            return Ok(given);
        }
    }
}

/// A command, decided on a project as it was loaded: what [`give`] appends. Asynchronous stores share it.
#[derive(Clone, Debug)]
pub struct Attempt {
    project: Project,
    decision: Decision,
    request: AppendRequest,
}

impl Attempt {
    /// Decides on a project as it was loaded.
    ///
    /// # Errors
    /// [`GiveError::NoProject`] if there is none, [`GiveError::Refused`] when the command is refused.
    pub fn decide(
        loaded: Option<Project>,
        id: ProjectId,
        mut decide: impl FnMut(&Project) -> Result<Decision, Refusal>,
    ) -> Result<Self, GiveError> {
        let project = loaded.ok_or(GiveError::NoProject { project: id })?;
        let decision = decide(&project)?;
        let request = decision.event().into();
        Ok(Self { project, decision, request })
    }

    /// What is to be appended, or found.
    #[must_use]
    pub const fn request(&self) -> &AppendRequest {
        &self.request
    }

    /// The project with the event. `None` if the event was found behind others that were not loaded.
    fn recorded(mut self, receipt: Receipt) -> Option<Given> {
        if let Decision::Record(event) = self.decision {
            self.project.apply(event).ok()?;
        }
        let has_it = self.project.version() >= receipt.record().stream_version();
        has_it.then_some(Given { project: self.project, receipt })
    }
}

/// How often a command may still be attempted: sixteen times in all.
#[derive(Clone, Debug)]
pub struct Attempts {
    left: usize,
}

impl Default for Attempts {
    fn default() -> Self {
        Self { left: 16 }
    }
}

impl Attempts {
    /// What became of an attempt by the store's answer. `None` if it is to be begun anew.
    ///
    /// # Errors
    /// [`GiveError::Store`] when the answer is neither a receipt nor one after which an attempt may succeed, or when there were
    /// enough attempts.
    pub fn answered(
        &mut self,
        attempt: Attempt,
        answer: Result<Receipt, StoreError>,
    ) -> Result<Option<Given>, GiveError> {
        self.left = self.left.saturating_sub(1);
        match answer {
            Ok(receipt) => match attempt.recorded(receipt) {
                None if self.left == 0 => Err(StoreError::Retry("other writers were first, each time".into()).into()),
                given => Ok(given),
            },
            Err(why) if self.left > 0 && (why.is_stale() || why.is_retryable()) => Ok(None),
            Err(why) => Err(why.into()),
        }
    }
}
