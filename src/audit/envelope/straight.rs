//! Reading a line straight through, against the very text that sealing writes between its attributes.

use std::borrow::Cow;

use super::{Envelope, SCHEMA_PREFIX, TypeName, place};
use crate::canonical;
use crate::value::{ActorId, Source, Timestamp};

/// The attributes of a line in which all is as it should be; for any other line nothing, and reading member by member
/// tells why. This is what lets a log be verified at the speed of its digest: more than half of a line is attributes,
/// whose order and widths are known.
pub(super) fn read<'a>(line: &'a [u8], known: Option<&Source>) -> Option<Envelope<'a>> {
    let mut rest = Rest(core::str::from_utf8(line).ok()?);
    rest.skip("{\"authid\":")?;
    let authid = text(rest.value()?)?;
    ActorId::fault(&authid).is_none().then_some(())?;
    rest.skip(",\"authtype\":")?;
    let auth = rest.inside()?.parse().ok()?;
    let causation = rest.optional(",\"causationid\":")?;
    let correlation = rest.optional(",\"correlationid\":")?;
    rest.skip(",\"data\":")?;
    let start = line.len() - rest.0.len();
    rest.0.starts_with('{').then_some(())?;
    let data_at = start..start + rest.value()?.len();
    rest.skip(",\"datacontenttype\":\"application/json\",\"dataschema\":")?;
    let event_type = rest.inside()?.strip_prefix(SCHEMA_PREFIX)?;
    TypeName::parse(event_type)?;
    rest.skip(",\"id\":\"")?;
    let id = rest.take(36)?.parse().ok()?;
    rest.skip("\",\"predecessorhash\":\"")?;
    let predecessor = rest.take(64)?.parse().ok()?;
    rest.skip("\",\"recordedtime\":\"")?;
    let recorded = Timestamp::parse_fixed(rest.take(27)?).ok()?;
    rest.skip("\",\"sequence\":\"")?;
    let sequence = place(rest.take(19)?)?;
    rest.skip("\",\"source\":")?;
    let source = rest.inside()?;
    (known.is_some_and(|known| known.as_str() == source) || Source::is_name(source)).then_some(())?;
    rest.skip(",\"specversion\":\"1.0\",\"streamversion\":")?;
    let stream_version = rest.value()?.parse().ok().filter(|version| *version > 0)?;
    rest.skip(",\"subject\":")?;
    let subject = rest.inside()?.parse().ok()?;
    rest.skip(",\"time\":\"")?;
    let time = Timestamp::parse_fixed(rest.take(27)?).ok()?;
    rest.skip("\",\"type\":\"")?;
    (rest.0.strip_suffix("\"}")? == event_type).then_some(())?;
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

/// What is left of a line.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    fn skip(&mut self, literal: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(literal)?;
        Some(())
    }

    /// So many bytes.
    fn take(&mut self, width: usize) -> Option<&'a str> {
        let (taken, rest) = self.0.split_at_checked(width)?;
        self.0 = rest;
        Some(taken)
    }

    /// The inside of one canonical string that has some form without escapes.
    fn inside(&mut self) -> Option<&'a str> {
        inside(self.value()?)
    }

    /// One canonical value.
    fn value(&mut self) -> Option<&'a str> {
        self.take(canonical::check_first(self.0.as_bytes(), 1).ok()?)
    }

    /// The text behind a literal, if it stands there. Outer: whether what stands there can be read.
    #[expect(clippy::option_option, reason = "nothing, or an attribute that may be missing")]
    fn optional(&mut self, literal: &str) -> Option<Option<Cow<'a, str>>> {
        match self.skip(literal) {
            Some(()) => text(self.value()?).filter(|text| !text.is_empty()).map(Some),
            None => Some(None),
        }
    }
}

fn inside(value: &str) -> Option<&str> {
    value.strip_prefix('"')?.strip_suffix('"')
}

/// The text of a canonical string without escapes; one with escapes is read member by member.
fn text(value: &str) -> Option<Cow<'_, str>> {
    let inside = inside(value)?;
    memchr::memchr(b'\\', inside.as_bytes()).is_none().then_some(Cow::Borrowed(inside))
}
