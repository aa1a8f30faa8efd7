//! What is in quarantine: places of the log that are not judged and not read.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead};
use std::ops::ControlFlow;
use std::sync::Arc;

use crate::audit::log::pieces::{Piece, each_piece};
use crate::audit::wire::{LogQuarantined, Quarantined};
use crate::audit::{Record, RecordError, Subject};
use crate::value::DigestAlgorithm;

/// The places of a log that its owner put in quarantine. Their lines stay in the chain and in the tree, as they are. They are not
/// judged, and nobody reads them: the records that name the places say why and by whose authority.
///
/// Whoever reads a log learns of them first. A store tells them by
/// [`EventLog::quarantine`](crate::EventLog::quarantine), and a file by [`read`](Self::read), a pass over all its lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quarantine {
    /// Shared, as every append is told of it.
    kept: Arc<Kept>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Kept {
    places: BTreeMap<u64, Quarantined>,
    /// The same by leaf and by stream: a reader asks of every line and of every event.
    leaves: BTreeSet<[u8; 32]>,
    streams: BTreeMap<Subject, BTreeSet<u64>>,
}

/// Of a stream of which nothing is in quarantine.
static NONE: BTreeSet<u64> = BTreeSet::new();

impl Quarantine {
    /// Takes in a record, if it puts places in quarantine. It names only places before its own. Gives whether it does.
    ///
    /// # Errors
    /// [`RecordError`] when it is of that type and cannot be read, or names a place with another leaf or stream than an earlier one did.
    /// Nothing of it is taken in then.
    pub fn take(&mut self, record: &Record) -> Result<bool, RecordError> {
        let Some(places) = self.places_of(record)? else { return Ok(false) };
        let kept = Arc::make_mut(&mut self.kept);
        for place in places {
            kept.leaves.insert(*place.leaf.bytes());
            if let Some((stream, version)) = place.stream {
                kept.streams.entry(stream).or_default().insert(version);
            }
            kept.places.insert(place.sequence, place);
        }
        Ok(true)
    }

    /// The places that a record names, if it is of this type, each as what is known already has it.
    pub(super) fn places_of(&self, record: &Record) -> Result<Option<Vec<Quarantined>>, RecordError> {
        let places = LogQuarantined::places_of(record)?;
        let is_other = |place: &&Quarantined| self.at(place.sequence).is_some_and(|known| known != *place);
        match places.iter().flatten().find(is_other) {
            None => Ok(places),
            Some(Quarantined { sequence, .. }) => {
                let why = format!("another record names the place {sequence} with another leaf or stream");
                Err(RecordError::Data { event_type: record.event_type().into(), why })
            }
        }
    }

    /// Of all records, or of those of the log's own stream. What is no readable quarantine puts nothing there: whoever judges the
    /// lines says so, and it stops nobody else.
    #[must_use]
    pub fn of<'a>(records: impl IntoIterator<Item = &'a Record>) -> Self {
        let mut quarantine = Self::default();
        for record in records {
            _ = quarantine.take(record);
        }
        quarantine
    }

    /// Of a log's lines, in one pass over them. What is no record, or no readable quarantine, puts nothing there: whoever
    /// judges the lines says so.
    ///
    /// # Errors
    /// The reader's own.
    pub fn read(mut log: impl BufRead) -> io::Result<Self> {
        let mut quarantine = Self::default();
        _ = each_piece(&mut log, |piece| {
            if let Piece::Line(line) = piece {
                quarantine.take_line(line);
            }
            ControlFlow::<()>::Continue(())
        })?;
        Ok(quarantine)
    }

    /// Takes in a line, without its `\n`, if it puts places in quarantine.
    pub fn take_line(&mut self, line: &[u8]) {
        // the type stands last, so that other lines are not read
        if line.ends_with(LogQuarantined::LINE_END)
            && let Ok(record) = Record::parse(line)
        {
            // one that cannot be read is told by whoever judges the lines
            _ = self.take(&record);
        }
    }

    /// What is in quarantine at a place of the log. `None` if nothing is.
    #[must_use]
    pub fn at(&self, sequence: u64) -> Option<&Quarantined> {
        self.kept.places.get(&sequence)
    }

    /// The places, in order.
    pub fn places(&self) -> impl Iterator<Item = &Quarantined> {
        self.kept.places.values()
    }

    /// The versions of a stream that are in quarantine.
    #[must_use]
    pub fn versions(&self, subject: Subject) -> &BTreeSet<u64> {
        self.kept.streams.get(&subject).unwrap_or(&NONE)
    }

    /// Whether a line, without its `\n`, is in quarantine, wherever it was met. It is told by its leaf, on any digest.
    #[must_use]
    pub fn holds(&self, line: &[u8]) -> bool {
        let is_leaf = |digest: &DigestAlgorithm| self.kept.leaves.contains(digest.leaf(line).bytes());
        !self.is_empty() && DigestAlgorithm::ALL.iter().any(is_leaf)
    }

    /// Whether no place is in quarantine.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kept.places.is_empty()
    }

    /// The first place that is not the same in another one. `None` if all are.
    pub(super) fn differs(&self, other: &Self) -> Option<u64> {
        let all: BTreeSet<u64> = self.places().chain(other.places()).map(|place| place.sequence).collect();
        all.into_iter().find(|place| self.at(*place) != other.at(*place))
    }
}
