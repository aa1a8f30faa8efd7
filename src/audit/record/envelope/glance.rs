//! What one looks at in a line to fold it: its place and its data. The rest is passed over.

use super::{SCHEMA_PREFIX, SEQUENCE_WIDTH, TYPE_PREFIX, place};
use crate::act::AuthType;
use crate::audit::{RECORD_LIMIT, SubjectKind};
use crate::canonical::{self, Ends};
use crate::value::{ActorId, Digest, EventId, ProjectId, ShortText, Source, Timestamp};
use crate::vocabulary::Vocabulary as _;

/// A record of a project, as far as its fold needs it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Glance<'a> {
    /// The project.
    pub(crate) project: ProjectId,
    /// The place in its stream, from 1.
    pub(crate) version: u64,
    /// When it was appended.
    pub(crate) recorded: Timestamp,
    /// What happened: the middle part of its type, which is of version 1. Whether there is such an event was not looked at.
    pub(crate) event: &'a [u8],
    /// The data, in canonical form.
    pub(crate) data: &'a [u8],
}

/// The attributes that a fold passes over, as they are written.
struct Passed<'a> {
    authid: &'a [u8],
    auth: &'a [u8],
    causation: Option<&'a [u8]>,
    correlation: Option<&'a [u8]>,
    id: &'a [u8; 36],
    predecessor: &'a [u8; 64],
    sequence: &'a [u8; SEQUENCE_WIDTH],
    time: &'a [u8; 27],
    recorded: &'a [u8; 27],
}

impl<'a> Glance<'a> {
    /// Looks at a line of a log and checks the form of all of it. `None` if it is about something else than a project, has data
    /// of another version, or is written otherwise than a record of that log: to read it in full tells why.
    pub(crate) fn checked(line: &'a [u8], log: &Source) -> Option<Self> {
        let (glance, passed) = look(line, log)?;
        let data = canonical::check_first(glance.data, 1).ok()?;
        let is_object = glance.data.starts_with(b"{") && data == glance.data.len();
        (line.len() <= RECORD_LIMIT && is_object && passed.have_form()).then_some(glance)
    }

    /// Looks at a line of a log that was verified. `None` as of [`checked`](Self::checked), as far as it looks.
    pub(crate) fn verified(line: &'a [u8], log: &Source) -> Option<Self> {
        look(line, log).map(|(glance, _)| glance)
    }
}

#[inline(always)]
fn look<'a>(line: &'a [u8], log: &Source) -> Option<(Glance<'a>, Passed<'a>)> {
    let mut ends = Ends::new(line);
    ends.past_last(b"\"}")?;
    let event_type = ends.bytes_last()?;
    ends.past_last(b"\",\"type\":")?;
    let time = ends.take_last()?;
    ends.past_last(b"\",\"time\":\"")?;
    let project = ends.take_last()?;
    ends.past_last(b",\"subject\":\"project/")?;
    let version = ends.number_last()?;
    ends.past_last(b"\",\"specversion\":\"1.0\",\"streamversion\":")?;
    ends.past_text_last(log.as_str().as_bytes())?;
    ends.past_last(b"\",\"source\":\"")?;
    let sequence = ends.take_last()?;
    ends.past_last(b"\",\"sequence\":\"")?;
    let recorded = ends.take_last()?;
    ends.past_last(b"\",\"recordedtime\":\"")?;
    let predecessor = ends.take_last()?;
    ends.past_last(b"\",\"predecessorhash\":\"")?;
    let id = ends.take_last()?;
    ends.past_last(b"\",\"id\":\"")?;
    ends.past_text_last(event_type)?;
    ends.past_text_last(SCHEMA_PREFIX.as_bytes())?;
    ends.past_last(b",\"datacontenttype\":\"application/json\",\"dataschema\":\"")?;
    ends.past(b"{\"authid\":\"")?;
    let authid = ends.bytes()?;
    ends.past(b",\"authtype\":\"")?;
    let auth = ends.bytes()?;
    let causation = if ends.has(b",\"causationid\":\"") { Some(ends.bytes()?) } else { None };
    let correlation = if ends.has(b",\"correlationid\":\"") { Some(ends.bytes()?) } else { None };
    ends.past(b",\"data\":")?;
    let glance = Glance {
        project: ProjectId::from_fixed(project)?,
        version,
        recorded: Timestamp::from_fixed(recorded)?,
        event: event(event_type)?,
        data: ends.rest(),
    };
    let passed = Passed { authid, auth, causation, correlation, id, predecessor, sequence, time, recorded };
    Some((glance, passed))
}

impl Passed<'_> {
    /// Whether each has the form that it must have.
    fn have_form(&self) -> bool {
        fn text(bytes: &[u8]) -> Option<&str> {
            core::str::from_utf8(bytes).ok()
        }
        let is_short = |bytes: Option<&[u8]>| {
            bytes.is_none_or(|bytes| text(bytes).is_some_and(|text| ShortText::fault(text).is_none()))
        };
        text(self.authid).is_some_and(|text| ActorId::fault(text).is_none())
            && AuthType::of_bytes(self.auth).is_some()
            && is_short(self.causation)
            && is_short(self.correlation)
            && EventId::from_fixed(self.id).is_some()
            && Digest::from_hex(self.predecessor).is_some()
            && place(self.sequence).is_some()
            && (self.time == self.recorded || Timestamp::from_fixed(self.time).is_some())
    }
}

/// What happened to a project, from the type of a record whose data have the first version.
fn event(event_type: &[u8]) -> Option<&[u8]> {
    const { assert!(matches!(SubjectKind::Project.code().as_bytes(), b"project"), "the kind that stands in the literals") };
    event_type.strip_prefix(TYPE_PREFIX.as_bytes())?.strip_prefix(b"project.")?.strip_suffix(b".v1")
}
