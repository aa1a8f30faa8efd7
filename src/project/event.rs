//! What happened to a project.

use core::fmt;
use std::sync::Arc;

use super::Profile;
use super::fact::Fact;
use crate::act::{Actor, Provenance, Redating, Voiding};
use crate::evidence::Evidence;
use crate::lifecycle::{Outcome, Position, Verb, ZombieCause};
use crate::policy::PolicyId;
use crate::value::{Day, EventId, ProjectId, Timestamp};

/// One accepted step or fact in the life of a project. Immutable and cheap to clone.
///
/// An event is made by a decision or read from an audit record; nothing else makes one.
#[derive(Clone)]
pub struct Event {
    happening: Arc<Happening>,
    /// What the decision found last in the project's stream; nothing for planning, and for what was read from a record. It
    /// is no part of what happened, so it does not tell events apart.
    after: Option<Arc<Happening>>,
}

impl PartialEq for Event {
    fn eq(&self, other: &Self) -> bool {
        self.happening == other.happening
    }
}

impl Eq for Event {}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Event").field(&self.happening).finish()
    }
}

/// The parts of an event.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Happening {
    pub(crate) id: EventId,
    pub(crate) project: ProjectId,
    pub(crate) version: u64,
    pub(crate) at: Timestamp,
    pub(crate) effective_on: Day,
    pub(crate) actor: Arc<Actor>,
    pub(crate) correlation: Option<Arc<str>>,
    pub(crate) causation: Option<Arc<str>>,
    pub(crate) law: u32,
    pub(crate) policy: Arc<PolicyId>,
    pub(crate) body: Body,
}

/// What kind of thing happened.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "made once and moved into one shared allocation, the event")]
pub enum Body {
    /// The project was planned.
    Planned {
        /// What it is.
        profile: Profile,
        /// Where it was imported from.
        provenance: Option<Provenance>,
    },
    /// The project moved.
    Moved {
        /// The act.
        verb: Verb,
        /// What it left.
        from: Position,
        /// What it entered.
        to: Position,
        /// On what it rests.
        basis: Basis,
    },
    /// Something was recorded that leaves the stage unchanged.
    Noted {
        /// Where the project stood.
        at: Position,
        /// The value before, if there was one.
        before: Option<Fact>,
        /// The value from now on.
        after: Fact,
    },
    /// The last standing transition was voided.
    Voided {
        /// Where the project stood.
        from: Position,
        /// Where it stands again.
        to: Position,
        /// Which transition, why, and who authorised it.
        voiding: Voiding,
    },
    /// A standing transition was given another effective date.
    Redated {
        /// Where the project stood.
        at: Position,
        /// Which transition, which date, why, and who authorised it.
        redating: Redating,
    },
}

/// On what a move rests.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "made once and moved into one shared allocation, the event")]
pub enum Basis {
    /// Evidence.
    Evidence(Evidence),
    /// Imported history.
    Imported {
        /// Where it was imported from.
        provenance: Provenance,
        /// Why it stalled, for a stall.
        cause: Option<ZombieCause>,
        /// With what outcome it closed, for a closing.
        outcome: Option<Outcome>,
    },
}

/// What a command gives, before it is known where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "made once and moved into one shared allocation, the event")]
pub(super) enum Asked {
    Move(Verb, Basis),
    Fact(Fact),
    Void(Voiding),
    Redate(Redating),
}

impl Basis {
    /// The cause of a stall.
    #[must_use]
    pub fn cause(&self) -> Option<ZombieCause> {
        match self {
            Self::Evidence(Evidence::StallFinding(finding)) => Some(*finding.cause()),
            Self::Evidence(_) => None,
            Self::Imported { cause, .. } => *cause,
        }
    }

    /// The outcome of a closing.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        match self {
            Self::Evidence(Evidence::Closing(closing)) => Some(*closing.outcome()),
            Self::Evidence(_) => None,
            Self::Imported { outcome, .. } => *outcome,
        }
    }

    /// Whether it was imported.
    #[must_use]
    pub const fn is_imported(&self) -> bool {
        matches!(self, Self::Imported { .. })
    }
}

impl Body {
    /// The event name of planning.
    pub const PLANNED: &'static str = "planned";
    /// The event name of corrections.
    pub const CORRECTED: &'static str = "corrected";
    /// What planning is called, as a command and in `verb`.
    pub const PLAN: &'static str = "plan";
    /// What the voiding of a transition is called.
    pub const VOID: &'static str = "void";
    /// What the re-dating of a transition is called.
    pub const REDATE: &'static str = "redate";

    /// The middle part of the event type, as in `lifecycle.project.signed.v1`.
    #[must_use]
    pub const fn event_name(&self) -> &'static str {
        match self {
            Self::Planned { .. } => Self::PLANNED,
            Self::Moved { verb, .. } => verb.event_name(),
            Self::Noted { after, .. } => after.event_name(),
            Self::Voided { .. } | Self::Redated { .. } => Self::CORRECTED,
        }
    }

    /// What its command is called: the verb's code, the fact's, or [`PLAN`](Self::PLAN), [`VOID`](Self::VOID),
    /// [`REDATE`](Self::REDATE).
    #[must_use]
    pub const fn command_name(&self) -> &'static str {
        match self {
            Self::Planned { .. } => Self::PLAN,
            Self::Moved { verb, .. } => verb.code(),
            Self::Noted { after, .. } => after.command_name(),
            Self::Voided { .. } => Self::VOID,
            Self::Redated { .. } => Self::REDATE,
        }
    }

    /// Where the project stood; nothing before planning.
    #[must_use]
    pub const fn from(&self) -> Option<Position> {
        match self {
            Self::Planned { .. } => None,
            Self::Moved { from, .. } | Self::Voided { from, .. } => Some(*from),
            Self::Noted { at, .. } | Self::Redated { at, .. } => Some(*at),
        }
    }

    /// Where the project stands thereafter.
    #[must_use]
    pub const fn to(&self) -> Position {
        match self {
            Self::Planned { .. } => Position::START,
            Self::Moved { to, .. } | Self::Voided { to, .. } => *to,
            Self::Noted { at, .. } | Self::Redated { at, .. } => *at,
        }
    }

    /// What the command gave, without what followed from where the project stood.
    fn given(&self) -> Given<'_> {
        match self {
            Self::Planned { profile, provenance } => Given::Plan(profile, provenance.as_ref()),
            Self::Moved { verb, basis, .. } => Given::Move(*verb, basis),
            Self::Noted { after, .. } => Given::Fact(after),
            Self::Voided { voiding, .. } => Given::Void(voiding),
            Self::Redated { redating, .. } => Given::Redate(redating),
        }
    }
}

/// What a command gave, borrowed, to tell a retry from another command under the same id.
#[derive(PartialEq)]
enum Given<'a> {
    Plan(&'a Profile, Option<&'a Provenance>),
    Move(Verb, &'a Basis),
    Fact(&'a Fact),
    Void(&'a Voiding),
    Redate(&'a Redating),
}

impl Asked {
    /// What the command is called in a refusal.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Move(verb, _) => verb.code(),
            Self::Fact(fact) => fact.command_name(),
            Self::Void(_) => Body::VOID,
            Self::Redate(_) => Body::REDATE,
        }
    }

    fn given(&self) -> Given<'_> {
        match self {
            Self::Move(verb, basis) => Given::Move(*verb, basis),
            Self::Fact(fact) => Given::Fact(fact),
            Self::Void(voiding) => Given::Void(voiding),
            Self::Redate(redating) => Given::Redate(redating),
        }
    }
}

impl Event {
    pub(crate) fn new(happening: Happening) -> Self {
        Self { happening: Arc::new(happening), after: None }
    }

    /// An event that was decided on a history which ends with `last`.
    pub(super) fn decided_on(last: Option<&Self>, happening: Happening) -> Self {
        Self { happening: Arc::new(happening), after: last.map(|last| Arc::clone(&last.happening)) }
    }

    pub(crate) fn happening(&self) -> &Happening {
        &self.happening
    }

    /// The last event of the history that it was decided on, if that is known.
    pub(crate) fn decided_after(&self) -> Option<Self> {
        Some(Self { happening: Arc::clone(self.after.as_ref()?), after: None })
    }

    /// Whether it is this very one in memory, not only an equal one.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.happening, &other.happening)
    }

    /// Its id, which is also its command's.
    #[must_use]
    pub fn id(&self) -> EventId {
        self.happening.id
    }

    /// The project it happened to.
    #[must_use]
    pub fn project(&self) -> ProjectId {
        self.happening.project
    }

    /// Its place in the project's stream, from 1.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.happening.version
    }

    /// When the command was given.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        self.happening.at
    }

    /// The civil day on which it takes effect.
    #[must_use]
    pub fn effective_on(&self) -> Day {
        self.happening.effective_on
    }

    /// Who acted.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.happening.actor
    }

    /// The business transaction it belongs to.
    #[must_use]
    pub fn correlation(&self) -> Option<&str> {
        self.happening.correlation.as_deref()
    }

    /// What caused it.
    #[must_use]
    pub fn causation(&self) -> Option<&str> {
        self.happening.causation.as_deref()
    }

    /// The version of the law that it was decided under.
    #[must_use]
    pub fn law(&self) -> u32 {
        self.happening.law
    }

    /// The policy that it was decided under.
    #[must_use]
    pub fn policy(&self) -> &PolicyId {
        &self.happening.policy
    }

    /// What happened.
    #[must_use]
    pub fn body(&self) -> &Body {
        &self.happening.body
    }

    /// Whether this event records the very command that `actor` gave for `effective_on`.
    pub(super) fn records(&self, asked: &Asked, effective_on: Day, actor: &Actor) -> bool {
        self.gives(&asked.given(), effective_on, actor)
    }

    /// Whether both record the same command: subject, type, actor, effective date and what the command gave; not the
    /// instant, and not what followed from where the project stood.
    #[must_use]
    pub fn is_same_command(&self, other: &Self) -> bool {
        self.happening.project == other.happening.project
            && self.gives(&other.happening.body.given(), other.happening.effective_on, &other.happening.actor)
    }

    fn gives(&self, given: &Given<'_>, effective_on: Day, actor: &Actor) -> bool {
        self.happening.effective_on == effective_on
            && *self.happening.actor == *actor
            && self.happening.body.given() == *given
    }
}
