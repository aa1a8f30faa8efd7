//! Visits to stages: where they led, and how long they took.

use super::asked::Asked;
use super::cell::Cell;
use super::subject::{Counts, Subject};
use super::watch::Trigger;
use crate::lifecycle::Stage;
use crate::portfolio::figure::Exclusion;
use crate::portfolio::list::Then;
use crate::portfolio::moves::{Move, Moves, Stages};
use crate::portfolio::row::StepRow;
use crate::project::fact::PauseSpan;
use crate::value::Day;

/// Of those who entered a stage for the first time in the period, who left it first for another.
#[derive(Debug)]
pub(super) struct Conversion {
    into: Moves,
    to: Stage,
}

impl Conversion {
    pub(super) fn new(from: Stage, to: Stage) -> Self {
        Self { into: Moves::entering(&[from]), to }
    }

    /// What must have happened for it to look closer.
    pub(super) const fn trigger(&self) -> Trigger {
        Trigger { in_period: self.into, ..Trigger::NEVER }
    }

    /// Looks at a project.
    pub(super) fn see(&self, subject: &Subject<'_>, asked: &Asked<'_>, cells: &mut [Cell]) {
        let Some(entry) = subject.first_in_period(self.into) else { return };
        let cell = &mut cells[subject.zone as usize];
        let exit = subject.view.rows.iter().find(|row| row.version() > entry.version());
        let is_doubtful = entry.is_doubtful() || exit.is_some_and(|exit| exit.is_doubtful());
        if let Some(why) = subject.exclusion(Counts::Projects, is_doubtful, false) {
            cell.exclude(subject, (why, Vec::new()));
            return;
        }
        cell.denominator.add(subject, 0);
        cell.list(subject);
        if exit.is_some_and(|exit| exit.on <= asked.as_of && exit.step().to().stage() == self.to) {
            cell.gross.add(subject, 0);
        }
    }
}

/// How many whole days visits to a stage took that ended in the period.
#[derive(Debug)]
pub(super) struct Stays {
    stage: Stage,
    into: Moves,
    out_of: Moves,
    /// Whether days of pauses are taken off.
    without_pauses: bool,
}

impl Stays {
    pub(super) fn new(stage: Stage, without_pauses: bool) -> Self {
        let leaves = |step: Move| step.from().is_some_and(|from| from.stage() == stage);
        Self { stage, into: Moves::entering(&[stage]), out_of: Moves::which(leaves), without_pauses }
    }

    /// What must have happened for it to look closer: a visit ended in the period, or is open at its end.
    pub(super) fn trigger(&self, asked: &Asked<'_>) -> Trigger {
        let stood = asked.place(asked.end).map(|place| (Stages::of(self.stage), place));
        Trigger { in_period: self.out_of, stood, ..Trigger::NEVER }
    }

    /// Whether it looks at nothing but a project's steps.
    pub(super) const fn looks_at_shapes_only(&self) -> bool {
        !self.without_pauses
    }

    /// The visits that began by the last day that counts, by the places of the steps that begin and end them. Those that have
    /// not ended by that day have no end.
    fn visits(&self, rows: &[StepRow], asked: &Asked<'_>) -> impl Iterator<Item = (usize, Option<usize>)> {
        let end = asked.end;
        let begun = rows.iter().enumerate().filter(move |(_, row)| row.on <= end && self.into.has(row.step()));
        begun.map(move |(at, _)| (at, Some(at + 1).filter(|exit| rows.get(*exit).is_some_and(|row| row.on <= end))))
    }

    /// The visits that ended in the period, by the places of the steps that begin and end them.
    pub(super) fn ended(&self, rows: &[StepRow], asked: &Asked<'_>) -> impl Iterator<Item = (usize, usize)> {
        let first = asked.first;
        let ended = self.visits(rows, asked).filter_map(|(entry, exit)| Some((entry, exit?)));
        ended.filter(move |(_, exit)| rows[*exit].on >= first)
    }

    /// Looks at a project.
    pub(super) fn see(&self, subject: &Subject<'_>, asked: &Asked<'_>, cells: &mut [Cell]) {
        let cell = &mut cells[subject.zone as usize];
        let before = cell.days.len();
        let (mut open, mut has_doubtful) = (0, false);
        let rows = subject.view.rows;
        for (entry, exit) in self.visits(rows, asked) {
            let Some(exit) = exit else {
                open += 1;
                continue;
            };
            let (entry, exit) = (rows[entry], rows[exit]);
            if exit.on >= asked.first {
                let is_doubtful = entry.is_doubtful() || exit.is_doubtful();
                has_doubtful |= is_doubtful;
                if !is_doubtful {
                    cell.days.push(self.days(subject, entry.on, exit.on, asked) as i32);
                }
            }
        }
        let has_ended = cell.days.len() > before;
        if !has_ended && open == 0 && !has_doubtful {
            return;
        }
        if let Some(why) = subject.exclusion(Counts::Projects, false, false) {
            cell.days.truncate(before);
            // of two reasons the first in their order is told
            let why = if has_doubtful { why.min(Exclusion::Inferred) } else { why };
            if has_ended || has_doubtful {
                cell.exclude(subject, (why, Vec::new()));
            }
            return;
        }
        if has_doubtful {
            cell.exclude(subject, (Exclusion::Inferred, Vec::new()));
        }
        cell.open += open;
        if has_ended {
            cell.gross.add(subject, 0);
            cell.list(subject);
        }
    }

    /// How many whole days a visit took.
    fn days(&self, subject: &Subject<'_>, from: Day, to: Day, asked: &Asked<'_>) -> i64 {
        let days = to.days_since(from);
        if !self.without_pauses {
            return days;
        }
        let kept = &asked.portfolio.kept[subject.at as usize];
        let pauses = Then::new(subject.view, kept, asked.as_of).map_or_else(Vec::new, |then| then.pauses());
        let paused = |span: &PauseSpan| {
            let resumed_on = span.resumed_on.map_or(to, |resumed_on| resumed_on.min(to));
            resumed_on.days_since(span.from.max(from)).max(0)
        };
        days - pauses.iter().map(paused).sum::<i64>()
    }
}
