//! Full-width characters, which Chinese ledgers mix with ASCII.

use std::borrow::Cow;

/// A text with its full-width characters as the ASCII ones, and trimmed.
pub(super) fn narrow(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(narrow_char).collect())
}

/// As the values read it; written again, for what imports uses only the public items.
fn narrow_char(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_full_width_characters_change() {
        assert_eq!(narrow("\u{3000}２０１８－６，Ａ～年。−\u{3000}"), "2018-6,A~年。−");
        assert!(matches!(narrow(" 2018-6 "), Cow::Borrowed("2018-6")));
    }
}
