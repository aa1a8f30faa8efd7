//! What a zone's history allows, whatever the policy: deciding and replaying ask alike.

use super::{Zone, ZoneChange, ZoneCommand, ZoneEvent};
use crate::reason::{Reason, StepDate};
use crate::value::Day;

impl Zone {
    /// The reasons that the zone's history has against a command that takes effect on a day.
    pub(super) fn against(&self, command: &ZoneCommand, effective_on: Day) -> Vec<Reason> {
        let registered = self.registration().map(dated);
        let mut reasons = Vec::new();
        match (command, registered) {
            (ZoneCommand::Register(_), Some(StepDate { on, version })) => {
                reasons.push(Reason::ZoneRegistered { version, on });
            }
            (ZoneCommand::Register(_), None) => {}
            (ZoneCommand::VoidFact(voiding), None) => {
                reasons.push(Reason::NoStandingFact { version: voiding.version });
            }
            (_, None) => reasons.push(Reason::ZoneNotRegistered { registered_on: None, effective_on }),
            (_, Some(registered)) => {
                if effective_on < registered.on {
                    reasons.push(Reason::ZoneNotRegistered { registered_on: Some(registered.on), effective_on });
                }
                reasons.extend(self.contradicted(command, effective_on));
            }
        }
        reasons
    }

    /// The reason that what stands gives against a command for a registered zone.
    fn contradicted(&self, command: &ZoneCommand, effective_on: Day) -> Option<Reason> {
        match command {
            ZoneCommand::Register(_) => None,
            ZoneCommand::ChangeClass { to, .. } => {
                let (last, class) = self.classes().last()?;
                let StepDate { on, version } = dated(last);
                let is_change = matches!(last.change(), ZoneChange::ClassChanged { .. });
                if is_change && effective_on < on {
                    return Some(Reason::ClassChangedLater { version, on });
                }
                (class == *to).then_some(Reason::AlreadyOfClass { class, version, on })
            }
            ZoneCommand::Amend(given) if !given.given().contains(&true) => Some(Reason::NothingToAmend),
            ZoneCommand::Amend(given) => {
                given.hosts.as_ref().is_some_and(|hosts| hosts.is_empty()).then_some(Reason::NoHost)
            }
            ZoneCommand::FreezeBaseline(baseline) => {
                let kind = baseline.kind;
                let (version, standing) = self.baselines().find(|(_, standing)| standing.kind == kind)?;
                Some(Reason::BaselineStands { kind, version, on: standing.day })
            }
            ZoneCommand::VoidFact(voiding) => {
                let version = voiding.version;
                match self.standing().find(|event| event.version() == version) {
                    None => Some(Reason::NoStandingFact { version }),
                    Some(event) => self.resting_on(event).map(|by| Reason::RestedOn { version, by: dated(by) }),
                }
            }
        }
    }

    /// A standing event that rests on one, because it states what that one gave. On the registration everything rests;
    /// the event recorded last is told, which is voided first.
    fn resting_on(&self, event: &ZoneEvent) -> Option<&ZoneEvent> {
        let mut later = self.standing().filter(|other| other.version() > event.version());
        match event.change() {
            ZoneChange::Registered { .. } => later.last(),
            ZoneChange::ClassChanged { .. } => later.find(|other| other.class().is_some()),
            ZoneChange::Amended { .. } => later.find(|other| self.draws_on(other, event)),
            ZoneChange::BaselineFrozen(_) | ZoneChange::Corrected(_) => None,
        }
    }

    /// Whether an amendment's `before` states a member that an earlier one gave.
    fn draws_on(&self, later: &ZoneEvent, earlier: &ZoneEvent) -> bool {
        let ZoneChange::Amended { after, .. } = later.change() else { return false };
        let is_before =
            |event: &&ZoneEvent| event.version() < later.version() && event.effective_on() <= later.effective_on();
        (0..).zip(after.given()).filter(|(_, is_given)| *is_given).any(|(member, _): (usize, bool)| {
            let gives = |event: &&ZoneEvent| {
                matches!(event.change(), ZoneChange::Amended { after, .. } if after.given()[member])
            };
            let sources = self.standing().filter(is_before).filter(gives);
            sources.max_by_key(|event| (event.effective_on(), event.version())) == Some(earlier)
        })
    }

    /// What a command that nothing speaks against brings about.
    pub(super) fn change(&self, command: &ZoneCommand, effective_on: Day) -> ZoneChange {
        match command {
            ZoneCommand::Register(profile) => {
                ZoneChange::Registered { zone: self.id.clone(), profile: profile.clone() }
            }
            ZoneCommand::ChangeClass { to, paper } => {
                let from = self.classes().last().map_or(*to, |(_, class)| class);
                ZoneChange::ClassChanged { from, to: *to, paper: paper.clone() }
            }
            ZoneCommand::Amend(after) => {
                let before = self.profile_on(effective_on).map(|profile| profile.told_of(after));
                ZoneChange::Amended { before: before.unwrap_or_default(), after: after.clone() }
            }
            ZoneCommand::FreezeBaseline(baseline) => ZoneChange::BaselineFrozen(baseline.clone()),
            ZoneCommand::VoidFact(voiding) => ZoneChange::Corrected(voiding.clone()),
        }
    }
}

fn dated(event: &ZoneEvent) -> StepDate {
    StepDate { on: event.effective_on(), version: event.version() }
}
