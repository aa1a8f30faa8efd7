//! The day of the act that a gate's evidence tells of: the date on which the step takes effect.

use super::{
    AcceptanceKind, AgreementForm, Attachment, Closing, ClosingForm, CommencementForm, Commissioning,
    CommissioningForm, Document, DossierForm, EngagementForm, Evidence, Field, Gaps, Operation, OperationBasis,
    OperationForm, RegistrationForm, RescissionForm, Revival, RevivalForm, StallFindingForm,
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
        (Outcome::Liquidated | Outcome::ClearedOut | Outcome::LandReclaimed, Some(document)) => {
            shown(Item::ClosingPaper, document)
        }
        _ => Act::Open,
    }
}

impl Evidence {
    /// The same with another day of the act, in the item that gives it; unchanged where nothing does.
    ///
    /// # Errors
    /// [`Gaps`] where the form does not take that day.
    pub(crate) fn redated(&self, to: Day) -> Result<Self, Gaps> {
        let item = match self.act() {
            Act::On(item, _) => item,
            Act::Registered(_) => Item::RegisteredOn,
            Act::Began(_) => Item::PhysicalStart,
            Act::Open => return Ok(self.clone()),
        };
        Ok(match self {
            Self::Dossier(evidence) => formed(evidence, |form: &mut DossierForm| date(&mut form.pool_review, to))?,
            Self::Engagement(evidence) => {
                formed(evidence, |form: &mut EngagementForm| date_paper(&mut form.first_contact, to))?
            }
            Self::Agreement(evidence) => formed(evidence, |form: &mut AgreementForm| form.signed_on = to.into())?,
            Self::Registration(evidence) => {
                formed(evidence, |form: &mut RegistrationForm| form.registered_on = to.into())?
            }
            Self::Commencement(evidence) => {
                formed(evidence, |form: &mut CommencementForm| form.physical_start = to.into())?
            }
            Self::Commissioning(evidence) => formed(evidence, |form: &mut CommissioningForm| {
                if item == Item::AcceptancePaper {
                    date(&mut form.acceptance_paper, to);
                } else {
                    form.first_output = to.into();
                }
            })?,
            Self::Operation(evidence) => {
                formed(evidence, |form: &mut OperationForm| date(&mut form.operation_proof, to))?
            }
            Self::Grounds(_) => self.clone(),
            Self::Rescission(evidence) => {
                formed(evidence, |form: &mut RescissionForm| date(&mut form.rescission_paper, to))?
            }
            Self::StallFinding(evidence) => {
                formed(evidence, |form: &mut StallFindingForm| date_paper(&mut form.finding_paper, to))?
            }
            Self::Revival(evidence) => formed(evidence, |form: &mut RevivalForm| {
                if item == Item::RemedyProof {
                    date(&mut form.remedy_proof, to);
                } else {
                    form.resumed_on = to.into();
                }
            })?,
            Self::Closing(evidence) => formed(evidence, |form: &mut ClosingForm| date(&mut form.closing_paper, to))?,
        })
    }
}

/// The evidence of a form that was changed.
fn formed<T, F>(evidence: &T, change: impl FnOnce(&mut F)) -> Result<Evidence, Gaps>
where
    T: Clone + TryFrom<F, Error = Gaps>,
    F: From<T>,
    Evidence: From<T>,
{
    let mut form = F::from(evidence.clone());
    change(&mut form);
    T::try_from(form).map(Into::into)
}

/// Gives a paper another day, if it was presented.
fn date(field: &mut Field<Document<Attachment>>, to: Day) {
    if let Field::Given(Document::Presented(paper)) = field {
        *paper = paper.clone().dated(to);
    }
}

fn date_paper(field: &mut Field<Attachment>, to: Day) {
    if let Field::Given(paper) = field {
        *paper = paper.clone().dated(to);
    }
}
