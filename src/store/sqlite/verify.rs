//! Verifying a log while it is read, and all that the file keeps beside it.

use std::panic::resume_unwind;
use std::sync::OnceLock;
use std::sync::mpsc::{TrySendError, sync_channel};
use std::thread;

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::super::sql::{HeadCells, names};
use super::SqliteStore;
use super::columns::{self, COLUMNS};
use super::fault::fault;
use super::index::Index;
use super::read::{self, leaves};
use super::schema::moment;
use crate::audit::merkle::Tree;
use crate::audit::{Faults, Lines, LogHead, Quarantine, Verdict, Verifier};
use crate::store::{StoreCheck, StoreFault};
use crate::value::{Digest, DigestAlgorithm};
use crate::{Source, StoreError, Timestamp};

/// How many bytes of lines go from one thread to the other at once, and how many such portions may wait there.
const PORTION: usize = 1 << 15;
const PORTIONS: usize = 8;

/// Lines on their way to the other thread, with what the file keeps beside them.
#[derive(Default)]
struct Portion {
    lines: Lines,
    /// The place and the leaf of each; `None` if it has not 32 bytes.
    kept: Vec<(i64, Option<Digest>)>,
}

impl SqliteStore {
    /// Shows the whole log to a verifier that has seen nothing yet, and holds all that the file keeps beside the lines to them: each record's columns and
    /// leaf, each index that a reader goes by, the head, and which projects are listed. So a reader who asks this store sees what
    /// the lines say; [`check_current`](crate::store::CurrentStates::check_current) adds that each listed state is what its
    /// events amount to. It goes on after whatever it finds.
    ///
    /// It learns by itself what the log's own records put in [quarantine](crate::EventLog::quarantine): of these lines only the leaves are
    /// judged, and the verifier [counts](Verifier::quarantined) them.
    ///
    /// One thread reads while another one verifies; when the first is ahead, it takes digests off the second.
    ///
    /// ```
    /// # use project_lifecycle::{SqliteStore, StoreError, Verdict};
    /// # use project_lifecycle::audit::Verifier;
    /// fn is_whole(store: &SqliteStore) -> Result<bool, StoreError> {
    ///     let verdict = store.verify(Verifier::new())?.finish();
    ///     println!("{verdict}");
    ///     Ok(verdict.faults.is_empty() && matches!(verdict.lines, Verdict::SelfConsistent { .. }))
    /// }
    /// ```
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read; what a record says is the verdict's.
    pub fn verify(&self, verifier: Verifier) -> Result<StoreCheck, StoreError> {
        let connection = &self.connection;
        // all of it as of one moment
        let _moment = moment(connection).map_err(fault)?;
        let mut faults = Faults::default();
        let Some(log) = self.place(&mut faults)? else { return Ok(StoreCheck { lines: verifier, faults }) };
        let quarantine = read::quarantine(connection, log)?;
        let lines = read(connection, log, verifier.but(quarantine.clone()), &quarantine, &mut faults)?;
        list(connection, log, &mut faults)?;
        head(connection, log, &self.source, &lines, &mut faults)?;
        Ok(StoreCheck { lines, faults })
    }

    /// The row of the log, as a reader finds it.
    fn place(&self, faults: &mut Faults<StoreFault>) -> Result<Option<i64>, StoreError> {
        let found = self.log_row()?;
        let stored = "SELECT id FROM log NOT INDEXED WHERE source = ?1";
        let stored: Option<i64> =
            self.connection.query_row(stored, [self.source.as_str()], |row| row.get(0)).optional().map_err(fault)?;
        if found != stored {
            faults.push(StoreFault::Index { index: "sqlite_autoindex_log_1".into() });
        }
        Ok(stored.or(found))
    }
}

/// The index that lines are read by. SQLite takes what stands in it from there, so of this one the table is asked apart.
const PLACES: &str = "event_sequence";

/// Shows all lines to the verifier and holds to them what stands beside.
fn read(
    connection: &Connection,
    log: i64,
    mut verifier: Verifier,
    quarantine: &Quarantine,
    faults: &mut Faults<StoreFault>,
) -> Result<Verifier, StoreError> {
    let mut named: Vec<String> = ["body", "leaf", "row", "sequence"].map(String::from).into();
    named.extend(COLUMNS.map(String::from));
    let mut indexes = Index::all(connection, "event", &named).map_err(fault)?;
    let select = format!("SELECT {} FROM event INDEXED BY {PLACES} WHERE log = ?1 ORDER BY sequence", named.join(", "));
    let mut select = connection.prepare(&select).map_err(fault)?;
    let (hand_over, handed) = sync_channel::<Portion>(PORTIONS);
    // the log's digest, once the verifier has read it in the first line
    let digest = OnceLock::new();
    let verifier = thread::scope(|scope| {
        let digest = &digest;
        let verifying = scope.spawn(move || {
            let mut wrong = Faults::default();
            for mut portion in handed {
                follow(&mut verifier, &mut portion, &mut wrong);
                if let Some(found) = verifier.digest() {
                    digest.get_or_init(|| found);
                }
            }
            (verifier, wrong)
        });
        // they are not taken only if the other thread panicked, which is told below
        let send = |portion| match hand_over.try_send(portion) {
            Ok(()) | Err(TrySendError::Disconnected(_)) => {}
            Err(TrySendError::Full(mut portion)) => {
                if let Some(digest) = digest.get() {
                    portion.lines.digest(*digest);
                }
                _ = hand_over.send(portion);
            }
        };
        let mut said = columns::Lines::default();
        let mut portion = Portion::default();
        let mut show = |row: &Row<'_>| -> Result<(), StoreError> {
            let body = row.get_ref(0).map_err(fault)?;
            let sequence: i64 = row.get(3).map_err(fault)?;
            let place = sequence.unsigned_abs();
            let line = body.as_bytes_or_null().ok().flatten().unwrap_or_default();
            if quarantine.at(place).is_none() {
                if !matches!(body, ValueRef::Text(_)) {
                    faults.push(StoreFault::Column { sequence: place, column: "body".into() });
                }
                for column in said.contradicted(connection, row, 4, line)? {
                    faults.push(StoreFault::Column { sequence: place, column: column.into() });
                }
            }
            for index in indexes.iter_mut().filter(|index| index.name != PLACES) {
                index.take(row).map_err(fault)?;
            }
            let leaf = row.get_ref(1).map_err(fault)?.as_blob().ok().and_then(|leaf| leaf.try_into().ok());
            portion.lines.push(line);
            portion.kept.push((sequence, leaf.map(Digest::from_bytes)));
            if portion.lines.size() >= PORTION {
                send(std::mem::take(&mut portion));
            }
            Ok(())
        };
        let mut rows = select.query([log]).map_err(fault)?;
        let shown = loop {
            match rows.next() {
                Ok(Some(row)) => {
                    if let Err(why) = show(row) {
                        break Err(why);
                    }
                }
                Ok(None) => break Ok(()),
                Err(why) => break Err(fault(why)),
            }
        };
        send(portion);
        drop(hand_over);
        let (verifier, wrong) = verifying.join().unwrap_or_else(|panic| resume_unwind(panic));
        faults.absorb(wrong);
        shown.map(|()| verifier)
    })?;
    let places = "SELECT NULL, NULL, row, sequence FROM event NOT INDEXED WHERE log = ?1";
    let mut places = connection.prepare(places).map_err(fault)?;
    let mut rows = places.query([log]).map_err(fault)?;
    while let Some(row) = rows.next().map_err(fault)? {
        indexes.iter_mut().filter(|index| index.name == PLACES).try_for_each(|index| index.take(row)).map_err(fault)?;
    }
    whole(connection, log, &indexes, faults)?;
    Ok(verifier)
}

/// Verifies lines, and holds the leaves that are kept beside them to them.
fn follow(verifier: &mut Verifier, portion: &mut Portion, wrong: &mut Faults<StoreFault>) {
    let Portion { lines, kept } = portion;
    // the first line names the digest
    for is_followed in [false, true] {
        if let Some(digest) = verifier.digest().filter(|digest| lines.leaves(*digest).is_none()) {
            lines.digest(digest);
        }
        if !is_followed {
            verifier.follow_lines(lines);
        }
    }
    let leaves = verifier.digest().and_then(|digest| lines.leaves(digest)).unwrap_or_default();
    let is_other = |((_, kept), leaf): &(&(i64, Option<Digest>), &Digest)| *kept != Some(**leaf);
    let others = kept.iter().zip(leaves).filter(is_other);
    wrong.extend(others.map(|((sequence, _), _)| StoreFault::Leaf { sequence: sequence.unsigned_abs() }));
}

/// Holds each index to what the rows of its table call for.
fn whole(
    connection: &Connection,
    log: i64,
    indexes: &[Index],
    faults: &mut Faults<StoreFault>,
) -> Result<(), StoreError> {
    for index in indexes {
        if !index.is_whole(connection, log)? {
            faults.push(StoreFault::Index { index: index.name.clone() });
        }
    }
    Ok(())
}

/// The list: its indexes, and whether it has the projects that have events, no more and no less.
fn list(connection: &Connection, log: i64, faults: &mut Faults<StoreFault>) -> Result<(), StoreError> {
    let named: Vec<String> = names().map(String::from).collect();
    let mut indexes = Index::all(connection, "current", &named).map_err(fault)?;
    let select = format!("SELECT {} FROM current NOT INDEXED WHERE log = ?1 ORDER BY project", named.join(", "));
    let mut select = connection.prepare(&select).map_err(fault)?;
    let mut rows = select.query([log]).map_err(fault)?;
    let (mut last, mut is_sorted) = (Vec::new(), true);
    while let Some(row) = rows.next().map_err(fault)? {
        indexes.iter_mut().try_for_each(|index| index.take(row)).map_err(fault)?;
        let project = row.get_ref(0).map_err(fault)?.as_bytes_or_null().ok().flatten().unwrap_or_default();
        is_sorted &= last.as_slice() < project;
        last.clear();
        last.extend(project);
    }
    if !is_sorted {
        faults.push(StoreFault::Index { index: "current".into() });
    }
    whole(connection, log, &indexes, faults)?;
    let missing = "SELECT substr(stream, 9) FROM event INDEXED BY event_stream
         WHERE log = ?1 AND stream > 'project/' AND stream < 'project0' AND version = 1 AND NOT EXISTS (
           SELECT 1 FROM current WHERE log = ?1 AND project = substr(stream, 9)
         ) AND sequence NOT IN (SELECT q.sequence FROM quarantined q WHERE q.log = ?1)";
    let more = "SELECT project FROM current NOT INDEXED WHERE log = ?1 AND (NOT EXISTS (
           SELECT 1 FROM event INDEXED BY event_stream WHERE log = ?1 AND stream = 'project/' || project
         ) OR EXISTS (
           SELECT 1 FROM event INDEXED BY event_stream WHERE log = ?1 AND stream = 'project/' || project AND version = 1
             AND sequence IN (SELECT q.sequence FROM quarantined q WHERE q.log = ?1)
         ))";
    let unlisted: fn(String) -> StoreFault = |project| StoreFault::NotListed { project };
    for (select, told) in [(missing, unlisted), (more, |project| StoreFault::NoEvents { project })] {
        let mut select = connection.prepare(select).map_err(fault)?;
        let mut rows = select.query([log]).map_err(fault)?;
        while let Some(row) = rows.next().map_err(fault)? {
            let project = row.get_ref(0).map_err(fault)?.as_bytes_or_null().ok().flatten().unwrap_or_default();
            faults.push(told(String::from_utf8_lossy(project).into_owned()));
        }
    }
    Ok(())
}

/// Holds the columns of the head to what the lines amount to.
fn head(
    connection: &Connection,
    log: i64,
    source: &Source,
    lines: &Verifier,
    faults: &mut Faults<StoreFault>,
) -> Result<(), StoreError> {
    let wanted = match lines.clone().finish() {
        Verdict::SelfConsistent { head } | Verdict::ConsistentWith { head, .. } | Verdict::Contradicts { head, .. } => {
            head
        }
        Verdict::NotSelfConsistent { .. } => kept(connection, log, source, lines.digest())?,
    };
    let wanted = HeadCells::try_from(&wanted).map_err(|why| StoreError::Storage(why.into()))?;
    let select = "SELECT source, digest, size, head, peaks, recorded FROM log WHERE id = ?1";
    let found = |row: &Row<'_>| (0..6).map(|place| row.get(place)).collect::<rusqlite::Result<Vec<Value>>>();
    let found = connection.query_row(select, [log], found).map_err(fault)?;
    let HeadCells { digest, size, head, peaks, recorded } = wanted;
    let wanted = [
        ("source", Value::Text(source.to_string())),
        ("digest", Value::Text(digest)),
        ("size", Value::Integer(size)),
        ("head", Value::Blob(head)),
        ("peaks", Value::Blob(peaks)),
        ("recorded", recorded.map_or(Value::Null, Value::Text)),
    ];
    let others = wanted.into_iter().zip(found).filter(|((_, wanted), found)| wanted != found);
    faults.extend(others.map(|((column, _), _)| StoreFault::Head { column: column.into() }));
    Ok(())
}

/// The head that the leaves amount to which are kept, where a line does not follow.
fn kept(
    connection: &Connection,
    log: i64,
    source: &Source,
    digest: Option<DigestAlgorithm>,
) -> Result<LogHead, StoreError> {
    let leaves = leaves(connection, log, 0..u64::MAX >> 1)?;
    let last = "SELECT body ->> '$.recordedtime' FROM event WHERE log = ?1 ORDER BY sequence DESC LIMIT 1";
    let recorded: Option<String> =
        connection.query_row(last, params![log], |row| row.get(0)).optional().unwrap_or_default();
    Ok(LogHead {
        source: source.clone(),
        hash: leaves.last().copied().unwrap_or(Digest::ZERO),
        tree: Tree::of(digest.unwrap_or_default(), leaves),
        recorded: recorded.and_then(|recorded| Timestamp::parse_fixed(&recorded).ok()),
    })
}
