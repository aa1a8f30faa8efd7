//! Reading a line straight through, against the very text that sealing writes between its attributes.

use std::borrow::Cow;

use uuid::fmt::Hyphenated;

use super::{Envelope, SCHEMA_PREFIX, SEQUENCE_WIDTH, TypeName, place};
use crate::canonical;
use crate::value::{ActorId, Digest, ShortText, Source, Timestamp};

/// The attributes of a line that is as it should be. `None` for any other line: reading member by member tells why.
/// This is what lets a log be verified at the speed of its digest: more than half of a line is attributes, whose order
/// and widths are known.
pub(super) fn read<'a>(line: &'a [u8], known: Option<&Source>) -> Option<Envelope<'a>> {
    let text = core::str::from_utf8(line).ok()?;
    let mut rest = Rest(text);
    rest.skip(b"{\"authid\":\"")?;
    let authid = rest.inside()?;
    ActorId::fault(authid).is_none().then_some(())?;
    rest.skip(b",\"authtype\":\"")?;
    let auth = rest.inside()?.parse().ok()?;
    let causation = rest.optional(b",\"causationid\":\"")?;
    let correlation = rest.optional(b",\"correlationid\":\"")?;
    rest.skip(b",\"data\":")?;
    let start = text.len() - rest.0.len();
    rest.0.starts_with('{').then_some(())?;
    let data_at = start..start + rest.value()?.len();
    rest.skip(b",\"datacontenttype\":\"application/json\",\"dataschema\":\"")?;
    (rest.take(SCHEMA_PREFIX.len())? == SCHEMA_PREFIX).then_some(())?;
    let event_type = rest.inside()?;
    TypeName::parse(event_type)?;
    rest.skip(b",\"id\":\"")?;
    let id = rest.take(Hyphenated::LENGTH)?.parse().ok()?;
    rest.skip(b"\",\"predecessorhash\":\"")?;
    let predecessor = Digest::from_hex(rest.bytes()?)?;
    rest.skip(b"\",\"recordedtime\":\"")?;
    let recorded_text = rest.bytes()?;
    let recorded = Timestamp::from_fixed(recorded_text)?;
    rest.skip(b"\",\"sequence\":\"")?;
    let sequence = place(rest.take(SEQUENCE_WIDTH)?.as_bytes())?;
    rest.skip(b"\",\"source\":\"")?;
    let source = rest.inside()?;
    (known.is_some_and(|known| known.as_str() == source) || Source::is_name(source)).then_some(())?;
    rest.skip(b",\"specversion\":\"1.0\",\"streamversion\":")?;
    let stream_version = rest.value()?.parse().ok().filter(|version| *version > 0)?;
    rest.skip(b",\"subject\":\"")?;
    let subject = rest.inside()?.parse().ok()?;
    rest.skip(b",\"time\":\"")?;
    // imported events were given when they were recorded
    let time = rest.bytes()?;
    let time = if time == recorded_text { recorded } else { Timestamp::from_fixed(time)? };
    rest.skip(b"\",\"type\":\"")?;
    (rest.0.strip_suffix("\"}")? == event_type).then_some(())?;
    Some(Envelope {
        auth,
        authid: authid.into(),
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

/// What is left of a line.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    /// Skips a literal, whose length is known when it is compiled, so that no loop compares it.
    fn skip<const N: usize>(&mut self, literal: &[u8; N]) -> Option<()> {
        (self.0.as_bytes().first_chunk::<N>()? == literal).then_some(())?;
        self.take(N).map(|_| ())
    }

    /// The next so many bytes.
    fn take(&mut self, count: usize) -> Option<&'a str> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// As many bytes as their form has.
    fn bytes<const N: usize>(&mut self) -> Option<&'a [u8; N]> {
        self.take(N)?.as_bytes().first_chunk()
    }

    /// One canonical value.
    fn value(&mut self) -> Option<&'a str> {
        self.take(canonical::check_first(self.0.as_bytes(), 1).ok()?)
    }

    /// What is left of one canonical string without escapes, behind its first quotation mark; one with escapes is read member
    /// by member.
    fn inside(&mut self) -> Option<&'a str> {
        let inside = self.take(canonical::first_special(self.0.as_bytes()))?;
        self.skip(b"\"")?;
        Some(inside)
    }

    /// The short text after a literal, or the `Some(None)` of a missing one. `None` if what stands there cannot be
    /// read.
    #[expect(clippy::option_option, reason = "nothing, or an attribute that may be missing")]
    fn optional<const N: usize>(&mut self, literal: &[u8; N]) -> Option<Option<Cow<'a, str>>> {
        match self.skip(literal) {
            Some(()) => self.inside().filter(|text| ShortText::fault(text).is_none()).map(|text| Some(text.into())),
            None => Some(None),
        }
    }
}
