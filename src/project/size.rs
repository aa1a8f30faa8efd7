//! How much a command gives to record.

use serde::Serialize;

use super::Context;
use crate::canonical;
use crate::policy::Policy;
use crate::reason::Reason;

/// The most that a command may give to record, in bytes of canonical JSON: its own content, its actor's roles,
/// organisation and zone, the policy's name, and the host's own members. With everything else in a record it fits into one.
pub(crate) const CONTENT_LIMIT: usize = 60_000;

/// Adds the reason against a record that would be too large.
pub(crate) fn guard<T: Serialize>(content: &T, context: &Context, policy: &Policy, reasons: &mut Vec<Reason>) {
    let content = (content, context.actor.by(), &policy.terms().id);
    match &context.host {
        Some(host) => guard_all(&(content, host), reasons),
        None => guard_all(&content, reasons),
    }
}

fn guard_all<T: Serialize>(content: &T, reasons: &mut Vec<Reason>) {
    // hardly ever is there so much that it must be written to be measured
    if canonical::longest(content) <= CONTENT_LIMIT {
        return;
    }
    // what has no canonical form is for the sealing to tell
    let bytes = canonical::to_vec(content).map_or(0, |written| written.len());
    if bytes > CONTENT_LIMIT {
        reasons.push(Reason::RecordTooLarge { bytes, limit: CONTENT_LIMIT });
    }
}
