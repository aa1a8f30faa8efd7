//! The sink that hands records to `tracing`.

use std::sync::{Arc, Mutex};

use crate::common::{actor, instant, source};
use project_lifecycle::audit::*;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Keeps the fields of each event.
#[derive(Clone, Default)]
struct Keeper(Arc<Mutex<Vec<String>>>);

impl Visit for Keeper {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.0.lock().expect("one thread").push(format!("{field}={value:?}"));
    }
}

impl Subscriber for Keeper {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "project_lifecycle::audit"
    }
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[test]
fn each_record_is_an_event_with_its_line() {
    let keeper = Keeper::default();
    let trail = tracing::subscriber::with_default(keeper.clone(), || {
        crate::common::trail(source(), &actor(), instant("2018-06-01T10:00:00Z"), TracingSink).expect("a log opens")
    });
    assert_eq!(trail.head().size(), 1);
    let kept = keeper.0.lock().expect("one thread").join("\n");
    for field in [
        "id=6567745e-843d-57e1-b81a-ac7a4e34797e",
        "type=\"lifecycle.log.opened.v1\"",
        "sequence=1",
        "record={\"authid\":\"officer-7\"",
    ] {
        assert!(kept.contains(field), "{field} in {kept}");
    }
}
