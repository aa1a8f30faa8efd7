//! Streams, and the types of their events.

use core::fmt;
use core::str::FromStr;

use uuid::Uuid;
use uuid::fmt::Hyphenated;

use crate::value::ProjectId;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// What kind of thing a stream is about.
    SubjectKind as "kind of subject" {
        /// A project.
        Project "project" "Project" "项目";
        /// A development zone.
        Zone "zone" "Development zone" "开发区";
        /// A target client.
        Client "client" "Target client" "目标客户";
        /// A project package.
        Package "package" "Project package" "项目包";
        /// A parcel of land.
        Parcel "parcel" "Parcel" "地块";
        /// A share of benefits between zones.
        Share "share" "Benefit share" "利益分成";
        /// A refused attempt.
        Refusal "refusal" "Refusal" "驳回";
        /// The log itself.
        Log "log" "Log" "日志";
    }
}

/// A stream: what kind of thing, and which. Written `project/<uuid>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Subject {
    /// What kind of thing.
    pub kind: SubjectKind,
    /// Which.
    pub id: Uuid,
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
