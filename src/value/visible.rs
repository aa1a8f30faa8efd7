//! What can be seen of a text.

use core::ops::RangeInclusive;

/// Characters that show nothing, sorted: controls, white space, what Unicode calls default-ignorable (zero-width
/// characters, directional marks, fillers, variation selectors, tags), annotation marks, and the braille pattern without
/// dots.
const INVISIBLE: [RangeInclusive<char>; 22] = [
    '\0'..=' ',
    '\u{7f}'..='\u{a0}',
    '\u{ad}'..='\u{ad}',
    '\u{34f}'..='\u{34f}',
    '\u{61c}'..='\u{61c}',
    '\u{115f}'..='\u{1160}',
    '\u{1680}'..='\u{1680}',
    '\u{17b4}'..='\u{17b5}',
    '\u{180b}'..='\u{180f}',
    '\u{2000}'..='\u{200f}',
    '\u{2028}'..='\u{202f}',
    '\u{205f}'..='\u{206f}',
    '\u{2800}'..='\u{2800}',
    '\u{3000}'..='\u{3000}',
    '\u{3164}'..='\u{3164}',
    '\u{fe00}'..='\u{fe0f}',
    '\u{feff}'..='\u{feff}',
    '\u{ffa0}'..='\u{ffa0}',
    '\u{fff0}'..='\u{fffb}',
    '\u{1bca0}'..='\u{1bca3}',
    '\u{1d173}'..='\u{1d17a}',
    '\u{e0000}'..='\u{e0fff}',
];

/// Whether anything of a text can be seen.
pub(super) fn is_any(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_graphic() || !INVISIBLE.iter().any(|range| range.contains(&c)))
}

/// Whether a text has a character that nobody sees and that takes no room: two texts may look the same and differ by it.
pub(super) fn is_hiding(text: &str) -> bool {
    text.chars().any(|c| !c.is_ascii() && is_hidden(c) && INVISIBLE.iter().any(|range| range.contains(&c)))
}

/// Of the characters that show nothing those that are neither white space nor control characters.
fn is_hidden(c: char) -> bool {
    !c.is_whitespace() && !c.is_control()
}

/// The characters by which a text [hides](is_hiding) something, as the inside of a character class.
#[cfg(feature = "schema")]
pub(super) fn hidden_class() -> String {
    let mut ranges: Vec<RangeInclusive<char>> = Vec::new();
    for c in INVISIBLE.into_iter().flatten().filter(|c| is_hidden(*c)) {
        match ranges.last_mut() {
            Some(last) if u32::from(*last.end()) + 1 == u32::from(c) => *last = *last.start()..=c,
            _ => ranges.push(c..=c),
        }
    }
    class(&ranges)
}

/// The characters that show nothing, as the inside of a character class. What lies beyond U+FFFF stands there as it is:
/// its escapes differ between the engines that read patterns.
#[cfg(feature = "schema")]
pub(super) fn invisible_class() -> String {
    class(&INVISIBLE)
}

#[cfg(feature = "schema")]
fn class(ranges: &[RangeInclusive<char>]) -> String {
    let end = |c: char| if c > '\u{ffff}' { c.to_string() } else { format!("\\u{:04x}", u32::from(c)) };
    ranges.iter().map(|range| format!("{}-{}", end(*range.start()), end(*range.end()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_invisible_character_shows_nothing() {
        // of each kind the first and the last, by hand
        for c in "\0\t\n\r\u{1f} \u{7f}\u{85}\u{9f}\u{a0}\u{ad}\u{34f}\u{61c}\u{115f}\u{1160}\u{1680}\u{17b4}\u{17b5}\
                  \u{180b}\u{180e}\u{2000}\u{200a}\u{200b}\u{200d}\u{200f}\u{2028}\u{2029}\u{202a}\u{202e}\u{202f}\u{205f}\
                  \u{2060}\u{2064}\u{2066}\u{206f}\u{2800}\u{3000}\u{3164}\u{fe00}\u{fe0f}\u{feff}\u{ffa0}\u{fff9}\u{fffb}\
                  \u{1bca0}\u{1d173}\u{1d17a}\u{e0000}\u{e0001}\u{e0020}\u{e007f}\u{e0100}\u{e01ef}\u{e0fff}"
            .chars()
        {
            assert!(!is_any(c.encode_utf8(&mut [0; 4])), "{c:?}");
            assert!(is_any(&format!("{c}x{c}")), "{c:?}");
        }
        assert!(!is_any(""));
    }

    #[test]
    fn what_stands_beside_them_is_seen() {
        for c in
            "!~\u{a1}\u{ac}\u{ae}\u{34e}\u{350}\u{61b}\u{115e}\u{1161}\u{167f}\u{1681}\u{17b3}\u{17b6}\u{180a}\u{1810}\
                  \u{1fff}\u{2010}\u{2027}\u{2030}\u{205e}\u{2070}\u{27ff}\u{2801}\u{2fff}\u{3001}\u{3163}\u{3165}\
                  \u{fdff}\u{fe10}\u{fefe}\u{ff00}\u{ff9f}\u{ffa1}\u{ffef}\u{fffc}\u{1bc9f}\u{1bca4}\u{1d172}\u{1d17b}\
                  \u{dffff}\u{e1000}\u{10ffff}中Ａ🏗"
                .chars()
        {
            assert!(is_any(c.encode_utf8(&mut [0; 4])), "{c:?}");
        }
    }

    #[test]
    fn the_ranges_are_sorted_and_hold_all_controls_and_white_space() {
        assert!(INVISIBLE.windows(2).all(|pair| pair[0].end() < pair[1].start()));
        for c in ('\0'..=char::MAX).filter(|c| c.is_control() || c.is_whitespace()) {
            assert!(!is_any(c.encode_utf8(&mut [0; 4])), "{c:?}");
        }
    }
}
