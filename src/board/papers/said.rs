//! What a paper says of itself, member by member, for files that are no markup.

use core::fmt;

use crate::Language;
use crate::board::imprint::{Imprint, Instant};
use crate::board::markup::Legible;

/// The members of an imprint in a language: what each is called, and what it is.
pub(super) fn said(imprint: Imprint<'_>, language: Language) -> [(&'static str, String); 4] {
    let text = |text: &str| Legible(text).to_string();
    [
        (language.pick("Unit", "单位"), text(imprint.unit)),
        (language.pick("Filled in by", "填报人"), text(imprint.filled_by)),
        (language.pick("As of", "截至日期"), imprint.as_of.to_string()),
        (language.pick("Known at", "数据截至"), Instant(imprint.known_at).to_string()),
    ]
}

/// How many characters of UTF-16 a cell of a spreadsheet may hold.
const LONGEST: usize = 32_767;

/// What a cell of a spreadsheet shows of something: on one line, and cut where a cell ends.
pub(super) fn shown(told: &impl fmt::Display, into: &mut String) {
    into.clear();
    // a String takes whatever is written
    let _ = fmt::Write::write_fmt(&mut OneLine(into), format_args!("{told}"));
    // no character takes fewer bytes than half of what it takes in UTF-16
    if into.len() > LONGEST {
        cut(into, LONGEST);
    }
}

/// Cuts a text to so many characters of UTF-16, with an ellipsis if something is missing.
pub(super) fn cut(text: &mut String, longest: usize) {
    let (mut units, mut keep) = (0, 0);
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
        if units < longest {
            keep = at + c.len_utf8();
        }
        if units > longest {
            text.truncate(keep);
            text.push('…');
            return;
        }
    }
}

/// Writes on one line.
struct OneLine<'s>(&'s mut String);

impl fmt::Write for OneLine<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        fmt::Write::write_fmt(self.0, format_args!("{}", Legible(text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_where_a_cell_ends() {
        let cut_to = |text: &str, longest| {
            let mut text = text.to_owned();
            cut(&mut text, longest);
            text
        };
        assert_eq!(cut_to("abcd", 4), "abcd");
        assert_eq!(cut_to("abcde", 4), "abc…");
        // a crane takes two
        assert_eq!(cut_to("🏗🏗", 4), "🏗🏗");
        assert_eq!(cut_to("a🏗🏗", 4), "a🏗…");
        assert_eq!(cut_to("🏗🏗a", 4), "🏗…");
        let mut text = String::new();
        shown(&"园".repeat(40_000), &mut text);
        assert_eq!(text.encode_utf16().count(), 32_767);
        shown(&"a\r\nb\u{202e}c\td", &mut text);
        assert_eq!(text, "a  bc d");
    }
}
