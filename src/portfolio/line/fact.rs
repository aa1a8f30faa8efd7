//! Facts: what was told. What stood before it is nothing to a portfolio.

use super::super::fold::Next;
use super::super::{FoldFault, Portfolio};
use super::member::{from_last, money, policy_last, to_last};
use crate::audit::Glance;
use crate::canonical::{self, Ends};
use crate::project::fact::{Fact, InvestmentReport};
use crate::value::Day;

impl Portfolio {
    /// Takes in a fact. Of the data, what follows `{"after":` is left.
    pub(super) fn add_fact(&mut self, glance: Glance<'_>, mut data: Ends<'_>) -> Option<Result<(), FoldFault>> {
        data.past_last(b"\"}")?;
        let to = to_last(&mut data)?;
        policy_last(&mut data)?;
        let from = from_last(&mut data).filter(|from| from.stage() == to)?;
        data.past_last(b"\"")?;
        let on = Day::from_fixed(data.take_last()?)?;
        data.past_last(b",\"effective_on\":\"")?;
        let fact = if data.rest().starts_with(b"{\"amount\":{") {
            // the most frequent one
            investment(&mut data).filter(|fact| fact.event_name() == glance.event)?
        } else {
            let length = canonical::check_first(data.rest(), 2).ok()?;
            Fact::read(glance.event, core::str::from_utf8(data.take_first(length)?).ok()?)?.ok()?
        };
        data.past(b",\"before\":")?;
        let next = Next { project: glance.project, version: glance.version, from: Some(from) };
        Some(self.follows(next, on, glance.recorded).map(|(at, when)| {
            self.fact(at, &fact, when);
            self.kept[at].fact(&fact, when, &mut self.assigned);
            self.lives[at].ends(when);
        }))
    }
}

/// Reads a report of investment.
fn investment(data: &mut Ends<'_>) -> Option<Fact> {
    data.past(b"{\"amount\":")?;
    let amount = money(data)?;
    data.past(b",\"from\":\"")?;
    let from = Day::from_fixed(data.take()?)?;
    data.past(b"\",\"measure\":\"")?;
    let measure = data.text()?.parse().ok()?;
    data.past(b",\"to\":\"")?;
    let to = Day::from_fixed(data.take()?)?;
    data.past(b"\"}")?;
    Some(Fact::Investment(InvestmentReport { amount, from, measure, to }))
}
