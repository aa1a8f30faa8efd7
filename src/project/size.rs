//! How much a command gives to record.

use std::io;

use serde::Serialize;

use super::Context;
use crate::policy::Policy;
use crate::reason::Reason;

/// The most that a command may give to record, in bytes of canonical JSON: its own content, its actor's roles,
/// organisation and zone, and the policy's name. With everything else in a record it fits into one.
pub(crate) const CONTENT_LIMIT: usize = 60_000;

/// Adds the reason against a record that would be too large.
pub(super) fn guard<T: Serialize>(content: &T, context: &Context, policy: &Policy, reasons: &mut Vec<Reason>) {
    let bytes = size(&(content, context.actor.by(), &**policy.id()));
    if bytes > CONTENT_LIMIT {
        reasons.push(Reason::RecordTooLarge { bytes, limit: CONTENT_LIMIT });
    }
}

/// How many bytes the canonical form of a value has; the order of members does not change that. A value without a
/// canonical form is the encoder's to report.
fn size<T: Serialize>(value: &T) -> usize {
    let mut counter = Counter { bytes: 0 };
    let _: Result<(), _> = serde_json::to_writer(&mut counter, value);
    counter.bytes
}

/// Counts what is written and keeps nothing.
struct Counter {
    bytes: usize,
}

impl io::Write for Counter {
    fn write(&mut self, written: &[u8]) -> io::Result<usize> {
        self.bytes += written.len();
        Ok(written.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::canonical;

    proptest! {
        #[test]
        fn a_size_is_that_of_the_canonical_form(
            texts in proptest::collection::vec(prop_oneof![any::<String>(), "[\0-\u{7f}\"\\\\]{0,20}"], 0..5),
            number in -1_000_000_000_000_000_i64..1_000_000_000_000_000,
        ) {
            let value = (&texts, number, Some(true), ());
            prop_assert_eq!(size(&value), canonical::to_vec(&value).unwrap().len());
        }
    }
}
