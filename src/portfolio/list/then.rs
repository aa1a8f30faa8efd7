//! A project at two dates: what stood of it at the end of a day, as known at an instant.

use std::collections::{BTreeMap, BTreeSet};

use super::kept::{Kept, KeptRow, Told};
use super::planned::PlannedDays;
use crate::evidence::Schedule;
use crate::lifecycle::{Duty, Position, Stage, Verb};
use crate::policy::Policy;
use crate::portfolio::life::View;
use crate::portfolio::row::{ReportRow, StepRow};
use crate::project::fact::{PauseSpan, begin_pause, resume};
use crate::project::{Course, Owed, end_of_pause, is_of_agreement, latest_of, shows_work};
use crate::reason::StepDate;
use crate::value::{Day, ProjectCode, Text, Uscc};

/// A project at two dates. What steps and facts amount to is decided by the rules of the project itself.
#[derive(Debug)]
pub(in crate::portfolio) struct Then<'a, 'v> {
    pub(super) view: View<'v>,
    pub(super) as_of: Day,
    /// Its standing steps up to the day, the planning first.
    pub(super) steps: &'v [StepRow],
    course: Course,
    kept: &'a Kept,
    /// What was known.
    rows: &'a [KeptRow],
    /// The facts that were voided by then.
    voided: BTreeSet<u32>,
    /// The steps whose evidence was told anew by then, each with the version of the event that told it last.
    restated: BTreeMap<u32, u32>,
}

impl<'a, 'v> Then<'a, 'v> {
    /// `None` if it was planned later.
    pub(in crate::portfolio) fn new(view: View<'v>, kept: &'a Kept, as_of: Day) -> Option<Self> {
        let steps = view.by(as_of);
        let (_, moves) = steps.split_first()?;
        let mut course = Course::default();
        for row in moves {
            if let Some(verb) = row.step().verb() {
                course.enter(verb, None, row.version());
            }
        }
        let rows = &kept.rows[..kept.rows.partition_point(|row| row.recorded <= view.known_at)];
        let voided = rows.iter().filter_map(|row| if let Told::Voided(fact) = row.told { Some(fact) } else { None });
        let restated = rows
            .iter()
            .filter_map(|row| if let Told::Restated { step } = row.told { Some((step, row.version)) } else { None });
        let (voided, restated) = (voided.collect(), restated.collect());
        Some(Self { view, as_of, steps, course, kept, rows, voided, restated })
    }

    fn last_step(&self) -> &'v StepRow {
        self.steps.last().expect("the planning is among them")
    }

    pub(super) fn position(&self) -> Position {
        self.last_step().step().to()
    }

    /// The day on which it entered its position.
    pub(super) fn since(&self) -> Day {
        self.last_step().on
    }

    /// The facts that stand by the day, in the order in which they were recorded.
    fn facts(&self) -> impl Iterator<Item = (StepDate, &'a Told)> {
        let stands = |row: &&KeptRow| row.on <= self.as_of && !self.voided.contains(&row.version);
        let dated = |row: &'a KeptRow| (StepDate { on: row.on, version: row.version.into() }, &row.told);
        self.rows.iter().filter(stands).map(dated)
    }

    /// What the event with a version tells of something.
    pub(super) fn tells<T>(&self, version: u32, which: impl Fn(&'a Told) -> Option<T>) -> Option<T> {
        let first = self.rows.partition_point(|row| row.version < version);
        self.rows[first..].iter().take_while(|row| row.version == version).find_map(|row| which(&row.told))
    }

    /// The latest fact of some kind, with what it tells.
    fn fact<T>(&self, which: impl Fn(&'a Told) -> Option<T>) -> Option<(StepDate, T)> {
        latest_of(self.facts().map(|(date, told)| Some((date, which(told)?))))
    }

    /// What the evidence of a step tells of something, as it was told last.
    fn evidence<T>(&self, step: u64, which: impl Fn(&'a Told) -> Option<(u32, T)>) -> Option<T> {
        let told = self.told(which);
        told.filter(|(of, _)| of.version == step).map(|(_, value)| value).last()
    }

    /// What the evidence of standing steps tells of something, each with the date of its step.
    fn told<T>(&self, which: impl Fn(&'a Told) -> Option<(u32, T)>) -> impl Iterator<Item = (StepDate, T)> {
        self.rows.iter().filter_map(move |row| {
            let (step, value) = which(&row.told)?;
            let told_last = self.restated.get(&step).copied().unwrap_or(step);
            (row.version == told_last).then_some((self.date_of(step.into())?, value))
        })
    }

    /// The date of a standing step.
    fn date_of(&self, version: u64) -> Option<StepDate> {
        let at = self.steps.binary_search_by_key(&version, |row| row.version()).ok()?;
        Some(StepDate { on: self.steps[at].on, version })
    }

    pub(super) fn name(&self) -> &'a Text {
        let amended = self.fact(|told| if let Told::Name(name) = told { Some(&**name) } else { None });
        let planned = || {
            let again = self.rows.iter().rev();
            again.into_iter().find_map(|row| if let Told::Replanned(name) = &row.told { Some(&**name) } else { None })
        };
        amended.map(|(_, name)| name).or_else(planned).unwrap_or(&self.kept.name)
    }

    /// Its officer, by the place.
    pub(super) fn officer(&self) -> Option<u32> {
        let officer = self.fact(|told| if let Told::Officer(officer) = told { Some(*officer) } else { None });
        officer.map(|(_, officer)| officer)
    }

    /// Its bodies, by the place.
    pub(super) fn body(&self) -> Option<u32> {
        let body = self.fact(|told| if let Told::Body(body) = told { Some(*body) } else { None });
        body.map(|(_, body)| body)
    }

    /// The signing that stands.
    pub(super) fn signed(&self) -> Option<StepDate> {
        self.date_of(self.course.signed?)
    }

    /// The start that stands.
    pub(super) fn started(&self) -> Option<StepDate> {
        self.date_of(self.course.started?)
    }

    /// The commissioning that stands.
    pub(super) fn commissioned(&self) -> Option<StepDate> {
        self.date_of(self.course.commissioned?)
    }

    /// Whether full capacity and effect is reached.
    pub(super) fn is_at_full_capacity(&self) -> bool {
        self.facts().any(|(_, told)| matches!(told, Told::FullCapacity))
    }

    /// The day by which a stage is to be reached by the agreement that stands, without what was agreed later.
    fn signed_for(&self, stage: Stage) -> Option<Day> {
        let agreed = |told: &Told| {
            let Told::Agreed { step, start, production } = *told else { return None };
            Some((step, of_agreement(stage, Some(start), Some(production))?))
        };
        self.evidence(self.course.signed?, agreed)
    }

    /// The schedules of standing revivals.
    fn revivals(&self) -> impl Iterator<Item = (StepDate, PlannedDays)> {
        self.told(|told| if let Told::Revival { step, schedule, .. } = told { Some((*step, **schedule)) } else { None })
    }

    /// The day by which it is to start: as agreed last, and after a revival as its schedule says. `None` if nothing says so.
    pub(super) fn agreed_start(&self) -> Option<Day> {
        self.agreed(Stage::Started)
    }

    /// The same of the start or of production; no agreement knows of other stages.
    fn agreed(&self, stage: Stage) -> Option<Day> {
        let signed = self.signed().filter(|_| matches!(stage, Stage::Started | Stage::Producing))?;
        let agreement = self.signed_for(stage).map(|day| (signed, Some(day)));
        let moved = self.moves().filter_map(|(date, [start, production])| {
            let day = of_agreement(stage, start, production)?;
            is_of_agreement(date, signed, self.course.ended).then_some((date, Some(day)))
        });
        let revived = self.course.revived.and_then(|revived| self.revivals().find(|(date, _)| date.version == revived));
        let revived = revived.map(|(date, schedule)| (date, schedule.by(stage)));
        latest_of(moved.map(Some).chain([agreement, revived])).and_then(|(_, day)| day)
    }

    /// The day in force for a stage: the one that is agreed, or else that of the schedule in force, or of the last one that named
    /// the stage: a later one need not name what is reached.
    pub(super) fn day_in_force(&self, stage: Stage, schedule: Option<&Schedule>) -> Option<Day> {
        let named = || latest_of(self.schedules().map(|(date, days)| Some((date, days.by(stage)?))));
        self.agreed(stage).or_else(|| schedule?.by(stage)).or_else(|| named().map(|(_, day)| day))
    }

    /// Whether it is bound to the day in force for a stage: a signing stands, and the day was agreed with it, or planned since an
    /// agreement or talks ended last.
    pub(super) fn is_bound_to(&self, stage: Stage) -> bool {
        let is_since = |date: StepDate| self.course.ended.is_none_or(|ended| date.version > ended);
        let is_planned = || self.schedules().any(|(date, days)| is_since(date) && days.by(stage).is_some());
        self.course.signed.is_some() && (self.agreed(stage).is_some() || is_planned())
    }

    /// The supplementary agreements that stand, each with start and production as it moves them.
    fn moves(&self) -> impl Iterator<Item = (StepDate, [Option<Day>; 2])> {
        self.facts().filter_map(|(date, told)| {
            if let Told::Moved { start, production } = told { Some((date, [*start, *production])) } else { None }
        })
    }

    /// The schedules that stand.
    fn schedules(&self) -> impl Iterator<Item = (StepDate, PlannedDays)> {
        let set = |(date, told): (StepDate, &Told)| {
            if let Told::Schedule(schedule) = told { Some((date, *schedule)) } else { None }
        };
        self.facts().filter_map(set).chain(self.revivals())
    }

    /// The schedule in force: the one of the latest date, with the days that supplementary agreements moved since.
    pub(super) fn schedule(&self) -> Option<Schedule> {
        let (set, days) = latest_of(self.schedules().map(Some))?;
        let mut schedule = Schedule::new(days.stages()).ok()?;
        let mut moved: Vec<_> = self.moves().filter(|(date, _)| *date > set).collect();
        moved.sort_unstable_by_key(|(date, _)| *date);
        for (_, [start, production]) in moved {
            start.into_iter().for_each(|start| schedule.shift(Stage::Started, start));
            production.into_iter().for_each(|production| schedule.shift(Stage::Producing, production));
        }
        Some(schedule)
    }

    /// The start in the baseline of the signing that stands. `None` if none stands, or nothing names one.
    pub(super) fn baseline_start(&self) -> Option<Day> {
        self.course.signed.and_then(|_| self.baseline(Stage::Started))
    }

    /// The day of a stage in the baseline: as it was agreed with the signing that stands, or else as the first schedule since
    /// says. Without a signing the first schedule of all says it.
    pub(super) fn baseline(&self, stage: Stage) -> Option<Day> {
        let first = || {
            let since = self.schedules_since_signing().min_by_key(|(date, _)| date.version);
            since.and_then(|(_, schedule)| schedule.by(stage))
        };
        self.signed_for(stage).or_else(first)
    }

    /// The day that a schedule gave a stage first, after the signing that stands.
    pub(super) fn scheduled_first(&self, stage: Stage) -> Option<Day> {
        let named = self.schedules_since_signing().filter_map(|(date, days)| Some((date.version, days.by(stage)?)));
        named.min_by_key(|(version, _)| *version).map(|(_, day)| day)
    }

    fn schedules_since_signing(&self) -> impl Iterator<Item = (StepDate, PlannedDays)> {
        let signed = self.course.signed.unwrap_or(0);
        self.schedules().filter(move |(date, _)| date.version > signed)
    }

    /// The duties of paragraph 11 that are not met, with the day of signing and the day by which they were due. `None` if
    /// none was due before the day.
    pub(super) fn unmet_duties(&self, policy: &Policy) -> Option<(Day, Day, Vec<Duty>)> {
        let signed = self.signed().filter(|_| !self.position().stage().is_terminal())?.on;
        let due = policy.duties_due(signed);
        if due >= self.as_of {
            return None;
        }
        let met = [self.officer().is_some(), self.body().is_some(), self.schedules().next().is_some()];
        let unmet: Vec<_> = Duty::ALL.into_iter().zip(met).filter(|(_, met)| !met).map(|(duty, _)| duty).collect();
        (!unmet.is_empty()).then_some((signed, due, unmet))
    }

    /// The papers that standing steps promised and nobody presented, by the step and the item.
    pub(super) fn owed(&self) -> Vec<Owed> {
        let promised =
            self.told(
                |told| {
                    if let Told::Committed { step, item, due } = *told { Some((step, (item, due))) } else { None }
                },
            );
        let mut owed: Vec<Owed> = promised
            .filter_map(|(StepDate { version, .. }, (item, committed))| {
                let is_for = |step: u32, of| u64::from(step) == version && of == item;
                let is_presented = |told: &Told| matches!(told, Told::Presented { step, item } if is_for(*step, *item));
                if self.facts().any(|(_, told)| is_presented(told)) {
                    return None;
                }
                let prolonged = self.facts().filter_map(|(date, told)| {
                    let Told::Prolonged { step, item, due } = *told else { return None };
                    is_for(step, item).then_some((date.version, due))
                });
                let last = prolonged.max_by_key(|(version, _)| *version);
                Some(Owed::promised(committed, last.map(|(_, due)| due), item, version))
            })
            .collect();
        owed.sort_unstable_by_key(|owed| (owed.version, owed.item));
        owed
    }

    /// Its pauses up to the day, in the order of their days.
    pub(in crate::portfolio) fn pauses(&self) -> Vec<PauseSpan> {
        let mut spans = Vec::new();
        for (StepDate { on, version }, told) in self.facts() {
            if let Told::Pause(pause) = told {
                begin_pause(&mut spans, pause, version, on);
            } else if let Told::Resumption = told {
                resume(&mut spans, version, on);
            }
        }
        for at in 0..spans.len() {
            let date = |row: &StepRow| StepDate { on: row.on, version: row.version() };
            let moves = &self.steps[1..];
            (spans[at].resumed_on, spans[at].ended_by) =
                end_of_pause(&spans, at, moves, date, |row| self.ends_pause(row));
        }
        spans
    }

    /// The act of a step that shows work going on or over. `None` for any other step.
    fn ends_pause(&self, row: &StepRow) -> Option<Verb> {
        let resumes = |told: &Told| {
            if let Told::Revival { step, resumes, .. } = told { Some((*step, *resumes)) } else { None }
        };
        let verb = row.step().verb()?;
        shows_work(verb, || self.evidence(row.version(), resumes) == Some(true)).then_some(verb)
    }

    /// Its code on the national approval platform, as evidence gave it last.
    pub(super) fn code(&self) -> Option<&'a ProjectCode> {
        let codes = self.told(|told| if let Told::Code { step, code } = told { Some((*step, &**code)) } else { None });
        codes.max_by_key(|(date, _)| date.version).map(|(_, code)| code)
    }

    /// The code of the company that carries it.
    pub(super) fn code_of_company(&self) -> Option<&'a Uscc> {
        let registered = self.date_of(self.course.registered?)?;
        let changed = self.facts().map(|(date, told)| {
            let Told::CompanyChanged(code) = told else { return None };
            (date > registered).then_some((date, &**code))
        });
        let first = || {
            let code =
                |told: &'a Told| if let Told::Company { step, code } = told { Some((*step, &**code)) } else { None };
            self.evidence(registered.version, code)
        };
        latest_of(changed).map(|(_, code)| code).or_else(first)
    }

    /// The last day by the day on which something happened: work resumed, or a report that ends on it adds investment. A
    /// report from 1 January on adds what it has beyond the one before it. `None` if nothing did.
    pub(super) fn active_on(&self) -> Option<Day> {
        let resumed = self.facts().filter(|(_, told)| matches!(told, Told::Resumption)).map(|(date, _)| date.on).max();
        let mut reports: Vec<&ReportRow> = self.view.reports().filter(|row| row.to <= self.as_of).collect();
        let period = |row: &ReportRow| (row.measure, row.amount.currency(), row.from, row.to);
        // of one period the one recorded last stands, and it comes last
        reports.sort_by_key(|row| (period(row), row.version));
        let mut standing: Vec<&ReportRow> = Vec::new();
        for row in reports {
            match standing.last_mut().filter(|last| period(last) == period(row)) {
                Some(last) => *last = row,
                None => standing.push(row),
            }
        }
        let before = core::iter::once(None).chain(standing.iter().copied().map(Some));
        let added = standing.iter().zip(before).filter(|(row, before)| {
            let before = before.filter(|before| {
                let is_longer = (row.measure, row.amount.currency(), row.from);
                (before.measure, before.amount.currency(), before.from) == is_longer
            });
            row.amount.minor() > before.map_or(0, |before| before.amount.minor())
        });
        added.map(|(row, _)| row.to).max().max(resumed)
    }
}

/// What an agreement says of a stage: it knows of the start and of production.
fn of_agreement(stage: Stage, start: Option<Day>, production: Option<Day>) -> Option<Day> {
    if stage == Stage::Started {
        start
    } else if stage == Stage::Producing {
        production
    } else {
        None
    }
}
