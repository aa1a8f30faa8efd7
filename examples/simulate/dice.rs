//! Chance that a seed repeats, and the shapes that it takes here.

/// A generator of numbers (SplitMix64): the same seed gives the same numbers on every machine. Every project has its own, so that
/// what happens to one changes no other.
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    /// From a seed, and the number of whose it is.
    pub(crate) fn new(seed: u64, whose: u64) -> Self {
        let mut dice = Self(seed ^ whose.wrapping_mul(0xD1B5_4A32_D192_ED03));
        dice.next();
        dice
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut number = self.0;
        number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        number ^ (number >> 31)
    }

    /// A number from the least to the most, both included.
    pub(crate) fn between(&mut self, least: i64, most: i64) -> i64 {
        let wide = most.abs_diff(least) + 1;
        least + (self.next() % wide).cast_signed()
    }

    /// Whether it happens, so many times in a thousand.
    pub(crate) fn happens(&mut self, per_mille: u32) -> bool {
        self.next() % 1_000 < u64::from(per_mille)
    }

    /// One of several, all alike; there is at least one.
    pub(crate) fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[(self.next() % of.len() as u64) as usize]
    }

    /// One of several, each as often as its weight says.
    pub(crate) fn weighed<T: Copy>(&mut self, of: &[(u32, T)]) -> T {
        let all: u32 = of.iter().map(|(weight, _)| weight).sum();
        let mut at = (self.next() % u64::from(all)) as u32;
        for (weight, one) in of {
            if at < *weight {
                return *one;
            }
            at -= weight;
        }
        of[0].1
    }

    /// A number of days of which this is the median: seldom less than a third, now and then three times as many.
    pub(crate) fn around(&mut self, days: i64) -> i64 {
        const PER_CENT: [i64; 15] = [35, 48, 58, 67, 76, 85, 93, 100, 108, 118, 131, 148, 172, 215, 310];
        let part = self.pick(&PER_CENT);
        days * part / 100 + self.between(0, days / 12 + 1)
    }
}
