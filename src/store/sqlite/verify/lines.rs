//! The records: read on one thread, while another one verifies them and holds to them what the file keeps beside.

use std::hash::RandomState;
use std::panic::resume_unwind;
use std::sync::OnceLock;
use std::sync::mpsc::{TrySendError, channel, sync_channel};
use std::thread;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, ToSql};

use super::super::fault::fault;
use super::columns::{self, COLUMNS};
use super::copied::{CopiedRow, CopiedRows};
use super::index::{Index, Keys};
use crate::StoreError;
use crate::audit::{Faults, Lines, Quarantine, Quarantined, Subject, Verifier};
use crate::store::StoreFault;

/// The index that lines are read by.
pub(super) const PLACES: &str = "event_sequence";

/// How many bytes of lines go from one thread to the other at once, and how many such portions may wait there.
const PORTION: usize = 1 << 15;
const PORTIONS: usize = 8;

/// How many columns are copied of a row: its own number, place and leaf, and from then on those that are made from the line.
const COPIED: usize = MADE + COLUMNS.len();
const MADE: usize = 3;
const LEAF: usize = 2;

/// Their names.
fn copied() -> impl Iterator<Item = &'static str> {
    ["row", "sequence", "leaf"].into_iter().chain(COLUMNS)
}

/// The indexes of the records' table but for the one that lines are read by.
pub(super) fn indexes(connection: &Connection, hash: &RandomState) -> rusqlite::Result<Vec<Index>> {
    let names: Vec<_> = copied().chain(["body"]).collect();
    let mut indexes = Index::all(connection, "event", &names, hash)?;
    indexes.retain(|index| index.name != PLACES);
    Ok(indexes)
}

/// Records on their way to the other thread.
#[derive(Default)]
struct Portion {
    lines: Lines,
    /// The place of each, and whether its body is a text.
    kept: Vec<(u64, bool)>,
    rows: CopiedRows,
}

impl Portion {
    /// Forgets the records, and keeps the memory for others.
    fn clear(&mut self) {
        let Self { lines, kept, rows } = self;
        lines.clear();
        kept.clear();
        rows.clear();
    }
}

/// What became of the lines, and of what is kept beside them.
pub(super) struct Followed<'q> {
    pub(super) verifier: Verifier,
    pub(super) columns: Faults<StoreFault>,
    pub(super) leaves: Faults<StoreFault>,
    /// The indexes, told what the rows call for.
    pub(super) indexes: Vec<Index>,
    /// The projects that were planned.
    pub(super) planned: Keys,
    made: columns::Lines,
    quarantine: &'q Quarantine,
    hash: RandomState,
}

impl<'q> Followed<'q> {
    /// Before the first line.
    pub(super) fn new(
        connection: &Connection,
        verifier: Verifier,
        quarantine: &'q Quarantine,
        indexes: Vec<Index>,
        hash: RandomState,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            verifier: verifier.but(quarantine.clone()),
            columns: Faults::default(),
            leaves: Faults::default(),
            indexes,
            planned: Keys::default(),
            made: columns::Lines::new(connection).map_err(fault)?,
            quarantine,
            hash,
        })
    }

    /// Verifies lines, and holds to them what is kept beside.
    fn follow(&mut self, portion: &mut Portion) -> Result<(), StoreError> {
        let Portion { lines, kept, rows } = portion;
        // the first line names the digest
        for is_followed in [false, true] {
            if let Some(digest) = self.verifier.digest().filter(|digest| lines.leaves(*digest).is_none()) {
                lines.digest(digest);
            }
            if !is_followed {
                self.verifier.follow_lines(lines);
            }
        }
        let leaves = self.verifier.digest().and_then(|digest| lines.leaves(digest)).unwrap_or_default();
        let rows = || rows.rows(COPIED);
        for (((sequence, _), row), leaf) in kept.iter().zip(rows()).zip(leaves) {
            if row.at(LEAF) != ValueRef::Blob(leaf.bytes()) {
                self.leaves.push(StoreFault::Leaf { sequence: *sequence });
            }
        }
        for (((sequence, is_text), row), line) in kept.iter().zip(rows()).zip(lines.iter()) {
            // what is in quarantine is held to its line, too: its columns stand where others are found by theirs
            let body = (!is_text).then_some("body");
            let mut wrong: Vec<_> = body.into_iter().chain(self.made.contradicted(row, MADE, line)?).collect();
            let misnamed = self.quarantine.at(*sequence).into_iter().flat_map(|place| misnamed(place, row));
            let misnamed: Vec<_> = misnamed.filter(|column| !wrong.contains(column)).collect();
            wrong.extend(misnamed);
            let fault = |column: &str| StoreFault::Column { sequence: *sequence, column: column.into() };
            self.columns.extend(wrong.into_iter().map(fault));
            let body = if *is_text { ValueRef::Text(line) } else { ValueRef::Blob(line) };
            let at = |column| if column == COPIED { body } else { row.at(column) };
            self.indexes.iter_mut().for_each(|index| index.take(at));
            if let (ValueRef::Text(stream), ValueRef::Integer(1)) = (row.at(MADE), row.at(MADE + 1))
                && let Some(project) = stream.strip_prefix(b"project/")
            {
                self.planned.take(&self.hash, project);
            }
        }
        Ok(())
    }
}

/// The columns of a row in quarantine that do not say what the quarantine names, whatever its line says.
fn misnamed(place: &Quarantined, row: CopiedRow<'_>) -> impl Iterator<Item = &'static str> {
    let (stream, version) = (row.at(MADE), row.at(MADE + 1));
    let (is_stream, is_version) = match place.stream {
        Some((named, at)) => (
            stream == ValueRef::Text(named.to_string().as_bytes()),
            matches!(version, ValueRef::Integer(version) if u64::try_from(version) == Ok(at)),
        ),
        // it belongs to no stream that there can be
        None => (!stream.as_str().is_ok_and(is_subject), true),
    };
    [(is_stream, "stream"), (is_version, "version")]
        .into_iter()
        .filter_map(|(is_so, column)| (!is_so).then_some(column))
}

/// Whether a text is a subject as it is written.
fn is_subject(text: &str) -> bool {
    text.parse().is_ok_and(|subject: Subject| subject.to_string() == text)
}

/// Reads all records, and shows them to the other thread. While that one is behind, this one goes on with something else, which
/// says whether there is more of it, and then takes digests off it. Gives with it whether the index that they are read by leads to each
/// row of its table, and to no other.
pub(super) fn read<'q>(
    connection: &Connection,
    log: i64,
    mut followed: Followed<'q>,
    meanwhile: &mut dyn FnMut() -> Result<bool, StoreError>,
) -> Result<(Followed<'q>, bool), StoreError> {
    // what stands in the index is read from there, all else from the table
    let columns = copied().skip(2).map(|column| format!("e.{column}")).collect::<Vec<_>>().join(", ");
    let select = format!(
        "SELECT e.body, (e.log, e.sequence) IS (i.log, i.sequence), i.row, i.sequence, {columns}
         FROM event i INDEXED BY {PLACES} LEFT JOIN event e NOT INDEXED ON e.row = i.row
         WHERE i.log = ?1 ORDER BY i.log, i.sequence, i.row"
    );
    let mut select = connection.prepare(&select).map_err(fault)?;
    let mut rows = select.query([log]).map_err(fault)?;
    let (hand_over, handed) = sync_channel::<Portion>(PORTIONS);
    // the log's digest, once the verifier has read it in the first line
    let digest = OnceLock::new();
    // what was looked at comes back empty
    let (give_back, given_back) = channel::<Portion>();
    let (followed, read) = thread::scope(|scope| {
        let digest = &digest;
        let following = scope.spawn(move || -> Result<_, StoreError> {
            for mut portion in handed {
                followed.follow(&mut portion)?;
                if let Some(found) = followed.verifier.digest() {
                    digest.get_or_init(|| found);
                }
                portion.clear();
                _ = give_back.send(portion);
            }
            Ok(followed)
        });
        let mut send = |mut portion| -> Result<Portion, StoreError> {
            loop {
                match hand_over.try_send(portion) {
                    // they are not taken only if the other thread has ended, which is told below
                    Ok(()) | Err(TrySendError::Disconnected(_)) => break,
                    Err(TrySendError::Full(back)) => portion = back,
                }
                if !meanwhile()? {
                    if let Some(digest) = digest.get() {
                        portion.lines.digest(*digest);
                    }
                    _ = hand_over.send(portion);
                    break;
                }
            }
            Ok(given_back.try_recv().unwrap_or_default())
        };
        let (mut portion, mut is_whole) = (Portion::default(), true);
        let (mut count, mut last) = (0_i64, None);
        let mut read = || -> Result<(), StoreError> {
            while let Some(row) = rows.next().map_err(fault)? {
                let body = row.get_ref(0).map_err(fault)?;
                let is_same: bool = row.get(1).map_err(fault)?;
                let sequence: i64 = row.get(3).map_err(fault)?;
                is_whole &= is_same && last.replace(sequence).is_none_or(|last| last < sequence);
                count += 1;
                // an entry that leads to no row shows none
                if body == ValueRef::Null && !is_same {
                    continue;
                }
                portion.lines.push(body.as_bytes_or_null().ok().flatten().unwrap_or_default());
                portion.kept.push((sequence.unsigned_abs(), matches!(body, ValueRef::Text(_))));
                portion.rows.take(row, 2..2 + COPIED).map_err(fault)?;
                if portion.lines.size() >= PORTION {
                    portion = send(std::mem::take(&mut portion))?;
                }
            }
            send(std::mem::take(&mut portion)).map(drop)
        };
        let read = read();
        drop(hand_over);
        // what is left is done while the other one ends
        let gone_on = read.and_then(|()| {
            while meanwhile()? {}
            Ok(is_whole && count == counted(connection, log, count).map_err(fault)?)
        });
        (following.join().unwrap_or_else(|panic| resume_unwind(panic)), gone_on)
    });
    let is_whole = read?;
    Ok((followed?, is_whole))
}

/// How many rows of the table are of a log, of which so many were found.
fn counted(connection: &Connection, log: i64, found: i64) -> rusqlite::Result<i64> {
    let count = |select: &str, values: &[&dyn ToSql]| connection.query_row(select, values, |row| row.get(0));
    // where there are no others nothing has to be read of them
    match count("SELECT count(*) FROM event NOT INDEXED", &[])? {
        all if all == found => Ok(all),
        _ => count("SELECT count(*) FROM event NOT INDEXED WHERE log = ?1", &[&log]),
    }
}
