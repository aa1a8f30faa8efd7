//! Facts: what was told. What stood before it is nothing to a portfolio.

use super::super::fold::Next;
use super::super::{FoldFault, Portfolio};
use super::member::{from_last, money, policy_last, texts, to_last};
use crate::audit::Glance;
use crate::canonical::{self, Ends};
use crate::evidence::Schedule;
use crate::project::fact::{Fact, InvestmentReport, Responsibility, Scheduled};
use crate::value::{ActorId, Day, OrgId};

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
        let fact = match frequent(&mut data) {
            Some(fact) => fact,
            None => {
                let json = data.take_first(canonical::check_first(data.rest(), 2).ok()?)?;
                let fact =
                    Fact::read(core::str::from_utf8(glance.event).ok()?, core::str::from_utf8(json).ok()?)?.ok()?;
                // it has one form only
                (canonical::to_vec(&fact).ok()? == json).then_some(fact)?
            }
        };
        (fact.event_name().as_bytes() == glance.event).then_some(())?;
        data.past(b",\"before\":")?;
        let next = Next { project: glance.project, version: glance.version, from: Some(from) };
        Some(self.follows(next, on, glance.recorded).map(|(at, when)| {
            self.fact(at, &fact, when);
            self.kept[at].fact(&fact, when, &mut self.assigned);
            self.lives[at].ends(when);
        }))
    }
}

/// Reads a fact of a kind that is frequent, by its shape. `None` for any other, of which nothing was taken then.
fn frequent(data: &mut Ends<'_>) -> Option<Fact> {
    let mut rest = *data;
    let fact = if rest.has(b"{\"amount\":") {
        investment(&mut rest)?
    } else if rest.has(b"{\"officer\":\"") {
        let officer = ActorId::new(rest.text()?).ok()?;
        rest.past(b"}")?;
        Fact::Officer(officer.into())
    } else if rest.has(b"{\"lead\":\"") {
        Fact::Body(body(&mut rest)?)
    } else if rest.has(b"{\"stages\":[") {
        Fact::Schedule(schedule(&mut rest)?)
    } else {
        return None;
    };
    *data = rest;
    Some(fact)
}

/// Reads a report of investment behind the name of its amount.
fn investment(data: &mut Ends<'_>) -> Option<Fact> {
    let amount = money(data)?;
    data.past(b",\"from\":\"")?;
    let from = Day::from_fixed(data.take()?)?;
    data.past(b"\",\"measure\":\"")?;
    let measure = data.code()?;
    data.past(b",\"to\":\"")?;
    let to = Day::from_fixed(data.take()?)?;
    data.past(b"\"}")?;
    Some(Fact::Investment(InvestmentReport { amount, from, measure, to }))
}

/// Reads bodies behind the beginning of the lead's id.
fn body(data: &mut Ends<'_>) -> Option<Responsibility> {
    let lead = OrgId::new(data.text()?).ok()?;
    data.past(b",\"responsible\":[")?;
    let mut responsible = Vec::new();
    texts(data, |id| {
        responsible.push(OrgId::new(core::str::from_utf8(id).ok()?).ok()?);
        Some(())
    })?;
    data.past(b"}")?;
    Some(Responsibility { lead, responsible })
}

/// Reads a schedule behind the bracket of its stages.
fn schedule(data: &mut Ends<'_>) -> Option<Scheduled> {
    let mut stages = Vec::new();
    while !data.has(b"]}") {
        if !stages.is_empty() {
            data.past(b",")?;
        }
        data.past(b"{\"by\":\"")?;
        let by = Day::from_fixed(data.take()?)?;
        data.past(b"\",\"stage\":\"")?;
        stages.push((data.code()?, by));
        data.past(b"}")?;
    }
    Schedule::new(stages).ok().map(Scheduled::from)
}
