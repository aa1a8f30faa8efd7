//! A move that is decided but not yet recorded.

use core::fmt;
use core::marker::PhantomData;

use super::{InStage, Staged};
use crate::audit::{AppendRequest, EventStore, Receipt, StoreError};
use crate::project::Project;
use crate::value::Timestamp;

/// A decided move to the stage `To`. The project is in that stage only once a store has recorded the move.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "the move is decided but not recorded: append `request()` and `confirm` the receipt, or `commit` it"]
pub struct Pending<To> {
    /// Nothing before planning.
    project: Option<Box<Project>>,
    request: AppendRequest,
    to: PhantomData<fn() -> To>,
}

/// A receipt for another event than the pending one. Both come back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unconfirmed<To> {
    /// The move, still pending.
    pub pending: Pending<To>,
    /// The receipt.
    pub receipt: Box<Receipt>,
}

/// A commit that failed. The move comes back, still pending: on a storage error commit it again, on a conflict load the
/// project again and decide again.
#[derive(Debug)]
pub struct CommitError<To> {
    /// The move, still pending.
    pub pending: Pending<To>,
    /// Why the store did not record it.
    pub error: StoreError,
}

impl<To: InStage> Pending<To> {
    pub(super) fn new(project: Option<Project>, request: AppendRequest) -> Self {
        Self { project: project.map(Box::new), request, to: PhantomData }
    }

    /// What to append: hand it to any store, synchronous or not.
    #[must_use]
    pub const fn request(&self) -> &AppendRequest {
        &self.request
    }

    /// Takes the store's receipt; the project is now in the stage `To`.
    ///
    /// # Errors
    /// [`Unconfirmed`] when the receipt is for another event.
    ///
    /// # Panics
    /// Never: what was decided on a project follows from that project.
    pub fn confirm(self, receipt: Receipt) -> Result<Staged<To>, Unconfirmed<To>> {
        let recorded = receipt.event();
        let is_ours = recorded.id() == self.request.id()
            && recorded.subject() == self.request.subject()
            && recorded.stream_version() == self.request.event().version();
        if !is_ours {
            return Err(Unconfirmed { pending: self, receipt: Box::new(receipt) });
        }
        let event = self.request.event().clone();
        let project = match self.project {
            None => Project::replay([event]).expect("planning alone is a history"),
            Some(mut project) => {
                project.apply(event).expect("what was decided on a project follows from it");
                *project
            }
        };
        Ok(Staged::checked(project))
    }

    /// Appends to a synchronous store and confirms. `now` is the host's clock.
    ///
    /// # Errors
    /// [`CommitError`] with the move, still pending.
    pub fn commit(self, store: &mut impl EventStore, now: Timestamp) -> Result<Staged<To>, CommitError<To>> {
        match store.append(&self.request, now) {
            Ok(receipt) => self.confirm(receipt).map_err(|unconfirmed| {
                let error = StoreError::Storage(unconfirmed.to_string().into());
                CommitError { pending: unconfirmed.pending, error }
            }),
            Err(error) => Err(CommitError { pending: self, error }),
        }
    }

    /// Gives the move up. The project comes back as it was; nothing before planning.
    #[must_use]
    pub fn abandon(self) -> Option<Project> {
        self.project.map(|project| *project)
    }
}

impl<To> fmt::Display for Unconfirmed<To> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (receipt, pending) = (self.receipt.event(), &self.pending.request);
        write!(
            f,
            "the receipt is for event {} of {} at version {}, not for event {} of {} at version {}",
            receipt.id(),
            receipt.subject(),
            receipt.stream_version(),
            pending.id(),
            pending.subject(),
            pending.event().version()
        )
    }
}

impl<To: fmt::Debug> core::error::Error for Unconfirmed<To> {}

impl<To> fmt::Display for CommitError<To> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let request = &self.pending.request;
        write!(f, "event {} of {} was not recorded", request.id(), request.subject())
    }
}

impl<To: fmt::Debug> core::error::Error for CommitError<To> {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        Some(&self.error)
    }
}
