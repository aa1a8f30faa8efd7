//! Deciding: a pure function of project, command, context and policy.

use super::event::{Basis, Change, Dating, Effect, Event, Parts};
use super::moment::Moment;
use super::{Command, Context, Profile, Project, guard};
use crate::act::{Provenance, Refusal};
use crate::lifecycle::{Item, Law, Position};
use crate::policy::Policy;
use crate::reason::Reason;
use crate::value::{Day, ProjectId};

/// The outcome of an accepted command.
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

    /// The new event, to be recorded; `None` for a retry.
    #[must_use]
    pub fn into_new(self) -> Option<Event> {
        match self {
            Self::Record(event) => Some(event),
            Self::AlreadyRecorded(_) => None,
        }
    }
}

impl Project {
    /// Plans a project (策划): the first event of its stream. Once it is recorded, [`Project::replay`] makes the project
    /// from it. The store checks that the stream does not exist yet.
    ///
    /// # Errors
    /// [`Refusal`] when the effective date lies in the future, the total investment is not above zero, or the record would be
    /// too large.
    pub fn plan(id: ProjectId, profile: Profile, context: &Context, policy: &Policy) -> Result<Event, Refusal> {
        Self::plan_under(id, profile, None, context, policy, Law::newest())
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
        Self::plan_under(id, profile, Some(provenance), context, policy, Law::newest())
    }

    /// Plans a project under a law.
    pub(crate) fn plan_under(
        id: ProjectId,
        profile: Profile,
        provenance: Option<Provenance>,
        context: &Context,
        policy: &Policy,
        law: &Law,
    ) -> Result<Event, Refusal> {
        let moment = Moment::of(context, policy, None);
        let reasons = guard::planning(&profile, provenance.as_ref(), &moment, policy);
        if !reasons.is_empty() {
            return Err(Refusal::new(id, Change::PLAN, reasons, policy.terms().names.clone()));
        }
        let effect = Effect::moved(None, Position::START);
        let parts = parts((id, 1), Change::Plan { profile, provenance }, effect, &moment, policy, law);
        Ok(Event::decided_on(None, parts))
    }

    /// Decides a command. Pure: the project is unchanged, and the same arguments give the same answer.
    ///
    /// First the id: the same command again is [`Decision::AlreadyRecorded`], on whatever day if its date is left open;
    /// another one under that id, or one with another date, is refused as `id_reused`. Then the law: a move that it does not
    /// have is refused with that reason alone. Then the guards: every one that is not met, in a fixed order.
    ///
    /// # Errors
    /// [`Refusal`] with every reason.
    pub fn decide(&self, command: Command, context: &Context, policy: &Policy) -> Result<Decision, Refusal> {
        self.decide_under(command, context, policy, Law::newest())
    }

    /// Decides a command under a law.
    pub(crate) fn decide_under(
        &self,
        command: Command,
        context: &Context,
        policy: &Policy,
        law: &Law,
    ) -> Result<Decision, Refusal> {
        // only a host's guard looks at the command itself
        let asked = context.guard.is_some().then(|| command.clone());
        let change = command.into_change();
        match self.examine(&change, asked.as_ref(), context, policy, law) {
            Ok(Examined::Recorded(recorded)) => Ok(Decision::AlreadyRecorded(recorded.clone())),
            Ok(Examined::New(moment)) => {
                let effect = self.effect(&change, moment.effective_on, policy.terms().build_first, law);
                let parts = parts((self.id, self.version() + 1), change, effect, &moment, policy, law);
                Ok(Decision::Record(Event::decided_on(self.events.last(), parts)))
            }
            Err(reasons) => Err(Refusal::new(self.id, change.command_name(), reasons, policy.terms().names.clone())),
        }
    }

    /// The reasons for which [`Project::decide`] would refuse; empty if it would not.
    #[must_use]
    pub fn check(&self, command: &Command, context: &Context, policy: &Policy) -> Vec<Reason> {
        self.examine(&command.clone().into_change(), Some(command), context, policy, Law::newest())
            .err()
            .unwrap_or_default()
    }

    /// The event that records the command already, or when the command takes effect; or every reason against it.
    fn examine<'a>(
        &'a self,
        change: &Change,
        command: Option<&Command>,
        context: &'a Context,
        policy: &Policy,
        law: &Law,
    ) -> Result<Examined<'a>, Vec<Reason>> {
        if let Some(known) = self.find(context.id) {
            let (recorded_on, stated) = (known.effective_on(), context.effective_on);
            let (host, provenance) = (context.host.as_ref(), context.provenance.as_ref());
            let is_same = known.records(change, &context.actor, host, provenance);
            if is_same && stated.is_none_or(|stated| stated == recorded_on) {
                return Ok(Examined::Recorded(known));
            }
            return Err(vec![Reason::IdReused {
                id: context.id,
                version: known.version(),
                recorded_on: is_same.then_some(recorded_on),
                effective_on: stated.filter(|_| is_same),
            }]);
        }
        let moment = Moment::of(context, policy, self.acted_on(change, policy).map(|(_, day)| day));
        let mut reasons = self.guard(change, &moment, policy, law);
        if !matches!(reasons[..], [Reason::NotPermitted { .. }]) {
            reasons.extend(self.host_reasons(change.command_name(), command, context));
        }
        if reasons.is_empty() { Ok(Examined::New(moment)) } else { Err(reasons) }
    }

    /// The day of the act that a live step's evidence tells, and the item that gives it. `None` if it tells none.
    pub(super) fn acted_on(&self, change: &Change, policy: &Policy) -> Option<(Item, Day)> {
        match change {
            Change::Move { basis: Basis::Evidence(evidence), .. } => {
                self.state.acted_on(&self.now(), evidence, policy.terms().build_first)
            }
            Change::Move { basis: Basis::Imported { .. }, .. }
            | Change::Plan { .. }
            | Change::Fact(_)
            | Change::Void(_)
            | Change::Redate(_)
            | Change::VoidFact(_)
            | Change::Correct(_)
            | Change::Replan(_) => None,
        }
    }

    /// The effect of a change that has passed every guard.
    fn effect(&self, change: &Change, on: Day, builds_first: bool, law: &Law) -> Effect {
        let (state, from) = (&self.state, self.state.current.position);
        match change {
            Change::Plan { .. } | Change::Redate(_) | Change::VoidFact(_) => Effect::at(from),
            Change::Replan(_) => Effect { redated_to: Some(state.planned_on), ..Effect::at(from) },
            Change::Correct(correcting) => {
                let to = self.corrected_on(correcting, builds_first);
                Effect { redated_to: to, ..Effect::at(from) }
            }
            Change::Move { verb, .. } => {
                let to = state.leads(*verb, law).expect("the guards refuse a move that the law does not have");
                Effect::moved(Some(from), to)
            }
            Change::Fact(fact) => {
                Effect { before: fact.before(&state.notes, &state.current, on).map(Into::into), ..Effect::at(from) }
            }
            Change::Void(voiding) => {
                let to = self.at(voiding.version).from().expect("the guards refuse to void a planning");
                Effect { restores: Some(state.restored()), ..Effect::moved(Some(from), to) }
            }
        }
    }
}

/// What a look at a command gives.
enum Examined<'a> {
    /// This event records it already.
    Recorded(&'a Event),
    /// It is new, and nothing speaks against it.
    New(Moment<'a>),
}

fn parts(
    (project, version): (ProjectId, u64),
    change: Change,
    effect: Effect,
    &Moment { context, effective_on, .. }: &Moment<'_>,
    policy: &Policy,
    law: &Law,
) -> Parts {
    Parts {
        id: context.id,
        project,
        version,
        at: context.at,
        effective_on,
        dating: if context.effective_on.is_some() { Dating::Stated } else { Dating::Open },
        actor: context.actor.clone(),
        correlation: context.correlation.clone(),
        causation: context.causation.clone(),
        host: context.host.clone(),
        provenance: context.provenance.clone().filter(|_| change.is_read_from_elsewhere()),
        law: law.version(),
        policy: policy.id().clone(),
        change,
        effect,
    }
}
