//! The end of a pause.

use serde::Serialize;

use super::pause::{begun_by, last_begun, open_pause};
use super::{Fact, Kind, Named as _, Pause, PauseSpan, Stood};
use crate::project::CurrentState;
use crate::reason::{Reason, StepDate};
use crate::value::{Day, Text, input};

/// The end of a pause (复工): of the last one that has begun by its day, if neither another resumption nor an earlier step
/// ended that.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Resumption {
    /// A remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark: Option<Text>,
}

input!(Resumption { optional remark });

/// Takes in a resumption.
pub(crate) fn resume(kept: &mut [PauseSpan], version: u64, on: Day) {
    let begun = begun_by(kept, on);
    if let Some(last) = kept[..begun].last_mut() {
        (last.resumed_by, last.resumed_on, last.ended_by) = (Some(version), Some(on), None);
    }
}

impl Kind for Resumption {
    const BEFORE: &'static [&'static str] = &[Pause::EVENT_NAME];

    type Kept = Vec<PauseSpan>;

    /// `None`: only a day tells which pause it ends.
    fn before(&self, _kept: &Vec<PauseSpan>, _current: &CurrentState) -> Option<Stood> {
        None
    }

    /// The pause that it ends.
    fn before_on(&self, kept: &Vec<PauseSpan>, _current: &CurrentState, on: Day) -> Option<Stood> {
        let begun = last_begun(kept, on)?;
        Some(Stood { fact: Fact::Pause(begun.pause.clone()), version: begun.version })
    }

    /// A step that ended the pause shows that work went on by then.
    fn contradicts_on(&self, kept: &Vec<PauseSpan>, _current: &CurrentState, on: Day) -> Option<Reason> {
        let Some(first) = kept.first() else { return Some(Reason::NotPaused) };
        let Some(begun) = last_begun(kept, on) else {
            return Some(Reason::NotPausedYet { effective_on: on, on: first.from, version: first.version });
        };
        let ended_on = begun.resumed_on?;
        if let Some(version) = begun.resumed_by {
            return Some(Reason::AlreadyResumed { version, on: ended_on });
        }
        let version = begun.ended_by.filter(|_| ended_on < on)?;
        Some(Reason::PauseEnded { effective_on: on, on: ended_on, version })
    }

    fn keep(&self, kept: &mut Vec<PauseSpan>, version: u64, on: Day) {
        resume(kept, version, on);
    }

    /// The next pause, if it is told later: it could not begin before this one was over.
    fn bears(&self, kept: &Vec<PauseSpan>, version: u64) -> Option<StepDate> {
        let ended = kept.iter().rposition(|span| span.resumed_by == Some(version))?;
        let next = kept.get(ended + 1).filter(|next| next.version > version)?;
        Some(StepDate { on: next.from, version: next.version })
    }

    fn forget(&self, kept: &mut Vec<PauseSpan>, version: u64, _on: Day) {
        if let Some(ended) = kept.iter_mut().rfind(|span| span.resumed_by == Some(version)) {
            (ended.resumed_by, ended.resumed_on) = (None, None);
        }
    }

    fn show(&self, _before: Option<&Fact>, on: Day, current: &mut CurrentState) -> bool {
        // it may be told late of an earlier pause
        current.paused_since = current.paused_since.filter(|from| *from > on);
        true
    }

    fn settle(&self, kept: &Vec<PauseSpan>, current: &mut CurrentState) {
        current.paused_since = open_pause(kept).map(|open| open.from);
    }
}
