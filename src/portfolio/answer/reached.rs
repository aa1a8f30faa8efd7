//! A count of projects on the first day on which all of several things held.

use super::asked::Asked;
use super::cell::Cell;
use super::cohort::total_of;
use super::subject::{Counts, Reading, Subject, undoing};
use crate::portfolio::figure::Exclusion;
use crate::portfolio::moves::Moves;
use crate::portfolio::plan::{ByClass, ReachedForm};
use crate::portfolio::row::{StepRow, in_yuan};
use crate::value::Day;

/// The definition, made ready to look at projects.
#[derive(Debug)]
pub(super) struct Reached<'a> {
    form: &'a ReachedForm,
    first: Moves,
    undoing: Moves,
    reads: Reading,
}

impl<'a> Reached<'a> {
    pub(super) fn new(form: &'a ReachedForm) -> Self {
        Self {
            form,
            first: Moves::by(&[form.all.first]),
            undoing: undoing(form.undone_by.as_ref()),
            reads: Reading::of(&form.reads),
        }
    }

    /// Whether the zone's class decides what is to be reached.
    pub(super) const fn needs_class(form: &ReachedForm) -> bool {
        matches!(form.all.total_at_least, Some(ByClass::Each { .. }))
    }

    /// Looks at a project.
    pub(super) fn see(&self, subject: &Subject<'_>, asked: &Asked<'_>, cells: &mut [Cell]) {
        let Some(done) = subject.first(self.first) else { return };
        if done.on > asked.end {
            return;
        }
        let cell = &mut cells[subject.zone as usize];
        let least = self.least(subject, done, asked);
        if !asked.is_in_period(done.on) && !Self::changes(subject, asked) {
            return;
        }
        let days = Self::days(subject, done, asked);
        let holds = |least: Option<i64>| days.iter().copied().find(|day| self.holds(subject, *day, least));
        let reached_on = least.and_then(holds);
        let is_reached = reached_on.is_some_and(|day| asked.is_in_period(day));
        let is_done = asked.is_in_period(done.on);
        if !is_reached && !is_done {
            return;
        }
        let is_unknown = is_done && (least.is_none() || self.is_unknown(subject, &days));
        let is_doubtful = subject.is_doubtful(&self.reads);
        if let Some(why) = subject.exclusion(Counts::Projects, is_doubtful, is_unknown) {
            let sums = if why == Exclusion::Unknown { total_of(subject) } else { Vec::new() };
            cell.exclude(subject, (why, sums));
            return;
        }
        if !is_reached {
            return;
        }
        cell.gross.add(subject, 0);
        cell.list(subject);
        let total = subject.total().and_then(in_yuan);
        let still = least.is_some_and(|least| least.is_none_or(|least| total.is_some_and(|total| total >= least)));
        if still && !subject.is_undone(done, self.undoing) {
            cell.net.add(subject, 0);
        }
    }

    /// The least total, in fen: `None` if the class decides and is not known, `Some(None)` if none is asked for.
    fn least(&self, subject: &Subject<'_>, done: &StepRow, asked: &Asked<'_>) -> Option<Option<i64>> {
        let Some(least) = self.form.all.total_at_least else { return Some(None) };
        let class = asked.class_on(subject.view.host(done.on), done.on);
        least.of(class).map(|least| Some(least.minor()))
    }

    /// Whether a value that decides was known on none of these days.
    fn is_unknown(&self, subject: &Subject<'_>, days: &[Day]) -> bool {
        let all = &self.form.all;
        let (view, has_total) = (&subject.view, all.total_at_least.is_some());
        (!all.category.is_empty() && days.iter().all(|day| view.category(*day).is_none()))
            || (has_total && days.iter().all(|day| view.total(*day).and_then(in_yuan).is_none()))
    }

    /// Whether a value can have changed in the period.
    fn changes(subject: &Subject<'_>, asked: &Asked<'_>) -> bool {
        let notes = || subject.view.life.more.iter().flat_map(|more| &more.notes).map(|row| row.on);
        subject.in_period != Moves::default()
            || subject.view.totals().iter().map(|row| row.on).chain(notes()).any(|day| asked.is_in_period(day))
    }

    /// The days from the act to the as-of day on which a value can have changed.
    fn days(subject: &Subject<'_>, done: &StepRow, asked: &Asked<'_>) -> Vec<Day> {
        let mut days = vec![done.on];
        let view = &subject.view;
        days.extend(view.totals().iter().map(|row| row.on));
        days.extend(view.life.more.iter().flat_map(|more| &more.notes).map(|row| row.on));
        days.extend(subject.steps.iter().map(|row| row.on));
        days.retain(|day| *day >= done.on && *day <= asked.as_of);
        days.sort_unstable();
        days.dedup();
        days
    }

    fn holds(&self, subject: &Subject<'_>, day: Day, least: Option<i64>) -> bool {
        let category = &self.form.all.category;
        let is_of = category.is_empty() || subject.view.category(day).is_some_and(|found| category.contains(&found));
        let total = || subject.view.total(day).and_then(in_yuan);
        is_of && least.is_none_or(|least| total().is_some_and(|total| total >= least))
    }
}
