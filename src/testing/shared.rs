//! A store that is a plain value, behind handles that share it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::act::Correction;
use crate::audit::merkle::RecordProof;
use crate::audit::{Batch, LogHead, Quarantine, Subject};
use crate::project::CurrentState;
use crate::store::{CurrentStates, CursorError, Cursors, Page, ProjectQuery, Quarantines};
use crate::value::{ConsumerId, DigestAlgorithm};
use crate::{
    Actor, AppendError, AppendRequest, Context, EventLog, EventStore, Policy, ProjectId, Receipt, Record, Stage,
    StoreError, Timestamp,
};

/// One of several handles of a store that is a plain value, such as [`MemoryStore`](crate::MemoryStore): every clone
/// reads and writes the same value, one at a time.
///
/// ```
/// use project_lifecycle::testing::Shared;
/// use project_lifecycle::{Actor, AuthType, EventLog as _, EventStore as _, MemoryStore};
/// use project_lifecycle::value::DigestAlgorithm;
///
/// let mut one = Shared::new(MemoryStore::new("urn:example:city".parse()?));
/// let another = one.clone();
/// let actor = Actor::new(AuthType::System, "platform".parse()?);
/// one.open_log(DigestAlgorithm::default(), &actor, "2018-06-01T10:00:00Z".parse()?)?;
/// assert_eq!(another.head()?.size(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Default)]
pub struct Shared<S>(Arc<Mutex<S>>);

impl<S> Shared<S> {
    /// The first handle.
    pub fn new(store: S) -> Self {
        Self(Arc::new(Mutex::new(store)))
    }

    /// The store, for as long as the guard lives.
    pub fn lock(&self) -> MutexGuard<'_, S> {
        // every method of a store leaves it whole, and a check that fails tells so itself
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<S> Clone for Shared<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<S: EventLog> EventLog for Shared<S> {
    fn stream(&self, subject: Subject) -> Result<Vec<Record>, StoreError> {
        self.lock().stream(subject)
    }

    fn lines(&self, after: u64, limit: usize, show: &mut dyn FnMut(&[u8])) -> Result<u64, StoreError> {
        self.lock().lines(after, limit, show)
    }

    fn quarantine(&self) -> Result<Quarantine, StoreError> {
        self.lock().quarantine()
    }

    fn log(&self, after: u64, limit: usize) -> Result<Vec<Record>, StoreError> {
        self.lock().log(after, limit)
    }

    fn head(&self) -> Result<LogHead, StoreError> {
        self.lock().head()
    }

    fn proof(&self, sequence: u64) -> Result<Option<RecordProof>, StoreError> {
        self.lock().proof(sequence)
    }
}

impl<S: EventStore> EventStore for Shared<S> {
    fn open_log(&mut self, digest: DigestAlgorithm, actor: &Actor, now: Timestamp) -> Result<Receipt, StoreError> {
        self.lock().open_log(digest, actor, now)
    }

    fn append_batch(
        &mut self,
        requests: &[AppendRequest],
        batch: Batch,
        now: Timestamp,
    ) -> Result<Vec<Result<Receipt, AppendError>>, StoreError> {
        self.lock().append_batch(requests, batch, now)
    }
}

impl<S: Quarantines> Quarantines for Shared<S> {
    fn put_in_quarantine(
        &mut self,
        places: &[u64],
        correction: &Correction,
        context: &Context,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<Vec<Record>, StoreError> {
        self.lock().put_in_quarantine(places, correction, context, policy, now)
    }
}

impl<S: Cursors> Cursors for Shared<S> {
    fn cursor(&self, consumer: &ConsumerId) -> Result<u64, StoreError> {
        self.lock().cursor(consumer)
    }

    fn move_cursor(&mut self, consumer: &ConsumerId, from: u64, to: u64) -> Result<(), CursorError> {
        self.lock().move_cursor(consumer, from, to)
    }
}

impl<S: CurrentStates> CurrentStates for Shared<S> {
    fn current(&self, project: ProjectId) -> Result<Option<CurrentState>, StoreError> {
        self.lock().current(project)
    }

    fn projects(&self, query: &ProjectQuery) -> Result<Page, StoreError> {
        self.lock().projects(query)
    }

    fn counts(&self, query: &ProjectQuery) -> Result<BTreeMap<Stage, u64>, StoreError> {
        self.lock().counts(query)
    }

    fn project_ids(&self, after: Option<ProjectId>, limit: usize) -> Result<Vec<ProjectId>, StoreError> {
        self.lock().project_ids(after, limit)
    }

    fn write_current(&mut self, state: &CurrentState) -> Result<(), StoreError> {
        self.lock().write_current(state)
    }
}
