//! On which line of a file something stands.

use memchr::{memchr, memchr_iter};

/// Counts the carriage returns of a text that comes in pieces, as long as it has no line feed: they end its lines if it never has
/// one. What reads the text counts line feeds.
#[derive(Debug, Default)]
pub(super) struct Returns {
    count: u64,
    has_feed: bool,
}

impl Returns {
    /// How many lines they end.
    pub(super) const fn count(&self) -> u64 {
        if self.has_feed { 0 } else { self.count }
    }

    /// Goes over bytes.
    #[inline]
    pub(super) fn pass(&mut self, bytes: &[u8]) {
        if self.has_feed {
            return;
        }
        self.has_feed = memchr(b'\n', bytes).is_some();
        self.count += memchr_iter(b'\r', bytes).count() as u64;
    }
}

/// What ends the lines of a text that begins so.
pub(super) fn line_end(start: &[u8]) -> u8 {
    if memchr(b'\n', start).is_some() { b'\n' } else { b'\r' }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_line_feeds_has_the_lines_that_its_carriage_returns_end() {
        for (text, count) in [
            ("", 0),
            ("a", 0),
            ("a\r", 1),
            ("a\rb\r\r", 3),
            ("a\n", 0),
            ("a\r\n", 0),
            ("\"a\rb\"\n", 0),
            ("a\n\"b\rc\"\r", 0),
        ] {
            for size in 1..=text.len().max(1) {
                let mut returns = Returns::default();
                text.as_bytes().chunks(size).for_each(|piece| returns.pass(piece));
                assert_eq!(returns.count(), count, "{text:?} in pieces of {size}");
            }
        }
        assert_eq!([line_end(b"a\rb\n"), line_end(b"a\r\n"), line_end(b"a\rb")], [b'\n', b'\n', b'\r']);
    }
}
