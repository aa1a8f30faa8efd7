//! When, by whom, and under which id a command is given, and what the host has against it.

use core::fmt;
use std::sync::Arc;

use super::{Command, Project};
use crate::act::{Actor, HostData, Provenance};
use crate::reason::{HostReason, Reason};
use crate::value::{Day, EventId, ShortText, Timestamp};

/// The circumstances of a command. The core has neither clock nor randomness, so the caller states them.
///
/// ```
/// use project_lifecycle::{Actor, AuthType, Context, EventId};
///
/// let lead = Actor::new(AuthType::AppUser, "officer-17".parse()?).in_role("zone_lead".parse()?);
/// // the host mints a UUID for each command, and gives the same one if it gives the command again
/// let id: EventId = "0197a3f0-0000-7000-8000-000000000002".parse()?;
/// let context = Context::new(id, "2018-06-12T08:00:00Z".parse()?, lead)
///     .on("2018-06-11".parse()?)
///     .correlated("case 2018-17".parse()?);
/// assert_eq!((context.id(), context.effective_on()), (id, Some("2018-06-11".parse()?)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    pub(crate) id: EventId,
    pub(crate) at: Timestamp,
    pub(crate) effective_on: Option<Day>,
    pub(crate) actor: Arc<Actor>,
    pub(crate) correlation: Option<Arc<str>>,
    pub(crate) causation: Option<Arc<str>>,
    pub(crate) host: Option<HostData>,
    pub(crate) provenance: Option<Provenance>,
    pub(super) takes_host: bool,
    pub(super) guard: Option<Guarding>,
}

impl Context {
    /// A context from the command's id (its event will bear it), the instant at which it is given, and the actor.
    ///
    /// The effective date is left open. A step whose evidence tells the day of the act takes effect on that day;
    /// everything else takes effect today: on the civil day of `at` in the policy's offset. A date that is left open is
    /// no part of the command: given again on a later day under its id, the command is recorded already.
    pub fn new(id: EventId, at: Timestamp, actor: impl Into<Arc<Actor>>) -> Self {
        let actor = actor.into();
        let (correlation, causation, host, provenance, guard) = (None, None, None, None, None);
        let (effective_on, takes_host) = (None, false);
        Self { id, at, effective_on, actor, correlation, causation, host, provenance, takes_host, guard }
    }

    /// With the civil day on which the act takes effect. A step whose evidence tells another day is refused.
    #[must_use]
    pub const fn on(mut self, day: Day) -> Self {
        self.effective_on = Some(day);
        self
    }

    /// With the id of the business transaction that this command is part of.
    #[must_use]
    pub fn correlated(mut self, id: ShortText) -> Self {
        self.correlation = Some(id.into());
        self
    }

    /// With the id of the event or command that caused this one.
    #[must_use]
    pub fn caused_by(mut self, id: ShortText) -> Self {
        self.causation = Some(id.into());
        self
    }

    /// With the host's own members. They are content of the command, and stand in `host` in its event's data.
    #[must_use]
    pub fn with_host(mut self, members: HostData) -> Self {
        self.host = Some(members);
        self
    }

    /// With what a form has in its member `host`, in place of the context's own members of the host. Without this a form has no such
    /// member, for whoever sends a form could write there whatever the host is taken to vouch for.
    #[must_use]
    pub const fn taking_host_of_forms(mut self) -> Self {
        self.takes_host = true;
        self
    }

    /// With the place in a ledger from which a fact, the void of something, or planning told again was read. It is content of the
    /// command, and stands in `provenance` in its event's data. Other commands say it themselves
    /// ([`Import`](super::Import), [`Redating`](crate::act::Redating), [`Basis`](super::Basis)), and pass over this.
    #[must_use]
    pub fn read_from(mut self, provenance: Provenance) -> Self {
        self.provenance = Some(provenance);
        self
    }

    /// With the host's own guard.
    #[must_use]
    pub fn guarded_by(mut self, guard: Arc<dyn HostGuard>) -> Self {
        self.guard = Some(Guarding(guard));
        self
    }

    /// The host's own members. `None` if there are none.
    #[must_use]
    pub const fn host(&self) -> Option<&HostData> {
        self.host.as_ref()
    }

    /// The command's id.
    #[must_use]
    pub const fn id(&self) -> EventId {
        self.id
    }

    /// The instant at which the command is given.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// The civil day on which the act takes effect, as the host states it. `None` if it is left open.
    #[must_use]
    pub const fn effective_on(&self) -> Option<Day> {
        self.effective_on
    }

    /// Who gives it.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }
}

/// A host's own guard.
///
/// It is handed over in the [`Context`] and asked by `decide`, `check`, `explain` and the doors for forms alike, after every
/// guard of this crate and with its reasons behind theirs. It is asked neither of a retry, nor of a move that the law does not
/// have, nor of a planning, nor of zones. It adds reasons and takes none away, and it is no part of policy, record or replay: what was
/// recorded stands, whatever a guard says of it later.
///
/// It must be pure: the same arguments give the same reasons, whenever it is asked.
///
/// ```
/// use project_lifecycle::prelude::*;
/// use project_lifecycle::project::HostGuard;
/// use project_lifecycle::reason::HostReason;
///
/// /// Nobody signs on a day on which the seal is away.
/// #[derive(Debug)]
/// struct SealAway;
///
/// impl HostGuard for SealAway {
///     fn reasons(&self, _: &Project, command_name: &str, _: Option<&Command>, _: &Context) -> Vec<HostReason> {
///         let away = HostReason::new(
///             "host:seal_away",
///             ["the seal is away", "公章外出"],
///             ["wait until it is back", "待公章归还后办理"],
///         );
///         (command_name == "sign").then_some(away.expect("the texts are short")).into_iter().collect()
///     }
/// }
/// ```
pub trait HostGuard: fmt::Debug + Send + Sync {
    /// The host's reasons against a command; empty if it has none.
    ///
    /// `command_name` is a verb's code, a fact's [command name](super::fact::Fact::COMMAND_NAMES) or the name of a correction.
    /// The command is `None` where there is none yet: in [`Project::explain`], and for a form with gaps. Then only what no
    /// command lifts may be told.
    fn reasons(
        &self,
        project: &Project,
        command_name: &str,
        command: Option<&Command>,
        context: &Context,
    ) -> Vec<HostReason>;
}

/// A guard in a context. It is no part of the context's equality.
#[derive(Clone, Debug)]
pub(super) struct Guarding(Arc<dyn HostGuard>);

impl PartialEq for Guarding {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Guarding {}

impl Project {
    /// The host's reasons against a command.
    pub(super) fn host_reasons(
        &self,
        command_name: &str,
        command: Option<&Command>,
        context: &Context,
    ) -> impl Iterator<Item = Reason> + use<> {
        let reasons = context.guard.as_ref().map(|guard| guard.0.reasons(self, command_name, command, context));
        reasons.into_iter().flatten().map(|reason| Reason::Host(Box::new(reason)))
    }
}
