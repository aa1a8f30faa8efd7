//! Projects whose steps look alike: what a figure does with one of them it does with all of them.
//!
//! Most figures look at the order of a project's steps, at which days of the question lie between them, and at what the project
//! was planned as: at its shape. A city has many projects and few shapes. So a figure looks at the first project of a shape, and
//! what it does with that is done with the others at once: to name them among its members and to add their totals. Figures that
//! look at more, such as an amount or a pause, look at each project themselves.

use hashbrown::HashMap;

use super::Tally;
use super::asked::Asked;
use super::cell::{Added, Parts};
use super::subject::Subject;
use crate::portfolio::life::View;
use crate::portfolio::row::in_yuan;
use crate::value::Day;

/// The shape of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Shape {
    /// Six bits for each step, behind a one that tells where they begin.
    steps: u64,
    /// For each step four bits: how many of the days lie before its date. Before those what the project was planned as.
    days: u64,
}

/// How many steps a shape has at most.
const STEPS: usize = 10;
/// How many shapes are kept at most: where hardly any two projects are alike, to keep more of them gains nothing.
const SHAPES: usize = 1 << 14;

/// The shapes met so far. What is done with each stands in three lists of all of them, so that a processor's cache holds it.
#[derive(Debug)]
pub(super) struct Shapes {
    known: HashMap<Shape, [Run; 3]>,
    all: Alike,
    /// The days that figures compare with those of steps, in order. Empty if figures look at more than shapes.
    days: Vec<Day>,
}

/// A run in a list.
#[derive(Clone, Copy, Debug)]
struct Run {
    from: u32,
    to: u32,
}

impl Run {
    fn of<T>(self, list: &[T]) -> &[T] {
        &list[self.from as usize..self.to as usize]
    }
}

/// What is done with each project of a shape.
#[derive(Debug, Default)]
pub(super) struct Alike {
    /// By figure, the parts in which it counts, and how many of its visits are not over.
    counts: Vec<(u16, Parts, u8)>,
    /// By figure, the visits that ended in the period, by the places of the steps that begin and end them.
    visits: Vec<(u16, u8, u8)>,
    /// The figures that look at each project themselves.
    closer: Vec<u16>,
}

/// What is done with each project of a shape that was met.
#[derive(Clone, Copy, Debug)]
pub(super) struct Met<'a> {
    counts: &'a [(u16, Parts, u8)],
    visits: &'a [(u16, u8, u8)],
    closer: &'a [u16],
}

impl Shapes {
    pub(super) fn new(asked: &Asked<'_>) -> Self {
        let mut days: Vec<_> = asked.days.iter().copied().chain([asked.as_of]).collect();
        days.sort_unstable();
        days.dedup();
        // a size is asked of each project, and four bits count the days
        if asked.size.is_some() || days.len() > 15 {
            days.clear();
        }
        Self { known: HashMap::new(), all: Alike::default(), days }
    }

    /// The shape of a project. `None` if something beside its steps can count: it was corrected, relocated or amended, it has a
    /// doubtful date, or it was closed.
    #[inline(always)]
    pub(super) fn of(&self, view: &View<'_>, asked: &Asked<'_>) -> Option<Shape> {
        let life = view.life;
        let is_plain = life.more.is_none() && !life.moves.meets(asked.closing);
        if !is_plain || self.days.is_empty() || view.rows.len() > STEPS {
            return None;
        }
        let category = life.planned.category.map_or(0, |category| category as u64 + 1);
        let planned = category << 4 | life.planned.kind as u64;
        let told = u64::from(!life.reports.is_empty()) << 1 | u64::from(life.is_retold);
        let mut shape = Shape { steps: 1, days: planned << 2 | told };
        let (mut gone, mut is_doubtful) = (0, false);
        for row in view.rows {
            is_doubtful |= row.is_doubtful();
            // dates never fall
            while self.days.get(gone).is_some_and(|day| row.on > *day) {
                gone += 1;
            }
            shape.steps = shape.steps << 6 | u64::from(row.step().number());
            shape.days = shape.days << 4 | gone as u64;
        }
        (!is_doubtful).then_some(shape)
    }

    /// What is done with a project of this shape. `None` if none was met so far.
    #[inline]
    pub(super) fn find(&self, shape: Shape) -> Option<Met<'_>> {
        let [counts, visits, closer] = self.known.get(&shape)?;
        let all = &self.all;
        Some(Met { counts: counts.of(&all.counts), visits: visits.of(&all.visits), closer: closer.of(&all.closer) })
    }

    /// Keeps what was done with the first project of a shape.
    pub(super) fn keep(&mut self, shape: Shape, alike: Alike) {
        fn append<T>(list: &mut Vec<T>, more: Vec<T>) -> Run {
            let from = list.len() as u32;
            list.extend(more);
            Run { from, to: list.len() as u32 }
        }
        if self.known.len() < SHAPES {
            let Alike { counts, visits, closer } = &mut self.all;
            let runs = [append(counts, alike.counts), append(visits, alike.visits), append(closer, alike.closer)];
            self.known.insert(shape, runs);
        }
    }
}

impl Alike {
    /// Shows the first project of a shape to a figure by its place, and notes what that does with it.
    pub(super) fn note(&mut self, place: usize, tally: &mut Tally<'_>, subject: &Subject<'_>, asked: &Asked<'_>) {
        let figure = place as u16;
        if !tally.gathers.looks_at_shapes_only() {
            tally.see(subject, asked);
            self.closer.push(figure);
            return;
        }
        let zone = subject.zone as usize;
        let before = tally.cells[zone].gathered();
        tally.see(subject, asked);
        let Added { parts, open, is_told_of } = tally.cells[zone].added(before);
        if is_told_of {
            self.closer.push(figure);
            return;
        }
        if parts.is_any() || open > 0 {
            self.counts.push((figure, parts, open as u8));
        }
        let visits = tally.gathers.ended(subject.view.rows, asked);
        self.visits.extend(visits.map(|(entry, exit)| (figure, entry as u8, exit as u8)));
    }
}

impl Met<'_> {
    /// Does the same with another project of the shape.
    #[inline(always)]
    pub(super) fn count(&self, at: u32, view: View<'_>, zone: u32, asked: &Asked<'_>, tallies: &mut [Tally<'_>]) {
        if !self.counts.is_empty() {
            let total = view.total(asked.as_of).and_then(in_yuan);
            for (figure, parts, open) in self.counts {
                let cell = &mut tallies[usize::from(*figure)].cells[zone as usize];
                cell.count(at, *parts, total);
                cell.open += u64::from(*open);
            }
        }
        for (figure, entry, exit) in self.visits {
            let days = view.rows[usize::from(*exit)].on.days_since(view.rows[usize::from(*entry)].on);
            tallies[usize::from(*figure)].cells[zone as usize].days.push(days as i32);
        }
        if !self.closer.is_empty() {
            let subject = Subject::new(at, view, zone, asked);
            self.closer.iter().for_each(|figure| tallies[usize::from(*figure)].see(&subject, asked));
        }
    }
}
