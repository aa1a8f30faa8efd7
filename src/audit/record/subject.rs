//! Streams, and the types of their events.

use core::fmt;
use core::str::FromStr;

use uuid::Uuid;
use uuid::fmt::Hyphenated;

use crate::value::{EventId, ProjectId, Source, ZoneId};
use crate::vocabulary::vocabulary;

/// The kinds, in unit tests with one more, which stands for those to come.
macro_rules! kinds {
    ($($more:tt)*) => {
        vocabulary! {
            /// What kind of thing a stream is about.
            #[non_exhaustive]
            SubjectKind as "kind of subject" {
                /// A project.
                Project "project" "Project" "项目";
                /// A development zone.
                Zone "zone" "Development zone" "开发区";
                /// A refused attempt.
                Refusal "refusal" "Refusal" "不予办理";
                /// The log itself.
                Log "log" "Log" "日志";
                $($more)*
            }
        }
    };
}

#[cfg(not(test))]
kinds! {}
#[cfg(test)]
kinds! {
    /// What only unit tests write.
    Sample "sample" "Sample" "样本";
}

/// A stream: what kind of thing, and which. Written `<kind>/<uuid>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Subject {
    kind: SubjectKind,
    id: Uuid,
}

impl Subject {
    /// The stream of a log itself: `log.opened` and nothing else.
    #[must_use]
    pub fn log(source: &Source) -> Self {
        Self { kind: SubjectKind::Log, id: Uuid::new_v5(&Uuid::NAMESPACE_URL, source.as_str().as_bytes()) }
    }

    /// The stream of a development zone in a log.
    #[must_use]
    pub fn zone(source: &Source, zone: &ZoneId) -> Self {
        Self::of_zone(zone.uuid(source))
    }

    /// The stream of a zone by its id in the log.
    pub(crate) const fn of_zone(id: Uuid) -> Self {
        Self { kind: SubjectKind::Zone, id }
    }

    /// The stream of a refused attempt, by the id of its event: that and nothing else.
    #[must_use]
    pub const fn refusal(event: EventId) -> Self {
        Self { kind: SubjectKind::Refusal, id: event.uuid() }
    }

    /// A stream that only unit tests write.
    #[cfg(test)]
    pub(in crate::audit) const fn sample(id: Uuid) -> Self {
        Self { kind: SubjectKind::Sample, id }
    }

    /// What kind of thing it is about.
    #[must_use]
    pub const fn kind(self) -> SubjectKind {
        self.kind
    }

    /// Which of its kind: a project's id, a zone's [id in the log](ZoneId::uuid), the id of a refusal's event, the id of the record that opened the log.
    #[must_use]
    pub const fn id(self) -> Uuid {
        self.id
    }

    /// The project; `None` if it is about something else.
    #[must_use]
    pub fn project(self) -> Option<ProjectId> {
        (self.kind == SubjectKind::Project).then(|| ProjectId::from_uuid(self.id))
    }
}

/// The text names no stream.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` names no stream; write `<kind>/<uuid>` in lower case")]
pub struct SubjectError {
    /// What was found.
    pub found: String,
}

impl From<ProjectId> for Subject {
    fn from(project: ProjectId) -> Self {
        Self { kind: SubjectKind::Project, id: project.uuid() }
    }
}

impl FromStr for Subject {
    type Err = SubjectError;

    fn from_str(text: &str) -> Result<Self, SubjectError> {
        let parse = || {
            let (kind, id) = text.split_at_checked(text.len().checked_sub(Hyphenated::LENGTH)?)?;
            let id: ProjectId = id.parse().ok()?;
            Some(Self { kind: kind.strip_suffix('/')?.parse().ok()?, id: id.uuid() })
        };
        parse().ok_or_else(|| SubjectError { found: text.into() })
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind, self.id.as_hyphenated())
    }
}
