//! How many of the frozen baselines of zombies are disposed of.

use std::collections::HashSet;

use super::asked::Asked;
use super::cell::Cell;
use super::subject::Subject;
use crate::lifecycle::{Outcome, Verb, ZombieKind};
use crate::portfolio::figure::{Additions, Exclusion};
use crate::portfolio::life::View;
use crate::portfolio::plan::{Pace, Rounding, Years};
use crate::portfolio::question::Period;
use crate::portfolio::row::StepRow;
use crate::value::Day;

/// The baselines of a kind, made ready to look at projects.
#[derive(Debug)]
pub(super) struct Baselines {
    kind: ZombieKind,
    /// By zone, the day of its baseline, and its members by their places. What was never planned has no place.
    zones: Vec<Option<(Day, HashSet<u32>)>>,
    /// The members of any.
    members: HashSet<u32>,
    pub(super) additions: Vec<Additions>,
}

impl Baselines {
    pub(super) fn new(kind: ZombieKind, asked: &Asked<'_>) -> Self {
        let portfolio = asked.portfolio;
        let zones = asked.zones.iter().map(|zone| {
            let baseline = zone.as_ref()?.baseline(kind).filter(|baseline| baseline.day <= asked.as_of)?;
            let places = baseline.members.iter().filter_map(|id| portfolio.place(*id));
            Some((baseline.day, places.collect::<HashSet<_>>()))
        });
        let zones: Vec<_> = zones.collect();
        let members = zones.iter().flatten().flat_map(|(_, members)| members).copied().collect();
        let additions = vec![Additions { found: 0, outstanding: 0 }; zones.len()];
        Self { kind, zones, members, additions }
    }

    /// Whether there is any baseline.
    pub(super) fn is_any(&self) -> bool {
        self.zones.iter().any(Option::is_some)
    }

    /// The places of the members of a zone's baseline.
    pub(super) fn members(&self, zone: usize) -> impl Iterator<Item = u32> {
        self.zones[zone].iter().flat_map(|(_, members)| members).copied()
    }

    /// Whether a zone has a baseline.
    pub(super) fn has(&self, zone: usize) -> bool {
        self.zones[zone].is_some()
    }

    /// Looks at a project.
    pub(super) fn see(&mut self, subject: &Subject<'_>, asked: &Asked<'_>, cells: &mut [Cell]) {
        if self.members.contains(&subject.at) {
            for (zone, baseline) in self.zones.iter().enumerate() {
                if let Some((day, _)) = baseline.as_ref().filter(|(_, members)| members.contains(&subject.at)) {
                    self.see_member(subject, *day, &mut cells[zone]);
                }
            }
            return;
        }
        let zone = subject.view.host(asked.as_of) as usize;
        let Some((day, _)) = self.zones[zone].as_ref().filter(|_| !subject.size_is_unknown()) else { return };
        let is_found = |row: &StepRow| is_stall(row, self.kind) && row.on > *day;
        if self.stalls(&subject.view, *day) || subject.steps.iter().any(is_found) {
            self.additions[zone].found += 1;
            self.additions[zone].outstanding += u64::from(self.stalls(&subject.view, asked.as_of));
        }
    }

    fn see_member(&self, subject: &Subject<'_>, day: Day, cell: &mut Cell) {
        if !self.stalls(&subject.view, day) {
            cell.exclude(subject, (Exclusion::NotZombie, Vec::new()));
            return;
        }
        if subject.size_is_unknown() {
            cell.exclude(subject, (Exclusion::Unknown, Vec::new()));
            return;
        }
        cell.denominator.add(subject, 0);
        cell.list(subject);
        if subject.steps.iter().rev().take_while(|row| row.on > day).any(disposes) {
            cell.gross.add(subject, 0);
            let is_zombie = subject.steps.last().is_some_and(|row| row.step().to().stalled_at().is_some());
            if !is_zombie {
                cell.net.add(subject, 0);
            }
        }
    }

    /// Whether it stood as a zombie of this kind at the end of a day.
    fn stalls(&self, view: &View<'_>, day: Day) -> bool {
        view.last_by(day).is_some_and(|row| is_stall(row, self.kind))
    }
}

fn is_stall(row: &StepRow, kind: ZombieKind) -> bool {
    row.step().verb() == Some(Verb::Stall) && row.detail().cause().is_some_and(|cause| cause.kind() == kind)
}

/// Whether a step disposes of a zombie: it was revived, or closed with an outcome that ends it.
fn disposes(row: &StepRow) -> bool {
    match row.step().verb() {
        Some(Verb::Revive) => true,
        Some(Verb::Close) => row.detail().outcome().is_some_and(Outcome::is_disposal),
        Some(
            Verb::Admit
            | Verb::Engage
            | Verb::Sign
            | Verb::Register
            | Verb::Start
            | Verb::Commission
            | Verb::Operate
            | Verb::SendBack
            | Verb::BreakOff
            | Verb::ReopenTalks
            | Verb::Terminate
            | Verb::Stall,
        )
        | None => false,
    }
}

/// How many of a baseline are to be disposed of by the end of a period, and which year of the pace that is. `None` before the
/// first year.
pub(super) fn target(pace: Pace, years: Years, period: Period, baseline: u64) -> Option<(u64, u32)> {
    let of = u64::from(pace.years);
    let year = u32::try_from(years_gone(years, period)).ok().filter(|year| *year > 0)?.min(pace.years);
    let share = baseline * u64::from(year);
    let target = match pace.rounding {
        Rounding::Up => share.div_ceil(of),
        Rounding::Half => (2 * share + of) / (2 * of),
        Rounding::Down => share / of,
    };
    Some((target, year))
}

/// Whether the period is the pace's last year or later, so that nothing found since may be left.
pub(super) fn is_last(pace: Pace, years: Years, period: Period) -> bool {
    i64::from(years_gone(years, period)) >= i64::from(pace.years)
}

/// How many of the plan's years are over at the end of a period; the whole period ends with its last year.
const fn years_gone(years: Years, period: Period) -> i32 {
    let year = match period {
        Period::Year(year) => year,
        Period::Whole => years.to,
    };
    year - years.from + 1
}
