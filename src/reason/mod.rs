//! Why something is refused: a stable code with typed parameters, its sentences, and what would lift it.

mod code;
mod host;
mod lift;
mod report;
mod text;
mod told;
mod wording;

pub use host::{HostReason, HostReasonError};
pub use lift::{Choice, Lift};
pub use report::ReasonReport;
pub use told::Told;
pub use wording::{Name, Names, Wording};

use serde::Serialize;

use crate::lifecycle::{
    AgreementKind, Duty, Gate, Item, Outcome, PauseReason, Position, ProjectKind, Remedy, Stage, Verb, ZombieCause,
    ZombieKind, ZoneClass,
};
use crate::value::{Day, DayOfYear, EventId, FaultKind, FormFault, Money, ZoneId};

/// One reason why a command is refused or a form is incomplete.
///
/// Its [`code`](Self::code) and parameters never change meaning; [`text`](Self::text) says it in English or Chinese and
/// [`lift`](Self::lift) what would remove it. Serialized it is `{"code", "parameters"}`; [`report`](Self::report) adds
/// the sentences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "code", content = "parameters", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reason {
    /// The law has no such move from here.
    NotPermitted {
        /// The act asked for.
        verb: Verb,
        /// Where the project stands.
        position: Position,
        /// What is permitted here.
        permitted: Vec<Verb>,
    },
    /// This id already names another event with other content.
    IdReused {
        /// The command's id.
        id: EventId,
        /// The stream version of the event that bears it.
        version: u64,
        /// If the date is all that differs, the recorded one.
        #[serde(skip_serializing_if = "Option::is_none")]
        recorded_on: Option<Day>,
        /// If the date is all that differs, the one that the host states.
        #[serde(skip_serializing_if = "Option::is_none")]
        effective_on: Option<Day>,
    },
    /// This very command is recorded already, and the project has moved on (typed view only).
    AlreadyRecorded {
        /// The command's id.
        id: EventId,
        /// The stream version of the event that bears it.
        version: u64,
    },
    /// History may be imported only before the first live transition.
    ImportAfterLive {
        /// The stream version of the first live transition.
        version: u64,
    },
    /// The host states another date than that of the act.
    NotDayOfAct {
        /// What gives the date of the act.
        item: Item,
        /// The date of the act.
        acted_on: Day,
        /// The date that the host states.
        effective_on: Day,
    },
    /// A step is to be corrected by what does not belong to it: another gate's evidence, or none for a live one.
    NotItsBasis {
        /// The stream version of the step.
        version: u64,
    },
    /// After the correction a later revival would no longer fit the cause.
    LaterUnfit {
        /// The stream version of the revival.
        version: u64,
        /// Its remedy.
        remedy: Remedy,
        /// The cause as it would stand. `None` if there would be none.
        cause: Option<ZombieCause>,
    },
    /// The effective date lies after today.
    EffectiveDateInFuture {
        /// The date given.
        effective_on: Day,
        /// Today, in the policy's offset.
        today: Day,
    },
    /// The effective date lies before that of the last standing transition.
    EffectiveDateRegression {
        /// The date given.
        effective_on: Day,
        /// The date of the last standing transition.
        last: Day,
    },
    /// A fact is dated before the project was planned.
    EffectiveDateBeforePlanning {
        /// The date given.
        effective_on: Day,
        /// The day of planning.
        planned_on: Day,
    },
    /// A fact is dated after the project was closed.
    EffectiveDateAfterClosing {
        /// The date given.
        effective_on: Day,
        /// The day of closing.
        closed_on: Day,
    },
    /// The cause does not occur in this stage.
    CauseNotAllowed {
        /// The cause found.
        cause: ZombieCause,
        /// The stage.
        stage: Stage,
        /// The causes open to it.
        allowed: Vec<ZombieCause>,
    },
    /// The outcome is not open to this stage.
    OutcomeNotAllowed {
        /// The outcome given.
        outcome: Outcome,
        /// The stage, or for a zombie the one it stalled in.
        footing: Stage,
        /// The outcomes open to it.
        allowed: Vec<Outcome>,
    },
    /// The remedy does not fit the cause.
    RemedyNotFitting {
        /// The remedy given.
        remedy: Remedy,
        /// The cause on record.
        cause: ZombieCause,
        /// What fits.
        fitting: Vec<Remedy>,
    },
    /// It has not stood still for long enough.
    ThresholdNotReached {
        /// The first day of standing still.
        since: Day,
        /// The first day on which a finding may be dated.
        reached_on: Day,
        /// The date given.
        effective_on: Day,
    },
    /// The agreed start is not overdue for long enough.
    StartNotOverdue {
        /// The agreed start in force.
        agreed_start: Day,
        /// The first day on which a finding may be dated.
        reached_on: Day,
        /// The date given.
        effective_on: Day,
    },
    /// The cause lies with the investor, and work rests for what the government's side owes.
    NotAtFault {
        /// The cause given.
        cause: ZombieCause,
        /// Why work rests.
        reason: PauseReason,
        /// The first day of the pause.
        since: Day,
        /// The causes that remain.
        allowed: Vec<ZombieCause>,
    },
    /// Evidence names a day before the project entered its present stage.
    DatedBeforeStage {
        /// The item.
        item: Item,
        /// Its day.
        dated: Day,
        /// The day on which the project entered its stage.
        entered_on: Day,
    },
    /// A project cannot survive as its own duplicate, nor be combined into itself.
    SurvivorIsItself,
    /// Where land is taken back the closing paper is the land decision, so nothing stands in for it.
    ClosingPaperNotPresented,
    /// A duty of signed projects is not met.
    Unassigned {
        /// The duty.
        duty: Duty,
    },
    /// A gate's item is missing.
    Missing {
        /// The gate.
        gate: Gate,
        /// The item.
        item: Item,
    },
    /// A gate's item is given where there can be none.
    NotApplicable {
        /// The gate.
        gate: Gate,
        /// The item.
        item: Item,
    },
    /// A paper whose day matters bears none.
    Undated {
        /// The gate, where it is evidence.
        gate: Option<Gate>,
        /// The item.
        item: Item,
    },
    /// A member of a form is not there, or is not what is read there.
    Malformed {
        /// What the glossary calls the form, such as `Pause`, by which its members are named. `None` for evidence, whose members are
        /// items. No part of the JSON.
        #[serde(skip)]
        form: Option<&'static str>,
        /// The gate, where it is evidence.
        gate: Option<Gate>,
        /// The item, where it is one or a part of one.
        item: Option<Item>,
        /// The place in the form, such as `licence.issuer` or `parties[1]`. Empty for the form itself.
        member: String,
        /// What is wrong there.
        fault: Box<FaultKind>,
    },
    /// There are fewer than the gate needs.
    TooFew {
        /// The gate.
        gate: Gate,
        /// The item.
        item: Item,
        /// How many there are.
        found: usize,
        /// How many are needed.
        needed: usize,
    },
    /// An amount that must be above zero is not.
    NotPositive {
        /// The gate, where evidence gives the amount.
        gate: Option<Gate>,
        /// The item.
        item: Item,
        /// The amount.
        found: Money,
    },
    /// Two days stand in the wrong order.
    Unordered {
        /// The gate.
        gate: Gate,
        /// The item that must not be the earlier one.
        item: Item,
        /// Its day.
        found: Day,
        /// The day that it must not precede.
        not_before: Day,
    },
    /// The works are too large to start without a construction permit.
    WorksNotSmall {
        /// Their floor area in square metres.
        area: u32,
        /// Their cost.
        cost: Money,
    },
    /// A letter of intent or a framework agreement signs nothing.
    NotFormalAgreement {
        /// The kind given.
        kind: AgreementKind,
    },
    /// The kind of agreement does not sign this kind of project.
    AgreementNotFitting {
        /// The kind given.
        kind: AgreementKind,
        /// The kind of project.
        project: ProjectKind,
        /// The kind that fits.
        fitting: AgreementKind,
    },
    /// The project was never admitted, so a step to the reserve needs its dossier.
    DossierRequired {
        /// The act asked for.
        verb: Verb,
    },
    /// The policy takes no commitment for this item.
    CommitmentNotAllowed {
        /// The item.
        item: Item,
    },
    /// A commitment was due before the effective date.
    CommitmentOverdue {
        /// The item.
        item: Item,
        /// The due day.
        due: Day,
        /// The effective date.
        effective_on: Day,
    },
    /// The policy takes no waiver for this item.
    WaiverNotAllowed {
        /// The item.
        item: Item,
    },
    /// A permit was not yet valid on the effective date.
    PermitNotYetValid {
        /// The item.
        item: Item,
        /// Its day of issue.
        issued_on: Day,
        /// The effective date.
        effective_on: Day,
    },
    /// A permit was no longer valid on the effective date.
    PermitExpired {
        /// The item.
        item: Item,
        /// Its last valid day.
        valid_until: Day,
        /// The effective date.
        effective_on: Day,
    },
    /// A paper bears a day that lies after today.
    DatedInFuture {
        /// The item.
        item: Item,
        /// The day it bears.
        dated: Day,
        /// Today, in the policy's offset.
        today: Day,
    },
    /// Evidence bears a day after the effective date.
    DatedAfterEffective {
        /// The item.
        item: Item,
        /// Its day.
        dated: Day,
        /// The effective date.
        effective_on: Day,
    },
    /// It has not run for long enough to count as operating.
    OperationTooShort {
        /// Since when it has run.
        since: Day,
        /// The first day on which it counts.
        reached_on: Day,
        /// The effective date.
        effective_on: Day,
    },
    /// Planning cannot be voided: close the project instead.
    PlanningNotVoidable,
    /// Only the last standing transition can be voided.
    NotLast {
        /// The stream version asked for.
        version: u64,
        /// The stream version of the last standing transition.
        last: u64,
    },
    /// Only a standing transition is voided or given another date.
    NotStanding {
        /// The stream version asked for.
        version: u64,
    },
    /// Another date would put a step out of order; the steps in its way are named.
    OutOfStep {
        /// The stream version of the step.
        version: u64,
        /// The date asked for.
        to: Day,
        /// The step before it whose date lies later.
        earlier: Option<StepDate>,
        /// The step after it whose date lies earlier.
        later: Option<StepDate>,
    },
    /// Only a fact that stands is voided by `void_fact`.
    NoStandingFact {
        /// The stream version asked for.
        version: u64,
    },
    /// A fact or a step that a standing fact rests on cannot be voided.
    RestedOn {
        /// The stream version of the fact or step.
        version: u64,
        /// The fact that rests on it.
        by: StepDate,
    },
    /// A standing fact could then not stand: it would no longer rest on the stage, the step or the zone that it asks for.
    FactUnfit {
        /// The fact.
        fact: StepDate,
        /// The reason for which it would be refused.
        why: Box<Self>,
    },
    /// An amendment that changes nothing.
    NothingToAmend,
    /// A project is not linked to itself.
    LinkToSelf,
    /// The link stands already.
    AlreadyLinked,
    /// The project was never paused.
    NotPaused,
    /// The day lies within a pause on record, which may be over by now.
    AlreadyPaused {
        /// The stream version of the pause.
        version: u64,
        /// Its first day.
        on: Day,
    },
    /// The pause has its resumption already.
    AlreadyResumed {
        /// The stream version of its resumption.
        version: u64,
        /// The day of resumption.
        on: Day,
    },
    /// The milestone is reached already.
    AlreadyReached {
        /// The stream version of the event that records it.
        version: u64,
        /// The day on which it was reached.
        on: Day,
    },
    /// A resumption lies before the first pause.
    NotPausedYet {
        /// The date given.
        effective_on: Day,
        /// The first day of the first pause.
        on: Day,
        /// The stream version of that pause.
        version: u64,
    },
    /// A resumption lies after a step that shows work going on or over, so that the pause had ended by then.
    PauseEnded {
        /// The date given.
        effective_on: Day,
        /// The day of the step.
        on: Day,
        /// The stream version of the step.
        version: u64,
    },
    /// A seasonal stop outside the policy's season, or under a policy without one.
    OutsideSeason {
        /// The date given.
        effective_on: Day,
        /// The first day of the season, as `MM-DD`.
        from: Option<DayOfYear>,
        /// Its last day, as `MM-DD`.
        to: Option<DayOfYear>,
    },
    /// A period that ends before it begins.
    PeriodReversed {
        /// Its first day.
        from: Day,
        /// Its last day.
        to: Day,
    },
    /// A period that begins in one year and ends in another.
    PeriodCrossesYear {
        /// Its first day.
        from: Day,
        /// Its last day.
        to: Day,
    },
    /// Two periods of one measure and currency overlap, and neither begins on 1 January and holds the other whole.
    PeriodsOverlap {
        /// The first day of the period.
        from: Day,
        /// Its last day.
        to: Day,
        /// The stream version of the other report.
        version: u64,
        /// The first day of the other period.
        other_from: Day,
        /// Its last day.
        other_to: Day,
    },
    /// A report on a period that is not over.
    PeriodNotOver {
        /// Its last day.
        to: Day,
        /// The date given.
        effective_on: Day,
    },
    /// No commitment for the item is open on that step.
    NoCommitment {
        /// The stream version of the step.
        version: u64,
        /// The item.
        item: Item,
    },
    /// A prolonged commitment must be due later than the evidence promised.
    NotLater {
        /// The item.
        item: Item,
        /// The due day given.
        due: Day,
        /// The due day that the evidence promised.
        committed: Day,
    },
    /// A milestone of no common kind needs a remark that names it.
    RemarkNeeded,
    /// A milestone that follows the commissioning, before it or without one.
    NotCommissioned {
        /// The day of the commissioning. `None` if none stands.
        commissioned_on: Option<Day>,
        /// The date given.
        effective_on: Day,
    },
    /// There is no second half: the project was commissioned whole.
    CommissionedWhole,
    /// A fact that rests on a paper is told without it.
    PaperNeeded {
        /// The paper.
        item: Item,
    },
    /// A supplementary agreement before a signing, or without one.
    NotSigned {
        /// The day of the signing that stands. `None` if none does.
        signed_on: Option<Day>,
        /// The date given.
        effective_on: Day,
    },
    /// A change of the company before its registration, or without one.
    NotRegistered {
        /// The day of the registration that stands. `None` if none does.
        registered_on: Option<Day>,
        /// The date given.
        effective_on: Day,
    },
    /// Another client joins talks where there are none.
    NotNegotiating {
        /// Where the project stood.
        position: Position,
        /// The date given.
        effective_on: Day,
    },
    /// The client takes part in the talks already.
    ClientInTalks {
        /// The stream version of the event that brought it in.
        version: u64,
    },
    /// A project is relocated until it starts, and not when it is closed.
    NotRelocatable {
        /// Where the project stood.
        position: Position,
        /// The date given.
        effective_on: Day,
    },
    /// A relocation from a zone in which the project is not.
    NotInZone {
        /// The zone given.
        zone: ZoneId,
        /// The zone that hosts it.
        present: ZoneId,
    },
    /// A relocation into the zone where the project is.
    AlreadyInZone {
        /// The zone.
        zone: ZoneId,
    },
    /// A relocation before one that is on record.
    AlreadyRelocated {
        /// The stream version of the one on record.
        version: u64,
        /// Its day.
        on: Day,
    },
    /// The agreement that stands names the total investment, so that another one needs a paper and grounds.
    InvestmentAgreed {
        /// The stream version of the signing.
        version: u64,
        /// The day of the signing.
        on: Day,
    },
    /// No registration of the zone stands, or only from a later day on.
    ZoneNotRegistered {
        /// The day of the registration that stands. `None` if none does.
        registered_on: Option<Day>,
        /// The date given.
        effective_on: Day,
    },
    /// The zone is registered already.
    ZoneRegistered {
        /// The stream version of the registration.
        version: u64,
        /// Its day.
        on: Day,
    },
    /// A zone lies in at least one district.
    NoHost,
    /// The zone names more leading industries than its class allows.
    TooManyLeading {
        /// Its class.
        class: ZoneClass,
        /// How many there are.
        found: usize,
        /// How many there may be.
        limit: u32,
    },
    /// The zone names more special industries than the policy allows.
    TooManySpecial {
        /// How many there are.
        found: usize,
        /// How many there may be.
        limit: u32,
    },
    /// The zone has the class already.
    AlreadyOfClass {
        /// The class.
        class: ZoneClass,
        /// The stream version of the event that gave it.
        version: u64,
        /// The day since when it has it.
        on: Day,
    },
    /// A change of class before one that is on record.
    ClassChangedLater {
        /// The stream version of the one on record.
        version: u64,
        /// Its day.
        on: Day,
    },
    /// A zombie baseline of the kind stands already.
    BaselineStands {
        /// The kind.
        kind: ZombieKind,
        /// The stream version of the baseline.
        version: u64,
        /// The day as of which it counts.
        on: Day,
    },
    /// What the command gives is too much for one record.
    RecordTooLarge {
        /// Its size in bytes, as the record would write it.
        bytes: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// A reason of the host's own.
    #[serde(untagged)]
    Host(Box<HostReason>),
}

impl Reason {
    /// The reason that a fault of a form is, with the gate and the item that its member belongs to.
    pub(crate) fn malformed(FormFault { member, kind, .. }: FormFault, gate: Option<Gate>, item: Option<Item>) -> Self {
        Self::Malformed { form: None, gate, item, member, fault: Box::new(kind) }
    }

    /// The same of a form that the glossary calls so.
    pub(crate) fn of_form(mut self, name: Option<&'static str>) -> Self {
        if let Self::Malformed { form, .. } = &mut self {
            *form = name;
        }
        self
    }

    /// What is wrong with how the form is filled in. `None` if it is about something else.
    pub(crate) fn fault(&self) -> Option<&FaultKind> {
        if let Self::Malformed { fault, .. } = self { Some(fault) } else { None }
    }

    /// The place in the form that it is about, such as `licence.issuer`, so that an answer can be shown beside it. Of a gate's item it
    /// is the member of the gate's form, also where the form stands in that of a correction. `None` if it is about no single
    /// member.
    #[must_use]
    #[expect(clippy::wildcard_enum_match_arm, reason = "a reason is about a member if it is listed")]
    pub fn member(&self) -> Option<&str> {
        match self {
            Self::Malformed { member, .. } => Some(member),
            // an item is called as its member
            Self::Missing { item, .. }
            | Self::NotApplicable { item, .. }
            | Self::Undated { item, .. }
            | Self::TooFew { item, .. }
            | Self::NotPositive { item, .. }
            | Self::Unordered { item, .. }
            | Self::CommitmentNotAllowed { item }
            | Self::CommitmentOverdue { item, .. }
            | Self::WaiverNotAllowed { item }
            | Self::PermitNotYetValid { item, .. }
            | Self::PermitExpired { item, .. }
            | Self::DatedInFuture { item, .. }
            | Self::DatedAfterEffective { item, .. }
            | Self::DatedBeforeStage { item, .. } => Some(item.code()),
            _ => None,
        }
    }

    /// The same, seen from the form around.
    pub(crate) fn within(mut self, name: &str) -> Self {
        if let Self::Malformed { member, .. } = &mut self {
            *member = format!("{name}.{member}");
        }
        self
    }
}

/// A step or fact by its stream version, with its effective date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StepDate {
    /// Its effective date.
    pub on: Day,
    /// Its stream version.
    pub version: u64,
}
