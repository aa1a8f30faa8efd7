//! How a current state follows the events.

use super::event::{Basis, Change, Event};
use super::fact::Before;
use super::{CurrentState, Owed, Profile};
use crate::evidence::{CodeEntry, Evidence, Inspect as _, Standing};
use crate::lifecycle::Position;
use crate::value::ProjectCode;

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
        }
    }

    /// What the project is after an event that follows. `None` for a correction, which needs the whole history, and for what
    /// does not follow: another project's event, or one of another version.
    #[must_use]
    pub fn after(mut self, event: &Event) -> Option<Self> {
        let follows = event.project() == self.project && event.version() == self.version + 1;
        (follows && self.follow(event)).then_some(self)
    }

    /// Moves on by an event that follows. Tells whether it could: a correction needs the whole history.
    pub(super) fn follow(&mut self, event: &Event) -> bool {
        match event.change() {
            Change::Plan { .. } | Change::Void(_) | Change::Redate(_) => return false,
            Change::Move { verb, basis } => {
                (self.position, self.since) = (event.to(), event.effective_on());
                if basis.ends_pause(*verb) {
                    self.paused_since = self.paused_since.filter(|from| *from > event.effective_on());
                }
                self.take_basis(basis, event.version());
            }
            Change::Fact(fact) => fact.show(event.before().and_then(Before::fact), event.effective_on(), self),
        }
        self.version = event.version();
        true
    }

    fn take_basis(&mut self, basis: &Basis, version: u64) {
        let Basis::Evidence(evidence) = basis else { return };
        if let Some(code) = code(evidence) {
            self.code = Some(*code);
        }
        if let Evidence::Revival(revival) = evidence {
            self.schedule = Some(revival.new_schedule().clone());
        }
        evidence.inspect(&mut |item, standing| {
            if let Standing::Committed { due } = standing {
                self.owed.insert(self.owed_at(version, item), Owed { committed: due, due, item, version });
            }
        });
    }
}

/// The code on the national approval platform that evidence gives.
pub(super) fn code(evidence: &Evidence) -> Option<&ProjectCode> {
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
