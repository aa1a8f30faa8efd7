//! The entry points of the encoder.

use super::encoder::Encoder;
use super::error::{EncodeError, Failure};
use serde::Serialize;

/// What most records need; it spares the growing of the buffer.
const FIRST_CAPACITY: usize = 1024;

/// The canonical bytes of `value` (RFC 8785, restricted as the [module](super) says).
///
/// # Errors
/// [`EncodeError`] when the value, or a part of it, has no canonical form.
pub fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, EncodeError> {
    let mut out = Vec::with_capacity(FIRST_CAPACITY);
    encode_into(value, &mut out)?;
    Ok(out)
}

/// Appends the canonical bytes of `value` to `out`, as [`to_vec`] would return them. After an error `out`
/// is as long as it was before.
///
/// # Errors
/// [`EncodeError`] when the value, or a part of it, has no canonical form.
pub fn encode_into<T: Serialize + ?Sized>(value: &T, out: &mut Vec<u8>) -> Result<(), EncodeError> {
    let before = out.len();
    let mut encoder = Encoder::new(out);
    let result = value.serialize(&mut encoder).and_then(|()| encoder.finish());
    result.map_err(|failure: Failure| {
        out.truncate(before);
        failure.into_error()
    })
}
