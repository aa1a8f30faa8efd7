//! A store in memory, for tests and examples.

use std::collections::HashMap;

use crate::{
    Actor, AppendError, AppendRequest, AuditEvent, DigestAlgorithm, EventId, EventStore, Found, LogHead, Plan, Receipt,
    Source, StoreError, Subject, Timestamp, plan_append,
};

/// A store of one log in memory. What it keeps is gone with it.
#[derive(Clone, Debug)]
pub struct MemoryStore {
    head: LogHead,
    log: Vec<AuditEvent>,
    streams: HashMap<Subject, Vec<usize>>,
    ids: HashMap<EventId, usize>,
}

impl MemoryStore {
    /// Opens a new log on SHA-256: its first record is `lifecycle.log.opened`, by `actor` at `now`.
    ///
    /// # Errors
    /// [`AppendError`] when that record cannot be sealed.
    pub fn open(source: Source, actor: &Actor, now: Timestamp) -> Result<Self, AppendError> {
        Self::open_on(DigestAlgorithm::default(), source, actor, now)
    }

    /// Opens a new log on a digest.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_on(
        digest: DigestAlgorithm,
        source: Source,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<Self, AppendError> {
        let (opened, head) = LogHead::open_on(digest, source.clone(), actor, now)?;
        let mut store = Self {
            head: LogHead::empty(source, digest),
            log: Vec::new(),
            streams: HashMap::new(),
            ids: HashMap::new(),
        };
        store.write(opened, head);
        Ok(store)
    }

    fn write(&mut self, event: AuditEvent, head: LogHead) {
        let index = self.log.len();
        self.streams.entry(event.subject()).or_default().push(index);
        self.ids.insert(event.id(), index);
        self.log.push(event);
        self.head = head;
    }

    /// Every record, in order.
    #[must_use]
    pub fn records(&self) -> &[AuditEvent] {
        &self.log
    }
}

impl EventStore for MemoryStore {
    fn append(&mut self, request: &AppendRequest, now: Timestamp) -> Result<Receipt, StoreError> {
        let stream = self.streams.get(&request.subject());
        let found = Found {
            head: self.head.clone(),
            stream_version: stream.map_or(0, Vec::len) as u64,
            stream_last: stream.and_then(|stream| stream.last()).map(|last| self.log[*last].id()),
            earlier: self.ids.get(&request.id()).map(|index| self.log[*index].clone()),
        };
        match plan_append(found, request, now)? {
            Plan::Append { event, head } => {
                self.write(event.clone(), head);
                Ok(event.into())
            }
            Plan::AlreadyRecorded(event) => Ok(event.into()),
        }
    }

    fn stream(&self, subject: Subject) -> Result<Vec<AuditEvent>, StoreError> {
        let stream = self.streams.get(&subject).map(Vec::as_slice).unwrap_or_default();
        Ok(stream.iter().map(|index| self.log[*index].clone()).collect())
    }

    fn log(&self, after: u64, limit: usize) -> Result<Vec<AuditEvent>, StoreError> {
        let after = usize::try_from(after).unwrap_or(usize::MAX);
        Ok(self.log.iter().skip(after).take(limit).cloned().collect())
    }

    fn head(&self) -> Result<LogHead, StoreError> {
        Ok(self.head.clone())
    }
}
