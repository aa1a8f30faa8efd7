//! The door for forms: what is true of commands is true of the JSON that says the same.

use super::{Taken, course, start, take};
use crate::common::walk::Walk;
use project_lifecycle::{lifecycle::*, project::*, reason::*, *};
use proptest::prelude::*;
use serde_json::{Value, json};

/// The name and the object of a command's form. `None` for imported history, which has none.
pub(crate) fn form_of(command: &Command) -> Option<(&'static str, Value)> {
    let form = CommandForm::of(command)?;
    Some((form.command_name(), serde_json::from_str(&form.json()).expect("JSON")))
}

/// A form of JSON.
pub(crate) fn read(name: &str, object: &Value) -> CommandForm {
    CommandForm::read(name, object.to_string().as_bytes()).expect("a command's name")
}

/// Every place in a form, as a JSON pointer, with what stands there.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let place = format!("{at}/{name}");
                places(member, &place, found);
                found.push(place);
            }
        }
        Value::Array(items) => {
            for (n, item) in items.iter().enumerate() {
                let place = format!("{at}/{n}");
                places(item, &place, found);
                found.push(place);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// What no member of any form takes.
fn spoil(object: &mut Value, which: usize) -> String {
    let mut found = Vec::new();
    places(object, "", &mut found);
    // a form without members gets one that it does not have
    let Some(place) = found.get(which % found.len().max(1)).cloned() else {
        object["colour"] = json!("red");
        return "/colour".into();
    };
    *object.pointer_mut(&place).expect("it was found there") = json!({"no": ["such", "thing"]});
    place
}

/// Whether both have one code; or both are about a day that does not fit the date, which the evidence that is spoilt may tell; or
/// about a correction that does not fit, of which the first rule broken is told.
fn is_about_the_same(one: &Reason, other: &Reason) -> bool {
    let is_of_dates = |code: &str| {
        let dates = "not_day_of_act dated_after_effective effective_date_in_future effective_date_regression";
        dates.split(' ').any(|known| known == code)
    };
    let is_of_corrections = |code: &str| matches!(code, "out_of_step" | "later_unfit");
    let both = |holds: fn(&str) -> bool| holds(one.code()) && holds(other.code());
    one.code() == other.code() || both(is_of_dates) || both(is_of_corrections)
}

/// Reasons about how a form is filled in: whatever the project, the form is refused for them.
const OF_FORMS: [&str; 10] = [
    "dossier_required",
    "missing",
    "malformed",
    "undated",
    "too_few",
    "not_positive",
    "not_applicable",
    "nothing_to_amend",
    "closing_paper_not_presented",
    "remark_needed",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_form_says_what_its_command_says((position, steps) in course(), spoils in proptest::collection::vec((any::<usize>(), 1..3usize), 40)) {
        let mut walk = start(position);
        for (step, (which, times)) in steps.iter().zip(spoils) {
            let policy = walk.policy.clone();
            let Taken { before, command, context, answer } = take(&mut walk, step);
            let Some((name, object)) = form_of(&command) else { continue };
            // no event is the one before the first
            if object["version"] == 0 {
                prop_assert!(read(name, &object).command().is_err());
                continue;
            }
            let form = read(name, &object);
            prop_assert_eq!(form.command(), Ok(command.clone()), "{} {}", name, object);
            prop_assert_eq!(form.command_name(), name);
            prop_assert_eq!(&before.decide_form(&form, &context, &policy), &answer);
            // with a part of it spoilt it is refused, for that and for nothing that the mended form is not refused for
            let mut spoilt = object.clone();
            let places: Vec<_> = (0..times).map(|n| spoil(&mut spoilt, which.wrapping_add(n * 7))).collect();
            let reasons = before.check_form(&read(name, &spoilt), &context, &policy);
            prop_assert!(!reasons.is_empty(), "{name} {spoilt}");
            let mended = before.check(&command, &context, &policy);
            if let Some(alone) = mended.iter().find(|reason| matches!(reason.code(), "not_permitted" | "id_reused")) {
                prop_assert_eq!(reasons.as_slice(), std::slice::from_ref(alone), "{} {}", name, spoilt);
                continue;
            }
            // under an id that is on record a spoilt form says something else
            if before.events().iter().any(|event| event.id() == context.id()) {
                let told = |reason: &Reason| matches!(reason.code(), "id_reused" | "malformed" | "missing" | "undated");
                prop_assert!(reasons.iter().all(told), "{name} {places:?} {reasons:?}");
                continue;
            }
            prop_assert!(reasons.iter().any(|reason| reason.code() == "malformed"), "{name} {places:?} {reasons:?}");
            // what no evidence lifts stands, whatever the spoilt evidence said
            let blocked = read(name, &object).verb().map(|verb| before.explain_verb(verb, &context, &policy).answer);
            let is_blocked = |reason: &Reason| matches!(&blocked, Some(Answer::Blocked(known)) if known.contains(reason));
            // outcome and remedy say which paper dates the step: without them its date is not known
            let is_date_open = places.iter().any(|place| place.ends_with("/outcome") || place.ends_with("/remedy"));
            let is_of_date = |reason: &Reason| {
                matches!(reason.code(), "dated_after_effective" | "commitment_overdue" | "effective_date_in_future")
            };
            for reason in &reasons {
                if is_blocked(reason) || (is_date_open && is_of_date(reason)) {
                    continue;
                }
                let is_true = mended.iter().any(|other| is_about_the_same(other, reason)) || OF_FORMS.contains(&reason.code());
                prop_assert!(is_true, "{} {}: {:?}\nmended: {:?}", name, spoilt, reason, mended);
            }
        }
    }

    #[test]
    fn what_explain_says_of_a_verb_an_empty_form_is_told((position, steps) in course()) {
        let mut walk = start(position);
        for step in &steps {
            take(&mut walk, step);
        }
        holds_of_empty_forms(&walk);
    }

    #[test]
    fn no_text_panics(name in 0..40usize, text in prop_oneof!["\\PC{0,80}", "[\\[\\]{}\":,0-9a-z\\\\u ]{0,120}"]) {
        let names: Vec<_> = CommandForm::commands().collect();
        let walk = Walk::to(3, Position::START);
        let form = CommandForm::read(names[name % names.len()], text.as_bytes()).expect("a command's name");
        let _ = walk.project.check_form(&form, &walk.context(), &walk.policy);
    }
}

/// What `explain` calls blocked is in the list of an empty form, and first of all alone if the law has no such move.
fn holds_of_empty_forms(walk: &Walk) {
    let context = walk.context();
    for Explanation { verb, answer, .. } in walk.project.explain(&context, &walk.policy) {
        let reasons = walk.project.check_form(&read(verb.code(), &json!({})), &context, &walk.policy);
        match answer {
            Answer::Blocked(blocked) if blocked[0].code() == "not_permitted" => assert_eq!(reasons, blocked, "{verb}"),
            Answer::Blocked(blocked) => {
                let told = blocked.iter().all(|reason| reasons.contains(reason));
                assert!(told, "{verb}: {blocked:?} is not in {reasons:?}");
            }
            Answer::Open(needed) => {
                let always = needed.iter().filter(|needed| needed.requirement.need == evidence::Need::Always);
                for needed in always {
                    let (gate, item) = (needed.requirement.gate, needed.requirement.item);
                    let is_told = reasons.iter().any(|reason| {
                        let is_dossier = item == Item::Dossier && reason.code() == "dossier_required";
                        is_dossier || matches!(reason, Reason::Missing { item: told, .. } if *told == item)
                    });
                    assert!(is_told, "{verb}: {gate} {item} is not in {reasons:?}");
                }
            }
        }
    }
}
