//! A project as a question sees it.

use core::cell::OnceCell;

use super::asked::Asked;
use crate::lifecycle::{Outcome, Stage, Verb};
use crate::portfolio::figure::{Exclusion, Remark};
use crate::portfolio::life::View;
use crate::portfolio::moves::{Moves, Stages};
use crate::portfolio::plan::{EntryBy, Reads, Undoing, Which};
use crate::portfolio::row::{ReportRow, StepRow, in_yuan};
use crate::project::InvestmentMeasure;
use crate::value::{Currency, Day, Money};

/// A project as known at the instant, with what several figures look at.
#[derive(Debug)]
pub(super) struct Subject<'a> {
    /// Its place in the portfolio.
    pub(super) at: u32,
    pub(super) view: View<'a>,
    asked: &'a Asked<'a>,
    /// Its standing steps up to the as-of day.
    pub(super) steps: &'a [StepRow],
    /// All its standing steps, whenever dated.
    pub(super) all: Moves,
    /// Those dated in the period and up to the as-of day.
    pub(super) in_period: Moves,
    /// The zone that it is credited to.
    pub(super) zone: u32,
    /// Where it stood at the end of each of the days that figures ask about.
    pub(super) stood: [Stages; DAYS],
    total: OnceCell<Option<Money>>,
    /// Whether it was neither corrected, closed nor relocated, has no doubtful date and no facts that are seldom: nothing
    /// excludes it then but a value that is not known, and nothing is told beside it.
    pub(super) is_plain: bool,
}

/// How many days figures may ask about.
pub(super) const DAYS: usize = 8;

/// Why a project is excluded, with what it has in other currencies.
pub(super) type Excluding = (Exclusion, Vec<(Currency, i128)>);

impl<'a> Subject<'a> {
    /// A project by its place, as known, credited to a zone.
    // inlined, for to move one takes as long as to look at it
    #[inline(always)]
    pub(super) fn new(at: u32, view: View<'a>, zone: u32, asked: &'a Asked<'a>) -> Self {
        let (mut all, mut in_period, mut stood) = (Moves::default(), Moves::default(), [Stages::NONE; DAYS]);
        let mut is_doubtful = false;
        for row in view.rows {
            is_doubtful |= row.is_doubtful();
            all = all.with(row.step());
            if asked.is_in_period(row.on) {
                in_period = in_period.with(row.step());
            }
            let stage = asked.entered[row.step().number() as usize];
            for (stood, day) in stood.iter_mut().zip(&asked.days) {
                if row.on <= *day {
                    *stood = stage;
                }
            }
        }
        let is_plain = view.life.more.is_none() && !is_doubtful && !all.meets(asked.closing);
        let steps = view.by(asked.as_of);
        Self { at, view, asked, steps, all, in_period, zone, stood, total: OnceCell::new(), is_plain }
    }

    /// Whether the question leaves it out by its size. One whose total is not known is in.
    pub(super) fn is_too_small(&self) -> bool {
        let least = self.asked.size;
        least.is_some_and(|least| self.total().and_then(in_yuan).is_some_and(|total| total < least))
    }

    /// Whether the question asks for a size, and its total is not known.
    pub(super) fn size_is_unknown(&self) -> bool {
        self.asked.size.is_some() && self.total().and_then(in_yuan).is_none()
    }

    /// Its total planned investment on the as-of day.
    pub(super) fn total(&self) -> Option<Money> {
        *self.total.get_or_init(|| self.view.total(self.asked.as_of))
    }

    /// The first of some steps, whenever dated.
    pub(super) fn first(&self, of: Moves) -> Option<&'a StepRow> {
        self.all.meets(of).then(|| self.view.first(of)).flatten()
    }

    /// The first of some steps, if it lies in the period.
    pub(super) fn first_in_period(&self, of: Moves) -> Option<&'a StepRow> {
        if !self.in_period.meets(of) {
            return None;
        }
        self.view.first(of).filter(|row| self.asked.is_in_period(row.on))
    }

    /// Whether it stood in one of some stages at the end of a day, by the place of that day.
    pub(super) fn stood_in(&self, stages: Stages, place: usize) -> bool {
        self.stood.get(place).is_some_and(|stood| stood.meets(stages))
    }

    /// Whether it stood in one of some stages at the end of a day.
    pub(super) fn stands_in(&self, stages: &[Stage], day: Day) -> bool {
        let last = self.view.last_by(day.min(self.asked.as_of));
        last.is_some_and(|row| stages.contains(&row.step().to().stage()))
    }

    /// Whether a step after another one undoes it, by the as-of day.
    pub(super) fn is_undone(&self, done: &StepRow, undoing: Moves) -> bool {
        self.steps.iter().rev().take_while(|row| row.version() > done.version()).any(|row| undoing.has(row.step()))
    }

    /// Whether it is one of those on a day; `None` if a value that decides is not recorded.
    pub(super) fn is(&self, which: &Which, first_entry: Option<(Moves, Moves)>, day: Day) -> Option<bool> {
        let Which { category, class, first_entry: _, kind, total_at_least } = which;
        if let Some((into, by)) = first_entry
            && !self.first(into).is_some_and(|row| by.has(row.step()))
        {
            return Some(false);
        }
        if !kind.is_empty() && !kind.contains(&self.view.kind(day)) {
            return Some(false);
        }
        if !category.is_empty() && !category.contains(&self.view.category(day)?) {
            return Some(false);
        }
        if !class.is_empty() && !class.contains(&self.asked.class_on(self.view.host(day), day)?) {
            return Some(false);
        }
        let Some(least) = total_at_least else { return Some(true) };
        let total = if day == self.asked.as_of { self.total() } else { self.view.total(day) };
        Some(in_yuan(total?)? >= least.minor())
    }

    /// Why it is in neither part: in the order in which reasons are told.
    pub(super) fn exclusion(&self, counts: Counts, is_doubtful: bool, is_unknown: bool) -> Option<Exclusion> {
        if self.is_plain {
            return (is_unknown || self.size_is_unknown()).then_some(Exclusion::Unknown);
        }
        if self.is_duplicate() {
            return Some(Exclusion::Duplicate);
        }
        if counts == Counts::Projects && self.split().is_some_and(|(version, entered)| version < entered) {
            return Some(Exclusion::Split);
        }
        if is_doubtful {
            return Some(Exclusion::Inferred);
        }
        (is_unknown || self.size_is_unknown()).then_some(Exclusion::Unknown)
    }

    /// Whether it is closed as a duplicate whose closing names the record that survives.
    fn is_duplicate(&self) -> bool {
        let last = self.steps.last();
        last.is_some_and(|row| {
            row.step().verb() == Some(Verb::Close)
                && row.detail().outcome() == Some(Outcome::Duplicate)
                && row.detail().is_named_duplicate()
        })
    }

    /// The version of the link by which it is a part of another, and that of its first entry into the stock of the
    /// promotion, or the last version there is.
    fn split(&self) -> Option<(u64, u64)> {
        let link = self.view.split_by(self.asked.as_of)?;
        let entered = self.first(self.asked.into_stock).map_or(u64::MAX, |row| row.version());
        Some((link, entered))
    }

    /// Whether a date that a figure reads is doubtful.
    pub(super) fn is_doubtful(&self, reads: &Reading) -> bool {
        if self.is_plain {
            return false;
        }
        let is_doubtful = |row: &&StepRow| row.is_doubtful();
        self.steps.iter().filter(|row| reads.entries.has(row.step())).any(|row| row.is_doubtful())
            || reads.firsts.iter().any(|first| self.first(*first).as_ref().is_some_and(is_doubtful))
    }

    /// What is told beside a figure of which it is a member.
    pub(super) fn remarks(&self) -> impl Iterator<Item = Remark> {
        let (first, end) = (self.asked.first, self.asked.end);
        let has_more = self.view.life.more.is_some();
        let is_relocated = has_more && self.view.relocations(end).any(|(on, _)| on >= first);
        let is_split_later = has_more && self.split().is_some_and(|(version, entered)| version > entered);
        [
            (self.view.is_corrected, Remark::Corrected),
            (is_relocated, Remark::Relocated),
            (is_split_later, Remark::SplitLater),
        ]
        .into_iter()
        .filter_map(|(holds, remark)| holds.then_some(remark))
    }

    /// What it reported of a measure for periods within the period asked about that ended by the as-of day. `None` if nothing.
    pub(super) fn reported(&self, measure: InvestmentMeasure) -> Option<Reported> {
        let (first, end) = (self.asked.first, self.asked.end);
        let is_within = |row: &&ReportRow| row.measure == measure && row.from >= first && row.to <= end;
        let mut within = self.view.reports().filter(is_within);
        let mut reported = Reported::default();
        let only = within.next()?;
        let Some(second) = within.next() else {
            reported.add(only.amount);
            return Some(reported);
        };
        let within = [only, second].into_iter().chain(within);
        let mut reports: Vec<_> = within.map(|row| ((row.amount.currency(), row.from, row.to), row)).collect();
        // of one period the one recorded last stands
        reports.sort_unstable_by_key(|(period, row)| (*period, core::cmp::Reverse(row.version)));
        reports.dedup_by_key(|(period, _)| *period);
        let mut held_to: Option<(Currency, Day)> = None;
        for (at, ((currency, from, to), row)) in reports.iter().enumerate() {
            let is_cumulative = (from.month(), from.day()) == (1, 1);
            // the longest from 1 January on stands for all that it holds; it comes last of those
            let next_is_longer =
                reports.get(at + 1).is_some_and(|((next, begins, _), _)| (next, begins) == (currency, from));
            if is_cumulative && next_is_longer {
                continue;
            }
            if held_to.is_some_and(|(of, day)| of == *currency && *to <= day && !is_cumulative) {
                continue;
            }
            if is_cumulative {
                held_to = Some((*currency, *to));
            }
            reported.add(row.amount);
        }
        Some(reported)
    }
}

/// What a project reported.
#[derive(Debug, Default)]
pub(super) struct Reported {
    /// In fen. `None` if nothing in yuan.
    yuan: Option<i128>,
    /// In other currencies, in their order.
    others: Vec<(Currency, i128)>,
}

impl Reported {
    /// Adds an amount; those of one currency come one after another.
    fn add(&mut self, amount: Money) {
        let (currency, minor) = (amount.currency(), i128::from(amount.minor()));
        if currency == Currency::CNY {
            *self.yuan.get_or_insert(0) += minor;
            return;
        }
        match self.others.last_mut().filter(|(last, _)| *last == currency) {
            Some((_, sum)) => *sum += minor,
            None => self.others.push((currency, minor)),
        }
    }

    /// The sum in fen, if all of it is in yuan; else what is not.
    pub(super) fn in_yuan(self) -> Result<i128, Vec<(Currency, i128)>> {
        self.yuan.filter(|_| self.others.is_empty()).ok_or(self.others)
    }
}

/// What a figure counts: whether a part of a split project counts in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counts {
    Projects,
    Money,
}

/// Whose dates a figure reads, as sets of steps.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    entries: Moves,
    firsts: Vec<Moves>,
}

impl Reading {
    pub(super) fn of(reads: &Reads) -> Self {
        let firsts = reads.firsts.iter().map(|verb| Moves::by(&[*verb])).collect();
        Self { entries: Moves::entering(&reads.entries), firsts }
    }
}

/// The steps that undo.
pub(super) fn undoing(undone_by: Option<&Undoing>) -> Moves {
    undone_by.map_or(Moves::default(), |Undoing { by, from }| Moves::by_from(by, from))
}

/// The steps into the stages, and the acts by which the first of them may be.
pub(super) fn entry_by(entry: &EntryBy) -> (Moves, Moves) {
    (Moves::entering(&entry.into), Moves::by(&entry.by))
}
