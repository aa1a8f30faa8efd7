//! What records say, by the kind of their subject: one file for each, with its data as they are written and read.
//!
//! A new kind is a file here, a kind of subject, a kind of request and its event types.

mod log;
pub(super) mod project;
mod quarantine;
mod refusal;
#[cfg(test)]
mod sample;
pub(super) mod zone;

pub(super) use log::{Opening, opens};
pub use quarantine::{LogQuarantined, Quarantined};
pub use refusal::TransitionRefused;
#[cfg(test)]
pub use sample::Sample;

use std::borrow::Cow;

use super::{AppendError, Record, Subject};
use crate::act::Actor;
use crate::audit::record::envelope::TypeName;
use crate::canonical::EncodeError;
use crate::value::{Day, EventId, Timestamp};

/// What can be sealed as a record. The log gives the record its place and the time at which it is recorded.
pub(super) trait Sealable {
    /// Its id, which is new in the log.
    fn id(&self) -> EventId;

    /// The stream that it goes into.
    fn subject(&self) -> Subject;

    /// The version that the stream must have before it: its own is the next.
    fn expected_version(&self) -> u64;

    /// What happened: the middle part of its type.
    fn event_name(&self) -> &'static str;

    /// The version of its type's data.
    fn data_version(&self) -> u32 {
        1
    }

    /// Who acted.
    fn actor(&self) -> &Actor;

    /// When.
    fn at(&self) -> Timestamp;

    /// The business transaction that it belongs to.
    fn correlation(&self) -> Option<&str> {
        None
    }

    /// What caused it.
    fn causation(&self) -> Option<Cow<'_, str>> {
        None
    }

    /// Appends its data, in canonical form.
    fn write_data(&self, out: &mut Vec<u8>) -> Result<(), EncodeError>;

    /// Whether an earlier record of its stream, with its id, records it already. Unless a kind says otherwise, that is
    /// so if it is [written as](is_written_as) that record.
    fn is_recorded_as(&self, earlier: &Record) -> Result<bool, AppendError> {
        is_written_as(self, earlier).map_err(AppendError::Encode)
    }

    /// The recorded date and its own, if they are all that differs from a record with its id. Unless a kind says
    /// otherwise, nothing has a date.
    fn other_dates(&self, earlier: &Record) -> Option<(Day, Day)> {
        let _ = earlier;
        None
    }

    /// Checks what it was decided on against the last record of its stream, whose version fits. Unless a kind says
    /// otherwise, the version is enough.
    fn check_rests_on(&self, last: &Record) -> Result<(), AppendError> {
        let _ = last;
        Ok(())
    }
}

/// Whether a record says what is to be sealed, byte for byte: event, actor and data.
pub(super) fn is_written_as<S: Sealable + ?Sized>(content: &S, record: &Record) -> Result<bool, EncodeError> {
    let actor = content.actor();
    let is_same_event = TypeName::parse(record.event_type()).is_some_and(|name| name.event == content.event_name());
    if !is_same_event || (record.auth(), record.authid()) != (actor.auth(), actor.id()) {
        return Ok(false);
    }
    let mut data = Vec::with_capacity(record.data().len());
    content.write_data(&mut data)?;
    Ok(data == record.data().as_bytes())
}
