//! The state of one encoding: the output, and where the members of its open objects stand.

use super::compound::{Array, Form, Object};
use super::error::{Failure, TOO_DEEP};
use super::write::{is_member_name, write_integer};
use super::{MAX_DEPTH, MAX_INTEGER};
use std::fmt::Display;

/// More members than most records have open at once: one allocation for all.
const FIRST_MEMBERS: usize = 32;

/// More bytes than most objects that must be sorted.
const FIRST_SCRATCH: usize = 2048;

/// One member in the output: its name without the quotation marks, and (once sorting starts) its end.
pub(super) struct Member {
    pub(super) name: usize,
    pub(super) name_end: usize,
    pub(super) end: usize,
}

pub(super) struct Encoder<'o> {
    pub(super) out: &'o mut Vec<u8>,
    pub(super) members: Vec<Member>, // of all open objects
    scratch: Vec<u8>,
    depth: usize,
    pub(super) failed: bool,
}

impl<'o> Encoder<'o> {
    pub(super) const fn new(out: &'o mut Vec<u8>) -> Self {
        Self { out, members: Vec::new(), scratch: Vec::new(), depth: 0, failed: false }
    }

    /// Refuses the output of an implementation that swallowed the error of one of its parts.
    pub(super) fn finish(&self) -> Result<(), Failure> {
        if self.failed { Err(Failure::message(&"an error inside it was ignored")) } else { Ok(()) }
    }

    #[inline]
    pub(super) fn enter(&mut self, bracket: u8) -> Result<(), Failure> {
        if self.depth == MAX_DEPTH {
            return Err(Failure::unsupported(TOO_DEEP));
        }
        self.depth += 1;
        self.out.push(bracket);
        Ok(())
    }

    #[inline]
    pub(super) fn leave(&mut self, bracket: u8) {
        self.depth -= 1;
        self.out.push(bracket);
    }

    #[cold]
    pub(super) fn fail(&mut self, failure: Failure, part: &dyn Display) -> Failure {
        self.failed = true;
        failure.within(part)
    }

    #[inline]
    pub(super) fn integer<T: TryInto<i64> + Display + Copy>(&mut self, value: T) -> Result<(), Failure> {
        match value.try_into() {
            Ok(small) if (-MAX_INTEGER..=MAX_INTEGER).contains(&small) => {
                write_integer(small, self.out);
                Ok(())
            }
            _ => Err(Failure::out_of_range(&value)),
        }
    }

    /// Opens the object around a variant's content: `{"variant":`.
    pub(super) fn open_variant(&mut self, variant: &'static str) -> Result<(), Failure> {
        if !is_member_name(variant.as_bytes()) {
            return Err(Failure::member_name(variant));
        }
        self.enter(b'{')?;
        self.out.push(b'"');
        self.out.extend_from_slice(variant.as_bytes());
        self.out.extend_from_slice(b"\":");
        Ok(())
    }

    #[inline]
    pub(super) fn object(&mut self, form: Form) -> Result<Object<'_, 'o>, Failure> {
        if !matches!(form, Form::Number) {
            self.enter(b'{')?;
        }
        if self.members.capacity() == 0 {
            self.members.reserve(FIRST_MEMBERS);
        }
        let base = self.members.len();
        let pending = matches!(form, Form::Number);
        Ok(Object { encoder: self, base, form, sorted: true, pending })
    }

    #[inline]
    pub(super) fn array(&mut self, variant: Option<&'static str>) -> Result<Array<'_, 'o>, Failure> {
        self.enter(b'[')?;
        Ok(Array { encoder: self, count: 0, variant })
    }

    /// Puts the members from `base` on, the tail of the output, in ascending order.
    #[inline(never)]
    pub(super) fn sort(&mut self, base: usize) -> Result<(), Failure> {
        let members = &mut self.members[base..];
        let Some(first) = members.first() else { return Ok(()) };
        let start = first.name - 1;
        let mut end = self.out.len();
        for member in members.iter_mut().rev() {
            member.end = end;
            end = member.name.saturating_sub(2); // before `,"`
        }
        let body = &mut self.scratch;
        body.clear();
        body.reserve(FIRST_SCRATCH.max(self.out.len() - start)); // one allocation for most records
        body.extend_from_slice(&self.out[start..]);
        let name = |member: &Member| &body[member.name - start..member.name_end - start];
        members.sort_unstable_by(|a, b| name(a).cmp(name(b)));
        if let Some(pair) = members.windows(2).find(|pair| name(&pair[0]) == name(&pair[1])) {
            return Err(Failure::duplicate(name(&pair[0])));
        }
        self.out.truncate(start);
        for (index, member) in members.iter().enumerate() {
            if index > 0 {
                self.out.push(b',');
            }
            self.out.extend_from_slice(&body[member.name - 1 - start..member.end - start]);
        }
        Ok(())
    }

    /// Turns the string at `start`, the decimal text of a number, into that number.
    pub(super) fn number(&mut self, start: usize) -> Result<(), Failure> {
        let text = match self.out.get(start..) {
            Some([b'"', text @ .., b'"']) => std::str::from_utf8(text).unwrap_or_default().to_owned(),
            _ => String::new(),
        };
        self.out.truncate(start);
        let digits = text.strip_prefix('-').unwrap_or(&text);
        if digits.is_empty() || text == "-0" || digits.bytes().any(|byte| !byte.is_ascii_digit()) {
            return Err(Failure::float());
        }
        match text.parse::<i64>() {
            Ok(value) => self.integer(value),
            Err(_) => Err(Failure::out_of_range(&text)),
        }
    }
}
