//! The guards of evidence: what its papers and days must be, for this project and under this policy.

use crate::evidence::{Evidence, Inspect as _, Need, Operation, OperationBasis, Standing, StartKind};
use crate::lifecycle::{Gate, Item, Law, Verb, ZombieCause};
use crate::policy::Policy;
use crate::project::Project;
use crate::project::moment::Moment;
use crate::project::paper::guard_paper;
use crate::project::standpoint::Standpoint;
use crate::reason::Reason;
use crate::value::Day;

impl Project {
    /// Every reason against a move's evidence, where the project stands for it, except those about its remedy.
    #[expect(clippy::too_many_arguments, reason = "what a guard looks at")]
    pub(super) fn guard_evidence(
        &self,
        at: &Standpoint,
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
                self.guard_fault(at, cause, effective_on, law, reasons);
                self.guard_threshold(at, cause, *finding.since(), effective_on, policy, reasons);
                if is_idle && finding.acceptance_paper().is_none() && self.lacks_acceptance(at, effective_on) {
                    reasons.push(Reason::Missing { gate: Gate::StallFinding, item: Item::AcceptancePaper });
                }
            }
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
            Evidence::Agreement(_)
            | Evidence::Grounds(_)
            | Evidence::Rescission(_)
            | Evidence::Closing(_)
            | Evidence::Revival(_)
            | Evidence::Dossier(_)
            | Evidence::Engagement(_)
            | Evidence::Registration(_)
            | Evidence::Commissioning(_) => {}
        }
        reasons.extend(self.unsuited(at, verb, evidence, effective_on, law));
        for requirement in evidence.gate().requirements() {
            let (gate, item) = (requirement.gate, requirement.item);
            if requirement.need == Need::Optional && policy.requires(item) && evidence.lacks(item) {
                reasons.push(Reason::Missing { gate, item });
            }
        }
        let gives_date = self.state.acted_on(at, evidence, policy.terms().build_first).map(|(item, _)| item);
        evidence.inspect(&mut |item, standing| {
            // what gives the step its date is held to the step before as the date is
            if let Standing::Done { on: dated } = standing
                && dated < at.since
                && gives_date != Some(item)
            {
                reasons.push(Reason::DatedBeforeStage { item, dated, entered_on: at.since });
            }
            reasons.extend(guard_paper(item, standing, effective_on, moment.today, policy));
        });
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
