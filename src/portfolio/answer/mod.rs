//! Answering a question: one pass over the projects for all figures, then each figure by its zones.

mod asked;
mod baseline;
mod cell;
mod cohort;
mod judge;
mod reached;
mod shape;
mod subject;
mod visits;
mod watch;

use core::ops::Range;

use asked::Asked;
use baseline::Baselines;
use cell::Cell;
use cohort::Cohort;
use reached::Reached;
use shape::{Alike, Shapes};
use subject::Subject;
use visits::{Conversion, Stays};
use watch::{Trigger, Watch};

use super::Portfolio;
use super::figure::{Additions, Figures};
use super::moves::forward_edges;
use super::plan::{ActionPlan, Form, Indicator, VisitsForm};
use super::question::{Question, QuestionError, Scope};
use super::row::StepRow;
use crate::lifecycle::{Stage, ZoneClass};

/// What gathers one figure.
#[derive(Debug)]
enum Gathers<'a> {
    Cohort(Cohort<'a>),
    Reached(Reached<'a>),
    Baseline(Baselines),
    Conversion(Conversion),
    Stays(Stays),
}

/// A figure being gathered, zone by zone.
#[derive(Debug)]
struct Tally<'a> {
    indicator: &'a Indicator,
    name: String,
    gathers: Gathers<'a>,
    cells: Vec<Cell>,
}

impl Portfolio {
    /// The figures of a plan, for the period, as of the day and as known at the instant that the question names.
    ///
    /// # Errors
    /// [`QuestionError`] when it has no answer.
    pub fn figures(&self, plan: &ActionPlan, question: &Question) -> Result<Figures, QuestionError> {
        let asked = Asked::new(self, plan.terms(), question)?;
        let scopes = self.scopes(question, &asked)?;
        let mut tallies = self.tallies(plan, &asked);
        let watch = Watch::new(tallies.iter().map(|tally| tally.gathers.trigger(&asked)));
        let mut shapes = Shapes::new(&asked);
        let mut hosts = vec![false; self.zones.len()];
        let mut kept = Vec::new();
        for at in self.candidates(question.scope.as_ref(), &tallies).into_iter().flatten() {
            let life = &self.lives[at as usize];
            let Some(view) = life.view(&self.rows, asked.known_at, &mut kept) else { continue };
            let zone = asked.credited(&view);
            hosts[view.host(asked.as_of) as usize] = true;
            hosts[zone as usize] = true;
            let shape = shapes.of(&view, &asked);
            if let Some(met) = shape.and_then(|shape| shapes.find(shape)) {
                met.count(at, view, zone, &asked, &mut tallies);
                continue;
            }
            let subject = Subject::new(at, view, zone, &asked);
            match shape {
                Some(shape) => {
                    let mut alike = Alike::default();
                    watch.concerned(&subject, |tally| alike.note(tally, &mut tallies[tally], &subject, &asked));
                    shapes.keep(shape, alike);
                }
                None if subject.is_too_small() => {}
                None => watch.concerned(&subject, |tally| tallies[tally].see(&subject, &asked)),
            }
        }
        tallies.iter_mut().flat_map(|tally| &mut tally.cells).for_each(Cell::seal);
        let mut figures = Vec::new();
        let is_asked = question.scope.is_some();
        for tally in &tallies {
            for scope in &scopes {
                if let Some(zones) = self.zones_of(scope, is_asked, &hosts, &asked) {
                    figures.push(judge::figure(tally, scope, &zones, &asked));
                }
            }
        }
        Ok(Figures {
            plan: plan.id().clone(),
            period: asked.period,
            as_of: asked.as_of,
            known_at: asked.known_at,
            figures,
        })
    }

    /// The places of the projects to look at: all, or for one zone those that it may host or have frozen.
    fn candidates(&self, scope: Option<&Scope>, tallies: &[Tally<'_>]) -> Vec<Range<u32>> {
        let all = 0..self.lives.len() as u32;
        let Some(Scope::Zone(zone)) = scope else { return vec![all] };
        let Some(zone) = self.zone_places.get(zone) else { return Vec::new() };
        let of_zone = self.packed.get(*zone as usize).cloned().unwrap_or(0..0);
        let unpacked = self.packed.last().map_or(0, |last| last.end)..all.end;
        let is_elsewhere = |at: &u32| !of_zone.contains(at) && !unpacked.contains(at);
        let frozen = tallies.iter().flat_map(|tally| match &tally.gathers {
            Gathers::Baseline(baselines) => baselines.members(*zone as usize).collect(),
            Gathers::Cohort(_) | Gathers::Reached(_) | Gathers::Conversion(_) | Gathers::Stays(_) => Vec::new(),
        });
        let mut others: Vec<_> = self.moved.iter().copied().chain(frozen).filter(is_elsewhere).collect();
        others.sort_unstable();
        others.dedup();
        [of_zone, unpacked].into_iter().chain(others.into_iter().map(|at| at..at + 1)).collect()
    }

    fn tallies<'a>(&self, plan: &'a ActionPlan, asked: &Asked<'_>) -> Vec<Tally<'a>> {
        let mut tallies = Vec::new();
        for indicator in &plan.terms().indicators {
            let mut tally = |name: String, gathers: Gathers<'a>| {
                let cells = vec![Cell::default(); self.zones.len()];
                tallies.push(Tally { indicator, name, gathers, cells });
            };
            let name = indicator.name.to_string();
            match &indicator.form {
                Form::Cohort(form) => tally(name, Gathers::Cohort(Cohort::new(form, asked))),
                Form::Reached(form) => tally(name, Gathers::Reached(Reached::new(form))),
                Form::Baseline(form) => tally(name, Gathers::Baseline(Baselines::new(form.of, asked))),
                Form::Visits(VisitsForm::Conversion) => forward_edges().for_each(|(from, to)| {
                    tally(format!("{name}:{from}>{to}"), Gathers::Conversion(Conversion::new(from, to)));
                }),
                Form::Visits(VisitsForm::Dwell { without_pauses }) => Stage::NINE.into_iter().for_each(|stage| {
                    tally(format!("{name}:{stage}"), Gathers::Stays(Stays::new(stage, *without_pauses)));
                }),
            }
        }
        tallies
    }

    /// Whom figures are told of: what the question names, or each zone, each class, and the city.
    fn scopes(&self, question: &Question, asked: &Asked<'_>) -> Result<Vec<Scope>, QuestionError> {
        if let Some(scope) = &question.scope {
            if let Scope::Zone(zone) = scope {
                let is_known = self.zone_places.get(zone).is_some_and(|at| self.is_known(*at as usize, asked));
                if !is_known {
                    let known = (0..self.zones.len()).filter(|at| self.is_known(*at, asked));
                    let mut known: Vec<_> = known.map(|at| self.zones[at].id.to_string()).collect();
                    known.sort_unstable();
                    return Err(QuestionError::UnknownZone { zone: zone.clone(), known });
                }
            }
            return Ok(vec![scope.clone()]);
        }
        let mut zones: Vec<_> = self.zones.iter().map(|zone| zone.id.clone()).collect();
        zones.sort_unstable_by(|one, other| one.as_str().cmp(other.as_str()));
        let classes = ZoneClass::ALL.into_iter().map(Scope::Class);
        Ok(zones.into_iter().map(Scope::Zone).chain(classes).chain([Scope::City]).collect())
    }

    /// Whether a zone was named by anything known at the instant.
    fn is_known(&self, zone: usize, asked: &Asked<'_>) -> bool {
        self.zones[zone].named <= asked.known_at
    }

    /// The zones that a scope takes together; `None` if it is a zone of which nothing is to be told.
    fn zones_of(&self, scope: &Scope, is_asked: bool, hosts: &[bool], asked: &Asked<'_>) -> Option<Vec<usize>> {
        let all = 0..self.zones.len();
        match scope {
            Scope::City => Some(all.collect()),
            Scope::Class(class) => {
                Some(all.filter(|at| asked.class_on(*at as u32, asked.as_of) == Some(*class)).collect())
            }
            Scope::Zone(zone) => {
                let at = *self.zone_places.get(zone)? as usize;
                (is_asked || hosts[at] || asked.zones[at].is_some()).then(|| vec![at])
            }
        }
    }
}

impl Gathers<'_> {
    fn trigger(&self, asked: &Asked<'_>) -> Trigger {
        match self {
            Self::Cohort(cohort) => cohort.trigger(),
            Self::Reached(reached) => reached.trigger(),
            Self::Baseline(baselines) if baselines.is_any() => Trigger::ALWAYS,
            Self::Baseline(_) => Trigger::NEVER,
            Self::Conversion(conversion) => conversion.trigger(),
            Self::Stays(stays) => stays.trigger(asked),
        }
    }

    /// Whether all projects of a [shape](Shapes) are the same to it.
    fn looks_at_shapes_only(&self) -> bool {
        match self {
            Self::Cohort(cohort) => cohort.looks_at_shapes_only(),
            Self::Stays(stays) => stays.looks_at_shapes_only(),
            Self::Conversion(_) => true,
            Self::Reached(_) | Self::Baseline(_) => false,
        }
    }

    /// The visits of a project whose days are gathered, by the places of the steps that begin and end them.
    fn ended(&self, rows: &[StepRow], asked: &Asked<'_>) -> impl Iterator<Item = (usize, usize)> {
        let stays = match self {
            Self::Stays(stays) => Some(stays),
            Self::Cohort(_) | Self::Reached(_) | Self::Baseline(_) | Self::Conversion(_) => None,
        };
        stays.into_iter().flat_map(|stays| stays.ended(rows, asked))
    }
}

impl Tally<'_> {
    fn see(&mut self, subject: &Subject<'_>, asked: &Asked<'_>) {
        let cells = &mut self.cells;
        match &mut self.gathers {
            Gathers::Cohort(cohort) => cohort.see(subject, asked, cells),
            Gathers::Reached(reached) => reached.see(subject, asked, cells),
            Gathers::Baseline(baselines) => baselines.see(subject, asked, cells),
            Gathers::Conversion(conversion) => conversion.see(subject, asked, cells),
            Gathers::Stays(stays) => stays.see(subject, asked, cells),
        }
    }

    /// What several zones have together, each project once.
    fn together(&self, zones: &[usize]) -> (Cell, Option<Additions>) {
        let mut together = Cell::default();
        together.days.reserve(zones.iter().map(|zone| self.cells[*zone].days.len()).sum());
        zones.iter().for_each(|zone| together.merge(&self.cells[*zone]));
        let baselines = match &self.gathers {
            Gathers::Baseline(baselines) => baselines,
            Gathers::Conversion(_) | Gathers::Stays(_) => {
                // nothing undoes a visit, so that only one part is gathered
                together.net = together.gross.clone();
                return (together, None);
            }
            Gathers::Cohort(_) | Gathers::Reached(_) => return (together, None),
        };
        let mut additions = Additions { found: 0, outstanding: 0 };
        let mut has_any = false;
        for zone in zones.iter().filter(|zone| baselines.has(**zone)) {
            has_any = true;
            additions.found += baselines.additions[*zone].found;
            additions.outstanding += baselines.additions[*zone].outstanding;
        }
        (together, has_any.then_some(additions))
    }
}
