//! A handle of the store, with what is wrong between handles.

use std::cell::Cell;
use std::collections::BTreeMap;

use project_lifecycle::audit::merkle::RecordProof;
use project_lifecycle::testing::Shared;
use project_lifecycle::{Policy, Stage, act::*, audit::*, project::*, store::*, value::*};

use super::{Crooked, Fault};

/// The handle.
#[derive(Debug)]
pub(crate) struct Handle {
    fault: Fault,
    pub(crate) store: Shared<Crooked>,
    calls: Cell<u64>,
    offset: Cell<usize>,
}

impl Handle {
    pub(crate) fn new(fault: Fault, store: Shared<Crooked>) -> Self {
        Self { fault, store, calls: Cell::new(0), offset: Cell::new(0) }
    }

    /// Another writer is in the way, three times out of four.
    fn shake(&self) -> Result<(), StoreError> {
        self.calls.set(self.calls.get() + 1);
        let is_in_the_way = self.fault == Fault::Shaky && !self.calls.get().is_multiple_of(4);
        if is_in_the_way { Err(StoreError::Retry("another writer".into())) } else { Ok(()) }
    }

    /// The answer is lost on the way, now and then.
    fn lose<T>(&self, answer: T) -> Result<T, StoreError> {
        let is_lost = self.fault == Fault::Shaky && self.calls.get().is_multiple_of(3);
        if is_lost { Err(StoreError::OutcomeUnknown("the line is dead".into())) } else { Ok(answer) }
    }

    /// Plans under one lock, and writes under others.
    fn apart(
        &self,
        requests: &[AppendRequest],
        batch: Batch,
        now: Timestamp,
    ) -> Result<Vec<Result<Receipt, AppendError>>, StoreError> {
        let plan = self.store.lock().plan(requests, batch, now)?;
        for _ in 0..20 {
            std::thread::yield_now();
        }
        if self.fault == Fault::ChecksBeforeItLocks {
            self.store.lock().carry_out(requests, &plan);
            return Ok(plan.answers);
        }
        // the batch was found good: each of its requests by itself
        let mut answers = Vec::new();
        for (index, request) in requests.iter().enumerate() {
            let answer = self.store.lock().append(std::slice::from_ref(request), Batch::Each, now)?.remove(0);
            match answer {
                Err(error) if batch == Batch::Whole => return Err(BatchError { index, error }.into()),
                answer => answers.push(answer),
            }
            std::thread::yield_now();
        }
        Ok(answers)
    }
}

impl EventLog for Handle {
    fn stream(&self, subject: Subject) -> Result<Vec<Record>, StoreError> {
        self.shake()?;
        self.store.stream(subject)
    }

    fn lines(&self, after: u64, limit: usize, show: &mut dyn FnMut(&[u8])) -> Result<u64, StoreError> {
        if let Err(error) = self.shake() {
            // not at once, but after a few lines
            self.store.lines(after, limit.min(2), show)?;
            return Err(error);
        }
        self.store.lines(after, limit, show)
    }

    fn log(&self, after: u64, limit: usize) -> Result<Vec<Record>, StoreError> {
        self.shake()?;
        self.store.log(after, limit)
    }

    fn quarantine(&self) -> Result<Quarantine, StoreError> {
        // asked beside the stream of each project: two answers in a row would never come
        self.store.quarantine()
    }

    fn head(&self) -> Result<LogHead, StoreError> {
        self.shake()?;
        self.store.head()
    }

    fn proof(&self, sequence: u64) -> Result<Option<RecordProof>, StoreError> {
        self.shake()?;
        self.store.proof(sequence)
    }

    fn check_zones(&self) -> Result<Vec<(Subject, StreamFault)>, StoreError> {
        self.shake()?;
        self.store.check_zones()
    }
}

impl EventStore for Handle {
    fn open_log(&mut self, digest: DigestAlgorithm, actor: &Actor, now: Timestamp) -> Result<Receipt, StoreError> {
        self.shake()?;
        let answer = self.store.open_log(digest, actor, now)?;
        self.lose(answer)
    }

    fn append_batch(
        &mut self,
        requests: &[AppendRequest],
        batch: Batch,
        now: Timestamp,
    ) -> Result<Vec<Result<Receipt, AppendError>>, StoreError> {
        self.shake()?;
        let is_apart = match self.fault {
            Fault::ChecksBeforeItLocks => true,
            Fault::ChecksBatchesBeforeItLocks => requests.len() > 1,
            _ => false,
        };
        let answers =
            if is_apart { self.apart(requests, batch, now) } else { self.store.append_batch(requests, batch, now) };
        let answers = answers?;
        // what was refused may be refused for another version when it is asked again
        if answers.iter().all(Result::is_ok) { self.lose(answers) } else { Ok(answers) }
    }
}

impl Quarantines for Handle {
    fn put_in_quarantine(
        &mut self,
        places: &[u64],
        correction: &Correction,
        context: &Context,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<Vec<Record>, StoreError> {
        self.shake()?;
        let records = self.store.put_in_quarantine(places, correction, context, policy, now)?;
        self.lose(records)
    }
}

impl Cursors for Handle {
    fn cursor(&self, consumer: &ConsumerId) -> Result<u64, StoreError> {
        self.shake()?;
        self.store.cursor(consumer)
    }

    fn move_cursor(&mut self, consumer: &ConsumerId, from: u64, to: u64) -> Result<(), CursorError> {
        self.shake()?;
        self.store.move_cursor(consumer, from, to)
    }
}

impl CurrentStates for Handle {
    fn current(&self, project: ProjectId) -> Result<Option<CurrentState>, StoreError> {
        self.shake()?;
        self.store.current(project)
    }

    fn projects(&self, query: &ProjectQuery) -> Result<Page, StoreError> {
        self.shake()?;
        if self.fault != Fault::PagesByOffset {
            return self.store.projects(query);
        }
        let offset = if query.place().is_none() { 0 } else { self.offset.get() };
        let page = self.store.lock().list(query, Some(offset));
        self.offset.set(offset + page.projects.len());
        Ok(page)
    }

    fn counts(&self, query: &ProjectQuery) -> Result<BTreeMap<Stage, u64>, StoreError> {
        self.shake()?;
        self.store.counts(query)
    }

    fn project_ids(&self, after: Option<ProjectId>, limit: usize) -> Result<Vec<ProjectId>, StoreError> {
        // the check of all states asks much and gives up at the first
        self.store.project_ids(after, limit)
    }

    fn write_current(&mut self, state: &CurrentState) -> Result<(), StoreError> {
        self.shake()?;
        self.store.write_current(state)
    }

    fn check_current(&self, upcasters: &Upcasters) -> Result<Vec<Drift>, StoreError> {
        self.store.check_current(upcasters)
    }

    fn rebuild_current(&mut self, upcasters: &Upcasters) -> Result<Vec<Drift>, StoreError> {
        self.store.rebuild_current(upcasters)
    }
}
