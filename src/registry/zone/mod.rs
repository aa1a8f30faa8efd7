//! The development zone: its class by day, its profile, the zombies that are counted in it.

mod apply;
mod decide;
mod event;
mod profile;
mod refusal;
mod rules;

pub use apply::{ZoneHistoryError, ZoneHistoryFault};
pub use decide::ZoneDecision;
pub(crate) use event::ZoneParts;
pub use event::{ZoneChange, ZoneCommand, ZoneEvent};
pub use profile::{ZombieBaseline, ZoneAmendment, ZoneProfile};
pub use refusal::ZoneRefusal;

use std::collections::{BTreeSet, HashSet};

use crate::lifecycle::{ZombieKind, ZoneClass};
use crate::value::{Day, EventId, Uuid, ZoneId};

/// A development zone (开发区): its recorded events and what they amount to.
///
/// It has a stream of its own in the log of the projects that it hosts, and is decided, recorded and applied as they are.
/// A project may name a zone that was never registered.
///
/// ```
/// use project_lifecycle::lifecycle::ZoneClass;
/// use project_lifecycle::prelude::*;
/// use project_lifecycle::registry::{Zone, ZoneCommand, ZoneProfile};
///
/// let actor = Actor::new(AuthType::AppUser, "clerk-3".parse()?);
/// let at: Timestamp = "2018-06-01T10:00:00Z".parse()?;
/// let city: Source = "urn:example:city".parse()?;
/// let mut store = MemoryStore::open(city.clone(), &actor, at)?;
/// let policy = Policy::shenyang_2018();
/// let id = |number: u8| format!("00000000-0000-7000-8000-0000000000{number:02}").parse::<EventId>();
///
/// let hunnan: ZoneId = "hunnan".parse()?;
/// let profile = ZoneProfile::new(Text::new("浑南开发区")?, ZoneClass::Provincial, "210112".parse()?);
/// let context = Context::new(id(1)?, at, actor.clone()).on("2010-01-01".parse()?);
/// let registered = Zone::register(hunnan.clone(), profile, &city, &context, &policy)?;
/// store.append(&registered.into(), at)?;
///
/// // it is national from 1 May on
/// let zone = store.zone(&hunnan)?.expect("it was registered");
/// let paper = Attachment::new("升级批复", "国务院办公厅")?.dated("2018-04-20".parse()?);
/// let change = ZoneCommand::ChangeClass { to: ZoneClass::National, paper };
/// let context = Context::new(id(2)?, at, actor).on("2018-05-01".parse()?);
/// let changed = zone.decide(change, &context, &policy)?;
/// store.append(&changed.event().into(), at)?;
///
/// let zone = store.zone(&hunnan)?.expect("it was registered");
/// assert_eq!(zone.class_on("2018-04-30".parse()?), Some(ZoneClass::Provincial));
/// assert_eq!(zone.class_on("2018-05-01".parse()?), Some(ZoneClass::National));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    id: ZoneId,
    uuid: Uuid,
    /// How many records its stream has.
    version: u64,
    events: Vec<ZoneEvent>,
    /// Their ids.
    ids: HashSet<EventId>,
    /// The versions of the events that were voided.
    voided: BTreeSet<u64>,
}

impl Zone {
    /// A zone to which nothing happened yet.
    fn unregistered(id: ZoneId, uuid: Uuid) -> Self {
        Self { id, uuid, version: 0, events: Vec::new(), ids: HashSet::new(), voided: BTreeSet::new() }
    }

    /// Its id, by which projects name it.
    #[must_use]
    pub const fn id(&self) -> &ZoneId {
        &self.id
    }

    /// Its id in the log: that of its stream.
    #[must_use]
    pub const fn uuid(&self) -> Uuid {
        self.uuid
    }

    /// The version of its last event: how many there are.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// Its events, the voided and the correcting ones included.
    #[must_use]
    pub fn events(&self) -> &[ZoneEvent] {
        &self.events
    }

    /// Its class on a day. `None` before its registration, and if none stands.
    #[must_use]
    pub fn class_on(&self, day: Day) -> Option<ZoneClass> {
        let last = self.classes().filter(|(event, _)| event.effective_on() <= day).last();
        last.map(|(_, class)| class)
    }

    /// What it is, with its present class and all amendments. `None` if no registration stands.
    #[must_use]
    pub fn profile(&self) -> Option<ZoneProfile> {
        self.profile_on(Day::MAX)
    }

    /// The zombies of a kind that it has to dispose of. `None` if no baseline of the kind stands.
    #[must_use]
    pub fn baseline(&self, kind: ZombieKind) -> Option<&ZombieBaseline> {
        self.baselines().map(|(_, baseline)| baseline).find(|baseline| baseline.kind == kind)
    }

    /// What it was on a day. Of two amendments of one member the one of the later date stands, and of one date the one
    /// recorded last.
    pub(crate) fn profile_on(&self, day: Day) -> Option<ZoneProfile> {
        let ZoneChange::Registered { profile, .. } = self.registration()?.change() else { return None };
        let mut profile = profile.clone();
        profile.class = self.class_on(day).unwrap_or(profile.class);
        let mut by_day: Vec<_> = self.standing().filter(|event| event.effective_on() <= day).collect();
        by_day.sort_by_key(|event| event.effective_on());
        for event in by_day {
            if let ZoneChange::Amended { after, .. } = event.change() {
                profile.amend(after);
            }
        }
        Some(profile)
    }

    /// Its facts that stand, in the order of their versions.
    fn standing(&self) -> impl Iterator<Item = &ZoneEvent> {
        let is_fact = |event: &&ZoneEvent| !matches!(event.change(), ZoneChange::Corrected(_));
        self.events.iter().filter(is_fact).filter(|event| !self.voided.contains(&event.version()))
    }

    /// The registration that stands. `None` if none does.
    fn registration(&self) -> Option<&ZoneEvent> {
        self.standing().find(|event| matches!(event.change(), ZoneChange::Registered { .. }))
    }

    /// The events that give it a class, in the order of their dates too.
    fn classes(&self) -> impl Iterator<Item = (&ZoneEvent, ZoneClass)> {
        self.standing().filter_map(|event| Some((event, event.class()?)))
    }

    /// The baselines that stand, with their versions.
    fn baselines(&self) -> impl Iterator<Item = (u64, &ZombieBaseline)> {
        self.standing().filter_map(|event| match event.change() {
            ZoneChange::BaselineFrozen(baseline) => Some((event.version(), baseline)),
            ZoneChange::Registered { .. }
            | ZoneChange::ClassChanged { .. }
            | ZoneChange::Amended { .. }
            | ZoneChange::Corrected(_) => None,
        })
    }

    /// The event that bears an id. `None` if none does.
    fn find(&self, id: EventId) -> Option<&ZoneEvent> {
        self.events.iter().find(|event| event.id() == id)
    }
}
