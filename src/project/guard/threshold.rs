//! The guard of a stall: whose fault it can be, and for how long a project must have stood still.

use crate::lifecycle::{Law, ZombieCause};
use crate::policy::Policy;
use crate::project::Project;
use crate::project::fact::{PauseSpan, pause_on, stop_ends, threshold_day};
use crate::project::standpoint::Standpoint;
use crate::reason::Reason;
use crate::value::Day;

impl Project {
    /// The reason against a stall of a project that has stood still since a day, if the threshold is not reached.
    pub(super) fn guard_threshold(
        &self,
        at: &Standpoint,
        cause: ZombieCause,
        since: Day,
        effective_on: Day,
        policy: &Policy,
        reasons: &mut Vec<Reason>,
    ) {
        let reached_on = self.reached_on(at, cause, since, effective_on, policy);
        reasons.extend(reached_on.and_then(|reached_on| self.too_early(at, since, reached_on, effective_on)));
    }

    /// The same for whichever cause and day of standing still reach the threshold first. Normally the day of entry does.
    /// After a stop a later day may, because months differ in length. So it tries the day of entry and the end of each stop.
    pub(super) fn guard_earliest_threshold(
        &self,
        effective_on: Day,
        policy: &Policy,
        law: &Law,
        reasons: &mut Vec<Reason>,
    ) {
        let (at, entered_on) = (&self.now(), self.since());
        let season = policy.terms().seasonal_stop;
        let days = || {
            let ends = stop_ends(self.pauses(), season, effective_on).filter(|end| *end > entered_on);
            core::iter::once(entered_on).chain(ends).filter(|since| *since <= effective_on)
        };
        let mut first: Option<Day> = None;
        for cause in law.causes(self.stage()).filter(|cause| self.pause_that_excuses(*cause, effective_on).is_none()) {
            let reached = |since| self.reached_on(at, cause, since, effective_on, policy);
            if days().any(|since| reached(since).is_none_or(|reached_on| reached_on <= effective_on)) {
                return;
            }
            first = first.into_iter().chain(reached(entered_on)).min();
        }
        reasons.extend(first.and_then(|reached_on| self.too_early(at, entered_on, reached_on, effective_on)));
    }

    /// The reason against a cause that lies with the investor, while work rests for what the government's side owes.
    pub(super) fn guard_fault(
        &self,
        at: &Standpoint,
        cause: ZombieCause,
        effective_on: Day,
        law: &Law,
        reasons: &mut Vec<Reason>,
    ) {
        if let Some(open) = self.pause_that_excuses(cause, effective_on) {
            let excused = |cause: &ZombieCause| self.pause_that_excuses(*cause, effective_on).is_some();
            let allowed = law.causes(at.position.stage()).filter(|cause| !excused(cause)).collect();
            reasons.push(Reason::NotAtFault { cause, reason: open.pause.reason, since: open.from, allowed });
        }
    }

    fn pause_that_excuses(&self, cause: ZombieCause, effective_on: Day) -> Option<&PauseSpan> {
        let open = pause_on(self.pauses(), effective_on)?;
        cause.is_excused_by(open.pause.reason).then_some(open)
    }

    /// The first day on which standing still since `since` makes a zombie, seasonal stops considered. `None` if the cause
    /// needs no time. Until the start it counts from the agreed start, and without one from the entry into the stage.
    fn reached_on(
        &self,
        at: &Standpoint,
        cause: ZombieCause,
        since: Day,
        effective_on: Day,
        policy: &Policy,
    ) -> Option<Day> {
        let threshold = policy.stall_threshold(at.position.stage(), cause)?;
        let counts_from =
            if at.is_to_start() { self.agreed_start_on(&at.course, effective_on).unwrap_or(at.since) } else { since };
        let (pauses, season) = (self.pauses(), policy.terms().seasonal_stop);
        Some(threshold_day(counts_from, |day| threshold.after(day), pauses, season, effective_on))
    }

    fn too_early(&self, at: &Standpoint, since: Day, reached_on: Day, effective_on: Day) -> Option<Reason> {
        if effective_on >= reached_on {
            return None;
        }
        let agreed_start = self.agreed_start_on(&at.course, effective_on);
        Some(match agreed_start.filter(|_| at.is_to_start()) {
            Some(agreed_start) => Reason::StartNotOverdue { agreed_start, reached_on, effective_on },
            None if at.is_to_start() => Reason::ThresholdNotReached { since: at.since, reached_on, effective_on },
            None => Reason::ThresholdNotReached { since, reached_on, effective_on },
        })
    }
}
