//! Why something is no plan.

use core::fmt;

/// What cannot be asked, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the plan cannot be asked{}: {why}", if path.is_empty() { String::new() } else { format!(" at {path}") })]
pub struct PlanError {
    /// Where, as a path of members and places from 0, such as `/indicators/3/form`. Empty for the whole.
    pub path: String,
    /// Why, in words.
    pub why: String,
}

impl PlanError {
    pub(super) fn at(path: impl Into<String>, why: impl fmt::Display) -> Self {
        Self { path: path.into(), why: why.to_string() }
    }
}
