//! The guard of a stall: for how long a project must have stood still.

use crate::policy::Policy;
use crate::project::Project;
use crate::project::fact::{stop_ends, threshold_day};
use crate::reason::Reason;
use crate::value::Day;

impl Project {
    /// The reason against a stall of a project that has stood still since a day, if the threshold is not reached.
    pub(super) fn guard_threshold(&self, since: Day, effective_on: Day, policy: &Policy, reasons: &mut Vec<Reason>) {
        let reached_on = self.stalled_from(since, effective_on, policy);
        if effective_on < reached_on {
            reasons.push(Reason::ThresholdNotReached { since, reached_on, effective_on });
        }
    }

    /// The same for whichever day of standing still reaches the threshold first. Normally the day of entry does. After
    /// a stop a later day may, because months differ in length. So it tries the day of entry and the end of each stop.
    pub(super) fn guard_earliest_threshold(&self, effective_on: Day, policy: &Policy, reasons: &mut Vec<Reason>) {
        let entered_on = self.since();
        let season = policy.terms().seasonal_stop;
        let ends = stop_ends(self.pauses(), season, effective_on).filter(|end| *end > entered_on);
        let mut days = core::iter::once(entered_on).chain(ends).filter(|since| *since <= effective_on);
        if !days.any(|since| self.stalled_from(since, effective_on, policy) <= effective_on) {
            self.guard_threshold(entered_on, effective_on, policy, reasons);
        }
    }

    /// The first day on which standing still since `since` makes a zombie, seasonal stops considered.
    fn stalled_from(&self, since: Day, effective_on: Day, policy: &Policy) -> Day {
        let stage = self.stage();
        let base = |since| policy.stalled_from(stage, since);
        threshold_day(since, base, self.pauses(), policy.terms().seasonal_stop, effective_on)
    }
}
