//! The tools that hosts have for their tests. That their samples are right shows in nearly every other test, which use them.

mod coverage;
mod given;
mod recheck;
mod samples;
mod strategies;
