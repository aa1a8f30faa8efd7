//! The guards of evidence: what its papers and days must be, for this project and under this policy.

use crate::evidence::{Evidence, Inspect as _, Need, Operation, OperationBasis, SiteKind, Standing, StartKind};
use crate::lifecycle::{Gate, Item, Law, Outcome, Stage, Verb, ZombieCause};
use crate::policy::Policy;
use crate::project::Project;
use crate::project::context::Moment;
use crate::project::paper::guard_paper;
use crate::reason::Reason;
use crate::value::Day;

impl Project {
    /// Every reason against a move's evidence, except those about its remedy.
    pub(super) fn guard_evidence(
        &self,
        verb: Verb,
        evidence: &Evidence,
        moment: &Moment<'_>,
        policy: &Policy,
        law: &Law,
        reasons: &mut Vec<Reason>,
    ) {
        let effective_on = moment.effective_on;
        match evidence {
            Evidence::StallFinding(finding) => {
                let (cause, is_idle) = (*finding.cause(), *finding.cause() == ZombieCause::NoActivity);
                self.guard_fault(cause, effective_on, law, reasons);
                self.guard_threshold(cause, *finding.since(), effective_on, policy, reasons);
                if is_idle && self.may_be_idle_plant() && finding.acceptance_paper().is_none() {
                    reasons.push(Reason::Missing { gate: Gate::StallFinding, item: Item::AcceptancePaper });
                }
            }
            Evidence::Agreement(agreement) => {
                let (kind, project) = (*agreement.agreement_kind(), self.profile().kind());
                if kind != project.agreement() {
                    let fitting = project.agreement();
                    reasons.push(Reason::AgreementNotFitting { kind, project, fitting });
                }
            }
            Evidence::Grounds(grounds) => self.guard_dossier(verb, grounds.dossier().is_some(), law, reasons),
            Evidence::Rescission(rescission) => self.guard_dossier(verb, rescission.dossier().is_some(), law, reasons),
            Evidence::Commencement(start) => {
                let limits = policy.terms().small_works;
                if let Some(works) = start.small_works().filter(|_| start.construction_permit().is_none())
                    && *start.start_kind() != StartKind::FitOut
                    && !limits.is_some_and(|limits| limits.exempt(works.area, works.cost))
                {
                    reasons.push(Reason::WorksNotSmall { area: works.area, cost: works.cost });
                }
            }
            Evidence::Operation(operation) => guard_running(operation, effective_on, policy, reasons),
            Evidence::Closing(closing) => {
                let outcome = *closing.outcome();
                if !outcome.is_disposal() && closing.survivor() == Some(&self.id) {
                    reasons.push(Reason::SurvivorIsItself);
                }
                let is_told = outcome == Outcome::LandReclaimed || closing.land_decision().is_some();
                if self.may_leave_land() && outcome.is_disposal() && !is_told {
                    reasons.push(Reason::Missing { gate: Gate::Closing, item: Item::LandDecision });
                }
            }
            Evidence::Revival(_)
            | Evidence::Dossier(_)
            | Evidence::Engagement(_)
            | Evidence::Registration(_)
            | Evidence::Commissioning(_) => {}
        }
        for requirement in evidence.gate().requirements() {
            let (gate, item) = (requirement.gate, requirement.item);
            if requirement.need == Need::Optional && policy.requires(item) && evidence.lacks(item) {
                reasons.push(Reason::Missing { gate, item });
            }
        }
        let gives_date = self.state.acted_on(evidence, policy.terms().build_first).map(|(item, _)| item);
        evidence.inspect(&mut |item, standing| {
            // what gives the step its date is held to the step before as the date is
            if let Standing::Done { on: dated } = standing
                && dated < self.since()
                && gives_date != Some(item)
            {
                reasons.push(Reason::DatedBeforeStage { item, dated, entered_on: self.since() });
            }
            reasons.extend(guard_paper(item, standing, effective_on, moment.today, policy));
        });
    }

    /// Whether its end leaves land behind: works began, and it holds the site as land, or how it holds it is unknown.
    pub(in crate::project) fn may_leave_land(&self) -> bool {
        let has_begun = self.position().footing() >= Stage::Started;
        has_begun && self.site_kind().is_none_or(SiteKind::is_held_land)
    }

    /// Whether it may be a plant that was built and never commissioned. It counts as built only with its acceptance.
    pub(in crate::project) fn may_be_idle_plant(&self) -> bool {
        self.stage() == Stage::Started
    }

    fn guard_dossier(&self, verb: Verb, given: bool, law: &Law, reasons: &mut Vec<Reason>) {
        if self.needs_dossier(verb, law) && !given {
            reasons.push(Reason::DossierRequired { verb });
        }
    }

    /// Whether the verb leads into the reserve a project whose dossier was never reviewed.
    pub(in crate::project) fn needs_dossier(&self, verb: Verb, law: &Law) -> bool {
        let enters_reserve = self.state.leads(verb, law).is_ok_and(|to| to.stage() == Stage::Reserve);
        enters_reserve && !self.state.course.admitted
    }
}

fn guard_running(operation: &Operation, effective_on: Day, policy: &Policy, reasons: &mut Vec<Reason>) {
    let (OperationBasis::Continuous, Some(since)) = (operation.operation_basis(), operation.running_since()) else {
        return;
    };
    let reached_on = policy.operating_from(*since);
    if effective_on < reached_on {
        reasons.push(Reason::OperationTooShort { since: *since, reached_on, effective_on });
    }
}
