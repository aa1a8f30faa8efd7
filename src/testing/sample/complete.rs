//! Complete evidence for any act of any project.

use super::forms::filled;
use super::{
    agreement, closing, commencement, commencement_form, commissioning, commissioning_form, dossier, engagement,
    event_id, grounds, operation, plus, project_code, registration_form, rescission, revival, stall_finding,
};
use crate::evidence::{Approval, CommissioningForm, Document, RegistrationForm};
use crate::lifecycle::{Item, Outcome, Remedy, ZombieCause};
use crate::project::Answer;
use crate::{Command, Context, Day, Policy, Project, Timestamp, Verb};

/// Complete evidence for an act on a day, with a cause, a remedy, an outcome and a kind of agreement that fit the project
/// where it stands under the present law, and whatever else the policy requires. A dossier is given only where
/// [`Project::explain`] asks for it.
///
/// It is accepted wherever [`Project::explain`] calls the act open in that evening, but for a finding that a project stands
/// still: of its causes the first is chosen that the policy takes by then.
#[must_use]
pub fn complete(verb: Verb, project: &Project, on: Day, policy: &Policy) -> Command {
    let asked = || match project.explain_verb(verb, &evening_of(on, policy), policy).answer {
        Answer::Open(needed) => needed.iter().any(|needed| needed.requirement.item == Item::Dossier),
        Answer::Blocked(_) => true,
    };
    let brief = || asked().then(|| dossier(on));
    match verb {
        Verb::Admit => Command::Admit(dossier(on)),
        Verb::Engage => Command::Engage(engagement(on)),
        Verb::Sign => Command::Sign(agreement(project.profile().kind(), on)),
        Verb::Register => {
            let code = policy.requires(Item::ProjectCode).then(project_code);
            let form = RegistrationForm { project_code: code.into(), ..registration_form(on) };
            Command::Register(filled(form))
        }
        Verb::Start => Command::Start(commencement(on)),
        Verb::Commission => Command::Commission(commissioning(on)),
        Verb::Operate => Command::Operate(operation(on)),
        Verb::SendBack => Command::SendBack(grounds(None)),
        Verb::BreakOff => Command::BreakOff(grounds(brief())),
        Verb::ReopenTalks => Command::ReopenTalks(rescission(None, on)),
        Verb::Terminate => Command::Terminate(rescission(brief(), on)),
        Verb::Stall => stall(project, on, policy),
        Verb::Revive => {
            let fitting = project.zombie_cause().and_then(|cause| cause.remedies().first());
            Command::Revive(revival(fitting.copied().unwrap_or(Remedy::ClearLand), on))
        }
        Verb::Close => {
            let outcome = Outcome::open_to(project.position().footing()).next().unwrap_or(Outcome::Duplicate);
            Command::Close(closing(outcome, on))
        }
    }
}

/// A finding for the first cause that is taken: some need time, and some do not.
fn stall(project: &Project, on: Day, policy: &Policy) -> Command {
    let finding = |cause| Command::Stall(stall_finding(cause, project.since().min(on), on));
    let causes = || ZombieCause::open_to(project.stage());
    let is_taken = |command: &Command| project.check(command, &evening_of(on, policy), policy).is_empty();
    let taken = causes().map(finding).find(is_taken);
    taken.unwrap_or_else(|| finding(causes().next().unwrap_or(ZombieCause::NoActivity)))
}

/// Circumstances in the evening of a day, under an id that no project has.
fn evening_of(on: Day, policy: &Policy) -> Context {
    let evening = Timestamp::at(on, 18, 0, policy.terms().utc_offset);
    let at = evening.unwrap_or_else(|_| super::evening(on));
    Context::new(event_id(u64::from(u16::MAX), u64::from(u32::MAX)), at, super::actor()).on(on)
}

/// The same, with a commitment due on a day wherever a form has one that the policy takes. At the start these are the
/// planning permit of the works, the construction permit a day later and the environmental approval two days later; at
/// the commissioning it is the acceptance.
///
/// # Panics
/// When the calendar ends within two days of `due`.
#[must_use]
pub fn committed(verb: Verb, project: &Project, on: Day, due: Day, policy: &Policy) -> Command {
    let takes = |item| policy.takes_commitment(item);
    match verb {
        Verb::Start => {
            let mut form = commencement_form(on);
            if takes(Item::WorksPlanningPermit) {
                form.works_planning_permit = Document::Committed { due }.into();
            }
            if takes(Item::ConstructionPermit) {
                form.construction_permit = Document::Committed { due: plus(due, 1) }.into();
            }
            if takes(Item::EnvironmentalApproval) {
                form.environmental_approval = Approval::Committed { due: plus(due, 2) }.into();
            }
            Command::Start(filled(form))
        }
        Verb::Commission if takes(Item::AcceptancePaper) => {
            let form =
                CommissioningForm { acceptance_paper: Document::Committed { due }.into(), ..commissioning_form(on) };
            Command::Commission(filled(form))
        }
        Verb::Admit
        | Verb::Engage
        | Verb::Sign
        | Verb::Register
        | Verb::Commission
        | Verb::Operate
        | Verb::SendBack
        | Verb::BreakOff
        | Verb::ReopenTalks
        | Verb::Terminate
        | Verb::Stall
        | Verb::Revive
        | Verb::Close => complete(verb, project, on, policy),
    }
}
