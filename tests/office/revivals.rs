//! What revives a zombie: another investor, and ways of no common kind.

use super::*;

/// A site whose works were found halted.
fn halted() -> Walk {
    let mut walk = Walk::to(3, at(Stage::Started));
    walk.pass(400);
    let finding = stall_finding(ZombieCause::ConstructionHalted, walk.project.since(), walk.today);
    walk.give(Command::Stall(finding));
    walk.pass(1);
    walk
}

#[test]
fn a_halted_site_is_taken_over() {
    let mut walk = halted();
    let form =
        RevivalForm { way: Field::Blank, aim: Field::Blank, ..revival_form(Remedy::InvestorChanged, walk.today) };
    walk.give(Command::Revive(form.try_into().expect("complete")));
    assert_eq!((walk.project.position(), walk.project.zombie_cause()), (at(Stage::Started), None));
    walk.pass(100).go(Verb::Commission);
}

#[test]
fn a_halted_site_is_revived_by_works_resumed_another_investor_or_a_restructuring() {
    let walk = halted();
    for remedy in Remedy::ALL {
        let lifts = ["works_resumed", "investor_changed", "restructured"].contains(&remedy.code());
        let command = Command::Revive(revival(remedy, walk.today));
        let refused: Vec<_> = reasons(&walk, command).iter().map(Reason::code).collect();
        assert_eq!(refused, if lifts { vec![] } else { vec!["remedy_not_fitting"] }, "{remedy}");
    }
}

#[test]
fn an_idle_plant_goes_to_another_by_a_way_that_says_its_name() {
    // 腾笼换鸟 within a plant that stands: no merger, and no new project
    let mut walk = Walk::to(3, crate::common::stalled(Stage::Operating));
    walk.void();
    let finding = stall_finding(ZombieCause::NoActivity, walk.project.since(), walk.today);
    walk.give(Command::Stall(finding));
    let form = RevivalForm {
        way: Way::Other.into(),
        way_name: "腾笼换鸟".into(),
        ..revival_form(Remedy::Restructured, walk.today)
    };
    walk.give(Command::Revive(form.try_into().expect("complete")));
    assert_eq!(walk.project.position(), at(Stage::Operating));
}

#[test]
fn another_way_of_restructuring_says_what_it_is() {
    let mut walk = halted();
    let other = RevivalForm { way: Way::Other.into(), ..revival_form(Remedy::Restructured, walk.today) };
    assert_eq!(gaps::<Revival, _>(other.clone()), [("missing", "way_name")]);
    // nobody asks for the name of a way that is not the remedy
    let unused = RevivalForm { way: Way::Other.into(), ..revival_form(Remedy::WorksResumed, walk.today) };
    assert_eq!(gaps::<Revival, _>(unused), []);
    let named = RevivalForm { way_name: "收回后由国企代建".into(), ..other };
    let event = walk.give(Command::Revive(named.try_into().expect("complete")));
    let Change::Move { basis: Basis::Evidence(Evidence::Revival(revival)), .. } = event.change() else {
        panic!("a revival")
    };
    assert_eq!(revival.way_name().map(Text::as_str), Some("收回后由国企代建"));
}
