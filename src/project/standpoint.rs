//! Where a project stands for a step: now, or just before a step that is corrected.

use super::Project;
use super::event::Basis;
use super::state::{Course, State};
use super::structure::Breach;
use crate::evidence::{AcceptanceKind, Act, Document, Evidence};
use crate::lifecycle::{Item, Law, Position, Stage, Verb};
use crate::value::Day;

/// What a step's rules look at: where the project stands before it, since when, and by which course it came there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standpoint {
    pub(super) position: Position,
    pub(super) since: Day,
    pub(super) course: Course,
}

impl Project {
    /// Where it stands now.
    pub(super) fn now(&self) -> Standpoint {
        Standpoint { position: self.position(), since: self.since(), course: self.state.course }
    }

    /// Where it stood before the standing step at a place.
    pub(super) fn before(&self, place: usize) -> Standpoint {
        let step = &self.state.standing[place];
        let since = place.checked_sub(1).map_or(self.planned_on(), |before| self.state.standing[before].on);
        let position = self.at(step.version).from().unwrap_or(Position::START);
        Standpoint { position, since, course: step.before }
    }

    /// Whether a plant that stands idle there has no acceptance on record by that day, so that the finding brings it. One
    /// counts as built only with its acceptance: before the commissioning it was never shown, and trial production shows
    /// none. Regular operation was proven; of an imported commissioning there are no papers.
    pub(super) fn lacks_acceptance(&self, at: &Standpoint, on: Day) -> bool {
        if at.position.stage() != Stage::Producing {
            return at.position.stage() == Stage::Started;
        }
        let Some(version) = at.course.commissioned else { return false };
        let Some(Evidence::Commissioning(commissioning)) = self.evidence_of(version) else { return false };
        match (commissioning.acceptance_kind(), commissioning.acceptance_paper()) {
            (AcceptanceKind::TrialProduction, _) => true,
            (AcceptanceKind::Completion, Document::Presented(_)) => false,
            (AcceptanceKind::Completion, Document::Committed { .. } | Document::Waived { .. }) => {
                !self.state.notes.papers.is_presented(version, Item::AcceptancePaper, on)
            }
        }
    }
}

impl State {
    /// The day of the act that a live step's evidence tells, and the item that gives it. `None` if it tells none.
    ///
    /// A company older than the signing, and works older than the registration if `builds_first`, give the date of the step
    /// before: the step can have taken effect no earlier.
    pub(super) fn acted_on(&self, at: &Standpoint, evidence: &Evidence, builds_first: bool) -> Option<(Item, Day)> {
        let is_taken = self.takes_date_before(at, evidence, builds_first);
        match evidence.act() {
            Act::On(item, day) => Some((item, day)),
            Act::Registered(day) => Some((Item::RegisteredOn, if is_taken { at.since } else { day })),
            Act::Began(day) => Some((Item::PhysicalStart, if is_taken { at.since } else { day })),
            Act::Open => None,
        }
    }

    /// Whether the act is older than what must come before it, so that the step takes the date of the step before.
    pub(super) fn takes_date_before(&self, at: &Standpoint, evidence: &Evidence, builds_first: bool) -> bool {
        let is_older = |day: Day, step: Option<u64>| {
            step.and_then(|version| self.place(version)).is_some_and(|place| day < self.standing[place].on)
        };
        match evidence.act() {
            Act::Registered(day) => is_older(day, at.course.signed),
            Act::Began(day) => builds_first && is_older(day, at.course.registered),
            Act::On(..) | Act::Open => false,
        }
    }
}

impl Standpoint {
    /// A stall has a cause that occurs there, and a closing an outcome that is open there.
    pub(super) fn rests(&self, verb: Verb, basis: &Basis, law: &Law) -> Option<Breach> {
        let from = self.position;
        let (cause, outcome) = (basis.cause(), basis.outcome());
        if verb == Verb::Stall && !cause.is_some_and(|cause| law.allows_cause(cause, from.stage())) {
            return Some(Breach::CauseNotAllowed { cause, from });
        }
        let is_unopened =
            verb == Verb::Close && !outcome.is_some_and(|outcome| law.allows_outcome(outcome, from.footing()));
        is_unopened.then_some(Breach::OutcomeNotAllowed { outcome, from })
    }

    /// A remedy fits the cause on record.
    pub(super) fn remedies(&self, basis: &Basis, law: &Law) -> Option<Breach> {
        let Basis::Evidence(Evidence::Revival(revival)) = basis else { return None };
        let (remedy, cause) = (*revival.remedy(), self.course.cause);
        let fits = cause.is_some_and(|cause| law.remedies(cause).contains(&remedy));
        (!fits).then_some(Breach::RemedyNotFitting { remedy, cause })
    }

    /// Whether the verb leads into the reserve a project whose dossier was never reviewed.
    pub(super) fn needs_dossier(&self, verb: Verb, law: &Law) -> bool {
        let enters_reserve = law.after(self.position, verb).is_some_and(|to| to.stage() == Stage::Reserve);
        enters_reserve && self.course.admitted.is_none()
    }

    /// Whether a start is still ahead of it, so that the agreed start decides.
    pub(super) fn is_to_start(&self) -> bool {
        is_to_start(self.position.stage())
    }
}

/// Whether a start is still ahead of that stage.
pub(super) fn is_to_start(stage: Stage) -> bool {
    stage < Stage::Started
}
