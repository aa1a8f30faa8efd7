//! Where scanning stops: eight bytes at a time find what looking at each byte finds.

use crate::canonical::write::{first_beyond_ascii, first_outside_name, first_special};

fn is_special(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

#[track_caller]
fn agree(bytes: &[u8]) {
    let first = |is: fn(u8) -> bool| bytes.iter().position(|byte| is(*byte)).unwrap_or(bytes.len());
    assert_eq!(first_special(bytes), first(is_special), "{bytes:?}");
    assert_eq!(first_beyond_ascii(bytes), first(|byte| is_special(byte) || byte > 0x7f), "{bytes:?}");
    assert_eq!(first_outside_name(bytes), first(|byte| is_special(byte) || byte > 0x7e), "{bytes:?}");
}

#[test]
fn any_two_bytes_side_by_side_are_found_alike() {
    for one in 0..=255 {
        for other in 0..=255 {
            for at in [0, 3, 6, 7, 11] {
                let mut bytes = [b'a'; 19];
                (bytes[at], bytes[at + 1]) = (one, other);
                agree(&bytes);
            }
        }
    }
}

#[test]
fn texts_of_every_length_are_found_alike() {
    for length in 0..40 {
        let plain = vec![b' '; length];
        agree(&plain);
        for at in 0..length {
            for byte in [0, 0x1f, b' ', b'!', b'"', b'#', b'[', b'\\', b']', 0x7e, 0x7f, 0x80, 0xff] {
                let mut bytes = plain.clone();
                bytes[at] = byte;
                agree(&bytes);
            }
        }
    }
}
