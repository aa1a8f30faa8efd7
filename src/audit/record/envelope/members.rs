//! Reading attributes member by member, in any order and with any fault, so that each fault can be told.

use core::ops::Range;
use std::borrow::Cow;

use super::{Envelope, SCHEMA_PREFIX, TypeName, place};
use crate::audit::RecordError;
use crate::canonical;
use crate::value::{ActorId, ShortText, Source, Timestamp};

/// Every attribute, in canonical order. Attributes outside this list are refused.
pub(super) const NAMES: [&str; 17] = [
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

/// The attributes of a line, or what is wrong with them.
pub(super) fn read(line: &[u8]) -> Result<Envelope<'_>, RecordError> {
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
    if !data_text.starts_with('{') {
        return Err(data.odd());
    }
    let authid_text = authid.text()?.ok_or_else(|| authid.missing())?;
    if ActorId::fault(&authid_text).is_some() {
        return Err(authid.odd());
    }
    Ok(Envelope {
        auth: authtype.in_form(|text| text.parse().ok())?,
        authid: authid_text,
        causation: causationid.short()?,
        correlation: correlationid.short()?,
        data_at: data.start..data.start + data_text.len(),
        id: id.in_form(|text| text.parse().ok())?,
        predecessor: predecessorhash.in_form(|text| text.parse().ok())?,
        recorded: recordedtime.in_form(|text| Timestamp::parse_fixed(text).ok())?,
        sequence: sequence.in_form(|text| place(text.as_bytes()))?,
        source: source.in_form(|text| Source::is_name(text).then_some(text))?,
        stream_version: streamversion.count()?,
        subject: subject.in_form(|text| text.parse().ok())?,
        time: time.in_form(|text| Timestamp::parse_fixed(text).ok())?,
        event_type,
    })
}

/// The members of a line by their names.
fn members(line: &[u8]) -> Result<[Member<'_>; NAMES.len()], RecordError> {
    let mut members = NAMES.map(|name| Member { name, start: 0, value: None });
    let text = core::str::from_utf8(line).unwrap_or_default();
    let mut unknown = None;
    let see = |name: &[u8], at: Range<usize>| match members.iter_mut().find(|known| known.name.as_bytes() == name) {
        Some(member) => (member.start, member.value) = (at.start, text.get(at)),
        None => unknown = unknown.take().or_else(|| Some(String::from_utf8_lossy(name).into_owned())),
    };
    canonical::check_seeing(line, see).map_err(RecordError::NotCanonical)?;
    match unknown {
        Some(name) => Err(attributes(format!("`{name}` is unknown"))),
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
    value: Option<&'a str>,
}

impl<'a> Member<'a> {
    fn needed(&self) -> Result<&'a str, RecordError> {
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
            _ => self.value.unwrap_or_default().into(),
        };
        RecordError::Attribute { attribute: self.name, found }
    }

    /// The inside of the string, its escapes as they stand.
    fn inside(&self, value: &'a str) -> Result<&'a str, RecordError> {
        value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).ok_or_else(|| self.no("text"))
    }

    /// The text, if there is one.
    fn text(&self) -> Result<Option<Cow<'a, str>>, RecordError> {
        let Some(value) = self.value else { return Ok(None) };
        let inside = self.inside(value)?;
        if !inside.contains('\\') {
            return Ok(Some(inside.into()));
        }
        serde_json::from_str(value).map(|text: String| Some(text.into())).map_err(|_| self.no("text"))
    }

    /// The short text, if there is one.
    fn short(&self) -> Result<Option<Cow<'a, str>>, RecordError> {
        let text = self.text()?;
        if text.as_deref().and_then(ShortText::fault).is_some() { Err(self.odd()) } else { Ok(text) }
    }

    /// What the text is in its form. No form has a character that would be escaped.
    fn in_form<T>(&self, read: impl FnOnce(&'a str) -> Option<T>) -> Result<T, RecordError> {
        read(self.inside(self.needed()?)?).ok_or_else(|| self.odd())
    }

    /// A number from 1.
    fn count(&self) -> Result<u64, RecordError> {
        match self.needed()?.parse() {
            Ok(0) => Err(self.odd()),
            Ok(count) => Ok(count),
            Err(_) => Err(self.no("number from 1")),
        }
    }
}

fn constant(member: &Member<'_>, expected: &str) -> Result<(), RecordError> {
    member.in_form(|text| (text == expected).then_some(()))
}
