//! The conformance suite on every store of this crate.
//!
//! `LONG=1` takes the long effort, `PROPTEST_RNG_SEED` another seed.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};

use project_lifecycle::testing::{Effort, MemoryHarness, conformance};

fn effort() -> Effort {
    let effort = if std::env::var_os("LONG").is_some() { Effort::LONG } else { Effort::SHORT };
    let seed = std::env::var("PROPTEST_RNG_SEED").ok().map(|seed| seed.parse().expect("a seed is a number"));
    // without one another each time, as the property tests do
    effort.seeded(seed.unwrap_or_else(|| RandomState::new().build_hasher().finish()))
}

#[test]
fn memory() {
    let report = conformance(&MemoryHarness::default(), effort());
    print!("{report}");
}
