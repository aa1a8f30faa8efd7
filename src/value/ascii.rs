//! Codes that are kept as ASCII bytes.

/// The text of bytes that a parser has let through as ASCII.
pub(super) fn ascii(bytes: &[u8]) -> &str {
    core::str::from_utf8(bytes).expect("a parser stores ASCII only")
}
