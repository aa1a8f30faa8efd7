//! The day of the act that a gate's evidence tells of: the date on which the step takes effect.

use super::{
    AcceptanceKind, Attachment, Closing, Commissioning, Document, Evidence, Operation, OperationBasis, Revival,
};
use crate::lifecycle::{Item, Outcome, Remedy};
use crate::value::Day;

/// What evidence says of the date of its step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// The item gives the day.
    On(Item, Day),
    /// The company was registered on the day. If that was before the signing, the step takes the date of the step
    /// before it.
    Registered(Day),
    /// Construction began on the day. If that was before the registration, a policy that lets one build first has the
    /// step take the date of the step before it.
    Began(Day),
    /// No day: the date is the host's to state.
    Open,
}

impl Evidence {
    /// The table of dates: what gives each step its date.
    pub(crate) fn act(&self) -> Act {
        match self {
            Self::Dossier(dossier) => shown(Item::PoolReview, dossier.pool_review()),
            Self::Engagement(engagement) => paper(Item::FirstContact, engagement.first_contact()),
            Self::Agreement(agreement) => Act::On(Item::SignedOn, *agreement.signed_on()),
            Self::Registration(registration) => Act::Registered(*registration.registered_on()),
            Self::Commencement(start) => Act::Began(*start.physical_start()),
            Self::Commissioning(commissioning) => commissioned(commissioning),
            Self::Operation(operation) => operating(operation),
            Self::Grounds(_) => Act::Open,
            Self::Rescission(rescission) => shown(Item::RescissionPaper, rescission.rescission_paper()),
            Self::StallFinding(finding) => paper(Item::FindingPaper, finding.finding_paper()),
            Self::Revival(revival) => revived(revival),
            Self::Closing(closing) => closed(closing),
        }
    }
}

/// The day of a paper. Without one the form was refused.
fn paper(item: Item, paper: &Attachment) -> Act {
    paper.day().map_or(Act::Open, |day| Act::On(item, day))
}

/// The day of a paper, if it was presented.
fn shown(item: Item, document: &Document<Attachment>) -> Act {
    match document {
        Document::Presented(presented) => paper(item, presented),
        Document::Committed { .. } | Document::Waived { .. } => Act::Open,
    }
}

/// The first output; for a completion the later of it and the acceptance. A commitment to the acceptance moves nothing,
/// neither now nor when the paper is presented.
fn commissioned(commissioning: &Commissioning) -> Act {
    let output = *commissioning.first_output();
    let acceptance = match commissioning.acceptance_kind() {
        AcceptanceKind::Completion => shown(Item::AcceptancePaper, commissioning.acceptance_paper()),
        AcceptanceKind::TrialProduction => Act::Open,
    };
    let later = Some(acceptance).filter(|act| matches!(act, Act::On(_, day) if *day > output));
    later.unwrap_or(Act::On(Item::FirstOutput, output))
}

/// The proof. Running without a break counts on any day from the one on which the months are full.
fn operating(operation: &Operation) -> Act {
    match operation.operation_basis() {
        OperationBasis::Continuous => Act::Open,
        OperationBasis::FullCapacity | OperationBasis::Enrolled => {
            shown(Item::OperationProof, operation.operation_proof())
        }
    }
}

/// The resumption; for cleared land its delivery.
fn revived(revival: &Revival) -> Act {
    match revival.remedy() {
        Remedy::ClearLand => shown(Item::RemedyProof, revival.remedy_proof()),
        Remedy::PromiseKept
        | Remedy::PerformanceResumed
        | Remedy::InvestorChanged
        | Remedy::WorksResumed
        | Remedy::Restructured
        | Remedy::Upgraded => revival.resumed_on().map_or(Act::Open, |day| Act::On(Item::ResumedOn, *day)),
    }
}

/// The closing paper, where the outcome needs one.
fn closed(closing: &Closing) -> Act {
    match (closing.outcome(), closing.closing_paper()) {
        (Outcome::Liquidated | Outcome::LandReclaimed, Some(document)) => shown(Item::ClosingPaper, document),
        _ => Act::Open,
    }
}
