//! Reading a log.

use std::collections::BTreeSet;

use super::{LoadError, RecordReader, StoreError, load_project, load_zone, prove_record};
use crate::audit::log::stream_of;
use crate::audit::merkle::RecordProof;
use crate::audit::{AppendError, LogHead, Quarantine, Record, StreamFault, Subject, SubjectKind, Upcasters};
use crate::project::Project;
use crate::registry::Zone;
use crate::value::{Digest, ProjectId, ZoneId};

/// Reads one log: all that a replica, a report or an auditor needs. What also writes is an [`EventStore`](super::EventStore).
///
/// Asynchronous stores have the same methods inherently, over the same pure parts: [`RecordReader`], [`load_project`],
/// [`load_zone`], [`prove_record`].
///
/// ```
/// use project_lifecycle::prelude::*;
///
/// # let policy = Policy::shenyang_2018();
/// # let officer = Actor::new(AuthType::AppUser, "officer-17".parse()?);
/// # let now: Timestamp = "2018-06-11T09:00:00+08:00".parse()?;
/// # let id = ProjectId::named("urn:example:city/1");
/// # let context = |n: &str| Context::new(EventId::named(id.uuid(), n), now, officer.clone());
/// # let profile = Profile::new("机器人未来城".parse()?, "hunnan".parse()?);
/// # let mut store = MemoryStore::open("urn:example:city".parse()?, &officer, now)?;
/// store.append(&Project::plan(id, profile, &context("1"), &policy)?.into(), now)?;
///
/// assert_eq!(store.head()?.size(), 2); // the record that opened the log, and the planning
/// let types: Vec<_> = store.log(0, 10)?.iter().map(|record| record.event_type().to_owned()).collect();
/// assert_eq!(types, ["lifecycle.log.opened.v1", "lifecycle.project.planned.v1"]);
/// assert_eq!(store.project(id)?.map(|project| project.stage()), Some(Stage::Planned));
/// assert_eq!(store.project(ProjectId::named("another"))?, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait EventLog {
    /// The records of a stream, in order, but for those in [quarantine](Self::quarantine); empty if there is none.
    ///
    /// # Errors
    /// [`StoreError`] when the storage does not give them.
    fn stream(&self, subject: Subject) -> Result<Vec<Record>, StoreError>;

    /// Shows the lines of at most `limit` records of the log after a place in it, in order, as they are stored and
    /// without their `\n`; after 0 is from the first. Gives how many it showed.
    ///
    /// # Errors
    /// [`StoreError`] when the storage does not give them.
    fn lines(&self, after: u64, limit: usize, show: &mut dyn FnMut(&[u8])) -> Result<u64, StoreError>;

    /// What the log's owner put in quarantine, told by the log's own stream. Empty where the log is not open.
    ///
    /// # Errors
    /// As [`stream`](Self::stream).
    fn quarantine(&self) -> Result<Quarantine, StoreError> {
        let source = match self.head() {
            Ok(head) => head.source,
            Err(StoreError::Append(AppendError::NotOpened { .. })) => return Ok(Quarantine::default()),
            Err(why) => return Err(why),
        };
        Ok(Quarantine::of(&self.stream(Subject::log(&source))?))
    }

    /// The head of the log.
    ///
    /// # Errors
    /// [`AppendError::NotOpened`](crate::audit::AppendError::NotOpened) when the log is not open; [`StoreError`] when the
    /// storage does not give it.
    fn head(&self) -> Result<LogHead, StoreError>;

    /// The leaf of the record at a sequence, from 1: what a reader keeps beside its place, to see whether the log is still the
    /// one that it read. `None` if there is no such record.
    ///
    /// # Errors
    /// As [`head`](Self::head) and [`lines`](Self::lines).
    fn leaf(&self, sequence: u64) -> Result<Option<Digest>, StoreError> {
        let Some(before) = sequence.checked_sub(1) else { return Ok(None) };
        let (digest, mut leaf) = (self.head()?.digest(), None);
        self.lines(before, 1, &mut |line| leaf = Some(digest.leaf(line)))?;
        Ok(leaf)
    }

    /// The proof that the record at a sequence, from 1, is in the log as it is now. `None` if there is no such record.
    ///
    /// It is made of the head and of the leaves of one full subtree ([`Tree::subtree`](crate::audit::merkle::Tree::subtree)): at most
    /// of all, and of few for a record near the end. A store that keeps leaves reads no line; unless it says otherwise, they are
    /// worked out from the lines. [`RecordProof::verify`] holds the record's line to it, and tells if that was changed.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when the leaves do not lead to the head; else as [`head`](Self::head) and
    /// [`lines`](Self::lines).
    fn proof(&self, sequence: u64) -> Result<Option<RecordProof>, StoreError> {
        let head = self.head()?;
        let Some(places) = sequence.checked_sub(1).and_then(|index| head.tree.subtree(index)) else { return Ok(None) };
        let limit = usize::try_from(places.end - places.start).unwrap_or(usize::MAX);
        let mut leaves = Vec::new();
        self.lines(places.start, limit, &mut |line| leaves.push(head.digest().leaf(line)))?;
        prove_record(&head, sequence, leaves).map(Some)
    }

    /// At most `limit` records of the log after a place in it, in order; after 0 is from the first. A store that
    /// [puts places in quarantine](crate::store::Quarantines) leaves these out, whatever stands there: so go on after the last record's
    /// own [`sequence`](Record::sequence), and do not count. There are fewer than `limit` only at the end of the log.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] at the first record that cannot be read; else as [`lines`](Self::lines).
    fn log(&self, after: u64, limit: usize) -> Result<Vec<Record>, StoreError> {
        let mut reader = RecordReader::after(after);
        self.lines(after, limit, &mut |line| reader.take(line))?;
        reader.finish()
    }

    /// A project, replayed from its stream; `None` if there is none.
    ///
    /// # Errors
    /// [`LoadError`] by blame: storage failed, a record cannot be read, or the history is corrupt.
    fn project(&self, id: ProjectId) -> Result<Option<Project>, LoadError> {
        self.project_with(id, &Upcasters::new())
    }

    /// A project, replayed from its stream, with older versions of its events' data.
    ///
    /// # Errors
    /// As [`project`](Self::project).
    fn project_with(&self, id: ProjectId, upcasters: &Upcasters) -> Result<Option<Project>, LoadError> {
        // what is put in quarantine between the two looks is in the first, and left out by the second
        load_project(&self.stream(id.into())?, upcasters, &self.quarantine()?)
    }

    /// A zone, replayed from its stream; `None` if there is none.
    ///
    /// # Errors
    /// [`LoadError`] by blame: storage failed or the log is not open, a record cannot be read, or the history is corrupt.
    fn zone(&self, id: &ZoneId) -> Result<Option<Zone>, LoadError> {
        load_zone(&self.stream(Subject::zone(&self.head()?.source, id))?, &self.quarantine()?)
    }

    /// The streams of zones that cannot be read, or are no history of a zone, each with why: all records of the log are gone through.
    /// What [`check_current`](crate::store::CurrentStates::check_current) does for projects. Verifying lines does not ask what they say of
    /// a zone.
    ///
    /// # Errors
    /// [`StoreError`] when the storage does not give them.
    fn check_zones(&self) -> Result<Vec<(Subject, StreamFault)>, StoreError> {
        let (mut zones, mut after) = (BTreeSet::new(), 0);
        loop {
            let shown = self.lines(after, 1_000, &mut |line| {
                let subject = stream_of(line).flatten().map(|(subject, _)| subject);
                zones.extend(subject.filter(|subject| subject.kind() == SubjectKind::Zone));
            })?;
            if shown == 0 {
                break;
            }
            after += shown;
        }
        let quarantine = self.quarantine()?;
        let mut found = Vec::new();
        for subject in zones {
            let records = self.stream(subject).map_err(LoadError::Store);
            if let Err(why) = records.and_then(|records| load_zone(&records, &quarantine)) {
                found.push((subject, why.of_stream()?));
            }
        }
        Ok(found)
    }
}
