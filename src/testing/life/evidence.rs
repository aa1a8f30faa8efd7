//! Evidence with chance in it: codes by number, promises of any text, papers promised instead of shown.

use crate::evidence::{
    Agreement, AgreementForm, Approval, CodeEntry, CommencementForm, CommissioningForm, Document, Field, Promise,
    RegistrationForm, Schedule,
};
use crate::lifecycle::Item;
use crate::testing::sample::{
    self, agreement_form, commencement_form, commissioning_form, filled, plus, registration_form,
};
use crate::value::ProjectCode;
use crate::{Command, Day, Policy, Project, Stage, Text, Verb};

/// A project code of the n-th project.
fn project_code(n: u64) -> ProjectCode {
    let code = format!("20{}-210100-36-03-{:06}", 18 + n % 3, n % 1_000_000);
    ProjectCode::parse(&code).expect("a code of the present form")
}

/// A schedule of every stage that can be planned.
pub(super) fn schedule(from: Day, days: i64) -> Schedule {
    let plannable = |stage: &Stage| Schedule::new([(*stage, from)]).is_ok();
    let planned = Stage::ALL.into_iter().filter(plannable).zip(1..).map(|(stage, n)| (stage, plus(from, n * days)));
    Schedule::new(planned).expect("the days rise as the stages do")
}

/// An agreement with promises of any text.
pub(super) fn agreement(project: &Project, on: Day, promises: Vec<Text>) -> Agreement {
    let promise = |promise| Promise { due: plus(on, 30), promise };
    let promises = Field::Given(promises.into_iter().map(promise).collect());
    filled(AgreementForm { promises, ..agreement_form(project.profile().kind(), on) })
}

fn commencement(n: u64, on: Day) -> CommencementForm {
    CommencementForm { project_code: CodeEntry::Code(project_code(n)).into(), ..commencement_form(on) }
}

/// Complete evidence for a verb on a day; `n` makes the project's code, which every second registration gives.
pub(super) fn complete(verb: Verb, project: &Project, n: u64, on: Day, policy: &Policy) -> Command {
    if verb == Verb::Register && n.is_multiple_of(2) {
        let form = RegistrationForm { project_code: project_code(n).into(), ..registration_form(on) };
        return Command::Register(filled(form));
    }
    if verb == Verb::Start {
        return Command::Start(filled(commencement(n, on)));
    }
    sample::complete(verb, project, on, policy)
}

/// The same with a paper promised for a later day instead of shown, where the policy takes a promise. `None` for other
/// verbs.
pub(super) fn promised(verb: Verb, n: u64, on: Day, policy: &Policy) -> Option<Command> {
    let due = plus(on, 20 + i64::try_from(n % 100).expect("a small number"));
    let taken = |item: Item| policy.takes_commitment(item).then_some(());
    if verb == Verb::Start {
        taken(Item::EnvironmentalApproval)?;
        let form = CommencementForm {
            environmental_approval: Approval::Committed { due }.into(),
            works_planning_permit: Document::Committed { due }.into(),
            ..commencement(n, on)
        };
        return form.try_into().ok().map(Command::Start);
    }
    if verb == Verb::Commission {
        taken(Item::AcceptancePaper)?;
        let form = CommissioningForm { acceptance_paper: Document::Committed { due }.into(), ..commissioning_form(on) };
        return form.try_into().ok().map(Command::Commission);
    }
    None
}
