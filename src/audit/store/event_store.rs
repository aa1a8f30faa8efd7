//! Appending to a log.

use super::{EventLog, StoreError, only_answer};
use crate::act::Actor;
use crate::audit::{AppendError, AppendRequest, Batch, Receipt};
use crate::value::{DigestAlgorithm, Timestamp};

/// A store of one log: reads it, and appends to it.
///
/// Appending is compare-and-swap on the stream's version and idempotent by event id; both are decided by
/// [`plan_append`](crate::audit::plan_append), so every backend answers alike. Asynchronous stores have the same methods
/// inherently.
///
/// [`give`](super::give) is the loop around them: load, decide, append, and again when another writer was first.
///
/// | the error says | who is to blame | what to do |
/// |---|---|---|
/// | [`Append`](StoreError::Append), [`Batch`](StoreError::Batch) | the caller | if it [is stale](StoreError::is_stale), load again and decide again; else what the error says, such as to mint a new id |
/// | [`Retry`](StoreError::Retry) | nobody: another writer was in the way | the same request again |
/// | [`OutcomeUnknown`](StoreError::OutcomeUnknown) | the way to the storage | the same request again: it is found if it was written |
/// | [`Corrupt`](StoreError::Corrupt) | who changed what is stored | verify the log, restore it |
/// | [`Storage`](StoreError::Storage) | the storage | mend it, then the same request again |
///
/// ```
/// use project_lifecycle::prelude::*;
///
/// # let policy = Policy::shenyang_2018();
/// # let officer = Actor::new(AuthType::AppUser, "officer-17".parse()?);
/// # let now: Timestamp = "2018-06-11T09:00:00+08:00".parse()?;
/// # let id = ProjectId::named("urn:example:city/1");
/// # let context = |n: &str| Context::new(EventId::named(id.uuid(), n), now, officer.clone());
/// # let profile = Profile::new("机器人未来城".parse()?, "hunnan".parse()?);
/// # let mut store = MemoryStore::open("urn:example:city".parse()?, &officer, now)?;
/// let planned: AppendRequest = Project::plan(id, profile.clone(), &context("1"), &policy)?.into();
/// assert!(store.append(&planned, now)?.is_new());
/// assert!(!store.append(&planned, now)?.is_new()); // the same request again is found
///
/// // another command for the same place comes too late
/// let late = Project::plan(id, profile, &context("2"), &policy)?;
/// assert!(store.append(&late.into(), now).is_err_and(|why| why.is_stale()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait EventStore: EventLog {
    /// Opens the log on a digest: its first record is `lifecycle.log.opened`, by `actor` at `now`. A log that is open
    /// already stays as it is, and the record that opened it is given.
    ///
    /// # Errors
    /// [`AppendError::OtherDigest`] when it is open on another digest; else as [`append`](Self::append).
    fn open_log(&mut self, digest: DigestAlgorithm, actor: &Actor, now: Timestamp) -> Result<Receipt, StoreError>;

    /// Appends several events in one transaction and answers each in order. `now` is the host's clock.
    ///
    /// Requests of one batch may build on one another.
    ///
    /// After [`OutcomeUnknown`](StoreError::OutcomeUnknown) give the same batch again. What was written is found. What was
    /// refused is refused again, and its error may name other versions than it would have before: the streams have moved on.
    ///
    /// # Errors
    /// [`StoreError::Batch`] for the first request that cannot stand, if the batch is a [`Batch::Whole`]; else
    /// [`StoreError`] when the storage did not do it. Nothing was written then, unless the error is
    /// [`OutcomeUnknown`](StoreError::OutcomeUnknown).
    fn append_batch(
        &mut self,
        requests: &[AppendRequest],
        batch: Batch,
        now: Timestamp,
    ) -> Result<Vec<Result<Receipt, AppendError>>, StoreError>;

    /// Appends an event, or finds it appended already. `now` is the host's clock.
    ///
    /// # Errors
    /// [`StoreError::Append`] when the request cannot stand, else as [`append_batch`](Self::append_batch).
    fn append(&mut self, request: &AppendRequest, now: Timestamp) -> Result<Receipt, StoreError> {
        only_answer(self.append_batch(core::slice::from_ref(request), Batch::Each, now)?)
    }
}
