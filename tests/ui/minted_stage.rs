//! Nobody outside the crate puts a project into a stage.

use std::marker::PhantomData;

use project_lifecycle::{Operating, Project, Staged};

fn mint(project: Project) -> Staged<Operating> {
    Staged { project, stage: PhantomData }
}

fn main() {}
