//! Random commands: numbers until they meet a project, then commands.

pub(crate) use project_lifecycle::testing::command_of as again;
pub(crate) use project_lifecycle::testing::strategies::{
    Ask, FACTS, RandomStep as Step, numbered_fact as fact, some_fact, step,
};
