//! The end of a pause.

use serde::{Deserialize, Serialize};

use super::pause::open_pause;
use super::{Asked, Fact, Kind, Named as _, Pause, PauseSpan, Stood};
use crate::project::CurrentState;
use crate::reason::{Reason, StepDate};
use crate::value::{Day, Text};

/// The end of a pause (复工).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Resumption {
    /// A remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark: Option<Text>,
}

/// The last pause, if no resumption is on record: it goes on, or a step ended it.
fn unresumed(pauses: &[PauseSpan]) -> Option<&PauseSpan> {
    pauses.last().filter(|last| last.resumed_by.is_none())
}

impl Kind for Resumption {
    const BEFORE: &'static [&'static str] = &[Pause::EVENT_NAME];

    type Kept = Vec<PauseSpan>;

    /// The pause that it ends.
    fn before(&self, kept: &Vec<PauseSpan>, _current: &CurrentState) -> Option<Stood> {
        let last = unresumed(kept)?;
        Some(Stood { fact: Fact::Pause(last.pause.clone()), version: last.version })
    }

    fn earliest(&self, kept: &Vec<PauseSpan>) -> Day {
        unresumed(kept).map_or(Day::MIN, |last| last.from)
    }

    fn contradicts(&self, kept: &Vec<PauseSpan>, _current: &CurrentState) -> Option<Reason> {
        let Some(last) = kept.last() else { return Some(Reason::NotPaused) };
        Some(Reason::AlreadyResumed { version: last.resumed_by?, on: last.resumed_on? })
    }

    /// A step that ended the pause shows that work went on by then.
    fn guard(&self, kept: &Vec<PauseSpan>, asked: &Asked<'_>, reasons: &mut Vec<Reason>) {
        if let Some((version, on)) = unresumed(kept).and_then(|last| Some((last.ended_by?, last.resumed_on?)))
            && asked.effective_on > on
        {
            reasons.push(Reason::AlreadyResumed { version, on });
        }
    }

    fn keep(&self, kept: &mut Vec<PauseSpan>, version: u64, on: Day) {
        if let Some(last) = kept.last_mut() {
            (last.resumed_by, last.resumed_on, last.ended_by) = (Some(version), Some(on), None);
        }
    }

    /// The next pause, which could not begin before this one was over.
    fn bears(&self, kept: &Vec<PauseSpan>, version: u64) -> Option<StepDate> {
        let next = kept.iter().rev().take_while(|span| span.version > version).last()?;
        Some(StepDate { on: next.from, version: next.version })
    }

    /// It ends the last pause: what bears another pause is not forgotten.
    fn forget(&self, kept: &mut Vec<PauseSpan>, version: u64, _on: Day) {
        if let Some(last) = kept.last_mut().filter(|last| last.resumed_by == Some(version)) {
            (last.resumed_by, last.resumed_on) = (None, None);
        }
    }

    fn show(&self, _before: Option<&Fact>, _on: Day, current: &mut CurrentState) -> bool {
        current.paused_since = None;
        true
    }

    fn settle(&self, kept: &Vec<PauseSpan>, current: &mut CurrentState) {
        current.paused_since = open_pause(kept).map(|open| open.from);
    }
}
