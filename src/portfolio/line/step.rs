//! Steps: what figures and lists read of them.

use memchr::memchr_iter;

use super::super::fold::{Next, Step};
use super::super::list::Told;
use super::super::moves::Move;
use super::super::row::{Detail, When};
use super::super::{FoldFault, Portfolio};
use super::member::{
    PROJECT_CODE, PROVENANCE, STATUS, effective_on, from_last, is_doubtful, member, money_last, policy_last, to_last,
};
use crate::audit::Glance;
use crate::canonical::Ends;
use crate::lifecycle::{Gate, Verb};
use crate::value::{Day, Money, ProjectCode, Uscc};

/// What a step rests on, as far as it is looked at.
#[derive(Default)]
struct Seen {
    is_doubtful: bool,
    agreed: Option<Agreement>,
    company: Option<Uscc>,
    code: Option<ProjectCode>,
}

/// What is looked at in an agreement: the amount, and the days by which construction and production are to begin.
struct Agreement {
    total: Money,
    start: Day,
    production: Day,
}

impl Portfolio {
    /// Takes in a step. Of the data, what stands before the verb is left.
    pub(super) fn add_step(
        &mut self,
        glance: Glance<'_>,
        verb: Verb,
        mut data: Ends<'_>,
    ) -> Option<Result<(), FoldFault>> {
        (verb.event_name().as_bytes() == glance.event).then_some(())?;
        let to = to_last(&mut data)?;
        // a policy ends with its name, where something was imported from with a number or a list
        let is_imported = !data.rest().ends_with(b"\"}");
        let (on, from, seen) = if is_imported {
            let on = effective_on(&mut data)?;
            let provenance = data.behind(&PROVENANCE)?;
            let is_doubtful = is_doubtful(provenance)?;
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
        (Move::of(verb, from)?.to().stage() == to).then_some(())?;
        let next = Next { project: glance.project, version: glance.version, from: Some(from) };
        Some(self.follows(next, on, glance.recorded).and_then(|(at, when)| self.add_seen_step(at, verb, &seen, when)))
    }

    fn add_seen_step(&mut self, at: usize, verb: Verb, seen: &Seen, when: When) -> Result<(), FoldFault> {
        let agreed = seen.agreed.as_ref().map(|agreed| agreed.total);
        self.steps(at, &Step { verb, detail: Detail::default(), is_doubtful: seen.is_doubtful, agreed }, when)?;
        let (kept, step) = (&mut self.kept[at], when.version);
        if let Some(Agreement { start, production, .. }) = seen.agreed {
            kept.tell(Told::Agreed { step, start, production }, when);
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

/// What is looked at in a gate's evidence, its first bracket skipped. `None` for evidence of which more is kept than this.
fn evidence(gate: Gate, evidence: Ends<'_>) -> Option<Seen> {
    all_papers_are_here(evidence).then_some(())?;
    let mut seen = Seen::default();
    match gate {
        Gate::Dossier | Gate::Engagement | Gate::Commissioning | Gate::Operation | Gate::Grounds | Gate::Rescission => {
        }
        Gate::Agreement => seen.agreed = Some(agreement(evidence)?),
        Gate::Registration => {
            let mut code = evidence;
            code.past(b"\"company_code\":\"")?;
            seen.company = Some(code.text()?.parse().ok()?);
            if let Some(mut code) = member(evidence, &PROJECT_CODE) {
                code.past(b"\"")?;
                seen.code = Some(code.text()?.parse().ok()?);
            }
        }
        Gate::Commencement => {
            let mut code = member(evidence, &PROJECT_CODE)?;
            if code.has(b"{\"code\":\"") {
                seen.code = Some(code.text()?.parse().ok()?);
                code.past(b"}")?;
            } else {
                code.past(b"{\"none\":{\"reason\":\"")?;
            }
        }
        Gate::StallFinding | Gate::Revival | Gate::Closing => return None,
    }
    Some(seen)
}

/// Whether each paper is presented, waived or not required: one that is only promised is listed, and what tells no status that is
/// known is read in full.
fn all_papers_are_here(evidence: Ends<'_>) -> bool {
    let text = evidence.rest();
    let is_known = |at: usize| {
        let status = text.get(at + STATUS.needle().len()..).unwrap_or_default();
        [&b"presented\""[..], b"waived\"", b"not_required\""].iter().any(|known| status.starts_with(known))
    };
    // a bracket behind a colon begins a list, or stands in a text
    let is_plain = |at: usize| {
        let before = text.get(..at).unwrap_or_default();
        !before.ends_with(b":") || before.ends_with(b"\"parties\":") || before.ends_with(b"\"promises\":")
    };
    STATUS.find_iter(text).all(is_known) && memchr_iter(b'[', text).all(is_plain)
}

fn agreement(mut evidence: Ends<'_>) -> Option<Agreement> {
    evidence.past(b"\"agreed_production\":\"")?;
    let production = Day::from_fixed(evidence.take()?)?;
    evidence.past(b"\",\"agreed_start\":\"")?;
    let start = Day::from_fixed(evidence.take()?)?;
    evidence.past_last(b"}")?;
    let total = money_last(&mut evidence)?;
    evidence.past_last(b",\"total_investment\":")?;
    (production >= start && total.is_positive()).then_some(Agreement { total, start, production })
}
