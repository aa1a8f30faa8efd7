//! The end of a pause.

use serde::{Deserialize, Serialize};

use super::{Fact, Kind, Named as _, Pause, PauseSpan, Stood};
use crate::project::CurrentState;
use crate::reason::Reason;
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

    /// The pause that it ends. After a resumption, another one is its correction.
    fn before(&self, kept: &Vec<PauseSpan>, _current: &CurrentState) -> Option<Stood> {
        kept.last().map(|last| Stood { fact: Fact::Pause(last.pause.clone()), version: last.version })
    }

    fn earliest(&self, kept: &Vec<PauseSpan>) -> Day {
        kept.last().map_or(Day::MIN, |span| span.from)
    }

    fn missing(&self) -> Option<Reason> {
        Some(Reason::NotPaused)
    }

    fn keep(&self, kept: &mut Vec<PauseSpan>, version: u64, on: Day) {
        if let Some(last) = kept.last_mut() {
            (last.resumed_on, last.ended_by) = (Some(on), Some(version));
        }
    }

    fn show(&self, _before: Option<&Fact>, _on: Day, current: &mut CurrentState) {
        current.paused_since = None;
    }
}
