//! Corrections, one function for each kind.

use super::text;
use crate::act::{Correction, Redating, Voiding};
use crate::project::{Basis, Change, Correcting, Replanning};
use crate::{Command, Day, Event, Profile, Project};

/// Who authorised it, and why.
fn correction(grounds: &str) -> Correction {
    Correction { authority: text("发展改革局"), grounds: text(grounds) }
}

/// Voids the last standing transition, on these grounds; of a project without one it asks in vain for the planning.
///
/// # Panics
/// When the grounds are blank.
#[must_use]
pub fn voiding(project: &Project, grounds: &str) -> Command {
    let version = project.standing().last().map_or(1, |last| last.event().version());
    Command::Void(Voiding { version, correction: correction(grounds) })
}

/// Voids a fact by its stream version.
#[must_use]
pub fn voiding_fact(version: u64) -> Command {
    Command::VoidFact(Voiding { version, correction: correction("登记有误") })
}

/// Gives a standing step, by its stream version, another date.
#[must_use]
pub fn redating(version: u64, to: Day) -> Command {
    Command::Redate(Redating { version, to, provenance: None, correction: correction("日期录入有误") })
}

/// Tells anew what a standing step, by its stream version, rests on.
#[must_use]
pub fn correcting(version: u64, basis: Basis) -> Command {
    Command::Correct(Correcting { version, basis, correction: correction("录入有误") })
}

/// Tells anew what the project was planned as.
#[must_use]
pub fn replanning(profile: Profile) -> Command {
    Command::Replan(Replanning { profile, correction: correction("录入有误") })
}

/// A correction of each kind that fits a project. Of a project with a standing step and a standing fact these are: the
/// last step voided; its date told again; its evidence told again; the last fact voided; the profile told again.
#[must_use]
pub fn corrections(project: &Project) -> Vec<Command> {
    let last = project.standing().last();
    let steps = last.into_iter().flat_map(|step| {
        let (version, on, basis) = (step.event().version(), step.effective_on(), step.basis().clone());
        [voiding(project, "误录"), redating(version, on), correcting(version, basis)]
    });
    let voided = |event: &Event| project.events().iter().any(|other| voids(other) == Some(event.version()));
    let facts = project.events().iter().rev().filter(|event| matches!(event.change(), Change::Fact(_)));
    let fact = facts.filter(|event| !voided(event)).map(|event| voiding_fact(event.version())).next();
    steps.chain(fact).chain([replanning(project.profile().clone())]).collect()
}

/// The stream version of the fact that an event voids. `None` if it voids none.
fn voids(event: &Event) -> Option<u64> {
    match event.change() {
        Change::VoidFact(voiding) => Some(voiding.version),
        Change::Plan { .. }
        | Change::Move { .. }
        | Change::Fact(_)
        | Change::Void(_)
        | Change::Redate(_)
        | Change::Correct(_)
        | Change::Replan(_) => None,
    }
}
