//! What every store makes of what it read, synchronous or not: pure, once its lines and answers are there.

use super::{LoadError, StoreError};
use crate::audit::merkle::RecordProof;
use crate::audit::{AppendError, LogHead, Quarantine, Receipt, Record, RecordError, Upcasters};
use crate::project::Project;
use crate::registry::Zone;
use crate::value::Digest;

/// Reads the records of the lines that a log shows, in order.
///
/// ```
/// use project_lifecycle::audit::RecordReader;
/// use project_lifecycle::{Record, StoreError};
///
/// /// The records after the 40th, from a client that gives lines as they arrive.
/// async fn records(mut next: impl AsyncFnMut() -> Option<Vec<u8>>) -> Result<Vec<Record>, StoreError> {
///     let mut reader = RecordReader::after(40);
///     while let Some(line) = next().await {
///         reader.take(&line);
///     }
///     reader.finish()
/// }
/// # let _ = records(async || None);
/// ```
#[derive(Debug)]
pub struct RecordReader {
    after: u64,
    records: Vec<Record>,
    /// The first line that is no record, by its place in the log.
    fault: Option<(u64, RecordError)>,
}

impl RecordReader {
    /// A reader of the lines after a place in the log, without a gap; after 0 is from the first.
    #[must_use]
    pub const fn after(sequence: u64) -> Self {
        Self { after: sequence, records: Vec::new(), fault: None }
    }

    /// Takes the next line, without its `\n`. After one that is no record it takes no more.
    pub fn take(&mut self, line: &[u8]) {
        if self.fault.is_none() {
            match Record::parse(line) {
                Ok(record) => self.records.push(record),
                Err(why) => self.fault = Some((self.after + 1 + self.records.len() as u64, why)),
            }
        }
    }

    /// The records.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] with the place of the first line that is no record.
    pub fn finish(self) -> Result<Vec<Record>, StoreError> {
        match self.fault {
            None => Ok(self.records),
            Some((sequence, why)) => Err(StoreError::Corrupt { what: format!("record {sequence}"), why: why.into() }),
        }
    }
}

/// A project, replayed from the records of its stream, with older versions of its events' data, but for what is in quarantine;
/// `None` if there are no records, or none that is not.
///
/// # Errors
/// [`LoadError::Record`] for the first record that is no event of a project, [`LoadError::History`] when the events are no
/// lawful history.
pub fn load_project<'a>(
    records: impl IntoIterator<Item = &'a Record>,
    upcasters: &Upcasters,
    quarantine: &Quarantine,
) -> Result<Option<Project>, LoadError> {
    let mut records = records.into_iter().filter(|record| quarantine.at(record.sequence()).is_none()).peekable();
    let Some(first) = records.peek() else { return Ok(None) };
    let (passed, log) = (quarantine.versions(first.subject()), first.source().clone());
    let read = |record: &Record| {
        record.event_with(upcasters).map_err(|why| LoadError::Record { sequence: record.sequence(), why })
    };
    let events = records.map(read).collect::<Result<Vec<_>, _>>()?;
    let project = if passed.is_empty() { Some(Project::replay(events)?) } else { Project::replay_but(passed, events)? };
    Ok(project.map(|project| project.read_from(&log)))
}

/// A zone, replayed from the records of its stream, but for what is in quarantine; `None` if there are no records, or none
/// that is not.
///
/// # Errors
/// [`LoadError::Record`] for the first record that is no event of a zone, [`LoadError::ZoneHistory`] when the events are
/// no lawful history.
pub fn load_zone<'a>(
    records: impl IntoIterator<Item = &'a Record>,
    quarantine: &Quarantine,
) -> Result<Option<Zone>, LoadError> {
    let mut records = records.into_iter().filter(|record| quarantine.at(record.sequence()).is_none()).peekable();
    let Some(first) = records.peek() else { return Ok(None) };
    let passed = quarantine.versions(first.subject());
    let read =
        |record: &Record| record.zone_event().map_err(|why| LoadError::Record { sequence: record.sequence(), why });
    Ok(Zone::replay_but(passed, records.map(read).collect::<Result<Vec<_>, _>>()?)?)
}

/// The proof of the record at a sequence, by the head of its log and the leaves that a store keeps of the full subtree in which
/// it stands ([`Tree::subtree`](crate::audit::merkle::Tree::subtree)), in order.
///
/// # Errors
/// [`StoreError::Corrupt`] when they do not lead to the head, or there is no such record.
pub fn prove_record(
    head: &LogHead,
    sequence: u64,
    leaves: impl IntoIterator<Item = Digest>,
) -> Result<RecordProof, StoreError> {
    // there is no record at 0, nor at the place that this gives
    let index = sequence.checked_sub(1).unwrap_or(u64::MAX);
    match head.tree.prove(index, leaves) {
        Ok(path) => Ok(RecordProof { index, path, checkpoint: head.checkpoint() }),
        Err(why) => Err(StoreError::Corrupt { what: format!("the tree above record {sequence}"), why: why.into() }),
    }
}

/// The answer to the one request of a batch.
///
/// # Errors
/// [`StoreError::Append`] when the request cannot stand; [`StoreError::Corrupt`] when what is stored of its stream cannot be
/// read; [`StoreError::Storage`] when the store gave no answer.
pub fn only_answer(answers: impl IntoIterator<Item = Result<Receipt, AppendError>>) -> Result<Receipt, StoreError> {
    let answer = answers.into_iter().next().ok_or_else(|| StoreError::Storage("the store gave no answer".into()))?;
    answer.map_err(|error| {
        if let AppendError::Unreadable { subject, why } = error {
            return StoreError::Corrupt { what: format!("what is stored of {subject}"), why };
        }
        error.into()
    })
}
