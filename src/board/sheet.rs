//! The sheet that figures are drawn on: its size, its title, what it says of itself, and texts that fit into their place.

use core::fmt::{self, Write as _};

use super::Imprint;
use super::markup::{Clipped, Escaped, columns};
use crate::Language;

/// What can be drawn in a language.
pub(super) trait Picture {
    /// Writes it as one SVG element.
    fn draw(&self, f: &mut fmt::Formatter<'_>, language: Language) -> fmt::Result;
}

/// A picture in a language.
#[derive(Clone, Copy, Debug)]
pub(super) struct InLanguage<'a, P>(pub(super) &'a P, pub(super) Language);

impl<P: Picture> fmt::Display for InLanguage<'_, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.draw(f, self.1)
    }
}

/// Something written where it is wanted, by a function.
pub(super) struct Written<F>(pub(super) F);

impl<F: Fn(&mut fmt::Formatter<'_>) -> fmt::Result> fmt::Display for Written<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0(f)
    }
}

/// The margin on every side.
pub(super) const MARGIN: u32 = 24;

/// The sheet of a picture.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sheet<'a> {
    /// The class of its element. Its ids begin with it.
    pub(super) name: &'static str,
    pub(super) language: Language,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) imprint: Imprint<'a>,
}

impl Sheet<'_> {
    /// Begins the element: what it is called, what it shows, how it looks.
    pub(super) fn open(
        &self,
        f: &mut fmt::Formatter<'_>,
        title: impl fmt::Display,
        says: impl fmt::Display,
        style: &str,
    ) -> fmt::Result {
        let Self { name, language, width, height, imprint } = *self;
        let code = language.code();
        write!(
            f,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"{name}\" lang=\"{code}\" role=\"img\" \
             aria-labelledby=\"{name}-{code}-t {name}-{code}-d\" viewBox=\"0 0 {width} {height}\" \
             font-family=\"'Noto Sans CJK SC','Microsoft YaHei',sans-serif\" font-size=\"12\" fill=\"#1f2933\">\
             <title id=\"{name}-{code}-t\">{title}</title><desc id=\"{name}-{code}-d\">{says}</desc>\
             <style>.{name} .h{{font-size:20px;font-weight:700}}.{name} .q{{fill:#52606d}}.{name} .e{{text-anchor:end}}\
             .{name} .c{{text-anchor:middle}}.{name} .b{{font-weight:700}}.{name} .s{{font-size:10px}}{style}</style>\
             <rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\
             <text class=\"h\" x=\"{MARGIN}\" y=\"40\">{title}</text>"
        )?;
        match imprint.mark(language) {
            "" => Ok(()),
            mark => {
                let wide = 7 * columns(mark) as u32 + 20;
                let left = width - MARGIN - wide;
                write!(
                    f,
                    "<rect x=\"{left}\" y=\"20\" width=\"{wide}\" height=\"26\" fill=\"none\" stroke=\"#b3261e\" \
                     stroke-width=\"2\"/><text class=\"c b\" x=\"{}\" y=\"38\" fill=\"#b3261e\">{mark}</text>",
                    left + wide / 2
                )
            }
        }
    }

    /// Ends the element with the imprint.
    pub(super) fn close(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = self.imprint.told_in(self.language);
        let room = self.width - 2 * MARGIN;
        let size = Fitted { columns: wide(&line), room, size: 11 };
        write!(f, "<text class=\"q\" x=\"{MARGIN}\" y=\"{}\"{size}>{line}</text></svg>", self.height - 16)
    }

    /// Writes a text of the plan in lines of so many columns, and the whole of it as a title where it is cut.
    pub(super) fn lines(
        f: &mut fmt::Formatter<'_>,
        text: &str,
        at: (u32, u32),
        columns_of_line: usize,
        most: usize,
        class: &str,
    ) -> fmt::Result {
        let (x, y) = at;
        write!(f, "<text class=\"{class}\">")?;
        let mut rest = text.trim();
        for line in 0..most {
            if rest.is_empty() {
                break;
            }
            let y = y + 14 * line as u32;
            write!(f, "<tspan x=\"{x}\" y=\"{y}\">")?;
            if line + 1 == most {
                write!(f, "{}</tspan>", Clipped { text: rest, columns: columns_of_line })?;
                if columns(rest) > columns_of_line {
                    write!(f, "<title>{}</title>", Escaped(text))?;
                }
                break;
            }
            let (this, next) = rest.split_at(line_end(rest, columns_of_line));
            write!(f, "{}</tspan>", Escaped(this.trim_end()))?;
            rest = next.trim_start();
        }
        f.write_str("</text>")
    }
}

/// A name from outside in a place of so many columns, and the whole of it as a title where it is cut.
pub(super) struct Named<'a> {
    pub(super) name: &'a str,
    pub(super) columns: usize,
}

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, columns: room } = *self;
        write!(f, "{}", Clipped { text: name, columns: room })?;
        if columns(name) > room { write!(f, "<title>{}</title>", Escaped(name)) } else { Ok(()) }
    }
}

/// Where the first line of a text ends: behind a space, or beside a Chinese character, so that at most so many columns are
/// taken. A word that is longer is broken.
fn line_end(text: &str, room: usize) -> usize {
    let (mut taken, mut end, mut before) = (0, None, ' ');
    for (at, c) in text.char_indices() {
        let one = &text[at..at + c.len_utf8()];
        let is_wide = |c: char| !c.is_ascii() && columns(c.encode_utf8(&mut [0; 4])) == 2;
        // what closes stays with what it closes
        let closes = |c: char| "，。；：、）”》％".contains(c);
        let opens = |c: char| "（“《".contains(c);
        let may_end = before == ' ' || (is_wide(c) || is_wide(before)) && !closes(c) && !opens(before);
        if at > 0 && may_end {
            end = Some(at);
        }
        taken += columns(one);
        if taken > room && c != ' ' {
            return end.unwrap_or_else(|| at.max(one.len()));
        }
        before = c;
    }
    text.len()
}

/// The attribute that makes a text smaller where it is too wide for its room, and nothing where it is not.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fitted {
    /// How many columns it takes.
    pub(super) columns: usize,
    /// How much room there is, in pixels.
    pub(super) room: u32,
    /// Its usual size.
    pub(super) size: u32,
}

impl fmt::Display for Fitted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // a column is about 0.56 of the size wide
        let tenths = u64::from(self.room) * 1_000 / (56 * self.columns.max(1) as u64);
        match u64::from(self.size) * 10 <= tenths {
            true => Ok(()),
            false => write!(f, " style=\"font-size:{}.{}px\"", tenths.max(10) / 10, tenths.max(10) % 10),
        }
    }
}

/// How many columns something takes when it is written.
pub(super) fn wide(written: &impl fmt::Display) -> usize {
    struct Counted(usize);
    impl fmt::Write for Counted {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.0 += columns(text);
            Ok(())
        }
    }
    let mut counted = Counted(0);
    // counting cannot fail
    let _ = write!(counted, "{written}");
    counted.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(text: &str, room: usize) -> Vec<&str> {
        let (mut lines, mut rest) = (Vec::new(), text);
        while !rest.is_empty() {
            let (this, next) = rest.split_at(line_end(rest, room));
            lines.push(this.trim_end());
            rest = next.trim_start();
        }
        lines
    }

    #[test]
    fn a_text_is_broken_where_a_person_would() {
        assert_eq!(broken("Share of industrial projects", 11), ["Share of", "industrial", "projects"]);
        assert_eq!(broken("当年签约、当年开工项目比率", 8), ["当年签", "约、当年", "开工项目", "比率"]);
        assert_eq!(broken("引进50亿元及以上", 8), ["引进50亿", "元及以上"]);
        assert_eq!(broken("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(broken("沈", 1), ["沈"], "nothing is broken inside");
    }

    #[test]
    fn what_is_too_wide_becomes_smaller_and_nothing_else_does() {
        let fitted = |columns| Fitted { columns, room: 112, size: 10 }.to_string();
        assert_eq!(fitted(20), "");
        assert_eq!(fitted(40), " style=\"font-size:5.0px\"");
        assert_eq!(fitted(0), "");
    }
}
