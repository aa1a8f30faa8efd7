//! Putting places of a log in quarantine.

use crate::act::Correction;
use crate::{Context, EventLog, Policy, Record, StoreError, Timestamp};

/// Puts places of a log in quarantine, so that one bad record stops only itself. It is for the log's owner alone.
///
/// Their lines stay where they are, in the chain and in the tree, and are neither judged nor read any longer. A record goes together
/// with all later ones of its stream; the steps among them are voided, so that the project stands where its readable history left
/// it, and can go on: what was lost is recorded again. Numbers stay taken. A project whose planning is in quarantine is gone.
///
/// A void takes the step that it voided with it, and all between. More than 250 places are named by several records.
///
/// A line in which nobody can tell what it did to its project, for its data do not read at all, cannot be put there
/// ([`QuarantineError::Untold`](crate::audit::QuarantineError::Untold)). Ids of records in quarantine stay taken and find nothing: what
/// was lost is recorded again under new ones. After [`StoreError::OutcomeUnknown`] look into
/// [`EventLog::quarantine`](crate::EventLog::quarantine) before the same call again, which finds the places there already
/// ([`QuarantineError::Already`](crate::audit::QuarantineError::Already)).
///
/// What is in quarantine is told by [`EventLog::quarantine`](crate::EventLog::quarantine), with grounds and authority in the log's
/// own stream. What to write is decided by [`plan_quarantine`](crate::audit::plan_quarantine), so every store does alike.
///
/// ```
/// use project_lifecycle::act::Correction;
/// use project_lifecycle::prelude::*;
/// use project_lifecycle::store::Quarantines;
///
/// # let policy = Policy::shenyang_2018();
/// # let owner = Actor::new(AuthType::User, "owner".parse()?);
/// # let now: Timestamp = "2018-06-11T09:00:00+08:00".parse()?;
/// # let id = ProjectId::named("urn:example:city/1");
/// # let context = |n: &str| Context::new(EventId::named(id.uuid(), n), now, owner.clone());
/// # let profile = Profile::new("机器人未来城".parse()?, "hunnan".parse()?);
/// # let mut store = MemoryStore::open("urn:example:city".parse()?, &owner, now)?;
/// store.append(&Project::plan(id, profile, &context("1"), &policy)?.into(), now)?;
///
/// // the record at place 2 is bad
/// let correction = Correction { authority: "数据局".parse()?, grounds: "记录损坏".parse()? };
/// store.put_in_quarantine(&[2], &correction, &context("2"), &policy, now)?;
/// assert_eq!(store.project(id)?, None);
/// assert!(store.quarantine()?.at(2).is_some());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Quarantines: EventLog {
    /// Puts these places, from 1, in quarantine, with what goes with them. Gives the records that were written for it: first those
    /// of the quarantine, of which the first has the context's id, then the voids.
    ///
    /// # Errors
    /// [`StoreError::Quarantine`] when they cannot be put there; else as [`EventStore::append`](crate::EventStore::append). Nothing
    /// was written then.
    fn put_in_quarantine(
        &mut self,
        places: &[u64],
        correction: &Correction,
        context: &Context,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<Vec<Record>, StoreError>;
}
