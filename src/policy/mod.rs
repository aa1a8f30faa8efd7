//! Policy: what the action plan leaves to be set, as data.

mod check;
mod preset;
mod terms;

pub use check::PolicyError;
pub use terms::{
    IndustryLimits, Policy, PolicyId, PolicyTerms, Season, SmallWorksLimits, Span, StallThreshold, Validity,
};
