//! How pauses end: with a resumption, or with a step that shows work going on or over, whatever is corrected later.

use super::Project;
use super::event::{Change, Event};
use super::fact::{Fact, PauseSpan, open_pause};
use super::state::StandingStep;
use crate::act::Redating;
use crate::lifecycle::Verb;
use crate::value::Day;

impl Project {
    /// The days about which pauses may end otherwise once the event, which follows, is taken in.
    pub(super) fn turns(&self, event: &Event) -> [Option<Day>; 2] {
        let dated = |version| self.state.place(version).map(|place| self.state.standing[place]);
        let moved = |version| dated(version).filter(|step| self.ends_pause(step)).map(|step| step.on);
        match event.change() {
            Change::Move { verb, basis } => [Some(event.effective_on()).filter(|_| basis.ends_pause(*verb)), None],
            Change::Fact(Fact::Pause(_)) => [Some(event.effective_on()), None],
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
            Change::Plan { .. } | Change::Fact(_) => [None; 2],
        }
    }

    /// Settles how the pauses about those days end, by what is recorded now.
    pub(super) fn settle_pauses(&mut self, turns: [Option<Day>; 2]) {
        for day in turns.into_iter().flatten() {
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
        let mut later = standing[standing.partition_point(|step| step.on < span.from)..].iter();
        let is_over = |step: &StandingStep| self.is_by(step, Verb::Close);
        later.find(|step| self.ends_pause(step) && (step.version > span.version || is_over(step))).copied()
    }

    fn ends_pause(&self, step: &StandingStep) -> bool {
        let (verb, basis) = self.step(step.version);
        basis.ends_pause(verb)
    }

    fn is_by(&self, step: &StandingStep, by: Verb) -> bool {
        self.step(step.version).0 == by
    }
}
