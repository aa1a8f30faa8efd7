//! Appending: lock, find, write. What to write is decided by the plan that all stores share.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
use std::convert::Infallible;

use rusqlite::{Connection, TransactionBehavior, params};

use super::fault::{Hindered, commit_fault, corrupt, fault};
use super::insert::{insert, inserting, move_head};
use super::open_error::OpenError;
use super::read::{Kept, head, quarantine, record, stream};
use super::schema::{Marks, intact};
use super::{Recent, SqliteStore, current, written};
use crate::audit::{
    Batch, FoundBatch, LogHead, Quarantine, RecordError, StreamFault, Subject, Verdict, Verifier, load_zone, plan_batch,
};
use crate::registry::Zone;
use crate::value::DigestAlgorithm;
use crate::{Actor, AppendError, AppendRequest, EventStore, LoadError, Receipt, Record, Source, StoreError, Timestamp};

impl EventStore for SqliteStore {
    fn open_log(&mut self, digest: DigestAlgorithm, actor: &Actor, now: Timestamp) -> Result<Receipt, StoreError> {
        let source = self.source.clone();
        self.write(|connection| {
            let log = match head(connection, &source)? {
                Some(kept) if kept.head.size() > 0 => return opening(connection, &kept, digest),
                // a log without records may be opened by anybody, on another digest too
                Some(kept) => {
                    let update = "UPDATE log SET digest = ?2 WHERE id = ?1 AND digest <> ?2";
                    connection.execute(update, params![kept.log, digest.code()]).map_err(fault)?;
                    kept.log
                }
                None => {
                    let insert =
                        "INSERT INTO log (source, digest, size, head, peaks) VALUES (?1, ?2, 0, zeroblob(32), x'')";
                    connection.execute(insert, params![source.as_str(), digest.code()]).map_err(fault)?;
                    connection.last_insert_rowid()
                }
            };
            let (opened, head) = LogHead::open_on(digest, source, actor, now)?;
            insert(&mut inserting(connection)?, log, &opened, head.hash).map_err(|why| match why {
                Hindered::Store(why) => why,
                Hindered::Stream(subject, why) => corrupt(format!("what is stored of {subject}"), why),
            })?;
            move_head(connection, log, &head)?;
            written::records(connection, log, 0, [(&opened, head.hash)].into_iter(), &head)?;
            Ok(opened.into())
        })
    }

    fn append_batch(
        &mut self,
        requests: &[AppendRequest],
        batch: Batch,
        now: Timestamp,
    ) -> Result<Vec<Result<Receipt, AppendError>>, StoreError> {
        match self.append_with(requests, batch, now, |_, _| Ok::<_, Infallible>(())) {
            Ok((answers, ())) => Ok(answers),
            Err(AppendWithError::Store(why)) => Err(why),
            Err(AppendWithError::Host(never)) => match never {},
        }
    }
}

/// Why neither events nor the host's rows were written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AppendWithError<E> {
    /// The store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The host did not want it, or its rows could not be written.
    #[error("the host's rows were not written, and so no event was")]
    Host(#[source] E),
}

impl SqliteStore {
    /// Appends several events and writes the host's own rows, in one transaction: both are there afterwards, or neither is.
    ///
    /// `rows` is run once the events stand in the transaction, with the store's answers: also where all of them were found
    /// recorded already, as after an answer that was lost. So let it write a row that is there already once. It must not end
    /// the transaction.
    ///
    /// ```
    /// use project_lifecycle::audit::Batch;
    /// use project_lifecycle::store::{AppendWithError, rusqlite};
    /// use project_lifecycle::{Event, SqliteStore, Timestamp};
    ///
    /// fn record(store: &mut SqliteStore, event: &Event, file: &str, now: Timestamp) -> Result<(), AppendWithError<rusqlite::Error>> {
    ///     let project = event.project().to_string();
    ///     store.append_with(&[event.into()], Batch::Whole, now, |connection, _| {
    ///         connection.execute("INSERT OR IGNORE INTO filing VALUES (?1, ?2)", (&project, file))
    ///     })?;
    ///     Ok(())
    /// }
    /// # let _ = record;
    /// ```
    ///
    /// # Errors
    /// [`AppendWithError::Store`] as [`append_batch`](EventStore::append_batch), and
    /// [`OutcomeUnknown`](StoreError::OutcomeUnknown) when `rows` ended the transaction; [`AppendWithError::Host`] with what
    /// `rows` gives.
    #[expect(clippy::type_complexity, reason = "the answers as `append_batch` gives them, beside what the host gives")]
    pub fn append_with<T, E>(
        &mut self,
        requests: &[AppendRequest],
        batch: Batch,
        now: Timestamp,
        rows: impl FnOnce(&Connection, &[Result<Receipt, AppendError>]) -> Result<T, E>,
    ) -> Result<(Vec<Result<Receipt, AppendError>>, T), AppendWithError<E>> {
        let source = self.source.clone();
        let (mut rows, mut hindered) = (Some(rows), HashMap::new());
        loop {
            // whatever fails, nothing is remembered
            let mut recent = std::mem::take(&mut self.recent);
            let written = self.write(|connection| -> Result<_, Unwritten<E>> {
                let answers = if batch == Batch::Each && !hindered.is_empty() {
                    one_by_one(connection, &source, &mut recent, requests, now)?
                } else {
                    append(connection, &source, &hindered, &mut recent, requests, batch, now)?
                };
                // they are written in the one attempt that nothing hindered
                let Some(rows) = rows.take() else {
                    return Err(StoreError::OutcomeUnknown("the host's rows were written before".into()).into());
                };
                let rows = rows(connection, &answers).map_err(AppendWithError::Host)?;
                if connection.is_autocommit() {
                    let why = "the host ended the transaction while it wrote its rows";
                    return Err(StoreError::OutcomeUnknown(why.into()).into());
                }
                Ok((answers, rows))
            });
            match written {
                Ok(written) => {
                    self.recent = recent;
                    return Ok(written);
                }
                Err(Unwritten::Because(why)) => return Err(why),
                // once more, so that each is answered for itself; a savepoint for every batch would cost much, as SQLite walks
                // through what it keeps for it at each statement
                Err(Unwritten::Hindered(subject, why)) => {
                    if requests.len() == 1 || !hindered.is_empty() {
                        return Err(corrupt(format!("what is stored of {subject}"), why).into());
                    }
                    hindered.insert(subject, why);
                }
            }
        }
    }

    /// Writes in one transaction, which holds the write lock from its beginning. Whatever fails, nothing was written.
    pub(super) fn write<T, E: From<StoreError>>(
        &mut self,
        write: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fault)?;
        // somebody may have changed or migrated the schema since it was checked
        if Marks::read(&transaction).map_err(fault)? != self.marks {
            self.marks = intact(&transaction, &self.path).map_err(OpenError::meanwhile)?;
        }
        let written = write(&transaction)?;
        transaction.commit().map_err(commit_fault)?;
        Ok(written)
    }
}

/// Why a transaction was rolled back.
enum Unwritten<E> {
    /// One stream cannot be read, or takes no record.
    Hindered(Subject, StreamFault),
    Because(AppendWithError<E>),
}

impl<E> From<StoreError> for Unwritten<E> {
    fn from(why: StoreError) -> Self {
        Self::Because(why.into())
    }
}

impl<E> From<AppendWithError<E>> for Unwritten<E> {
    fn from(why: AppendWithError<E>) -> Self {
        Self::Because(why)
    }
}

impl<E> From<Hindered> for Unwritten<E> {
    fn from(why: Hindered) -> Self {
        match why {
            Hindered::Stream(subject, why) => Self::Hindered(subject, why),
            Hindered::Store(why) => why.into(),
        }
    }
}

/// Appends one after another in a transaction. What hinders one is told to that one and to those behind it in its stream; no work is
/// done twice for the others, however many are hindered.
fn one_by_one(
    connection: &Connection,
    source: &Source,
    recent: &mut Recent,
    requests: &[AppendRequest],
    now: Timestamp,
) -> Result<Vec<Result<Receipt, AppendError>>, Hindered> {
    let run = |sql: &str| connection.prepare_cached(sql).and_then(|mut sql| sql.execute([])).map_err(fault);
    let mut unreadable = HashMap::new();
    let mut answers = Vec::new();
    for request in requests {
        let (subject, request) = (request.subject(), std::slice::from_ref(request));
        let known =
            unreadable.get_key_value(&subject).map(|(subject, why): (&Subject, &StreamFault)| (*subject, why.clone()));
        run("SAVEPOINT request")?;
        let answer = match append(connection, source, &known.into_iter().collect(), recent, request, Batch::Each, now) {
            Err(Hindered::Stream(subject, why)) => {
                run("ROLLBACK TO request")?;
                // what was remembered of it is not there
                recent.forget();
                unreadable.insert(subject, why.clone());
                append(connection, source, &[(subject, why)].into(), recent, request, Batch::Each, now)?
            }
            answer => answer?,
        };
        run("RELEASE request")?;
        answers.extend(answer);
    }
    Ok(answers)
}

/// Appends in a transaction what does not belong to a stream that is known to be unreadable. What is new in `recent` holds if
/// that is committed.
fn append(
    connection: &Connection,
    source: &Source,
    unreadable: &HashMap<Subject, StreamFault>,
    recent: &mut Recent,
    requests: &[AppendRequest],
    batch: Batch,
    now: Timestamp,
) -> Result<Vec<Result<Receipt, AppendError>>, Hindered> {
    let Some(Kept { log, head }) = head(connection, source)? else {
        // each request is told that the log is not open
        let head = LogHead::empty(source.clone(), DigestAlgorithm::default());
        return Ok(plan_batch(FoundBatch::new(head), requests, batch, now).map_err(StoreError::from)?.answers);
    };
    recent.hold(changes(connection)?);
    let found = find(connection, log, head.clone(), unreadable, requests, recent)?;
    let plan = plan_batch(found, requests, batch, now).map_err(StoreError::from)?;
    if plan.new.is_empty() {
        return Ok(plan.answers);
    }
    let events: Vec<_> = plan.records(requests).filter_map(|(request, ..)| request.event()).collect();
    let mut following = current::following(connection, log, &events, std::mem::take(&mut recent.states))?;
    let mut inserting = inserting(connection)?;
    for (request, record, leaf) in plan.records(requests) {
        insert(&mut inserting, log, record, leaf)?;
        recent.remember(record);
        if let Some(event) = request.event() {
            current::follow(connection, log, event, &mut following)?;
        }
    }
    current::write_followed(connection, log, &following)?;
    recent.states = following.into_states();
    move_head(connection, log, &plan.head)?;
    let records = plan.records(requests).map(|(_, record, leaf)| (record, leaf));
    written::records(connection, log, head.size(), records, &plan.head)?;
    let projects: BTreeSet<_> = events.iter().map(|event| event.project()).collect();
    current::confirm(connection, log, projects.into_iter(), &recent.states)?;
    Ok(plan.answers)
}

/// A number that changes whenever another connection has written, whatever it was.
fn changes(connection: &Connection) -> Result<i64, StoreError> {
    let mut version = connection.prepare_cached("PRAGMA data_version").map_err(fault)?;
    version.query_row([], |row| row.get(0)).map_err(fault)
}

/// The record that opened a log, whoever wrote it.
fn opening(connection: &Connection, kept: &Kept, asked: DigestAlgorithm) -> Result<Receipt, StoreError> {
    let found = kept.head.digest();
    if found != asked {
        return Err(AppendError::OtherDigest { found, asked }.into());
    }
    let mut select = connection.prepare("SELECT body FROM event WHERE log = ?1 AND sequence = 1").map_err(fault)?;
    let mut rows = select.query([kept.log]).map_err(fault)?;
    let row = rows.next().map_err(fault)?.ok_or_else(|| corrupt("the log", "its first record is missing"))?;
    let (what, opened) = ("the record that opens the log", record(row)?);
    let mut verifier = Verifier::new();
    verifier.follow(opened.line());
    match verifier.finish() {
        Verdict::SelfConsistent { head } if (&head.source, head.digest()) == (&kept.head.source, found) => {
            Ok(Receipt::found(opened))
        }
        Verdict::SelfConsistent { head } => {
            let why = format!("it opens {} on {}, and the log is on {found}", head.source, head.digest());
            Err(corrupt(what, why))
        }
        verdict
        @ (Verdict::ConsistentWith { .. } | Verdict::Contradicts { .. } | Verdict::NotSelfConsistent { .. }) => {
            Err(corrupt(what, verdict.to_string()))
        }
    }
}

/// Finds what the plan needs to know of each request. What cannot be read of one stands in nobody else's way.
fn find(
    connection: &Connection,
    log: i64,
    head: LogHead,
    unreadable: &HashMap<Subject, StreamFault>,
    requests: &[AppendRequest],
    recent: &mut Recent,
) -> Result<FoundBatch, StoreError> {
    let mut found = FoundBatch::new(head);
    let mut unreadable = unreadable.clone();
    let mut ends = connection
        .prepare_cached(
            "SELECT body, version, sequence FROM event WHERE log = +?1 AND stream = +?2 ORDER BY version DESC",
        )
        .map_err(fault)?;
    let mut ids = connection.prepare_cached("SELECT body FROM event WHERE log = ?1 AND id = ?2").map_err(fault)?;
    let known = match &mut recent.quarantine {
        Some(known) => known,
        unknown => unknown.insert(quarantine(connection, log)?),
    };
    found.quarantine = known.clone();
    for request in requests {
        let (subject, id) = (request.subject(), request.id());
        if let Some(end) = recent.ends.get(&subject) {
            found.streams.insert(subject, end.clone());
        } else if let (Entry::Vacant(place), false) = (found.streams.entry(subject), unreadable.contains_key(&subject))
        {
            let mut rows = ends.query(params![log, subject.to_string()]).map_err(fault)?;
            while let Some(row) = rows.next().map_err(fault)? {
                let (version, sequence): (i64, i64) = (row.get(1).map_err(fault)?, row.get(2).map_err(fault)?);
                if known.at(sequence.unsigned_abs()).is_some() {
                    found.versions.entry(subject).or_insert(version.unsigned_abs());
                    continue;
                }
                match readable(record(row))? {
                    Ok(record) => drop(place.insert(record)),
                    Err(why) => drop(unreadable.insert(subject, why)),
                }
                break;
            }
        }
        let mut rows = ids.query(params![log, id.to_string()]).map_err(fault)?;
        if let Some(row) = rows.next().map_err(fault)? {
            match readable(record(row))? {
                Ok(record) => drop(found.earlier.insert(id, record)),
                Err(why) => drop(found.unreadable.insert(id, why)),
            }
        }
        if request.zone_event().is_some() && !found.zones.contains_key(&subject) && !unreadable.contains_key(&subject) {
            match zone(connection, log, subject, known)? {
                Ok(zone) => found.zones.extend(zone.map(|zone| (subject, zone))),
                Err(why) => drop(unreadable.insert(subject, why)),
            }
        }
        if let (Some(event), true) = (request.event(), request.needs_history())
            && let Entry::Vacant(place) = found.projects.entry(event.project())
            && !unreadable.contains_key(&subject)
        {
            match current::read(connection, log, event.project(), known)? {
                Ok(project) => drop(project.map(|project| place.insert(project))),
                Err(why) => drop(unreadable.insert(subject, why)),
            }
        }
        if let Some(why) = unreadable.get(&subject) {
            found.unreadable.entry(id).or_insert_with(|| why.clone());
        }
    }
    Ok(found)
}

/// A zone as its stream tells it, but for what is in quarantine. What cannot be read is the inner error.
fn zone(
    connection: &Connection,
    log: i64,
    subject: Subject,
    known: &Quarantine,
) -> Result<Result<Option<Zone>, StreamFault>, StoreError> {
    let stream = stream(connection, log, subject).map_err(LoadError::Store);
    match stream.and_then(|records| load_zone(&records, known)) {
        Ok(zone) => Ok(Ok(zone)),
        Err(why) => why.of_stream().map(Err),
    }
}

/// A record that was read, or why it cannot be.
fn readable(read: Result<Record, StoreError>) -> Result<Result<Record, StreamFault>, StoreError> {
    match read {
        Err(StoreError::Corrupt { what, why }) => Ok(Err(match why.downcast::<RecordError>() {
            Ok(why) => StreamFault::Record(*why),
            Err(why) => StreamFault::Stored(format!("{what}: {why}")),
        })),
        read => read.map(Ok),
    }
}
