//! A digest in standard base64, as the C2SP texts write it.

use crate::value::Digest;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// A digest in standard base64 with padding (RFC 4648, section 4): 43 characters and `=`.
pub(in crate::audit::log) fn encode(digest: Digest) -> String {
    let mut text = String::with_capacity(44);
    for group in digest.bytes().chunks(3) {
        let bits = group.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for place in 0..=group.len() {
            text.push(char::from(ALPHABET[(bits >> (18 - 6 * place) & 63) as usize]));
        }
    }
    text.push('=');
    text
}

/// The digest that a text in base64 writes, in that one form.
pub(in crate::audit::log) fn decode(text: &str) -> Option<Digest> {
    let mut bytes = Vec::with_capacity(33);
    for group in text.strip_suffix('=')?.as_bytes().chunks(4) {
        let mut bits = 0_u32;
        for character in group {
            let value = ALPHABET.iter().position(|known| known == character)?;
            bits = bits << 6 | u32::try_from(value).ok()?;
        }
        bits <<= 6 * (4 - group.len());
        bytes.extend_from_slice(&bits.to_be_bytes()[1..group.len()]);
    }
    let digest = Digest::from_bytes(bytes.try_into().ok()?);
    // the bits that pad the last character are zero in the one form
    (encode(digest) == text).then_some(digest)
}
