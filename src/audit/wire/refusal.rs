//! A refused attempt, as an event of its own.

use std::borrow::Cow;
use std::sync::Arc;

use serde::Serialize;

use super::Sealable;
use crate::act::{Actor, By, Refusal};
use crate::audit::Subject;
use crate::canonical::{self, EncodeError};
use crate::lifecycle::LAW_VERSION;
use crate::policy::{Policy, PolicyId};
use crate::project::Context;
use crate::value::{Day, EventId, Timestamp};

/// A refused command, for a host that wants it in the trail: `lifecycle.refusal.transition_refused`.
///
/// It is an event with an id and a stream of its own, `refusal/<its id>`, so that it never stands between a project's
/// own events. Its cause is the command. It does not change the project. Neither the command's evidence nor the host's
/// own members are kept in it.
///
/// ```
/// use project_lifecycle::audit::TransitionRefused;
/// use project_lifecycle::prelude::*;
///
/// let actor = Actor::new(AuthType::AppUser, "officer-7".parse()?);
/// let at: Timestamp = "2018-06-01T10:00:00Z".parse()?;
/// let mut store = MemoryStore::open("urn:example:city".parse()?, &actor, at)?;
/// let id = |number: u8| format!("00000000-0000-7000-8000-0000000000{number:02}").parse::<EventId>();
///
/// // planning cannot take effect tomorrow
/// let policy = Policy::shenyang_2018();
/// let context = Context::new(id(1)?, at, actor).on("2018-06-02".parse()?);
/// let profile = Profile::new(Text::new("无人机产业园")?, "hunnan".parse()?);
/// let refusal = Project::plan(ProjectId::named("drones"), profile, &context, &policy).unwrap_err();
///
/// let refused = TransitionRefused::new(id(2)?, refusal, &context, &policy);
/// let receipt = store.append(&refused.into(), at)?;
/// assert_eq!(receipt.record().event_type(), "lifecycle.refusal.transition_refused.v1");
/// assert_eq!(receipt.record().causation(), Some(id(1)?.to_string().as_str()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransitionRefused {
    id: EventId,
    refusal: Refusal,
    at: Timestamp,
    effective_on: Option<Day>,
    actor: Arc<Actor>,
    correlation: Option<Arc<str>>,
    cause: EventId,
    policy: Arc<PolicyId>,
}

/// The data; members in canonical order.
#[derive(Serialize)]
struct Data<'a> {
    #[serde(skip_serializing_if = "By::is_unknown")]
    by: &'a By,
    #[serde(skip_serializing_if = "Option::is_none")]
    effective_on: Option<Day>,
    law: u32,
    policy: &'a PolicyId,
    #[serde(flatten)]
    refusal: &'a Refusal,
}

impl TransitionRefused {
    /// The name of the event, within its type.
    pub(in crate::audit) const EVENT_NAME: &'static str = "transition_refused";

    /// The event of a refusal, from what was refused. The host mints its id.
    #[must_use]
    pub fn new(id: EventId, refusal: Refusal, context: &Context, policy: &Policy) -> Self {
        Self {
            id,
            refusal,
            at: context.at(),
            effective_on: context.effective_on(),
            actor: Arc::clone(&context.actor),
            correlation: context.correlation.clone(),
            cause: context.id(),
            policy: Arc::clone(policy.id()),
        }
    }

    /// The event's id.
    #[must_use]
    pub const fn id(&self) -> EventId {
        self.id
    }

    /// The refusal.
    #[must_use]
    pub const fn refusal(&self) -> &Refusal {
        &self.refusal
    }

    /// When the command was given.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// Who gave it.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The id of the command that was refused.
    #[must_use]
    pub const fn cause(&self) -> EventId {
        self.cause
    }

    /// The business transaction it belongs to.
    #[must_use]
    pub fn correlation(&self) -> Option<&str> {
        self.correlation.as_deref()
    }
}

impl Sealable for TransitionRefused {
    fn id(&self) -> EventId {
        self.id
    }

    /// A stream of its own.
    fn subject(&self) -> Subject {
        Subject::refusal(self.id)
    }

    fn expected_version(&self) -> u64 {
        0
    }

    fn event_name(&self) -> &'static str {
        Self::EVENT_NAME
    }

    fn actor(&self) -> &Actor {
        &self.actor
    }

    fn at(&self) -> Timestamp {
        self.at
    }

    fn correlation(&self) -> Option<&str> {
        self.correlation.as_deref()
    }

    fn causation(&self) -> Option<Cow<'_, str>> {
        Some(self.cause.to_string().into())
    }

    fn write_data(&self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        let data = Data {
            by: self.actor.by(),
            effective_on: self.effective_on,
            law: LAW_VERSION,
            policy: &self.policy,
            refusal: &self.refusal,
        };
        canonical::encode_into(&data, out)
    }
}
