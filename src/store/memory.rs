//! A store in memory, for tests and examples.

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;

use crate::audit::{Batch, FoundBatch, LogHead, Subject, plan_batch};
use crate::project::CurrentState;
use crate::store::current::each_stage;
use crate::store::{CurrentStates, CursorError, Cursors, Page, ProjectQuery, plan_current, plan_cursor};
use crate::value::{ConsumerId, DigestAlgorithm};
use crate::{
    Actor, AppendError, AppendRequest, Event, EventId, EventLog, EventStore, Project, ProjectId, Receipt, Record,
    Source, Stage, StoreError, Timestamp,
};

/// A store of one log in memory. The log is gone with it.
#[derive(Clone, Debug)]
pub struct MemoryStore {
    head: LogHead,
    log: Vec<Record>,
    streams: BTreeMap<Subject, Vec<usize>>,
    ids: HashMap<EventId, usize>,
    cursors: BTreeMap<ConsumerId, u64>,
    /// The projects, each with its current state.
    projects: BTreeMap<ProjectId, Project>,
    /// Current states that were written in place of those.
    written: HashMap<ProjectId, CurrentState>,
}

impl MemoryStore {
    /// A store for a log that is not open yet: [`open_log`](EventStore::open_log) opens it.
    #[must_use]
    pub fn new(source: Source) -> Self {
        Self {
            head: LogHead::empty(source, DigestAlgorithm::default()),
            log: Vec::new(),
            streams: BTreeMap::new(),
            ids: HashMap::new(),
            cursors: BTreeMap::new(),
            projects: BTreeMap::new(),
            written: HashMap::new(),
        }
    }

    /// A store with its log open on SHA-256: its first record is `lifecycle.log.opened`, by `actor` at `now`.
    ///
    /// # Errors
    /// [`AppendError`] when that record cannot be sealed.
    pub fn open(source: Source, actor: &Actor, now: Timestamp) -> Result<Self, AppendError> {
        Self::open_on(DigestAlgorithm::default(), source, actor, now)
    }

    /// A store with its log open on a digest.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_on(
        digest: DigestAlgorithm,
        source: Source,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<Self, AppendError> {
        let mut store = Self::new(source);
        store.begin(digest, actor, now)?;
        Ok(store)
    }

    fn begin(&mut self, digest: DigestAlgorithm, actor: &Actor, now: Timestamp) -> Result<Record, AppendError> {
        let (opened, head) = LogHead::open_on(digest, self.head.source.clone(), actor, now)?;
        self.write(opened.clone(), head);
        Ok(opened)
    }

    fn write(&mut self, event: Record, head: LogHead) {
        let index = self.log.len();
        self.streams.entry(event.subject()).or_default().push(index);
        self.ids.insert(event.id(), index);
        self.log.push(event);
        self.head = head;
    }

    /// Every record, in order.
    #[must_use]
    pub fn records(&self) -> &[Record] {
        &self.log
    }

    /// Moves a project and its current state on by an event that was written just now.
    fn follow(&mut self, event: &Event) {
        let id = event.project();
        if let Some(after) = self.written.remove(&id).and_then(|state| state.after(event)) {
            self.written.insert(id, after);
        }
        let followed = match self.projects.get_mut(&id) {
            None => Project::replay([event.clone()]).map(|project| drop(self.projects.insert(id, project))),
            Some(project) => project.apply(event.clone()),
        };
        // a history that cannot be replayed is not listed
        if followed.is_err() {
            self.projects.remove(&id);
        }
    }

    /// What is kept of a project's current state: what was written of it, or what its history says.
    fn kept(&self, id: ProjectId) -> Option<&CurrentState> {
        self.written.get(&id).or_else(|| self.projects.get(&id).map(Project::current))
    }

    /// The projects of a list, wherever the page begins. What was written is listed, whether or not the history can be
    /// replayed.
    fn listed(&self, query: &ProjectQuery) -> impl Iterator<Item = &CurrentState> {
        let only_written = self.written.keys().filter(|id| !self.projects.contains_key(id));
        let ids = self.projects.keys().chain(only_written);
        ids.filter_map(|id| self.kept(*id)).filter(|state| query.lists(state))
    }
}

impl EventLog for MemoryStore {
    fn stream(&self, subject: Subject) -> Result<Vec<Record>, StoreError> {
        let stream = self.streams.get(&subject).map(Vec::as_slice).unwrap_or_default();
        Ok(stream.iter().map(|index| self.log[*index].clone()).collect())
    }

    fn lines(&self, after: u64, limit: usize, show: &mut dyn FnMut(&[u8])) -> Result<u64, StoreError> {
        let after = usize::try_from(after).unwrap_or(usize::MAX);
        let lines = self.log.iter().skip(after).take(limit);
        Ok(lines.map(|record| show(record.line())).count() as u64)
    }

    fn head(&self) -> Result<LogHead, StoreError> {
        match self.head.size() {
            0 => Err(AppendError::NotOpened { source_uri: self.head.source.clone() }.into()),
            _ => Ok(self.head.clone()),
        }
    }
}

impl EventStore for MemoryStore {
    fn open_log(&mut self, digest: DigestAlgorithm, actor: &Actor, now: Timestamp) -> Result<Receipt, StoreError> {
        if let Some(opened) = self.log.first() {
            let found = self.head.digest();
            let is_open = found == digest;
            return is_open
                .then(|| Receipt::found(opened.clone()))
                .ok_or(StoreError::Append(AppendError::OtherDigest { found, asked: digest }));
        }
        Ok(self.begin(digest, actor, now)?.into())
    }

    fn append_batch(
        &mut self,
        requests: &[AppendRequest],
        batch: Batch,
        now: Timestamp,
    ) -> Result<Vec<Result<Receipt, AppendError>>, StoreError> {
        let end = |request: &AppendRequest| {
            let last = &self.log[*self.streams.get(&request.subject())?.last()?];
            Some((request.subject(), last.clone()))
        };
        let earlier = |request: &AppendRequest| Some((request.id(), self.log[*self.ids.get(&request.id())?].clone()));
        let found = FoundBatch {
            head: self.head.clone(),
            streams: requests.iter().filter_map(end).collect(),
            earlier: requests.iter().filter_map(earlier).collect(),
            unreadable: HashMap::new(),
            versions: HashMap::new(),
        };
        let plan = plan_batch(found, requests, batch, now)?;
        for (request, record, _) in plan.records(requests) {
            self.write(record.clone(), plan.head.clone());
            if let Some(event) = request.event() {
                self.follow(event);
            }
        }
        Ok(plan.answers)
    }
}

impl Cursors for MemoryStore {
    fn cursor(&self, consumer: &ConsumerId) -> Result<u64, StoreError> {
        Ok(self.cursors.get(consumer).copied().unwrap_or_default())
    }

    fn move_cursor(&mut self, consumer: &ConsumerId, from: u64, to: u64) -> Result<(), CursorError> {
        plan_cursor(consumer, self.cursor(consumer)?, from, to, self.head.size())?;
        self.cursors.insert(consumer.clone(), to);
        Ok(())
    }
}

impl CurrentStates for MemoryStore {
    fn current(&self, project: ProjectId) -> Result<Option<CurrentState>, StoreError> {
        Ok(self.kept(project).cloned())
    }

    fn projects(&self, query: &ProjectQuery) -> Result<Page, StoreError> {
        let list = query.list();
        let goes_on = |state: &&CurrentState| query.key_in(list, state).as_ref() > query.place();
        let mut found: Vec<_> = self.listed(query).filter(goes_on).collect();
        found.sort_by_cached_key(|state| query.key_in(list, state));
        // one more than the page holds tells that another one follows
        Ok(query.page(found.into_iter().take(query.page_size() + 1).cloned().collect()))
    }

    fn counts(&self, query: &ProjectQuery) -> Result<BTreeMap<Stage, u64>, StoreError> {
        Ok(each_stage(self.listed(query).map(|state| (state.position.stage(), 1))))
    }

    fn project_ids(&self, after: Option<ProjectId>, limit: usize) -> Result<Vec<ProjectId>, StoreError> {
        let after: Bound<Subject> = after.map_or(Bound::Unbounded, |after| Bound::Excluded(after.into()));
        let streams = self.streams.range((after, Bound::Unbounded));
        Ok(streams.filter_map(|(subject, _)| subject.project()).take(limit).collect())
    }

    fn write_current(&mut self, state: &CurrentState) -> Result<(), StoreError> {
        plan_current(state, self.streams.get(&state.project.into()).map_or(0, |stream| stream.len() as u64))?;
        self.written.insert(state.project, state.clone());
        Ok(())
    }
}
