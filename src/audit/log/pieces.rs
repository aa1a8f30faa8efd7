//! The lines of a reader, as they stand in its buffer.

use core::ops::ControlFlow;
use std::io::{self, BufRead};

use crate::audit::RECORD_LIMIT;

/// What comes next in a log that is read.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Piece<'a> {
    /// A line, without its `\n`.
    Line(&'a [u8]),
    /// A part of a line that is longer than any record, without its `\n`; other parts follow unless the line ends with it.
    TooLong { part: &'a [u8], ends: bool },
    /// A line without its end: it was cut short. What stands of one that is too long was shown in parts.
    Torn,
}

/// Hands over each line of a log until it breaks off. No line is copied unless it goes on in the reader's next buffer, and none
/// is kept that is longer than a record.
///
/// # Errors
/// The reader's own.
pub(crate) fn each_piece<B>(
    log: &mut impl BufRead,
    mut take: impl FnMut(Piece<'_>) -> ControlFlow<B>,
) -> io::Result<ControlFlow<B>> {
    // the beginning of a line that goes on in the reader's next buffer, or whether one that is too long does
    let (mut begun, mut is_long) = (Vec::new(), false);
    loop {
        let buffer = match log.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if buffer.is_empty() {
            return Ok(if begun.is_empty() && !is_long { ControlFlow::Continue(()) } else { take(Piece::Torn) });
        }
        let end = memchr::memchr(b'\n', buffer);
        let part = &buffer[..end.unwrap_or(buffer.len())];
        let used = part.len() + usize::from(end.is_some());
        let next = if is_long || begun.len() + part.len() > RECORD_LIMIT {
            let first = if begun.is_empty() {
                ControlFlow::Continue(())
            } else {
                take(Piece::TooLong { part: &begun, ends: false })
            };
            begun.clear();
            is_long = end.is_none();
            if first.is_break() { first } else { take(Piece::TooLong { part, ends: end.is_some() }) }
        } else if end.is_some() && begun.is_empty() {
            take(Piece::Line(part))
        } else {
            begun.extend_from_slice(part);
            if end.is_some() {
                let next = take(Piece::Line(&begun));
                begun.clear();
                next
            } else {
                ControlFlow::Continue(())
            }
        };
        log.consume(used);
        if next.is_break() {
            return Ok(next);
        }
    }
}
