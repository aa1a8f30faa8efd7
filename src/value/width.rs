//! Full-width characters, which Chinese documents mix with ASCII.

use std::borrow::Cow;

/// A text with its full-width characters as the ASCII ones; any other stays as it is.
///
/// ```
/// assert_eq!(project_lifecycle::value::narrow("２０１８－６，Ａ～年。"), "2018-6,A~年。");
/// ```
#[must_use]
pub fn narrow(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let narrow = |c| match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    };
    Cow::Owned(text.chars().map(narrow).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_full_width_characters_change() {
        assert_eq!(narrow("\u{3000}２０１８－６，Ａ～年。−！\u{3000}"), " 2018-6,A~年。−! ");
        assert!(matches!(narrow(" 2018-6 "), Cow::Borrowed(" 2018-6 ")));
    }
}
