//! A store in memory that is wrong in one way.
#![expect(clippy::wildcard_enum_match_arm, reason = "a store is wrong in one way, and right in all others")]

mod fault;
mod handle;
mod listing;

pub(crate) use fault::Fault;
pub(crate) use handle::Handle;

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};

use project_lifecycle::audit::merkle::{InclusionPath, RecordProof};
use project_lifecycle::registry::{ZoneHistoryError, ZoneHistoryFault};
use project_lifecycle::testing::Shared;
use project_lifecycle::{Policy, act::*, audit::*, project::*, registry, store::*, value::*};

/// The store: what the shared plan says is done, but for the fault.
#[derive(Debug)]
pub(crate) struct Crooked {
    fault: Fault,
    head: LogHead,
    log: Vec<Record>,
    cursors: BTreeMap<ConsumerId, u64>,
    current: BTreeMap<ProjectId, CurrentState>,
    reads: Cell<u64>,
    /// Whether every append fails, for a reason of its own.
    pub(crate) broken: bool,
}

impl Crooked {
    pub(crate) fn new(fault: Fault, source: Source) -> Self {
        Self {
            fault,
            head: LogHead::empty(source, DigestAlgorithm::default()),
            log: Vec::new(),
            cursors: BTreeMap::new(),
            current: BTreeMap::new(),
            reads: Cell::new(0),
            broken: false,
        }
    }

    /// What a restart does.
    pub(crate) fn restart(&mut self) {
        if self.fault == Fault::ForgetsTheLastAtRestart && self.log.len() > 1 {
            self.log.pop();
        }
    }

    /// What is in quarantine, unless that is forgotten.
    fn known(&self) -> Quarantine {
        if self.fault == Fault::ForgetsQuarantines { Quarantine::default() } else { Quarantine::of(&self.log) }
    }

    /// The last record of a stream, whether it is read or not.
    fn last(&self, subject: Subject) -> Option<&Record> {
        self.log.iter().rfind(|record| record.subject() == subject)
    }

    fn zone_at(&self, subject: Subject) -> Option<registry::Zone> {
        load_zone(&self.stream(subject).ok()?, &self.known()).ok()?
    }

    fn plan(&self, requests: &[AppendRequest], batch: Batch, now: Timestamp) -> Result<BatchPlan, StoreError> {
        let mut head = self.head.clone();
        if self.fault == Fault::ClockGoesBack {
            head.recorded = None;
        }
        let earlier = |request: &AppendRequest| {
            let earlier = self.log.iter().find(|record| record.id() == request.id())?;
            (self.fault != Fault::ForgetsIds).then(|| (request.id(), earlier.clone()))
        };
        let known = self.known();
        let is_read = |record: &&Record| known.at(record.sequence()).is_none();
        let end = |one: &AppendRequest| {
            let mut stream = self.log.iter().filter(|record| record.subject() == one.subject());
            Some((one.subject(), stream.rfind(is_read)?.clone()))
        };
        let version = |one: &AppendRequest| Some((one.subject(), self.last(one.subject())?.stream_version()));
        let numbers = requests.iter().filter(|_| self.fault != Fault::TakesNumbersAgain);
        let zones = requests.iter().filter(|one| one.zone_event().is_some());
        let project = |one: &AppendRequest| Some((one.event()?.project(), self.project(one.event()?.project()).ok()??));
        let found = FoundBatch {
            head,
            streams: requests.iter().filter_map(end).collect(),
            earlier: requests.iter().filter_map(earlier).collect(),
            unreadable: HashMap::new(),
            projects: requests.iter().filter(|one| one.needs_history()).filter_map(project).collect(),
            versions: numbers.filter_map(version).collect(),
            zones: zones.filter_map(|one| Some((one.subject(), self.zone_at(one.subject())?))).collect(),
            quarantine: if self.fault == Fault::FindsIdsInQuarantine { Quarantine::default() } else { known.clone() },
        };
        Ok(plan_batch(found, requests, batch, now)?)
    }

    fn write(&mut self, event: Option<&Event>, record: Record) {
        self.head = self.head.after(record.line(), record.recorded_time());
        self.log.push(record);
        let Some(event) = event else { return };
        let project = event.project();
        let before = self.current.get(&project).cloned();
        let after = match before.clone() {
            None => CurrentState::planned(event),
            Some(before) => before.after(event),
        };
        let folded = || self.project(project).ok().flatten().as_ref().map(|project| project.current().clone());
        let mut state = match (self.fault, before) {
            (Fault::StatesLag, Some(before)) if event.version() % 2 == 0 => Some(before),
            (Fault::StatesIgnoreCorrections, Some(before)) => {
                after.or(Some(CurrentState { version: event.version(), ..before }))
            }
            _ => after.or_else(folded),
        };
        if let (Fault::CutsTexts, Some(state)) = (self.fault, &mut state) {
            let cut: String = state.name.as_str().chars().take(255).collect();
            state.name = Text::new(cut).expect("it was not blank");
        }
        self.current.extend(state.map(|state| (project, state)));
    }

    fn carry_out(&mut self, requests: &[AppendRequest], plan: &BatchPlan) {
        for (request, record, _) in plan.records(requests) {
            self.write(request.event(), record.clone());
        }
    }

    /// One request after another, each as wrong as can be.
    fn recklessly(
        &mut self,
        request: &AppendRequest,
        error: AppendError,
        now: Timestamp,
    ) -> Result<Receipt, AppendError> {
        let is_ignored = match &error {
            AppendError::Conflict { .. } => self.fault == Fault::IgnoresTheVersion,
            AppendError::OtherHistory { .. } => self.fault == Fault::IgnoresTheHistory,
            AppendError::OtherEvent { .. } => self.fault == Fault::ComparesIdsAlone,
            AppendError::OtherPosition { .. } => self.fault == Fault::IgnoresWhereItStands,
            AppendError::Unlawful(_) => self.fault == Fault::IgnoresThePast,
            AppendError::UnlawfulZone(why) => match &**why {
                ZoneHistoryError::Event { fault: ZoneHistoryFault::WrongZone { .. }, .. } => {
                    self.fault == Fault::TakesZonesOfOtherLogs
                }
                _ => self.fault == Fault::IgnoresTheZone,
            },
            _ => false,
        };
        if !is_ignored {
            return Err(error);
        }
        let mut line = Vec::new();
        seal_into(request, &self.head, now, &mut line)?;
        let record = Record::parse(line).expect("it was sealed just now");
        self.write(None, record.clone());
        Ok(record.into())
    }

    /// What the caller is told, if that is wrong.
    fn told(&self, answer: Result<Receipt, AppendError>, is_new: bool, now: Timestamp) -> Result<Receipt, AppendError> {
        match (self.fault, answer) {
            (Fault::NamesAnotherVersion, Err(AppendError::Conflict { subject, expected, actual })) => {
                Err(AppendError::Conflict { subject, expected, actual: actual + 1 })
            }
            (Fault::NamesAnotherPlace, Err(AppendError::IdReused { id, sequence, dates })) => {
                Err(AppendError::IdReused { id, sequence: sequence + 1, dates })
            }
            (Fault::CallsRetriesNew, Ok(receipt)) if !is_new => Ok(receipt.record().clone().into()),
            (Fault::SealsRetriesAnew, Ok(receipt)) if !is_new => {
                let Ok(event) = receipt.record().event() else { return Ok(receipt) };
                let mut line = Vec::new();
                seal_into(&event.into(), &self.head, now, &mut line)?;
                Ok(Record::parse(line).expect("it was sealed just now").into())
            }
            (_, answer) => answer,
        }
    }

    fn append(
        &mut self,
        requests: &[AppendRequest],
        batch: Batch,
        now: Timestamp,
    ) -> Result<Vec<Result<Receipt, AppendError>>, StoreError> {
        if self.broken {
            return Err(match (self.fault, requests.first()) {
                (Fault::BlamesTheCaller, Some(request)) => {
                    let (subject, expected) = (request.subject(), request.expected_version());
                    AppendError::Conflict { subject, expected, actual: expected + 1 }.into()
                }
                _ => StoreError::Storage("the disk is full".into()),
            });
        }
        let plan = match self.plan(requests, batch, now) {
            Err(StoreError::Batch(error)) => {
                if self.fault == Fault::KeepsHalfOfAWholeBatch {
                    let half = &requests[..error.index];
                    let plan = self.plan(half, Batch::Whole, now)?;
                    self.carry_out(half, &plan);
                }
                let BatchError { index, error } = *error;
                let error = self.told(Err(error), false, now).expect_err("it was one");
                return match self.recklessly(&requests[index], error, now) {
                    Ok(receipt) => Ok(vec![Ok(receipt); requests.len()]),
                    Err(error) => Err(BatchError { index, error }.into()),
                };
            }
            plan => plan?,
        };
        let refused = plan.answers.iter().position(Result::is_err);
        if let (Fault::StopsAtTheFirstRefusal, Some(refused)) = (self.fault, refused) {
            let first = &requests[..refused];
            let written = self.plan(first, batch, now)?;
            self.carry_out(first, &written);
        } else {
            self.carry_out(requests, &plan);
        }
        let mut answers = Vec::new();
        for (index, answer) in plan.answers.into_iter().enumerate() {
            let answer = self.told(answer, plan.new.contains(&index), now);
            answers.push(match answer {
                Ok(receipt) => Ok(receipt),
                Err(error) => self.recklessly(&requests[index], error, now),
            });
        }
        Ok(answers)
    }

    fn read(&self) -> u64 {
        self.reads.set(self.reads.get() + 1);
        self.reads.get()
    }
}

impl EventLog for Crooked {
    fn stream(&self, subject: Subject) -> Result<Vec<Record>, StoreError> {
        let mut stream: Vec<_> = self.log.iter().filter(|record| record.subject() == subject).cloned().collect();
        if self.fault != Fault::ReadsWhatIsInQuarantine {
            let known = self.known();
            stream.retain(|record| known.at(record.sequence()).is_none());
        }
        if self.fault == Fault::StreamsBackwards && self.read().is_multiple_of(7) {
            stream.reverse();
        }
        Ok(stream)
    }

    fn log(&self, after: u64, limit: usize) -> Result<Vec<Record>, StoreError> {
        let is_all = self.fault == Fault::LogsWhatIsInQuarantine;
        let known = if is_all { Quarantine::default() } else { self.known() };
        let mut reader = RecordReader::after(0);
        self.lines(0, usize::MAX, &mut |line| reader.take(line))?;
        let is_shown = |record: &Record| record.sequence() > after && known.at(record.sequence()).is_none();
        Ok(reader.finish()?.into_iter().filter(is_shown).take(limit).collect())
    }

    fn lines(&self, after: u64, limit: usize, show: &mut dyn FnMut(&[u8])) -> Result<u64, StoreError> {
        let mut lines: Vec<Vec<u8>> = self.log.iter().map(|record| record.line().to_vec()).collect();
        if self.fault == Fault::HidesLinesInQuarantine {
            let known = self.known();
            lines.retain(|line| !known.holds(line));
        }
        match self.fault {
            Fault::SwapsLines if lines.len() > 5 => lines.swap(3, 4),
            Fault::ChangesAByte if lines.len() > 5 => {
                let last = lines[4].len() - 3;
                lines[4][last] ^= 1;
            }
            // only from a reader who would be shown it
            Fault::HidesALineNowAndThen
                if lines.len() > 50 && after + 2 <= lines.len() as u64 && self.read().is_multiple_of(3) =>
            {
                lines.remove(lines.len() - 2);
            }
            Fault::LosesEveryHundredthLine => {
                let mut place = 0;
                lines.retain(|_| {
                    place += 1;
                    place % 100 != 0
                });
            }
            _ => {}
        }
        let limit = if self.fault == Fault::IgnoresTheLimit { usize::MAX } else { limit };
        let after = usize::try_from(after).unwrap_or(usize::MAX);
        Ok(lines.iter().skip(after).take(limit).map(|line| show(line)).count() as u64)
    }

    fn head(&self) -> Result<LogHead, StoreError> {
        let mut head = self.head.clone();
        if head.size() == 0 {
            return Err(AppendError::NotOpened { source_uri: head.source }.into());
        }
        if self.fault == Fault::HeadLags && self.log.len() > 5 {
            head = LogHead::empty(head.source.clone(), head.digest());
            for record in &self.log[..self.log.len() - 1] {
                head = head.after(record.line(), record.recorded_time());
            }
        }
        Ok(head)
    }

    fn proof(&self, sequence: u64) -> Result<Option<RecordProof>, StoreError> {
        let head = self.head()?;
        let (sequence, size) = match self.fault {
            Fault::ProvesTheNext if sequence > 3 && sequence < head.size() => (sequence + 1, head.size()),
            Fault::ProvesAnOlderLog if sequence > 3 && sequence < head.size() => (sequence, head.size() - 1),
            _ => (sequence, head.size()),
        };
        let Some(index) = sequence.checked_sub(1).filter(|_| sequence <= size) else { return Ok(None) };
        let mut path = InclusionPath::new(head.digest(), index);
        let size = usize::try_from(size).expect("it is in memory");
        path.extend(self.log[..size].iter().map(|record| record.leaf(head.digest())));
        Ok(RecordProof::of(&path, head.source))
    }
}

impl EventStore for Crooked {
    fn open_log(&mut self, digest: DigestAlgorithm, actor: &Actor, now: Timestamp) -> Result<Receipt, StoreError> {
        if let Some(first) = self.log.first().filter(|_| self.fault != Fault::OpensAgain) {
            let found = self.head.digest();
            #[cfg(feature = "sm3")]
            let found = if self.fault == Fault::OpensOnAnyDigest { digest } else { found };
            return match found == digest {
                true => Ok(Receipt::found(first.clone())),
                false => Err(AppendError::OtherDigest { found, asked: digest }.into()),
            };
        }
        let (opened, head) = LogHead::open_on(digest, self.head.source.clone(), actor, now)?;
        self.head = head;
        self.log.push(opened.clone());
        Ok(opened.into())
    }

    fn append_batch(
        &mut self,
        requests: &[AppendRequest],
        batch: Batch,
        now: Timestamp,
    ) -> Result<Vec<Result<Receipt, AppendError>>, StoreError> {
        self.append(requests, batch, now)
    }
}

impl Quarantines for Crooked {
    fn put_in_quarantine(
        &mut self,
        places: &[u64],
        correction: &Correction,
        context: &Context,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<Vec<Record>, StoreError> {
        let head = self.head()?;
        let mut streams: BTreeMap<Subject, Vec<KeptLine>> = BTreeMap::new();
        let named = self.log.iter().filter(|record| places.contains(&record.sequence())).map(Record::subject);
        let named: std::collections::BTreeSet<_> = named.collect();
        for record in self.log.iter().filter(|record| named.contains(&record.subject())) {
            let (sequence, version) = (record.sequence(), record.stream_version());
            let line = KeptLine { sequence, version, leaf: record.leaf(head.digest()), line: record.line().to_vec() };
            streams.entry(record.subject()).or_default().push(line);
        }
        let version = self.last(Subject::log(&head.source)).map_or(0, Record::stream_version);
        let found = FoundQuarantine { head, version, known: Quarantine::of(&self.log), streams, astray: Vec::new() };
        let mut plan = plan_quarantine(found, places, correction, context, policy, now)?;
        if self.fault == Fault::UndoesNothing {
            plan.records.truncate(1);
        }
        for (record, _) in &plan.records {
            if let Some(taken) = self.log.iter().find(|taken| taken.id() == record.id()) {
                let (id, sequence) = (record.id(), taken.sequence());
                return Err(AppendError::IdReused { id, sequence, dates: None }.into());
            }
        }
        let records: Vec<_> = plan.records.into_iter().map(|(record, _)| record).collect();
        for record in &records {
            self.head = self.head.after(record.line(), record.recorded_time());
            self.log.push(record.clone());
        }
        for id in plan.projects.into_iter().filter(|_| self.fault != Fault::ListsWhatIsInQuarantine) {
            match self.project(id).ok().flatten() {
                Some(project) => drop(self.current.insert(id, project.current().clone())),
                None => drop(self.current.remove(&id)),
            }
        }
        Ok(records)
    }
}

impl Cursors for Crooked {
    fn cursor(&self, consumer: &ConsumerId) -> Result<u64, StoreError> {
        let one = self.cursors.values().next().filter(|_| self.fault == Fault::CursorsAreOne);
        Ok(one.or_else(|| self.cursors.get(consumer)).copied().unwrap_or_default())
    }

    fn move_cursor(&mut self, consumer: &ConsumerId, from: u64, to: u64) -> Result<(), CursorError> {
        // its log is never another one
        let leaf = Some(Digest::ZERO);
        let kept = KeptCursor { sequence: self.cursor(consumer)?, leaf, found: leaf };
        let planned = plan_cursor(consumer, kept, from, to, self.head.size());
        if self.fault != Fault::CursorsTakeAnything {
            planned?;
        }
        self.cursors.insert(consumer.clone(), to);
        Ok(())
    }
}

/// The logs of one storage.
pub(crate) type Logs = HashMap<Source, Shared<Crooked>>;
