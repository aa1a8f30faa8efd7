//! What happened to a zone, and what is asked for it.

use core::fmt;
use std::sync::Arc;

use super::{ZombieBaseline, ZoneAmendment, ZoneProfile};
use crate::act::{Actor, HostData, Voiding};
use crate::evidence::Attachment;
use crate::lifecycle::ZoneClass;
use crate::policy::PolicyId;
use crate::value::{Day, EventId, Timestamp, Uuid, ZoneId};
use crate::vocabulary::Language;

/// What a platform asks of a zone.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ZoneCommand {
    /// Registers it, or registers it anew after its registration was voided.
    Register(ZoneProfile),
    /// Gives it another class, from the effective date on.
    ChangeClass {
        /// The class.
        to: ZoneClass,
        /// The paper of the change, with its day.
        paper: Attachment,
    },
    /// Changes other members of its profile.
    Amend(ZoneAmendment),
    /// Freezes the zombies of a kind that it has to dispose of.
    FreezeBaseline(ZombieBaseline),
    /// Voids one of these.
    VoidFact(Voiding),
}

impl ZoneCommand {
    /// What it is called, such as `change_class`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Register(_) => "register",
            Self::ChangeClass { .. } => "change_class",
            Self::Amend(_) => "amend",
            Self::FreezeBaseline(_) => "freeze_baseline",
            Self::VoidFact(_) => "void_fact",
        }
    }
}

/// What happened to a zone.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ZoneChange {
    /// It was registered.
    Registered {
        /// Its id.
        zone: ZoneId,
        /// What it is.
        profile: ZoneProfile,
    },
    /// It has another class, from the effective date on.
    ClassChanged {
        /// The class before.
        from: ZoneClass,
        /// The class.
        to: ZoneClass,
        /// The paper of the change.
        paper: Attachment,
    },
    /// Other members of its profile changed.
    Amended {
        /// What stood before it on its day: the members that it gives, and no others.
        before: ZoneAmendment,
        /// What it gives.
        after: ZoneAmendment,
    },
    /// The zombies of a kind that it has to dispose of were frozen.
    BaselineFrozen(ZombieBaseline),
    /// One of these was voided.
    Corrected(Voiding),
}

impl ZoneChange {
    /// Every event name, as in `lifecycle.zone.registered.v1`.
    pub const EVENT_NAMES: [&'static str; 5] =
        ["registered", "class_changed", "amended", "baseline_frozen", "corrected"];
    /// What voiding is called in `verb`.
    pub const VOID_FACT: &'static str = "void_fact";

    /// The middle part of its event's type.
    #[must_use]
    pub const fn event_name(&self) -> &'static str {
        let [registered, class_changed, amended, baseline_frozen, corrected] = Self::EVENT_NAMES;
        match self {
            Self::Registered { .. } => registered,
            Self::ClassChanged { .. } => class_changed,
            Self::Amended { .. } => amended,
            Self::BaselineFrozen(_) => baseline_frozen,
            Self::Corrected(_) => corrected,
        }
    }

    /// What a person reads for an event of this name, in the language asked for. `None` for another name.
    #[must_use]
    pub fn label_of(event_name: &str, language: Language) -> Option<&'static str> {
        let labels = [
            ("Zone registered", "开发区登记"),
            ("Class of zone changed", "开发区级别变更"),
            ("Zone amended", "开发区变更"),
            ("Zombie baseline frozen", "核定僵尸项目（企业）底数"),
            ("Correction of a zone", "开发区事项更正"),
        ];
        let at = Self::EVENT_NAMES.iter().position(|known| *known == event_name)?;
        let (english, chinese) = labels[at];
        Some(language.pick(english, chinese))
    }

    /// The command that asked for it.
    pub(super) fn command(&self) -> ZoneCommand {
        match self {
            Self::Registered { profile, .. } => ZoneCommand::Register(profile.clone()),
            Self::ClassChanged { to, paper, .. } => ZoneCommand::ChangeClass { to: *to, paper: paper.clone() },
            Self::Amended { after, .. } => ZoneCommand::Amend(after.clone()),
            Self::BaselineFrozen(baseline) => ZoneCommand::FreezeBaseline(baseline.clone()),
            Self::Corrected(voiding) => ZoneCommand::VoidFact(voiding.clone()),
        }
    }
}

/// One accepted fact in the life of a zone. Immutable and cheap to clone.
///
/// An event is made by a decision or read from an audit record; nothing else makes one.
#[derive(Clone)]
pub struct ZoneEvent {
    parts: Arc<ZoneParts>,
    /// What a record does not tell; `None` if it was read from one. It is not part of equality.
    decided: Option<ZoneDecided>,
}

/// The parts of an event.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ZoneParts {
    pub(crate) id: EventId,
    /// The zone, as its stream names it.
    pub(crate) zone: Uuid,
    pub(crate) version: u64,
    pub(crate) at: Timestamp,
    pub(crate) effective_on: Day,
    pub(crate) actor: Arc<Actor>,
    pub(crate) correlation: Option<Arc<str>>,
    pub(crate) causation: Option<Arc<str>>,
    pub(crate) host: Option<HostData>,
    pub(crate) policy: Arc<PolicyId>,
    pub(crate) change: ZoneChange,
}

/// How an event was decided.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ZoneDecided {
    /// The last event of the history that it was decided on. `None` if there was none.
    pub(crate) on: Option<EventId>,
    /// Whether its date was left open, so that it is no part of the command.
    pub(crate) is_date_open: bool,
}

impl PartialEq for ZoneEvent {
    fn eq(&self, other: &Self) -> bool {
        self.parts == other.parts
    }
}

impl Eq for ZoneEvent {}

impl fmt::Debug for ZoneEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ZoneEvent").field(&self.parts).finish()
    }
}

impl ZoneEvent {
    pub(crate) fn new(parts: ZoneParts, decided: Option<ZoneDecided>) -> Self {
        Self { parts: Arc::new(parts), decided }
    }

    pub(crate) fn parts(&self) -> &ZoneParts {
        &self.parts
    }

    pub(crate) const fn decided(&self) -> Option<ZoneDecided> {
        self.decided
    }

    /// Its id, which is also its command's.
    #[must_use]
    pub fn id(&self) -> EventId {
        self.parts.id
    }

    /// The zone that it happened to, as the log's streams name it: [`ZoneId::uuid`].
    #[must_use]
    pub fn zone(&self) -> Uuid {
        self.parts.zone
    }

    /// Its place in the zone's stream, from 1.
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

    /// The host's own members. `None` if it has none.
    #[must_use]
    pub fn host(&self) -> Option<&HostData> {
        self.parts.host.as_ref()
    }

    /// The policy that it was decided under.
    #[must_use]
    pub fn policy(&self) -> &PolicyId {
        &self.parts.policy
    }

    /// What happened.
    #[must_use]
    pub fn change(&self) -> &ZoneChange {
        &self.parts.change
    }

    /// The class that it gives the zone. `None` if it gives none.
    pub(super) fn class(&self) -> Option<ZoneClass> {
        match self.change() {
            ZoneChange::Registered { profile, .. } => Some(profile.class),
            ZoneChange::ClassChanged { to, .. } => Some(*to),
            ZoneChange::Amended { .. } | ZoneChange::BaselineFrozen(_) | ZoneChange::Corrected(_) => None,
        }
    }

    /// Whether this event records what `actor` gave, with the host's own members, whatever the date.
    pub(super) fn records(&self, command: &ZoneCommand, actor: &Actor, host: Option<&HostData>) -> bool {
        *self.parts.actor == *actor && self.change().command() == *command && self.host() == host
    }

    /// Whether both record the same command, whatever their dates.
    pub(crate) fn is_same_but_for_date(&self, other: &Self) -> bool {
        self.zone() == other.zone() && self.records(&other.change().command(), other.actor(), other.host())
    }

    /// Whether `recorded` records the command that decided this event: a date that was left open is no part of it.
    pub(crate) fn is_recorded_as(&self, recorded: &Self) -> bool {
        let is_date_open = self.decided.is_some_and(|decided| decided.is_date_open);
        self.is_same_but_for_date(recorded) && (is_date_open || self.effective_on() == recorded.effective_on())
    }
}
