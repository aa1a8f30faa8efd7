//! Steps, mostly lawful ones.

use proptest::prelude::{Just, Strategy, any};
use proptest::prop_oneof;

use crate::testing::chance::{Ask, FACTS, RandomStep};

/// A step of any kind, and now and then one that tells the planning again.
pub fn any_step() -> impl Strategy<Value = RandomStep> {
    let replan =
        (any::<usize>(), 0..3i64).prop_map(|(which, pass)| RandomStep { ask: Ask::Replan(which), pass, shift: 0 });
    prop_oneof![30 => step(), 1 => replan]
}

/// A step of any kind but [`Ask::Replan`]; most of them lead on.
pub fn step() -> impl Strategy<Value = RandomStep> {
    let ask = prop_oneof![
        10 => any::<usize>().prop_map(Ask::Permitted),
        3 => any::<usize>().prop_map(Ask::Complete),
        5 => (any::<usize>(), any::<u64>()).prop_map(|(verb, salt)| Ask::Careless(verb, salt)),
        3 => (any::<usize>(), 0..9usize, 0..11usize).prop_map(|(verb, cause, outcome)| Ask::Import(verb, cause, outcome)),
        3 => (any::<usize>(), -1..200i64).prop_map(|(number, due)| Ask::Committed(number, due)),
        8 => (0..FACTS, -3..300i64).prop_map(|(kind, number)| Ask::Fact(kind, number)),
        9 => (5..9usize, -3..300i64).prop_map(|(kind, number)| Ask::Fact(kind, number)),
        5 => (12..FACTS, -3..300i64).prop_map(|(kind, number)| Ask::Fact(kind, number)),
        2 => Just(Ask::Void),
        4 => (any::<usize>(), -30..31i64).prop_map(|(which, days)| Ask::Redate(which, days)),
        5 => (any::<usize>(), any::<u64>(), -3..4i64).prop_map(|(which, salt, days)| Ask::Correct(which, salt, days)),
        3 => any::<usize>().prop_map(Ask::VoidFact),
        2 => (any::<usize>(), any::<bool>()).prop_map(|(which, same)| Ask::Again(which, same)),
    ];
    let pass = prop_oneof![4 => 0..3i64, 2 => 3..60i64, 2 => Just(181i64), 2 => Just(366i64)];
    let shift = prop_oneof![8 => Just(0i64), 1 => -400..0i64, 1 => 1..3i64];
    (ask, pass, shift).prop_map(|(ask, pass, shift)| RandomStep { ask, pass, shift })
}
