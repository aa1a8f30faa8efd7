//! Reading canonical JSON from both of its ends, where the members at each end are known.

use memchr::memmem::Finder;
use memchr::{memchr, memrchr};

use crate::vocabulary::Vocabulary;

/// What is left of a canonical value. Each step takes from one end what is due there; `None` if something else stands there, and
/// then what is left is of no more use.
///
/// What is read so was found to be canonical before, or comes from where it was. So a quotation mark inside a string is escaped,
/// and a name with its quotation marks and its colon stands nowhere but where it is a name, of whatever object.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ends<'a>(&'a [u8]);

impl<'a> Ends<'a> {
    pub(crate) const fn new(value: &'a [u8]) -> Self {
        Self(value)
    }

    /// What is left.
    pub(crate) const fn rest(self) -> &'a [u8] {
        self.0
    }

    /// Skips a literal at the beginning.
    #[inline]
    pub(crate) fn past<const N: usize>(&mut self, literal: &[u8; N]) -> Option<()> {
        (self.take::<N>()? == literal).then_some(())
    }

    /// Skips a literal at the beginning if it stands there, and tells whether it did.
    #[inline]
    pub(crate) fn has<const N: usize>(&mut self, literal: &[u8; N]) -> bool {
        let mut rest = *self;
        let is_there = rest.past(literal).is_some();
        if is_there {
            *self = rest;
        }
        is_there
    }

    /// Takes so many bytes from the beginning.
    #[inline]
    pub(crate) fn take<const N: usize>(&mut self) -> Option<&'a [u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(taken)
    }

    /// Takes what is left of a string without escapes, and skips its end.
    #[inline]
    pub(crate) fn bytes(&mut self) -> Option<&'a [u8]> {
        let (text, rest) = self.0.split_at_checked(super::first_special(self.0))?;
        self.0 = rest;
        self.past(b"\"")?;
        Some(text)
    }

    /// Takes what is left of a string without escapes as text, and skips its end.
    #[inline]
    pub(crate) fn text(&mut self) -> Option<&'a str> {
        core::str::from_utf8(self.bytes()?).ok()
    }

    /// Takes what is left of a string without escapes as a code of a vocabulary, and skips its end.
    #[inline]
    pub(crate) fn code<T: Vocabulary>(&mut self) -> Option<T> {
        T::of_bytes(self.bytes()?)
    }

    /// What follows a literal, wherever it stands.
    #[inline]
    pub(crate) fn behind(self, literal: &Finder<'_>) -> Option<Self> {
        let at = literal.find(self.0)?;
        self.0.get(at + literal.needle().len()..).map(Self)
    }

    /// Skips a literal at the end.
    #[inline]
    pub(crate) fn past_last<const N: usize>(&mut self, literal: &[u8; N]) -> Option<()> {
        (self.take_last::<N>()? == literal).then_some(())
    }

    /// Skips a text at the end.
    #[inline]
    pub(crate) fn past_text_last(&mut self, text: &[u8]) -> Option<()> {
        self.0 = self.0.strip_suffix(text)?;
        Some(())
    }

    /// Takes so many bytes from the end.
    #[inline]
    pub(crate) fn take_last<const N: usize>(&mut self) -> Option<&'a [u8; N]> {
        let (rest, taken) = self.0.split_last_chunk()?;
        self.0 = rest;
        Some(taken)
    }

    /// Takes the inside of a string without escapes whose last quotation mark was skipped, and skips its beginning.
    #[inline]
    pub(crate) fn bytes_last(&mut self) -> Option<&'a [u8]> {
        let at = memrchr(b'"', self.0)?;
        let text = self.0.get(at + 1..)?;
        self.0 = self.0.get(..at)?;
        let is_escaped = self.0.last() == Some(&b'\\') || memchr(b'\\', text).is_some();
        (!is_escaped).then_some(text)
    }

    /// Takes the inside of a string as [`bytes_last`](Self::bytes_last) does, as text.
    #[inline]
    pub(crate) fn text_last(&mut self) -> Option<&'a str> {
        core::str::from_utf8(self.bytes_last()?).ok()
    }

    /// Takes the inside of a string as [`bytes_last`](Self::bytes_last) does, as a code of a vocabulary.
    #[inline]
    pub(crate) fn code_last<T: Vocabulary>(&mut self) -> Option<T> {
        T::of_bytes(self.bytes_last()?)
    }

    /// Takes the number at the end: digits without a leading zero.
    #[inline]
    pub(crate) fn number_last(&mut self) -> Option<u64> {
        let digits = self.0.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        let (rest, number) = self.0.split_at_checked(self.0.len() - digits)?;
        if digits == 0 || digits > 16 || number.first() == Some(&b'0') {
            return None;
        }
        self.0 = rest;
        Some(number.iter().fold(0, |number, digit| number * 10 + u64::from(digit - b'0')))
    }

    /// Takes so many bytes from the beginning.
    #[inline]
    pub(crate) fn take_first(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_with_escapes_is_left_to_the_full_reading() {
        for inside in ["\\\"", "a\\nb", "a\\\"b", "\\\\"] {
            let value = format!("{{\"name\":\"{inside}\"}}");
            let mut first = Ends::new(value.as_bytes());
            first.past(b"{\"name\":\"").unwrap();
            assert_eq!(first.text(), None, "{value}");
            let mut last = Ends::new(value.as_bytes());
            last.past_last(b"\"}").unwrap();
            assert_eq!(last.text_last(), None, "{value}");
        }
    }

    #[test]
    fn both_ends_meet() {
        let mut ends = Ends::new("{\"a\":\"甲\",\"b\":120,\"c\":\"乙\"}".as_bytes());
        ends.past(b"{\"a\":\"").unwrap();
        assert_eq!(ends.text(), Some("甲"));
        ends.past_last(b"\"}").unwrap();
        assert_eq!(ends.text_last(), Some("乙"));
        ends.past_last(b",\"c\":").unwrap();
        assert_eq!(ends.number_last(), Some(120));
        assert_eq!(ends.rest(), b",\"b\":");
        assert!(!ends.has(b"}") && ends.has(b",") && ends.past(b"\"c\"").is_none());
    }

    #[test]
    fn a_number_has_digits_and_no_leading_zero() {
        for (text, number) in [("1", Some(1)), ("x10", Some(10)), ("x", None), ("01", None), ("0", None), ("", None)] {
            assert_eq!(Ends::new(text.as_bytes()).number_last(), number, "{text}");
        }
        assert_eq!(Ends::new(&[b'9'; 17]).number_last(), None);
    }
}
