//! Sealing: a record takes its place in the log.

use super::error::{CLOCK_TOLERANCE, HEAD_TOLERANCE};
use super::{AppendError, AppendRequest};
use crate::audit::record::draft::{LAST_SEQUENCE, write};
use crate::audit::wire::Sealable;
use crate::audit::{LogHead, RECORD_LIMIT};
use crate::value::Timestamp;

/// Seals a request's record after `head` into the caller's buffer, without its `\n`, and gives the head thereafter. The
/// caller knows the stream's version and that the id is new; [`plan_append`](super::plan_append) checks both.
///
/// # Errors
/// [`AppendError`] when the log is not open or is full, and for the clocks, the size and the encoding; the buffer is
/// then as it was.
pub fn seal_into(
    request: &AppendRequest,
    head: &LogHead,
    now: Timestamp,
    out: &mut Vec<u8>,
) -> Result<LogHead, AppendError> {
    let (start, recorded) = (out.len(), draft_into(request, head, now, out)?);
    Ok(head.after(&out[start..], recorded))
}

/// Writes a request's record as [`seal_into`] does, and gives the time at which it is recorded in place of the head thereafter: for
/// who only asks what a record would say, and need not pay for its hash.
///
/// # Errors
/// As [`seal_into`].
pub fn draft_into(
    request: &AppendRequest,
    head: &LogHead,
    now: Timestamp,
    out: &mut Vec<u8>,
) -> Result<Timestamp, AppendError> {
    if head.size() == 0 {
        return Err(AppendError::NotOpened { source_uri: head.source.clone() });
    }
    draft(request.content(), head, now, out)
}

/// Seals anything that can be sealed, the opening of a log too.
pub(in crate::audit) fn seal(
    content: &dyn Sealable,
    head: &LogHead,
    now: Timestamp,
    out: &mut Vec<u8>,
) -> Result<LogHead, AppendError> {
    let (start, recorded) = (out.len(), draft(content, head, now, out)?);
    Ok(head.after(&out[start..], recorded))
}

fn draft(content: &dyn Sealable, head: &LogHead, now: Timestamp, out: &mut Vec<u8>) -> Result<Timestamp, AppendError> {
    if head.size() >= LAST_SEQUENCE {
        return Err(AppendError::Full { size: head.size() });
    }
    let latest = now.plus_minutes(CLOCK_TOLERANCE).unwrap_or(now);
    let at = content.at();
    if at > latest {
        return Err(AppendError::AtAheadOfNow { at, now });
    }
    let behind = now.plus_minutes(HEAD_TOLERANCE * 60).unwrap_or(now);
    if let Some(recorded) = head.recorded.filter(|recorded| *recorded > behind) {
        return Err(AppendError::HeadAheadOfNow { recorded, now });
    }
    let recorded = head.recorded.map_or(now, |last| last.max(now));
    let start = out.len();
    let written = write(content, head, recorded, out).map_err(AppendError::Encode);
    let bytes = out.len() - start;
    let refused = match written {
        Ok(()) if bytes <= RECORD_LIMIT => return Ok(recorded),
        Ok(()) => AppendError::TooLarge { bytes, limit: RECORD_LIMIT },
        Err(error) => error,
    };
    out.truncate(start);
    Err(refused)
}
