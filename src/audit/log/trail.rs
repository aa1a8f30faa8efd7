//! A log without a store: records are sealed and handed on.

use core::error::Error;
use std::collections::HashMap;

use crate::act::Actor;
use crate::audit::append::plan_after;
use crate::audit::{
    AppendError, AppendRequest, BadLine, LineFault, LogHead, Plan, Receipt, Record, Sink, Subject, Verdict, Verifier,
};
use crate::value::{DigestAlgorithm, Source, Timestamp};

/// A log whose records go to a [`Sink`], for tools that embed the events and have no store.
///
/// It remembers the log's head and the last record of each stream, so a command decided on an old view is refused as a
/// store refuses it. It does not remember the others: of a command given again it finds only that its place is taken.
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
    streams: HashMap<Subject, Record>,
    sink: S,
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
        /// The first such record, from 1.
        line: u64,
        /// What is wrong with it.
        #[source]
        fault: Box<LineFault>,
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
        let mut trail = Self { head: LogHead::empty(source, digest), streams: HashMap::new(), sink };
        trail.hand_on(&opened, head)?;
        Ok(trail)
    }

    /// Goes on with a log from all of its records, in order: they are verified, and not handed on again.
    ///
    /// # Errors
    /// [`TrailError::NotResumed`] with the first line that does not follow.
    pub fn resume(records: impl IntoIterator<Item = Record>, sink: S) -> Result<Self, TrailError<S::Error>> {
        let (mut verifier, mut streams) = (Verifier::new(), HashMap::new());
        for record in records {
            verifier.follow(record.line());
            streams.insert(record.subject(), record);
        }
        match verifier.finish() {
            // no checkpoint was given
            Verdict::SelfConsistent { head }
            | Verdict::ConsistentWith { head, .. }
            | Verdict::Contradicts { head, .. } => Ok(Self { head, streams, sink }),
            Verdict::NotSelfConsistent { faults, .. } => {
                let earliest = faults.first().first().cloned();
                let BadLine { line, fault } = earliest.unwrap_or(BadLine { line: 1, fault: LineFault::Empty });
                Err(TrailError::NotResumed { line, fault: fault.into() })
            }
        }
    }

    /// Seals a request's record and hands it on. `now` is the host's clock.
    ///
    /// # Errors
    /// [`TrailError::Append`] when the request cannot stand, [`TrailError::Sink`] when the sink does not take the record.
    pub fn record(&mut self, request: &AppendRequest, now: Timestamp) -> Result<Receipt, TrailError<S::Error>> {
        match plan_after(&self.head, (self.streams.get(&request.subject()), 0), None, request, now)? {
            Plan::Append { event, head } => {
                self.hand_on(&event, head)?;
                Ok(event.into())
            }
            Plan::AlreadyRecorded(event) => Ok(event.into()),
        }
    }

    fn hand_on(&mut self, record: &Record, head: LogHead) -> Result<(), TrailError<S::Error>> {
        self.sink.receive(record).map_err(TrailError::Sink)?;
        self.streams.insert(record.subject(), record.clone());
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
