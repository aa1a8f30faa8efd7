//! One record's steps through the law.

use super::columns::Columns;
use super::exception::{Code, Exception};
use super::legible::legible;
use super::mapping::{Ending, Mapping};
use super::record::{Act, Dated, Step, Telling};
use super::records::Cells;
use super::rules::{Heed, Planned};
use super::said::Said;
use crate::act::{Provenance, Unused};
use crate::project::Import;
use crate::{
    Command, Context, Day, Decision, EventId, Language, Profile, Project, ProjectId, Reason, Refusal, Stage, Text,
    Timestamp,
};

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
    /// The exceptions of a project that is not planned: why not, and its steps.
    pub(super) fn live(
        &self,
        id: ProjectId,
        profile: &Profile,
        planned: Dated,
        telling: &Telling,
    ) -> Result<(Project, Vec<Exception>), NotPlanned> {
        let by_first = self.plan(id, profile, planned, telling).map(|mut project| {
            let exceptions = self.take_all(&mut project, telling);
            (project, exceptions)
        });
        let is_told = matches!(&by_first, Ok((project, _)) if project.version() > 1);
        if is_told || self.mapping.rules.planned == Planned::Earliest || telling.steps.first().is_none_or(is_undated) {
            return by_first.map_err(|refusal| NotPlanned::Refused(refusal, planned));
        }
        // no step is recorded, so none of their dates is used
        let exceptions = match by_first {
            Ok((_, exceptions)) => exceptions,
            Err(refusal) if telling.otherwise.is_none() => return Err(NotPlanned::Refused(refusal, planned)),
            Err(refusal) => {
                let first = telling.steps.iter().take(1).map(|step| self.refused(step, &refusal));
                let rest = telling.steps.iter().skip(1).map(|step| self.not_attempted(step, &after_refusal()));
                first.chain(rest).collect()
            }
        };
        let Some(updated) = telling.otherwise else { return Err(NotPlanned::Undated(exceptions)) };
        match self.plan(id, profile, updated, telling) {
            Ok(project) => Ok((project, exceptions)),
            Err(refusal) => Err(NotPlanned::Refused(refusal, updated)),
        }
    }

    fn plan(
        &self,
        id: ProjectId,
        profile: &Profile,
        planned: Dated,
        telling: &Telling,
    ) -> Result<Project, Box<Refusal>> {
        let policy = &self.mapping.policy;
        let unused =
            telling.unused.iter().map(|cell| Unused { column: legible(&cell.column), value: legible(&cell.value) });
        let mut provenance = self.provenance(Some(planned)).with_unused(unused.collect());
        if let Some(encoding) = self.encoding {
            provenance = provenance.read_as(encoding.parse().expect("an encoding has a short name"));
        }
        let context = self.context(id, "plan", 1, planned.day);
        let event = Project::plan_imported(id, profile.clone(), provenance, &context, policy)?;
        Ok(Project::replay([event]).expect("a planning that was decided begins a history"))
    }

    /// The steps as far as the law takes them, and the exceptions of the rest.
    fn take_all(&self, project: &mut Project, telling: &Telling) -> Vec<Exception> {
        let (mut steps, mut exceptions) = (telling.steps.iter(), Vec::new());
        for step in steps.by_ref() {
            let Err(refusal) = self.take(project, step, false) else { continue };
            // the ledger says that it happened, and cannot be right about when
            let is_kept = self.mapping.keeps_contradictions
                && refusal.reasons().iter().all(|reason| matches!(reason, Reason::EffectiveDateRegression { .. }))
                && self.take(project, step, true).is_ok();
            if is_kept {
                exceptions.push(self.disputed(step, project.since()));
            } else {
                exceptions.push(self.refused(step, &refusal));
                break;
            }
        }
        exceptions.extend(steps.map(|step| self.not_attempted(step, &after_refusal())));
        exceptions
    }

    /// The exception of a status that names a stage which the project has not come to.
    pub(super) fn beyond(&self, project: &Project, telling: &Telling) -> Option<Exception> {
        let stage = telling.stage.filter(|_| self.mapping.rules.status.beyond == Heed::Exception)?;
        let is_come_to = match stage {
            Stage::Zombie | Stage::Closed => project.stage() == stage,
            Stage::Planned
            | Stage::Reserve
            | Stage::Negotiating
            | Stage::Signed
            | Stage::Registered
            | Stage::Started
            | Stage::Producing
            | Stage::Operating => project.position().path_to(stage).is_empty(),
        };
        let (place, reached) = (self.columns.status, project.stage());
        (!is_come_to).then(|| {
            let said = Said::new(
                format!("the status says `{stage}`, but the record's dates lead to `{reached}` only"),
                format!(
                    "状态表示“{}”，但按日期只到“{}”",
                    stage.label(Language::Chinese),
                    reached.label(Language::Chinese)
                ),
            );
            Exception::of_cell(&*self.columns.header[place], self.cells.at(place), Code::StatusBeyond, said)
        })
    }

    /// Takes one step, by as many verbs as the law needs; the skipped stages are inferred on the step's own date.
    ///
    /// All verbs of a step share one date, and what can be refused of an inferred one is refused of the first: a step
    /// is recorded whole or not at all. A disputed one takes the date of the step before.
    fn take(&self, project: &mut Project, step: &Step, is_disputed: bool) -> Result<(), Box<Refusal>> {
        let inferred = self.provenance(step.dated).inferred();
        let (day, provenance) = match step.dated {
            Some(_) if is_disputed => {
                (project.since(), self.provenance(step.dated).disputed(legible(&self.cell(step.dated).1)))
            }
            Some(dated) => (dated.day, self.provenance(step.dated)),
            None => (project.since(), self.provenance(step.dated)),
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

    fn provenance(&self, dated: Option<Dated>) -> Provenance {
        let provenance = Provenance::new(self.file.clone(), u32::try_from(self.number).unwrap_or(u32::MAX));
        let Some(Dated { slot, is_inferred, .. }) = dated else { return provenance };
        let provenance = provenance.in_column(legible(self.columns.dated_name(slot)));
        if is_inferred { provenance.inferred() } else { provenance }
    }

    /// The exception of a step whose date contradicts the order.
    fn disputed(&self, step: &Step, since: Day) -> Exception {
        let (column, value) = self.cell(step.dated);
        let said = Said::new(
            format!("the date lies before the step before; recorded as disputed on {since}, the date of that step"),
            format!("日期早于前一环节，暂按前一环节日期 {since} 登记，列为存疑"),
        );
        Exception::of_cell(column, value, Code::Disputed, said)
    }

    /// The exception of a step that was refused.
    fn refused(&self, step: &Step, refusal: &Refusal) -> Exception {
        let (column, value) = self.cell(step.dated);
        Exception::of_cell(column, value, code(refusal), Said::refused(refusal))
    }

    /// The exception of a step that no longer had its turn.
    pub(super) fn not_attempted(&self, step: &Step, why: &Said) -> Exception {
        let (column, value) = self.cell(step.dated);
        Exception::of_cell(column, value, Code::NotAttempted, why.clone())
    }

    /// The exception of a project that is not planned: about the date that lies in the future, or else about the name,
    /// the only free text of a profile.
    pub(super) fn not_planned(&self, refusal: &Refusal, dated: Dated, name: (&str, &str)) -> Exception {
        let is_date = matches!(refusal.reasons(), [Reason::EffectiveDateInFuture { .. }, ..]);
        let (column, value) = if is_date { self.cell(Some(dated)) } else { (name.0.into(), name.1.into()) };
        Exception::of_cell(column, value, code(refusal), Said::refused(refusal))
    }

    fn cell(&self, dated: Option<Dated>) -> (String, String) {
        dated.map_or_else(Default::default, |Dated { slot, .. }| {
            (self.columns.dated_name(slot).into(), self.columns.dated_cell(self.cells, slot).into())
        })
    }
}

/// Why a project is not planned.
pub(super) enum NotPlanned {
    /// Its planning is refused, on this date.
    Refused(Box<Refusal>, Dated),
    /// Its steps are refused, and nothing else dates it.
    Undated(Vec<Exception>),
}

const fn is_undated(step: &Step) -> bool {
    step.dated.is_none()
}

fn after_refusal() -> Said {
    Said::new("an earlier step of this record was refused", "该行前面的环节未予导入")
}

fn code(refusal: &Refusal) -> Code {
    Code::Refused(refusal.reasons().first().map_or("refused", Reason::code))
}
