//! The guards of facts.

use super::fact::Fact;
use super::guard::guard_paper;
use super::pause::Pause;
use super::report::{InvestmentReport, Milestone};
use super::{Amendment, Context, Link, Project};
use crate::evidence::Standing;
use crate::lifecycle::Item;
use crate::policy::Policy;
use crate::reason::Reason;
use crate::value::Day;

impl Project {
    /// Every reason against a fact, beside those of its date and its texts.
    pub(super) fn guard_fact(&self, fact: &Fact, context: &Context, policy: &Policy, reasons: &mut Vec<Reason>) {
        let effective_on = context.effective_on;
        let not_before = self.earliest_for(fact);
        if effective_on < not_before {
            reasons.push(Reason::PauseOutOfOrder { effective_on, not_before });
        }
        match fact {
            Fact::Officer(_) | Fact::Body(_) | Fact::Schedule(_) | Fact::Progress(_) => {}
            Fact::Amendment(amendment) => guard_amendment(amendment, reasons),
            Fact::Link(link) => self.guard_link(*link, reasons),
            Fact::Pause(pause) => guard_pause(pause, effective_on, policy, reasons),
            Fact::Resumption(_) if self.state.pauses.is_empty() => reasons.push(Reason::NotPaused),
            Fact::Resumption(_) => {}
            Fact::Presentation(shown) => {
                let item = shown.item;
                let was_presented = self.state.presentation(shown.version, item).is_some();
                if self.state.open_commitment(shown.version, item).is_none() && !was_presented {
                    reasons.push(Reason::NoCommitment { version: shown.version, item });
                }
                let dated = shown.paper.day();
                let standing = Standing::Presented { dated, validity: dated.map(|day| (day, shown.valid_until)) };
                let faults = guard_paper(item, standing, effective_on, policy);
                // the paper's day is its day of issue: told once
                reasons.extend(faults.into_iter().filter(|fault| !matches!(fault, Reason::PermitNotYetValid { .. })));
            }
            Fact::Prolongation(later) => match self.state.open_commitment(later.version, later.item) {
                None => reasons.push(Reason::NoCommitment { version: later.version, item: later.item }),
                Some(open) => {
                    let (item, due, committed) = (later.item, later.due, open.committed);
                    if due <= committed {
                        reasons.push(Reason::NotLater { item, due, committed });
                    }
                    if due < effective_on {
                        reasons.push(Reason::CommitmentOverdue { item, due, effective_on });
                    }
                }
            },
            Fact::Investment(report) => guard_report(*report, effective_on, reasons),
            Fact::Milestone(reached) => {
                if reached.milestone == Milestone::Other && reached.remark.is_none() {
                    reasons.push(Reason::RemarkNeeded);
                }
            }
        }
    }

    fn guard_link(&self, link: Link, reasons: &mut Vec<Reason>) {
        if link.to == self.id {
            reasons.push(Reason::LinkToSelf);
        }
        if self.state.links.contains(&link) {
            reasons.push(Reason::AlreadyLinked);
        }
    }
}

fn guard_pause(pause: &Pause, effective_on: Day, policy: &Policy, reasons: &mut Vec<Reason>) {
    let season = policy.terms().seasonal_stop;
    if pause.seasonal && season.and_then(|season| season.end_containing(effective_on)).is_none() {
        let (from, to) = (season.map(|season| season.from), season.map(|season| season.to));
        reasons.push(Reason::OutsideSeason { effective_on, from, to });
    }
    if let Some(to) = pause.expected_until.filter(|to| *to < effective_on) {
        reasons.push(Reason::PeriodReversed { from: effective_on, to });
    }
}

fn guard_amendment(amendment: &Amendment, reasons: &mut Vec<Reason>) {
    if amendment.is_empty() {
        reasons.push(Reason::NothingToAmend);
    }
    if let Some(found) = amendment.total_investment.filter(|total| !total.is_positive()) {
        reasons.push(Reason::NotPositive { gate: None, item: Item::TotalInvestment, found });
    }
}

fn guard_report(report: InvestmentReport, effective_on: Day, reasons: &mut Vec<Reason>) {
    let InvestmentReport { from, to, .. } = report;
    if to < from {
        reasons.push(Reason::PeriodReversed { from, to });
    }
    if to > effective_on {
        reasons.push(Reason::PeriodNotOver { to, effective_on });
    }
}
