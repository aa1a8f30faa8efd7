//! Steps: what figures and lists read of them.

use super::super::fold::{Next, Step};
use super::super::list::Told;
use super::super::row::{Detail, When};
use super::super::{FoldFault, Portfolio};
use super::member::{
    COMMITTED, PROVENANCE, REGISTERED_CODE, STARTED_CODE, effective_on, from_last, is_inferred, money_last,
    policy_last, to_last,
};
use crate::audit::Glance;
use crate::canonical::Ends;
use crate::lifecycle::{Gate, Verb};
use crate::value::{Day, Money, ProjectCode, Uscc};

/// What a step rests on, as far as it is looked at.
#[derive(Default)]
struct Seen {
    is_doubtful: bool,
    agreed: Option<(Money, Day)>,
    company: Option<Uscc>,
    code: Option<ProjectCode>,
}

impl Portfolio {
    /// Takes in a step. Of the data, what stands before the verb is left.
    pub(super) fn add_step(
        &mut self,
        glance: Glance<'_>,
        verb: Verb,
        mut data: Ends<'_>,
    ) -> Option<Result<(), FoldFault>> {
        (verb.event_name() == glance.event).then_some(())?;
        to_last(&mut data)?;
        // a policy ends with its name, where something was imported from with a number or a list
        let is_imported = !data.rest().ends_with(b"\"}");
        let (on, from, seen) = if is_imported {
            let on = effective_on(&mut data)?;
            let provenance = data.behind(&PROVENANCE)?;
            let is_doubtful = is_inferred(provenance)?;
            let before = data.rest().len() - provenance.rest().len() - b",\"provenance\":{".len();
            let mut data = Ends::new(data.take_first(before)?);
            policy_last(&mut data)?;
            let from = from_last(&mut data)?;
            (data.rest() == b"\"").then_some(())?;
            (on, from, Seen { is_doubtful, ..Seen::default() })
        } else {
            policy_last(&mut data)?;
            let from = from_last(&mut data)?;
            let on = effective_on(&mut data)?;
            data.past(b"\",\"evidence\":{")?;
            (on, from, evidence(verb.gate(), data)?)
        };
        let next = Next { project: glance.project, version: glance.version, from: Some(from) };
        Some(self.follows(next, on, glance.recorded).and_then(|(at, when)| self.add_seen_step(at, verb, &seen, when)))
    }

    fn add_seen_step(&mut self, at: usize, verb: Verb, seen: &Seen, when: When) -> Result<(), FoldFault> {
        let agreed = seen.agreed.map(|(total, _)| total);
        self.steps(at, &Step { verb, detail: Detail::default(), is_doubtful: seen.is_doubtful, agreed }, when)?;
        let (kept, step) = (&mut self.kept[at], when.version);
        if let Some((_, start)) = seen.agreed {
            kept.tell(Told::AgreedStart { step, start }, when);
        }
        if let Some(code) = seen.company {
            kept.tell(Told::Company { step, code: Box::new(code) }, when);
        }
        if let Some(code) = seen.code {
            kept.tell(Told::Code { step, code: Box::new(code) }, when);
        }
        self.lives[at].ends(when);
        Ok(())
    }
}

/// What is looked at in a gate's evidence. `None` for evidence of which more is kept than this.
fn evidence(gate: Gate, evidence: Ends<'_>) -> Option<Seen> {
    // a paper that is only promised is listed
    if evidence.behind(&COMMITTED).is_some() {
        return None;
    }
    let mut seen = Seen::default();
    match gate {
        Gate::Dossier | Gate::Engagement | Gate::Commissioning | Gate::Operation | Gate::Grounds | Gate::Rescission => {
        }
        Gate::Agreement => seen.agreed = Some(agreement(evidence)?),
        Gate::Registration => {
            let mut code = evidence;
            code.past(b"\"company_code\":\"")?;
            seen.company = Some(code.text()?.parse().ok()?);
            if let Some(mut code) = evidence.behind(&REGISTERED_CODE) {
                seen.code = Some(code.text()?.parse().ok()?);
            }
        }
        Gate::Commencement => {
            let mut code = evidence.behind(&STARTED_CODE)?;
            if code.has(b"\"code\":\"") {
                seen.code = Some(code.text()?.parse().ok()?);
            } else {
                code.past(b"\"none\":{")?;
            }
        }
        Gate::StallFinding | Gate::Revival | Gate::Closing => return None,
    }
    Some(seen)
}

/// The amount of an agreement and the day by which construction is to start.
fn agreement(mut evidence: Ends<'_>) -> Option<(Money, Day)> {
    evidence.past(b"\"agreed_production\":\"")?;
    evidence.take::<10>()?;
    evidence.past(b"\",\"agreed_start\":\"")?;
    let start = Day::from_fixed(evidence.take()?)?;
    evidence.past_last(b"}")?;
    let total = money_last(&mut evidence)?;
    evidence.past_last(b"\"total_investment\":")?;
    Some((total, start))
}
