//! Finding an event by its id.

use std::collections::HashMap;

use super::Event;
use crate::value::EventId;

/// The ids of a history. A short one is looked through; a longer one has an index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Ids(HashMap<EventId, usize>);

/// How many events are looked through.
const FEW: usize = 64;

impl Ids {
    /// The event that bears an id.
    pub(super) fn find<'a>(&self, events: &'a [Event], id: EventId) -> Option<&'a Event> {
        if self.0.is_empty() {
            return events.iter().find(|event| event.id() == id);
        }
        events.get(*self.0.get(&id)?)
    }

    /// Takes in the last event.
    pub(super) fn enter(&mut self, events: &[Event]) {
        if events.len() <= FEW {
            return;
        }
        let known = self.0.len();
        self.0.extend(events.iter().enumerate().skip(known).map(|(at, event)| (event.id(), at)));
    }
}
