//! The command that an event records.

use crate::evidence::Evidence;
use crate::project::fact::Fact;
use crate::project::{Basis, Change, Import};
use crate::{Command, Event, Verb};

/// The command that an event records, as it was given. `None` for a planning, which is no command to a project.
///
/// With the event's id, instant, actor and effective date it can be decided again, as [`recheck`](super::recheck) does, or
/// given to another project.
///
/// ```
/// use project_lifecycle::testing::{Walk, command_of, sample};
/// use project_lifecycle::{Decision, Stage};
///
/// let walk = Walk::to(1, sample::at(Stage::Signed));
/// let last = walk.project.events().last().unwrap();
/// let context = project_lifecycle::Context::new(last.id(), last.at(), last.actor().clone());
/// let again = walk.project.decide(command_of(last).unwrap(), &context, &walk.policy).unwrap();
/// assert_eq!(again, Decision::AlreadyRecorded(last.clone()));
/// ```
#[must_use]
pub fn command_of(event: &Event) -> Option<Command> {
    Some(match event.change().clone() {
        Change::Plan { .. } => return None,
        Change::Move { verb, basis, .. } => match basis {
            Basis::Imported { provenance, cause: Some(cause), .. } => Command::Import(Import::stall(cause, provenance)),
            Basis::Imported { provenance, outcome: Some(outcome), .. } => {
                Command::Import(Import::close(outcome, provenance))
            }
            Basis::Imported { provenance, .. } => Command::Import(Import::step(verb, provenance)),
            Basis::Evidence(evidence) => live(verb, evidence)?,
        },
        Change::Fact(after) => match after {
            Fact::Officer(officer) => Command::AssignOfficer(officer),
            Fact::Body(body) => Command::AssignBody(body),
            Fact::Schedule(schedule) => Command::Reschedule(schedule),
            Fact::Amendment(amendment) => Command::Amend(amendment),
            Fact::Agreement(agreement) => Command::AmendAgreement(agreement),
            Fact::Company(change) => Command::ChangeCompany(change),
            Fact::Site(change) => Command::ChangeSite(change),
            Fact::Relocation(relocated) => Command::Relocate(relocated),
            Fact::Client(joined) => Command::JoinClient(joined),
            Fact::Link(link) => Command::Link(link),
            Fact::Pause(pause) => Command::Pause(pause),
            Fact::Resumption(resumption) => Command::Resume(resumption),
            Fact::Presentation(shown) => Command::PresentEvidence(shown),
            Fact::Prolongation(later) => Command::ProlongCommitment(later),
            Fact::Investment(report) => Command::ReportInvestment(report),
            Fact::Progress(report) => Command::ReportProgress(report),
            Fact::Milestone(reached) => Command::ReachMilestone(reached),
        },
        Change::Void(voiding) => Command::Void(voiding),
        Change::Redate(redating) => Command::Redate(redating),
        Change::VoidFact(voiding) => Command::VoidFact(voiding),
        Change::Correct(correcting) => Command::Correct(correcting),
        Change::Replan(replanning) => Command::Replan(replanning),
    })
}

/// The live step by a verb. `None` if the evidence is another gate's.
fn live(verb: Verb, evidence: Evidence) -> Option<Command> {
    Some(match (verb, evidence) {
        (Verb::Admit, Evidence::Dossier(evidence)) => Command::Admit(evidence),
        (Verb::Engage, Evidence::Engagement(evidence)) => Command::Engage(evidence),
        (Verb::Sign, Evidence::Agreement(evidence)) => Command::Sign(evidence),
        (Verb::Register, Evidence::Registration(evidence)) => Command::Register(evidence),
        (Verb::Start, Evidence::Commencement(evidence)) => Command::Start(evidence),
        (Verb::Commission, Evidence::Commissioning(evidence)) => Command::Commission(evidence),
        (Verb::Operate, Evidence::Operation(evidence)) => Command::Operate(evidence),
        (Verb::SendBack, Evidence::Grounds(evidence)) => Command::SendBack(evidence),
        (Verb::BreakOff, Evidence::Grounds(evidence)) => Command::BreakOff(evidence),
        (Verb::ReopenTalks, Evidence::Rescission(evidence)) => Command::ReopenTalks(evidence),
        (Verb::Terminate, Evidence::Rescission(evidence)) => Command::Terminate(evidence),
        (Verb::Stall, Evidence::StallFinding(evidence)) => Command::Stall(evidence),
        (Verb::Revive, Evidence::Revival(evidence)) => Command::Revive(evidence),
        (Verb::Close, Evidence::Closing(evidence)) => Command::Close(evidence),
        _ => return None,
    })
}

/// The evidence of a command that gives some. `None` if it gives none.
pub(super) fn basis_of(command: Command) -> Option<Basis> {
    Some(Basis::Evidence(match command {
        Command::Admit(evidence) => evidence.into(),
        Command::Engage(evidence) => evidence.into(),
        Command::Sign(evidence) => evidence.into(),
        Command::Register(evidence) => evidence.into(),
        Command::Start(evidence) => evidence.into(),
        Command::Commission(evidence) => evidence.into(),
        Command::Operate(evidence) => evidence.into(),
        Command::SendBack(evidence) | Command::BreakOff(evidence) => evidence.into(),
        Command::ReopenTalks(evidence) | Command::Terminate(evidence) => evidence.into(),
        Command::Stall(evidence) => evidence.into(),
        Command::Revive(evidence) => evidence.into(),
        Command::Close(evidence) => evidence.into(),
        Command::Import(_)
        | Command::AssignOfficer(_)
        | Command::AssignBody(_)
        | Command::Reschedule(_)
        | Command::Amend(_)
        | Command::AmendAgreement(_)
        | Command::ChangeCompany(_)
        | Command::ChangeSite(_)
        | Command::Relocate(_)
        | Command::JoinClient(_)
        | Command::Link(_)
        | Command::Pause(_)
        | Command::Resume(_)
        | Command::PresentEvidence(_)
        | Command::ProlongCommitment(_)
        | Command::ReportInvestment(_)
        | Command::ReportProgress(_)
        | Command::ReachMilestone(_)
        | Command::Void(_)
        | Command::Redate(_)
        | Command::VoidFact(_)
        | Command::Correct(_)
        | Command::Replan(_) => return None,
    }))
}
