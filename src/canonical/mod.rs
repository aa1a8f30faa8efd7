//! Canonical JSON: one value, one byte string.
//!
//! The audit trail hashes the bytes of each record, so two writers must never disagree about them. The
//! form is that of RFC 8785 (JSON Canonicalization Scheme), restricted until the sorted, compact output
//! of any language's own JSON writer is byte for byte the same:
//!
//! | JSON | RFC 8785 | here |
//! |---|---|---|
//! | member names | any string, sorted by UTF-16 units (3.2.3) | printable ASCII without `"` and `\`, sorted by bytes (the same order) |
//! | duplicate names | forbidden through I-JSON (3.1) | refused with a typed error |
//! | numbers | IEEE 754 doubles (3.2.2.3) | integers from -(2^53-1) to 2^53-1; no fraction, no exponent, no `-0` |
//! | strings | shortest escapes, else raw UTF-8 (3.2.2.2) | the same |
//! | white space | none (3.2.1) | none |
//! | nesting | not limited | at most [`MAX_DEPTH`] arrays and objects |
//!
//! [`to_vec`] and [`encode_into`] write it from any [`serde::Serialize`] value and sort by themselves:
//! neither the order of a map nor a feature of another crate can change the bytes. [`check`] decides
//! whether given bytes are in this form.
//!
//! ```
//! use project_lifecycle::canonical::{check, to_vec};
//!
//! #[derive(serde::Serialize)]
//! struct Step<'a> {
//!     verb: &'a str,
//!     from: &'a str,
//! }
//! let bytes = to_vec(&Step { verb: "sign", from: "在谈" })?;
//! assert_eq!(bytes, r#"{"from":"在谈","verb":"sign"}"#.as_bytes());
//! assert!(check(&bytes).is_ok());
//! # Ok::<(), project_lifecycle::canonical::EncodeError>(())
//! ```

mod bound;
mod check;
mod compound;
mod encode;
mod encoder;
mod ends;
mod error;
mod key;
mod path;
mod serializer;
#[cfg(test)]
mod tests;
mod write;

pub(crate) use bound::longest;
pub use check::{Fault, NotCanonical, check};
pub(crate) use check::{check_first, check_seeing};
pub use encode::{encode_into, to_vec};
pub(crate) use ends::Ends;
pub use error::EncodeError;
pub(crate) use write::first_special;
pub use write::write_string;

/// The largest integer of the canonical form, 2^53-1; the smallest is its negative (RFC 8785, appendix D;
/// RFC 7493, 2.2).
pub const MAX_INTEGER: i64 = (1 << 53) - 1;

/// How many arrays and objects may be open at once. RFC 8785 sets no limit; this one bounds the stack of
/// every reader.
pub const MAX_DEPTH: usize = 64;
