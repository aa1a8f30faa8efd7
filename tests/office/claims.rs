//! What the policy requires where a form leaves it optional: the first claim (首报首谈).

use super::*;

fn unclaimed(walk: &Walk) -> Command {
    let form = EngagementForm { uniqueness_claim: Field::Blank, ..engagement_form(walk.today) };
    Command::Engage(form.try_into().expect("the form leaves it optional"))
}

#[test]
fn the_first_claim_is_asked_for_by_policy() {
    let walk = Walk::plan(3);
    let missing = Reason::Missing { gate: Gate::Engagement, item: Item::UniquenessClaim };
    assert_eq!(reasons(&walk, unclaimed(&walk)), [missing], "the preset requires it");
    assert_eq!(reasons(&walk, Command::Engage(engagement(walk.today))), []);
    let need = |walk: &Walk| asked(walk, Verb::Engage, Item::UniquenessClaim).map(|needed| needed.requirement.need);
    assert_eq!(need(&walk), Some(Need::Always));
    let lenient = Walk { policy: policy_with(|terms| terms.required.clear()), ..walk };
    assert_eq!(reasons(&lenient, unclaimed(&lenient)), []);
    assert_eq!(need(&lenient), Some(Need::Optional));
}

#[test]
fn a_policy_requires_any_item_that_a_form_leaves_optional_and_no_other() {
    let mut walk = Walk::plan(3);
    walk.go(Verb::Engage);
    let form = AgreementForm { promises: Field::Blank, ..agreement_form(ProjectKind::Enterprise, walk.today) };
    let unpromising = Command::Sign(form.try_into().expect("complete"));
    assert_eq!(reasons(&walk, unpromising.clone()), []);
    let required = vec![Item::Promises, Item::Dossier, Item::RegisteredCapital];
    walk.policy = policy_with(|terms| terms.required = required);
    let missing = Reason::Missing { gate: Gate::Agreement, item: Item::Promises };
    assert_eq!(reasons(&walk, unpromising), [missing]);
    assert_eq!(reasons(&walk, Command::Sign(agreement(ProjectKind::Enterprise, walk.today))), []);
    // what a condition asks for stays with the condition
    walk.assign_duties();
    walk.go(Verb::Sign);
    let branch = RegistrationForm {
        entity_kind: EntityKind::Branch.into(),
        registered_capital: Field::Blank,
        ..registration_form(walk.today)
    };
    assert_eq!(reasons(&walk, Command::Register(branch.try_into().expect("complete"))), []);
}
