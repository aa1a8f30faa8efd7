//! One check's log, and handles of it that know how to complain.

use core::fmt::Debug;
use std::collections::BTreeMap;
use std::sync::Barrier;

use super::dice::Dice;
use super::life::{World, now};
use super::{Effort, Harness};
use crate::act::Correction;
use crate::audit::merkle::RecordProof;
use crate::audit::{Batch, BatchError, LogHead, Quarantine, StreamFault, Subject, Upcasters, Verifier, load_zone};
use crate::project::CurrentState;
use crate::registry::Zone;
use crate::store::{CurrentStates, CursorError, Cursors, Drift, Page, ProjectQuery};
use crate::value::{ConsumerId, DigestAlgorithm};
use crate::{
    AppendError, AppendRequest, Context, EventStore, LoadError, Project, ProjectId, Record, Source, Stage, StoreError,
    Timestamp, Verdict,
};

/// How many threads contend.
pub(super) const WRITERS: usize = 8;

/// How often a request is given again before a store counts as stuck.
const PATIENCE: u32 = 1_000;

/// How much of what was seen is told, in characters.
const SEEN: usize = 6_000;

/// A check at work, as it is named when it fails.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trial {
    check: &'static str,
    seed: u64,
}

impl Trial {
    /// The contract is broken.
    pub(super) fn fail(self, contract: &str, seen: &str) -> ! {
        // a failure is to be read
        let end = seen.char_indices().nth(SEEN).map_or(seen.len(), |(end, _)| end);
        let (seen, rest) = seen.split_at(end);
        let seen = if rest.is_empty() { seen.to_owned() } else { format!("{seen}… and {} bytes more", rest.len()) };
        panic!("the contract demands: {contract}\nseen: {seen}\ncheck `{}`, seed {}", self.check, self.seed)
    }

    pub(super) fn demand(self, contract: &str, holds: bool, seen: impl FnOnce() -> String) {
        if !holds {
            self.fail(contract, &seen());
        }
    }

    pub(super) fn same<T: PartialEq<U> + Debug + ?Sized, U: Debug + ?Sized>(
        self,
        contract: &str,
        found: &T,
        wanted: &U,
    ) {
        self.demand(contract, found == wanted, || format!("{found:?}\n  instead of: {wanted:?}"));
    }

    /// The same for lists, of which the first difference is told.
    pub(super) fn same_list<T: PartialEq + Debug>(self, contract: &str, found: &[T], wanted: &[T]) {
        let place = found.iter().zip(wanted).take_while(|(found, wanted)| found == wanted).count();
        self.demand(contract, found == wanted, || {
            let (found_there, wanted_there) = (found.get(place), wanted.get(place));
            let sizes = format!("{} instead of {}, different from index {place} on", found.len(), wanted.len());
            format!("{sizes}: {found_there:?}\n  instead of: {wanted_there:?}")
        });
    }

    /// Gives the same request again as long as another writer is in the way.
    fn patiently<T>(self, mut ask: impl FnMut() -> Result<T, StoreError>) -> Result<T, StoreError> {
        for _ in 0..PATIENCE {
            match ask() {
                Err(StoreError::Retry(_)) => std::thread::yield_now(),
                answer => return answer,
            }
        }
        self.fail(
            "a request is served at last, if it is given again whenever another writer is in the way",
            &format!("`Retry`, {PATIENCE} times on end"),
        )
    }

    /// What the storage must tell.
    fn told<T>(self, what: &str, ask: impl FnMut() -> Result<T, StoreError>) -> T {
        match self.patiently(ask) {
            Ok(told) => told,
            Err(error) => self.fail(&format!("{what}, from a sound storage"), &format!("{error:?}")),
        }
    }

    /// Has several threads begin at the same instant; gives what each came to.
    pub(super) fn at_once<T: Send, R: Send>(
        self,
        items: impl IntoIterator<Item = T>,
        act: impl Fn(usize, T) -> R + Sync,
    ) -> Vec<R> {
        let items: Vec<_> = items.into_iter().collect();
        let (start, act) = (&Barrier::new(items.len()), &act);
        std::thread::scope(|scope| {
            let begin = |(index, item)| {
                scope.spawn(move || {
                    start.wait();
                    act(index, item)
                })
            };
            let threads: Vec<_> = items.into_iter().enumerate().map(begin).collect();
            // what a thread complains of is complained of here
            let end = |thread: std::thread::ScopedJoinHandle<'_, R>| {
                thread.join().unwrap_or_else(|complaint| std::panic::resume_unwind(complaint))
            };
            threads.into_iter().map(end).collect()
        })
    }
}

/// One check's log.
pub(super) struct Log<'h, H> {
    harness: &'h H,
    pub(super) trial: Trial,
    pub(super) source: Source,
    pub(super) world: World,
}

impl<'h, H: Harness> Log<'h, H> {
    pub(super) fn new(harness: &'h H, check: &'static str, effort: Effort) -> Self {
        let seed = effort.seed;
        let source = format!("urn:project-lifecycle:testing:{check}:{seed}").parse().expect("a name of a log");
        Self { harness, trial: Trial { check, seed }, source, world: World::new(seed) }
    }

    /// Another log for the same check. Its projects and events have the same ids.
    pub(super) fn beside(&self, name: &str) -> Self {
        let source = format!("{}:{name}", self.source).parse().expect("a name of a log");
        Self { harness: self.harness, trial: self.trial, source, world: self.world.clone() }
    }

    /// A log of any name for the same check.
    pub(super) fn named(&self, source: Source) -> Self {
        Self { harness: self.harness, trial: self.trial, source, world: self.world.clone() }
    }

    pub(super) fn dice(&self) -> Dice {
        Dice::new(self.trial.seed, self.source.as_str())
    }

    /// A handle.
    pub(super) fn handle(&self) -> Handle<H::Store> {
        Handle { store: self.harness.open(&self.source), trial: self.trial }
    }

    /// Opens the log and gives a handle.
    pub(super) fn opened(&self) -> Handle<H::Store> {
        let mut handle = self.handle();
        let opened = handle.open_log(DigestAlgorithm::default(), &self.world.actor(), now());
        self.trial.demand("a log that is not open can be opened", opened.is_ok(), || format!("{opened:?}"));
        handle
    }

    /// Opens the log and gives several handles.
    pub(super) fn handles(&self, many: usize) -> Vec<Handle<H::Store>> {
        drop(self.opened());
        (0..many).map(|_| self.handle()).collect()
    }

    /// Whether a handle puts places in quarantine.
    pub(super) fn has_quarantine(&self) -> bool {
        self.harness.quarantines(&mut self.harness.open(&self.source)).is_some()
    }

    /// Puts places in quarantine by a handle; the context's id is named. `None` if the store cannot.
    pub(super) fn put_in_quarantine(
        &self,
        handle: &mut Handle<H::Store>,
        places: &[u64],
        (correction, context): (&Correction, &Context),
    ) -> Option<Result<Vec<Record>, StoreError>> {
        let size = handle.size();
        let Handle { store, trial } = handle;
        let quarantines = self.harness.quarantines(store)?;
        let put =
            trial.patiently(|| quarantines.put_in_quarantine(places, correction, context, self.world.policy(), now()));
        let Err(StoreError::OutcomeUnknown(_)) = put else { return Some(put) };
        // what is in quarantine tells whether it was written
        let quarantine = handle.quarantine();
        if places.iter().any(|place| quarantine.at(*place).is_none()) {
            return self.put_in_quarantine(handle, places, (correction, context));
        }
        let parse = |line: Vec<u8>| Record::parse(line).map_err(|why| StoreError::Storage(why.into()));
        Some(handle.lines(size, usize::MAX).into_iter().map(parse).collect())
    }

    /// A handle after a restart; none may be left.
    pub(super) fn reopened(&self) -> Handle<H::Store> {
        Handle { store: self.harness.reopen(&self.source), trial: self.trial }
    }
}

/// A handle of a log. Its methods are the store's, but what no sound store answers is a broken contract, and where another
/// writer is in the way the request is given again.
pub(super) struct Handle<S> {
    pub(super) store: S,
    pub(super) trial: Trial,
}

impl<S: EventStore + Cursors + CurrentStates> Handle<S> {
    pub(super) fn open_log(
        &mut self,
        digest: DigestAlgorithm,
        actor: &crate::Actor,
        now: Timestamp,
    ) -> Result<Record, AppendError> {
        match self.writing(|store| store.open_log(digest, actor, now)) {
            Ok(receipt) => Ok(receipt.record().clone()),
            Err(StoreError::Append(error)) => Err(error),
            Err(error) => self.trial.fail("opening is done or `Refused`, on a sound storage", &format!("{error:?}")),
        }
    }

    /// Writes; if the answer was lost, the same again resolves it.
    fn writing<T>(&mut self, mut write: impl FnMut(&mut S) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let store = &mut self.store;
        self.trial.patiently(|| match write(store) {
            Err(StoreError::OutcomeUnknown(why)) => Err(StoreError::Retry(why)),
            answer => answer,
        })
    }

    pub(super) fn append(&mut self, request: &AppendRequest, now: Timestamp) -> Result<Record, AppendError> {
        match self.writing(|store| store.append(request, now)) {
            Ok(receipt) => Ok(receipt.record().clone()),
            Err(StoreError::Append(error)) => Err(error),
            Err(error) => self.trial.fail("an append is done or `Refused`, on a sound storage", &format!("{error:?}")),
        }
    }

    /// Whether the receipt says that a request was written just now.
    pub(super) fn is_new(&mut self, request: &AppendRequest) -> bool {
        let told = self.writing(|store| store.append(request, now()));
        told.map_or_else(|error| self.trial.fail("a retry is answered", &format!("{error:?}")), |told| told.is_new())
    }

    /// Appends what must be recorded.
    pub(super) fn record(&mut self, request: impl Into<AppendRequest>) -> Record {
        let request = request.into();
        match self.append(&request, now()) {
            Ok(record) => record,
            Err(error) => {
                self.trial.fail("an event that follows the last one of its stream is recorded", &format!("{error:?}"))
            }
        }
    }

    /// Appends what must be refused, and looks that nothing was written.
    pub(super) fn refused(&mut self, request: &AppendRequest, now: Timestamp) -> AppendError {
        let before = self.head();
        let answer = self.append(request, now);
        let Err(error) = answer else {
            self.trial.fail("a request that cannot stand is refused", &format!("{answer:?} to {request:?}"))
        };
        self.trial.same("what is refused writes nothing", &self.head(), &before);
        error
    }

    pub(super) fn batch(
        &mut self,
        requests: &[AppendRequest],
        batch: Batch,
        now: Timestamp,
    ) -> Result<Vec<Result<Record, AppendError>>, BatchError> {
        match self.writing(|store| store.append_batch(requests, batch, now)) {
            Ok(answers) => {
                self.trial.same("each request of a batch is answered", &answers.len(), &requests.len());
                Ok(answers.into_iter().map(|answer| answer.map(|receipt| receipt.record().clone())).collect())
            }
            Err(StoreError::Batch(error)) if batch == Batch::Whole => Err(*error),
            Err(error) => {
                let contract = "a batch is done, or answered by `Batch` if it is `Whole`, on a sound storage";
                self.trial.fail(contract, &format!("{error:?}"))
            }
        }
    }

    /// Appends a batch of which every request must be recorded.
    pub(super) fn record_all(&mut self, requests: &[AppendRequest]) -> Vec<Record> {
        let answers = match self.batch(requests, Batch::Whole, now()) {
            Ok(answers) => answers.into_iter().collect::<Result<Vec<_>, _>>().map_err(|error| format!("{error:?}")),
            Err(error) => Err(format!("{error:?}")),
        };
        answers.unwrap_or_else(|seen| self.trial.fail("a batch of requests that follow is recorded", &seen))
    }

    pub(super) fn stream(&self, subject: impl Into<Subject>) -> Vec<Record> {
        let subject = subject.into();
        self.trial.told("a stream is read", || self.store.stream(subject))
    }

    /// Reads lines, and looks that they are as many as the store says.
    pub(super) fn lines(&self, after: u64, limit: usize) -> Vec<Vec<u8>> {
        let mut lines: Vec<Vec<u8>> = Vec::new();
        let shown = self.trial.told("the log is read", || {
            lines.clear();
            self.store.lines(after, limit, &mut |line| lines.push(line.into()))
        });
        self.trial.same("`lines` says how many it showed", &shown, &(lines.len() as u64));
        self.trial.demand("`lines` shows at most as many as it was asked for", lines.len() <= limit, || {
            format!("{} of {limit}", lines.len())
        });
        lines
    }

    pub(super) fn log(&self, after: u64, limit: usize) -> Vec<Record> {
        self.trial.told("the log is read", || self.store.log(after, limit))
    }

    pub(super) fn quarantine(&self) -> Quarantine {
        self.trial.told("what is in quarantine is told", || self.store.quarantine())
    }

    /// The head, or why there is none.
    pub(super) fn head_if_open(&self) -> Result<LogHead, StoreError> {
        self.trial.patiently(|| self.store.head())
    }

    /// The head of a log that is open.
    pub(super) fn head(&self) -> LogHead {
        self.trial.told("an open log has a head", || self.store.head())
    }

    /// The proof of a record, or why there is none.
    pub(super) fn proof_if_open(&self, sequence: u64) -> Result<Option<RecordProof>, StoreError> {
        self.trial.patiently(|| self.store.proof(sequence))
    }

    pub(super) fn proof(&self, sequence: u64) -> Option<RecordProof> {
        self.trial.told("a record is proved", || self.store.proof(sequence))
    }

    pub(super) fn size(&self) -> u64 {
        self.head().size()
    }

    /// A project, replayed.
    pub(super) fn project(&self, id: ProjectId) -> Option<Project> {
        let mut wrong = None;
        let loaded = self.trial.told("a project is read", || match self.store.project(id) {
            Ok(project) => Ok(project),
            Err(LoadError::Store(error)) => Err(error),
            Err(error) => {
                wrong = Some(error);
                Ok(None)
            }
        });
        match wrong {
            None => loaded,
            Some(error) => self.trial.fail("what was recorded replays", &format!("{error:?}")),
        }
    }

    /// A zone, replayed from its stream.
    pub(super) fn zone(&self, zone: Subject) -> Option<Zone> {
        let loaded = load_zone(&self.stream(zone), &self.quarantine());
        loaded.unwrap_or_else(|error| self.trial.fail("what was recorded replays", &format!("{error:?}")))
    }

    pub(super) fn cursor(&self, consumer: &ConsumerId) -> u64 {
        self.trial.told("a cursor is read", || self.store.cursor(consumer))
    }

    /// Moves a cursor. The error is `Moved` or `Ahead`.
    pub(super) fn move_cursor(&mut self, consumer: &ConsumerId, from: u64, to: u64) -> Result<(), CursorError> {
        let store = &mut self.store;
        let moved = self.trial.patiently(|| match store.move_cursor(consumer, from, to) {
            Ok(()) => Ok(Ok(())),
            Err(CursorError::Store(error)) => Err(error),
            Err(error) => Ok(Err(error)),
        });
        match moved {
            Ok(moved) => moved,
            // the move may have happened
            Err(StoreError::OutcomeUnknown(_)) if self.cursor(consumer) == to => Ok(()),
            Err(StoreError::OutcomeUnknown(_)) => self.move_cursor(consumer, from, to),
            Err(error) => {
                self.trial.fail("a cursor moves or is `Moved` or `Ahead`, on a sound storage", &format!("{error:?}"))
            }
        }
    }

    pub(super) fn current(&self, project: ProjectId) -> Option<CurrentState> {
        self.trial.told("a current state is read", || self.store.current(project))
    }

    pub(super) fn projects(&self, query: &ProjectQuery) -> Page {
        self.trial.told("a list is read", || self.store.projects(query))
    }

    pub(super) fn counts(&self, query: &ProjectQuery) -> BTreeMap<Stage, u64> {
        self.trial.told("a list is counted", || self.store.counts(query))
    }

    pub(super) fn project_ids(&self, after: Option<ProjectId>, limit: usize) -> Vec<ProjectId> {
        self.trial.told("the projects are told", || self.store.project_ids(after, limit))
    }

    /// Writes a current state; the storage may refuse it.
    pub(super) fn write_current(&mut self, state: &CurrentState) -> Result<(), StoreError> {
        self.writing(|store| store.write_current(state))
    }

    pub(super) fn check_zones(&self) -> Vec<(Subject, StreamFault)> {
        self.trial.told("the zones are checked", || self.store.check_zones())
    }

    pub(super) fn check_current(&self) -> Vec<Drift> {
        self.trial.told("the current states are checked", || self.store.check_current(&Upcasters::new()))
    }

    pub(super) fn rebuild_current(&mut self) -> Vec<Drift> {
        let (store, trial) = (&mut self.store, self.trial);
        trial.told("the current states are rebuilt", || store.rebuild_current(&Upcasters::new()))
    }

    /// The whole log, verified: it is self-consistent and its head is the store's. Nobody may write meanwhile.
    pub(super) fn verified(&self) -> Vec<Record> {
        let lines = self.lines(0, usize::MAX);
        let mut verifier = Verifier::new().but(self.quarantine());
        verifier.extend(&lines);
        match verifier.finish() {
            Verdict::SelfConsistent { head } => {
                self.trial.same("the head of the log is the head of its lines", &self.head(), &head);
            }
            verdict @ (Verdict::NotSelfConsistent { .. }
            | Verdict::ConsistentWith { .. }
            | Verdict::Contradicts { .. }) => {
                self.trial.fail("the log is self-consistent", &format!("{verdict:?}"));
            }
        }
        let parse = |line| Record::parse(line).expect("the verifier has parsed it");
        lines.into_iter().map(parse).collect()
    }
}
