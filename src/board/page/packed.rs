//! What a page shows later: packed, and written as text.

use core::fmt;

use serde::Serialize;

/// A value as JSON, packed by DEFLATE (RFC 1951) and written in Base64, as a browser can unpack it by itself.
pub(super) struct Packed(Vec<u8>);

/// How hard it is packed, of 10.
const LEVEL: u8 = 8;

impl Packed {
    pub(super) fn new(value: &impl Serialize) -> Result<Self, serde_json::Error> {
        Ok(Self(miniz_oxide::deflate::compress_to_vec(&serde_json::to_vec(value)?, LEVEL)))
    }
}

#[cfg(test)]
impl Packed {
    /// Bytes as they are, to be written.
    pub(super) const fn of_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

/// The digits of Base64 (RFC 4648, 4).
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

impl fmt::Display for Packed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = String::with_capacity(self.0.len().div_ceil(3) * 4);
        for three in self.0.chunks(3) {
            let bits = (0..3).fold(0u32, |bits, at| bits << 8 | u32::from(three.get(at).copied().unwrap_or(0)));
            for at in 0..4 {
                let digit = DIGITS[(bits >> (18 - 6 * at) & 63) as usize];
                line.push(if at <= three.len() { digit as char } else { '=' });
            }
        }
        f.write_str(&line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_written_as_the_standard_says() {
        // RFC 4648, 10
        let vectors =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE=")];
        for (text, written) in vectors {
            assert_eq!(Packed(text.into()).to_string(), written);
        }
    }

    #[test]
    fn what_is_packed_is_there_again() {
        let texts = vec!["</script>挂图作战 & \u{2028}".repeat(50); 20];
        let Packed(bytes) = Packed::new(&texts).unwrap();
        let json = miniz_oxide::inflate::decompress_to_vec(&bytes).unwrap();
        assert_eq!(serde_json::from_slice::<Vec<String>>(&json).unwrap(), texts);
        assert!(bytes.len() * 20 < json.len());
    }
}
