//! The table of dates a second time, by hand: on which day a command takes effect because its evidence says so.

use project_lifecycle::{Command, Day, Project, Verb, evidence::*, lifecycle::*};

/// The day of the act that a live step's evidence tells. `None` if the date is the host's to state. Without 先建后验.
#[expect(clippy::wildcard_enum_match_arm, reason = "whatever is not listed tells no day")]
pub(crate) fn acted_on(command: &Command, project: &Project) -> Option<Day> {
    let presented = |document: &Document<Attachment>| match document {
        Document::Presented(paper) => Some(paper.day().expect("a paper that gives a date bears one")),
        Document::Committed { .. } | Document::Waived { .. } => None,
    };
    match command {
        Command::Admit(dossier) => presented(dossier.pool_review()),
        Command::Engage(engagement) => engagement.first_contact().day(),
        Command::Sign(agreement) => Some(*agreement.signed_on()),
        Command::Register(registration) => {
            let day = *registration.registered_on();
            let signing = project.standing().filter(|step| step.verb() == Verb::Sign).last();
            // a company older than the signing
            let is_older = signing.is_some_and(|signing| day < signing.effective_on());
            Some(if is_older { project.since() } else { day })
        }
        Command::Start(start) => Some(*start.physical_start()),
        Command::Commission(commissioning) => {
            let accepted = match commissioning.acceptance_kind() {
                AcceptanceKind::Completion => presented(commissioning.acceptance_paper()),
                _ => None,
            };
            Some(accepted.into_iter().fold(*commissioning.first_output(), Day::max))
        }
        Command::Operate(operation) => match operation.operation_basis() {
            OperationBasis::Continuous => None,
            _ => presented(operation.operation_proof()),
        },
        Command::ReopenTalks(rescission) | Command::Terminate(rescission) => presented(rescission.rescission_paper()),
        Command::Stall(finding) => finding.finding_paper().day(),
        Command::Revive(revival) => match revival.remedy() {
            Remedy::ClearLand => presented(revival.remedy_proof()),
            _ => revival.resumed_on().copied(),
        },
        Command::Close(closing) => match closing.outcome() {
            Outcome::Liquidated | Outcome::ClearedOut | Outcome::LandReclaimed => {
                closing.closing_paper().and_then(presented)
            }
            _ => None,
        },
        _ => None,
    }
}
