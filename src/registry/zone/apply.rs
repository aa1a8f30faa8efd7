//! Applying recorded events: structure is checked again, because storage is not trusted.

use std::collections::BTreeSet;

use super::{Zone, ZoneChange, ZoneEvent};
use crate::reason::Reason;
use crate::value::{EventId, Uuid};

/// The history is corrupt: an event does not follow from those before it. Nothing of it was applied.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ZoneHistoryError {
    /// There is no event.
    #[error("the history is empty; a zone begins with its registration")]
    Empty,
    /// An event does not follow from those before it.
    #[error("zone {zone}: event {version} {fault}")]
    Event {
        /// The zone, as the log's streams name it.
        zone: Uuid,
        /// The event's stream version.
        version: u64,
        /// What is wrong with it.
        fault: ZoneHistoryFault,
    },
}

/// What is wrong with an event. It reads on after "event 7".
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ZoneHistoryFault {
    /// The first event is no registration.
    #[error("is no registration, with which a zone begins")]
    Unregistered,
    /// The event belongs to another zone.
    #[error("belongs to zone {found}")]
    WrongZone {
        /// The event's zone.
        found: Uuid,
    },
    /// A version is missing, repeated or out of order.
    #[error("stands where event {expected} is next")]
    WrongVersion {
        /// The version that comes next.
        expected: u64,
    },
    /// Two events bear one id.
    #[error("bears the id {id} of an earlier event")]
    DuplicateId {
        /// The id.
        id: EventId,
    },
    /// The event names a value before it that did not stand.
    #[error("names a value before it that did not stand")]
    WrongBefore,
    /// The event cannot be beside those that stand.
    #[error("records what cannot be: {why}")]
    Contradicts {
        /// Why it cannot.
        why: Reason,
    },
}

impl Zone {
    /// A zone from its whole history.
    ///
    /// It checks structure: version, id, dates, and that each event can be beside those that stand. It does not ask the
    /// policy again.
    ///
    /// # Errors
    /// [`ZoneHistoryError`] at the first event that does not follow from those before it.
    pub fn replay(events: impl IntoIterator<Item = ZoneEvent>) -> Result<Self, ZoneHistoryError> {
        let mut events = events.into_iter();
        let first = events.next().ok_or(ZoneHistoryError::Empty)?;
        let ZoneChange::Registered { zone, .. } = first.change() else {
            return Err(blamed(&first, ZoneHistoryFault::Unregistered));
        };
        let mut replayed = Self::unregistered(zone.clone(), first.zone());
        replayed.apply(first)?;
        for event in events {
            replayed.apply(event)?;
        }
        Ok(replayed)
    }

    /// A zone from its history but for what is in quarantine: the versions that are passed over. Numbers stay taken. `None`
    /// if nothing is left.
    ///
    /// # Errors
    /// As [`replay`](Self::replay).
    pub fn replay_but(
        passed: &BTreeSet<u64>,
        events: impl IntoIterator<Item = ZoneEvent>,
    ) -> Result<Option<Self>, ZoneHistoryError> {
        if passed.contains(&1) {
            return Ok(None);
        }
        let mut events = events.into_iter().filter(|event| !passed.contains(&event.version()));
        let mut zone = Self::replay(events.next())?;
        for event in events {
            zone.pass_over(passed);
            zone.apply(event)?;
        }
        zone.pass_over(passed);
        Ok(Some(zone))
    }

    /// Goes on behind the next versions that are passed over.
    pub(crate) fn pass_over(&mut self, passed: &BTreeSet<u64>) {
        while passed.contains(&(self.version() + 1)) {
            self.version += 1;
        }
    }

    /// Takes in the next recorded event.
    ///
    /// # Errors
    /// [`ZoneHistoryError`] when it does not follow from this zone's history; the zone is then unchanged.
    pub fn apply(&mut self, event: ZoneEvent) -> Result<(), ZoneHistoryError> {
        self.follows(&event).map_err(|fault| blamed(&event, fault))?;
        if let ZoneChange::Corrected(voiding) = event.change() {
            self.voided.insert(voiding.version);
        }
        self.version = event.version();
        self.ids.insert(event.id());
        self.events.push(event);
        Ok(())
    }

    /// Checks whether an event could be [applied](Self::apply) next.
    ///
    /// # Errors
    /// As [`apply`](Self::apply).
    pub(crate) fn check_next(&self, event: &ZoneEvent) -> Result<(), ZoneHistoryError> {
        self.follows(event).map_err(|fault| blamed(event, fault))
    }

    /// Whether an event follows from this history.
    fn follows(&self, event: &ZoneEvent) -> Result<(), ZoneHistoryFault> {
        if event.zone() != self.uuid {
            return Err(ZoneHistoryFault::WrongZone { found: event.zone() });
        }
        if event.version() != self.version() + 1 {
            return Err(ZoneHistoryFault::WrongVersion { expected: self.version() + 1 });
        }
        if self.ids.contains(&event.id()) {
            return Err(ZoneHistoryFault::DuplicateId { id: event.id() });
        }
        let command = event.change().command();
        if let Some(why) = self.against(&command, event.effective_on()).into_iter().next() {
            return Err(ZoneHistoryFault::Contradicts { why });
        }
        if self.change(&command, event.effective_on()) != *event.change() {
            return Err(ZoneHistoryFault::WrongBefore);
        }
        Ok(())
    }
}

fn blamed(event: &ZoneEvent, fault: ZoneHistoryFault) -> ZoneHistoryError {
    ZoneHistoryError::Event { zone: event.zone(), version: event.version(), fault }
}
