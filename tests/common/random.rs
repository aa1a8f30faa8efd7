//! Random commands: numbers until they meet a project, then commands.

pub(crate) use project_lifecycle::testing::chance::{Ask, FACTS, RandomStep as Step, numbered_fact as fact, some_fact};
pub(crate) use project_lifecycle::testing::command_of as again;
pub(crate) use project_lifecycle::testing::strategies::step;
