//! Which figures look at a project: told at once for all, so that a project costs what happened to it, not how many figures there
//! are.

use super::subject::Subject;
use crate::lifecycle::Stage;
use crate::portfolio::moves::{Moves, Stages, bits};

/// What must have happened to a project for a figure to look at it closer: one of these.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trigger {
    /// One of these steps, in the period.
    pub(super) in_period: Moves,
    /// It stood in one of some stages at the end of a day, by its place among the days that figures ask about.
    pub(super) stood: Option<(Stages, usize)>,
    /// It ever reported investment.
    pub(super) reports: bool,
    /// What it is told to be may have changed beside its steps: its total or what is seldom.
    pub(super) retold: bool,
    /// Nothing.
    pub(super) always: bool,
}

impl Trigger {
    pub(super) const NEVER: Self =
        Self { in_period: Moves::NONE, stood: None, reports: false, retold: false, always: false };
    pub(super) const ALWAYS: Self = Self { always: true, ..Self::NEVER };
}

/// The figures that each event concerns: sets of up to 64 figures, a bit for each.
#[derive(Debug)]
pub(super) struct Watch(Vec<Some64>);

/// Up to 64 figures.
#[derive(Debug)]
struct Some64 {
    always: u64,
    reports: u64,
    retold: u64,
    /// By the number of a step in the period.
    in_period: [u64; Moves::NUMBERS],
    /// By the place of a day, and the stage in which a project stood at its end.
    stood: Vec<[u64; Stage::ALL.len()]>,
}

/// What happened to a project, in the terms of [`Trigger`].
#[derive(Clone, Copy)]
struct Happened<'a> {
    in_period: Moves,
    /// Where it stood at the ends of the days that figures ask about.
    stood: &'a [Stages],
    reports: bool,
    retold: bool,
}

impl Watch {
    pub(super) fn new(triggers: impl Iterator<Item = Trigger>) -> Self {
        let triggers: Vec<_> = triggers.collect();
        Self(triggers.chunks(64).map(Some64::new).collect())
    }

    /// Tells each figure that a project concerns, by its place.
    pub(super) fn concerned(&self, subject: &Subject<'_>, tell: impl FnMut(usize)) {
        let life = subject.view.life;
        let (reports, retold) = (!life.reports.is_empty(), life.is_retold || life.more.is_some());
        self.each(Happened { in_period: subject.in_period, stood: &subject.stood, reports, retold }, tell);
    }

    /// Tells each figure that something of that concerns.
    fn each(&self, happened: Happened<'_>, mut tell: impl FnMut(usize)) {
        for (at, some) in self.0.iter().enumerate() {
            bits(some.concerned(happened)).for_each(|figure| tell(at * 64 + figure));
        }
    }
}

impl Some64 {
    fn new(triggers: &[Trigger]) -> Self {
        let days = triggers.iter().filter_map(|trigger| trigger.stood).map(|(_, place)| place + 1).max();
        let stood = vec![[0; Stage::ALL.len()]; days.unwrap_or(0)];
        let mut some = Self { always: 0, reports: 0, retold: 0, in_period: [0; Moves::NUMBERS], stood };
        for (at, trigger) in triggers.iter().enumerate() {
            let figure = 1 << at;
            let if_so = |holds: bool| if holds { figure } else { 0 };
            some.always |= if_so(trigger.always);
            some.reports |= if_so(trigger.reports);
            some.retold |= if_so(trigger.retold);
            trigger.in_period.numbers().for_each(|number| some.in_period[number] |= figure);
            if let Some((stages, place)) = trigger.stood {
                stages.numbers().for_each(|stage| some.stood[place][stage] |= figure);
            }
        }
        some
    }

    fn concerned(&self, Happened { in_period, stood, reports, retold }: Happened<'_>) -> u64 {
        let in_period = in_period.numbers().fold(0, |figures, number| figures | self.in_period[number]);
        let stood = self.stood.iter().zip(stood).fold(0, |figures, (by_stage, stood)| {
            stood.numbers().fold(figures, |figures, stage| figures | by_stage[stage])
        });
        let if_so = |holds: bool, figures: u64| if holds { figures } else { 0 };
        self.always | in_period | stood | if_so(reports, self.reports) | if_so(retold, self.retold)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lifecycle::Verb;

    /// A step, a day and nothing each concern their figures and no others, beyond the sixty-fourth, too.
    #[test]
    fn figures_are_told_by_their_places() {
        let signs = Trigger { in_period: Moves::by(&[Verb::Sign]), ..Trigger::NEVER };
        let stands = Trigger { stood: Some((Stages::of(Stage::Zombie), 1)), ..Trigger::NEVER };
        let reports = Trigger { reports: true, ..Trigger::NEVER };
        let retold = Trigger { retold: true, ..Trigger::NEVER };
        let triggers = (0..130).map(|at| match at {
            3 | 64 => signs,
            63 | 129 => stands,
            70 => Trigger::ALWAYS,
            65 => reports,
            128 => retold,
            _ => Trigger::NEVER,
        });
        let watch = Watch::new(triggers);
        let told_of = |in_period: Moves, stood: [Stages; 2], reports: bool, retold: bool| {
            let mut told = Vec::new();
            watch.each(Happened { in_period, stood: &stood, reports, retold }, |figure| told.push(figure));
            told
        };
        let told = |in_period: Moves, stood: [Stages; 2]| told_of(in_period, stood, false, false);
        let (signed, none) = (Moves::by(&[Verb::Sign]), Stages::NONE);
        assert_eq!(told(Moves::NONE, [none; 2]), [70]);
        assert_eq!(told(signed, [none; 2]), [3, 64, 70]);
        assert_eq!(told(Moves::NONE, [Stages::of(Stage::Zombie), none]), [70]);
        assert_eq!(told(signed, [none, Stages::of(Stage::Zombie)]), [3, 63, 64, 70, 129]);
        assert_eq!(told_of(Moves::NONE, [none; 2], true, false), [65, 70]);
        assert_eq!(told_of(Moves::NONE, [none; 2], false, true), [70, 128]);
    }
}
