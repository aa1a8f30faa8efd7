//! Candidates for a finding: projects that stood still for as long as a policy's thresholds say.

use serde::Serialize;

use super::lists::{Listed, Lists, longest_first};
use crate::lifecycle::{Law, ZombieCause};
use crate::policy::Policy;
use crate::project::Stillness;
use crate::project::fact::{PauseSpan, open_pause};
use crate::value::Day;

/// A project that has stood still for long enough to be found a zombie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ZombieCandidate<'a> {
    /// The project.
    #[serde(flatten)]
    pub project: Listed<'a>,
    /// The day from which its standing still counts: before the start the agreed start, and without one the entry into the
    /// stage; later the entry or the last activity.
    pub still_since: Day,
    /// How many days have passed since, those that do not count among them.
    pub days: i64,
    /// The first day on which the threshold was reached, for the first of the causes.
    pub reached_on: Day,
    /// The causes for which it can be found a zombie. Those that need no time are not told: time shows none of them.
    pub causes: Vec<ZombieCause>,
}

impl<'a> Lists<'a> {
    /// The projects that a policy's thresholds make candidates for a finding on the day, those that stood still longest first.
    ///
    /// A project stands still from its entry into the stage or its last activity, whichever is later: a resumption, or
    /// the last day of a report by which more was invested. Until the start it is the agreed start in force that
    /// counts.
    ///
    /// The days of a seasonal stop do not count, within its season and as the policy has it. Nor do those of a pause
    /// for land or for a promise not kept, which the government's side owes; while such a pause goes on, no cause is
    /// told that blames the investor. A zombie is found already, and is no candidate.
    #[must_use]
    pub fn zombie_candidates(&self, policy: &Policy) -> Vec<ZombieCandidate<'a>> {
        let rows = self.each(|at, then| {
            let (stage, entered_on) = (then.position().stage(), then.since());
            let mut causes: Vec<_> = Law::newest().causes(stage).collect();
            if causes.is_empty() {
                return None;
            }
            let since = then.active_on().map_or(entered_on, |active| active.max(entered_on));
            let still = Stillness { stage, entered_on, agreed_start: then.agreed_start(), since };
            let pauses = then.pauses();
            let uncounted = pauses.iter().filter_map(|span| self.uncounted(span, policy));
            let reached = |cause| {
                let day = still.reached_on(cause, policy, uncounted.clone())?;
                (day <= self.as_of).then_some(day)
            };
            let excuses = open_pause(&pauses).map(|open| open.pause.reason);
            causes.retain(|cause| !excuses.is_some_and(|reason| cause.is_excused_by(reason)));
            causes.retain(|cause| reached(*cause).is_some());
            let reached_on = causes.iter().filter_map(|cause| reached(*cause)).min()?;
            let still_since = still.counts_from();
            let (project, days) = (self.listed(at, then), self.days_since(still_since));
            Some(ZombieCandidate { project, still_since, days, reached_on, causes })
        });
        longest_first(rows, |row| row.days, |row| row.project.project)
    }

    /// The days of a pause that do not count, from the first to the one before the second.
    fn uncounted(&self, span: &PauseSpan, policy: &Policy) -> Option<(Day, Day)> {
        if !span.pause.reason.is_governments() {
            return span.uncounted(policy.terms().seasonal_stop, self.as_of);
        }
        let goes_on = || self.as_of.plus_days(1).unwrap_or(Day::MAX);
        Some((span.from, span.resumed_on.unwrap_or_else(goes_on)))
    }
}
