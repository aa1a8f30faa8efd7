//! The types of events.

use core::fmt;

use super::SubjectKind;
use super::data;
use super::envelope::{SCHEMA_PREFIX, TYPE_PREFIX};
use crate::lifecycle::Verb;
use crate::project::{Body, Fact};

/// A type of event, written as in `lifecycle.project.signed.v1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EventType {
    /// The kind of its subject.
    pub kind: SubjectKind,
    /// What happened, its middle part.
    pub event: &'static str,
    /// The version of its data.
    pub version: u32,
}

impl EventType {
    /// Every type of this version: the log's opening, those of projects, and the refusal that a host records.
    pub fn all() -> impl Iterator<Item = Self> {
        let of = |kind, event, version| Self { kind, event, version };
        let verbs = Verb::ALL.into_iter().map(Verb::event_name);
        let facts = Fact::EVENT_NAMES.iter().copied();
        let project = core::iter::once(Body::PLANNED).chain(verbs).chain(facts).chain([Body::CORRECTED]);
        core::iter::once(of(SubjectKind::Log, "opened", 1))
            .chain(project.filter_map(move |event| Some(of(SubjectKind::Project, event, data::version(event)?))))
            .chain([of(SubjectKind::Refusal, "transition_refused", 1)])
    }

    /// The name of its data's schema, as records give it in `dataschema`.
    #[must_use]
    pub fn schema(self) -> String {
        format!("{SCHEMA_PREFIX}{self}")
    }
}

impl fmt::Display for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, event, version } = self;
        write!(f, "{TYPE_PREFIX}{kind}.{event}.v{version}")
    }
}
