//! Several appends at once, decided: what every store does alike.

use std::collections::{HashMap, HashSet};

use super::{AppendError, AppendRequest, Plan, Receipt, StreamFault, follow_project, follow_zone, plan_after};
use crate::audit::{LogHead, Quarantine, Record, Subject};
use crate::project::Project;
use crate::registry::Zone;
use crate::value::{Digest, EventId, ProjectId, Timestamp};

/// What becomes of a batch when some of its requests cannot stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Batch {
    /// Each request for itself: those that can stand are written, in one transaction.
    Each,
    /// All or none: the first one that cannot stand keeps all others from being written.
    Whole,
}

/// What a store found under its lock, for a batch of requests.
#[derive(Clone, Debug)]
pub struct FoundBatch {
    /// The head of the log.
    pub head: LogHead,
    /// The last record that is not in quarantine of each stream that the requests name.
    pub streams: HashMap<Subject, Record>,
    /// The versions of those streams in which records in quarantine stand behind that one.
    pub versions: HashMap<Subject, u64>,
    /// The records of this log that bear an id of the requests.
    pub earlier: HashMap<EventId, Record>,
    /// The requests, by their ids, of which the store could not read what it found of their streams or under their ids, and
    /// why. Each of them is answered so; the others are decided.
    pub unreadable: HashMap<EventId, StreamFault>,
    /// What is in quarantine. Ids of it stay taken, and find nothing.
    pub quarantine: Quarantine,
    /// The zones of which the requests have events, each replayed from its stream; none where no zone is registered.
    pub zones: HashMap<Subject, Zone>,
    /// The projects of the requests that [need](AppendRequest::needs_history) their histories, each replayed from its stream; none where
    /// no project is planned.
    pub projects: HashMap<ProjectId, Project>,
}

/// What a store is to do for a batch.
#[derive(Clone, Debug)]
#[must_use = "a plan does nothing until the store carries it out"]
pub struct BatchPlan {
    /// The answer to each request, in order. The receipts hold once the records are written.
    pub answers: Vec<Result<Receipt, AppendError>>,
    /// The requests that are to be written, as indices of the batch in rising order, each with its sealed record in its
    /// answer.
    pub new: Vec<usize>,
    /// The leaf of each of these records.
    pub leaves: Vec<Digest>,
    /// The head thereafter. Write it together with the records.
    pub head: LogHead,
}

/// The first request that cannot stand, of a batch to be written as a whole. Nothing is to be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("request {index} of the batch cannot stand, so none of it was written")]
pub struct BatchError {
    /// Its index in the batch, from 0.
    pub index: usize,
    /// Why.
    #[source]
    pub error: AppendError,
}

impl FoundBatch {
    /// Nothing was found but the head.
    #[must_use]
    pub fn new(head: LogHead) -> Self {
        let (streams, versions, earlier, unreadable, quarantine, zones, projects) = Default::default();
        Self { head, streams, versions, earlier, unreadable, quarantine, zones, projects }
    }
}

impl BatchPlan {
    /// The records to write, each with the request that it answers and its leaf, in the order of their places in the log.
    pub fn records<'a>(
        &'a self,
        requests: &'a [AppendRequest],
    ) -> impl Iterator<Item = (&'a AppendRequest, &'a Record, Digest)> {
        self.new.iter().zip(&self.leaves).filter_map(|(index, leaf)| {
            let receipt = self.answers.get(*index)?.as_ref().ok()?;
            Some((requests.get(*index)?, receipt.record(), *leaf))
        })
    }
}

/// Decides a batch of appends as if one after another, by [`plan_append`](crate::audit::plan_append). Pure: a store locks its log,
/// finds, asks this, and writes the records and the head in one transaction.
///
/// # Errors
/// [`BatchError`] for the first request that cannot stand, if the batch is to be written as a [`Whole`](Batch::Whole).
pub fn plan_batch(
    found: FoundBatch,
    requests: &[AppendRequest],
    batch: Batch,
    now: Timestamp,
) -> Result<BatchPlan, BatchError> {
    let FoundBatch { mut head, streams, versions, earlier, unreadable, quarantine, mut zones, mut projects } = found;
    let needed: HashSet<_> = requests.iter().filter(|one| one.needs_history()).map(AppendRequest::subject).collect();
    let mut answers: Vec<Result<Receipt, AppendError>> = Vec::with_capacity(requests.len());
    let (mut new, mut leaves) = (Vec::with_capacity(requests.len()), Vec::with_capacity(requests.len()));
    // the records of this very batch, by id and by stream: a later request may name or follow one
    let mut ids: HashMap<EventId, usize> = HashMap::new();
    let mut ends: HashMap<Subject, usize> = HashMap::new();
    for (index, request) in requests.iter().enumerate() {
        let (subject, id) = (request.subject(), request.id());
        let recorded = |index: usize| answers[index].as_ref().ok().map(Receipt::record);
        let again = || recorded(*ids.get(&id)?).cloned();
        let earlier = earlier.get(&id).cloned().or_else(again);
        let last = ends.get(&subject).map_or_else(|| streams.get(&subject), |index| recorded(*index));
        let planned = match unreadable.get(&id) {
            Some(why) => Err(AppendError::Unreadable { subject, why: Box::new(why.clone()) }),
            None => plan_after(
                &head,
                (last, versions.get(&subject).copied().unwrap_or(0)),
                (earlier, &quarantine),
                request,
                now,
            ),
        };
        let planned = planned.and_then(|plan| {
            if !matches!(plan, Plan::Append { .. }) {
                return Ok(plan);
            }
            if let Some(event) = request.zone_event() {
                let mut zone = zones.remove(&subject);
                let followed = follow_zone(&head.source, &mut zone, event);
                zones.extend(zone.map(|zone| (subject, zone)));
                followed?;
            }
            if let (Some(event), true) = (request.event(), needed.contains(&subject)) {
                let mut project = projects.remove(&event.project());
                let followed = follow_project(&mut project, event);
                projects.extend(project.map(|project| (project.id(), project)));
                followed?;
            }
            Ok(plan)
        });
        answers.push(match planned {
            Ok(Plan::Append { event, head: after }) => {
                head = after;
                leaves.push(head.hash);
                ends.insert(subject, index);
                ids.insert(id, index);
                new.push(index);
                Ok(event.into())
            }
            Ok(Plan::AlreadyRecorded(event)) => Ok(Receipt::found(event)),
            Err(error) if batch == Batch::Whole => return Err(BatchError { index, error }),
            Err(error) => Err(error),
        });
    }
    Ok(BatchPlan { answers, new, leaves, head })
}
