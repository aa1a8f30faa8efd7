//! What a ledger writes, as a record keeps it.

use crate::Text;

/// A text as it is, if a record keeps it. Otherwise as near to it as can be: U+0000 becomes U+FFFD, what nobody sees is
/// written out in quotation marks with its escapes, and what is too long is cut and ends with `…`.
pub(super) fn legible(text: &str) -> Text {
    Text::new(text).unwrap_or_else(|_| {
        let mut text = text.replace('\0', "\u{fffd}");
        if text.chars().all(|c| Text::new(c).is_err()) {
            text = format!("{text:?}");
        }
        if text.len() > Text::LIMIT {
            let most = Text::LIMIT - '…'.len_utf8();
            text.truncate((0..=most).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0));
            text.push('…');
        }
        Text::new(text).expect("it has a mark that can be seen, no U+0000, and was cut")
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_no_record_keeps_is_told_as_near_as_can_be() {
        for (text, kept) in [
            ("开工\n日期", "开工\n日期"),
            (" a ", " a "),
            ("a\0b", "a\u{fffd}b"),
            ("\0", "\u{fffd}"),
            ("", "\"\""),
            ("\u{200b}\u{3000}", "\"\\u{200b}\\u{3000}\""),
        ] {
            assert_eq!(legible(text).as_str(), kept, "{text:?}");
        }
        let long = "沈".repeat(5_462); // 16,386 bytes: 5,460 characters and the mark have 16,383
        assert_eq!(legible(&long).as_str(), "沈".repeat(5_460) + "…");
        assert_eq!(legible(&"x".repeat(16_384)).as_str(), "x".repeat(16_384));
        assert_eq!(legible(&"x".repeat(16_385)).as_str(), "x".repeat(16_381) + "…");
    }

    proptest! {
        #[test]
        fn any_text_is_kept_somehow(part in any::<String>(), odd in "[\0\u{200b} 沈]{0,3}", times in 0..9_000_usize) {
            legible(&part);
            legible(&(part + &odd.repeat(times)));
        }
    }
}
