//! Where a project is built, if that changes.

use serde::Serialize;

use super::{Asked, Fact, Kind, Stood, Succession};
use crate::evidence::{Attachment, SiteKind};
use crate::lifecycle::Item;
use crate::project::CurrentState;
use crate::reason::Reason;
use crate::value::{Day, Text, input};

/// Another site within the host zone (建设地点变更). A move to another zone is a [`Relocated`](super::Relocated).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct SiteChanged {
    /// The paper that lets the project change its site, with its day.
    pub paper: Attachment,
    /// The site: an address or a parcel.
    pub site: Text,
    /// How it is held, if that is known. From the start on it decides whether a closing leaves land behind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site_kind: Option<SiteKind>,
}

input!(SiteChanged { needed paper, needed site, optional site_kind });

impl Kind for SiteChanged {
    type Kept = Succession<Self>;

    fn before(&self, kept: &Succession<Self>, _current: &CurrentState) -> Option<Stood> {
        let (version, standing) = kept.standing()?;
        Some(Stood { fact: Fact::Site(standing.clone()), version })
    }

    fn guard(&self, _kept: &Succession<Self>, asked: &Asked<'_>, reasons: &mut Vec<Reason>) {
        asked.guard_paper(Item::SiteChangePaper, &self.paper, reasons);
    }

    fn keep(&self, kept: &mut Succession<Self>, version: u64, on: Day) {
        kept.keep(version, on, self.clone());
    }

    fn forget(&self, kept: &mut Succession<Self>, version: u64, on: Day) {
        kept.forget(version, on);
    }
}
