//! A record as it is written: its attributes, member by member in canonical order.

use uuid::Uuid;

use crate::audit::record::envelope::{SCHEMA_PREFIX, SEQUENCE_WIDTH, TYPE_PREFIX};
use crate::audit::wire::Sealable;
use crate::audit::{LogHead, RECORD_LIMIT, Subject};
use crate::canonical::{EncodeError, MAX_INTEGER, write_string};
use crate::project::size::CONTENT_LIMIT;
use crate::value::Timestamp;

/// The last place that a log can have: no larger integer is canonical.
pub(in crate::audit) const LAST_SEQUENCE: u64 = MAX_INTEGER.unsigned_abs();

/// What a record has at most beside what its command gave, in bytes: the attributes, and the members of the data that
/// follow from where the project stood.
const BESIDE_CONTENT: usize = 5_000;
const _: () = assert!(CONTENT_LIMIT + BESIDE_CONTENT <= RECORD_LIMIT, "what is decided fits into a record");

/// Appends a record, without its `\n`. After an error the buffer may hold a part of it.
pub(in crate::audit) fn write(
    content: &dyn Sealable,
    head: &LogHead,
    recorded: Timestamp,
    out: &mut Vec<u8>,
) -> Result<(), EncodeError> {
    let (actor, subject) = (content.actor(), content.subject());
    let text = |name: &str, value: &str, out: &mut Vec<u8>| {
        out.extend_from_slice(name.as_bytes());
        write_string(value, out);
    };
    let plain = |name: &str, value: &[u8], out: &mut Vec<u8>| {
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(value);
    };
    let mut uuid = Uuid::encode_buffer();
    text("{\"authid\":", actor.id().as_str(), out);
    text(",\"authtype\":", actor.auth().code(), out);
    if let Some(id) = content.causation() {
        text(",\"causationid\":", &id, out);
    }
    if let Some(id) = content.correlation() {
        text(",\"correlationid\":", id, out);
    }
    out.extend_from_slice(b",\"data\":");
    content.write_data(out)?;
    plain(",\"datacontenttype\":\"application/json\",\"dataschema\":\"", SCHEMA_PREFIX.as_bytes(), out);
    write_type(content, subject, out);
    plain("\",\"id\":\"", content.id().uuid().hyphenated().encode_lower(&mut uuid).as_bytes(), out);
    plain("\",\"predecessorhash\":\"", &head.hash.hex(), out);
    out.extend_from_slice(b"\",\"recordedtime\":\"");
    recorded.write_fixed(out);
    plain("\",\"sequence\":\"", &sequence(head.size() + 1), out);
    text("\",\"source\":", head.source.as_str(), out);
    out.extend_from_slice(b",\"specversion\":\"1.0\",\"streamversion\":");
    write_number(content.expected_version() + 1, out);
    plain(",\"subject\":\"", subject.kind().code().as_bytes(), out);
    plain("/", subject.id().hyphenated().encode_lower(&mut uuid).as_bytes(), out);
    out.extend_from_slice(b"\",\"time\":\"");
    content.at().write_fixed(out);
    out.extend_from_slice(b"\",\"type\":\"");
    write_type(content, subject, out);
    out.extend_from_slice(b"\"}");
    Ok(())
}

fn write_type(content: &dyn Sealable, subject: Subject, out: &mut Vec<u8>) {
    for part in [TYPE_PREFIX, subject.kind().code(), ".", content.event_name(), ".v"] {
        out.extend_from_slice(part.as_bytes());
    }
    write_number(content.data_version().into(), out);
}

/// Appends a number in decimal.
fn write_number(number: u64, out: &mut Vec<u8>) {
    let digits = sequence(number);
    let leading = digits.iter().take(SEQUENCE_WIDTH - 1).take_while(|digit| **digit == b'0').count();
    out.extend_from_slice(&digits[leading..]);
}

/// A place in the log, as 19 digits.
pub(in crate::audit) fn sequence(mut number: u64) -> [u8; SEQUENCE_WIDTH] {
    let mut digits = [b'0'; SEQUENCE_WIDTH];
    for digit in digits.iter_mut().rev() {
        *digit += (number % 10) as u8;
        number /= 10;
    }
    digits
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;
    use crate::act::{Actor, AuthType};
    use crate::project::Change;
    use crate::project::fact::Fact;
    use crate::value::{DigestAlgorithm, EventId, ProjectId};

    /// Attributes as long as they can be, and no data.
    struct Longest {
        actor: Actor,
        id: String,
    }

    impl Sealable for Longest {
        fn id(&self) -> EventId {
            EventId::named(Uuid::nil(), "")
        }

        fn subject(&self) -> Subject {
            ProjectId::named("").into()
        }

        fn expected_version(&self) -> u64 {
            LAST_SEQUENCE - 1
        }

        fn event_name(&self) -> &'static str {
            let events = Fact::EVENT_NAMES.iter().copied().chain([Change::PLANNED, Change::CORRECTED]);
            events.max_by_key(|name| name.len()).unwrap()
        }

        fn data_version(&self) -> u32 {
            u32::MAX
        }

        fn actor(&self) -> &Actor {
            &self.actor
        }

        fn at(&self) -> Timestamp {
            "2018-06-01T10:00:00Z".parse().unwrap()
        }

        fn correlation(&self) -> Option<&str> {
            Some(&self.id)
        }

        fn causation(&self) -> Option<Cow<'_, str>> {
            Some(Cow::Borrowed(&self.id))
        }

        fn write_data(&self, _out: &mut Vec<u8>) -> Result<(), EncodeError> {
            Ok(())
        }
    }

    #[test]
    fn what_stands_beside_the_content_has_a_bound() {
        // a quotation mark takes two bytes
        let id = "\"".repeat(256);
        let longest = Longest { actor: Actor::new(AuthType::Unauthenticated, id.parse().unwrap()), id };
        let source = format!("urn:{}", "x".repeat(508)).parse().unwrap();
        let head = LogHead::empty(source, DigestAlgorithm::Sha256);
        let mut line = Vec::new();
        write(&longest, &head, longest.at(), &mut line).unwrap();
        // a `before` of 1,024 bytes; the names of all members at once, with every stage, code, date and version
        let members = 1_024 + 600;
        assert!(line.len() > 2_500 && line.len() + members <= BESIDE_CONTENT, "{}", line.len());
    }
}
