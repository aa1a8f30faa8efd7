//! What speaks against one paper.

use crate::evidence::Standing;
use crate::lifecycle::Item;
use crate::policy::Policy;
use crate::reason::Reason;
use crate::value::Day;

/// The reasons against one paper on the effective date. What proves an act may be younger than the act, but not than today.
pub(super) fn guard_paper(
    item: Item,
    standing: Standing,
    effective_on: Day,
    today: Day,
    policy: &Policy,
) -> Vec<Reason> {
    let mut reasons = Vec::new();
    match standing {
        Standing::Done { on: dated } if dated > effective_on => {
            reasons.push(Reason::DatedAfterEffective { item, dated, effective_on });
        }
        Standing::Done { .. } => {}
        Standing::Presented { dated, validity } => {
            match dated {
                Some(dated) if item.is_proof() && dated > today => {
                    reasons.push(Reason::DatedInFuture { item, dated, today });
                }
                Some(dated) if !item.is_proof() && dated > effective_on => {
                    reasons.push(Reason::DatedAfterEffective { item, dated, effective_on });
                }
                Some(_) | None => {}
            }
            let Some((issued_on, own_limit)) = validity else { return reasons };
            if let Some(issued_on) = issued_on.filter(|issued_on| *issued_on > effective_on) {
                reasons.push(Reason::PermitNotYetValid { item, issued_on, effective_on });
            }
            let valid_until = own_limit.or_else(|| policy.permit_lasts_until(item, issued_on?));
            if let Some(valid_until) = valid_until.filter(|last| *last < effective_on) {
                reasons.push(Reason::PermitExpired { item, valid_until, effective_on });
            }
        }
        Standing::Committed { due } => {
            if !policy.takes_commitment(item) {
                reasons.push(Reason::CommitmentNotAllowed { item });
            }
            if due < effective_on {
                reasons.push(Reason::CommitmentOverdue { item, due, effective_on });
            }
        }
        Standing::Waived if !policy.takes_waiver(item) => reasons.push(Reason::WaiverNotAllowed { item }),
        Standing::Waived | Standing::NotRequired => {}
    }
    reasons
}
