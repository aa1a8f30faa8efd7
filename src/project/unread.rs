//! What is recorded of steps that nobody reads any longer.

use std::sync::Arc;

use super::Context;
use super::event::{Change, Dating, Effect, Event, Parts};
use crate::act::Voiding;
use crate::lifecycle::{LAW_VERSION, Position};
use crate::policy::Policy;
use crate::value::{EventId, ProjectId};

impl Event {
    /// The void of a step that is in quarantine, which no project knows: the caller says what it undoes.
    pub(crate) fn voiding_unread(
        (project, version): (ProjectId, u64),
        (from, to): (Position, Position),
        (voiding, restores): (Voiding, u64),
        id: EventId,
        context: &Context,
        policy: &Policy,
    ) -> Self {
        Self::new(Parts {
            id,
            project,
            version,
            at: context.at(),
            effective_on: policy.day(context.at()),
            dating: Dating::Open,
            actor: Arc::clone(&context.actor),
            correlation: context.correlation.clone(),
            causation: Some(context.id().to_string().into()),
            host: None,
            provenance: None,
            law: LAW_VERSION,
            policy: Arc::clone(policy.id()),
            change: Change::Void(voiding),
            effect: Effect { restores: Some(restores), ..Effect::moved(Some(from), to) },
        })
    }
}
