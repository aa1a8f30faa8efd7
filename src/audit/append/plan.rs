//! An append, decided: what every store does alike.

use super::{AppendError, AppendRequest, StreamFault, follow_project, follow_zone, seal_into};
use crate::audit::{LogHead, Quarantine, Record};
use crate::project::Project;
use crate::registry::Zone;
use crate::value::Timestamp;

/// What a store found under its lock, for one request.
#[derive(Clone, Debug)]
pub struct Found {
    /// The head of the log.
    pub head: LogHead,
    /// The last record of the request's stream that is not in quarantine, if there is one. A decision must rest on it.
    pub last: Option<Record>,
    /// The version of the request's stream, where records in quarantine stand behind that one; else 0 will do.
    pub version: u64,
    /// The record of this log that bears the request's id, if there is one.
    pub earlier: Option<Record>,
    /// What is in quarantine. An id of it stays taken, and finds nothing.
    pub quarantine: Quarantine,
    /// The zone, replayed from the request's stream, if the request is for an event of a zone that is registered.
    pub zone: Option<Zone>,
    /// The project, replayed from the request's stream, if the request [needs](AppendRequest::needs_history) its history.
    pub project: Option<Project>,
}

/// What a store is to do.
#[derive(Clone, Debug)]
#[must_use = "a plan does nothing until the store carries it out"]
pub enum Plan {
    /// Write this record and this head, in one transaction.
    Append {
        /// The sealed record.
        event: Record,
        /// The head thereafter.
        head: LogHead,
    },
    /// Write nothing: the very command is recorded already.
    AlreadyRecorded(Record),
}

/// Decides an append. Pure: a store locks its log, finds, asks this, and writes.
///
/// First it looks whether the request is a retry. Then the stream must be where the request expects it, and end with
/// the event that the request was decided on; an event of a zone must follow from the zone's history, and one of a project that was read
/// back from the project's. Then the clocks must agree, and the record is sealed.
///
/// # Clocks
/// `recordedtime` becomes `now`, or the log's last where that is later: up to 24 hours, so that one clock that ran ahead for a
/// moment stops nobody for longer than it was wrong. A command given more than 5 minutes after `now` is refused.
///
/// How far `now` may lie after the log's last record is for the store to say. A database holds it to its own clock. One without a
/// clock asks [`AppendRequest::check_now`] of what it is about to write.
///
/// # Errors
/// [`AppendError`]; nothing is to be written then.
pub fn plan_append(found: Found, request: &AppendRequest, now: Timestamp) -> Result<Plan, AppendError> {
    let Found { head, last, version, earlier, quarantine, mut zone, mut project } = found;
    let plan = plan_after(&head, (last.as_ref(), version), (earlier, &quarantine), request, now)?;
    if let Plan::Append { head, .. } = &plan {
        if let Some(event) = request.zone_event() {
            follow_zone(&head.source, &mut zone, event)?;
        }
        if let (Some(event), true) = (request.event(), request.needs_history()) {
            follow_project(&mut project, event)?;
        }
    }
    Ok(plan)
}

/// Decides an append to a stream that ends with `last`; it is at `version`, if records in quarantine stand behind that one.
pub(in crate::audit) fn plan_after(
    head: &LogHead,
    (last, version): (Option<&Record>, u64),
    (earlier, quarantine): (Option<Record>, &Quarantine),
    request: &AppendRequest,
    now: Timestamp,
) -> Result<Plan, AppendError> {
    let content = request.content();
    if let Some(earlier) = earlier {
        // what nobody reads is no answer to a retry: what was lost is recorded again, under a new id
        if quarantine.at(earlier.sequence()).is_some() {
            return Err(AppendError::IdReused { id: content.id(), sequence: earlier.sequence(), dates: None });
        }
        return if earlier.subject() == content.subject() && content.is_recorded_as(&earlier)? {
            Ok(Plan::AlreadyRecorded(earlier))
        } else {
            let dates = content.other_dates(&earlier).filter(|_| earlier.subject() == content.subject());
            Err(AppendError::IdReused { id: content.id(), sequence: earlier.sequence(), dates })
        };
    }
    let (expected, actual) = (content.expected_version(), last.map_or(0, Record::stream_version).max(version));
    if actual != expected {
        return Err(AppendError::Conflict { subject: content.subject(), expected, actual });
    }
    match last {
        Some(last) => content.check_rests_on(last)?,
        None if actual > 0 => {
            let why = Box::new(StreamFault::Quarantined);
            return Err(AppendError::Unreadable { subject: content.subject(), why });
        }
        None => {}
    }
    let mut line = Vec::with_capacity(1024);
    let head = seal_into(request, head, now, &mut line)?;
    let event = Record::sealed(line, &head.source, request.event());
    Ok(Plan::Append { event, head })
}
