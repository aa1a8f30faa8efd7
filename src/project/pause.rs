//! Pauses: stops of work that are no stage.

use serde::{Deserialize, Serialize};

use crate::policy::Season;
use crate::value::{Day, Text};

/// A pause (停工). It takes effect on the event's effective date.
///
/// A paused project may be amended, reported on, moved and closed like any other. A seasonal stop begins in the policy's
/// season; its days in that season do not count towards a stall threshold, if work resumes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Pause {
    /// Until when it is expected to last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_until: Option<Day>,
    /// Why.
    pub explanation: Text,
    /// Whether it is a stop of the season (冬季停工).
    pub seasonal: bool,
}

/// The end of a pause (复工).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Resumption {
    /// A remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark: Option<Text>,
}

/// A pause on record, from its first day to the day of resumption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PauseSpan {
    /// The pause.
    pub pause: Pause,
    /// Its first day.
    pub from: Day,
    /// The day on which work resumed, if it has.
    pub resumed_on: Option<Day>,
}

impl PauseSpan {
    /// The days of this span, from its first to the one before the second, that do not count towards a threshold as
    /// seen on a day: those of a seasonal stop within its season. Once the season is over, a stop that was not
    /// followed by a resumption counts in full.
    pub(super) fn uncounted(&self, season: Option<Season>, as_seen_on: Day) -> Option<(Day, Day)> {
        let season_end = season.filter(|_| self.pause.seasonal)?.end_containing(self.from)?;
        let after_season = season_end.plus_days(1)?;
        match self.resumed_on {
            Some(resumed_on) => Some((self.from, resumed_on.min(after_season))),
            None if as_seen_on <= season_end => Some((self.from, after_season)),
            None => None,
        }
    }
}

/// The first day on which a threshold is reached whose end without pauses is `base`: pushed out by the days that do not
/// count, from `since` on. Spans stand in the order of their days and do not overlap.
pub(super) fn threshold_day(
    since: Day,
    base: impl Fn(Day) -> Day,
    spans: &[PauseSpan],
    season: Option<Season>,
    as_seen_on: Day,
) -> Day {
    let uncounted = || spans.iter().filter_map(|span| span.uncounted(season, as_seen_on));
    // standing still begins to count only when the season is over
    let since = uncounted().find(|(from, to)| *from <= since && since < *to).map_or(since, |(_, to)| to);
    let mut reached = base(since);
    for (from, to) in uncounted().filter(|(from, _)| *from >= since) {
        if from < reached {
            reached = reached.plus_days(to.days_since(from)).unwrap_or(Day::MAX);
        }
    }
    reached
}
