//! An office's daily cases, by name: what must be accepted, what must be refused, and with which words.

mod agreements;
mod claims;
mod clients;
mod closings;
mod commissioning;
mod companies;
mod correcting;
mod entities;
mod late;
mod parts;
mod pauses;
mod relocations;
mod resting;
mod revivals;
mod sites;
mod stalls;

use crate::common::evidence::*;
use crate::common::walk::Walk;
use crate::common::{at, day, plus, text};
use project_lifecycle::{evidence::*, lifecycle::*, policy::*, project::*, reason::*, value::*, *};

/// The reasons against a command, today.
fn reasons(walk: &Walk, command: Command) -> Vec<Reason> {
    walk.project.check(&command, &walk.context(), &walk.policy)
}

/// The gaps of a form, as codes and items.
fn gaps<T, F>(form: F) -> Vec<(&'static str, &'static str)>
where
    T: TryFrom<F, Error = Gaps>,
{
    let of = |reason: &Reason| {
        let (Reason::Missing { item, .. }
        | Reason::NotApplicable { item, .. }
        | Reason::Malformed { item: Some(item), .. }
        | Reason::Undated { item, .. }) = reason
        else {
            panic!("{reason}")
        };
        (reason.code(), item.code())
    };
    T::try_from(form).map_or_else(|gaps| gaps.reasons.iter().map(of).collect(), |_| Vec::new())
}

/// A policy that differs from the preset.
fn policy_with(change: impl FnOnce(&mut PolicyTerms)) -> Policy {
    let mut terms = PolicyTerms::shenyang_2018();
    change(&mut terms);
    Policy::new(terms).expect("a policy")
}

/// What `explain` says of an item where the verb is open. `None` if it does not ask for it.
fn asked(walk: &Walk, verb: Verb, item: Item) -> Option<Needed> {
    match walk.project.explain_verb(verb, &walk.context(), &walk.policy).answer {
        Answer::Open(needed) => needed.into_iter().find(|needed| needed.requirement.item == item),
        Answer::Blocked(reasons) => panic!("{reasons:?}"),
    }
}
