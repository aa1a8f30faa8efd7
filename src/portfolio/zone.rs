//! A zone in the portfolio: its class and its baselines, as known at an instant.

use std::collections::BTreeMap;

use crate::lifecycle::{ZombieKind, ZoneClass};
use crate::value::{Day, ProjectId, Timestamp, ZoneId};

/// A zone: named by a project, or registered.
#[derive(Clone, Debug)]
pub(super) struct ZoneLife {
    pub(super) id: ZoneId,
    /// When a record named it first.
    pub(super) named: Timestamp,
    /// The version of its last event; 0 if it has none.
    pub(super) version: u64,
    /// When its last event was recorded.
    pub(super) recorded: Option<Timestamp>,
    /// By registration and by changes of class.
    pub(super) classes: Vec<ClassRow>,
    pub(super) baselines: Vec<BaselineRow>,
    /// The events that were voided, with the time at which that was recorded.
    pub(super) voided: BTreeMap<u64, Timestamp>,
}

/// A class from a day on.
#[derive(Clone, Copy, Debug)]
pub(super) struct ClassRow {
    pub(super) recorded: Timestamp,
    pub(super) on: Day,
    pub(super) version: u64,
    pub(super) class: ZoneClass,
}

/// A baseline of zombies, frozen on a day.
#[derive(Clone, Debug)]
pub(super) struct BaselineRow {
    pub(super) recorded: Timestamp,
    pub(super) version: u64,
    pub(super) kind: ZombieKind,
    pub(super) day: Day,
    pub(super) members: Vec<ProjectId>,
}

impl ZoneLife {
    pub(super) fn named(id: ZoneId, named: Timestamp) -> Self {
        Self { id, named, version: 0, recorded: None, classes: vec![], baselines: vec![], voided: BTreeMap::new() }
    }

    fn stands(&self, version: u64, recorded: Timestamp, known_at: Timestamp) -> bool {
        recorded <= known_at && self.voided.get(&version).is_none_or(|voided| *voided > known_at)
    }

    /// Whether it was registered, as known at an instant, whatever the day.
    pub(super) fn is_registered(&self, known_at: Timestamp) -> bool {
        self.classes.iter().any(|row| self.stands(row.version, row.recorded, known_at))
    }

    /// Its class on a day. `None` if it was not registered by then.
    pub(super) fn class(&self, day: Day, known_at: Timestamp) -> Option<ZoneClass> {
        let known = self.classes.iter().filter(|row| row.on <= day && self.stands(row.version, row.recorded, known_at));
        known.max_by_key(|row| (row.on, row.version)).map(|row| row.class)
    }

    /// Its baseline of a kind that was frozen by a day.
    pub(super) fn baseline(&self, kind: ZombieKind, as_of: Day, known_at: Timestamp) -> Option<&BaselineRow> {
        let mut known = self.baselines.iter().rev();
        known.find(|row| row.kind == kind && row.day <= as_of && self.stands(row.version, row.recorded, known_at))
    }
}
