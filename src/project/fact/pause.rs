//! Pauses: stops of work that are no stage.

use serde::Serialize;

use super::{Asked, Fact, Kind, Stood};
use crate::lifecycle::PauseReason;
use crate::policy::Season;
use crate::project::CurrentState;
use crate::reason::{Reason, StepDate};
use crate::value::{Day, Text, input};

/// A pause (停工). It takes effect on the event's effective date.
///
/// A paused project may be amended, reported on, moved and closed like any other. It ends with a resumption, and with the
/// first step after it that shows work going on or over: start, commissioning, entry into operation, a revival with its day
/// of resumption, closing. The later date comes after, and of one date what was recorded later: so a pause told late ends
/// with a step that stands already. No pause begins within another, and one told late ends where the next begins, at the
/// latest. A seasonal stop begins in the policy's season; its days in that season do not count towards a stall threshold, if
/// work resumes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Pause {
    /// Until when it is expected to last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_until: Option<Day>,
    /// Why.
    pub explanation: Text,
    /// For what reason.
    pub reason: PauseReason,
}

input!(Pause { optional expected_until, needed explanation, needed reason });

/// A pause on record, from its first day to the day of resumption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PauseSpan {
    /// The pause.
    pub pause: Pause,
    /// Its first day.
    pub from: Day,
    /// The stream version of the event that records the resumption. `None` if none does.
    pub resumed_by: Option<u64>,
    /// The day on which work resumed; `None` while it goes on.
    pub resumed_on: Option<Day>,
    /// The stream version of the step that ended it. `None` if none did: it goes on, was resumed, or ended when the next one
    /// began.
    pub ended_by: Option<u64>,
    /// The stream version of the event that records it.
    pub version: u64,
}

impl PauseSpan {
    /// The days of this span that do not count towards a threshold, from the first to the one before the second: those
    /// of a seasonal stop within its season. Once the season is over, a stop without a resumption counts in full.
    pub(crate) fn uncounted(&self, season: Option<Season>, as_seen_on: Day) -> Option<(Day, Day)> {
        let season_end = season.filter(|_| self.pause.reason == PauseReason::Season)?.end_containing(self.from)?;
        let after_season = season_end.plus_days(1)?;
        match self.resumed_on {
            Some(resumed_on) => Some((self.from, resumed_on.min(after_season))),
            None if as_seen_on <= season_end => Some((self.from, after_season)),
            None => None,
        }
    }
}

/// Takes in a pause.
pub(crate) fn begin_pause(kept: &mut Vec<PauseSpan>, pause: &Pause, version: u64, on: Day) {
    let span =
        PauseSpan { pause: pause.clone(), from: on, resumed_by: None, resumed_on: None, ended_by: None, version };
    kept.insert(begun_by(kept, on), span);
}

/// The pause that has not ended. `None` if there is none.
pub(crate) fn open_pause(pauses: &[PauseSpan]) -> Option<&PauseSpan> {
    pauses.last().filter(|last| last.resumed_on.is_none())
}

/// How many pauses have begun by the end of a day.
pub(in crate::project) fn begun_by(pauses: &[PauseSpan], day: Day) -> usize {
    pauses.partition_point(|span| span.from <= day)
}

/// The last pause that has begun by the end of a day, over or not. `None` if none has.
pub(in crate::project) fn last_begun(pauses: &[PauseSpan], day: Day) -> Option<&PauseSpan> {
    pauses[..begun_by(pauses, day)].last()
}

/// The pause that goes on at the end of a day. `None` if none does.
pub(in crate::project) fn pause_on(pauses: &[PauseSpan], day: Day) -> Option<&PauseSpan> {
    last_begun(pauses, day).filter(|span| span.resumed_on.is_none_or(|resumed_on| day < resumed_on))
}

impl Kind for Pause {
    const BEFORE: &'static [&'static str] = &[];

    type Kept = Vec<PauseSpan>;

    /// `None`: while a pause goes on, no other begins.
    fn before(&self, _kept: &Vec<PauseSpan>, _current: &CurrentState) -> Option<Stood> {
        None
    }

    /// It does not begin within another, which may be over by now.
    fn contradicts_on(&self, kept: &Vec<PauseSpan>, _current: &CurrentState, on: Day) -> Option<Reason> {
        pause_on(kept, on).map(|first| Reason::AlreadyPaused { version: first.version, on: first.from })
    }

    fn guard(&self, _kept: &Vec<PauseSpan>, asked: &Asked<'_>, reasons: &mut Vec<Reason>) {
        let (effective_on, season) = (asked.effective_on, asked.policy.terms().seasonal_stop);
        if self.reason == PauseReason::Season && season.and_then(|season| season.end_containing(effective_on)).is_none()
        {
            let (from, to) = (season.map(|season| season.from), season.map(|season| season.to));
            reasons.push(Reason::OutsideSeason { effective_on, from, to });
        }
        if let Some(to) = self.expected_until.filter(|to| *to < effective_on) {
            reasons.push(Reason::PeriodReversed { from: effective_on, to });
        }
    }

    fn keep(&self, kept: &mut Vec<PauseSpan>, version: u64, on: Day) {
        begin_pause(kept, self, version, on);
    }

    /// Its resumption.
    fn bears(&self, kept: &Vec<PauseSpan>, version: u64) -> Option<StepDate> {
        let span = kept.iter().rfind(|span| span.version == version)?;
        Some(StepDate { on: span.resumed_on?, version: span.resumed_by? })
    }

    fn forget(&self, kept: &mut Vec<PauseSpan>, version: u64, _on: Day) {
        kept.retain(|span| span.version != version);
    }

    fn show(&self, _before: Option<&Fact>, on: Day, current: &mut CurrentState) -> bool {
        // told late it ended with the closing, or where the present one began, at the latest
        if current.position.stage().is_terminal() || current.paused_since.is_some() {
            current.note(on);
            return true;
        }
        // a step may have ended it, or another pause come after it
        if on < current.since || !current.note(on) {
            return false;
        }
        current.paused_since = Some(on);
        true
    }

    fn settle(&self, kept: &Vec<PauseSpan>, current: &mut CurrentState) {
        current.paused_since = open_pause(kept).map(|open| open.from);
    }
}

/// The first day on which a threshold is reached. Without pauses that is `base`; days from `since` on that do not count
/// push it out. They are told as spans, from the first day to the one before the second, in the order of their days and
/// without overlaps.
pub(crate) fn threshold_day(
    since: Day,
    base: impl Fn(Day) -> Day,
    uncounted: impl Iterator<Item = (Day, Day)> + Clone,
) -> Day {
    // standing still begins to count only when the season is over
    let since = uncounted.clone().find(|(from, to)| *from <= since && since < *to).map_or(since, |(_, to)| to);
    let mut reached = base(since);
    for (from, to) in uncounted.filter(|(from, _)| *from >= since) {
        if from < reached {
            reached = reached.plus_days(to.days_since(from)).unwrap_or(Day::MAX);
        }
    }
    reached
}

/// The ends of the stops whose days do not count towards a threshold, each day once: there may be many stops, but not many
/// days.
pub(in crate::project) fn stop_ends(
    spans: &[PauseSpan],
    season: Option<Season>,
    as_seen_on: Day,
) -> impl Iterator<Item = Day> {
    let ends = spans.iter().filter_map(move |span| span.uncounted(season, as_seen_on)).map(|(_, to)| to);
    let mut last = None;
    ends.filter(move |end| last.replace(*end) != Some(*end))
}
