//! A zone in the portfolio: what was recorded of it, and when.

use std::collections::BTreeSet;

use super::FoldFault;
use crate::registry::{Zone, ZoneEvent};
use crate::value::{Timestamp, ZoneId};

/// A zone: named by a project, or registered. A registered one has few events, so they are kept as they are.
#[derive(Clone, Debug)]
pub(super) struct ZoneLife {
    pub(super) id: ZoneId,
    /// When a record named it first.
    pub(super) named: Timestamp,
    /// Its history. `None` if it was never registered.
    zone: Option<Zone>,
    /// When each event of that was recorded.
    recorded: Vec<Timestamp>,
    /// The versions of its stream that are not read.
    passed: BTreeSet<u64>,
}

impl ZoneLife {
    pub(super) const fn named(id: ZoneId, named: Timestamp) -> Self {
        Self { id, named, zone: None, recorded: Vec::new(), passed: BTreeSet::new() }
    }

    /// Takes in its next event.
    pub(super) fn add(
        &mut self,
        event: ZoneEvent,
        recorded: Timestamp,
        passed: BTreeSet<u64>,
    ) -> Result<(), FoldFault> {
        if let Some(last) = self.recorded.last().copied().filter(|last| *last > recorded) {
            return Err(FoldFault::Recorded { last, found: recorded });
        }
        match &mut self.zone {
            Some(zone) => {
                zone.pass_over(&passed);
                zone.apply(event)?;
            }
            none => *none = Some(Zone::replay([event])?),
        }
        self.passed = passed;
        self.recorded.push(recorded);
        Ok(())
    }

    /// What was known of it at an instant. `None` if it was not registered by then.
    pub(super) fn as_known(&self, known_at: Timestamp) -> Option<Zone> {
        let known = self.recorded.partition_point(|recorded| *recorded <= known_at);
        let events = self.zone.as_ref()?.events().iter().take(known).cloned();
        Zone::replay_but(&self.passed, events).ok().flatten()
    }
}
