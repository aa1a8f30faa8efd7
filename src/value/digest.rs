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

    /// A digest from its 64 digits. All of them are looked at, for that takes less time than to stop early.
    pub(crate) fn from_hex(hex: &[u8; 64]) -> Option<Self> {
        let (mut values, mut others) = ([0; 64], 0);
        for (value, byte) in values.iter_mut().zip(hex) {
            let (digit, letter) = (byte.wrapping_sub(b'0'), byte.wrapping_sub(b'a'));
            *value = if digit < 10 { digit } else { letter.wrapping_add(10) };
            others |= u8::from(digit >= 10) & u8::from(letter >= 6);
        }
        let mut bytes = [0; 32];
        for (byte, [high, low]) in bytes.iter_mut().zip(values.as_chunks().0) {
            *byte = high << 4 | low;
        }
        (others == 0).then_some(Self(bytes))
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
