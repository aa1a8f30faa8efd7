//! Reading a line straight through, against the very text that sealing writes between its attributes.

use std::borrow::Cow;

use super::{Envelope, SCHEMA_PREFIX, SEQUENCE_WIDTH, TypeName, place};
use crate::canonical;
use crate::value::{ActorId, Digest, Source, Timestamp};

/// The attributes of a line in which all is as it should be; for any other line nothing, and reading member by member
/// tells why. This is what lets a log be verified at the speed of its digest: more than half of a line is attributes,
/// whose order and widths are known.
pub(super) fn read<'a>(line: &'a [u8], known: Option<&Source>) -> Option<Envelope<'a>> {
    let mut rest = Rest(line);
    rest.skip(b"{\"authid\":")?;
    let authid = rest.text()?;
    ActorId::fault(&authid).is_none().then_some(())?;
    rest.skip(b",\"authtype\":")?;
    let auth = rest.inside()?.parse().ok()?;
    let causation = rest.optional(b",\"causationid\":")?;
    let correlation = rest.optional(b",\"correlationid\":")?;
    rest.skip(b",\"data\":")?;
    let start = line.len() - rest.0.len();
    rest.0.starts_with(b"{").then_some(())?;
    let data_at = start..start + rest.value()?.len();
    rest.skip(b",\"datacontenttype\":\"application/json\",\"dataschema\":")?;
    let event_type = rest.inside()?.strip_prefix(SCHEMA_PREFIX)?;
    TypeName::parse(event_type)?;
    rest.skip(b",\"id\":\"")?;
    let id = core::str::from_utf8(rest.take::<36>()?).ok()?.parse().ok()?;
    rest.skip(b"\",\"predecessorhash\":\"")?;
    let predecessor = Digest::from_hex(rest.take()?)?;
    rest.skip(b"\",\"recordedtime\":\"")?;
    let recorded = Timestamp::from_fixed(rest.take::<27>()?)?;
    rest.skip(b"\",\"sequence\":\"")?;
    let sequence = place(rest.take::<SEQUENCE_WIDTH>()?)?;
    rest.skip(b"\",\"source\":")?;
    let source = rest.inside()?;
    (known.is_some_and(|known| known.as_str() == source) || Source::is_name(source)).then_some(())?;
    rest.skip(b",\"specversion\":\"1.0\",\"streamversion\":")?;
    let stream_version = core::str::from_utf8(rest.value()?).ok()?.parse().ok().filter(|version| *version > 0)?;
    rest.skip(b",\"subject\":")?;
    let subject = rest.inside()?.parse().ok()?;
    rest.skip(b",\"time\":\"")?;
    let time = Timestamp::from_fixed(rest.take::<27>()?)?;
    rest.skip(b"\",\"type\":\"")?;
    (rest.0.strip_suffix(b"\"}")? == event_type.as_bytes()).then_some(())?;
    Some(Envelope {
        auth,
        authid,
        causation,
        correlation,
        data_at,
        id,
        predecessor,
        recorded,
        sequence,
        source,
        stream_version,
        subject,
        time,
        event_type,
    })
}

/// What is left of a line. Its bytes are looked at once, on the way; only what is kept as a text is held to be one.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    /// Skips a literal, whose length is known when it is compiled, so that no loop compares it.
    fn skip<const N: usize>(&mut self, literal: &[u8; N]) -> Option<()> {
        (self.0.first_chunk()? == literal).then_some(())?;
        self.take::<N>().map(|_| ())
    }

    /// So many bytes.
    fn take<const N: usize>(&mut self) -> Option<&'a [u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(taken)
    }

    /// One canonical value.
    fn value(&mut self) -> Option<&'a [u8]> {
        let (value, rest) = self.0.split_at_checked(canonical::check_first(self.0, 1).ok()?)?;
        self.0 = rest;
        Some(value)
    }

    /// The inside of one canonical string that has some form without escapes.
    fn inside(&mut self) -> Option<&'a str> {
        let inside = self.value()?.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
        core::str::from_utf8(inside).ok()
    }

    /// The text of a canonical string without escapes; one with escapes is read member by member.
    fn text(&mut self) -> Option<Cow<'a, str>> {
        let inside = self.inside()?;
        memchr::memchr(b'\\', inside.as_bytes()).is_none().then_some(Cow::Borrowed(inside))
    }

    /// The text behind a literal, if it stands there. Outer: whether what stands there can be read.
    #[expect(clippy::option_option, reason = "nothing, or an attribute that may be missing")]
    fn optional<const N: usize>(&mut self, literal: &[u8; N]) -> Option<Option<Cow<'a, str>>> {
        match self.skip(literal) {
            Some(()) => self.text().filter(|text| !text.is_empty()).map(Some),
            None => Some(None),
        }
    }
}
