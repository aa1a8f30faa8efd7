//! How much projects invest: amounts in classes, as ledgers of investment offices show them.

use project_lifecycle::Money;
use project_lifecycle::value::Currency;

use crate::dice::Dice;

/// How often in a thousand an amount lies between two, in ten thousand yuan. The middle is a hundred million; about as many are
/// ten times smaller as ten times larger.
const CLASSES: [(u32, (i64, i64)); 11] = [
    (57, (600, 2_000)),
    (95, (2_000, 3_500)),
    (130, (3_500, 6_000)),
    (185, (6_000, 10_000)),
    (190, (10_000, 18_000)),
    (145, (18_000, 35_000)),
    (100, (35_000, 70_000)),
    (50, (70_000, 150_000)),
    (25, (150_000, 300_000)),
    (14, (300_000, 600_000)),
    (9, (600_000, 1_200_000)),
];

/// Yuan for a dollar, about: what completed investment of a project in dollars is told in.
const RATE: i64 = 7;

/// Ten thousand yuan in fen.
const WAN: i64 = 1_000_000;

/// A total investment in ten thousand yuan, in figures as round as people agree on.
pub(crate) fn total(dice: &mut Dice) -> i64 {
    let (least, most) = dice.weighed(&CLASSES);
    let wan = dice.between(least, most);
    let step = match wan {
        ..1_000 => 50,
        1_000..10_000 => 100,
        10_000..100_000 => 1_000,
        _ => 10_000,
    };
    wan / step * step
}

/// Ten thousand yuan as an amount.
pub(crate) const fn wan(amount: i64) -> Money {
    Money::from_fen(amount * WAN)
}

/// The same as an agreement in dollars has it.
pub(crate) fn in_dollars(wan: i64) -> Money {
    let dollars: Option<Currency> = "USD".parse().ok();
    dollars.map_or_else(|| Money::from_fen(wan * WAN), |usd| Money::new(wan * WAN / RATE / 1_000_000 * 1_000_000, usd))
}
