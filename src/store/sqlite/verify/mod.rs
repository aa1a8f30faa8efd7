//! Verifying a log while it is read, and all that the file keeps beside it.

pub(super) mod columns;
mod copied;
mod index;
mod lines;
mod list;
mod members;

use std::hash::RandomState;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use self::index::{Index, Walks};
use self::lines::{Followed, PLACES};
use self::list::List;
use super::super::sql::HeadCells;
use super::SqliteStore;
use super::fault::fault;
use super::read;
use super::schema::moment;
use crate::audit::merkle::Tree;
use crate::audit::{Faults, LogHead, Verdict, Verifier};
use crate::store::{StoreCheck, StoreFault};
use crate::value::{Digest, DigestAlgorithm};
use crate::{Source, StoreError, Timestamp};

impl SqliteStore {
    /// Shows the whole log to a verifier that has seen nothing yet, and holds all that the file keeps beside the lines to them:
    /// each record's columns and leaf, each index that a reader goes by, the head, and which projects are listed. So a reader who
    /// asks this store sees what the lines say; [`check_current`](crate::store::CurrentStates::check_current) adds that each listed state is what its
    /// events amount to. It goes on after whatever it finds.
    ///
    /// It learns by itself what the log's own records put in [quarantine](crate::EventLog::quarantine): of these lines only the leaves are
    /// judged, and what is kept beside them, and the verifier [counts](Verifier::quarantined) them.
    ///
    /// One thread reads while another one verifies; when the first is ahead, it goes through the indexes and the list, and then takes
    /// digests off the second.
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
        let hash = RandomState::new();
        let indexes = lines::indexes(connection, &hash).map_err(fault)?;
        let mut list = List::new(connection, hash.clone()).map_err(fault)?;
        let entries = indexes.iter().chain(&list.indexes).map(|index| index.entries(connection));
        let mut entries = entries.collect::<rusqlite::Result<Vec<_>>>().map_err(fault)?;
        let mut walks = Walks::new(&mut entries, log, hash.clone()).map_err(fault)?;
        let followed = Followed::new(connection, verifier, &quarantine, indexes, hash)?;
        let mut meanwhile = || Ok(walks.go_on().map_err(fault)? || list.read(connection, log)?);
        let (followed, is_whole) = lines::read(connection, log, followed, &mut meanwhile)?;
        let Followed { verifier: lines, columns, leaves, indexes, planned, .. } = followed;
        let mut found = walks.finish().into_iter();
        let mut broken = |indexes: &[Index]| {
            let found = indexes.iter().zip(&mut found).filter(|(index, found)| !index.is_whole(*found));
            found.map(|(index, _)| index.name.clone()).collect::<Vec<_>>()
        };
        let (mut of_events, of_list) = (broken(&indexes), broken(&list.indexes));
        of_events.extend((!is_whole).then(|| PLACES.into()));
        of_events.sort();
        of_events.extend((!list.is_sorted).then(|| "current".into()));
        faults.absorb(columns);
        faults.absorb(leaves);
        faults.extend(of_events.into_iter().chain(of_list).map(|index| StoreFault::Index { index }));
        // which they are is asked only where they differ; what is in quarantine counts for nothing
        if planned != list.listed || !quarantine.is_empty() {
            list::tell_astray(connection, log, &mut faults)?;
        }
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
    let digest = digest.unwrap_or_default();
    let mut select =
        connection.prepare("SELECT leaf, body FROM event WHERE log = ?1 ORDER BY sequence").map_err(fault)?;
    let mut rows = select.query([log]).map_err(fault)?;
    let (mut tree, mut hash) = (Tree::new(digest), Digest::ZERO);
    while let Some(row) = rows.next().map_err(fault)? {
        // what is no leaf is told of its line, whose own stands in for it
        hash = match read::leaf(row.get_ref(0).map_err(fault)?) {
            Ok(leaf) => leaf,
            Err(_) => digest.leaf(row.get_ref(1).map_err(fault)?.as_bytes_or_null().ok().flatten().unwrap_or_default()),
        };
        tree.append(hash);
    }
    let last = "SELECT body ->> '$.recordedtime' FROM event WHERE log = ?1 ORDER BY sequence DESC LIMIT 1";
    let recorded: Option<String> =
        connection.query_row(last, params![log], |row| row.get(0)).optional().unwrap_or_default();
    Ok(LogHead {
        source: source.clone(),
        hash,
        tree,
        recorded: recorded.and_then(|recorded| Timestamp::parse_fixed(&recorded).ok()),
    })
}
