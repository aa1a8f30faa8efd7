//! Deciding: a pure function of project, command, context and policy.

use super::commitment::Prolongation;
use super::event::{Asked, Body, Event, Happening};
use super::fact::Fact;
use super::{Command, Context, Profile, Project, guard};
use crate::act::{Provenance, Refusal};
use crate::lifecycle::LAW_VERSION;
use crate::policy::Policy;
use crate::reason::Reason;
use crate::value::ProjectId;

/// What an accepted command comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "record the event in a store, then apply it"]
pub enum Decision {
    /// Record this event, then apply it.
    Record(Event),
    /// A retry: this very command is recorded already, as this event. There is nothing to do.
    AlreadyRecorded(Event),
}

impl Decision {
    /// The event, recorded already or not.
    #[must_use]
    pub const fn event(&self) -> &Event {
        match self {
            Self::Record(event) | Self::AlreadyRecorded(event) => event,
        }
    }

    /// The new event, to be recorded; nothing for a retry.
    #[must_use]
    pub fn into_new(self) -> Option<Event> {
        match self {
            Self::Record(event) => Some(event),
            Self::AlreadyRecorded(_) => None,
        }
    }
}

impl Project {
    /// Plans a project (策划): the first event of its stream. [`Project::replay`] makes the project of it once it is
    /// recorded. That the stream does not exist yet is the store's to check.
    ///
    /// # Errors
    /// [`Refusal`] when the effective date lies in the future, the total investment is not above zero, or the record would be too large.
    pub fn plan(id: ProjectId, profile: Profile, context: &Context, policy: &Policy) -> Result<Event, Refusal> {
        Self::plan_from(id, profile, None, context, policy)
    }

    /// Plans a project of imported history.
    ///
    /// # Errors
    /// As [`Project::plan`].
    pub fn plan_imported(
        id: ProjectId,
        profile: Profile,
        provenance: Provenance,
        context: &Context,
        policy: &Policy,
    ) -> Result<Event, Refusal> {
        Self::plan_from(id, profile, Some(provenance), context, policy)
    }

    fn plan_from(
        id: ProjectId,
        profile: Profile,
        provenance: Option<Provenance>,
        context: &Context,
        policy: &Policy,
    ) -> Result<Event, Refusal> {
        let reasons = guard::planning(&profile, provenance.as_ref(), context, policy);
        if !reasons.is_empty() {
            return Err(Refusal::new(id, Body::PLAN, reasons));
        }
        Ok(Event::new(happening(id, 1, Body::Planned { profile, provenance }, context, policy)))
    }

    /// Decides a command. Pure: the project is unchanged, and the same arguments give the same answer.
    ///
    /// A known id comes first: the same command again is [`Decision::AlreadyRecorded`], another one is refused as
    /// `id_reused`. Then legality: a move that the law does not have is refused with that reason alone. Then every
    /// unmet guard, in a fixed order.
    ///
    /// # Errors
    /// [`Refusal`] with every reason.
    pub fn decide(&self, command: Command, context: &Context, policy: &Policy) -> Result<Decision, Refusal> {
        let asked = command.into_asked();
        let name = asked.name();
        match self.examine(&asked, context, policy) {
            Ok(Some(recorded)) => Ok(Decision::AlreadyRecorded(recorded.clone())),
            Ok(None) => {
                let body = self.body(asked);
                let happening = happening(self.id, self.version() + 1, body, context, policy);
                Ok(Decision::Record(Event::decided_on(self.events.last(), happening)))
            }
            Err(reasons) => Err(Refusal::new(self.id, name, reasons)),
        }
    }

    /// The reasons for which [`Project::decide`] would refuse; empty if it would not.
    #[must_use]
    pub fn check(&self, command: &Command, context: &Context, policy: &Policy) -> Vec<Reason> {
        self.examine(&command.clone().into_asked(), context, policy).err().unwrap_or_default()
    }

    /// The event that records the command already, or nothing, or every reason against it.
    fn examine(&self, asked: &Asked, context: &Context, policy: &Policy) -> Result<Option<&Event>, Vec<Reason>> {
        if let Some(known) = self.find(context.id) {
            if known.records(asked, context.effective_on, &context.actor) {
                return Ok(Some(known));
            }
            return Err(vec![Reason::IdReused { id: context.id, version: known.version() }]);
        }
        let reasons = self.guard(asked, context, policy);
        if reasons.is_empty() { Ok(None) } else { Err(reasons) }
    }

    /// What happens if the asked is accepted. Called only when the guards are silent.
    fn body(&self, asked: Asked) -> Body {
        let from = self.state.position;
        match asked {
            Asked::Move(verb, basis) => {
                let to = from.after(verb).expect("the guards refuse a move that the law does not have");
                Body::Moved { verb, from, to, basis }
            }
            Asked::Fact(after) => Body::Noted { at: from, before: self.before(&after), after },
            Asked::Void(voiding) => {
                let last = self.last_standing().expect("the guards refuse to void what does not stand");
                let to = last.body().from().expect("a transition starts somewhere");
                Body::Voided { from, to, voiding }
            }
            Asked::Redate(redating) => Body::Redated { at: from, redating },
        }
    }

    /// What stands where the fact will stand: the present value of its kind, the pause that a resumption ends, or the open
    /// commitment that a document takes the place of.
    pub(super) fn before(&self, fact: &Fact) -> Option<Fact> {
        let state = &self.state;
        let commitment = |version, item| {
            let open = state.open_commitment(version, item)?;
            Some(Fact::Prolongation(Prolongation { due: open.due, item, version }))
        };
        match fact {
            Fact::Officer(_) => state.officer.clone().map(Fact::Officer),
            Fact::Body(_) => state.body.clone().map(Fact::Body),
            Fact::Schedule(_) => state.schedule.clone().map(Fact::Schedule),
            Fact::Amendment(amendment) => Some(Fact::Amendment(amendment.before(&state.profile))),
            Fact::Link(link) => state.links.iter().find(|earlier| earlier.kind == link.kind).copied().map(Fact::Link),
            Fact::Pause(_) => state.open_pause().map(|open| Fact::Pause(open.pause.clone())),
            Fact::Resumption(_) => state.pauses.last().map(|last| Fact::Pause(last.pause.clone())),
            Fact::Presentation(shown) => {
                let earlier = state.presentation(shown.version, shown.item).cloned().map(Fact::Presentation);
                earlier.or_else(|| commitment(shown.version, shown.item))
            }
            Fact::Prolongation(later) => commitment(later.version, later.item),
            Fact::Investment(report) => {
                state.investment.iter().find(|earlier| earlier.is_same_period(report)).copied().map(Fact::Investment)
            }
            Fact::Progress(_) => state.progress.clone().map(Fact::Progress),
            Fact::Milestone(reached) => {
                let earlier = state.milestones.iter().find(|(earlier, _)| earlier.is_same(reached));
                earlier.map(|(earlier, _)| Fact::Milestone(earlier.clone()))
            }
        }
    }
}

fn happening(project: ProjectId, version: u64, body: Body, context: &Context, policy: &Policy) -> Happening {
    Happening {
        id: context.id,
        project,
        version,
        at: context.at,
        effective_on: context.effective_on,
        actor: context.actor.clone(),
        correlation: context.correlation.clone(),
        causation: context.causation.clone(),
        law: LAW_VERSION,
        policy: policy.id().clone(),
        body,
    }
}
