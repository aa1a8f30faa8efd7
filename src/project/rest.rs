//! How pauses end: with a resumption, or with a step that shows work going on or over, whatever is corrected later.

use super::Project;
use super::event::{Change, Event};
use super::fact::{Fact, PauseSpan, begun_by, open_pause};
use super::state::StandingStep;
use crate::act::Redating;
use crate::lifecycle::Verb;
use crate::reason::StepDate;
use crate::value::Day;

/// Which pauses may end otherwise once an event is taken in.
pub(super) enum Turns {
    /// The one that is told of this day.
    Told(Day),
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
            Change::Fact(Fact::Pause(_)) => return Turns::Told(event.effective_on()),
            Change::Plan { .. } | Change::Fact(_) | Change::Replan(_) => [None; 2],
        })
    }

    /// Settles how those pauses end, by what is recorded now.
    pub(super) fn settle_pauses(&mut self, turns: Turns) {
        match turns {
            // it is the last of its day, and lies in none before
            Turns::Told(day) => self.settle_pause(begun_by(self.pauses(), day) - 1),
            Turns::About(days) => days.into_iter().flatten().for_each(|day| self.settle_about(day)),
        }
        self.state.current.paused_since = open_pause(self.pauses()).map(|open| open.from);
    }

    /// Settles the pauses that begin on a day, and the one before them.
    fn settle_about(&mut self, day: Day) {
        for at in (0..begun_by(self.pauses(), day)).rev() {
            self.settle_pause(at);
            if self.pauses()[at].from < day {
                break;
            }
        }
    }

    fn settle_pause(&mut self, at: usize) {
        let ends = |step: &StandingStep| Some(self.step(step.version).0).filter(|_| self.ends_pause(step));
        let end = end_of_pause(self.pauses(), at, &self.state.standing, StandingStep::date, ends);
        let span = &mut self.state.notes.pauses[at];
        (span.resumed_on, span.ended_by) = end;
    }

    fn ends_pause(&self, step: &StandingStep) -> bool {
        let (verb, basis) = self.step(step.version);
        basis.ends_pause(verb)
    }
}

/// On which day a pause ends, and with which step: of steps it is told the date, and of those that show work going on or
/// over the act.
///
/// One that no resumption ended ends with the first step after it that shows work going on or over, whenever the two are
/// told, and without one where the next pause begins. What comes after what tells the date, and of one date the version. One
/// that is told of a closed project ended with the closing, on its very day too.
pub(crate) fn end_of_pause<S>(
    spans: &[PauseSpan],
    at: usize,
    standing: &[S],
    date: impl Fn(&S) -> StepDate,
    ends: impl Fn(&S) -> Option<Verb>,
) -> (Option<Day>, Option<u64>) {
    let span = &spans[at];
    if span.resumed_by.is_some() {
        return (span.resumed_on, span.ended_by);
    }
    let begins = |span: &PauseSpan| StepDate { on: span.from, version: span.version };
    let next = spans.get(at + 1).map(begins);
    let earlier = standing.partition_point(|step| date(step) < begins(span));
    let is_over = |step: &&S| date(step).on >= span.from && ends(step) == Some(Verb::Close);
    let step = standing[earlier..].iter().find(|step| ends(step).is_some());
    let step = step.or(standing.last().filter(is_over)).map(date);
    let end = step.filter(|step| next.is_none_or(|next| *step < next));
    (end.or(next).map(|end| end.on), end.map(|step| step.version))
}
