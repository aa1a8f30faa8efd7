//! How pauses end: with a resumption, or with a step that shows work going on or over, whatever is corrected later.

use super::Project;
use super::event::{Change, Event};
use super::fact::{Fact, PauseSpan, open_pause};
use super::state::StandingStep;
use crate::act::Redating;
use crate::lifecycle::Verb;
use crate::value::Day;

/// Which pauses may end otherwise once an event is taken in.
pub(super) enum Turns {
    /// The last one.
    Last,
    /// Those about these days.
    About([Option<Day>; 2]),
}

impl Project {
    /// Which pauses may end otherwise once the event, which follows, is taken in.
    pub(super) fn turns(&self, event: &Event) -> Turns {
        let dated = |version| self.state.place(version).map(|place| self.state.standing[place]);
        let moved = |version| dated(version).filter(|step| self.ends_pause(step)).map(|step| step.on);
        Turns::About(match event.change() {
            Change::Move { verb, basis } => [Some(event.effective_on()).filter(|_| basis.ends_pause(*verb)), None],
            Change::Void(voiding) => [moved(voiding.version), None],
            Change::Redate(Redating { version, to, .. }) => {
                let was_on = moved(*version);
                [was_on, was_on.map(|_| *to)]
            }
            // whatever the step did and does about pauses
            Change::Correct(correcting) => [dated(correcting.version).map(|step| step.on), event.redated_to()],
            Change::VoidFact(voiding) => {
                let by = |span: &&PauseSpan| [Some(span.version), span.resumed_by].contains(&Some(voiding.version));
                [self.pauses().iter().rfind(by).map(|span| span.from), None]
            }
            Change::Fact(Fact::Pause(_)) => return Turns::Last,
            Change::Plan { .. } | Change::Fact(_) | Change::Replan(_) => [None; 2],
        })
    }

    /// Settles how those pauses end, by what is recorded now.
    pub(super) fn settle_pauses(&mut self, turns: Turns) {
        let days = match turns {
            Turns::Last => return self.settle_pause(self.pauses().len() - 1),
            Turns::About(days) => days,
        };
        for day in days.into_iter().flatten() {
            let mut at = self.pauses().partition_point(|span| span.from <= day);
            while at > 0 {
                at -= 1;
                self.settle_pause(at);
                if self.pauses()[at].from < day {
                    break;
                }
            }
            self.state.current.paused_since = open_pause(self.pauses()).map(|open| open.from);
        }
    }

    /// A pause that no resumption ended ends with the first step recorded after it that is dated from its first day on,
    /// and without one where the next pause begins. One that is told of a closed project ended with the closing.
    fn settle_pause(&mut self, at: usize) {
        let span = &self.pauses()[at];
        if span.resumed_by.is_some() {
            return;
        }
        let next = self.pauses().get(at + 1).map(|next| (next.from, next.version));
        let end = self.step_that_ends(span).filter(|step| next.is_none_or(|next| (step.on, step.version) < next));
        let (on, by) = (end.map(|step| step.on), end.map(|step| step.version));
        let span = &mut self.state.notes.pauses[at];
        (span.resumed_on, span.ended_by) = (on.or(next.map(|(from, _)| from)), by);
    }

    fn step_that_ends(&self, span: &PauseSpan) -> Option<StandingStep> {
        let standing = &self.state.standing;
        let earlier = standing.partition_point(|step| step.on < span.from || step.version < span.version);
        let is_over = |step: &&StandingStep| step.on >= span.from && self.step(step.version).0 == Verb::Close;
        let ends = standing[earlier..].iter().find(|step| self.ends_pause(step));
        ends.or(standing.last().filter(is_over)).copied()
    }

    fn ends_pause(&self, step: &StandingStep) -> bool {
        let (verb, basis) = self.step(step.version);
        basis.ends_pause(verb)
    }
}
