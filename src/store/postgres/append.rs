//! Appending: lock, find, write. What to write is decided by the plan that all stores share.
//!
//! One function of the database finds, another one writes, so each takes one round trip. The plans of their statements
//! stay with the session, so no statement has to be prepared on every connection of a pool. All other statements go out
//! with the types of their parameters, which takes one round trip, too.

use std::collections::{BTreeSet, HashMap};

use futures_util::future::try_join;
use tokio_postgres::types::Type;
use tokio_postgres::{GenericClient, Transaction};

use super::super::sql::HeadCells;
use super::current;
use super::fault::{corrupt, fault, lock_fault, write_fault};
use super::read::{Kept, Line, cursor, kept, lock_head, record};
use super::{PostgresStore, array, number, text};
use crate::audit::{Batch, FoundBatch, LogHead, Subject, only_answer, plan_batch};
use crate::project::CurrentState;
use crate::store::{CursorError, plan_cursor};
use crate::value::{ConsumerId, Digest, DigestAlgorithm};
use crate::{Actor, AppendError, AppendRequest, EventId, ProjectId, Receipt, Record, Source, StoreError, Timestamp};

impl PostgresStore {
    /// Opens the log on a digest, in the caller's transaction: its first record is `lifecycle.log.opened`, by `actor` at
    /// `now`. A log that is open already stays as it is, and the record that opened it is given.
    ///
    /// # Errors
    /// As [`EventStore::open_log`](crate::EventStore::open_log).
    pub async fn open_log(
        &self,
        transaction: &Transaction<'_>,
        digest: DigestAlgorithm,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<Receipt, StoreError> {
        let mut kept = lock_head(transaction, &self.source).await?;
        let is_new = kept.as_ref().is_none_or(|kept| kept.head.size() == 0);
        // refused before anything is written
        let opening = is_new.then(|| LogHead::open_on(digest, self.source.clone(), actor, now)).transpose()?;
        if kept.is_none() {
            Self::check_schema(transaction).await.map_err(|why| StoreError::Storage(why.into()))?;
            // another transaction may be first: then this one waits for it, and finds what it made
            let insert = "INSERT INTO lifecycle.log (source, digest) VALUES ($1, $2) ON CONFLICT (source) DO NOTHING";
            let source = self.source.as_str();
            let code = digest.code();
            let values = &[text(&source), text(&code)];
            transaction.execute_typed(insert, values).await.map_err(fault)?;
            kept = lock_head(transaction, &self.source).await?;
        }
        let Kept { log, head } = kept.ok_or_else(|| corrupt("the list of logs", "a log that was made is not there"))?;
        let found = head.digest();
        if found != digest {
            return Err(AppendError::OtherDigest { found, asked: digest }.into());
        }
        match opening {
            Some((opened, after)) if head.size() == 0 => {
                write(transaction, log, [(&opened, after.hash)], &after, &[]).await?;
                Ok(opened.into())
            }
            _ => {
                let select = "SELECT body FROM lifecycle.event WHERE log = $1 AND sequence = 1";
                let row = transaction.query_typed_opt(select, &[number(&log)]).await.map_err(fault)?;
                let row = row.ok_or_else(|| corrupt("the log", "its first record is missing"))?;
                Ok(Receipt::found(record(&row)?))
            }
        }
    }

    /// Appends an event in the caller's transaction, or finds it appended already. `now` is the host's clock.
    ///
    /// # Errors
    /// As [`EventStore::append`](crate::EventStore::append). After [`StoreError::Append`] the transaction is as it was,
    /// and can go on; after any other error it can only be rolled back.
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
        let Found { kept, streams, earlier, states } = find(transaction, &self.source, requests).await?;
        let Some(Kept { log, head }) = kept else {
            // each request is told that the log is not open
            let head = LogHead::empty(self.source.clone(), DigestAlgorithm::default());
            return Ok(plan_batch(
                FoundBatch { head, streams, earlier, unreadable: HashMap::new(), versions: HashMap::new() },
                requests,
                batch,
                now,
            )?
            .answers);
        };
        let plan = plan_batch(
            FoundBatch { head, streams, earlier, unreadable: HashMap::new(), versions: HashMap::new() },
            requests,
            batch,
            now,
        )?;
        if plan.new.is_empty() {
            return Ok(plan.answers);
        }
        let events: Vec<_> = plan.records(requests).filter_map(|(request, ..)| request.event()).collect();
        // before anything is written: if this future is dropped, either the whole batch is written or nothing
        let following = self.following(transaction, states, &events).await?;
        let states = current::followed(following, &events)?;
        let records = plan.records(requests).map(|(_, record, leaf)| (record, leaf));
        write(transaction, log, records, &plan.head, &states.iter().collect::<Vec<_>>()).await?;
        Ok(plan.answers)
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
        let locked = "SELECT sequence FROM lifecycle.cursor
            WHERE log = (SELECT id FROM lifecycle.log WHERE source = $1) AND consumer = $2 FOR UPDATE";
        let find = || try_join(cursor(transaction, locked, &self.source, consumer), size(transaction, &self.source));
        let (actual, size) = find().await?;
        plan_cursor(consumer, actual, from, to, size)?;
        let (Ok(first), Ok(last)) = (i64::try_from(from), i64::try_from(to)) else { return Ok(()) };
        // two readers under one name may both have found no row: the second one waits here for the first
        let replace = "INSERT INTO lifecycle.cursor (log, consumer, sequence)
            SELECT id, $2, $3 FROM lifecycle.log WHERE source = $1
            ON CONFLICT (log, consumer) DO UPDATE SET sequence = excluded.sequence WHERE cursor.sequence = $4";
        let (source, name) = (self.source.as_str(), consumer.as_str());
        let values = &[text(&source), text(&name), number(&last), number(&first)];
        let written = transaction.execute_typed(replace, values).await.map_err(fault)?;
        // without a row the log is empty, and the cursor stays at 0
        if written == 0 {
            let (actual, size) = find().await?;
            plan_cursor(consumer, actual, from, to, size)?;
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
    earlier: HashMap<EventId, Record>,
    states: HashMap<ProjectId, CurrentState>,
}

/// Locks the head, and finds what the plan needs to know of each request.
async fn find(client: &impl GenericClient, source: &Source, requests: &[AppendRequest]) -> Result<Found, StoreError> {
    let select = "SELECT log, digest, size, head, peaks, recorded, schema, stream, body, state
        FROM lifecycle.find($1, $2, $3, $4)";
    let subjects: BTreeSet<_> = requests.iter().map(AppendRequest::subject).collect();
    let subjects: Vec<_> = subjects.iter().map(Subject::to_string).collect();
    let ids: Vec<_> = requests.iter().map(|request| request.id().to_string()).collect();
    let (name, projects) = (source.as_str(), current::projects(requests));
    let values = &[text(&name), array(&subjects), array(&ids), array(&projects)];
    let mut found = Found::default();
    for row in client.query_typed(select, values).await.map_err(lock_fault)? {
        let (log, stream): (Option<i64>, Option<&str>) =
            (row.try_get(0).map_err(fault)?, row.try_get(7).map_err(fault)?);
        let (body, state): (Option<Line<'_>>, Option<Line<'_>>) =
            (row.try_get(8).map_err(fault)?, row.try_get(9).map_err(fault)?);
        if log.is_some() {
            found.kept = Some(kept(&row, source)?);
        } else if let Some(Line(body)) = body {
            let record = Record::parse(body).map_err(|why| corrupt("a record", why))?;
            match stream {
                Some(_) => found.streams.insert(record.subject(), record).map(drop),
                None => found.earlier.insert(record.id(), record).map(drop),
            };
        } else if let Some(state) = state.and_then(|Line(json)| current::read(json)) {
            found.states.insert(state.project, state);
        }
    }
    Ok(found)
}

/// Writes records, the head thereafter and current states. The database takes no record without the head, and no head
/// without the record.
async fn write<'a>(
    transaction: &Transaction<'_>,
    log: i64,
    records: impl IntoIterator<Item = (&'a Record, Digest)>,
    head: &LogHead,
    states: &[&CurrentState],
) -> Result<(), StoreError> {
    let unfit = |why: Box<dyn std::error::Error + Send + Sync>| StoreError::Storage(why);
    let (mut sequences, mut bodies, mut leaves) = (Vec::new(), Vec::new(), Vec::new());
    for (record, leaf) in records {
        sequences.push(i64::try_from(record.sequence()).map_err(|why| unfit(why.into()))?);
        bodies.push(std::str::from_utf8(record.line()).map_err(|why| unfit(why.into()))?);
        leaves.push(leaf.bytes().to_vec());
    }
    let cells = HeadCells::try_from(head).map_err(|why| unfit(why.into()))?;
    let states = current::written(states)?;
    let values = &[
        number(&log),
        (&sequences as _, Type::INT8_ARRAY),
        array(&bodies),
        (&leaves as _, Type::BYTEA_ARRAY),
        number(&cells.size),
        (&cells.head as _, Type::BYTEA),
        (&cells.peaks as _, Type::BYTEA),
        text(&cells.recorded),
        text(&states),
    ];
    let select = "SELECT lifecycle.append($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    transaction.execute_typed(select, values).await.map_err(write_fault)?;
    Ok(())
}
