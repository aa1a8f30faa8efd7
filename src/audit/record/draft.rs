//! A record as it is written: its attributes, member by member in canonical order.

use uuid::Uuid;

use crate::audit::record::envelope::{SCHEMA_PREFIX, TYPE_PREFIX};
use crate::audit::{LogHead, RECORD_LIMIT, Subject};
use crate::canonical::{MAX_INTEGER, write_string};
use crate::project::CONTENT_LIMIT;
use crate::value::Timestamp;

/// What a record is written from.
#[derive(Debug)]
pub(in crate::audit) struct Draft<'a> {
    pub(in crate::audit) authid: &'a str,
    pub(in crate::audit) authtype: &'a str,
    pub(in crate::audit) causationid: Option<&'a str>,
    pub(in crate::audit) correlationid: Option<&'a str>,
    pub(in crate::audit) id: Uuid,
    pub(in crate::audit) kind: &'a str,
    pub(in crate::audit) event: &'a str,
    pub(in crate::audit) version: u32,
    pub(in crate::audit) streamversion: u64,
    pub(in crate::audit) subject: Subject,
    pub(in crate::audit) time: Timestamp,
}

/// The width of `sequence`, in digits.
pub(in crate::audit) const SEQUENCE_WIDTH: usize = 19;

/// The last place that a log can have: no larger integer is canonical.
pub(in crate::audit) const LAST_SEQUENCE: u64 = MAX_INTEGER.unsigned_abs();

/// What a record has at most beside what its command gave, in bytes: the attributes, and the members of the data that
/// follow from where the project stood.
const BESIDE_CONTENT: usize = 5_000;
const _: () = assert!(CONTENT_LIMIT + BESIDE_CONTENT <= RECORD_LIMIT, "what is decided fits into a record");

impl Draft<'_> {
    /// Appends the record, member by member in canonical order; `write_data` appends the data.
    pub(in crate::audit) fn write<E>(
        &self,
        head: &LogHead,
        recorded: Timestamp,
        out: &mut Vec<u8>,
        write_data: impl FnOnce(&mut Vec<u8>) -> Result<(), E>,
    ) -> Result<(), E> {
        let text = |name: &str, value: &str, out: &mut Vec<u8>| {
            out.extend_from_slice(name.as_bytes());
            write_string(value, out);
        };
        let plain = |name: &str, value: &[u8], out: &mut Vec<u8>| {
            out.extend_from_slice(name.as_bytes());
            out.extend_from_slice(value);
        };
        let mut uuid = Uuid::encode_buffer();
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
    use super::*;
    use crate::audit::SubjectKind;
    use crate::project::{Body, Fact};
    use crate::value::DigestAlgorithm;

    #[test]
    fn what_stands_beside_the_content_has_a_bound() {
        let longest = "\"".repeat(256);
        let source = format!("urn:{}", "x".repeat(508)).parse().unwrap();
        let at = "2018-06-01T10:00:00Z".parse().unwrap();
        let head = LogHead::empty(source, DigestAlgorithm::Sha256);
        let events = Fact::EVENT_NAMES.iter().copied().chain([Body::PLANNED, Body::CORRECTED]);
        let draft = Draft {
            authid: &longest,
            authtype: "unauthenticated",
            causationid: Some(&longest),
            correlationid: Some(&longest),
            id: Uuid::nil(),
            kind: SubjectKind::Project.code(),
            event: events.max_by_key(|name| name.len()).unwrap(),
            version: u32::MAX,
            streamversion: LAST_SEQUENCE,
            subject: Subject { kind: SubjectKind::Project, id: Uuid::nil() },
            time: at,
        };
        let mut line = Vec::new();
        draft.write(&head, at, &mut line, |_| Ok::<_, ()>(())).unwrap();
        // a `before` of 1,024 bytes; the names of all members at once, with every stage, code, date and version
        let members = 1_024 + 600;
        assert!(line.len() > 2_500 && line.len() + members <= BESIDE_CONTENT, "{}", line.len());
    }
}
