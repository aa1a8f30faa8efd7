//! Texts in the cells of spreadsheets.

use std::borrow::Cow;

/// A cell that no spreadsheet takes for a formula when it opens a CSV: an apostrophe stands where one would begin. That is at
/// the beginning, and behind a separator of other countries, at which their spreadsheets part the line whatever the quotes say.
///
/// ```
/// use project_lifecycle::value::formula_safe;
///
/// assert_eq!(formula_safe("=1+2"), "'=1+2");
/// assert_eq!(formula_safe("A-1"), "A-1");
/// ```
#[must_use]
pub fn formula_safe(cell: &str) -> Cow<'_, str> {
    let is_formula = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠');
    let mut before = ';';
    let mut plain = Cow::Borrowed(cell);
    for (at, c) in cell.char_indices() {
        if matches!(before, ';' | '\t') && is_formula(c) {
            let begun = if let Cow::Borrowed(_) = plain { cell[..at].to_owned() } else { plain.into_owned() };
            plain = Cow::Owned(begun + "'");
        }
        if let Cow::Owned(text) = &mut plain {
            text.push(c);
        }
        before = c;
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::formula_safe;

    #[test]
    fn an_apostrophe_stands_before_what_would_be_a_formula() {
        for (cell, written) in [
            ("", ""),
            ("A-1", "A-1"),
            ("=1+2", "'=1+2"),
            ("-", "'-"),
            ("＋1", "'＋1"),
            ("\r\n=1", "'\r\n=1"),
            ("\t=1", "'\t'=1"),
            ("a;=1;b", "a;'=1;b"),
            ("沈\t@x;+y", "沈\t'@x;'+y"),
            ("a=1; b=2;c", "a=1; b=2;c"),
        ] {
            assert_eq!(formula_safe(cell), written, "{cell:?}");
        }
    }
}
