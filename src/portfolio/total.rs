//! The total planned investment of a project, day by day.

use super::life::View;
use super::row::{Corrects, Gives, StepRow, TotalRow};
use crate::lifecycle::Verb;
use crate::project::is_of_agreement;
use crate::reason::StepDate;
use crate::value::{Day, Money};

/// What gave an amount, by a day.
#[derive(Default)]
struct Given {
    /// The signing that stands, with the amount of its agreement once that was looked up.
    signed: Option<(StepDate, Option<Option<Money>>)>,
    /// The step that ended an agreement or talks last.
    ended: Option<u64>,
    supplement: Option<(StepDate, Money)>,
    amended: Option<(StepDate, Money)>,
    /// Amended with paper and grounds.
    founded: Option<(StepDate, Money)>,
}

/// The acts by which a total can change: those that [`Given::step`] looks at.
pub(super) const CHANGING: [Verb; 4] = [Verb::Sign, Verb::ReopenTalks, Verb::Terminate, Verb::BreakOff];

impl Given {
    fn step(&mut self, verb: Option<Verb>, date: StepDate) {
        match verb {
            Some(Verb::Sign) => (self.signed, self.supplement) = (Some((date, None)), None),
            Some(Verb::ReopenTalks | Verb::Terminate | Verb::BreakOff) => {
                (self.signed, self.supplement, self.ended) = (None, None, Some(date.version));
            }
            Some(
                Verb::Admit
                | Verb::Engage
                | Verb::Register
                | Verb::Start
                | Verb::Commission
                | Verb::Operate
                | Verb::SendBack
                | Verb::Stall
                | Verb::Revive
                | Verb::Close,
            )
            | None => {}
        }
    }

    fn row(&mut self, row: &TotalRow) {
        let (date, given) = (date(row), Some((date(row), row.total)));
        match row.gives {
            Gives::Supplement => {
                if self.signed.is_some_and(|(signed, _)| is_of_agreement(date, signed, self.ended)) {
                    self.supplement = given;
                }
            }
            Gives::FoundedAmendment => (self.amended, self.founded) = (given, given),
            Gives::Amendment => self.amended = given,
            // looked up when it is asked for: corrections tell them anew
            Gives::Planning | Gives::Agreement => {}
        }
    }

    /// The amount that stands. While an agreement gives one, an amendment counts only with paper and grounds. `None` if only
    /// the planning can tell.
    fn stands(&mut self, view: &View<'_>) -> Option<Money> {
        let agreement = self.signed.as_mut().and_then(|(date, total)| {
            let total = *total.get_or_insert_with(|| view.agreed(date.version));
            Some((*date, total?))
        });
        let agreed = self.supplement.or(agreement);
        let amended = if agreed.is_some() { self.founded } else { self.amended };
        amended.into_iter().chain(agreed).max_by_key(|(date, _)| *date).map(|(_, total)| total)
    }
}

fn date(row: &TotalRow) -> StepDate {
    StepDate { on: row.on, version: row.version.into() }
}

impl View<'_> {
    /// Its total planned investment on a day: of planning, amendments, and the agreement standing then with its supplementary
    /// agreements, what has the latest date. While an agreement gives one, an amendment counts only with paper and grounds.
    pub(super) fn total(&self, day: Day) -> Option<Money> {
        if let Some(total) = self.plain_total(day) {
            return total;
        }
        let mut found = None;
        self.totals_on(&[day], |_, total| found = total);
        found
    }

    /// The same for most projects, which were planned, perhaps signed, and never amended or corrected: the last step by which a
    /// total can change decides. `None` for others.
    #[inline]
    fn plain_total(&self, day: Day) -> Option<Option<Money>> {
        if self.life.more.is_some() || self.life.is_retold {
            return None;
        }
        let totals = self.totals();
        let of = |gives: Gives, version: u64| {
            totals.iter().find(|row| row.gives == gives && u64::from(row.version) == version).map(|row| row.total)
        };
        let agreed = || {
            let changing = |step: &&StepRow| step.step().verb().is_some_and(|verb| CHANGING.contains(&verb));
            let last = self.by(day).iter().rev().find(changing)?;
            (last.step().verb() == Some(Verb::Sign)).then(|| of(Gives::Agreement, last.version()))?
        };
        let agreed = if totals.last().is_some_and(|row| row.gives == Gives::Agreement) { agreed() } else { None };
        Some(agreed.or_else(|| of(Gives::Planning, 1)))
    }

    /// The same on each of some days, which are in order: in one walk, however many there are.
    pub(super) fn totals_on(&self, days: &[Day], mut tell: impl FnMut(Day, Option<Money>)) {
        let Some(last) = days.last() else { return };
        if self.totals().is_empty() && self.life.more.is_none() {
            return days.iter().for_each(|day| tell(*day, None));
        }
        let more = self.more();
        let is_walked = |row: &&TotalRow| {
            !matches!(row.gives, Gives::Planning | Gives::Agreement)
                && row.on <= *last
                && row.recorded <= self.known_at
                && self.is_standing(more, row.version)
        };
        let mut rows: Vec<_> = self.totals().iter().filter(is_walked).collect();
        rows.sort_unstable_by_key(|row| date(row));
        let (mut rows, mut steps) = (rows.into_iter().peekable(), self.by(*last).iter().peekable());
        let (mut given, mut planned) = (Given::default(), None);
        for day in days {
            loop {
                let step = steps.peek().map(|step| StepDate { on: step.on, version: step.version() });
                let step = step.filter(|step| step.on <= *day);
                let row = rows.peek().map(|row| date(row)).filter(|row| row.on <= *day);
                match (step, row) {
                    (None, None) => break,
                    (Some(step), row) if row.is_none_or(|row| step < row) => {
                        given.step(steps.next().and_then(|step| step.step().verb()), step);
                    }
                    (_, Some(_)) | (Some(_), None) => rows.next().into_iter().for_each(|row| given.row(row)),
                }
            }
            let planned = || *planned.get_or_insert_with(|| self.planned_total());
            tell(*day, given.stands(self).or_else(planned));
        }
    }

    /// The amount of the agreement of a signing, as last corrected.
    fn agreed(&self, version: u64) -> Option<Money> {
        let again = self.corrections().rev().find_map(|row| match row.corrects {
            Corrects::Restates { version: of, agreed, .. } if u64::from(of) == version => agreed,
            Corrects::Void | Corrects::Restates { .. } | Corrects::VoidsFact | Corrects::Replans { .. } => None,
        });
        let first = || {
            let mut totals = self.totals().iter();
            totals.find(|row| row.gives == Gives::Agreement && u64::from(row.version) == version).map(|row| row.total)
        };
        again.or_else(first)
    }

    fn planned_total(&self) -> Option<Money> {
        let first = || self.totals().iter().find(|row| row.gives == Gives::Planning).map(|row| row.total);
        self.planned().1.unwrap_or_else(first)
    }
}
