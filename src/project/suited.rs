//! What a step and a fact need under every policy, beside the rules of structure: a guard and a replay ask the same. What only
//! a policy says is the guard's alone: for how long a project must have stood still, which papers may be promised, waived or left
//! out and for how long they last, which works are small, how long a run is operation; and so is all that a stall must show.

use super::Project;
use super::fact::Fact;
use super::standpoint::Standpoint;
use crate::evidence::Evidence;
use crate::lifecycle::{Gate, Item, Law, Outcome, Verb};
use crate::reason::Reason;
use crate::value::Day;

impl Project {
    /// What evidence does not suit, whatever the policy: the kind of agreement the project's, a step into the reserve a project
    /// whose dossier was never reviewed, a closing the record that is closed or the land that is left.
    pub(super) fn unsuited(
        &self,
        at: &Standpoint,
        verb: Verb,
        evidence: &Evidence,
        effective_on: Day,
        law: &Law,
    ) -> impl Iterator<Item = Reason> + use<> {
        let dossier = |given: bool| (at.needs_dossier(verb, law) && !given).then_some(Reason::DossierRequired { verb });
        let reasons = match evidence {
            Evidence::Agreement(agreement) => {
                let (kind, project) = (*agreement.agreement_kind(), self.profile().kind());
                let fitting = project.agreement();
                [(kind != fitting).then_some(Reason::AgreementNotFitting { kind, project, fitting }), None]
            }
            Evidence::Grounds(grounds) => [dossier(grounds.dossier().is_some()), None],
            Evidence::Rescission(rescission) => [dossier(rescission.dossier().is_some()), None],
            Evidence::Closing(closing) => {
                let outcome = *closing.outcome();
                let is_itself = !outcome.is_disposal() && closing.survivor() == Some(&self.id);
                let is_told = outcome == Outcome::LandReclaimed || closing.land_decision().is_some();
                let lacks_land = self.may_leave_land(at, effective_on) && outcome.is_disposal() && !is_told;
                let land = Reason::Missing { gate: Gate::Closing, item: Item::LandDecision };
                [is_itself.then_some(Reason::SurvivorIsItself), lacks_land.then_some(land)]
            }
            Evidence::Dossier(_)
            | Evidence::Engagement(_)
            | Evidence::Registration(_)
            | Evidence::Commencement(_)
            | Evidence::Commissioning(_)
            | Evidence::Operation(_)
            | Evidence::StallFinding(_)
            | Evidence::Revival(_) => [None, None],
        };
        reasons.into_iter().flatten()
    }

    /// No project is linked to itself.
    pub(super) fn links_itself(&self, fact: &Fact) -> Option<Reason> {
        matches!(fact, Fact::Link(link) if link.to == self.id).then_some(Reason::LinkToSelf)
    }

    /// The duties that a registration waits for.
    pub(super) fn awaited(&self, verb: Verb) -> impl Iterator<Item = Reason> {
        let duties = (verb == Verb::Register).then(|| self.unmet_duties());
        duties.into_iter().flatten().map(|duty| Reason::Unassigned { duty })
    }
}
