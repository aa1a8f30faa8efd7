//! What happened to a project.

use core::fmt;
use std::sync::Arc;

use super::Profile;
use super::fact::{Before, Fact};
use crate::act::{Actor, Correction, HostData, Provenance, Redating, Voiding};
use crate::evidence::Evidence;
use crate::lifecycle::{Outcome, Position, Verb, ZombieCause};
use crate::policy::PolicyId;
use crate::value::{Day, EventId, ProjectId, Timestamp};
use crate::vocabulary::{Language, Vocabulary as _};

/// One accepted step or fact in the life of a project. Immutable and cheap to clone.
///
/// An event is made by a decision or read from an audit record; nothing else makes one.
#[derive(Clone)]
pub struct Event {
    parts: Arc<Parts>,
    /// The event that was last when this one was decided. `None` for planning, and for an event read from a record. It
    /// is not part of equality.
    rests_on: Option<Arc<Parts>>,
}

impl PartialEq for Event {
    fn eq(&self, other: &Self) -> bool {
        self.parts == other.parts
    }
}

impl Eq for Event {}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Event").field(&self.parts).finish()
    }
}

/// The parts of an event.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Parts {
    pub(crate) id: EventId,
    pub(crate) project: ProjectId,
    pub(crate) version: u64,
    pub(crate) at: Timestamp,
    pub(crate) effective_on: Day,
    pub(crate) dating: Dating,
    pub(crate) actor: Arc<Actor>,
    pub(crate) correlation: Option<Arc<str>>,
    pub(crate) causation: Option<Arc<str>>,
    pub(crate) host: Option<HostData>,
    /// Where a change was read from that does not say it itself.
    pub(crate) provenance: Option<Provenance>,
    pub(crate) law: u32,
    pub(crate) policy: Arc<PolicyId>,
    pub(crate) change: Change,
    pub(crate) effect: Effect,
}

/// Whether the effective date was stated or left open when the event was decided. A date that was left open is no part of the
/// command. Two events are equal whatever this says: a record does not tell it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Dating {
    /// The host stated it; or it was read from a record.
    Stated,
    /// The host left it open.
    Open,
}

impl PartialEq for Dating {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Dating {}

/// What a command gives and its event records.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// The project is planned.
    Plan {
        /// What it is.
        profile: Profile,
        /// Where it is imported from.
        provenance: Option<Provenance>,
    },
    /// The project moves.
    Move {
        /// The act.
        verb: Verb,
        /// What it rests on.
        basis: Basis,
    },
    /// Something is noted that leaves the stage unchanged.
    Fact(Fact),
    /// The last standing transition is voided.
    Void(Voiding),
    /// A standing transition gets another effective date.
    Redate(Redating),
    /// A standing fact is voided.
    VoidFact(Voiding),
    /// What a standing transition rests on is corrected in place.
    Correct(Correcting),
    /// What the project was planned as is corrected in place.
    Replan(Replanning),
}

/// What a project was planned as, told again. Amendments stand as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replanning {
    /// What it is.
    pub profile: Profile,
    /// Why, and who authorised it.
    pub correction: Correction,
}

/// What a standing transition rests on, told again: the evidence of its gate, or for an imported step where it was imported
/// from, its cause and its outcome.
///
/// A document that was promised before and is promised again keeps what became of it: the paper presented for it, or
/// the day to which it was prolonged, unless the new promise is of a later day. What is promised no more is owed no
/// more. If it is promised again later, what is on record of it answers it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correcting {
    /// The stream version of the transition.
    pub version: u64,
    /// On what it rests.
    pub basis: Basis,
    /// Why, and who authorised it.
    pub correction: Correction,
}

/// The effect of a change, given where the project stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Effect {
    /// Where it stood; `None` before planning.
    pub(crate) from: Option<Position>,
    /// Where it stands from now on.
    pub(crate) to: Position,
    /// What stood before a fact, in its place.
    pub(crate) before: Option<Before>,
    /// The step that stands again after a void.
    pub(crate) restores: Option<u64>,
    /// The date that a corrected step has from now on.
    pub(crate) redated_to: Option<Day>,
}

impl Effect {
    /// The effect of a change that leaves the project where it is.
    pub(crate) const fn at(position: Position) -> Self {
        Self::moved(Some(position), position)
    }

    /// The effect of a move.
    pub(crate) const fn moved(from: Option<Position>, to: Position) -> Self {
        Self { from, to, before: None, restores: None, redated_to: None }
    }
}

/// What a move rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "made once and moved into one shared allocation, the event")]
pub enum Basis {
    /// Evidence.
    Evidence(Evidence),
    /// Imported history.
    Imported {
        /// Where it was imported from.
        provenance: Provenance,
        /// Why it stalled. `None` if this is no stall.
        cause: Option<ZombieCause>,
        /// With what outcome it closed. `None` if this is no closing.
        outcome: Option<Outcome>,
    },
}

impl Basis {
    /// The cause of a stall. `None` if there is none.
    #[must_use]
    pub fn cause(&self) -> Option<ZombieCause> {
        match self {
            Self::Evidence(Evidence::StallFinding(finding)) => Some(*finding.cause()),
            Self::Evidence(_) => None,
            Self::Imported { cause, .. } => *cause,
        }
    }

    /// The outcome of a closing. `None` if there is none.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        match self {
            Self::Evidence(Evidence::Closing(closing)) => Some(*closing.outcome()),
            Self::Evidence(_) => None,
            Self::Imported { outcome, .. } => *outcome,
        }
    }

    /// Whether a step by this verb shows that work goes on, or is over, so that it ends a pause.
    pub(super) fn ends_pause(&self, verb: Verb) -> bool {
        shows_work(
            verb,
            || matches!(self, Self::Evidence(Evidence::Revival(revival)) if revival.resumed_on().is_some()),
        )
    }

    /// Whether it was imported.
    #[must_use]
    pub const fn is_imported(&self) -> bool {
        matches!(self, Self::Imported { .. })
    }
}

/// Whether a step shows that work goes on, or is over. A revival is asked whether it tells that work resumed.
pub(crate) fn shows_work(verb: Verb, resumes: impl FnOnce() -> bool) -> bool {
    match verb {
        Verb::Start | Verb::Commission | Verb::Operate | Verb::Close => true,
        Verb::Revive => resumes(),
        Verb::Admit
        | Verb::Engage
        | Verb::Sign
        | Verb::Register
        | Verb::SendBack
        | Verb::BreakOff
        | Verb::ReopenTalks
        | Verb::Terminate
        | Verb::Stall => false,
    }
}

impl Change {
    /// The event name of planning.
    pub const PLANNED: &'static str = "planned";
    /// The event name of corrections.
    pub const CORRECTED: &'static str = "corrected";
    /// What planning is called, as a command and in `verb`.
    pub const PLAN: &'static str = "plan";
    /// What voiding a transition is called, as a command and in `verb`.
    pub const VOID: &'static str = "void";
    /// What re-dating a transition is called, as a command and in `verb`.
    pub const REDATE: &'static str = "redate";
    /// What voiding a fact is called, as a command and in `verb`.
    pub const VOID_FACT: &'static str = "void_fact";
    /// What correcting a transition in place is called, as a command and in `verb`.
    pub const CORRECT: &'static str = "correct";

    /// Whether the context says from where it was read, as the change itself does not.
    pub(crate) const fn is_read_from_elsewhere(&self) -> bool {
        match self {
            Self::Fact(_) | Self::Void(_) | Self::VoidFact(_) | Self::Replan(_) => true,
            Self::Plan { .. } | Self::Move { .. } | Self::Redate(_) | Self::Correct(_) => false,
        }
    }

    /// The middle part of the event type, as in `lifecycle.project.signed.v1`.
    #[must_use]
    pub const fn event_name(&self) -> &'static str {
        match self {
            Self::Plan { .. } => Self::PLANNED,
            Self::Move { verb, .. } => verb.event_name(),
            Self::Fact(fact) => fact.event_name(),
            Self::Void(_) | Self::Redate(_) | Self::VoidFact(_) | Self::Correct(_) | Self::Replan(_) => Self::CORRECTED,
        }
    }

    /// What its command is called: the verb's code, the fact's, or [`PLAN`](Self::PLAN), [`VOID`](Self::VOID),
    /// [`REDATE`](Self::REDATE), [`VOID_FACT`](Self::VOID_FACT), [`CORRECT`](Self::CORRECT).
    #[must_use]
    pub const fn command_name(&self) -> &'static str {
        match self {
            Self::Plan { .. } => Self::PLAN,
            Self::Move { verb, .. } => verb.code(),
            Self::Fact(fact) => fact.command_name(),
            Self::Void(_) => Self::VOID,
            Self::Redate(_) => Self::REDATE,
            Self::VoidFact(_) => Self::VOID_FACT,
            Self::Correct(_) | Self::Replan(_) => Self::CORRECT,
        }
    }

    /// What a person reads for a command of this name, in the language asked for. `None` if none is called so.
    #[must_use]
    pub fn label_of(command_name: &str, language: Language) -> Option<&'static str> {
        let correction = match command_name {
            Self::PLAN => Some(["Plan", "策划"]),
            Self::VOID => Some(["Void a transition", "撤销阶段变更"]),
            Self::REDATE => Some(["Give a transition another date", "更正业务发生日期"]),
            Self::VOID_FACT => Some(["Void a fact", "撤销登记事项"]),
            Self::CORRECT => Some(["Correct in place", "更正登记内容"]),
            _ => None,
        };
        let verb = || Verb::of_code(command_name).map(|verb| verb.label(language));
        let fact = || Fact::COMMAND_NAMES.iter().position(|known| *known == command_name);
        let fact = || fact().and_then(|at| Fact::label_of(Fact::EVENT_NAMES[at], language));
        correction.map(|[english, chinese]| language.pick(english, chinese)).or_else(verb).or_else(fact)
    }
}

impl Event {
    pub(crate) fn new(parts: Parts) -> Self {
        Self { parts: Arc::new(parts), rests_on: None }
    }

    /// An event that was decided on a history that ends with `last`; or on none, if it is a planning.
    pub(super) fn decided_on(last: Option<&Self>, parts: Parts) -> Self {
        Self { parts: Arc::new(parts), rests_on: last.map(|last| Arc::clone(&last.parts)) }
    }

    pub(crate) fn parts(&self) -> &Parts {
        &self.parts
    }

    /// The event that was last when this one was decided. `None` if that is not known.
    pub(crate) fn rests_on(&self) -> Option<Self> {
        Some(Self { parts: Arc::clone(self.rests_on.as_ref()?), rests_on: None })
    }

    /// Whether both are one event in memory, not only equal.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.parts, &other.parts)
    }

    /// Its id, which is also its command's.
    #[must_use]
    pub fn id(&self) -> EventId {
        self.parts.id
    }

    /// The project it happened to.
    #[must_use]
    pub fn project(&self) -> ProjectId {
        self.parts.project
    }

    /// Its place in the project's stream, from 1.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.parts.version
    }

    /// When the command was given.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        self.parts.at
    }

    /// The civil day on which it takes effect.
    #[must_use]
    pub fn effective_on(&self) -> Day {
        self.parts.effective_on
    }

    /// Who acted.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.parts.actor
    }

    /// The business transaction it belongs to. `None` if none was given.
    #[must_use]
    pub fn correlation(&self) -> Option<&str> {
        self.parts.correlation.as_deref()
    }

    /// What caused it. `None` if that was not given.
    #[must_use]
    pub fn causation(&self) -> Option<&str> {
        self.parts.causation.as_deref()
    }

    /// The place in a ledger from which it was read. `None` if it was read from none.
    #[must_use]
    pub fn provenance(&self) -> Option<&Provenance> {
        match &self.parts.change {
            Change::Plan { provenance, .. } | Change::Redate(Redating { provenance, .. }) => provenance.as_ref(),
            Change::Move { basis, .. } | Change::Correct(Correcting { basis, .. }) => match basis {
                Basis::Imported { provenance, .. } => Some(provenance),
                Basis::Evidence(_) => None,
            },
            Change::Fact(_) | Change::Void(_) | Change::VoidFact(_) | Change::Replan(_) => {
                self.parts.provenance.as_ref()
            }
        }
    }

    /// The host's own members. `None` if it has none.
    #[must_use]
    pub fn host(&self) -> Option<&HostData> {
        self.parts.host.as_ref()
    }

    /// The version of the law that it was decided under.
    #[must_use]
    pub fn law(&self) -> u32 {
        self.parts.law
    }

    /// The policy that it was decided under.
    #[must_use]
    pub fn policy(&self) -> &PolicyId {
        &self.parts.policy
    }

    /// What its command gave.
    #[must_use]
    pub fn change(&self) -> &Change {
        &self.parts.change
    }

    /// The middle part of its type, as in `lifecycle.project.signed.v1`.
    #[must_use]
    pub fn event_name(&self) -> &'static str {
        self.parts.change.event_name()
    }

    /// What its command is called, such as `sign`.
    #[must_use]
    pub fn command_name(&self) -> &'static str {
        self.parts.change.command_name()
    }

    /// Where the project stood; `None` before planning.
    #[must_use]
    pub fn from(&self) -> Option<Position> {
        self.parts.effect.from
    }

    /// Where the project stands thereafter.
    #[must_use]
    pub fn to(&self) -> Position {
        self.parts.effect.to
    }

    /// What stood before a fact, in its place. `None` if nothing did, or if this is no fact.
    #[must_use]
    pub fn before(&self) -> Option<&Before> {
        self.parts.effect.before.as_ref()
    }

    /// The stream version of the step that stands again after a void, 1 for the planning. `None` if this is no void.
    #[must_use]
    pub fn restores(&self) -> Option<u64> {
        self.parts.effect.restores
    }

    /// The date that a step has from now on that this event corrects in place. `None` if it is another event.
    #[must_use]
    pub fn redated_to(&self) -> Option<Day> {
        self.parts.effect.redated_to
    }

    /// Whether it corrects what was recorded before it.
    #[must_use]
    pub fn is_correction(&self) -> bool {
        self.event_name() == Change::CORRECTED
    }

    /// Whether both record the same command: the same subject, type, actor, effective date and content, the host's
    /// own members too. The instant and
    /// the effect may differ.
    #[must_use]
    pub fn is_same_command(&self, other: &Self) -> bool {
        self.parts.effective_on == other.parts.effective_on && self.is_same_but_for_date(other)
    }

    /// The same, whatever the dates.
    pub(crate) fn is_same_but_for_date(&self, other: &Self) -> bool {
        let parts = &other.parts;
        let (host, provenance) = (parts.host.as_ref(), parts.provenance.as_ref());
        self.parts.project == parts.project && self.records(&parts.change, &parts.actor, host, provenance)
    }

    /// Whether `recorded` records the command that decided this event: a date that was left open is no part of it.
    pub(crate) fn is_recorded_as(&self, recorded: &Self) -> bool {
        self.is_same_but_for_date(recorded)
            && (matches!(self.parts.dating, Dating::Open) || self.parts.effective_on == recorded.parts.effective_on)
    }

    /// Whether this event records what `actor` gave, with the host's own members and with where it was read from, whatever the
    /// date.
    pub(super) fn records(
        &self,
        change: &Change,
        actor: &Actor,
        host: Option<&HostData>,
        provenance: Option<&Provenance>,
    ) -> bool {
        *self.parts.actor == *actor
            && self.parts.change == *change
            && self.parts.host.as_ref() == host
            && self.parts.provenance.as_ref() == provenance.filter(|_| change.is_read_from_elsewhere())
    }
}
