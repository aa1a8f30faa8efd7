//! A store in memory, for tests and examples.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;

use crate::act::Correction;
use crate::audit::{
    Batch, BatchError, Found, FoundQuarantine, KeptLine, LogHead, Plan, Quarantine, StreamFault, Subject, Upcasters,
    check_now, load_project, load_zone, plan_append, plan_quarantine,
};
use crate::project::CurrentState;
use crate::registry::Zone;
use crate::store::current::each_stage;
use crate::store::{
    CurrentStates, CursorError, Cursors, KeptCursor, Page, ProjectQuery, Quarantines, plan_current, plan_cursor,
};
use crate::value::{ConsumerId, Digest, DigestAlgorithm};
use crate::{
    Actor, AppendError, AppendRequest, Context, Event, EventId, EventLog, EventStore, Policy, Project, ProjectId,
    Receipt, Record, Source, Stage, StoreError, Timestamp,
};

/// A store of one log in memory. The log is gone with it.
///
/// It has no clock of its own: a `now` more than 31 days after its last record needs the host's word
/// ([`AppendRequest::sure_of_now`], [`sure_of_now`](Self::sure_of_now)). It keeps every project, so it refuses what does not follow from a project's history
/// ([`AppendError::Unlawful`]), whatever the request was made from.
#[derive(Clone, Debug)]
pub struct MemoryStore {
    head: LogHead,
    log: Vec<Record>,
    streams: BTreeMap<Subject, Vec<usize>>,
    ids: HashMap<EventId, usize>,
    cursors: BTreeMap<ConsumerId, (u64, Option<Digest>)>,
    /// The projects, each with its current state.
    projects: BTreeMap<ProjectId, Project>,
    /// Current states that were written in place of those.
    written: HashMap<ProjectId, CurrentState>,
    /// Up to when the host's clock is known to be right.
    sure: Option<Timestamp>,
    /// What is not read.
    quarantine: Quarantine,
}

/// What stood before a batch that is to be written as a whole.
struct Before {
    head: LogHead,
    size: usize,
    projects: Vec<(ProjectId, Option<Project>, Option<CurrentState>)>,
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
            sure: None,
            quarantine: Quarantine::default(),
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

    /// The host's word that its clock is right up to `now`, however long the log was silent: no request of it need be
    /// [sure](AppendRequest::sure_of_now).
    pub fn sure_of_now(&mut self, now: Timestamp) {
        self.sure = self.sure.max(Some(now));
    }

    /// Appends one event, or finds it.
    fn append_one(&mut self, request: &AppendRequest, now: Timestamp) -> Result<Receipt, AppendError> {
        let stream = self.streams.get(&request.subject()).map(Vec::as_slice).unwrap_or_default();
        let found = Found {
            head: self.head.clone(),
            last: stream.iter().rev().find(|index| self.is_read(**index)).map(|index| self.log[*index].clone()),
            version: stream.len() as u64,
            earlier: self.ids.get(&request.id()).map(|index| self.log[*index].clone()),
            quarantine: self.quarantine.clone(),
            zone: self.recorded_zone(request)?,
            project: self.recorded_project(request),
        };
        match plan_append(found, request, now)? {
            Plan::AlreadyRecorded(event) => Ok(Receipt::found(event)),
            Plan::Append { event, head } => {
                if self.sure < Some(now) {
                    request.check_now(&self.head, now)?;
                }
                if let Some(event) = request.event() {
                    self.follow(event)?;
                }
                self.write(event.clone(), head);
                Ok(event.into())
            }
        }
    }

    /// The project of a request that needs its history.
    fn recorded_project(&self, request: &AppendRequest) -> Option<Project> {
        let event = request.event().filter(|_| request.needs_history())?;
        self.projects.get(&event.project()).cloned()
    }

    /// The zone of a request, replayed from its stream. `None` if it is for something else, or no zone is registered.
    fn recorded_zone(&self, request: &AppendRequest) -> Result<Option<Zone>, AppendError> {
        let (Some(_), subject) = (request.zone_event(), request.subject()) else { return Ok(None) };
        let stream = self.streams.get(&subject).map(Vec::as_slice).unwrap_or_default();
        load_zone(stream.iter().map(|index| &self.log[*index]), &self.quarantine).map_err(|why| {
            let why = why.of_stream().unwrap_or_else(|why| StreamFault::Stored(why.to_string()));
            AppendError::Unreadable { subject, why: Box::new(why) }
        })
    }

    /// The leaf of the record at a place. `None` if there is none.
    fn leaf_at(&self, sequence: u64) -> Option<Digest> {
        let record = self.log.get(usize::try_from(sequence.checked_sub(1)?).ok()?)?;
        Some(record.leaf(self.head.digest()))
    }

    fn kept_cursor(&self, consumer: &ConsumerId) -> KeptCursor {
        let (sequence, leaf) = self.cursors.get(consumer).copied().unwrap_or_default();
        KeptCursor { sequence, leaf, found: self.leaf_at(sequence) }
    }

    /// Whether the record of an index is not in quarantine.
    fn is_read(&self, index: usize) -> bool {
        self.quarantine.at(index as u64 + 1).is_none()
    }

    /// Moves a project and its current state on by an event that is about to be written.
    fn follow(&mut self, event: &Event) -> Result<(), AppendError> {
        let id = event.project();
        let unlawful = |why| AppendError::Unlawful(Box::new(why));
        match self.projects.get_mut(&id) {
            // the project of a stream is always kept: what is not, would be a planning
            None => {
                let planned = Project::replay([event.clone()]).map_err(unlawful)?;
                self.projects.insert(id, planned);
            }
            Some(project) => project.apply(event.clone()).map_err(unlawful)?,
        }
        if let Some(after) = self.written.remove(&id).and_then(|state| state.after(event)) {
            self.written.insert(id, after);
        }
        Ok(())
    }

    /// Takes back what was written since.
    fn take_back(&mut self, before: Before) {
        for record in self.log.drain(before.size..) {
            self.ids.remove(&record.id());
            if let Entry::Occupied(mut stream) = self.streams.entry(record.subject()) {
                stream.get_mut().pop();
                if stream.get().is_empty() {
                    stream.remove();
                }
            }
        }
        self.head = before.head;
        for (id, project, written) in before.projects {
            match project {
                Some(project) => self.projects.insert(id, project),
                None => self.projects.remove(&id),
            };
            match written {
                Some(written) => self.written.insert(id, written),
                None => self.written.remove(&id),
            };
        }
    }

    /// What is kept of a project's current state: what was written of it, or what its history says.
    fn kept(&self, id: ProjectId) -> Option<&CurrentState> {
        self.written.get(&id).or_else(|| self.projects.get(&id).map(Project::current))
    }

    /// The projects of a list, wherever the page begins.
    fn listed(&self, query: &ProjectQuery) -> impl Iterator<Item = &CurrentState> {
        self.projects.keys().filter_map(|id| self.kept(*id)).filter(|state| query.lists(state))
    }
}

impl EventLog for MemoryStore {
    fn stream(&self, subject: Subject) -> Result<Vec<Record>, StoreError> {
        let stream = self.streams.get(&subject).map(Vec::as_slice).unwrap_or_default();
        Ok(stream.iter().filter(|index| self.is_read(**index)).map(|index| self.log[*index].clone()).collect())
    }

    fn quarantine(&self) -> Result<Quarantine, StoreError> {
        Ok(self.quarantine.clone())
    }

    fn log(&self, after: u64, limit: usize) -> Result<Vec<Record>, StoreError> {
        let after = usize::try_from(after).unwrap_or(usize::MAX);
        let read = (after..self.log.len()).filter(|index| self.is_read(*index)).take(limit);
        Ok(read.map(|index| self.log[index].clone()).collect())
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
        let mut before = (batch == Batch::Whole).then(|| Before {
            head: self.head.clone(),
            size: self.log.len(),
            projects: requests
                .iter()
                .filter_map(|request| request.subject().project())
                .map(|id| (id, self.projects.get(&id).cloned(), self.written.get(&id).cloned()))
                .collect(),
        });
        let mut answers = Vec::with_capacity(requests.len());
        for (index, request) in requests.iter().enumerate() {
            match (self.append_one(request, now), before.take()) {
                (Err(error), Some(before)) => {
                    self.take_back(before);
                    return Err(BatchError { index, error }.into());
                }
                (answer, kept) => {
                    before = kept;
                    answers.push(answer);
                }
            }
        }
        Ok(answers)
    }
}

impl Quarantines for MemoryStore {
    fn put_in_quarantine(
        &mut self,
        places: &[u64],
        correction: &Correction,
        context: &Context,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<Vec<Record>, StoreError> {
        let at = |place: &u64| self.log.get(usize::try_from(place.checked_sub(1)?).ok()?);
        let kept = |index: &usize| {
            let record = &self.log[*index];
            let (sequence, leaf) = (record.sequence(), record.leaf(self.head.digest()));
            KeptLine { sequence, version: record.stream_version(), leaf, line: record.line().to_vec() }
        };
        let lines = |subject| self.streams.get(&subject).map(|stream| stream.iter().map(kept).collect());
        let streams = places.iter().filter_map(at).map(Record::subject);
        let found = FoundQuarantine {
            head: self.head()?,
            version: self.streams.get(&Subject::log(&self.head.source)).map_or(0, Vec::len) as u64,
            known: self.quarantine.clone(),
            streams: streams.filter_map(|subject| Some((subject, lines(subject)?))).collect(),
            astray: Vec::new(),
        };
        let plan = plan_quarantine(found, places, correction, context, policy, now)?;
        for (record, _) in &plan.records {
            if let Some(index) = self.ids.get(&record.id()) {
                let sequence = *index as u64 + 1;
                return Err(AppendError::IdReused { id: record.id(), sequence, dates: None }.into());
            }
        }
        if self.sure < Some(now) {
            check_now(&self.head, now)?;
        }
        for (record, _) in &plan.records {
            self.write(record.clone(), plan.head.clone());
        }
        self.quarantine = plan.quarantine;
        for id in plan.projects {
            self.written.remove(&id);
            // what was read before can be read again
            let left = load_project(&self.stream(id.into())?, &Upcasters::new(), &self.quarantine);
            match left.ok().flatten() {
                Some(project) => drop(self.projects.insert(id, project)),
                None => drop(self.projects.remove(&id)),
            }
        }
        Ok(plan.records.into_iter().map(|(record, _)| record).collect())
    }
}

impl Cursors for MemoryStore {
    fn cursor(&self, consumer: &ConsumerId) -> Result<u64, StoreError> {
        self.kept_cursor(consumer).read(consumer)
    }

    fn move_cursor(&mut self, consumer: &ConsumerId, from: u64, to: u64) -> Result<(), CursorError> {
        plan_cursor(consumer, self.kept_cursor(consumer), from, to, self.head.size())?;
        self.cursors.insert(consumer.clone(), (to, self.leaf_at(to)));
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
