//! The attributes of a record, borrowed from its line.

use core::ops::Range;
use std::borrow::Cow;

use serde::{Deserialize, Deserializer};

use super::draft::sequence;
use super::{RECORD_LIMIT, RecordError, Subject};
use crate::canonical;
use crate::project::AuthType;
use crate::value::{ActorId, Digest, EventId, Source, Timestamp};

/// What every `type` begins with.
pub(super) const TYPE_PREFIX: &str = "lifecycle.";

/// What every `dataschema` begins with; the type follows.
pub(super) const SCHEMA_PREFIX: &str = "urn:project-lifecycle:schema:";

/// The attributes of a line, each in the form that it must have. Nothing is copied, so that a log can be verified at the
/// speed of its digest.
#[derive(Debug)]
pub(super) struct Envelope<'a> {
    pub(super) auth: AuthType,
    pub(super) authid: Cow<'a, str>,
    pub(super) causation: Option<Cow<'a, str>>,
    pub(super) correlation: Option<Cow<'a, str>>,
    /// Where the data stand in the line.
    pub(super) data_at: Range<usize>,
    pub(super) id: EventId,
    pub(super) predecessor: Digest,
    pub(super) recorded: Timestamp,
    pub(super) sequence: u64,
    pub(super) source: &'a str,
    pub(super) stream_version: u64,
    pub(super) subject: Subject,
    pub(super) time: Timestamp,
    pub(super) event_type: &'a str,
}

/// Every attribute, in canonical order. Attributes outside this list are refused.
const NAMES: [&str; 17] = [
    "authid",
    "authtype",
    "causationid",
    "correlationid",
    "data",
    "datacontenttype",
    "dataschema",
    "id",
    "predecessorhash",
    "recordedtime",
    "sequence",
    "source",
    "specversion",
    "streamversion",
    "subject",
    "time",
    "type",
];

impl<'a> Envelope<'a> {
    /// Reads the attributes of a line without its `\n`, and nothing else than a canonical one.
    pub(super) fn read(line: &'a [u8]) -> Result<Self, RecordError> {
        if line.len() > RECORD_LIMIT {
            return Err(RecordError::TooLarge { bytes: line.len(), limit: RECORD_LIMIT });
        }
        let [
            authid,
            authtype,
            causationid,
            correlationid,
            data,
            datacontenttype,
            dataschema,
            id,
            predecessorhash,
            recordedtime,
            sequence,
            source,
            specversion,
            streamversion,
            subject,
            time,
            event_type,
        ] = members(line)?;

        constant(&specversion, "1.0")?;
        constant(&datacontenttype, "application/json")?;
        let event_type = event_type.in_form(|text| TypeName::parse(text).map(|_| text))?;
        let schema_of = |text: &str| text.strip_prefix(SCHEMA_PREFIX) == Some(event_type);
        dataschema.in_form(|text| schema_of(text).then_some(()))?;
        let data_text = data.needed()?;
        if !data_text.starts_with(b"{") {
            return Err(data.odd());
        }
        let authid_text = authid.text()?.ok_or_else(|| authid.missing())?;
        if ActorId::fault(&authid_text).is_some() {
            return Err(authid.odd());
        }
        Ok(Self {
            auth: authtype.in_form(|text| text.parse().ok())?,
            authid: authid_text,
            causation: causationid.text()?,
            correlation: correlationid.text()?,
            data_at: data.start..data.start + data_text.len(),
            id: id.in_form(|text| text.parse().ok())?,
            predecessor: predecessorhash.in_form(|text| text.parse().ok())?,
            recorded: recordedtime.in_form(|text| Timestamp::parse_fixed(text).ok())?,
            sequence: sequence.in_form(place)?,
            source: source.in_form(|text| Source::is_name(text).then_some(text))?,
            stream_version: streamversion.count()?,
            subject: subject.in_form(|text| text.parse().ok())?,
            time: time.in_form(|text| Timestamp::parse_fixed(text).ok())?,
            event_type,
        })
    }

    /// The id of who acted, kept beyond the line.
    pub(super) fn authid(&self) -> Result<ActorId, RecordError> {
        let odd = |_| RecordError::Attribute { attribute: "authid", found: self.authid.clone().into_owned() };
        ActorId::new(&self.authid).map_err(odd)
    }

    /// The name of the log, kept beyond the line.
    pub(super) fn source(&self) -> Result<Source, RecordError> {
        self.source.parse().map_err(|_| RecordError::Attribute { attribute: "source", found: self.source.into() })
    }
}

/// The members of a line by their names.
fn members<'a>(line: &'a [u8]) -> Result<[Member<'a>; NAMES.len()], RecordError> {
    let mut members = NAMES.map(|name| Member { name, start: 0, value: None });
    let (mut next, mut unknown) = (0, None);
    let see = |name: &'a [u8], at: Range<usize>| {
        // both lists are sorted
        while NAMES.get(next).is_some_and(|known| known.as_bytes() < name) {
            next += 1;
        }
        match members.get_mut(next).filter(|known| known.name.as_bytes() == name) {
            Some(member) => (member.start, member.value) = (at.start, line.get(at)),
            None => unknown = unknown.or(Some(name)),
        }
    };
    canonical::check_seeing(line, see).map_err(RecordError::NotCanonical)?;
    match unknown {
        Some(name) => Err(attributes(format!("`{}` is unknown", String::from_utf8_lossy(name)))),
        None => Ok(members),
    }
}

#[cold]
fn attributes(why: String) -> RecordError {
    RecordError::Attributes { why }
}

/// One attribute: its name, and its value as it stands in the line, from where.
#[derive(Clone, Copy, Debug)]
struct Member<'a> {
    name: &'static str,
    start: usize,
    value: Option<&'a [u8]>,
}

impl<'a> Member<'a> {
    fn needed(&self) -> Result<&'a [u8], RecordError> {
        self.value.ok_or_else(|| self.missing())
    }

    #[cold]
    fn missing(&self) -> RecordError {
        attributes(format!("`{}` is missing", self.name))
    }

    #[cold]
    fn no(&self, what: &str) -> RecordError {
        attributes(format!("`{}` is no {what}", self.name))
    }

    /// The value is not in its form.
    #[cold]
    fn odd(&self) -> RecordError {
        let found = match self.text() {
            Ok(Some(text)) => text.into_owned(),
            _ => String::from_utf8_lossy(self.value.unwrap_or_default()).into_owned(),
        };
        RecordError::Attribute { attribute: self.name, found }
    }

    /// The inside of the string, its escapes as they stand.
    fn inside(&self, value: &'a [u8]) -> Result<&'a [u8], RecordError> {
        value.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")).ok_or_else(|| self.no("text"))
    }

    /// The text, if there is one.
    fn text(&self) -> Result<Option<Cow<'a, str>>, RecordError> {
        let Some(value) = self.value else { return Ok(None) };
        let inside = self.inside(value)?;
        let plain = if inside.contains(&b'\\') { None } else { core::str::from_utf8(inside).ok() };
        match plain {
            Some(text) => Ok(Some(text.into())),
            None => serde_json::from_slice(value).map(|text: String| Some(text.into())).map_err(|_| self.no("text")),
        }
    }

    /// What the text is in its form. No form has a character that would be escaped.
    fn in_form<T>(&self, read: impl FnOnce(&'a str) -> Option<T>) -> Result<T, RecordError> {
        let inside = self.inside(self.needed()?)?;
        core::str::from_utf8(inside).ok().and_then(read).ok_or_else(|| self.odd())
    }

    /// A number from 1.
    fn count(&self) -> Result<u64, RecordError> {
        let text = core::str::from_utf8(self.needed()?).unwrap_or_default();
        match text.parse() {
            Ok(0) => Err(self.odd()),
            Ok(count) => Ok(count),
            Err(_) => Err(self.no("number from 1")),
        }
    }
}

fn constant(member: &Member<'_>, expected: &str) -> Result<(), RecordError> {
    member.in_form(|text| (text == expected).then_some(()))
}

/// A place in the log, written as it must be.
fn place(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (sequence(number) == text.as_bytes() && number > 0).then_some(number)
}

/// Reads a member that is omitted when absent, and never null.
pub(super) fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// The parts of a type such as `lifecycle.project.signed.v1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TypeName<'a> {
    pub(super) kind: &'a str,
    pub(super) event: &'a str,
    pub(super) version: u32,
}

impl<'a> TypeName<'a> {
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let (name, version) = text.strip_prefix(TYPE_PREFIX)?.rsplit_once(".v")?;
        let (kind, event) = name.split_once('.')?;
        let is_plain = |name: &str| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        let is_shortest =
            version.bytes().all(|byte| byte.is_ascii_digit()) && (version == "0" || !version.starts_with('0'));
        (is_shortest && is_plain(kind) && is_plain(event) && !kind.is_empty() && !event.is_empty()).then_some(())?;
        Some(Self { kind, event, version: version.parse().ok()? })
    }
}
