//! Refusals of as many kinds as can be provoked.

use super::asking::Provoked;
use super::{forms, projects, zones};
use crate::Policy;
use crate::lifecycle::{Position, Verb};
use crate::reason::Reason;
use crate::testing::Walk;
use crate::testing::chance::{Ask, FACTS, RandomStep};
use crate::testing::dice::Dice;

/// How many steps by chance each position is given.
const STEPS: usize = 400;

/// The reasons that were given.
pub(super) fn provoke(policy: &Policy) -> Vec<Reason> {
    let mut provoked = Provoked { policy, reasons: Vec::new() };
    for position in Position::all() {
        if let Some(walk) = provoked.at(position) {
            by_chance(walk, &mut provoked.reasons);
        }
    }
    // a policy under which a project does not come that far has no use for the rest
    let _: [Option<()>; 6] = [
        projects::papers(&mut provoked),
        projects::corrections(&mut provoked),
        projects::pauses(&mut provoked),
        projects::relocations(&mut provoked),
        projects::reports(&mut provoked),
        projects::closings(&mut provoked),
    ];
    projects::talks(&mut provoked);
    forms::gaps(&mut provoked.reasons);
    zones::registered(policy, &mut provoked.reasons);
    provoked.reasons
}

/// What steps by chance are refused for.
fn by_chance(mut walk: Walk, reasons: &mut Vec<Reason>) {
    let mut dice = Dice::new(0, &walk.project.position().to_string());
    for _ in 0..STEPS {
        if let Err(refusal) = step(&mut dice).take(&mut walk) {
            reasons.extend_from_slice(refusal.reasons());
        }
    }
}

/// A step of any kind.
fn step(dice: &mut Dice) -> RandomStep {
    let number = dice.below(1 << 20);
    let ask = match dice.below(12) {
        0 | 1 => Ask::Permitted(number),
        2 => Ask::Complete(number),
        3 => Ask::Careless(number, dice.next()),
        4 => Ask::Import(dice.below(Verb::ALL.len()), dice.below(9), dice.below(11)),
        5 => Ask::Committed(number, dice.between(-1, 199)),
        6 | 7 => Ask::Fact(dice.below(FACTS), dice.between(-3, 299)),
        8 => Ask::Void,
        9 => Ask::Redate(number, dice.between(-30, 30)),
        10 => Ask::Correct(number, dice.next(), dice.between(-3, 3)),
        _ if number.is_multiple_of(2) => Ask::VoidFact(number),
        _ => Ask::Again(number, number.is_multiple_of(3)),
    };
    RandomStep { ask, pass: dice.pick(&[0, 0, 1, 2, 30, 181]), shift: dice.pick(&[0, 0, 0, 0, 0, 0, -40, 2]) }
}
