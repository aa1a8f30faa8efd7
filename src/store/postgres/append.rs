//! Appending: lock, find, write. What to write is decided by the plan that all stores share.
//!
//! One function of the database finds, another one writes, so each takes one round trip. The plans of their statements
//! stay with the session, so no statement has to be prepared on every connection of a pool. All other statements go out
//! with the types of their parameters, which takes one round trip, too.

use std::collections::{BTreeSet, HashMap};

use futures_util::future::try_join;
use tokio_postgres::types::Type;
use tokio_postgres::{GenericClient, Row, Transaction};

use super::super::sql::HeadCells;
use super::current;
use super::fault::{Corruption, corrupt, fault, lock_fault, not_written, write_fault};
use super::read::{CURSOR, Kept, Line, cursor, kept, lock_head, places, record};
use super::{DurabilityError, PostgresStore, array, number, text};
use crate::audit::{
    Batch, FoundBatch, LogHead, Quarantine, StreamFault, Subject, Upcasters, Verdict, Verifier, only_answer, plan_batch,
};
use crate::project::{CurrentState, Project};
use crate::registry::Zone;
use crate::store::{CursorError, Durability, plan_cursor};
use crate::value::{ConsumerId, Digest, DigestAlgorithm};
use crate::{Actor, AppendError, AppendRequest, EventId, ProjectId, Receipt, Record, Source, StoreError, Timestamp};

impl PostgresStore {
    /// Opens the log on a digest, in the caller's transaction: its first record is `lifecycle.log.opened`, by `actor` at
    /// `now`. A log that is open already stays as it is, and the record that opened it is given. So a host asks at each start:
    /// the schema is [checked](Self::check_schema) first.
    ///
    /// # Errors
    /// As [`EventStore::open_log`](crate::EventStore::open_log). A schema that is not as it was made is
    /// [`StoreError::Storage`] with the [`SchemaError`](super::SchemaError). A log that is open on another digest, whoever opened it,
    /// keeps it ([`AppendError::OtherDigest`]): the way out is a log of another name. One that somebody made and did not open
    /// takes the digest that is asked for.
    pub async fn open_log(
        &self,
        transaction: &Transaction<'_>,
        digest: DigestAlgorithm,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<Receipt, StoreError> {
        Self::check_schema(transaction).await.map_err(|why| StoreError::Storage(why.into()))?;
        let mut kept = lock_head(transaction, &self.source).await?;
        let is_new = kept.as_ref().is_none_or(|kept| kept.head.size() == 0);
        // refused before anything is written
        let opening = is_new.then(|| LogHead::open_on(digest, self.source.clone(), actor, now)).transpose()?;
        if is_new {
            // another transaction may be first: then this one waits for it, and finds what it made
            let (source, code) = (self.source.as_str(), digest.code());
            let values = &[text(&source), text(&code)];
            transaction.execute_typed("SELECT lifecycle.open($1, $2)", values).await.map_err(fault)?;
            kept = lock_head(transaction, &self.source).await?;
        }
        let kept = kept.ok_or_else(|| corrupt("the list of logs", "a log that was made is not there"))?;
        let found = kept.head.digest();
        if found != digest {
            return Err(AppendError::OtherDigest { found, asked: digest }.into());
        }
        match opening {
            Some((opened, after)) if kept.head.size() == 0 => {
                self.is_durable(&kept)?;
                write(transaction, kept.log, [(&opened, after.hash)], &after, &[]).await?;
                Ok(opened.into())
            }
            _ => {
                let select = "SELECT body FROM lifecycle.event WHERE log = $1 AND sequence = 1";
                let row = transaction.query_typed_opt(select, &[number(&kept.log)]).await.map_err(fault)?;
                let row = row.ok_or_else(|| corrupt("the log", "its first record is missing"))?;
                let opened = record(&row)?;
                // whoever opened it
                let mut verifier = Verifier::new();
                verifier.follow(opened.line());
                match verifier.finish() {
                    Verdict::SelfConsistent { .. } => Ok(Receipt::found(opened)),
                    verdict @ (Verdict::ConsistentWith { .. }
                    | Verdict::Contradicts { .. }
                    | Verdict::NotSelfConsistent { .. }) => {
                        Err(corrupt("the record that opens the log", verdict.to_string()))
                    }
                }
            }
        }
    }

    /// Refuses to write where the server may lose what it acknowledged, unless that was asked for.
    pub(super) fn is_durable(&self, kept: &Kept) -> Result<(), StoreError> {
        match &kept.weaker {
            Some(settings) if self.durability == Durability::Full => {
                Err(StoreError::Storage(DurabilityError { settings: settings.clone() }.into()))
            }
            _ => Ok(()),
        }
    }

    /// Appends an event in the caller's transaction, or finds it appended already. `now` is the host's clock.
    ///
    /// The receipt is given after the database has looked at what it truly keeps: the records, the head and the current
    /// states, once all triggers and rules have had their say. The head that it then has is compared with the one that was
    /// decided.
    ///
    /// # Errors
    /// As [`EventStore::append`](crate::EventStore::append). After [`StoreError::Append`] the transaction is as it was,
    /// and can go on; after any other error it can only be rolled back. [`StoreError::Corrupt`] when the database does not keep
    /// what it was given: a statement has failed then, so that nobody can commit the rest. [`StoreError::Storage`] with a
    /// [`DurabilityError`] before anything is written.
    pub async fn append(
        &self,
        transaction: &Transaction<'_>,
        request: &AppendRequest,
        now: Timestamp,
    ) -> Result<Receipt, StoreError> {
        only_answer(self.append_batch(transaction, std::slice::from_ref(request), Batch::Each, now).await?)
    }

    /// Appends several events in the caller's transaction and answers each in order. `now` is the host's clock.
    ///
    /// # Errors
    /// As [`EventStore::append_batch`](crate::EventStore::append_batch). After [`StoreError::Append`] and
    /// [`StoreError::Batch`] the transaction is as it was, and can go on; after any other error it can only be rolled back.
    pub async fn append_batch(
        &self,
        transaction: &Transaction<'_>,
        requests: &[AppendRequest],
        batch: Batch,
        now: Timestamp,
    ) -> Result<Vec<Result<Receipt, AppendError>>, StoreError> {
        // the projects whose histories turn out to be unreadable while they are followed: then all is decided again without them
        let mut broken: HashMap<ProjectId, StreamFault> = HashMap::new();
        loop {
            let Found { kept, streams, versions, earlier, mut unreadable, states, quarantine } =
                find(transaction, &self.source, requests).await?;
            let Some(kept) = kept else {
                // each request is told that the log is not open
                let head = LogHead::empty(self.source.clone(), DigestAlgorithm::default());
                return Ok(plan_batch(FoundBatch::new(head), requests, batch, now)?.answers);
            };
            for request in requests {
                if let Some(why) = request.subject().project().and_then(|project| broken.get(&project)) {
                    unreadable.insert(request.id(), why.clone());
                }
            }
            let zones = self.zones(transaction, requests, &mut unreadable).await?;
            let projects = self.read_back(transaction, requests, &mut unreadable).await?;
            let head = kept.head.clone();
            let found = FoundBatch { head, streams, versions, earlier, unreadable, quarantine, zones, projects };
            let plan = plan_batch(found, requests, batch, now)?;
            if plan.new.is_empty() {
                return Ok(plan.answers);
            }
            self.is_durable(&kept)?;
            let events: Vec<_> = plan.records(requests).filter_map(|(request, ..)| request.event()).collect();
            // before anything is written: if this future is dropped, either the whole batch is written or nothing
            let following = match self.following(transaction, states, &events).await? {
                Ok(following) => following,
                Err(found) => {
                    broken.extend(found);
                    continue;
                }
            };
            let states = match current::followed(following, &events) {
                Ok(states) => states,
                Err((project, why)) => {
                    broken.insert(project, why);
                    continue;
                }
            };
            let records = plan.records(requests).map(|(_, record, leaf)| (record, leaf));
            write(transaction, kept.log, records, &plan.head, &states.iter().collect::<Vec<_>>()).await?;
            return Ok(plan.answers);
        }
    }

    /// The zones of which the requests have events, by their streams.
    async fn zones(
        &self,
        client: &impl GenericClient,
        requests: &[AppendRequest],
        unreadable: &mut HashMap<EventId, StreamFault>,
    ) -> Result<HashMap<Subject, Zone>, StoreError> {
        let mut zones = HashMap::new();
        let named: BTreeSet<_> =
            requests.iter().filter(|one| one.zone_event().is_some()).map(AppendRequest::subject).collect();
        for subject in named {
            match self.zone_of(client, subject).await {
                Ok(zone) => zones.extend(zone.map(|zone| (subject, zone))),
                Err(why) => {
                    let why = why.of_stream()?;
                    let concerned = requests.iter().filter(|request| request.subject() == subject);
                    unreadable.extend(concerned.map(|request| (request.id(), why.clone())));
                }
            }
        }
        Ok(zones)
    }

    /// The projects of the requests that need their histories.
    async fn read_back(
        &self,
        client: &impl GenericClient,
        requests: &[AppendRequest],
        unreadable: &mut HashMap<EventId, StreamFault>,
    ) -> Result<HashMap<ProjectId, Project>, StoreError> {
        let mut projects = HashMap::new();
        let named: BTreeSet<_> =
            requests.iter().filter(|one| one.needs_history()).filter_map(|one| one.subject().project()).collect();
        for id in named {
            match self.project_with(client, id, &Upcasters::new()).await {
                Ok(project) => projects.extend(project.map(|project| (id, project))),
                Err(why) => {
                    let why = why.of_stream()?;
                    let concerned = requests.iter().filter(|request| request.subject() == id.into());
                    unreadable.extend(concerned.map(|request| (request.id(), why.clone())));
                }
            }
        }
        Ok(projects)
    }

    /// Moves a consumer's cursor from where it was to another place, forward or, to read again, back, in the caller's
    /// transaction: so what a consumer writes in the same database is done exactly once.
    ///
    /// # Errors
    /// As [`Cursors::move_cursor`](crate::store::Cursors::move_cursor). After [`CursorError::Moved`] and [`CursorError::Ahead`]
    /// the transaction is as it was, and can go on.
    pub async fn move_cursor(
        &self,
        transaction: &Transaction<'_>,
        consumer: &ConsumerId,
        from: u64,
        to: u64,
    ) -> Result<(), CursorError> {
        let locked = format!("{CURSOR} FOR UPDATE OF c");
        let find = || try_join(cursor(transaction, &locked, &self.source, consumer), size(transaction, &self.source));
        let (actual, size) = find().await?;
        plan_cursor(consumer, actual, from, to, size)?;
        let (Ok(first), Ok(last)) = (i64::try_from(from), i64::try_from(to)) else { return Ok(()) };
        // two readers under one name may both have found no row: the second one waits here for the first
        let replace = "INSERT INTO lifecycle.cursor (log, consumer, sequence, leaf)
            SELECT l.id, $2, $3, (SELECT e.leaf FROM lifecycle.event e WHERE e.log = l.id AND e.sequence = $3)
            FROM lifecycle.log l WHERE l.source = $1
            ON CONFLICT (log, consumer) DO UPDATE SET sequence = excluded.sequence, leaf = excluded.leaf
            WHERE cursor.sequence = $4";
        let (source, name) = (self.source.as_str(), consumer.as_str());
        let values = &[text(&source), text(&name), number(&last), number(&first)];
        // what stands there then is asked for behind it, in the same round trip
        let replaced = async { transaction.execute_typed(replace, values).await.map_err(fault) };
        let (written, (actual, size)) = try_join(replaced, find()).await?;
        // without a row the log is empty, and the cursor stays at 0
        if written == 0 {
            plan_cursor(consumer, actual, from, to, size)?;
        }
        if actual.sequence != to || actual.leaf != actual.found {
            return Err(not_written(transaction, format!("the cursor of {consumer}"), Corruption::Cursor).await.into());
        }
        Ok(())
    }
}

/// How many records a log has.
async fn size(client: &impl GenericClient, source: &Source) -> Result<u64, StoreError> {
    let select = "SELECT size FROM lifecycle.log WHERE source = $1";
    let row = client.query_typed_opt(select, &[text(&source.as_str())]).await.map_err(fault)?;
    let size: Option<i64> = row.map(|row| row.try_get(0)).transpose().map_err(fault)?;
    u64::try_from(size.unwrap_or_default()).map_err(|why| corrupt(format!("the head of {source}"), why))
}

/// What is known under the lock.
#[derive(Default)]
struct Found {
    kept: Option<Kept>,
    streams: HashMap<Subject, Record>,
    /// The versions of the streams that end in quarantine.
    versions: HashMap<Subject, u64>,
    earlier: HashMap<EventId, Record>,
    /// The requests that name what cannot be read.
    unreadable: HashMap<EventId, StreamFault>,
    states: HashMap<ProjectId, CurrentState>,
    quarantine: Quarantine,
}

/// Locks the head, and finds what the plan needs to know of each request. What cannot be read concerns the requests that name
/// it, and no others.
async fn find(client: &impl GenericClient, source: &Source, requests: &[AppendRequest]) -> Result<Found, StoreError> {
    let select =
        "SELECT log, digest, size, head, peaks, recorded, schema, weaker, stream, id, body, state, sequence, version
        FROM lifecycle.find($1, $2, $3, $4)";
    let subjects: BTreeSet<_> = requests.iter().map(AppendRequest::subject).collect();
    let streams: Vec<_> = subjects.iter().map(Subject::to_string).collect();
    let ids: Vec<_> = requests.iter().map(|request| request.id().to_string()).collect();
    let (name, projects) = (source.as_str(), current::projects(requests));
    let values = &[text(&name), array(&streams), array(&ids), array(&projects)];
    let (mut found, mut quarantine, mut ends) = (Found::default(), Quarantine::default(), Vec::new());
    for row in client.query_typed(select, values).await.map_err(lock_fault)? {
        let log: Option<i64> = row.try_get(0).map_err(fault)?;
        let (stream, id): (Option<&str>, Option<&str>) =
            (row.try_get(8).map_err(fault)?, row.try_get(9).map_err(fault)?);
        let (body, state): (Option<Line<'_>>, Option<Line<'_>>) =
            (row.try_get(10).map_err(fault)?, row.try_get(11).map_err(fault)?);
        if log.is_some() {
            found.kept = Some(kept(&row, source)?);
        } else if let Some(Line(body)) = body {
            match (stream, id) {
                (Some(_), _) => ends.push(row),
                (None, Some(id)) => {
                    let named = |request: &AppendRequest| request.id().to_string() == id;
                    match found_record(body, None, Some(id)) {
                        Ok(record) => drop(found.earlier.insert(record.id(), record)),
                        Err(why) => found.blame(requests, named, &why),
                    }
                }
                (None, None) => quarantine.take_line(body),
            }
        } else if let Some(state) = state.and_then(|Line(json)| current::read(json)) {
            found.states.insert(state.project, state);
        }
    }
    for row in &ends {
        let stream: &str = row.try_get(8).map_err(fault)?;
        let (sequence, version): (i64, i64) = (row.try_get(12).map_err(fault)?, row.try_get(13).map_err(fault)?);
        let behind;
        let mut last = Some(row.try_get(10).map_err(fault)?);
        if quarantine.at(sequence.unsigned_abs()).is_some() {
            let subject = subjects.iter().find(|subject| subject.to_string() == stream);
            found.versions.extend(subject.map(|subject| (*subject, version.unsigned_abs())));
            behind = last_read(client, source, stream, &quarantine).await?;
            last = behind.as_ref().map(|row| row.try_get(0)).transpose().map_err(fault)?;
        }
        match last.map(|Line(line)| found_record(line, Some(stream), None)) {
            Some(Ok(record)) => drop(found.streams.insert(record.subject(), record)),
            Some(Err(why)) => found.blame(requests, |request| request.subject().to_string() == stream, &why),
            None => {}
        }
    }
    found.quarantine = quarantine;
    Ok(found)
}

/// The last record of a stream that is not in quarantine.
async fn last_read(
    client: &impl GenericClient,
    source: &Source,
    stream: &str,
    quarantine: &Quarantine,
) -> Result<Option<Row>, StoreError> {
    let select = "SELECT body FROM lifecycle.event
        WHERE log = (SELECT id FROM lifecycle.log WHERE source = $1) AND stream = $2 AND sequence <> ALL ($3)
        ORDER BY version DESC LIMIT 1";
    let (source, but) = (source.as_str(), places(quarantine));
    let values = &[text(&source), text(&stream), (&but as _, Type::INT8_ARRAY)];
    client.query_typed_opt(select, values).await.map_err(fault)
}

impl Found {
    /// What was found cannot be read: it concerns the requests that name it.
    fn blame(&mut self, requests: &[AppendRequest], named: impl Fn(&AppendRequest) -> bool, why: &StreamFault) {
        let named = requests.iter().filter(|request| named(request));
        self.unreadable.extend(named.map(|request| (request.id(), why.clone())));
    }
}

/// The record of a line that was found as the last one of a stream, or under an id. It must say so itself.
fn found_record(line: &[u8], stream: Option<&str>, id: Option<&str>) -> Result<Record, StreamFault> {
    let record = Record::parse(line).map_err(StreamFault::Record)?;
    let says = |column: &str, found: &str, said: String| {
        if found == said {
            return Ok(());
        }
        let sequence = record.sequence();
        Err(StreamFault::Stored(format!(
            "the column `{column}` of record {sequence} is `{found}`, its line says `{said}`"
        )))
    };
    stream.map_or(Ok(()), |stream| says("stream", stream, record.subject().to_string()))?;
    id.map_or(Ok(()), |id| says("id", id, record.id().to_string()))?;
    Ok(record)
}

/// Writes records and current states, and looks whether the head has become what it must be. The database computes the leaves and
/// the head on SHA-256; on another digest it takes them as they are given.
pub(super) async fn write<'a>(
    transaction: &Transaction<'_>,
    log: i64,
    records: impl IntoIterator<Item = (&'a Record, Digest)>,
    head: &LogHead,
    states: &[&CurrentState],
) -> Result<(), StoreError> {
    let unfit = |why: Box<dyn std::error::Error + Send + Sync>| StoreError::Storage(why);
    let (mut bodies, mut leaves) = (Vec::new(), Vec::new());
    for (record, leaf) in records {
        bodies.push(std::str::from_utf8(record.line()).map_err(|why| unfit(why.into()))?);
        leaves.push(leaf.bytes().to_vec());
    }
    let cells = HeadCells::try_from(head).map_err(|why| unfit(why.into()))?;
    let is_given = head.digest() != DigestAlgorithm::Sha256;
    let (leaves, peaks) = (is_given.then_some(leaves), is_given.then_some(&cells.peaks));
    let states = current::written(states)?;
    let values =
        &[number(&log), array(&bodies), text(&states), (&leaves as _, Type::BYTEA_ARRAY), (&peaks as _, Type::BYTEA)];
    let select = "SELECT size, head, peaks, recorded FROM lifecycle.append($1, $2, $3, $4, $5)";
    let row = transaction.query_typed_opt(select, values).await.map_err(write_fault)?;
    let found = |row: &Row| -> Result<_, tokio_postgres::Error> {
        let (size, head, peaks) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        Ok(HeadCells { digest: cells.digest.clone(), size, head, peaks, recorded: row.try_get(3)? })
    };
    // what cannot be read is not what was decided
    if row.as_ref().and_then(|row| found(row).ok()) == Some(cells.clone()) {
        return Ok(());
    }
    Err(not_written(transaction, format!("the head of {}", head.source), Corruption::Head).await)
}
