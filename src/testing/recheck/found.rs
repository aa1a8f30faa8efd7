//! What a recheck found.

use std::collections::BTreeSet;

use serde::ser::{Serialize, SerializeStruct as _, Serializer};

use crate::lifecycle::LAW_VERSION;
use crate::policy::PolicyId;
use crate::reason::{Names, Reason};
use crate::{Day, Event, Policy, ProjectId, Record};

/// What a [recheck](super::recheck()) found. Its text has a paragraph for each objection, in English;
/// [`text`](Self::text) gives it in either language. Serialized it is `{"policy", "law", "projects", "events",
/// "objections"}`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[must_use = "print it, or assert that it is clear"]
#[non_exhaustive]
pub struct Rechecked {
    /// The policy that decided.
    pub policy: PolicyId,
    /// The law that decided, by its version: this crate's newest.
    pub law: u32,
    /// How many projects there are.
    pub projects: u64,
    /// How many events of projects.
    pub events: u64,
    /// What would now be refused or no longer replays, in the order of the log.
    pub objections: Vec<Objection>,
}

/// An event that would not be recorded again.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Objection {
    /// The project.
    pub project: ProjectId,
    /// The place of the event in the project's stream.
    pub version: u64,
    /// Its place in the log.
    pub sequence: u64,
    /// What its command is called, such as `sign`; the type of a record that cannot be read.
    pub command: String,
    /// Its effective date. `None` if the record cannot be read.
    pub effective_on: Option<Day>,
    /// What stands in its way.
    pub hindrance: Hindrance,
    pub(super) names: Names,
}

/// Why an event would not be recorded again.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Hindrance {
    /// Its command would be refused, for these reasons. The project goes on as it was recorded.
    Refused(Vec<Reason>),
    /// The history does not replay from here on, so no later event of the project is looked at: why, in English, as the error
    /// has it.
    DoesNotReplay(String),
    /// The record holds no event that this crate can read, so no later event of the project is looked at: why, in English, as
    /// the error has it.
    Unreadable(String),
}

impl Rechecked {
    pub(super) fn under(policy: &Policy) -> Self {
        let policy = policy.id().as_ref().clone();
        Self { policy, law: LAW_VERSION, projects: 0, events: 0, objections: Vec::new() }
    }

    /// Whether everything would be recorded again.
    #[must_use]
    pub const fn is_clear(&self) -> bool {
        self.objections.is_empty()
    }

    /// The projects with an objection, each once.
    #[must_use]
    pub fn affected(&self) -> BTreeSet<ProjectId> {
        self.objections.iter().map(|objection| objection.project).collect()
    }
}

impl Objection {
    pub(super) fn new(
        project: ProjectId,
        record: &Record,
        event: Option<&Event>,
        hindrance: Hindrance,
        policy: &Policy,
    ) -> Self {
        let (version, sequence) = (record.stream_version(), record.sequence());
        let command = event.map_or_else(|| record.event_type().to_owned(), |event| event.command_name().to_owned());
        Self {
            project,
            version,
            sequence,
            command,
            effective_on: event.map(Event::effective_on),
            hindrance,
            names: policy.terms().names.clone(),
        }
    }
}

impl Serialize for Objection {
    /// `{"project", "version", "sequence", "command", "effective_on"}` and one of `refused` (with the reasons as a platform
    /// shows them), `does_not_replay`, `unreadable`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { project, version, sequence, command, effective_on, hindrance, names } = self;
        let mut objection = serializer.serialize_struct("Objection", 6)?;
        objection.serialize_field("project", project)?;
        objection.serialize_field("version", version)?;
        objection.serialize_field("sequence", sequence)?;
        objection.serialize_field("command", command)?;
        objection.serialize_field("effective_on", effective_on)?;
        match hindrance {
            Hindrance::Refused(reasons) => {
                objection.serialize_field(
                    "refused",
                    &reasons.iter().map(|reason| reason.report(names)).collect::<Vec<_>>(),
                )?;
            }
            Hindrance::DoesNotReplay(why) => objection.serialize_field("does_not_replay", why)?,
            Hindrance::Unreadable(why) => objection.serialize_field("unreadable", why)?,
        }
        objection.end()
    }
}
