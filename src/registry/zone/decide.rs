//! Deciding: a pure function of zone, command, context and policy.

use super::event::{ZoneDecided, ZoneParts};
use super::{Zone, ZoneChange, ZoneCommand, ZoneEvent, ZoneProfile, ZoneRefusal};
use crate::evidence::Attachment;
use crate::lifecycle::{Item, ZoneClass};
use crate::policy::Policy;
use crate::project::{Context, size};
use crate::reason::Reason;
use crate::value::{Day, Source, ZoneId};

/// The outcome of an accepted command.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "record the event in a store, then apply it"]
pub enum ZoneDecision {
    /// Record this event, then apply it.
    Record(ZoneEvent),
    /// A retry: this very command is recorded already, as this event. There is nothing to do.
    AlreadyRecorded(ZoneEvent),
}

impl ZoneDecision {
    /// The event, recorded already or not.
    #[must_use]
    pub const fn event(&self) -> &ZoneEvent {
        match self {
            Self::Record(event) | Self::AlreadyRecorded(event) => event,
        }
    }

    /// The new event, to be recorded; `None` for a retry.
    #[must_use]
    pub fn into_new(self) -> Option<ZoneEvent> {
        match self {
            Self::Record(event) => Some(event),
            Self::AlreadyRecorded(_) => None,
        }
    }
}

impl Zone {
    /// Registers a zone in the log `source`: the first event of its stream. Once it is recorded, [`Zone::replay`] makes the
    /// zone from it. The store checks that the stream does not exist yet.
    ///
    /// # Errors
    /// [`ZoneRefusal`] when the effective date lies in the future, the zone names more industries than the policy has for
    /// its class, or the record would be too large.
    pub fn register(
        zone: ZoneId,
        profile: ZoneProfile,
        source: &Source,
        context: &Context,
        policy: &Policy,
    ) -> Result<ZoneEvent, ZoneRefusal> {
        let uuid = zone.uuid(source);
        let decision = Self::unregistered(zone, uuid).decide(ZoneCommand::Register(profile), context, policy)?;
        Ok(decision.event().clone())
    }

    /// Decides a command. Pure: the zone is unchanged, and the same arguments give the same answer.
    ///
    /// First the id: the same command again is [`ZoneDecision::AlreadyRecorded`], on whatever day if its date is left open;
    /// another one under that id, or one with another date, is refused as `id_reused`. Then every rule that does not hold,
    /// in a fixed order.
    ///
    /// # Errors
    /// [`ZoneRefusal`] with every reason.
    pub fn decide(
        &self,
        command: ZoneCommand,
        context: &Context,
        policy: &Policy,
    ) -> Result<ZoneDecision, ZoneRefusal> {
        match self.examine(&command, context, policy) {
            Ok(Examined::Recorded(recorded)) => Ok(ZoneDecision::AlreadyRecorded(recorded.clone())),
            Ok(Examined::New(effective_on, change)) => {
                let parts = ZoneParts {
                    id: context.id,
                    zone: self.uuid,
                    version: self.version() + 1,
                    at: context.at,
                    effective_on,
                    actor: context.actor.clone(),
                    correlation: context.correlation.clone(),
                    causation: context.causation.clone(),
                    host: context.host.clone(),
                    policy: policy.id().clone(),
                    change,
                };
                let on = self.events.last().map(ZoneEvent::id);
                let decided = ZoneDecided { on, is_date_open: context.effective_on.is_none() };
                Ok(ZoneDecision::Record(ZoneEvent::new(parts, Some(decided))))
            }
            Err(reasons) => {
                Err(ZoneRefusal::new(self.id.clone(), command.name(), reasons, policy.terms().names.clone()))
            }
        }
    }

    /// The reasons for which [`Zone::decide`] would refuse; empty if it would not.
    #[must_use]
    pub fn check(&self, command: &ZoneCommand, context: &Context, policy: &Policy) -> Vec<Reason> {
        self.examine(command, context, policy).err().unwrap_or_default()
    }

    /// The event that records the command already, or what would happen and when; or every reason against it.
    fn examine(&self, command: &ZoneCommand, context: &Context, policy: &Policy) -> Result<Examined<'_>, Vec<Reason>> {
        if let Some(known) = self.find(context.id) {
            let (recorded_on, stated) = (known.effective_on(), context.effective_on);
            let is_same = known.records(command, &context.actor, context.host.as_ref());
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
        let today = policy.day(context.at);
        let effective_on = context.effective_on.unwrap_or(today);
        let mut reasons = Vec::new();
        if effective_on > today {
            reasons.push(Reason::EffectiveDateInFuture { effective_on, today });
        }
        reasons.extend(self.against(command, effective_on));
        self.guard(command, effective_on, today, policy, &mut reasons);
        let change = self.change(command, effective_on);
        match &change {
            ZoneChange::Registered { zone, profile } => size::guard(&(zone, profile), context, policy, &mut reasons),
            ZoneChange::ClassChanged { paper, .. } => size::guard(paper, context, policy, &mut reasons),
            ZoneChange::Amended { before, after } => size::guard(&(before, after), context, policy, &mut reasons),
            ZoneChange::BaselineFrozen(baseline) => size::guard(baseline, context, policy, &mut reasons),
            ZoneChange::Corrected(voiding) => size::guard(&voiding.correction, context, policy, &mut reasons),
        }
        if reasons.is_empty() { Ok(Examined::New(effective_on, change)) } else { Err(reasons) }
    }

    /// The reasons that the policy and the calendar have against a command. Of the industries only what is given anew is
    /// counted: a zone of another class may have more than that class allows.
    fn guard(&self, command: &ZoneCommand, on: Day, today: Day, policy: &Policy, reasons: &mut Vec<Reason>) {
        match command {
            ZoneCommand::Register(profile) => {
                guard_industries(
                    profile.class,
                    Some(profile.leading.len()),
                    Some(profile.special.len()),
                    policy,
                    reasons,
                );
            }
            ZoneCommand::Amend(given) => {
                let [leading, special] =
                    [&given.leading, &given.special].map(|it| it.as_ref().map(|given| given.len()));
                if let Some(class) = self.class_on(on) {
                    guard_industries(class, leading, special, policy, reasons);
                }
            }
            ZoneCommand::ChangeClass { paper, .. } => guard_paper(paper, on, reasons),
            ZoneCommand::FreezeBaseline(baseline) if baseline.day > today => {
                reasons.push(Reason::DatedInFuture { item: Item::ZombieBaseline, dated: baseline.day, today });
            }
            ZoneCommand::FreezeBaseline(_) | ZoneCommand::VoidFact(_) => {}
        }
    }
}

/// What a look at a command gives.
#[expect(clippy::large_enum_variant, reason = "made once and moved into one shared allocation, the event")]
enum Examined<'a> {
    /// This event records it already.
    Recorded(&'a ZoneEvent),
    /// It is new, takes effect on that day, and nothing speaks against it.
    New(Day, ZoneChange),
}

/// The reasons against so many industries of a zone of a class. `None` where none are given.
fn guard_industries(
    class: ZoneClass,
    leading: Option<usize>,
    special: Option<usize>,
    policy: &Policy,
    reasons: &mut Vec<Reason>,
) {
    let limits = policy.terms().zone_industries;
    let above = |found: Option<usize>, limit: u32| Some((found.filter(|found| *found > limit as usize)?, limit));
    if let Some((found, limit)) = above(leading, limits.leading(class)) {
        reasons.push(Reason::TooManyLeading { class, found, limit });
    }
    if let Some((found, limit)) = above(special, limits.special) {
        reasons.push(Reason::TooManySpecial { found, limit });
    }
}

/// The reasons against the paper of a change of class: it bears a day, and is no younger than the change.
fn guard_paper(paper: &Attachment, effective_on: Day, reasons: &mut Vec<Reason>) {
    let item = Item::ClassChangePaper;
    match paper.day() {
        None => reasons.push(Reason::Undated { gate: None, item }),
        Some(dated) if dated > effective_on => {
            reasons.push(Reason::DatedAfterEffective { item, dated, effective_on });
        }
        Some(_) => {}
    }
}
