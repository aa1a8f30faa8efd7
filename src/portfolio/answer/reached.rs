//! A count of projects on the first day on which all of several things held.

use super::asked::Asked;
use super::cell::Cell;
use super::cohort::total_of;
use super::subject::{Counts, Reading, Subject, undoing};
use super::watch::Trigger;
use crate::lifecycle::ProjectCategory;
use crate::portfolio::figure::Exclusion;
use crate::portfolio::moves::Moves;
use crate::portfolio::plan::{ByClass, ReachedForm};
use crate::portfolio::row::{StepRow, in_yuan};
use crate::portfolio::total::CHANGING;
use crate::value::Day;

/// What decides of a project, on a day.
#[derive(Debug)]
struct Value {
    on: Day,
    category: Option<ProjectCategory>,
    /// In fen.
    total: Option<i64>,
}

/// The definition, made ready to look at projects.
#[derive(Debug)]
pub(super) struct Reached<'a> {
    form: &'a ReachedForm,
    first: Moves,
    /// The steps by which a total changes.
    changing: Moves,
    undoing: Moves,
    reads: Reading,
    /// The days of the project that is looked at, and what it was on them. Kept between projects for their room.
    days: Vec<Day>,
    values: Vec<Value>,
}

impl<'a> Reached<'a> {
    pub(super) fn new(form: &'a ReachedForm) -> Self {
        Self {
            form,
            first: Moves::by(&[form.all.first]),
            changing: Moves::by(&CHANGING),
            undoing: undoing(form.undone_by.as_ref()),
            reads: Reading::of(&form.reads),
            days: Vec::new(),
            values: Vec::new(),
        }
    }

    /// What must have happened for it to look closer: the act, or something that can change a total or a category, which may
    /// come in any later year.
    pub(super) const fn trigger(&self) -> Trigger {
        Trigger { in_period: self.first.or(self.changing), retold: true, ..Trigger::NEVER }
    }

    /// Whether the zone's class decides what is to be reached.
    pub(super) const fn needs_class(form: &ReachedForm) -> bool {
        matches!(form.all.total_at_least, Some(ByClass::Each { .. }))
    }

    /// Looks at a project.
    pub(super) fn see(&mut self, subject: &Subject<'_>, asked: &Asked<'_>, cells: &mut [Cell]) {
        let Some(done) = subject.first(self.first) else { return };
        if done.on > asked.end {
            return;
        }
        let is_done = asked.is_in_period(done.on);
        if !is_done && !self.changes(subject, asked) {
            return;
        }
        let cell = &mut cells[subject.zone as usize];
        let least = self.least(subject, done, asked);
        // where the class decides and is not known, nothing else can
        let reached_on = least.and_then(|least| {
            self.remember(subject, done, asked);
            self.values.iter().find(|value| self.holds(value, least)).map(|value| value.on)
        });
        let is_reached = reached_on.is_some_and(|day| asked.is_in_period(day));
        if !is_reached && !is_done {
            return;
        }
        let is_unknown = is_done && (least.is_none() || self.is_unknown());
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

    /// Works out what it was on each day from the act to the as-of day on which a value can have changed, in their order.
    fn remember(&mut self, subject: &Subject<'_>, done: &StepRow, asked: &Asked<'_>) {
        let (days, values, view) = (&mut self.days, &mut self.values, &subject.view);
        days.clear();
        days.push(done.on);
        days.extend(view.totals().iter().map(|row| row.on));
        days.extend(view.life.more.iter().flat_map(|more| &more.notes).map(|row| row.on));
        days.extend(subject.steps.iter().map(|row| row.on));
        days.retain(|day| *day >= done.on && *day <= asked.as_of);
        days.sort_unstable();
        days.dedup();
        values.clear();
        let (mut category, amended) = view.categories();
        let mut amended = amended.into_iter().peekable();
        view.totals_on(days, |on, total| {
            while let Some((_, later)) = amended.next_if(|(from, _)| *from <= on) {
                category = Some(later);
            }
            values.push(Value { on, category, total: total.and_then(in_yuan) });
        });
    }

    /// Whether a value that decides was never known.
    fn is_unknown(&self) -> bool {
        let (all, values) = (&self.form.all, &self.values);
        (!all.category.is_empty() && values.iter().all(|value| value.category.is_none()))
            || (all.total_at_least.is_some() && values.iter().all(|value| value.total.is_none()))
    }

    /// Whether a value can have changed in the period.
    fn changes(&self, subject: &Subject<'_>, asked: &Asked<'_>) -> bool {
        let notes = || subject.view.life.more.iter().flat_map(|more| &more.notes).map(|row| row.on);
        subject.in_period.meets(self.changing)
            || subject.view.totals().iter().map(|row| row.on).chain(notes()).any(|day| asked.is_in_period(day))
    }

    fn holds(&self, value: &Value, least: Option<i64>) -> bool {
        let category = &self.form.all.category;
        let is_of = category.is_empty() || value.category.is_some_and(|found| category.contains(&found));
        is_of && least.is_none_or(|least| value.total.is_some_and(|total| total >= least))
    }
}
