//! Reading a line straight through, against the very text that sealing writes between its attributes.

use std::borrow::Cow;

use uuid::fmt::Hyphenated;

use super::{Envelope, SCHEMA_PREFIX, SEQUENCE_WIDTH, TypeName, place};
use crate::canonical::{self, Ends};
use crate::value::{ActorId, Digest, ShortText, Source, Timestamp};

/// The attributes of a line that is as it should be. `None` for any other line: reading member by member tells why.
/// This is what lets a log be verified at the speed of its digest: more than half of a line is attributes, whose order
/// and widths are known.
pub(super) fn read<'a>(line: &'a [u8], known: Option<&Source>) -> Option<Envelope<'a>> {
    let mut rest = Ends::new(line);
    rest.past(b"{\"authid\":\"")?;
    let authid = rest.text()?;
    ActorId::fault(authid).is_none().then_some(())?;
    rest.past(b",\"authtype\":\"")?;
    let auth = rest.text()?.parse().ok()?;
    let causation = optional(&mut rest, b",\"causationid\":\"")?;
    let correlation = optional(&mut rest, b",\"correlationid\":\"")?;
    rest.past(b",\"data\":")?;
    let start = line.len() - rest.rest().len();
    rest.rest().starts_with(b"{").then_some(())?;
    let data_at = start..start + value(&mut rest)?.len();
    rest.past(b",\"datacontenttype\":\"application/json\",\"dataschema\":\"")?;
    let event_type = rest.text()?.strip_prefix(SCHEMA_PREFIX)?;
    TypeName::parse(event_type)?;
    rest.past(b",\"id\":\"")?;
    let id = core::str::from_utf8(rest.take::<{ Hyphenated::LENGTH }>()?).ok()?.parse().ok()?;
    rest.past(b"\",\"predecessorhash\":\"")?;
    let predecessor = Digest::from_hex(rest.take()?)?;
    rest.past(b"\",\"recordedtime\":\"")?;
    let recorded_text = rest.take()?;
    let recorded = Timestamp::from_fixed(recorded_text)?;
    rest.past(b"\",\"sequence\":\"")?;
    let sequence = place(rest.take::<SEQUENCE_WIDTH>()?)?;
    rest.past(b"\",\"source\":\"")?;
    let source = rest.text()?;
    (known.is_some_and(|known| known.as_str() == source) || Source::is_name(source)).then_some(())?;
    rest.past(b",\"specversion\":\"1.0\",\"streamversion\":")?;
    let stream_version = core::str::from_utf8(value(&mut rest)?).ok()?.parse().ok().filter(|version| *version > 0)?;
    rest.past(b",\"subject\":\"")?;
    let subject = rest.text()?.parse().ok()?;
    rest.past(b",\"time\":\"")?;
    // an imported event bears one time twice: it was given when it was recorded
    let time = rest.take()?;
    let time = if time == recorded_text { recorded } else { Timestamp::from_fixed(time)? };
    rest.past(b"\",\"type\":\"")?;
    (rest.rest().strip_suffix(b"\"}")? == event_type.as_bytes()).then_some(())?;
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

/// One canonical value.
fn value<'a>(rest: &mut Ends<'a>) -> Option<&'a [u8]> {
    rest.take_first(canonical::check_first(rest.rest(), 1).ok()?)
}

/// The short text after a literal, or the `Some(None)` of a missing one. `None` if what stands there cannot be read.
#[expect(clippy::option_option, reason = "nothing, or an attribute that may be missing")]
fn optional<'a, const N: usize>(rest: &mut Ends<'a>, literal: &[u8; N]) -> Option<Option<Cow<'a, str>>> {
    if rest.has(literal) {
        rest.text().filter(|text| ShortText::fault(text).is_none()).map(|text| Some(text.into()))
    } else {
        Some(None)
    }
}
