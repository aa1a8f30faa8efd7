//! The guards: every reason against a command, in a fixed order.

mod evidence;
mod threshold;

use serde::Serialize;

pub(crate) use threshold::Stillness;

use super::event::{Basis, Change, Correcting, Replanning};
use super::fact::{Asked, Fact};
use super::moment::Moment;
use super::structure::Breach;
use super::{Context, Profile, Project};
use crate::act::{Provenance, Redating, Voiding};
use crate::evidence::Evidence;
use crate::lifecycle::{Item, Law, Verb};
use crate::policy::Policy;
use crate::project::size;
use crate::reason::Reason;
use crate::value::Day;

/// The reasons against planning.
pub(super) fn planning(
    profile: &Profile,
    provenance: Option<&Provenance>,
    moment: &Moment<'_>,
    policy: &Policy,
) -> Vec<Reason> {
    let mut reasons = Vec::new();
    not_in_future(moment, &mut reasons);
    reasons.extend(not_positive(profile));
    size::guard(&(profile, provenance), moment.context, policy, &mut reasons);
    reasons
}

/// The reason against a profile whose total investment is not above zero.
fn not_positive(profile: &Profile) -> Option<Reason> {
    let found = profile.total_investment().filter(|total| !total.is_positive())?;
    Some(Reason::NotPositive { gate: None, item: Item::TotalInvestment, found })
}

fn not_in_future(&Moment { effective_on, today, .. }: &Moment<'_>, reasons: &mut Vec<Reason>) {
    if effective_on > today {
        reasons.push(Reason::EffectiveDateInFuture { effective_on, today });
    }
}

impl Project {
    /// Every reason against a command whose id is new.
    pub(super) fn guard(&self, change: &Change, moment: &Moment<'_>, policy: &Policy, law: &Law) -> Vec<Reason> {
        let (mut reasons, told) = (Vec::new(), |breach: Breach| breach.reason(law));
        match change {
            Change::Plan { .. } => {}
            Change::Move { verb, basis } => {
                let to = match self.state.leads(*verb, law) {
                    Ok(to) => to,
                    Err(breach) => return vec![breach.reason(law)],
                };
                reasons.extend(self.state.imports(basis).map(told));
                reasons.extend(self.other_date(change, moment, policy));
                self.guard_date(change, moment, &mut reasons);
                reasons.extend(self.unseats(*verb, to, Some(basis), moment.effective_on).map(told));
                reasons.extend(self.now().rests(*verb, basis, law).map(told));
                if let Basis::Evidence(evidence) = basis {
                    reasons.extend(self.awaited(*verb));
                    reasons.extend(self.now().remedies(basis, law).map(told));
                    self.guard_evidence(&self.now(), *verb, evidence, moment, policy, law, &mut reasons);
                }
            }
            Change::Fact(fact) => {
                self.guard_date(change, moment, &mut reasons);
                self.guard_fact(fact, moment, policy, &mut reasons);
            }
            Change::Void(voiding) => {
                self.guard_date(change, moment, &mut reasons);
                reasons.extend(self.voids(voiding.version).map(told));
            }
            Change::Redate(redating) => {
                self.guard_date(change, moment, &mut reasons);
                let (to, today) = (redating.to, moment.today);
                if to > today {
                    reasons.push(Reason::EffectiveDateInFuture { effective_on: to, today });
                }
                let breach = self.redates(redating);
                let is_lawful = breach.is_none();
                let breach = breach.or_else(|| self.unseats_by(redating.version, None, to));
                reasons.extend(breach.map(told));
                // evidence that tells no day of its own is held to the new date as it is
                let redated = self.redated(redating);
                let stands = self.state.place(redating.version).map(|_| self.step(redating.version).1);
                if is_lawful && let Some(Basis::Evidence(evidence)) = redated.as_ref().or(stands) {
                    self.guard_corrected(redating.version, evidence, to, moment, policy, law, &mut reasons);
                }
            }
            Change::Replan(replanning) => {
                self.guard_date(change, moment, &mut reasons);
                reasons.extend(not_positive(&replanning.profile));
                reasons.extend(self.unseats_relocation(replanning).map(told));
            }
            Change::Correct(correcting) => {
                self.guard_date(change, moment, &mut reasons);
                let to = self.corrected_on(correcting, policy.terms().build_first);
                if let Some(effective_on) = to.filter(|to| *to > moment.today) {
                    reasons.push(Reason::EffectiveDateInFuture { effective_on, today: moment.today });
                }
                let breach = self.corrects(correcting, to, law);
                let is_its = !matches!(breach, Some(Breach::NotItsBasis { .. }));
                let unseats = |to| self.unseats_by(correcting.version, Some(&correcting.basis), to);
                reasons.extend(breach.or_else(|| unseats(to?)).map(told));
                if let (Some(to), Basis::Evidence(evidence)) = (to, &correcting.basis)
                    && is_its
                {
                    self.guard_corrected(correcting.version, evidence, to, moment, policy, law, &mut reasons);
                }
            }
            Change::VoidFact(voiding) => {
                self.guard_date(change, moment, &mut reasons);
                reasons.extend(self.voids_fact(voiding.version).map(told));
            }
        }
        guard_size(change, moment.context, policy, &mut reasons);
        reasons
    }

    /// Guards the evidence of a standing step as it is to stand, on the step's date, under today's policy.
    #[expect(clippy::too_many_arguments, reason = "what a guard looks at")]
    fn guard_corrected(
        &self,
        version: u64,
        evidence: &Evidence,
        effective_on: Day,
        moment: &Moment<'_>,
        policy: &Policy,
        law: &Law,
        reasons: &mut Vec<Reason>,
    ) {
        let Some(place) = self.state.place(version) else { return };
        let (at, moment) = (self.before(place), Moment { effective_on, ..*moment });
        self.guard_evidence(&at, self.step(version).0, evidence, &moment, policy, law, reasons);
    }

    /// The reason against a date that the host states for an act of another day.
    fn other_date(&self, change: &Change, moment: &Moment<'_>, policy: &Policy) -> Option<Reason> {
        let (item, acted_on) = self.acted_on(change, policy)?;
        let effective_on = moment.context.effective_on.filter(|stated| *stated != acted_on)?;
        Some(Reason::NotDayOfAct { item, acted_on, effective_on })
    }

    /// The reasons against a verb that no evidence could lift; what [`Project::explain`] calls blocked.
    pub(super) fn guard_without_evidence(&self, verb: Verb, context: &Context, policy: &Policy) -> Vec<Reason> {
        let law = Law::newest();
        let to = match self.state.leads(verb, law) {
            Ok(to) => to,
            Err(breach) => return vec![breach.reason(law)],
        };
        // evidence could tell the day that the host states, or today
        let (mut reasons, moment) = (Vec::new(), Moment::of(context, policy, None));
        not_in_future(&moment, &mut reasons);
        reasons.extend(self.state.step_bound().reason(moment.effective_on));
        reasons.extend(self.unseats(verb, to, None, moment.effective_on).map(|breach| breach.reason(law)));
        reasons.extend(self.awaited(verb));
        if verb == Verb::Stall {
            self.guard_earliest_threshold(moment.effective_on, policy, law, &mut reasons);
        }
        size::guard(&(), context, policy, &mut reasons);
        reasons
    }

    fn guard_date(&self, change: &Change, moment: &Moment<'_>, reasons: &mut Vec<Reason>) {
        not_in_future(moment, reasons);
        let bounds = self.state.bounds(change).into_iter().flatten();
        reasons.extend(bounds.filter_map(|bound| bound.reason(moment.effective_on)));
    }

    fn guard_fact(&self, fact: &Fact, moment: &Moment<'_>, policy: &Policy, reasons: &mut Vec<Reason>) {
        let (current, on) = (&self.state.current, moment.effective_on);
        reasons.extend(fact.contradicts(&self.state.notes, current, on));
        reasons.extend(self.ungrounded(fact, on));
        reasons.extend(self.links_itself(fact));
        let asked = Asked {
            effective_on: moment.effective_on,
            today: moment.today,
            policy,
            current,
            engaged: self.engaged(),
            released: self.state.course.released,
            signed: self.state.signed(),
            agreed: self.agreed(),
        };
        fact.guard(&self.state.notes, &asked, reasons);
    }
}

/// The reason against what would make the record too large.
fn guard_size(change: &Change, context: &Context, policy: &Policy, reasons: &mut Vec<Reason>) {
    let read_from = context.provenance.as_ref().filter(|_| change.is_read_from_elsewhere());
    match change {
        Change::Plan { .. } => {}
        Change::Move { basis: Basis::Evidence(evidence), .. } => {
            size::guard(evidence, context, policy, reasons);
        }
        Change::Move { basis: Basis::Imported { provenance, .. }, .. } => {
            size::guard(provenance, context, policy, reasons);
        }
        Change::Fact(fact) => guard_read(fact, read_from, context, policy, reasons),
        Change::Correct(Correcting { basis, correction, .. }) => match basis {
            Basis::Evidence(evidence) => size::guard(&(evidence, correction), context, policy, reasons),
            Basis::Imported { provenance, .. } => size::guard(&(provenance, correction), context, policy, reasons),
        },
        Change::Redate(Redating { provenance, correction, .. }) => {
            size::guard(&(provenance, correction), context, policy, reasons);
        }
        Change::Replan(Replanning { profile, correction }) => {
            guard_read(&(profile, correction), read_from, context, policy, reasons);
        }
        Change::Void(Voiding { correction, .. }) | Change::VoidFact(Voiding { correction, .. }) => {
            guard_read(correction, read_from, context, policy, reasons);
        }
    }
}

/// The same of what was read from a ledger, if it was.
fn guard_read<T: Serialize>(
    content: &T,
    read_from: Option<&Provenance>,
    context: &Context,
    policy: &Policy,
    reasons: &mut Vec<Reason>,
) {
    match read_from {
        Some(read_from) => size::guard(&(content, read_from), context, policy, reasons),
        None => size::guard(content, context, policy, reasons),
    }
}
