//! Reading records, the head and the cursors.

use std::error::Error;
use std::pin::pin;

use futures_util::TryStreamExt as _;
use tokio_postgres::types::{FromSql, Type};
use tokio_postgres::{GenericClient, Row};

use super::super::sql::HeadCells;
use super::fault::{corrupt, fault, lock_fault};
use super::schema::known;
use super::{PostgresStore, number, text};
use crate::audit::merkle::RecordProof;
use crate::audit::{LogHead, Quarantine, StreamFault, Subject, Upcasters, load_project, load_zone, prove_record};
use crate::registry::Zone;
use crate::store::KeptCursor;
use crate::value::{ConsumerId, Digest, ZoneId};
use crate::{AppendError, LoadError, Project, ProjectId, Record, Source, StoreError};

/// The head of a log as its row keeps it.
pub(super) struct Kept {
    /// The row.
    pub(super) log: i64,
    pub(super) head: LogHead,
    /// The settings by which the server may lose what it acknowledged. `None` if there are none, or if it was not locked.
    pub(super) weaker: Option<String>,
}

const HEAD: &str = "SELECT l.id, l.digest, l.size, l.head, l.peaks, l.recorded, \
    (SELECT max(version) FROM lifecycle.schema_version), NULL::text FROM lifecycle.log l WHERE l.source = $1";

/// How many lines are asked for at once.
pub(super) const PAGE: i64 = 4_096;

/// The bytes of a body, whatever they are: this crate reads them itself.
pub(super) struct Line<'a>(pub(super) &'a [u8]);

impl<'a> FromSql<'a> for Line<'a> {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(raw))
    }

    fn accepts(of: &Type) -> bool {
        *of == Type::JSON
    }
}

/// The head of a log. `None` if it has no row.
pub(super) async fn head(client: &impl GenericClient, source: &Source) -> Result<Option<Kept>, StoreError> {
    let row = client.query_typed_opt(HEAD, &[text(&source.as_str())]).await.map_err(fault)?;
    row.map(|row| kept(&row, source)).transpose()
}

/// The head of a log, locked until the transaction ends. The statement waits until nobody else holds it, so later
/// statements see all that others wrote to the log.
pub(super) async fn lock_head(client: &impl GenericClient, source: &Source) -> Result<Option<Kept>, StoreError> {
    let select = "SELECT log, digest, size, head, peaks, recorded, schema, weaker
        FROM lifecycle.find($1, '{}', '{}', '{}') WHERE log IS NOT NULL";
    let row = client.query_typed_opt(select, &[text(&source.as_str())]).await.map_err(lock_fault)?;
    row.map(|row| kept(&row, source)).transpose()
}

/// Reads a row whose first columns are those of the head.
pub(super) fn kept(row: &Row, source: &Source) -> Result<Kept, StoreError> {
    let schema: Option<i32> = row.try_get(6).map_err(fault)?;
    known(schema.and_then(|schema| u32::try_from(schema).ok()).unwrap_or(0))
        .map_err(|why| StoreError::Storage(why.into()))?;
    let cells = || -> Result<_, tokio_postgres::Error> {
        let (digest, size, head) = (row.try_get(1)?, row.try_get(2)?, row.try_get(3)?);
        Ok((row.try_get(0)?, HeadCells { digest, size, head, peaks: row.try_get(4)?, recorded: row.try_get(5)? }))
    };
    let (log, cells) = cells().map_err(fault)?;
    let head = cells.read(source.clone()).map_err(|why| corrupt(format!("the head of {source}"), why))?;
    Ok(Kept { log, head, weaker: row.try_get(7).map_err(fault)? })
}

/// The places in quarantine, as the database takes them.
pub(super) fn places(quarantine: &Quarantine) -> Vec<i64> {
    quarantine.places().filter_map(|place| i64::try_from(place.sequence).ok()).collect()
}

/// Reads the record of a row whose first column is its body.
pub(super) fn record(row: &Row) -> Result<Record, StoreError> {
    let Line(line) = row.try_get(0).map_err(fault)?;
    Record::parse(line).map_err(|why| corrupt("a record", why))
}

impl PostgresStore {
    /// The records of a stream, in order, but for those in [quarantine](Self::quarantine); empty if there is none.
    ///
    /// # Errors
    /// As [`EventLog::stream`](crate::EventLog::stream).
    pub async fn stream(&self, client: &impl GenericClient, subject: Subject) -> Result<Vec<Record>, StoreError> {
        self.read(client, subject).await.map(|(records, _)| records)
    }

    /// A stream, and what is in quarantine, in one round trip.
    async fn read(
        &self,
        client: &impl GenericClient,
        subject: Subject,
    ) -> Result<(Vec<Record>, Quarantine), StoreError> {
        let select = "SELECT body, sequence, version, false FROM lifecycle.event
            WHERE log = (SELECT id FROM lifecycle.log WHERE source = $1) AND stream = $2
            UNION ALL
            SELECT body, sequence, version, true FROM lifecycle.event
            WHERE log = (SELECT id FROM lifecycle.log WHERE source = $1) AND stream = $3 AND version > 1
            ORDER BY version";
        let (source, stream, own) = (self.source.as_str(), subject.to_string(), Subject::log(&self.source).to_string());
        let rows = client.query_typed(select, &[text(&source), text(&stream), text(&own)]).await.map_err(fault)?;
        let (mut quarantine, mut of_stream) = (Quarantine::default(), Vec::with_capacity(rows.len()));
        for row in &rows {
            if row.try_get(3).map_err(fault)? {
                let Line(line) = row.try_get(0).map_err(fault)?;
                quarantine.take_line(line);
            } else {
                of_stream.push((row.try_get::<_, i64>(1).map_err(fault)?, row));
            }
        }
        let is_read = |(sequence, _): &(i64, _)| quarantine.at(sequence.unsigned_abs()).is_none();
        let records = of_stream.into_iter().filter(is_read).map(|(_, row)| record(row)).collect::<Result<_, _>>()?;
        Ok((records, quarantine))
    }

    /// What the log's owner put in quarantine, told by the log's own stream. Empty where the log is not open.
    ///
    /// # Errors
    /// As [`EventLog::quarantine`](crate::EventLog::quarantine).
    pub async fn quarantine(&self, client: &impl GenericClient) -> Result<Quarantine, StoreError> {
        let mut quarantine = Quarantine::default();
        for row in self.own(client).await? {
            let Line(line) = row.try_get(0).map_err(fault)?;
            quarantine.take_line(line);
        }
        Ok(quarantine)
    }

    /// The records of the log's own stream, but for the one that opens it.
    pub(super) async fn own(&self, client: &impl GenericClient) -> Result<Vec<Row>, StoreError> {
        let select = "SELECT body FROM lifecycle.event
            WHERE log = (SELECT id FROM lifecycle.log WHERE source = $1) AND stream = $2 AND version > 1 ORDER BY version";
        let (source, own) = (self.source.as_str(), Subject::log(&self.source).to_string());
        client.query_typed(select, &[text(&source), text(&own)]).await.map_err(fault)
    }

    /// Shows the lines of at most `limit` records of the log after a place in it, in order, as they are stored and
    /// without their `\n`; after 0 is from the first. Gives how many it showed. They are shown as they arrive, so a log
    /// of any length passes through little memory.
    ///
    /// # Errors
    /// As [`EventLog::lines`](crate::EventLog::lines).
    pub async fn lines(
        &self,
        client: &impl GenericClient,
        after: u64,
        limit: usize,
        mut show: impl FnMut(&[u8]),
    ) -> Result<u64, StoreError> {
        let mut shown = 0;
        let each = |_, line: &[u8]| {
            show(line);
            shown += 1;
            Ok(())
        };
        self.each_line(client, (after, limit), &[], each).await?;
        Ok(shown)
    }

    /// Gives each line with its place, but for some places, which do not count.
    async fn each_line(
        &self,
        client: &impl GenericClient,
        (after, limit): (u64, usize),
        but: &[i64],
        mut show: impl FnMut(i64, &[u8]) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let Ok(mut after) = i64::try_from(after) else { return Ok(()) };
        let mut left = i64::try_from(limit).unwrap_or(i64::MAX);
        // a page at a time: whatever the database makes of the order, it need not sort the log for the first line
        let select = "SELECT sequence, body FROM lifecycle.event
            WHERE log = (SELECT id FROM lifecycle.log WHERE source = $1) AND sequence > $2 AND sequence <= $3
              AND (cardinality($5::bigint[]) = 0 OR sequence <> ALL ($5)) ORDER BY sequence LIMIT $4";
        let source = self.source.as_str();
        // places have no gap unless somebody made one
        let last = if left == 0 { 0 } else { self.last_place(client).await? };
        while left > 0 && after < last {
            let end = after.saturating_add(PAGE).min(last);
            let values = [text(&source), number(&after), number(&end), number(&left), (&but as _, Type::INT8_ARRAY)];
            let mut rows = pin!(client.query_typed_raw(select, values).await.map_err(fault)?);
            while let Some(row) = rows.try_next().await.map_err(fault)? {
                let Line(line) = row.try_get(1).map_err(fault)?;
                show(row.try_get(0).map_err(fault)?, line)?;
                left -= 1;
            }
            after = end;
        }
        Ok(())
    }

    /// The place of the log's last record; 0 if there is none.
    pub(super) async fn last_place(&self, client: &impl GenericClient) -> Result<i64, StoreError> {
        let select = "SELECT coalesce(max(sequence), 0) FROM lifecycle.event
            WHERE log = (SELECT id FROM lifecycle.log WHERE source = $1)";
        let source = self.source.as_str();
        let row = client.query_typed_one(select, &[text(&source)]).await.map_err(fault)?;
        row.try_get(0).map_err(fault)
    }

    /// At most `limit` records of the log after a place in it, in order; after 0 is from the first. Those in
    /// [quarantine](Self::quarantine) are left out and do not count. So there may be gaps between the places, and fewer than
    /// `limit` is the end of the log: whoever reads on does it after the place of the last record given.
    ///
    /// # Errors
    /// As [`EventLog::log`](crate::EventLog::log).
    pub async fn log(&self, client: &impl GenericClient, after: u64, limit: usize) -> Result<Vec<Record>, StoreError> {
        let (but, mut records) = (places(&self.quarantine(client).await?), Vec::new());
        let each = |sequence, line: &[u8]| {
            records.push(Record::parse(line).map_err(|why| corrupt(format!("record {sequence}"), why))?);
            Ok(())
        };
        self.each_line(client, (after, limit), &but, each).await?;
        Ok(records)
    }

    /// The head of the log.
    ///
    /// # Errors
    /// As [`EventLog::head`](crate::EventLog::head).
    pub async fn head(&self, client: &impl GenericClient) -> Result<LogHead, StoreError> {
        let kept = head(client, &self.source).await?.filter(|kept| kept.head.size() > 0);
        kept.map(|kept| kept.head).ok_or_else(|| self.not_opened())
    }

    /// The proof that the record at a sequence, from 1, is in the log as it is now, by the leaves that the database keeps. `None`
    /// if there is no such record.
    ///
    /// # Errors
    /// As [`EventLog::proof`](crate::EventLog::proof).
    pub async fn proof(&self, client: &impl GenericClient, sequence: u64) -> Result<Option<RecordProof>, StoreError> {
        let kept = head(client, &self.source).await?.filter(|kept| kept.head.size() > 0);
        let Kept { log, head, .. } = kept.ok_or_else(|| self.not_opened())?;
        let Some(places) = sequence.checked_sub(1).and_then(|index| head.tree.subtree(index)) else { return Ok(None) };
        let unfit = |why: std::num::TryFromIntError| StoreError::Storage(why.into());
        let (start, last) = (i64::try_from(places.start).map_err(unfit)?, i64::try_from(places.end).map_err(unfit)?);
        let leaves = self.leaves(client, log, start, last).await?;
        prove_record(&head, sequence, leaves).map(Some)
    }

    /// The leaves behind one place up to another, a page at a time, as the lines.
    pub(super) async fn leaves(
        &self,
        client: &impl GenericClient,
        log: i64,
        mut start: i64,
        last: i64,
    ) -> Result<Vec<Digest>, StoreError> {
        let select =
            "SELECT leaf FROM lifecycle.event WHERE log = $1 AND sequence > $2 AND sequence <= $3 ORDER BY sequence";
        let mut leaves = Vec::new();
        while start < last {
            let end = start.saturating_add(PAGE).min(last);
            for row in client.query_typed(select, &[number(&log), number(&start), number(&end)]).await.map_err(fault)? {
                let leaf = <[u8; 32]>::try_from(row.try_get::<_, &[u8]>(0).map_err(fault)?);
                leaves.push(Digest::from_bytes(leaf.map_err(|why| corrupt("a leaf", why))?));
            }
            start = end;
        }
        Ok(leaves)
    }

    /// A project, replayed from its stream. `None` if there is none.
    ///
    /// # Errors
    /// As [`EventLog::project`](crate::EventLog::project).
    pub async fn project(&self, client: &impl GenericClient, id: ProjectId) -> Result<Option<Project>, LoadError> {
        self.project_with(client, id, &Upcasters::new()).await
    }

    /// A project, replayed from its stream, with older versions of its events' data.
    ///
    /// # Errors
    /// As [`EventLog::project`](crate::EventLog::project).
    pub async fn project_with(
        &self,
        client: &impl GenericClient,
        id: ProjectId,
        upcasters: &Upcasters,
    ) -> Result<Option<Project>, LoadError> {
        let (records, quarantine) = self.read(client, id.into()).await?;
        load_project(&records, upcasters, &quarantine)
    }

    /// A zone, replayed from its stream. `None` if there is none.
    ///
    /// # Errors
    /// As [`EventLog::zone`](crate::EventLog::zone).
    pub async fn zone(&self, client: &impl GenericClient, id: &ZoneId) -> Result<Option<Zone>, LoadError> {
        self.zone_of(client, Subject::zone(&self.source, id)).await
    }

    /// The streams of zones that cannot be read, or are no history of a zone, each with why.
    ///
    /// # Errors
    /// As [`EventLog::check_zones`](crate::EventLog::check_zones).
    pub async fn check_zones(&self, client: &impl GenericClient) -> Result<Vec<(Subject, StreamFault)>, StoreError> {
        let select = "SELECT DISTINCT e.stream FROM lifecycle.event e JOIN lifecycle.log l ON l.id = e.log
            WHERE l.source = $1 AND e.stream >= 'zone/' AND e.stream < 'zone0' ORDER BY e.stream";
        let mut found = Vec::new();
        for row in client.query_typed(select, &[text(&self.source.as_str())]).await.map_err(fault)? {
            let stream: &str = row.try_get(0).map_err(fault)?;
            // another spelling of a subject is no stream's name: verifying tells its lines
            let Some(subject) = stream.parse().ok().filter(|subject: &Subject| subject.to_string() == stream) else {
                continue;
            };
            if let Err(why) = self.zone_of(client, subject).await {
                found.push((subject, why.of_stream()?));
            }
        }
        Ok(found)
    }

    /// A zone, replayed from its stream.
    pub(super) async fn zone_of(
        &self,
        client: &impl GenericClient,
        stream: Subject,
    ) -> Result<Option<Zone>, LoadError> {
        let (records, quarantine) = self.read(client, stream).await?;
        load_zone(&records, &quarantine)
    }

    /// The place of the last record that a consumer has done with; 0 if it has done with none.
    ///
    /// # Errors
    /// As [`Cursors::cursor`](crate::store::Cursors::cursor).
    pub async fn cursor(&self, client: &impl GenericClient, consumer: &ConsumerId) -> Result<u64, StoreError> {
        cursor(client, CURSOR, &self.source, consumer).await?.read(consumer)
    }

    pub(super) fn not_opened(&self) -> StoreError {
        AppendError::NotOpened { source_uri: self.source.clone() }.into()
    }
}

/// A cursor, with the leaf that it kept and the one that the log has there.
pub(super) const CURSOR: &str = "SELECT c.sequence, c.leaf,
    (SELECT e.leaf FROM lifecycle.event e WHERE e.log = c.log AND e.sequence = c.sequence)
    FROM lifecycle.cursor c WHERE c.log = (SELECT id FROM lifecycle.log WHERE source = $1) AND c.consumer = $2";

/// The cursor that a query finds; at 0 if there is none.
pub(super) async fn cursor(
    client: &impl GenericClient,
    select: &str,
    source: &Source,
    consumer: &ConsumerId,
) -> Result<KeptCursor, StoreError> {
    let source = source.as_str();
    let name = consumer.as_str();
    let values = &[text(&source), text(&name)];
    let Some(row) = client.query_typed_opt(select, values).await.map_err(lock_fault)? else {
        return Ok(KeptCursor::default());
    };
    let leaf = |place: usize| -> Result<Option<Digest>, StoreError> {
        let leaf = row.try_get::<_, Option<&[u8]>>(place).map_err(fault)?;
        // a leaf of another length is none that the log has
        Ok(leaf.map(|leaf| <[u8; 32]>::try_from(leaf).map_or(Digest::ZERO, Digest::from_bytes)))
    };
    let sequence: i64 = row.try_get(0).map_err(fault)?;
    let sequence = u64::try_from(sequence).map_err(|why| corrupt(format!("the cursor of {consumer}"), why))?;
    Ok(KeptCursor { sequence, leaf: leaf(1)?, found: leaf(2)? })
}
