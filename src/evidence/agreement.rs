//! The agreement: what signs a project.

use serde::Serialize;

use super::dossier::positive;
use super::gate::{Conditions, gate};
use super::{Attachment, Document};
use crate::lifecycle::{AgreementKind, Gate, Item};
use crate::reason::Reason;
use crate::value::{Day, Money, Text, input};

/// A promise of the government side to the investor (招商承诺).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Promise {
    /// The last day on which it is kept in time.
    pub due: Day,
    /// What is promised.
    pub promise: Text,
}

input!(Promise { needed due, needed promise });

/// The days on which the parties agreed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Agreed {
    /// The day by which construction is to start. `None` if no evidence names it.
    pub start: Option<Day>,
    /// The day by which production is to begin. `None` if no evidence names it.
    pub production: Option<Day>,
}

gate! {
    /// The formal agreement (签约, plan paragraph 11): an investment agreement, or for public works and PPP an award.
    Agreement
    ///
    /// ```
    /// use project_lifecycle::prelude::*;
    ///
    /// // as a client sends it; what is absent is blank
    /// let form: AgreementForm = serde_json::from_str(r#"{"agreement_kind": "framework", "parties": ["管委会"]}"#)?;
    /// let gaps = Agreement::try_from(form).unwrap_err();
    /// let codes: Vec<_> = gaps.reasons.iter().map(Reason::code).collect();
    /// // paper, day, amount, agreed start and production; then what is there and will not do
    /// assert_eq!(codes, ["missing", "missing", "missing", "missing", "missing", "not_formal_agreement", "too_few"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    AgreementForm {
        /// What kind of agreement it is. A letter of intent or a framework agreement signs nothing.
        needed value agreement_kind: AgreementKind as AgreementKind,
        /// The paper, with its number and day.
        needed document agreement_paper: Document<Attachment> as AgreementPaper,
        /// The day on which it was signed, which is the date of the signing.
        needed act signed_on: Day as SignedOn,
        /// Who signed: two at least.
        needed value parties: Vec<Text> as Parties,
        /// Total planned investment, above zero.
        needed value total_investment: Money as TotalInvestment,
        /// The day by which construction is to start.
        needed value agreed_start: Day as AgreedStart,
        /// The day by which production is to begin, not before the start.
        needed value agreed_production: Day as AgreedProduction,
        /// What the government side promised.
        list value promises: Promise as Promises,
    }
}

impl Conditions for AgreementForm {
    fn conditions(&self, gaps: &mut Vec<Reason>) {
        const GATE: Gate = Gate::Agreement;
        if let Some(kind) = self.agreement_kind.given().filter(|kind| !kind.is_formal()) {
            gaps.push(Reason::NotFormalAgreement { kind: *kind });
        }
        if let Some(found @ (0 | 1)) = self.parties.given().map(Vec::len) {
            gaps.push(Reason::TooFew { gate: GATE, item: Item::Parties, found, needed: 2 });
        }
        positive(self.total_investment.given(), GATE, Item::TotalInvestment, gaps);
        if let (Some(start), Some(production)) = (self.agreed_start.given(), self.agreed_production.given())
            && production < start
        {
            let item = Item::AgreedProduction;
            gaps.push(Reason::Unordered { gate: GATE, item, found: *production, not_before: *start });
        }
    }
}
