//! Evidence chosen without looking.

use crate::evidence::{
    AcceptanceKind, AgreementForm, ClosingForm, CommencementForm, CommissioningForm, Document, DossierForm,
    OperationBasis, OperationForm, Permit, RegistrationForm, RevivalForm, StallFindingForm,
};
use crate::lifecycle::{Outcome, ProjectKind, Remedy, ZombieCause};
use crate::testing::sample::filled;
use crate::testing::sample::{
    agreement_form, closing_form, commencement_form, commissioning_form, dossier_form, engagement, grounds, paper,
    permit, plus, registration_form, rescission, revival_form, shown, stall_form, text,
};
use crate::{Command, Day, Verb};

/// Evidence that is complete as a form and otherwise chosen by a number: any cause, remedy, outcome, kind, day, and papers
/// presented, committed or waived. Whether it is accepted is left to chance.
///
/// # Panics
/// When the calendar begins or ends within 500 days.
#[must_use]
pub fn careless(verb: Verb, on: Day, salt: u64) -> Command {
    let pick = |shift: u32, of: usize| usize::try_from((salt >> shift) % of as u64).expect("small");
    let shifted = plus(on, [0, 0, 0, -1, 1, -40, -200, -500][pick(0, 8)]);
    let document = |shift: u32| match pick(shift, 4) {
        0 | 1 => shown("paper", shifted),
        2 => Document::Committed { due: plus(on, [-1, 0, 30][pick(shift + 2, 3)]) },
        _ => Document::Waived { basis: text("basis"), authority: text("authority") },
    };
    let licence = |shift: u32| match document(shift) {
        Document::Presented(_) if pick(shift, 2) == 0 => permit("permit", shifted),
        Document::Presented(paper) => Document::Presented(Permit::new(paper, shifted).valid_until(shifted)),
        Document::Committed { due } => Document::Committed { due },
        Document::Waived { basis, authority } => Document::Waived { basis, authority },
    };
    let brief = || {
        let form = DossierForm { pool_review: document(8).into(), ..dossier_form(on) };
        (pick(4, 2) == 0).then(|| filled(form))
    };
    match verb {
        Verb::Admit => {
            let form = DossierForm { pool_review: document(8).into(), ..dossier_form(on) };
            Command::Admit(filled(form))
        }
        Verb::Engage => Command::Engage(engagement(shifted)),
        Verb::Sign => {
            let form = AgreementForm {
                agreement_paper: document(8).into(),
                ..agreement_form(ProjectKind::ALL[pick(4, 3)], on)
            };
            Command::Sign(filled(form))
        }
        Verb::Register => {
            let form = RegistrationForm { licence: document(8).into(), ..registration_form(on) };
            Command::Register(filled(form))
        }
        Verb::Start => {
            let form = CommencementForm {
                site_paper: document(8).into(),
                land_planning_permit: licence(12).into(),
                works_planning_permit: licence(16).into(),
                construction_permit: licence(20).into(),
                physical_start: shifted.into(),
                ..commencement_form(on)
            };
            Command::Start(filled(form))
        }
        Verb::Commission => {
            let form = CommissioningForm {
                acceptance_kind: AcceptanceKind::ALL[pick(4, 2)].into(),
                acceptance_paper: document(8).into(),
                first_output: shifted.into(),
                ..commissioning_form(on)
            };
            Command::Commission(filled(form))
        }
        Verb::Operate => {
            let form = OperationForm {
                operation_basis: OperationBasis::ALL[pick(4, 3)].into(),
                running_since: shifted.into(),
                operation_proof: document(8).into(),
            };
            Command::Operate(filled(form))
        }
        Verb::SendBack => Command::SendBack(grounds(brief())),
        Verb::BreakOff => Command::BreakOff(grounds(brief())),
        Verb::ReopenTalks => Command::ReopenTalks(rescission(brief(), shifted)),
        Verb::Terminate => Command::Terminate(rescission(brief(), shifted)),
        Verb::Stall => {
            let acceptance = (pick(12, 2) == 0).then(|| paper("竣工验收", on));
            let form = StallFindingForm {
                acceptance_paper: acceptance.into(),
                ..stall_form(ZombieCause::ALL[pick(4, 7)], shifted, on)
            };
            Command::Stall(filled(form))
        }
        Verb::Revive => {
            let form = RevivalForm {
                remedy_proof: document(8).into(),
                solution: document(12).into(),
                resumed_on: shifted.into(),
                ..revival_form(Remedy::ALL[pick(4, 7)], on)
            };
            Command::Revive(filled(form))
        }
        Verb::Close => {
            let outcome = Outcome::ALL[pick(4, 10)];
            // nothing stands in for the decision on land that is taken back
            let paper = if outcome == Outcome::LandReclaimed { shown("paper", shifted) } else { document(8) };
            let form = ClosingForm { closing_paper: paper.into(), ..closing_form(outcome, on) };
            Command::Close(filled(form))
        }
    }
}
