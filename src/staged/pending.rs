//! A move that is decided but not yet recorded.

use core::fmt;
use core::marker::PhantomData;

use super::Staged;
use super::marker::InStage;
use crate::audit::{AppendRequest, EventStore, Receipt, StoreError};
use crate::project::Project;
use crate::value::{Source, Timestamp};

/// A decided move to the stage `To`. The project is in that stage only once a store has recorded the move.
///
/// It is confirmed by the record of its own request alone: the same command under the same id, at the same place of the stream,
/// with the same result; and in the log that the project was read from. A project that was planned just now, or replayed from
/// events that no store gave, is in no log yet: the first receipt's is its log from then on.
///
/// That proves that somebody answered with such a record in that log's name. That the record is there, the store's word says, and a
/// proof against a checkpoint kept elsewhere ([`RecordProof`](crate::audit::merkle::RecordProof)).
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "the move is decided but not recorded: append `request()` and `confirm` the receipt, or `commit` it"]
pub struct Pending<To> {
    /// `None` if the move is a planning.
    project: Option<Box<Project>>,
    /// Boxed, for a move is handed back with errors.
    request: Box<AppendRequest>,
    to: PhantomData<fn() -> To>,
}

/// A receipt for something else than the pending move. Both come back.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unconfirmed<To> {
    /// The move, still pending.
    pub pending: Pending<To>,
    /// The receipt.
    pub receipt: Box<Receipt>,
}

/// A commit that failed. The move comes back, still pending.
#[derive(Debug)]
#[non_exhaustive]
pub enum CommitError<To> {
    /// The store did not record it: on a storage failure commit it again, on a conflict load the project again and decide
    /// again.
    Store {
        /// The move, still pending.
        pending: Pending<To>,
        /// Why the store did not record it.
        error: StoreError,
    },
    /// The store has recorded this command already, with another result: load the project again.
    Unconfirmed(Unconfirmed<To>),
}

impl<To> CommitError<To> {
    /// The move, still pending.
    pub fn into_pending(self) -> Pending<To> {
        match self {
            Self::Store { pending, .. } => pending,
            Self::Unconfirmed(unconfirmed) => unconfirmed.pending,
        }
    }
}

impl<To: InStage> Pending<To> {
    pub(super) fn new(project: Option<Project>, request: AppendRequest) -> Self {
        Self { project: project.map(Box::new), request: Box::new(request), to: PhantomData }
    }

    /// What to append: hand it to any store, synchronous or not.
    #[must_use]
    pub const fn request(&self) -> &AppendRequest {
        &self.request
    }

    /// Takes the store's receipt; the project is now in the stage `To`.
    ///
    /// # Errors
    /// [`Unconfirmed`] when the receipt is for something else than this move, or from another log.
    pub fn confirm(mut self, receipt: Receipt) -> Result<Staged<To>, Unconfirmed<To>> {
        match self.moved(&receipt) {
            Some(project) => Ok(Staged::checked(project)),
            None => Err(Unconfirmed { pending: self, receipt: Box::new(receipt) }),
        }
    }

    /// The project after the recorded event, if that is this move: the same command at the same place, with the same
    /// result. Otherwise the project stays as it is.
    fn moved(&mut self, receipt: &Receipt) -> Option<Project> {
        let (recorded, ours) = (receipt.record().event().ok()?, self.request.event()?);
        let log = receipt.record().source();
        let is_ours = self.log().is_none_or(|ours| ours == log)
            && recorded.id() == ours.id()
            && ours.is_recorded_as(&recorded)
            && recorded.to() == ours.to();
        if !is_ours {
            return None;
        }
        let Some(project) = &mut self.project else {
            return Project::replay([recorded]).ok().map(|project| project.read_from(log));
        };
        project.apply(recorded).ok()?;
        self.project.take().map(|project| project.read_from(log))
    }

    /// The move with the host's word that its clock is right: see [`AppendRequest::sure_of_now`].
    pub fn sure_of_now(mut self) -> Self {
        *self.request = self.request.sure_of_now();
        self
    }

    /// Appends to a synchronous store and confirms. `now` is the host's clock.
    ///
    /// # Errors
    /// [`CommitError`] with the move, still pending.
    pub fn commit(self, store: &mut (impl EventStore + ?Sized), now: Timestamp) -> Result<Staged<To>, CommitError<To>> {
        match store.append(&self.request, now) {
            Ok(receipt) => self.confirm(receipt).map_err(CommitError::Unconfirmed),
            Err(error) => Err(CommitError::Store { pending: self, error }),
        }
    }

    /// Gives the move up. The project comes back as it was. `None` if the move was a planning.
    #[must_use]
    pub fn abandon(self) -> Option<Project> {
        self.project.map(|project| *project)
    }
}

impl<To> Pending<To> {
    /// The log that the project was read from. `None` if that is not known.
    fn log(&self) -> Option<&Source> {
        self.project.as_ref().and_then(|project| project.log())
    }
}

impl<To> fmt::Display for Unconfirmed<To> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (receipt, pending) = (self.receipt.record(), &self.pending.request);
        if let Some(log) = self.pending.log().filter(|log| *log != receipt.source()) {
            let other = receipt.source();
            return write!(f, "the receipt is from the log {other}, but the project was read from {log}");
        }
        write!(
            f,
            "the receipt is for event {} of {} at version {}, not for event {} of {} at version {}",
            receipt.id(),
            receipt.subject(),
            receipt.stream_version(),
            pending.id(),
            pending.subject(),
            pending.expected_version() + 1
        )
    }
}

impl<To: fmt::Debug> core::error::Error for Unconfirmed<To> {}

impl<To> fmt::Display for CommitError<To> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store { pending, .. } => {
                write!(f, "event {} of {} was not recorded", pending.request.id(), pending.request.subject())
            }
            Self::Unconfirmed(unconfirmed) => unconfirmed.fmt(f),
        }
    }
}

impl<To: fmt::Debug> core::error::Error for CommitError<To> {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Store { error, .. } => Some(error),
            Self::Unconfirmed(_) => None,
        }
    }
}
