//! What a cell says once that is taken off which nobody sees.

use std::borrow::Cow;

use crate::Text;
use crate::value::{TextError, narrow};

/// A cell without what shows nothing at its ends: white space, zero-width characters, byte-order and directional marks.
/// If nothing of it can be seen it is blank.
pub(super) fn trimmed(cell: &str) -> &str {
    let cell = cell.trim();
    let is_plain = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_graphic);
    if is_plain(cell.as_bytes().first()) && is_plain(cell.as_bytes().last()) {
        return cell;
    }
    let cell = cell.trim_matches(|c: char| c.is_whitespace() || is_hidden(c));
    if is_seen(cell) { cell } else { "" }
}

/// A key with full-width characters as ASCII ones, without any that shows nothing, and with one space between words.
pub(super) fn key(cell: &str) -> Cow<'_, str> {
    if is_plain(cell) {
        return Cow::Borrowed(cell);
    }
    let narrow = narrow(cell);
    let seen: String = unescaped(&narrow).chars().filter(|c| c.is_whitespace() || shows(*c)).map(hyphen).collect();
    Cow::Owned(seen.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// An id or a word, with full-width characters as ASCII ones, without hidden ones, and with one space for white space on a line.
pub(super) fn id(cell: &str) -> Cow<'_, str> {
    if is_plain(cell) {
        return Cow::Borrowed(cell);
    }
    let narrow = narrow(cell);
    let mut folded = String::with_capacity(cell.len());
    for c in unescaped(&narrow).chars().filter(|c| !is_hidden(*c)) {
        // a line feed stays: no id has one
        let is_space = c.is_whitespace() && !c.is_control();
        if !is_space {
            folded.push(hyphen(c));
        } else if !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    Cow::Owned(folded.trim().to_owned())
}

/// A name without hidden characters, and with full-width letters and digits as ASCII ones. The marks of Chinese
/// sentences, brackets among them, stay as they are.
pub(super) fn name(cell: &str) -> Cow<'_, str> {
    if is_plain(cell) {
        return Cow::Borrowed(cell);
    }
    let is_mark = |c: char| "！（），：；？～｛｝［］＂＇．".contains(c);
    let mut folded = String::with_capacity(cell.len());
    for c in unescaped(cell).chars().filter(|c| !is_hidden(*c)) {
        match c {
            '！'..='～' if !is_mark(c) => folded.push_str(&narrow(c.encode_utf8(&mut [0; 4]))),
            _ => folded.push(c),
        }
    }
    Cow::Owned(folded)
}

/// A header's cell: an id without white space.
pub(super) fn header(cell: &str) -> String {
    id(cell).chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether no folding changes a text: most are in ASCII or in Chinese characters.
fn is_plain(cell: &str) -> bool {
    cell.chars().all(|c| matches!(c, '!'..='~' | '\u{4e00}'..='\u{9fff}')) && !is_escaped(cell)
}

/// How a workbook writes control characters within its cells, which other programs take for text.
const ESCAPE: &str = "_x00";

fn is_escaped(text: &str) -> bool {
    memchr::memchr(b'_', text.as_bytes()).is_some() && text.contains(ESCAPE)
}

/// A text without the escapes of a carriage return, and with those of a line feed and a tab as they are meant.
fn unescaped(text: &str) -> Cow<'_, str> {
    if !is_escaped(text) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("_x000D_", "").replace("_x000d_", "");
    Cow::Owned(text.replace("_x000A_", "\n").replace("_x000a_", "\n").replace("_x0009_", "\t"))
}

/// A hyphen, for the two that look the same.
const fn hyphen(c: char) -> char {
    match c {
        '\u{2010}' | '\u{2011}' => '-',
        _ => c,
    }
}

/// Characters that show nothing and that nobody means: they come from other programs. White space is not among them, nor
/// controls, nor what joins the parts of a character (emoji, variants).
const fn is_hidden(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{180e}'
            | '\u{200b}'
            | '\u{200e}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}'
    )
}

/// Whether a character shows something. U+0000 counts as one: a text that has it is refused by its name.
fn shows(c: char) -> bool {
    c.is_ascii_graphic() || matches!(c, '\u{4e00}'..='\u{9fff}') || is_seen(c.encode_utf8(&mut [0; 4]))
}

fn is_seen(text: &str) -> bool {
    text.chars().next().is_some_and(|c| matches!(c, '!'..='~' | '\u{4e00}'..='\u{9fff}'))
        || Text::new(text) != Err(TextError::Blank)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_taken_off_the_ends() {
        for (cell, seen) in [
            ("", ""),
            (" A-1\t", "A-1"),
            ("\u{feff}A-1\u{200b}", "A-1"),
            ("\u{200b} \u{a0}沈阳\u{3000}\u{200e}", "沈阳"),
            ("\u{200b}", ""),
            ("\u{200b}\u{200d}\u{fe0f}", ""),
            ("\u{1}", ""),
            ("❤\u{fe0f}", "❤\u{fe0f}"),
            ("a\u{200b}b", "a\u{200b}b"),
        ] {
            assert_eq!(trimmed(cell), seen, "{cell:?}");
        }
    }

    #[test]
    fn a_key_is_what_is_seen_of_it() {
        for written in [
            "A-1",
            "Ａ－１",
            "A\u{200b}-1",
            "A-\u{2060}1",
            "A\u{ad}-1",
            "A-1\u{fe0f}",
            "A\u{1}-1",
            "A\u{2011}1",
            "A\u{2010}1",
            "A-1_x000D_",
            "_x000d_A-1",
            "A-1_x000D__x000A_",
        ] {
            assert_eq!(key(written), "A-1", "{written:?}");
        }
        assert_eq!(key("沈 \u{3000}\n一\u{a0}号"), "沈 一 号");
        assert_eq!(key("A_x0041_1"), "A_x0041_1", "it is a text");
        assert_eq!(key("A—1"), "A—1", "a dash is seen");
    }

    #[test]
    fn ids_and_names_are_folded_as_far_as_their_readers_write_them() {
        assert_eq!(id("沈阳（北）\u{200b}Ａ１"), "沈阳(北)A1");
        for written in ["沈阳 北", "沈阳\u{a0}北", "沈阳\u{3000}北", "沈阳 \u{2003}北", "沈阳 北_x000D_"]
        {
            assert_eq!(id(written), "沈阳 北", "{written:?}");
        }
        assert_eq!(id("沈阳\n北"), "沈阳\n北", "it is no id");
        assert_eq!(id("A\u{2011}1"), "A-1");
        assert_eq!(name("甲厂_x000D_\n二期"), "甲厂\n二期");
        assert_eq!(name("沈阳（北）\u{200b}Ａ１，一期"), "沈阳（北）A1，一期");
        assert_eq!(name("二期\n项目\u{3000}甲"), "二期\n项目\u{3000}甲");
        assert_eq!(name("👩\u{200d}👩\u{200d}👧"), "👩\u{200d}👩\u{200d}👧");
        assert_eq!(header("计划总投资\n（万元）"), "计划总投资(万元)");
        assert_eq!(header("Record Last\r\nUpdated"), "RecordLastUpdated");
    }
}
