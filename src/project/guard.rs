//! The guards: every reason against a command, in a fixed order.

use super::event::{Asked, Basis};
use super::pause::threshold_day;
use super::{Context, Profile, Project, size};
use crate::act::{Provenance, Redating};
use crate::evidence::{Evidence, Inspect, Operation, OperationBasis, Standing, StartKind};
use crate::lifecycle::{Gate, Item, Outcome, Position, Stage, Verb, ZombieCause};
use crate::policy::Policy;
use crate::reason::Reason;
use crate::value::Day;

/// The reasons against planning.
pub(super) fn planning(
    profile: &Profile,
    provenance: Option<&Provenance>,
    context: &Context,
    policy: &Policy,
) -> Vec<Reason> {
    let mut reasons = Vec::new();
    not_in_future(context, policy, &mut reasons);
    if let Some(found) = profile.total_investment().filter(|total| !total.is_positive()) {
        reasons.push(Reason::NotPositive { gate: None, item: Item::TotalInvestment, found });
    }
    size::guard(&(profile, provenance), context, policy, &mut reasons);
    reasons
}

fn not_in_future(context: &Context, policy: &Policy, reasons: &mut Vec<Reason>) {
    let (effective_on, today) = (context.effective_on, policy.day(context.at));
    if effective_on > today {
        reasons.push(Reason::EffectiveDateInFuture { effective_on, today });
    }
}

impl Project {
    /// Every reason against a command whose id is new.
    pub(super) fn guard(&self, asked: &Asked, context: &Context, policy: &Policy) -> Vec<Reason> {
        let mut reasons = Vec::new();
        match asked {
            Asked::Move(verb, basis) => {
                if let Some(reason) = self.not_permitted(*verb) {
                    return vec![reason];
                }
                if let (true, Some(version)) = (basis.is_imported(), self.state.first_live) {
                    reasons.push(Reason::ImportAfterLive { version });
                }
                self.guard_move_date(context, policy, &mut reasons);
                self.guard_cause_and_outcome(*verb, basis, &mut reasons);
                match basis {
                    Basis::Evidence(evidence) => {
                        self.guard_state(*verb, &mut reasons);
                        self.guard_evidence(*verb, evidence, context, policy, &mut reasons);
                        size::guard(evidence, context, policy, &mut reasons);
                    }
                    Basis::Imported { provenance, .. } => {
                        size::guard(provenance, context, policy, &mut reasons);
                    }
                }
            }
            Asked::Fact(fact) => {
                self.guard_fact_date(context, policy, &mut reasons);
                if let (Some(closed_on), effective_on) = (self.state.closed_on(), context.effective_on)
                    && effective_on > closed_on
                {
                    reasons.push(Reason::EffectiveDateAfterClosing { effective_on, closed_on });
                }
                self.guard_fact(fact, context, policy, &mut reasons);
                size::guard(fact, context, policy, &mut reasons);
            }
            Asked::Void(voiding) => {
                self.guard_fact_date(context, policy, &mut reasons);
                reasons.extend(self.guard_voiding(voiding.version));
                size::guard(&voiding.correction, context, policy, &mut reasons);
            }
            Asked::Redate(redating) => {
                self.guard_fact_date(context, policy, &mut reasons);
                self.guard_redating(redating, context, policy, &mut reasons);
                size::guard(&redating.correction, context, policy, &mut reasons);
            }
        }
        reasons
    }

    /// The reasons against a verb that no evidence could lift; what [`Project::explain`] calls blocked.
    pub(super) fn guard_without_evidence(&self, verb: Verb, context: &Context, policy: &Policy) -> Vec<Reason> {
        if let Some(reason) = self.not_permitted(verb) {
            return vec![reason];
        }
        let mut reasons = Vec::new();
        self.guard_move_date(context, policy, &mut reasons);
        self.guard_state(verb, &mut reasons);
        if verb == Verb::Stall {
            self.guard_earliest_threshold(context, policy, &mut reasons);
        }
        size::guard(&(), context, policy, &mut reasons);
        reasons
    }

    fn not_permitted(&self, verb: Verb) -> Option<Reason> {
        let position = self.state.position;
        match position.after(verb) {
            Some(_) => None,
            None => {
                let permitted = position.next().map(|(verb, _)| verb).collect();
                Some(Reason::NotPermitted { verb, position, permitted })
            }
        }
    }

    fn guard_move_date(&self, context: &Context, policy: &Policy, reasons: &mut Vec<Reason>) {
        not_in_future(context, policy, reasons);
        let (effective_on, last) = (context.effective_on, self.state.since());
        if effective_on < last {
            reasons.push(Reason::EffectiveDateRegression { effective_on, last });
        }
    }

    fn guard_fact_date(&self, context: &Context, policy: &Policy, reasons: &mut Vec<Reason>) {
        not_in_future(context, policy, reasons);
        let (effective_on, planned_on) = (context.effective_on, self.state.planned_on);
        if effective_on < planned_on {
            reasons.push(Reason::EffectiveDateBeforePlanning { effective_on, planned_on });
        }
    }

    fn guard_cause_and_outcome(&self, verb: Verb, basis: &Basis, reasons: &mut Vec<Reason>) {
        let stage = self.state.position.stage();
        if verb == Verb::Stall {
            match basis.cause() {
                None => reasons.push(Reason::Missing { gate: Gate::StallFinding, item: Item::Cause }),
                Some(cause) if !cause.allowed_at(stage) => {
                    let allowed = ZombieCause::open_to(stage).collect();
                    reasons.push(Reason::CauseNotAllowed { cause, stage, allowed });
                }
                Some(_) => {}
            }
        }
        let footing = self.state.position.footing();
        if verb == Verb::Close {
            match basis.outcome() {
                None => reasons.push(Reason::Missing { gate: Gate::Closing, item: Item::Outcome }),
                Some(outcome) if !outcome.allowed_at(footing) => {
                    let allowed = Outcome::open_to(footing).collect();
                    reasons.push(Reason::OutcomeNotAllowed { outcome, footing, allowed });
                }
                Some(_) => {}
            }
        }
    }

    /// What the project itself lacks for a live move, whatever its evidence.
    fn guard_state(&self, verb: Verb, reasons: &mut Vec<Reason>) {
        if verb == Verb::Register {
            reasons.extend(self.unmet_duties().map(|duty| Reason::Unassigned { duty }));
        }
    }

    fn guard_evidence(
        &self,
        verb: Verb,
        evidence: &Evidence,
        context: &Context,
        policy: &Policy,
        reasons: &mut Vec<Reason>,
    ) {
        match evidence {
            Evidence::StallFinding(finding) => {
                self.guard_threshold(*finding.since(), context, policy, reasons);
            }
            Evidence::Revival(revival) => {
                let (remedy, cause) = (*revival.remedy(), self.state.cause);
                if let Some(cause) = cause.filter(|cause| !cause.remedies().contains(&remedy)) {
                    reasons.push(Reason::RemedyNotFitting { remedy, cause, fitting: cause.remedies().to_vec() });
                }
            }
            Evidence::Agreement(agreement) => {
                let (kind, project) = (*agreement.agreement_kind(), self.state.profile.kind());
                if kind != project.agreement() {
                    let fitting = project.agreement();
                    reasons.push(Reason::AgreementNotFitting { kind, project, fitting });
                }
            }
            Evidence::Grounds(grounds) => self.guard_dossier(verb, grounds.dossier().is_some(), reasons),
            Evidence::Rescission(rescission) => self.guard_dossier(verb, rescission.dossier().is_some(), reasons),
            Evidence::Commencement(start) => {
                let limits = policy.terms().small_works;
                if let Some(works) = start.small_works().filter(|_| start.construction_permit().is_none())
                    && *start.start_kind() != StartKind::FitOut
                    && !limits.is_some_and(|limits| limits.exempt(works.area, works.cost))
                {
                    reasons.push(Reason::WorksNotSmall { area: works.area, cost: works.cost });
                }
            }
            Evidence::Operation(operation) => guard_running(operation, context, policy, reasons),
            Evidence::Closing(closing) => {
                if *closing.outcome() == Outcome::Duplicate && closing.survivor() == Some(&self.id) {
                    reasons.push(Reason::SurvivorIsItself);
                }
            }
            Evidence::Dossier(_) | Evidence::Engagement(_) | Evidence::Registration(_) | Evidence::Commissioning(_) => {
            }
        }
        evidence.inspect(&mut |item, standing| {
            if let Standing::Done { on: dated } = standing
                && dated < self.state.since()
            {
                reasons.push(Reason::DatedBeforeStage { item, dated, entered_on: self.state.since() });
            }
            reasons.extend(guard_paper(item, standing, context.effective_on, policy));
        });
    }

    fn guard_threshold(&self, since: Day, context: &Context, policy: &Policy, reasons: &mut Vec<Reason>) {
        let (reached_on, effective_on) = (self.stalled_from(since, context, policy), context.effective_on);
        if effective_on < reached_on {
            reasons.push(Reason::ThresholdNotReached { since, reached_on, effective_on });
        }
    }

    /// The same for whatever day of standing still reaches the threshold first. That is the day of entry but where months
    /// are clamped to their ends, so every day is asked; there are few, or the threshold would be reached.
    fn guard_earliest_threshold(&self, context: &Context, policy: &Policy, reasons: &mut Vec<Reason>) {
        let (entered_on, effective_on) = (self.state.since(), context.effective_on);
        let days = (0..).map_while(|days| entered_on.plus_days(days)).take_while(|since| *since <= effective_on);
        if !days.into_iter().any(|since| self.stalled_from(since, context, policy) <= effective_on) {
            self.guard_threshold(entered_on, context, policy, reasons);
        }
    }

    /// The first day on which standing still since `since` makes a zombie, seasonal stops considered.
    fn stalled_from(&self, since: Day, context: &Context, policy: &Policy) -> Day {
        let stage = self.state.position.stage();
        let base = |since| policy.stalled_from(stage, since);
        threshold_day(since, base, &self.state.pauses, policy.terms().seasonal_stop, context.effective_on)
    }

    /// Why a transition cannot be voided, if it cannot.
    fn guard_voiding(&self, version: u64) -> Option<Reason> {
        let last = self.last_standing().map(super::Event::version);
        if last == Some(version) {
            return None;
        }
        Some(match (version, last) {
            (1, _) => Reason::PlanningNotVoidable,
            (_, Some(last)) if self.neighbours(version).is_some() => Reason::NotLast { version, last },
            _ => Reason::NotStanding { version },
        })
    }

    fn guard_redating(&self, redating: &Redating, context: &Context, policy: &Policy, reasons: &mut Vec<Reason>) {
        let (version, to, today) = (redating.version, redating.to, policy.day(context.at));
        if to > today {
            reasons.push(Reason::EffectiveDateInFuture { effective_on: to, today });
        }
        let Some((earlier, later)) = self.neighbours(version) else {
            reasons.push(Reason::NotStanding { version });
            return;
        };
        let (earlier, later) = (Some(earlier).filter(|step| step.on > to), later.filter(|step| step.on < to));
        if earlier.is_some() || later.is_some() {
            reasons.push(Reason::OutOfStep { version, to, earlier, later });
        }
    }

    fn guard_dossier(&self, verb: Verb, given: bool, reasons: &mut Vec<Reason>) {
        if self.needs_dossier(verb) && !given {
            reasons.push(Reason::DossierRequired { verb });
        }
    }

    /// Whether the verb leads into the reserve a project whose dossier was never reviewed.
    pub(super) fn needs_dossier(&self, verb: Verb) -> bool {
        let enters_reserve = self.state.position.after(verb) == Some(Position::At(Stage::Reserve));
        enters_reserve && !self.state.admitted
    }
}

fn guard_running(operation: &Operation, context: &Context, policy: &Policy, reasons: &mut Vec<Reason>) {
    let (OperationBasis::Continuous, Some(since)) = (operation.operation_basis(), operation.running_since()) else {
        return;
    };
    let (reached_on, effective_on) = (policy.operating_from(*since), context.effective_on);
    if effective_on < reached_on {
        reasons.push(Reason::OperationTooShort { since: *since, reached_on, effective_on });
    }
}

/// The reasons against one paper on the effective date.
pub(super) fn guard_paper(item: Item, standing: Standing, effective_on: Day, policy: &Policy) -> Vec<Reason> {
    let mut reasons = Vec::new();
    match standing {
        Standing::Done { on: dated } if dated > effective_on => {
            reasons.push(Reason::DatedAfterEffective { item, dated, effective_on });
        }
        Standing::Done { .. } => {}
        Standing::Presented { dated, validity } => {
            if let Some(dated) = dated.filter(|dated| *dated > effective_on) {
                reasons.push(Reason::DatedAfterEffective { item, dated, effective_on });
            }
            let Some((issued_on, own_limit)) = validity else { return reasons };
            if issued_on > effective_on {
                reasons.push(Reason::PermitNotYetValid { item, issued_on, effective_on });
            }
            let valid_until = own_limit.or_else(|| policy.permit_lasts_until(item, issued_on));
            if let Some(valid_until) = valid_until.filter(|last| *last < effective_on) {
                reasons.push(Reason::PermitExpired { item, valid_until, effective_on });
            }
        }
        Standing::Committed { due } => {
            if !policy.takes_commitment(item) {
                reasons.push(Reason::CommitmentNotAllowed { item });
            }
            if due < effective_on {
                reasons.push(Reason::CommitmentOverdue { item, due, effective_on });
            }
        }
        Standing::Waived if !policy.takes_waiver(item) => reasons.push(Reason::WaiverNotAllowed { item }),
        Standing::Waived => {}
    }
    reasons
}
