//! What one looks at in a line to fold it: its place and its data. The rest is passed over.

use super::{Envelope, SCHEMA_PREFIX, SEQUENCE_WIDTH, TYPE_PREFIX};
use crate::audit::{RecordError, SubjectKind};
use crate::canonical::Ends;
use crate::value::{ProjectId, Source, Timestamp};

/// A record of a project, as far as its fold needs it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Glance<'a> {
    /// The project.
    pub(crate) project: ProjectId,
    /// The place in its stream, from 1.
    pub(crate) version: u64,
    /// When it was appended.
    pub(crate) recorded: Timestamp,
    /// What happened: the middle part of its type, which is of version 1.
    pub(crate) event: &'a str,
    /// The data, in canonical form.
    pub(crate) data: &'a [u8],
}

impl<'a> Glance<'a> {
    /// Looks at a line of a log, after its form was checked. `Ok(None)` if it is about something else than a project, or has
    /// data of another version.
    ///
    /// # Errors
    /// [`RecordError`] as [`Record::parse`](crate::audit::Record::parse) has them.
    pub(crate) fn checked(line: &'a [u8], log: &Source) -> Result<Option<Self>, RecordError> {
        let Envelope { subject, stream_version, recorded, event_type, data_at, source, .. } =
            Envelope::read(line, Some(log))?;
        let seen = || {
            let (version, project) = (stream_version, subject.project()?);
            let event = event(event_type.as_bytes())?;
            Some(Self { project, version, recorded, event, data: line.get(data_at)? })
        };
        Ok(if source == log.as_str() { seen() } else { None })
    }

    /// Looks at a line of a log that was verified. `None` if it is about something else than a project, has data of another
    /// version, or is written otherwise than a record of that log.
    pub(crate) fn verified(line: &'a [u8], log: &Source) -> Option<Self> {
        let mut ends = Ends::new(line);
        ends.past_last(b"\"}")?;
        let event_type = ends.bytes_last()?;
        ends.past_last(b"\",\"type\":")?;
        ends.take_last::<27>()?;
        ends.past_last(b"\",\"time\":\"")?;
        let project = core::str::from_utf8(ends.take_last::<36>()?).ok()?;
        ends.past_last(b",\"subject\":\"project/")?;
        let version = ends.number_last()?;
        ends.past_last(b"\",\"specversion\":\"1.0\",\"streamversion\":")?;
        ends.past_text_last(log.as_str().as_bytes())?;
        ends.past_last(b"\",\"source\":\"")?;
        ends.take_last::<SEQUENCE_WIDTH>()?;
        ends.past_last(b"\",\"sequence\":\"")?;
        let recorded = Timestamp::from_fixed(ends.take_last()?)?;
        ends.past_last(b"\",\"recordedtime\":\"")?;
        ends.take_last::<64>()?;
        ends.past_last(b"\",\"predecessorhash\":\"")?;
        ends.take_last::<36>()?;
        ends.past_last(b"\",\"id\":\"")?;
        ends.past_text_last(event_type)?;
        ends.past_text_last(SCHEMA_PREFIX.as_bytes())?;
        ends.past_last(b",\"datacontenttype\":\"application/json\",\"dataschema\":\"")?;
        ends.past(b"{\"authid\":\"")?;
        ends.bytes()?;
        ends.past(b",\"authtype\":\"")?;
        ends.bytes()?;
        if ends.has(b",\"causationid\":\"") {
            ends.bytes()?;
        }
        if ends.has(b",\"correlationid\":\"") {
            ends.bytes()?;
        }
        ends.past(b",\"data\":")?;
        Some(Self { project: project.parse().ok()?, version, recorded, event: event(event_type)?, data: ends.rest() })
    }
}

/// What happened to a project, from the type of a record whose data have the first version.
fn event(event_type: &[u8]) -> Option<&str> {
    const { assert!(matches!(SubjectKind::Project.code().as_bytes(), b"project"), "the kind that stands in the literals") };
    let name = event_type.strip_prefix(TYPE_PREFIX.as_bytes())?.strip_prefix(b"project.")?.strip_suffix(b".v1")?;
    core::str::from_utf8(name).ok()
}
