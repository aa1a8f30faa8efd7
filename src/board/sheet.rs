//! The sheet that figures are drawn on: its size, its title, what it says of itself, and texts in lines.

use core::fmt;

use super::Imprint;
use super::markup::{Clipped, Escaped, columns};
use super::sign::{ImprintRow, SimulatedMark};
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
        write!(f, "{}", SimulatedMark { imprint, language, right: (width - MARGIN).into(), y: 39 })
    }

    /// Ends the element with the imprint.
    pub(super) fn close(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { language, width, height, imprint, .. } = *self;
        let (x, y, width) = (MARGIN.into(), (height - 16).into(), (width - 2 * MARGIN).into());
        write!(f, "{}</svg>", ImprintRow { imprint, language, x, y, width })
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
}
