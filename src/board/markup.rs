//! Texts inside XML and HTML: escaped, free of what turns a line around, and cut to a width.

use core::fmt;

/// A text inside an element or an attribute of XML or HTML. Characters that neither may hold are left out, and so are those
/// that would turn the text beside it around.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Escaped<'a>(pub(crate) &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        runs(self.0, instead, f)
    }
}

/// What stands for a character in XML and HTML. `None` if the character itself does.
pub(crate) fn instead(c: char) -> Option<&'static str> {
    match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&#39;"),
        _ => legible(c),
    }
}

/// What stands for a character in a text on one line. `None` if the character itself does.
fn legible(c: char) -> Option<&'static str> {
    match c {
        '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => Some(" "),
        c if c.is_control() || turns(c) || matches!(c, '\u{FFFE}' | '\u{FFFF}') => Some(""),
        _ => None,
    }
}

/// A text on one line, free of what turns the text beside it around: for a cell of a table that is no markup.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Legible<'a>(pub(crate) &'a str);

impl fmt::Display for Legible<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        runs(self.0, legible, f)
    }
}

/// Writes a text in runs, with what stands for some characters.
fn runs(text: &str, instead: impl Fn(char) -> Option<&'static str>, f: &mut impl fmt::Write) -> fmt::Result {
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let Some(instead) = instead(c) else { continue };
        f.write_str(&text[from..at])?;
        f.write_str(instead)?;
        from = at + c.len_utf8();
    }
    f.write_str(&text[from..])
}

/// Escapes whatever is written into it.
pub(crate) struct Escaping<W>(pub(crate) W);

impl<W: fmt::Write> fmt::Write for Escaping<W> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        runs(text, instead, &mut self.0)
    }
}

/// Whether a character turns the text around it around, and shows nothing itself.
const fn turns(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A text cut to a width, with an ellipsis where something is missing, and escaped.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clipped<'a> {
    pub(crate) text: &'a str,
    /// How many columns it may take: a Chinese character takes two, a Latin one takes one.
    pub(crate) columns: usize,
}

impl Clipped<'_> {
    /// How much of the text fits, in bytes.
    fn fits(&self) -> usize {
        if columns(self.text) <= self.columns {
            return self.text.len();
        }
        let (mut wide, mut end) = (1, 0); // the ellipsis takes one
        let mut joined = false;
        for (at, c) in self.text.char_indices() {
            let width = width(c);
            // what joins to the character before it stays with it
            if width > 0 && !joined {
                if wide + width > self.columns {
                    return at.min(end.max(at));
                }
                wide += width;
            }
            joined = c == '\u{200D}';
            end = at + c.len_utf8();
        }
        self.text.len()
    }
}

impl fmt::Display for Clipped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fits = self.fits();
        Escaped(&self.text[..fits]).fmt(f)?;
        if fits < self.text.len() { f.write_str("…") } else { Ok(()) }
    }
}

/// How many columns a text takes.
pub(crate) fn columns(text: &str) -> usize {
    text.chars().map(width).sum()
}

/// How many columns a character takes, roughly as fixed-width type sets it.
fn width(c: char) -> usize {
    match c {
        '\u{0300}'..='\u{036F}' | '\u{200B}'..='\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}' => 0,
        '\u{1100}'..='\u{115F}'
        | '\u{2E80}'..='\u{303E}'
        | '\u{3041}'..='\u{A4CF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE6F}'
        | '\u{FF00}'..='\u{FF60}'
        | '\u{FFE0}'..='\u{FFE6}'
        | '\u{1F300}'..='\u{1FAFF}'
        | '\u{20000}'..='\u{3FFFD}' => 2,
        c if c.is_control() || turns(c) => 0,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_becomes_markup() {
        let hostile = "<script>alert(\"1\")</script> & 'x'\u{202E}gpj.\u{0}\t尾";
        let escaped = Escaped(hostile).to_string();
        assert_eq!(escaped, "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;gpj. 尾");
    }

    #[test]
    fn a_text_is_cut_between_characters_that_stand_alone() {
        let clipped = |text, columns| Clipped { text, columns }.to_string();
        assert_eq!(clipped("无人机产业园", 12), "无人机产业园");
        assert_eq!(clipped("无人机产业园", 11), "无人机产业…");
        assert_eq!(clipped("abc", 3), "abc");
        assert_eq!(clipped("abcd", 3), "ab…");
        assert_eq!(clipped("a&bcd", 4), "a&amp;b…");
        // a family of three joined by two joiners is one picture
        assert_eq!(clipped("👩\u{200D}👧\u{200D}👦家庭园", 6), "👩\u{200D}👧\u{200D}👦家…");
        assert_eq!(clipped("e\u{301}e\u{301}e\u{301}e\u{301}", 3), "e\u{301}e\u{301}…");
    }
}
