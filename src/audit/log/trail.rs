//! A log without a store: records are sealed and handed on.

use core::error::Error;
use std::collections::HashMap;

use crate::act::Actor;
use crate::audit::append::{follow_zone, plan_after};
use crate::audit::{
    AppendError, AppendRequest, BadLine, LineFault, LogHead, Plan, Quarantine, Receipt, Record, RecordError, Sink,
    StreamFault, Subject, SubjectKind, Upcasters, Verdict, Verifier,
};
use crate::project::{Event, Project};
use crate::registry::Zone;
use crate::value::{DigestAlgorithm, EventId, ProjectId, Source, Timestamp};

/// A log whose records go to a [`Sink`], for tools that embed the events and have no store.
///
/// It remembers the log's head, the ids of its records, the last record of each stream, and every project and zone with its history.
/// So what was decided on an old view, bears an id of the log, or does not follow from the history of its project or zone
/// ([`AppendError::Unlawful`], [`AppendError::UnlawfulZone`]) is refused as a store refuses it. It does not remember the other
/// records: of a command given again it finds only that its place is taken.
///
/// ```
/// use project_lifecycle::audit::{AuditTrail, JsonLines};
/// use project_lifecycle::prelude::*;
///
/// let actor = Actor::new(AuthType::AppUser, "officer-7".parse()?);
/// let at: Timestamp = "2018-06-01T10:00:00Z".parse()?;
/// let mut trail = AuditTrail::open("urn:example:city".parse()?, &actor, at, JsonLines::new(Vec::new()))?;
///
/// let context = Context::new("00000000-0000-7000-8000-000000000001".parse()?, at, actor).on("2018-06-01".parse()?);
/// let profile = Profile::new(Text::new("无人机产业园")?, "hunnan".parse()?);
/// let planned = Project::plan(ProjectId::named("drones"), profile, &context, &Policy::shenyang_2018())?;
/// trail.record(&planned.into(), at)?;
///
/// let lines = trail.into_sink().into_inner();
/// assert!(matches!(verify(lines.as_slice())?, Verdict::SelfConsistent { .. }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct AuditTrail<S> {
    head: LogHead,
    known: Known,
    /// Up to when the host's clock is known to be right.
    sure: Option<Timestamp>,
    sink: S,
}

/// What a trail remembers of its records.
#[derive(Debug, Default)]
struct Known {
    /// The last record of each stream.
    streams: HashMap<Subject, Record>,
    /// The place of each record, by its id.
    ids: HashMap<EventId, u64>,
    /// The projects, or why what is recorded of one is no history.
    projects: HashMap<ProjectId, Result<Project, StreamFault>>,
    /// The zones, by their streams.
    zones: HashMap<Subject, Result<Zone, StreamFault>>,
    /// What is not read.
    quarantine: Quarantine,
}

impl Known {
    /// Whether the id is new, and an event of a project follows from what is recorded.
    fn check(&self, source: &Source, request: &AppendRequest) -> Result<(), AppendError> {
        if let Some(sequence) = self.ids.get(&request.id()) {
            return Err(AppendError::IdReused { id: request.id(), sequence: *sequence, dates: None });
        }
        let unreadable =
            |why: &StreamFault| Err(AppendError::Unreadable { subject: request.subject(), why: Box::new(why.clone()) });
        if let Some(event) = request.zone_event() {
            return match self.zones.get(&request.subject()) {
                None => follow_zone(source, &mut None, event),
                Some(Ok(zone)) => zone.check_next(event).map_err(|why| AppendError::UnlawfulZone(why.into())),
                Some(Err(why)) => unreadable(why),
            };
        }
        let Some(event) = request.event() else { return Ok(()) };
        let follows = match self.projects.get(&event.project()) {
            None => Project::replay([event.clone()]).map(drop),
            Some(Ok(project)) => project.check_next(event),
            Some(Err(why)) => return unreadable(why),
        };
        follows.map_err(|why| AppendError::Unlawful(Box::new(why)))
    }

    /// Takes in a record, with the event of a project that it records, as it can be read.
    fn enter(&mut self, record: Record, event: Result<Event, RecordError>) {
        self.ids.insert(record.id(), record.sequence());
        // numbers and ids stay taken, and nothing else of it is known
        if self.quarantine.at(record.sequence()).is_some() {
            return;
        }
        let subject = record.subject();
        let passed = self.quarantine.versions(subject);
        match subject.kind() {
            // nothing is left of what begins in quarantine but what undoes its steps
            SubjectKind::Project | SubjectKind::Zone if passed.contains(&1) => {}
            SubjectKind::Project => {
                let id = ProjectId::from_uuid(subject.id());
                let project = match (self.projects.remove(&id), event) {
                    (Some(Err(why)), _) => Err(why),
                    (_, Err(why)) => Err(StreamFault::Record(why)),
                    (None, Ok(planned)) => Project::replay([planned]).map_err(StreamFault::History),
                    (Some(Ok(mut project)), Ok(event)) => match project.apply_but(passed, event) {
                        Ok(()) => Ok(project),
                        Err(why) => Err(StreamFault::History(why)),
                    },
                };
                self.projects.insert(id, project);
            }
            SubjectKind::Zone => {
                let zone = match (self.zones.remove(&subject), record.zone_event()) {
                    (Some(Err(why)), _) => Err(why),
                    (_, Err(why)) => Err(StreamFault::Record(why)),
                    (None, Ok(registered)) => Zone::replay([registered]).map_err(StreamFault::ZoneHistory),
                    (Some(Ok(mut zone)), Ok(event)) => {
                        zone.pass_over(passed);
                        zone.apply(event).map(|()| zone).map_err(StreamFault::ZoneHistory)
                    }
                };
                self.zones.insert(subject, zone);
            }
            SubjectKind::Refusal | SubjectKind::Log => {}
            #[cfg(test)]
            SubjectKind::Sample => {}
        }
        self.streams.insert(subject, record);
    }

    /// Goes on behind the numbers that are taken at the ends of streams.
    fn pass_over(&mut self) {
        for (id, project) in &mut self.projects {
            if let Ok(project) = project {
                project.pass_over(self.quarantine.versions((*id).into()));
            }
        }
        for (subject, zone) in &mut self.zones {
            if let Ok(zone) = zone {
                zone.pass_over(self.quarantine.versions(*subject));
            }
        }
    }

    /// The last number of a stream that is taken by quarantine; 0 if none is.
    fn taken(&self, subject: Subject) -> u64 {
        self.quarantine.versions(subject).last().copied().unwrap_or(0)
    }
}

/// Why a trail did not record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TrailError<E: Error + 'static> {
    /// The request cannot stand. Nothing was handed on.
    #[error(transparent)]
    Append(#[from] AppendError),
    /// The sink did not take the record: the trail stands where it stood.
    #[error("the sink did not take the record")]
    Sink(#[source] E),
    /// The records to resume from do not follow from one another.
    #[error("record {line} of those to resume from does not follow from the one before")]
    NotResumed {
        /// The first such record, from 1. Places in quarantine that were left out count.
        line: u64,
        /// What is wrong with it.
        #[source]
        fault: Box<LineFault>,
    },
    /// The quarantine to resume with is not the one that the records make, as when it was read at another moment than they were.
    #[error(
        "the records and the quarantine to resume with differ about the place {sequence}: read both as of one moment"
    )]
    OtherQuarantine {
        /// The first place that one of them names and the other does not, or not so.
        sequence: u64,
    },
    /// Two of the records to resume from bear one id.
    #[error("record {line} of those to resume from bears the id of record {first}")]
    IdTwice {
        /// The later one, from 1.
        line: u64,
        /// The earlier one.
        first: u64,
    },
}

impl<S: Sink<Error: 'static>> AuditTrail<S> {
    /// Opens a new log on SHA-256; its first record, by `actor` at `now`, is handed on.
    ///
    /// # Errors
    /// [`TrailError`] when that record cannot be sealed or the sink does not take it.
    pub fn open(source: Source, actor: &Actor, now: Timestamp, sink: S) -> Result<Self, TrailError<S::Error>> {
        Self::open_on(DigestAlgorithm::default(), source, actor, now, sink)
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
        sink: S,
    ) -> Result<Self, TrailError<S::Error>> {
        let (opened, head) = LogHead::open_on(digest, source.clone(), actor, now)?;
        let mut trail = Self { head: LogHead::empty(source, digest), known: Known::default(), sure: None, sink };
        trail.hand_on(opened, None, head)?;
        Ok(trail)
    }

    /// Goes on with a log from all of its records, in order: they are verified, and not handed on again.
    ///
    /// What is in quarantine is learned first, by a pass over the log: [`Quarantine::read`], or
    /// [`EventLog::quarantine`](crate::EventLog::quarantine). Records there are passed over. Leave out those that cannot be read; with
    /// the others the trail knows that their ids are taken.
    ///
    /// A project or a zone whose history cannot be read, or is none, takes no more records ([`AppendError::Unreadable`]); the others do.
    ///
    /// ```
    /// use project_lifecycle::audit::AuditTrail;
    /// use project_lifecycle::prelude::*;
    ///
    /// # let actor = Actor::new(AuthType::AppUser, "officer-7".parse()?);
    /// # let at: Timestamp = "2018-06-01T10:00:00Z".parse()?;
    /// # let store = MemoryStore::open("urn:example:city".parse()?, &actor, at)?;
    /// let trail = AuditTrail::resume(store.log(0, usize::MAX)?, store.quarantine()?, Vec::new())?;
    /// assert_eq!(*trail.head(), store.head()?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`TrailError::NotResumed`] with the first line that does not follow, [`TrailError::OtherQuarantine`] if the records put other
    /// places in quarantine than were given, [`TrailError::IdTwice`] if two records bear one id.
    pub fn resume(
        records: impl IntoIterator<Item = Record>,
        quarantine: Quarantine,
        sink: S,
    ) -> Result<Self, TrailError<S::Error>> {
        Self::resume_with(records, quarantine, &Upcasters::new(), sink)
    }

    /// The same, with older versions of events' data.
    ///
    /// # Errors
    /// As [`resume`](Self::resume).
    pub fn resume_with(
        records: impl IntoIterator<Item = Record>,
        quarantine: Quarantine,
        upcasters: &Upcasters,
        sink: S,
    ) -> Result<Self, TrailError<S::Error>> {
        let (mut verifier, mut twice) = (Verifier::new().but(quarantine.clone()), None);
        let mut made = Quarantine::default();
        let mut known = Known { quarantine, ..Known::default() };
        for record in records {
            verifier.pass_left_out(record.sequence());
            verifier.follow(record.line());
            // what cannot be taken is told by the verifier
            _ = made.take(&record);
            let first = known.ids.get(&record.id()).copied();
            twice = twice.or(first.map(|first| TrailError::IdTwice { line: record.sequence(), first }));
            let event = record.event_with(upcasters);
            known.enter(record, event);
        }
        known.pass_over();
        match verifier.finish() {
            // no checkpoint was given
            Verdict::SelfConsistent { head }
            | Verdict::ConsistentWith { head, .. }
            | Verdict::Contradicts { head, .. } => match made.differs(&known.quarantine) {
                Some(sequence) => Err(TrailError::OtherQuarantine { sequence }),
                None => twice.map_or(Ok(Self { head, known, sure: None, sink }), Err),
            },
            Verdict::NotSelfConsistent { faults, .. } => {
                let earliest = faults.first().first().cloned();
                let BadLine { line, fault } = earliest.unwrap_or(BadLine { line: 1, fault: LineFault::Empty });
                Err(TrailError::NotResumed { line, fault: fault.into() })
            }
        }
    }

    /// The host's word that its clock is right up to `now`, however long the log was silent: no request of it need be
    /// [sure](AppendRequest::sure_of_now).
    pub fn sure_of_now(&mut self, now: Timestamp) {
        self.sure = self.sure.max(Some(now));
    }

    /// Seals a request's record and hands it on. `now` is the host's clock.
    ///
    /// # Errors
    /// [`TrailError::Append`] when the request cannot stand, [`TrailError::Sink`] when the sink does not take the record.
    pub fn record(&mut self, request: &AppendRequest, now: Timestamp) -> Result<Receipt, TrailError<S::Error>> {
        match plan_after(
            &self.head,
            (self.known.streams.get(&request.subject()), self.known.taken(request.subject())),
            (None, &self.known.quarantine),
            request,
            now,
        )? {
            Plan::Append { event, head } => {
                self.known.check(&self.head.source, request)?;
                if self.sure < Some(now) {
                    request.check_now(&self.head, now)?;
                }
                self.hand_on(event.clone(), request.event(), head)?;
                Ok(event.into())
            }
            Plan::AlreadyRecorded(event) => Ok(Receipt::found(event)),
        }
    }

    fn hand_on(&mut self, record: Record, event: Option<&Event>, head: LogHead) -> Result<(), TrailError<S::Error>> {
        self.sink.receive(&record).map_err(TrailError::Sink)?;
        let event = event.cloned().map_or_else(|| record.event(), Ok);
        self.known.enter(record, event);
        self.head = head;
        Ok(())
    }

    /// The head of the log.
    pub const fn head(&self) -> &LogHead {
        &self.head
    }

    /// The sink.
    pub const fn sink(&self) -> &S {
        &self.sink
    }

    /// Ends the trail and gives the sink back.
    pub fn into_sink(self) -> S {
        self.sink
    }
}
