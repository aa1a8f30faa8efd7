//! The share of a cohort that achieved something.

use super::asked::Asked;
use super::cell::Cell;
use super::subject::{Counts, Reading, Reported, Subject, entry_by, undoing};
use super::watch::Trigger;
use crate::portfolio::figure::{Exclusion, Remark};
use crate::portfolio::moves::{Moves, Stages};
use crate::portfolio::plan::{CohortForm, StoodOn, Sum, Which};
use crate::portfolio::row::in_yuan;
use crate::value::{Currency, Day};

/// A cohort's definition, made ready to look at projects.
#[derive(Debug)]
pub(super) struct Cohort<'a> {
    form: &'a CohortForm,
    entered: Moves,
    first: Moves,
    first_entry: Moves,
    /// In which stages they stood, and at the end of which of the days that figures ask about.
    stood: Option<(Stages, usize)>,
    achieved: Moves,
    undoing: Moves,
    reads: Reading,
    /// For each of `where` and `is`: the first entry that it asks for.
    entries: [Option<(Moves, Moves)>; 2],
}

/// What a project is in a cohort.
#[derive(Clone, Copy)]
struct Belongs {
    /// The day that brought it in, for what is asked of a day.
    on: Day,
}

impl<'a> Cohort<'a> {
    pub(super) fn new(form: &'a CohortForm, asked: &Asked<'_>) -> Self {
        let day = |on: StoodOn| match on {
            StoodOn::Opening => Some(asked.opening),
            // on a day of the period that has not come nobody has stood
            StoodOn::Closing => Some(asked.end).filter(|day| *day >= asked.first),
            StoodOn::Day(day) => day.in_year(asked.first.year()).filter(|day| *day <= asked.as_of),
        };
        let stood = form.of.stood_in.as_ref().and_then(|stood| {
            let place = asked.place(day(stood.on)?)?;
            Some((Stages::any(&stood.stages), place))
        });
        let entry = |which: Option<&Which>| which.and_then(|which| which.first_entry.as_ref()).map(entry_by);
        Self {
            form,
            entered: Moves::entering(&form.of.entered),
            first: Moves::by(&form.of.first),
            first_entry: Moves::entering(&form.of.first_entry),
            stood,
            achieved: Moves::by(&form.count.first),
            undoing: undoing(form.undone_by.as_ref()),
            reads: Reading::of(&form.reads),
            entries: [entry(form.which.as_ref()), entry(form.count.is.as_ref())],
        }
    }

    /// Whether what is added to reach the threshold enters both parts.
    pub(super) fn adds_to_both(form: &CohortForm) -> bool {
        form.apart || (form.count.first.is_empty() && form.count.stands_in.is_empty())
    }

    /// What must have happened for it to look closer.
    pub(super) fn trigger(&self) -> Trigger {
        let achieved = if self.form.apart { self.achieved } else { Moves::default() };
        Trigger {
            in_period: self.entered.or(self.first).or(self.first_entry).or(achieved),
            stood: self.stood,
            reports: self.form.of.reported.is_some(),
            ..Trigger::NEVER
        }
    }

    /// Whether it looks at nothing but a project's steps and what that was planned as, and no project's totals decide.
    pub(super) fn looks_at_shapes_only(&self) -> bool {
        let is_of_shape = |which: &Which| which.class.is_empty() && which.total_at_least.is_none();
        let whiches = [&self.form.which, &self.form.count.is].into_iter().flatten();
        self.form.of.reported.is_none() && self.form.sum.is_none() && whiches.into_iter().all(is_of_shape)
    }

    fn belongs(&self, subject: &Subject<'_>, asked: &Asked<'_>) -> Option<Belongs> {
        if let Some(row) = subject.first_in_period(self.first) {
            return Some(Belongs { on: row.on });
        }
        let is_in = subject.in_period.meets(self.entered)
            || subject.first_in_period(self.first_entry).is_some()
            || self.stood.is_some_and(|(stages, place)| subject.stood_in(stages, place));
        is_in.then_some(Belongs { on: asked.as_of })
    }

    /// Looks at a project.
    pub(super) fn see(&self, subject: &Subject<'_>, asked: &Asked<'_>, cells: &mut [Cell]) {
        if let Some(measure) = self.form.of.reported {
            if let Some(reported) = subject.reported(measure) {
                let belongs = Belongs { on: asked.as_of };
                self.count(subject, belongs, Some(reported), asked, &mut cells[subject.zone as usize]);
            }
            return;
        }
        let belongs = self.belongs(subject, asked);
        if self.form.apart {
            let is_achieved = subject.first_in_period(self.achieved).is_some();
            if belongs.is_some() || is_achieved {
                self.count_apart(subject, belongs.is_some(), is_achieved, asked, &mut cells[subject.zone as usize]);
            }
        } else if let Some(belongs) = belongs {
            self.count(subject, belongs, None, asked, &mut cells[subject.zone as usize]);
        }
    }

    const fn counts(&self) -> Counts {
        if self.form.sum.is_some() { Counts::Money } else { Counts::Projects }
    }

    /// Whether it is meant at all; `None` if that is not known.
    fn is_meant(&self, subject: &Subject<'_>, day: Day) -> Option<bool> {
        self.form.which.as_ref().map_or(Some(true), |which| subject.is(which, self.entries[0], day))
    }

    /// Counts a project of the cohort, with what it reported if that is summed.
    fn count(
        &self,
        subject: &Subject<'_>,
        belongs: Belongs,
        reported: Option<Reported>,
        asked: &Asked<'_>,
        cell: &mut Cell,
    ) {
        let is_meant = self.is_meant(subject, asked.as_of);
        if is_meant == Some(false) {
            return;
        }
        let is = self.form.count.is.as_ref();
        let fits = is.map_or(Some(true), |which| subject.is(which, self.entries[1], belongs.on));
        let summed = self.summed(subject, reported);
        let is_unknown = is_meant.is_none() || fits.is_none() || summed.is_err();
        let is_doubtful = subject.is_doubtful(&self.reads);
        if let Some(why) = subject.exclusion(self.counts(), is_doubtful, is_unknown) {
            let foreign = self.foreign(subject, fits.is_none() || is_meant.is_none(), summed.err());
            cell.exclude(subject, (why, if why == Exclusion::Unknown { foreign } else { Vec::new() }));
            return;
        }
        let sum = summed.unwrap_or_default();
        cell.denominator.add(subject, sum);
        cell.list(subject);
        let done = if self.form.count.first.is_empty() { None } else { subject.first_in_period(self.achieved) };
        let stands_in = &self.form.count.stands_in;
        let stands = |day| stands_in.is_empty() || subject.stands_in(stands_in, day);
        if fits != Some(true) || (done.is_none() && !self.form.count.first.is_empty()) || !stands(asked.end) {
            return;
        }
        cell.gross.add(subject, sum);
        if stands(asked.as_of) && !done.is_some_and(|done| subject.is_undone(done, self.undoing)) {
            cell.net.add(subject, sum);
        }
        let stalls = subject.steps.last().is_some_and(|row| row.step().to().stalled_at().is_some());
        if done.is_some() && self.form.undone_by.is_none() && stalls {
            cell.listed.push((subject.at, Remark::ZombieSince));
        }
    }

    /// Counts a project where the numerator need not lie in the cohort.
    fn count_apart(&self, subject: &Subject<'_>, is_in: bool, is_achieved: bool, asked: &Asked<'_>, cell: &mut Cell) {
        let is_meant = self.is_meant(subject, asked.as_of);
        if is_meant == Some(false) {
            return;
        }
        let is_doubtful = subject.is_doubtful(&self.reads);
        let summed = self.summed(subject, None);
        if let Some(why) = subject.exclusion(self.counts(), is_doubtful, is_meant.is_none() || summed.is_err()) {
            cell.exclude(subject, (why, Vec::new()));
            return;
        }
        let sum = summed.unwrap_or_default();
        if is_in {
            cell.denominator.add(subject, sum);
            cell.list(subject);
        }
        if let Some(done) = subject.first_in_period(self.achieved).filter(|_| is_achieved) {
            cell.gross.add(subject, sum);
            if !subject.is_undone(done, self.undoing) {
                cell.net.add(subject, sum);
            }
        }
    }

    /// What is summed of a project, in fen; 0 where projects are counted. What it has in other currencies if it is not known
    /// in yuan.
    fn summed(&self, subject: &Subject<'_>, reported: Option<Reported>) -> Result<i128, Vec<(Currency, i128)>> {
        match (self.form.sum, reported) {
            (Some(Sum::Reported), Some(reported)) => reported.in_yuan(),
            (Some(Sum::Total), _) => subject.total().and_then(in_yuan).map(i128::from).ok_or_else(|| total_of(subject)),
            (Some(Sum::Reported) | None, _) => Ok(0),
        }
    }

    /// What an excluded project has in other currencies.
    fn foreign(
        &self,
        subject: &Subject<'_>,
        is_undecided: bool,
        summed: Option<Vec<(Currency, i128)>>,
    ) -> Vec<(Currency, i128)> {
        let total = if is_undecided || subject.size_is_unknown() { total_of(subject) } else { Vec::new() };
        summed.unwrap_or(total)
    }
}

/// Its total in another currency than yuan.
pub(super) fn total_of(subject: &Subject<'_>) -> Vec<(Currency, i128)> {
    let foreign = subject.total().filter(|total| in_yuan(*total).is_none());
    foreign.map(|total| (total.currency(), total.minor().into())).into_iter().collect()
}
