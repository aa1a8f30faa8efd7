//! Only a zombie is revived.

use project_lifecycle::{Context, Policy, Producing, Revival, Staged, Started};

fn revive(project: Staged<Started>, evidence: Revival, context: &Context, policy: &Policy) {
    let _ = project.revive::<Producing>(evidence, context, policy);
}

fn main() {}
