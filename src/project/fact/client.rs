//! Clients who talk about a project beside the first one.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Asked, Ground, Kind, Stood};
use crate::evidence::Attachment;
use crate::lifecycle::{Gate, Item};
use crate::project::CurrentState;
use crate::reason::{Reason, StepDate};
use crate::value::{ClientId, Day, input};

/// A further target client with whom talks go on in parallel (平行洽谈). It stands until the talks are over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct ClientJoined {
    /// The client, from the library of target clients.
    pub client: ClientId,
    /// The record of the first contact, with its day.
    pub first_contact: Attachment,
    /// The claim to have been first to report and talk (首报首谈). The policy says whether it is required, as at the opening of
    /// the talks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uniqueness_claim: Option<Attachment>,
}

input!(ClientJoined { needed client, needed first_contact, optional uniqueness_claim });

/// The clients that joined talks, by date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::project) struct Clients(BTreeMap<StepDate, ClientId>);

impl Clients {
    /// Those of the talks that were opened by a step, each with the event that brought it in; none recorded before the end of
    /// earlier talks, with which it went.
    pub(in crate::project) fn of(
        &self,
        opened: StepDate,
        released: Option<u64>,
    ) -> impl Iterator<Item = (StepDate, &ClientId)> {
        let joined = self.0.range(opened..).map(|(date, client)| (*date, client));
        joined.filter(move |(date, _)| released.is_none_or(|released| date.version > released))
    }
}

impl Kind for ClientJoined {
    const BEFORE: &'static [&'static str] = &[];

    type Kept = Clients;

    /// `None`: clients talk in parallel.
    fn before(&self, _kept: &Clients, _current: &CurrentState) -> Option<Stood> {
        None
    }

    fn ground(&self) -> Option<Ground> {
        Some(Ground::Talks)
    }

    fn guard(&self, kept: &Clients, asked: &Asked<'_>, reasons: &mut Vec<Reason>) {
        let opened = asked.engaged.filter(|(_, client)| *client == Some(&self.client)).map(|(opened, _)| opened);
        let joined = || kept.of(asked.engaged?.0, asked.released).find(|(_, client)| **client == self.client);
        if let Some(StepDate { version, .. }) = opened.or_else(|| joined().map(|(date, _)| date)) {
            reasons.push(Reason::ClientInTalks { version });
        }
        asked.guard_paper(Item::FirstContact, &self.first_contact, reasons);
        match &self.uniqueness_claim {
            Some(claim) => asked.guard_paper(Item::UniquenessClaim, claim, reasons),
            None if asked.policy.requires(Item::UniquenessClaim) => {
                reasons.push(Reason::Missing { gate: Gate::Engagement, item: Item::UniquenessClaim });
            }
            None => {}
        }
    }

    fn keep(&self, kept: &mut Clients, version: u64, on: Day) {
        kept.0.insert(StepDate { on, version }, self.client.clone());
    }

    fn forget(&self, kept: &mut Clients, version: u64, on: Day) {
        kept.0.remove(&StepDate { on, version });
    }
}
