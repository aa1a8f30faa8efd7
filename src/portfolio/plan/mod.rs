//! The action plan: which questions are asked of a portfolio, as data.

mod check;
mod colours;
mod error;
mod read;
mod terms;

use std::sync::Arc;

pub use colours::{Colours, Light, Silence, StartColours};
pub use error::PlanError;
use serde::{Deserialize, Serialize};
pub use terms::{
    Achievement, BaselineForm, ByClass, Cohort, CohortForm, EntryBy, Form, GivenDenominator, Indicator, Pace,
    PlanTerms, Quota, Reached, ReachedForm, Reads, Rounding, Share, StoodIn, StoodOn, Sum, Title, Undoing, VisitsForm,
    Which, Years,
};

use crate::canonical;
use crate::value::{Digest, ShortText};

/// Which plan asked: its name, and the SHA-256 of its canonical JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanId {
    /// SHA-256 of the terms' canonical JSON.
    pub digest: Digest,
    /// The plan's name.
    pub id: ShortText,
}

/// An action plan: its terms, checked, with the digest that figures carry.
///
/// A [`Policy`](crate::policy::Policy) decides moves; an action plan asks questions about what was decided. Its figures are
/// defined in it, so that no number and no figure is code.
///
/// ```
/// use project_lifecycle::portfolio::ActionPlan;
///
/// let plan = ActionPlan::shenyang_2018();
/// assert_eq!((plan.terms().years.from, plan.terms().years.to), (2018, 2020));
/// let again = ActionPlan::from_json(&plan.to_json())?;
/// assert_eq!(again.id(), plan.id());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionPlan {
    terms: PlanTerms,
    id: Arc<PlanId>,
}

impl ActionPlan {
    /// Checks and seals the terms.
    ///
    /// # Errors
    /// [`PlanError`] with the first place that cannot be asked, and why.
    pub fn new(terms: PlanTerms) -> Result<Self, PlanError> {
        check::check(&terms)?;
        let json = canonical::to_vec(&terms).map_err(|why| PlanError::at("", why))?;
        let id = PlanId { digest: Digest::of(&json), id: terms.id.clone() };
        Ok(Self { terms, id: Arc::new(id) })
    }

    /// The three-year action plan of Shenyang (沈政办发〔2018〕78号): the figures of its paragraphs 6, 8, 11, 12 and 13 and of
    /// its goals, with what it leaves open filled in.
    ///
    /// # Panics
    /// Never: the preset is a plan.
    #[must_use]
    pub fn shenyang_2018() -> Self {
        Self::from_json(include_str!("shenyang_2018.json")).expect("the preset is a plan")
    }

    /// Its terms.
    #[must_use]
    pub const fn terms(&self) -> &PlanTerms {
        &self.terms
    }

    /// Name and digest, as figures carry them.
    #[must_use]
    pub const fn id(&self) -> &Arc<PlanId> {
        &self.id
    }
}
