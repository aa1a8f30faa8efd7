//! Nobody outside the crate puts a project into a stage.

use std::marker::PhantomData;

use project_lifecycle::{Project, Staged};
use project_lifecycle::staged::marker::Operating;

fn mint(project: Project) -> Staged<Operating> {
    Staged { project, stage: PhantomData }
}

fn main() {}
