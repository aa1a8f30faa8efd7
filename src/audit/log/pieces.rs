//! The lines of a reader, as they stand in its buffer.

use core::ops::ControlFlow;
use std::io::{self, BufRead};

use crate::audit::RECORD_LIMIT;

/// What comes next in a log that is read.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Piece<'a> {
    /// A line, without its `\n`.
    Line(&'a [u8]),
    /// A line that is longer than any record: nothing is told behind it.
    TooLong,
    /// A line without its end: it was cut short.
    Torn,
}

/// Hands over each line of a log until it breaks off. No line is copied unless it goes on in the reader's next buffer.
///
/// # Errors
/// The reader's own.
pub(crate) fn each_piece<B>(
    log: &mut impl BufRead,
    mut take: impl FnMut(Piece<'_>) -> ControlFlow<B>,
) -> io::Result<ControlFlow<B>> {
    // the beginning of a line that goes on in the reader's next buffer
    let mut begun = Vec::new();
    loop {
        let buffer = match log.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if buffer.is_empty() {
            return Ok(if begun.is_empty() { ControlFlow::Continue(()) } else { take(Piece::Torn) });
        }
        let (used, next) = match memchr::memchr(b'\n', buffer) {
            Some(end) if begun.len() + end > RECORD_LIMIT => return Ok(take(Piece::TooLong)),
            Some(end) if begun.is_empty() => (end + 1, take(Piece::Line(&buffer[..end]))),
            Some(end) => {
                begun.extend_from_slice(&buffer[..end]);
                let next = take(Piece::Line(&begun));
                begun.clear();
                (end + 1, next)
            }
            None => {
                if begun.len() + buffer.len() > RECORD_LIMIT {
                    return Ok(take(Piece::TooLong));
                }
                begun.extend_from_slice(buffer);
                (buffer.len(), ControlFlow::Continue(()))
            }
        };
        log.consume(used);
        if next.is_break() {
            return Ok(next);
        }
    }
}
