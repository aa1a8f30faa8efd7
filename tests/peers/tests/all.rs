//! The crate against other people's implementations of what it writes.

mod canonical;
mod checkpoints;
mod cloudevents;
#[path = "../../common/mod.rs"]
mod common;
mod merkle;
