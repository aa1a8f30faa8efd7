//! The crate's tests from outside, in one binary: `cargo test --features proptest --test all law::` runs the tests of
//! `tests/law.rs`. They use the tools that hosts have for theirs, and so need that feature.
//!
//! Of their own are `tests/corpus.rs`, whose inputs are not packaged, and what is asked of a release build, too.

mod allocations;
mod answers;
mod architecture;
mod audit;
#[cfg(feature = "board")]
mod board;
#[cfg(feature = "import")]
mod chinese_ledger;
mod common;
#[cfg(feature = "testing")]
mod conformance;
mod dates;
mod defects;
mod facts;
mod giving;
mod golden;
mod host;
#[cfg(feature = "import")]
mod import;
mod law;
mod merkle_vectors;
#[cfg(feature = "portfolio")]
mod names;
mod office;
mod portfolio;
#[cfg(feature = "postgres")]
mod postgres;
mod problem;
mod properties;
mod readme;
mod reasons;
mod registry;
#[cfg(feature = "schema")]
mod schema;
#[cfg(feature = "sqlite")]
mod sqlite;
mod staged;
mod surface;
mod tools;
#[cfg(feature = "tracing")]
mod tracing;
mod typed;
mod versions;
mod words;
