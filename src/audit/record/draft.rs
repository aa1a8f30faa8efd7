//! A record as it is written: its attributes, member by member in canonical order.

use uuid::Uuid;

use crate::audit::record::envelope::{SCHEMA_PREFIX, TYPE_PREFIX};
use crate::audit::{LogHead, Subject};
use crate::canonical::{MAX_INTEGER, write_string};
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
