//! The engagement: what opens talks.

use super::document::{Attachment, dated};
use super::gate::{Conditions, gate};
use crate::lifecycle::{Gate, Item};
use crate::reason::Reason;
use crate::value::{ActorId, ClientId};

gate! {
    /// Talks opened with a target client (启动洽谈, plan paragraph 7).
    Engagement EngagementForm {
        /// The client, from the library of target clients.
        needed value client: ClientId as Client,
        /// Who leads the talks.
        needed value lead_negotiator: ActorId as LeadNegotiator,
        /// The record of the first contact.
        needed paper first_contact: Attachment as FirstContact,
        /// The claim to have been first to report and talk (首报首谈). The policy says whether it is required: some
        /// cities ask for it above an amount only.
        optional paper uniqueness_claim: Attachment as UniquenessClaim,
    }
}

impl Conditions for EngagementForm {
    fn conditions(&self, gaps: &mut Vec<Reason>) {
        dated(self.first_contact.given(), Gate::Engagement, Item::FirstContact, gaps);
    }
}
