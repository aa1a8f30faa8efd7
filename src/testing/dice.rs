//! Chance that a seed repeats.

/// A generator of numbers (SplitMix64): the same seed gives the same numbers on every machine.
#[derive(Clone, Debug)]
pub(super) struct Dice(u64);

impl Dice {
    /// From a seed, and a word so that two uses of one seed differ.
    pub(super) fn new(seed: u64, word: &str) -> Self {
        let fold = |state: u64, byte: u8| (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
        Self(word.bytes().fold(seed ^ 0xCBF2_9CE4_8422_2325, fold))
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut number = self.0;
        number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        number ^ (number >> 31)
    }

    /// A number below a bound, which is not 0.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).expect("it is below a usize")
    }

    /// A number of days between two.
    pub(super) fn between(&mut self, least: i64, most: i64) -> i64 {
        let wide = usize::try_from(most - least + 1).expect("the bounds are in order");
        least + i64::try_from(self.below(wide)).expect("a small number")
    }

    /// Once in so many times.
    pub(super) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of several; there is at least one.
    pub(super) fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }
}
