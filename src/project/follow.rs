//! How a current state follows the events.

use super::event::{Basis, Change, Event};
use super::fact::Before;
use super::{CurrentState, Owed, Profile};
use crate::evidence::{CodeEntry, Dossier, Evidence, Inspect as _, Standing};
use crate::lifecycle::{Position, Verb};
use crate::value::{Day, ProjectCode};

impl CurrentState {
    /// What a project is after its planning; `None` if the event is another.
    #[must_use]
    pub fn planned(event: &Event) -> Option<Self> {
        let Change::Plan { profile, .. } = event.change() else { return None };
        Some(Self::of(profile, event))
    }

    pub(super) fn of(profile: &Profile, event: &Event) -> Self {
        Self {
            project: event.project(),
            version: event.version(),
            position: Position::START,
            since: event.effective_on(),
            name: profile.name.clone(),
            kind: profile.kind(),
            code: None,
            zone: profile.zone().clone(),
            officer: None,
            total_investment: profile.total_investment(),
            invested: Vec::new(),
            schedule: None,
            owed: Vec::new(),
            paused_since: None,
            noted_on: None,
        }
    }

    /// What the project is after an event that follows. `None` if the event does not follow, because it is another
    /// project's or of another version, and if it needs the whole history:
    ///
    /// - a correction;
    /// - the end of an agreement;
    /// - what is dated before the [last](Self::noted_on) of its like;
    /// - a pause that is dated before the present stage;
    /// - a report from 1 January on that holds some of what is reported of its year but not all.
    #[must_use]
    pub fn after(mut self, event: &Event) -> Option<Self> {
        let follows = event.project() == self.project && event.version() == self.version + 1;
        (follows && self.follow(event)).then_some(self)
    }

    /// Moves on by an event that follows. Tells whether it could: some need the whole history. A fact that does changes
    /// nothing here, and a step all but the schedule.
    pub(super) fn follow(&mut self, event: &Event) -> bool {
        let (version, on) = (event.version(), event.effective_on());
        self.version = version;
        match event.change() {
            Change::Plan { .. }
            | Change::Void(_)
            | Change::Redate(_)
            | Change::VoidFact(_)
            | Change::Correct(_)
            | Change::Replan(_) => false,
            Change::Move { verb, basis } => {
                (self.position, self.since) = (event.to(), on);
                if basis.ends_pause(*verb) {
                    self.paused_since = self.paused_since.filter(|from| *from > on);
                }
                let is_shown = self.take_basis(basis, version, on);
                // what was agreed later than an imported signing belongs to it
                let is_overtaken = *verb == Verb::Sign && self.noted_on.is_some_and(|last| last > on);
                // what the agreement gave stands no more
                let ends_agreement = matches!(verb, Verb::ReopenTalks | Verb::Terminate);
                is_shown && !is_overtaken && !ends_agreement
            }
            Change::Fact(fact) => fact.show(event.before().and_then(Before::fact), on, self),
        }
    }

    /// Takes in what a step rests on. Tells whether the schedule of a revival stands, or the total investment of a signing.
    fn take_basis(&mut self, basis: &Basis, version: u64, on: Day) -> bool {
        let Basis::Evidence(evidence) = basis else { return true };
        if let Some(code) = code(evidence) {
            self.code = Some(*code);
        }
        evidence.inspect(&mut |item, standing| {
            if let Standing::Committed { due } = standing {
                self.owed.insert(self.owed_at(version, item), Owed { committed: due, due, item, version });
            }
        });
        if let Evidence::Agreement(agreement) = evidence {
            let stands = self.note(on);
            if stands {
                self.total_investment = Some(*agreement.total_investment());
            }
            return stands;
        }
        if let Evidence::Revival(revival) = evidence { self.plan(revival.new_schedule(), on) } else { true }
    }
}

/// The code on the national approval platform that evidence gives.
pub(crate) fn code(evidence: &Evidence) -> Option<&ProjectCode> {
    match evidence {
        Evidence::Registration(registration) => registration.project_code(),
        Evidence::Commencement(commencement) => match commencement.project_code() {
            CodeEntry::Code(code) => Some(code),
            CodeEntry::None { .. } => None,
        },
        Evidence::Dossier(_)
        | Evidence::Engagement(_)
        | Evidence::Agreement(_)
        | Evidence::Commissioning(_)
        | Evidence::Operation(_)
        | Evidence::Grounds(_)
        | Evidence::Rescission(_)
        | Evidence::StallFinding(_)
        | Evidence::Revival(_)
        | Evidence::Closing(_) => None,
    }
}

/// The dossier that evidence gives, alone or with the step that leads into the reserve.
pub(super) fn dossier(evidence: &Evidence) -> Option<&Dossier> {
    match evidence {
        Evidence::Dossier(dossier) => Some(dossier),
        Evidence::Grounds(grounds) => grounds.dossier(),
        Evidence::Rescission(rescission) => rescission.dossier(),
        Evidence::Engagement(_)
        | Evidence::Agreement(_)
        | Evidence::Registration(_)
        | Evidence::Commencement(_)
        | Evidence::Commissioning(_)
        | Evidence::Operation(_)
        | Evidence::StallFinding(_)
        | Evidence::Revival(_)
        | Evidence::Closing(_) => None,
    }
}
