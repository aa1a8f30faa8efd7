//! What becomes of the company that carries a project.

use serde::Serialize;

use super::{Asked, Fact, Ground, Kind, Stood, Succession};
use crate::evidence::Attachment;
use crate::lifecycle::Item;
use crate::project::CurrentState;
use crate::reason::Reason;
use crate::value::{Day, Money, Text, Uscc, input};

/// A change of the registered company (变更登记): its name, its code, its capital. At least one must be given; the others stay
/// as they are. The registration stays on record as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct CompanyChanged {
    /// Its unified social credit code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company_code: Option<Uscc>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company_name: Option<Text>,
    /// The proof of the change, such as the new licence, with its day.
    pub paper: Attachment,
    /// Its registered capital, above zero.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registered_capital: Option<Money>,
}

input!(CompanyChanged { optional company_code, optional company_name, needed paper, optional registered_capital });

impl CompanyChanged {
    /// A change of nothing yet.
    #[must_use]
    pub const fn by(paper: Attachment) -> Self {
        Self { company_code: None, company_name: None, paper, registered_capital: None }
    }

    /// Whether it changes nothing.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        let Self { company_code, company_name, paper: _, registered_capital } = self;
        company_code.is_none() && company_name.is_none() && registered_capital.is_none()
    }
}

impl Kind for CompanyChanged {
    type Kept = Succession<Self>;

    fn before(&self, kept: &Succession<Self>, _current: &CurrentState) -> Option<Stood> {
        let (version, standing) = kept.standing()?;
        Some(Stood { fact: Fact::Company(standing.clone()), version })
    }

    fn ground(&self) -> Option<Ground> {
        Some(Ground::Company { with_capital: self.registered_capital.is_some() })
    }

    fn guard(&self, _kept: &Succession<Self>, asked: &Asked<'_>, reasons: &mut Vec<Reason>) {
        if self.is_empty() {
            reasons.push(Reason::NothingToAmend);
        }
        let item = Item::RegisteredCapital;
        if let Some(found) = self.registered_capital.filter(|capital| !capital.is_positive()) {
            reasons.push(Reason::NotPositive { gate: None, item, found });
        }
        asked.guard_paper(Item::CompanyChangePaper, &self.paper, reasons);
    }

    fn keep(&self, kept: &mut Succession<Self>, version: u64, on: Day) {
        kept.keep(version, on, self.clone());
    }

    fn forget(&self, kept: &mut Succession<Self>, version: u64, on: Day) {
        kept.forget(version, on);
    }
}
