//! What an API answers when it does not do what it was asked: problem details (RFC 9457), with a status by blame.
//!
//! | [`kind`](Problem::kind) | status | whose fault | what became of the request |
//! |---|---|---|---|
//! | `refused` | 422; 409 where the project is elsewhere or the id is used; 400 for what is no JSON; 413 for too long a form | the client's | nothing was written |
//! | `no_project`, `no_record`, `no_command` | 404 | the client's | nothing was written |
//! | `unreadable`, `other_list` | 400 | the client's | nothing was asked of a store |
//! | `already_planned` | 409 | the client's: there is such a project | nothing was written |
//! | `id_reused` | 409 | the client's: its command's id names another record | nothing was written; mint a new id |
//! | `conflict` | 409 | nobody's: another writer was first | nothing was written; load again |
//! | `too_large` | 413 | the client's | nothing was written |
//! | `busy` | 503 | nobody's: another writer was in the way | nothing was written; send it again as it is |
//! | `outcome_unknown` | 503 | the storage's | nobody knows; send it again as it is, under the same id |
//! | `internal` | 500 | the host's, the storage's or the history's | nothing was written |
//!
//! What is the host's own to tell, such as that somebody may not do this, or that there is no such route, is a problem by
//! [`of_host`](Problem::of_host), and its kind is the code of a [`HostReason`].
//!
//! An internal problem tells the client nothing of its cause. The host has it in [`source`](std::error::Error::source), and
//! logs it.

mod text;

use std::error::Error;
use std::fmt;

use serde::ser::{Serialize, Serializer};

use crate::audit::{AppendError, GiveError};
use crate::portfolio::{FoldError, QuestionError, ReadError};
use crate::reason::HostReason;
use crate::registry::ZoneRefusal;
use crate::store::{CursorError, PageKeyError, PageKeyTextError};
use crate::value::{EventId, FaultKind, UnknownCode};
use crate::{Language, LoadError, ProjectId, Reason, Refusal, StoreError};

/// Why an API does not do what it was asked. See the [module](self) for kinds and statuses.
///
/// Errors of this crate become one by `?`, so that a handler returns `Result<_, Problem>`.
///
/// ```
/// use project_lifecycle::prelude::*;
///
/// fn handle(project: &Project, body: &[u8], context: &Context) -> Result<Decision, Problem> {
///     let form = CommandForm::read("sign", body)?;
///     Ok(project.decide_form(&form, context, &Policy::shenyang_2018())?)
/// }
/// # use project_lifecycle::Text;
/// # let actor = Actor::new(AuthType::AppUser, "officer-7".parse()?);
/// # let context = |n| Context::new(EventId::named(ProjectId::named("a").uuid(), n), "2018-06-01T10:00:00Z".parse().unwrap(), actor.clone());
/// # let profile = Profile::new(Text::new("无人机产业园")?, "hunnan".parse()?);
/// # let planned = Project::plan(ProjectId::named("a"), profile, &context("1"), &Policy::shenyang_2018())?;
/// # let project = &Project::replay([planned])?;
/// # let context = &context("2");
///
/// let problem = handle(project, b"{}", context).expect_err("nothing is signed before talks");
/// let body = serde_json::to_value(problem.told_in(Language::English))?;
/// assert_eq!((problem.status(), &body["type"]), (409, &"urn:project-lifecycle:problem:refused".into()));
/// assert_eq!(body["reasons"][0]["lift"]["text"], "first engage");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Problem {
    why: Why,
    cause: Option<Box<dyn Error + Send + Sync>>,
}

/// What went wrong, with all that is told of it.
#[derive(Debug)]
enum Why {
    Refused(Refusal),
    ZoneRefused(ZoneRefusal),
    NoProject(ProjectId),
    NoRecord(u64),
    NoCommand(UnknownCode),
    Unreadable { parameter: String, found: String },
    Question(QuestionError),
    Host(Box<HostReason>, u16),
    UnknownCode(UnknownCode),
    NoPlace(PageKeyTextError),
    OtherList,
    AlreadyPlanned,
    Stale,
    IdReused(EventId),
    TooLarge { limit: usize },
    Busy,
    OutcomeUnknown,
    Internal,
}

impl Problem {
    /// The media type of the body.
    pub const MEDIA_TYPE: &str = "application/problem+json";

    /// There is no such project.
    #[must_use]
    pub const fn no_project(project: ProjectId) -> Self {
        Self::of(Why::NoProject(project))
    }

    /// The log has no record of that number.
    #[must_use]
    pub const fn no_record(sequence: u64) -> Self {
        Self::of(Why::NoRecord(sequence))
    }

    /// A parameter of a request, such as `stage` in a query or `id` in a path, is not what it should be.
    #[must_use]
    pub fn unreadable(parameter: impl Into<String>, found: impl Into<String>) -> Self {
        Self::of(Why::Unreadable { parameter: parameter.into(), found: found.into() })
    }

    /// What was sent has more bytes than `limit`, and was not read; [`CommandForm::MAX_BYTES`](crate::project::CommandForm::MAX_BYTES)
    /// is that of a form.
    #[must_use]
    pub const fn too_large(limit: usize) -> Self {
        Self::of(Why::TooLarge { limit })
    }

    /// What the host answers for reasons of its own: who is not signed in (401), who may not (403), what is no route (404).
    #[must_use]
    pub fn of_host(status: u16, reason: HostReason) -> Self {
        Self::of(Why::Host(Box::new(reason), status))
    }

    /// Something failed that the client has no part in.
    pub fn internal(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { why: Why::Internal, cause: Some(cause.into()) }
    }

    const fn of(why: Why) -> Self {
        Self { why, cause: None }
    }

    fn caused(why: Why, cause: impl Error + Send + Sync + 'static) -> Self {
        Self { why, cause: Some(Box::new(cause)) }
    }

    /// The kind, a stable code; the body's `type` is `urn:project-lifecycle:problem:` and this.
    #[must_use]
    pub fn kind(&self) -> &str {
        match &self.why {
            Why::Host(reason, _) => reason.code(),
            Why::Refused(_) | Why::ZoneRefused(_) => "refused",
            Why::NoProject(_) => "no_project",
            Why::NoRecord(_) => "no_record",
            Why::NoCommand(_) => "no_command",
            Why::Unreadable { .. } | Why::UnknownCode(_) | Why::NoPlace(_) | Why::Question(_) => "unreadable",
            Why::OtherList => "other_list",
            Why::AlreadyPlanned => "already_planned",
            Why::IdReused(_) => "id_reused",
            Why::Stale => "conflict",
            Why::TooLarge { .. } => "too_large",
            Why::Busy => "busy",
            Why::OutcomeUnknown => "outcome_unknown",
            Why::Internal => "internal",
        }
    }

    /// The status of the answer.
    #[must_use]
    pub fn status(&self) -> u16 {
        match &self.why {
            Why::Refused(refusal) => of_reasons(refusal.reasons()),
            Why::ZoneRefused(refusal) => of_reasons(refusal.reasons()),
            Why::NoProject(_) | Why::NoRecord(_) | Why::NoCommand(_) => 404,
            Why::Unreadable { .. } | Why::UnknownCode(_) | Why::NoPlace(_) | Why::Question(_) | Why::OtherList => 400,
            Why::AlreadyPlanned | Why::Stale | Why::IdReused(_) => 409,
            Why::Host(_, status) => *status,
            Why::TooLarge { .. } => 413,
            Why::Busy | Why::OutcomeUnknown => 503,
            Why::Internal => 500,
        }
    }

    /// Whether the same request may be sent again as it is, under the same id.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        matches!(self.why, Why::Busy | Why::OutcomeUnknown)
    }

    /// The refusal of a project. `None` if it is another problem.
    #[must_use]
    pub const fn refusal(&self) -> Option<&Refusal> {
        if let Why::Refused(refusal) = &self.why { Some(refusal) } else { None }
    }

    /// The body, to be serialized in one language: `{"type", "title", "status", "detail"}`, and of a refusal what
    /// [`Refusal::told_in`] or [`ZoneRefusal::told_in`] has.
    pub fn told_in(&self, language: Language) -> impl Serialize {
        Told { problem: self, language }
    }
}

/// The status of a refusal: what is no form, what the state of things forbids whatever is filled in, and the rest.
fn of_reasons(reasons: &[Reason]) -> u16 {
    let is_elsewhere = |reason: &Reason| {
        matches!(reason, Reason::NotPermitted { .. } | Reason::IdReused { .. } | Reason::AlreadyRecorded { .. })
    };
    let is_fault = |is: fn(&FaultKind) -> bool| {
        reasons.iter().any(|reason| matches!(reason, Reason::Malformed { fault, .. } if is(fault)))
    };
    if reasons.iter().any(is_elsewhere) {
        409
    } else if is_fault(|fault| matches!(fault, FaultKind::NotJson { .. })) {
        400
    } else if is_fault(|fault| matches!(fault, FaultKind::FormTooLong { .. })) {
        413
    } else {
        422
    }
}

struct Told<'a> {
    problem: &'a Problem,
    language: Language,
}

impl Serialize for Told<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Body<'a, T> {
            r#type: String,
            title: &'a str,
            status: u16,
            detail: String,
            /// What a refusal has beside.
            #[serde(flatten)]
            refusal: Option<T>,
        }

        fn body<'a, T>(Told { problem, language }: &Told<'a>, refusal: Option<T>) -> Body<'a, T> {
            Body {
                r#type: format!("urn:project-lifecycle:problem:{}", problem.kind()),
                title: problem.title(*language),
                status: problem.status(),
                detail: problem.detail(*language),
                refusal,
            }
        }

        if let Why::Refused(refusal) = &self.problem.why {
            body(self, Some(refusal.told_in(self.language))).serialize(serializer)
        } else if let Why::ZoneRefused(refusal) = &self.problem.why {
            body(self, Some(refusal.told_in(self.language))).serialize(serializer)
        } else {
            body(self, None::<()>).serialize(serializer)
        }
    }
}

impl fmt::Display for Problem {
    /// The detail in English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail(Language::English))
    }
}

impl Error for Problem {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as &(dyn Error + 'static))
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self::of(Why::Refused(refusal))
    }
}

impl From<ZoneRefusal> for Problem {
    fn from(refusal: ZoneRefusal) -> Self {
        Self::of(Why::ZoneRefused(refusal))
    }
}

impl From<UnknownCode> for Problem {
    /// `no_command` if it is the name of a command, else `unreadable`.
    fn from(unknown: UnknownCode) -> Self {
        Self::of(if unknown.vocabulary == "command" { Why::NoCommand(unknown) } else { Why::UnknownCode(unknown) })
    }
}

impl From<PageKeyTextError> for Problem {
    fn from(error: PageKeyTextError) -> Self {
        Self::of(Why::NoPlace(error))
    }
}

impl From<PageKeyError> for Problem {
    fn from(error: PageKeyError) -> Self {
        Self::caused(Why::OtherList, error)
    }
}

impl From<QuestionError> for Problem {
    fn from(error: QuestionError) -> Self {
        Self::of(Why::Question(error))
    }
}

impl From<FoldError> for Problem {
    /// Internal: the log has a record that cannot be read.
    fn from(error: FoldError) -> Self {
        Self::internal(error)
    }
}

impl From<ReadError> for Problem {
    /// Internal: the log has a line that cannot be read.
    fn from(error: ReadError) -> Self {
        Self::internal(error)
    }
}

impl From<CursorError> for Problem {
    /// What the storage says; that a cursor is elsewhere is internal, for no client moves one.
    fn from(error: CursorError) -> Self {
        match error {
            CursorError::Store(error) => error.into(),
            CursorError::Moved { .. } | CursorError::Ahead { .. } => Self::internal(error),
        }
    }
}

impl From<GiveError> for Problem {
    fn from(error: GiveError) -> Self {
        match error {
            GiveError::NoProject { project } => Self::no_project(project),
            GiveError::Refused(refusal) => refusal.into(),
            GiveError::Load(error) => error.into(),
            GiveError::Store(error) => error.into(),
        }
    }
}

impl From<LoadError> for Problem {
    fn from(error: LoadError) -> Self {
        match error {
            LoadError::Store(error) => error.into(),
            LoadError::Record { .. } | LoadError::History(_) | LoadError::ZoneHistory(_) => Self::internal(error),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        let why = match &error {
            StoreError::Append(why) => of_append(why),
            StoreError::Batch(why) => of_append(&why.error),
            StoreError::Retry(_) => Why::Busy,
            StoreError::OutcomeUnknown(_) => Why::OutcomeUnknown,
            StoreError::Quarantine(_) | StoreError::Corrupt { .. } | StoreError::Storage(_) => Why::Internal,
        };
        Self::caused(why, error)
    }
}

impl From<AppendError> for Problem {
    fn from(error: AppendError) -> Self {
        Self::caused(of_append(&error), error)
    }
}

#[cfg(feature = "sqlite")]
impl<E: Error + Send + Sync + 'static> From<crate::store::AppendWithError<E>> for Problem {
    /// What the host's own rows failed for is internal. A host that refuses by them tells it apart first.
    fn from(error: crate::store::AppendWithError<E>) -> Self {
        match error {
            crate::store::AppendWithError::Store(error) => error.into(),
            crate::store::AppendWithError::Host(error) => Self::internal(error),
        }
    }
}

/// Whose fault it is that something was not appended.
const fn of_append(error: &AppendError) -> Why {
    match error {
        AppendError::IdReused { id, .. } => Why::IdReused(*id),
        AppendError::TooLarge { limit, .. } => Why::TooLarge { limit: *limit },
        // a planning, and the project is there
        AppendError::Conflict { expected: 0, .. } => Why::AlreadyPlanned,
        AppendError::Conflict { .. }
        | AppendError::OtherHistory { .. }
        | AppendError::OtherEvent { .. }
        | AppendError::OtherPosition { .. }
        | AppendError::LawFell { .. } => Why::Stale,
        // the host's: its clocks, its log, its storage
        AppendError::NotOpened { .. }
        | AppendError::OtherDigest { .. }
        | AppendError::Full { .. }
        | AppendError::AtAheadOfNow { .. }
        | AppendError::HeadAheadOfNow { .. }
        | AppendError::NowFarAhead { .. }
        | AppendError::Unlawful(_)
        | AppendError::UnlawfulZone(_)
        | AppendError::Encode(_)
        | AppendError::Earlier(_)
        | AppendError::Unreadable { .. } => Why::Internal,
    }
}
