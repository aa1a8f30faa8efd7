//! Moments at which something is killed.

/// Numbers that are random enough for moments. The seed is printed; `SEED=<number>` gives it again.
pub(crate) struct Moments(u64);

impl Moments {
    pub(crate) fn new() -> Self {
        let given = std::env::var("SEED").ok().map(|seed| seed.parse().expect("a number"));
        let seed = given.unwrap_or_else(|| u64::from(std::process::id()) * 0x9E37_79B9);
        println!("SEED={seed}");
        Self(seed)
    }

    pub(crate) fn next(&mut self, below: u64) -> u64 {
        // splitmix64
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % below
    }
}
