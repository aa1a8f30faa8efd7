//! When a command takes effect.

use super::Context;
use crate::policy::Policy;
use crate::value::Day;

/// A command's circumstances together with the day on which it takes effect.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment<'a> {
    pub(super) context: &'a Context,
    pub(super) effective_on: Day,
    /// The civil day on which it is given.
    pub(super) today: Day,
}

impl<'a> Moment<'a> {
    /// When a command takes effect: on the day of the act if its evidence tells one, else as the host states, else today.
    pub(super) fn of(context: &'a Context, policy: &Policy, acted_on: Option<Day>) -> Self {
        let today = policy.day(context.at);
        Self { context, effective_on: acted_on.or(context.effective_on).unwrap_or(today), today }
    }
}
