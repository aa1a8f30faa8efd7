//! The end of a pause.

use serde::{Deserialize, Serialize};

use super::pause::open;
use super::{Fact, Kind, Named as _, Pause, PauseSpan, Stood};
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

impl Kind for Resumption {
    const BEFORE: &'static [&'static str] = &[Pause::EVENT_NAME];

    type Kept = Vec<PauseSpan>;

    /// The pause that it ends.
    fn before(&self, kept: &Vec<PauseSpan>, _current: &CurrentState) -> Option<Stood> {
        open(kept).map(|open| Stood { fact: Fact::Pause(open.pause.clone()), version: open.version })
    }

    fn earliest(&self, kept: &Vec<PauseSpan>) -> Day {
        open(kept).map_or(Day::MIN, |open| open.from)
    }

    fn contradicts(&self, kept: &Vec<PauseSpan>, _current: &CurrentState) -> Option<Reason> {
        let Some(last) = kept.last() else { return Some(Reason::NotPaused) };
        Some(Reason::AlreadyResumed { version: last.resumed_by?, on: last.resumed_on? })
    }

    fn keep(&self, kept: &mut Vec<PauseSpan>, version: u64, on: Day) {
        if let Some(last) = kept.last_mut() {
            (last.resumed_by, last.resumed_on) = (Some(version), Some(on));
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
        current.paused_since = open(kept).map(|open| open.from);
    }
}
