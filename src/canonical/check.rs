//! Deciding whether bytes are in canonical form, in one pass and without allocating.

use core::ops::Range;

use super::path::Shown;
use super::write::{first_beyond_ascii, first_outside_name, first_special, short_escape};
use super::{MAX_DEPTH, MAX_INTEGER};

/// Why bytes are not in canonical form, and where the reading stopped.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("byte {offset}: {fault}")]
pub struct NotCanonical {
    /// The offset of the fault, from 0.
    pub offset: usize,
    /// What is wrong there.
    pub fault: Fault,
}

/// What is not canonical. The sections are those of RFC 8785.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The bytes end inside a value, or there are none.
    #[error("the text ends before the value does; look for a torn write")]
    UnexpectedEnd,
    /// Bytes after the value, a line end included.
    #[error("bytes follow the value; pass one value without its line end")]
    TrailingBytes,
    /// White space outside a string (3.2.1).
    #[error("white space between tokens; write the value without any")]
    WhiteSpace,
    /// Not JSON: another byte was due.
    #[error("found byte 0x{found:02x} where {expected} was due; encode the value again")]
    Unexpected {
        /// The byte that is there.
        found: u8,
        /// What may stand there.
        expected: &'static str,
    },
    /// A string that is not UTF-8 (3.2.4).
    #[error("the string is not valid UTF-8; look for a wrong encoding or a damaged file")]
    NotUtf8,
    /// A control character that stands raw in a string (3.2.2.2).
    #[error("the control character 0x{found:02x} stands raw in a string; escape it")]
    ControlCharacter {
        /// The byte.
        found: u8,
    },
    /// An escape other than the one that the encoder writes for this character (3.2.2.2).
    #[error("this escape is not the shortest form; write the character raw or by its own escape")]
    Escape,
    /// A member name outside printable ASCII, or with an escape in it.
    #[error("the member name is not printable ASCII without '\"' and '\\'; rename the member")]
    MemberName,
    /// A member name that is less than the one before it (3.2.3).
    #[error("the member '{}' stands after '{}'; sort the members by name", Shown(.name), Shown(.previous))]
    MemberOrder {
        /// The name before it.
        previous: String,
        /// The name in the wrong place.
        name: String,
    },
    /// A member name that occurs twice in one object (3.1).
    #[error("the member '{}' occurs twice; keep one of the two", Shown(.name))]
    DuplicateMember {
        /// The name.
        name: String,
    },
    /// An integer with leading zeros, or `-0` (3.2.2.3).
    #[error("the integer has a leading zero or is -0; write its shortest form")]
    IntegerForm,
    /// A number with a fraction or an exponent.
    #[error("the number has a fraction or an exponent; write an integer or a string")]
    Float,
    /// An integer that a double cannot hold exactly (appendix D).
    #[error("the integer {} is outside -{max} to {max}; write it as a string", Shown(.value), max = MAX_INTEGER)]
    IntegerRange {
        /// Its digits.
        value: String,
    },
    /// More than [`MAX_DEPTH`] arrays and objects are open.
    #[error("more than {max} arrays and objects are open; flatten the value", max = MAX_DEPTH)]
    TooDeep,
}

/// Checks that `bytes` is exactly what [`to_vec`](super::to_vec) writes for the value in it.
///
/// # Errors
/// [`NotCanonical`] with the first fault that the reading meets.
pub fn check(bytes: &[u8]) -> Result<(), NotCanonical> {
    check_seeing(bytes, |_, _| ())
}

/// Checks as [`check`] does, and shows each member of the outermost object on the way: its name, and where its value
/// stands. What was shown counts for nothing if the check fails.
pub(crate) fn check_seeing<'b>(bytes: &'b [u8], see: impl FnMut(&'b [u8], Range<usize>)) -> Result<(), NotCanonical> {
    let mut scanner = Scanner { bytes, at: 0 };
    if scanner.peek() == Some(b'{') {
        scanner.object(1, see).map_err(|fault| *fault)?;
    } else {
        scanner.value(0).map_err(|fault| *fault)?;
    }
    if scanner.at < bytes.len() {
        return Err(NotCanonical { offset: scanner.at, fault: Fault::TrailingBytes });
    }
    Ok(())
}

/// Checks the value that `bytes` begin with, inside of `depth` arrays and objects, and gives its length. What follows it is
/// not looked at.
pub(crate) fn check_first(bytes: &[u8], depth: usize) -> Result<usize, NotCanonical> {
    let mut scanner = Scanner { bytes, at: 0 };
    scanner.value(depth).map_err(|fault| *fault)?;
    Ok(scanner.at)
}

/// What a step of the scanner gives. The fault is boxed so that the answer of a step without one fits into registers.
type Checked<T> = Result<T, Box<NotCanonical>>;

// what is inlined always is most of what verifying costs beside the digest
struct Scanner<'b> {
    bytes: &'b [u8],
    at: usize,
}

const VALUE: &str = "a value";
const NAME: &str = "a member name";

impl<'b> Scanner<'b> {
    #[inline]
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    #[cold]
    fn fail<T>(&self, fault: Fault) -> Checked<T> {
        Err(Box::new(NotCanonical { offset: self.at, fault }))
    }

    /// Fails at the current byte, where `expected` was due.
    #[cold]
    fn unexpected<T>(&self, expected: &'static str) -> Checked<T> {
        self.fail(match self.peek() {
            None => Fault::UnexpectedEnd,
            Some(b' ' | b'\t' | b'\n' | b'\r') => Fault::WhiteSpace,
            Some(found) => Fault::Unexpected { found, expected },
        })
    }

    #[inline]
    fn eat(&mut self, byte: u8, expected: &'static str) -> Checked<()> {
        if self.peek() != Some(byte) {
            return self.unexpected(expected);
        }
        self.at += 1;
        Ok(())
    }

    /// Reads one value; `depth` arrays and objects are open around it.
    fn value(&mut self, depth: usize) -> Checked<()> {
        match self.peek() {
            Some(b'"') => self.string(),
            Some(b'{' | b'[') if depth == MAX_DEPTH => self.fail(Fault::TooDeep),
            Some(b'{') => self.object(depth + 1, |_, _| ()),
            Some(b'[') => self.array(depth + 1),
            Some(b'-' | b'0'..=b'9') => self.integer(),
            Some(b't') => self.literal(b"true"),
            Some(b'f') => self.literal(b"false"),
            Some(b'n') => self.literal(b"null"),
            _ => self.unexpected(VALUE),
        }
    }

    fn literal(&mut self, text: &[u8]) -> Checked<()> {
        for byte in text {
            self.eat(*byte, "true, false or null")?;
        }
        Ok(())
    }

    fn array(&mut self, depth: usize) -> Checked<()> {
        self.at += 1;
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(());
        }
        loop {
            self.value(depth)?;
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => break,
                _ => return self.unexpected("',' or ']'"),
            }
        }
        self.at += 1;
        Ok(())
    }

    fn object(&mut self, depth: usize, mut see: impl FnMut(&'b [u8], Range<usize>)) -> Checked<()> {
        self.at += 1;
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(());
        }
        let mut previous: Option<&[u8]> = None;
        loop {
            let start = self.at;
            let name = self.name()?;
            if let Some(previous) = previous
                // the first byte decides nearly always
                && previous.first() >= name.first()
                && previous >= name
            {
                self.at = start;
                return self.disorder(previous, name);
            }
            previous = Some(name);
            self.eat(b':', "':'")?;
            let start = self.at;
            // most members are strings
            if self.peek() == Some(b'"') {
                self.string()?
            } else {
                self.value(depth)?
            }
            see(name, start..self.at);
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => break,
                _ => return self.unexpected("',' or '}'"),
            }
        }
        self.at += 1;
        Ok(())
    }

    #[cold]
    fn disorder(&self, previous: &[u8], name: &[u8]) -> Checked<()> {
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        self.fail(if previous == name {
            Fault::DuplicateMember { name: text(name) }
        } else {
            Fault::MemberOrder { previous: text(previous), name: text(name) }
        })
    }

    #[inline(always)]
    fn name(&mut self) -> Checked<&'b [u8]> {
        self.eat(b'"', NAME)?;
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let (name, rest) = rest.split_at(first_outside_name(rest));
        if rest.first() != Some(&b'"') {
            return self.no_name(rest.is_empty());
        }
        self.at += name.len() + 1;
        Ok(name)
    }

    #[cold]
    fn no_name<T>(&mut self, is_end: bool) -> Checked<T> {
        if is_end {
            self.at = self.bytes.len();
            return self.fail(Fault::UnexpectedEnd);
        }
        self.fail(Fault::MemberName)
    }

    #[inline(always)]
    fn string(&mut self) -> Checked<()> {
        self.at += 1;
        let start = self.at;
        self.at += first_beyond_ascii(self.bytes.get(start..).unwrap_or_default());
        if self.peek() == Some(b'"') {
            self.at += 1;
            return Ok(());
        }
        self.rest_of_string(start)
    }

    /// What follows in a string behind its first character that is escaped or is not ASCII.
    fn rest_of_string(&mut self, start: usize) -> Checked<()> {
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            self.at += first_special(rest);
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => self.escape()?,
                Some(found) => return self.fail(Fault::ControlCharacter { found }),
                None => return self.fail(Fault::UnexpectedEnd),
            }
        }
        let text = self.bytes.get(start..self.at).unwrap_or_default();
        if !text.is_ascii()
            && let Err(error) = std::str::from_utf8(text)
        {
            self.at = start + error.valid_up_to();
            return self.fail(Fault::NotUtf8);
        }
        self.at += 1;
        Ok(())
    }

    fn escape(&mut self) -> Checked<()> {
        let rest = self.bytes.get(self.at + 1..).unwrap_or_default();
        self.at += match rest {
            [b'"' | b'\\' | b'b' | b'f' | b'n' | b'r' | b't', ..] => 2,
            [b'u', b'0', b'0', high @ (b'0' | b'1'), low @ (b'0'..=b'9' | b'a'..=b'f'), ..] => {
                let low = if *low < b'a' { low - b'0' } else { low - b'a' + 10 };
                if short_escape((high - b'0') * 16 + low).is_some() {
                    return self.fail(Fault::Escape);
                }
                6
            }
            [] | [b'u'] | [b'u', b'0'] | [b'u', b'0', b'0'] | [b'u', b'0', b'0', b'0' | b'1'] => {
                return self.fail(Fault::UnexpectedEnd);
            }
            _ => return self.fail(Fault::Escape),
        };
        Ok(())
    }

    fn integer(&mut self) -> Checked<()> {
        let start = self.at;
        let negative = self.peek() == Some(b'-');
        self.at += usize::from(negative);
        let digits = self.at;
        let mut value: i64 = 0;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            value = value.saturating_mul(10).saturating_add(i64::from(digit - b'0'));
            self.at += 1;
        }
        let fault = match (self.at - digits, self.peek()) {
            (0, _) => return self.unexpected("a digit"),
            (_, Some(b'.' | b'e' | b'E')) => Fault::Float,
            (count, _) if self.bytes.get(digits) == Some(&b'0') && (count > 1 || negative) => Fault::IntegerForm,
            _ if value > MAX_INTEGER => {
                let text = self.bytes.get(start..self.at).unwrap_or_default();
                Fault::IntegerRange { value: String::from_utf8_lossy(text).into_owned() }
            }
            _ => return Ok(()),
        };
        self.at = start;
        self.fail(fault)
    }
}
