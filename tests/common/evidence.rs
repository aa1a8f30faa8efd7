//! Evidence under the policy of the tests; the rest is what hosts have for theirs.

use project_lifecycle::lifecycle::{Remedy, ZombieCause};
pub(crate) use project_lifecycle::testing::chance::careless;
use project_lifecycle::testing::sample;
pub(crate) use project_lifecycle::testing::sample::{
    agreement, agreement_form, client, closing, closing_form, commencement, commencement_form, commissioning_form,
    company_code, dossier, dossier_form, engagement, engagement_form, first_day, grounds_form, joined, money,
    operation_form, paper, permit, project_code, provenance, registration, registration_form, relocation, renamed,
    rescission_form, resited, revival, revival_form, schedule, shown, stall_finding, stall_form, supplement,
};
use project_lifecycle::{Command, Day, Project, Verb};

use super::policy;

/// Complete evidence for a verb on a day under the policy of the tests.
pub(crate) fn complete(verb: Verb, project: &Project, on: Day) -> Command {
    sample::complete(verb, project, on, &policy())
}

/// The same, with a commitment wherever that policy takes one: permits and approval at the start, acceptance later.
pub(crate) fn committed(verb: Verb, project: &Project, on: Day, due: Day) -> Command {
    sample::committed(verb, project, on, due, &policy())
}

/// By hand, domain B2: what lifts a cause.
pub(crate) fn remedy_for(cause: ZombieCause) -> Remedy {
    match cause {
        ZombieCause::LandNotCleared => Remedy::ClearLand,
        ZombieCause::PromiseUnmet => Remedy::PromiseKept,
        ZombieCause::InvestorStalled => Remedy::InvestorChanged,
        ZombieCause::ConstructionHalted => Remedy::WorksResumed,
        ZombieCause::NoActivity | ZombieCause::Insolvent => Remedy::Restructured,
        ZombieCause::ObsoleteByOrder => Remedy::Upgraded,
        _ => panic!("what lifts `{cause}` is not written down here"),
    }
}
