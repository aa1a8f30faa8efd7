//! One record's steps through the law.

use super::columns::Columns;
use super::exception::{Code, Exception};
use super::legible::legible;
use super::mapping::{Ending, Mapping};
use super::record::{Act, Step, Telling};
use super::records::Cells;
use crate::act::{Provenance, Unused};
use crate::project::Import;
use crate::{Command, Context, Day, Decision, EventId, Profile, Project, ProjectId, Reason, Refusal, Text, Timestamp};

/// A record as it goes through the law.
pub(super) struct Attempt<'a> {
    pub(super) mapping: &'a Mapping,
    pub(super) columns: &'a Columns<'a>,
    /// The ledger's base name.
    pub(super) file: &'a Text,
    pub(super) recorded_at: Timestamp,
    /// The ledger's encoding, if it is not the first that the mapping lists.
    pub(super) encoding: Option<&'static str>,
    /// The record's number, from 1.
    pub(super) number: u64,
    pub(super) cells: Cells<'a>,
}

impl Attempt<'_> {
    /// Plans the project and takes it through its steps. What is refused, and what stood behind it, are exceptions.
    ///
    /// # Errors
    /// The refusal to plan.
    pub(super) fn live(
        &self,
        id: ProjectId,
        profile: Profile,
        planned: (Day, usize),
        telling: &Telling,
    ) -> Result<(Project, Vec<Exception>), Box<Refusal>> {
        let policy = &self.mapping.policy;
        let unused =
            telling.unused.iter().map(|cell| Unused { column: legible(&cell.column), value: legible(&cell.value) });
        let mut provenance = self.provenance(Some(planned.1)).with_unused(unused.collect());
        if let Some(encoding) = self.encoding {
            provenance = provenance.read_as(encoding.parse().expect("an encoding has a short name"));
        }
        let event = Project::plan_imported(id, profile, provenance, &self.context(id, "plan", 1, planned.0), policy)?;
        let mut project = Project::replay([event]).expect("a planning that was decided begins a history");
        let (mut steps, mut exceptions) = (telling.steps.iter(), Vec::new());
        for step in steps.by_ref() {
            let Err(refusal) = self.take(&mut project, step, false) else { continue };
            // the ledger says that it happened, and cannot be right about when
            let is_kept = self.mapping.keeps_contradictions
                && refusal.reasons().iter().all(|reason| matches!(reason, Reason::EffectiveDateRegression { .. }))
                && self.take(&mut project, step, true).is_ok();
            if is_kept {
                exceptions.push(self.disputed(step, project.since()));
            } else {
                exceptions.push(self.refused(step, refusal));
                break;
            }
        }
        exceptions.extend(steps.map(|step| self.not_attempted(step, "an earlier step of this record was refused")));
        Ok((project, exceptions))
    }

    /// Takes one step, by as many verbs as the law needs; the skipped stages are inferred on the step's own date.
    ///
    /// All verbs of a step share one date, and what can be refused of an inferred one is refused of the first: a step
    /// is recorded whole or not at all. A disputed one takes the date of the step before.
    fn take(&self, project: &mut Project, step: &Step, is_disputed: bool) -> Result<(), Box<Refusal>> {
        let slot = step.dated.map(|(_, slot)| slot);
        let inferred = self.provenance(slot).inferred();
        let (day, provenance) = match step.dated {
            Some(_) if is_disputed => (project.since(), self.provenance(slot).disputed(legible(&self.cell(slot).1))),
            Some((day, _)) => (day, self.provenance(slot)),
            None => (project.since(), self.provenance(slot)),
        };
        match step.act {
            Act::Reach(stage) => {
                // never empty: a mapping's milestones rise, and nothing but them comes before
                let mut path = project.position().path_to(stage);
                let last = path.pop();
                for verb in path {
                    self.record(project, day, Import::step(verb, inferred.clone()))?;
                }
                last.map_or(Ok(()), |verb| self.record(project, day, Import::step(verb, provenance)))
            }
            Act::End(Ending::Close(outcome)) => self.record(project, day, Import::close(outcome, provenance)),
            Act::End(Ending::Stall(cause)) => self.record(project, day, Import::stall(cause, provenance)),
        }
    }

    fn record(&self, project: &mut Project, day: Day, import: Import) -> Result<(), Box<Refusal>> {
        let context = self.context(project.id(), import.verb().code(), project.version() + 1, day);
        let decision = project.decide(Command::Import(import), &context, &self.mapping.policy)?;
        if let Decision::Record(event) = decision {
            project.apply(event).expect("what was decided on a project fits it");
        }
        Ok(())
    }

    /// Ids are names, so that every run gives the same ones.
    fn context(&self, project: ProjectId, verb: &str, version: u64, day: Day) -> Context {
        let id = EventId::named(project.uuid(), &format!("{verb}:{version}"));
        Context::new(id, self.recorded_at, self.mapping.actor.clone()).on(day)
    }

    fn provenance(&self, slot: Option<usize>) -> Provenance {
        let provenance = Provenance::new(self.file.clone(), u32::try_from(self.number).unwrap_or(u32::MAX));
        match slot {
            Some(slot) => provenance.in_column(legible(self.columns.dated_name(slot))),
            None => provenance,
        }
    }

    /// The exception of a step whose date contradicts the order.
    fn disputed(&self, step: &Step, since: Day) -> Exception {
        let (column, value) = self.cell(step.dated.map(|(_, slot)| slot));
        let detail =
            format!("the date lies before the step before; recorded as disputed on {since}, the date of that step");
        Exception { column, value, code: Code::Disputed, detail }
    }

    /// The exception of a step that was refused.
    fn refused(&self, step: &Step, refusal: Box<Refusal>) -> Exception {
        let (column, value) = self.cell(step.dated.map(|(_, slot)| slot));
        Exception { column, value, code: code(&refusal), detail: detail(&refusal) }
    }

    /// The exception of a step that no longer had its turn.
    pub(super) fn not_attempted(&self, step: &Step, why: &str) -> Exception {
        let (column, value) = self.cell(step.dated.map(|(_, slot)| slot));
        Exception { column, value, code: Code::NotAttempted, detail: why.into() }
    }

    /// The exception of a project that is not planned: about the date that lies in the future, or else about the name,
    /// the only free text of a profile.
    pub(super) fn not_planned(&self, refusal: &Refusal, slot: usize, name: (&str, &str)) -> Exception {
        let is_date = matches!(refusal.reasons(), [Reason::EffectiveDateInFuture { .. }, ..]);
        let (column, value) = if is_date { self.cell(Some(slot)) } else { (name.0.into(), name.1.into()) };
        Exception { column, value, code: code(refusal), detail: detail(refusal) }
    }

    fn cell(&self, slot: Option<usize>) -> (String, String) {
        slot.map_or_else(Default::default, |slot| {
            (self.columns.dated_name(slot).into(), self.columns.dated_cell(self.cells, slot).into())
        })
    }
}

fn code(refusal: &Refusal) -> Code {
    Code::Refused(refusal.reasons().first().map_or("refused", Reason::code))
}

/// Every reason, in one line.
fn detail(refusal: &Refusal) -> String {
    let reasons: Vec<_> = refusal.reasons().iter().map(|reason| format!("{}: {reason}", reason.code())).collect();
    format!("`{}` is refused: {}", refusal.command(), reasons.join("; "))
}
