//! The code of each reason, and what it says beside.

use super::Reason;

/// Writes the codes from rows `Variant "code" [parameters]`.
macro_rules! codes {
    ($($variant:ident $code:literal [$($parameter:ident),*];)+) => {
        impl Reason {
            /// Every code with the names of its parameters, so that a host can say reasons in its own words or in a further
            /// language. A host's own are not
            /// among them. A parameter may be absent or null where its field's docs say so.
            ///
            /// ```
            /// use project_lifecycle::Reason;
            ///
            /// let (_, parameters) = Reason::CODES.iter().find(|(code, _)| *code == "unassigned").expect("a reason");
            /// assert_eq!(*parameters, ["duty"]);
            /// ```
            pub const CODES: &'static [(&'static str, &'static [&'static str])] =
                &[$(($code, &[$(stringify!($parameter)),*])),+];

            /// The stable code. A host's own begins with `host:`.
            #[must_use]
            pub const fn code(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $code,)+
                    Self::Host(reason) => reason.code(),
                }
            }
        }
    };
}

codes! {
    NotPermitted "not_permitted" [verb, position, permitted];
    IdReused "id_reused" [id, version, recorded_on, effective_on];
    AlreadyRecorded "already_recorded" [id, version];
    ImportAfterLive "import_after_live" [version];
    NotDayOfAct "not_day_of_act" [item, acted_on, effective_on];
    NotItsBasis "not_its_basis" [version];
    LaterUnfit "later_unfit" [version, remedy, cause];
    EffectiveDateInFuture "effective_date_in_future" [effective_on, today];
    EffectiveDateRegression "effective_date_regression" [effective_on, last];
    EffectiveDateBeforePlanning "effective_date_before_planning" [effective_on, planned_on];
    EffectiveDateAfterClosing "effective_date_after_closing" [effective_on, closed_on];
    CauseNotAllowed "cause_not_allowed" [cause, stage, allowed];
    OutcomeNotAllowed "outcome_not_allowed" [outcome, footing, allowed];
    RemedyNotFitting "remedy_not_fitting" [remedy, cause, fitting];
    ThresholdNotReached "threshold_not_reached" [since, reached_on, effective_on];
    StartNotOverdue "start_not_overdue" [agreed_start, reached_on, effective_on];
    NotAtFault "not_at_fault" [cause, reason, since, allowed];
    DatedBeforeStage "dated_before_stage" [item, dated, entered_on];
    SurvivorIsItself "survivor_is_itself" [];
    ClosingPaperNotPresented "closing_paper_not_presented" [];
    Unassigned "unassigned" [duty];
    Missing "missing" [gate, item];
    NotApplicable "not_applicable" [gate, item];
    Undated "undated" [gate, item];
    Malformed "malformed" [gate, item, member, fault];
    TooFew "too_few" [gate, item, found, needed];
    NotPositive "not_positive" [gate, item, found];
    Unordered "unordered" [gate, item, found, not_before];
    WorksNotSmall "works_not_small" [area, cost];
    NotFormalAgreement "not_formal_agreement" [kind];
    AgreementNotFitting "agreement_not_fitting" [kind, project, fitting];
    DossierRequired "dossier_required" [verb];
    CommitmentNotAllowed "commitment_not_allowed" [item];
    CommitmentOverdue "commitment_overdue" [item, due, effective_on];
    WaiverNotAllowed "waiver_not_allowed" [item];
    PermitNotYetValid "permit_not_yet_valid" [item, issued_on, effective_on];
    PermitExpired "permit_expired" [item, valid_until, effective_on];
    DatedInFuture "dated_in_future" [item, dated, today];
    DatedAfterEffective "dated_after_effective" [item, dated, effective_on];
    OperationTooShort "operation_too_short" [since, reached_on, effective_on];
    PlanningNotVoidable "planning_not_voidable" [];
    NotLast "not_last" [version, last];
    NotStanding "not_standing" [version];
    OutOfStep "out_of_step" [version, to, earlier, later];
    NoStandingFact "no_standing_fact" [version];
    RestedOn "rested_on" [version, by];
    FactUnfit "fact_unfit" [fact, why];
    NothingToAmend "nothing_to_amend" [];
    LinkToSelf "link_to_self" [];
    AlreadyLinked "already_linked" [];
    NotPaused "not_paused" [];
    AlreadyPaused "already_paused" [version, on];
    AlreadyResumed "already_resumed" [version, on];
    AlreadyReached "already_reached" [version, on];
    NotPausedYet "not_paused_yet" [effective_on, on, version];
    PauseEnded "pause_ended" [effective_on, on, version];
    OutsideSeason "outside_season" [effective_on, from, to];
    PeriodReversed "period_reversed" [from, to];
    PeriodCrossesYear "period_crosses_year" [from, to];
    PeriodsOverlap "periods_overlap" [from, to, version, other_from, other_to];
    PeriodNotOver "period_not_over" [to, effective_on];
    NoCommitment "no_commitment" [version, item];
    NotLater "not_later" [item, due, committed];
    RemarkNeeded "remark_needed" [];
    NotCommissioned "not_commissioned" [commissioned_on, effective_on];
    CommissionedWhole "commissioned_whole" [];
    PaperNeeded "paper_needed" [item];
    NotSigned "not_signed" [signed_on, effective_on];
    NotRegistered "not_registered" [registered_on, effective_on];
    NotNegotiating "not_negotiating" [position, effective_on];
    ClientInTalks "client_in_talks" [version];
    NotRelocatable "not_relocatable" [position, effective_on];
    NotInZone "not_in_zone" [zone, present];
    AlreadyInZone "already_in_zone" [zone];
    AlreadyRelocated "already_relocated" [version, on];
    InvestmentAgreed "investment_agreed" [version, on];
    ZoneNotRegistered "zone_not_registered" [registered_on, effective_on];
    ZoneRegistered "zone_registered" [version, on];
    NoHost "no_host" [];
    TooManyLeading "too_many_leading" [class, found, limit];
    TooManySpecial "too_many_special" [found, limit];
    AlreadyOfClass "already_of_class" [class, version, on];
    ClassChangedLater "class_changed_later" [version, on];
    BaselineStands "baseline_stands" [kind, version, on];
    RecordTooLarge "record_too_large" [bytes, limit];
}
