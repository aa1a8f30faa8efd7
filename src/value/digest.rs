//! Digests of 32 bytes.

use core::fmt;
use core::str::FromStr;

use sha2::{Digest as _, Sha256};

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// A digest of 32 bytes: SHA-256, except in a log that names [another](super::DigestAlgorithm). Written as 64 lower-case
/// hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest([u8; 32]);

/// The text is no digest.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no digest; write 64 lower-case hexadecimal digits")]
pub struct DigestError {
    /// What was found.
    pub found: String,
}

impl Digest {
    /// All zeros: the predecessor of a log's first record.
    pub const ZERO: Self = Self([0; 32]);

    /// The SHA-256 of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self::of_parts(&[bytes])
    }

    /// The SHA-256 of parts, one after the other.
    #[must_use]
    pub fn of_parts(parts: &[&[u8]]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update(part);
        }
        Self(hash.finalize().into())
    }

    /// A digest that is known already.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its 32 bytes.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// A digest from its 64 digits.
    pub(crate) fn from_hex(hex: &[u8; 64]) -> Option<Self> {
        let mut bytes = [0; 32];
        for (bytes, digits) in bytes.as_chunks_mut::<4>().0.iter_mut().zip(hex.as_chunks::<8>().0) {
            *bytes = four(*digits)?;
        }
        Some(Self(bytes))
    }

    /// Its 64 digits.
    pub(crate) fn hex(&self) -> [u8; 64] {
        let mut hex = [0; 64];
        for (pair, byte) in hex.chunks_exact_mut(2).zip(self.0) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        hex
    }
}

/// Each byte of a word.
const fn all(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// The four bytes that eight digits in lower case stand for, all eight looked at as one word.
fn four(digits: [u8; 8]) -> Option<[u8; 4]> {
    let word = u64::from_le_bytes(digits);
    let is_letter = word >> 6 & all(1);
    let values = (word & all(0x0f)) + is_letter * 9;
    // what is not written back as it was, was no digit
    let is_letter = (values + all(6)) >> 4 & all(1);
    let written = values + all(b'0') + is_letter * u64::from(b'a' - b'0' - 10);
    if written != word || values & all(0xf0) != 0 {
        return None;
    }
    let pairs = (values << 4 | values >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs | pairs >> 8) & 0x0000_ffff_0000_ffff;
    Some(((fours | fours >> 16) as u32).to_le_bytes())
}

impl FromStr for Digest {
    type Err = DigestError;

    fn from_str(text: &str) -> Result<Self, DigestError> {
        let hex = text.as_bytes().try_into().ok();
        hex.and_then(Self::from_hex).ok_or_else(|| DigestError { found: text.into() })
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hex = self.hex();
        f.pad(core::str::from_utf8(&hex).expect("hexadecimal digits"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

super::text_form!(Digest, "a digest: 64 lower-case hexadecimal digits", "^[0-9a-f]{64}$");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_sha_256_in_lower_case_hex() {
        // FIPS 180-4, the one-block example
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Digest::of(b"abc").to_string(), abc);
        assert_eq!(Digest::of_parts(&[b"a", b"bc"]), abc.parse().unwrap());
        assert_eq!(Digest::ZERO.to_string(), "0".repeat(64));
        for bad in ["", &abc[1..], &abc.to_uppercase(), &"é".repeat(32)] {
            assert_eq!(bad.parse::<Digest>(), Err(DigestError { found: bad.into() }));
        }
    }

    #[test]
    fn every_byte_in_every_place_is_a_digit_or_is_not() {
        for place in 0..64 {
            for byte in 0..=127_u8 {
                let mut text = *b"0123456789abcdeffedcba98765432100f1e2d3c4b5a69788796a5b4c3d2e1f0";
                text[place] = byte;
                let text = core::str::from_utf8(&text).unwrap();
                let is_digit = matches!(byte, b'0'..=b'9' | b'a'..=b'f');
                assert_eq!(text.parse::<Digest>().map(|digest| digest.to_string()).ok(), is_digit.then(|| text.into()));
            }
        }
    }
}
