//! Putting places of a log in quarantine.

use std::collections::BTreeMap;

use tokio_postgres::types::Type;
use tokio_postgres::{GenericClient, Transaction};

use super::append::write;
use super::fault::{Corruption, corrupt, fault, not_written};
use super::read::{Kept, Line, lock_head};
use super::{PostgresStore, number, text};
use crate::act::Correction;
use crate::audit::{FoundQuarantine, KeptLine, Subject, Upcasters, plan_quarantine};
use crate::value::Digest;
use crate::{AppendError, Context, EventId, Policy, Record, StoreError, Timestamp};

impl PostgresStore {
    /// Puts these places of the log, from 1, in quarantine, with what goes with them, in the caller's transaction. It is for the role
    /// that owns the tables, and its members. Gives the records that were written for it: first those of the quarantine, of which
    /// the first has the context's id, then the voids.
    ///
    /// A project that still cannot be read, or whose events are of older versions, is listed at the stage where the voids lead it;
    /// [`check_current`](Self::check_current) tells what else its row says, and [`rebuild_current`](Self::rebuild_current)
    /// mends it.
    ///
    /// # Errors
    /// As [`Quarantines::put_in_quarantine`](crate::store::Quarantines::put_in_quarantine). After [`StoreError::Quarantine`] and
    /// [`StoreError::Append`], and where the role does not own the tables ([`StoreError::Storage`]), the transaction is as it
    /// was; after any other error it can only be rolled back.
    pub async fn put_in_quarantine(
        &self,
        transaction: &Transaction<'_>,
        places: &[u64],
        correction: &Correction,
        context: &Context,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<Vec<Record>, StoreError> {
        let owns = "SELECT pg_catalog.pg_has_role(session_user, relowner, 'MEMBER') FROM pg_catalog.pg_class
            WHERE oid = 'lifecycle.event'::regclass";
        if !transaction.query_typed_one(owns, &[]).await.map_err(fault)?.try_get(0).map_err(fault)? {
            return Err(StoreError::Storage("only the role that owns the tables puts places in quarantine".into()));
        }
        let kept = lock_head(transaction, &self.source).await?.filter(|kept| kept.head.size() > 0);
        let kept = kept.ok_or_else(|| self.not_opened())?;
        self.is_durable(&kept)?;
        let log = kept.log;
        let (found, astray) = self.found_of(transaction, kept, places).await?;
        let plan = plan_quarantine(found, places, correction, context, policy, now)?;
        for (record, _) in &plan.records {
            self.is_unused(transaction, log, record.id()).await?;
        }
        let records = plan.records.iter().map(|(record, leaf)| (record, *leaf));
        write(transaction, log, records, &plan.head, &[]).await?;
        for project in plan.projects {
            match self.project_with(transaction, project, &Upcasters::new()).await {
                Ok(Some(left)) => self.write_current(transaction, left.current()).await?,
                Ok(None) => list_no_more(transaction, log, &project.to_string()).await?,
                // whatever else of it cannot be read, goes on being told
                Err(why) => drop(why.of_stream()?),
            }
        }
        for project in astray {
            list_no_more(transaction, log, &project).await?;
        }
        Ok(plan.records.into_iter().map(|(record, _)| record).collect())
    }

    /// What stands at some places under the lock, with the whole streams that they belong to. Gives with it what else the list calls
    /// projects that places belong to.
    async fn found_of(
        &self,
        client: &impl GenericClient,
        kept: Kept,
        places: &[u64],
    ) -> Result<(FoundQuarantine, Vec<String>), StoreError> {
        let own = "SELECT coalesce(max(version), 0) FROM lifecycle.event WHERE log = $1 AND stream = $2";
        let stream = Subject::log(&self.source).to_string();
        let version: i64 = client
            .query_typed_one(own, &[number(&kept.log), text(&stream)])
            .await
            .and_then(|row| row.try_get(0))
            .map_err(fault)?;
        let known = self.quarantine(client).await?;
        let (mut streams, mut astray, mut listed) = (BTreeMap::<Subject, Vec<KeptLine>>::new(), Vec::new(), Vec::new());
        let select = "SELECT sequence, version, leaf, body, stream FROM lifecycle.event WHERE log = $1 AND stream IN (
                SELECT stream FROM lifecycle.event WHERE log = $1 AND sequence = ANY ($2)
            ) ORDER BY stream, version";
        // what is beyond every place is at none
        let asked: Vec<_> = places.iter().filter_map(|place| i64::try_from(*place).ok()).collect();
        let values = &[number(&kept.log), (&asked as _, Type::INT8_ARRAY)];
        for row in client.query_typed(select, values).await.map_err(fault)? {
            let (sequence, version): (i64, i64) = (row.try_get(0).map_err(fault)?, row.try_get(1).map_err(fault)?);
            // the one that the tree uses
            let leaf = <[u8; 32]>::try_from(row.try_get::<_, &[u8]>(2).map_err(fault)?);
            let leaf = Digest::from_bytes(leaf.map_err(|why| corrupt("a leaf", why))?);
            let Line(line) = row.try_get(3).map_err(fault)?;
            let (sequence, version) = (sequence.unsigned_abs(), version.unsigned_abs());
            let line = KeptLine { sequence, version, leaf, line: line.to_vec() };
            let stream: &str = row.try_get(4).map_err(fault)?;
            // another spelling of a subject is no stream's name
            match stream.parse().ok().filter(|subject: &Subject| subject.to_string() == stream) {
                Some(subject) => streams.entry(subject).or_default().push(line),
                None => {
                    listed.extend(stream.strip_prefix("project/").map(str::to_owned));
                    astray.push(line);
                }
            }
        }
        let version = version.unsigned_abs();
        Ok((FoundQuarantine { head: kept.head, version, known, streams, astray }, listed))
    }

    /// Refuses an id that the log has already.
    async fn is_unused(&self, client: &impl GenericClient, log: i64, id: EventId) -> Result<(), StoreError> {
        let select = "SELECT sequence FROM lifecycle.event WHERE id = $2 AND log = $1";
        let named = id.to_string();
        let values = &[number(&log), text(&named)];
        let Some(row) = client.query_typed_opt(select, values).await.map_err(fault)? else { return Ok(()) };
        let sequence: i64 = row.try_get(0).map_err(fault)?;
        Err(AppendError::IdReused { id, sequence: sequence.unsigned_abs(), dates: None }.into())
    }
}

/// Takes what has its planning in quarantine out of the list, whatever it is called.
async fn list_no_more(transaction: &Transaction<'_>, log: i64, project: &str) -> Result<(), StoreError> {
    let values = &[number(&log), text(&project)];
    let has_none = "EXISTS (
            SELECT FROM lifecycle.event e WHERE e.stream = 'project/' || $2 AND e.version = 1 AND e.log = $1
              AND lifecycle.is_quarantined(e.log, e.sequence)
        )";
    let delete = format!("DELETE FROM lifecycle.current WHERE log = $1 AND project = $2 AND {has_none}");
    transaction.execute_typed(&delete, values).await.map_err(fault)?;
    let select = format!("SELECT FROM lifecycle.current WHERE log = $1 AND project = $2 AND {has_none}");
    match transaction.query_typed_opt(&select, values).await.map_err(fault)? {
        None => Ok(()),
        Some(_) => {
            Err(not_written(transaction, format!("the current state of project {project}"), Corruption::State).await)
        }
    }
}
