//! The attributes of a record, borrowed from its line.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// What every `type` begins with.
pub(super) const TYPE_PREFIX: &str = "lifecycle.";

/// What every `dataschema` begins with; the type follows.
pub const SCHEMA_PREFIX: &str = "urn:project-lifecycle:schema:";

/// The attributes as they stand in the line. Attributes outside this list are refused.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Envelope<'a> {
    #[serde(borrow)]
    pub(super) authid: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) authtype: Cow<'a, str>,
    #[serde(borrow, default, deserialize_with = "given")]
    pub(super) causationid: Option<Cow<'a, str>>,
    #[serde(borrow, default, deserialize_with = "given")]
    pub(super) correlationid: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub(super) data: &'a RawValue,
    #[serde(borrow)]
    pub(super) datacontenttype: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) dataschema: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) id: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) predecessorhash: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) recordedtime: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) sequence: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) source: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) specversion: Cow<'a, str>,
    pub(super) streamversion: u64,
    #[serde(borrow)]
    pub(super) subject: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) time: Cow<'a, str>,
    #[serde(borrow, rename = "type")]
    pub(super) event_type: Cow<'a, str>,
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
        let number: u32 = version.parse().ok()?;
        let is_plain = |name: &str| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        let is_canonical = number > 0 && number.to_string() == version;
        (is_canonical && is_plain(kind) && is_plain(event) && !kind.is_empty() && !event.is_empty()).then_some(Self {
            kind,
            event,
            version: number,
        })
    }
}

/// What a record is written from.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    pub(super) authid: &'a str,
    pub(super) authtype: &'a str,
    pub(super) causationid: Option<&'a str>,
    pub(super) correlationid: Option<&'a str>,
    pub(super) id: uuid::Uuid,
    pub(super) kind: &'a str,
    pub(super) event: &'a str,
    pub(super) version: u32,
    pub(super) streamversion: u64,
    pub(super) subject: super::Subject,
    pub(super) time: crate::value::Timestamp,
}

/// The width of `sequence`, in digits.
const SEQUENCE_WIDTH: usize = 19;

/// The last place that a log can have: no larger integer is canonical.
pub(super) const LAST_SEQUENCE: u64 = crate::canonical::MAX_INTEGER.unsigned_abs();

impl Draft<'_> {
    /// Appends the record, member by member in canonical order; `write_data` appends the data.
    pub(super) fn write<E>(
        &self,
        head: &super::LogHead,
        recorded: crate::value::Timestamp,
        out: &mut Vec<u8>,
        write_data: impl FnOnce(&mut Vec<u8>) -> Result<(), E>,
    ) -> Result<(), E> {
        use crate::canonical::write_string;

        let text = |name: &str, value: &str, out: &mut Vec<u8>| {
            out.extend_from_slice(name.as_bytes());
            write_string(value, out);
        };
        let plain = |name: &str, value: &[u8], out: &mut Vec<u8>| {
            out.extend_from_slice(name.as_bytes());
            out.extend_from_slice(value);
        };
        let mut uuid = uuid::Uuid::encode_buffer();
        text("{\"authid\":", self.authid, out);
        text(",\"authtype\":", self.authtype, out);
        if let Some(id) = self.causationid {
            text(",\"causationid\":", id, out);
        }
        if let Some(id) = self.correlationid {
            text(",\"correlationid\":", id, out);
        }
        out.extend_from_slice(b",\"data\":");
        write_data(out)?;
        plain(",\"datacontenttype\":\"application/json\",\"dataschema\":\"", SCHEMA_PREFIX.as_bytes(), out);
        self.write_type(out);
        plain("\",\"id\":\"", self.id.hyphenated().encode_lower(&mut uuid).as_bytes(), out);
        plain("\",\"predecessorhash\":\"", &head.hash.hex(), out);
        out.extend_from_slice(b"\",\"recordedtime\":\"");
        recorded.write_fixed(out);
        plain("\",\"sequence\":\"", &sequence(head.size() + 1), out);
        text("\",\"source\":", head.source.as_str(), out);
        out.extend_from_slice(b",\"specversion\":\"1.0\",\"streamversion\":");
        write_number(self.streamversion, out);
        plain(",\"subject\":\"", self.subject.kind.code().as_bytes(), out);
        plain("/", self.subject.id.hyphenated().encode_lower(&mut uuid).as_bytes(), out);
        out.extend_from_slice(b"\",\"time\":\"");
        self.time.write_fixed(out);
        out.extend_from_slice(b"\",\"type\":\"");
        self.write_type(out);
        out.extend_from_slice(b"\"}");
        Ok(())
    }

    fn write_type(&self, out: &mut Vec<u8>) {
        for part in [TYPE_PREFIX, self.kind, ".", self.event, ".v"] {
            out.extend_from_slice(part.as_bytes());
        }
        write_number(self.version.into(), out);
    }
}

/// Appends a number in decimal.
fn write_number(number: u64, out: &mut Vec<u8>) {
    let digits = sequence(number);
    let leading = digits.iter().take(SEQUENCE_WIDTH - 1).take_while(|digit| **digit == b'0').count();
    out.extend_from_slice(&digits[leading..]);
}

/// A place in the log, as 19 digits.
pub(super) fn sequence(mut number: u64) -> [u8; SEQUENCE_WIDTH] {
    let mut digits = [b'0'; SEQUENCE_WIDTH];
    for digit in digits.iter_mut().rev() {
        *digit += (number % 10) as u8;
        number /= 10;
    }
    digits
}

impl Envelope<'_> {
    /// The place in the log, if it is written as it must be.
    pub(super) fn sequence(&self) -> Option<u64> {
        let number: u64 = self.sequence.parse().ok()?;
        (sequence(number) == self.sequence.as_bytes() && number > 0).then_some(number)
    }

    /// The first attribute whose fixed value is another one, and what was found, if there is one.
    pub(super) fn odd_constant(&self) -> Option<(&'static str, &str)> {
        if self.specversion != "1.0" {
            return Some(("specversion", &self.specversion));
        }
        if self.datacontenttype != "application/json" {
            return Some(("datacontenttype", &self.datacontenttype));
        }
        let schema = self.dataschema.strip_prefix(SCHEMA_PREFIX);
        (schema != Some(&self.event_type)).then_some(("dataschema", &self.dataschema))
    }
}
