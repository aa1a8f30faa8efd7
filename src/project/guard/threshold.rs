//! The guard of a stall: whose fault it can be, and for how long a project must have stood still.

use crate::lifecycle::{Law, Stage, ZombieCause};
use crate::policy::Policy;
use crate::project::Project;
use crate::project::fact::{PauseSpan, pause_on, stop_ends, threshold_day};
use crate::project::standpoint::{Standpoint, is_to_start};
use crate::reason::Reason;
use crate::value::Day;

/// How a project stands still.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stillness {
    pub(crate) stage: Stage,
    /// The day on which it entered the stage.
    pub(crate) entered_on: Day,
    /// The agreed start in force. `None` if none is.
    pub(crate) agreed_start: Option<Day>,
    /// The first day of standing still.
    pub(crate) since: Day,
}

impl Stillness {
    /// From which day on it counts: until the start from the agreed start, and without one from the entry into the stage.
    pub(crate) fn counts_from(&self) -> Day {
        if is_to_start(self.stage) { self.agreed_start.unwrap_or(self.entered_on) } else { self.since }
    }

    /// The first day on which it makes a zombie, without the days of those spans. `None` if the cause needs no time.
    pub(crate) fn reached_on(
        &self,
        cause: ZombieCause,
        policy: &Policy,
        uncounted: impl Iterator<Item = (Day, Day)> + Clone,
    ) -> Option<Day> {
        let threshold = policy.stall_threshold(self.stage, cause)?;
        Some(threshold_day(self.counts_from(), |day| threshold.after(day), uncounted))
    }
}

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
    /// needs no time.
    fn reached_on(
        &self,
        at: &Standpoint,
        cause: ZombieCause,
        since: Day,
        effective_on: Day,
        policy: &Policy,
    ) -> Option<Day> {
        let agreed_start = at.is_to_start().then(|| self.agreed_start_on(&at.course, effective_on)).flatten();
        let still = Stillness { stage: at.position.stage(), entered_on: at.since, agreed_start, since };
        let season = policy.terms().seasonal_stop;
        let uncounted = self.pauses().iter().filter_map(|span| span.uncounted(season, effective_on));
        still.reached_on(cause, policy, uncounted)
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
