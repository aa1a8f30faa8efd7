//! Where sealed records are handed on to.

use core::convert::Infallible;
use core::error::Error;
use std::io::{self, Write};

use crate::audit::Record;

/// Takes each sealed record, in the order of the log: a file, a queue, a tool that embeds the events.
///
/// A closure is one, and so is a `Vec` of records. Hand over what is recorded, never what is only decided: an
/// [`AuditTrail`](crate::audit::AuditTrail) does so by itself; with a store, hand over the receipt's record.
pub trait Sink {
    /// Why a record could not be handed on.
    type Error: Error;

    /// Takes a record.
    ///
    /// # Errors
    /// The sink's own.
    fn receive(&mut self, record: &Record) -> Result<(), Self::Error>;
}

impl<F: FnMut(&Record)> Sink for F {
    type Error = Infallible;

    fn receive(&mut self, record: &Record) -> Result<(), Infallible> {
        self(record);
        Ok(())
    }
}

/// Keeps the records, for tests and small tools.
impl Sink for Vec<Record> {
    type Error = Infallible;

    fn receive(&mut self, record: &Record) -> Result<(), Infallible> {
        self.push(record.clone());
        Ok(())
    }
}

/// Writes each record as one line, byte for byte what was hashed, and its `\n`; then flushes.
///
/// After a failure it takes no more: what was written of the line is not known, and a record behind a torn one could never
/// be verified. Verify the file, cut the torn line, and [resume](crate::audit::AuditTrail::resume) from what stands.
#[derive(Debug)]
pub struct JsonLines<W> {
    writer: W,
    has_failed: bool,
}

impl<W: Write> JsonLines<W> {
    /// Writes to a writer, at the end of a line.
    pub const fn new(writer: W) -> Self {
        Self { writer, has_failed: false }
    }

    /// The writer.
    pub fn into_inner(self) -> W {
        self.writer
    }
}

impl<W: Write> Sink for JsonLines<W> {
    type Error = io::Error;

    fn receive(&mut self, record: &Record) -> io::Result<()> {
        if self.has_failed {
            return Err(io::Error::other("a line before was not written whole: verify what stands and resume from it"));
        }
        // one write, so that another reader of the file is the least likely to see half a line
        let line = [record.line(), b"\n"].concat();
        let written = self.writer.write_all(&line).and_then(|()| self.writer.flush());
        self.has_failed = written.is_err();
        written
    }
}

/// Hands each record to `tracing`, as an event at the level INFO of the target `project_lifecycle::audit` with the fields
/// `id`, `type`, `subject`, `sequence` and `record`, the line itself.
#[cfg(feature = "tracing")]
#[derive(Clone, Copy, Debug, Default)]
pub struct TracingSink;

#[cfg(feature = "tracing")]
impl Sink for TracingSink {
    type Error = Infallible;

    fn receive(&mut self, record: &Record) -> Result<(), Infallible> {
        tracing::info!(
            target: "project_lifecycle::audit",
            id = %record.id(),
            r#type = record.event_type(),
            subject = %record.subject(),
            sequence = record.sequence(),
            record = %String::from_utf8_lossy(record.line()),
        );
        Ok(())
    }
}
