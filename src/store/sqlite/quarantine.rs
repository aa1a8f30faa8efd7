//! Putting places of the log in quarantine. What to write is decided by the plan that all stores share.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::SqliteStore;
use super::current::{list_anew, unlist};
use super::fault::{Hindered, corrupt, fault};
use super::insert::{insert, inserting, move_head};
use super::read::{Kept, bytes, head, leaf, quarantine};
use super::written;
use crate::act::Correction;
use crate::audit::{FoundQuarantine, KeptLine, LogHead, Subject, plan_quarantine};
use crate::store::Quarantines;
use crate::{AppendError, Context, Policy, Record, StoreError, Timestamp};

impl Quarantines for SqliteStore {
    fn put_in_quarantine(
        &mut self,
        places: &[u64],
        correction: &Correction,
        context: &Context,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<Vec<Record>, StoreError> {
        let source = self.source.clone();
        // whatever becomes of it, nothing is remembered
        self.recent.forget();
        self.write(|connection| {
            let opened = head(connection, &source)?.filter(|kept| kept.head.size() > 0);
            let not_opened = || AppendError::NotOpened { source_uri: source.clone() };
            let Kept { log, head } = opened.ok_or_else(not_opened)?;
            let size = head.size();
            let (found, astray) = find(connection, log, head, places)?;
            let plan = plan_quarantine(found, places, correction, context, policy, now)?;
            for (record, _) in &plan.records {
                let named = "SELECT sequence FROM event WHERE log = ?1 AND id = ?2";
                let values = params![log, record.id().to_string()];
                let taken: Option<i64> =
                    connection.query_row(named, values, |row| row.get(0)).optional().map_err(fault)?;
                if let Some(sequence) = taken.map(i64::unsigned_abs) {
                    return Err(AppendError::IdReused { id: record.id(), sequence, dates: None }.into());
                }
            }
            let mut inserting = inserting(connection)?;
            for (record, leaf) in &plan.records {
                insert(&mut inserting, log, record, *leaf).map_err(|why| match why {
                    Hindered::Store(why) => why,
                    Hindered::Stream(subject, why) => corrupt(format!("what is stored of {subject}"), why),
                })?;
            }
            move_head(connection, log, &plan.head)?;
            let records = plan.records.iter().map(|(record, leaf)| (record, *leaf));
            written::records(connection, log, size, records, &plan.head)?;
            plan.projects.iter().try_for_each(|id| list_anew(connection, log, *id, &plan.quarantine))?;
            astray.iter().try_for_each(|project| unlist(connection, log, project))?;
            Ok(plan.records.into_iter().map(|(record, _)| record).collect())
        })
    }
}

/// Finds what the plan needs to know, by the stored columns: the lines may be anything. Gives with it what else the list calls
/// projects that places belong to.
fn find(
    connection: &Connection,
    log: i64,
    head: LogHead,
    places: &[u64],
) -> Result<(FoundQuarantine, Vec<String>), StoreError> {
    let (mut streams, mut astray, mut listed) = (BTreeMap::new(), Vec::new(), Vec::new());
    let named = "SELECT stream FROM event WHERE log = ?1 AND sequence = ?2";
    for place in places {
        let Ok(place) = i64::try_from(*place) else { continue };
        let stream: Option<Vec<u8>> = connection
            .query_row(named, params![log, place], |row| {
                Ok(row.get_ref(0)?.as_bytes_or_null()?.unwrap_or_default().to_vec())
            })
            .optional()
            .map_err(fault)?;
        let Some(stream) = stream else { continue };
        let stream = String::from_utf8_lossy(&stream);
        // another spelling of a subject is no stream's name
        let subject = stream.parse().ok().filter(|subject: &Subject| subject.to_string() == *stream);
        match subject {
            Some(subject) if streams.contains_key(&subject) => {}
            Some(subject) => {
                let lines = lines(connection, "stream = ?2 ORDER BY version", params![log, subject.to_string()])?;
                streams.insert(subject, lines);
            }
            None => {
                astray.extend(lines(connection, "sequence = ?2", params![log, place])?);
                listed.extend(stream.strip_prefix("project/").map(str::to_owned));
            }
        }
    }
    let own = "SELECT coalesce(max(version), 0) FROM event WHERE log = ?1 AND stream = ?2";
    let own: i64 = connection
        .query_row(own, params![log, Subject::log(&head.source).to_string()], |row| row.get(0))
        .map_err(fault)?;
    let (version, known) = (own.unsigned_abs(), quarantine(connection, log)?);
    Ok((FoundQuarantine { head, version, known, streams, astray }, listed))
}

/// The lines of a log that a condition tells, whatever stands in them.
fn lines(connection: &Connection, which: &str, values: &[&dyn rusqlite::ToSql]) -> Result<Vec<KeptLine>, StoreError> {
    let select = format!("SELECT sequence, version, leaf, body FROM event WHERE log = ?1 AND {which}");
    let mut select = connection.prepare(&select).map_err(fault)?;
    let mut rows = select.query(values).map_err(fault)?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next().map_err(fault)? {
        let (sequence, version): (i64, i64) = (row.get(0).map_err(fault)?, row.get(1).map_err(fault)?);
        lines.push(KeptLine {
            sequence: sequence.unsigned_abs(),
            version: version.unsigned_abs(),
            leaf: leaf(row.get_ref(2).map_err(fault)?)?,
            line: bytes(row.get_ref(3).map_err(fault)?)?.to_vec(),
        });
    }
    Ok(lines)
}
