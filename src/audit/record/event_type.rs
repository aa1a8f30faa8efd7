//! The types of events.

use core::fmt;

use crate::audit::record::envelope::{SCHEMA_PREFIX, TYPE_PREFIX, TypeName};
use crate::audit::wire::{LogQuarantined, Opening, project, zone};
use crate::audit::{SubjectKind, TransitionRefused};
use crate::lifecycle::Verb;
use crate::project::Change;
use crate::project::fact::Fact;
use crate::registry::ZoneChange;
use crate::vocabulary::Language;

/// A type of event, written as in `lifecycle.project.signed.v1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventType {
    kind: SubjectKind,
    event: &'static str,
    version: u32,
}

impl EventType {
    /// Every type of this version: the log's own, those of projects and of zones, and the refusal that a host
    /// records.
    pub fn all() -> impl Iterator<Item = Self> {
        let of = |kind, event, version| Self { kind, event, version };
        let verbs = Verb::ALL.into_iter().map(Verb::event_name);
        let facts = Fact::EVENT_NAMES.iter().copied();
        let projects = core::iter::once(Change::PLANNED).chain(verbs).chain(facts).chain([Change::CORRECTED]);
        [Opening::EVENT_NAME, LogQuarantined::EVENT_NAME]
            .into_iter()
            .map(move |event| of(SubjectKind::Log, event, 1))
            .chain(projects.filter_map(move |event| Some(of(SubjectKind::Project, event, project::version(event)?))))
            .chain(ZoneChange::EVENT_NAMES.map(|event| of(SubjectKind::Zone, event, zone::VERSION)))
            .chain([of(SubjectKind::Refusal, TransitionRefused::EVENT_NAME, 1)])
    }

    /// The type of this name, such as `lifecycle.project.signed.v1`. `None` if this version has no such type.
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        let TypeName { kind, event, version } = TypeName::parse(text)?;
        Self::all().find(|known| (known.kind.code(), known.event, known.version) == (kind, event, version))
    }

    /// What a person reads, in the language asked for.
    #[must_use]
    pub fn label(self, language: Language) -> &'static str {
        let verb = || Verb::ALL.into_iter().find(|verb| verb.event_name() == self.event);
        match (self.kind, self.event) {
            (SubjectKind::Project, Change::PLANNED) => language.pick("Project planned", "项目策划"),
            (SubjectKind::Project, Change::CORRECTED) => language.pick("Correction", "更正"),
            (SubjectKind::Project, event) => {
                let fact = Fact::label_of(event, language);
                fact.or_else(|| verb().map(|verb| verb.label(language))).unwrap_or(event)
            }
            (SubjectKind::Zone, event) => ZoneChange::label_of(event, language).unwrap_or(event),
            (SubjectKind::Refusal, _) => language.pick("Command refused", "不予办理"),
            (SubjectKind::Log, LogQuarantined::EVENT_NAME) => language.pick("Places put in quarantine", "记录隔离"),
            (SubjectKind::Log, _) => language.pick("Log opened", "日志启用"),
            #[cfg(test)]
            (SubjectKind::Sample, event) => event,
        }
    }

    /// The kind of its subject.
    #[must_use]
    pub const fn kind(self) -> SubjectKind {
        self.kind
    }

    /// What happened: its middle part, such as `signed`.
    #[must_use]
    pub const fn event(self) -> &'static str {
        self.event
    }

    /// The version of its data.
    #[must_use]
    pub const fn version(self) -> u32 {
        self.version
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
