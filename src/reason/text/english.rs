//! The sentences in English.

use super::{list, place};
use crate::reason::{Names, Reason, Wording};
use crate::vocabulary::Language;

impl Reason {
    pub(super) fn english(&self, names: &Names) -> String {
        let en = Language::English;
        match self {
            Self::NotPermitted { verb, position, permitted } => format!(
                "`{verb}` is not permitted for a project that is `{position}`; permitted here: {}",
                list(permitted, |verb| verb.code(), en)
            ),
            Self::IdReused { id, version, recorded_on: Some(recorded_on), effective_on: Some(effective_on) } => {
                format!(
                    "id {id} already names event {version}, which took effect on {recorded_on}, not on {effective_on}"
                )
            }
            Self::IdReused { id, version, .. } => {
                format!("id {id} already names event {version}, which says something else")
            }
            Self::AlreadyRecorded { id, version } => {
                format!("command {id} is recorded already, as event {version} of this project")
            }
            Self::ImportAfterLive { version } => {
                format!("history can no longer be imported: event {version} was a live transition")
            }
            Self::NotDayOfAct { item, acted_on, effective_on } => {
                format!("the step takes effect on {acted_on}, which {} gives, not on {effective_on}", item.label(en))
            }
            Self::NotItsBasis { version } => {
                format!("event {version} is corrected by the evidence of its own gate, an imported step by its source")
            }
            Self::LaterUnfit { version, remedy, cause } => format!(
                "the revival of event {version} by `{remedy}` would no longer fit the cause{}",
                cause.map(|cause| format!(" `{cause}`")).unwrap_or_default()
            ),
            Self::EffectiveDateInFuture { effective_on, today } => {
                format!("the effective date {effective_on} lies in the future; today is {today}")
            }
            Self::EffectiveDateRegression { effective_on, last } => {
                format!("the effective date {effective_on} lies before the last transition's, {last}")
            }
            Self::EffectiveDateBeforePlanning { effective_on, planned_on } => {
                format!("the effective date {effective_on} lies before the day of planning, {planned_on}")
            }
            Self::EffectiveDateAfterClosing { effective_on, closed_on } => {
                format!("the effective date {effective_on} lies after the day of closing, {closed_on}")
            }
            Self::CauseNotAllowed { cause, stage, allowed } => format!(
                "`{cause}` is no cause for a project that is `{stage}`; causes there: {}",
                list(allowed, |cause| cause.code(), en)
            ),
            Self::OutcomeNotAllowed { outcome, footing, allowed } => format!(
                "`{outcome}` is no outcome for a project at `{footing}`; outcomes there: {}",
                list(allowed, |outcome| outcome.code(), en)
            ),
            Self::RemedyNotFitting { remedy, cause, fitting } => {
                format!("`{remedy}` does not lift `{cause}`; what does: {}", list(fitting, |remedy| remedy.code(), en))
            }
            Self::ThresholdNotReached { since, reached_on, effective_on } => format!(
                "standing still since {since} counts as a zombie from {reached_on}; the finding is dated {effective_on}"
            ),
            Self::StartNotOverdue { agreed_start, reached_on, effective_on } => format!(
                "a start agreed for {agreed_start} counts as missed from {reached_on}; the finding is dated {effective_on}"
            ),
            Self::NotAtFault { cause, reason, since, allowed } => format!(
                "`{cause}` is no cause while the project is paused for `{reason}`, as it is since {since}; causes there: {}",
                list(allowed, |cause| cause.code(), en)
            ),
            Self::DatedBeforeStage { item, dated, entered_on } => format!(
                "{} is dated {dated}, before the day on which the project entered its present stage, {entered_on}",
                item.label(en)
            ),
            Self::SurvivorIsItself => "a project cannot survive as itself".into(),
            Self::ClosingPaperNotPresented => {
                "where land is taken back the closing paper is the land decision: it is presented, not promised or waived"
                    .into()
            }
            Self::Unassigned { duty } => format!("the project has no {}", names.duty(*duty, en)),
            Self::Missing { gate, item } => format!("{gate}: {} is missing", item.label(en)),
            Self::NotApplicable { gate, item } => format!("{gate}: there can be no {} here", item.label(en)),
            Self::Undated { gate, item } => {
                let place = gate.map(|gate| format!("{gate}: ")).unwrap_or_default();
                format!("{place}{} bears no day", item.label(en))
            }
            Self::Malformed { form, gate, item, member, fault } => {
                let gate = gate.map(|gate| format!("{gate}: ")).unwrap_or_default();
                format!("{gate}{} {}", place(*form, *item, member, Wording { language: en, names }), fault.text(en))
            }
            Self::TooFew { gate, item, found, needed } => {
                format!("{gate}: {} number {found}, and {needed} are needed", item.label(en))
            }
            Self::NotPositive { gate, item, found } => {
                let place = gate.map(|gate| format!("{gate}: ")).unwrap_or_default();
                format!("{place}{} must be above zero, not {found}", item.label(en))
            }
            Self::Unordered { gate, item, found, not_before } => {
                format!("{gate}: {} {found} must not precede {not_before}", item.label(en))
            }
            Self::WorksNotSmall { area, cost } => {
                format!("works of {area} square metres at {cost} are too large to start without a construction permit")
            }
            Self::NotFormalAgreement { kind } => format!("a `{kind}` signs nothing; a formal agreement does"),
            Self::AgreementNotFitting { kind, project, fitting } => {
                format!("`{kind}` does not sign a project of kind `{project}`; `{fitting}` does")
            }
            Self::DossierRequired { verb } => {
                format!("`{verb}` leads to the reserve, and the project was never admitted: its dossier is needed")
            }
            Self::CommitmentNotAllowed { item } => format!("the policy takes no commitment for {}", item.label(en)),
            Self::CommitmentOverdue { item, due, effective_on } => {
                format!("the commitment for {} was due on {due}, before {effective_on}", item.label(en))
            }
            Self::WaiverNotAllowed { item } => format!("the policy takes no waiver for {}", item.label(en)),
            Self::PermitNotYetValid { item, issued_on, effective_on } => {
                format!("{} was issued on {issued_on}, after {effective_on}", item.label(en))
            }
            Self::PermitExpired { item, valid_until, effective_on } => {
                format!("{} was valid until {valid_until}, not on {effective_on}", item.label(en))
            }
            Self::DatedInFuture { item, dated, today } => {
                format!("{} is dated {dated}, which lies in the future; today is {today}", item.label(en))
            }
            Self::DatedAfterEffective { item, dated, effective_on } => {
                format!("{} is dated {dated}, after the effective date {effective_on}", item.label(en))
            }
            Self::OperationTooShort { since, reached_on, effective_on } => {
                format!("running since {since} counts as operation from {reached_on}, not on {effective_on}")
            }
            Self::PlanningNotVoidable => "planning cannot be voided".into(),
            Self::NotLast { version, last } => {
                format!("event {version} is not the last standing transition; event {last} is")
            }
            Self::NotStanding { version } => format!("event {version} is no standing transition"),
            Self::OutOfStep { version, to, earlier, later } => {
                let mut text = format!("event {version} cannot be dated {to}");
                if let Some(earlier) = earlier {
                    text += &format!("; event {} before it is dated {}", earlier.version, earlier.on);
                }
                if let Some(later) = later {
                    text += &format!("; event {} after it is dated {}", later.version, later.on);
                }
                text
            }
            Self::NoStandingFact { version } => format!("event {version} is no standing fact"),
            Self::RestedOn { version, by } => {
                format!("event {} of {} rests on event {version}, which cannot be voided before it", by.version, by.on)
            }
            Self::FactUnfit { fact, why } => {
                format!("event {} of {} could then not stand: {}", fact.version, fact.on, why.english(names))
            }
            Self::NothingToAmend => "the amendment changes nothing".into(),
            Self::LinkToSelf => "a project is not linked to itself".into(),
            Self::AlreadyLinked => "the link stands already".into(),
            Self::NotPaused => "the project was never paused".into(),
            Self::AlreadyPaused { version, on } => {
                format!("that day lies in the pause that began on {on} (event {version})")
            }
            Self::AlreadyResumed { version, on } => {
                format!("work was resumed already, on {on} (event {version})")
            }
            Self::AlreadyReached { version, on } => {
                format!("the milestone was reached already, on {on} (event {version})")
            }
            Self::NotPausedYet { effective_on, on, version } => {
                format!("{effective_on} lies before the first pause, which began on {on} (event {version})")
            }
            Self::PauseEnded { effective_on, on, version } => {
                format!("{effective_on} lies after {on}, when event {version} shows that the pause had ended")
            }
            Self::OutsideSeason { effective_on, from: Some(from), to: Some(to) } => {
                format!("{effective_on} lies outside the season of stops, {from} to {to}")
            }
            Self::OutsideSeason { .. } => "the policy knows no season of stops".into(),
            Self::PeriodReversed { from, to } => format!("the period ends on {to}, before it begins on {from}"),
            Self::PeriodCrossesYear { from, to } => {
                format!("the period from {from} to {to} crosses the end of a year")
            }
            Self::PeriodsOverlap { from, to, version, other_from, other_to } => format!(
                "the period from {from} to {to} overlaps the one from {other_from} to {other_to} (event {version}), and \
                 neither begins on 1 January and holds the other whole"
            ),
            Self::PeriodNotOver { to, effective_on } => {
                format!("the period lasts until {to}; on {effective_on} it is not over")
            }
            Self::NoCommitment { version, item } => {
                format!("no commitment for {} is open on event {version}", item.label(en))
            }
            Self::NotLater { item, due, committed } => {
                format!("the evidence promised {} for {committed}; {due} is not later", item.label(en))
            }
            Self::RemarkNeeded => "a milestone of another kind needs a remark that names it".into(),
            Self::NotCommissioned { commissioned_on: Some(on), effective_on } => {
                format!("{effective_on} lies before the commissioning, {on}")
            }
            Self::NotCommissioned { commissioned_on: None, .. } => "the project was not commissioned".into(),
            Self::CommissionedWhole => "the project was commissioned whole".into(),
            Self::PaperNeeded { item } => format!("{} is needed", item.label(en)),
            Self::NotSigned { signed_on: Some(on), effective_on } => {
                format!("{effective_on} lies before the signing, {on}")
            }
            Self::NotSigned { signed_on: None, .. } => "no agreement stands".into(),
            Self::NotRegistered { registered_on: Some(on), effective_on } => {
                format!("{effective_on} lies before the registration, {on}")
            }
            Self::NotRegistered { registered_on: None, .. } => "the project has no company".into(),
            Self::NotNegotiating { position, effective_on } => {
                format!("on {effective_on} the project was `{position}`, and clients join while it is `negotiating`")
            }
            Self::ClientInTalks { version } => {
                format!("the client takes part in these talks already (event {version})")
            }
            Self::NotRelocatable { position, effective_on } => {
                format!("on {effective_on} the project was `{position}`; a project is relocated before it starts")
            }
            Self::NotInZone { zone, present } => format!("the project is in zone {present}, not in {zone}"),
            Self::AlreadyInZone { zone } => format!("the project is in zone {zone} already"),
            Self::AlreadyRelocated { version, on } => {
                format!("the project was relocated later than that, on {on} (event {version})")
            }
            Self::InvestmentAgreed { version, on } => format!(
                "the agreement signed on {on} (event {version}) names the total investment: a supplementary agreement \
                 changes it, or an amendment with its paper and grounds"
            ),
            Self::ZoneNotRegistered { registered_on: Some(on), effective_on } => {
                format!("{effective_on} lies before the registration of the zone, {on}")
            }
            Self::ZoneNotRegistered { registered_on: None, .. } => "the zone is not registered".into(),
            Self::ZoneRegistered { version, on } => {
                format!("the zone is registered already, since {on} (event {version})")
            }
            Self::NoHost => "a zone lies in at least one district".into(),
            Self::TooManyLeading { class, found, limit } => {
                format!("a zone of class `{class}` has at most {limit} leading industries, not {found}")
            }
            Self::TooManySpecial { found, limit } => {
                format!("a zone has at most {limit} special industries, not {found}")
            }
            Self::AlreadyOfClass { class, version, on } => {
                format!("the zone is of class `{class}` already, since {on} (event {version})")
            }
            Self::ClassChangedLater { version, on } => {
                format!("the class was changed later than that, on {on} (event {version})")
            }
            Self::BaselineStands { kind, version, on } => {
                format!("a zombie baseline of kind `{kind}` stands already, as of {on} (event {version})")
            }
            Self::Host(reason) => reason.text(en).into(),
            Self::RecordTooLarge { bytes, limit } => {
                format!("the command gives {bytes} bytes to record; the limit is {limit}")
            }
        }
    }
}
