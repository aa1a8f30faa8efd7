//! The members of a JSON object, one after another, and nothing else of it: what lines are looked at for on the way to the verifier, who
//! checks all of their form.

/// A text that is read from its beginning. What is none of these in a text that is no JSON gives `None` or something of that text.
#[derive(Clone, Copy)]
pub(super) struct Rest<'a>(pub(super) &'a [u8]);

impl<'a> Rest<'a> {
    fn past(self, byte: u8) -> Option<Self> {
        self.0.split_first().filter(|(first, _)| **first == byte).map(|(_, rest)| Self(rest))
    }

    /// The members of an object, each shown by its name and from its value on; who is shown it gives what follows the value.
    pub(super) fn members(self, mut see: impl FnMut(&'a [u8], Self) -> Option<Self>) -> Option<Self> {
        let mut rest = self.past(b'{')?;
        loop {
            let (name, after) = rest.text()?;
            let after = see(name, after.past(b':')?)?;
            match after.0.split_first()? {
                (b',', next) => rest = Self(next),
                (b'}', end) => return Some(Self(end)),
                _ => return None,
            }
        }
    }

    /// A text in quotes that has no escape.
    pub(super) fn text(self) -> Option<(&'a [u8], Self)> {
        let rest = self.past(b'"')?.0;
        let (text, end) = rest.split_at_checked(plain(rest))?;
        Some((text, Self(end).past(b'"')?))
    }

    /// A whole number in its shortest form.
    pub(super) fn number(self) -> Option<(i64, Self)> {
        let end = self.0.iter().position(|byte| !matches!(byte, b'-' | b'0'..=b'9'))?;
        let (digits, rest) = self.0.split_at_checked(end)?;
        let number: i64 = str::from_utf8(digits).ok()?.parse().ok()?;
        Some((number, Self(rest)))
    }

    /// The same, or `null`.
    pub(super) fn or_null<T>(self, read: impl FnOnce(Self) -> Option<(T, Self)>) -> Option<(Option<T>, Self)> {
        match self.0.strip_prefix(b"null") {
            Some(rest) => Some((None, Self(rest))),
            None => read(self).map(|(found, rest)| (Some(found), rest)),
        }
    }

    /// What follows a value.
    pub(super) fn skip(self) -> Option<Self> {
        let (mut rest, mut open) = (self.0, 0_usize);
        loop {
            let (first, after) = rest.split_first()?;
            rest = after;
            match first {
                b'"' => rest = Self::past_text(after)?,
                b'{' | b'[' => open += 1,
                b'}' | b']' => open = open.checked_sub(1)?,
                _ => {}
            }
            // a number or a word ends where its container goes on
            if open == 0 && matches!(rest.first()?, b',' | b'}' | b']') {
                return Some(Self(rest));
            }
        }
    }

    /// What follows a text, from behind its first quote on.
    fn past_text(text: &[u8]) -> Option<&[u8]> {
        let mut rest = text;
        loop {
            match rest.get(plain(rest)..)? {
                [b'"', end @ ..] => return Some(end),
                // whatever is escaped, it is passed over
                [_, _, end @ ..] => rest = end,
                _ => return None,
            }
        }
    }
}

/// How many bytes come before the first quote or escape.
fn plain(text: &[u8]) -> usize {
    memchr::memchr2(b'"', b'\\', text).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(object: &str) -> Option<Vec<(String, String)>> {
        let mut shown = Vec::new();
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        let rest = Rest(object.as_bytes()).members(|name, value| {
            let after = value.skip()?;
            shown.push((text(name), text(&value.0[..value.0.len() - after.0.len()])));
            Some(after)
        });
        rest.map(|rest| shown.drain(..).chain([(String::new(), text(rest.0))]).collect())
    }

    #[test]
    fn each_member_is_shown_with_its_value_and_no_other() {
        let object = r#"{"a":"x\"}\\","b":{"a":[1,{"b":"]}"}],"c":null},"d":-17,"e":[],"f":true}rest"#;
        let wanted = [
            ("a", r#""x\"}\\""#),
            ("b", r#"{"a":[1,{"b":"]}"}],"c":null}"#),
            ("d", "-17"),
            ("e", "[]"),
            ("f", "true"),
            ("", "rest"),
        ];
        assert_eq!(shown(object), Some(wanted.map(|(name, value)| (name.into(), value.into())).to_vec()));
        // cut anywhere it is no object, and nothing panics
        let whole = object.len() - "rest".len();
        assert!((0..whole).all(|end| shown(&object[..end]).is_none()));
        for odd in ["", "{}", "[]", "{\"a\" :1}", "{\"a\":1 ", "{\"\\u0061\":1}", "{\"a\":1]", "{\"a\":]}"] {
            assert_eq!(shown(odd), None, "{odd}");
        }
    }

    #[test]
    fn a_text_ends_at_its_first_quote_or_escape() {
        for length in 0..40 {
            for end in [&b""[..], b"\"\"\\", b"\\\"", b"\\\\"] {
                let text = [&[0xE5, b'!', b'#', b'[', b']', 0x01, 0xA2, 0xDC].repeat(5)[..length], end].concat();
                assert_eq!(plain(&text), length, "{text:?}");
            }
        }
    }

    #[test]
    fn values_are_read_where_they_are_plain() {
        let text = |text: &'static str| Rest(text.as_bytes()).text().map(|(text, rest)| (text, rest.0));
        assert_eq!(text("\"ab\",1"), Some((&b"ab"[..], &b",1"[..])));
        assert!(text("\"a\\b\"").is_none() && text("\"ab").is_none() && text("ab").is_none());
        let number = |text: &'static str| {
            let (number, rest) = Rest(text.as_bytes()).or_null(Rest::number)?;
            Some((number, rest.0.len()))
        };
        assert_eq!(number("-12}"), Some((Some(-12), 1)));
        assert_eq!(number("null,"), Some((None, 1)));
        for odd in ["9223372036854775808,", "\"1\",", "-,", "1-1,", "12", "true,"] {
            assert_eq!(number(odd), None, "{odd}");
        }
        assert_eq!(number("1.5,"), Some((Some(1), 3)), "what follows is no end of a member, which its object sees");
    }
}
