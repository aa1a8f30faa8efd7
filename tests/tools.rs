//! The tools that hosts have for their tests. That their samples are right shows in nearly every other test, which use them.

mod samples;
mod strategies;
