//! Strings and integers, byte by byte. Eight bytes at a time are looked at as one word.

const ONES: u64 = u64::from_ne_bytes([0x01; 8]);
const HIGHS: u64 = u64::from_ne_bytes([0x80; 8]);
const HEX: &[u8; 16] = b"0123456789abcdef";

/// Marks (by its high bit) each byte of `word` that is zero; exact up to the first one.
const fn zeros(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & HIGHS
}

/// Marks each byte that cannot stand raw in a string: below U+0020, `"` or `\`; exact up to the first.
const fn specials(word: u64) -> u64 {
    let control = word.wrapping_sub(ONES * 0x20) & !word & HIGHS;
    control | zeros(word ^ (ONES * b'"' as u64)) | zeros(word ^ (ONES * b'\\' as u64))
}

const fn is_special(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

/// The first and the last four bytes as one word, for texts of four to eight bytes.
const fn both_ends(first: [u8; 4], last: [u8; 4]) -> u64 {
    u32::from_le_bytes(first) as u64 | (u32::from_le_bytes(last) as u64) << 32
}

const fn first_mark(marks: u64) -> usize {
    (marks.trailing_zeros() / 8) as usize
}

/// Where the first byte stands that cannot be raw in a string, or the length.
#[inline]
pub(crate) fn first_special(bytes: &[u8]) -> usize {
    first(bytes, specials, is_special)
}

/// Where the first byte stands that cannot be raw in a string or is not ASCII, or the length.
#[inline]
pub(super) fn first_beyond_ascii(bytes: &[u8]) -> usize {
    first(bytes, beyond_ascii, |byte| is_special(byte) || !byte.is_ascii())
}

/// Where the first byte stands that cannot be in a member name, or the length.
#[inline]
pub(super) fn first_outside_name(bytes: &[u8]) -> usize {
    first(bytes, outside_name, |byte| is_special(byte) || byte >= 0x7f)
}

/// Marks each byte that is not ASCII or cannot stand raw in a string; exact up to the first. Where a byte is not ASCII the
/// differences may be anything, for it is marked anyway.
const fn beyond_ascii(word: u64) -> u64 {
    let quote = (word ^ (ONES * b'"' as u64)).wrapping_sub(ONES);
    let backslash = (word ^ (ONES * b'\\' as u64)).wrapping_sub(ONES);
    let control = word.wrapping_sub(ONES * 0x20);
    (quote | backslash | control | word) & HIGHS
}

/// Marks each byte that cannot be in a member name; exact up to the first.
const fn outside_name(word: u64) -> u64 {
    beyond_ascii(word) | (word.wrapping_add(ONES) & HIGHS)
}

/// Where the first byte stands that `marks` marks in a word, exact up to the first, and `is` holds of; or the length.
#[inline(always)]
fn first(bytes: &[u8], marks: impl Fn(u64) -> u64, is: impl Fn(u8) -> bool) -> usize {
    let length = bytes.len();
    if let Some(last) = bytes.last_chunk::<8>() {
        let (words, rest) = bytes.as_chunks::<8>();
        for (at, word) in words.iter().enumerate() {
            let marks = marks(u64::from_le_bytes(*word));
            if marks != 0 {
                return at * 8 + first_mark(marks);
            }
        }
        let marks = if rest.is_empty() { 0 } else { marks(u64::from_le_bytes(*last)) };
        if marks == 0 { length } else { length - 8 + first_mark(marks) }
    } else if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        match marks(both_ends(*first, *last)) {
            0 => length,
            marks if first_mark(marks) < 4 => first_mark(marks),
            marks => length + first_mark(marks) - 8, // in the last four
        }
    } else {
        bytes.iter().position(|byte| is(*byte)).unwrap_or(length)
    }
}

/// Whether `name` may be a member name: printable ASCII (space to `~`) without `"` and `\`.
#[inline]
pub(super) fn is_member_name(name: &[u8]) -> bool {
    let bad = outside_name;
    if let Some(last) = name.last_chunk::<8>() {
        let (words, _) = name.as_chunks::<8>();
        let marks = bad(u64::from_le_bytes(*last));
        words.iter().fold(marks, |marks, word| marks | bad(u64::from_le_bytes(*word))) == 0
    } else if let (Some(first), Some(last)) = (name.first_chunk::<4>(), name.last_chunk::<4>()) {
        bad(both_ends(*first, *last)) == 0
    } else {
        name.iter().all(|byte| !is_special(*byte) && *byte < 0x7f)
    }
}

/// Appends `text` as a JSON string: `\"`, `\\`, `\b`, `\f`, `\n`, `\r`, `\t`, other characters below
/// U+0020 as `\u00xx` in lower case, everything else as it is (RFC 8785, 3.2.2.2).
#[inline]
pub fn write_string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    write_inner(text.as_bytes(), out);
    out.push(b'"');
}

/// The inside of a string, without its quotation marks.
#[inline]
pub(super) fn write_inner(bytes: &[u8], out: &mut Vec<u8>) {
    let raw = first_special(bytes);
    if raw == bytes.len() {
        out.extend_from_slice(bytes);
    } else {
        write_escaping(bytes, raw, out);
    }
}

#[cold]
fn write_escaping(mut bytes: &[u8], mut raw: usize, out: &mut Vec<u8>) {
    loop {
        let (plain, rest) = bytes.split_at(raw);
        out.extend_from_slice(plain);
        let Some((byte, rest)) = rest.split_first() else { return };
        match short_escape(*byte) {
            Some(letter) => out.extend_from_slice(&[b'\\', letter]),
            None => {
                let (high, low) = (HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]);
                out.extend_from_slice(&[b'\\', b'u', b'0', b'0', high, low]);
            }
        }
        bytes = rest;
        raw = first_special(bytes);
    }
}

/// The letter of the two-character escape of `byte`, where there is one.
pub(super) const fn short_escape(byte: u8) -> Option<u8> {
    match byte {
        b'"' | b'\\' => Some(byte),
        0x08 => Some(b'b'),
        0x0c => Some(b'f'),
        b'\n' => Some(b'n'),
        b'\r' => Some(b'r'),
        b'\t' => Some(b't'),
        _ => None,
    }
}

/// Appends `value` in decimal digits. The caller has checked the range.
#[inline]
pub(super) fn write_integer(value: i64, out: &mut Vec<u8>) {
    let mut digits = [b'0'; 20];
    let mut at = digits.len();
    let mut rest = value.unsigned_abs();
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if value < 0 {
        out.push(b'-');
    }
    out.extend_from_slice(&digits[at..]);
}
