//! One project in the portfolio: its rows, and what they amount to as known at an instant.

use std::collections::BTreeMap;

use super::moves::{Move, Moves};
use super::pool::{Pool, Span};
use super::row::{CorrectionRow, Corrects, Note, NoteRow, ReportRow, StepRow, TotalRow};
use crate::lifecycle::{ProjectCategory, ProjectKind};
use crate::value::{Day, Money, Timestamp};

/// The rows of all projects.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    pub(super) steps: Pool<StepRow>,
    pub(super) totals: Pool<TotalRow>,
    pub(super) reports: Pool<ReportRow>,
}

/// A project: rows in the order in which they were recorded. Its id stands beside it, in a table of ids.
#[derive(Clone, Debug)]
pub(super) struct Life {
    /// As it was planned first.
    pub(super) planned: Planned,
    /// The version of its last event.
    pub(super) version: u32,
    /// When its last event was recorded.
    pub(super) recorded: Timestamp,
    /// Every step that was recorded, whatever became of it.
    pub(super) moves: Moves,
    pub(super) steps: Span,
    pub(super) totals: Span,
    pub(super) reports: Span,
    /// Whether something else than its planning and its agreements ever told a total of it.
    pub(super) is_retold: bool,
    /// `None` for most projects.
    pub(super) more: Option<Box<More>>,
}

/// What planning tells beside the total.
#[derive(Clone, Copy, Debug)]
pub(super) struct Planned {
    pub(super) category: Option<ProjectCategory>,
    pub(super) kind: ProjectKind,
    pub(super) zone: u32,
}

/// What is seldom.
#[derive(Clone, Debug, Default)]
pub(super) struct More {
    pub(super) notes: Vec<NoteRow>,
    pub(super) corrections: Vec<CorrectionRow>,
    /// The facts that were voided, with the time at which that was recorded.
    pub(super) voided: BTreeMap<u32, Timestamp>,
    /// The versions of the steps that stand, once a correction was recorded.
    pub(super) standing: Vec<u32>,
}

impl Life {
    pub(super) fn planned(planned: Planned, planning: StepRow, rows: &mut Rows) -> Self {
        let mut life = Self {
            planned,
            version: 1,
            recorded: planning.recorded,
            moves: Moves::default(),
            steps: Span::default(),
            totals: Span::default(),
            reports: Span::default(),
            is_retold: false,
            more: None,
        };
        life.step(planning, rows);
        life
    }

    pub(super) fn more(&mut self) -> &mut More {
        self.more.get_or_insert_default()
    }

    /// Whether it may be hosted by another zone than the one that it was planned in first.
    pub(super) fn may_have_moved(&self) -> bool {
        let is_move = |row: &NoteRow| matches!(row.note, Note::Relocated { .. });
        let is_replan = |row: &CorrectionRow| matches!(row.corrects, Corrects::Replans { .. });
        let more = self.more.as_deref();
        more.is_some_and(|more| more.notes.iter().any(is_move) || more.corrections.iter().any(is_replan))
    }

    /// Takes in a step.
    pub(super) fn step(&mut self, row: StepRow, rows: &mut Rows) {
        rows.steps.push(&mut self.steps, row);
        self.moves = self.moves.with(row.step());
        if let Some(more) = self.more.as_deref_mut().filter(|more| !more.standing.is_empty()) {
            more.standing.push(row.version() as u32);
        }
    }

    /// The version of the last step that stands, by all that is recorded.
    pub(super) fn last_standing(&self, rows: &Rows) -> Option<u32> {
        match self.more.as_ref().and_then(|more| more.standing.last()) {
            Some(version) => Some(*version),
            None => rows.steps.of(self.steps).last().map(|row| row.version() as u32),
        }
    }

    /// Whether a step stands, by all that is recorded.
    pub(super) fn has_standing_step(&self, version: u32, rows: &Rows) -> bool {
        match self.more.as_ref().filter(|more| !more.standing.is_empty()) {
            Some(more) => more.standing.binary_search(&version).is_ok(),
            None => {
                let steps = rows.steps.of(self.steps);
                steps.binary_search_by_key(&u64::from(version), |row| row.version()).is_ok()
            }
        }
    }

    /// The versions of the steps that stand, the planning's first; kept from the first correction on.
    pub(super) fn standing(&mut self, rows: &Rows) -> &mut Vec<u32> {
        let more = self.more.get_or_insert_default();
        if more.standing.is_empty() {
            more.standing.extend(rows.steps.of(self.steps).iter().map(|row| row.version() as u32));
        }
        &mut more.standing
    }

    /// Where it stands, by all that is recorded.
    pub(super) fn last_move(&self, rows: &Rows) -> Move {
        let steps = rows.steps.of(self.steps);
        let last = self.more.as_ref().and_then(|more| more.standing.last());
        let row = match last {
            None => steps.last(),
            Some(version) => {
                let at = steps.binary_search_by_key(&u64::from(*version), |row| row.version());
                at.ok().and_then(|at| steps.get(at))
            }
        };
        row.map_or(Move::PLANNING, |row| row.step())
    }

    /// Its standing steps as known at an instant, the planning first; `None` if it was not known then.
    #[inline(always)]
    pub(super) fn view<'a>(
        &'a self,
        rows: &'a Rows,
        known_at: Timestamp,
        kept: &'a mut Vec<StepRow>,
    ) -> Option<View<'a>> {
        let steps = rows.steps.of(self.steps);
        let known = match steps.last() {
            Some(last) if last.recorded <= known_at => steps,
            _ => &steps[..steps.partition_point(|row| row.recorded <= known_at)],
        };
        if known.is_empty() {
            return None;
        }
        let mut view = View { life: self, pools: rows, known_at, rows: known, is_corrected: false };
        let Some(more) = &self.more else { return Some(view) };
        let corrections = &more.corrections[..more.corrections.partition_point(|row| row.recorded <= known_at)];
        if !corrections.is_empty() {
            view.is_corrected = true;
            restate(known, corrections, kept, |_, _| {});
            view.rows = kept;
        }
        Some(view)
    }
}

/// A step that a correction changed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Restated {
    pub(super) before: StepRow,
    /// `None` if it was voided.
    pub(super) after: Option<StepRow>,
}

/// The steps that stand after corrections. Each correction is told with the step that it changed, if it changed one.
#[inline(never)]
fn restate(
    known: &[StepRow],
    corrections: &[CorrectionRow],
    kept: &mut Vec<StepRow>,
    mut tell: impl FnMut(&CorrectionRow, Option<Restated>),
) {
    kept.clear();
    let mut steps = known.iter().peekable();
    for correction in corrections {
        while let Some(step) = steps.next_if(|step| step.version() < u64::from(correction.version)) {
            kept.push(*step);
        }
        let restated = match correction.corrects {
            Corrects::Void => kept.pop().map(|before| Restated { before, after: None }),
            Corrects::Restates { version, on, detail, .. } => {
                let at = kept.binary_search_by_key(&u64::from(version), |row| row.version()).ok();
                at.map(|at| {
                    let before = kept[at];
                    kept[at] = before.restated(on, detail);
                    Restated { before, after: Some(kept[at]) }
                })
            }
            Corrects::VoidsFact | Corrects::Replans { .. } => None,
        };
        tell(correction, restated);
    }
    kept.extend(steps);
}

/// A project as known at an instant: the steps that stand, each on the date that its last correction gave it.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'a> {
    pub(super) life: &'a Life,
    pools: &'a Rows,
    pub(super) known_at: Timestamp,
    /// The planning first; their dates never fall.
    pub(super) rows: &'a [StepRow],
    /// Whether a correction of it was known.
    pub(super) is_corrected: bool,
}

impl<'a> View<'a> {
    /// The steps dated by the end of a day.
    pub(super) fn by(&self, day: Day) -> &'a [StepRow] {
        let later = self.rows.iter().rev().take_while(|row| row.on > day).count();
        &self.rows[..self.rows.len() - later]
    }

    /// The step after which it stood as it did at the end of a day. `None` before its planning.
    pub(super) fn last_by(&self, day: Day) -> Option<&'a StepRow> {
        self.rows.iter().rev().find(|row| row.on <= day)
    }

    /// The first of some steps, whenever dated.
    pub(super) fn first(&self, of: Moves) -> Option<&'a StepRow> {
        self.rows.iter().find(|row| of.has(row.step()))
    }

    pub(super) fn more(&self) -> Option<&'a More> {
        self.life.more.as_deref()
    }

    /// Whether a fact stands.
    pub(super) fn is_standing(&self, more: Option<&More>, version: u32) -> bool {
        more.and_then(|more| more.voided.get(&version)).is_none_or(|voided| *voided > self.known_at)
    }

    /// The facts that stand and are dated by a day, in the order of their dates, the last one first.
    fn notes<T>(&self, day: Day, which: impl Fn(Note) -> Option<T>) -> Option<T> {
        let more = self.more()?;
        let stands = more
            .notes
            .iter()
            .filter(|row| row.recorded <= self.known_at && row.on <= day && self.is_standing(Some(more), row.version));
        let of_kind = stands.filter_map(|row| Some(((row.on, row.version), which(row.note)?)));
        of_kind.max_by_key(|(date, _)| *date).map(|(_, value)| value)
    }

    pub(super) fn corrections(&self) -> impl DoubleEndedIterator<Item = &'a CorrectionRow> {
        let corrections = self.more().map_or(&[][..], |more| &more.corrections);
        corrections.iter().filter(|row| row.recorded <= self.known_at)
    }

    /// The corrections that were known, each with the step that it changed, if it changed one.
    pub(super) fn corrected(&self) -> Vec<(CorrectionRow, Option<Restated>)> {
        let corrections = self.more().map_or(&[][..], |more| &more.corrections);
        let corrections = &corrections[..corrections.partition_point(|row| row.recorded <= self.known_at)];
        let (mut told, mut kept) = (Vec::with_capacity(corrections.len()), Vec::new());
        restate(self.pools.steps.of(self.life.steps), corrections, &mut kept, |row, restated| {
            told.push((*row, restated));
        });
        told
    }

    /// What it was planned as, and its planned total if that was told anew.
    pub(super) fn planned(&self) -> (Planned, Option<Option<Money>>) {
        let again = self.corrections().rev().find_map(|row| match row.corrects {
            Corrects::Replans { total, category, kind, zone } => Some((Planned { category, kind, zone }, Some(total))),
            Corrects::Void | Corrects::Restates { .. } | Corrects::VoidsFact => None,
        });
        again.unwrap_or((self.life.planned, None))
    }

    /// What it was counted as on a day.
    pub(super) fn category(&self, day: Day) -> Option<ProjectCategory> {
        let amended = self.notes(day, |note| match note {
            Note::Category(category) => Some(category),
            Note::Kind(_) | Note::Relocated { .. } | Note::SplitFrom => None,
        });
        amended.or_else(|| self.planned().0.category)
    }

    /// What it was counted as by planning, and the amendments of that which stand, in the order of their dates.
    pub(super) fn categories(&self) -> (Option<ProjectCategory>, Vec<(Day, ProjectCategory)>) {
        let more = self.more();
        let notes = more.into_iter().flat_map(|more| &more.notes).filter(|row| row.recorded <= self.known_at);
        let amended = notes.filter_map(|row| match row.note {
            Note::Category(category) => Some((row.on, row.version, category)),
            Note::Kind(_) | Note::Relocated { .. } | Note::SplitFrom => None,
        });
        let mut amended: Vec<_> = amended.filter(|(_, version, _)| self.is_standing(more, *version)).collect();
        amended.sort_unstable_by_key(|(on, version, _)| (*on, *version));
        (self.planned().0.category, amended.into_iter().map(|(on, _, category)| (on, category)).collect())
    }

    /// Its kind on a day.
    pub(super) fn kind(&self, day: Day) -> ProjectKind {
        let amended = self.notes(day, |note| match note {
            Note::Kind(kind) => Some(kind),
            Note::Category(_) | Note::Relocated { .. } | Note::SplitFrom => None,
        });
        amended.unwrap_or_else(|| self.planned().0.kind)
    }

    /// The zone that hosted it on a day.
    #[inline]
    pub(super) fn host(&self, day: Day) -> u32 {
        if self.life.more.is_none() {
            return self.life.planned.zone;
        }
        let moved = self.notes(day, |note| match note {
            Note::Relocated { to, .. } => Some(to),
            Note::Category(_) | Note::Kind(_) | Note::SplitFrom => None,
        });
        moved.unwrap_or_else(|| self.planned().0.zone)
    }

    /// The zone that it left first, if it was relocated by a day; else its host.
    pub(super) fn introducer(&self, day: Day) -> u32 {
        self.relocations(day).next().map_or_else(|| self.host(day), |(_, from)| from)
    }

    /// Its relocations by a day, each with the zone that it left, in the order of their dates.
    pub(super) fn relocations(&self, day: Day) -> impl Iterator<Item = (Day, u32)> {
        let mut found: Vec<(Day, u32, u32)> = self.more().map_or_else(Vec::new, |more| {
            let stands = more.notes.iter().filter(|row| {
                row.recorded <= self.known_at && row.on <= day && self.is_standing(Some(more), row.version)
            });
            let moved = stands.filter_map(|row| match row.note {
                Note::Relocated { from, .. } => Some((row.on, row.version, from)),
                Note::Category(_) | Note::Kind(_) | Note::SplitFrom => None,
            });
            moved.collect()
        });
        found.sort_unstable();
        found.into_iter().map(|(on, _, from)| (on, from))
    }

    /// The version of the link that tells that it was split from another project, by a day. `None` if it was not.
    pub(super) fn split_by(&self, day: Day) -> Option<u64> {
        let more = self.more()?;
        let links = more.notes.iter().filter(|row| {
            matches!(row.note, Note::SplitFrom)
                && row.recorded <= self.known_at
                && row.on <= day
                && self.is_standing(Some(more), row.version)
        });
        links.map(|row| u64::from(row.version)).min()
    }

    /// The amounts that were ever given, whatever became of them.
    pub(super) fn totals(&self) -> &'a [TotalRow] {
        self.pools.totals.of(self.life.totals)
    }

    /// The reports that are known and stand.
    pub(super) fn reports(&self) -> impl Iterator<Item = &'a ReportRow> {
        let more = self.more();
        let known_at = self.known_at;
        let is_standing = move |row: &&ReportRow| {
            row.recorded <= known_at
                && more.and_then(|more| more.voided.get(&row.version)).is_none_or(|voided| *voided > known_at)
        };
        self.pools.reports.of(self.life.reports).iter().filter(is_standing)
    }
}
