//! Every move, with complete evidence.

use super::{Coverage, Move};
use crate::Policy;
use crate::lifecycle::Position;
use crate::testing::Walk;

/// Takes every move from every position. What stands in its way is noted; where a position cannot be reached, it stands in
/// the way of every move from there.
pub(super) fn walk(policy: &Policy, coverage: &mut Coverage) {
    for from in Position::all() {
        let walk = Walk::to_under(1, from, policy.clone());
        for (verb, to) in from.next() {
            let taken = walk.clone().and_then(|mut walk| {
                walk.go_when_open(verb)?;
                Ok(walk.project.position())
            });
            let way = Move { from, verb, to };
            match taken {
                Ok(reached) => {
                    assert!(reached == to, "a bug of the crate: {way} led to {reached}");
                    coverage.walked.push(way);
                }
                Err(reasons) => coverage.not_walked.push((way, reasons)),
            }
        }
    }
}
